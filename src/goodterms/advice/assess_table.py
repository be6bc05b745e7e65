"""The customers of a table as an assessment reads it: which column answers which question, and every fault of a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms import compose, sheets
from goodterms.call import Call
from goodterms.content.column_settings import ColumnUse
from goodterms.content.column_words import NO, YES
from goodterms.errors import BadRows, InvalidRequest
from goodterms.faults import fault
from goodterms.recipients import columns, first_look, heading, said_by_names
from goodterms.recipients.cells import type_at
from goodterms.recipients.faults import Header, RowFault, Tally, group_of
from goodterms.recipients.first_look import lazy_words
from goodterms.recipients.recipient import Reader
from goodterms.recipients.recognition import by_words
from goodterms.recipients.survey import survey
from goodterms.speech import joined, speak

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from goodterms.advice.assess_rules import ColumnWords
    from goodterms.compose import Request
    from goodterms.content.column_settings import ColumnSettings, Words
    from goodterms.content.sender_values import SenderValues
    from goodterms.faults import Fault
    from goodterms.fields import Written
    from goodterms.model import LetterSpec
    from goodterms.project import Project
    from goodterms.recipients.columns import Columns
    from goodterms.recipients.first_look import Place
    from goodterms.recipients.grouping import Screen
    from goodterms.recipients.heading import Heading
    from goodterms.recipients.recipient import Recipient


class Asked(NamedTuple):
    """What is asked of a table: where it is, how it is written, the settings for its columns and words.

    ``locale`` is that of the answers, ``day`` the day on which they are given; ``screen`` is the room for faults.
    """

    place: Place
    locale: str
    day: date
    written: Written
    uses: ColumnSettings
    words: Words
    sender: SenderValues
    screen: Screen


class Customer(NamedTuple):
    """A customer to assess: the number of the row (0 without a table), the key, the locale, and the answers.

    ``given`` are the raw answers, by field.
    """

    row: int
    key: str
    locale: str
    given: Mapping[str, object]
    request: Request


class Read(NamedTuple):
    """The customers of a table, and notes on how it was read."""

    customers: tuple[Customer, ...]
    notes: tuple[str, ...]


def read(project: Project, questions: LetterSpec, spoken: ColumnWords, asked: Asked) -> Read:
    """The customers of a table.

    Raises :class:`InvalidRequest` for a table that cannot be read and for its columns, and :class:`BadRows` with every
    fault of its rows.
    """
    head = _heading(project, questions, spoken, asked)
    uses = _uses(project, questions, spoken, asked, head)
    faults: list[Fault] = []
    words = {**_yes_and_no(project, questions), **asked.words}
    matched = columns.match_columns(head.names, questions, faults, uses, words)
    faults += _refused(matched, spoken)
    matched = said_by_names.heeded(matched, questions, said_by_names.vocabulary(project), {}, faults)
    if not any(column.field in questions.fields for column in matched.of_fields):
        faults.append(fault("assess-no-columns", "columns", known=list(questions.fields)))
    if faults:
        raise InvalidRequest([one._replace(place=str(asked.place.path)) for one in faults])
    table = sheets.read(asked.place.path, head.sheet or None, head.encoding)
    rows = list(heading.rows_below(table, head))
    known = survey(iter(rows), matched, questions, matched.written, asked.written)
    matched = matched._replace(swapped=known.swapped)
    reader = Reader(matched, questions, "")
    tally, customers = Tally(Header(head.row, head.names)), []
    for row in rows:
        one = _customer(project, questions, matched, reader.read(row), known.written, asked)
        if isinstance(one, Customer):
            customers.append(one)
        else:
            tally.add(one)
    tally.total = len(rows)
    if tally:
        raise BadRows([fault("rows", str(asked.place.path), summary=tally.summary())], tally.lines(asked.screen))
    return Read(tuple(customers), (*head.notes, *_notes(matched, spoken)))


def _heading(project: Project, questions: LetterSpec, spoken: ColumnWords, asked: Asked) -> Heading:
    words = lazy_words(project)
    judge = first_look.judge(project, words, asked.locale, {name: use.field for name, use in asked.uses.items()})
    known = columns.known_names(questions, asked.uses)

    def knows(text: str) -> bool:
        return known(text) or bool(spoken.field(text) or by_words(text, questions, words()))

    place = asked.place
    return heading.find(place.path, place.sheet, place.row, knows, encoding=place.encoding, judge=judge)


def _uses(
    project: Project, questions: LetterSpec, spoken: ColumnWords, asked: Asked, head: Heading
) -> dict[str, ColumnUse]:
    """What the columns are: by the settings, else by their own names, else by the words of any language."""
    uses = dict(asked.uses)
    known = columns.known_names(questions)
    words = lazy_words(project)
    meant = {
        name: (spoken.field(name),) if spoken.field(name) else by_words(name, questions, words())
        for name in filter(None, map(str.strip, head.names))
        if name not in uses and not known(name)
    }
    # One word may be a whole name or the given one: it is a part where another column can only be a part.
    in_parts = any(all("." in field for field in fields) for fields in meant.values() if fields)
    for name, fields in meant.items():
        fitting = [field for field in fields if len(fields) == 1 or ("." in field) == in_parts]
        if len(fitting) == 1:
            uses[name] = ColumnUse(fitting[0])
    return uses


def _yes_and_no(project: Project, questions: LetterSpec) -> dict[str, dict[str, str]]:
    """What people write for yes and no in all languages, for each question that takes them."""
    answers = {
        word.casefold(): answer
        for language in project.column_words
        for answer in (YES, NO)
        for word in language.answers.get(answer, ())
    }
    return {name: answers for name, field in questions.fields.items() if field.type == "flag"}


def _refused(matched: Columns, spoken: ColumnWords) -> Iterator[Fault]:
    """A fault for each column that answers a question and is about a protected ground."""
    for column in matched.of_fields:
        if ground := spoken.ground(column.name):
            yield fault("assess-protected", column.name, given=column.name, ground=ground)


def _notes(matched: Columns, spoken: ColumnWords) -> Iterator[str]:
    """Sentences on the columns that are not used; protected ones say why."""
    protected = {name: ground for name in matched.unused if (ground := spoken.ground(name))}
    for name, ground in protected.items():
        yield fault("assess-protected-unused", given=name, ground=ground).problem
    if others := [repr(name) for name in matched.unused if name not in protected]:
        # For translators: names of columns
        yield speak("not used: {names}", names=joined(others))


def _customer(
    project: Project,
    questions: LetterSpec,
    matched: Columns,
    recipient: Recipient,
    written: Mapping[str, Written],
    asked: Asked,
) -> Customer | list[RowFault]:
    """The customer of a row, or every fault of it."""
    unusable = [
        fault(kind, place, given=given, format=form, column=column)
        for place, (kind, given, form, column) in recipient.unusable
    ]
    call = Call(
        questions.name, asked.locale, recipient.given, asked.day, asked.sender, written=written, unusable=unusable
    )
    wrong = [one for one in unusable if one.place.partition(".")[0] not in questions.fields]
    if recipient.beyond:
        wrong.append(fault("row-too-wide"))
    try:
        if recipient.locale:
            project.locale(recipient.locale)
    except InvalidRequest as error:
        wrong += error.faults
    try:
        request = compose.validate(project, call)
    except InvalidRequest as error:
        wrong += error.faults
    if wrong:
        return list(dict.fromkeys(_row_fault(questions, matched, recipient, one) for one in wrong))
    return Customer(recipient.row, recipient.key, recipient.locale, recipient.given, request)


def _row_fault(questions: LetterSpec, matched: Columns, recipient: Recipient, wrong: Fault) -> RowFault:
    column = str(wrong.param("column") or (matched.name_of(wrong.place) if wrong.place else ""))
    raw = recipient.given.get(wrong.place, recipient.locale if wrong.place == columns.LOCALE else "")
    cell = "; ".join(map(str, raw)) if isinstance(raw, list) else str(raw)
    return RowFault(recipient.row, column, cell, wrong, group_of(wrong, type_at(questions, wrong.place) or "value"))
