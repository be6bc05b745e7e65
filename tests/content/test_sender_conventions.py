"""The conventions of goodterms.toml and of a language.toml: what they change in a letter, and what is refused."""

from __future__ import annotations

import csv
import json
import tomllib
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from goodterms.cldr import locales
from goodterms.cldr.formatter import Formatter
from goodterms.cli import main
from goodterms.content import tables
from goodterms.content.conventions import overlay
from goodterms.model import LanguageSettings
from goodterms.values import Month

BODY = "{{ day }} {{ number }}"
LETTER = """
title = "Note"
before = ["subject"]
[steps.body]
[fields.day]
type = "date"
required = true
sample = "2026-11-21"
[fields.number]
type = "number"
sample = "1234.5"
[fields.facts]
type = "dated"
many = true
sample = ["2026-11-20 it rained"]
"""


@pytest.fixture
def content(folder: Path) -> Path:
    note = folder / "content/templates/note"
    note.mkdir(parents=True)
    note.joinpath("letter.toml").write_text(LETTER, "utf-8")
    template = f"{{% block subject %}}S{{% endblock %}}{{% block body %}}{BODY}{{% endblock %}}"
    note.joinpath("letter.md.j2").write_text(template, "utf-8")
    return folder / "content"


def call(*arguments: str) -> Result:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def rendered(locale: str, *more: str) -> Result:
    common = ("--content", "content", "--sample", "--date", "2026-11-21")
    return call("render", "note", "--locale", locale, *common, *more)


def body_of(result: Result) -> str:
    assert not result.exit_code, result.stderr
    return result.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    ("settings", "locale", "written"),
    [
        ("", "ne", "२०२६ नोभेम्बर २१ १,२३४.५"),
        ("[formats.ne]\ncalendar = 'bikram'\n", "ne", "वि.सं. २०८३ मङ्सिर ५ १,२३४.५"),
        ("[formats.ne]\ncalendar = 'bikram'\n", "ne-IN", "वि.सं. २०८३ मङ्सिर ५ १,२३४.५"),
        ("[formats.ne]\ncalendar = 'bikram'\n", "ne-u-ca-gregory", "२०२६ नोभेम्बर २१ १,२३४.५"),
        ("[formats.ne]\ncalendar = 'bikram'\n", "en", "November 21, 2026 1,234.5"),
        ("[formats.ne]\nnumbering = 'latn'\n", "ne", "2026 नोभेम्बर 21 1,234.5"),
        ("[formats.ne]\nnumbering = 'latn'\n", "ne-u-nu-native", "२०२६ नोभेम्बर २१ १,२३४.५"),
        ("[formats.sl]\ndate_long = 'd. M. y'\nminimum_grouping = 1\n", "sl", "21. 11. 2026 1.234,5"),
        ("[formats.sl.regions.IT]\ndate_long = 'd.M.y'\n", "sl-IT", "21.11.2026 1234,5"),
        ("[formats.sl.regions.IT]\ndate_long = 'd.M.y'\n", "sl", "21.\u00a0november 2026 1234,5"),
        (
            "[formats.sl.regions.SI]\ndate_long = 'd.M.y'\n[formats.sl]\ndate_long = 'd. M. y'\n",
            "sl",
            "21.11.2026 1234,5",
        ),
        ("[formats.ne.regions.IN]\ncalendar = 'indian'\n", "ne-IN", "शक संवत् १९४८ कात्तिक ३० १,२३४.५"),
        ("[formats.en.numbers.latn]\ndecimal = '#,##,##0.###'\n", "en", "November 21, 2026 1,234.5"),
    ],
)
def test_a_sender_s_conventions_take_precedence_over_the_language_s(
    content: Path, folder: Path, settings: str, locale: str, written: str
) -> None:
    folder.joinpath("goodterms.toml").write_text(settings, "utf-8")
    assert content
    assert body_of(rendered(locale)) == written


def test_every_pattern_can_be_overridden() -> None:
    """Keys of docs/conventions.md, and what each changes."""
    table = """
date_time = "{0}, {1}"
month = "LLLL. y"
time = "B H.mm"
[day_periods]
morning1 = "zarana"
[numbers.latn]
percent = "%0"
money = "0.00 ¤"
range = "{0} do {1}"
[units.day]
few = "{0} dnevi"
[relative.past.week]
few = "pred {0} tedni"
[relative.future.week]
few = "v {0} tednih"
"""
    own = overlay(LanguageSettings(), tables.Table(Path("x"), table, tomllib.loads(table)))
    formatter = Formatter(locales.match("sl", ["sl"]), own)
    day, moment = date(2026, 11, 21), time(9, 5)
    assert formatter.date_time(day, moment) == "zarana\u00a09.05, 21. november 2026"
    assert formatter.month(Month(2026, 5)) == "maj. 2026"
    assert formatter.percent(Decimal("12.5")) == "%12,5"
    assert formatter.money(Decimal(1250), "EUR") == "1250,00 €"
    assert formatter.number_range(1000, 2000) == "1.000 do 2.000"
    assert formatter.relative(3, "week") == "v 3\u00a0tednih"
    assert formatter.relative(-3, "week") == "pred 3\u00a0tedni"


