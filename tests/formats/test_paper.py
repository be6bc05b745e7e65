"""A letter on paper, as a picture: the address in the window, even lines, full pages."""

from __future__ import annotations

import base64
import itertools
import re
from typing import TYPE_CHECKING, Any

import pytest

from conftest import DAY
from goodterms.call import Call
from goodterms.compose import compose, validate
from goodterms.envelopes import Envelope, Letterhead
from goodterms.formats import paper, pdf
from pictures import pictures
from test_pdf import LETTERS, Structure, letter, made, pytestmark  # noqa: F401

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Company
    from goodterms.project import Project
    from pictures import Picture

LINES = {
    "sl": ("Katarina Žlogar Đurić", "Trgovina Čaj d.o.o.", "Oddelek za nabavo", "Čufarjeva ulica 14", "4270 Jesenice", "Poštni predal 7", "SLOVENIJA"),
    "te": ("శ్రీమతి లక్ష్మీ ప్రసన్న", "విజయ ట్రేడర్స్", "కొనుగోలు విభాగం", "ఇంటి నం. 5-9-22, ఆదర్శ్ నగర్", "హైదరాబాద్ 500063", "స్త్రీ నివాస్", "తెలంగాణ"),
    "ne": ("श्रीमती लक्ष्मी श्रेष्ठ", "हिमाल ट्रेडर्स प्रा. लि.", "खरिद विभाग", "पुतलीसडक, वडा नं. २८", "काठमाडौँ ४४६००", "राष्ट्रिय भवन", "नेपाल"),
    "ur": ("محترمہ ثمینہ اشفاق", "ایکسیسبیلٹی ٹریڈرز", "شعبۂ خریداری", "مکان نمبر 14، گلی نمبر 7", "گلشنِ اقبال، کراچی 75300", "سندھ", "پاکستان"),
    "en": ("Ms. Jennifer Ågren-Quigley", "Quigley Hardware Inc.", "Purchasing", "1400 Jay Street, Suite 20", "Springfield, IL 62704", "Building Q", "USA"),
}  # fmt: skip
WINDOWS = {"a4": (25, 45, 105, 90, 97), "us-letter": (25, 52, 120, 80, 91)}
"""The left, the top, the right and the bottom of the window, and where the letter can begin, in millimetres."""
LEAST = {("a4", "ur"): 5, ("us-letter", "ur"): 2, ("a4", ""): 7, ("us-letter", ""): 5}
"""How many lines the window holds at least, by paper and language."""

US_LETTER = {"BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"}
"""The regions of which CLDR (supplemental data, paperSize) says so."""
LONG = {
    *itertools.product(["conversation-guide", "farewell-script"]),
    *itertools.product(["conversation-guide", "farewell-script", "check-in", "farewell"], ["ur"]),
}
"""The letters that take more than a page: for staff, and in Nastaliq those that lose a third of it to the window."""


def envelope(locale: str, lines: int, paper: str = "", logo: Path | None = None) -> Envelope:
    head = Letterhead(LINES[locale][:2], logo, "#2f5d50", paper)
    return Envelope(sender=head.address[0], letterhead=head, address=LINES[locale][:lines])


@pytest.mark.parametrize("region", [*sorted(US_LETTER), "AR", "BR", "GB", "IN", "JP", "NP", "PE", "PK", "SI"])
def test_the_paper_of_a_region(region: str, project: Project) -> None:
    size = "us-letter" if region in US_LETTER else "a4"
    assert paper.paper_size(project.locale(f"en-{region}"), Envelope()) == size


def left_empty(data: bytes) -> list[float]:
    """Which part of each page but the last is empty below its text."""
    parts = []
    for page in [*pictures(data)][:-1]:
        height = len(page.rows) / 5
        found = page.ink(y=(0, height - 18))
        parts.append((height - 20 - (found.bottom if found else 20)) / (height - 40))
    return parts


def first_page(project: Project, name: str, locale: str, one: Envelope) -> Picture:
    return next(pictures(pdf.write(project.content, letter(project, name, locale), one)))


@pytest.mark.parametrize("locale", LINES)
@pytest.mark.parametrize("paper", WINDOWS)
def test_the_ink_of_an_address_is_in_the_window(locale: str, paper: str, project: Project) -> None:
    left, top, right, bottom, body = WINDOWS[paper]
    one = letter(project, "farewell", locale)
    held = [n for n in range(1, 8) if not pdf.check(project.content, one, envelope(locale, n, paper))]
    assert held == [*range(1, len(held) + 1)]
    assert len(held) >= LEAST.get((paper, locale), LEAST[paper, ""])
    for lines in {1, held[-1] - 1, held[-1]}:
        found = first_page(project, "farewell", locale, envelope(locale, lines, paper)).ink((0, right + 14), (36, body))
        assert found
        assert left - 0.3 <= found.left <= found.right <= right + 0.3
        assert top <= found.top <= found.bottom <= bottom


