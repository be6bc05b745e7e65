"""Which column of a table is which field. Names are matched as people write them; all faults are found at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from goodterms.compose import CURRENCY
from goodterms.faults import fault
from goodterms.faults.nearest import nearest
from goodterms.fields.persons import has_parts
from goodterms.fields.records import MAX_NUMBER
from goodterms.values import NAME_PARTS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from goodterms.faults import Fault
    from goodterms.model import FieldSpec, LetterSpec

KEY, LOCALE, EMAIL, ADDRESS = "key", "locale", "email", "address"
_OF_EVERY_LETTER = {
    KEY: ("key", "id", "customerid", "customernumber", "customerno"),
    LOCALE: ("locale", "lang", "language", "preferredlocale", "preferredlanguage"),
    EMAIL: ("email", "emailaddress", "mail", "mailaddress", "recipientemail"),
    ADDRESS: ("address", "addressline", "postaladdress"),
}
"""The columns that say where a letter goes, each with the names that people give it."""
_OF_A_PERSON = {
    "title": ("salutation", "honorific", "nameprefix"),
    "given": ("givenname", "firstname", "forename"),
    "given2": ("middlename", "secondname", "additionalname"),
    "surname": ("surname", "lastname", "familyname"),
}
"""The names that people give to the parts of the addressee's name; where several columns match, the first name listed
here wins."""
AMBIGUOUS_TITLE = "title"
"""A column that holds a form of address in some tables and a job title in others; a letter must not guess."""
_NUMBERED = re.compile(r"(.*?)\d{1,2}")


class Column(NamedTuple):
    """A column in use: its index (from 0), its name in the table, the field or part of the envelope that it fills."""

    place: int
    name: str
    field: str


class Columns(NamedTuple):
    """The columns of a table: those of the letter's fields, those of the envelope, and the names of unused ones.

    ``width`` is the number of all columns.
    """

    of_fields: tuple[Column, ...]
    of_envelope: tuple[Column, ...]
    unused: tuple[str, ...]
    width: int = 0

    def name_of(self, field: str) -> str:
        """The name of a field's column in the table, or those of its parts; the field's own name when it has none.

        For a part of a record without a column of its own, it is the column of the whole record.
        """
        columns = (*self.of_fields, *self.of_envelope)
        names = {column.field: column.name for column in reversed(columns)}
        parts = " / ".join(part.name for part in columns if part.field.startswith(f"{field}."))
        return names.get(field) or parts or names.get(field.partition(".")[0]) or field

    def has(self, field: str) -> bool:
        """Whether a column fills a field or a part of it."""
        return any(column.field.partition(".")[0] == field for column in (*self.of_fields, *self.of_envelope))


def fold_name(name: str) -> str:
    """A name without the details in which people differ: case, blanks, hyphens, underscores, dots."""
    return re.sub(r"[\s_.\-\u2010\u2011]+", "", name).casefold()


def is_column_of(part: str, name: str) -> bool:
    """Whether people name the column of a part of the envelope (:data:`LOCALE` …) so."""
    return fold_name(name.strip()) in _OF_EVERY_LETTER[part]


def match_columns(names: Sequence[str], letter: LetterSpec, faults: list[Fault]) -> Columns:
    """Match the column names of a table to the fields of a letter; fields with several values may have several columns.

    Adds a fault for several columns of a field that takes one value.
    """
    of_fields: list[Column] = []
    of_envelope: list[Column] = []
    unused: list[str] = []
    fields = _names_of_fields(names, letter)
    aliases = {alias: part for part, known in _OF_EVERY_LETTER.items() for alias in known}
    many = {name for name, field in letter.fields.items() if field.many} | {ADDRESS}
    records = _Records(letter, [fold_name(name) for name in names])
    for place, name in enumerate(names):
        shown = name.strip()
        bare = fold_name(shown)
        numbered = _NUMBERED.fullmatch(bare)
        stem = numbered[1] if numbered else ""
        if part := records.part_of(bare):
            of_fields.append(Column(place, shown, part))
        elif bare in fields:
            of_fields.append(Column(place, shown, fields[bare]))
        elif bare in aliases:
            of_envelope.append(Column(place, shown, aliases[bare]))
        elif fields.get(stem) in many:
            of_fields.append(Column(place, shown, fields[stem]))
        elif aliases.get(stem) in many:
            of_envelope.append(Column(place, shown, aliases[stem]))
        elif shown:
            unused.append(shown)
    for field in dict.fromkeys(column.field for column in (*of_fields, *of_envelope)):
        same = [column.name for column in (*of_fields, *of_envelope) if column.field == field]
        if len(same) > 1 and field not in many:
            faults.append(fault("column-twice", "columns", names=same, field=field))
    return Columns(tuple(of_fields), tuple(of_envelope), tuple(unused), len(names))


class _Records:
    """The columns of fields whose values have parts and that take several: ``provider 2 name`` is ``providers.2.name``.

    Where a table has such columns for a field, one with only a number is the first part: ``provider 2``. Without them,
    it is one of several values, as for any field.
    """

    def __init__(self, letter: LetterSpec, names: Sequence[str]) -> None:
        self._fields = {
            fold_name(stem): field
            for field in letter.fields.values()
            if field.parts and field.many
            for stem in (field.name, field.item)
            if stem
        }
        stems = "|".join(map(re.escape, self._fields))
        self._pattern = re.compile(rf"({stems})(\d{{1,2}})(.*)") if stems else None
        self._in_parts: set[str] = set()
        self._in_parts = {
            field.name for name in names if (found := self._match(name)) and (field := found[0]) and found[2]
        }

    def part_of(self, name: str) -> str:
        """The field, the number and the part of a folded column name; empty for any other column."""
        found = self._match(name)
        if not found or found[0].name not in self._in_parts:
            return ""
        field, number, part = found
        return f"{field.name}.{number}.{part or next(iter(field.parts))}"

    def is_part(self, name: str) -> bool:
        """Whether a folded column name is that of a part of a record."""
        return self._match(name) is not None

    def _match(self, name: str) -> tuple[FieldSpec, int, str] | None:
        match = self._pattern.fullmatch(name) if self._pattern else None
        if not match or not 1 <= int(match[2]) <= MAX_NUMBER:
            return None
        field = self._fields[match[1]]
        parts = {"": "", **{fold_name(part): part for part in field.parts}}
        return (field, int(match[2]), parts[match[3]]) if match[3] in parts else None


def _names_of_fields(names: Sequence[str], letter: LetterSpec) -> dict[str, str]:
    """The fields by the names that their columns may have; the parts of a person's name count as fields here."""
    persons = [name for name, field in letter.fields.items() if has_parts(field)]
    known = {fold_name(f"{name}.{part}"): f"{name}.{part}" for name in persons for part in NAME_PARTS}
    known |= {
        fold_name(f"{field.name}.{part}"): f"{field.name}.{part}"
        for field in letter.fields.values()
        if not field.many
        for part in field.parts
    }
    known |= {fold_name(field.item): field.name for field in letter.fields.values() if field.item}
    known |= {fold_name(name): name for name in [*letter.fields, CURRENCY]}
    there = {fold_name(name) for name in names}
    addressee = letter.salutation.get("name", letter.envelope.get("recipient", ""))
    # A table with a column of whole names does not need these, and may mean something else by them.
    if addressee in persons and fold_name(addressee) not in there:
        for part, aliases in _OF_A_PERSON.items():
            alias = next((alias for alias in aliases if alias in there), "")
            if alias and fold_name(f"{addressee}.{part}") not in there:
                known.setdefault(alias, f"{addressee}.{part}")
    return known


