"""Findings in figures."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from goodterms.findings import LEVELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from goodterms.findings import Finding
    from goodterms.reports.context import Context


def catalogs(findings: Sequence[Finding], context: Context) -> list[str]:
    """The paths of the catalogs that were checked, each once, in order."""
    return list(dict.fromkeys([*context.catalogs, *(finding.path for finding in findings)]))


def count_by_level(findings: Sequence[Finding]) -> str:
    """The number of findings of each level: ``2 errors, 1 warning``; empty without findings."""
    numbers = Counter(finding.level for finding in findings)
    return ", ".join(plural(numbers[level], level) for level in LEVELS if numbers[level])


def summary(findings: Sequence[Finding], context: Context) -> str:
    """The findings in one line, with the number of catalogs if any are known: ``1 error in 2 catalogs``."""
    checked = len(catalogs(findings, context))
    where = f" in {plural(checked, 'catalog')}" if checked else ""
    return f"{count_by_level(findings) or 'no findings'}{where}"


def plural(number: int, noun: str) -> str:
    """A number with its noun: ``1 error``, ``2 errors``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
