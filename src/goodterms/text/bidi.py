"""The direction of a value, and the isolate that it needs in a letter.

This is the default bidi strategy of Unicode MessageFormat 2 (its section "Handling Bidirectional Text") on top of
UAX #9. A left-to-right value in a left-to-right letter gets no isolate. Any other value gets LRI … PDI or RLI … PDI
when its direction is known, and FSI … PDI when it is not.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Literal

from goodterms.expressions import expression
from goodterms.faults import fault

if TYPE_CHECKING:
    from goodterms.faults import Fault
    from goodterms.model import Direction, Isolate

LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
LRM, RLM = "\u200e", "\u200f"
RLE, PDF = "\u202b", "\u202c"

DIRECTIONAL_MARKS = {"ltr": LRM, "rtl": RLM}
OPENERS = {"ltr": LRI, "rtl": RLI, "auto": FSI}

# Every code point of bidi class R, AL or AN, and the explicit formatting characters (UAX #9, table 4).
# Ranges are fast; a test compares them with the character database.
_RIGHT_TO_LEFT = expression(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_RIGHT_TO_LEFT_CLASSES = {"R", "AL", "AN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
_ASCII_LETTER = expression("[A-Za-z]")
_INVISIBLE = expression("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
ISOLATES = expression("[\u2066-\u2069]")
"""The characters that begin and end isolates."""
_OVERRIDES = expression("[\u202a-\u202e]")
_ISOLATES = expression(f"[{LRI}{RLI}{FSI}{PDI}]")


def isolate_text(text: str, letter: Direction) -> Isolate:
    """The isolate of free text in a letter that reads in the direction ``letter``."""
    if text.isascii():
        return "" if letter == "ltr" else "ltr" if _ASCII_LETTER.search(text) else "auto"
    if letter == "ltr" and not _RIGHT_TO_LEFT.search(text):
        return ""
    classes = {unicodedata.bidirectional(character) for character in text}
    if classes & _RIGHT_TO_LEFT_CLASSES:
        return "auto" if "L" in classes or not classes & {"R", "AL"} else "rtl"
    if letter == "ltr":
        return ""  # only digits of another script matched the ranges; they do not reorder a left-to-right letter
    return "ltr" if "L" in classes else "auto"


def isolate_left_to_right(text: str, letter: Direction) -> Isolate:
    """The isolate of a value that is always left to right: a phone number, a web or email address, a code."""
    return "ltr" if letter == "rtl" or _RIGHT_TO_LEFT.search(text) else ""


def isolate_formatted(text: str, letter: Direction) -> Isolate:
    """The isolate of a formatted number, amount or time of day."""
    return "auto" if letter == "rtl" or _RIGHT_TO_LEFT.search(text) else ""


def isolate_localized(letter: Direction) -> Isolate:
    """The isolate of text in the letter's language, such as a date."""
    return "rtl" if letter == "rtl" else ""


def value_direction(text: str, isolate: Isolate) -> Direction:
    """The direction of a value in its isolate: that of the isolate, or of the first strong character (UAX #9, P3)."""
    if isolate == "ltr" or isolate == "rtl":
        return isolate
    return first_strong(text) or "ltr"


def between_marks(text: str, isolate: Isolate, letter: Direction) -> str:
    """A value between LRM and RLM instead of isolates, for programs that show isolates as boxes.

    The inner marks give the ends of the value its direction, the outer ones give the text around it that of the letter.
    The result reads as it does with isolates, except for a value of both directions that starts against the letter's:
    marks do not nest.
    """
    if not isolate:
        return text
    outer, inner = DIRECTIONAL_MARKS[letter], DIRECTIONAL_MARKS[value_direction(text, isolate)]
    return f"{outer}{text}{outer}" if outer == inner else f"{outer}{inner}{text}{inner}{outer}"


def first_strong(text: str) -> Direction | None:
    """The direction of the first strong character outside isolates (UAX #9, P2 and P3); None when there is none."""
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


def keep_right_to_left(line: str, seen: str) -> str:
    """A right-to-left line, with an RLM on each side where its first or last character is not itself right to left.

    With the first, a program that looks at the words finds the direction of the line (UAX #9, rule P2). With both, a
    program whose lines are all left to right still leaves a bullet and the last comma on their sides of the words
    (rules N1 and N2). ``seen`` is the line with the characters that decide in place of its marks.
    """
    seen = seen.strip()
    if not seen:
        return line
    before, after = ("" if unicodedata.bidirectional(end) in {"R", "AL"} else RLM for end in (seen[0], seen[-1]))
    return f"{before}{line}{after}"


def control_fault(text: str, where: Literal["", "key-", "template-", "translation-"] = "") -> Fault | None:
    """The fault of an override or embedding, or of isolates that do not pair; None for a text without either.

    The kinds are ``bidi-override``, ``bidi-unopened`` and ``bidi-unclosed``, for a value. ``where`` comes before the
    kind in a text from elsewhere: ``translation-bidi-override``.
    """
    if override := _OVERRIDES.search(text):
        return fault(f"{where}bidi-override", character=describe(override[0]))
    depth = 0
    for character in _ISOLATES.findall(text):
        depth += -1 if character == PDI else 1
        if depth < 0:
            return fault(f"{where}bidi-unopened", character=describe(PDI))
    return fault(f"{where}bidi-unclosed") if depth else None


def escape_controls(text: str) -> str:
    r"""The text for a terminal: characters that move the cursor or reorder text become escapes (``\u202e``)."""
    return _INVISIBLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def describe(character: str) -> str:
    """The code point and the name of a character: ``U+202E RIGHT-TO-LEFT OVERRIDE``."""
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X}{' ' + name if name else ''}"
