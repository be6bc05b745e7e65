"""The link of a meeting as a QR code, read back from the picture of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import zxingcpp

from goodterms.envelopes import Envelope, Letterhead
from goodterms.formats import pdf
from goodterms.formats.qr import code_of
from pictures import pictures
from test_pdf import LOCALES, Structure, letter, made, pytestmark  # noqa: F401

if TYPE_CHECKING:
    from collections.abc import Mapping

    from goodterms.project import Project

SCAN = {
    "en-US": "Scan this code to open the link.",
    "sl": "Če želite odpreti povezavo, skenirajte to kodo.",
    "te": "లింక్ తెరవడానికి ఈ కోడ్‌ను స్కాన్ చేయండి.",
    "ne": "लिङ्क खोल्न यो कोड स्क्यान गर्नुहोस्।",
    "ur": "لنک کھولنے کے لیے یہ کوڈ اسکین کیجیے۔",
    "ur-IN": "لنک کھولنے کے لیے یہ کوڈ اسکین کیجیے۔",
}


def codes(
    project: Project,
    name: str,
    locale: str,
    given: Mapping[str, object] | None = None,
    head: Letterhead = Letterhead(),  # noqa: B008 — a value
) -> list[zxingcpp.Barcode]:
    data = pdf.write(project.content, letter(project, name, locale, given), Envelope(letterhead=head))
    return [
        code
        for page in pictures(data)
        for code in zxingcpp.read_barcodes(memoryview(b"".join(page.rows)).cast("B", (len(page.rows), page.width)))
    ]


def side_in_mm(code: zxingcpp.Barcode) -> float:
    corners = code.position
    return abs(corners.top_right.x - corners.top_left.x) / 5


@pytest.mark.parametrize("locale", LOCALES)
def test_the_code_holds_the_link_of_the_meeting(locale: str, project: Project) -> None:
    one = letter(project, "check-in", locale)
    (code,) = codes(project, "check-in", locale)
    assert code.text == str(one.request.values["link"])
    assert code.format == zxingcpp.BarcodeFormat.QRCode
    assert 19.5 <= side_in_mm(code) <= 46
    found = made(project, "check-in", locale)
    (figure,) = [element for element in found.elements if element["/S"] == "/Figure"]
    assert str(figure["/Alt"]) == SCAN[locale]
    assert SCAN[locale] not in "".join(found.spoken())


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/",
        "https://meet.example/" + "long-name/" * 15,
        "https://meet.example/soba/čaj?ime=Žan&ura=14:30#ура",
    ],
)
def test_links_of_any_length_can_be_read(url: str, project: Project) -> None:
    (code,) = codes(project, "check-in", "sl", {"link": url})
    assert code.text.startswith("https://")
    assert code.text.isascii()
    assert side_in_mm(code) >= 19.5


def test_a_code_is_large_enough_and_never_too_large() -> None:
    for length in (20, 80, 200, 400):
        code = code_of("https://a.example/" + "x" * length)
        assert code is None or 20 <= code.side <= 55
    assert code_of("https://a.example/" + "x" * 2000) is None
    assert code_of("https://a.example/" + "x" * 5000) is None


@pytest.mark.parametrize(
    ("name", "given", "head"),
    [
        ("check-in", {"mode": "in-person", "place": "Lipa"}, Letterhead()),
        ("check-in", {"mode": "phone", "call_number": "+386 1 555 07 89"}, Letterhead()),
        ("check-in", None, Letterhead(qr=False)),
        ("farewell", None, Letterhead()),
        ("check-in-cancellation", None, Letterhead()),
    ],
)
def test_no_code_without_a_link_or_where_it_is_switched_off(
    name: str, given: Mapping[str, object] | None, head: Letterhead, project: Project
) -> None:
    assert not codes(project, name, "sl", given, head)
    data = pdf.write(project.content, letter(project, name, "sl", given), Envelope(letterhead=head))
    assert "/Figure" not in Structure(data).kinds()
