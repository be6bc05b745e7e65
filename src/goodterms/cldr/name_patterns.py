"""The patterns of CLDR's person names, compiled: a name's parts in, text out (UTS #35, part 8).

What a pattern makes of a name depends on which of the parts are there and not on what they say. So the best pattern,
and what is left of its literals, is found once for each set of parts and kept; writing a name is then a join.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from goodterms.values import Person

    Modify = Callable[[str], str]

_FIELD = re.compile(r"\{([a-z0-9]+)((?:-[a-zA-Z]+)*)\}")
_GRAPHEME = regex.compile(r"\X")
# Chinese sets no words apart; its dictionaries, which ICU asks, break names of two characters nearly always.
_BETWEEN_WORDS = regex.compile(r"[\s\p{Pd}]+|(?<=\p{Han})(?=\p{Han})")
_BEFORE_LETTER = regex.compile(r"[^\w]*+(?=\p{L})")
_BLANKS = re.compile(r"(\s)\s+")


class Parts(NamedTuple):
    """A name's parts as the patterns ask for them; ``informal`` and ``core`` have taken what stands in for them."""

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
    """The text without blanks at its ends, and with the first for each run of blanks inside."""
    return _BLANKS.sub(r"\1", text.strip()) if text else text


def parts_of(person: Person) -> Parts:
    """The parts of a name, the surname made of its prefix and core or the other way round.

    "Handle core and prefix": a core without a surname is the surname, a prefix needs both.
    """
    _, title, given, informal, given2, prefix, core, surname, surname2, generation, credentials, _ = map(tidy, person)
    if not core or (surname and not prefix):
        core, prefix = surname, ""
    elif not surname:
        surname = f"{prefix} {core}" if prefix else core
    return Parts(title, given, informal or given, given2, surname, prefix, core, surname2, generation, credentials)


def first_grapheme(text: str) -> str:
    """The first of what a reader takes for characters (UAX #29, with the conjuncts of Indic scripts: GB9c)."""
    found = _GRAPHEME.match(text)
    return found[0] if found else ""


class _Field(NamedTuple):
    """A field of a pattern: the literal before it, where its value stands, what is done to it, how it is shown."""

    before: str
    slot: int
    modify: Modify | None
    is_initial: bool


class _Pattern(NamedTuple):
    text: str
    fields: tuple[_Field, ...]
    after: str


class _Plan(NamedTuple):
    """What is left of a pattern for one set of parts."""

    pieces: tuple[tuple[str, int, Modify | None], ...]
    end: str


class NamePatterns:
    """The patterns of one language.

    ``names`` is the person_names mapping of CLDR's JSON; what it lacks is taken from ``root``, which has everything.
    """

    def __init__(self, names: Mapping[str, Any], root: Mapping[str, Any]) -> None:
        self._sources = [source.get("personName", {}) for source in (names, root)]
        self._initial = names.get("initial", root["initial"])
        self._sequence = names.get("initialSequence", root["initialSequence"])
        self._plans: dict[tuple[object, ...], _Plan] = {}

    def write(self, parts: Parts, order: str, length: str, usage: str, formality: str) -> str:
        """The name in its form; empty only for a name that has neither a given name nor a surname."""
        key = (order, length, usage, formality, *map(bool, parts))
        plan = self._plans.get(key)
        if plan is None:
            patterns = self._alternatives(order, length, usage, formality)
            plan = self._plans[key] = _plan(patterns, {slot for slot, value in enumerate(parts) if value})
        texts = []
        for before, slot, modify in plan.pieces:
            value = parts[slot]
            texts.append(before)
            texts.append(modify(value) if modify else value)
        texts.append(plan.end)
        return "".join(texts)

    def _alternatives(self, order: str, length: str, usage: str, formality: str) -> list[_Pattern]:
        for source in self._sources:
            found = source.get(order, {}).get(length, {}).get(usage, {})
            texts = [text for name, text in found.items() if name.partition("-alt-")[0] == formality]
            if texts:
                return [self._parsed(text) for text in texts]
        raise KeyError(f"{order}-{length}-{usage}-{formality}")

    def _parsed(self, text: str) -> _Pattern:
        fields, end = [], 0
        for found in _FIELD.finditer(text):
            modifiers = set(found[2].split("-")) - {""}
            name = next((part for (of, by), part in _MODIFIED.items() if of == found[1] and by in modifiers), found[1])
            # A prefix that no part of a person stands for is empty.
            slot = _NOTHING if "prefix" in modifiers and name != "prefix" else _SLOTS.get(name, _NOTHING)
            fields.append(_Field(text[end : found.start()], slot, self._modify(modifiers), "initial" in modifiers))
            end = found.end()
        return _Pattern(text, tuple(fields), text[end:])

    def _modify(self, modifiers: set[str]) -> Modify | None:
        """What the modifiers make of a value; cases first, as ß is SS before it is an initial.

        Inflection (``vocative``, ``genitive``) is the name's own to give, and passed over.
        """
        steps: list[Modify] = []
        if "allCaps" in modifiers:
            steps.append(str.upper)
        elif "initialCap" in modifiers:
            steps.append(_capitalized)
        if "monogram" in modifiers:
            steps.append(first_grapheme)
        elif "initial" in modifiers:
            keeps = "retain" in modifiers
            steps.append(lambda text: _initials(text, self._initial, self._sequence, keeps_marks=keeps))
        if len(steps) < 2:
            return steps[0] if steps else None
        first, second = steps
        return lambda text: second(first(text))


