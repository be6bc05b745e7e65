"""PDF, read back by another program's eyes: what a reader sees, what a screen reader hears, what an archive demands."""

from __future__ import annotations

import io
import itertools
import os
import re
import struct
import subprocess
import sys
import threading
import zlib
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from conftest import DAY
from goodterms.call import Call
from goodterms.compose import compose, validate
from goodterms.content.layers import Content
from goodterms.envelopes import Envelope, Letterhead
from goodterms.errors import BrokenContent, MissingGlyphs
from goodterms.formats import fonts, pdf
from goodterms.formats.line_breaks import ZWSP, break_endless_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from conftest import Company, Write
    from goodterms.compose import Letter
    from goodterms.project import Project

LOCALES = ["en-US", "sl", "te", "ne", "ur", "ur-IN"]
LETTERS = Content().letters()
WITH_BLOCKS = {"check-in-thanks", "conversation-guide", "farewell-script"}
"""Letters with tables, bars and lines, whose order is tested with those blocks."""
PLAIN = [letter for letter in LETTERS if letter not in WITH_BLOCKS]
NOTO = {"Noto Sans", "Noto Sans Telugu", "Noto Sans Devanagari", "Noto Nastaliq Urdu", "Noto Naskh Arabic"}
CONTROLS = re.compile("[\u200f\u2066-\u2069]")

pytestmark = pytest.mark.skipif(
    not fonts.families().keys() >= NOTO, reason="fonts are missing: run goodterms doctor to see how to get them"
)


class Structure:
    """A PDF's structure tree, as pypdf reads it."""

    def __init__(self, data: bytes) -> None:
        self.reader = PdfReader(io.BytesIO(data), strict=True)
        catalog: Any = self.reader.root_object
        self.catalog = catalog
        self.elements: list[Any] = list(self._walk(catalog["/StructTreeRoot"]["/K"]))

    def _walk(self, kids: Any) -> Iterator[Any]:
        kids = kids.get_object() if isinstance(kids, IndirectObject) else kids
        for kid in kids if isinstance(kids, ArrayObject) else [kids]:
            element: Any = kid.get_object()
            if isinstance(element, DictionaryObject) and "/S" in element:
                yield element
                yield from self._walk(element.get("/K", ArrayObject()))

    def kinds(self) -> list[str]:
        return [str(element["/S"]) for element in self.elements]

    def spoken(self) -> list[str]:
        return [str(element["/ActualText"]) for element in self.elements if "/ActualText" in element]

    def pages(self) -> list[str]:
        return [page.extract_text() for page in self.reader.pages]

    def size(self) -> tuple[int, int]:
        box = self.reader.pages[0].mediabox
        return round(box.width), round(box.height)


def letter(
    project: Project, name: str, locale: str, given: Mapping[str, object] | None = None, missing: Any = "refuse"
) -> Letter:
    return compose(project, validate(project, Call(name, locale, given or {}, DAY, sample=True, missing=missing)))


def made(
    project: Project,
    name: str = "farewell",
    locale: str = "sl",
    given: Mapping[str, object] | None = None,
    envelope: Envelope = Envelope(),  # noqa: B008 — a value
) -> Structure:
    return Structure(pdf.write(project.content, letter(project, name, locale, given), envelope))


def squeezed(text: str) -> str:
    """The text without what lines and direction add to it."""
    return re.sub(r"\s", "", CONTROLS.sub("", text).replace("•", ""))


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("locale", LOCALES)
def test_a_screen_reader_gets_every_word_in_order(name: str, locale: str, project: Project, write: Write) -> None:
    found = made(project, name, locale)
    assert squeezed("".join(found.spoken())) == squeezed(write(name, locale))
    assert found.kinds().count("/H1") == 1


