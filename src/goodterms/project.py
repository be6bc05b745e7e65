"""Ties content, catalogs and engine together for one set of layers; what is made once is kept."""

from __future__ import annotations

from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING, Any, NamedTuple

from goodterms.cldr import calendars, locales, supplement
from goodterms.cldr.formatter import Formatter
from goodterms.content import languages, letters
from goodterms.content.conventions import SenderConventions
from goodterms.content.layers import BUILT_IN, Content, catalog_template
from goodterms.engine.compiled import Engine
from goodterms.engine.names import Names
from goodterms.errors import BrokenContent, MissingTranslations
from goodterms.messages import catalog
from goodterms.messages.translations import Translations
from goodterms.text import prose
from goodterms.text.blocks import Heading, Paragraph, Section

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from goodterms.engine.compiled import CompiledLetter, Marked
    from goodterms.engine.folding import Asked
    from goodterms.errors import MissingMessage
    from goodterms.faults import Fault
    from goodterms.messages.catalog import Catalog
    from goodterms.messages.translations import Missing
    from goodterms.model import LanguageSettings, LetterSpec, Locale, NameRules
    from goodterms.text.blocks import Block

SUBJECT = "subject"
"""The section that is a letter's subject: its heading, a page's title."""
_SOURCE_HEADER = "X-Source-Language"
_MAX_KEPT = 4096


class Wording:
    """The words of a letter: for each section its blocks, in which marks stand for the values.

    Letters with the same words share one Wording. ``plans`` is where a format keeps what it has made of the words.
    """

    __slots__ = ("plans", "sections")

    def __init__(self, sections: tuple[Section, ...]) -> None:
        self.sections = sections
        self.plans: dict[object, object] = {}


class _Language(NamedTuple):
    """The engine of one locale, and the translations that it was given."""

    engine: Engine
    translations: Translations


def open_project(
    overlays: Iterable[Path] = (),
    conventions: Callable[[Callable[[], Collection[str]]], SenderConventions] = lambda _: SenderConventions(),
    base: Path = BUILT_IN,
) -> Project:
    """The project of some folders over the built-in content, or over what is used in its stead, ``base``.

    ``conventions`` gives those of the sender's settings, from a function that gives the languages with a catalog.
    """
    content = Content(tuple(overlays), base)
    return Project(content, lambda: conventions(content.catalogs))


