"""The fields of patterns of dates, by themselves."""

from __future__ import annotations

from datetime import date

import babel
import pytest

from goodterms.cldr.date_fields import DateFields
from goodterms.cldr.day_periods import DayPeriods
from goodterms.cldr.digits import Digits
from goodterms.model import LanguageSettings


@pytest.mark.parametrize(
    ("pattern", "written"),
    [("G", "AD"), ("GG", "AD"), ("GGG", "AD"), ("GGGG", "Anno Domini"), ("GGGGG", "A"), ("y G", "2026 AD")],
)
def test_an_era_is_as_long_as_its_letters_say(pattern: str, written: str) -> None:
    data = babel.Locale("en")
    fields = DateFields(data, Digits(data, {}, ""), [], DayPeriods(data, LanguageSettings()))
    day = date(2026, 11, 21)
    assert "".join(piece if isinstance(piece, str) else piece(day) for piece in fields.pieces(pattern)) == written
