"""Time zones in calendars: the changes of the clock in the years of a meeting (RFC 5545, section 3.6.5)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


@lru_cache(maxsize=256)
def vtimezone(name: str, first: int, last: int) -> bytes:
    """A VTIMEZONE that is valid in the years from ``first`` to ``last``, from the tz database."""
    zone = ZoneInfo(name)
    # Programs look for the last change before an instant, so the changes of the year before are included.
    at, end = datetime(first - 1, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    lines = ["BEGIN:VTIMEZONE", f"TZID:{name}", *_observance(zone, at, at)]
    while at < end:
        if _offset(zone, at) != _offset(zone, at + _DAY):
            lines += _observance(zone, at, _change(zone, at))
        at += _DAY
    return "".join(f"{line}\r\n" for line in [*lines, "END:VTIMEZONE"]).encode()


def _change(zone: ZoneInfo, at: datetime) -> datetime:
    """The first second after the change of the clock within a day from ``at``."""
    before, after = at, at + _DAY
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if _offset(zone, middle) == _offset(zone, at):
            before = middle
        else:
            after = middle
    return after


def _observance(zone: ZoneInfo, before: datetime, onset: datetime) -> list[str]:
    """The offset from ``onset`` on. DTSTART is the time that the clock would show without the change."""
    offset_before, offset = _offset(zone, before), _offset(zone, onset)
    local = onset.astimezone(zone)
    kind = "DAYLIGHT" if local.dst() else "STANDARD"
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{onset + offset_before:%Y%m%dT%H%M%S}",
        f"TZOFFSETFROM:{_format_offset(offset_before)}",
        f"TZOFFSETTO:{_format_offset(offset)}",
        f"TZNAME:{local.tzname()}",
        f"END:{kind}",
    ]


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _format_offset(offset: timedelta) -> str:
    seconds = int(abs(offset).total_seconds())
    text = f"{seconds // 3600:02}{seconds // 60 % 60:02}" + (f"{seconds % 60:02}" if seconds % 60 else "")
    return f"{'-' if offset < timedelta() else '+'}{text}"
