"""Numbers in words: an interpreter of CLDR's rules, and a language's own words over them.

The rules are those of UTS #35, part 3, "Rule-Based Number Formatting", in the syntax of CLDR's JSON data, as far as
cardinal numbers from 0 need it: ``←←``, ``→→`` and ``=%set=``, each with or without the name of a rule set, optional
text in brackets, a radix (``1100/100``), and an apostrophe before text that begins with a space.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from goodterms.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DEFAULT_FORM = "words"
"""The form of the words in which a language counts things, if it does not decline them."""
HIGHEST = 20
"""The highest number that a language can have in words."""
_CARDINAL = "%spellout-cardinal"
_NUMBERING = "%spellout-numbering"
_RADIX = 10
_MAX_DEPTH = 64
_DESCRIPTOR = expression(r"(\d+)(?:/(\d+))?(>*)")
_OPTIONAL = expression(r"\[([^\[\]]*)\]")
_SUBSTITUTION = expression(r"([←→=])(%%?[\w-]+)?\1")
_RESERVED = expression(r"[←→=<>$#\[\]]")


class Spellout:
    """Writes whole numbers in the words of one locale.

    ``rules`` are CLDR's sets of rules by name, each a mapping from descriptors to rules; ``own`` are the language's own
    words by form and number, which take precedence. Where CLDR has rules for a form and the language has no word of its
    own in it, the language's word in :data:`DEFAULT_FORM` is used, as most numbers are the same in every form.

    ``forms`` are the forms that the language has: :data:`DEFAULT_FORM` for the set ``%spellout-cardinal`` (or
    ``%spellout-numbering``, for a language without it), ``feminine`` for ``%spellout-cardinal-feminine``, and so on.
    """

    def __init__(self, rules: Mapping[str, Mapping[str, str]], own: Mapping[str, Mapping[int, str]]) -> None:
        self._rules = RuleSets(rules)
        self._own = own
        self._set_of = _sets_by_form(rules)
        self.forms = forms(rules, own)

    def write(self, number: int, form: str) -> str:
        """A number from 0 to :data:`HIGHEST` in words; empty when the language has none for it."""
        name = self._set_of.get(form, "")
        own = self._own.get(form, {}).get(number) or (self._own.get(DEFAULT_FORM, {}).get(number) if name else "")
        return own or (self._rules.write(number, name) if name else "")


def forms(rules: Iterable[str], own: Iterable[str]) -> tuple[str, ...]:
    """The forms of a language with these sets of rules, by name, and own words in these forms."""
    return tuple(sorted({*_sets_by_form(rules), *own}))


def _sets_by_form(rules: Iterable[str]) -> dict[str, str]:
    """The name of the set of rules for each form."""
    names = list(rules)
    sets = {name.removeprefix(f"{_CARDINAL}-"): name for name in names if name.startswith(f"{_CARDINAL}-")}
    default = next((name for name in (_CARDINAL, _NUMBERING) if name in names), "")
    return {**sets, DEFAULT_FORM: default} if default else sets


class RuleSets:
    """Sets of rules by name. A set is read when it is first used; :exc:`ValueError` is raised for one that is wrong."""

    def __init__(self, rules: Mapping[str, Mapping[str, str]]) -> None:
        self._texts = rules
        self._read = lru_cache(maxsize=None)(self._parse)

    def write(self, number: int, name: str, depth: int = 0) -> str:
        """A whole number, 0 or more, by the set ``name``."""
        if depth > _MAX_DEPTH:
            raise ValueError(f"the rules of {name} do not end for {number}")
        rule = self._rule_for(number, name)
        text = ""
        for part in rule.parts:
            if isinstance(part, str):
                text += part
                continue
            value = {"←": number // rule.divisor, "→": number % rule.divisor, "=": number}[part.operation]
            text += self.write(value, part.name or name, depth + 1)
        return text

    def _rule_for(self, number: int, name: str) -> _Rule:
        rules = self._read(name)
        index = bisect_right(rules, number, key=lambda rule: rule.base) - 1
        if index < 0:
            raise ValueError(f"{name} has no rule for {number}")
        rule = rules[index]
        # "If the rule has a remainder, and the remainder is 0 but that of the base value is not, use the rule before."
        has_remainder = any(isinstance(part, _Substitution) and part.operation == "→" for part in rule.parts)
        is_multiple = number % rule.divisor == 0 and rule.base % rule.divisor != 0
        return rules[index - 1] if has_remainder and is_multiple and index else rule

    def _parse(self, name: str) -> list[_Rule]:
        if name not in self._texts:
            raise ValueError(f"there is no rule set {name}")
        rules = [rule for descriptor, text in self._texts[name].items() for rule in _rules(descriptor, text)]
        return sorted(rules, key=lambda rule: rule.base)


class _Substitution(NamedTuple):
    """A number in a rule: the quotient ``←``, the remainder ``→`` or the number itself ``=``, by the set ``name``.

    An empty name is that of the set with the rule.
    """

    operation: str
    name: str


class _Rule(NamedTuple):
    """A rule for the numbers from ``base`` to the base of the next rule."""

    base: int
    divisor: int
    parts: tuple[str | _Substitution, ...]


def _rules(descriptor: str, text: str) -> list[_Rule]:
    """The rules of a descriptor and its text.

    Text in brackets is left out for a multiple of the divisor, so a rule with brackets is two rules: the one without
    the text is only for the base value itself and, as it precedes the other, for all multiples.
    """
    match = _DESCRIPTOR.fullmatch(descriptor)
    if not match:
        raise ValueError(f"{descriptor!r} is not the descriptor of a rule for whole numbers")
    base, radix = int(match[1]), int(match[2] or _RADIX)
    exponent = 0
    while radix > 1 and radix ** (exponent + 1) <= base:
        exponent += 1
    divisor = radix ** max(0, exponent - len(match[3]))
    whole = _Rule(base, divisor, _parts(_OPTIONAL.sub(r"\1", text)))
    if not _OPTIONAL.search(text) or not base or base % divisor:
        return [whole]
    return [_Rule(base, divisor, _parts(_OPTIONAL.sub("", text))), whole._replace(base=base + 1)]


def _parts(text: str) -> tuple[str | _Substitution, ...]:
    """The literal texts and the substitutions of a rule."""
    text = text.removesuffix(";").removeprefix("'")
    parts: list[str | _Substitution] = []
    end = 0
    for match in _SUBSTITUTION.finditer(text):
        parts += [text[end : match.start()], _Substitution(match[1], match[2] or "")]
        end = match.end()
    parts.append(text[end:])
    if wrong := next((part for part in parts if isinstance(part, str) and _RESERVED.search(part)), ""):
        raise ValueError(f"{wrong!r} is not in the syntax of the rules that are supported")
    return tuple(part for part in parts if part)
