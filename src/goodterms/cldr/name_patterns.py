"""CLDR's patterns of person names, compiled: a name's parts in, text out (UTS #35, part 8).

Which pattern fits best, and which of its literals remain, depends only on which parts a name has. So both are found
once for each set of parts; writing a name is then a join.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from goodterms.cldr.scripts import compiled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from goodterms.values import Person

    Modify = Callable[[str], str]

_FIELD = re.compile(r"\{([a-z0-9]+)((?:-[a-zA-Z]+)*)\}")
_GRAPHEME = r"\X"
# Chinese does not separate words. ICU uses dictionaries, which nearly always split names of two characters.
_BETWEEN_WORDS = r"[\s\p{Pd}]+|(?<=\p{Han})(?=\p{Han})"
_BEFORE_LETTER = r"[^\w]*+(?=\p{L})"
_BLANKS = re.compile(r"(\s)\s+")


class Parts(NamedTuple):
    """A name's parts as patterns name them; ``informal`` and ``core`` fall back to the given name and the surname."""

    title: str
    given: str
    informal: str
    given2: str
    surname: str
    prefix: str
    core: str
    surname2: str
    generation: str
    credentials: str


_SLOTS = {name: slot for slot, name in enumerate(Parts._fields)}
_NOTHING = -1
_GIVEN = {_SLOTS["given"], _SLOTS["informal"]}
_SURNAME = {_SLOTS["surname"], _SLOTS["core"]}
_MODIFIED = {("given", "informal"): "informal", ("surname", "prefix"): "prefix", ("surname", "core"): "core"}


def tidy(text: str) -> str:
    """The text without blanks at its ends, and each run of blanks inside reduced to its first."""
    return _BLANKS.sub(r"\1", text.strip()) if text else text


def parts_of(person: Person) -> Parts:
    """The parts of a name, with the surname built from its prefix and core, or the core from the surname.

    "Handle core and prefix": a core without a surname is the surname, a prefix needs both.
    """
    _, title, given, informal, given2, prefix, core, surname, surname2, generation, credentials, _ = map(tidy, person)
    if not core or (surname and not prefix):
        core, prefix = surname, ""
    elif not surname:
        surname = f"{prefix} {core}" if prefix else core
    return Parts(title, given, informal or given, given2, surname, prefix, core, surname2, generation, credentials)


def first_grapheme(text: str) -> str:
    """The first grapheme cluster of a text (UAX #29, with the conjuncts of Indic scripts: GB9c)."""
    cluster = compiled(_GRAPHEME).match(text)
    return cluster[0] if cluster else ""


class _Field(NamedTuple):
    """A field of a pattern: the literal before it, the index of its part, and its modifiers."""

    before: str
    slot: int
    modify: Modify | None
    is_initial: bool


class _Pattern(NamedTuple):
    text: str
    fields: tuple[_Field, ...]
    after: str


class _Recipe(NamedTuple):
    """What remains of a pattern for one set of parts: literals, indexes of parts, modifiers; and the last literal."""

    pieces: tuple[tuple[str, int, Modify | None], ...]
    end: str


class NamePatterns:
    """The patterns of one language.

    ``names`` is the person_names mapping of CLDR's JSON; ``root`` is complete and fills its gaps.
    """

    def __init__(self, names: Mapping[str, Any], root: Mapping[str, Any]) -> None:
        self._sources = [source.get("personName", {}) for source in (names, root)]
        self._initial = names.get("initial", root["initial"])
        self._sequence = names.get("initialSequence", root["initialSequence"])
        self._recipes: dict[tuple[object, ...], _Recipe] = {}

    def write(self, parts: Parts, order: str, length: str, usage: str, formality: str) -> str:
        """The name in a form; empty only for a name with neither a given name nor a surname."""
        key = (order, length, usage, formality, *map(bool, parts))
        recipe = self._recipes.get(key)
        if recipe is None:
            patterns = self._alternatives(order, length, usage, formality)
            recipe = self._recipes[key] = _recipe_for(patterns, {slot for slot, value in enumerate(parts) if value})
        texts = []
        for before, slot, modify in recipe.pieces:
            value = parts[slot]
            texts.append(before)
            texts.append(modify(value) if modify else value)
        texts.append(recipe.end)
        return "".join(texts)

    def _alternatives(self, order: str, length: str, usage: str, formality: str) -> list[_Pattern]:
        for source in self._sources:
            by_formality = source.get(order, {}).get(length, {}).get(usage, {})
            texts = [text for name, text in by_formality.items() if name.partition("-alt-")[0] == formality]
            if texts:
                return [self._parse(text) for text in texts]
        raise KeyError(f"{order}-{length}-{usage}-{formality}")

    def _parse(self, text: str) -> _Pattern:
        fields, end = [], 0
        for match in _FIELD.finditer(text):
            modifiers = set(match[2].split("-")) - {""}
            name = next((part for (of, by), part in _MODIFIED.items() if of == match[1] and by in modifiers), match[1])
            # Only the surname has a prefix; that of any other part is empty.
            slot = _NOTHING if "prefix" in modifiers and name != "prefix" else _SLOTS.get(name, _NOTHING)
            fields.append(_Field(text[end : match.start()], slot, self._modifier(modifiers), "initial" in modifiers))
            end = match.end()
        return _Pattern(text, tuple(fields), text[end:])

    def _modifier(self, modifiers: set[str]) -> Modify | None:
        """The function that applies the modifiers to a value, case first: ß becomes SS before it is an initial.

        Inflection (``vocative``, ``genitive``) would have to come with the name, and is ignored.
        """
        steps: list[Modify] = []
        if "allCaps" in modifiers:
            steps.append(str.upper)
        elif "initialCap" in modifiers:
            steps.append(_capitalize)
        if "monogram" in modifiers:
            steps.append(first_grapheme)
        elif "initial" in modifiers:
            retain = "retain" in modifiers
            steps.append(lambda text: _initials(text, self._initial, self._sequence, retain=retain))
        if len(steps) < 2:
            return steps[0] if steps else None
        first, second = steps
        return lambda text: second(first(text))


