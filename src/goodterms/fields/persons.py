"""A person's name given in its parts (UTS #35, part 8, "Person Name Object"), each checked like any text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from goodterms.errors import suggestion
from goodterms.fields.raw import MAX_CHARACTERS, InvalidValue, as_typed, clean, fold, is_empty, text_of
from goodterms.values import NAME_PARTS, Person

if TYPE_CHECKING:
    from collections.abc import Mapping

    from goodterms.model import FieldSpec

WHOLE = ""
"""Where the whole name stands among the parts, when both are given."""
_MAKE_A_NAME = ("given", "surname", "surname_core")
_MAX_CHARACTERS = MAX_CHARACTERS["person"]
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def part_of(name: str, specs: Mapping[str, FieldSpec]) -> tuple[str, str] | None:
    """The field and the part of it that ``name`` means, such as ``name.given``; None when no such field has parts."""
    field, _, part = name.partition(".")
    return (field, part) if part and field in specs and has_parts(specs[field]) else None


def has_parts(spec: FieldSpec) -> bool:
    """Whether parts of a field may be given by themselves; of several persons nobody could tell whose they are."""
    return spec.type == "person" and not spec.many


def in_parts(raw: Mapping[str, object]) -> Person:
    """A person from a table of parts; raises :class:`InvalidValue` with every fault of them."""
    given = {part: value for part, value in raw.items() if part != WHOLE}
    whole = raw.get(WHOLE)
    if not is_empty(whole) and not is_empty(given):
        raise InvalidValue(
            f"is given whole, {as_typed(whole)!r}, and in parts", "leave out the whole name, or the parts"
        )
    parts: dict[str, str] = {}
    faults: list[InvalidValue] = []
    for part, value in given.items():
        try:
            _put(parts, part, value)
        except InvalidValue as wrong:
            wrong.part = part
            faults.append(wrong)
    if faults:
        faults[0].others = tuple(faults[1:])
        raise faults[0]
    if not is_empty(whole):
        return Person(whole=clean(text_of(whole), _MAX_CHARACTERS))
    if not parts.keys() & _MAKE_A_NAME:
        found = " and ".join(part for part, value in given.items() if not is_empty(value))
        raise InvalidValue(
            f"has no part but {found}", f"a name needs one of: {', '.join(map(_as_typed, _MAKE_A_NAME))}"
        )
    if faults := _at_odds(parts):
        faults[0].others = tuple(faults[1:])
        raise faults[0]
    if (length := sum(map(len, parts.values()))) > _MAX_CHARACTERS:
        raise InvalidValue(f"has {length:,} characters; at most {_MAX_CHARACTERS:,} fit")
    return Person(**parts)


def _put(parts: dict[str, str], part: str, value: object) -> None:
    known = _part(part)
    if is_empty(value):
        return
    if known in parts:
        raise InvalidValue("is given twice, in two spellings", "give it once")
    parts[known] = _of_name(known, text_of(value))


def _at_odds(parts: Mapping[str, str]) -> list[InvalidValue]:
    """What is wrong with parts that say the same twice, or of which one would be left out."""
    faults = []
    pieces = [_as_typed(piece) for piece in ("surname_prefix", "surname_core") if piece in parts]
    if "surname" in parts and pieces:
        told = f"is {parts['surname']!r}, and {' and '.join(pieces)} is given, too"
        faults.append(InvalidValue(told, "give the surname whole, or in its pieces"))
        faults[-1].part = "surname"
    elif pieces == ["surname-prefix"]:
        faults.append(InvalidValue("stands without surname-core", "give the rest of the surname as surname-core"))
        faults[-1].part = "surname-prefix"
    words = [word.strip(",:;!") for word in parts.get("title", "").casefold().split()]
    if len(words) > 1 and any(parts.get(name, "").casefold() in words for name in _MAKE_A_NAME):
        hint = "give what stands before it alone, such as Ms. or dr."
        faults.append(InvalidValue(f"is {parts['title']!r}, which holds the name itself", hint))
        faults[-1].part = "title"
    return faults


@lru_cache(maxsize=256)
def _part(name: str) -> str:
    """The part of a :class:`Person` that is called ``name``."""
    if fold(name) not in NAME_PARTS:
        raise InvalidValue("is no part of a person's name", suggestion(name, NAME_PARTS))
    return fold(name).replace("-", "_")


def _as_typed(part: str) -> str:
    return part.replace("_", "-")


def _of_name(part: str, text: str) -> str:
    text = clean(text, _MAX_CHARACTERS)
    if not any(map(str.isalnum, text)):
        raise InvalidValue(f"is {text!r}, without a letter or a digit", "leave it empty where there is none")
    if part != "locale":
        return text
    if not _LANGUAGE_TAG.fullmatch(text):
        raise InvalidValue(
            f"is {text!r}, which is no language tag", "expected the BCP 47 tag of the name's own language"
        )
    return text.replace("_", "-")
