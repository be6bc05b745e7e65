"""The paper of a letter: its size, and the address that shows in the window of an envelope."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from goodterms.faults import fault

if TYPE_CHECKING:
    from goodterms.compose import Letter
    from goodterms.faults import Fault
    from goodterms.model import Envelope, Locale

# Regions that write letters on US Letter (CLDR, supplemental data, paperSize).
_US_LETTER_REGIONS = frozenset(["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"])
_MAX_ADDRESS_LINES, _MAX_ADDRESS_LINE = 6, 42


def size_of(letter: Letter, envelope: Envelope) -> str:
    """The paper of a letter, ``a4`` or ``us-letter``: the sender's, or that of the letter's region."""
    _, region = language_and_region(letter.request.locale)
    return envelope.letterhead.paper or ("us-letter" if region in _US_LETTER_REGIONS else "a4")


def language_and_region(locale: Locale) -> tuple[str, str | None]:
    """The language of a locale, and the region that its tag names."""
    language, *subtags = locale.tag.split("-")
    return language, next((subtag for subtag in subtags if len(subtag) == 2), None)


def address_faults(envelope: Envelope) -> list[Fault]:
    """The fault of an address with more lines than the window of an envelope shows (DIN 5008: six)."""
    lines = sum(math.ceil(max(len(line), 1) / _MAX_ADDRESS_LINE) for line in envelope.address)
    if lines <= _MAX_ADDRESS_LINES:
        return []
    return [fault("address-too-long", "address", lines=lines, limit=_MAX_ADDRESS_LINES, width=_MAX_ADDRESS_LINE)]
