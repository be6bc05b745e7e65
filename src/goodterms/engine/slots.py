"""Typed values into slots: each written by the locale's formatter and set apart for its direction."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from goodterms import bidi
from goodterms.model import Slot
from goodterms.values import EmailAddress, LeftToRight, Money, Percent, Phone, Reference, Url

if TYPE_CHECKING:
    from collections.abc import Callable

    from goodterms.cldr.formatter import Formatter


class SlotWriter:
    """Writes the values of one locale's letters."""

    def __init__(self, formatter: Formatter) -> None:
        self._formatter = formatter
        self._letter = formatter.locale.direction
        self._writers: dict[type, Callable[[Any], Slot]] = {
            str: self._text,
            Phone: lambda value: self._left_to_right(
                value, "tel:" + "".join(c for c in value if c.isdigit() or c == "+")
            ),
            Url: lambda value: self._left_to_right(value, str(value)),
            EmailAddress: lambda value: self._left_to_right(value, f"mailto:{value}"),
            Reference: self._left_to_right,
            int: lambda value: self._formatted(formatter.number(value)),
            Decimal: lambda value: self._formatted(formatter.number(value)),
            Percent: lambda value: self._formatted(formatter.percent(value.value)),
            Money: lambda value: self._formatted(formatter.money(value.amount, value.currency)),
            time: lambda value: self._formatted(formatter.time(value)),
            date: lambda value: Slot(formatter.date(value), bidi.isolate_own(self._letter)),
            Slot: lambda value: value,
        }

    def slot(self, value: object) -> Slot:
        """The slot of a value.

        Raises :class:`TypeError` for a value that is no text and that no format is known for.
        """
        write = self._writers.get(type(value))
        if write is None:
            raise TypeError(_unprintable(value))
        return write(value)

    def full_date(self, value: date) -> Slot:
        """A date with the day of its week."""
        return Slot(self._formatter.date(value, "full"), bidi.isolate_own(self._letter))

    def iso_date(self, value: date) -> Slot:
        """A date as machines write it, ``2026-12-31``: left to right in every letter."""
        return self._left_to_right(Reference(value.isoformat()))

    def _text(self, value: str) -> Slot:
        return Slot(value, bidi.isolate_text(value, self._letter))

    def _left_to_right(self, value: LeftToRight, href: str = "") -> Slot:
        return Slot(str(value), bidi.isolate_left_to_right(value, self._letter), href)

    def _formatted(self, text: str) -> Slot:
        return Slot(text, bidi.isolate_formatted(text, self._letter))


def _unprintable(value: object) -> str:
    if value is None:
        return "a field without a value is printed; ask for it first, as in {% if phone %}"
    if isinstance(value, tuple):
        return "a list is printed; write it with |or_list or |and_list, or loop over it"
    return f"a {type(value).__name__} is printed; print its parts"
