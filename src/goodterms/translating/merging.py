"""Catalogs updated to a catalog template, as ``msgmerge`` does, or created from one, as ``msginit`` does."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, NamedTuple

import polib

from goodterms.messages.catalog import plural_rule
from goodterms.translating.catalog_text import canonical, key_of, strings_of, without_fuzzy

if TYPE_CHECKING:
    from collections.abc import Iterable

_CONTENT_TYPE = "text/plain; charset=UTF-8"
_MIN_SIMILARITY = 0.7
"""How similar a new and a removed msgid must be for the translation to be reused as fuzzy, as difflib measures it."""


class Changes(NamedTuple):
    """What an update changed in a catalog: the numbers of new messages, of fuzzy ones among them, of removed ones."""

    new: int
    fuzzy: int
    removed: int


class _MergedMessage(NamedTuple):
    """A merged message, and how it counts among the changes."""

    entry: polib.POEntry
    is_new: bool
    is_fuzzy_match: bool


def merge(text: str, template: str, needed: str, plural_forms: str | None) -> tuple[str, Changes]:
    """The text of a catalog updated to a template, and what changed; all catalogs are given as text.

    Messages, their order and their extracted comments come from the template; translations, translator comments and the
    header come from the catalog. ``needed`` is the template or a part of it: messages outside that part are kept only
    if the catalog has them. A new message that is similar to a removed one gets its translation, flagged fuzzy, with
    the previous msgid. Removed messages that were translated become obsolete. A second update changes nothing.
    ``plural_forms`` is the Plural-Forms header for a catalog without one.
    """
    old, new = polib.pofile(text, wrapwidth=0), polib.pofile(template, wrapwidth=0)
    known = {key_of(entry): entry for entry in sorted(old, key=lambda entry: not entry.obsolete)}
    current = {key_of(entry) for entry in new}
    needed_keys = {key_of(entry) for entry in polib.pofile(needed)}
    removed = [entry for key, entry in known.items() if key not in current]
    result = polib.POFile(wrapwidth=0)
    result.metadata, result.header, result.metadata_is_fuzzy = old.metadata, old.header, old.metadata_is_fuzzy
    result.metadata.setdefault("Content-Type", _CONTENT_TYPE)  # without one, gettext programs guess
    if plural_forms:
        result.metadata.setdefault("Plural-Forms", plural_forms)
    form_count = _form_count(result)
    merged = [
        _merge_message(entry, known.get(key_of(entry)), removed, form_count)
        for entry in new
        if key_of(entry) in known or key_of(entry) in needed_keys
    ]
    changes = Changes(
        new=sum(message.is_new for message in merged),
        fuzzy=sum(message.is_fuzzy_match for message in merged),
        removed=sum(not entry.obsolete for entry in removed),
    )
    for message in merged:
        result.append(message.entry)
    for entry in removed:
        if any(strings_of(entry)):
            entry.obsolete, entry.occurrences, entry.comment = True, [], ""
            result.append(entry)
    return canonical(result), changes


def init(needed: str, language: str, plural_forms: str) -> str:
    """The text of a new catalog for a language: the messages of a template, all untranslated."""
    template = polib.pofile(needed, wrapwidth=0)
    result = polib.POFile(wrapwidth=0)
    result.metadata = {**template.metadata, "Language": language, "Plural-Forms": plural_forms}
    result.metadata.pop("X-Source-Language", None)  # only the template has it
    form_count = _form_count(result)
    for entry in template:
        result.append(_untranslated(entry, form_count))
    return canonical(result)


def _form_count(file: polib.POFile) -> int:
    header = file.metadata.get("Plural-Forms")
    return plural_rule(header).count if header else 2


def _untranslated(entry: polib.POEntry, form_count: int) -> polib.POEntry:
    """A message of a template, without a translation."""
    return polib.POEntry(
        msgctxt=entry.msgctxt,
        msgid=entry.msgid,
        msgid_plural=entry.msgid_plural,
        msgstr_plural=dict.fromkeys(range(form_count), "") if entry.msgid_plural else {},
        comment=entry.comment,
        flags=without_fuzzy(entry),
        occurrences=entry.occurrences,
    )


def _merge_message(
    entry: polib.POEntry, old: polib.POEntry | None, removed: Iterable[polib.POEntry], form_count: int
) -> _MergedMessage:
    """A message of the template with its translation from the catalog, or with that of a similar removed message."""
    target = _untranslated(entry, form_count)
    if old is not None:
        _copy_translation(old, target, fuzzy=old.fuzzy)
        return _MergedMessage(target, is_new=bool(old.obsolete), is_fuzzy_match=False)
    match = _most_similar(entry, removed)
    if match is not None:
        _copy_as_fuzzy(match, target)
    return _MergedMessage(target, is_new=True, is_fuzzy_match=match is not None)


def _copy_translation(source: polib.POEntry, target: polib.POEntry, *, fuzzy: bool) -> None:
    """Copy a translation; where only one of the two messages has a plural, the translation becomes fuzzy."""
    target.tcomment = source.tcomment
    if bool(target.msgid_plural) == bool(source.msgid_plural):
        target.msgstr = source.msgstr
        if target.msgid_plural:
            target.msgstr_plural = dict(source.msgstr_plural)
    elif any(strings_of(source)):
        string = next(filter(None, strings_of(source)))
        target.msgstr_plural = dict.fromkeys(target.msgstr_plural, string)
        target.msgstr = "" if target.msgid_plural else string
        fuzzy = True
    if fuzzy and any(strings_of(target)):
        target.flags = ["fuzzy", *target.flags]
        target.previous_msgctxt = source.previous_msgctxt
        target.previous_msgid = source.previous_msgid
        target.previous_msgid_plural = source.previous_msgid_plural


def _copy_as_fuzzy(source: polib.POEntry, target: polib.POEntry) -> None:
    """Copy the translation of a similar message, flagged fuzzy, with the msgid that it translates."""
    _copy_translation(source, target, fuzzy=True)
    target.previous_msgid = source.msgid
    target.previous_msgid_plural = source.msgid_plural or None
    target.previous_msgctxt = source.msgctxt if source.msgctxt != target.msgctxt else None


def _most_similar(entry: polib.POEntry, candidates: Iterable[polib.POEntry]) -> polib.POEntry | None:
    """The translated message whose msgid is most similar; None if none is similar enough."""
    highest, match = _MIN_SIMILARITY, None
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2(entry.msgid)
    for candidate in candidates:
        if not any(strings_of(candidate)):
            continue
        matcher.set_seq1(candidate.msgid)
        if matcher.real_quick_ratio() > highest and matcher.quick_ratio() > highest and matcher.ratio() > highest:
            highest, match = matcher.ratio(), candidate
    return match
