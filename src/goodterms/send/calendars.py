"""What a calendar (RFC 5545) that comes back says of meetings: which, since when, and who comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_LINES, _MOST_EVENTS, _MOST_ATTENDEES = 5000, 20, 100
_LONGEST_LINE = 10_000
_FOLD = expression(r"\r?\n[ \t]")
_PROPERTY = expression(r"(?P<name>[A-Za-z-]+)(?P<parameters>(?:;[^:\";]*(?:\"[^\"]*\"[^:\";]*)*)*):(?P<value>.*)")
_PARAMETER = expression(r";([A-Za-z-]+)=(?:\"([^\"]*)\"|([^;\":]*))")
_DATE_TIME = expression(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?")
_MOST_SEQUENCE = 2**31


class Attendee(NamedTuple):
    """Somebody who answers: the address, the status in upper case (PARTSTAT), the address of who comes instead."""

    address: str
    status: str
    delegate: str


class Event(NamedTuple):
    """A meeting: its id, how often it was corrected, the time of this calendar, its start, who answers.

    The time of the calendar is in UTC (ISO 8601), the start for people: ``2026-12-10 10:00 Europe/Ljubljana``. Both are
    empty where the calendar does not have them.
    """

    uid: str
    sequence: int
    stamp: str
    start: str
    attendees: tuple[Attendee, ...]


class _Property(NamedTuple):
    name: str
    parameters: dict[str, str]
    value: str


def method(text: str) -> str:
    """What a calendar is for, such as REPLY; empty where it does not say."""
    return next((one.value.upper() for one in _properties(text) if one.name == "METHOD"), "")


def events(text: str) -> Iterator[Event]:
    """The meetings in a calendar that have an id."""
    inside: list[_Property] | None = None
    seen = 0
    for one in _properties(text):
        if (one.name, one.value.upper()) == ("BEGIN", "VEVENT"):
            inside = []
        elif inside is not None and (one.name, one.value.upper()) == ("END", "VEVENT"):
            event = _event(inside)
            inside, seen = None, seen + 1
            if event.uid:
                yield event
            if seen >= _MOST_EVENTS:
                return
        elif inside is not None:
            inside.append(one)


def _event(properties: list[_Property]) -> Event:
    first = {one.name: one for one in reversed(properties)}
    number = first["SEQUENCE"].value if "SEQUENCE" in first else ""
    sequence = int(number) if number.isascii() and number.isdigit() and len(number) <= 10 else 0
    attendees = [_attendee(one) for one in properties if one.name == "ATTENDEE"][:_MOST_ATTENDEES]
    return Event(
        first["UID"].value if "UID" in first else "",
        min(sequence, _MOST_SEQUENCE),
        _stamp(first["DTSTAMP"].value) if "DTSTAMP" in first else "",
        _for_people(first["DTSTART"]) if "DTSTART" in first else "",
        tuple(attendees),
    )


def _attendee(one: _Property) -> Attendee:
    """Who answers. Some servers write a path of their own as the value, and the address as a parameter (RFC 7986)."""
    address = _address(one.value)
    if "@" not in address:
        address = _address(one.parameters.get("EMAIL", "")) or address
    return Attendee(
        address, one.parameters.get("PARTSTAT", "").upper(), _address(one.parameters.get("DELEGATED-TO", ""))
    )


def _address(value: str) -> str:
    return value.strip().lower().removeprefix("mailto:").strip()


def _stamp(value: str) -> str:
    match = _DATE_TIME.fullmatch(value.strip())
    if not match or not match[4]:
        return ""
    year, month, day, hour, minute, second, _ = match.groups()
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}Z"


def _for_people(one: _Property) -> str:
    match = _DATE_TIME.fullmatch(one.value.strip())
    if not match:
        return ""
    day = "-".join(match.group(1, 2, 3))
    if not match[4]:
        return day
    zone = "UTC" if match[7] else "".join(filter(str.isprintable, one.parameters.get("TZID", "")))[:100]
    return f"{day} {match[4]}:{match[5]} {zone}".strip()


def _properties(text: str) -> Iterator[_Property]:
    """The properties of a calendar, in the order of its lines."""
    for line in _FOLD.sub("", text).splitlines()[:_MOST_LINES]:
        match = _PROPERTY.fullmatch(line) if len(line) <= _LONGEST_LINE else None
        if match:
            named = _PARAMETER.finditer(match["parameters"])
            parameters = {each[1].upper(): each[2] or each[3] or "" for each in named}
            yield _Property(match["name"].upper(), parameters, match["value"].strip())
