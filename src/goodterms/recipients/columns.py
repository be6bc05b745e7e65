"""Which column of a table is which field. Names are matched as people write them; all faults are found at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.call import CURRENCY
from goodterms.content.column_settings import ColumnUse
from goodterms.content.column_settings import fold_name as fold_name
from goodterms.expressions import expression
from goodterms.faults import fault
from goodterms.fields.amounts import Written
from goodterms.fields.persons import has_parts
from goodterms.recipients.moments import CLOCK, DAY
from goodterms.recipients.record_columns import RecordColumns
from goodterms.recipients.report import ADDED
from goodterms.values import NAME_PARTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from goodterms.content.column_settings import ColumnSettings, Words
    from goodterms.faults import Fault
    from goodterms.model import LetterSpec

KEY, LOCALE, EMAIL, ADDRESS, TIMEZONE = "key", "locale", "email", "address", "timezone"
LETTER, STATUS = "letter", "status"
_OF_EVERY_LETTER = {
    KEY: ("key", "id", "customerid", "customernumber", "customerno"),
    LOCALE: ("locale", "lang", "language", "preferredlocale", "preferredlanguage"),
    EMAIL: ("email", "emailaddress", "mail", "mailaddress", "recipientemail"),
    ADDRESS: ("address", "addressline", "postaladdress"),
    LETTER: ("letter", "lettername", "lettertitle"),
    STATUS: ("status", "meetingstatus"),
    TIMEZONE: ("timezone", "tz", "timezoneid", "ianatimezone", "customertimezone"),
}
"""The columns that say which letter goes where, or that it does not, each with the names that people give it."""
OF_A_PERSON = {
    "title": ("salutation", "honorific", "nameprefix"),
    "given": ("givenname", "firstname", "forename"),
    "given2": ("middlename", "secondname", "additionalname"),
    "surname": ("surname", "lastname", "familyname"),
}
"""The names that people give to the parts of the addressee's name; where several columns match, the first name listed
here wins."""
_WHOLE_ADDRESS = "postaladdress"
"""The name of an address that another one may be beside, at which the customer lives."""
AMBIGUOUS_TITLE = "title"
"""A column that holds a form of address in some tables and a job title in others; a letter must not guess."""
SENDER = "sender"
"""The word before the name of a column that gives a value of the sender: ``sender company``."""
_NUMBERED = expression(r"(.*?)\d{1,2}")
_NO_SETTINGS: ColumnSettings = {}
_NO_WORDS: Words = {}


class Column(NamedTuple):
    """A column in use: its index (from 0), its name in the table, the field or part of the envelope that it fills.

    ``dates`` and ``decimal`` say how its values are written, where the settings say so: see :class:`Written`. ``part``
    is the part of each cell that counts, see :mod:`goodterms.recipients.moments`; empty for all of it. ``joined`` are
    the indices of the columns whose cells follow its own. ``unit`` is what its name says of the values in its cells: a
    currency, a unit of time, or a calendar.
    """

    place: int
    name: str
    field: str
    dates: str = ""
    decimal: str = ""
    part: str = ""
    joined: tuple[int, ...] = ()
    unit: str = ""

    @property
    def has_own_name(self) -> bool:
        """Whether its name is just that of its field, and says nothing else of its values."""
        return fold_name(self.name).removeprefix(SENDER) == fold_name(self.field)


class Columns(NamedTuple):
    """The columns of a table: those of the letter's fields, those of the envelope, and the names of unused ones.

    ``width`` is the number of all columns. ``withheld`` are columns that are named like a value of the sender and are
    not taken, as they may be the customer's. ``words`` are the choices that words of the table mean, by field.
    ``swapped`` are the fields of dates whose days and months a program may have swapped. ``beside_address`` are unused
    columns with parts of the address. ``zone`` is the field of the meeting's time zone, the zone (IANA) that the
    name of a column of its times says, and that name.
    """

    of_fields: tuple[Column, ...]
    of_envelope: tuple[Column, ...]
    unused: tuple[str, ...]
    width: int = 0
    withheld: tuple[Column, ...] = ()
    words: Words = _NO_WORDS
    swapped: frozenset[str] = frozenset()
    beside_address: tuple[Column, ...] = ()
    zone: tuple[str, str, str] = ("", "", "")

    def name_of(self, field: str) -> str:
        """The name of a field's column in the table, or those of its parts; the field's own name when it has none.

        For a part of a record without a column of its own, it is the column of the whole record. The address has a
        column for each line.
        """
        if field == ADDRESS and (lines := [column.name for column in self.of_envelope if column.field == field]):
            return " / ".join(lines)
        columns = (*self.of_fields, *self.of_envelope)
        names = {column.field: column.name for column in reversed(columns)}
        parts = " / ".join(part.name for part in columns if part.field.startswith(f"{field}."))
        return names.get(field) or parts or names.get(field.partition(".")[0]) or field

    def has(self, field: str) -> bool:
        """Whether a column fills a field or a part of it."""
        return any(column.field.partition(".")[0] == field for column in (*self.of_fields, *self.of_envelope))

    @property
    def written(self) -> dict[str, Written]:
        """How the values of fields are written, by field or part, where the settings say so."""
        return {
            column.field: Written(column.dates, column.decimal)
            for column in self.of_fields
            if column.dates or column.decimal
        }


def has_status(letter: LetterSpec) -> bool:
    """Whether the status of a row matters: whether the meeting that a letter is about may be called off."""
    return bool(letter.meeting) and not letter.meeting_rules.cancels and STATUS not in letter.fields


def is_column_of(part: str, name: str) -> bool:
    """Whether people name the column of a part of the envelope (:data:`LOCALE` …) so."""
    return fold_name(name.strip()) in _OF_EVERY_LETTER[part]


def match_columns(
    names: Sequence[str],
    letter: LetterSpec,
    faults: list[Fault],
    settings: ColumnSettings = _NO_SETTINGS,
    words: Words = _NO_WORDS,
) -> Columns:
    """Match the column names of a table to the fields of a letter; fields with several values may have several columns.

    What the ``settings`` say of a column goes before everything else: another column with the name of the same field is
    not used. ``words`` are the settings' words for choices. Adds a fault for several columns of a field that takes one
    value.
    """
    matching = _Matching(names, letter, settings)
    for place, name in enumerate(names):
        matching.add(place, name.strip())
    matching.prefer_mapped()
    found = matching.found
    for field in dict.fromkeys(column.field for column in found):
        same = [column.name for column in found if column.field == field]
        if len(same) > 1 and field not in matching.many:
            faults.append(fault("column-twice", "columns", names=same, field=field))
    faults += matching.faults()
    return Columns(
        tuple(column for column in found if column.field not in _OF_EVERY_LETTER or column.field in letter.fields),
        tuple(column for column in found if column.field in _OF_EVERY_LETTER and column.field not in letter.fields),
        tuple(matching.unused[place] for place in sorted(matching.unused)),
        len(names),
        tuple(matching.withheld),
        words,
    )


class _Matching:
    """The columns of one table while they are matched: ``found``, ``unused`` names by place, ``withheld``.

    ``joins`` are columns with the names of those that the settings join to them.
    """

    def __init__(self, names: Sequence[str], letter: LetterSpec, settings: ColumnSettings) -> None:
        self._letter = letter
        self._names = names
        self._exact = settings
        self._folded = {fold_name(name): use for name, use in settings.items()}
        mapped = [use.field for name in names if (use := self._use(name.strip()))]
        self._fields = _names_of_fields(names, letter, mapped)
        self._envelope = {part for part in _OF_EVERY_LETTER if part != STATUS or has_status(letter)}
        self._aliases = {alias: part for part in self._envelope for alias in _OF_EVERY_LETTER[part]}
        self._records = RecordColumns(letter, [fold_name(name) for name in names])
        self.many = {name for name, field in letter.fields.items() if field.many} | {ADDRESS}
        self._of_report = _report_within(names)
        self.found: list[Column] = []
        self.unused: dict[int, str] = {}
        self.withheld: list[Column] = []
        self.joins: list[tuple[str, str]] = []
        self._mapped: set[str] = set()
        self._places = {fold_name(name): place for place, name in reversed([*enumerate(names)])}
        joined = (join for name in names if (use := self._use(name.strip())) for join in use.join)
        self._joined = {self._places.get(fold_name(join), -1) for join in joined}

    def add(self, place: int, name: str) -> None:
        """Match one column."""
        if use := self._use(name):
            if use.field and self._is_of_letter(use.field):
                self._add_mapped(Column(place, name, self._own(use.field), use.dates, use.decimal), use)
            elif use.field:
                self.unused[place] = name  # it is a field of another letter
            return
        if place in self._joined:
            return
        field = self._field_of(fold_name(name)) if place not in self._of_report else ""
        said = fold_name(name).removeprefix(SENDER)
        if not field and said != fold_name(name) and self._is_sender(of_sender := self._field_of(said)):
            self.found.append(Column(place, name, of_sender))
        elif field and self._is_sender(field):
            self.withheld.append(Column(place, name, field))
        elif field:
            self.found.append(Column(place, name, field))
        elif name:
            self.unused[place] = name

    def _add_mapped(self, column: Column, use: ColumnUse) -> None:
        """A column as the settings have it: with others joined to it, with a date and a time in one cell."""
        there = [place for join in use.join if (place := self._places.get(fold_name(join))) is not None]
        self.joins += [(column.name, join) for join in use.join]
        column = column._replace(joined=tuple(there), part=DAY if use.time else "")
        self.found.append(column)
        if use.time and self._is_of_letter(use.time):
            self.found.append(Column(column.place, column.name, self._own(use.time), part=CLOCK))
        self._mapped |= {column.field, *filter(None, [self._own(use.time)])}

    def prefer_mapped(self) -> None:
        """Give up columns that would fill the same as one of the settings, a name in parts where that is whole."""
        persons = {name for name, field in self._letter.fields.items() if has_parts(field)}
        whole = {field.partition(".")[0] for field in self._mapped} & persons
        kept = []
        for column in self.found:
            root = column.field.partition(".")[0]
            is_taken = column.field in self._mapped and column.field not in self.many
            is_other_form = root in whole and ("." in column.field) != any("." in m for m in self._mapped_of(root))
            if self._use(column.name) or not (is_taken or is_other_form):
                kept.append(column)
            else:
                self.unused[column.place] = column.name
        self.found = kept

    def _addresses_apart(self) -> list[str]:
        """The names of columns that may be two addresses of one customer, as their names are those of whole ones."""
        lines = [column.name for column in self.found if column.field == ADDRESS and not self._use(column.name)]
        stems = {fold_name(name).rstrip("0123456789"): name for name in reversed(lines)}
        return lines if len(stems) > 1 and _WHOLE_ADDRESS in stems else []

    def faults(self) -> Iterator[Fault]:
        """What leaves open which of several columns is meant, or is not there to be joined to another."""
        if len(apart := self._addresses_apart()) > 1:
            yield fault("column-twice", "columns", names=apart, field=ADDRESS)
        for name in _twice(one.name for one in self.found if one.field == ADDRESS):
            if not self._use(name):
                yield fault("address-columns-alike", "columns", given=name, stem=name.rstrip("0123456789 "))
        for column, part, others in self._parts_apart():
            yield fault("column-twice", "columns", names=[column, *others], field=part)
        twice = {fold_name(name) for name in _twice(self._names)}
        for given, join in self.joins:
            if fold_name(join) not in self._places:
                yield fault("column-to-join-missing", "columns", given=given, join=join)
            elif fold_name(join) in twice:
                yield fault("column-to-join-twice", "columns", given=given, join=join)

    def _parts_apart(self) -> Iterator[tuple[str, str, list[str]]]:
        """The columns of parts of the addressee's name beside which an unused one has another name of the same part."""
        for column in self.found:
            part = column.field.removeprefix(f"{addressee_of(self._letter)}.")
            aliases = OF_A_PERSON.get(part, ())
            if fold_name(column.name) in aliases and not self._use(column.name):
                unused = [name for name in self.unused.values() if not self._use(name)]
                if others := [name for name in unused if fold_name(name) in aliases]:
                    yield column.name, column.field, others

    def _mapped_of(self, root: str) -> list[str]:
        return [field for field in self._mapped if field.partition(".")[0] == root]

    def _use(self, name: str) -> ColumnUse | None:
        """What the settings say of a column; by its very name first."""
        return self._exact.get(name) or self._folded.get(fold_name(name)) if name else None

    def _is_of_letter(self, field: str) -> bool:
        root = field.partition(".")[0]
        return root in self._letter.fields or root in self._envelope or root == CURRENCY or self._own(field) != field

    def _own(self, field: str) -> str:
        """The field with its own name, where the settings have that of one record: ``provider.2.link``."""
        root, dot, rest = field.partition(".")
        of_item = next((spec.name for spec in self._letter.fields.values() if spec.item and spec.item == root), root)
        return f"{of_item}{dot}{rest}"

    def _is_sender(self, field: str) -> bool:
        spec = self._letter.fields.get(field.partition(".")[0])
        return spec is not None and spec.sender

    def _field_of(self, bare: str) -> str:
        """The field or the part of the envelope that a folded name means; empty for neither."""
        numbered = _NUMBERED.fullmatch(bare)
        stem = numbered[1] if numbered else ""
        if part := self._records.part_of(bare):
            return part
        if found := self._fields.get(bare) or self._aliases.get(bare):
            return found
        several = self._fields.get(stem) or self._aliases.get(stem) or ""
        return several if several in self.many else ""


