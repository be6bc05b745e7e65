"""The time zones that the names of columns say: ``Meeting time (UTC)``, ``Time IST``, ``Ura (po Ljubljani)``.

A name in full counts as if each row gave the zone of its meeting. Any other is a fault: the hours below it are not read
as if they were in the sender's zone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from goodterms.cldr import zones
from goodterms.expressions import expression
from goodterms.faults import fault
from goodterms.recipients.cells import type_at
from goodterms.recipients.marks import BRACKETS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from goodterms.cldr.value_words import ValueWords
    from goodterms.faults import Fault
    from goodterms.model import LetterSpec
    from goodterms.recipients.columns import Column, Columns
    from goodterms.recipients.marks import Marks

_IANA = expression(
    r"(?<![\w/])(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc|US)/[\w/+-]+",
    re.IGNORECASE,
)
_UNIVERSAL = expression(r"(?<![\w+-])(?:UTC|GMT|Zulu)(?![\w+-]|\s?[+-]\d)", re.IGNORECASE)
_OFFSET = expression(r"(?<!\w)(?:(?:UTC|GMT)\s?)?[+−-]\s?\d{1,2}(?::?\d{2})?(?![\w:])|(?<!\w)(?:UTC|GMT)\s?[+−-]\s?\d+")
_ABBREVIATION = expression(
    r"(?<!\w)(?:[CEWM]ES?T|[ECMPAH][SD]T|IST|[PN]KT|NPT|BST|MSK|TRT|GST|SGT|HKT|JST|KST|WIB|A[CEW][SD]T|NZ[SD]T|[CEMP]T)"
    r"(?!\w)"
)
_HALF_OF_DAY = expression(r"[ap]\.?\s?m\.?", re.IGNORECASE)


class Said(NamedTuple):
    """What the name of a column says of a time zone: its IANA name, or words that leave it open; or nothing."""

    zone: str = ""
    unclear: str = ""


def heeded(
    columns: Columns,
    letter: LetterSpec,
    values: Callable[[], ValueWords],
    marks: Callable[[], Marks],
    standing: Mapping[str, object],
    faults: list[Fault],
) -> Columns:
    """The columns, those of the times of the meeting with the zone that their names say.

    ``standing`` are the values that the sender fills. Adds a fault for each name that leaves the zone or the half of
    the day open, and for names and settings that contradict each other.
    """
    said: dict[Column, Said] = {}
    for column in columns.of_fields:
        if type_at(letter, column.field) != "time" or column.has_own_name:
            continue
        if marks().is_usual(column.name, column.field):
            continue
        found = said_by(column.name, values, marks)
        if found.unclear:
            faults.append(fault("column-in-zone", "columns", given=column.name, said=found.unclear))
        elif half := next((text for text in BRACKETS.findall(column.name) if _is_half(text, values)), ""):
            faults.append(fault("column-of-half-days", "columns", given=column.name, said=half.strip()))
        elif found.zone:
            said[column] = found
    if not said:
        return columns
    field = letter.meeting.get("timezone", "")
    times = [column for column in columns.of_fields if column.field in _times_of(letter)]
    if not field or any(column not in times for column in said):
        column, found = next(pair for pair in said.items() if not field or pair[0] not in times)
        faults.append(fault("column-in-zone", "columns", given=column.name, said=found.zone))
        return columns
    return _of_meeting(columns, times, said, (field, standing), faults)


def said_by(name: str, values: Callable[[], ValueWords], marks: Callable[[], Marks]) -> Said:
    """What the name of a column of times says of their zone."""
    if found := _IANA.search(name):
        zone = zones.find(found[0]).zone
        return Said(zone) if zone else Said(unclear=found[0])
    if found := _OFFSET.search(name):
        return Said(unclear=found[0].strip())
    if found := _UNIVERSAL.search(name):
        return Said(zones.find("UTC").zone)
    if found := _ABBREVIATION.search(name) or next(_abbreviations(BRACKETS.findall(name)), None):
        return Said(unclear=found[0])
    if said := marks().said(name).get("other_zone", ""):
        return Said(unclear=said)
    return Said(unclear=values().zone_in(name))


def _abbreviations(texts: Iterable[str]) -> Iterator[re.Match[str]]:
    return (found for text in texts if (found := _ABBREVIATION.fullmatch(text.strip().upper())))


def _is_half(text: str, values: Callable[[], ValueWords]) -> bool:
    return bool(_HALF_OF_DAY.fullmatch(text.strip())) or values().is_part_of_day(text)


def _times_of(letter: LetterSpec) -> tuple[str, ...]:
    roles = letter.meeting
    another = roles.get("another", "")
    return tuple(filter(None, (roles.get("time", ""), f"{another}.time" if another else "")))


def _of_meeting(
    columns: Columns,
    times: Sequence[Column],
    said: Mapping[Column, Said],
    zone_field: tuple[str, Mapping[str, object]],
    faults: list[Fault],
) -> Columns:
    """The columns with the zone of the times of the meeting, which all of them have, and no setting contradicts."""
    field, standing = zone_field
    first = next(iter(said))
    zone = said[first].zone
    if other := next((column for column in times if said.get(column, Said()).zone != zone), None):
        faults.append(fault("columns-in-two-zones", "columns", given=first.name, said=zone, other=other.name))
        return columns
    if (given := str(standing.get(field) or "")) and zones.find(given).zone != zone:
        faults.append(
            fault("column-in-zone-of-settings", "columns", given=first.name, said=zone, field=field, other=given)
        )
        return columns
    return columns._replace(zone=(field, zone, first.name))
