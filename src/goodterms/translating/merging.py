"""Catalogs as files: written in one canonical form, brought up to the catalog template, begun for a new language.

The form is the one that ``msgcat --no-wrap`` leaves alone; so a change shows words, not line breaks.
"""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, NamedTuple

import polib

from goodterms.content.layers import read_text
from goodterms.messages import catalog
from goodterms.messages.catalog import plural_rule

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_Key = tuple[str | None, str]
_CONTENT_TYPE = "text/plain; charset=UTF-8"
_REFERENCES = re.compile(r"^#: .+$", re.MULTILINE)
_WIDTH = 79
_MIN_LIKENESS = 0.7
"""How alike a new and a vanished msgid must be for the old translation to be proposed, as difflib measures it."""


class Changes(NamedTuple):
    """What an update did to a catalog: how many messages are new, were proposed from a similar one, and vanished."""

    new: int
    proposed: int
    vanished: int


def canonical(file: polib.POFile) -> str:
    """The text of a catalog in its canonical form."""
    file.wrapwidth = 0
    return _REFERENCES.sub(_wrapped, str(file).removeprefix("#\n"))


def _wrapped(found: re.Match[str]) -> str:
    """A line of references, broken where ``msgcat`` breaks it; it does so with ``--no-wrap`` too."""
    lines = ["#:"]
    for reference in found[0].split()[1:]:
        if len(lines[-1]) > len("#:") and len(lines[-1]) + 1 + len(reference) > _WIDTH:
            lines.append("#:")
        lines[-1] += f" {reference}"
    return "\n".join(lines)


def merge(text: str, template: str, needed: str, plural_forms: str | None) -> tuple[str, Changes]:
    """A catalog brought up to a template, all as text: the catalog's new text, and what was done.

    The messages and their comments are the template's, in its order; translations, translators' comments and the header
    are the catalog's. ``needed`` is the template or a part of it: of the rest, only what the catalog has is kept. A new
    message that is like one that has vanished gets its translation, marked fuzzy, with the msgid that it had; what has
    vanished and was translated is kept as obsolete. To update again changes nothing. ``plural_forms`` is the header for
    a catalog that has none.
    """
    old, wanted = polib.pofile(text, wrapwidth=0), polib.pofile(template, wrapwidth=0)
    kept = {key_of(entry): entry for entry in sorted(old, key=lambda entry: not entry.obsolete)}
    living = {key_of(entry) for entry in wanted}
    needs = {key_of(entry) for entry in polib.pofile(needed)}
    vanished = {key: entry for key, entry in kept.items() if key not in living}
    result = polib.POFile(wrapwidth=0)
    result.metadata, result.header, result.metadata_is_fuzzy = old.metadata, old.header, old.metadata_is_fuzzy
    result.metadata.setdefault("Content-Type", _CONTENT_TYPE)  # without one, gettext programs guess
    if plural_forms:
        result.metadata.setdefault("Plural-Forms", plural_forms)
    forms = _forms(result)
    new = proposed = 0
    for entry in wanted:
        found = kept.get(key_of(entry))
        if found is None and key_of(entry) not in needs:
            continue
        fresh = _fresh(entry, forms)
        result.append(fresh)
        if found is not None:
            _take(fresh, found, fuzzy=found.fuzzy)
        elif like := _like(entry, vanished.values()):
            _propose(fresh, like)
            proposed += 1
        new += found is None or bool(found.obsolete)
    fallen = sum(not entry.obsolete for entry in vanished.values())
    for entry in vanished.values():
        if any(strings_of(entry)):
            entry.obsolete, entry.occurrences, entry.comment = True, [], ""
            result.append(entry)
    return canonical(result), Changes(new, proposed, fallen)


def init(needed: str, language: str, plural_forms: str) -> str:
    """The text of a new catalog for a language: the messages of a template, none translated."""
    wanted = polib.pofile(needed, wrapwidth=0)
    result = polib.POFile(wrapwidth=0)
    result.metadata = {**wanted.metadata, "Language": language, "Plural-Forms": plural_forms}
    result.metadata.pop("X-Source-Language", None)  # the template's alone
    forms = _forms(result)
    for entry in wanted:
        result.append(_fresh(entry, forms))
    return canonical(result)


def read(path: Path) -> str:
    """The text of a catalog, with the line ends of Unix; raises :class:`BrokenContent` as the strict reader does."""
    catalog.read(path)
    return read_text(path).replace("\r\n", "\n")


def key_of(entry: polib.POEntry) -> _Key:
    """What a message is looked up by: its msgctxt and its msgid."""
    return entry.msgctxt, entry.msgid


def _forms(file: polib.POFile) -> int:
    header = file.metadata.get("Plural-Forms")
    return plural_rule(header).count if header else 2


def _fresh(entry: polib.POEntry, forms: int) -> polib.POEntry:
    """A message of a template without a translation."""
    return polib.POEntry(
        msgctxt=entry.msgctxt,
        msgid=entry.msgid,
        msgid_plural=entry.msgid_plural,
        msgstr_plural=dict.fromkeys(range(forms), "") if entry.msgid_plural else {},
        comment=entry.comment,
        flags=[flag for flag in entry.flags if flag != "fuzzy"],
        occurrences=entry.occurrences,
    )


def strings_of(entry: polib.POEntry) -> list[str]:
    """The translations of a message, one for each plural form that its catalog has."""
    return [*entry.msgstr_plural.values()] if entry.msgid_plural else [entry.msgstr]


def _take(fresh: polib.POEntry, found: polib.POEntry, *, fuzzy: bool) -> None:
    """Give a message the translation of one that was found; forms are taken only for forms."""
    fresh.tcomment = found.tcomment
    if bool(fresh.msgid_plural) == bool(found.msgid_plural):
        fresh.msgstr = found.msgstr
        if fresh.msgid_plural:
            fresh.msgstr_plural = dict(found.msgstr_plural)
    elif any(strings_of(found)):
        string = next(filter(None, strings_of(found)))
        fresh.msgstr_plural = dict.fromkeys(fresh.msgstr_plural, string)
        fresh.msgstr = "" if fresh.msgid_plural else string
        fuzzy = True
    if fuzzy and any(strings_of(fresh)):
        fresh.flags = ["fuzzy", *fresh.flags]
        fresh.previous_msgctxt = found.previous_msgctxt
        fresh.previous_msgid = found.previous_msgid
        fresh.previous_msgid_plural = found.previous_msgid_plural


def _propose(fresh: polib.POEntry, like: polib.POEntry) -> None:
    """Give a new message the translation of a similar one, for a translator to look at."""
    _take(fresh, like, fuzzy=True)
    fresh.previous_msgid = like.msgid
    fresh.previous_msgid_plural = like.msgid_plural or None
    fresh.previous_msgctxt = like.msgctxt if like.msgctxt != fresh.msgctxt else None


def _like(entry: polib.POEntry, others: Iterable[polib.POEntry]) -> polib.POEntry | None:
    """The translated message that is most like one, if any is like it at all."""
    best, found = _MIN_LIKENESS, None
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2(entry.msgid)
    for other in others:
        if not any(strings_of(other)):
            continue
        matcher.set_seq1(other.msgid)
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and matcher.ratio() > best:
            best, found = matcher.ratio(), other
    return found
