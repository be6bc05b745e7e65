"""The tables, bars and lines of a page for mail programs: all of them are tables, which every program draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.formats.markup import BlockWriter, write_inlines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from goodterms.text.blocks import Bar, Inline, Lines, Table

_SIZES = 'width="100%" cellpadding="0" cellspacing="0" border="0"'
_SPACE = "&nbsp;"  # some programs do not draw an empty cell


class MailBlocks(BlockWriter):
    """The blocks of a page for mail programs. Tables and cells repeat the direction, which some programs drop."""

    def table(self, table: Table) -> str:
        """A table with a header."""
        head = "".join(self._cell("th", 'class="column" scope="col"', header) for header in table.header)
        rows = ("".join(self._cell("td", 'class="cell"', cell) for cell in row) for row in table.rows)
        body = "\n".join(f"<tr>{row}</tr>" for row in rows)
        opened = f'<table class="columns" dir="{self.direction}" {_SIZES}>'
        return f"{opened}\n<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n{body}\n</tbody>\n</table>"

    def bar(self, bar: Bar) -> str:
        """A paragraph with the label, and a row of two cells, one of which has no width at 0 and at 100 percent."""
        shares = (("full", bar.percent), ("rest", 100 - bar.percent))
        cells = "".join(
            f'<td class="{name}" dir="{self.direction}" width="{share}%">{_SPACE}</td>'
            for name, share in shares
            if share
        )
        opened = f'<table class="bar" role="img" aria-label="{self.share(bar)}" dir="{self.direction}" {_SIZES}>'
        return f'<p class="label">{write_inlines(bar.label)}</p>\n{opened}<tr>{cells}</tr></table>'

    def lines(self, lines: Lines) -> str:
        """A paragraph with the label, and a row for each line."""
        label = f'<p class="label">{write_inlines(lines.label)}</p>\n' if lines.label else ""
        row = f'<tr><td class="line" dir="{self.direction}">{_SPACE}</td></tr>'
        opened = f'<table class="lines" role="presentation" aria-hidden="true" dir="{self.direction}" {_SIZES}>'
        return f"{label}{opened}\n" + f"{row}\n" * lines.number + "</table>"

    def _cell(self, tag: str, attributes: str, inlines: Iterable[Inline]) -> str:
        return f'<{tag} {attributes} dir="{self.direction}">{write_inlines(inlines) or _SPACE}</{tag}>'
