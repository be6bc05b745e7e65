"""The tables ``columns`` and ``values`` of a goodterms.toml: own names for columns, own words for choices."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from goodterms import fields
from goodterms.content.column_words import ENVELOPE, STATUSES
from goodterms.content.tables import as_toml
from goodterms.errors import InvalidRequest
from goodterms.expressions import expression
from goodterms.faults.nearest import nearest
from goodterms.fields import persons
from goodterms.values import NAME_PARTS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from goodterms.content.tables import Table
    from goodterms.model import FieldSpec, LetterSpec

LETTER = "letter"
ENVELOPE_FIELDS = ENVELOPE
"""What a column may be that is not a field of a letter: it says which letter goes where."""
CURRENCY = "currency"
DATE_ORDERS = ("dmy", "mdy", "ymd")
DECIMALS = {"comma": ",", "point": "."}
"""The decimal separators by the word for each."""
_USE_KEYS = ("field", "dates", "numbers", "time", "join")
_ANSWERS = ("yes", "no")
_NUMBER = expression(r"\.\d{1,2}(?=\.|$)")
_ADDRESS_LINE = expression(r"address[ .]?\d{1,2}")


class ColumnUse(NamedTuple):
    """What a column is by the settings: its field, or a part (``name.given``); empty for one that is not used.

    ``dates`` is the order of its dates in digits: ``dmy``, ``mdy`` or ``ymd``. ``decimal`` is the decimal separator of
    its numbers: ``,`` or ``.``. Both are empty where the settings do not say. ``time`` is the field of the time of day
    that its cells have beside the date. ``join`` are the columns whose cells stand after its own, with a space between.
    """

    field: str
    dates: str = ""
    decimal: str = ""
    time: str = ""
    join: tuple[str, ...] = ()


ColumnSettings = Mapping[str, ColumnUse]
"""What columns are, by their names as the settings write them; no two of the names mean the same column."""
Words = Mapping[str, Mapping[str, str]]
"""The choice that a word means, by the word in lower case (:meth:`str.casefold`), by field; a part of a record is
``providers.introduce``."""


def fold_name(name: str) -> str:
    """A name without the details in which people differ: case, blanks, hyphens, underscores, dots."""
    return re.sub(r"[\s_.\-\u2010\u2011]+", "", name).casefold()


def read_columns(table: Table, letters: Iterable[LetterSpec]) -> ColumnSettings:
    """The table ``columns``; collects a fault for each column whose field no letter has."""
    letters = list(letters)
    known = list(dict.fromkeys(_known_fields(letters)))
    times = {place for letter in letters for place, kind in _types(letter) if kind == "time"}
    uses: dict[str, ColumnUse] = {}
    folded: dict[str, str] = {}
    for name, value in table.raw().items():
        other = folded.setdefault(fold_name(name), name)
        if other != name:
            table.refuse(name, "column-named-twice", given=name, other=other)
        uses[name] = _use(table, name, value, known, times)
    return uses


def _types(letter: LetterSpec) -> Iterator[tuple[str, str]]:
    """The fields of a letter and the parts of its records, each with its type."""
    for field in letter.fields.values():
        yield field.name, field.type
        yield from ((f"{field.name}.{part.name}", part.type) for part in field.parts.values())


def _use(table: Table, name: str, value: object, known: list[str], times: Collection[str]) -> ColumnUse:
    """What a column is: the name of a field, a table of ``field`` and how its cells are written, or false."""
    if value is False:
        return ColumnUse("")
    if not isinstance(value, dict):
        if not isinstance(value, str):
            table.refuse(name, "not-a-column", given=as_toml(value))
            return ColumnUse("")
        return ColumnUse(_field(table, name, value, known))
    inner = table.table(name)
    inner.refuse_unknown(_USE_KEYS)
    dates, numbers = inner.text("dates"), inner.text("numbers")
    if dates and dates not in DATE_ORDERS:
        inner.refuse("dates", "not-an-option", given=dates, known=DATE_ORDERS)
    if numbers and numbers not in DECIMALS:
        inner.refuse("numbers", "not-an-option", given=numbers, known=DECIMALS)
    time = inner.text("time")
    if time and _NUMBER.sub("", time) not in times:
        inner.refuse("time", "not-an-option", given=time, known=sorted(times))
    if "field" not in inner:
        table.refuse(name, "column-without-field")
        return ColumnUse("")
    field = _field(inner, "field", inner.text("field"), known)
    return ColumnUse(field, dates, DECIMALS.get(numbers, ""), time, inner.texts("join"))


def _field(table: Table, key: str, given: str, known: list[str]) -> str:
    """The field that a column is said to be: by its own name, or with the number of a record: ``providers.2.link``."""
    if _ADDRESS_LINE.fullmatch(given):
        return "address"
    if _NUMBER.sub("", given) not in known and not table.is_refused(key):
        _refuse_field(table, key, given, known)
    return given


def _refuse_field(table: Table, key: str, given: str, known: list[str]) -> None:
    """Refuse the name of a field that no letter has, with the nearest one; a list of all would be long."""
    if near := nearest(given, known):
        table.refuse(key, "no-such-field-near", given=given, near=near)
    else:
        table.refuse(key, "no-such-field", given=given)


def _known_fields(letters: Iterable[LetterSpec]) -> Iterator[str]:
    """Everything that a column can be, records without their numbers."""
    yield from ENVELOPE_FIELDS
    for letter in letters:
        for field in letter.fields.values():
            yield field.name
            if persons.has_parts(field):
                yield from (f"{field.name}.{part}" for part in NAME_PARTS)
            yield from (f"{field.name}.{part}" for part in field.parts)
    yield CURRENCY


def read_words(table: Table, letters: Iterable[LetterSpec], locale: Callable[[str], object]) -> Words:
    """The table ``values``: for each field, words of tables and the choice that each means.

    ``locale`` finds a locale by its tag and raises :class:`InvalidRequest` for an unknown one. Collects a fault for
    each field that takes no choices and each choice that no letter has.
    """
    specs: dict[str, list[FieldSpec]] = {}
    letters = list(letters)
    names = tuple(letter.name for letter in letters if not letter.name.startswith("_"))  # tables are no letters
    for letter in letters:
        for field in letter.fields.values():
            for name, spec in ((field.name, field), *((f"{field.name}.{p.name}", p) for p in field.parts.values())):
                specs.setdefault(name, []).append(spec)
    with_choices = {name: choices for name, of_name in specs.items() if (choices := _choices(of_name))}
    words: dict[str, Mapping[str, str]] = {}
    for name, inner in _tables_of_words(table, specs):
        if name == "locale":
            words[name] = _words(inner, lambda given: _is_locale(locale, given), ())
        elif name == CURRENCY:
            words[name] = _words(inner, _is_currency, ())
        elif name == LETTER:
            words[name] = _words(inner, names.__contains__, names)
        elif name == "status" and name not in specs:
            words[name] = _words(inner, STATUSES.__contains__, STATUSES)
        elif name in with_choices:
            choices = with_choices[name]
            words[name] = _words(inner, choices.__contains__, choices)
        else:
            known = ["locale", CURRENCY, LETTER, "status", *with_choices]
            kind = "field-without-choices" if name in specs else "values-of-unknown-field"
            table.refuse(name, kind, given=name, known=known)
    return words


def _tables_of_words(table: Table, specs: Mapping[str, object]) -> Iterator[tuple[str, Table]]:
    """The tables of words by field; those of the parts of a record are inside its table."""
    for name, inner in table.tables_within():
        parts = [part for part, value in inner.raw().items() if isinstance(value, dict) and f"{name}.{part}" in specs]
        yield from ((f"{name}.{part}", inner.table(part)) for part in parts)
        if not parts:
            yield name, inner


def _choices(specs: Iterable[FieldSpec]) -> tuple[str, ...]:
    """Every choice that a field has in some letter; yes and no for one that asks for these."""
    options = dict.fromkeys(option for spec in specs for option in spec.options)
    return tuple(options) or (_ANSWERS if any(spec.type == "flag" for spec in specs) else ())


def _words(table: Table, is_choice: Callable[[str], bool], choices: tuple[str, ...]) -> Mapping[str, str]:
    """The choices of a field by the word for each, in lower case."""
    words: dict[str, str] = {}
    for word in table.raw():
        choice = table.text(word)
        if table.is_refused(word):
            continue
        if not is_choice(choice):
            kind = "not-an-option" if choices else "unknown-meaning"
            table.refuse(word, kind, given=choice, known=choices)
        words[word.strip().casefold()] = choice
    return words


def _is_locale(locale: Callable[[str], object], tag: str) -> bool:
    try:
        locale(tag)
    except InvalidRequest:
        return False
    return True


def _is_currency(code: str) -> bool:
    try:
        fields.TYPES["currency"](code, fields.ParseContext("", None))
    except fields.InvalidValue:
        return False
    return len(code) == len("EUR") and code.isalpha()


def own_words(field: str, text: str, words: Words) -> str:
    """What a cell says in the words of its field: the choice that the text means, or the text as it is.

    ``field`` may have the number of a record: ``providers.2.introduce``. Of several words, separated by commas,
    semicolons or line breaks, each is looked up.
    """
    known = (words.get(field) or words.get(_NUMBER.sub("", field))) if words else None
    if not known:
        return text
    if (whole := known.get(text.strip().casefold())) is not None:
        return whole
    parts = re.split(r"([,;\n])", text)
    if len(parts) == 1 or not any(part.strip().casefold() in known for part in parts):
        return text
    return "".join(known.get(part.strip().casefold(), part) for part in parts)
