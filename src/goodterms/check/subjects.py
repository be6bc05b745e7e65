"""What rules look at: a catalog with what is known of its language, and one translated text in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from goodterms import po
    from goodterms.messages.catalog import PluralRule
    from goodterms.model import Writing


class CheckedCatalog(NamedTuple):
    """A catalog under check. ``plural`` is its header's rule, None when there is none that holds."""

    path: Path
    file: po.File
    language: str
    writing: Writing
    plural: PluralRule | None
    is_template: bool
    is_source: bool

    @property
    def living(self) -> Sequence[po.Entry]:
        """The messages that are in use, the header aside."""
        return self.file.living


class Text(NamedTuple):
    """One translated text: the msgstr of a message, or one of its plural forms (``form``), and what it translates."""

    catalog: CheckedCatalog
    entry: po.Entry
    keyword: str
    form: int | None
    text: str

    @property
    def source(self) -> str:
        """The text of the source language that this one stands for."""
        if self.entry.msgid_plural is None:
            return self.entry.msgid
        plural = self.catalog.plural
        serves_one_alone = plural is not None and self.form is not None and plural.numbers_of(self.form) == [1]
        return self.entry.msgid if serves_one_alone else self.entry.msgid_plural

    @property
    def sources(self) -> tuple[str, ...]:
        """The msgid, and the msgid_plural where there is one."""
        return self.entry.sources


def texts_of(catalog: CheckedCatalog, entry: po.Entry) -> list[Text]:
    """The translated texts of a message."""
    translated = [(form, string) for form, string in enumerate(entry.strings) if string.strip()]
    if entry.msgid_plural is None:
        return [Text(catalog, entry, "msgstr", None, string) for _, string in translated]
    return [Text(catalog, entry, f"msgstr[{form}]", form, string) for form, string in translated]


class Edit(NamedTuple):
    """A change of a translated text: what stands from ``start`` up to ``end`` becomes ``new``.

    ``entry`` and ``keyword`` name the text where it is another one than that in which the hit is.
    """

    start: int
    end: int
    new: str
    entry: po.Entry | None = None
    keyword: str = ""


class Hit(NamedTuple):
    """What a rule says: the message, the offending text, and where it begins in the text that was looked at.

    ``level`` overrides the rule's own. A hit that is in no text has its ``line``, and its column as ``offset``.
    ``fix`` is what makes it right, where one thing alone does.
    """

    message: str
    text: str = ""
    offset: int = 0
    level: str = ""
    line: int = 0
    fix: tuple[Edit, ...] = ()
