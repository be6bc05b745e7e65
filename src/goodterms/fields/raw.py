"""Raw values as text, and what no text may hold; what is common to all types of fields."""

from __future__ import annotations

import unicodedata
from datetime import date, time
from decimal import Decimal

from goodterms.text import bidi, marks
from goodterms.values import NAME_PARTS

MAX_CHARACTERS = {"text": 2000, "name": 200, "person": 200, "dated": 2000}
MAX_CHARACTERS_OTHERWISE = 500
# Characters of visible categories that nobody sees: Hangul fillers, the blank Braille pattern.
_BLANK_LETTERS = "\u115f\u1160\u3164\uffa0\u2800"

_KINDS: dict[type, str] = {dict: "table of values", list: "list", tuple: "list"}


class InvalidValue(ValueError):  # noqa: N818 — reads as what it is: this value is wrong
    """A value that a field cannot take: what is wrong with it, and what would be right.

    ``part`` names the part of the value that is at fault, if one alone is; ``others`` are those of its other parts.
    """

    def __init__(self, problem: str, hint: str = "", part: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.hint = hint
        self.part = part
        self.others: tuple[InvalidValue, ...] = ()


def is_empty(raw: object) -> bool:
    """Whether a raw value says nothing: None, blank text, an empty list, a table of such values."""
    if isinstance(raw, dict):
        return all(map(is_empty, raw.values()))
    return raw is None or (isinstance(raw, str) and not raw.strip()) or raw in ([], ())


def as_typed(raw: object) -> str:
    """A raw value as a person types it: ``2026-12-31``, ``3``, ``feminine``; raises :class:`InvalidValue`."""
    if isinstance(raw, dict) and raw.keys() <= {*NAME_PARTS}:
        return " ".join(filter(None, (text_of(raw.get(part)) for part in NAME_PARTS if part != "locale")))
    return ", ".join(as_typed(item) for item in raw) if isinstance(raw, (list, tuple)) else text_of(raw)


def text_of(raw: object) -> str:
    """A raw value that is no list as text; raises :class:`InvalidValue`."""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, (date, time)):
        return raw.isoformat()
    if isinstance(raw, str):
        return raw
    if isinstance(raw, (int, float, Decimal)):
        number = Decimal(str(raw))
        return f"{number:f}" if number.is_finite() else str(number)
    if raw is None:
        return ""
    if isinstance(raw, dict) and {"date", "text"} == set(raw):
        return f"{text_of(raw['date'])} {text_of(raw['text'])}"
    raise InvalidValue(f"is a {_KINDS.get(type(raw), type(raw).__name__)}", "give text, a number or a date")


def clean(text: str, most: int) -> str:
    """The text without blanks at its ends, if it may stand in a letter and is not longer than ``most``.

    ZWNJ, ZWJ and no-break spaces inside are spelling and stay. Raises :class:`InvalidValue`.
    """
    text = unicodedata.normalize("NFC", text.strip())
    if len(text) > most:
        raise InvalidValue(f"has {len(text):,} characters; at most {most:,} fit")
    if text.isprintable() and any(map(_is_visible, text)):
        return text  # no controls, no surrogates, no private use, no marks of direction
    for character in text:
        category = unicodedata.category(character)
        if category == "Cs":
            raise InvalidValue("contains bytes that are no text", "give it in the terminal's own encoding, best UTF-8")
        if category in {"Cc", "Zl", "Zp"}:
            problem = f"contains the control character {bidi.describe(character)}"
            raise InvalidValue(problem, "write it on one line, in plain text")
    if found := marks.RESERVED.search(text):
        raise InvalidValue(
            f"contains the private-use character {bidi.describe(found[0])}", "write it in characters of Unicode"
        )
    if not any(_is_visible(character) for character in text):
        raise InvalidValue("is empty", "give a value with at least one visible character")
    if fault := bidi.fault_in(text):
        raise InvalidValue(fault, "leave direction marks out: the letter sets every value apart by itself")
    return text


def _is_visible(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNPS" and character not in _BLANK_LETTERS


def fold(text: str) -> str:
    """A choice, or the name of a part, without what people type differently."""
    return text.casefold().replace("_", "-").replace(" ", "-")
