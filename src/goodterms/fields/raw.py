"""Raw values as text, and what no text may contain: what all types of fields share."""

from __future__ import annotations

import unicodedata
from datetime import date, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Self

from goodterms.expressions import expression
from goodterms.faults import Fault, facts
from goodterms.speech import said
from goodterms.text import bidi
from goodterms.text.unseen import LEFT_BEHIND, hidden_in
from goodterms.values import NAME_PARTS

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_CHARACTERS = {"text": 2000, "name": 200, "person": 200, "dated": 2000}
MAX_CHARACTERS_OTHERWISE = 500
_LARGE = 10**400
"""Larger than any number of a letter, and still quick to write."""
# Characters of visible categories that nobody sees: Hangul fillers, the blank Braille pattern.
_BLANK_LETTERS = "\u115f\u1160\u3164\uffa0\u2800"
_LOOSE_JOINERS = expression("(?<!\\S)[\u200c\u200d]+(?!\\S)")

MONEY_PARTS = frozenset({"amount", "currency"})
"""The keys of an amount that is given as a table."""
_KINDS: dict[type, str] = {dict: said("table of values"), list: said("list"), tuple: said("list")}


class InvalidValue(ValueError):  # noqa: N818 — named for what it says
    """A value that a field cannot take: its faults.

    The ``place`` of a fault is the part of the value that is wrong (``given`` of a name), empty for the whole value.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)

    @classmethod
    def of(cls, kind: str, part: str = "", **params: object) -> Self:
        """The error of a single fault."""
        return cls([Fault(kind, part, facts(params))])

    def __str__(self) -> str:
        """Each fault on a line of its own."""
        return "\n".join(map(str, self.faults))


def is_empty(raw: object) -> bool:
    """Whether a raw value says nothing: None, blank text, an empty list, a table of such values."""
    if raw is None or isinstance(raw, str):
        return raw is None or not raw.strip()
    return all(map(is_empty, raw.values())) if isinstance(raw, dict) else raw in ([], ())


def as_typed(raw: object) -> str:
    """A raw value as a person types it: ``2026-12-31``, ``3``, ``yes``; raises :class:`InvalidValue`."""
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    if isinstance(raw, dict) and raw.keys() <= {*NAME_PARTS}:
        return " ".join(filter(None, (text_of(raw.get(part)) for part in NAME_PARTS if part != "locale")))
    if isinstance(raw, dict) and raw.keys() == MONEY_PARTS:
        amount = as_typed(raw["amount"])
        return amount if any(map(str.isalpha, amount)) else f"{amount} {text_of(raw['currency'])}"
    if isinstance(raw, dict) and raw.keys() != {"date", "text"}:
        return ", ".join(as_typed(value) for value in raw.values() if not is_empty(value))
    return ", ".join(as_typed(item) for item in raw) if isinstance(raw, (list, tuple)) else text_of(raw)


def text_of(raw: object) -> str:
    """A raw value that is not a list, as text; raises :class:`InvalidValue`."""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, (date, time)):
        return raw.isoformat()
    if isinstance(raw, str):
        return raw
    if isinstance(raw, timedelta):
        return _clock(raw)
    if isinstance(raw, (int, float, Decimal)):
        number = raw if isinstance(raw, Decimal) else Decimal(str(max(-_LARGE, min(raw, _LARGE))))
        is_written_out = number.is_finite() and abs(number.adjusted()) <= MAX_CHARACTERS_OTHERWISE
        return f"{number:f}" if is_written_out else str(number)
    if raw is None:
        return ""
    if isinstance(raw, dict) and {"date", "text"} == set(raw):
        return f"{text_of(raw['date'])}: {text_of(raw['text'])}"
    raise InvalidValue.of("not-a-value", type=_KINDS.get(type(raw), type(raw).__name__))


def is_number(raw: object) -> bool:
    """Whether a raw value is a number itself and not its text, so that nothing in it is open."""
    return isinstance(raw, (int, float, Decimal)) and not isinstance(raw, bool)


def _clock(length: timedelta) -> str:
    """A length of time in hours, minutes and seconds: ``1:30:00``."""
    minutes, seconds = divmod(round(length.total_seconds()), 60)
    hours, rest = divmod(minutes, 60)
    return f"{hours}:{rest:02d}:{seconds:02d}"


def clean(text: str, most: int) -> str:
    """The text without blanks at its ends, if a letter may print it and it has at most ``most`` characters.

    ZWNJ, ZWJ and no-break spaces inside are spelling and stay; a joiner that has only a blank beside it joins nothing,
    and what copying leaves behind unseen (:data:`goodterms.text.unseen.LEFT_BEHIND`) goes.
    Raises :class:`InvalidValue`.
    """
    text = text.strip()
    if not text.isascii():
        seen = text if text.isprintable() else LEFT_BEHIND.sub("", text)
        text = unicodedata.normalize("NFC", _LOOSE_JOINERS.sub("", seen).strip())
    if len(text) > most:
        raise InvalidValue.of("too-long", length=len(text), most=most)
    if text.isprintable() and any(map(_is_visible, text)):
        return text  # no controls, no surrogates, no private use, no marks of direction
    for character in text:
        category = unicodedata.category(character)
        if category == "Cs":
            raise InvalidValue.of("broken-text")
        if category in {"Cc", "Zl", "Zp"}:
            raise InvalidValue.of("control-character", character=bidi.describe(character))
        if category == "Co":  # goodterms' own marks are among them
            raise InvalidValue.of("private-use-character", character=bidi.describe(character))
    if not any(_is_visible(character) for character in text):
        raise InvalidValue.of("empty-text")
    if wrong := bidi.control_fault(text):
        raise InvalidValue([wrong])
    for hidden in hidden_in(text):
        raise InvalidValue.of("hidden-character", character=bidi.describe(hidden[0]))
    return text


def _is_visible(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNPS" and character not in _BLANK_LETTERS


@lru_cache(maxsize=1024)
def fold(text: str) -> str:
    """A choice, or the name of a part, without what people type differently."""
    return text.casefold().replace("_", "-").replace(" ", "-")
