"""A complete HTML page: accessible, printable, without scripts and without external resources.

Only markup sets directions (W3C, "Structural markup and right-to-left text in HTML"): ``lang`` and ``dir`` on the page,
``<bdi>`` around the values that need it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.engine.layout import layout_source, render_layout
from goodterms.formats.links import link_target
from goodterms.formats.markup import BlockWriter, escape_html, fill_plain, page_values, write_inlines
from goodterms.formats.plan import Plan, make_plan, plan_for
from goodterms.formats.words import words_of
from goodterms.text import bidi, marks
from goodterms.text.blocks import Bar, Lines, List, Quote, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from goodterms.compose import Letter
    from goodterms.content.layers import Content
    from goodterms.model import Slot
    from goodterms.text.blocks import Block, Inline

_LAYOUT = "_layout/letter.html.j2"
_STYLES = "_layout/letter.css"
_STYLES_OF_BLOCKS = "_layout/blocks.css"
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
    styles = layout_source(content, _STYLES)[1]
    if any(_needs_more_styles(section.blocks) for section in letter.wording.sections):
        styles += layout_source(content, _STYLES_OF_BLOCKS)[1]
    page = render_layout(content, _LAYOUT, page_values(letter, styles, PageBlocks(letter)))
    opener = f'<bdi lang="{letter.source_tag}" dir="%s">'
    return make_plan(
        page, {marks.OPEN_LTR: opener % "ltr", marks.OPEN_RTL: opener % "rtl", marks.CLOSE: "</bdi>"}, letter
    )


class PageBlocks(BlockWriter):
    """The blocks of a page for browsers and for paper."""

    def table(self, table: Table) -> str:
        """A table whose cells repeat their header as data: narrow screens show the cells one below another."""
        headers = [_as_data(header) for header in table.header]
        head = "".join(f'<th scope="col">{write_inlines(header)}</th>' for header in table.header)
        rows = "\n".join(f"<tr>{''.join(map(_cell, headers, row))}</tr>" for row in table.rows)
        return f"<table>\n<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n{rows}\n</tbody>\n</table>"

    def bar(self, bar: Bar) -> str:
        """A figure: its shapes are printed where backgrounds are not, and it begins at the side where reading does."""
        start = 0 if self.direction == "ltr" else 100 - bar.percent
        shapes = '<rect class="whole" width="100%" height="100%"/>'
        shapes += f'<rect class="full" x="{start}%" width="{bar.percent}%" height="100%"/>'
        picture = f'<svg role="img" aria-label="{self.share(bar)}">{shapes}</svg>'
        return f'<figure class="bar">\n<figcaption>{write_inlines(bar.label)}</figcaption>\n{picture}\n</figure>'

    def lines(self, lines: Lines) -> str:
        """A paragraph with the label, and an element for each line."""
        label = [f"<p>{write_inlines(lines.label)}</p>"] if lines.label else []
        ruled = ['<div class="ruled-line" aria-hidden="true"></div>'] * lines.number
        return "\n".join(['<div class="ruled-lines">', *label, *ruled, "</div>"])


def _as_data(header: Iterable[Inline]) -> str:
    """A header for an attribute, where no element can isolate its values, so characters do."""
    words = escape_html(marks.to_plain(words_of(header)))
    return marks.PLAIN.sub(lambda mark: f"{bidi.FSI}{mark[0]}{bidi.PDI}", words)


def _cell(header: str, cell: Iterable[Inline]) -> str:
    data = f' data-header="{header}"' if header else ""
    return f"<td{data}>{write_inlines(cell)}</td>"


def _needs_more_styles(blocks: Iterable[Block]) -> bool:
    """Whether there is a table, a bar or lines among the blocks or inside them."""
    return any(
        isinstance(block, (Table, Bar, Lines))
        or (isinstance(block, Quote) and _needs_more_styles(block.blocks))
        or (isinstance(block, List) and any(map(_needs_more_styles, block.items)))
        for block in blocks
    )
