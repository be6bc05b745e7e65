"""Times of day and durations as people write them, in the digits of any script and the words of a language."""

from __future__ import annotations

import re
from datetime import time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from goodterms.expressions import expression
from goodterms.fields.raw import InvalidValue
from goodterms.text.typed import plain
from goodterms.values import Duration, Timezone

if TYPE_CHECKING:
    from goodterms.fields.context import ParseContext, Words

_CLOCK = expression(
    r"(?P<before>[^\d]*?) ?(?P<hour>\d{1,2})(?:[:.hः](?P<minute>\d{2})(?:[:.]00(?:\.0+)?)?)? ?(?P<after>[^\d]*)"
)
"""A time of day; ``ः`` is typed in place of a colon, like which it looks."""
_MOMENT = expression(r"\d{4}-\d{1,2}-\d{1,2}[t ]\d{1,2}:\d{2}.*")
_IN_ZONE = expression(
    r".*\d.*?(?: ?(?:z|utc|gmt)(?:[+-]\d{1,2})?|\+\d{2}:?\d{2}| \(?(?:[cew]es?t|[ip][ks]t|npt|bst|[mp][ds]t)\)?)"
)
"""A time with the offset or the abbreviation of a time zone behind it."""
_HALF_A_DAY = 12
_FEW = 5
"""Fewer minutes than this, without a unit, are more likely hours."""
_LAST_UNCLEAR = 6
"""Until this hour, a time without a part of the day is hardly one of the night, even if that is what it says."""
_IN_CLOCK = expression(r"(\d{1,4}):([0-5]\d)(?::(\d\d)(?:\.0+)?)?")
_HOURS_FIRST = expression(r"(\d{1,4}) ?(?:h ?([0-5]\d)|:([0-5]\d) ?h)")
_IN_ISO = expression(r"pt(?:(\d{1,4})h)?(?:(\d{1,4})m)?(?:(\d{1,2})(?:\.0+)?s)?")
_IN_HUNDREDTHS = expression(r"\d+\.(?!25)[0-5]\d")
"""Hours with two decimals that may be minutes, 1.30 h; nobody but 0.25 counts in hundredths of an hour."""
_MEASURE = expression(r"(\d{1,4}(?:[.,٫]\d{1,2})?) ?([^\d]*)")
_UNITS = {
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 60),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 1),
}
_MINUTES_IN_HOUR = 60


def timezone(text: str, context: ParseContext) -> Timezone:
    """The zone of an IANA name, or of its name in Windows."""
    zone, near, is_abbreviation = context.words.zone_called(text)
    if zone:
        return Timezone(zone)
    kind = "timezone-abbreviation" if is_abbreviation else "not-a-timezone-near" if near else "not-a-timezone"
    raise InvalidValue.of(kind, given=text, near=near)


def time_of_day(text: str, context: ParseContext) -> time:
    """A time of day, on a clock of 24 hours or of 12, there with the half or the part of the day."""
    written = plain(text)
    if _MOMENT.fullmatch(written):
        raise InvalidValue.of("time-with-date", given=text, time=re.split("[t ]", written)[1][:5])
    parts = _CLOCK.fullmatch(written)
    if not parts or _IN_ZONE.fullmatch(written):
        raise InvalidValue.of("time-in-zone" if _IN_ZONE.fullmatch(written) else "not-a-time", given=text)
    sides = [parts["before"], parts["after"].lstrip(".")]
    before, after = (" ".join(context.words.beside_times.sub(" ", side).split()) for side in sides)
    said = (before or after).rstrip(".").replace("a.m", "am").replace("p.m", "pm")
    is_clock = bool(parts["minute"] or said or [before, after] != [side.strip() for side in sides])
    if (before and after) or not is_clock:
        raise InvalidValue.of("not-a-time", given=text)
    hour, minute = int(parts["hour"]), int(parts["minute"] or 0)
    if said and not (said == "h" and parts["minute"]):
        return _by_part_of_day(said, hour, minute, text, context.words)
    if hour > 23 or minute > 59:
        raise InvalidValue.of("no-such-time", given=text)
    if _is_unclear(parts["hour"], has_minute=bool(parts["minute"]), has_twelve_hours=context.words.has_twelve_hours):
        second = time((hour + _HALF_A_DAY) % 24, minute)
        raise InvalidValue.of("time-ambiguous", given=text, first=f"{hour:02}:{minute:02}", second=f"{second:%H:%M}")
    return time(hour, minute)


