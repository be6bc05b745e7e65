"""Rules of the file and of its messages: what would keep a letter from being written."""

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
    """The file is no well-formed catalog at some line: an open string, a stray word, a message that stands twice.

    Bad: msgstr "an open string
    Good: msgstr "a closed string"
    """
    for flaw in catalog.file.flaws:
        hint = f"; {flaw.hint}" if flaw.hint else ""
        level = "warning" if flaw.harmless else ""
        yield Hit(flaw.problem + hint, line=flaw.line, offset=flaw.column, level=level)


@rule("warning", "catalog")
def header_language(catalog: CheckedCatalog) -> Iterator[Hit]:
    """The header names another language than the folder in which the catalog lies, or none.

    Bad: locales/sl/LC_MESSAGES/a.po with "Language: hr"
    Good: locales/sl/LC_MESSAGES/a.po with "Language: sl"
    """
    if catalog.is_template:
        return
    declared = catalog.file.header.get("Language", "")
    line = catalog.file.header_line("Language")
    if not declared:
        yield Hit(f"the header names no language; expected Language: {catalog.language}", line=line)
    elif declared.replace("_", "-").casefold() != catalog.language.replace("_", "-").casefold():
        yield Hit(
            f"the header names the language {declared}; the catalog lies in {catalog.language}", declared, line=line
        )


@rule("note", "entry", when=begins_blank)
def untranslated(catalog: CheckedCatalog, entry: po.Entry) -> Iterator[Hit]:
    """A message has no translation.

    Bad: msgid "Kind regards," with an empty msgstr
    Good: msgid "Kind regards," with a translation
    """
    if not catalog.is_template and not any(string.strip() for string in entry.strings):
        yield Hit("is not translated")


@rule("warning", "entry", when=is_fuzzy)
def fuzzy(catalog: CheckedCatalog, entry: po.Entry) -> Iterator[Hit]:
    """A translation is marked fuzzy: it was guessed from a similar message, and is not used until a translator agrees.

    Bad: #, fuzzy
    Good: the translation looked at, and the mark removed
    """
    if not catalog.is_template and entry.fuzzy:
        yield Hit("is marked fuzzy, so its translation is not used; look at it and remove the mark")


@rule("note", "entry", when=has_previous)
def previous_left(catalog: CheckedCatalog, entry: po.Entry) -> Iterator[Hit]:
    """A message that is not fuzzy still carries the msgid that it had before.

    Bad: #| msgid "old" above a message that is not fuzzy
    Good: the line removed together with the fuzzy mark
    """
    if entry.previous and not entry.fuzzy and not catalog.is_template:
        yield Hit("still carries its previous msgid; remove the lines that begin with #|")
