"""Which column of a table is which field: names are matched as people write them, faults are told all at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from goodterms.compose import CURRENCY
from goodterms.faults import fault
from goodterms.faults.nearest import nearest
from goodterms.fields.persons import has_parts
from goodterms.values import NAME_PARTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from goodterms.faults import Fault
    from goodterms.model import LetterSpec

KEY, LOCALE, EMAIL, ADDRESS = "key", "locale", "email", "address"
_OF_EVERY_LETTER = {
    KEY: ("key", "id", "customerid", "customernumber", "customerno"),
    LOCALE: ("locale", "lang", "language", "preferredlocale", "preferredlanguage"),
    EMAIL: ("email", "emailaddress", "mail", "mailaddress", "recipientemail"),
    ADDRESS: ("address", "addressline", "postaladdress"),
}
"""The columns that say where a letter goes, and the names by which each is known."""
_OF_A_PERSON = {
    "title": ("salutation", "honorific", "nameprefix"),
    "given": ("givenname", "firstname", "forename"),
    "given2": ("middlename", "secondname", "additionalname"),
    "surname": ("surname", "lastname", "familyname"),
}
"""The names by which people know the parts of the addressee's name; of several columns for one, the first known here
is meant."""
DOUBTFUL_TITLE = "title"
"""A column that is somebody's title in some tables and their post in others; a letter must not guess."""
_NUMBERED = re.compile(r"(.*?)\d{1,2}")


class Column(NamedTuple):
    """A column in use: its place, its own name, the field or part of the envelope that it fills."""

    place: int
    name: str
    field: str


class Columns(NamedTuple):
    """What the columns of a table are: those of the letter's fields, those of the envelope, and those not in use.

    ``width`` is how many there are.
    """

    of_fields: tuple[Column, ...]
    of_envelope: tuple[Column, ...]
    unused: tuple[str, ...]
    width: int = 0

    def name_of(self, field: str) -> str:
        """A field's column as the table names it, else those of its parts; the field itself when it has none."""
        columns = (*self.of_fields, *self.of_envelope)
        own = next((column.name for column in columns if column.field == field), "")
        return own or " / ".join(one.name for one in columns if one.field.startswith(f"{field}.")) or field

    def has(self, field: str) -> bool:
        """Whether some column fills a field, or a part of it."""
        return any(column.field.partition(".")[0] == field for column in (*self.of_fields, *self.of_envelope))


def fold_name(name: str) -> str:
    """A name without what people write differently: case, blanks, hyphens, underscores, dots."""
    return re.sub(r"[\s_.\-\u2010\u2011]+", "", name).casefold()


def match_columns(names: Sequence[str], letter: LetterSpec, faults: list[Fault]) -> Columns:
    """The columns of a table with these names for a letter; a name may stand several times for what takes several.

    Appends a fault for a column that stands twice and takes one value.
    """
    of_fields: list[Column] = []
    of_envelope: list[Column] = []
    unused: list[str] = []
    fields = _names_of_fields(names, letter)
    aliases = {alias: part for part, known in _OF_EVERY_LETTER.items() for alias in known}
    many = {name for name, field in letter.fields.items() if field.many} | {ADDRESS}
    for place, name in enumerate(names):
        shown = name.strip()
        bare = fold_name(shown)
        numbered = _NUMBERED.fullmatch(bare)
        stem = numbered[1] if numbered else ""
        if bare in fields:
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


def _names_of_fields(names: Sequence[str], letter: LetterSpec) -> dict[str, str]:
    """The fields by the names that columns may have for them; a part of a person's name is a field of its own here."""
    persons = [name for name, field in letter.fields.items() if has_parts(field)]
    known = {fold_name(f"{name}.{part}"): f"{name}.{part}" for name in persons for part in NAME_PARTS}
    known |= {fold_name(name): name for name in [*letter.fields, CURRENCY]}
    there = {fold_name(name) for name in names}
    addressee = letter.salutation.get("name", letter.envelope.get("recipient", ""))
    # A table with a column of whole names has no need of these, and may mean something else by them.
    if addressee in persons and fold_name(addressee) not in there:
        for part, aliases in _OF_A_PERSON.items():
            alias = next((alias for alias in aliases if alias in there), "")
            if alias and fold_name(f"{addressee}.{part}") not in there:
                known.setdefault(alias, f"{addressee}.{part}")
    return known


def missing_columns(columns: Columns, letter: LetterSpec, needed: Sequence[str], sender: Sequence[str]) -> list[Fault]:
    """A fault for each column that every row needs and that is not there, with the one that may be meant.

    ``needed`` are parts of the envelope; ``sender`` are the fields that goodterms.toml fills.
    """
    required = [name for name, field in letter.fields.items() if field.required and name not in sender]
    faults = []
    for name in [*needed, *required]:
        if not columns.has(name):
            near = nearest(fold_name(name), [fold_name(one) for one in columns.unused])
            meant = next((one for one in columns.unused if fold_name(one) == near), "")
            if meant:
                faults.append(fault("misnamed-column", "columns", name=name, near=meant))
            else:
                faults.append(fault("missing-column", "columns", name=name, expected=_expected(name, letter)))
    return faults


def _expected(name: str, letter: LetterSpec) -> str:
    if name in letter.fields:
        return f"it is {letter.fields[name].help}"
    return {
        LOCALE: "it is the reader's language, a BCP 47 tag; or name one for all with --locale",
        EMAIL: "it is the recipient's mail address",
        ADDRESS: "it is the recipient's postal address, a line a column: address 1, address 2 …",
    }.get(name, "")
