"""What a room of advice says to people, in the words of its template and in their language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.compose import Letter, Request
from goodterms.formats import text
from goodterms.text import bidi

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from goodterms.model import LetterSpec, Locale
    from goodterms.project import Project


class Voice:
    """The sentences of a room in one locale.

    Raises :class:`MissingTranslations` where one of them is not translated, and :class:`BrokenContent`.
    """

    def __init__(self, project: Project, spec: LetterSpec, locale: Locale, day: date) -> None:
        self._project = project
        self._spec = spec
        self._day = day
        self._compiled = project.edition(locale).compiled(spec, "refuse")
        self._settings = project.language_of(locale)
        self.locale = locale

    @property
    def labels(self) -> Mapping[str, str]:
        """Words without values, by the name of their block."""
        return self._compiled.labels

    def say(self, blocks: Collection[str], **values: object) -> str:
        """The sentences of some blocks, in the order of the room, as plain text on one line."""
        without = frozenset(name for name in self._spec.sections if name not in blocks)
        given = {**dict.fromkeys(self._spec.fields), **values, "date": self._day}
        marked = self._compiled.render(given, without)
        wording = self._project.wordings.parse(marked.sections, self._compiled.path)
        request = Request(self._spec, self.locale, given, self._day)
        letter = Letter(request, wording, marked.slots, self._settings, "", labels=self.labels)
        said = " ".join(text.write(self._project.content, letter).split("\n\n"))
        # The values are numbers, dates and a name at an end: these read well without isolates, which tables would show.
        return bidi.ISOLATES.sub("", said).strip()
