"""How a language joins the items of a list and groups the digits of a number, as messages of its catalog."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SENTENCES = "a list of sentences"
LIST, OR_BEFORE, OR_LAST = "a list", "alternatives, before the last one", "alternatives, the last one"
AND_BEFORE, AND_LAST = "several, before the last one", "several, the last one"
SOME = "several, of which only the first are named"
GROUPED = "how numbers are grouped"

PATTERNS: Mapping[str, tuple[str, str]] = {
    LIST: ("{list}, {item}", "Joins names in a list without a word between them: a, b, c"),
    SENTENCES: ("{list}; {item}", "Joins sentences and phrases, each with what it is about: a; b; c"),
    OR_BEFORE: ("{list} or {item}", "Alternatives, all but the last: a or b or c; others write a, b or c"),
    OR_LAST: ("{list} or {item}", "Alternatives, before the last one"),
    AND_BEFORE: ("{list} and {item}", "Several things, all but the last: a and b and c; others write a, b and c"),
    AND_LAST: ("{list} and {item}", "Several things, before the last one"),
    SOME: ("{list} and {more:,} more", "The first of many things, and how many there are besides: a, b, c and 5 more"),
    GROUPED: ("1,234,567", "This number with the separators of your language between the same digits: 1.234.567"),
}
"""By context: the msgid, and what it is."""

JOINING = {"": (LIST, LIST), ";": (SENTENCES, SENTENCES), "or": (OR_BEFORE, OR_LAST), "and": (AND_BEFORE, AND_LAST)}
"""By the word of a list, as sentences have it: the patterns before its last item, and for its last item."""
