"""What rules about letters look at, and what they find: the letters of a project in one language."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection

    from goodterms.check.thresholds import Thresholds
    from goodterms.edition import Edition
    from goodterms.model import LetterSpec, Locale
    from goodterms.project import Project

_Key = tuple[str | None, str]


class CheckedLetters(NamedTuple):
    """The letters of a project in one language, as rules look at them.

    ``cache`` is shared by all languages: rules keep there what does not depend on the language. ``only`` are the names
    of the letters to look at; None for all.
    """

    project: Project
    locale: Locale
    thresholds: Thresholds
    cache: dict[object, object]
    only: Collection[str] | None = None

    @property
    def letters(self) -> list[LetterSpec]:
        """The letters to look at."""
        return [letter for letter in self.project.letters() if self.only is None or letter.name in self.only]

    @property
    def edition(self) -> Edition:
        """The letters as they are compiled for the language."""
        return self.project.edition(self.locale)

    @property
    def path(self) -> Path:
        """The topmost catalog of the language; for a source language without any, the catalog template."""
        content = self.project.content
        return next(content.catalog_paths(self.locale.catalog), content.template_source())

    def is_of_top(self, path: Path | str) -> bool:
        """Whether a file is in the topmost layer. What lower layers have is for their own letters, too."""
        top = self.project.content.layers[0]
        return next(layer for layer in self.project.content.layers if Path(path).is_relative_to(layer)) is top

    def requires(self, letter: str) -> bool:
        """Whether a letter must be complete in this language."""
        name = self.locale.catalog
        return self.thresholds.minimum(name) == 100 or name in self.thresholds.complete_in.get(letter, ())

    def asked(self) -> set[_Key]:
        """The messages that the letters can print."""
        return {key for letter in self.printed() for key in self.edition.messages(letter)}

    def printed(self) -> list[LetterSpec]:
        """Everything with words that people read."""
        return self.project.printed

    def key_at(self, path: Path | str, line: int) -> _Key:
        """The message at a line of a catalog."""
        catalogs = self.project.catalogs.of(self.locale.catalog)
        entries = [(key, entry) for catalog in catalogs for key, entry in catalog.entries.items()]
        return next((key for key, entry in entries if (str(entry.path), entry.line) == (str(path), line)), (None, ""))


class LetterHit(NamedTuple):
    """What a rule about letters finds. ``letter`` is the letter it is about, empty for none in particular."""

    path: Path | str
    message: str
    text: str = ""
    letter: str = ""
    line: int = 1
    level: str = ""
    key: _Key = (None, "")
