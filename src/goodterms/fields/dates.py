"""Dates and months as people write them; what could mean two dates is refused."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from goodterms.expressions import expression
from goodterms.fields.context import ANY_CURRENCY, NO_WORDS
from goodterms.fields.raw import InvalidValue
from goodterms.text.typed import ascii_digits, plain
from goodterms.values import Dated, Month

if TYPE_CHECKING:
    from goodterms.fields.context import ParseContext, Words

ORDERS = frozenset({"dmy", "mdy", "ymd"})
"""The orders in which people write the day, the month and the year of a date in digits."""
_ISO = expression(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:T00:00(?::00)?)?")
_YEAR_FIRST = expression(r"(\d{4}) ?([-./।]) ?(\d{1,2}) ?\2 ?(\d{1,2})")
_YEAR_LAST = expression(r"(\d{1,2}) ?([-./]) ?(\d{1,2}) ?\2 ?(\d{4})\.?")
_COMPACT = expression(r"((?:19|20|21)\d\d)(\d\d)(\d\d)")
"""A date as accounting programs export it; the day or the month first would make a year below 1300 of it."""
_IN_WORDS_SHORT = expression(r"(.*[^\W\d].*\D|.*[^\W\d])(\d\d)", re.DOTALL)
_SERIAL = expression(r"([3-6]\d{4})(?:\.\d+)?")
"""The days since 1900 of a date from 1982 to 2091, which a spreadsheet shows in a cell without a format."""
_DAY_0 = date(1899, 12, 30)
_SHORT_YEAR = expression(r"\d{1,2} ?([-./]) ?\d{1,2} ?\1 ?\d{1,2}\D*")
_WITH_TIME = expression(r"(.+?)[ t](\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]m)?)(?:z|[+-]\d{2}:?\d{2})?")
_MIDNIGHT = expression(r"(?:0?0:00(?::00(?:\.0+)?)?)|(?:12:00(?::00)? ?am)")
_MOST_WORDS = 6
"""The most words of a date at the start of a text."""
_AFTER_DATE = ":,;–—-"
_SEPARATOR = expression(r"^ *(?:[:,;–—]|-{1,3}) ")
"""What people write between a date and a fact; the fact keeps its own dashes and stops."""
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_YEARS_AHEAD = 5
"""A year further ahead than this is asked for where people also count the years of Bikram Sambat, 57 more."""


class _Parts(NamedTuple):
    """A date as it is written: its possible readings as year, month and day, by the orders that give each."""

    readings: dict[tuple[int, int, int], frozenset[str]]
    weekday: int | None = None


def parse_date(text: str, context: ParseContext | None = None) -> date:
    """A date; raises :class:`InvalidValue`, also for one that could mean two days."""
    if iso := _ISO.fullmatch(ascii_digits(text)):
        parts = _Parts({(int(iso[1]), int(iso[2]), int(iso[3])): ORDERS})
        return _checked(parts, text, context or ANY_CURRENCY)
    context = context or ANY_CURRENCY
    written = _without_midnight(_bare(text, context.words), text, context)
    if said := context.words.dates.without_era(written):
        return _bikram(said, text, context)
    if context.words.dates.bikram_date(context.words.dates.without_weekday(written)[0]):
        return _bikram(written, text, context)
    parts = _parts(written, context.words)
    if not parts.readings:
        raise _no_date(written, text, context.words)
    return _checked(parts, text, context)


def _no_date(written: str, text: str, words: Words) -> InvalidValue:
    """The error of a text that is not a date, but may be one with a short year, or its number in a spreadsheet."""
    in_words = _IN_WORDS_SHORT.fullmatch(written)
    if _SHORT_YEAR.fullmatch(written) or (in_words and words.dates.date(f"{in_words[1]}20{in_words[2]}")):
        return InvalidValue.of("year-two-digits", given=text)
    if serial := _SERIAL.fullmatch(written):
        day = _DAY_0 + timedelta(days=int(serial[1]))
        return InvalidValue.of("date-as-number", given=text, date=day.isoformat())
    return InvalidValue.of("not-a-date", given=text)


def date_orders(text: str, words: Words = NO_WORDS) -> frozenset[str]:
    """The orders ``dmy``, ``mdy``, ``ymd`` under which a text is a date: all for a clear one, none for no date."""
    context = ANY_CURRENCY._replace(words=words)
    try:
        written = _without_midnight(_bare(text, words), text, context)
    except InvalidValue:
        return frozenset()
    if said := words.dates.without_era(written):
        bare = words.dates.without_weekday(said)[0]
        return ORDERS if any(words.from_bikram(*one) for one in _bikram_readings(bare, words)) else frozenset()
    if words.dates.bikram_date(words.dates.without_weekday(written)[0]):
        return ORDERS
    readings = _parts(written, words).readings
    return frozenset().union(*(orders for one, orders in readings.items() if _day(*one)))


def _bare(text: str, words: Words) -> str:
    """A text as it is compared, without what stands beside a date and adds nothing."""
    return words.dates.without_beside(plain(text))


def month(text: str, context: ParseContext) -> Month:
    """A month of a year, written YEAR-MONTH or MONTH/YEAR, or the date of its first day, as spreadsheets store it."""
    written = re.sub(r"[ t]00:00(:00(\.0+)?)?$", "", plain(text))
    if parts := re.fullmatch(r"(\d{4}) ?[-/] ?(\d{1,2})", written):
        year, number = int(parts[1]), int(parts[2])
    elif parts := re.fullmatch(r"(\d{1,2}) ?[-/.] ?(\d{4})", written):
        year, number = int(parts[2]), int(parts[1])
    elif named := _month_in_words(written, context.words):
        year, number = named
    elif re.fullmatch(r"\d{1,2}[-/.]\d{1,2}", written):
        raise InvalidValue.of("month-ambiguous", given=text)
    else:
        return _month_of_day(written, text, context)
    if not (1 <= number <= 12 and year):
        raise InvalidValue.of("no-such-month", given=text)
    return Month(year, number)


def _month_in_words(written: str, words: Words) -> tuple[int, int] | None:
    """The year and the month of a text such as ``october 2026``."""
    year = re.search(r"(?<!\d)\d{4}(?!\d)", written)
    if not year or sum(map(str.isdigit, written)) != len(year[0]):
        return None
    rest = (written[: year.start()] + " " + written[year.end() :]).strip(" ,،.")
    found = words.dates.date(f"1 {rest} {year[0]}") or words.dates.date(f"{year[0]} {rest} 1")
    return found[:2] if found else None


def _month_of_day(written: str, text: str, context: ParseContext) -> Month:
    """The month of a date that is the first day of one."""
    parts = _parts(written, context.words)
    if not parts.readings:
        raise InvalidValue.of("not-a-month", given=text)
    for _, number, day in parts.readings:
        if not 1 <= number <= 12 and day == 1:
            raise InvalidValue.of("no-such-month", given=text)
    when = _checked(parts, text, context)
    if when.day != 1:
        raise InvalidValue.of("month-with-day", given=text)
    return Month(when.year, when.month)


def dated(text: str, context: ParseContext) -> Dated:
    """A date, a space or a colon, and what happened then."""
    when, event = _leading_date(text, context)
    if not event:
        raise InvalidValue.of("dated-without-fact", given=text)
    return Dated(when, event)


def _leading_date(text: str, context: ParseContext) -> tuple[date, str]:
    """The date at the start of a text, and the rest of it: all words that the date does not need."""
    words = text.split(" ")
    wrong: InvalidValue | None = None
    for count in range(1, min(_MOST_WORDS, len(words)) + 1):
        start, rest = " ".join(words[:count]), " ".join(words[count:])
        try:
            when = parse_date(start.rstrip(_AFTER_DATE), context)
            return when, (rest if start[-1:] in _AFTER_DATE else _SEPARATOR.sub("", rest)).strip()
        except InvalidValue as invalid:
            wrong = wrong if invalid.faults[0].kind == "not-a-date" else invalid
    raise wrong or InvalidValue.of("dated-without-date", given=text)


def _parts(written: str, words: Words) -> _Parts:
    """The readings of a plain text as a date, with or without the day of the week."""
    known = words.dates
    for text, weekday in ((written, None), known.without_weekday(written)):
        for one in (text, known.without_tail(text)):
            if readings := _readings(one, words):
                return _Parts(readings, weekday)
    return _Parts({})


def _readings(text: str, words: Words) -> dict[tuple[int, int, int], frozenset[str]]:
    if found := _YEAR_FIRST.fullmatch(text):
        return {(int(found[1]), int(found[3]), int(found[4])): ORDERS}
    if found := _YEAR_LAST.fullmatch(text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        if first == second:
            return {(year, second, first): frozenset(("dmy", "mdy"))}
        readings = {(year, second, first): frozenset(["dmy"]), (year, first, second): frozenset(["mdy"])}
        # What is a day of neither order is told as a day that does not exist.
        return {one: orders for one, orders in readings.items() if 1 <= one[1] <= 12} or dict([readings.popitem()])
    if found := _COMPACT.fullmatch(text):
        compact = (int(found[1]), int(found[2]), int(found[3]))
        return {compact: ORDERS} if _day(*compact) else {}
    named = words.dates.date(text)
    return {named: ORDERS} if named else {}


def _checked(parts: _Parts, text: str, context: ParseContext) -> date:
    """The one date that the parts and the context leave; raises :class:`InvalidValue`."""
    readings = parts.readings
    _check_year(next(iter(readings)), text, context)
    if (order := context.written.dates) and not any(order in orders for orders in readings.values()):
        raise InvalidValue.of("date-in-other-order", given=text, order=_ORDER_NAMES[order])
    if order:
        readings = {one: orders for one, orders in readings.items() if order in orders}
    days = [day for one in readings if (day := _day(*one))]
    if not days:
        raise InvalidValue.of("no-such-date", given=text)
    if len(days) > 1:
        raise InvalidValue.of("date-ambiguous", given=text, first=days[0].isoformat(), second=days[1].isoformat())
    if parts.weekday is not None and parts.weekday != days[0].weekday():
        raise InvalidValue.of("weekday-contradicts", given=text, date=days[0].isoformat())
    return days[0]


_ORDER_NAMES = {"dmy": "day, month, year", "mdy": "month, day, year", "ymd": "year, month, day"}


def _check_year(written: tuple[int, int, int], text: str, context: ParseContext) -> None:
    """Refuse a year that no letter is about, and one that may be of Bikram Sambat."""
    year = written[0]
    if context.words.has_bikram and context.day and year > context.day.year + _YEARS_AHEAD:
        is_numeric = _YEAR_FIRST.fullmatch(_bare(text, context.words))
        if is_numeric and (gregorian := context.words.from_bikram(*written)):
            raise InvalidValue.of("date-bikram", given=text, gregorian=gregorian.isoformat())
        raise InvalidValue.of("date-bikram-unclear", given=text, year=context.day.year)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise InvalidValue.of("year-not-plausible", given=text, first=_FIRST_YEAR, last=_LAST_YEAR)


def _day(year: int, number: int, day: int) -> date | None:
    try:
        return date(year, number, day)
    except ValueError:
        return None


def _without_midnight(written: str, text: str, context: ParseContext) -> str:
    """A plain text without a time of day, which must be midnight, as spreadsheets and databases write a date."""
    found = _WITH_TIME.fullmatch(written)
    if not found:
        return written
    if not _MIDNIGHT.fullmatch(found[2]):
        readings = _parts(found[1], context.words).readings
        days = [day.isoformat() for one in readings if (day := _day(*one))]
        raise InvalidValue.of("date-with-time", given=text, date=days[0] if len(days) == 1 else found[1])
    return str(found[1])


def _bikram(said: str, text: str, context: ParseContext) -> date:
    """The date of a text that names the era of Bikram Sambat."""
    bare, weekday = context.words.dates.without_weekday(said)
    readings = _bikram_readings(said, context.words) or _bikram_readings(bare, context.words)
    if not readings:
        raise InvalidValue.of("not-a-date", given=text)
    when = _from_bikram(readings[0], text, context)
    if weekday not in (None, when.weekday()):
        raise InvalidValue.of("weekday-contradicts", given=text, date=when.isoformat())
    return when


def _bikram_readings(said: str, words: Words) -> list[tuple[int, int, int]]:
    if found := _YEAR_FIRST.fullmatch(said):
        return [(int(found[1]), int(found[3]), int(found[4]))]
    by_name = words.dates.bikram_date(said)
    return [by_name] if by_name else []


def _from_bikram(written: tuple[int, int, int], text: str, context: ParseContext) -> date:
    if gregorian := context.words.from_bikram(*written):
        return gregorian
    raise InvalidValue.of("no-such-bikram-date", given=text)
