"""A person's name in a form, by CLDR (UTS #35, part 8, version 48).

The parts of a form and their order are CLDR's data; :mod:`goodterms.cldr.name_patterns` fills in its patterns. Two
things in the specification are not implemented: language-specific capitals (Unicode's general rules apply), and
inflection, which would have to come with the name.
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
from goodterms.cldr.tags import ROOT, Tag, maximize
from goodterms.errors import InvalidRequest
from goodterms.faults import fault
from goodterms.values import ADDRESSING, MONOGRAM, REFERRING

if TYPE_CHECKING:
    from goodterms.faults import Fault
    from goodterms.values import Person

    Others = Callable[[str], Mapping[str, Any] | None]

GIVEN_FIRST, SURNAME_FIRST, SORTING = "givenFirst", "surnameFirst", "sorting"
_FORMS = {
    "length": ("long", "medium", "short"),
    "usage": (REFERRING, ADDRESSING, MONOGRAM),
    "formality": ("formal", "informal"),
    "order": (GIVEN_FIRST, SURNAME_FIRST, SORTING),
}
_SPACES = re.compile(" +")


class _Style(NamedTuple):
    """How names of one language in one script are written: the patterns, the order, the character between parts."""

    patterns: NamePatterns
    order: str
    space: str


class PersonNames:
    """Writes names of persons for one formatting locale.

    ``tag`` is its BCP 47 tag and ``names`` its person names in CLDR (the key person_names of cldr.json). ``others``
    returns the same for another tag, or None: a name in a script other than the formatting locale's is written as in
    its own language. CLDR's root fills the gaps.
    """

    def __init__(self, tag: str, names: Mapping[str, Any], others: Others | None = None) -> None:
        self._locale = maximize(_parse_tag(tag))
        self._names = names
        self._others: Others = others or dict[str, Mapping[str, Any]]().get
        self._patterns = NamePatterns(names, _root())
        self._styles: dict[tuple[str, str], _Style] = {}

    def format(
        self,
        person: Person,
        length: str = "medium",
        usage: str = REFERRING,
        formality: str = "formal",
        order: str = "",
    ) -> str:
        """The name of a person in a form.

        ``length`` is ``long``, ``medium`` or ``short``; ``usage`` ``referring``, ``addressing`` or ``monogram``;
        ``formality`` ``formal`` or ``informal``; an empty length or formality means the locale's default. ``order`` is
        ``givenFirst``, ``surnameFirst``, ``sorting``, or empty for the order of the name's own language.

        A whole name is written whole in every form except a monogram, which is its first character in upper case.
        Raises :class:`InvalidRequest` for a name without a given name, a surname or a whole name, and for an unknown
        form.
        """
        if not (length in _FORMS["length"] and formality in _FORMS["formality"] and usage in _FORMS["usage"]):
            length, formality = length or self._default("length"), formality or self._default("formality")
            _refuse_unknown(length=length, usage=usage, formality=formality)
        if order:
            _refuse_unknown(order=order)
        if whole := tidy(person.whole):
            return first_grapheme(whole).upper() if usage == MONOGRAM else whole
        parts = parts_of(person)
        if not (parts.surname or parts.given):
            raise InvalidRequest([_unusable_name(person)])
        style = self._style(person.locale, script_in(parts.surname + parts.given))
        if order == SORTING and usage == MONOGRAM:
            order = ""  # nobody sorts by monograms, and CLDR has no patterns for it
        elif order == SORTING:
            usage = REFERRING
        text = style.patterns.write(parts, order or style.order, length, usage, formality)
        return text if style.space == " " else _SPACES.sub(style.space, text)

    def _default(self, parameter: str) -> str:
        """The default of a parameter in the language ("parameterDefault Element")."""
        return str(self._names.get(parameter, _root()[parameter]))

    def _style(self, tag: str, script: str) -> _Style:
        """The style of a name in the language ``tag`` (empty if unknown) and in ``script``."""
        style = self._styles.get((tag, script))
        if style is None:
            if match(script, self._locale.script):
                style = self._native_style(tag, script)
            else:
                style = self._switch_locale(tag, script)._native_style(tag, script)
            self._styles[tag, script] = style
        return style

    def _native_style(self, tag: str, script: str) -> _Style:
        """The same for a script that the formatting locale itself uses."""
        name = _parse_tag(tag) if tag else maximize(Tag(ROOT, "" if script == UNKNOWN else script))
        likely = maximize(name)
        is_native = likely.language == self._locale.language or share_han(likely.script, self._locale.script)
        space = "nativeSpaceReplacement" if is_native else "foreignSpaceReplacement"
        return _Style(self._patterns, self._order(name), str(self._names.get(space, _root()[space])))

    def _order(self, name: Tag) -> str:
        """The order for a name's locale ("Derive the name order"): that of the nearest locale in CLDR's lists."""
        listed: dict[str, str] = {}
        for order in (SURNAME_FIRST, GIVEN_FIRST):
            listed |= {str(tag).replace("_", "-"): order for tag in self._names.get(order, _root()[order])}
        for near in name.shorter():
            for candidate in (near, near._replace(language=ROOT)):
                if order := listed.get(str(candidate), ""):
                    return order
        return GIVEN_FIRST

    def _switch_locale(self, tag: str, script: str) -> PersonNames:
        """The names for the name's own locale, or for the likely locale of its script.

        "Switch the formatting locale if necessary".
        """
        name = _parse_tag(tag) if tag else Tag()
        for locale in (name._replace(script=script), maximize(Tag(ROOT, script, name.region))):
            for near in locale.shorter():
                if near.language == ROOT or not match(maximize(near).script, script):
                    continue
                if (names := self._others(str(near))) is not None:
                    return PersonNames(str(locale), names, self._others)
        return PersonNames(str(locale), {})


@lru_cache(maxsize=256)
def _parse_tag(given: str) -> Tag:
    """The locale of a name or a letter, without variants and extensions.

    Raises :class:`InvalidRequest` for a malformed tag.
    """
    tag = tags.parse(given) or tags.parse(tags.used_part(given))
    if not tag:
        raise InvalidRequest.of("not-a-language-tag", "locale", given=given)
    return tag


@lru_cache(maxsize=1)
def _root() -> Mapping[str, Any]:
    """CLDR's person names for a language without its own."""
    data: Mapping[str, Any] = json.loads(Path(__file__).with_name("root_names.json").read_text("utf-8"))
    return data


def _refuse_unknown(**given: str) -> None:
    faults = [
        fault("unknown-name-form", parameter, given=value, parameter=parameter, known=_FORMS[parameter])
        for parameter, value in given.items()
        if value not in _FORMS[parameter]
    ]
    if faults:
        raise InvalidRequest(faults)


def _unusable_name(person: Person) -> Fault:
    """The fault of a name without a given name, a surname and a whole name."""
    held = [part for part, value in zip(person._fields, person, strict=True) if value.strip() and part != "locale"]
    return fault("name-unusable", "name", held=held) if held else fault("name-empty", "name")
