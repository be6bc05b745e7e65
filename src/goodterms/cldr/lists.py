"""What stands between and around values: the joints of lists, the marks of quotations."""

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
"""What a list has patterns for (UTS #35, part 2, "List Patterns")."""

# By our names, those of Babel: each pattern is the last one that is there (the aliases of CLDR's root). Many languages
# have one pattern of their own for lists of units, and write the others as other lists.
_NAMES = {"and": ("standard",), "or": ("or",), "unit": ("standard", "unit-short", "unit")}


class Lists:
    """The joints of one locale's lists: by its ``own`` patterns over ``cldr``, which is its data beside Babel's."""

    def __init__(self, data: babel.Locale, cldr: Mapping[str, Any], own: Mapping[str, Mapping[str, str]]) -> None:
        found = cldr.get("lists", {})
        self._patterns = {kind: {**(found.get(kind) or _babels(data, kind)), **own.get(kind, {})} for kind in KINDS}
        self._joints: dict[tuple[str, int], tuple[str, ...]] = {}

    def joints(self, kind: str, count: int) -> tuple[str, ...]:
        """What stands before, between and after ``count`` items of a list: ``count + 1`` strings.

        ``kind`` is ``and``, ``or`` or ``unit``; the patterns are CLDR's (UTS #35, part 2, "List Patterns").
        """
        found = self._joints.get((kind, count))
        if found is None:
            found = self._joints[kind, count] = self._join(kind, count)
        return found

    def join(self, kind: str, items: Sequence[str]) -> str:
        """Texts as one list: ``A, B in C``."""
        joints = self.joints(kind, len(items))
        return joints[0] + "".join([item + joint for item, joint in zip(items, joints[1:], strict=True)])

    def _join(self, kind: str, count: int) -> tuple[str, ...]:
        if count < 2:
            return ("",) * (count + 1)
        patterns = self._patterns[kind]
        # Items are joined from the end, as the specification says, each item standing as a NUL.
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


def _babels(data: babel.Locale, kind: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in _NAMES[kind]:
        found.update(data.list_patterns.get(name, {}))
    return found


class Quotes(NamedTuple):
    """A locale's quotation marks: the outer pair, and the one within it (UTS #35, part 2, "Delimiters")."""

    start: str = "“"
    end: str = "”"
    inner_start: str = "‘"
    inner_end: str = "’"

    def around(self, text: str) -> tuple[str, str]:
        """The marks for a text: the inner ones where it has outer marks or straight quotes of its own.

        What is quoted stays as it is; so the two kinds take turns all the same.
        """
        if any(mark in text for mark in (self.start, self.end, '"')):
            return self.inner_start, self.inner_end
        return self.start, self.end


def quotes_of(cldr: Mapping[str, Any], settings: LanguageSettings) -> Quotes:
    """The quotation marks of a language's own settings, else CLDR's."""
    own = [mark for pair in settings.quotes[:2] for mark in pair]
    return Quotes(*(own or cldr.get("quotes", ())))
