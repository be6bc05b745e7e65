"""Reads the language.toml of a language: how letters in it are set, and how they write values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.content import conventions, tables, typed_words
from goodterms.content.language_files import layers, of_cldr
from goodterms.expressions import expression
from goodterms.model import LanguageSettings, NameRules

if TYPE_CHECKING:
    from goodterms.content.layers import Content
    from goodterms.content.tables import Table

_FONT = expression(r"[\w -]+")
_KEYS = (*conventions.KEYS_AND_REGIONS, "names", "page", "reading", "writing")
_NAMES_KEYS = (
    "salutation",
    "salutation_titles",
    "titles",
    "greetings",
    "said_before",
    "said_after",
    "no_names",
    "on_behalf",
    "before_credentials",
    "given_titles",
    "unbroken_titles",
    "endings",
    "one_person_endings",
    "nameless_salutations",
    "courtesy_capitals",
)
_SALUTATIONS = ("full", "surname")
_PAGE_KEYS = ("fonts", "line_height", "style")


def settings(content: Content, catalog: str, sender: tables.Table | None = None, region: str = "") -> LanguageSettings:
    """The settings of a language: the keys of an upper layer's language.toml take precedence over those of lower ones.

    ``sender`` has the sender's conventions for the language, which take precedence over all. In each table, what it has
    for ``region`` (ISO 3166) takes precedence over what it has for the whole language. Raises :class:`BrokenContent`
    with every fault of these files.
    """
    overlaid = LanguageSettings(cldr=of_cldr(content, catalog))
    read = []
    for table in layers(content, catalog, "language.toml"):
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
    for table in layers(content, catalog, "language.toml"):
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
    titles, endings = table.table("titles"), table.table("endings")
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
        no_names=(*below.no_names, *table.texts("no_names")),
        endings={
            **below.endings,
            **{form: (*below.endings.get(form, ()), *endings.texts(form)) for form in endings.raw()},
        },
        one_person_endings=(*below.one_person_endings, *table.texts("one_person_endings")),
        nameless_salutations=(
            table.texts("nameless_salutations") if "nameless_salutations" in table else below.nameless_salutations
        ),
        courtesy_capitals=(
            table.texts("courtesy_capitals") if "courtesy_capitals" in table else below.courtesy_capitals
        ),
        on_behalf=(*below.on_behalf, *table.texts("on_behalf")),
    )
