"""The tree of a letter's text: blocks (paragraphs, lists, headings, tables) and the inline parts inside them.

The text of an inline part may contain marks of values and spans (see :mod:`goodterms.text.marks`).
"""

from __future__ import annotations

from typing import NamedTuple


class Text(NamedTuple):
    """Plain text, without markup."""

    text: str


class Strong(NamedTuple):
    """Text of strong importance: CommonMark's ``**…**``."""

    inlines: tuple[Inline, ...]


class Emphasis(NamedTuple):
    """Stressed text: CommonMark's ``*…*``."""

    inlines: tuple[Inline, ...]


class Link(NamedTuple):
    """Text that links to an address."""

    url: str
    inlines: tuple[Inline, ...]


class Break(NamedTuple):
    """A line break inside a paragraph."""


Inline = Text | Strong | Emphasis | Link | Break


class Paragraph(NamedTuple):
    """A paragraph; ``tight`` when it is the text of an item in a tight list (CommonMark, "Lists")."""

    inlines: tuple[Inline, ...]
    tight: bool = False


class Heading(NamedTuple):
    """A heading of level 1 (the letter's subject) to 6."""

    level: int
    inlines: tuple[Inline, ...]


class List(NamedTuple):
    """A list; ``start`` is the number of the first item, None for bullets."""

    start: int | None
    items: tuple[tuple[Block, ...], ...]


class Quote(NamedTuple):
    """A block quotation."""

    blocks: tuple[Block, ...]


class Rule(NamedTuple):
    """A thematic break."""


class Table(NamedTuple):
    """A table: the cells of its header row and of every other row, each row with as many cells as the header."""

    header: tuple[tuple[Inline, ...], ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]


class Bar(NamedTuple):
    """A bar of which ``percent`` (0 to 100) are full, and the label that says what it shows."""

    percent: int
    label: tuple[Inline, ...]


class Lines(NamedTuple):
    """Empty lines to write on by hand, ``number`` of them, and the label above them, which may be empty."""

    number: int
    label: tuple[Inline, ...]


class Section(NamedTuple):
    """A named section of a letter, such as one of its steps."""

    name: str
    blocks: tuple[Block, ...]


Block = Paragraph | Heading | List | Quote | Rule | Table | Bar | Lines
