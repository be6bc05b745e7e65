"""Findings in numbers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from goodterms.findings import LEVELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from goodterms.findings import Finding
    from goodterms.reports.context import Context


def catalogs(findings: Sequence[Finding], context: Context) -> list[str]:
    """The paths of the catalogs looked at, each once, in their order."""
    return list(dict.fromkeys([*context.catalogs, *(finding.path for finding in findings)]))


def count_by_level(findings: Sequence[Finding]) -> str:
    """How many findings of each level there are: ``2 errors, 1 warning``; empty without findings."""
    numbers = Counter(finding.level for finding in findings)
    return ", ".join(plural(numbers[level], level) for level in LEVELS if numbers[level])


def summary(findings: Sequence[Finding], context: Context) -> str:
    """The findings in one line, with the number of catalogs looked at where it is known."""
    looked_at = len(catalogs(findings, context))
    where = f" in {plural(looked_at, 'catalog')}" if looked_at else ""
    return f"{count_by_level(findings) or 'no findings'}{where}"


def plural(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
