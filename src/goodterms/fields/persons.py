"""A person's name given in its parts (UTS #35, part 8, "Person Name Object"), each checked like any text."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from goodterms.expressions import expression
from goodterms.faults import Fault, fault
from goodterms.fields.absent import not_a_value
from goodterms.fields.raw import MAX_CHARACTERS, InvalidValue, as_typed, clean, fold, is_empty, text_of
from goodterms.values import NAME_PARTS, Person

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

    from goodterms.model import FieldSpec

WHOLE = ""
"""The position of the full name among the parts, if both are given."""
_MAKE_A_NAME = ("given", "surname", "surname_core")
_WITH_LETTERS = (*_MAKE_A_NAME, "given_informal", "surname_prefix")
"""The parts that are words; an initial or a generation may be anything."""
_MAX_CHARACTERS = MAX_CHARACTERS["person"]
_LOST_IN_PERSON = expression(r"(?<!\S)\?(?=[^\W\d_])|(?<=[^\W\d_])\?")
"""A question mark where older programs write one for a letter that their code page lacks: Kova?, ?iga."""
LOST_IN_COMPANY = expression(r"(?<=[^\W\d_])\?(?=[^\W\d_])")
"""The same inside a word; a company may call itself Who?."""
_WITHOUT_JOINERS = {0x200C: None, 0x200D: None}
_BLANKS = expression(r"[ \u00a0]{2,}")
_ADDRESS = expression(r"\S+@\S+\.\S+")
_LANGUAGE_TAG = expression(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def part_of(name: str, specs: Mapping[str, FieldSpec]) -> tuple[str, str] | None:
    """The field and the part of it that ``name`` means, such as ``name.given``; None when no such field has parts."""
    field, _, part = name.partition(".")
    return (field, part) if part and field in specs and has_parts(specs[field]) else None


def gather(given: Mapping[str, object], specs: Mapping[str, FieldSpec]) -> Mapping[str, object]:
    """Raw values by field: the parts of a person's name that were given one by one are put into one table."""
    parts = {name: both for name in given if "." in name and (both := part_of(name, specs))}
    if not parts:
        return given
    gathered = {name: raw for name, raw in given.items() if name not in parts}
    for name, (field, part) in parts.items():
        before = gathered.get(field)
        if not isinstance(before, dict):
            before = {WHOLE: before}
        gathered[field] = {**before, part: given[name]}
    return gathered


def has_parts(spec: FieldSpec) -> bool:
    """Whether parts of a field may be given by themselves; of several persons nobody could tell whose they are."""
    return spec.type == "person" and not spec.many


def in_parts(raw: Mapping[str, object]) -> Person:
    """A person from a table of parts; raises :class:`InvalidValue` with every fault of them."""
    given = {part: value for part, value in raw.items() if part != WHOLE}
    whole = raw.get(WHOLE)
    if not is_empty(whole) and not is_empty(given):
        raise InvalidValue.of("name-whole-and-parts", given=as_typed(whole))
    parts: dict[str, str] = {}
    faults: list[Fault] = []
    for part, value in given.items():
        try:
            _put(parts, part, value)
        except InvalidValue as invalid:
            faults += [one._replace(place=part) for one in invalid.faults]
    if faults:
        raise InvalidValue(faults)
    if not is_empty(whole):
        return Person(whole=_clean_whole(text_of(whole)))
    if not parts.keys() & _MAKE_A_NAME:
        filled = [part for part, value in given.items() if not is_empty(value)]
        raise InvalidValue.of("name-without-a-name", given=filled, needed=map(_as_typed, _MAKE_A_NAME))
    if faults := _contradictions(parts):
        raise InvalidValue(faults)
    if (length := sum(map(len, parts.values()))) > _MAX_CHARACTERS:
        raise InvalidValue.of("too-long", length=length, most=_MAX_CHARACTERS)
    return Person(**parts)


def _put(parts: dict[str, str], part: str, value: object) -> None:
    known = _part(part)
    if is_empty(value):
        return
    if known in parts:
        raise InvalidValue.of("name-part-twice")
    parts[known] = _clean_part(known, text_of(value))


def _contradictions(parts: Mapping[str, str]) -> list[Fault]:
    """What is wrong with parts that repeat each other, or of which one would not be printed."""
    faults = []
    pieces = [_as_typed(piece) for piece in ("surname_prefix", "surname_core") if piece in parts]
    if "surname" in parts and pieces:
        faults.append(fault("name-part-repeated", "surname", given=parts["surname"], others=pieces))
    elif pieces == ["surname-prefix"]:
        faults.append(fault("surname-prefix-only", "surname-prefix", given=parts["surname_prefix"]))
    words = [word.strip(",:;!") for word in parts.get("title", "").casefold().split()]
    if len(words) > 1 and any(parts.get(name, "").casefold() in words for name in _MAKE_A_NAME):
        faults.append(fault("title-holds-name", "title", given=parts["title"]))
    return faults


@lru_cache(maxsize=256)
def _part(name: str) -> str:
    """The part of a :class:`Person` that is called ``name``."""
    if fold(name) not in NAME_PARTS:
        raise InvalidValue.of("unknown-name-part", given=name, known=NAME_PARTS)
    return fold(name).replace("-", "_")


def _as_typed(part: str) -> str:
    return part.replace("_", "-")


def single_blanks(text: str) -> str:
    """A name with one blank between its words; more are slips of typing, or of a program that left out a part."""
    return _BLANKS.sub(" ", text) if "  " in text or "\u00a0" in text else text


def check_letters(text: str, lost: re.Pattern[str] = _LOST_IN_PERSON) -> None:
    """Raise :class:`InvalidValue` for a name without any letter, and one in which ``lost`` finds a lost letter."""
    if not any(map(str.isalpha, text)):
        raise InvalidValue.of("name-without-letters", given=text)
    if "?" in text and lost.search(text.translate(_WITHOUT_JOINERS)):
        raise InvalidValue.of("lost-letter", given=text)


def check_person(text: str) -> None:
    """Raise :class:`InvalidValue` for what is not the name of a person: no letter, a lost letter, an email address."""
    check_letters(text)
    if "@" in text and _ADDRESS.fullmatch(text):
        raise InvalidValue.of("address-for-name", given=text)


def _clean_whole(text: str) -> str:
    text = clean(text, _MAX_CHARACTERS)
    if absent := not_a_value(text):
        raise InvalidValue.of(absent, given=text)
    check_person(text)
    return single_blanks(text)


def _clean_part(part: str, text: str) -> str:
    text = clean(text, _MAX_CHARACTERS)
    if absent := not_a_value(text):
        raise InvalidValue.of(absent, given=text)
    if not any(map(str.isalnum, text)):
        raise InvalidValue.of("name-part-blank", given=text)
    if part in _WITH_LETTERS:
        check_person(text)
    if part != "locale":
        return single_blanks(text)
    if not _LANGUAGE_TAG.fullmatch(text):
        raise InvalidValue.of("not-a-language-tag", given=text)
    return text.replace("_", "-")
