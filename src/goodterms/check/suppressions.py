"""Silencing: ``# check: ignore RULE — reason`` in a translator's comment, which every gettext program keeps.

A mark that silences nothing is a finding itself; so is one without a reason where the rule finds errors.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from goodterms.check.registry import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goodterms import po
    from goodterms.check.subjects import CheckedCatalog
    from goodterms.findings import Finding

_MARK = re.compile(r"check:\s*ignore\s+([\w, -]*?\w)\s*(?:(?:—|–|--|:)\s*(.*))?")
UNUSED = "unused-ignore"
UNEXPLAINED = "ignore-without-reason"


class Suppression(NamedTuple):
    """A mark above a message: the rule that it silences there, and why."""

    entry: po.Entry
    rule: str
    reason: str


def suppressions_in(catalog: CheckedCatalog) -> list[Suppression]:
    """Every mark in a catalog."""
    marks = []
    for entry in catalog.living:
        for comment in entry.comments if "ignore" in entry.above else ():
            found = _MARK.fullmatch(comment)
            if found:
                rules = (name for name in re.split(r"[,\s]+", found[1]) if name)
                marks += [Suppression(entry, rule, (found[2] or "").strip()) for rule in rules]
    return marks


def suppress(
    findings: list[tuple[po.Entry | None, Finding]], marks: list[Suppression]
) -> Iterator[tuple[str, Suppression] | Finding]:
    """The findings that no mark silences, and for each mark that is at fault the rule it breaks."""
    used: set[int] = set()
    for entry, finding in findings:
        matching = [number for number, mark in enumerate(marks) if mark.entry is entry and mark.rule == finding.rule]
        used.update(matching)
        if not matching:
            yield finding
    for number, mark in enumerate(marks):
        if number not in used:
            yield UNUSED, mark
        elif not mark.reason and RULES[mark.rule].level == "error":
            yield UNEXPLAINED, mark
