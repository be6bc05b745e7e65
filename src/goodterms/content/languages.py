"""A language's own files beside its catalog: its settings (language.toml) and its sample values (samples.toml)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from goodterms.content import conventions, tables
from goodterms.errors import suggestion
from goodterms.model import LanguageSettings, NameRules, Writing
from goodterms.values import Person

if TYPE_CHECKING:
    from goodterms.content.layers import Content
    from goodterms.content.tables import Table
    from goodterms.model import Direction, LetterSpec

_FONT = re.compile(r"[\w -]+")
_KEYS = (*conventions.KEYS_AND_REGIONS, "names", "page", "writing")
_NAMES_KEYS = ("salutation", "salutation_titles", "titles", "before_credentials", "given_titles", "space_after_latin")
_SALUTATIONS = ("full", "surname")
_WRITING_KEYS = ("joiners", "quotes", "full_stop", "punctuation", "letters")
# ISO 15924 codes of the scripts whose spelling never needs ZWNJ or ZWJ.
_SCRIPTS_WITHOUT_JOINERS = ("", "Latn", "Cyrl", "Grek", "Hebr", "Armn", "Geor")
_PAGE_KEYS = ("fonts", "line_height", "style")


def settings(content: Content, catalog: str, own: tables.Table | None = None, region: str = "") -> LanguageSettings:
    """Where a language differs from CLDR, and how its pages look; upper layers' keys go before those of lower ones.

    ``own`` are formats of the sender's settings, which go before those. What each of them has for ``region`` (ISO 3166)
    alone goes before what it has for all. Raises :class:`BrokenContent` for a key that is unknown and a value of the
    wrong kind.
    """
    found = LanguageSettings(cldr=conventions.of_cldr(content, catalog))
    for path in reversed(list(content.locale_paths(catalog, "language.toml"))):
        table = tables.read(path)
        table.refuse_unknown(_KEYS)
        page = table.table("page")
        page.refuse_unknown(_PAGE_KEYS)
        for font in page.texts("fonts"):
            if not _FONT.fullmatch(font):
                raise page.fault("fonts", f"names {font!r}", "expected letters, digits, blanks and hyphens")
        found = conventions.overlay(found, table, region)._replace(
            fonts=page.texts("fonts") or found.fonts,
            line_height=page.number("line_height", found.line_height),
            style=page.text("style", found.style),
            quotes=table.table("writing").texts("quotes") or found.quotes,
            full_stop=table.table("writing").text("full_stop", found.full_stop),
            names=_names(table, found.names),
        )
    if own is not None:
        own.refuse_unknown(conventions.KEYS_AND_REGIONS)
        found = conventions.overlay(found, own, region)
    return found


def name_rules(content: Content, catalog: str) -> NameRules:
    """How a language's salutation says a name: its own table ``names`` alone, which is quickly read."""
    found = NameRules()
    for path in reversed(list(content.locale_paths(catalog, "language.toml"))):
        found = _names(tables.read(path), found)
    return found


def _names(settings: Table, below: NameRules) -> NameRules:
    """The table ``names`` of a language's settings; what it does not say is that of the layer below."""
    table = settings.table("names")
    table.refuse_unknown(_NAMES_KEYS)
    salutation = table.text("salutation", below.salutation)
    if salutation not in _SALUTATIONS:
        raise table.fault("salutation", f"is {salutation!r}", suggestion(salutation, _SALUTATIONS))
    titles = table.table("titles")
    return NameRules(
        salutation=salutation,
        salutation_titles=table.texts("salutation_titles") if "salutation_titles" in table else below.salutation_titles,
        titles={**below.titles, **{form: titles.texts(form) for form in titles.raw()}},
        before_credentials=table.text("before_credentials", below.before_credentials),
        given_titles=table.texts("given_titles") or below.given_titles,
        space_after_latin=table.flag("space_after_latin") or below.space_after_latin,
    )


def writing(content: Content, catalog: str, script: str, direction: Direction, zeros: str) -> Writing:
    """How a language is written: what CLDR says of it, and its own table ``writing``."""
    found = Writing(script=script, direction=direction, zeros=zeros, joiners=script not in _SCRIPTS_WITHOUT_JOINERS)
    for path in reversed(list(content.locale_paths(catalog, "language.toml"))):
        table = tables.read(path).table("writing")
        table.refuse_unknown(_WRITING_KEYS)
        punctuation, letters = table.table("punctuation"), table.table("letters")
        found = found._replace(
            joiners=table.flag("joiners") or found.joiners,
            quotes=table.texts("quotes") or found.quotes,
            punctuation={**found.punctuation, **{mark: punctuation.text(mark) for mark in punctuation.raw()}},
            letters={**found.letters, **{letter: letters.text(letter) for letter in letters.raw()}},
        )
    return found


def samples(content: Content, catalog: str, letter: LetterSpec) -> dict[str, object]:
    """The sample of each field of a letter: the language's own where it has one, else the letter's."""
    own: dict[str, object] = {}
    for path in reversed(list(content.locale_paths(catalog, "samples.toml"))):
        table = tables.read(path)
        own.update(table.raw())
        own.update(table.table(letter.name).raw())
    return {name: own.get(name, field.sample) for name, field in letter.fields.items()}


def sample_person(content: Content, catalog: str, otherwise: Person) -> Person:
    """A person's name in parts, for examples: ``person`` of the language's samples, else ``otherwise``."""
    for path in content.locale_paths(catalog, "samples.toml"):
        table = tables.read(path).table("person")
        if table:
            table.refuse_unknown(Person._fields)
            return Person(**{part: table.text(part) for part in table.raw()})
    return otherwise
