"""The types of values in a letter: fields parse to them, and formatters write them.

Values of other types are ``str``, ``int``, ``Decimal``, ``datetime.date`` and ``datetime.time``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime, time
    from decimal import Decimal


class LeftToRight(str):
    """Text that is left to right by its type, whatever its characters are."""

    __slots__ = ()


class Phone(LeftToRight):
    """A phone number as it is written, such as ``+386 1 555 01 23``."""

    __slots__ = ()


class Url(LeftToRight):
    """An absolute ``http`` or ``https`` URL."""

    __slots__ = ()


class EmailAddress(LeftToRight):
    """An email address, ``local@domain``."""

    __slots__ = ()


class Reference(LeftToRight):
    """The number or code of an invoice, an order or a contract."""

    __slots__ = ()


REFERRING, ADDRESSING, MONOGRAM = "referring", "addressing", "monogram"
"""The usages of a person's name (UTS #35, part 8): to speak of the person, to address the person, as initials."""


class Person(NamedTuple):
    """A person's name: ``whole``, or in the parts of CLDR's person names (UTS #35, part 8, "Person Name Object").

    A name given ``whole`` is the same in every form, and its other parts are empty. The surname is either ``surname``,
    or ``surname_prefix`` (``van den``) and ``surname_core`` (``Berg``). ``locale`` is the BCP 47 tag of the name's
    language, empty for the likely language of its script. A part that is not known is empty.
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
"""The parts of a person's name as people type them (``surname-core``), in reading order."""


class Money(NamedTuple):
    """An amount, in units of ``currency``, an ISO 4217 code: 120.50 and ``EUR``."""

    amount: Decimal
    currency: str


class Percent(NamedTuple):
    """A percentage: the ``value`` 12.5 is 12.5 %."""

    value: Decimal


class ZonedTime(NamedTuple):
    """The time of day at which a meeting begins, with its time zone.

    ``start`` is the instant in the zone that a letter prints first (:class:`zoneinfo.ZoneInfo`); without a zone where
    it is only known that the time is the reader's. With ``is_named``, the letter says which zone that is. ``other`` is
    the same instant in the zone in which it was given, where a letter prints that as well.
    """

    start: datetime
    is_named: bool = False
    other: datetime | None = None

    @property
    def clock(self) -> time:
        """The time that the clock shows in the first zone."""
        return self.start.time()


class Timezone(LeftToRight):
    """The IANA name of a time zone, such as ``Europe/Ljubljana``."""

    __slots__ = ()


class Duration(NamedTuple):
    """A length of time: whole hours, and minutes from 0 to 59."""

    hours: int
    minutes: int


class Month(NamedTuple):
    """A month of a year in the Gregorian calendar: ``month`` is 1 to 12."""

    year: int
    month: int


class Dated(NamedTuple):
    """A fact with its date: ``text`` says what happened."""

    date: date
    text: str


class Record:
    """A value with named parts, such as a provider with a name and a web page; a part without a value is None.

    Templates read a part as ``record.part``. A record cannot change and can be compared, hashed and pickled. It has no
    methods with names of their own, because a part may have any name.
    """

    __slots__ = ("_parts",)
    __iter__ = None
    """A record is no list; Python would take :meth:`__getitem__` for that of one."""

    def __init__(self, parts: Mapping[str, object]) -> None:
        self._parts = dict(parts)

    def __getitem__(self, part: str) -> object:
        """The value of a part; raises :class:`KeyError` for a part that the record does not have."""
        return self._parts[part]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and self._parts == other._parts

    def __hash__(self) -> int:
        return hash(tuple(self._parts.items()))

    def __repr__(self) -> str:
        return f"Record({self._parts!r})"


def parts_of(record: Record) -> dict[str, object]:
    """The parts of a record by name."""
    return dict(record._parts)  # the record has no method for this, see there


class Quoted(NamedTuple):
    """A text to write between the quotation marks of the locale."""

    text: str


class Listing(NamedTuple):
    """Values to write as a list in the locale's form for ``kind``: ``and`` or ``or``."""

    items: tuple[object, ...]
    kind: str
