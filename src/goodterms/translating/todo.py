"""What a translator has yet to do, as a catalog of its own, and that catalog brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polib

from goodterms.translating.files import canonical, key_of, strings_of

if TYPE_CHECKING:
    from collections.abc import Collection


class TakeResult(NamedTuple):
    """A catalog with translations brought back into it: its text, how many were taken, and what was not.

    ``unknown`` are msgids that the catalog does not have; ``kept`` are those that it had translated otherwise.
    """

    text: str
    translated: int
    unknown: list[str]
    kept: list[str]


def select_todo(text: str, language: str, wanted: Collection[tuple[str | None, str]] | None) -> tuple[str, int]:
    """The messages of a catalog that are missing or fuzzy, as the text of a catalog, and how many they are.

    With ``wanted``, only those of these messages, by msgctxt and msgid.
    """
    catalog = polib.pofile(text, wrapwidth=0)
    result = polib.POFile(wrapwidth=0)
    result.metadata = {**catalog.metadata, "Language": language}
    for entry in catalog:
        if not entry.obsolete and not _is_done(entry) and (wanted is None or key_of(entry) in wanted):
            result.append(entry)
    return canonical(result), len(result)


def take(text: str, brought: str) -> TakeResult:
    """A catalog with the translations of another one, both as text; what is empty or fuzzy there is not taken."""
    catalog = polib.pofile(text, wrapwidth=0)
    by_key = {key_of(entry): entry for entry in catalog if not entry.obsolete}
    unknown, kept, count = [], [], 0
    for entry in polib.pofile(brought, wrapwidth=0):
        if entry.obsolete or not _is_done(entry):
            continue
        mine = by_key.get(key_of(entry))
        if mine is None or len(strings_of(mine)) != len(strings_of(entry)):
            unknown.append(entry.msgid)
        elif not _is_done(mine):
            mine.msgstr, mine.msgstr_plural, mine.tcomment = entry.msgstr, entry.msgstr_plural, entry.tcomment
            mine.flags = [flag for flag in mine.flags if flag != "fuzzy"]
            mine.previous_msgctxt = mine.previous_msgid = mine.previous_msgid_plural = None
            count += 1
        elif strings_of(mine) != strings_of(entry):
            kept.append(entry.msgid)
    return TakeResult(canonical(catalog), count, unknown, kept)


def _is_done(entry: polib.POEntry) -> bool:
    return all(string.strip() for string in strings_of(entry)) and not entry.fuzzy
