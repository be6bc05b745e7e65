"""The catalogs of some content, each read once, and the language that messages are written in."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from goodterms import po
from goodterms.cldr.languages import babel_data, catalog_name
from goodterms.content.layers import catalog_template, read_bytes
from goodterms.errors import BrokenContent
from goodterms.messages import catalog
from goodterms.messages.catalog import ONE_FORM, PluralRule
from goodterms.messages.translations import Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from goodterms.content.layers import Content
    from goodterms.messages.catalog import Catalog
    from goodterms.model import Locale

_SOURCE_HEADER = "X-Source-Language"
_ONE_FORM = "nplurals=1; plural=0;"
_TWO_FORMS = "nplurals=2; plural=(n != 1);"
"""The rule of msgid and msgid_plural where no catalog says more (GNU gettext manual, "Plural forms")."""


class CatalogLibrary:
    """The catalogs of all layers of the content; nothing is read before it is asked for.

    With ``leave_out_faulty``, messages with faults are left out of them.
    """

    def __init__(self, content: Content, *, leave_out_faulty: bool = False) -> None:
        self.content = content
        self.leave_out_faulty = leave_out_faulty
        self._catalogs: dict[str, list[Catalog]] = {}

    @cached_property
    def languages(self) -> list[str]:
        """The languages that letters can be written in, by the names of their folders, sorted.

        They are those that have a catalog in any layer, and the source language, which needs none.
        """
        names = self.content.catalogs()
        try:
            return sorted({*names, self.source_language})
        except BrokenContent:
            return names  # what is wrong is reported when something needs the source language

    def of(self, language: str) -> list[Catalog]:
        """The catalogs of one language, from the topmost layer down; raises :class:`BrokenContent`."""
        if language not in self._catalogs:
            self._catalogs[language] = [
                catalog.read(path, leave_out_faulty=self.leave_out_faulty)
                for path in self.content.catalog_paths(language)
            ]
        return self._catalogs[language]

    def templates(self) -> Iterator[tuple[Path, Catalog]]:
        """The catalog templates (.pot) of the layers that have one, each with its layer, from the topmost down."""
        for layer in self.content.layers:
            path = catalog_template(layer)
            if path.is_file():
                yield layer, catalog.read(path)

    @cached_property
    def source_language(self) -> str:
        """The language of the msgids, by the name of its folder, as the header of the catalog template has it.

        Raises :class:`BrokenContent` for a template that cannot be read, and a language that CLDR does not know.
        """
        path = self.content.template_source()
        name = po.read_header(read_bytes(path)).get(_SOURCE_HEADER, "")
        language = catalog_name(name)
        if language is None:
            raise BrokenContent.at(path, 0, "source-language-unknown", header=_SOURCE_HEADER, given=name)
        return language

    @cached_property
    def source_locale(self) -> Locale:
        """The locale of the msgids; raises what :attr:`source_language` raises."""
        from goodterms.cldr import locales  # a check of catalogs needs only the language

        return locales.of_catalog(self.source_language)

    @cached_property
    def source(self) -> Source:
        """The source language, with its catalogs and the rule that chooses between msgid and msgid_plural."""
        language = self.source_locale.catalog
        return Source(language, lambda: self.of(language), _rule_of_msgids(language))

    def plural_forms(self, language: str) -> str:
        """The Plural-Forms header of a language's lowest catalog.

        That of one form where the catalog has no such header, that of msgid and msgid_plural where there is no catalog.
        """
        catalogs = self.of(language)
        return catalogs[-1].headers.get("Plural-Forms", _ONE_FORM) if catalogs else _TWO_FORMS

    @property
    def source_plural_forms(self) -> str:
        """The Plural-Forms header of the source language, by which msgid and msgid_plural are chosen."""
        return self.plural_forms(self.source_locale.catalog)


def _rule_of_msgids(language: str) -> PluralRule:
    """The rule of the two forms of a msgid: the first is for the numbers that have the same category as 1 in CLDR."""
    data = babel_data(language)
    if data is None:
        return ONE_FORM
    category = data.plural_form
    return PluralRule(2, lambda number: int(category(number) != category(1)))
