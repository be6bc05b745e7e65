"""What to do about a fault on a page, where the command names its options: the page has controls for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.desk.messages import text
from goodterms.faults import fault

if TYPE_CHECKING:
    from goodterms.faults import Fault

_CONTROLS = {
    "date-ambiguous-in-rows": ("choose_above", "table_dates"),
    "number-ambiguous-in-rows": ("choose_above", "table_numbers"),
    "missing-locale": ("choose_above", "table_locale"),
    "letter-incomplete": ("translate_or_choose", "untranslated"),
}
"""The texts of what to do and of the control, by the kinds of faults whose hints name an option that does the same."""


def hint_of(one: Fault) -> str:
    """The hint of a fault, as a page gives it."""
    if one.kind not in _CONTROLS:
        return one.hint
    name, control = _CONTROLS[one.kind]
    return text(name, control=text(control))


def in_line(line: str) -> str:
    """A line about faults, with the hints of a page in it."""
    for kind in _CONTROLS:
        one = fault(kind)
        line = line.replace(one.hint, hint_of(one))
    return line
