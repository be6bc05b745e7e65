"""A language's own conventions; locale tags as users type them. (CLDR's formats: test_against_icu.py.)"""

from __future__ import annotations

import subprocess
import sys
from datetime import date, time
from decimal import Decimal

import pytest

from goodterms.cldr import locales, spans
from goodterms.cldr.formatter import Formatter
from goodterms.cldr.languages import is_registered
from goodterms.content import languages
from goodterms.content.language_files import of_cldr
from goodterms.content.layers import Content
from goodterms.errors import InvalidRequest
from goodterms.model import LanguageSettings, Locale

CATALOGS = ["en", "ne", "sl", "te", "ur"]


def ours(tag: str) -> Formatter:
    locale = locales.match(tag, CATALOGS)
    return Formatter(locale, LanguageSettings(cldr=of_cldr(Content(), locale.catalog)))


def test_a_language_s_own_settings_replace_cldr_s() -> None:
    slovenian = Formatter(locales.match("sl", CATALOGS), languages.settings(Content(), "sl"))
    nepali = Formatter(locales.match("ne", CATALOGS), languages.settings(Content(), "ne"))
    assert slovenian.time(time(9, 30)) == "9.30"
    assert slovenian.number(1234) == "1234"
    assert slovenian.number(12345) == "12.345"
    assert nepali.money(Decimal("1250.50"), "NPR") == "रु.\u00a0१,२५०.५०"
    telugu = Formatter(locales.match("te-u-nu-native", CATALOGS), languages.settings(Content(), "te"))
    assert telugu.number(123456) == "౧,౨౩,౪౫౬"
    assert telugu.date(date(2026, 1, 5), "full") == "౫ జనవరి, ౨౦౨౬, సోమవారం"


def test_by_cldr_drops_a_language_s_own_conventions() -> None:
    settings = languages.settings(Content(), "sl")
    assert settings.by_cldr() == LanguageSettings(
        cldr=settings.cldr,
        fonts=settings.fonts,
        line_height=settings.line_height,
        style=settings.style,
    )
    assert Formatter(locales.match("sl", CATALOGS), settings.by_cldr()).time(time(9, 30)) == "09:30"


def test_amounts_are_never_rounded() -> None:
    assert ours("en").money(Decimal("1000.5"), "JPY") == "¥1,000.50"
    assert ours("en").money(Decimal(1000), "JPY") == "¥1,000"


def test_a_range_with_negative_numbers_has_its_signs() -> None:
    assert ours("ne").money_range(Decimal(0), Decimal("-0"), "USD") == "US$\u00a0०.००"
    assert ours("ne").money_range(Decimal(-5), Decimal(-3), "USD") == "-US$\u00a0५.०० – -US$\u00a0३.००"
    assert ours("sl").percent_range(Decimal(-5), Decimal(3)) == "−5\u00a0% – 3\u00a0%"