def test_a_language_toml_sets_the_calendar(content: Path, folder: Path) -> None:
    path = content / "locales/ne/language.toml"
    path.parent.mkdir(parents=True)
    path.write_text("calendar = 'bikram'\nnumbering = 'latn'\n", "utf-8")
    assert body_of(rendered("ne")) == "वि.सं. 2083 मङ्सिर 5 1,234.5"
    folder.joinpath("goodterms.toml").write_text("[formats.ne]\ncalendar = 'gregory'\n", "utf-8")
    assert body_of(rendered("ne")) == "2026 नोभेम्बर 21 1,234.5"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("[formats.nee]\ncalendar = 'bikram'\n", "goodterms.toml:1: unknown key formats.nee did you mean 'ne'?"),
        ("[formats.ne]\ncalender = 'bikram'\n", "goodterms.toml:2: unknown key formats.ne.calender did you mean 'cal"),
        (
            "[formats.ne]\ncalendar = 'bikrm'\n",
            "goodterms.toml:2: formats.ne.calendar is 'bikrm' did you mean 'bikram'?",
        ),
        ("[formats.ne]\nnumbering = 'deba'\n", "did you mean 'deva'? expected one of: native, adlm"),
        (
            "[formats.ne]\ntime = 'QQ'\n",
            "goodterms.toml:2: formats.ne.time: 'QQ' contains the letter 'Q', which this pattern cannot use expected",
        ),
        ("[formats.ne]\ntime = ''\n", "goodterms.toml:2: formats.ne.time: '' must contain the hour and the minute"),
        ("[formats.ne]\ntime = 14:05:00\n", "goodterms.toml:2: formats.ne.time is 14:05:00 expected text"),
        (
            "[formats.ne.units.day]\none = [1, [2026-01-01]]\n",
            "formats.ne.units.day.one is [1, [2026-01-01]] expected text",
        ),
        ('[formats.ne]\ndate_long = "d. M. y \'h"\n', "has an opening ' without a closing one"),
        ("[formats.ne]\ndate_long = 'd. M.'\n", "must contain the year, the month and the day"),
        (
            '[formats.ne]\ndate_long = "d M y\\u202e"\n',
            "2: formats.ne.date_long contains U+202E RIGHT-TO-LEFT OVERRIDE",
        ),
        ('[formats.ne]\ndate_long = "d M y\\n"\n', "formats.ne.date_long contains the control character U+000A"),
        ('[formats.ne.currency_symbols]\nNPR = "\\U000f0001"\n', "NPR contains the private-use character U+F0001"),
        ("[formats.ne.currency_symbols]\nnpr = 'Rs'\n", "is not a known currency code did you mean 'NPR'?"),
        ('[formats.ne.calendars.bikram]\nera = "\\u2066x"\n', "contains an isolate that is never closed"),
        (
            '[formats.ne]\nweekdays = ["a\\u2028", "b"]\n',
            "formats.ne.weekdays contains the control character U+2028 LINE SEPARATOR",
        ),
        ("formats = 5\n", "goodterms.toml:1: formats is 5 expected a table"),
        ("[formats]\nne = 5\n", "goodterms.toml:2: formats.ne is 5 expected a table"),
        ("[formats.ne.numbers.deva]\ndecimals = '0'\n", "unknown key formats.ne.numbers.deva.decimals did you mean"),
        (
            "[formats.ne.numbers.deva]\ndecimal = '#'\n",
            "decimal: '#' is not a valid number pattern expected digits in groups, such as #,##0.###",
        ),
        ("[formats.ne.numbers.deva]\ndecimal = '0E0'\n", "decimal: '0E0' is not a valid number pattern"),
        ("[formats.ne.numbers.deva]\nmoney = '#,##0.00'\n", "money: '#,##0.00' lacks the sign ¤"),
        (
            "[formats.ne.numbers.deva]\nrange = '{0}-'\n",
            "'{0}-' does not contain each placeholder exactly once use {0} and {1}, each exactly once",
        ),
        ("[formats.ne.numbers.dewa]\nrange = '{0}-{1}'\n", "unknown key formats.ne.numbers.dewa did you mean 'deva'?"),
        ("[formats.ne.number_words]\nupto = 12\n", "unknown key formats.ne.number_words.upto did you mean 'up_to'?"),
        (
            "[formats.ne.number_words]\nup_to = 21\n",
            "number_words.up_to is 21 expected a whole number from 0 (no words)",
        ),
        ("[formats.ne.number_words]\nup_to = true\n", "number_words.up_to is true expected a whole number"),
        (
            "[formats.ne.number_words.words]\n21 = 'क'\n",
            "words.21 is not a number that can be in words expected a number",
        ),
        ("[formats.ne.number_words.words]\n2 = ' '\n", "number_words.words.2 is empty expected the word for 2"),
        ("[formats.ne.number_words.words]\n2 = 2\n", "number_words.words.2 is 2 expected text in quotes"),
        (
            "[formats.ne.number_words.'A b']\n2 = 'क'\n",
            "number_words.A b is not the name of a form expected small letters and hyphens",
        ),
        ("[formats.ne.month_names]\ngenitive = ['क']\n", "month_names.genitive has 1 names expected 12"),
        ("[formats.ne.month_names]\ngenitive = 'क'\n", "month_names.genitive is 'क' expected"),
        ("[formats.ne.month_names]\n'A b' = []\n", "month_names.A b is not the name of a form expected small letters"),
        ("[formats.ne.units.yaer]\none = '{0}'\n", "unknown key formats.ne.units.yaer did you mean 'year'?"),
        (
            "[formats.ne.units.year]\nother = 'x'\n",
            "formats.ne.units.year.other: 'x' does not contain each placeholder exactly once use {0}, each exactly once",
        ),
        ("[formats.ne.units.year]\nsome = '{0}'\n", "unknown key formats.ne.units.year.some"),
        ("[formats.ne.relative.past.day]\none = 5\n", "formats.ne.relative.past.day.one is 5"),
        (
            "[formats.ne.relative.passed.day]\none = '{0}'\n",
            "unknown key formats.ne.relative.passed did you mean 'past'?",
        ),
        (
            "[formats.ne]\ndate_time = '{0}'\n",
            "formats.ne.date_time: '{0}' does not contain each placeholder exactly once use {0} and {1}, each exactly once",
        ),
        (
            "[formats.ne.regions.in]\ntime = 'H'\n",
            "formats.ne.regions.in is not a known region code did you mean 'IN'?",
        ),
        (
            "[formats.ne.regions.UK]\ntime = 'H'\n",
            "formats.ne.regions.UK is not a known region code did you mean 'GB'?",
        ),
        ("[formats.ne.regions.QQ]\ntime = 'H'\n", "regions.QQ is not a known region code expected an ISO 3166 code"),
        ("[formats.ne.regions.IN.regions.IN]\ntime = 'H'\n", "unknown key formats.ne.regions.IN.regions"),
        ("[formats.ne.regions.US]\ntime = 'x'\n", "formats.ne.regions.US.time: 'x' contains the letter 'x'"),
        ("[formats.ne.calendars.bikram]\nmonths = ['a']\n", "formats.ne.calendars.bikram.months has 1 names"),
        (
            "[formats.ne.zones]\nnote = '({place})'\n",
            "formats.ne.zones.note: '({place})' does not contain each placeholder exactly once use {zone}, each",
        ),
        (
            "[formats.ne.zones]\nnote_with_other = '({zone}; {other_zone})'\n",
            "does not contain each placeholder exactly once use {zone} and {other_zone} and {other_time}, each exactly",
        ),
        ("[formats.ne.zones]\nplase = '{0}'\n", "unknown key formats.ne.zones.plase did you mean 'place'?"),
        (
            "[formats.ne.zones.names]\nEurope_Centrall = 'X'\n",
            "formats.ne.zones.names.Europe_Centrall: 'Europe_Centrall' is not a known time zone did you mean 'Europe_Cent",
        ),
    ],
)
def test_faults_of_a_sender_s_conventions_have_their_place(
    content: Path, folder: Path, settings: str, message: str
) -> None:
    folder.joinpath("goodterms.toml").write_text(settings, "utf-8")
    assert content
    result = rendered("ne")
    assert (result.exit_code, result.stdout) == (3, "")
    assert message in " ".join(result.stderr.split())


