"""The door for cells that say where a letter goes, or that it does not: they may not have what no field may have.

The locale has a limit of its own, where it is looked for (:mod:`goodterms.cldr.locales`).
"""

from __future__ import annotations

import re

from goodterms.expressions import expression
from goodterms.fields import not_a_value
from goodterms.fields.line import MAX_LINE, line_fault
from goodterms.recipients.cells import Unusable
from goodterms.recipients.columns import ADDRESS, EMAIL, KEY, LETTER, STATUS, TIMEZONE

_AS_NUMBER = expression(r"(?<!\S)\d{3,}\.0(?!\S)|^0$", re.MULTILINE)
"""A postal code as programs write it beside empty cells, and a spreadsheet's link to an empty cell."""
_SHOWN = 60
"""The characters of a wrong text that a fault keeps."""
_IN_LINES = (ADDRESS, STATUS)
"""The parts whose cells may have several lines."""
_NEEDED = (ADDRESS, KEY)
"""The parts of which a cell without a value, such as ``-`` or ``#N/A``, is not checked anywhere else."""
_CHECKED = (ADDRESS, EMAIL, KEY, LETTER, STATUS, TIMEZONE)


def refused(text: str, part: str) -> Unusable | None:
    """Why a part of the envelope, or the name of a letter, cannot have the text of a cell; None for a good one."""
    if part not in _CHECKED:
        return None
    if part in _NEEDED and (kind := not_a_value(text)):
        return Unusable(kind, text[:_SHOWN])
    if part == ADDRESS and (number := _AS_NUMBER.search(text)):
        return Unusable("cell-as-number", number[0])
    for line in text.split("\n") if part in _IN_LINES else [text]:
        if wrong := line_fault(line.strip(" \t\r")):
            what = MAX_LINE if wrong.kind == "too-long" else wrong.param("character")
            kind = "cell-text-too-long" if wrong.kind == "too-long" else f"cell-{wrong.kind}"
            return Unusable(kind, text[:_SHOWN], format=str(what or ""))
    return None
