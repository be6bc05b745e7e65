"""A complete page: accessible, printable, without scripts and without anything from elsewhere.

Direction is said by markup alone (W3C, "Structural markup and right-to-left text in HTML"): ``lang`` and ``dir`` on the
page, ``<bdi>`` around the values that need it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING
from unicodedata import decimal
from urllib.parse import quote

from markupsafe import Markup

from goodterms.engine.layout import layout_source, render_layout
from goodterms.formats.plan import Plan, plan_of, planned
from goodterms.text import marks
from goodterms.text.blocks import Break, Emphasis, Heading, List, Paragraph, Quote, Rule, Strong, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from goodterms.compose import Letter
    from goodterms.content.layers import Content
    from goodterms.model import LinkKind as Kind
    from goodterms.model import Locale, Slot
    from goodterms.project import Wording
    from goodterms.text.blocks import Block, Inline, Section

_LAYOUT = "_layout/letter.html.j2"
_STYLES = "_layout/letter.css"
_OPENERS = {"ltr": '<bdi dir="ltr">', "rtl": '<bdi dir="rtl">', "auto": "<bdi>"}
_SAFE_LINK = re.compile(r"(https?://|mailto:|tel:)", re.IGNORECASE)
_SPECIAL = re.compile("[&<>\"']")


def write(content: Content, letter: Letter) -> str:
    """The letter as an HTML page."""
    key = "html", letter.request.locale, letter.source_tag
    plan = planned(letter.wording, key, lambda: _plan(content, letter))
    return plan.filled(letter.slots, _isolated, bare)


def _isolated(slot: Slot) -> str:
    text, isolate, link = slot
    words = escaped(text)
    if link:
        words = f'<a href="{escaped(target(text, link))}">{words}</a>'
    return f"{_OPENERS[isolate]}{words}</bdi>" if isolate else words


def bare(slot: Slot) -> str:
    """A value where no markup may stand, such as a page's title."""
    return escaped(slot[0])


def target(text: str, link: Kind) -> str:
    """The address that a value of the kind ``link`` leads to."""
    return _ADDRESSES[link](text)


def escaped(text: str) -> str:
    """The text with the characters that HTML reads as markup written as references."""
    return escape(text) if _SPECIAL.search(text) else text


def is_safe_link(url: str) -> bool:
    """Whether an address in a letter's words may be followed: one that a value is part of could be anything.

    A value that is an address is a link by itself.
    """
    return bool(_SAFE_LINK.match(url)) and not marks.RESERVED.search(url)


def page_title(wording: Wording, locale: Locale) -> str:
    """What a document is called: the letter's heading, with marks for places without markup."""
    heading = heading_of(wording)
    return marks.to_plain(words_of(heading.inlines)) if heading else locale.tag


@lru_cache(maxsize=1024)
def _phone_address(text: str) -> str:
    """A tel: address (RFC 3966): the digits in ASCII, without the zero in brackets that is dialled at home alone."""
    number, _, extension = (text.replace("(0)", "") if text.startswith("+") else text).partition("x")
    digits = [_ascii(number), _ascii(extension)]
    return f"tel:{digits[0]};ext={digits[1]}" if digits[1] else f"tel:{digits[0]}"


def _ascii(text: str) -> str:
    return "".join(c if c == "+" else str(decimal(c)) for c in text if c == "+" or c.isdecimal())


_ADDRESSES: dict[str, Callable[[str], str]] = {
    "web": str,
    "mail": lambda text: "mailto:" + quote(text, safe="@!$'*+-._~"),
    "phone": _phone_address,
}


def _plan(content: Content, letter: Letter) -> Plan:
    page = render_layout(content, _LAYOUT, page_values(content, letter, _STYLES))
    opener = f'<bdi lang="{letter.source_tag}" dir="%s">'
    return plan_of(page, {marks.OPEN_LTR: opener % "ltr", marks.OPEN_RTL: opener % "rtl", marks.CLOSE: "</bdi>"})


def page_values(content: Content, letter: Letter, styles: str) -> dict[str, object]:
    """What a page's layout is given; ``styles`` is the name of its style sheet."""
    locale, settings = letter.request.locale, letter.settings
    return {
        "lang": locale.tag,
        "dir": locale.direction,
        "title": page_title(letter.wording, locale),
        "styles": Markup(layout_source(content, styles)[1]),  # noqa: S704 — the layout's own file
        "style": settings.style,
        "fonts": Markup(", ".join(f'"{font}"' for font in settings.fonts)),  # noqa: S704 — letters, digits, blanks
        "line_height": settings.line_height,
        "sections": [(section.name, section_html(section)) for section in letter.wording.sections],
    }


def heading_of(wording: Wording) -> Heading | None:
    """The first heading of a letter: its subject."""
    blocks = (block for section in wording.sections for block in section.blocks)
    return next((block for block in blocks if isinstance(block, Heading)), None)


def section_html(section: Section) -> Markup:
    """The blocks of a section."""
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
    """An item's blocks; its only paragraph needs no element of its own."""
    parts = list(blocks)
    if len(parts) == 1 and isinstance(parts[0], Paragraph):
        return _inlines(parts[0].inlines)
    return "\n".join(map(_block, parts))


def _inlines(inlines: Iterable[Inline]) -> str:
    return "".join(map(_inline, inlines))


def _inline(part: Inline) -> str:
    if isinstance(part, Text):
        return escaped(part.text)
    if isinstance(part, Break):
        return "<br>\n"
    if isinstance(part, Strong):
        return f"<strong>{_inlines(part.inlines)}</strong>"
    if isinstance(part, Emphasis):
        return f"<em>{_inlines(part.inlines)}</em>"
    if is_safe_link(part.url):
        return f'<a href="{escaped(part.url)}">{_inlines(part.inlines)}</a>'
    return _inlines(part.inlines)


def words_of(inlines: Iterable[Inline]) -> str:
    """The words alone, with the marks of their values."""
    words = []
    for part in inlines:
        if isinstance(part, Text):
            words.append(part.text)
        elif isinstance(part, Break):
            words.append(" ")
        else:
            words.append(words_of(part.inlines))
    return "".join(words)
