"""Triggers: none ever hides a finding. Each rule runs with its triggers and without them."""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from goodterms import po
from goodterms.check import runner, script
from goodterms.check.registry import RULES
from goodterms.check.triggers import (
    BEYOND_LATIN,
    DIGITS_BEYOND_ASCII,
    NOT_ALWAYS_NFC,
    begin_alike,
    begin_like_lists,
    edges_are_blank,
    ends_differ,
    facts_differ,
    has_rare_pieces,
    lengths_differ,
    ranges_of,
)
from goodterms.content import tables, terms
from goodterms.content.layers import BUILT_IN, Content
from goodterms.content.terms import Glossary
from goodterms.model import Writing

if TYPE_CHECKING:
    from goodterms.check.subjects import CheckedCatalog
    from goodterms.findings import Finding

FILES = sorted([*Path(__file__).with_name("rules").rglob("*.po"), *(BUILT_IN / "locales").rglob("*.po")])
CHARACTERS = [chr(number) for number in range(sys.maxunicode + 1) if not 0xD800 <= number <= 0xDFFF]


def with_and_without(catalog: CheckedCatalog) -> tuple[list[Finding], list[Finding]]:
    """The findings in a catalog, and those of every rule over every text."""
    found = runner.check(catalog, runner.RuleSelection())
    with pytest.MonkeyPatch.context() as patch:
        for name, rule in RULES.items():
            patch.setitem(RULES, name, rule._replace(when=()))
        return found, runner.check(catalog, runner.RuleSelection())


# Words, values, numbers, addresses, markup, punctuation, spaces: what some rule looks at, and what is next to it.
PIECES = [
    "Dear", "order", "hello", "w", "abc", "Kind regards", "INV", "naročilo", "žena", "Ćao", "شكريہ", "شکریہ", "धन्यवाद",
    "नमः", "ఆర్డర్", "మెు", "плата", "plаčilo", "μm", "ﺳﻼﻡ", "محـــترم", "é", "e\u0301", "Å", "各位", "。", "한",
    "{name}", "{n}", "{na.me!r:>3}", "{", "}", "{{", "}}", "{}", "{ n }", "{{name}}", "${A}", "{% if x %}", "{n, plural, one {#} other {#}}", "%1", ":ref:`x`", "|x|", "[1]_", "$t(x)", "%s", "%d", "%(n)s", "%(n)d", "%", "%%", "50%",
    "5", "12", "30", "1,234", "1.234", "12:30", "३०", "٣٠", "۳۰", "(44)", "a55", "55a", ".77", "12.", "²",
    "https://a.b/12", "http://a.b", "www.a.b", "a@b.cd", "://", "//", "/", "@", "a.b", "h", "w1",
    "<b>", "</b>", '<a href="x">', "<", ">", "&amp;", "`x`", "`", "**", "__", "*", "_", "](", "[", "]", "# ", "- ", "1. ", "> ",
    ".", ".", "?", "!", ":", "…", "...", "?!", ",", ";", "–", "-", "।", " ।", "۔", "،", "؟", "：", "።",
    '"', "“", "”", "»", "«", "„", "‘", "’", "'", "(", ")",
    " ", " ", " ", "\u00a0", "\u202f", "\n", "\n\n", "\t", "\r", "\x07", "\x85", "\x92", "\u2028", "\ufffd", "\ufffc",
    "\u00ad", "\u200b", "\u200c", "\u200d", "\ufeff", "\u202e", "\u202c", "\u2066", "\u2069", "\u200f", "\u061c", "￹",
]  # fmt: skip
LONG = "a long sentence of the source that goes on for a while, "


@st.composite
def pairs(draw: st.DrawFn) -> tuple[str, str | None, list[str]]:
    """A msgid, perhaps a msgid_plural, and strings, each often like the msgid."""
    of_pieces = st.lists(st.sampled_from(PIECES), max_size=7)
    source = draw(of_pieces)

    def changed() -> str:
        pieces = list(source)
        for _ in range(draw(st.sampled_from([0, 0, 1, 1, 2, 5]))):
            at = draw(st.integers(0, len(pieces)))
            pieces[at : at + draw(st.integers(0, 2))] = draw(st.lists(st.sampled_from(PIECES), max_size=2))
        return "".join(pieces)

    before = draw(st.sampled_from(["", "", "", LONG]))
    msgid = before + "".join(source) or "x"
    if draw(st.booleans()):
        return msgid, None, [draw(st.sampled_from([before, "", LONG * 4])) + changed()]
    return msgid, changed(), [changed() for _ in range(draw(st.sampled_from([1, 2, 2, 4])))]


