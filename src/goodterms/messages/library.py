"""The catalogs of some content, each read once, and the language that messages are written in."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from goodterms.cldr import locales
from goodterms.content.layers import catalog_template
from goodterms.errors import BrokenContent
from goodterms.messages import catalog

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from goodterms.content.layers import Content
    from goodterms.messages.catalog import Catalog
    from goodterms.model import Locale

_SOURCE_HEADER = "X-Source-Language"
_ONE_FORM = "nplurals=1; plural=0;"


class CatalogLibrary:
    """The catalogs of all layers of the content; nothing is read before it is asked for."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._catalogs: dict[str, list[Catalog]] = {}

    @cached_property
    def languages(self) -> list[str]:
        """The languages that have a catalog in any layer, by the names of their folders."""
        return self._content.catalogs()

    def of(self, language: str) -> list[Catalog]:
        """The catalogs of one language, from the topmost layer down; raises :class:`BrokenContent`."""
        if language not in self._catalogs:
            self._catalogs[language] = [catalog.read(path) for path in self._content.catalog_paths(language)]
        return self._catalogs[language]

    def templates(self) -> Iterator[tuple[Path, Catalog]]:
        """The catalog templates (.pot) of the layers that have one, each with its layer, from the topmost down."""
        for layer in self._content.layers:
            path = catalog_template(layer)
            if path.is_file():
                yield layer, catalog.read(path)

    @cached_property
    def source_locale(self) -> Locale:
        """The locale of the msgids, as the header of the catalog template names it; raises :class:`BrokenContent`."""
        path = self._content.template_source()
        name = catalog.read(path).headers.get(_SOURCE_HEADER, "")
        if name not in self.languages:
            raise BrokenContent.at(path, 0, "source-without-catalog", header=_SOURCE_HEADER, given=name)
        return locales.of_catalog(name)

    def plural_forms(self, language: str) -> str:
        """The Plural-Forms header of a language's lowest catalog; that of one form where the header is missing."""
        return self.of(language)[-1].headers.get("Plural-Forms", _ONE_FORM)

    @property
    def source_plural_forms(self) -> str:
        """The Plural-Forms header of the source language, by which msgid and msgid_plural are chosen."""
        return self.plural_forms(self.source_locale.catalog)
