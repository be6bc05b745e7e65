"""Typed values into slots: each written by the locale's formatter and set apart for its direction."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from goodterms.text import bidi
from goodterms.values import Duration, EmailAddress, Money, Percent, Person, Phone, Reference, Url

if TYPE_CHECKING:
    from collections.abc import Callable

    from goodterms.cldr.formatter import Formatter
    from goodterms.engine.names import Names
    from goodterms.model import Isolate, LinkKind, Slot


class SlotWriter:
    """Writes the values of one locale's letters; ``writers`` holds, by the type of a value, what makes its slot."""

    def __init__(self, formatter: Formatter, names: Names) -> None:
        self._formatter = formatter
        self._own = bidi.isolate_own(formatter.locale.direction)
        number = self._formatted(formatter.number)
        text = self._text()
        self.writers: dict[type, Callable[[Any], Slot]] = {
            str: text,
            Person: lambda value: self._name(value, names.full(value)),
            Phone: self._left_to_right("phone"),
            Url: self._left_to_right("web"),
            EmailAddress: self._left_to_right("mail"),
            Reference: self._left_to_right(""),
            int: number,
            Decimal: number,
            Percent: self._formatted(lambda value: formatter.percent(value.value)),
            Money: self._formatted(lambda value: formatter.money(value.amount, value.currency)),
            time: self._formatted(formatter.time),
            date: lambda value: (formatter.date(value), self._own, ""),
            Duration: lambda value: (formatter.duration(value.hours, value.minutes), self._own, ""),
            _Ready: lambda value: value,
        }

    def date_in(self, value: date, width: str) -> Slot:
        """A date in one of CLDR's widths, ``full`` with the day of its week."""
        return self.own(self._formatter.date(value, width))

    def own(self, text: str) -> Slot:
        """A formatted text in the letter's own language."""
        return _Ready((text, self._own, ""))

    def free(self, text: str) -> Slot:
        """A formatted text of numbers and signs, whose direction is found out."""
        return _Ready(self._formatted(str)(text))

    def iso_date(self, value: date) -> Slot:
        """A date as machines write it, ``2026-12-31``: left to right in every letter."""
        return _Ready(self.writers[Reference](Reference(value.isoformat())))

    def text(self, text: str) -> Slot:
        """A text, such as a name in another form."""
        return _Ready(self.writers[str](text))

    def name(self, person: Person, text: str) -> Slot:
        """A person's name in one of its forms."""
        return _Ready(self._name(person, text))

    def _name(self, person: Person, text: str) -> Slot:
        """The slot of a name; where its parts read in different directions, they follow each other as the letter reads.

        By its first letter alone, a Latin title would turn an Urdu name round, and stand behind it.
        """
        written: Slot = self.writers[str](text)
        if written[1] != "auto" or person.whole:
            return written
        directions = {bidi.first_strong(part) for part in person._replace(locale="")} - {None}
        return (text, self._formatter.locale.direction, "") if len(directions) > 1 else written

    # Each of these gives the writer of one kind, with what it needs at hand: they run for every value of every letter.

    def _text(self) -> Callable[[str], Slot]:
        direction = self._formatter.locale.direction
        isolate = bidi.isolate_text
        if direction == "ltr":
            return lambda value: (value, "" if value.isascii() else isolate(value, direction), "")
        return lambda value: (value, isolate(value, direction), "")

    def _left_to_right(self, link: LinkKind) -> Callable[[str], Slot]:
        direction = self._formatter.locale.direction
        isolate = bidi.isolate_left_to_right
        return lambda value: (str(value), isolate(value, direction), link)

    def _formatted(self, write: Callable[[Any], str]) -> Callable[[object], Slot]:
        direction = self._formatter.locale.direction
        isolate = bidi.isolate_formatted
        if direction == "rtl":
            return lambda value: (write(value), "auto", "")

        def written(value: object) -> Slot:
            text = write(value)
            return text, "" if text.isascii() else isolate(text, direction), ""

        return written


class _Ready(tuple[str, "Isolate", "LinkKind"]):
    """A slot that a filter has made already."""

    __slots__ = ()


def unprintable(value: object) -> str:
    """Why a value without a writer cannot be printed, and what to write instead."""
    if value is None:
        return "a field without a value is printed; ask for it first, as in {% if phone %}"
    if type(value) is tuple:
        return "a list is printed; write it with |or_list or |and_list, or loop over it"
    return f"a {type(value).__name__} is printed; print its parts"