def _is_unclear(hour: str, *, has_minute: bool, has_twelve_hours: bool) -> bool:
    """Whether an hour that is written without the part of the day may be one of the night or of the afternoon."""
    of_twelve, of_all = (_LAST_UNCLEAR, 0) if has_minute else (_HALF_A_DAY, _LAST_UNCLEAR)
    last = of_twelve if has_twelve_hours else of_all
    return not hour.startswith("0") and 1 <= int(hour) <= last


def _by_part_of_day(said: str, hour: int, minute: int, text: str, words: Words) -> time:
    """The time on a clock of 12 hours that is in the part of the day that was said."""
    times = [time(hour % _HALF_A_DAY + half, minute) for half in (0, _HALF_A_DAY) if minute <= 59]
    # Each part of the day is asked for at each hour: what belongs to no hour belongs to no language.
    is_known = any(said in words.day_periods(time(one)) for one in range(24)) or said in ("am", "pm")
    if not is_known:
        raise InvalidValue.of("not-a-time", given=text)
    fitting = [one for one in times if said in _said_at(one, words)]
    if not 1 <= hour <= _HALF_A_DAY or len(fitting) != 1:
        raise InvalidValue.of("no-such-time", given=text)
    return fitting[0]


def _said_at(moment: time, words: Words) -> frozenset[str]:
    return words.day_periods(moment) | {"am" if moment.hour < _HALF_A_DAY else "pm"}


def duration(text: str, context: ParseContext) -> Duration:
    """A duration of at most a day, in whole minutes: in minutes, or in hours and minutes."""
    length = _length(plain(text), text, context.words)
    if not length:
        raise InvalidValue.of("not-a-duration", given=text)
    if length > timedelta(hours=24):
        raise InvalidValue.of("duration-too-long", given=text)
    hours, rest = divmod(int(length.total_seconds()) // 60, 60)
    return Duration(hours, rest)


def _length(written: str, text: str, words: Words) -> timedelta:
    """The length of time of a plain text, nothing for one that is none."""
    if re.fullmatch(r"\d{1,4}", written):
        if 0 < int(written) < _FEW:
            raise InvalidValue.of("duration-without-unit", given=text)
        return timedelta(minutes=int(written))
    if said := words.lengths.get(written):
        return timedelta(minutes=said)
    if parts := _HOURS_FIRST.fullmatch(written):
        return timedelta(hours=int(parts[1]), minutes=int(parts[2] or parts[3]))
    if parts := _IN_CLOCK.fullmatch(written) or _IN_ISO.fullmatch(written):
        if int(parts[3] or 0):
            raise InvalidValue.of("duration-with-seconds", given=text)
        return timedelta(hours=int(parts[1] or 0), minutes=int(parts[2] or 0))
    measures = [(re.sub("[,٫]", ".", amount), unit) for amount, unit in _measures(written, words)]
    minutes = [Decimal(amount) * unit for amount, unit in measures]
    units = [unit for _, unit in measures]
    is_in_order = units in ([_MINUTES_IN_HOUR], [1], [_MINUTES_IN_HOUR, 1])
    has_both = len(minutes) > 1
    if not is_in_order or sum(minutes) % 1 or (has_both and (minutes[0] % 60 or minutes[1] >= _MINUTES_IN_HOUR)):
        return timedelta()
    if units == [_MINUTES_IN_HOUR] and _IN_HUNDREDTHS.fullmatch(measures[0][0]):
        hours, typed = map(int, measures[0][0].split("."))
        decimal = int(sum(minutes))
        raise InvalidValue.of("duration-ambiguous", given=text, first=f"{hours} h {typed} min", second=f"{decimal} min")
    return timedelta(minutes=int(sum(minutes)))


def _measures(written: str, words: Words) -> list[tuple[str, int]]:
    """The amounts in a plain text with the minutes in the unit of each; empty where one has no known unit."""
    found = list(_MEASURE.finditer(written))
    if "".join(one[0] for one in found) != written:
        return []
    measures = []
    for number, one in enumerate(found):
        is_last = number == len(found) - 1
        unit = _unit(one[2].strip(), words, joints=frozenset() if is_last else words.unit_joints)
        if not unit:
            return []
        measures.append((one[1], unit))
    return measures


def _unit(said: str, words: Words, joints: frozenset[str]) -> int:
    """The minutes in a unit, after which one of the joints may follow; 0 for an unknown one."""
    candidates = [said, *(said.removesuffix(joint) for joint in joints if said.endswith(joint))]
    names = [one.strip(" ,").rstrip(".") for one in candidates]
    return next((known[name] for name in names for known in (_UNITS, words.units) if name in known), 0)
