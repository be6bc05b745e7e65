"""The layout of help in languages whose characters do not all take one column: click counts characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from goodterms.reports.width import width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable

_AS_IT_IS = "\b\n"


class Layout(click.HelpFormatter):
    """click's layout with lines that are broken by the columns of the terminal."""

    def write_text(self, text: str) -> None:
        """Write paragraphs, broken to the width of the help; those that keep their lines as they are."""
        margin = " " * self.current_indent
        written = []
        for paragraph in text.split("\n\n"):
            if paragraph.startswith(_AS_IT_IS):
                lines = [margin + line for line in paragraph.removeprefix(_AS_IT_IS).split("\n")]
            else:
                lines = [margin + line for line in _lines(" ".join(paragraph.split()), self.width - len(margin))]
            written.append("\n".join(lines))
        self.write("\n\n".join(written) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write options or commands, each with its help in a column on the right."""
        listed = list(rows)
        room = min(max(width(term) for term, _ in listed), col_max) + col_spacing
        margin, gap = " " * self.current_indent, " " * (room + self.current_indent)
        for term, text in listed:
            lines = _lines(text, max(self.width - room - 2, 10))
            if width(term) <= room - col_spacing:
                self.write(f"{margin}{term}{' ' * (room - width(term))}{lines[0]}\n")
            else:
                self.write(f"{margin}{term}\n{gap}{lines[0]}\n")
            for line in lines[1:]:
                self.write(f"{gap}{line}\n")


def _lines(text: str, columns: int) -> list[str]:
    return [line.rstrip() for line in wrap(text, columns, "")]


class Context(click.Context):
    """The context of a command whose help is in another language."""

    formatter_class = Layout