@pytest.mark.parametrize("name", LETTERS)
@pytest.mark.parametrize("locale", LOCALES)
def test_the_file_says_what_it_is(name: str, locale: str, project: Project, write: Write) -> None:
    found = made(project, name, locale)
    catalog = found.catalog
    is_urdu = locale.startswith("ur")
    assert catalog["/Lang"] == (locale if "-" in locale else project.locale(locale).tag)
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert (catalog["/ViewerPreferences"].get("/Direction") == "/R2L") is is_urdu
    title = re.search("<title>(.*)</title>", write(name, locale, form="html"))
    assert title
    assert found.reader.metadata
    assert found.reader.metadata.title == title[1]
    xmp = catalog["/Metadata"].get_data().decode()
    assert re.search(r"pdfuaid:part\W+1\b", xmp)
    assert re.search(r"pdfaid:part\W+2\b", xmp)
    assert re.search(r"pdfaid:conformance\W+A\b", xmp)
    assert "2026-11-21" in xmp


def test_no_mark_is_left_in_the_file(project: Project) -> None:
    for locale in LOCALES:
        data = pdf.write(project.content, letter(project, "check-in", locale), Envelope())
        assert not re.search(rb"/Lang\(\w+-Q[M-Z]\)", data)


def test_links_stay_links(project: Project) -> None:
    found = made(project, "check-in", "ur")
    links = [element for element in found.elements if element["/S"] == "/Link" and "/ActualText" in element]
    assert [str(link["/ActualText"]) for link in links] == [
        "https://meet.shadab.example/samina-ashfaq",
        *["+92 21 3555 0123", "care@shadab.example"] * 2,
    ]
    annotations = [one.get_object() for page in found.reader.pages for one in page.get("/Annots", ())]
    assert {one["/A"]["/URI"] for one in annotations} == {
        "https://meet.shadab.example/samina-ashfaq",
        "tel:+922135550123",
        "mailto:care@shadab.example",
    }
    for element in found.elements:
        if element["/S"] == "/P" and any(one.get("/S") == "/Link" for one in found._walk(element.get("/K", []))):
            assert "/ActualText" not in element, "it would hide the link"


@pytest.mark.parametrize(
    ("locale", "paper", "size"),
    [
        ("en-US", "", (612, 792)),
        ("en", "", (595, 842)),
        ("en-GB", "", (595, 842)),
        ("ur", "", (595, 842)),
        ("en-US", "a4", (595, 842)),
        ("sl", "us-letter", (612, 792)),
    ],
)
def test_paper_is_the_region_s_or_the_sender_s(
    locale: str, paper: str, size: tuple[int, int], project: Project
) -> None:
    found = made(project, locale=locale, envelope=Envelope(letterhead=Letterhead(paper=paper)))
    assert found.size() == size


def test_pages_are_numbered_when_there_are_several(project: Project) -> None:
    facts = [f"2026-09-{day:02} {'Delo je zamujalo. ' * 10}" for day in range(1, 29)]
    given = {"reason": "circumstances", "circumstances": facts}
    long = made(project, given=given).pages()
    assert len(long) == 3
    assert [re.findall(r"(\d+)/(\d+)$", page.strip()) for page in long] == [[("1", "3")], [("2", "3")], [("3", "3")]]
    assert "1/1" not in made(project).pages()[0]
    assert "१/" in made(project, locale="ne", given=given).pages()[0]


def test_the_same_letter_is_the_same_bytes_in_another_process(project: Project) -> None:
    code = (
        "import sys; sys.path[:0] = ['tests', 'tests/formats']; from test_pdf import *; from goodterms.project import Project; p = Project(Content());"
        "sys.stdout.buffer.write(pdf.write(p.content, letter(p, 'farewell', 'ur'), Envelope()))"
    )
    other = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, cwd=str(Content().layers[-1])
    ).stdout
    assert pdf.write(project.content, letter(project, "farewell", "ur"), Envelope()) == other


def test_text_letters_do_not_wait_for_the_typesetter() -> None:
    code = "import goodterms.cli, goodterms.formats, sys; assert 'typst' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_character_without_a_glyph_is_reported_before_anything_is_written(project: Project) -> None:
    given = {"name": "Ana \u0378 Novak \u4e2d\u6587"}
    with pytest.raises(MissingGlyphs) as caught:
        made(project, given=given)
    faults = {fault.place: fault for fault in caught.value.faults}
    assert "\u4e2d (U+4E2D CJK UNIFIED IDEOGRAPH-4E2D)" in faults
    assert "\u0378 (U+0378)" in faults
    assert "Ana \u0378 Novak" in faults["\u0378 (U+0378)"].problem
    assert "goodterms doctor" in faults["\u0378 (U+0378)"].hint
    assert made(project, given={"name": "Ana"})  # the press still works


