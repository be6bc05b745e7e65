"""Locales by the names that people give them: languages and countries that leave no doubt, and faults for all others."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest

import goodterms
from goodterms.cldr import locale_names, locales
from goodterms.errors import InvalidRequest

CATALOGS = ["en", "ne", "sl", "te", "ur"]


def refusal(given: str, catalogs: list[str] | None = None) -> str:
    with pytest.raises(InvalidRequest) as error:
        locales.match(given, CATALOGS if catalogs is None else catalogs)
    return " | ".join(map(str.strip, error.value.lines())).removeprefix("locale: ")


@pytest.mark.parametrize(
    ("given", "tag"),
    [
        # Languages, in each of the languages
        ("slovenščina", "sl"), ("Slovenian", "sl"), ("SLOVENIAN", "sl"), ("سلووینیائی", "sl"), ("स्लोभेनियाली", "sl"),
        ("Urdu", "ur"), ("اردو", "ur"), ("urdujščina", "ur"), ("తెలుగు", "te"), ("नेपाली", "ne"), ("  English ", "en"),
        (unicodedata.normalize("NFD", "slovenščina"), "sl"),
        # With their region
        ("Nepali (Nepal)", "ne-NP"), ("English (UK)", "en-GB"), ("English (United Kingdom)", "en-GB"), ("en (UK)", "en-GB"),
        ("British English", "en-GB"), ("slovenščina (Italija)", "sl-IT"), ("اردو (پاکستان)", "ur-PK"), ("Urdu (in)", "ur-IN"),
        # Countries
        ("SI", "sl"), ("Slovenia", "sl"), ("Slovenija", "sl"), ("NP", "ne"), ("np", "ne"), ("Nepal", "ne"), ("नेपाल", "ne"),
        ("US", "en"), ("GB", "en-GB"), ("Združeno kraljestvo", "en-GB"), ("AU", "en-AU"), ("Ireland", "en-IE"),
        # Tags of languages with letters come first
        ("ne", "ne"), ("NE", "ne"), ("SL", "sl"), ("urd", "ur"), ("en_GB.UTF-8", "en-GB"),
    ],
)  # fmt: skip
def test_a_locale_is_known_by_its_name(given: str, tag: str) -> None:
    locale = locales.match(given, CATALOGS)
    assert (locale.tag, locale.catalog) == (tag, tag.split("-")[0])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # Countries with several of the languages, and codes that may be those of other languages
        ("PK", "'PK' does not say which language is meant | write ur-PK or en-PK"),
        ("Pakistan", "'Pakistan' does not say which language is meant | write ur-PK or en-PK"),
        ("India", "write en-IN or ne-IN or te-IN or ur-IN"),
        ("si", "'si' does not say which language is meant | write sl"),
        ("CA", "write en-CA"),
        ("UK", "write en-GB"),
        # Languages and countries without letters: no language is suggested by its spelling
        ("de", "there are no letters in 'de' | expected one of: en, ne, sl, te, ur; to translate them, begin with"),
        ("ca", "ur; to translate them, begin with: goodterms catalog add ca"),
        ("hr_HR", "ur; to translate them, begin with: goodterms catalog add hr"),
        ("de-AT", "ur; to translate them, begin with: goodterms catalog add de-AT"),
        ("German", "there are no letters in 'German' | expected one of: en, ne, sl, te, ur"),
        ("nemščina", "there are no letters in 'nemščina' | expected"),
        ("German (Austria)", "there are no letters in 'German (Austria)' | expected"),
        ("Germany", "there are no letters in 'Germany' | expected"),
        ("Niger", "there are no letters in 'Niger' | expected"),
        ("LK", "there are no letters in 'LK' | expected"),
        # Misspelled names
        ("slovenscina", "'slovenscina' is not the name of a language with letters | did you mean slovenščina (sl)?"),
        ("Slovenain", "did you mean Slovenian (sl)?"),
        ("Englsh", "did you mean English (en)?"),
        ("English (Mars)", "did you mean English (en)?"),
        # Neither
        ("slo", "there are no letters in 'slo' | did you mean 'sl'?"),
        ("Mars", "'Mars' is not a valid locale tag"),
        ("", "'' is not a valid locale tag"),
    ],
)
def test_a_name_that_leaves_a_doubt_is_refused(given: str, expected: str) -> None:
    assert expected in refusal(given)


def test_only_languages_with_a_catalog_count() -> None:
    assert locales.match("PK", ["sl", "ur"]).tag == "ur"
    assert locales.match("Pakistan", ["sl", "ur"]).tag == "ur"
    assert "there are no letters in 'Slovenian'" in refusal("Slovenian", ["en", "ur"])
    assert locales.match("Portuguese", ["en", "pt_BR"]).catalog == "pt_BR"
    assert "there are no letters" in refusal("Urdu", ["en"])


def test_no_name_of_another_language_is_taken() -> None:
    names = {
        (code, name)
        for catalog in CATALOGS
        for code, name in locales.babel_locale(locales.of_catalog(catalog)).languages.items()
    }
    for code, name in names:
        try:
            assert locales.match(name, CATALOGS).catalog == code.split("_")[0]
        except InvalidRequest:
            continue


def test_a_name_counts_wherever_a_locale_is_given() -> None:
    by_name, by_tag = (
        goodterms.render("farewell", locale, {}, sample=True, date=date(2026, 11, 21))
        for locale in ("slovenščina", "sl")
    )
    assert by_name == by_tag


def test_a_name_of_several_languages_of_which_none_has_letters_says_so() -> None:
    languages = ("nb", "nn", "no", "da", "sv")
    assert locale_names.find("ojibwa", languages) == locale_names.Meant(is_known=True)
