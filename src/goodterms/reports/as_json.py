"""Findings for programs: an array of objects with every field as it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from goodterms.findings import Finding
    from goodterms.reports.context import Context


def report(findings: Sequence[Finding], context: Context) -> str:  # noqa: ARG001 — reports share one signature
    """Every finding in the order given."""
    return to_json([_finding(finding) for finding in findings])


def to_json(value: Any) -> str:
    """A value as JSON in ASCII, which survives any encoding and brings no control character into a log."""
    return json.dumps(value, indent=2, ensure_ascii=True)


def _finding(finding: Finding) -> dict[str, str | int | None]:
    return {
        "rule": finding.rule,
        "level": finding.level,
        "path": finding.path,
        "line": finding.line,
        "column": finding.column,
        "language": finding.language,
        "msgctxt": finding.msgctxt,
        "msgid": finding.msgid,
        "message": finding.message,
        "fingerprint": finding.fingerprint,
    }
