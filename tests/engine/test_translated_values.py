"""How a translation has a value written: a small number in words, an ending attached to a value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from goodterms.errors import BrokenContent

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Company

LETTER = """title = "Note"
before = ["subject"]
[steps.body]
[fields.n]
type = "number"
sample = 3
[fields.who]
type = "name"
sample = "Ana Novak"
"""
COUNTED = "{% trans n %}{{ n }} parcel{% pluralize %}{{ n }} parcels{% endtrans %}"
NAMED = "{% trans %}Ask {{ who }}.{% endtrans %}"


@pytest.fixture
def body(company: Company) -> Callable[..., str]:
    """Writes the body of a note in a locale, whose catalog has these entries."""

    def write(template: str, entries: str, locale: str, **given: object) -> str:
        company.note(template)
        company.file("templates/note/letter.toml", LETTER)
        catalog = locale.partition("-")[0]
        path = company.catalog(entries, catalog)
        if catalog != "sl":  # the header of the tests is Slovenian
            header = "nplurals=2; plural=(n != 1)"
            path.write_text(re.sub(r"nplurals=.*?(?=;\\n)", header, path.read_text("utf-8"), count=1), "utf-8")
        return company.write(locale=locale, **given).partition("\n\n")[2].rstrip("\n")  # type: ignore[arg-type]

    return write


def counted(*forms: str) -> str:
    strings = "".join(f'msgstr[{number}] "{form}"\n' for number, form in enumerate(forms))
    return f'\nmsgid "{{n}} parcel"\nmsgid_plural "{{n}} parcels"\n{strings}'


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "ena pošiljka"),
        (2, "dve pošiljki"),
        (3, "tri pošiljke"),
        (5, "pet pošiljk"),
        (10, "deset pošiljk"),
        (11, "11 pošiljk"),
        (102, "102 pošiljki"),
        (0, "nič pošiljk"),
        ("3.0", "tri pošiljke"),
    ],
)
def test_a_small_number_is_a_word_where_the_translation_asks_for_it(
    body: Callable[..., str], number: object, written: str
) -> None:
    entries = counted(*(f"{{n:feminine}} {noun}" for noun in ("pošiljka", "pošiljki", "pošiljke", "pošiljk")))
    assert body(COUNTED, entries, "sl", n=number) == written


def test_the_translation_chooses_the_form_by_itself(body: Callable[..., str]) -> None:
    entries = counted("{n} a", "{n:masculine} and {n:neuter} and {n}", "{n:neuter}", "{n:words}")
    assert body(COUNTED, entries, "sl", n=2) == "dva and dve and 2"


@pytest.mark.parametrize("locale", ["ne", "ne-u-nu-latn", "ne-u-nu-native"])
def test_words_do_not_depend_on_the_digits_of_the_locale(body: Callable[..., str], locale: str) -> None:
    assert body(COUNTED, counted("{n:words} क", "{n:words} ख"), locale, n=3) == "तीन ख"


def test_a_word_is_isolated_like_a_date(body: Callable[..., str]) -> None:
    assert body(COUNTED, counted("{n:words} الف", "{n:words} ب"), "ur", n=3) == "\u200f\u2067تین\u2069 ب"


def test_a_translation_in_the_source_language_has_digits_in_another_letter(body: Callable[..., str]) -> None:
    english = counted("{n:words} parcel", "{n:words} parcels")
    assert body(COUNTED, english, "en") == "three parcels"
    assert body(COUNTED, "", "sl") == "3 parcels"


def test_the_language_sets_the_last_number_in_words(company: Company, body: Callable[..., str]) -> None:
    entries = counted("{n:words}", "{n:words}", "{n:words}", "{n:words}")
    toml = '[number_words]\nup_to = 12\n[number_words.words]\n12 = "ducat"\n[number_words.people]\n2 = "dvoje"\n'
    company.file("locales/sl/language.toml", toml)
    assert body(COUNTED, entries, "sl", n=12) == "ducat"
    assert body(COUNTED, entries, "sl", n=13) == "13"
    assert body(COUNTED, entries.replace("words", "people"), "sl", n=2) == "dvoje"
    assert body(COUNTED, entries.replace("words", "people"), "sl", n=3) == "3"
    company.file("locales/sl/language.toml", "[number_words]\nup_to = 0\n")
    assert body(COUNTED, entries, "sl", n=0) == "0"


def test_unknown_forms_are_faults_of_the_catalog_all_at_once(body: Callable[..., str]) -> None:
    entries = counted("{n:feminin}", "{n:}", "{n:words} {m}", "{n:feminine}")
    with pytest.raises(BrokenContent) as caught:
        body(COUNTED, entries, "sl")
    lines = "\n".join(caught.value.lines())
    assert "unknown form of a value, {n:feminin}" in lines
    assert "did you mean 'feminine'? expected one of: feminine, genitive, masculine, neuter, words" in lines
    assert "unknown form of a value, {n:}" in lines
    assert "unknown placeholder {m}" in lines


def test_a_language_without_words_for_numbers(body: Callable[..., str]) -> None:
    with pytest.raises(BrokenContent, match=r"asks for a number in words, and the language has none"):
        body(COUNTED, counted("{n:words}", "{n:words}"), "hi")


@pytest.mark.parametrize(
    ("template", "entries", "given", "problem"),
    [
        (
            COUNTED,
            counted(*["{n:words}"] * 4),
            {"n": "2.5"},
            "{n:words}, a whole number in words, but the value is 2.5",
        ),
        (NAMED, '\nmsgid "Ask {who}."\nmsgstr "{who:words}"\n', {}, "but the type of the value is str"),
    ],
)
def test_only_a_whole_number_can_be_in_words(
    body: Callable[..., str], template: str, entries: str, given: dict[str, object], problem: str
) -> None:
    with pytest.raises(BrokenContent) as caught:
        body(template, entries, "sl", **given)
    assert problem in "\n".join(caught.value.lines())


DATED = """title = "Note"
before = ["subject"]
[steps.body]
[fields.day]
type = "date"
sample = "2026-12-31"
[fields.spring]
type = "month"
sample = "2027-03"
"""
BY = "{% trans day=FILTERED %}By {{ day }}.{% endtrans %}"


@pytest.mark.parametrize(
    ("filtered", "locale", "written"),
    [
        ("day", "sl", "Do 31. decembra 2026."),
        ("day|with_gregorian", "sl", "Do 31. decembra 2026."),
        ('day|with_gregorian("full")', "sl", "Do četrtek, 31. decembra 2026."),
        ("spring", "sl", "Do marca 2027."),
        # Names that are not written out, and those of other calendars, have a single form.
        ("day|short_date", "sl", "Do 31. 12. 2026."),
        ("day|medium_date", "sl", "Do 31. dec. 2026."),
        ("day|with_gregorian", "ne-u-ca-bikram", "Do वि.सं. २०८३ पुस १६ (२०२६ decembra ३१)."),
    ],
)
def test_a_month_is_in_the_form_that_the_translation_asks_for(
    company: Company, filtered: str, locale: str, written: str
) -> None:
    company.note(BY.replace("FILTERED", filtered))
    company.file("templates/note/letter.toml", DATED)
    company.file("locales/ne/language.toml", f"[month_names]\ngenitive = {['?'] * 11 + ['decembra']}\n")
    company.catalog('\nmsgid "By {day}."\nmsgstr "Do {day:genitive}."\n', locale.partition("-")[0])
    assert company.write(locale=locale).strip().replace("\u00a0", " ").endswith(written)


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ("genitive", "{n:genitive}, a form of the names of months, but the value is 3"),
        ("genitiv", "unknown form of a value, {n:genitiv}"),
    ],
)
def test_a_number_has_no_form_of_a_month(body: Callable[..., str], form: str, problem: str) -> None:
    with pytest.raises(BrokenContent) as caught:
        body(COUNTED, counted(*[f"{{n:{form}}}"] * 4), "sl", n=3)
    assert problem in "\n".join(caught.value.lines())


@pytest.mark.parametrize(
    ("who", "written"),
    [
        ("सीता थापा", "सीता थापालाई सोध्नुहोस्।"),
        ("Ana Novak", "Ana Novak\u00a0लाई सोध्नुहोस्।"),
        ("Žiga Čuk", "Žiga Čuk\u00a0लाई सोध्नुहोस्।"),
        ("Lipa d.o.o.", "Lipa d.o.o.\u00a0लाई सोध्नुहोस्।"),
        ("Studio 54", "Studio 54\u00a0लाई सोध्नुहोस्।"),
        ("कोठा ५", "कोठा ५लाई सोध्नुहोस्।"),
        # The consonants of न् and ला would be drawn as one sign; those of न and ला are not.
        ("बुद्धिमान्", "बुद्धिमान्\u200cलाई सोध्नुहोस्।"),
        ("बुद्धिमान", "बुद्धिमानलाई सोध्नुहोस्।"),
    ],
)
def test_an_ending_is_separate_from_what_it_cannot_be_attached_to(
    body: Callable[..., str], who: str, written: str
) -> None:
    entries = '\nmsgid "Ask {who}."\nmsgstr "{who}लाई सोध्नुहोस्।"\n'
    assert body(NAMED, entries, "ne", who=who) == written


def test_what_is_not_an_ending_follows_a_value_directly(body: Callable[..., str]) -> None:
    entries = '\nmsgid "Ask {who}."\nmsgstr "{who}, {who} र {who}।"\n'
    assert body(NAMED, entries, "ne") == "Ana Novak, Ana Novak र Ana Novak।"


def test_an_ending_after_a_list_and_after_a_quotation(company: Company, body: Callable[..., str]) -> None:
    entries = '\nmsgid "Ask {all}."\nmsgstr "{all}लाई"\n'
    listed = "{% trans all=all|and_list %}Ask {{ all }}.{% endtrans %}"
    quoted = "{% trans all=who|quoted %}Ask {{ all }}.{% endtrans %}"
    assert body(quoted, entries, "ne") == "“Ana Novak”लाई"
    company.note(listed)
    company.file("templates/note/letter.toml", LETTER + '[fields.all]\ntype = "name"\nmany = true\nsample = ["A"]\n')
    assert company.write(locale="ne", all=["सीता", "Ana"]).rstrip("\n").endswith("सीता र Ana\u00a0लाई")


@pytest.mark.parametrize("language", ["sl", "te"])
def test_other_languages_attach_endings_to_every_value(body: Callable[..., str], language: str) -> None:
    assert body(NAMED, '\nmsgid "Ask {who}."\nmsgstr "{who}కు"\n', language) == "Ana Novakకు"


def test_a_language_can_turn_the_space_off(company: Company, body: Callable[..., str]) -> None:
    company.file("locales/ne/language.toml", "[writing]\nspace_after_latin = false\n")
    assert body(NAMED, '\nmsgid "Ask {who}."\nmsgstr "{who}लाई"\n', "ne") == "Ana Novakलाई"


@pytest.mark.parametrize(
    ("language", "translation", "expected"),
    [
        ("ur", "وقت: {who} بجے", "Ana Novak\u2069\u00a0بجے"),
        ("ne", "{who} बजेदेखि", "Ana Novak\u00a0बजेदेखि"),
        ("te", "{who} గంటలకు", "Ana Novak\u00a0గంటలకు"),
        ("te", "{who} గారికి", "Ana Novak గారికి"),
        ("sl", "{who} బజే", "Ana Novak బజే"),
        # Where no value is before the word, it is a word like any other.
        ("ne", "बजे {who}", "बजे Ana Novak"),
    ],
)
def test_a_word_after_a_time_stays_on_its_line(
    body: Callable[..., str], language: str, translation: str, expected: str
) -> None:
    assert body(NAMED, f'\nmsgid "Ask {{who}}."\nmsgstr "{translation}"\n', language).endswith(expected)
