"""A letter's blocks and values as HTML, for the page to read and the page in a mail."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING

from markupsafe import Markup

from goodterms.cldr.formatter import Formatter
from goodterms.formats.links import is_safe_link
from goodterms.formats.words import page_title
from goodterms.text.blocks import Bar, Break, Emphasis, Heading, List, Paragraph, Quote, Rule, Strong, Table, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from goodterms.compose import Letter
    from goodterms.model import Slot
    from goodterms.text.blocks import Block, Inline, Lines, Section

_SPECIAL = re.compile("[&<>\"']")


def fill_plain(slot: Slot) -> str:
    """A value where no markup may be, such as in the title of a page."""
    return escape_html(slot[0])


def escape_html(text: str) -> str:
    """The text with character references for what HTML reads as markup."""
    return escape(text) if _SPECIAL.search(text) else text


def own_markup(text: str) -> Markup:
    """A text of the content's own, such as a style sheet, which is put into a page as it is."""
    return Markup(text)  # noqa: S704 — the content's own file


def page_values(letter: Letter, styles: str, writer: BlockWriter) -> dict[str, object]:
    """The values for the layout of a page whose blocks are written by ``writer``; ``styles`` is its style sheet."""
    locale, settings = letter.request.locale, letter.settings
    return {
        "lang": locale.tag,
        "dir": locale.direction,
        "title": page_title(letter.wording, locale),
        "styles": Markup(styles),  # noqa: S704 — the layout's own file
        "style": settings.style,
        "fonts": Markup(", ".join(f'"{font}"' for font in settings.fonts)),  # noqa: S704 — letters, digits, spaces
        "line_height": settings.line_height,
        "sections": [(section.name, writer.section(section)) for section in letter.wording.sections],
    }


class BlockWriter(ABC):
    """Writes the blocks of a letter as HTML; the blocks that mail programs need in another form are for a subclass.

    ``direction`` is that in which the letter reads. Every text is escaped; marks are in place of values.
    """

    def __init__(self, letter: Letter) -> None:
        self.direction = letter.request.locale.direction
        self._percent = Formatter(letter.request.locale, letter.settings).percent

    @abstractmethod
    def table(self, table: Table) -> str:
        """A table with its header."""

    @abstractmethod
    def bar(self, bar: Bar) -> str:
        """A bar and its label, which is text."""

    @abstractmethod
    def lines(self, lines: Lines) -> str:
        """Lines to write on, which assistive technology does not see, and their label, which is text."""

    def section(self, section: Section) -> Markup:
        """The blocks of a section."""
        return Markup("\n".join(map(self._block, section.blocks)))  # noqa: S704 — every text in it is escaped

    def share(self, bar: Bar) -> str:
        """The share of a bar that is full, as the letter's locale writes it, escaped: ``30 %``."""
        return escape_html(self._percent(Decimal(bar.percent)))

    def _block(self, block: Block) -> str:
        if isinstance(block, Paragraph):
            return write_inlines(block.inlines) if block.tight else f"<p>{write_inlines(block.inlines)}</p>"
        if isinstance(block, Heading):
            return f"<h{block.level}>{write_inlines(block.inlines)}</h{block.level}>"
        if isinstance(block, List):
            return self._list(block)
        if isinstance(block, Quote):
            return "<blockquote>\n" + "\n".join(map(self._block, block.blocks)) + "\n</blockquote>"
        if isinstance(block, Rule):
            return "<hr>"
        if isinstance(block, Table):
            return self.table(block)
        if isinstance(block, Bar):
            return self.bar(block)
        return self.lines(block)

    def _list(self, block: List) -> str:
        tag, start = (
            ("ul", "") if block.start is None else ("ol", f' start="{block.start}"' if block.start != 1 else "")
        )
        items = "\n".join(f"<li>{self._list_item(item)}</li>" for item in block.items)
        return f"<{tag}{start}>\n{items}\n</{tag}>"

    def _list_item(self, blocks: Iterable[Block]) -> str:
        """An item's blocks; a single paragraph needs no element."""
        parts = list(blocks)
        if len(parts) == 1 and isinstance(parts[0], Paragraph):
            return write_inlines(parts[0].inlines)
        return "\n".join(map(self._block, parts))


def write_inlines(inlines: Iterable[Inline]) -> str:
    """Inline parts as HTML."""
    return "".join(map(_inline, inlines))


def _inline(part: Inline) -> str:
    if isinstance(part, Text):
        return escape_html(part.text)
    if isinstance(part, Break):
        return "<br>\n"
    if isinstance(part, Strong):
        return f"<strong>{write_inlines(part.inlines)}</strong>"
    if isinstance(part, Emphasis):
        return f"<em>{write_inlines(part.inlines)}</em>"
    if is_safe_link(part.url):
        return f'<a href="{escape_html(part.url)}">{write_inlines(part.inlines)}</a>'
    return write_inlines(part.inlines)
