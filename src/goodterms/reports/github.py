"""Findings as workflow commands, which GitHub Actions shows as annotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.findings import LEVELS
from goodterms.reports.sanitizing import posix, sanitize
from goodterms.reports.summary import count_by_level

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from goodterms.findings import Finding, Level
    from goodterms.reports.context import Context

_MAX_ANNOTATIONS = 10
"""As many annotations of a level GitHub shows for one step; it drops the others without a word."""

_COMMANDS: Mapping[Level, str] = {"error": "error", "warning": "warning", "note": "notice"}


def report(findings: Sequence[Finding], context: Context) -> str:  # noqa: ARG001 — reports share one signature
    """Errors first, at most ten of each level, then a notice of how many more there are; empty without findings."""
    by_level = [[finding for finding in findings if finding.level == level] for level in LEVELS]
    kept = [some[:_MAX_ANNOTATIONS] for some in by_level]
    if sum(map(len, kept)) < len(findings):
        # The last notice tells of the rest: an eleventh would be dropped itself.
        kept[-1] = kept[-1][: _MAX_ANNOTATIONS - 1]
    rest = [finding for some, first in zip(by_level, kept, strict=True) for finding in some[len(first) :]]
    lines = [_annotation(finding) for some in kept for finding in some]
    return "\n".join(lines + ([f"::notice::not annotated here: {count_by_level(rest)} more"] if rest else []))


def _annotation(finding: Finding) -> str:
    properties = {
        "file": posix(finding.path),
        "line": str(max(1, finding.line)),
        "col": str(max(1, finding.column)),
        "title": finding.rule,
    }
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.level]} {listed}::{_data(sanitize(finding.message))}"


def _data(text: str) -> str:
    """The text as the runner reads it after the second ``::``; the percent sign goes first."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """The text as the runner reads it among the properties.

    A semicolon stays: the runner's table for this syntax does not hold it, so ``%3B`` would stand in the file's name.
    """
    # Bidi controls would reorder the log; a path with them finds no file to annotate, but can be read.
    return _data(sanitize(text)).replace(":", "%3A").replace(",", "%2C")