CATALOGS = {
    name: runner.load(BUILT_IN / "locales" / name / "LC_MESSAGES" / "goodterms.po", Content(), "en")
    for name in ("en", "sl", "ur", "ne", "te")
}
TERMS = terms.of_table(tables.Table(Path("terms.toml"), "", {"order": "naročil|o", "dear": "drag*", "a* w*": "žena"}))
CATALOGS["terms"] = CATALOGS["sl"]._replace(terms=Glossary(term for term in TERMS.values() if term))
CATALOGS["none"] = CATALOGS["en"]._replace(language="", writing=Writing(), plural=None)
CATALOGS["el"] = CATALOGS["en"]._replace(language="el", writing=Writing(script="Grek", punctuation={"?": ";."}))
CATALOGS["xx"] = CATALOGS["sl"]._replace(writing=Writing(script="Latn", letters={"а": "a"}, quotes=("»«", '""')))


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-3:]))
def test_no_trigger_hides_a_finding_in_the_catalogs_that_we_have(path: Path) -> None:
    catalog = runner.load(path, Content(), "en")
    for other in (catalog, *CATALOGS.values()):
        found, everything = with_and_without(
            catalog._replace(language=other.language, writing=other.writing, terms=other.terms)
        )
        assert found == everything


FLAGS = ["", "#, fuzzy\n", "#, python-format\n", "#, python-brace-format\n", "#, c-format\n", "#, no-python-format\n"]
FLAGS += [
    "#, qt-format\n",
    "#, java-format\n",
    "#, sh-format\n",
    "#, laravel-format\n",
    "#, icu-message-format\n",
    "#, rst-text\n",
]


def quoted(text: str) -> str:
    for plain, escape in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        text = text.replace(plain, escape)
    return f'"{text}"\n'


@settings(max_examples=2500, deadline=None)
@given(pairs(), st.sampled_from(sorted(CATALOGS)), st.sampled_from(FLAGS))
@example(("1,25", None, ["1 25"]), "sl", "")
@example(("no 55", None, ["a55"]), "sl", "")
@example(("%s50", None, ["%s"]), "sl", "#, python-format\n")
@example(("12 https://a.b/40", None, ["https://a.b/12 40"]), "sl", "")
@example(("www.a.b Kind regards", None, ["Kind regards"]), "sl", "")
@example(("Kind regards", None, ["5. Kind regards"]), "sl", "")
@example(("{name}", None, ["{{name}}"]), "sl", "#, python-brace-format\n")
@example(("one\ntwo", None, ["1. one two"]), "sl", "")
@example(("one and two", None, ["one\n- two"]), "sl", "")
@example(("x@a.b Kind regards", None, ["Kind regards"]), "sl", "")
@example(("Kind regards", None, ["x@a.b Kind regards"]), "sl", "")
@example(("%s", "%s", ["%s", "Dear%s"]), "el", "")
@example(("%s", "%(n)s", ["%s", "%s"]), "el", "")
@example(("Dear", "$t(x)Dear", ["Dear", "Dear"]), "el", "")
@example(("x", "", ["www.a.b"]), "el", "")
@example(("{na.me!r:>3}{n, number}", None, [""]), "el", "")
@example(("x", "{na.me!r:>3}{n, plural, one {#} other {#}}", [""]), "el", "")
def test_no_trigger_hides_a_finding(pair: tuple[str, str | None, list[str]], language: str, flags: str) -> None:
    msgid, plural, strings = pair
    text = f"{flags}msgid {quoted(msgid)}"
    if plural is None:
        text += f"msgstr {quoted(strings[0])}"
    else:
        text += f"msgid_plural {quoted(plural)}"
        text += "".join(f"msgstr[{form}] {quoted(string)}" for form, string in enumerate(strings))
    found, everything = with_and_without(CATALOGS[language]._replace(file=po.read(text.encode())))
    assert found == everything


def is_among(character: str, characters: str) -> bool:
    return any(first <= character <= last for first, last in ranges_of(characters))


def test_the_characters_of_triggers_are_those_that_their_rules_look_for() -> None:
    beyond_latin = BEYOND_LATIN.of(Writing(script="Latn"))
    assert isinstance(beyond_latin, str)
    assert BEYOND_LATIN.of(Writing(script="Cyrl")) is None
    joined = set[str]()
    for character in CHARACTERS:
        assert is_among(character, beyond_latin) == bool(script._BEYOND_LATIN.match(character)), ascii(character)
        if character.isdecimal() and not character.isascii():
            assert is_among(character, DIGITS_BEYOND_ASCII), ascii(character)
        if unicodedata.combining(character) or not unicodedata.is_normalized("NFC", character):
            assert is_among(character, NOT_ALWAYS_NFC), ascii(character)
        parts = unicodedata.decomposition(character).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            joined.add(chr(int(parts[1], 16)))
    assert all(is_among(character, NOT_ALWAYS_NFC) for character in joined)


def test_an_ordinary_message_sets_nothing_off() -> None:
    texts, sources = (
        ["Spoštovani, {name}, naročilo 1.234 je na poti."],
        ["Dear {name}, your order 1.234 is on its way."],
    )
    for asked in (
        facts_differ,
        ends_differ,
        edges_are_blank,
        has_rare_pieces,
        lengths_differ,
        begin_alike,
        begin_like_lists,
    ):
        assert not asked(texts, sources)
        assert not asked(texts * 2, sources * 2)
    assert facts_differ(["{name} 1,234."], ["{name} 1.234."])
    assert facts_differ(["{name} 5%"], ["{name} 5%"])
    assert not facts_differ(["%(n)s %s {n}"], ["%s {n} %(n)s"])
    assert ends_differ(["Hvala"], ["Thank you."])
    assert ends_differ(["Hvala.."], ["Thank you.."])
