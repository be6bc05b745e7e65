"""What a notation finds in a text: placeholders, and what is not one although it should be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Clash = Literal["", "warning", "error"]
"""What happens where a translation formats a value otherwise than the source: nothing, it reads badly, it fails."""


class Placeholder(NamedTuple):
    """A placeholder in a text.

    ``key`` is the value that it takes: a name, or a position from 1 (from 0 where the format counts from 0). ``shown``
    is how messages name it. ``type`` and ``format`` say how it formats the value, in the terms of its notation.
    ``hidden`` is true if it takes a value and prints nothing, as ``%.0s`` does; ``layout`` if its value is a width or a
    precision, which no reader sees.
    """

    key: str
    shown: str
    start: int
    type: str = ""
    format: str = ""
    hidden: bool = False
    layout: bool = False


class Defect(NamedTuple):
    """A piece of a text that makes it invalid in its notation: what is wrong, the piece, and where it begins."""

    message: str
    text: str
    start: int


class Reading(NamedTuple):
    """The placeholders of a text in order, and its defects.

    ``by_order`` is true if values are taken in order, by placeholders without name and number.
    """

    placeholders: tuple[Placeholder, ...] = ()
    defects: tuple[Defect, ...] = ()
    by_order: bool = False

    @property
    def keys(self) -> frozenset[str]:
        """The values that the text takes."""
        return frozenset(each.key for each in self.placeholders)

    @property
    def visible(self) -> frozenset[str]:
        """The values that a reader of the text sees."""
        return frozenset(each.key for each in self.placeholders if not (each.hidden or each.layout))


NOTHING = Reading()
"""The reading of a text without placeholders."""


def never(_sources: Sequence[Placeholder], _own: Placeholder) -> Clash:
    """No clash, for notations whose placeholders only insert a value."""
    return ""


class Notation(NamedTuple):
    """A way to write placeholders. ``name`` is that of the format, as in the flag of a message.

    ``read`` finds the placeholders of a text. ``clash`` compares how the placeholders of a source
    and one of its translation format the same value.
    ``needs_all`` is true if formatting fails for a value that no placeholder takes, where values are taken in order.
    ``is_markup`` is true for what lays a text out and takes no value.
    """

    name: str
    read: Callable[[str], Reading]
    clash: Callable[[Sequence[Placeholder], Placeholder], Clash] = never
    needs_all: bool = False
    is_markup: bool = False
