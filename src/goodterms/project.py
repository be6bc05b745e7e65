"""Ties content, catalogs, formats and engine together for one set of layers; what is made once is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from goodterms import catalog, letters
from goodterms.cldr import locales
from goodterms.cldr.formatter import Formatter
from goodterms.engine.letters import Engine
from goodterms.errors import BrokenContent, MissingTranslations
from goodterms.translations import Translations

if TYPE_CHECKING:
    from goodterms.catalog import Catalog
    from goodterms.content import Content
    from goodterms.engine.letters import CompiledLetter
    from goodterms.model import LetterSpec, Locale
    from goodterms.translations import Missing

_SOURCE_HEADER = "X-Source-Language"


class Project:
    """The letters and languages of one set of layers."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self._specs: dict[str, LetterSpec] = {}
        self._catalogs: dict[str, list[Catalog]] = {}
        self._source: Locale | None = None
        self._checked: dict[tuple[str, Locale, Missing], CompiledLetter] = {}
        self._engines: dict[tuple[Locale, Missing], tuple[Engine, Translations]] = {}

    def letter(self, name: str) -> LetterSpec:
        """What a letter is; raises :class:`InvalidRequest` for an unknown one."""
        if name not in self._specs:
            self._specs[name] = letters.load(self.content, name)
        return self._specs[name]

    def locale(self, given: str) -> Locale:
        """The locale of a tag in any spelling; raises :class:`InvalidRequest` for an unknown one."""
        return locales.match(given, self.content.catalogs())

    def compiled(self, spec: LetterSpec, locale: Locale, missing: Missing) -> CompiledLetter:
        """A letter compiled for a locale.

        Raises :class:`BrokenContent` for faults of a template or a catalog, and :class:`MissingTranslations` when
        ``missing`` is ``refuse`` and the letter is not wholly translated.
        """
        key = (spec.name, locale, missing)
        compiled = self._checked.get(key)
        if compiled is None:
            engine, translations = self._engine(locale, missing)
            compiled = engine.letter(spec)
            if translations.broken:
                raise BrokenContent.several(list(translations.broken.values()))
            if missing == "refuse" and (lacking := self.lacking(spec, locale, missing)):
                raise MissingTranslations(spec.name, locale.tag, lacking, len(self._keys(compiled)))
            self._checked[key] = compiled
        return compiled

    def lacking(self, spec: LetterSpec, locale: Locale, missing: Missing) -> list[Any]:
        """The messages of a letter that are not translated, in the order of the letter."""
        engine, translations = self._engine(locale, missing)
        keys = self._keys(engine.letter(spec))
        return [translations.missing[key] for key in keys if key in translations.missing]

    def is_complete(self, locale: Locale) -> bool:
        """Whether every letter is wholly translated into a locale."""
        return not any(self.lacking(self.letter(name), locale, "fallback") for name in self.content.letters())

    def samples(self, spec: LetterSpec, locale: Locale) -> dict[str, object]:
        """The sample of each field: the language's own where it has one, else the letter's."""
        table = self.content.locale_table(locale.catalog, "samples.toml")
        own = {**table, **table.get(spec.name, {})}
        return {name: own.get(name, field.sample) for name, field in spec.fields.items()}

    def source_locale(self) -> Locale:
        """The locale of the msgids, as the header of the catalog template names it."""
        if self._source is None:
            self._source = self._read_source_locale()
        return self._source

    def _read_source_locale(self) -> Locale:
        path = self.content.template_source()
        name = catalog.read(path).headers.get(_SOURCE_HEADER, "")
        if name not in self.content.catalogs():
            raise BrokenContent(path, 0, f"the header {_SOURCE_HEADER} names {name!r}, which has no catalog")
        return locales.of_catalog(name)

    def source_plural_forms(self) -> str:
        """The Plural-Forms header of the source language, by which msgid and msgid_plural are chosen."""
        return self.catalogs(self.source_locale().catalog)[-1].headers.get("Plural-Forms", "nplurals=1; plural=0;")

    def _engine(self, locale: Locale, missing: Missing) -> tuple[Engine, Translations]:
        if (locale, missing) not in self._engines:
            translations = Translations(
                self.catalogs(locale.catalog),
                lambda: self.catalogs(self.source_locale().catalog),
                missing,
                lambda template: self.content.catalog_path_for(template, locale.catalog),
            )
            formatter = Formatter(locale, self.content.locale_table(locale.catalog, "language.toml"))
            engine = Engine(self.content, translations.resolve, lambda: self.source_locale().direction, formatter)
            self._engines[locale, missing] = engine, translations
        return self._engines[locale, missing]

    def catalogs(self, name: str) -> list[Catalog]:
        """The catalogs of one language, from the topmost layer down."""
        if name not in self._catalogs:
            self._catalogs[name] = [catalog.read(path) for path in self.content.catalog_paths(name)]
        return self._catalogs[name]

    @staticmethod
    def _keys(compiled: CompiledLetter) -> list[tuple[str | None, str]]:
        """The messages of a letter, each once."""
        return list(dict.fromkeys((asked.message.msgctxt, asked.message.msgid) for asked in compiled.asked))
