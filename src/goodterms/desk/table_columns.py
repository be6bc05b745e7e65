"""The columns of a table on its page: what each is used for, why, and what it may be instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.cldr import locales
from goodterms.content.column_settings import ENVELOPE_FIELDS
from goodterms.desk.form import label_of
from goodterms.desk.messages import TEXTS, text
from goodterms.fields.persons import has_parts
from goodterms.fields.records import RECORD
from goodterms.recipients.columns import OF_A_PERSON, has_status
from goodterms.recipients.proposals import ELSEWHERE, SETTLED
from goodterms.recipients.recognition import OWN
from goodterms.text.bidi import escape_controls

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from goodterms.desk.recognised import SeenColumn
    from goodterms.desk.worker import Seen
    from goodterms.model import FieldSpec, LetterSpec
    from goodterms.project import Project
    from goodterms.recipients.outcome import Mapped

AS_IT_IS, UNUSED = "=", "-"
"""The choices that change nothing, and that use a column for nothing."""
PREFIX = "c."
"""Before the place of a column in the form."""
_RECORDS = 3
"""The records of a field to which a page offers columns, and those that the table has."""
_SHOWN_LANGUAGES = 2


class Option(NamedTuple):
    """What a column may be: a field as goodterms.toml has it, and its name for people."""

    value: str
    label: str


class Options(NamedTuple):
    """Options under a title."""

    title: str
    options: tuple[Option, ...]


def options(project: Project, seen: Seen) -> list[Options]:
    """All that a column of this table may be."""
    specs = [project.letter(letter) for letter in seen.jobs]
    envelope = [
        Option(name, label(name)) for name in ENVELOPE_FIELDS if name != "status" or any(map(has_status, specs))
    ]
    own: dict[str, Option] = {}
    sender: dict[str, Option] = {}
    for spec in specs:
        for field in spec.fields.values():
            into = sender if field.sender else own
            into |= {name: Option(name, label(name)) for name in _names(field)}
    groups = [Options(text("columns_envelope"), tuple(envelope)), Options(text("columns_fields"), tuple(own.values()))]
    return [*groups, Options(text("columns_sender"), tuple(sender.values()))] if sender else groups


def _names(field: FieldSpec) -> Iterator[str]:
    """A field and its parts, as goodterms.toml names them."""
    if field.type == RECORD:
        for number in range(1, _RECORDS + 1) if field.many else (0,):
            for part in field.parts:
                yield f"{field.name}.{number}.{part}" if number else f"{field.name}.{part}"
        return
    yield field.name
    if has_parts(field):
        yield from (f"{field.name}.{part}" for part in OF_A_PERSON)


def label(field: str) -> str:
    """A field for people: ``Meeting date``, ``Name: surname``."""
    if f"envelope_{field}" in TEXTS:
        return text(f"envelope_{field}")
    first, *rest = field.split(".")
    return ": ".join([label_of(first), *(one.replace("_", " ") for one in rest)])


def rows(project: Project, seen: Seen) -> list[dict[str, object]]:
    """A row for each column: what it is used for, why, three of its values."""
    languages = {
        name: locales.name_in(project.source_locale, locales.of_catalog(name)) for name in project.catalogs.languages
    }
    names = [one.name for one in seen.columns]
    return [
        {
            "place": one.place,
            "name": escape_controls(one.name),
            "control": f"{PREFIX}{one.place}",
            "use": _use(one),
            "kind": _kind(one),
            "reasons": [*_reasons(one, languages)],
            "shown": [escape_controls(value) for value in one.shown],
            "may_change": names.index(one.name) == number,
        }
        for number, one in enumerate(seen.columns)
    ]


def _kind(column: SeenColumn) -> str:
    if column.fields:
        return "new" if column.is_new else "used"
    return "unsure" if column.possible and column.doubt not in ("parts", "joined") else "unused"


def _use(column: SeenColumn) -> str:
    if not column.fields:
        return text("column_unsure") if _kind(column) == "unsure" else text("column_unused")
    named = ", ".join(map(label, column.fields))
    if column.time and len(column.fields) == 1:
        return text("column_with_time", field=named, time=label(column.time))
    return named


def _reasons(column: SeenColumn, languages: Mapping[str, str]) -> Iterator[str]:
    """Why a column is used so, or is not."""
    if not column.fields:
        yield from _doubts(column)
        return
    if SETTLED in column.catalogs:
        yield text("why_settled")
    elif OWN in column.catalogs:
        yield text("why_own")
    elif named := [languages.get(one, one) for one in column.catalogs]:
        yield text("why_words", languages=", ".join(named[:_SHOWN_LANGUAGES]))
    if column.kind:
        kind = _kind_of_values(column.kind)
        if column.fitting == column.filled:
            yield text("why_values", kind=kind)
        else:
            yield text("why_some_values", kind=kind, count=column.fitting, all=column.filled)
    if column.join:
        yield text("why_joined", names=", ".join(column.join))
    if column.is_open:
        yield text("why_open_date" if column.kind in ("date", "moment") else "why_open_number")


def _doubts(column: SeenColumn) -> Iterator[str]:
    fields = ", ".join(map(label, column.possible))
    if column.doubt == "twice":
        yield text("doubt_twice", fields=fields)
    elif column.doubt == "values":
        yield text("doubt_values", fields=fields)
    elif column.doubt == "parts":
        yield text("doubt_parts")
    elif column.doubt == "postal_code":
        yield text("doubt_postal_code")
    elif column.possible:
        yield text("doubt_several", fields=fields)
    elif column.other == ELSEWHERE:
        yield text("other_elsewhere")
    elif column.other:
        yield text(f"other_{column.other}")
    elif SETTLED in column.catalogs:
        yield text("why_settled")
    elif not column.catalogs:
        yield text("other_unknown")


def _kind_of_values(kind: str) -> str:
    return text(f"kind_{kind}" if f"kind_{kind}" in TEXTS else "kind_text")


def corrected(seen: Seen, pairs: Sequence[tuple[str, str]], known: Sequence[Options]) -> dict[str, Mapped] | None:
    """What a filled form says that columns are, by their names; None for a form with what the page does not offer."""
    allowed = {option.value for group in known for option in group.options} | {UNUSED}
    names = {f"{PREFIX}{one.place}": one.name for one in reversed(seen.columns)}
    found: dict[str, Mapped] = {}
    for control, value in pairs:
        if not control.startswith(PREFIX) or value == AS_IT_IS:
            continue
        if control not in names or value not in allowed:
            return None
        found[names[control]] = value if value != UNUSED else False
    return found


def letters_of(specs: Sequence[LetterSpec]) -> list[tuple[str, list[LetterSpec]]]:
    """The letters by their groups, in the order of the gallery."""
    groups = sorted({spec.group for spec in specs}, key=lambda group: (not group, group))
    return [(group, [spec for spec in specs if spec.group == group]) for group in groups]
