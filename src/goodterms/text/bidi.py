"""Which way a value reads, and how it must be set apart in a letter of a given direction.

The rules are the default bidi strategy of Unicode MessageFormat 2 (part "Handling Bidirectional Text" of the
specification) on top of UAX #9: in a left-to-right letter a left-to-right value needs nothing; a value of
known direction otherwise gets LRI or RLI … PDI; one of unknown direction FSI … PDI.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from goodterms.faults import fault

if TYPE_CHECKING:
    from goodterms.faults import Fault
    from goodterms.model import Direction, Isolate

LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
LRM, RLM = "\u200e", "\u200f"

DIRECTIONAL_MARKS = {"ltr": LRM, "rtl": RLM}
OPENERS = {"ltr": LRI, "rtl": RLI, "auto": FSI}

# Every code point of bidi class R, AL, AN or RLM/ALM, and the explicit formatting characters (UAX #9, table 4).
# Ranges, for speed; a test holds them against the character database.
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_RIGHT_TO_LEFT_CLASSES = {"R", "AL", "AN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
_ASCII_LETTER = re.compile("[A-Za-z]")
_UNSHOWN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_OVERRIDES = re.compile("[\u202a-\u202e]")


def isolate_text(text: str, letter: Direction) -> Isolate:
    """How free text must be set apart in a letter of direction ``letter``."""
    if text.isascii():
        return "" if letter == "ltr" else "ltr" if _ASCII_LETTER.search(text) else "auto"
    if letter == "ltr" and not _RIGHT_TO_LEFT.search(text):
        return ""
    classes = {unicodedata.bidirectional(character) for character in text}
    if classes & _RIGHT_TO_LEFT_CLASSES:
        return "auto" if "L" in classes or not classes & {"R", "AL"} else "rtl"
    if letter == "ltr":
        return ""  # digits of another script are among the ranges and turn nothing round
    return "ltr" if "L" in classes else "auto"


def isolate_left_to_right(text: str, letter: Direction) -> Isolate:
    """How a value that is left-to-right by its kind (a phone number, an address, a code) must be set apart."""
    return "ltr" if letter == "rtl" or _RIGHT_TO_LEFT.search(text) else ""


def isolate_formatted(text: str, letter: Direction) -> Isolate:
    """How a number, an amount or a time that a formatter wrote must be set apart: its direction is its own."""
    return "auto" if letter == "rtl" or _RIGHT_TO_LEFT.search(text) else ""


def isolate_own(letter: Direction) -> Isolate:
    """How text in the letter's own language, such as a date, must be set apart."""
    return "rtl" if letter == "rtl" else ""


def own_direction(text: str, isolate: Isolate) -> Direction:
    """The direction in which a value that stands apart reads: the one that is known, else its own (UAX #9, rule P3)."""
    if isolate == "ltr" or isolate == "rtl":
        return isolate
    return first_strong(text) or "ltr"


def between_marks(text: str, isolate: Isolate, letter: Direction) -> str:
    """A value set apart by LRM and RLM alone, for programs that show isolates as boxes.

    The inner marks hold the value's own ends to its direction, the outer ones hold what is around it to the letter's.
    So it reads as between isolates, but for a value that mixes both directions and begins against the letter's: no
    mark can nest.
    """
    if not isolate:
        return text
    outer, inner = DIRECTIONAL_MARKS[letter], DIRECTIONAL_MARKS[own_direction(text, isolate)]
    return f"{outer}{text}{outer}" if outer == inner else f"{outer}{inner}{text}{inner}{outer}"


def first_strong(text: str) -> Direction | None:
    """The direction of the first strong character outside isolates (UAX #9, rules P2 and P3), if there is one."""
    depth = 0
    for character in text:
        bidi_class = unicodedata.bidirectional(character)
        if bidi_class in {"LRI", "RLI", "FSI"}:
            depth += 1
        elif bidi_class == "PDI":
            depth = max(0, depth - 1)
        elif depth == 0 and bidi_class in {"L", "R", "AL"}:
            return "ltr" if bidi_class == "L" else "rtl"
    return None


def control_fault(text: str) -> Fault | None:
    """The fault of the bidi controls in a text: an override, or isolates that do not pair; None when there is none."""
    if override := _OVERRIDES.search(text):
        return fault("bidi-override", character=describe(override[0]))
    depth = 0
    for character in text:
        if character in OPENERS.values():
            depth += 1
        elif character == PDI:
            depth -= 1
            if depth < 0:
                return fault("bidi-unopened", character=describe(PDI))
    return fault("bidi-unclosed") if depth else None


def visible(text: str) -> str:
    """The text as a terminal may show it: what moves the cursor or turns text round is written as its code point."""
    return _UNSHOWN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def describe(character: str) -> str:
    """A character that cannot be seen, by code point and name."""
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X}{' ' + name if name else ''}"
