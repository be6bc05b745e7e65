"""New translations tried in the letters that use them, before they are written."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from goodterms.check.checked_letters import CheckedLetters, LetterHit
from goodterms.check.letters import letter_broken, renders
from goodterms.check.thresholds import Thresholds
from goodterms.cldr import locales
from goodterms.content.layers import catalog_file
from goodterms.errors import BrokenContent

if TYPE_CHECKING:
    from collections.abc import Collection

    from goodterms.project import Project
    from goodterms.translating.catalog_text import MessageKey

_NO_THRESHOLDS = Thresholds()


def try_in_letters(project: Project, language: str, text: str, new: Collection[MessageKey]) -> list[LetterHit]:
    """What is wrong with the letters that print any of the ``new`` messages, if ``text`` is the catalog of a language.

    What is wrong with them already is left out, unless it is in one of these messages.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = catalog_file(Path(folder), language)
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
        *overlays, base = project.content.layers
        found = _find(project.laid_over([Path(folder), *overlays], base), language, new)
    before = {hit.message for hit in _find(project, language, new)} if any(hit.key not in new for hit in found) else ()
    return [hit for hit in found if hit.key in new or hit.message not in before]


def _find(project: Project, language: str, messages: Collection[MessageKey]) -> list[LetterHit]:
    locale = locales.of_catalog(language)
    try:
        edition = project.edition(locale)
        only = {one.name for one in project.letters() if not set(edition.messages(one)).isdisjoint(messages)}
        checked = CheckedLetters(project, locale, _NO_THRESHOLDS, {}, only)
        return [*letter_broken(checked), *renders(checked)]
    except BrokenContent as error:
        return [LetterHit(fault.place, fault.problem, line=fault.line) for fault in error.faults]
