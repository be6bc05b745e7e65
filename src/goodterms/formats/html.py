"""A complete HTML page: accessible, printable, without scripts and without external resources.

Only markup sets directions (W3C, "Structural markup and right-to-left text in HTML"): ``lang`` and ``dir`` on the page,
``<bdi>`` around the values that need it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.engine.layout import render_layout
from goodterms.formats.links import link_target
from goodterms.formats.markup import escape_html, fill_plain, page_values
from goodterms.formats.plan import Plan, make_plan, plan_for
from goodterms.text import marks

if TYPE_CHECKING:
    from goodterms.compose import Letter
    from goodterms.content.layers import Content
    from goodterms.model import Slot

_LAYOUT = "_layout/letter.html.j2"
_STYLES = "_layout/letter.css"
_OPENERS = {"ltr": '<bdi dir="ltr">', "rtl": '<bdi dir="rtl">', "auto": "<bdi>"}


def write(content: Content, letter: Letter) -> str:
    """The letter as an HTML page."""
    key = "html", letter.request.locale, letter.source_tag
    plan = plan_for(letter.wording, key, lambda: _plan(content, letter))
    return plan.fill(letter.slots, _fill, fill_plain)


def _fill(slot: Slot) -> str:
    text, isolate, link = slot
    words = escape_html(text)
    if link:
        words = f'<a href="{escape_html(link_target(text, link))}">{words}</a>'
    return f"{_OPENERS[isolate]}{words}</bdi>" if isolate else words


def _plan(content: Content, letter: Letter) -> Plan:
    page = render_layout(content, _LAYOUT, page_values(content, letter, _STYLES))
    opener = f'<bdi lang="{letter.source_tag}" dir="%s">'
    return make_plan(
        page, {marks.OPEN_LTR: opener % "ltr", marks.OPEN_RTL: opener % "rtl", marks.CLOSE: "</bdi>"}, letter
    )