def _capitalize(text: str) -> str:
    for index, character in enumerate(text):
        if character.isalnum():
            return text[:index] + character.title() + text[index + 1 :]
    return text


@lru_cache(maxsize=4096)
def _initials(text: str, initial: str, sequence: str, *, retain: bool) -> str:
    """The initials of each word ("Derive initials"); hyphens end a word, and ``retain`` keeps them.

    Words that do not begin with a letter have no initial; if no word does, the text's first character is the only one.
    """
    initials = ""
    between, end = "", 0
    for gap in [*compiled(_BETWEEN_WORDS).finditer(text), None]:
        word = text[end : gap.start()] if gap else text[end:]
        if word and (match := compiled(_BEFORE_LETTER).match(word)):
            letter = initial.replace("{0}", first_grapheme(word[match.end() :]))
            if not initials:
                initials = letter
            elif retain:
                initials += between + letter
            else:
                before, _, rest = sequence.partition("{0}")
                middle, _, after = rest.partition("{1}")
                initials = f"{before}{initials}{middle}{letter}{after}"
            between = ""
        if gap:
            between += gap[0]
            end = gap.end()
    return initials or initial.replace("{0}", first_grapheme(text))


def _recipe_for(patterns: list[_Pattern], slots: set[int]) -> _Recipe:
    """The recipe of the best pattern ("Choose a namePattern") for a name that has the parts in ``slots``."""

    def rank(pattern: _Pattern) -> tuple[int, int, str]:
        filled = sum(field.slot in slots for field in pattern.fields)
        return -filled, len(pattern.fields) - filled, pattern.text

    best = min((_for_single_name(pattern, slots) for pattern in patterns), key=rank)
    fields = best.fields
    filled = [number for number, field in enumerate(fields) if field.slot in slots]
    pieces = []
    for index, number in enumerate(filled):
        before = fields[number].before
        if not index:
            before = "" if number else before
        elif (last := filled[index - 1]) != number - 1:
            before = _join_literals(fields[last + 1].before, before)
        pieces.append((before, fields[number].slot, fields[number].modify))
    return _Recipe(tuple(pieces), best.after if filled and filled[-1] == len(fields) - 1 else "")


def _for_single_name(pattern: _Pattern, slots: set[int]) -> _Pattern:
    """The pattern for a name that lacks the given name or the surname; any other pattern unchanged.

    "Handle missing surname": if the pattern shows at most initials of the given name, the given name takes the place of
    the surname. In the specification every name has a given name; here, a name with only a surname is treated likewise.
    """
    filled = {field.slot for field in pattern.fields} & slots
    if _SLOTS["surname"] not in slots and not _shows(pattern, _GIVEN):
        return _move(pattern, _SURNAME, _SLOTS["given"], _GIVEN)
    if _SLOTS["given"] not in slots and not filled & _GIVEN and not _shows(pattern, _SURNAME):
        return _move(pattern, _GIVEN, _SLOTS["surname"], _SURNAME | {_SLOTS["prefix"]})
    return pattern


def _shows(pattern: _Pattern, slots: set[int]) -> bool:
    """Whether a pattern has one of these parts as more than initials."""
    return any(field.slot in slots and not field.is_initial for field in pattern.fields)


def _move(pattern: _Pattern, slots: set[int], source: int, cleared: set[int]) -> _Pattern:
    """The pattern with the part ``source`` in place of those in ``slots``, and without those in ``cleared``."""

    def slot(field: _Field) -> int:
        return source if field.slot in slots else _NOTHING if field.slot in cleared else field.slot

    return pattern._replace(fields=tuple(field._replace(slot=slot(field)) for field in pattern.fields))


def _join_literals(before: str, after: str) -> str:
    """What remains of the literals before and after empty fields ("Process a namePattern", step 4, and its examples).

    Punctuation that touches the empty fields is dropped with them, up to the nearest blank on each side; of several
    blanks, the first remains.
    """
    if before.endswith(after) or not before:
        return before or after
    if not after:
        return before
    head, tail = re.match(r"\S*(?=\s)", before), re.search(r"(?<=\s)\S*$", after)
    blank = re.search(r"\s", before + after)
    return (head[0] if head else "") + (blank[0] if blank else "") + (tail[0] if tail else "")
