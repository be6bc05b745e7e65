"""Turns typed values into slots: formatted for the locale, each with the isolate that its direction needs."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from goodterms.engine.faults import TemplateFault
from goodterms.text import bidi
from goodterms.values import (
    Duration,
    EmailAddress,
    Money,
    Month,
    Percent,
    Person,
    Phone,
    Record,
    Reference,
    Timezone,
    Url,
    ZonedTime,
    parts_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from goodterms.cldr.formatter import Formatter
    from goodterms.engine.names import Names
    from goodterms.model import Isolate, LinkKind, Slot


class SlotWriter:
    """Writes the values of one locale's letters; ``writers`` has the function for each type of value."""

    def __init__(self, formatter: Formatter, names: Names) -> None:
        self._formatter = formatter
        self._isolate = bidi.isolate_localized(formatter.locale.direction)
        number = self._number_writer(formatter.number)
        self.writers: dict[type, Callable[[Any], Slot]] = {
            str: self._text_writer(),
            Person: lambda value: self._name(value, names.full(value)),
            Phone: self._left_to_right_writer("phone"),
            Url: self._left_to_right_writer("web"),
            EmailAddress: self._left_to_right_writer("mail"),
            Reference: self._left_to_right_writer(""),
            int: number,
            Decimal: number,
            Percent: self._number_writer(lambda value: formatter.percent(value.value)),
            Money: self._number_writer(lambda value: formatter.money(value.amount, value.currency)),
            time: self._number_writer(formatter.time),
            ZonedTime: lambda value: (formatter.zoned_time(value), self._isolate, ""),
            Timezone: self._left_to_right_writer(""),
            date: lambda value: (formatter.date(value), self._isolate, ""),
            Month: lambda value: (formatter.month(value), self._isolate, ""),
            Duration: lambda value: (formatter.duration(value.hours, value.minutes), self._isolate, ""),
            _FinishedSlot: lambda slot: slot,
            _DatedSlot: lambda slot: slot,
        }

    def date_in(self, value: date, width: str) -> Slot:
        """A date in one of CLDR's widths: ``short``, ``medium``, ``long``, or ``full``, with the weekday."""
        return self.dated(partial(self._formatter.date, value, width))

    def dated(self, write: Callable[[str], str]) -> Slot:
        """A date that ``write`` writes in each form of the months; an empty form is that of CLDR."""
        slot = _DatedSlot((write(""), self._isolate, ""))
        slot.write = write
        return slot

    def in_form(self, value: object, form: str) -> Slot | None:
        """A date or a month with the months in a form; None for another value."""
        if isinstance(value, _DatedSlot):
            return self.localized(value.write(form))
        if type(value) is date:
            return self.localized(self._formatter.date(value, "long", form))
        return self.localized(self._formatter.month(value, form)) if isinstance(value, Month) else None

    def localized(self, text: str) -> Slot:
        """A formatted text in the letter's language."""
        return _FinishedSlot((text, self._isolate, ""))

    def formatted(self, text: str) -> Slot:
        """A formatted text of numbers and symbols."""
        return _FinishedSlot(self._number_writer(str)(text))

    def iso_date(self, value: date) -> Slot:
        """A date in ISO 8601, ``2026-12-31``: left to right in every letter."""
        return _FinishedSlot(self.writers[Reference](Reference(value.isoformat())))

    def text(self, text: str) -> Slot:
        """A text of any direction."""
        return _FinishedSlot(self.writers[str](text))

    def name(self, person: Person, text: str) -> Slot:
        """A person's name in one of its forms, ``text``."""
        return _FinishedSlot(self._name(person, text))

    def _name(self, person: Person, text: str) -> Slot:
        """The slot of a name; a name with parts of both directions reads in the direction of the letter.

        In the direction of its first letter, a left-to-right title would come after a right-to-left name.
        """
        slot: Slot = self.writers[str](text)
        if slot[1] != "auto" or person.whole:
            return slot
        directions = {bidi.first_strong(part) for part in person._replace(locale="")} - {None}
        return (text, self._formatter.locale.direction, "") if len(directions) > 1 else slot

    # Each of these returns the writer of a type, with what it needs as locals: it runs for every value of every letter.

    def _text_writer(self) -> Callable[[str], Slot]:
        direction = self._formatter.locale.direction
        isolate = bidi.isolate_text
        if direction == "ltr":
            return lambda value: (value, "" if value.isascii() else isolate(value, direction), "")
        return lambda value: (value, isolate(value, direction), "")

    def _left_to_right_writer(self, link: LinkKind) -> Callable[[str], Slot]:
        direction = self._formatter.locale.direction
        isolate = bidi.isolate_left_to_right
        return lambda value: (str(value), isolate(value, direction), link)

    def _number_writer(self, write: Callable[[Any], str]) -> Callable[[object], Slot]:
        direction = self._formatter.locale.direction
        isolate = bidi.isolate_formatted
        if direction == "rtl":
            return lambda value: (write(value), "auto", "")

        def write_slot(value: object) -> Slot:
            text = write(value)
            return text, "" if text.isascii() else isolate(text, direction), ""

        return write_slot


class _FinishedSlot(tuple[str, "Isolate", "LinkKind"]):
    """A slot that a filter has made, so that it is printed as it is."""

    __slots__ = ()


class _DatedSlot(_FinishedSlot):
    """A slot that a filter has made of a date, with the function that writes it in a form of the months."""

    write: Callable[[str], str]


def unprintable_fault(value: object) -> TemplateFault:
    """The error for a value that has no writer."""
    if value is None:
        return TemplateFault("value-missing")
    if type(value) is tuple:
        return TemplateFault("list-printed")
    if type(value) is Record:
        return TemplateFault("record-printed", parts=tuple(parts_of(value)))
    return TemplateFault("value-unprintable", type=type(value).__name__)
