"""Names of persons: by CLDR's own test data, by the examples of UTS #35, part 8, and by our own."""

from __future__ import annotations

import itertools
import json
import os
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cldr_test_data
from goodterms.cldr import tags
from goodterms.cldr.person_names import PersonNames
from goodterms.cldr.scripts import script_in
from goodterms.content.layers import BUILT_IN
from goodterms.errors import InvalidRequest
from goodterms.values import Person

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

LANGUAGES = ["en", "ne", "sl", "te", "ur"]
LENGTHS = ["long", "medium", "short"]
USAGES = ["referring", "addressing", "monogram"]
FORMALITIES = ["formal", "informal"]
ORDERS = ["", "givenFirst", "surnameFirst", "sorting"]
# Names that differ because our data is newer than the test data: the language, the given name and the form; and why.
DIFFERENCES: dict[tuple[str, ...], str] = {}


@lru_cache
def data(tag: str) -> Mapping[str, Any] | None:
    path = BUILT_IN / "locales" / tag / "cldr.json"
    return json.loads(path.read_text("utf-8"))["person_names"] if path.is_file() else None


@lru_cache
def names(tag: str) -> PersonNames:
    return PersonNames(tag, data(tag) or {}, data)


# CLDR's own test data.


def cases(path: Path) -> Iterator[tuple[dict[str, str], list[str], str]]:
    """The cases in a file: a name's parts; order, length, usage and formality; the expected text."""
    parts: dict[str, str] = {}
    expected = ""
    for line in path.read_text("utf-8").splitlines():
        kind, *fields = (field.strip() for field in line.partition("#")[0].split(";"))
        if kind == "name":
            parts[fields[0].replace("-", "_")] = fields[1]
        elif kind == "expectedResult":
            expected = line.partition(";")[2].strip()
        elif kind == "parameters":
            yield dict(parts), fields, expected
        elif kind == "endName":
            parts = {}


def cldr_tests() -> Path:
    folder = cldr_test_data.found()
    if folder:
        return folder
    why_not = cldr_test_data.WHY_NOT
    if not why_not.is_file() and os.environ.get("CI"):
        pytest.fail("CLDR's test data is missing: run tests/cldr_test_data.py before the tests")
    reason = why_not.read_text("utf-8").strip() if why_not.is_file() else "CLDR's test data is missing"
    pytest.skip(f"{reason}; run python tests/cldr_test_data.py, or set GOODTERMS_CLDR_TESTS to its folder")


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_are_written_as_cldrs_test_data_says(language: str) -> None:
    differences, count = {}, 0
    for parts, (order, length, usage, formality), expected in cases(cldr_tests() / f"{language}.txt"):
        count += 1
        written = names(language).format(Person(**parts), length, usage, formality, order)
        key = (language, parts["given"], order, length, usage, formality)
        if written != expected and key not in DIFFERENCES:
            differences[key] = (expected, written)
    assert not differences
    assert count > 300


def test_the_mirrors_are_those_of_the_machine(tmp_path: Path) -> None:
    keyring = "/usr/share/keyrings/debian-archive-keyring.gpg"
    parts = tmp_path / "sources.list.d"
    parts.mkdir()
    (tmp_path / "sources.list").write_text(
        "# deb https://off.example/debian sid main\n"
        f"deb [arch=amd64 signed-by={keyring}] https://one.example/debian bookworm main contrib # ours\n"
        "deb-src https://src.example/debian bookworm main\n"
        "deb [signed-by=/etc/apt/keyrings/tool.gpg] https://tool.example/linux/debian bookworm stable\n"
    )
    (parts / "debian.sources").write_text(
        f"Types: deb deb-src\n# a remark\nURIs: https://two.example/debian/\n https://three.example/debian\n"
        f"Suites: bookworm bookworm-updates\nComponents: main\nSigned-By: {keyring}\n\n"
        f"Types: deb\nURIs: https://two.example/debian-security\nSuites: bookworm-security\nComponents: main\n \n"
        f"Enabled: no\nTypes: deb\nURIs: https://four.example/debian\nSuites: bookworm\nComponents: main\n"
    )
    mirrors = [origin.uri for origin in cldr_test_data.origins(tmp_path) if origin.is_debian()]
    assert mirrors == ["https://one.example/debian", "https://two.example/debian/", "https://three.example/debian"]


