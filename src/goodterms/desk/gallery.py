"""The gallery: the state of each letter in each language."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.cldr.locales import endonym, name_in
from goodterms.desk.messages import text
from goodterms.errors import GoodtermsError
from goodterms.faults import fault
from goodterms.speech import aloud, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from goodterms.findings import Finding
    from goodterms.model import LetterSpec, Locale
    from goodterms.workspace import Workspace


class State(NamedTuple):
    """How far a letter is in a language: the numbers of its messages with something wrong, and of check's findings.

    ``is_readable`` is false for a letter whose templates or catalogs have errors. ``findings`` is None before the check
    has run. ``is_known`` is false before anybody has looked.
    """

    missing: int = 0
    fuzzy: int = 0
    broken: int = 0
    findings: int | None = None
    is_readable: bool = True
    is_known: bool = True

    @property
    def is_complete(self) -> bool:
        """Whether the letter can be written in the language."""
        return self.is_known and self.is_readable and not (self.missing or self.fuzzy or self.broken)

    def words(self) -> str:
        """The state in words."""
        if not self.is_known:
            return "…"
        if not self.is_readable:
            return text("unreadable")
        counts = {"missing": self.missing, "fuzzy": self.fuzzy, "broken": self.broken}
        parts = [text(name, count=count) for name, count in counts.items() if count] or [text("complete")]
        if self.findings:
            parts.append(text("findings", count=self.findings))
        return joined(parts)


UNKNOWN = State(is_known=False)


class Language(NamedTuple):
    """A language of the gallery, with its name in the language of the page and in its own."""

    tag: str
    name: str
    endonym: str
    direction: str


def languages(workspace: Workspace) -> list[Language]:
    """The languages that letters can be in."""
    own = workspace.project.spoken_locale
    return [Language(one.tag, name_in(own, one), endonym(one), one.direction) for one in workspace.locales()]


def states(
    workspace: Workspace, letters: Sequence[LetterSpec], findings: Iterable[Finding] | None
) -> dict[tuple[str, str], State]:
    """The state of each letter in each language, by its name and the tag; ``findings`` are those of a check."""
    found = None if findings is None else list(findings)
    return {
        (letter.name, locale.tag): _state(workspace, letter, locale, found)
        for locale in workspace.locales()
        for letter in letters
    }


def _state(workspace: Workspace, letter: LetterSpec, locale: Locale, findings: Sequence[Finding] | None) -> State:
    edition = workspace.project.edition(workspace.project.locale(locale.tag))
    try:
        untranslated = edition.untranslated(letter)
        broken = len(edition.broken(letter))
        keys = set(edition.messages(letter))
    except GoodtermsError:
        return State(is_readable=False)
    fuzzy = sum(aloud(one.why) == fault("message-fuzzy").problem for one in untranslated)
    count = None if findings is None else sum(_is_of(one, locale.catalog, letter.name, keys) for one in findings)
    return State(len(untranslated) - fuzzy, fuzzy, broken, count)


def _is_of(finding: Finding, catalog: str, letter: str, keys: set[tuple[str | None, str]]) -> bool:
    """Whether a finding is of a message that a letter prints, or of the letter's own files."""
    if f"/templates/{letter}/" in f"/{finding.path}":
        return True
    return finding.language == catalog and (finding.msgctxt, finding.msgid) in keys
