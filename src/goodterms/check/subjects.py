"""What rules look at, and what they say: a catalog, a translated text in it, a hit."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.content.layers import DOMAIN
from goodterms.content.terms import Glossary

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from goodterms import po
    from goodterms.messages.catalog import PluralRule
    from goodterms.model import Writing


NO_TERMS = Glossary()


class CheckedCatalog(NamedTuple):
    """A catalog, and how its language is written.

    ``plural`` is the plural rule of the header; None if there is none, or a broken one. ``is_source`` is true for the
    source language and its regional variants, ``is_optional`` only for the language whose letters print the msgid of
    what is not translated. ``by_path`` is the language that the path names, empty for none. ``unclean`` are the
    messages that may have findings of their own, if the others are known to have none; None if that is known of no
    message. ``terms`` are those that translations should use.
    """

    path: Path
    file: po.File
    language: str
    by_path: str
    writing: Writing
    plural: PluralRule | None
    is_template: bool
    is_source: bool
    is_optional: bool
    unclean: Sequence[po.Entry] | None = None
    terms: Glossary = NO_TERMS

    @property
    def is_of_letters(self) -> bool:
        """Whether goodterms writes letters from the catalog; other programs have catalogs of other names."""
        return self.path.stem == DOMAIN

    @property
    def living(self) -> Sequence[po.Entry]:
        """The messages in use, without the header."""
        return self.file.living

    @property
    def suspects(self) -> Sequence[po.Entry]:
        """The messages that the rules about single messages and texts look at."""
        return self.file.living if self.unclean is None else self.unclean


class Text(NamedTuple):
    """A translated text: the msgstr of a message, or one of its plural forms (``form``), and what it translates."""

    catalog: CheckedCatalog
    entry: po.Entry
    keyword: str
    form: int | None
    text: str

    @property
    def source(self) -> str:
        """The text that this one translates: msgid_plural, unless the form serves 1 and no other number."""
        if self.entry.msgid_plural is None:
            return self.entry.msgid
        plural = self.catalog.plural
        serves_only_one = plural is not None and self.form is not None and plural.numbers_of(self.form) == [1]
        return self.entry.msgid if serves_only_one else self.entry.msgid_plural

    @property
    def sources(self) -> tuple[str, ...]:
        """The msgid, and the msgid_plural if there is one."""
        return self.entry.sources


def texts_of(catalog: CheckedCatalog, entry: po.Entry) -> list[Text]:
    """The translated texts of a message."""
    translated = [(form, string) for form, string in enumerate(entry.strings) if string.strip()]
    if entry.msgid_plural is None:
        return [Text(catalog, entry, _keyword(entry, "msgstr"), None, string) for _, string in translated]
    return [Text(catalog, entry, _keyword(entry, f"msgstr[{form}]"), form, string) for form, string in translated]


def _keyword(entry: po.Entry, expected: str) -> str:
    """The keyword of a text as it is written: a damaged catalog has the plural form of a message without a plural."""
    if expected in entry.below:
        return expected
    return next((keyword for keyword in entry.below if keyword.startswith("msgstr")), "msgid")


class Edit(NamedTuple):
    """A change of a translated text: the characters from ``start`` up to ``end`` become ``new``.

    ``entry`` and ``keyword`` name the text if it is not the one that the hit is in.
    """

    start: int
    end: int
    new: str
    entry: po.Entry | None = None
    keyword: str = ""


class Hit(NamedTuple):
    """What a rule finds: a message, the offending text, and the offset at which it begins in the text.

    ``level`` overrides the rule's own. A hit outside of texts has its ``line``, and its column as ``offset``. ``fix``
    are the edits that fix it; empty when there is more than one way to.
    """

    message: str
    text: str = ""
    offset: int = 0
    level: str = ""
    line: int = 0
    fix: tuple[Edit, ...] = ()
