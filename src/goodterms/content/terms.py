"""Reads the terms of a language: words of the source, and how they are translated.

They are in ``terms.toml`` of a language, in each layer, and in the table ``terms`` of goodterms.toml.
"""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from goodterms.cldr.languages import catalog_name
from goodterms.content import tables
from goodterms.content.layers import DOMAIN
from goodterms.text import phrases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from goodterms.content.layers import Content
    from goodterms.content.tables import Table
    from goodterms.findings import Level
    from goodterms.text.phrases import Phrase

FILE_NAME = "terms.toml"
LEVELS: tuple[Level, ...] = ("note", "warning")
"""The levels that a missing translation of a term may have; the first is the default."""
_KEYS = ("level", "terms")
TERM_KEYS = ("translations", "note", "level", "except")
"""The keys of a term that is a table."""
_MAX_CACHED = 4096


class Term(NamedTuple):
    """A term: ``source`` is a word or phrase of the source language, ``translations`` are those that are right.

    ``exceptions`` are phrases of the source in which the word is not the term, each with its reason. ``level`` is empty
    for the default.
    """

    source: Phrase
    translations: tuple[Phrase, ...]
    note: str = ""
    level: Level | str = ""
    exceptions: tuple[tuple[str, str], ...] = ()

    @property
    def shown(self) -> str:
        """The translations in their basic forms, as people read them: ``pošiljka, dostava``."""
        return ", ".join(phrase.shown for phrase in self.translations)

    @property
    def hint(self) -> str:
        """The term, its translations and its note, in one line for translators."""
        return f"{self.source.shown} → {self.shown}{f' ({self.note})' if self.note else ''}"

    def is_in(self, text: str) -> bool:
        """Whether a text has one of the translations."""
        words = phrases.words_of(text)
        return any(phrase.is_in(words) for phrase in self.translations)


Terms = dict[str, Term | None]
"""Terms by the folded basic form of their source; None for one that is withdrawn."""


def key_of(source: Phrase) -> str:
    """What identifies a term: its source in its basic form, folded."""
    return phrases.fold(source.shown)


class _Sought(NamedTuple):
    """A term as it is looked for in sources: with its plural, and the phrases that are not the term."""

    term: Term
    source: Phrase
    exceptions: tuple[Phrase, ...]


class Glossary:
    """The terms that apply to a catalog."""

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        self.terms = tuple(terms)
        self._by_first_word: dict[str, list[_Sought]] = {}
        self._open: list[_Sought] = []
        self.in_source = lru_cache(maxsize=_MAX_CACHED)(self._in_source)
        """The terms that a source has, in their order there; an occurrence within a longer term does not count."""
        for term in self.terms:
            exceptions = tuple(filter(None, (phrases.read(phrase) for phrase, _ in term.exceptions)))
            sought = _Sought(term, term.source.with_plural(), exceptions)
            first = sought.source.runs[0][0]
            if first.is_open_before or first.is_open_after:
                self._open.append(sought)
            else:
                for word in first.texts:
                    self._by_first_word.setdefault(word, []).append(sought)

    def __bool__(self) -> bool:
        return bool(self.terms)

    def _in_source(self, source: str) -> tuple[Term, ...]:
        words = phrases.words_of(source)
        candidates = [sought for word in words for sought in self._by_first_word.get(word, ())]
        candidates += [sought for sought in self._open if any(map(sought.source.runs[0][0].fits, words))]
        by_length: dict[int, list[tuple[tuple[int, ...], _Sought]]] = {}
        for sought in {id(each): each for each in candidates}.values():
            excepted = {at for each in sought.exceptions for place in each.places(words) for at in place}
            for place in sought.source.places(words):
                if not excepted.issuperset(place):
                    by_length.setdefault(len(place), []).append((place, sought))
        found: dict[Term, int] = {}
        covered: set[int] = set()
        for length in sorted(by_length, reverse=True):
            outside = [(place, sought) for place, sought in by_length[length] if not covered.issuperset(place)]
            for place, sought in outside:
                found[sought.term] = min(place[0], found.get(sought.term, place[0]))
                covered.update(place)
        return tuple(sorted(found, key=lambda term: found[term]))


class TermSettings(NamedTuple):
    """The table ``terms`` of a goodterms.toml: the terms of each language, by its tag."""

    by_language: Mapping[str, Terms] = MappingProxyType({})

    def of(self, language: str) -> Terms:
        """The terms of a language, and of the language without its region; those of the region go before."""
        tag = _tag(language)
        return {**self.by_language.get(tag.partition("-")[0], {}), **self.by_language.get(tag, {})}


