"""The fields of patterns of dates, by themselves."""

from __future__ import annotations

from datetime import date, time

import babel
import pytest

from goodterms.cldr.date_fields import DateFields
from goodterms.cldr.dates import Dates
from goodterms.cldr.day_periods import DayPeriods
from goodterms.cldr.digits import Digits
from goodterms.model import LanguageSettings
from goodterms.project import open_project


@pytest.mark.parametrize(
    ("pattern", "written"),
    [("G", "AD"), ("GG", "AD"), ("GGG", "AD"), ("GGGG", "Anno Domini"), ("GGGGG", "A"), ("y G", "2026 AD")],
)
def test_an_era_is_as_long_as_its_letters_say(pattern: str, written: str) -> None:
    data = babel.Locale("en")
    fields = DateFields(data, Digits(data, {}, ""), [], DayPeriods(data, LanguageSettings()))
    day = date(2026, 11, 21)
    assert "".join(piece if isinstance(piece, str) else piece(day) for piece in fields.pieces(pattern)) == written


def test_letters_that_only_cldr_could_use_are_written_by_babel() -> None:
    locale, data = open_project().locale("en"), babel.Locale("en")
    settings = LanguageSettings(patterns={"time": "H:mm:ss.SSS"})
    dates = Dates(locale, data, {"dates": {"long": "QQQ y"}}, Digits(data, {}, ""), settings)
    assert dates.date(date(2026, 11, 21), "long") == "Q4 2026"
    assert dates.date(date(2026, 1, 2), "long") == "Q1 2026"
    assert dates.time(time(9, 5, 7, 250_000)) == "9:05:07.250"
