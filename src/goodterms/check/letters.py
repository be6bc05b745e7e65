"""Rules of letters against catalogs: which letter cannot be written in which language, and what no letter asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.check.registry import RULES, rule
from goodterms.cldr import locales
from goodterms.errors import BrokenContent
from goodterms.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from goodterms.check.registry import Rule
    from goodterms.findings import Level
    from goodterms.model import Locale
    from goodterms.project import Project

_Key = tuple[str | None, str]


class Thresholds(NamedTuple):
    """What must be translated.

    ``least`` is how much of a language, in percent; ``complete_in`` are the languages in which a letter must be whole.
    """

    least: Mapping[str, float]
    complete_in: Mapping[str, Collection[str]]


class Edition(NamedTuple):
    """The letters of a project in one language, as the rules of letters see them.

    ``kept`` is where a rule keeps what is the same for all languages.
    """

    project: Project
    locale: Locale
    thresholds: Thresholds
    kept: dict[object, object]

    @property
    def path(self) -> Path:
        """The topmost catalog of the language."""
        return next(self.project.content.catalog_paths(self.locale.catalog))

    def must_have(self, letter: str) -> bool:
        """Whether a letter must be whole in this language."""
        name = self.locale.catalog
        return self.thresholds.least.get(name) == 100 or name in self.thresholds.complete_in.get(letter, ())

    def asked(self) -> set[_Key]:
        """The messages that the letters can print."""
        project = self.project
        names = project.content.letters()
        return {key for name in names for key in project.messages(project.letter(name), self.locale)}

    def key_at(self, path: Path | str, line: int) -> _Key:
        """The message that stands at a line of a catalog."""
        catalogs = self.project.catalogs(self.locale.catalog)
        entries = [(key, entry) for catalog in catalogs for key, entry in catalog.entries.items()]
        return next((key for key, entry in entries if (str(entry.path), entry.line) == (str(path), line)), (None, ""))


class LetterHit(NamedTuple):
    """What a rule of letters says: where, and what; ``letter`` is the one it says it of, if it is one alone."""

    path: Path | str
    message: str
    text: str = ""
    letter: str = ""
    line: int = 1
    level: str = ""
    key: _Key = (None, "")


def check_letters(project: Project, thresholds: Thresholds) -> list[tuple[tuple[str, ...], Finding]]:
    """What keeps the letters of a project from being written in its languages, each with the letter it is about."""
    running = [rule for rule in RULES.values() if rule.scope == "letters"]
    found = []
    kept: dict[object, object] = {}
    for name in project.content.catalogs():
        edition = Edition(project, locales.of_catalog(name), thresholds, kept)
        try:
            hits = [(each, hit) for each in running for hit in each.find(edition)]
        except BrokenContent as error:
            broken = RULES["letter-broken"]
            hits = [(broken, LetterHit(one.place, one.problem, line=one.line)) for one in error.faults]
        found += [((hit.letter,) if hit.letter else (), _placed(edition, each, hit)) for each, hit in hits]
    return list(dict.fromkeys(found))  # a message of two letters is told once for each, else once


def _placed(edition: Edition, each: Rule, hit: LetterHit) -> Finding:
    msgctxt, msgid = hit.key
    level: Level = hit.level or each.level  # type: ignore[assignment]
    place = (str(hit.path), max(1, hit.line), 1, edition.locale.tag)
    return Finding(each.name, level, *place, msgctxt, msgid, hit.message, hit.text)


@rule("note", "letters")
def letter_incomplete(edition: Edition) -> Iterator[LetterHit]:
    """A letter cannot be written in a language, because messages are missing.

    An error where the letter must be whole: by --min LANG=100, or by complete-in in goodterms.toml.

    Bad: --min te=100, and 3 messages of the letter farewell are not translated into Telugu
    Good: --min te=100, and every message of the letter is translated
    """
    project, locale = edition.project, edition.locale
    for name in project.content.letters():
        letter = project.letter(name)
        if lacking := project.lacking(letter, locale, "mark"):
            count = len(project.messages(letter, locale))
            told = f"{name} cannot be sent in {locale.tag}: {len(lacking)} of {count} messages missing"
            yield LetterHit(edition.path, told, name, name, level="error" if edition.must_have(name) else "")


@rule("error", "letters")
def letter_broken(edition: Edition) -> Iterator[LetterHit]:
    """A letter cannot be written in a language: a placeholder in a translation is wrong, a character is forbidden.

    Bad: "Date: {date}" translated "Datum: {dan}"
    Good: "Date: {date}" translated "Datum: {date}"
    """
    project = edition.project
    for name in project.content.letters():
        for fault in project.broken(project.letter(name), edition.locale, "mark"):
            key = edition.key_at(fault.place, fault.line)
            yield LetterHit(fault.place, fault.problem, fault.problem, name, fault.line, key=key)


@rule("error", "letters")
def below_threshold(edition: Edition) -> Iterator[LetterHit]:
    """Less of a language is translated than --min or goodterms.toml asks for.

    Bad: --min te=90, and 45 of 52 messages are translated
    Good: --min te=80, and 45 of 52 messages are translated
    """
    project, locale = edition.project, edition.locale
    least = edition.thresholds.least.get(locale.catalog)
    asked = edition.asked()
    if least is None or not asked:
        return
    letters = [project.letter(name) for name in project.content.letters()]
    lacking = {(one.msgctxt, one.msgid) for letter in letters for one in project.lacking(letter, locale, "mark")}
    translated = 100 * (len(asked) - len(lacking)) / len(asked)
    if translated < least:
        told = f"{translated:.0f} % of all messages are translated into {locale.tag}; at least {least:g} % must be"
        yield LetterHit(edition.path, told)


@rule("warning", "letters")
def message_unused(edition: Edition) -> Iterator[LetterHit]:
    """A catalog has a message that no letter asks for; goodterms catalog update puts it away.

    Bad: msgid "Our fax number" where no template has it
    Good: #~ msgid "Our fax number"
    """
    asked = edition.asked()
    for catalog in edition.project.catalogs(edition.locale.catalog):
        for key, entry in catalog.entries.items():
            if key not in asked:
                yield LetterHit(entry.path, "no letter asks for this message", line=entry.line, key=key)


@rule("warning", "letters")
def template_outdated(edition: Edition) -> Iterator[LetterHit]:
    """The catalog template (.pot) has not the messages that the templates look up; goodterms catalog extract writes it.

    Bad: a letter asks for "Our last day", and locales/goodterms.pot does not have it
    Good: locales/goodterms.pot as goodterms catalog extract writes it
    """
    project = edition.project
    if edition.locale != project.source_locale:
        return  # the template is the same for all languages
    asked = {
        (one.message.msgctxt, one.message.msgid): one.message
        for name in project.content.letters()
        for one in project.asked(project.letter(name), edition.locale)
    }
    for layer, template in project.catalog_templates():
        mine = {key: one for key, one in asked.items() if one.template.is_relative_to(layer)}
        again = "write it anew with: goodterms catalog extract"
        for key, message in mine.items():
            entry = template.find(*key)
            if entry is None:
                told = f"{message.template.parent.name} asks for this message, which is not in the template; {again}"
                yield LetterHit(template.path, told, key=key)
            elif entry.msgid_plural != message.msgid_plural:
                told = f"the msgid_plural is {entry.msgid_plural!r}, in the letter {message.msgid_plural!r}; {again}"
                yield LetterHit(template.path, told, line=entry.line, key=key)
        for key, entry in template.entries.items():
            if key not in mine:
                yield LetterHit(template.path, f"no letter asks for this message; {again}", line=entry.line, key=key)
