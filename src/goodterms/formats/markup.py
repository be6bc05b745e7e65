"""A letter's blocks and values as HTML, for the page to read and the page in a mail."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from markupsafe import Markup

from goodterms.engine.layout import layout_source
from goodterms.formats.links import is_safe_link
from goodterms.formats.words import page_title
from goodterms.text.blocks import Break, Emphasis, Heading, List, Paragraph, Quote, Rule, Strong, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from goodterms.compose import Letter
    from goodterms.content.layers import Content
    from goodterms.model import Slot
    from goodterms.text.blocks import Block, Inline, Section

_SPECIAL = re.compile("[&<>\"']")


def fill_plain(slot: Slot) -> str:
    """A value where no markup may be, such as in the title of a page."""
    return escape_html(slot[0])


def escape_html(text: str) -> str:
    """The text with character references for what HTML reads as markup."""
    return escape(text) if _SPECIAL.search(text) else text


def page_values(content: Content, letter: Letter, styles: str) -> dict[str, object]:
    """The values for the layout of a page; ``styles`` is the name of its style sheet."""
    locale, settings = letter.request.locale, letter.settings
    return {
        "lang": locale.tag,
        "dir": locale.direction,
        "title": page_title(letter.wording, locale),
        "styles": Markup(layout_source(content, styles)[1]),  # noqa: S704 — the layout's own file
        "style": settings.style,
        "fonts": Markup(", ".join(f'"{font}"' for font in settings.fonts)),  # noqa: S704 — letters, digits, spaces
        "line_height": settings.line_height,
        "sections": [(section.name, _section(section)) for section in letter.wording.sections],
    }


def _section(section: Section) -> Markup:
    return Markup("\n".join(map(_block, section.blocks)))  # noqa: S704 — every text in it is escaped below


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return _inlines(block.inlines) if block.tight else f"<p>{_inlines(block.inlines)}</p>"
    if isinstance(block, Heading):
        return f"<h{block.level}>{_inlines(block.inlines)}</h{block.level}>"
    if isinstance(block, List):
        tag, start = (
            ("ul", "") if block.start is None else ("ol", f' start="{block.start}"' if block.start != 1 else "")
        )
        items = "\n".join(f"<li>{_list_item(item)}</li>" for item in block.items)
        return f"<{tag}{start}>\n{items}\n</{tag}>"
    if isinstance(block, Quote):
        return "<blockquote>\n" + "\n".join(map(_block, block.blocks)) + "\n</blockquote>"
    if isinstance(block, Rule):
        return "<hr>"
    raise TypeError(type(block).__name__)


def _list_item(blocks: Iterable[Block]) -> str:
    """An item's blocks; a single paragraph needs no element."""
    parts = list(blocks)
    if len(parts) == 1 and isinstance(parts[0], Paragraph):
        return _inlines(parts[0].inlines)
    return "\n".join(map(_block, parts))


def _inlines(inlines: Iterable[Inline]) -> str:
    return "".join(map(_inline, inlines))


def _inline(part: Inline) -> str:
    if isinstance(part, Text):
        return escape_html(part.text)
    if isinstance(part, Break):
        return "<br>\n"
    if isinstance(part, Strong):
        return f"<strong>{_inlines(part.inlines)}</strong>"
    if isinstance(part, Emphasis):
        return f"<em>{_inlines(part.inlines)}</em>"
    if is_safe_link(part.url):
        return f'<a href="{escape_html(part.url)}">{_inlines(part.inlines)}</a>'
    return _inlines(part.inlines)
