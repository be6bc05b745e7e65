"""Tact: wordings in texts of the sender's own that hurt a customer or bind the sender. It advises, and changes none."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from goodterms.content.settings import TACT
from goodterms.faults import fault
from goodterms.fields.kept import at_forgetting, of_content
from goodterms.tact import lists
from goodterms.tact.patterns import Patterns, Places, Sentences
from goodterms.values import Dated, Record, parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from goodterms.compose import Request
    from goodterms.content.layers import Content
    from goodterms.faults import Fault
    from goodterms.model import FieldSpec, LetterSpec, Locale
    from goodterms.tact.lists import Lists

WARN, STRICT, OFF = TACT
GROUP = "tact"
"""The group of these faults in a summary of rows."""
_MAX_TEXTS = 4096
_MOST_IN_A_TEXT = 20
"""The most wordings of a text that are told."""
_MAX_LETTERS = 256
_FREE = ("text", "dated")
"""The types of fields whose values are sentences of the sender's own."""


class Wording(NamedTuple):
    """A wording that was found: its kind, the words of the text, why it does harm, and what to write instead."""

    kind: str
    words: str
    reason: str
    better: str


class Checker:
    """Looks for the wordings of one language in texts; each text is looked at once."""

    def __init__(self, lists: Lists) -> None:
        self._groups = lists.groups
        self._fold = lists.fold
        self._patterns = Patterns(
            ((number, pattern) for number, group in enumerate(lists.groups) for pattern in group.find), lists.fold
        )
        self._unless = [Patterns(((0, pattern) for pattern in group.unless), lists.fold) for group in lists.groups]
        self._known: dict[str, tuple[Wording, ...]] = {}

    def check(self, text: str) -> tuple[Wording, ...]:
        """The wordings in a text, in its order."""
        found = self._known.get(text)
        if found is None:
            if len(self._known) >= _MAX_TEXTS:
                self._known.clear()
            found = self._known[text] = tuple(self._look(text))
        return found

    def _look(self, text: str) -> Iterator[Wording]:
        folded = self._fold(text)
        sentences: Sentences | None = None
        places: Places | None = None
        allowed: dict[tuple[int, int, int], bool] = {}
        place = count = 0
        for number, start, end in self._patterns.find(folded):
            sentences = sentences or Sentences(folded)
            key = number, *sentences.around(start, end)
            if key not in allowed:
                allowed[key] = any(self._unless[number].find(folded[key[1] : key[2]]))
            if start < place or allowed[key]:
                continue
            group = self._groups[number]
            places = places or Places(text, self._fold)
            yield Wording(group.kind, places.original(start, end), group.reason, group.better)
            place, count = end, count + 1
            if count == _MOST_IN_A_TEXT:
                return


@of_content
@lru_cache(maxsize=64)
def checker(content: Content, catalog: str) -> Checker:
    """The checker of a language; raises :class:`BrokenContent` for faults of its tact.toml."""
    return Checker(lists.read(content, catalog))


def look(content: Content, request: Request) -> list[Fault]:
    """A fault for each wording in the texts of a letter, at its field; raises :class:`BrokenContent`.

    A sample is not a text of the sender's own.
    """
    own = (name for name in _free_fields(request.letter) if name not in request.sampled)
    given = {name: value for name in own if (value := request.values.get(name)) is not None}
    return look_at(content, request.locale, request.letter, given) if given else []


def look_at(content: Content, locale: Locale, letter: LetterSpec, values: Mapping[str, object]) -> list[Fault]:
    """The same for values by field or part, typed or raw; a value that is not a text has none."""
    free = _free_fields(letter)
    check = _checker_of(content, locale.catalog).check
    found: list[Fault] = []
    for name, value in values.items():
        root = name.partition(".")[0]
        if root in free:
            for place, text in _texts(name, value, letter.fields[root]):
                found += [_fault(place, one) for one in check(text)]
    return found


def _fault(place: str, wording: Wording) -> Fault:
    return fault(f"tact-{wording.kind}", place, given=wording.words, reason=wording.reason, better=wording.better)


_known_checkers: dict[tuple[int, str], tuple[Content, Checker]] = {}
at_forgetting(_known_checkers.clear)


def _checker_of(content: Content, catalog: str) -> Checker:
    """The same as :func:`checker`, for many letters of one content: to hash its folders takes longer than to look."""
    known = _known_checkers.get((id(content), catalog))
    if known is None or known[0] is not content:
        if len(_known_checkers) >= _MAX_LETTERS:
            _known_checkers.clear()
        known = _known_checkers[id(content), catalog] = content, checker(content, catalog)
    return known[1]


_known_free: dict[int, tuple[LetterSpec, tuple[str, ...]]] = {}
at_forgetting(_known_free.clear)


def _free_fields(letter: LetterSpec) -> tuple[str, ...]:
    """The fields of a letter that take sentences of the sender's own, found once for each letter."""
    known = _known_free.get(id(letter))
    if known is None or known[0] is not letter:
        if len(_known_free) >= _MAX_LETTERS:
            _known_free.clear()
        known = letter, tuple(name for name, field in letter.fields.items() if _is_free(field))
        _known_free[id(letter)] = known
    return known[1]


def _is_free(field: FieldSpec) -> bool:
    """Whether a field takes sentences of the sender's own, or has a part that does."""
    return field.type in _FREE or any(part.type in _FREE for part in field.parts.values())


def _texts(place: str, value: object, field: FieldSpec) -> Iterator[tuple[str, str]]:
    """The texts in a value, each with its place: the field, in a record also its number and its part."""
    if isinstance(value, Dated):
        yield place, value.text
    elif isinstance(value, Record):
        parts: Mapping[str, object] = parts_of(value)
        for part, spec in field.parts.items():
            if spec.type in _FREE:
                yield from _texts(f"{place}.{part}", parts.get(part), spec)
    elif isinstance(value, list) or type(value) is tuple:
        for number, inner in enumerate(value, 1):
            yield from _texts(f"{place}.{number}" if field.parts else place, inner, field)
    elif isinstance(value, str):
        yield place, value
