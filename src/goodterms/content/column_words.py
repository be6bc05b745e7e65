"""Reads columns.toml of a language: the words that people use for the columns of their tables and in their cells."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from goodterms.content import tables
from goodterms.speech import sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from goodterms.content.layers import Content
    from goodterms.content.tables import Table

FILE_NAME = "columns.toml"
ENVELOPE = ("key", "locale", "email", "address", "timezone", "letter", "status")
"""What a column can be beside a field: what identifies the customer, where which letter goes, if the meeting holds."""
STATUSES = ("planned", "postponed", "cancelled")
"""What a status may say of a meeting."""
YES, NO = "yes", "no"
_KEYS = ("columns", "others", "titles", "values", "answers", "marks")
MARKS = (
    *("larger", "smaller", "percent", "shares"),
    *("seconds", "minutes", "hours", "days", "weeks", "months", "years"),
    *("gregorian", "bikram", "other_calendar", "other_zone"),
)
"""What the name of a column may say of its values: a larger or smaller unit of an amount, a unit of time, a calendar,
a time zone that is not ours."""
OTHERS = {
    "row_number": sentence("a row number"),
    "customer_company": sentence("the customer's company"),
    "job_title": sentence("a job title"),
    "postal_code": sentence("a postal code"),
    "town": sentence("a town"),
    "country": sentence("a country or region"),
    "tax_number": sentence("a tax or registration number"),
    "bank_account": sentence("a bank account"),
    "notes": sentence("notes"),
    "birthday": sentence("a date of birth"),
}
"""What lists of customers have and no letter takes, each with its name for people."""


class ColumnWords(NamedTuple):
    """The words of one language; each is written as people write it.

    ``columns`` are the names of columns by field (``name.given``, ``meeting_date``) or part of the envelope (``key``),
    ``others`` those of columns that no letter takes, by a key of :data:`OTHERS`. ``titles`` are titles in cells.
    ``values`` are the words in cells by field and choice, ``answers`` those for ``yes`` and ``no``. ``marks`` are what
    names of columns say of their values, by a key of :data:`MARKS`; a word in brackets counts only alone in a pair.
    """

    catalog: str
    columns: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    others: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    titles: tuple[str, ...] = ()
    values: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType({})
    answers: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    marks: Mapping[str, tuple[str, ...]] = MappingProxyType({})


def read(content: Content, catalog: str, known: Callable[[], Collection[str]]) -> ColumnWords:
    """The words of a language: those of a key in an upper layer's columns.toml take precedence over those below.

    ``known`` returns the names of all fields, of their parts and of the parts of the envelope; a layer over the
    built-in one may name no others. Raises :class:`BrokenContent` with every fault of these files.
    """
    words = ColumnWords(catalog)
    built_in = content.layers[-1]
    for path in reversed(list(content.locale_paths(catalog, FILE_NAME))):
        table = tables.read(path)
        table.refuse_unknown(_KEYS)
        if not path.is_relative_to(built_in):
            table.table("columns").refuse_unknown(sorted(known()))
        words = _overlay(words, table)
        tables.raise_faults(table)
    return words


def _overlay(below: ColumnWords, table: Table) -> ColumnWords:
    others, answers, titles = table.table("others"), table.table("answers"), table.table("titles")
    marks = table.table("marks")
    marks.refuse_unknown(MARKS)
    others.refuse_unknown(OTHERS)
    answers.refuse_unknown((YES, NO))
    titles.refuse_unknown(("words",))
    values = {field: {**below.values.get(field, {}), **_lists(inner)} for field, inner in table.tables("values")}
    return below._replace(
        columns={**below.columns, **_lists(table.table("columns"))},
        others={**below.others, **_lists(others)},
        titles=titles.texts("words") or below.titles,
        values={**below.values, **values},
        answers={**below.answers, **_lists(answers)},
        marks={**below.marks, **_lists(marks)},
    )


def _lists(table: Table) -> dict[str, tuple[str, ...]]:
    return {key: table.texts(key) for key in table.raw()}
