"""What a form can be filled with at once: samples, long names, a name in Latin letters, numbers, forms of address."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING, NamedTuple

from goodterms import fields
from goodterms.cldr import tags
from goodterms.desk import form
from goodterms.desk.messages import text
from goodterms.desk.variants import Choice

if TYPE_CHECKING:
    from datetime import date

    from goodterms.desk.asked import Asked
    from goodterms.desk.form import Values
    from goodterms.model import FieldSpec, LetterSpec
    from goodterms.workspace import Workspace

SAMPLES, LONG, LATIN, NUMBER, FORM, REQUIRED, NOTHING = (
    "samples",
    "long",
    "latin",
    "number",
    "form",
    "required",
    "nothing",
)
NUMBERS = ("0", "1", "2", "3", "5", "101", "2.5")
"""The numbers to fill in: no thing, one, and others whose words differ in some language; and a fraction."""
_NAMES = ("person", "name")
_LONG_NAME = 80
"""The characters of a long name: more than a line of an envelope or of a narrow page holds."""
_MORE_NUMBERS = {"number": "{}", "percent": "{}"}
_JOINED = "."


class Fillings(NamedTuple):
    """What there is to fill in, in groups with a title; the value of each is one that :func:`filled` takes."""

    title: str
    choices: tuple[Choice, ...]


def of(workspace: Workspace, asked: Asked) -> list[Fillings]:
    """What the form of a letter can be filled with, as far as the letter and its language have it."""
    letter = workspace.project.letter(asked.letter)
    whole = [Choice(name, text(f"fill_{name}")) for name in (SAMPLES, REQUIRED, NOTHING)]
    names = [Choice(LONG, text("fill_long"))] if _fields_of(letter, *_NAMES) else []
    if names and not _is_latin(workspace, asked.locale):
        names.append(Choice(LATIN, text("fill_latin")))
    numbers = [Choice(_JOINED.join((NUMBER, one)), one) for one in NUMBERS if _taken(workspace, asked, letter, one)]
    address = letter.fields.get(letter.salutation.get("form", ""))
    forms = [Choice(_JOINED.join((FORM, one)), one) for one in address.options] if address else []
    groups = {"fill_whole": whole, "fill_names": names, "fill_numbers": numbers, "fill_forms": forms}
    return [Fillings(text(title), tuple(choices)) for title, choices in groups.items() if choices]


def filled(workspace: Workspace, asked: Asked, filling: str, today: date) -> Asked:
    """The same with other values; the steps that these are in are kept. An unknown filling changes nothing."""
    project = workspace.project
    letter, locale = project.letter(asked.letter), project.locale(asked.tag)
    kind, _, what = filling.partition(_JOINED)
    samples = form.samples(workspace, letter, locale, today)
    if kind == SAMPLES:
        return asked._replace(values=samples)
    if kind == NOTHING:
        return asked._replace(values={})
    if kind == REQUIRED:
        return asked._replace(values=_required(letter, samples))
    if kind == FORM:
        return _with(asked, letter, _form_of_address(workspace, asked, letter, what))
    if kind == NUMBER:
        taken = _taken(workspace, asked, letter, what)
        return _with(asked, letter, {key: value for choices in taken.values() for key, value in choices.items()})
    if kind in (LONG, LATIN):
        names = samples if kind == LONG else form.samples(workspace, letter, project.source_locale, today)
        long = _long if kind == LONG else str
        return _with(asked, letter, {name: long(one) for name, one in _single_names(letter, names).items()})
    return asked


def _with(asked: Asked, letter: LetterSpec, values: Values) -> Asked:
    """The same with some values in place of those that the form has for the same fields, whole or in parts."""
    kept = {name: value for name, value in asked.values.items() if name.partition(".")[0] not in values}
    steps = {letter.fields[name].step for name in values if name in letter.fields}
    without = tuple(step for step in asked.without if step not in steps)
    return asked._replace(values={**kept, **values}, without=without)


def _fields_of(letter: LetterSpec, *types: str) -> list[FieldSpec]:
    """The fields of some types that take a single value."""
    return [field for field in letter.fields.values() if field.type in types and not field.many]


def _single_names(letter: LetterSpec, samples: Values) -> dict[str, str]:
    """The whole names among samples, by field; a name in parts as the words of its parts."""
    found: dict[str, str] = {}
    for field in _fields_of(letter, *_NAMES):
        whole = samples.get(field.name)
        parts = [str(value) for name, value in samples.items() if name.startswith(f"{field.name}.")]
        if name := whole if isinstance(whole, str) else " ".join(parts):
            found[field.name] = name
    return found


def _long(name: str) -> str:
    """A name made of the words of another, of which the last two are one word."""
    words = name.split()
    longer = list(words)
    for word in cycle(words):
        if len(" ".join(longer)) >= _LONG_NAME:
            break
        longer.append(word)
    return f"{' '.join(longer[:-1])}-{longer[-1]}"


def _required(letter: LetterSpec, samples: Values) -> Values:
    """The samples of what a letter cannot do without: what is required, also by a choice, and one of each need."""
    needed = {name for name, field in letter.fields.items() if field.required}
    chosen = {name: {value} if isinstance(value, str) else {*value} for name, value in samples.items()}
    needed |= {
        name
        for name, field in letter.fields.items()
        if field.when
        and all(other in needed and chosen.get(other, set()) & {*options} for other, options in field.when.items())
    }
    for need in letter.needs.values():
        if not needed & {*need.one_of}:
            needed |= {next((name for name in need.one_of if name in samples), need.one_of[0])}
    items = {field.item: name for name, field in letter.fields.items() if field.item}
    return {
        name: value
        for name, value in samples.items()
        for root in [name.partition(".")[0]]
        if items.get(root, root) in needed and not _is_spare(letter.fields[items.get(root, root)], name)
    }


def _is_spare(field: FieldSpec, name: str) -> bool:
    """Whether a value is of a second record, or of a part of a record that it can do without."""
    if not field.parts:
        return False
    _, *numbers, part = name.split(".")
    return numbers not in ([], ["1"]) or not field.parts[part].required


def _form_of_address(workspace: Workspace, asked: Asked, letter: LetterSpec, option: str) -> Values:
    """A form of address, with the names that the language has for it."""
    field = letter.salutation.get("form", "")
    if option not in letter.fields[field].options:
        return {}
    locale = workspace.project.locale(asked.tag)
    raw = workspace.project.samples_of_choice(letter, locale, field, option)
    return {**form.typed(letter, raw), field: option}


def _taken(workspace: Workspace, asked: Asked, letter: LetterSpec, number: str) -> dict[str, Values]:
    """By field, a number as it is typed and the choices that show it, for the fields that take it."""
    from goodterms.check import rendering  # what the check writes letters with

    words = workspace.project.words(workspace.project.locale(asked.tag))
    context = fields.ANY_CURRENCY._replace(words=words)
    found: dict[str, Values] = {}
    patterns = {**rendering.COUNTED, **_MORE_NUMBERS}
    for field in _fields_of(letter, *patterns):
        typed = patterns[field.type].format(number)
        try:
            fields.parse(field, typed, context)
        except fields.InvalidValue:
            continue
        shown: Values = rendering.choices_for(field)
        found[field.name] = {**shown, field.name: typed}
    return found


def _is_latin(workspace: Workspace, language: str) -> bool:
    """Whether a language is written in Latin script."""
    tag = tags.parse(workspace.project.locale(language).tag)
    return bool(tag) and tags.maximize(tag).script == "Latn"