# The order of a name, and the language that it is written in.

TELUGU = Person(given="రాజశేఖర్", given2="ప్రతాప్", surname="రెడ్డి")
LATIN = Person(given="Rajasekhar", surname="Reddy")
NEPALI = Person(given="राजशेखर", surname="रेड्डी")


@pytest.mark.parametrize(
    ("language", "person", "length", "expected"),
    [
        ("te", TELUGU, "medium", "రెడ్డి రాజశేఖర్ ప్రతాప్"),
        ("te", TELUGU, "short", "రెడ్డి రా. ప్ర."),
        # A name in Telugu script is written as in Telugu in every letter, whether or not its language is given.
        ("en", TELUGU, "medium", "రెడ్డి రాజశేఖర్ ప్రతాప్"),
        ("sl", TELUGU._replace(locale="te"), "short", "రెడ్డి రా. ప్ర."),
        # A foreign name in Telugu script has the given name first, by the Telugu list of orders.
        ("te", TELUGU._replace(locale="en"), "medium", "రాజశేఖర్ ప్ర. రెడ్డి"),
        ("te", TELUGU._replace(locale="ta-IN"), "medium", "రెడ్డి రాజశేఖర్ ప్రతాప్"),
        # In Latin script the English list applies, and Telugu is not on it.
        ("en", LATIN._replace(locale="te"), "medium", "Rajasekhar Reddy"),
        ("te", LATIN._replace(locale="te"), "medium", "Rajasekhar Reddy"),
        ("te", LATIN._replace(locale="te-IN"), "short", "R. Reddy"),
        ("te", LATIN, "medium", "Rajasekhar Reddy"),
        ("en", LATIN._replace(locale="vi"), "medium", "Reddy Rajasekhar"),
        # Telugu is on the Nepali list.
        ("ne", NEPALI._replace(locale="te"), "medium", "रेड्डी राजशेखर"),
        ("ne", NEPALI._replace(locale="te_Deva_IN"), "medium", "रेड्डी राजशेखर"),
        ("ne", NEPALI, "medium", "राजशेखर रेड्डी"),
        # Without data for the name's language, CLDR's root applies.
        ("te", Person(title="κ.", given="Ελένη", surname="Παππά"), "short", "κ. Ελένη Παππά"),
        ("en", Person(given="太郎", surname="山田", locale="ja"), "medium", "山田 太郎"),
        ("en", Person(given="小明", surname="王"), "medium", "王 小明"),
        # A name without letters has no script of its own.
        ("te", Person(given="3", surname="7"), "medium", "3 7"),
    ],
)
def test_a_name_is_written_by_its_own_language_and_script(
    language: str, person: Person, length: str, expected: str
) -> None:
    assert names(language).format(person, length) == expected


@pytest.mark.parametrize(
    ("order", "usage", "expected"),
    [
        ("surnameFirst", "referring", "Novak Ana M."),
        ("sorting", "referring", "Novak, Ana M."),
        ("sorting", "addressing", "Novak, Ana M."),
        ("sorting", "monogram", "N"),
    ],
)
def test_a_call_can_set_the_order(order: str, usage: str, expected: str) -> None:
    person = Person(given="Ana", given2="Marija", surname="Novak", locale="sl")
    assert names("sl").format(person, usage=usage, order=order) == expected


def test_the_default_length_and_formality_of_a_locale() -> None:
    person = Person(given="Jonathan", given_informal="Jon", given2="Ray", surname="Baker")
    assert names("en").format(person, length="", formality="") == "Jon Baker"
    assert names("en").format(person, length="", formality="formal") == "Jonathan R. Baker"


