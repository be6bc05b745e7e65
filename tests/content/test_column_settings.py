"""The tables [columns] and [values] of a goodterms.toml: what they say, and every fault with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from goodterms.content.column_settings import ColumnUse, own_words
from goodterms.content.layers import Content
from goodterms.content.settings import Settings
from goodterms.errors import BrokenContent
from goodterms.project import Project

if TYPE_CHECKING:
    from pathlib import Path

    from goodterms.content.column_settings import ColumnSettings, Words

PROJECT = Project(Content())


def read(folder: Path, text: str) -> tuple[ColumnSettings, Words]:
    path = folder / "goodterms.toml"
    path.write_text(text, "utf-8")
    settings = Settings(path)
    return settings.columns(PROJECT.letters), settings.values(PROJECT.letters, PROJECT.locale)


@pytest.mark.parametrize(
    ("line", "use"),
    [
        ('"Ime" = "name.given"', ColumnUse("name.given")),
        ('"Datum srečanja" = { field = "meeting_date", dates = "dmy" }', ColumnUse("meeting_date", "dmy")),
        ('"Znesek" = { field = "refund", numbers = "comma" }', ColumnUse("refund", "", ",")),
        ('"Betrag" = { field = "refund", numbers = "point" }', ColumnUse("refund", "", ".")),
        (
            '"Termin" = { field = "meeting_date", time = "meeting_time" }',
            ColumnUse("meeting_date", time="meeting_time"),
        ),
        (
            '"Drugič" = { field = "another_time.date", time = "another_time.time" }',
            ColumnUse("another_time.date", time="another_time.time"),
        ),
        ('"Pošta" = { field = "address", join = ["Kraj"] }', ColumnUse("address", join=("Kraj",))),
        ('"Opombe" = false', ColumnUse("")),
        ("'E-pošta' = \"email\"", ColumnUse("email")),
        ('"Kraj" = "address"', ColumnUse("address")),
        ('"Kraj" = "address 2"', ColumnUse("address")),
        ('"Spletna stran" = "providers.2.link"', ColumnUse("providers.2.link")),
        ('"Drugi dan" = "another_time.date"', ColumnUse("another_time.date")),
        ('"Valuta" = "currency"', ColumnUse("currency")),
        ('"Podjetje" = "company"', ColumnUse("company")),
    ],
)
def test_a_column_is_what_the_settings_say(tmp_path: Path, line: str, use: ColumnUse) -> None:
    columns, _ = read(tmp_path, f"[columns]\n{line}\n")
    assert list(columns.values()) == [use]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[columns]\n"Ime" = "name.givn"\n', ":2: columns.Ime: no letter has a field 'name.givn'\ndid you mean 'name.given'?"),
        ('[columns]\n"A" = "key"\n"Ime" = "xyzq"\n', ":3: columns.Ime: no letter has a field 'xyzq'"),
        ('[columns]\n"Ime" = true\n', ":2: columns.Ime is true\nexpected the name of a field"),
        ('[columns]\n"Ime" = 5\n', "columns.Ime is 5"),
        ('[columns]\n"Dan" = { dates = "dmy" }\n', "columns.Dan does not say what the column is"),
        ('[columns]\n"Dan" = { field = "last_day", dates = "dym" }\n', "columns.Dan.dates is 'dym'"),
        ('[columns]\n"Dan" = { field = "last_day", number = "comma" }\n', "did you mean 'numbers'?"),
        ('[columns]\n"Dan" = { field = "refund", numbers = "1.250,50" }\n', "expected one of: comma, point"),
        ('[columns]\n"Dan" = { field = "met_on", time = "duration" }\n', "columns.Dan.time is 'duration'"),
        ('[columns]\n"Pošta" = { field = "address", join = "Kraj" }\n', "columns.Pošta.join is 'Kraj'"),
        ('[columns]\n"E-pošta" = "email"\n"e pošta" = "name"\n', ":3: columns.e pošta names the same column as 'E-pošta'"),
        ("columns = 5\n", "expected a table, [columns]"),
        ('[values.form]\n"gospa" = "femnine"\n', ":2: values.form.gospa is 'femnine'\ndid you mean 'feminine'?"),
        ('[values.name]\n"a" = "b"\n', "the field 'name' takes no choices"),
        ('[values.fom]\n"a" = "b"\n', "values.fom: no letter has a field 'fom'\ndid you mean 'form'?"),
        ('[values.locale]\n"slo" = "xx"\n', "values.locale.slo is 'xx', which letters do not know"),
        ('[values.currency]\n"evro" = "euro"\n', "values.currency.evro is 'euro'"),
        ('[values]\n"slo" = "sl"\n', "values.slo is 'sl'\nexpected a table, [values.slo]"),
        ("[values.form]\ngospa = 5\n", "values.form.gospa is 5"),
    ],
)  # fmt: skip
def test_faults_have_their_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(BrokenContent) as caught:
        read(tmp_path, text)
    assert told in "\n".join(caught.value.lines())


def test_without_a_table_no_letter_is_read(tmp_path: Path) -> None:
    def unwanted() -> list[object]:
        raise AssertionError

    settings = Settings(tmp_path / "goodterms.toml")
    assert settings.columns(unwanted) == {}  # type: ignore[arg-type]
    assert settings.values(unwanted, PROJECT.locale) == {}  # type: ignore[arg-type]


WORDS = """
[values.form]
"Gospa" = "feminine"
"g. ali ga." = "neutral"
[values.locale]
"slo" = "sl"
[values.currency]
"evro" = "EUR"
[values.thanks]
"izdelki" = "products"
"ljudje, ki pomagajo" = "people"
[values.providers.introduce]
"da" = "yes"
"""


@pytest.mark.parametrize(
    ("field", "cell", "meant"),
    [
        ("form", "gospa", "feminine"),
        ("form", " GOSPA ", "feminine"),
        ("form", "g. ali ga.", "neutral"),
        ("form", "feminine", "feminine"),
        ("form", "gospodična", "gospodična"),
        ("locale", "SLO", "sl"),
        ("currency", "evro", "EUR"),
        ("thanks", "izdelki", "products"),
        ("thanks", "izdelki, services", "products, services"),
        ("thanks", "izdelki; izdelki", "products;products"),
        ("thanks", "ljudje, ki pomagajo", "people"),
        ("providers.2.introduce", "da", "yes"),
        ("name", "gospa", "gospa"),
        ("form", "", ""),
    ],
)
def test_a_word_of_the_table_means_its_choice(tmp_path: Path, field: str, cell: str, meant: str) -> None:
    _, words = read(tmp_path, WORDS)
    assert own_words(field, cell, words) == meant