@pytest.mark.parametrize(
    ("locale", "message"),
    [
        ("sl-u-ca-bikram", "sl has no month names for the calendar 'bikram'"),
        ("te-u-ca-islamic-umalqura", "use one of: gregory, indian; or add month names to its language.toml"),
        ("ne-u-ca-bikrm", "did you mean 'bikram'?"),
        ("ne-u-nu-dewa", "did you mean 'deva'?"),
    ],
)
def test_a_tag_with_an_unavailable_calendar_or_numbering_system_is_refused(
    content: Path, locale: str, message: str
) -> None:
    assert content
    result = rendered(locale)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_every_date_outside_the_calendar_is_reported_by_its_field(content: Path) -> None:
    assert content
    more = ("--set", "day=2027-04-14", "--set", "facts=1943-04-13 x", "--set", "facts=2026-01-01 y")
    result = rendered("ne-u-ca-bikram", *more)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "day: 2027-04-14 cannot be shown in the calendar 'bikram': the month lengths of 2084" in result.stderr
    assert "facts: 1943-04-13 cannot be shown in the calendar 'bikram', whose tables begin with 2000" in result.stderr
    assert "expected a date from 1943-04-14 to 2027-04-13" in result.stderr


def batch(folder: Path, *more: str) -> Result:
    path = folder / "a.csv"
    rows = [["A", "ne", "2026-11-21", "5"], ["B", "sl", "2026-11-21", "5"], ["C", "ne-u-ca-bikram", "2030-01-01", "5"]]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["key", "locale", "day", "number"], *rows])
    return call("batch", "note", "a.csv", "-o", "out", "--date", "2026-11-21", "--content", "content", *more)


