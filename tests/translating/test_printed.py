"""What letters print of their messages: each sentence with samples that fit it."""

from __future__ import annotations

from datetime import date

import pytest

from goodterms import Workspace
from goodterms.cldr import locales
from goodterms.project import open_project
from goodterms.translating.printed import PrintedMessages

PROJECT = open_project()
NAMES = {
    "sl": ("Katarina Zupan", "Gregor Zupan"),
    "te": ("వేముల సుజాత", "వేముల రాజేష్"),
    "ne": ("सुनिता श्रेष्ठ", "सुनील श्रेष्ठ"),
    "ur": ("ثمینہ اشفاق", "سلمان اشفاق"),
}
"""The names in the samples of each language: of a woman, and of a man."""


@pytest.mark.parametrize("language", NAMES)
def test_a_salutation_is_printed_with_a_name_of_its_form(language: str) -> None:
    keys = [("feminine", "Dear {name},"), ("masculine", "Dear {name},")]
    letter = PROJECT.letter("check-in-thanks")
    printed = PrintedMessages(PROJECT, locales.of_catalog(language), [letter], keys)
    for key, name, other in zip(keys, NAMES[language], reversed(NAMES[language]), strict=True):
        text = printed.text(key, 0, [])
        assert name in text
        assert other not in text


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize(("form", "which"), [({}, 0), ({"form": "feminine"}, 0), ({"form": "masculine"}, 1)])
def test_a_sample_letter_greets_a_person_of_its_form(language: str, form: dict[str, str], which: int) -> None:
    day = date(2026, 11, 21)
    text = Workspace().render("check-in-thanks", language, form, sample=True, format="text", date=day).content.decode()
    names = [name for name in NAMES[language] if name in text]
    assert names == [NAMES[language][which]]


def test_a_name_that_was_given_is_kept() -> None:
    given = {"form": "masculine", "name": "Boris Kos"}
    text = (
        Workspace()
        .render("farewell", "sl", given, sample=True, format="text", date=date(2026, 11, 21))
        .content.decode()
    )
    assert "gospod Boris Kos," in text
