"""Findings for people at a terminal: where, what, and the line with carets under the fault."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from goodterms.reports.excerpt import excerpt
from goodterms.reports.sanitizing import is_unseen, sanitize_line
from goodterms.reports.summary import summary
from goodterms.reports.width import wrap
from goodterms.text.bidi import describe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from goodterms.findings import Finding
    from goodterms.reports.context import Context

_COLUMNS = 80
_INDENT = "    "
_MAX_NAMED = 4


def report(findings: Sequence[Finding], context: Context) -> str:
    """Every finding in the order given, then a line of summary."""
    return "\n".join([*(_finding(finding, context) for finding in findings), summary(findings, context)])


def _finding(finding: Finding, context: Context) -> str:
    where = f"{sanitize_line(finding.path)}:{finding.line}:{finding.column}"
    what = f"{sanitize_line(finding.message)} ({finding.rule})"
    lines = wrap(f"{where}: {finding.level}: {what}", _COLUMNS, _INDENT)
    return "\n".join([*lines, *(_INDENT + line for line in _source(finding, context))])


def _source(finding: Finding, context: Context) -> list[str]:
    """The line of the finding with its carets, and the characters in the fault that need a name."""
    lines = context.lines_of(finding.path)
    if not 1 <= finding.line <= len(lines):
        return []
    line = lines[finding.line - 1].rstrip("\r\n")
    start = min(max(finding.column - 1, 0), len(line))
    end = start + (len(finding.text) if finding.text and line.startswith(finding.text, start) else 1)
    names = [describe(character) for character in _to_name(finding.text, line[start:end])]
    return [*excerpt(line, start, end, _COLUMNS - len(_INDENT)), *names]


def _to_name(text: str, marked: str) -> list[str]:
    """The characters that carets cannot show: those unseen, and one that a terminal may have moved elsewhere."""
    # A catalog writes a line feed as an escape, which can be seen.
    unseen = [character for character in text + marked if character != "\n" and is_unseen(character)]
    # A terminal that puts right-to-left text in its order moves it away from the caret.
    moved = [character for character in marked[:1] if unicodedata.bidirectional(character) in {"R", "AL", "AN"}]
    return list(dict.fromkeys(unseen + moved))[:_MAX_NAMED]
