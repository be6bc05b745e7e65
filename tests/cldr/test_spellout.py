"""Numbers in words: CLDR's rules against ICU, whose data and interpreter are not ours, and each language's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from icu4py.messageformat import MessageFormat

from goodterms.cldr import locales
from goodterms.cldr.formatter import Formatter
from goodterms.cldr.spellout import RuleSets, Spellout
from goodterms.content import languages
from goodterms.content.layers import Content

if TYPE_CHECKING:
    from collections.abc import Mapping

CONTENT = Content()
RULES: dict[str, Mapping[str, Mapping[str, str]]] = {
    catalog: rules
    for catalog in CONTENT.catalogs()
    if (rules := languages.settings(CONTENT, catalog).cldr.get("spellout"))
}
SETS = [(catalog, name) for catalog, rules in RULES.items() for name in rules if not name.startswith("%%")]


def formatter(tag: str) -> Formatter:
    locale = locales.match(tag, CONTENT.catalogs())
    return Formatter(locale, languages.settings(CONTENT, locale.catalog))


@pytest.mark.parametrize(("catalog", "name"), SETS)
def test_every_rule_set_writes_what_icu_writes(catalog: str, name: str) -> None:
    icu = MessageFormat(f"{{n, spellout,{name}}}", catalog)
    sets = RuleSets(RULES[catalog])
    numbers = range(2000)
    assert [sets.write(n, name) for n in numbers] == [icu.format({"n": n}) for n in numbers]


def test_the_languages_that_cldr_has_rules_for() -> None:
    assert {catalog for catalog, _ in SETS} == {"en", "ne", "sl"}
    assert ("sl", "%spellout-cardinal-neuter") in SETS


# The rules of some other languages use what those of ours do not.
@pytest.mark.parametrize(
    ("rules", "number", "expected"),
    [
        ({"0": "0", "1": "a", "10": "ten[ →→]"}, 10, "ten"),
        ({"0": "0", "1": "a", "10": "ten[ →→]"}, 11, "ten a"),
        ({"0": "0", "1": "a", "10": "tens[ →→]"}, 90, "tens"),
        ({"0": "0", "1": "a", "2": "b", "20/20": "←← score[ and →→]"}, 42, "b score and b"),
        ({"0": "", "1": "a", "100>": "[→→]"}, 101, "a"),
        ({"0": "0", "1": "a", "20": "twenty", "21": "→→-and-twenty", "30": "thirty"}, 21, "a-and-twenty"),
        # A multiple of the divisor goes back to the rule before.
        ({"0": "0", "1": "a", "2": "b", "20": "←← ten", "21": "←← ten →→"}, 20, "b ten"),
        ({"0": "0", "1": "a", "3": "c", "20": "←← ten", "21": "←← ten →→"}, 30, "c ten"),
        ({"0": "' x"}, 0, " x"),
    ],
)
def test_the_syntax_of_rules(rules: dict[str, str], number: int, expected: str) -> None:
    assert RuleSets({"%s": rules}).write(number, "%s") == expected


@pytest.mark.parametrize(
    ("rules", "problem"),
    [
        ({"0": "=%other="}, "there is no rule set %other"),
        ({"0": "=#,##0="}, "not in the syntax"),
        ({"0": "→→→"}, "not in the syntax"),
        ({"x.x": "←← point →→"}, "not the descriptor"),
        ({"1": "one"}, "no rule for 0"),
        ({"0": "=%s="}, "do not end"),
    ],
)
def test_wrong_rules(rules: dict[str, str], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        RuleSets({"%s": rules}).write(0, "%s")


@pytest.mark.parametrize(
    ("tag", "form", "expected"),
    [
        ("en", "words", "zero one two three ten 11"),
        ("sl", "words", "nič en dva tri deset 11"),
        ("sl", "masculine", "nič en dva tri deset 11"),
        ("sl", "feminine", "nič ena dve tri deset 11"),
        ("sl", "neuter", "nič eno dve tri deset 11"),
        ("ne", "words", "शून्य एक दुई तीन दस 11"),
        ("ne-u-nu-latn", "words", "शून्य एक दुई तीन दस 11"),
        ("te", "words", "సున్నా ఒక రెండు మూడు పది 11"),
        ("te-u-nu-native", "words", "సున్నా ఒక రెండు మూడు పది 11"),
        ("te", "people", "0 ఒకరు ఇద్దరు ముగ్గురు పదిమంది 11"),
        ("ur", "words", "صفر ایک دو تین دس 11"),
    ],
)
def test_the_words_of_a_language(tag: str, form: str, expected: str) -> None:
    write = formatter(tag).number_in_words
    assert " ".join(write(n, form) or str(n) for n in (0, 1, 2, 3, 10, 11)) == expected


@pytest.mark.parametrize("catalog", CONTENT.catalogs())
def test_every_number_that_can_be_in_words_has_one(catalog: str) -> None:
    settings = languages.settings(CONTENT, catalog)._replace(words_up_to=20)
    words = Formatter(locales.match(catalog, CONTENT.catalogs()), settings).number_in_words
    assert len({words(n, "words") for n in range(21)} - {""}) == 21
    assert words(21, "words") == words(-1, "words") == ""


def test_own_words_take_precedence_and_hold_for_the_other_forms_of_cldr() -> None:
    rules = {"%spellout-numbering": {"0": "zero", "1": "uno"}, "%spellout-cardinal-feminine": {"0": "zero", "1": "una"}}
    spellout = Spellout(rules, {"words": {0: "nulla", 1: "un"}, "feminine": {1: "ona"}, "people": {1: "solo"}})
    assert spellout.forms == ("feminine", "people", "words")
    assert [spellout.write(0, form) for form in spellout.forms] == ["nulla", "", "nulla"]
    assert [spellout.write(1, form) for form in spellout.forms] == ["ona", "solo", "un"]