def test_a_batch_reports_dates_by_row_and_rewrites_letters_of_a_changed_language(content: Path, folder: Path) -> None:
    assert content
    result = batch(folder)
    assert result.exit_code == 2
    assert "row 4, day: 2030-01-01 cannot be shown in the calendar 'bikram'" in " ".join(result.stderr.split())
    assert not folder.joinpath("out").exists()
    assert batch(folder, "--skip-bad-rows").exit_code == 1
    letters = {path.name: path.stat().st_ino for path in folder.glob("out/*/*.txt")}
    assert sorted(letters) == ["A.note.txt", "B.note.txt"]
    folder.joinpath("goodterms.toml").write_text("[formats.ne]\ncalendar = 'bikram'\n", "utf-8")
    again = batch(folder, "--skip-bad-rows")
    assert "1 written" in again.stdout
    now = {path.name: path.stat().st_ino for path in folder.glob("out/*/*.txt")}
    assert now["B.note.txt"] == letters["B.note.txt"]
    assert now["A.note.txt"] != letters["A.note.txt"]
    assert "वि.सं. २०८३ मङ्सिर ५" in folder.joinpath("out/ne/A.note.txt").read_text("utf-8")


def test_the_conventions_command_shows_them(content: Path, folder: Path) -> None:
    assert content
    folder.joinpath("goodterms.toml").write_text("[formats.ne]\ncalendar = 'bikram'\n", "utf-8")
    (shown,) = json.loads(call("conventions", "ne", "--json").stdout)
    assert shown["conventions"]["calendar"] == "bikram"
    assert shown["set_in"]["date_long"] == "goodterms.toml"


def test_a_sender_s_convention_takes_precedence_over_the_language_s_for_a_region(folder: Path) -> None:
    (shown,) = json.loads(call("conventions", "ur-IN", "--json").stdout)
    assert shown["conventions"]["money_INR"] == "۱٬۲۵۰٫۵۰\u00a0روپے"
    folder.joinpath("goodterms.toml").write_text("[formats.ur.currency_symbols]\nINR = '₹'\n", "utf-8")
    (shown,) = json.loads(call("conventions", "ur-IN", "--json").stdout)
    assert shown["conventions"]["money_INR"] == "۱٬۲۵۰٫۵۰\u00a0₹"


def test_all_faults_of_goodterms_toml_are_reported_at_once_in_line_order(content: Path, folder: Path) -> None:
    assert content
    folder.joinpath("goodterms.toml").write_text(
        "[formats.ne]\ncalendar = 'bikrm'\ntime = 'QQ'\n[formats.ne.numbers.deva]\nrange = '{0}'\n", "utf-8"
    )
    result = rendered("ne")
    assert (result.exit_code, result.stdout) == (3, "")
    places = [line.partition(": ")[0] for line in result.stderr.removeprefix("Error: ").splitlines()[::2]]
    assert places == ["goodterms.toml:2", "goodterms.toml:3", "goodterms.toml:5"]
