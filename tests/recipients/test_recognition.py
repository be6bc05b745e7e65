"""What columns are taken for: by the words of all languages, by their values, and never by their spelling."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pytest

from goodterms.content import column_words
from goodterms.content.column_settings import ColumnUse
from goodterms.content.layers import BUILT_IN, Content
from goodterms.errors import BrokenContent
from goodterms.project import open_project
from goodterms.recipients import first_look, outcome, proposals
from goodterms.recipients.first_look import Place, look
from goodterms.recipients.recognition import Words, by_words, fold_weakly, fold_words

if TYPE_CHECKING:
    from pathlib import Path

    from goodterms.recipients.proposals import Proposal

PROJECT = open_project()
WORDS = first_look.words_of(PROJECT)
LETTERS = {letter.name: letter for letter in PROJECT.letters()}
LANGUAGES = PROJECT.catalogs.languages


def seen(folder: Path, letter: str, table: str, **settled: str) -> dict[str, Proposal]:
    """What the columns of a table of text are taken for, by their names."""
    path = folder / "table.csv"
    path.write_text(table, "utf-8")
    found = look(PROJECT, LETTERS[letter], Place(path), {name: ColumnUse(field) for name, field in settled.items()})
    return {column.name: column for column in found.columns}


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("Ime", ("name", "name.given")),
        ("IME:", ("name", "name.given")),
        ("Priimek", ("name.surname",)),
        ("E-pošta", ("email",)),
        ("e posta", ("email",)),
        ("E-mail", ("email",)),
        ("Datum srečanja", ("meeting_date",)),
        ("datum_srecanja", ("meeting_date",)),
        ("Datum srečanja (dan. mesec. leto)", ("meeting_date",)),
        ("Stranka od", ("since",)),
        ("Ura", ("meeting_time",)),
        ("Trajanje", ("duration",)),
        ("Naslov 2", ("address",)),
        ("Address line 3", ("address",)),
        ("Priimek / Surname", ("name.surname",)),
        ("Ura / Surname", ()),
        ("भेटघाटको मिति", ("meeting_date",)),
        ("थर", ("name.surname",)),
        ("ठेगाना १", ("address",)),
        ("ఇంటి పేరు", ("name.surname",)),
        ("సమావేశం తేదీ", ("meeting_date",)),
        ("ملاقات کی تاریخ", ("meeting_date",)),
        ("ملاقات كي تاريخ", ("meeting_date",)),
        ("تاریخِ ملاقات", ("meeting_date",)),
        ("ای‌میل", ("email",)),
        # The letter's own names.
        ("Meeting date", ("meeting_date",)),
        ("another time date", ("another_time.date",)),
        # No word, however near in spelling.
        ("end_date", ()),
        ("Meeting dates", ()),
        ("Podjetje", ()),
        ("Urad", ()),
        # A field of another letter.
        ("Zadnji dan", ()),
        ("", ()),
    ],
)
def test_words_of_all_languages_mean_fields_of_the_letter(name: str, fields: tuple[str, ...]) -> None:
    assert by_words(name, LETTERS["check-in"], WORDS) == fields


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("Ponudnik", ("providers",)),
        ("Provider 2 link", ("providers.2.link",)),
        ("Ponudnik 2 telefon", ("providers.2.phone",)),
        ("Povezava ponudnika 3", ("providers.3.link",)),
        ("Ponudnik telefon", ("providers.1.phone",)),
        ("Znesek vračila", ("refund",)),
        ("Valuta", ("currency",)),
        ("अन्तिम दिन", ("last_day",)),
        ("ఇన్వాయిస్ నంబర్", ("invoice",)),
        ("رقم کی واپسی", ("refund",)),
        # Only an amount: of what?
        ("رقم", ("refund", "month_refund")),
        ("Znesek", ("refund", "month_refund")),
        # Who offers services, not the services.
        ("Ponudnik storitev", ("providers",)),
        ("Ura", ()),
    ],
)
def test_columns_of_records_have_their_number(name: str, fields: tuple[str, ...]) -> None:
    assert by_words(name, LETTERS["farewell"], WORDS) == fields


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_words_for_every_field_of_every_letter(language: str) -> None:
    words = column_words.read(PROJECT.content, language, PROJECT._known_columns)
    needed = {"key", "locale", "email", "address", "letter", "name.title", "name.given", "name.surname", "currency"}
    own_words = PROJECT.advice("assess")  # in the assess.toml of each language
    for letter in (letter for letter in PROJECT.with_columns() if letter.name != own_words.name):
        for field in letter.fields.values():
            needed |= {f"{field.name}.{part}" for part in field.parts} or {field.name}
    assert needed <= set(words.columns)
    assert not [field for field in words.columns if field not in PROJECT._known_columns()]
    assert all(len(names) >= 1 for names in words.columns.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_for_choices_name_choices_that_letters_have(language: str) -> None:
    words = column_words.read(PROJECT.content, language, PROJECT._known_columns)
    options: dict[str, set[str]] = {"status": set(column_words.STATUSES)}
    for letter in PROJECT.with_columns():
        for field in letter.fields.values():
            if field.options:
                options.setdefault(field.name, set()).update(field.options)
    locales = words.values.get("locale", {})
    assert set(locales) <= set(PROJECT.catalogs.languages)
    assert set(words.values["letter"]) == set(LETTERS)
    others = {field: set(choices) for field, choices in words.values.items() if field not in ("locale", "letter")}
    assert others == options
    for name, choices in words.values.items():
        meant = [word for of_choice in choices.values() for word in set(map(fold_words, of_choice))]
        assert len(meant) == len(set(meant)), f"{name}: a word means two choices"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_listed_twice_for_a_field(language: str) -> None:
    words = column_words.read(PROJECT.content, language, PROJECT._known_columns)
    for field, names in {**words.columns, **words.others}.items():
        assert len(names) == len(set(names)), field
        assert all(fold_words(name) for name in names), field


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("E-pošta", "epošta"),
        ("Št. stranke", "št stranke"),
        ("१२", "12"),
        ("ي", "ی"),
        ("كمپنی", "کمپنی"),
        ("ＡＢＣ", "abc"),
        ("ई-मेल", "ईमेल"),
    ],
)
def test_names_are_compared_without_what_people_type_differently(one: str, another: str) -> None:
    assert fold_words(one) == fold_words(another)


@pytest.mark.parametrize(("one", "another"), [("कि", "की"), ("తేది", "తేదీ"), ("థర్", "థర"), ("ura", "uro")])
def test_vowel_signs_make_a_difference(one: str, another: str) -> None:
    assert fold_weakly(one) != fold_weakly(another)


def test_accents_of_latin_letters_count_only_where_they_decide() -> None:
    assert fold_words("Šifra") != fold_words("Sifra")
    assert fold_weakly("Šifra") == fold_weakly("Sifra")


SLOVENIAN = """\
Ime;Priimek;Naziv;E-pošta;Jezik;Stranka od;Datum srečanja;Ura;Trajanje;Opombe
Ana;Novak;ga.;ana@example.com;sl;1. 3. 2019;3. 12. 2026;9.30;45 min;
Boris;Kos;g.;boris@example.com;sl;15. 6. 2020;14. 12. 2026;14.30;1 h;redna stranka
Cene;Zupan;dr.;cene@example.com;sl;3. 4. 2021;4. 12. 2026;10.00;45 min;
"""


def test_a_list_in_slovenian_words_is_recognised_whole(tmp_path: Path) -> None:
    found = seen(tmp_path, "check-in", SLOVENIAN)
    assert {name: one.field for name, one in found.items()} == {
        "Ime": "name.given",
        "Priimek": "name.surname",
        "Naziv": "name.title",
        "E-pošta": "email",
        "Jezik": "locale",
        "Stranka od": "since",
        "Datum srečanja": "meeting_date",
        "Ura": "meeting_time",
        "Trajanje": "duration",
        "Opombe": "",
    }
    assert found["Datum srečanja"].dates == "dmy"
    assert outcome.mapped(found.values())["Datum srečanja"] == {"field": "meeting_date", "dates": "dmy"}
    assert found["E-pošta"].shown == ("ana@example.com", "boris@example.com", "cene@example.com")


@pytest.mark.parametrize(
    ("table", "fields"),
    [
        # Where there are surnames, a "Name" without them is a given name.
        ("Name,Surname\nAna,Novak\nBoris,Kos\n", {"Name": "name.given", "Surname": "name.surname"}),
        ("Name,Surname\nAna Novak,Novak\nBoris Kos,Kos\n", {"Name": "name", "Surname": "name.surname"}),
        # More than half of them have to contain the surname.
        ("Name,Surname\nAna Novak,Novak\nBoris,Kos\n", {"Name": "name.given", "Surname": "name.surname"}),
        ("Name,Surname\nAna Novak,Novak\nBoris,Kos\nC Lah,Lah\n", {"Name": "name", "Surname": "name.surname"}),
        ("Name\nAna Novak\nBoris Kos\n", {"Name": "name"}),
        ("Ime\nAna Novak\nBoris Kos\n", {"Ime": "name"}),
        ("नाम,थर\nरमेश,थापा\n", {"नाम": "name.given", "थर": "name.surname"}),
        ("పేరు,ఇంటి పేరు\nసుజాత,వేముల\n", {"పేరు": "name.given", "ఇంటి పేరు": "name.surname"}),
        # A first name is not a whole name.
        ("Ime\nAna\nBoris\n", {"Ime": ""}),
        # The whole name beside its parts.
        (
            "Ime in priimek,Ime,Priimek\nAna Novak,Ana,Novak\n",
            {"Ime in priimek": "", "Ime": "name.given", "Priimek": "name.surname"},
        ),
        (
            "Ime in priimek,Ime,Priimek\nAna Novak,Ana,Novak\n,Boris,Kos\nCene Lah,,\n",
            {"Ime in priimek": "", "Ime": "name.given", "Priimek": "name.surname"},
        ),
        (
            "Ime in priimek,Ime,Priimek\nAna Novak,,\n,Boris,Kos\nCene Lah,,\n",
            {"Ime in priimek": "name", "Ime": "name.given", "Priimek": "name.surname"},
        ),
    ],
)
def test_whole_names_and_given_names_are_told_apart(tmp_path: Path, table: str, fields: dict[str, str]) -> None:
    found = seen(tmp_path, "check-in", table)
    assert {name: one.field for name, one in found.items()} == fields


@pytest.mark.parametrize(
    ("table", "name", "field", "possible"),
    [
        # "Naziv" is a title or the name of a company: the values decide.
        ("Naziv\nga.\ndr.\n", "Naziv", "name.title", ()),
        ("Naziv\nLipa d.o.o.\nJavor s.p.\n", "Naziv", "", ()),
        ("Naziv\nga.\nLipa d.o.o.\ndr.\ng.\n", "Naziv", "", ("name.title",)),
        ("Title\nSales manager\nCEO\n", "Title", "", ()),
        ("Title\nMs.\nDr\n", "Title", "name.title", ()),
        # Words that the values contradict.
        ("Ura\nsoba 1\nzjutraj\n", "Ura", "", ("meeting_time",)),
        ("E-pošta\nLjubljana\nKranj\n", "E-pošta", "", ("email",)),
        ("Name\nana@example.com\nboris@example.com\n", "Name", "", ("name", "name.given")),
        ("Šifra\nA\nA\nA\nB\n", "Šifra", "", ("key",)),
        # A town or the place of a meeting.
        ("Kraj\nLjubljana\nKranj\n", "Kraj", "", ("place",)),
        ("Kraj srečanja\nLjubljana\nKranj\n", "Kraj srečanja", "place", ()),
        # A choice or a text.
        ("Ponudba\nenergetski pregled\nbrez\n", "Ponudba", "offer", ()),
        ("Ponudba\nbrezplačen pregled peči za Vas\nposebna ura\n", "Ponudba", "own_offer", ()),
        ("Status srečanja\nodpovedano\npotrjeno\n", "Status srečanja", "status", ()),
        ("Status\nzlata stranka\nnova stranka\n", "Status", "", ()),
        # No word, but values that speak.
        ("Wohin\nana@example.com\nboris@example.com\n", "Wohin", "email", ()),
        ("Sprache\nsl\nur-PK\n", "Sprache", "locale", ()),
        ("Wie\nvideoklic\npo telefonu\n", "Wie", "mode", ()),
        # Values that could be several fields, or that say nothing.
        ("Wann\n2026-12-03\n2026-12-04\n", "Wann", "", ("meeting_date", "since", "answer_by")),
        ("Quittung\nda\nne\n", "Quittung", "", ()),
        ("Ziel\nAna\nBoris\n", "Ziel", "", ()),
        # In a list of customers, the company is the customer's.
        ("Podjetje\nLipa\nJavor\n", "Podjetje", "", ()),
        ("Naše podjetje\nLipa\nLipa\n", "Naše podjetje", "company", ()),
    ],
)
def test_values_decide_and_contradict(
    tmp_path: Path, table: str, name: str, field: str, possible: tuple[str, ...]
) -> None:
    one = seen(tmp_path, "check-in", table.replace("\n", ",x\n"))[name]
    assert (one.field, one.possible) == (field, possible)


@pytest.mark.parametrize(
    ("letter", "name", "field"),
    [
        ("farewell", "Provider", "providers"),
        ("farewell", "PROVIDERS", "providers"),
        ("check-in-thanks", "action", "actions"),
        ("check-in-thanks", "Action 2", "actions.2.what"),
    ],
)
def test_one_of_several_values_has_a_name_of_its_own(letter: str, name: str, field: str) -> None:
    assert by_words(name, LETTERS[letter], Words((), {})) == (field,)


def test_values_that_may_be_several_choices_leave_it_to_the_user(tmp_path: Path) -> None:
    one = seen(tmp_path, "farewell", "Wie,x\nown,x\nown,x\n")["Wie"]
    assert (one.field, one.possible) == ("", ("goodwill", "apology"))


@pytest.mark.parametrize(
    ("letter", "name", "values", "field"),
    [
        # In the words of any language, as the letters read them.
        ("check-in", "Stranka od", ("३ मे २०१४", "४ मे २०१५"), "since"),
        ("check-in", "Datum srečanja", ("3. dec. 2026", "četrtek, 3. decembra 2026"), "meeting_date"),
        ("check-in", "Trajanje", ("1 ura in 30 minut", "۴۵ منٹ", "1 గంట 30 నిమిషాలు"), "duration"),
        ("check-in", "Ura", ("सुबह १०:३०", "9:30 AM", "14h30"), "meeting_time"),
        # A slip is no other kind of value.
        ("check-in", "Datum srečanja", ("3. 12. 26", "31. 2. 2026"), "meeting_date"),
        ("check-in", "Ura", ("25.00", "24.30"), "meeting_time"),
        # Amounts may look like times.
        ("farewell", "Znesek vračila", ("12.50", "9.30"), "refund"),
        ("farewell", "Znesek vračila", ("1.250,50 €", "CHF 1'250.–", "रु १,२५,०५०"), "refund"),
        # What only has the shape of a value is none.
        ("check-in", "Trajanje", ("5 kosov", "12 strank"), ""),
        ("farewell", "Znesek vračila", ("5 kosov", "Ulica 5"), ""),
        ("check-in", "Datum srečanja", ("14 Pregled 2026", "15 Pregled 2026"), ""),
        # Greetings before a title are not a part of it.
        ("check-in", "Salutation", ("Dear Ms.", "Dear Prof.", "Dear Mr"), "name.title"),
        ("check-in", "Nagovor", ("Spoštovana gospa", "Spoštovani g."), "name.title"),
        ("check-in", "لقب", ("محترمہ", "محترم", "محترمہ ڈاکٹر"), "name.title"),
        ("check-in", "Salutation", ("Dear Sir or Madam", "Dear friend"), ""),
    ],
)
def test_values_are_judged_as_letters_read_them(
    tmp_path: Path, letter: str, name: str, values: tuple[str, ...], field: str
) -> None:
    table = f"{name};XY\n" + "".join(f"{value};x\n" for value in values)
    assert seen(tmp_path, letter, table)[name].field == field


def test_two_columns_of_one_field_are_unsure_unless_words_decide(tmp_path: Path) -> None:
    two = seen(tmp_path, "check-in", "E-pošta,E-naslov\na@example.com,b@example.com\n")
    assert [(one.field, one.possible, one.doubt) for one in two.values()] == [("", ("email",), "twice")] * 2
    one = seen(tmp_path, "check-in", "E-pošta,XY\na@example.com,b@example.com\n")
    assert [column.field for column in one.values()] == ["email", ""]


def test_lines_of_an_address_without_its_postal_code_are_unsure(tmp_path: Path) -> None:
    whole = seen(tmp_path, "check-in", "Naslov,Pošta\nHribarjeva 5,1000 Ljubljana\n")
    assert [one.field for one in whole.values()] == ["address", "address"]
    parted = seen(tmp_path, "check-in", "Naslov,Poštna številka,Pošta\nHribarjeva 5,1000,Ljubljana\n")
    assert not [one.field for one in parted.values() if one.field]
    assert parted["Naslov"].doubt == "postal_code"


@pytest.mark.parametrize(
    ("header", "row", "lines"),
    [
        ("Ulica,Poštna številka,Kraj", "Hribarjeva 5,1000,Ljubljana",
         {"Ulica": "address", "Poštna številka": {"field": "address", "join": ["Kraj"]}}),
        ("Street,City,ZIP", "5 Park Street,Springfield,01101",
         {"Street": "address", "City": {"field": "address", "join": ["ZIP"]}}),
        # Above the street, the line would be misplaced; with two towns, nobody knows which.
        ("Poštna številka,Kraj,Ulica", "1000,Ljubljana,Hribarjeva 5", {}),
        ("Ulica,Poštna številka,Kraj,Občina", "Hribarjeva 5,1000,Ljubljana,Ljubljana", {}),
        ("Poštna številka,Kraj", "1000,Ljubljana", {}),
    ],
)  # fmt: skip
def test_a_postal_code_is_joined_with_its_town_in_the_order_of_the_table(
    tmp_path: Path, header: str, row: str, lines: dict[str, object]
) -> None:
    found = seen(tmp_path, "check-in", f"{header}\n{row}\n")
    assert outcome.mapped(found.values()) == lines


@pytest.mark.parametrize(
    ("name", "values", "line"),
    [
        ("Next meeting", ("12/3/2026 9:30 AM", "12/14/2026 1:30 PM"),
         {"field": "meeting_date", "dates": "mdy", "time": "meeting_time"}),
        ("Datum srečanja", ("2026-12-03 14:30", "2026-12-04 9:30"), {"field": "meeting_date", "time": "meeting_time"}),
        ("Datum srečanja", ("2026-12-03", "2026-12-04"), "meeting_date"),
        ("Wann", ("2026-12-03 14:30", "2026-12-04 9:30"), None),
    ],
)  # fmt: skip
def test_a_column_of_dates_with_times_is_both(tmp_path: Path, name: str, values: tuple[str, ...], line: object) -> None:
    found = seen(tmp_path, "check-in", f"{name};XY\n" + "".join(f"{value};x\n" for value in values))
    assert outcome.mapped(found.values()).get(name) == line
    is_both = " " in values[0]
    assert (found[name].time == "meeting_time") == is_both
    assert ("meeting_time" in outcome.missing(found.values(), LETTERS["check-in"], {})) == (not (is_both and line))


def test_a_column_of_times_goes_before_the_times_in_a_column_of_dates(tmp_path: Path) -> None:
    found = seen(tmp_path, "check-in", "Datum srečanja,Ura\n2026-12-03 14:30,14:30\n")
    assert [(one.field, one.time) for one in found.values()] == [("meeting_date", ""), ("meeting_time", "")]


def test_languages_in_everyday_words_are_kept_and_unknown_ones_shown(tmp_path: Path) -> None:
    found = seen(tmp_path, "check-in", "Jezik;XY\nslovensko;x\nangleški;x\nslovenščina;x\nSI;x\nmarsovsko;x\n;x\n")
    assert found["Jezik"].field == "locale"
    assert found["Jezik"].empty == 1
    assert outcome.choice_words(found.values(), LETTERS["check-in"]) == {
        "locale": {"slovensko": "sl", "angleški": "en"}
    }
    assert [word for word, tag in found["Jezik"].choices.items() if not tag] == ["marsovsko"]


def test_words_in_cells_mean_choices_also_beyond_the_first_rows(tmp_path: Path) -> None:
    rows = ["video,da", *["video,da"] * proposals.SAMPLE, "po telefonu,ne", "z golobom,mogoče"]
    found = seen(tmp_path, "check-in", "Način,XY\n" + "\n".join(rows) + "\n")
    assert found["Način"].choices == {"video": "video", "po telefonu": "phone", "z golobom": ""}
    assert outcome.choice_words(found.values(), LETTERS["check-in"]) == {"mode": {"po telefonu": "phone"}}


def test_several_choices_in_a_cell_and_answers(tmp_path: Path) -> None:
    found = seen(tmp_path, "farewell", 'Dobra volja,Ponudnik 1 predstavitev\n"plačilo, mesec",da\nračun,ne\n')
    assert found["Dobra volja"].choices == {"plačilo": "fee", "mesec": "month", "račun": "invoice"}
    words = outcome.choice_words(found.values(), LETTERS["farewell"])
    assert words["providers.introduce"] == {"da": "yes", "ne": "no"}


@pytest.mark.parametrize(
    ("values", "order", "is_open"),
    [
        (("3. 12. 2026", "14. 12. 2026"), "dmy", False),
        (("12/03/2026", "12/14/2026"), "mdy", False),
        (("3. 12. 2026", "4. 12. 2026"), "", True),
        (("2026-12-03", "2026-12-14"), "", False),
        (("3. 3. 2026", "4. 4. 2026"), "", False),
        (("13. 12. 2026", "12. 13. 2026"), "", True),
    ],
)
def test_the_order_of_dates_is_that_of_the_column(
    tmp_path: Path, values: tuple[str, ...], order: str, is_open: bool
) -> None:
    one = seen(tmp_path, "check-in", "Datum srečanja,XY\n" + "".join(f"{value},x\n" for value in values))
    assert (one["Datum srečanja"].dates, one["Datum srečanja"].is_open) == (order, is_open)


@pytest.mark.parametrize(
    ("values", "mark", "is_open"),
    [
        (("1.250", "12,50"), ",", False),
        (("1,250", "12.50"), ".", False),
        (("1.250.000", "1.250"), ",", False),
        (("1.250", "2.500"), "", True),
        (("12,50", "7,20"), "", False),
    ],
)
def test_the_decimal_separator_is_that_of_the_column(
    tmp_path: Path, values: tuple[str, ...], mark: str, is_open: bool
) -> None:
    table = "Znesek vračila;XY\n" + "".join(f"{value} EUR;x\n" for value in values)
    one = seen(tmp_path, "farewell", table)["Znesek vračila"]
    assert (one.field, one.decimal, one.is_open) == ("refund", mark, is_open)


def test_what_settings_say_of_a_column_goes_before_everything_else(tmp_path: Path) -> None:
    found = seen(tmp_path, "check-in", "Ime,Kdo\nAna,Ana Novak\n", ime="", Kdo="name")
    assert [(one.field, one.possible) for one in found.values()] == [("", ()), ("name", ())]
    assert outcome.mapped(found.values()) == {}


@pytest.mark.parametrize(
    ("sender", "table", "missing"),
    [
        ({}, SLOVENIAN, {"company", "signature", "mode", "offer"}),
        ({"company": "x", "signature": "x", "mode": "video", "offer": "none"}, SLOVENIAN, {"link"}),
        ({"company": "x", "signature": "x", "mode": "phone", "offer": "own"}, SLOVENIAN, {"call_number", "own_offer"}),
        ({"company": "x", "signature": "x", "offer": "none"}, "Ime\nAna\n",
         {"locale", "name", "mode", "meeting_date", "meeting_time", "duration"}),
    ],
)  # fmt: skip
def test_what_no_column_and_no_standing_value_gives_is_missing(
    tmp_path: Path, sender: dict[str, object], table: str, missing: set[str]
) -> None:
    found = seen(tmp_path, "check-in", table)
    assert set(outcome.missing(found.values(), LETTERS["check-in"], sender)) == missing


def test_the_tables_that_goodterms_writes_are_recognised_whole(tmp_path: Path) -> None:
    from goodterms.recipients.blank import blank_document

    for name, letter in LETTERS.items():
        samples = PROJECT.samples(letter, None, every=True)
        path = tmp_path / f"{name}.csv"
        path.write_bytes(blank_document(letter, samples, "sl", ".csv").content)
        found = look(PROJECT, letter, Place(path), {})
        assert not [one.name for one in found.columns if not one.field], name
        assert outcome.mapped(found.columns, found.known) == {}, name


def test_a_workbook_to_fill_in_offers_the_choices_of_a_cell(tmp_path: Path) -> None:
    from goodterms.recipients.blank import blank_document

    letter = LETTERS["check-in"]
    path = tmp_path / "a.xlsx"
    path.write_bytes(blank_document(letter, PROJECT.samples(letter, None, every=True), "sl", ".xlsx").content)
    with zipfile.ZipFile(path) as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
    offered = set(re.findall(r'<dataValidation type="list"[^>]*>\s*<formula1>"([^"]*)"', page.replace("&quot;", '"')))
    single = [field for field in letter.fields.values() if field.options and not field.many]
    assert {",".join(field.options) for field in single} <= offered
    assert not any(
        ",".join(field.options) in offered for field in letter.fields.values() if field.options and field.many
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[columns]\nmeeting_dat = ['Termin']\n", ":2: unknown key columns.meeting_dat"),
        ("[columns]\nkey = 'Šifra'\n", ":2: columns.key is 'Šifra'"),
        ("[others]\npet = ['Pes']\n", ":2: unknown key others.pet"),
        ("[answers]\nmaybe = ['morda']\n", ":2: unknown key answers.maybe"),
        ("[words]\n", ":1: unknown key words"),
        ("[values.form]\nfeminine = 5\n", ":2: values.form.feminine is 5"),
    ],
)
def test_a_layer_is_checked_line_by_line(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "locales/sl/columns.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    with pytest.raises(BrokenContent) as error:
        _ = open_project([tmp_path]).column_words
    assert problem in str(error.value)


def test_a_layer_replaces_the_words_of_a_field(tmp_path: Path) -> None:
    path = tmp_path / "locales/sl/columns.toml"
    path.parent.mkdir(parents=True)
    path.write_text('[columns]\nmeeting_date = ["Zmenek"]\n[values.mode]\nvideo = ["kamera"]\n', "utf-8")
    words = first_look.words_of(open_project([tmp_path]))
    letter = LETTERS["check-in"]
    assert by_words("Zmenek", letter, words) == ("meeting_date",)
    assert by_words("Datum srečanja", letter, words) == ()
    assert by_words("Ura", letter, words) == ("meeting_time",)
    assert words.choice_of(letter.fields["mode"], "Kamera") == "video"
    assert words.choice_of(letter.fields["mode"], "po telefonu") == "phone"


def test_the_words_are_content_of_the_languages() -> None:
    assert [name for name in Content().catalogs() if not (BUILT_IN / "locales" / name / "columns.toml").is_file()] == []