# Names of one part, and whole names.


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("usage", USAGES)
@pytest.mark.parametrize("formality", FORMALITIES)
@pytest.mark.parametrize("order", ORDERS)
def test_a_name_of_one_part_is_that_part_in_every_form(
    language: str, length: str, usage: str, formality: str, order: str
) -> None:
    for part in ("given", "surname", "surname_core"):
        for value, first in [("శ్రీదేవి", "శ్రీ"), ("सुन्दर", "सु"), ("Zala", "Z"), ("مریم", "م")]:
            expected = first if usage == "monogram" else value
            assert names(language).format(Person(**{part: value}), length, usage, formality, order) == expected
    whole = names(language).format(Person(whole="  maría de la  Luz ", title="Dr."), length, usage, formality, order)
    assert whole == ("M" if usage == "monogram" else "maría de la Luz")


def test_a_name_of_one_part_keeps_its_title() -> None:
    assert names("sl").format(Person(title="g.", given="Svarun"), usage="addressing") == "g. Svarun"
    assert names("sl").format(Person(title="g.", surname="Novak"), usage="addressing") == "g. Novak"


@pytest.mark.parametrize(
    ("person", "line"),
    [
        (Person(), "name: is empty"),
        (Person(locale="te", given=" "), "name: is empty"),
        (Person(title="Dr.", credentials="PhD"), "name: has only title, credentials, which is not enough for a name"),
        (Person(surname_prefix="van"), "name: has only surname_prefix, which is not enough for a name"),
    ],
)
def test_a_name_with_no_usable_part_is_refused(person: Person, line: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        names("en").format(person)
    assert refused.value.lines() == [line, "  add the part 'given' or 'surname', or give the full name"]


def test_an_unknown_form_is_refused_with_the_nearest() -> None:
    with pytest.raises(InvalidRequest) as refused:
        names("en").format(Person(given="Ana"), "longer", "refering", "formal")
    assert [fault.place for fault in refused.value.faults] == ["length", "usage"]
    assert refused.value.faults[1].problem == "'refering' is not a valid usage for a name"
    assert "did you mean 'referring'?" in refused.value.faults[1].hint
    with pytest.raises(InvalidRequest, match="order"):
        names("en").format(Person(given="Ana"), order="familyFirst")
    with pytest.raises(InvalidRequest, match="not a valid language tag"):
        names("en").format(Person(given="Ana", locale="??"))


# Patterns of our own.


def single_form(pattern: str | Mapping[str, str], tag: str = "en", **more: Any) -> PersonNames:
    """Names with a single form: medium, referring, formal, given name first."""
    texts = {"formal": pattern} if isinstance(pattern, str) else pattern
    return PersonNames(tag, {"personName": {"givenFirst": {"medium": {"referring": texts}}}, **more})


@pytest.mark.parametrize(
    ("pattern", "person", "expected"),
    [
        # "Formatting examples" of the specification.
        ("{title} {given} {given2} {surname}, {generation}", {"given2": "J.", "generation": "Jr."}, "Foo J. Baz, Jr."),
        ("{title} {given} {given2} {surname}, {generation}", {"given2": "J."}, "Foo J. Baz"),
        ("{given-initial}. ({given2}) {surname}", {"given2": "Bar"}, "F. (Bar) Baz"),
        ("{given-initial}. ({given2}) {surname}", {}, "F. Baz"),
        ("{given-initial}.({given2}) {surname}", {}, "F Baz"),
        ("{given-initial}. ({given2}) {surname}", {"given": "", "given2": "Bar"}, "Bar) Baz"),
        # Several empty fields in a row, at the start, at the end.
        ("{given}-{given2}-{surname2}, {surname}", {}, "Foo Baz"),
        ("({title}, {given2}) {given} {surname}", {}, "Foo Baz"),
        ("«{given} {surname}» ({credentials})", {}, "«Foo Baz"),
        ("«{given} {surname}»", {}, "«Foo Baz»"),
        # Modifiers.
        ("{surname-allCaps} {given-initialCap}", {"given": "‘žan", "surname": "groß"}, "GROSS ‘Žan"),
        ("{given-informal} {surname}", {"given_informal": "Fo"}, "Fo Baz"),
        ("{given-vocative} {surname-genitive}", {}, "Foo Baz"),
        ("{given-prefix} {given-core} {surname}", {}, "Foo Baz"),
        ("{given-initial} {surname}", {"given": "Anne-Marie Zoë"}, "A/M/Z Baz"),
        ("{given-initial-retain} {surname}", {"given": "Anne-Marie Zoë"}, "A-M Z Baz"),
        ("{given-initial} {surname}", {"given": "D’Arcy (Mary) 3rd"}, "D/M Baz"),
        ("{given-initial} {surname}", {"given": "50"}, "5 Baz"),
        ("{given-initial} {surname}", {"given": "స్వాతి క్షేత్ర"}, "స్వా/క్షే Baz"),
        ("{given-initial-allCaps}{given2-initial-allCaps} {surname}", {"given2": "é"}, "FÉ Baz"),
        ("{given-monogram-allCaps}{surname-monogram}", {"given": "mary beth", "surname": "de Ruiter"}, "Md"),
        # "Handle core and prefix": one part falls back to another.
        (
            "{surname-core}|{surname-prefix}|{surname}",
            {"surname_prefix": "van", "surname_core": "Berg"},
            "Berg|van|Baz",
        ),
        ("{surname-core}|{surname-prefix}|{surname}", {"surname_core": "Berg", "surname": ""}, "Berg|Berg"),
        (
            "{surname-core}|{surname-prefix}|{surname}",
            {"surname_prefix": "van", "surname_core": "Berg", "surname": ""},
            "Berg|van|van Berg",
        ),
        ("{surname-core}|{surname-prefix}|{surname}", {"surname_prefix": "van"}, "Baz|Baz"),
        # "Handle missing surname".
        ("{title} {surname}", {"title": "Dr.", "surname": ""}, "Dr. Foo"),
        ("{given-initial} {surname}", {"surname": ""}, "Foo"),
        ("{given} {surname-initial}", {"given": ""}, "Baz"),
        ("{given-informal} {surname-initial}", {"given": "", "given_informal": "Fo"}, "Fo B"),
        # A part keeps its blanks, reduced to one at a time.
        ("{given} {surname}", {"given": " Mary \u00a0Beth "}, "Mary Beth Baz"),
        ("{given} {surname}", {"given": "Mary\u00a0Beth"}, "Mary\u00a0Beth Baz"),
    ],
)
def test_a_pattern_is_filled_in(pattern: str, person: dict[str, str], expected: str) -> None:
    english = single_form(pattern, initial="{0}", initialSequence="{0}/{1}")
    assert english.format(Person(**{"given": "Foo", "surname": "Baz", **person})) == expected


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ({"given": "A", "given2": "B", "surname": "C"}, "A*B*C"),
        ({"given": "A", "surname": "C"}, "A+C"),
        ({"given": "A"}, "A"),
        ({"given": "A", "surname": "C", "title": "T"}, "T A C"),
    ],
)
def test_the_pattern_with_most_filled_and_fewest_empty_fields_is_used(person: dict[str, str], expected: str) -> None:
    texts = {
        "formal": "{given}*{given2}*{surname}",
        "formal-alt-1": "{given}+{surname}",
        "formal-alt-2": "{title} {given} {surname}",
        "formal-alt-3": "{given}~{surname}",
        "informal": "{title} {given} {given2} {surname} {credentials}",
    }
    assert single_form(texts).format(Person(**person)) == expected