def _capitalized(text: str) -> str:
    for place, character in enumerate(text):
        if character.isalnum():
            return text[:place] + character.title() + text[place + 1 :]
    return text


@lru_cache(maxsize=4096)
def _initials(text: str, initial: str, sequence: str, *, keeps_marks: bool) -> str:
    """The initials of each word ("Derive initials"); hyphens end a word, and stay where the pattern says ``retain``.

    Words that do not begin with a letter have none; where no word does, the text's first character stands for all.
    """
    written = ""
    between, end = "", 0
    for gap in [*_BETWEEN_WORDS.finditer(text), None]:
        word = text[end : gap.start()] if gap else text[end:]
        if word and (found := _BEFORE_LETTER.match(word)):
            one = initial.replace("{0}", first_grapheme(word[found.end() :]))
            if not written:
                written = one
            elif keeps_marks:
                written += between + one
            else:
                before, _, rest = sequence.partition("{0}")
                middle, _, after = rest.partition("{1}")
                written = f"{before}{written}{middle}{one}{after}"
            between = ""
        if gap:
            between += gap[0]
            end = gap.end()
    return written or initial.replace("{0}", first_grapheme(text))


def _plan(patterns: list[_Pattern], there: set[int]) -> _Plan:
    """The plan for the best of some patterns ("Choose a namePattern"), for a name that has the parts ``there``."""

    def rank(pattern: _Pattern) -> tuple[int, int, str]:
        filled = sum(field.slot in there for field in pattern.fields)
        return -filled, len(pattern.fields) - filled, pattern.text

    best = min((_with_one_name(pattern, there) for pattern in patterns), key=rank)
    fields = best.fields
    filled = [number for number, field in enumerate(fields) if field.slot in there]
    pieces = []
    for place, number in enumerate(filled):
        before = fields[number].before
        if not place:
            before = "" if number else before
        elif (last := filled[place - 1]) != number - 1:
            before = _joined(fields[last + 1].before, before)
        pieces.append((before, fields[number].slot, fields[number].modify))
    return _Plan(tuple(pieces), best.after if filled and filled[-1] == len(fields) - 1 else "")


def _with_one_name(pattern: _Pattern, there: set[int]) -> _Pattern:
    """The pattern for a name of which one of given name and surname is missing.

    "Handle missing surname": where the pattern shows of the given name at most initials, the given name takes the
    surname's place. The specification has a given name in every name; a surname alone is treated the same way here.
    """
    held = {field.slot for field in pattern.fields} & there
    if _SLOTS["surname"] not in there and not _shows(pattern, _GIVEN):
        return _moved(pattern, _SURNAME, _SLOTS["given"], _GIVEN)
    if _SLOTS["given"] not in there and not held & _GIVEN and not _shows(pattern, _SURNAME):
        return _moved(pattern, _GIVEN, _SLOTS["surname"], _SURNAME | {_SLOTS["prefix"]})
    return pattern


def _shows(pattern: _Pattern, slots: set[int]) -> bool:
    return any(field.slot in slots and not field.is_initial for field in pattern.fields)


def _moved(pattern: _Pattern, slots: set[int], value: int, emptied: set[int]) -> _Pattern:
    """The pattern with one value in some slots, and nothing in others."""

    def slot(field: _Field) -> int:
        return value if field.slot in slots else _NOTHING if field.slot in emptied else field.slot

    return pattern._replace(fields=tuple(field._replace(slot=slot(field)) for field in pattern.fields))


def _joined(one: str, other: str) -> str:
    """What is left of the literals around empty fields ("Process a namePattern", step 4, and its examples).

    Marks that touch the empty fields go with them, up to the nearest blank on each side; of several blanks, the first
    stays.
    """
    if one.endswith(other) or not one:
        return one or other
    if not other:
        return one
    head, tail = re.match(r"\S*(?=\s)", one), re.search(r"(?<=\s)\S*$", other)
    blank = re.search(r"\s", one + other)
    return (head[0] if head else "") + (blank[0] if blank else "") + (tail[0] if tail else "")