HOSTILE = [
    "#eval(\"1+1\")",
    "#import \"x.typ\": *",
    "\\ $x^2$ *b* _e_ @ref <label> `raw`",
    "a ] b [ c } d {",
    "\"quoted\" 'single' \\u0041 \\n",
    "// no comment /* at all */",
    "= Heading + - / 1. item",
    "(1 0 R) <<>> endobj stream (",
    "\u2066left\u2069",
    "--- a ... ~ -?",
]  # fmt: skip


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("locale", ["sl", "ur"])
def test_hostile_values_are_printed_as_they_are(value: str, locale: str, project: Project) -> None:
    envelope = Envelope(address=(value, value), recipient=value, letterhead=Letterhead((value,)))
    found = made(project, locale=locale, given={"name": value, "contact": value}, envelope=envelope)
    bare = CONTROLS.sub("", value)
    assert sum(bare in text for text in found.spoken()) == 2
    if locale == "sl":
        assert squeezed(bare) in squeezed("".join(found.pages()))


def test_endless_words_stay_on_the_page(project: Project) -> None:
    company = {"name": "W" * 200, "contact": "नमस्ते" * 30, "request": "ستمبر" * 40, "reason": "request"}
    found = made(project, given=company)
    spoken = "".join(found.spoken())
    assert "W" * 200 in spoken
    assert "नमस्ते" * 30 in spoken
    assert all(text in spoken for text in company.values() if text != "request")
    # Where the text lies: no line of it is longer than 165 mm of W would be.
    assert max(line.count("W") for page in found.pages() for line in page.split("\n")) <= 45


@pytest.mark.parametrize(
    ("locale", "clusters"),
    [
        ("ne", ["ल", "क्ष्मी"]),
        ("ne", ["र्\u200dया", "क"]),
        ("te", ["వి", "జ్ఞ", "ప్తి"]),
        ("te", ["ర్\u200c", "లు"]),
        ("sl", ["x\u0301"]),
        ("sl", ["W"]),
    ],
)
def test_an_endless_word_is_broken_between_clusters(locale: str, clusters: list[str], project: Project) -> None:
    boundaries = [*itertools.accumulate(map(len, clusters * 60))]
    word = "".join(clusters * 60)[: next(length for length in boundaries if length >= 60)]
    pieces = break_endless_words(word).split(ZWSP)
    assert "".join(pieces) == word
    assert len(pieces) > 1
    assert all(20 <= len(piece) < 20 + max(map(len, clusters)) for piece in pieces[:-1])
    assert {*itertools.accumulate(map(len, pieces))} <= {*boundaries}
    assert any(word in text for text in made(project, locale=locale, given={"name": word}).spoken())


def test_values_may_be_very_long(project: Project) -> None:
    facts = ["2026-09-01 " + "zelo dolgo besedilo " * 90]
    found = made(project, given={"reason": "circumstances", "circumstances": facts})
    assert ("zelo dolgo besedilo " * 90).strip() in "".join(found.spoken())


def picture(path: Path) -> Path:
    """A red PNG of 8 by 8 points."""
    rows = b"".join(b"\0" + b"\xc0\x10\x10" * 8 for _ in range(8))
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    parts = [struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in chunks]
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(parts))
    return path


def places(found: Structure, text: str) -> tuple[float, float]:
    """Where a text begins on the first page, in millimetres from its left and its top."""
    at: list[tuple[float, float]] = []

    def visit(piece: str, page: list[float], own: list[float], *_: Any) -> None:
        if text in piece:
            x, y = own[4], own[5]
            at.append((page[0] * x + page[2] * y + page[4], page[1] * x + page[3] * y + page[5]))

    found.reader.pages[0].extract_text(visitor_text=visit)
    height = found.size()[1]
    x, y = at[0]
    return x * 25.4 / 72, (height - y) * 25.4 / 72


