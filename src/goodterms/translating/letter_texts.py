"""What letters print of the messages in their catalogs: as the files on the disk have them, or as a draft has one."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from goodterms.cldr import locales
from goodterms.content.layers import catalog_file
from goodterms.errors import GoodtermsError
from goodterms.messages.catalog import ONE_FORM
from goodterms.messages.translations import Translation, forms_of
from goodterms.translating.catalog_text import example_numbers
from goodterms.translating.printed import PrintedMessages

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from goodterms import po
    from goodterms.messages.catalog import PluralRule
    from goodterms.model import Locale
    from goodterms.project import Project
    from goodterms.translating.printed import Use


_MOST_LETTERS = 3
"""How many letters are written to find a draft: one that these do not print is in some rare variant of the others."""


class Shown(NamedTuple):
    """A message in letters: where it is, and what is printed of each form, by examples of the form's numbers.

    A message without plural forms has one text, with no numbers. A form that no sample shows is not among them.
    """

    use: Use
    texts: list[tuple[str, str]]


class LetterTexts:
    """What letters print, by language: read when a message is first asked for, and kept until :meth:`forget`.

    ``open_project`` opens the project as it is on the disk.
    """

    def __init__(self, open_project: Callable[[], Project]) -> None:
        self._open_project = open_project
        self._by_language: dict[str, PrintedMessages] = {}

    def forget(self) -> None:
        """Read everything again when it is next needed: a file has been saved."""
        self._by_language.clear()
        self.__dict__.pop("_project", None)

    def of(self, path: Path, language: str, entry: po.Entry, plural: PluralRule | None) -> Shown | None:
        """What letters print of a message of a catalog, as the file on the disk has it.

        None for a message or a catalog of no letter, and for letters that cannot be compiled; the check reports those.
        """
        try:
            printed = self._of_language(language) if self._is_of_letters(path, language) else None
        except GoodtermsError:
            return None
        use = printed.uses.get(entry.key) if printed else None
        if printed is None or use is None:
            return None
        printed.read({entry.key})
        return Shown(use, _texts(printed, entry, plural))

    @cached_property
    def _project(self) -> Project:
        return self._open_project()

    def _is_of_letters(self, path: Path, language: str) -> bool:
        """Whether a catalog is the one of a language in a layer of the project."""
        own = [catalog_file(layer, language).resolve() for layer in self._project.content.layers]
        return path.resolve() in own

    def _of_language(self, language: str) -> PrintedMessages:
        """What is printed in a language; raises :class:`BrokenContent` for letters that cannot be compiled."""
        if language not in self._by_language:
            locale, letters = locales.of_catalog(language), self._project.letters()
            self._by_language[language] = PrintedMessages(self._project, locale, letters, ())
        return self._by_language[language]


def draft_texts(
    project: Project, locale: Locale, letters: Sequence[str], entry: po.Entry, plural: PluralRule | None
) -> list[tuple[str, str]]:
    """What letters would print of a message with the texts of ``entry``, as :attr:`Shown.texts`.

    ``letters`` have the message; they are looked at until one prints any of it. Nothing for texts with which no letter
    can be written.
    """
    rule = plural if plural and entry.msgid_plural is not None else ONE_FORM
    drafts = {entry.key: Translation(forms_of(entry.strings), rule)}
    with suppress(GoodtermsError):
        for name in letters[:_MOST_LETTERS]:
            printed = PrintedMessages(project, locale, [project.letter(name)], {entry.key}, drafts)
            if texts := _texts(printed, entry, plural):
                return texts
    return []


def _texts(printed: PrintedMessages, entry: po.Entry, plural: PluralRule | None) -> list[tuple[str, str]]:
    """What is printed of each form of a message, by examples of its numbers."""
    texts = []
    for form in range(len(entry.strings)):
        numbers = plural.numbers_of(form) if plural and entry.msgid_plural is not None else []
        if text := printed.text(entry.key, form, numbers):
            texts.append((example_numbers(plural, form) if plural and numbers else "", text))
    return texts
