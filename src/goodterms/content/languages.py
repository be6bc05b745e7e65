"""Reads the files of a language other than its catalog: language.toml (settings) and samples.toml (sample values)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from goodterms.cldr import spellout
from goodterms.content import conventions, tables, typed_words
from goodterms.fields import records
from goodterms.model import LanguageSettings, NameRules, Writing
from goodterms.values import Person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goodterms.content.layers import Content
    from goodterms.content.tables import Table
    from goodterms.model import Direction, LetterSpec

_FONT = re.compile(r"[\w -]+")
_KEYS = (*conventions.KEYS_AND_REGIONS, "names", "page", "reading", "writing")
_NAMES_KEYS = (
    "salutation",
    "salutation_titles",
    "titles",
    "greetings",
    "said_before",
    "said_after",
    "before_credentials",
    "given_titles",
    "unbroken_titles",
)
_SALUTATIONS = ("full", "surname")
_WRITING_KEYS = (
    "joiners",
    "quotes",
    "full_stop",
    "space_after_latin",
    "words_after_times",
    "punctuation",
    "letters",
    "mistaken",
)
# ISO 15924 codes of scripts that are never written with ZWNJ or ZWJ.
_SCRIPTS_WITHOUT_JOINERS = ("", "Latn", "Cyrl", "Grek", "Hebr", "Armn", "Geor")
_PAGE_KEYS = ("fonts", "line_height", "style")


def settings(content: Content, catalog: str, sender: tables.Table | None = None, region: str = "") -> LanguageSettings:
    """The settings of a language: the keys of an upper layer's language.toml take precedence over those of lower ones.

    ``sender`` has the sender's conventions for the language, which take precedence over all. In each table, what it has
    for ``region`` (ISO 3166) takes precedence over what it has for the whole language. Raises :class:`BrokenContent`
    with every fault of these files.
    """
    overlaid = LanguageSettings(cldr=conventions.of_cldr(content, catalog))
    read = []
    for table in _layers(content, catalog, "language.toml"):
        read.append(table)
        table.refuse_unknown(_KEYS)
        page = table.table("page")
        page.refuse_unknown(_PAGE_KEYS)
        if unusable := [font for font in page.texts("fonts") if not _FONT.fullmatch(font)]:
            page.refuse("fonts", "not-a-font", given=unusable)
        overlaid = conventions.overlay(overlaid, table, region)._replace(
            fonts=page.texts("fonts") or overlaid.fonts,
            line_height=page.number("line_height", overlaid.line_height),
            style=page.text("style", overlaid.style),
            quotes=table.table("writing").texts("quotes") or overlaid.quotes,
            full_stop=table.table("writing").text("full_stop", overlaid.full_stop),
            space_after_latin=_space_after_latin(table.table("writing"), overlaid.space_after_latin),
            words_after_times=table.table("writing").texts("words_after_times") or overlaid.words_after_times,
            names=_names(table, overlaid.names),
            reading=typed_words.overlay(overlaid.reading, table.table("reading")),
        )
    if sender is not None:
        read.append(sender)
        sender.refuse_unknown(conventions.KEYS_AND_REGIONS)
        overlaid = conventions.overlay(overlaid, sender, region)
    tables.raise_faults(*read)
    return overlaid


def _space_after_latin(writing: Table, below: bool) -> bool:
    return writing.flag("space_after_latin") if "space_after_latin" in writing else below


def name_rules(content: Content, catalog: str) -> NameRules:
    """The table ``names`` of a language's language.toml; much faster than :func:`settings`."""
    rules = NameRules()
    for table in _layers(content, catalog, "language.toml"):
        rules = _names(table, rules)
        tables.raise_faults(table)
    return rules


def _names(settings: Table, below: NameRules) -> NameRules:
    """The table ``names`` of a language.toml; a key that it does not have is that of ``below``."""
    table = settings.table("names")
    table.refuse_unknown(_NAMES_KEYS)
    salutation = table.text("salutation", below.salutation)
    if salutation not in _SALUTATIONS:
        table.refuse("salutation", "not-an-option", given=salutation, known=_SALUTATIONS)
    titles = table.table("titles")
    return NameRules(
        salutation=salutation,
        salutation_titles=table.texts("salutation_titles") if "salutation_titles" in table else below.salutation_titles,
        titles={**below.titles, **{form: titles.texts(form) for form in titles.raw()}},
        before_credentials=table.text("before_credentials", below.before_credentials),
        given_titles=table.texts("given_titles") or below.given_titles,
        unbroken_titles=table.flag("unbroken_titles") or below.unbroken_titles,
        greetings=(*below.greetings, *table.texts("greetings")),
        said_before=(*below.said_before, *table.texts("said_before")),
        said_after=(*below.said_after, *table.texts("said_after")),
    )


def writing(content: Content, catalog: str, script: str, direction: Direction, zeros: str) -> Writing:
    """How a language is written: ``script``, ``direction`` and ``zeros`` from CLDR, and its table ``writing``."""
    rules = Writing(
        script=script,
        direction=direction,
        zeros=zeros,
        joiners=script not in _SCRIPTS_WITHOUT_JOINERS,
        number_forms=spellout.forms(conventions.of_cldr(content, catalog).get("spellout", {}), ()),
    )
    for settings in _layers(content, catalog, "language.toml"):
        table = settings.table("writing")
        table.refuse_unknown(_WRITING_KEYS)
        punctuation, letters = table.table("punctuation"), table.table("letters")
        mistaken = table.table("mistaken")
        rules = rules._replace(
            joiners=table.flag("joiners") or rules.joiners,
            quotes=table.texts("quotes") or rules.quotes,
            punctuation={**rules.punctuation, **{sign: punctuation.text(sign) for sign in punctuation.raw()}},
            number_forms=spellout.forms((), {*rules.number_forms, *conventions.number_forms(settings)}),
            mistaken={**rules.mistaken, **{sign: mistaken.text(sign) for sign in mistaken.raw()}},
            letters={**rules.letters, **{letter: letters.text(letter) for letter in letters.raw()}},
        )
        tables.raise_faults(settings)
    return rules


def samples(content: Content, catalog: str, letter: LetterSpec) -> dict[str, object]:
    """The raw sample of each field of a letter: that of the language's samples.toml, or else that of the field."""
    in_language: dict[str, object] = {}
    for table in _layers(content, catalog, "samples.toml"):
        in_language |= table.raw()
        in_language |= table.table(letter.name).raw()
        tables.raise_faults(table)
    given = {name: in_language.get(name, field.sample) for name, field in letter.fields.items()}
    return {
        name: records.complete_sample(field, given[name]) if field.type == records.RECORD else given[name]
        for name, field in letter.fields.items()
    }


def sample_person(content: Content, catalog: str, default: Person) -> Person:
    """A person's name in parts, as an example: the topmost table ``person`` in a samples.toml of the language."""
    for path in content.locale_paths(catalog, "samples.toml"):
        with tables.open_table(path) as samples:
            table = samples.table("person")
            table.refuse_unknown(Person._fields)
            parts = {part: table.text(part) for part in table.raw()}
        if parts:
            return Person(**parts)
    return default


def _layers(content: Content, catalog: str, name: str) -> Iterator[Table]:
    """The tables of a language's files of one name, from the lowest layer up."""
    return map(tables.read, reversed(list(content.locale_paths(catalog, name))))