class Project:
    """The letters and languages of one set of layers; may be used from several threads."""

    def __init__(self, content: Content, conventions: Callable[[], SenderConventions] = SenderConventions) -> None:
        """Nothing is read before it is asked for; ``conventions`` gives those of the sender's settings."""
        self.content = content
        self._read_conventions = conventions
        self._lock = RLock()
        self._specs: dict[str, LetterSpec] = {}
        self._locales: dict[str, Locale] = {}
        self._catalogs: dict[str, list[Catalog]] = {}
        self._settings: dict[tuple[str, str], LanguageSettings] = {}
        self._formatters: dict[Locale, Formatter] = {}
        self._names: dict[Locale, Names] = {}
        self._samples: dict[tuple[str, str], dict[str, object]] = {}
        self._languages: dict[tuple[Locale, Missing], _Language] = {}
        self._checked: dict[tuple[str, Locale, Missing], CompiledLetter] = {}
        self._wordings: dict[tuple[tuple[str, str], ...], Wording] = {}

    def letter(self, name: str) -> LetterSpec:
        """What a letter is; raises :class:`InvalidRequest` for an unknown one."""
        if name not in self._specs:
            self._specs[name] = letters.load(self.content, name)
        return self._specs[name]

    def known_fields(self) -> set[str]:
        """The names of the fields of all letters."""
        return {field for name in self.content.letters() for field in self.letter(name).fields}

    def locale(self, given: str) -> Locale:
        """The locale of a tag in any spelling; raises :class:`InvalidRequest` for an unknown one."""
        found = self._locales.get(given)
        if found is None:
            found = self._with_conventions(locales.match(given, self._catalog_names))
            if len(self._locales) >= _MAX_KEPT:
                self._locales.clear()
            self._locales[given] = found
        return found

    def compiled(self, spec: LetterSpec, locale: Locale, missing: Missing) -> CompiledLetter:
        """A letter compiled for a locale.

        Raises :class:`BrokenContent` for faults of a template or a catalog, and :class:`MissingTranslations` when
        ``missing`` is ``refuse`` and the letter is not wholly translated.
        """
        key = (spec.name, locale, missing)
        compiled = self._checked.get(key)
        if compiled is None:
            with self._lock:
                language = self._language(locale, missing)
                compiled = language.engine.letter(spec)
                if broken := self._broken(compiled, language.translations):
                    raise BrokenContent(broken)
                if missing == "refuse" and (lacking := self._lacking(compiled, language.translations)):
                    raise MissingTranslations(spec.name, locale.tag, lacking, len(compiled.asked))
                self._checked[key] = compiled
        return compiled

    def lacking(self, spec: LetterSpec, locale: Locale, missing: Missing) -> list[MissingMessage]:
        """The messages of a letter that are not translated, in the order of the letter."""
        with self._lock:
            language = self._language(locale, missing)
            return self._lacking(language.engine.letter(spec), language.translations)

    def broken(self, spec: LetterSpec, locale: Locale, missing: Missing) -> list[Fault]:
        """What is wrong with the placeholders of a letter's translations."""
        with self._lock:
            language = self._language(locale, missing)
            return self._broken(language.engine.letter(spec), language.translations)

    def asked(self, spec: LetterSpec, locale: Locale) -> list[Asked]:
        """The messages that a letter can print, each once, in the order of the letter."""
        with self._lock:
            return self._language(locale, "mark").engine.letter(spec).asked

    def messages(self, spec: LetterSpec, locale: Locale) -> list[tuple[str | None, str]]:
        """The messages that a letter can print, by msgctxt and msgid, each once, in the order of the letter."""
        return [(one.message.msgctxt, one.message.msgid) for one in self.asked(spec, locale)]

    def is_complete(self, locale: Locale) -> bool:
        """Whether every letter is wholly translated into a locale, and nothing in its catalogs is broken."""
        with self._lock:
            language = self._language(locale, "fallback")
            compiled = [language.engine.letter(self.letter(name)) for name in self.content.letters()]
            return not any(
                self._lacking(one, language.translations) or self._broken(one, language.translations)
                for one in compiled
            )

    def wording(self, marked: Marked, compiled: CompiledLetter) -> Wording:
        """The words of a rendered letter, parsed once for all letters with the same words.

        Raises :class:`BrokenContent` for prose that cannot be parsed, or that makes a mark of its own.
        """
        found = self._wordings.get(marked.sections)
        if found is None:
            try:
                parsed = [(name, prose.parse(text)) for name, text in marked.sections]
            except (ValueError, RecursionError) as error:
                problem = str(error) if isinstance(error, ValueError) else "is nested too deeply"
                raise BrokenContent.legacy_at(compiled.path, 0, problem) from None
            sections = [
                Section(name, _as_heading(blocks) if name == SUBJECT else blocks) for name, blocks in parsed if blocks
            ]
            found = Wording(tuple(sections))
            if len(self._wordings) >= _MAX_KEPT:
                self._wordings.clear()
            self._wordings[marked.sections] = found
        return found

    def settings(self, name: str, region: str = "") -> LanguageSettings:
        """Where a language differs from CLDR, and how its pages look; in a region (ISO 3166), if one is named."""
        key = (name, region)
        if key not in self._settings:
            self._settings[key] = languages.settings(self.content, name, self.conventions.of(name), region)
        return self._settings[key]

    def settings_of(self, locale: Locale) -> LanguageSettings:
        """The same in the region that the locale names, or that is likely for it."""
        return self.settings(locale.catalog, locales.region(locale))

    @cached_property
    def conventions(self) -> SenderConventions:
        """The conventions in the sender's settings."""
        return self._read_conventions()

    def names(self, locale: Locale) -> Names:
        """How the letters of a locale write the names of persons."""
        if locale not in self._names:
            own = self.settings(locale.catalog).names
            self._names[locale] = Names(self._formatter(locale), own, lambda: self.name_rules)
        return self._names[locale]

    @cached_property
    def name_rules(self) -> dict[str, NameRules]:
        """How each language's salutation says a name, by catalog."""
        return {name: languages.name_rules(self.content, name) for name in self._catalog_names}

    def samples(self, spec: LetterSpec, locale: Locale | None) -> dict[str, object]:
        """The sample of each field: the language's own where it has one, else the letter's."""
        if locale is None:
            return {name: field.sample for name, field in spec.fields.items()}
        key = (spec.name, locale.catalog)
        if key not in self._samples:
            self._samples[key] = languages.samples(self.content, locale.catalog, spec)
        return self._samples[key]

    def catalogs(self, name: str) -> list[Catalog]:
        """The catalogs of one language, from the topmost layer down."""
        if name not in self._catalogs:
            self._catalogs[name] = [catalog.read(path) for path in self.content.catalog_paths(name)]
        return self._catalogs[name]

    def catalog_templates(self) -> Iterator[tuple[Path, Catalog]]:
        """The catalog templates (.pot) of the layers that have one, each with its layer, from the topmost down."""
        for layer in self.content.layers:
            path = catalog_template(layer)
            if path.is_file():
                yield layer, catalog.read(path)

    def source_plural_forms(self) -> str:
        """The Plural-Forms header of the source language, by which msgid and msgid_plural are chosen."""
        return self.catalogs(self.source_locale.catalog)[-1].headers.get("Plural-Forms", "nplurals=1; plural=0;")

    @cached_property
    def source_locale(self) -> Locale:
        """The locale of the msgids, as the header of the catalog template names it."""
        path = self.content.template_source()
        name = catalog.read(path).headers.get(_SOURCE_HEADER, "")
        if name not in self._catalog_names:
            raise BrokenContent.legacy_at(path, 0, f"the header {_SOURCE_HEADER} names {name!r}, which has no catalog")
        return locales.of_catalog(name)

    @cached_property
    def _catalog_names(self) -> list[str]:
        return self.content.catalogs()

    def _with_conventions(self, locale: Locale) -> Locale:
        """The locale with the numbering system and calendar of its settings where it asks for none of its own.

        Raises :class:`InvalidRequest` for a calendar that the language has no names for.
        """
        own = self.settings_of(locale)
        found = locale._replace(numbering=locale.numbering or own.numbering, calendar=locale.calendar or own.calendar)
        calendars.refuse_unnamed(own, found)
        return found

    def _language(self, locale: Locale, missing: Missing) -> _Language:
        if (locale, missing) not in self._languages:
            translations = Translations(
                self.catalogs(locale.catalog),
                lambda: self.catalogs(self.source_locale.catalog),
                missing,
                lambda template: self.content.catalog_path_for(template, locale.catalog),
            )
            engine = Engine(
                self.content,
                translations.resolve,
                lambda: self.source_locale.direction,
                self._formatter(locale),
                self.names(locale),
            )
            self._languages[locale, missing] = _Language(engine, translations)
        return self._languages[locale, missing]

    def _names_of(self, tag: str) -> Mapping[str, Any] | None:
        """What CLDR says of the names of persons in a language that letters are written in; None for any other."""
        catalog = next((name for name in self._catalog_names if name.replace("_", "-") == tag), None)
        return supplement.of_locale(self.settings(catalog).cldr, tag).get("person_names") if catalog else None

    def _formatter(self, locale: Locale) -> Formatter:
        if locale not in self._formatters:
            self._formatters[locale] = Formatter(locale, self.settings_of(locale), self._names_of)
        return self._formatters[locale]

    @staticmethod
    def _lacking(compiled: CompiledLetter, translations: Translations) -> list[MissingMessage]:
        keys = [(asked.message.msgctxt, asked.message.msgid) for asked in compiled.asked]
        return [translations.missing[key] for key in keys if key in translations.missing]

    @staticmethod
    def _broken(compiled: CompiledLetter, translations: Translations) -> list[Fault]:
        keys = [(asked.message.msgctxt, asked.message.msgid) for asked in compiled.asked]
        return [fault for key in keys for fault in translations.broken.get(key, ())]


def _as_heading(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(Heading(1, block.inlines) if isinstance(block, Paragraph) else block for block in blocks)