def missing_columns(columns: Columns, letter: LetterSpec, needed: Sequence[str], sender: Sequence[str]) -> list[Fault]:
    """A fault for each column that every row needs and that is missing, with the column that may be meant.

    ``needed`` are parts of the envelope or fields; ``sender`` are the fields that goodterms.toml fills.
    """
    required = [name for name, field in letter.fields.items() if field.required]
    faults = []
    for name in dict.fromkeys([*needed, *required]):
        if not columns.has(name) and not (name in letter.fields and name in sender):
            near = nearest(fold_name(name), [fold_name(unused) for unused in columns.unused])
            meant = next((unused for unused in columns.unused if fold_name(unused) == near), "")
            if meant:
                faults.append(fault("misnamed-column", "columns", name=name, near=meant))
            else:
                faults.append(fault("missing-column", "columns", name=name, expected=_expected(name, letter)))
    faults += [
        fault("columns-need-unmet", "columns", one_of=need.one_of, help=need.help)
        for need in letter.needs.values()
        if not any(columns.has(name) or name in sender for name in need.one_of)
    ]
    return faults


def known_names(letter: LetterSpec) -> Callable[[str], bool]:
    """Whether a text is the name of a column that a letter can use; for finding the header of a table."""
    aliases = (alias for known in (*_OF_EVERY_LETTER.values(), *_OF_A_PERSON.values()) for alias in known)
    names = {*_names_of_fields((), letter), *aliases}
    records = _Records(letter, ())

    def knows(text: str) -> bool:
        bare = fold_name(text)
        return bare in names or bare.rstrip("0123456789") in names or records.is_part(bare)

    return knows


def _expected(name: str, letter: LetterSpec) -> str:
    if name in letter.fields:
        return letter.fields[name].help
    return {
        LOCALE: "the reader's language, a BCP 47 tag; or give one for all rows with --locale",
        EMAIL: "the recipient's email address",
        ADDRESS: "the recipient's postal address, one column for each line: address 1, address 2 …",
    }.get(name, "")
