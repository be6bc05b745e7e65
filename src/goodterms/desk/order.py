"""What is asked of a table on its page: how it is read, for which letter, and what is written of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from goodterms.batch.reading import TableCall
from goodterms.content.column_settings import DECIMALS
from goodterms.fields import Written
from goodterms.recipients.first_look import Place
from goodterms.sheets.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Mapping

    from goodterms.content.column_settings import ColumnSettings, Words

CHECK, TEST, WRITE = "check", "test", "write"
"""What a process does with a table."""
_NONE: dict[str, Any] = {}


class Reading(NamedTuple):
    """How a table is read: for which letter (empty: each row asks for its own), and what its reader cannot find out.

    ``locale`` is for rows without one; the others are empty for what the table itself shows.
    """

    letter: str = ""
    sheet: str = ""
    encoding: str = ""
    dates: str = ""
    numbers: str = ""
    locale: str = ""


class Writing(NamedTuple):
    """What is written: into which folder, in which formats, under which date (as it was typed), and what is allowed.

    ``skip`` leaves out rows with faults, ``remove`` removes letters that are no longer written, ``redate`` gives all
    letters the date.
    """

    outbox: str = "outbox"
    formats: tuple[str, ...] = ()
    day: str = ""
    skip: bool = False
    remove: bool = False
    redate: bool = False


class Order(NamedTuple):
    """All that a process needs: what to do (:data:`CHECK` …), with which content and settings, on which table.

    ``table`` is the name of the file as the user knows it, ``copy`` where its bytes are; ``database`` is the file for
    its rows, or for what became of them. ``uses`` and ``words`` are those of the columns that were recognised, beside
    the settings' own. ``test_to`` is the address of a test; ``outbox`` the folder to write into. ``language``
    is the tag of the language in which the desk speaks, empty for that of its source.
    """

    kind: str
    overlays: tuple[Path, ...]
    settings: Path
    table: str
    copy: str
    database: str
    outbox: str
    reading: Reading
    writing: Writing = Writing()
    uses: ColumnSettings = _NONE
    words: Words = _NONE
    test_to: str = ""
    language: str = ""


def place_of(order: Order) -> Place:
    """Where the table of an order is."""
    reading = order.reading
    path = Snapshot.of(Path(order.table), order.copy)
    return Place(path, reading.sheet or None, None, reading.encoding)


def table_call(order: Order, uses: ColumnSettings, words: Words) -> TableCall:
    """The table of an order as a batch is asked for it."""
    reading = order.reading
    written = Written(reading.dates, DECIMALS.get(reading.numbers, ""))
    return TableCall(place_of(order), reading.locale, written, uses, words)


def merged(own: Words, more: Words) -> dict[str, Mapping[str, str]]:
    """The words of the settings, and more; the settings' own go first."""
    return {field: {**more.get(field, {}), **own.get(field, {})} for field in {**more, **own}}