@pytest.mark.parametrize("locale", ["sl", "en-US", "ur"])
def test_the_address_stands_in_the_window_of_the_envelope(locale: str, project: Project, tmp_path: Path) -> None:
    head = Letterhead(("Lipa d.o.o.", "Slovenska 1", "1000 Ljubljana"), picture(tmp_path / "logo.png"), "#2f5d50")
    envelope = Envelope(sender="Lipa d.o.o.", letterhead=head, address=("Windowed", "Lipova 4", "1000 Ljubljana"))
    found = made(project, locale=locale, envelope=envelope)
    page = found.pages()[0]
    assert "Windowed" in page
    assert "Slovenska 1" in page
    assert "/Figure" in found.kinds()
    x, y = places(found, "Windowed")
    assert 24 <= x <= 106
    assert 48 <= y <= 75
    x, y = places(found, "2026")
    assert (x >= 120 and y <= 75) if locale == "ur" else y >= 92


def test_a_logo_without_a_name_is_decoration(project: Project, tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>', "utf-8"
    )
    found = made(project, envelope=Envelope(letterhead=Letterhead(logo=tmp_path / "logo.svg")))
    assert "/Figure" not in found.kinds()


def test_words_in_the_source_language_say_so(company: Company) -> None:
    company.note("Hello {{ name }}, {% trans %}this not translated{% endtrans %}.")
    found = Structure(company.made(form="pdf", missing="fallback"))
    assert "Hello Katarina Zupan, this not translated." in found.spoken()
    company.note("{% trans %}This not translated{% endtrans %}")
    found = Structure(company.made(form="pdf", missing="fallback"))
    (element,) = [one for one in found.elements if one.get("/ActualText") == "This not translated"]
    assert str(element.get("/Lang", "")).startswith("en")


PROSE = """

## Below **strong**

One \\
two *three* [four](https://four.example) five

- a
- b

  c

3. d
4. e
   - f [g](https://g.example)

> h

***
"""


def test_every_block_is_written_and_heard(company: Company) -> None:
    company.note(PROSE)
    found = Structure(company.made(form="pdf"))
    spoken = "One two three four five a b c d e f g h"
    assert squeezed("".join(found.spoken())) == squeezed("S Below strong " + spoken)
    assert {"/H1", "/H2", "/P", "/L", "/LI", "/LBody", "/Link", "/BlockQuote"} <= set(found.kinds())
    assert "/Strong" not in found.kinds()[found.kinds().index("/P") :]


def test_a_stop_behind_a_value_that_ends_in_one_is_dropped(project: Project) -> None:
    assert any("Breza d.o.o." in text and "d.o.o.." not in text for text in made(project, given={"providers": ["Breza d.o.o."]}).spoken())  # fmt: skip


def test_a_layout_of_one_s_own_replaces_the_built_in_one(company: Company) -> None:
    company.file(
        "templates/_layout/letter.typ",
        '#import "blocks.typ": prose\n#let others = ("Noto Sans",)\n'
        '#let letter(data) = { set page(width: 100mm, height: 300mm)\n set text(font: others, lang: data.lang)\n'
        " [Our own paper]\n for section in data.sections { for block in section.blocks { prose(block) } } }\n",
    )  # fmt: skip
    found = Structure(company.made("farewell", form="pdf"))
    assert found.size() == (283, 850)
    assert "Our own paper" in found.pages()[0]
    assert len(found.spoken()) > 10


@pytest.mark.parametrize(
    ("source", "line", "problem"),
    [
        ("#let letter(data) = {\n  data.nothing\n}\n", 2, "nothing"),
        ("#let letter(data) = [\n", 1, "unclosed"),
        ("#let letter(data) = [only this]\n", 0, "each block once"),
        ('#let letter(data) = read("/etc/hostname")\n', 1, "not found"),
        ('#import "@preview/cetz:0.3.0": canvas\n', 1, "package"),
    ],
)
def test_a_fault_in_a_layout_is_reported_with_its_place(company: Company, source: str, line: int, problem: str) -> None:
    path = company.file("templates/_layout/letter.typ", source + '#let others = ("Noto Sans",)\n')
    with pytest.raises(BrokenContent, match=problem) as caught:
        company.made("farewell", form="pdf")
    (fault,) = caught.value.faults
    assert fault.line == line
    assert not line or fault.place == str(path)