def test_spaces_are_replaced_as_the_language_says() -> None:
    spaces = {"nativeSpaceReplacement": "", "foreignSpaceReplacement": "・"}
    japanese = single_form("{given} {given2} {surname}", "ja", **spaces)
    einstein = Person(given="アルベルト", surname="アインシュタイン", locale="de-CH")
    assert japanese.format(einstein) == "アルベルト・アインシュタイン"
    assert japanese.format(Person(given="駿", surname="宮崎", locale="ja-JP"), order="givenFirst") == "駿宮崎"
    # Chinese is native to Japanese here, Korean is not; without a locale, Han characters are Chinese.
    assert japanese.format(Person(given="小明", surname="王", locale="zh"), order="givenFirst") == "小明王"
    assert japanese.format(Person(given="小明", surname="王", locale="ko"), order="givenFirst") == "小明・王"
    assert japanese.format(Person(given="小明", surname="王"), order="givenFirst") == "小明王"
    assert japanese.format(einstein._replace(given="Albert", surname="Einstein")) == "Albert Einstein"


def test_orders_can_name_regions() -> None:
    english = single_form("{given} {surname}", givenFirst=["und", "de-CH"], surnameFirst=["de", "und-HU", "kok_Latn"])
    for tag, first in [("de", "Kis"), ("de-CH", "Ana"), ("sk-HU", "Kis"), ("sk", "Ana"), ("kok-Latn-IN", "Kis")]:
        assert english.format(Person(given="Ana", surname="Kis", locale=tag)).startswith(first), tag


