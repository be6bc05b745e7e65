"""The paper of a letter for the typesetter: its sheet, the letterhead, the address in the window; what does not fit."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from goodterms.faults import fault
from goodterms.formats.line_breaks import ZWSP
from goodterms.formats.pdf_content import isolate_line
from goodterms.text.bidi import first_strong

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from goodterms.envelopes import Envelope
    from goodterms.faults import Fault
    from goodterms.formats.typesetting import Press
    from goodterms.model import Direction, Locale

# Regions that write letters on US Letter (CLDR, supplemental data, paperSize).
_US_LETTER_REGIONS = frozenset(["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"])
_ALWAYS_APART = 1.05
"""Lines in the window are farther apart than this in any case (``least`` and ``air`` of the layout's window.typ)."""
_LETTERHEAD = "letterhead.address"


def language_and_region(locale: Locale) -> tuple[str, str | None]:
    """The language and the region of a locale's tag; None for a tag without a region."""
    language, *subtags = locale.tag.split("-")
    return language, next((subtag for subtag in subtags if len(subtag) == 2), None)


def paper_size(locale: Locale, envelope: Envelope) -> str:
    """The paper of a letter, ``a4`` or ``us-letter``: the sender's, or that of the letter's region."""
    _, region = language_and_region(locale)
    return envelope.letterhead.paper or ("us-letter" if region in _US_LETTER_REGIONS else "a4")


def paper_of(press: Press, letter: Mapping[str, Any], direction: Direction, envelope: Envelope) -> dict[str, object]:
    """The letterhead and the address of a letter, as the layout takes them; ``letter`` has its language and fonts."""
    head = envelope.letterhead
    address = [isolate_line(line, direction) for line in envelope.address]
    sender = [isolate_line(line, direction) for line in head.address]
    address_dir, sender_dir = (_direction_of(lines, direction) for lines in (envelope.address, head.address))
    return {
        "sender": sender,
        "sender_dir": sender_dir,
        "sender_line": _lines(press, {**letter, "dir": sender_dir}, [" · ".join(sender)]) if address and sender else [],
        "name": envelope.sender,
        "logo": press.logo(head.logo) if head.logo else None,
        "colour": head.colour,
        "footer": [isolate_line(line, direction) for line in head.footer],
        "address": address,
        "address_dir": address_dir,
        "address_lines": _lines(press, {**letter, "dir": address_dir}, address),
    }


def _lines(press: Press, letter: Mapping[str, Any], texts: Sequence[str]) -> list[dict[str, object]]:
    """Texts with their ink, in parts of their size: how far each rises, falls, and has to be from the one above."""
    inks = press.heights(texts, letter)
    if inks is None or any(upper.distance_to(lower) > _ALWAYS_APART for upper, lower in itertools.pairwise(inks)):
        inks = press.inks(texts, letter)
    return [
        {"text": text, "rise": ink.rise, "fall": ink.fall, "below": above.distance_to(ink) if above else 0}
        for text, ink, above in zip(texts, inks, [None, *inks], strict=False)
    ]


def faults_of_paper(refused: Sequence[Mapping[str, Any]]) -> list[Fault]:
    """The faults of what a layout refused: an address or a letterhead that does not fit."""
    return [_fault_of(one) for one in refused]


def _fault_of(refused: Mapping[str, Any]) -> Fault:
    if refused["kind"] == "word":
        return fault("address-word-too-wide", "address", word=refused["word"].replace(ZWSP, ""))
    if refused["kind"] == "sender":
        return fault("letterhead-too-wide", _LETTERHEAD, source="settings")
    if refused["kind"] == "letterhead":
        return fault("letterhead-too-tall", _LETTERHEAD, source="settings")
    lines, holds, wide = refused["lines"], refused["holds"], _quoted(refused["wide"])
    if wide:
        return fault("address-lines-too-wide", "address", lines=lines, holds=holds, wide=wide)
    return fault("address-too-long", "address", lines=lines, holds=holds, over=_quoted(refused["over"]))


def _quoted(lines: Sequence[str]) -> str:
    return ", ".join(f"“{line.replace(ZWSP, '')}”" for line in lines)


def _direction_of(lines: Sequence[str], letter: Direction) -> Direction:
    """The direction of lines together: left to right in any letter where no line begins with a word of the other."""
    return letter if any(first_strong(line) == "rtl" for line in lines) else "ltr"
