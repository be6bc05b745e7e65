"""Findings as a GitLab Code Quality report."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from goodterms.reports.as_json import to_json
from goodterms.reports.sanitizing import posix, sanitize

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from goodterms.findings import Finding, Level
    from goodterms.reports.context import Context

_SEVERITIES: Mapping[Level, str] = {"error": "major", "warning": "minor", "note": "info"}


def report(findings: Sequence[Finding], context: Context) -> str:  # noqa: ARG001 — reports share one signature
    """Every finding in the order given; no two have the same fingerprint."""
    pairs = zip(findings, _unique([finding.fingerprint for finding in findings]), strict=True)
    return to_json([_issue(finding, fingerprint) for finding, fingerprint in pairs])


def _unique(fingerprints: Sequence[str]) -> list[str]:
    """The fingerprints, with ``-2`` at the second of two equal ones and so on: GitLab shows only one of equal ones.

    Fingerprints are hexadecimal, so none has a hyphen by itself; they have no line, so a moved message keeps its own.
    """
    seen: Counter[str] = Counter()
    unique = []
    for fingerprint in fingerprints:
        seen[fingerprint] += 1
        unique.append(fingerprint if seen[fingerprint] == 1 else f"{fingerprint}-{seen[fingerprint]}")
    return unique


def _issue(finding: Finding, fingerprint: str) -> dict[str, Any]:
    return {
        "description": sanitize(finding.message),
        "check_name": finding.rule,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.level],
        "location": {"path": posix(finding.path), "lines": {"begin": max(1, finding.line)}},
    }
