"""Findings in figures."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from goodterms.findings import LEVELS
from goodterms.speech import joined, plural, sentence, sentences, speak

if TYPE_CHECKING:
    from collections.abc import Sequence

    from goodterms.findings import Finding
    from goodterms.reports.context import Context


_COUNTED = {
    "error": sentences("{count:,} error", "{count:,} errors"),
    "warning": sentences("{count:,} warning", "{count:,} warnings"),
    "note": sentences("{count:,} note", "{count:,} notes"),
}
_NONE = {
    # For translators: before: in 3 catalogs
    "error": sentence("no errors"),
    "warning": sentence("no errors or warnings"),
    "note": sentence("no errors or warnings or notes"),
}


def catalogs(findings: Sequence[Finding], context: Context) -> list[str]:
    """The paths of the catalogs that were checked, each once, in order."""
    return list(dict.fromkeys([*context.catalogs, *(finding.path for finding in findings)]))


def count_by_level(findings: Sequence[Finding]) -> str:
    """The number of findings of each level: ``2 errors, 1,411 notes``; empty without findings."""
    numbers = Counter(finding.level for finding in findings)
    counted = (_COUNTED[level] for level in LEVELS if numbers[level])
    found = [level for level in LEVELS if numbers[level]]
    return joined([plural(each.one, each.other, numbers[level]) for level, each in zip(found, counted, strict=True)])


def summary(findings: Sequence[Finding], context: Context) -> str:
    """The findings in a line or two: what fails, in how many catalogs, and how many others there are.

    ``1 error in 2 catalogs``, then ``1,411 notes; show them with --verbose``.
    """
    counted = [finding for finding in findings if context.verbose or context.fails(finding)]
    rest = [finding for finding in findings if not context.shows(finding)]
    found = count_by_level(counted) or (_nothing_that_fails(context) if findings else speak("no findings"))
    checked = len(catalogs(findings, context))
    # For translators: found is such as: 2 errors, 1 warning
    lines = [plural("{found} in {count:,} catalog", "{found} in {count:,} catalogs", checked, found=found)]
    if not checked:
        lines = [found]
    if rest:
        # For translators: found is such as: 1,411 notes; it is about all of them, and count is their number
        lines.append(
            plural(
                "{found}; show it with --verbose",
                "{found}; show them with --verbose",
                len(rest),
                found=count_by_level(rest),
            )
        )
    return "\n".join(lines)


def _nothing_that_fails(context: Context) -> str:
    """``no errors or warnings``, where these are the levels that fail."""
    return speak(_NONE[context.fail_on])