@pytest.mark.parametrize(
    ("given", "tag", "catalog", "direction"),
    [
        ("ur", "ur", "ur", "rtl"),
        ("ur-PK", "ur-PK", "ur", "rtl"),
        ("ur_PK", "ur-PK", "ur", "rtl"),
        ("UR-pk", "ur-PK", "ur", "rtl"),
        ("ur_PK.UTF-8", "ur-PK", "ur", "rtl"),
        ("ur-Arab-IN", "ur-Arab-IN", "ur", "rtl"),
        ("en_IN", "en-IN", "en", "ltr"),
        ("sl-Latn", "sl-Latn", "sl", "ltr"),
        ("sl-IT", "sl-IT", "sl", "ltr"),
        ("en_US.ISO-8859-1@euro", "en-US", "en", "ltr"),
        ("te-Telu-IN", "te-Telu-IN", "te", "ltr"),
        ("en_US@latin", "en-Latn-US", "en", "ltr"),
        # Deprecated parts, and ISO 639-2 codes (CLDR's supplementalMetadata.xml, "alias").
        ("npi", "ne", "ne", "ltr"),
        ("nep_NP", "ne-NP", "ne", "ltr"),
        ("slv", "sl", "sl", "ltr"),
        ("urd-PK", "ur-PK", "ur", "rtl"),
        ("en-UK", "en-GB", "en", "ltr"),
        ("sl-YU", "sl-RS", "sl", "ltr"),
    ],
)
def test_tags_are_matched_in_any_spelling(given: str, tag: str, catalog: str, direction: str) -> None:
    assert locales.match(given, CATALOGS) == Locale(tag, catalog, direction)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ("slo", "  did you mean 'sl'? expected one of: en, ne, sl, te, ur"),
        ("de", "expected one of: en, ne, sl, te, ur"),
        ("ur-Deva", "locale: there are no letters in 'ur-Deva'"),
        ("sl-XX", "locale: 'XX' in 'sl-XX' is not a known region"),
        ("sl-XX", "  try 'sl'"),
        ("../../etc", "locale: '../../etc' is not a valid locale tag"),
        ("../../etc", "  expected one of: en, ne, sl, te, ur"),
        ("", "locale: '' is not a valid locale tag"),
        ("ur PK", "locale: 'ur PK' is not a valid locale tag"),
        ("\u017fl", "locale: '\u017fl' is not a valid locale tag"),
        ("te-u-n\u017f-telu", "locale: 'te-u-n\u017f-telu' is not a valid locale tag"),
        ("ne-u-nu-dewa", "  did you mean 'deva'? expected one of: native, adlm"),
        ("ne-u-ca-bikrm", "  did you mean 'bikram'? expected one of: gregory, indian"),
        ("ur-u-ca-islamic", "locale: 'islamic' is not a known calendar"),
        ("te-u-nu", "locale: '' is not a known numbering system"),
        ("te-u-hc-h23", "locale: 'te-u-hc-h23' has the keyword 'hc'"),
        ("en_US@calendar=indian", "locale: 'en_US@calendar=indian' is not a valid locale tag"),
        ("te-x-old", "  use 'te'; it can be followed only by -u- with nu (numbering system) or ca (calendar)"),
        ("zh", "expected one of: en"),
    ],
)
def test_unknown_locales_name_the_known_and_the_nearest(given: str, line: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        locales.match(given, CATALOGS)
    assert any(line in text for text in caught.value.lines())


def test_a_more_special_catalog_is_preferred() -> None:
    assert locales.match("en-IN", ["en", "en_IN"]).catalog == "en_IN"
    assert locales.match("en-GB", ["en", "en_IN"]).catalog == "en"


@pytest.mark.parametrize(
    ("given", "catalogs", "nearest"),
    [
        ("en-GB", ["en", "en_001"], "en_001"),
        ("en-IN", ["en_001", "en_US"], "en_001"),
        ("en", ["en_US", "en_ZA"], "en_US"),
        ("en", ["en_ZA"], ""),
        ("en-ZA", ["en"], "en"),
        ("pt-AO", ["pt_BR", "pt_PT"], "pt_PT"),
        ("pt", ["pt_BR", "pt_PT"], "pt_BR"),
        ("zh-TW", ["zh", "zh_Hant"], "zh_Hant"),
        ("zh-TW", ["zh"], ""),
        ("zh-Hant-HK", ["zh", "zh_Hant"], "zh_Hant"),
        ("en-Latn-IN", ["en", "en_001", "en_IN"], "en_IN"),
        ("sr_RS@latin", ["sr", "sr_Latn"], "sr_Latn"),
        ("sr_RS@cyrillic", ["sr", "sr_Latn"], "sr"),
        ("zh-SG", ["zh_Hant", "zh"], "zh"),
        ("sr-ME", ["sr_Latn", "sr"], "sr_Latn"),
        ("ne-IN", ["ne_NP"], "ne_NP"),
        ("ne", ["ne_NP"], "ne_NP"),
    ],
)
def test_the_nearest_catalog_is_inherited_from_or_likely_the_same(
    given: str, catalogs: list[str], nearest: str
) -> None:
    """UTS #35, part 1: "Inheritance" and "Likely Subtags"; the script is always the same."""
    try:
        catalog = locales.match(given, catalogs).catalog
    except InvalidRequest:
        catalog = ""
    assert catalog == nearest


def test_a_tag_asks_for_digits_and_a_calendar() -> None:
    locale = locales.match("te_IN-u-ca-indian-nu-telu", CATALOGS)
    assert locale == Locale("te-IN", "te", "ltr", "telu", "indian")
    assert locales.match("ur-u-ca-islamic-umalqura", CATALOGS).calendar == "islamic-umalqura"
    assert locales.match("te-u-nu-telu-nu-latn", CATALOGS).numbering == "telu"


@pytest.mark.parametrize(
    ("tag", "region", "day"),
    [
        ("te", "IN", 6),
        ("ne", "NP", 6),
        ("ur", "PK", 6),
        ("sl", "SI", 0),
        ("en", "US", 6),
        ("en-GB", "GB", 0),
        ("ur-AE", "AE", 0),
    ],
)
def test_a_week_begins_by_the_likely_region(tag: str, region: str, day: int) -> None:
    locale = locales.match(tag, CATALOGS)
    assert (locales.region(locale), locales.first_day(locale)) == (region, day)


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ("en-NP", "15:05"),
        ("sl-US", "3:05\u202fpop."),
        ("ne-US", "३:०५\u00a0अपराह्न"),
        ("ur-DE", "15:05"),
        ("en-PK", "3:05\u202fpm"),
    ],
)
def test_a_region_that_cldr_does_not_have_in_a_language_keeps_its_own_clock(tag: str, written: str) -> None:
    assert ours(tag).time(time(15, 5)) == written


