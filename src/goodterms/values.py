"""The typed values that a letter may hold, as its fields give them and its formatter writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal


class LeftToRight(str):
    """Text that reads left to right by its kind, whatever its characters: never inferred, always declared."""

    __slots__ = ()


class Phone(LeftToRight):
    """A phone number as people write it, such as ``+386 1 555 01 23``."""

    __slots__ = ()


class Url(LeftToRight):
    """An absolute http or https address."""

    __slots__ = ()


class EmailAddress(LeftToRight):
    """A mail address, ``local@domain``."""

    __slots__ = ()


class Reference(LeftToRight):
    """A number or code of an invoice, an order, a contract."""

    __slots__ = ()


REFERRING, ADDRESSING, MONOGRAM = "referring", "addressing", "monogram"
"""What a person's name is written for (UTS #35, part 8): to speak of somebody, to speak to somebody, as initials."""


class Person(NamedTuple):
    """A person's name: whole, or in the parts of CLDR's person names (UTS #35, part 8, "Person Name Object").

    A name given ``whole`` stays whole in every form. ``surname`` stands for all of it, or ``surname_prefix`` and
    ``surname_core`` for its two parts. ``locale`` is the BCP 47 tag of the name's own language; where it is empty,
    that which is likely for its script is taken. A part that is not known is empty.
    """

    whole: str = ""
    title: str = ""
    given: str = ""
    given_informal: str = ""
    given2: str = ""
    surname_prefix: str = ""
    surname_core: str = ""
    surname: str = ""
    surname2: str = ""
    generation: str = ""
    credentials: str = ""
    locale: str = ""


NAME_PARTS = tuple(part.replace("_", "-") for part in Person._fields if part != "whole")
"""The parts of a person's name as people type them, in an order in which they can be read."""


class Money(NamedTuple):
    """An amount in a currency (ISO 4217 code)."""

    amount: Decimal
    currency: str


class Percent(NamedTuple):
    """A percentage: ``value`` 12.5 stands for 12.5 %."""

    value: Decimal


class Duration(NamedTuple):
    """A length of time in whole hours and the minutes left over (0 to 59)."""

    hours: int
    minutes: int


class Dated(NamedTuple):
    """A documented fact: its date and what happened."""

    date: date
    text: str


class Quoted(NamedTuple):
    """A text to be written between the locale's quotation marks."""

    text: str


class Listing(NamedTuple):
    """Values to be written as one list, joined by the locale's words for ``kind``: ``or`` or ``and``."""

    items: tuple[object, ...]
    kind: str
