"""A page for mail programs: tables, inline styles, physical sides, ``<span dir>`` instead of ``<bdi>``.

The styles are inlined once for each wording, on the page with holes, so a letter costs no more than filling them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from css_inline import CSSInliner

from goodterms.engine.layout import layout_source, render_layout
from goodterms.formats.links import link_target
from goodterms.formats.mail_blocks import MailBlocks
from goodterms.formats.mail_brand import NO_BRAND
from goodterms.formats.markup import escape_html, fill_plain, page_values
from goodterms.formats.plan import Plan, make_plan
from goodterms.text import bidi, marks

if TYPE_CHECKING:
    from goodterms.compose import Letter
    from goodterms.content.layers import Content
    from goodterms.formats.mail_brand import Brand
    from goodterms.model import Slot

_LAYOUT = "_layout/mail.html.j2"
_STYLES = "_layout/mail.css"
_START_AND_END = {"ltr": ("left", "right"), "rtl": ("right", "left")}
_DIRECTIONAL_MARKS = {"ltr": "&lrm;", "rtl": "&rlm;"}
_TARGET = "TARGET"
_BRAND_NAME = "\U0010fffd"
"""Stands in a page for the sender's name, which differs between letters; nothing that is given may contain it."""
_TAG = re.compile("<(?:span|a)[^>]*>")
_DIGITS = re.compile("([0-9]+)")


class _Page(NamedTuple):
    """A page with holes, and what goes around a value, with the styles of the style sheet.

    ``spans`` are the opening tags by direction, ``digits`` is that of digits in a right-to-left value (empty where the
    style sheet has no rule for it), ``link`` is the opening tag of a link around its target, and
    ``directional_mark`` goes on both sides of a span.
    """

    plan: Plan
    spans: dict[str, str]
    digits: str
    link: tuple[str, str]
    directional_mark: str


def write(content: Content, letter: Letter, brand: Brand = NO_BRAND) -> str:
    """The letter as an HTML page for mail programs."""
    key = "mail", letter.request.locale, letter.source_tag, brand.colour, brand.logo and brand.logo.content_id
    page = letter.wording.plans.get(key)
    if not isinstance(page, _Page):
        page = letter.wording.plans[key] = _make_page(content, letter, brand)
    _, spans, digits, (before_target, after_target), directional_mark = page

    def set_apart(slot: Slot) -> str:
        text, isolate, link = slot
        direction = bidi.value_direction(text, isolate) if isolate else ""
        words = _wrap_digits(text, digits) if digits and direction == "rtl" else escape_html(text)
        if link:
            words = f"{before_target}{escape_html(link_target(text, link))}{after_target}{words}</a>"
        if not direction:
            return words
        # Programs that treat dir as an embedding, not an isolate, still see the letter's direction on both sides.
        mark = directional_mark if direction != letter.request.locale.direction else ""
        return f"{mark}{spans[direction]}{words}</span>{mark}"

    filled = page.plan.fill(letter.slots, set_apart, fill_plain)
    # Filters of spam take a tag between two characters for one that hides a word (SpamAssassin, HTML_OBFUSCATE). A mark
    # does as much on the other side of a space.
    filled = filled.replace(f" {directional_mark}<span", f"{directional_mark} <span")
    filled = filled.replace(f"</span>{directional_mark} ", f"</span> {directional_mark}")
    return filled.replace(_BRAND_NAME, _text_alternative(letter, brand)) if brand.logo else filled


def _text_alternative(letter: Letter, brand: Brand) -> str:
    """The text alternative of the logo, with marks where it reads against the letter: an attribute takes no element."""
    direction = letter.request.locale.direction
    return escape_html(bidi.between_marks(brand.name, bidi.isolate_text(brand.name, direction), direction))


def _wrap_digits(text: str, tag: str) -> str:
    """The text with each run of digits in an element that opens with ``tag``."""
    parts = _DIGITS.split(text)
    parts[0::2] = [escape_html(part) for part in parts[0::2]]
    parts[1::2] = [f"{tag}{part}</span>" for part in parts[1::2]]
    return "".join(parts)


def _make_page(content: Content, letter: Letter, brand: Brand) -> _Page:
    direction = letter.request.locale.direction
    start, end = _START_AND_END[direction]
    styles = layout_source(content, _STYLES)[1]
    values = {
        **page_values(letter, styles, MailBlocks(letter)),
        "start": start,
        "end": end,
        "colour": brand.colour,
        "logo": brand.logo and {**brand.logo._asdict(), "name": _BRAND_NAME},
    }
    page = _inliner().inline(render_layout(content, _LAYOUT, values))
    ltr, rtl, digits, link = _styled_tags(letter, styles)
    before_target, _, after_target = link.partition(_TARGET)
    opener = f'{_DIRECTIONAL_MARKS[direction]}<span lang="{letter.source_tag}" dir="%s">'
    spans = {
        marks.OPEN_LTR: opener % "ltr",
        marks.OPEN_RTL: opener % "rtl",
        marks.CLOSE: f"</span>{_DIRECTIONAL_MARKS[direction]}",
    }
    return _Page(
        make_plan(page, spans, letter),
        {"ltr": ltr, "rtl": rtl},
        digits if " style=" in digits else "",
        (before_target, after_target),
        _DIRECTIONAL_MARKS[direction],
    )


def _styled_tags(letter: Letter, styles: str) -> list[str]:
    """The opening tags of values with their styles inlined: left to right, right to left, digits, a link.

    Which of them a value needs is only known when it is filled in, so they are styled on a page of samples.
    """
    locale, style = letter.request.locale, letter.settings.style
    values = f'<span dir="ltr"></span><span dir="rtl"></span><span class="digits"></span><a href="{_TARGET}"></a>'
    cell = f'<td class="letter {style}" dir="{locale.direction}">{values}</td>'
    body = f'<body dir="{locale.direction}"><table dir="{locale.direction}"><tr>{cell}</tr></table></body>'
    page = f'<html lang="{locale.tag}" dir="{locale.direction}"><head><style>{styles}</style></head>{body}</html>'
    return _TAG.findall(_inliner().inline(page))


@lru_cache(maxsize=1)
def _inliner() -> CSSInliner:
    return CSSInliner(load_remote_stylesheets=False, keep_style_tags=False)
