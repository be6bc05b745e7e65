"""Findings for people at a terminal: the place, the message, and the line with carets under the fault."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from goodterms.reports.excerpt import excerpt
from goodterms.reports.sanitizing import is_invisible, sanitize_line
from goodterms.reports.summary import summary
from goodterms.reports.width import wrap
from goodterms.speech import aloud, sentence, speak
from goodterms.speech.language import cleaned
from goodterms.text.bidi import describe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from goodterms.findings import Finding
    from goodterms.reports.context import Context

_LEVELS = {
    # For translators: the level of what a check finds
    "error": sentence("error"),
    "warning": sentence("warning"),
    "note": sentence("note"),
}
_COLUMNS = 80
_INDENT = "    "
_MAX_NAMED = 4


def report(findings: Sequence[Finding], context: Context) -> str:
    """Every finding that is shown, in the order given, then the numbers of these and of the others."""
    shown = [_finding(finding, context) for finding in findings if context.shows(finding)]
    return "\n".join([*shown, summary(findings, context)])


def _finding(finding: Finding, context: Context) -> str:
    where = f"{sanitize_line(finding.path)}:{finding.line}:{finding.column}"
    message = aloud(finding.message)
    # A sentence in another language has isolates around its values; no other text may have any.
    message = sanitize_line(message) if message is finding.message else cleaned(message, sanitize_line)
    what = f"{message} ({finding.rule})"
    word = speak(_LEVELS[finding.level])
    first, *lines = wrap(f"{where}: {word}: {what}", _COLUMNS, _INDENT)
    # Styled after wrapping, as the codes of a style take no column. A very long path has its level on another line.
    level, styled = f"{where}: {word}:", f"{where}: {context.style(f'{word}:', finding.level)}"
    return "\n".join([first.replace(level, styled, 1), *lines, *(_INDENT + line for line in _source(finding, context))])


def _source(finding: Finding, context: Context) -> list[str]:
    """The line of the finding with its carets, and the names of characters in the fault that need one."""
    lines = context.lines_of(finding.path)
    if not 1 <= finding.line <= len(lines):
        return []
    line = lines[finding.line - 1].rstrip("\r\n")
    start = min(max(finding.column - 1, 0), len(line))
    end = start + (len(finding.text) if finding.text and line.startswith(finding.text, start) else 1)
    names = [describe(character) for character in _to_name(finding.text, line[start:end])]
    return [*excerpt(line, start, end, _COLUMNS - len(_INDENT)), *names]


def _to_name(text: str, shown: str) -> list[str]:
    """The characters that carets cannot show: invisible ones, and one that a terminal may show elsewhere."""
    # A catalog writes a line feed as an escape, which is visible.
    invisible = [character for character in text + shown if character != "\n" and is_invisible(character)]
    # A terminal that reorders right-to-left text moves it away from the caret.
    moved = [character for character in shown[:1] if unicodedata.bidirectional(character) in {"R", "AL", "AN"}]
    return list(dict.fromkeys(invisible + moved))[:_MAX_NAMED]
