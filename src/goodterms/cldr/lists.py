"""The joints of lists, and quotation marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import babel

    from goodterms.model import LanguageSettings

_FIRST, _SECOND = "{0}", "{1}"
KINDS = ("and", "or", "unit")
"""The kinds of lists."""
PLACES = ("2", "start", "middle", "end")
"""The keys of a list's patterns (UTS #35, part 2, "List Patterns")."""

# The names of our kinds in Babel's data; a later one takes precedence, as in the aliases of CLDR's root. Many languages
# have a single pattern for lists of units, and take the others from lists of other kinds.
_NAMES = {"and": ("standard",), "or": ("or",), "unit": ("standard", "unit-short", "unit")}


class Lists:
    """The joints of one locale's lists: its ``own`` patterns over those of ``cldr``, its data from cldr.json."""

    def __init__(self, data: babel.Locale, cldr: Mapping[str, Any], own: Mapping[str, Mapping[str, str]]) -> None:
        by_cldr = cldr.get("lists", {})
        self._patterns = {
            kind: {**(by_cldr.get(kind) or _babel_patterns(data, kind)), **own.get(kind, {})} for kind in KINDS
        }
        self._joints: dict[tuple[str, int], tuple[str, ...]] = {}

    def joints(self, kind: str, count: int) -> tuple[str, ...]:
        """The text before, between and after ``count`` items of a list: ``count + 1`` strings.

        ``kind`` is ``and``, ``or`` or ``unit``; the patterns are CLDR's (UTS #35, part 2, "List Patterns").
        """
        joints = self._joints.get((kind, count))
        if joints is None:
            joints = self._joints[kind, count] = self._build_joints(kind, count)
        return joints

    def join(self, kind: str, items: Sequence[str]) -> str:
        """The items as a list: ``A, B in C``."""
        joints = self.joints(kind, len(items))
        return joints[0] + "".join([item + joint for item, joint in zip(items, joints[1:], strict=True)])

    def _build_joints(self, kind: str, count: int) -> tuple[str, ...]:
        if count < 2:
            return ("",) * (count + 1)
        patterns = self._patterns[kind]
        # The specification joins items from the end; a NUL holds the place of an item.
        text = "\0"
        for left in range(count - 1, 0, -1):
            if count == 2:
                name = "2"
            elif left == count - 1:
                name = "end"
            else:
                name = "start" if left == 1 else "middle"
            text = patterns[name].replace(_FIRST, "\0").replace(_SECOND, text)
        return tuple(text.split("\0"))


def _babel_patterns(data: babel.Locale, kind: str) -> dict[str, str]:
    patterns: dict[str, str] = {}
    for name in _NAMES[kind]:
        patterns.update(data.list_patterns.get(name, {}))
    return patterns


class Quotes(NamedTuple):
    """A locale's quotation marks: the outer pair and the inner pair (UTS #35, part 2, "Delimiters")."""

    start: str = "“"
    end: str = "”"
    inner_start: str = "‘"
    inner_end: str = "’"

    def around(self, text: str) -> tuple[str, str]:
        """The pair of marks for a text: the inner pair if it contains outer marks or straight quotes.

        The two pairs alternate that way, and the text stays unchanged.
        """
        if any(mark in text for mark in (self.start, self.end, '"')):
            return self.inner_start, self.inner_end
        return self.start, self.end


def quotes_of(cldr: Mapping[str, Any], settings: LanguageSettings) -> Quotes:
    """The quotation marks in a language's settings; CLDR's if there are none."""
    own = [character for pair in settings.quotes[:2] for character in pair]
    return Quotes(*(own or cldr.get("quotes", ())))
