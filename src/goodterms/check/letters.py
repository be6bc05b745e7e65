"""Checks of letters against catalogs: which letter cannot be written in which language, and what no letter asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.cldr import locales
from goodterms.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from goodterms.findings import Level
    from goodterms.model import Locale
    from goodterms.project import Project

INCOMPLETE = "letter-incomplete"
BROKEN = "letter-broken"
UNUSED = "message-unused"
BELOW = "below-threshold"


def check_letters(project: Project, least: Mapping[str, float]) -> list[Finding]:
    """What keeps the letters of a project from being written in its languages.

    ``least`` is how much of a language must be translated, in percent; a letter that is incomplete in a language that
    must be complete is an error, in any other a note.
    """
    return [
        finding
        for name in project.content.catalogs()
        for finding in _in_language(project, locales.of_catalog(name), least.get(name))
    ]


def _in_language(project: Project, locale: Locale, least: float | None) -> Iterator[Finding]:
    asked: set[tuple[str | None, str]] = set()
    lacking_in_all: set[tuple[str | None, str]] = set()
    must_be_complete: Level = "error" if least == 100 else "note"
    path = str(next(project.content.catalog_paths(locale.catalog)))
    for name in project.content.letters():
        letter = project.letter(name)
        messages = project.messages(letter, locale)
        lacking = project.lacking(letter, locale, "mark")
        asked |= set(messages)
        lacking_in_all |= {(one.msgctxt, one.msgid) for one in lacking}
        if lacking:
            told = f"{name} cannot be sent in {locale.tag}: {len(lacking)} of {len(messages)} messages missing"
            yield Finding(INCOMPLETE, must_be_complete, path, 1, 1, locale.tag, None, "", told, name)
        for fault in project.broken(letter, locale, "mark"):
            yield Finding(
                BROKEN, "error", str(fault.path), fault.line, 1, locale.tag, None, "", fault.problem, fault.problem
            )
    translated = 100 * (len(asked) - len(lacking_in_all)) / len(asked) if asked else 100.0
    if least is not None and translated < least:
        told = f"{translated:.0f} % of all messages are translated into {locale.tag}; at least {least:g} % must be"
        yield Finding(BELOW, "error", path, 1, 1, locale.tag, None, "", told, "")
    for catalog in project.catalogs(locale.catalog):
        for (msgctxt, msgid), entry in catalog.entries.items():
            if (msgctxt, msgid) not in asked:
                told = "no letter asks for this message"
                yield Finding(UNUSED, "warning", str(entry.path), entry.line, 1, locale.tag, msgctxt, msgid, told)