def _twice(names: Iterable[str]) -> list[str]:
    """The names that several columns have, as the first of them writes it."""
    written: dict[str, list[str]] = {}
    for name in names:
        written.setdefault(fold_name(name), []).append(name)
    return [several[0] for several in written.values() if len(several) > 1]


def _report_within(names: Sequence[str]) -> range:
    """The columns that a report has added to a table, which is used again: they say nothing to a letter."""
    width = len(ADDED)
    starts = (place for place in range(len(names) - width + 1) if tuple(names[place : place + width]) == ADDED)
    return range(start, start + width) if (start := next(starts, None)) is not None else range(0)


def addressee_of(letter: LetterSpec) -> str:
    """The field with the addressee's name; empty for a letter without one."""
    return letter.salutation.get("name", letter.envelope.get("recipient", ""))


def _names_of_fields(names: Sequence[str], letter: LetterSpec, mapped: Sequence[str]) -> dict[str, str]:
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
    addressee = addressee_of(letter)
    # A table with a column of whole names does not need these, and may mean something else by them.
    if addressee in persons and fold_name(addressee) not in there and addressee not in mapped:
        for part, aliases in OF_A_PERSON.items():
            alias = next((alias for alias in aliases if alias in there), "")
            if alias and fold_name(f"{addressee}.{part}") not in there:
                known.setdefault(alias, f"{addressee}.{part}")
    return known


def known_names(letter: LetterSpec, settings: ColumnSettings = _NO_SETTINGS) -> Callable[[str], bool]:
    """Whether a text is the name of a column that a letter can use; for finding the header of a table."""
    aliases = (alias for known in (*_OF_EVERY_LETTER.values(), *OF_A_PERSON.values()) for alias in known)
    names = {*_names_of_fields((), letter, ()), *aliases, *map(fold_name, settings)}
    records = RecordColumns(letter, ())

    def knows(text: str) -> bool:
        bare = fold_name(text).removeprefix(SENDER)
        return bare in names or bare.rstrip("0123456789") in names or records.is_part(bare)

    return knows
