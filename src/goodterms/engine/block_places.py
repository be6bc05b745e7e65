"""The places of blocks inside other blocks: as paragraphs of their own, as lines of their own, or within a line.

The template that has the block decides its place by how it writes it, also for the letters that override the block:
their text would otherwise be joined to its neighbours, or broken off from them, wherever the two are laid out
differently. A block in no other block is a section, and needs no place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import nodes

from goodterms.engine import trees
from goodterms.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# Tags with a minus sign remove white space, so that their author decides how the text is joined.
_OPENS_LINE = expression(r"\s*\{%\+?\s*block\s[^%]*(?<!-)%\}")
_BLOCK = expression(_OPENS_LINE.pattern + r"(?:(?!\{%.?\s*block\s).)*\{%\+?\s*endblock\b[^%]*(?<!-)%\}\s*")
_END = expression(r"\{%.?\s*endblock\b")
_PARAGRAPH, _LINES, _WITHIN = "paragraph of a block", "lines of a block", "block within a line"


def keep_places(tree: nodes.Template, every: list[nodes.Node], source: str) -> None:
    """Let each block that is inside another keep its place, whatever overrides it; ``every`` are all nodes of the tree.

    A block that is one line is a paragraph of its own; one of several lines ends with its line; one within a line stays
    within it.
    """
    places = {number: place for number, line in enumerate(source.split("\n"), 1) if (place := _place(line))}
    outside = {id(node) for node in trees.below(tree, enters=lambda node: not isinstance(node, nodes.Block))}
    inside = (node for node in every if isinstance(node, nodes.Block) or id(node) not in outside)
    for node in inside if places else ():
        for name, field in [*vars(node).items()]:
            if isinstance(field, list) and any(isinstance(child, nodes.Block) for child in field):
                setattr(node, name, [_in_place(child, places) for child in field])


def _place(line: str) -> str:
    """The place of the block that begins on a line; empty for none, and where the author removes white space."""
    if _BLOCK.fullmatch(line):
        return _PARAGRAPH
    if _END.search(line):
        return _WITHIN
    return _LINES if _OPENS_LINE.match(line) else ""


def _in_place(child: nodes.Node, places: Mapping[int, str]) -> nodes.Node:
    if not isinstance(child, nodes.Block) or child.lineno not in places:
        return child
    place = nodes.Filter(None, places[child.lineno], [], [], None, None, lineno=child.lineno)
    return nodes.FilterBlock([child], place, lineno=child.lineno)


def _paragraph(text: str) -> str:
    bare = text.strip("\n")
    return f"\n{bare}\n\n" if bare.strip() else ""


def _lines(text: str) -> str:
    return f"{text}\n" if text.strip() and not text.endswith("\n") else text


def _within(text: str) -> str:
    return text.strip("\n")


PLACES: Mapping[str, Callable[[str], str]] = {_PARAGRAPH: _paragraph, _LINES: _lines, _WITHIN: _within}
"""The filters for the places; their names have spaces, so that no template can use them."""
