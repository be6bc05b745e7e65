"""Many letters in one file for the printer: sheets, the cover, the words of links."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

import pytest

from goodterms.envelopes import Envelope
from goodterms.formats import pdf
from pictures import pictures
from test_pdf import Structure, letter, made, pytestmark  # noqa: F401

if TYPE_CHECKING:
    from goodterms.compose import Letter
    from goodterms.project import Project

LONG = {"reason": "circumstances", "circumstances": [f"2026-09-{day:02} Zelo dolgo." * 6 for day in range(1, 29)]}


@pytest.fixture(scope="module")
def letters(project: Project) -> list[tuple[Letter, Envelope]]:
    """Letters of one, two, one and three pages."""
    names = [("farewell", "sl", None), ("farewell-script", "te", None), ("farewell", "ne", None)]
    found = [letter(project, *one) for one in [*names, ("farewell", "sl", LONG)]]
    return [(one, Envelope(key=f"row {n}", recipient=f"Ana {n}")) for n, one in enumerate(found, 2)]


def starts(found: Structure) -> list[int]:
    """The pages, from 1, on which the letters begin, as the cover lists them."""
    lines = [line for line in found.pages()[0].split("\n") if line.strip()]
    return [int(match[1]) for line in lines if (match := re.search(r"\b(\d+)\s*$", line)) and "row" in line]


def is_blank(found: Structure) -> list[bool]:
    return [not text.strip() for text in found.pages()]


@pytest.mark.parametrize("at_once", [1, 3, 25])
def test_each_letter_begins_on_a_right_hand_page(
    at_once: int, letters: list[tuple[Letter, Envelope]], project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "_LETTERS_AT_ONCE", at_once)
    found = Structure(pdf.merge(project.content, letters))
    lengths = [len(Structure(pdf.write(project.content, *one)).reader.pages) for one in letters]
    assert lengths[0] == lengths[2] == 1
    assert lengths[1] == 2
    blank = is_blank(found)
    at = 2
    assert blank[1], "behind the cover"
    for length in lengths:
        assert at % 2 == 0
        assert not any(blank[at : at + length])
        assert blank[at + length : at + length + length % 2] == [True] * (length % 2)
        at += length + length % 2
    assert len(blank) == at
    assert starts(found) == [3, 5, 7, 9]
    sizes = {(round(page.mediabox.width), round(page.mediabox.height)) for page in found.reader.pages}
    assert sizes == {(595, 842)}


def test_pages_follow_each_other_where_sheets_have_one_side(
    letters: list[tuple[Letter, Envelope]], project: Project
) -> None:
    found = Structure(pdf.merge(project.content, letters, duplex=False))
    assert not any(is_blank(found))
    assert starts(found) == [2, 3, 5, 6]
    short = [letters[0], letters[2]]
    assert not any(is_blank(Structure(pdf.merge(project.content, short)))), "no letter has a second page"
    assert is_blank(Structure(pdf.merge(project.content, short, duplex=True))) == [False, True] * 3


def test_blank_pages_leave_the_structure_whole(letters: list[tuple[Letter, Envelope]], project: Project) -> None:
    found = Structure(pdf.merge(project.content, letters))
    spoken = [text for one in letters for text in Structure(pdf.write(project.content, *one)).spoken()]
    assert [text for text in found.spoken() if not text.startswith("Ana ")] == spoken
    numbers = found.catalog["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    parents = {int(key) for key in numbers[::2]}
    pages: Any = found.reader.pages
    assert {page["/StructParents"] for page in pages if "/StructParents" in page} <= parents


def test_the_rows_of_a_cover_share_a_baseline(project: Project) -> None:
    names = ["Ana", "ثمینہ اشفاق", "लक्ष्मी श्रेष्ठ", "స్త్రీ లక్ష్మీ", "Zoé", "Ärzte"]
    one = letter(project, "farewell", "sl")
    found = Structure(pdf.merge(project.content, [(one, Envelope(key=f"row{n}", recipient=name)) for n, name in enumerate(names)]))  # fmt: skip
    at: dict[str, float] = {}

    def visit(piece: str, page: list[float], own: list[float], *_: Any) -> None:
        if match := re.search(r"row\d|\bsl\b", piece):
            at.setdefault(match[0] if match[0] != "sl" else f"sl {len(at)}", round(page[3] * own[5] + page[5], 2))

    found.reader.pages[0].extract_text(visitor_text=visit)
    rows = sorted(at.values(), reverse=True)
    heights = sorted(set(rows), reverse=True)
    assert len(heights) == len(names), "the key and the locale of a row are on one line"
    gaps = {round(upper - lower, 1) for upper, lower in itertools.pairwise(heights)}
    assert len(gaps) == 1


WORDS = {
    "en": ("Phone +38615550123", "Email care@lipa.example"),
    "sl": ("Telefon +38615550123", "E-pošta care@modra-miza.example"),
    "te": ("ఫోన్ +914055500123", "ఇమెయిల్ care@godavari.example"),
    "ne": ("फोन +97715000123", "इमेल care@sayapatri.example"),
    "ur": ("فون +922135550123", "ای میل care@shadab.example"),
}


def descriptions(found: Structure) -> list[str]:
    annotations = [one.get_object() for page in found.reader.pages for one in page.get("/Annots", ())]
    return [re.sub("[\u200e\u200f]", "", str(one["/Contents"])) for one in annotations]


@pytest.mark.parametrize("locale", WORDS)
def test_links_are_described_in_the_letter_s_language(locale: str, project: Project) -> None:
    found = made(project, "check-in", locale)
    assert [text for text in descriptions(found) if not text.startswith("http")] == [*WORDS[locale]] * 2


def test_links_of_letters_together_are_each_in_its_own_language(project: Project) -> None:
    pairs = [(letter(project, "farewell", locale), Envelope()) for locale in ("ur", "sl", "en")]
    found = descriptions(Structure(pdf.merge(project.content, pairs)))
    own = [text for one, _ in pairs for text in descriptions(Structure(pdf.write(project.content, one, Envelope())))]
    assert found == own
    assert {*WORDS["ur"], *WORDS["sl"], *WORDS["en"]} <= set(found)


def test_a_picture_of_the_cover_has_ink_for_each_row(project: Project) -> None:
    pairs = [(letter(project, "farewell", "sl"), Envelope(key=str(n), recipient="ثمینہ")) for n in range(3)]
    page = next(pictures(pdf.merge(project.content, pairs)))
    assert page.ink(y=(15, 80))
