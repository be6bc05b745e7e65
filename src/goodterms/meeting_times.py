"""The hour of a meeting is the reader's, or the letter says whose it is: places the times of a letter in time zones.

Times are given in the sender's zone, or in the one that a field of the letter gives. A letter has them in the reader's
zone where that is certain: the reader's zone was given, or the tag names a region whose clocks all show the same time.
A region that is only likely for the language can show that both clocks agree, and never converts a time.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from goodterms.call import is_chosen
from goodterms.cldr import locales, zones
from goodterms.faults import fault
from goodterms.values import Record, ZonedTime, parts_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from goodterms.faults import Fault
    from goodterms.model import LetterSpec, Locale

FIRST_YEAR, LAST_YEAR = 1970, 9998
"""The years of meetings and of dates in messages and calendars."""
READER = "timezone"
"""The place of the reader's time zone, for faults."""


class Zones(NamedTuple):
    """What a call says of time zones: the ``reader``'s by any name, the ``sender``'s by its IANA name; or empty."""

    reader: str = ""
    sender: str = ""


NO_ZONES = Zones()


def place(
    letter: LetterSpec, locale: Locale, values: Mapping[str, object], given: Zones, faults: list[Fault]
) -> dict[str, object]:
    """The values of a letter with the times of its meeting as :class:`ZonedTime`, and its dates in the same zone.

    Without a time zone, they are as they were given. Adds the faults of times that the clock skips or shows twice, of
    an unknown zone, and of a reader's zone without the sender's.
    """
    placed = dict(values)
    roles = letter.meeting
    day, at = values.get(roles.get("date", "")), values.get(roles.get("time", ""))
    if not isinstance(day, date) or not isinstance(at, time):
        return placed
    placing = _Placing(letter, locale, values, given, faults)
    if not placing.is_known:
        return placed
    moment = placing.moment(day, at, roles["date"], roles["time"])
    if moment:
        placed |= {roles["date"]: moment.start.date(), roles["time"]: moment}
    name = roles.get("another", "")
    another = values.get(name)
    if isinstance(another, Record):
        parts = parts_of(another)
        second = placing.moment(parts["date"], parts["time"], f"{name}.date", f"{name}.time")
        if second:
            placed[name] = Record({**parts, "date": second.start.date(), "time": second})
    return placed


class _Placing:
    """Places the times of one letter.

    ``is_known`` says whether anything is known of the zone in which they are given.
    """

    def __init__(
        self, letter: LetterSpec, locale: Locale, values: Mapping[str, object], given: Zones, faults: list[Fault]
    ) -> None:
        self._faults = faults
        own = values.get(letter.meeting.get("timezone", ""))
        self._own = str(own) if own else ""
        self._given = self._own or given.sender
        self._reader = ""
        is_faulty = False
        if given.reader.strip():
            named = zones.find(given.reader)
            self._reader = named.zone
            if not named.zone:
                kind = named.fault_kind
                faults.append(fault(kind, READER, given=given.reader.strip(), near=named.near))
                is_faulty = True
            if not self._given:
                faults.append(fault("missing-timezone", "mail.timezone", source="settings"))
        self._region, self._is_certain = locales.region(locale), locales.names_region(locale)
        rules = letter.meeting_rules
        self._is_at_ours = is_chosen(rules.at_ours, values)
        self._is_at_theirs = is_chosen(rules.at_theirs, values)
        self.is_known = bool(self._given) and not is_faulty

    def moment(self, day: object, at: object, place_of_day: str, place_of_time: str) -> ZonedTime | None:
        """The time of a meeting, in the zone in which the letter has it; None for one with a fault."""
        if not isinstance(day, date) or not isinstance(at, time):
            return None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            wrong = fault("year-out-of-range", place_of_day, given=day, first=FIRST_YEAR, last=LAST_YEAR)
            self._faults.append(wrong)
            return None
        reader = self._reader or (zones.zone_of_region(self._region, day.year) if self._is_certain else "")
        known = (self._reader,) if self._reader else zones.zones_of_region(self._region)
        agrees = bool(known) and zones.agree(known, self._given, day.year)
        zone = self._given
        if self._is_at_theirs and not self._own:
            # A visit begins by the clock of the place.
            if not reader and not agrees:
                return ZonedTime(datetime.combine(day, at))
            zone = reader or zone
        start = self._local(day, at, zone, place_of_time)
        if start is None:
            return None
        # Clocks that go together all year can still change at different hours of one night.
        agrees = agrees and all(zones.offset(ZoneInfo(one), start) == start.utcoffset() for one in known)
        if self._is_at_theirs:
            return self._at_theirs(start, reader, is_named=not agrees)
        if agrees or not reader or self._is_at_ours:
            return ZonedTime(start, is_named=not agrees)
        there = start.astimezone(ZoneInfo(reader))
        if zones.is_repeated(there):  # its hour would not say which of the two it is
            return ZonedTime(start, is_named=True)
        return ZonedTime(there, is_named=True, other=start if there.utcoffset() != start.utcoffset() else None)

    def _at_theirs(self, start: datetime, reader: str, *, is_named: bool) -> ZonedTime:
        """The time of a visit: by the reader's clock, which needs no name."""
        if not reader:
            return ZonedTime(start, is_named)
        there = start.astimezone(ZoneInfo(reader))
        return ZonedTime(start, is_named=True) if zones.is_repeated(there) else ZonedTime(there)

    def _local(self, day: date, at: time, zone: str, place: str) -> datetime | None:
        """A time by the clock of a zone; None, and a fault, for one that this clock skips or shows twice."""
        start = datetime.combine(day, at, ZoneInfo(zone))
        wrong = clock_fault(start, place)
        if wrong:
            self._faults.append(wrong)
        return None if wrong else start


def clock_fault(start: datetime, place: str) -> Fault | None:
    """The fault of a time that the clock of its zone skips or shows twice; None for any other."""
    kind = "skipped-time" if zones.is_skipped(start) else "repeated-time" if zones.is_repeated(start) else ""
    if not kind:
        return None
    return fault(kind, place, given=f"{start:%H:%M}", day=start.date(), timezone=str(start.tzinfo))