@pytest.mark.parametrize(
    ("since", "day", "years", "distance"),
    [
        (date(2021, 11, 21), date(2026, 11, 21), 5, "pred 5\u00a0leti"),
        (date(2021, 11, 22), date(2026, 11, 21), 4, "pred 4\u00a0leti"),
        (date(2024, 2, 29), date(2026, 2, 28), 1, "lani"),
        (date(2024, 2, 29), date(2026, 3, 1), 2, "pred 2\u00a0letoma"),
        (date(2024, 2, 29), date(2027, 3, 2), 3, "pred 3\u00a0leti"),
        (date(2025, 11, 21), date(2026, 11, 21), 1, "lani"),
        (date(2025, 11, 22), date(2026, 11, 21), 0, "pred 11\u00a0meseci"),
        (date(2026, 11, 14), date(2026, 11, 21), 0, "prejšnji teden"),
        (date(2026, 11, 15), date(2026, 11, 21), 0, "pred 6\u00a0dnevi"),
        (date(2026, 11, 20), date(2026, 11, 21), 0, "včeraj"),
        (date(2026, 12, 25), date(2026, 11, 21), 0, "naslednji mesec"),
        (date(2026, 12, 9), date(2026, 11, 21), 0, "čez 2\u00a0tedna"),
        (date(2026, 11, 24), date(2026, 11, 21), 0, "čez 3\u00a0dni"),
    ],
)
def test_anniversaries(since: date, day: date, years: int, distance: str) -> None:
    assert spans.anniversary(since, day) == years
    assert ours("sl").distance(since, day) == distance


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ("es", "1\u00a0hora y 30\u00a0minutos"),
        ("bg", "1\u00a0час и 30\u00a0минути"),
        ("cs", "1\u00a0hodina a\u00a030\u00a0minut"),
        ("de", "1\u00a0Stunde, 30\u00a0Minuten"),
    ],
)
def test_a_list_of_units_takes_what_it_lacks_from_other_lists(tag: str, written: str) -> None:
    formatter = Formatter(locales.match(tag, [tag]), LanguageSettings())
    assert formatter.duration(1, 30) == written
    assert len(formatter.joints("unit", 5)) == 6


@pytest.mark.parametrize("tag", ["ba-RU", "ts-ZA", "sl-ZW"])
def test_a_region_needs_no_name_in_the_language(tag: str) -> None:
    assert locales.match(tag, [tag[:2]]).tag == tag


