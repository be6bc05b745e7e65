"""Suppressions: ``# check: ignore RULE — reason`` in a translator's comment, which every gettext program keeps.

A suppression that suppresses nothing is a finding; so is one of an error without a reason.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from goodterms.check.registry import RULES
from goodterms.expressions import expression
from goodterms.speech import sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from goodterms import po
    from goodterms.check.registry import Rule
    from goodterms.check.subjects import CheckedCatalog
    from goodterms.findings import Finding, Level

_COMMENT = expression(r"check:\s*ignore\s+([\w, -]*?\w)\s*(?:(?:—|–|--|:)\s*(.*))?")
UNUSED = "unused-ignore"
UNEXPLAINED = "ignore-without-reason"
SUMMARIES: Mapping[str, str] = {
    UNUSED: sentence("A suppression has no effect: its rule finds nothing there. Remove it."),
    UNEXPLAINED: sentence("An error is suppressed without a reason. Add the reason."),
}
LEVELS: Mapping[str, Level] = {UNUSED: "warning", UNEXPLAINED: "error"}
"""The rules about suppressions, which have no function of their own."""


class Suppression(NamedTuple):
    """A rule that a comment suppresses for one message, and the reason."""

    entry: po.Entry
    rule: str
    reason: str


def suppressions_in(catalog: CheckedCatalog) -> list[Suppression]:
    """Every suppression in a catalog."""
    suppressions = []
    for entry in catalog.living:
        for comment in entry.comments if "ignore" in entry.above else ():
            match = _COMMENT.fullmatch(comment)
            if match:
                rules = (name for name in re.split(r"[,\s]+", match[1]) if name)
                suppressions += [Suppression(entry, rule, (match[2] or "").strip()) for rule in rules]
    return suppressions


def suppress(
    findings: list[tuple[po.Entry | None, Finding]],
    suppressions: list[Suppression],
    level_of: Callable[[Rule], Level],
) -> Iterator[tuple[str, Suppression] | Finding]:
    """The findings that are not suppressed, and each faulty suppression with the rule that it breaks.

    ``level_of`` gives the level of a rule, which decides whether a suppression needs a reason.
    """
    used: set[int] = set()
    for entry, finding in findings:
        matching = [
            number
            for number, suppression in enumerate(suppressions)
            if suppression.entry is entry and suppression.rule == finding.rule
        ]
        used.update(matching)
        if not matching:
            yield finding
    for number, suppression in enumerate(suppressions):
        if number not in used:
            yield UNUSED, suppression
        elif not suppression.reason and level_of(RULES[suppression.rule]) == "error":
            yield UNEXPLAINED, suppression
