"""A table to fill in for a letter: its columns, a row of samples, a note for each column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.call import why_needed
from goodterms.envelopes import Document
from goodterms.fields import as_typed
from goodterms.fields.persons import has_parts
from goodterms.recipients.columns import EMAIL, KEY, LOCALE
from goodterms.recipients.missing import own_name
from goodterms.sheets.writing import Column, csv_bytes, xlsx_bytes
from goodterms.speech import joined, sentence, speak

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from goodterms.model import FieldSpec, LetterSpec

SUFFIXES = (".csv", ".xlsx")
"""The endings of the files that a blank table can be written to."""
_NOTES = {
    # For translators: notes on the columns of a table to fill in
    KEY: sentence("What identifies this customer, such as the customer number; the letters are named after it."),
    LOCALE: sentence("The language of the letter, with its region where that matters: a BCP 47 tag."),
    EMAIL: sentence("The customer's email address."),
    "address 1": sentence("The customer's postal address, one column for each line."),
    "address 2": sentence("The next line of the postal address."),
}
_COMMON_PARTS = ("title", "given", "surname")
_SAMPLES = {
    KEY: "K-1001",
    EMAIL: "ana.novak@example.com",
    "address 1": "Hribarjeva ulica 5",
    "address 2": "1000 Ljubljana",
}


def blank_table(letter: LetterSpec, samples: Mapping[str, object], tag: str) -> tuple[list[Column], list[str]]:
    """The columns of a letter's table, and a row of samples; a field for several values has a column for each one."""
    notes = {name: note for name, note in _NOTES.items() if _is_used(name, letter)}
    columns = [Column(name, 18, note=speak(note)) for name, note in notes.items()]
    row = [tag if name == LOCALE else _SAMPLES[name] for name in notes]
    for field in letter.fields.values():
        for column, sample in _cells(field, samples[field.name]):
            columns.append(column)
            row.append(as_typed(sample))
    return columns, row


def _is_used(name: str, letter: LetterSpec) -> bool:
    """Whether a letter uses a column of every letter: a document for a colleague does not go to the customer."""
    return name in (KEY, LOCALE) or ("email" not in letter.envelope and name not in letter.fields)


def _cells(field: FieldSpec, sample: object) -> Iterator[tuple[Column, object]]:
    """The columns of a field and the sample in each: one for each of several values, and for each part of a record.

    The first record has a column for every part, the others for those that the sample has.
    """
    several = isinstance(sample, (list, tuple)) and field.many and not field.options
    items: Sequence[object] = sample if several and isinstance(sample, (list, tuple)) else [sample]
    for number, item in enumerate(items, 1):
        if not field.parts:
            yield _column(own_name(field), field, explain(field), is_input=field.required), item
            continue
        name = f"{field.item or field.name} {number}" if field.many else field.name
        given = item if isinstance(item, dict) else {next(iter(field.parts)): item}
        for part in field.parts.values():
            if number == 1 or part.name in given:
                note = ": ".join(filter(None, (speak(field.help), explain(part, is_part=True))))
                is_input = field.required and part.required
                yield _column(f"{name} {part.name}", part, note, is_input=is_input), given.get(part.name)


def _column(name: str, field: FieldSpec, note: str, *, is_input: bool) -> Column:
    """The column of a field; a cell for a single choice offers what there is to choose."""
    choices = ("yes", "no") if field.type == "flag" else () if field.many else tuple(field.options)
    return Column(name, 24, note=note, is_input=is_input, choices=choices)


def blank_document(letter: LetterSpec, samples: Mapping[str, object], tag: str, suffix: str) -> Document:
    """The table of a letter as a file of the kind of ``suffix``, one of :data:`SUFFIXES`."""
    columns, row = blank_table(letter, samples, tag)
    content = xlsx_bytes(letter.name, columns, [row]) if suffix == ".xlsx" else csv_bytes(columns, [row])
    return Document(f"{letter.name}{suffix}", "text/csv", content)


def explain(field: FieldSpec, *, is_part: bool = False) -> str:
    """The help of a field, or of a part of a record, with its choices, its parts, its default, when it is needed."""
    parts = [speak(field.help)] if field.help else []
    if has_parts(field) and not is_part:
        names = joined([f"{field.name}.{part}" for part in _COMMON_PARTS])
        # For translators: a name can be given whole, or in parts
        parts.append(speak("whole, or in parts: {names} …", names=names))
    if field.parts:
        only = next(iter(field.parts.values()))
        names = joined([f"{field.name}.{_number(field)}{part}" for part in field.parts])
        # For translators: what is given is the part that is named first; or each part by its name
        parts.append(speak("{only}, or in parts: {names}", only=only.name, names=names))
    if field.options:
        options = joined(field.options)
        parts.append(
            speak("one of {options}, several separated by commas", options=options)
            if field.many
            else speak("one of {options}", options=options)
        )
    # For translators: option is a choice that goes with no other
    parts += [speak("{option} only by itself", option=option) for option in field.exclusive]
    if field.type == "flag":
        parts.append(speak("yes or no"))
    if field.at_least:
        parts.append(speak("{least} or more", least=field.at_least))
    if field.default is not None:
        # For translators: what counts if the value is not given
        parts.append(speak("otherwise {default}", default=as_typed(field.default)))
    if because := why_needed(field):
        parts.append(because)
    return joined(parts, ";")


def _number(field: FieldSpec) -> str:
    """The number of the first record in a key of its part; empty where the field takes only one."""
    return "1." if field.many else ""