@pytest.mark.parametrize(
    ("company", "paper", "is_beside"),
    [("شاداب آفس سروسز", "a4", True), ("شاداب " * 12, "a4", True), ("شاداب " * 33, "us-letter", False)],
)
def test_what_is_above_an_urdu_letter_is_beside_the_window(
    company: str, paper: str, is_beside: bool, project: Project
) -> None:
    call = Call("check-in", "ur", {"company": company}, DAY, sample=True)
    one = compose(project, validate(project, call))
    page = next(pictures(pdf.write(project.content, one, envelope("ur", 2, paper))))
    _, top, right, bottom, body = WINDOWS[paper]
    beside = page.ink((right + 1, 190), (top - 1, body))
    assert bool(beside) == is_beside
    if beside:
        assert beside.left >= right + 14.5
        assert beside.bottom <= bottom + 1


def test_an_urdu_invitation_with_a_window_and_a_letterhead_has_one_page(project: Project) -> None:
    call = Call("check-in", "ur-PK", {"offer": "none"}, DAY, sample=True)
    one = envelope("ur", 3)._replace(letterhead=Letterhead(LINES["en"][:3], None, "#2f5d50", "", ("IBAN", "VAT")))
    assert len(Structure(pdf.write(project.content, compose(project, validate(project, call)), one)).pages()) == 1


@pytest.mark.parametrize("locale", LINES)
def test_more_lines_than_the_window_holds_are_refused(locale: str, project: Project) -> None:
    one = envelope(locale, 7)._replace(address=LINES[locale] * 2)
    with pytest.raises(Exception, match="has 14 lines; the window of the envelope holds") as caught:
        made(project, locale=locale, envelope=one)
    (fault,) = caught.value.faults  # type: ignore[attr-defined]
    assert fault.kind == "address-too-long"
    assert fault.place == "address"
    assert LINES[locale][-1] in fault.hint
    assert pdf.check(project.content, letter(project, "farewell", locale), one) == [fault]


def test_a_wide_line_is_set_smaller_and_then_broken_at_spaces(project: Project) -> None:
    heights = []
    for words in (8, 9, 20):
        address = (" ".join(["Windows"] * words), "1000 Ljubljana")
        found = first_page(project, "farewell", "sl", Envelope(address=address)).ink(y=(36, 97))
        assert found
        assert found.right <= 105.2
        heights.append(found.bottom - found.top)
    assert heights[0] < heights[2]


@pytest.mark.parametrize(
    ("address", "kind", "named"),
    [
        (("W" * 60, "1000 Ljubljana"), "address-word-too-wide", "W" * 60),
        (("स्त्री" * 40,), "address-word-too-wide", "स्त्री" * 40),
        (tuple(f"{'Zelo dolga ulica ' * 6}{n}" for n in range(8)), "address-lines-too-wide", "Zelo dolga"),
    ],
)
def test_lines_that_are_too_wide_are_refused(address: tuple[str, ...], kind: str, named: str, project: Project) -> None:
    (fault,) = pdf.check(project.content, letter(project, "farewell", "sl"), Envelope(address=address))
    assert fault.kind == kind
    assert named in f"{fault.problem} {fault.hint}"


def test_all_faults_of_an_address_and_a_letterhead_are_found_at_once(project: Project) -> None:
    head = Letterhead(tuple(f"Line {n}" for n in range(12)))
    one = Envelope(address=("Ana", *["\u0378"] * 20), letterhead=head)
    faults = pdf.check(project.content, letter(project, "farewell", "sl"), one)
    assert [fault.kind for fault in faults] == ["address-too-long", "letterhead-too-tall", "missing-glyph"]
    assert faults[1].where == "letterhead.address (in goodterms.toml)"


def test_an_address_in_latin_letters_is_on_the_left_of_an_urdu_letter(project: Project) -> None:
    address = ("Ms. Samina Ashfaq", "House 14, Street 7", "Karachi 75300")
    found = first_page(project, "farewell", "ur", Envelope(address=address)).ink((0, 119), (40, 97))
    assert found
    assert found.left == pytest.approx(25, abs=0.6)
    assert found.right < 70
    # Together with lines in Urdu, on the right, as all lines of the block.
    mixed = first_page(project, "farewell", "ur", Envelope(address=("محترمہ ثمینہ", "House 14, Street 7")))
    lower = mixed.ink((0, 119), (53, 60))
    assert lower
    assert lower.right == pytest.approx(104.4, abs=0.3)
    data = pdf.write(project.content, letter(project, "farewell", "ur"), Envelope(address=address))
    text = Structure(data).pages()[0]
    assert "House 14, Street 7" in re.sub("[\u200e\u200f\u2066-\u2069]", "", text)


NUMBERED = "".join(f"{word} {number} " for number, word in enumerate(["ایکسیسبیلٹی", "اور", "دفتر", "گفتگو"] * 20, 100))


def baselines(data: bytes) -> list[float]:
    """The height of each number on the first page, in points from the top: where the lines of its text are."""
    at: list[float] = []
    reader = Structure(data).reader

    def visit(piece: str, page: list[float], own: list[float], *_: Any) -> None:
        if re.search(r"\b1\d\d\b", piece):
            at.append(float(page[3] * own[5] + page[5]))

    reader.pages[0].extract_text(visitor_text=visit)
    return sorted({round(y, 2) for y in at}, reverse=True)


