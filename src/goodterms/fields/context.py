"""What the meaning of a value depends on, apart from its text."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from goodterms.expressions import expression
from goodterms.fields.kept import of_content

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping
    from datetime import date, time

    from goodterms.faults import Source


class Written(NamedTuple):
    """How the values of a field are written, where a single value leaves it open; empty for not known.

    ``dates`` is the order of dates in digits: ``dmy``, ``mdy`` or ``ymd``. ``decimal`` is the decimal separator: ``.``
    or ``,``.
    """

    dates: str = ""
    decimal: str = ""


class DateWords(Protocol):
    """The words of dates, by :class:`goodterms.cldr.date_words.DateWords`; all texts are plain ones."""

    def without_beside(self, text: str) -> str:
        """The text without the words beside a date that add nothing."""

    def without_weekday(self, text: str) -> tuple[str, int | None]:
        """The text without a day of the week at its start or end, and that day, from 0 for Monday."""

    def without_tail(self, text: str) -> str:
        """The text without what ends a date in the language, such as a full stop."""

    def without_era(self, text: str) -> str:
        """What the text says beside the era of Bikram Sambat; empty for a text without it."""

    def date(self, text: str) -> tuple[int, int, int] | None:
        """The year, month and day of a date in words; None for any other text."""

    def bikram_date(self, text: str) -> tuple[int, int, int] | None:
        """The same with the name of a month of Bikram Sambat."""


class Words(Protocol):
    """The words of values in the languages of a row, by :class:`goodterms.cldr.value_words.ValueWords`."""

    @property
    def has_bikram(self) -> bool:
        """Whether people also write the dates of Bikram Sambat."""

    @property
    def dates(self) -> DateWords:
        """The words of dates."""

    @property
    def units(self) -> Mapping[str, int]:
        """The names of hours and minutes, and the minutes in each."""

    @property
    def lengths(self) -> Mapping[str, int]:
        """Lengths of time in words, and the minutes of each."""

    @property
    def has_twelve_hours(self) -> bool:
        """Whether times are written on a clock of 12 hours."""

    @property
    def beside_times(self) -> re.Pattern[str]:
        """The words that may stand beside a time of day and add nothing."""

    @property
    def beside_amounts(self) -> re.Pattern[str]:
        """The words that may stand beside an amount and add nothing."""

    @property
    def unit_joints(self) -> frozenset[str]:
        """What stands between hours and minutes."""

    def from_bikram(self, year: int, month: int, day: int) -> date | None:
        """The Gregorian date of a day in Bikram Sambat; None for one that is not known."""

    def day_periods(self, moment: time) -> frozenset[str]:
        """The names of the parts of the day in which a time is."""

    def currencies_called(self, text: str) -> tuple[str, ...]:
        """The codes that a sign or a name of a currency may mean, the most likely first."""

    def zone_called(self, text: str) -> tuple[str, str, bool]:
        """The IANA name of the time zone of a name, else a name that may be meant; whether it is an abbreviation."""

    def decimals(self, currency: str) -> int | None:
        """The most decimals of an amount in a currency; None when that is not known."""


_USUAL_ZONE = expression(r"[A-Z][a-z]{2,}/[A-Z][a-z]{2,}")


class _NoDates:
    """No words of dates."""

    def without_beside(self, text: str) -> str:
        return text

    def without_weekday(self, text: str) -> tuple[str, int | None]:
        return text, None

    def without_tail(self, text: str) -> str:
        return text

    def without_era(self, text: str) -> str:  # noqa: ARG002
        return ""

    def date(self, text: str) -> tuple[int, int, int] | None:  # noqa: ARG002
        return None

    bikram_date = date


class _NoWords:
    """No words: values are in digits, ISO 4217 codes and the units of the type's examples."""

    has_bikram = False
    dates: DateWords = _NoDates()
    units: Mapping[str, int] = MappingProxyType({})
    lengths: Mapping[str, int] = MappingProxyType({})
    unit_joints: frozenset[str] = frozenset()
    has_twelve_hours = False
    beside_times = beside_amounts = expression("(?!)")

    def from_bikram(self, year: int, month: int, day: int) -> date | None:  # noqa: ARG002
        return None

    def day_periods(self, moment: time) -> frozenset[str]:
        return frozenset(("am", "a.m") if moment.hour < 12 else ("pm", "p.m"))

    def currencies_called(self, text: str) -> tuple[str, ...]:  # noqa: ARG002
        return ()

    def zone_called(self, text: str) -> tuple[str, str, bool]:
        return text if _is_usual_zone(text) or text in _zone_names() else "", "", False

    def decimals(self, currency: str) -> int | None:  # noqa: ARG002
        return None


def _is_usual_zone(text: str) -> bool:
    """Whether a name such as ``Europe/Berlin`` leads to a zone; of another one, only the list of all says that."""
    if not _USUAL_ZONE.fullmatch(text):
        return False
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, OSError, ValueError):
        return False
    return True


@lru_cache(maxsize=1)
def _zone_names() -> frozenset[str]:
    """The IANA name of every time zone; the list is put together from hundreds of files."""
    return frozenset(available_timezones())


NO_WORDS: Words = _NoWords()
"""For values that are read without a language."""


class ParseContext(NamedTuple):
    """What the meaning of a value depends on.

    ``currency`` is that of amounts without one (ISO 4217, empty when there is none); ``currencies`` are all that exist,
    None to accept any. ``written`` says how the values of this field are written. ``words`` are those of the letter's
    language. ``day`` is the date of the letter, None when there is none to compare a date with. ``row_currency`` is the
    currency that was given beside the amount, which no amount may contradict; empty where ``currency`` is a default.
    """

    currency: str
    currencies: frozenset[str] | None
    written: Written = Written()
    words: Words = NO_WORDS
    day: date | None = None
    row_currency: str = ""


ANY_CURRENCY = ParseContext("", None)
"""For values that are only checked, such as the sample of a field."""


@of_content
@lru_cache(maxsize=64)
def contexts_by_source(base: ParseContext, currency: str, of_row: str, day: date) -> Mapping[Source, ParseContext]:
    """What values are read with, by source: ``of_row`` is the currency that a row gives, ``day`` the letter's date.

    A sample says nothing of a row, and its dates may be past when it is printed.
    """
    sample = base._replace(currency=currency)
    of_sender = sample._replace(day=day)
    given = of_sender._replace(row_currency=of_row)
    return {"given": given, "sender": of_sender, "settings": of_sender, "sample": sample}