def test_naming_the_likely_script_changes_nothing() -> None:
    whole, short = ours("en-Latn-IN"), ours("en-IN")
    day, moment = date(2026, 11, 21), time(14, 5)
    assert whole.number(1234567) == short.number(1234567) == "12,34,567"
    assert whole.date_time(day, moment) == short.date_time(day, moment)


@pytest.mark.parametrize(
    ("number", "written", "category"),
    [
        ("-0", "0", "other"),
        ("-0.0004", "0", "other"),
        ("999.9995", "1000", "other"),
        ("0.0005", "0", "other"),
        ("2.0001", "2", "two"),
        ("2.5", "2,5", "few"),
        ("1" * 22 + ".12345", ".".join(["1", *["111"] * 7]) + ",123", "few"),
    ],
)
def test_a_number_is_rounded_once_for_its_digits_sign_and_plural(number: str, written: str, category: str) -> None:
    formatter = ours("sl")
    assert (formatter.number(Decimal(number)), formatter.plural_category(Decimal(number))) == (written, category)


def test_no_language_has_the_names_of_another_that_was_loaded_before_it() -> None:
    """Babel resolves aliases in tables that languages share; the order in which they are first used must not matter."""
    program = (
        "import sys; from goodterms.content.layers import Content; from goodterms.project import Project\n"
        "project = Project(Content())\n"
        "for tag in sys.argv[1:]:\n"
        "    formatter = project.edition(project.locale(tag)).formatter\n"
        "    print(tag, *map(formatter.weekday, range(7)), formatter.date(__import__('datetime').date(2026, 3, 1), 'full'))\n"
    )
    outputs = [
        set(
            subprocess.run(
                [sys.executable, "-c", program, *tags], capture_output=True, text=True, check=True
            ).stdout.split("\n")
        )
        for tags in (["ur", "te", "sl", "ne", "en", "en-GB"], ["en-GB", "en", "ne", "sl", "te", "ur"])
    ]
    assert outputs[0] == outputs[1]
    assert any("సోమవారం" in line for line in outputs[0])


@pytest.mark.parametrize(
    ("code", "meant"),
    [("GB", "GB"), ("gb", "GB"), ("UK", "GB"), ("SU", "RU"), ("XA", "XA"), ("XX", ""), ("419", ""), ("", "")],
)
def test_a_region_by_another_spelling_or_an_older_code(code: str, meant: str) -> None:
    assert locales.region_meant(code) == meant


def test_currencies_are_those_that_people_pay_with_today() -> None:
    found = locales.currencies()
    assert {"EUR", "INR", "NPR", "PKR", "GBP", "USD"} <= found
    assert not {"DEM", "SIT"} & found  # of the past
    assert not {"CHE", "XAU", "XXX", "USN"} & found  # no money in a purse


@pytest.mark.parametrize(("tag", "catalogs"), [("en-419", ["en"]), ("ts-GB", ["ts"])])
def test_a_region_is_known_by_its_code_or_by_a_name(tag: str, catalogs: list[str]) -> None:
    """CLDR has a name for a group of countries, which has no code of ISO 3166, and Tsonga has no names of countries."""
    assert locales.match(tag, catalogs).tag == tag


def test_units_without_own_patterns_are_in_long_words() -> None:
    formatter = Formatter(locales.match("de", ["de"]), LanguageSettings())
    assert formatter.duration(2, 0) == "2\u00a0Stunden"


@pytest.mark.parametrize(
    ("tag", "is_known"),
    [
        ("sl-SI", True),
        ("ca@valencia", True),
        ("ca_ES@valencia", True),
        ("iw-IL", True),
        ("he-Latn", True),
        ("bin", True),
        ("it-works", False),
        ("kok-Deva-XX", False),
        ("sl-XXXX-SI", False),
        ("xx-Latn", False),
        ("x", False),
        ("", False),
    ],
)
def test_a_tag_is_registered_if_all_its_parts_are(tag: str, is_known: bool) -> None:
    assert is_registered(tag) is is_known
