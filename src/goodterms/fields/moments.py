"""Dates, times of day and durations as people write them, in the digits of any script."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from goodterms.fields.raw import InvalidValue, ascii_digits
from goodterms.values import Dated, Duration, Month

if TYPE_CHECKING:
    from goodterms.fields.amounts import ParseContext


def parse_date(text: str, _: ParseContext | None = None) -> date:
    """A date written YEAR-MONTH-DAY; raises :class:`InvalidValue`."""
    parts = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:T00:00(?::00)?)?", ascii_digits(text))
    if not parts:
        raise InvalidValue.of("not-a-date", given=text)
    year, month, day = map(int, parts.groups())
    try:
        return date(year, month, day)
    except ValueError:
        raise InvalidValue.of("no-such-date", given=text) from None


def month(text: str, _: ParseContext) -> Month:
    """A month of a year, written YEAR-MONTH or MONTH/YEAR, or the date of its first day, as spreadsheets store it."""
    written = ascii_digits(text)
    if day := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:T00:00(?::00)?)?", written):
        if int(day[3]) != 1:
            raise InvalidValue.of("month-with-day", given=text)
        year, number = int(day[1]), int(day[2])
    elif parts := re.fullmatch(r"(\d{4})[-/](\d{1,2})", written):
        year, number = int(parts[1]), int(parts[2])
    elif parts := re.fullmatch(r"(\d{1,2})[-/.]\s?(\d{4})", written):
        year, number = int(parts[2]), int(parts[1])
    elif re.fullmatch(r"\d{1,2}[-/.]\d{1,2}", written):
        raise InvalidValue.of("month-ambiguous", given=text)
    else:
        raise InvalidValue.of("not-a-month", given=text)
    if not (1 <= number <= 12 and year):
        raise InvalidValue.of("no-such-month", given=text)
    return Month(year, number)


def time_of_day(text: str, _: ParseContext) -> time:
    """A time of day, on a clock of 24 hours or of 12."""
    parts = re.fullmatch(r"(\d{1,2})(?:[:.](\d{2})(?::00)?)?(?:\s*([AaPp])\.?[Mm]\.?)?", ascii_digits(text))
    if not parts or not (parts[2] or parts[3]):
        raise InvalidValue.of("not-a-time", given=text)
    hour, minute, half = int(parts[1]), int(parts[2] or 0), (parts[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise InvalidValue.of("no-such-time", given=text)
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59:
        raise InvalidValue.of("no-such-time", given=text)
    return time(hour, minute)


def duration(text: str, _: ParseContext) -> Duration:
    """A duration of at most a day, in minutes or in hours and minutes."""
    compact = ascii_digits(text).lower().replace(" ", "")
    parts = (
        re.fullmatch(r"()(\d{1,4})(?:m|min|minutes?)?", compact)
        or re.fullmatch(r"(\d{1,2}):(\d{2})", compact)
        or re.fullmatch(r"(\d{1,2})(?:h|hours?)(?:(\d{1,2})(?:m|min|minutes?)?)?", compact)
    )
    if parts and parts[1] and parts[2] and int(parts[2]) > 59:
        parts = None
    length = timedelta(hours=int(parts[1] or 0), minutes=int(parts[2] or 0)) if parts else timedelta()
    if not length:
        raise InvalidValue.of("not-a-duration", given=text)
    if length > timedelta(hours=24):
        raise InvalidValue.of("duration-too-long", given=text)
    hours, rest = divmod(int(length.total_seconds()) // 60, 60)
    return Duration(hours, rest)


def dated(text: str, context: ParseContext) -> Dated:
    """A date, a space, and what happened then."""
    day, _, event = text.partition(" ")
    try:
        when = parse_date(day.rstrip(":,"), context)
    except InvalidValue:
        raise InvalidValue.of("dated-without-date", given=text) from None
    if not event.strip():
        raise InvalidValue.of("dated-without-fact", given=text)
    return Dated(when, event.strip())
