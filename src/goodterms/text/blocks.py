"""The parts of a letter's text: blocks (paragraphs, lists, headings) and the inline parts inside them.

The text of an inline part may hold marks of values and spans (see :mod:`goodterms.text.marks`).
"""

from __future__ import annotations

from typing import NamedTuple


class Text(NamedTuple):
    """Words, taken as they are: no markup in them."""

    text: str


class Strong(NamedTuple):
    """Words of strong importance."""

    inlines: tuple[Inline, ...]


class Emphasis(NamedTuple):
    """Words with stress."""

    inlines: tuple[Inline, ...]


class Link(NamedTuple):
    """Words that lead to an address."""

    url: str
    inlines: tuple[Inline, ...]


class Break(NamedTuple):
    """A line ends here, inside its paragraph."""


Inline = Text | Strong | Emphasis | Link | Break


class Paragraph(NamedTuple):
    """A paragraph; ``tight`` when it is the text of a list item without space around it."""

    inlines: tuple[Inline, ...]
    tight: bool = False


class Heading(NamedTuple):
    """A heading of level 1 (the letter's subject) to 6."""

    level: int
    inlines: tuple[Inline, ...]


class List(NamedTuple):
    """A list of items; ``start`` is the first number, or None for bullets."""

    start: int | None
    items: tuple[tuple[Block, ...], ...]


class Quote(NamedTuple):
    """Quoted blocks."""

    blocks: tuple[Block, ...]


class Rule(NamedTuple):
    """A thematic break."""


class Section(NamedTuple):
    """A named section of a letter, such as one of its steps."""

    name: str
    blocks: tuple[Block, ...]


Block = Paragraph | Heading | List | Quote | Rule
