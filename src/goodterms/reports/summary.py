"""Findings in figures."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from goodterms.findings import LEVELS, at_least

if TYPE_CHECKING:
    from collections.abc import Sequence

    from goodterms.findings import Finding
    from goodterms.reports.context import Context


def catalogs(findings: Sequence[Finding], context: Context) -> list[str]:
    """The paths of the catalogs that were checked, each once, in order."""
    return list(dict.fromkeys([*context.catalogs, *(finding.path for finding in findings)]))


def count_by_level(findings: Sequence[Finding]) -> str:
    """The number of findings of each level: ``2 errors, 1,411 notes``; empty without findings."""
    numbers = Counter(finding.level for finding in findings)
    return ", ".join(plural(numbers[level], level) for level in LEVELS if numbers[level])


def summary(findings: Sequence[Finding], context: Context) -> str:
    """The findings in a line or two: what fails, in how many catalogs, and how many others there are.

    ``1 error in 2 catalogs``, then ``1,411 notes; show them with --verbose``.
    """
    counted = [finding for finding in findings if context.verbose or context.fails(finding)]
    rest = [finding for finding in findings if not context.shows(finding)]
    found = count_by_level(counted) or (_nothing_that_fails(context) if findings else "no findings")
    checked = len(catalogs(findings, context))
    lines = [f"{found} in {plural(checked, 'catalog')}" if checked else found]
    if rest:
        lines.append(f"{count_by_level(rest)}; show {'it' if len(rest) == 1 else 'them'} with --verbose")
    return "\n".join(lines)


def _nothing_that_fails(context: Context) -> str:
    """``no errors or warnings``, where these are the levels that fail."""
    return "no " + " or ".join(f"{level}s" for level in LEVELS if at_least(level, context.fail_on))


def plural(number: int, noun: str) -> str:
    """A number with its noun: ``1 error``, ``2 errors``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
