"""A text of one line that is no field, such as a line of an address: through the same door as the values of fields."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from goodterms.faults import fault
from goodterms.fields.raw import MAX_CHARACTERS_OTHERWISE, InvalidValue, clean
from goodterms.text import bidi
from goodterms.text.unseen import LEFT_BEHIND

if TYPE_CHECKING:
    from goodterms.faults import Fault

MAX_LINE = MAX_CHARACTERS_OTHERWISE
"""The most characters of a line."""


@lru_cache(maxsize=4096)
def line_fault(text: str) -> Fault | None:
    """The fault, without a place, of a line that no letter may print or be sent with; None for a good or an empty one.

    It is what a field would say of its value: too long, a control character, a direction override, half a surrogate
    pair, a hidden character. What a field drops unseen is a fault here, because a line is used as it is.
    """
    if not text:
        return None
    if not text.isprintable() and (unseen := LEFT_BEHIND.search(text)):
        return fault("hidden-character", character=bidi.describe(unseen[0]))
    try:
        clean(text, MAX_LINE)
        clean(f".{text}.", MAX_LINE + 2)  # a field drops a control at an end of its value, and a line keeps it
    except InvalidValue as error:
        return error.faults[0]
    return None