def test_letters_are_printed_together_behind_a_cover(project: Project) -> None:
    envelopes = [Envelope(key=f"row {n}", recipient=name) for n, name in enumerate(["Ana", "ثمینہ", "", "Zoé"], 2)]
    pairs = list(zip((letter(project, name, locale) for name in ("farewell", "check-in") for locale in ("sl", "ur")), envelopes, strict=True))  # fmt: skip
    alone = [Structure(pdf.write(project.content, one, envelope)) for one, envelope in pairs]
    data = pdf.merge(project.content, pairs)
    assert data == pdf.merge(project.content, pairs)
    found = Structure(data)
    pages = found.pages()
    assert len(pages) == 1 + sum(len(one.reader.pages) for one in alone)
    for part in ("row 2", "Ana", "ur", "Key", "Recipient", "Locale", "Page"):
        assert part in pages[0]
    starts = [1 + sum(len(one.reader.pages) for one in alone[:number]) for number in range(len(alone))]
    assert all(re.search(rf"\b{start + 1}\b", pages[0]) for start in starts)
    assert found.spoken() == ["Ana", "ثمینہ", "Zoé", *(text for one in alone for text in one.spoken())]
    assert found.kinds()[0] == "/Document"
    assert found.kinds().count("/Document") == 1
    languages = {str(one["/Lang"]) for one in found.elements if "/Lang" in one}
    assert languages >= {"sl", "ur"}


def test_a_structure_of_joined_files_is_whole(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_LETTERS_AT_ONCE", 2)
    pairs = [
        (letter(project, "check-in", locale), Envelope(key=locale)) for locale in ["sl", "ur", "te", "ne", "en-US"]
    ]
    found = Structure(pdf.merge(project.content, pairs))
    assert len(found.reader.pages) == 6
    numbers = found.catalog["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    parents = {int(key): value.get_object() for key, value in zip(numbers[::2], numbers[1::2], strict=True)}
    assert sorted(parents) == list(range(found.catalog["/StructTreeRoot"]["/ParentTreeNextKey"]))
    pages: Any = found.reader.pages
    for page in pages:
        assert isinstance(parents[page["/StructParents"]], ArrayObject)
        for annotation in page.get("/Annots", ()):
            own: Any = annotation.get_object()
            assert parents[own["/StructParent"]]["/S"] == "/Link"
            assert own["/A"]["/URI"].startswith(("https:", "tel:", "mailto:"))
    for element in found.elements:
        inner: list[Any] = [kid.get_object() for kid in element.get("/K", ()) if isinstance(kid, IndirectObject)]
        assert all(kid["/P"] == element for kid in inner if "/S" in kid)


def test_threads_print_side_by_side(project: Project) -> None:
    expected = {n: pdf.write(project.content, letter(project, "farewell", "sl", {"name": f"Ana {n}"}), Envelope()) for n in range(4)}  # fmt: skip
    got: dict[int, bytes] = {}

    def run(number: int) -> None:
        for _ in range(5):
            one = letter(project, "farewell", "sl", {"name": f"Ana {number}"})
            got[number] = pdf.write(project.content, one, Envelope())

    threads = [threading.Thread(target=run, args=(number,)) for number in expected]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == expected


def test_a_terminal_is_not_sent_bytes() -> None:
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "goodterms", "render", "farewell", "--locale", "sl", "--sample", "--format", "pdf"]
    done = subprocess.run(command, check=False, stdout=theirs, stderr=subprocess.PIPE)
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 2
    assert done.stderr.decode().startswith(
        "Error: --output: is missing, and the format pdf cannot be shown in a terminal\n"
    )


def test_the_command_line_writes_the_letterhead(tmp_path: Path) -> None:
    (tmp_path / "goodterms.toml").write_text('[letterhead]\naddress = ["Lipa d.o.o.", "Lipova 4"]\n', "utf-8")
    command = [sys.executable, "-m", "goodterms", "render", "farewell", "--locale", "sl", "--sample", "-o", "a.pdf"]
    subprocess.run(command, check=True, cwd=tmp_path, capture_output=True)
    assert "Lipova 4" in Structure((tmp_path / "a.pdf").read_bytes()).pages()[0]
