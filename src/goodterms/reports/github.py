"""Findings as workflow commands, which GitHub Actions shows as annotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.findings import LEVELS
from goodterms.reports.sanitizing import posix, sanitize
from goodterms.reports.summary import count_by_level, summary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from goodterms.findings import Finding, Level
    from goodterms.reports.context import Context

_MAX_ANNOTATIONS = 10
"""GitHub shows so many annotations of a level for a step, and silently drops the others."""

_COMMANDS: Mapping[Level, str] = {"error": "error", "warning": "warning", "note": "notice"}


def report(findings: Sequence[Finding], context: Context) -> str:
    """Errors first, at most ten of each level, then the numbers of what is annotated and of all others.

    What cannot fail the check is only counted. The last line is no command: people read it in the log.
    """
    shown = [finding for finding in findings if context.shows(finding)]
    by_level = [[finding for finding in shown if finding.level == level] for level in LEVELS]
    kept = [of_level[:_MAX_ANNOTATIONS] for of_level in by_level]
    if sum(map(len, kept)) < len(shown):
        # The last notice counts the rest: an eleventh would be dropped.
        kept[-1] = kept[-1][: _MAX_ANNOTATIONS - 1]
    rest = [finding for of_level, shown in zip(by_level, kept, strict=True) for finding in of_level[len(shown) :]]
    lines = [_annotation(finding) for of_level in kept for finding in of_level]
    lines += [f"::notice::not annotated: {count_by_level(rest)}"] if rest else []
    return "\n".join([*lines, summary(findings, context)])


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
    """The text as the runner reads it after the second ``::``; the percent sign is escaped first."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """The text as the runner reads it among the properties.

    A semicolon stays: the runner does not unescape it in this syntax, so ``%3B`` would be part of the file's name.
    """
    # Bidi controls would reorder the log. Without them the path matches no file, but can be read.
    return _data(sanitize(text)).replace(":", "%3A").replace(",", "%2C")