def test_lines_in_nastaliq_are_evenly_spaced(company: Company) -> None:
    company.note(NUMBERED)
    found = baselines(company.made(form="pdf", locale="ur"))
    gaps = [upper - lower for upper, lower in itertools.pairwise(found)]
    assert len(gaps) >= 5
    assert max(gaps) - min(gaps) < 0.05
    assert 1.75 * 11 <= gaps[0] <= 2.2 * 11


@pytest.mark.parametrize("locale", LINES)
def test_the_lines_of_a_letterhead_are_evenly_spaced_in_any_scripts(locale: str, project: Project) -> None:
    address = ("Lipa 101", "ایکسیسبیلٹی 102", "राष्ट्रिय 103", "స్త్రీ 104", "Lipa 105")
    one = Envelope(letterhead=Letterhead(address))
    found = baselines(pdf.write(project.content, letter(project, "farewell", locale), one))[:5]
    gaps = [upper - lower for upper, lower in itertools.pairwise(found)]
    assert len(gaps) == 4
    assert max(gaps) - min(gaps) < 0.05


@pytest.mark.parametrize("locale", [*LINES, "en-US"])
def test_letters_with_a_letterhead_take_one_page_and_leave_no_gap(locale: str, project: Project) -> None:
    for name in LETTERS:
        for lines in (0, 4):
            language = locale.split("-")[0]
            data = pdf.write(project.content, letter(project, name, locale), envelope(language, lines))
            count = len(Structure(data).reader.pages)
            if (name, *(["ur"] if locale == "ur" and lines else [])) not in LONG:
                assert count == 1, (name, lines)
            elif count > 1:
                assert max(left_empty(data)) < 1 / 4, (name, lines)


TWO_PAGES = """
title = "Note"
before = ["subject"]
after = ["closing"]
[steps.body]
[fields.name]
type = "name"
sample = "Ana"
"""


@pytest.mark.parametrize("lines", [43, 44, 45, 46])
@pytest.mark.parametrize("kind", ["paragraph", "list", "quote"])
def test_the_last_lines_stay_with_the_closing_and_leave_no_gap(kind: str, lines: int, company: Company) -> None:
    """The text is as long as the first page, or some lines longer."""
    item = "- item word word word\n"
    bodies = {
        "paragraph": "A.\n\n" + "word " * 16 * lines,
        "list": item * lines,
        "quote": "A.\n\n> " + "word " * 15 * lines,
    }
    company.file("templates/note/letter.toml", TWO_PAGES)
    company.file(
        "templates/note/letter.md.j2",
        f"{{% block subject %}}S{{% endblock %}}\n{{% block body %}}\n{bodies[kind]}\n{{% endblock %}}\n"
        "{% block closing %}\nKind regards,\n\nMaja\\\nLipa\\\nPhone\n{% endblock %}\n",
    )
    data = company.made(form="pdf")
    pages = Structure(data).pages()
    assert pages[-1].count("word") >= (2 if kind == "list" else 17)
    assert "Kind regards" in pages[-1]
    assert max(left_empty(data), default=0) < 0.1


FOOTER = ("IBAN SI56 1910 0000 0123 438", "ID za DDV SI12345679", "Matična številka 1234567000", "این ٹی این 1234567-8")


@pytest.mark.parametrize("locale", LINES)
def test_a_footer_is_at_the_foot_of_the_first_page_only(locale: str, project: Project) -> None:
    head = Letterhead(LINES[locale][:2], None, "#2f5d50", footer=FOOTER)
    data = pdf.write(project.content, letter(project, "farewell-script", locale), Envelope(letterhead=head))
    texts = Structure(data).pages()
    assert [("IBAN SI56" in text) for text in texts] == [True] + [False] * (len(texts) - 1)
    page = next(pictures(data))
    height = len(page.rows) / 5
    strips = page.lines((20, 190), (20, height - 18.5))
    rule = next(number for number, (top, bottom) in enumerate(strips) if top > height - 45 and bottom - top < 0.5)
    assert strips[rule][0] - strips[rule - 1][1] > 2
    assert strips[-1][1] < height - 19


def test_a_short_letter_has_its_footer_at_the_foot_of_the_page(project: Project) -> None:
    head = Letterhead(footer=FOOTER[:2])
    found = first_page(project, "check-in-cancellation", "sl", Envelope(letterhead=head)).ink()
    assert found
    assert found.bottom > 270


PHOTOGRAPH = (
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6j"
    "q62rZ4C8ybqmx5moq6T/wAALCAAQABABAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUF"
    "BAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVW"
    "V1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi"
    "4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/AMWiiiv/2Q=="
)
"""A dark JPEG of 16 by 16 points."""


def test_a_logo_can_be_a_photograph(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "logo.jpg"
    path.write_bytes(base64.b64decode(PHOTOGRAPH))
    one = Envelope(sender="Lipa", letterhead=Letterhead(logo=path))
    assert "/Figure" in made(project, envelope=one).kinds()
    found = first_page(project, "farewell", "sl", one).ink(y=(8, 27))
    assert found
    assert found.right < 60
