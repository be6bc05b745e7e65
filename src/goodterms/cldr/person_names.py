"""A person's name in the form that a letter needs, by CLDR (UTS #35, part 8, version 48).

What a form is made of, and in which order, is CLDR's data; see :mod:`goodterms.cldr.name_patterns` for how a pattern
is filled in. Left out of the specification: capitals by the rules of one language (the rules of all are used), and
inflection, which it leaves to the name itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from goodterms.cldr import tags
from goodterms.cldr.name_patterns import NamePatterns, first_grapheme, parts_of, tidy
from goodterms.cldr.scripts import UNKNOWN, match, script_in, share_han
from goodterms.cldr.tags import ROOT, Tag, maximized
from goodterms.errors import InvalidRequest, suggestion
from goodterms.faults import Fault, legacy
from goodterms.values import ADDRESSING, MONOGRAM, REFERRING

if TYPE_CHECKING:
    from goodterms.values import Person

    Others = Callable[[str], Mapping[str, Any] | None]

GIVEN_FIRST, SURNAME_FIRST, SORTING = "givenFirst", "surnameFirst", "sorting"
_KNOWN = {
    "length": ("long", "medium", "short"),
    "usage": (REFERRING, ADDRESSING, MONOGRAM),
    "formality": ("formal", "informal"),
    "order": (GIVEN_FIRST, SURNAME_FIRST, SORTING),
}
_SPACES = re.compile(" +")


class _Manner(NamedTuple):
    """How names of one language in one script are written: by whose patterns, in which order, with which space."""

    patterns: NamePatterns
    order: str
    space: str


class PersonNames:
    """The names of persons for one formatting locale.

    ``tag`` is its BCP 47 tag and ``names`` CLDR's person names of it (the key person_names of cldr.json). ``others``
    gives the same for another tag, such as ``und-Latn`` without its region, or None: a name in another script than the
    formatting locale's is written as in its own language. What CLDR's root says stands in for what is missing.
    """

    def __init__(self, tag: str, names: Mapping[str, Any], others: Others | None = None) -> None:
        self._locale = maximized(_tag(tag))
        self._names = names
        self._others: Others = others or dict[str, Mapping[str, Any]]().get
        self._patterns = NamePatterns(names, _root())
        self._manners: dict[tuple[str, str], _Manner] = {}

    def format(
        self,
        person: Person,
        length: str = "medium",
        usage: str = REFERRING,
        formality: str = "formal",
        order: str = "",
    ) -> str:
        """The name of a person.

        ``length`` is ``long``, ``medium`` or ``short``; ``usage`` ``referring``, ``addressing`` or ``monogram``;
        ``formality`` ``formal`` or ``informal``; an empty length or formality is the locale's own. ``order`` is
        ``givenFirst``, ``surnameFirst``, ``sorting``, or empty for that of the name's own language.

        A name given whole is written whole in every form, in a monogram as its first character in capitals. Raises
        :class:`InvalidRequest` for a name without a given name, a surname or a whole name, and for an unknown form.
        """
        if not (length in _KNOWN["length"] and formality in _KNOWN["formality"] and usage in _KNOWN["usage"]):
            length, formality = length or self._own("length"), formality or self._own("formality")
            _refuse_unknown(length=length, usage=usage, formality=formality)
        if order:
            _refuse_unknown(order=order)
        if whole := tidy(person.whole):
            return first_grapheme(whole).upper() if usage == MONOGRAM else whole
        parts = parts_of(person)
        if not (parts.surname or parts.given):
            raise InvalidRequest([_unusable(person)])
        manner = self._manner(person.locale, script_in(parts.surname + parts.given))
        if order == SORTING and usage == MONOGRAM:
            order = ""  # CLDR has no such patterns; a monogram is not sorted by
        elif order == SORTING:
            usage = REFERRING
        text = manner.patterns.write(parts, order or manner.order, length, usage, formality)
        return text if manner.space == " " else _SPACES.sub(manner.space, text)

    def _own(self, parameter: str) -> str:
        """A parameter's value that is usual in the language ("parameterDefault Element")."""
        return str(self._names.get(parameter, _root()[parameter]))

    def _manner(self, tag: str, script: str) -> _Manner:
        """How a name of the language ``tag`` (empty where that is not known) in ``script`` is written."""
        found = self._manners.get((tag, script))
        if found is None:
            if match(script, self._locale.script):
                found = self._at_home(tag, script)
            else:
                found = self._switched(tag, script)._at_home(tag, script)
            self._manners[tag, script] = found
        return found

    def _at_home(self, tag: str, script: str) -> _Manner:
        """The same for a script in which the formatting locale itself is written."""
        own = _tag(tag) if tag else maximized(Tag(ROOT, "" if script == UNKNOWN else script))
        name = maximized(own)
        is_native = name.language == self._locale.language or share_han(name.script, self._locale.script)
        space = "nativeSpaceReplacement" if is_native else "foreignSpaceReplacement"
        return _Manner(self._patterns, self._order(own), str(self._names.get(space, _root()[space])))

    def _order(self, name: Tag) -> str:
        """The order for a name's locale ("Derive the name order"): the nearest of the locales that are listed."""
        listed: dict[str, str] = {}
        for order in (SURNAME_FIRST, GIVEN_FIRST):
            tags = self._names.get(order, _root()[order])
            listed |= {str(tag).replace("_", "-"): order for tag in tags}
        for near in name.shorter():
            for one in (near, near._replace(language=ROOT)):
                if order := listed.get(str(one), ""):
                    return order
        return GIVEN_FIRST

    def _switched(self, tag: str, script: str) -> PersonNames:
        """The same of the name's own locale, or of that which is likely for its script.

        "Switch the formatting locale if necessary".
        """
        own = _tag(tag) if tag else Tag()
        for locale in (own._replace(script=script), maximized(Tag(ROOT, script, own.region))):
            for near in locale.shorter():
                if near.language == ROOT or not match(maximized(near).script, script):
                    continue
                if (names := self._others(str(near))) is not None:
                    return PersonNames(str(locale), names, self._others)
        return PersonNames(str(locale), {})


@lru_cache(maxsize=256)
def _tag(given: str) -> Tag:
    """A name's or a letter's locale; variants and extensions are left out.

    Raises :class:`InvalidRequest` for what is no tag.
    """
    found = tags.parse(given) or tags.parse(tags.beginning(given))
    if not found:
        raise InvalidRequest([legacy("locale", f"{given!r} is no locale tag", "give a BCP 47 tag, a language first")])
    return found


@lru_cache(maxsize=1)
def _root() -> Mapping[str, Any]:
    """CLDR's person names for a language without any of its own."""
    data: Mapping[str, Any] = json.loads(Path(__file__).with_name("root_names.json").read_text("utf-8"))
    return data


def _refuse_unknown(**given: str) -> None:
    faults = [
        legacy(parameter, f"a name has no {parameter} {value!r}", suggestion(value, _KNOWN[parameter]))
        for parameter, value in given.items()
        if value not in _KNOWN[parameter]
    ]
    if faults:
        raise InvalidRequest(faults)


def _unusable(person: Person) -> Fault:
    """The fault of a name that has nothing in it to call somebody by."""
    held = [part for part, value in zip(person._fields, person, strict=True) if value.strip() and part != "locale"]
    problem = f"has only {', '.join(held)}" if held else "is empty"
    return legacy("name", problem, "give the part 'given' or 'surname', or the name whole")