class TermBook:
    """The terms of every language, read when they are first needed: those of the layers, and those of the settings."""

    def __init__(self, content: Content, settings: Callable[[], TermSettings] = TermSettings) -> None:
        self._content = content
        self._settings = settings
        self._terms: dict[str, Terms] = {}

    def of_language(self, language: str, path: Path | None = None) -> Glossary:
        """The terms of a language: those of the settings, which go first, and those of its terms.toml.

        ``path`` is that of a catalog; the terms of terms.toml apply only to the catalogs of letters: in those of
        programs, an order may be that of columns.
        """
        found: Terms = {}
        if language and (path is None or self._has_catalog(path)):
            if language not in self._terms:
                self._terms[language] = read(self._content, language)
            found = self._terms[language]
        found = {**found, **self._settings().of(language)}
        return Glossary(term for term in found.values() if term)

    def over(self, content: Content) -> TermBook:
        """The terms of other layers, with those of the same settings."""
        return TermBook(content, self._settings)

    def _has_catalog(self, path: Path) -> bool:
        """Whether a catalog is one of a layer, with the texts of its letters."""
        path = path.resolve()
        return path.name == f"{DOMAIN}.po" and any(
            path.is_relative_to((layer / "locales").resolve()) for layer in self._content.layers
        )


def read(content: Content, catalog: str) -> Terms:
    """The terms in the files of a language: a term of an upper layer replaces the same one of a lower layer.

    Raises :class:`BrokenContent` with every fault of these files.
    """
    terms: Terms = {}
    read_tables = []
    for path in reversed(list(content.locale_paths(catalog, FILE_NAME))):
        table = tables.read(path)
        read_tables.append(table)
        terms |= _of_file(table)
    tables.raise_faults(*read_tables)
    return terms


def read_file(path: Path) -> Terms:
    """The terms in one file; raises :class:`BrokenContent` with all its faults."""
    with tables.open_table(path) as table:
        return _of_file(table)


def _of_file(table: Table) -> Terms:
    table.refuse_unknown(_KEYS)
    table.refuse_unprintable()
    return of_table(table.table("terms"), _level(table))


def read_settings(table: Table) -> TermSettings:
    """The table ``terms`` of a goodterms.toml: tables of terms by language, and the level of all."""
    level = _level(table)
    table.refuse_unprintable()
    by_language = {}
    for name in table.raw():
        if name == "level":
            continue
        if catalog_name(_tag(name).partition("-")[0]) is None:
            table.refuse(name, "language-unknown-to-cldr", given=name)
        else:
            by_language[_tag(name)] = of_table(table.table(name), level)
    return TermSettings(by_language)


def _tag(name: str) -> str:
    """The tag of a language, from its name as catalogs and settings have it: ``sr@latin``, ``sl_IT``."""
    return name.replace("_", "-").replace("@", "-")


def of_table(table: Table, level: Level | str = "") -> Terms:
    """The terms of a table: for each word or phrase, a translation, several, a table with more, or false."""
    terms: Terms = {}
    names: dict[str, str] = {}
    for name, value in table.raw().items():
        source = phrases.read(name)
        if source is None:
            table.refuse(name, "not-a-phrase", given=name)
            continue
        key = key_of(source)
        if key in names:
            table.refuse(name, "term-twice", other=names[key])
        elif value is False:
            terms[key] = None
        elif isinstance(value, (str, list)):
            terms[key] = Term(source, tuple(_translations(table, name)), level=level)
        elif isinstance(value, dict):
            inner = table.table(name)
            inner.refuse_unknown(TERM_KEYS)
            translations = tuple(_translations(inner, "translations"))
            exceptions = tuple(_exceptions(inner.table("except"), source))
            terms[key] = Term(source, translations, inner.text("note"), _level(inner, level), exceptions)
        else:
            table.refuse(name, "not-a-term", given=tables.as_toml(value))
        names[key] = name
    return terms


def _level(table: Table, default: Level | str = "") -> str:
    level = table.text("level", default)
    if level not in ("", *LEVELS):
        table.refuse("level", "not-an-option", given=level, known=LEVELS)
    return level


def _translations(table: Table, key: str) -> Iterator[Phrase]:
    value = table.raw().get(key, [])
    written = (value,) if isinstance(value, str) else table.texts(key)
    if not written:
        table.refuse(key, "term-without-translation")
    for text in written:
        if phrase := phrases.read(text):
            yield phrase
        else:
            table.refuse(key, "not-a-phrase", given=text)


def _exceptions(table: Table, source: Phrase) -> Iterator[tuple[str, str]]:
    """Phrases with their reasons; one without the term would have no effect."""
    for name in table.raw():
        phrase, reason = phrases.read(name), table.text(name)
        if phrase is None:
            table.refuse(name, "not-a-phrase", given=name)
        elif not source.with_plural().is_in(phrases.words_of(name)):
            table.refuse(name, "exception-without-term", term=source.written)
        elif not reason.strip():
            table.refuse(name, "exception-without-reason")
        else:
            yield name, reason