def test_a_regions_own_initials() -> None:
    english, person = data("en") or {}, Person(given="Ana Maria", surname="Baker")
    assert names("en").format(person, "short") == "A.M. Baker"
    assert PersonNames("en-GB", {**english, "initial": "{0}"}).format(person, "short") == "AM Baker"


@pytest.mark.parametrize(
    ("tag", "likely"),
    [
        ("te", "te-Telu-IN"),
        ("sr-Latn", "sr-Latn-RS"),
        ("und-Arab", "ar-Arab-EG"),
        ("zh_tw", "zh-Hant-TW"),
        ("xx", "xx"),
    ],
)
def test_likely_subtags(tag: str, likely: str) -> None:
    parsed = tags.parse(tag)
    assert parsed
    assert str(tags.maximize(parsed)) == likely


def test_the_script_of_a_name() -> None:
    texts = ["Ana", "రెడ్డి", "ʼ 3 ن", "漢", "ぺ", "!", ""]
    assert [script_in(text) for text in texts] == ["Latn", "Telu", "Arab", "Hani", "Hira", "Zzzz", "Zzzz"]


# Properties of every name.

WORDS = st.text("abéßŽ రెడ్డిక్ష रामक्षे مریمخان-’", min_size=1, max_size=12).map(str.strip)
PARTS = st.fixed_dictionaries({}, optional={part: WORDS for part in Person._fields if part not in ("whole", "locale")})
LOCALES = st.sampled_from(["", "te", "ne-NP", "en", "vi", "ja", "hu"])


def literals(of: object) -> Iterator[str]:
    """Every text of the patterns, with its fields: the characters that a pattern may add to a name."""
    if isinstance(of, dict):
        for value in of.values():
            yield from literals(value)
    elif isinstance(of, str):
        yield of


@given(
    PARTS,
    LOCALES,
    st.sampled_from(LANGUAGES),
    st.tuples(*map(st.sampled_from, (LENGTHS, USAGES, FORMALITIES, ORDERS))),
)
def test_nothing_is_doubled_left_over_or_made_up(
    parts: dict[str, str], locale: str, language: str, form: tuple[str, str, str, str]
) -> None:
    if not (parts.get("given") or parts.get("surname") or parts.get("surname_core")):
        return
    written = names(language).format(Person(**parts, locale=locale), *form)
    assert written == written.strip(" ,،\u202f")
    assert written
    pairs = itertools.pairwise(written)
    assert not any(first.isspace() and second.isspace() for first, second in pairs)
    given_text = "".join(parts.values())
    punctuation = {
        character
        for tag in LANGUAGES
        for text in literals(data(tag))
        for character in text
        if unicodedata.category(character)[0] in "ZP"
    }
    assert set(written) <= set(given_text) | set(given_text.upper()) | punctuation - set("{}")
