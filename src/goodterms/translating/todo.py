"""The todo catalog: the messages that a translator has yet to translate, handed out and merged back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polib

from goodterms.translating.catalog_text import (
    canonical,
    clear_previous,
    is_translated,
    key_of,
    strings_of,
    without_fuzzy,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from goodterms.translating.catalog_text import MessageKey


class TakeResult(NamedTuple):
    """A catalog after new translations were taken into it: its text, and how many were taken.

    ``unknown`` are the msgids that the catalog does not have, ``kept`` those that it already has in another
    translation.
    """

    text: str
    translated: int
    unknown: list[str]
    kept: list[str]


def select_todo(text: str, language: str, selected: Collection[MessageKey] | None = None) -> tuple[str, int]:
    """The missing and fuzzy messages of a catalog, as the text of a catalog, and how many there are.

    With ``selected``, only those among these messages.
    """
    catalog = polib.pofile(text, wrapwidth=0)
    result = polib.POFile(wrapwidth=0)
    result.metadata = {**catalog.metadata, "Language": language}
    for entry in catalog:
        if not entry.obsolete and not is_translated(entry) and (selected is None or key_of(entry) in selected):
            result.append(entry)
    return canonical(result), len(result)


def take(text: str, returned: str) -> TakeResult:
    """A catalog with the translations of a returned one, both as text; what is empty or fuzzy there is ignored."""
    catalog = polib.pofile(text, wrapwidth=0)
    entries = {key_of(entry): entry for entry in catalog if not entry.obsolete}
    unknown, kept, count = [], [], 0
    for translation in polib.pofile(returned, wrapwidth=0):
        if translation.obsolete or not is_translated(translation):
            continue
        entry = entries.get(key_of(translation))
        if entry is None or len(strings_of(entry)) != len(strings_of(translation)):
            unknown.append(translation.msgid)
        elif not is_translated(entry):
            entry.msgstr, entry.msgstr_plural = translation.msgstr, translation.msgstr_plural
            entry.tcomment, entry.flags = translation.tcomment, without_fuzzy(entry)
            clear_previous(entry)
            count += 1
        elif strings_of(entry) != strings_of(translation):
            kept.append(translation.msgid)
    return TakeResult(canonical(catalog), count, unknown, kept)
