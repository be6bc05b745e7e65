"""Rules about the file and its messages: faults that make translations unusable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.check.registry import rule
from goodterms.check.subjects import Hit
from goodterms.check.triggers import begins_blank, has_previous, is_fuzzy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goodterms import po
    from goodterms.check.subjects import CheckedCatalog


@rule("error", "catalog")
def syntax(catalog: CheckedCatalog) -> Iterator[Hit]:
    """The file is not well-formed: an open string, a stray word, a message defined twice.

    Bad: msgstr "an open string
    Good: msgstr "a closed string"
    """
    for flaw in catalog.file.flaws:
        hint = f"; {flaw.hint}" if flaw.hint else ""
        level = "warning" if flaw.harmless else ""
        yield Hit(flaw.problem + hint, line=flaw.line, offset=flaw.column, level=level)


@rule("warning", "catalog")
def header_language(catalog: CheckedCatalog) -> Iterator[Hit]:
    """The header names no language, or a different one from the catalog's folder or file name.

    Bad: locales/sl/LC_MESSAGES/a.po with "Language: hr"
    Good: locales/sl/LC_MESSAGES/a.po with "Language: sl"
    """
    if catalog.is_template:
        return
    declared = catalog.file.header.get("Language", "")
    line = catalog.file.header_line("Language")
    if not declared:
        yield Hit(f"the header has no Language; expected Language: {catalog.language}", line=line)
    elif declared.replace("_", "-").casefold() != catalog.language.replace("_", "-").casefold():
        yield Hit(f"the header says Language: {declared}, the path says {catalog.language}", declared, line=line)


@rule("note", "entry", when=begins_blank)
def untranslated(catalog: CheckedCatalog, entry: po.Entry) -> Iterator[Hit]:
    """A message has no translation. In the source language, it needs none.

    Bad: msgid "Kind regards," with an empty msgstr
    Good: msgid "Kind regards," with a translation
    """
    if catalog.is_template or catalog.is_optional:
        return
    if not any(string.strip() for string in entry.strings):
        yield Hit("the message is not translated")


@rule("warning", "entry", when=is_fuzzy)
def fuzzy(catalog: CheckedCatalog, entry: po.Entry) -> Iterator[Hit]:
    """A translation is fuzzy: it was guessed from a similar message, and is not used until a translator confirms it.

    Bad: #, fuzzy
    Good: the translation reviewed, and the flag removed
    """
    if not catalog.is_template and entry.fuzzy:
        yield Hit("the translation is fuzzy, so it is not used; review it and remove the flag")


@rule("note", "entry", when=has_previous)
def previous_left(catalog: CheckedCatalog, entry: po.Entry) -> Iterator[Hit]:
    """A message that is not fuzzy still has its previous msgid.

    Bad: #| msgid "old" above a message that is not fuzzy
    Good: the line removed together with the fuzzy flag
    """
    if entry.previous and not entry.fuzzy and not catalog.is_template:
        yield Hit("the message still has its previous msgid; remove the lines that begin with #|")
