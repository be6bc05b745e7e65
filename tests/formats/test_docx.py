"""Documents for word processors, read back by programs that are not ours.

openxml-audit validates them against the schema, whose order Word insists on; python-docx opens them; LibreOffice, where
there is one, sets them on pages.
"""

from __future__ import annotations

import html
import io
import itertools
import re
import shutil
import subprocess
import unicodedata
import zipfile
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import docx
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator
from pypdf import PdfReader

from conftest import DAY
from goodterms.call import Call
from goodterms.cldr import languages
from goodterms.compose import compose, validate
from goodterms.content.layers import Content
from goodterms.envelopes import Envelope, Letterhead
from goodterms.errors import BrokenContent, InvalidRequest
from goodterms.formats import document, docx_runs, fonts
from goodterms.project import Project
from test_pdf import NOTO, Structure
from test_reading_order import (
    CONTROLS,
    LIKE_MARKUP,
    LOCALES,
    PLACES,
    TRICKY,
    accepted,
    given_for,
    lines_with,
    own_direction,
    parsed,
    text_values,
    visual,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from conftest import Company
    from goodterms.compose import Letter

OVERRIDES = re.compile("[\u202c\u202d]")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LETTERS = Content().letters()
OPTIONAL = "A required relationship type 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme'"
"""A document has at most one theme (ISO/IEC 29500-1, Theme Part); the validator wants one."""
DARK_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000002000000010802000000"
    "7b40e8dd0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)
# A JPEG of 8 by 2 pixels up to its frame header: all of it that says how large it is.
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffc00011080002000803012200021101031101ffd9")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10"><rect width="30" height="10" fill="#2f5d50"/></svg>'
ADDRESS = ("Ana Čuk", "Lipova 4 (A)", "+386 1 555", "1000 Ljubljana")


class Opened:
    """A document as python-docx and the ZIP archive have it."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.document = docx.Document(io.BytesIO(data))
        self.files = {info.filename: info for info in zipfile.ZipFile(io.BytesIO(data)).infolist()}

    def part(self, name: str) -> str:
        return zipfile.ZipFile(io.BytesIO(self.data)).read(name).decode()

    def paragraphs(self) -> list[Any]:
        return list(self.document.element.body.iter(f"{W}p"))

    def text(self) -> str:
        return "\n".join("".join(text for _, text in runs(paragraph)) for paragraph in self.paragraphs())

    def styles(self) -> list[str]:
        found = [paragraph.find(f"{W}pPr/{W}pStyle") for paragraph in self.paragraphs()]
        return ["" if style is None else style.get(f"{W}val") for style in found]


def runs(paragraph: Any) -> list[tuple[Any, str]]:
    """The properties of each run of a paragraph, and its text with its line breaks."""
    return [
        (
            run.find(f"{W}rPr"),
            "".join("\n" if part.tag == f"{W}br" else part.text or "" for part in run if part.tag != f"{W}rPr"),
        )
        for run in paragraph.iter(f"{W}r")
    ]


def has(properties: Any, name: str) -> bool:
    return properties is not None and properties.find(f"{W}{name}") is not None


def letter_for(
    project: Project, name: str, locale: str, given: Mapping[str, object] | None = None, missing: Any = "refuse"
) -> Letter:
    call = Call(name, locale, given or {}, DAY, sample=True, missing=missing)
    return compose(project, validate(project, call))


def made(
    project: Project,
    name: str,
    locale: str,
    given: Mapping[str, object] | None = None,
    envelope: Envelope = Envelope(),  # noqa: B008 — a constant
) -> Opened:
    return Opened(document(project.content, letter_for(project, name, locale, given), "docx", envelope).content)


def of_company(company: Company, locale: str, body: str, **given: object) -> Opened:
    company.note(body)
    return Opened(company.made(locale=locale, form="docx", **given))  # type: ignore[arg-type]


@lru_cache
def validator() -> OpenXmlValidator:
    return OpenXmlValidator()


def invalid(data: bytes, path: Path) -> list[str]:
    path.write_bytes(data)
    found = [error.description for error in validator().validate(path).errors]
    # The validator does not look for text where none may be.
    found += re.findall(r"<(?!w:t[ >])[^<>]*>([^<>]*[^<>\s][^<>]*)", Opened(data).part("word/document.xml"))
    return [error for error in found if not error.startswith(OPTIONAL)]


def words_of(text: str) -> str:
    """The text without its blanks, which differ between cells and between blocks."""
    return "".join(CONTROLS.sub("", text).split())


def letterhead(folder: Path, name: str = "logo.png") -> Letterhead:
    (folder / "logo.png").write_bytes(DARK_PNG)
    (folder / "logo.svg").write_text(SVG, "utf-8")
    return Letterhead(("Lipa d.o.o.", "Lipova ulica 4"), folder / name, "#2f5d50", "")


# The same blocks as every other format


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("locale", [*LOCALES, "ur-IN", "en-US"])
def test_a_document_has_the_words_of_the_page_and_is_valid(
    letter: str, locale: str, project: Project, tmp_path: Path
) -> None:
    opened = made(project, letter, locale)
    page = document(project.content, letter_for(project, letter, locale), "html").content.decode()
    assert words_of(opened.text()) == words_of("".join(parsed(page).text))
    (title,) = re.findall("<title>(.*?)</title>", page)
    assert CONTROLS.sub("", opened.document.core_properties.title) == CONTROLS.sub("", html.unescape(title))
    assert invalid(opened.data, tmp_path / "letter.docx") == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('<w:pStyle w:val="Heading1"/><w:bidi/>', '<w:bidi/><w:pStyle w:val="Heading1"/>'),
        ("<w:b/><w:bCs/>", "<w:bCs/><w:b/>"),
        ("</w:tblPr>", "<w:tblStyle w:val='LetterTable'/></w:tblPr>"),
    ],
)
def test_the_validator_sees_elements_in_another_order(right: str, wrong: str, project: Project, tmp_path: Path) -> None:
    """The negative control of the test above."""
    data = made(project, "conversation-guide", "ur").data
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(changed, "w") as copy:
        for info in archive.infolist():
            text = archive.read(info)
            if info.filename == "word/document.xml":
                assert right.encode() in text
                text = text.replace(right.encode(), wrong.encode())
            copy.writestr(info.filename, text)
    assert invalid(changed.getvalue(), tmp_path / "wrong.docx")


BLOCKS = """# Top

Plain **bold *both*** and [a site](https://a.example/?a=1&b=2) with [no site](javascript:x).

1. one
   - inner
2. two

   more of two

***

5. five

> quoted
> > twice
> > - in it

| a | **b** |
|---|---|
| c | d |

``` bar 30
share
```

``` lines 2
notes
```

- > item that begins with a quotation
"""


@pytest.mark.parametrize("locale", ["sl", "ur"])
def test_every_block_is_what_it_is_in_a_word_processor(locale: str, company: Company, tmp_path: Path) -> None:
    opened = of_company(company, locale, BLOCKS)
    assert invalid(opened.data, tmp_path / "note.docx") == []
    texts = [CONTROLS.sub("", "".join(text for _, text in runs(paragraph))) for paragraph in opened.paragraphs()]
    styles = dict(zip(texts, opened.styles(), strict=True))
    assert {name: styles[name] for name in ("Top", "one", "inner", "more of two", "quoted", "twice", "in it")} == {
        "Top": "Heading1",
        "one": "ListNumber",
        "inner": "ListBullet",
        "more of two": "ListContinue",
        "quoted": "Quote",
        "twice": "Quote",
        "in it": "ListBullet",
    }
    assert {name: styles[name] for name in ("a", "c", "share", "notes")} == {
        "a": "TableHeading",
        "c": "TableText",
        "share": "Label",
        "notes": "Label",
    }
    assert [opened.styles().count(style) for style in ("Rule", "WritingLine")] == [1, 2]
    # Items have the indent of their level; what continues them, and quotations, have one of their own.
    indents = [paragraph.find(f"{W}pPr/{W}ind") for paragraph in opened.paragraphs()]
    assert {
        text: int(indent.get(f"{W}left")) for text, indent in zip(texts, indents, strict=True) if indent is not None
    } == {"more of two": 360, "quoted": 360, "twice": 720, "item that begins with a quotation": 720}
    starts = re.findall(r'w:ilvl="0"><w:startOverride w:val="(\d+)"', opened.part("word/numbering.xml"))
    assert starts == ["1", "5"]
    header, bar = opened.document.element.body.iter(f"{W}tbl")
    assert len(list(header.iter(f"{W}tblHeader"))) == 1
    assert bar.find(f"{W}tblPr/{W}tblDescription").get(f"{W}val")
    assert has(header.find(f"{W}tblPr"), "bidiVisual") == (locale == "ur")
    targets = {link.target_ref for link in opened.document.part.rels.values() if link.is_external}
    assert targets == {"https://a.example/?a=1&b=2"}
    strong = [text for paragraph in opened.paragraphs() for properties, text in runs(paragraph) if has(properties, "b")]
    assert "".join(strong) == "bold bothb"


def test_what_leads_to_a_list_or_to_the_closing_stays_with_it(project: Project, company: Company) -> None:
    opened = of_company(company, "sl", "first\n\nsecond\n\n- item\n- item\n\nthird\n\n| a |\n|---|\n| b |")
    kept = [paragraph.text for paragraph in opened.document.paragraphs if paragraph.paragraph_format.keep_with_next]
    assert kept == ["second", "third"]
    opened = made(project, "farewell", "sl")
    last = opened.styles().index("Closing") - 1
    assert has(opened.paragraphs()[last].find(f"{W}pPr"), "keepNext")


def test_values_in_bold_words_and_in_links_look_like_them(company: Company, tmp_path: Path) -> None:
    opened = of_company(
        company, "ur", "**{{ name }}** and [{{ name }} here](https://a.example) {{ name }}", name="Ana 2"
    )
    assert invalid(opened.data, tmp_path / "note.docx") == []
    found = [
        (has(properties, "b"), properties.find(f"{W}rStyle").get(f"{W}val"))
        for paragraph in opened.paragraphs()
        for properties, text in runs(paragraph)
        if "Ana" in text
    ]
    assert found == [(True, "Latin"), (False, "LatinLink"), (False, "Latin")]


def test_words_of_the_source_language_are_marked_as_such(company: Company, tmp_path: Path) -> None:
    company.note("{% trans %}Not translated, with a **bold** word.{% endtrans %} {{ name }}")
    opened = Opened(company.made(locale="ur", form="docx"))
    assert invalid(opened.data, tmp_path / "note.docx") == []
    found = {
        text.strip("\u200e\u200f"): (properties.find(f"{W}lang").get(f"{W}val"), has(properties, "rtl"))
        for paragraph in opened.paragraphs()
        for properties, text in runs(paragraph)
        if "Not" in text or "word" in text or text == "bold"
    }
    assert found == {
        "Not translated, with a ": ("en", False),
        "bold": ("en", False),
        " word.": ("en", False),
    }


# Directions, scripts, languages


def strong_classes(text: str) -> set[str]:
    return {unicodedata.bidirectional(character) for character in CONTROLS.sub("", text)} & {"L", "R", "AL"}


def as_word_reads(paragraph: Any) -> str:
    """A paragraph as Word reads it: a run, or several of one direction, is set apart from others.

    All of a left-to-right run is from left to right.
    """
    lines = [""]
    for is_rtl, group in itertools.groupby(runs(paragraph), key=lambda run: has(run[0], "rtl")):
        first, *rest = "".join(text for _, text in group).split("\n")
        for number, text in enumerate([first, *rest]):
            lines += [""] * (number > 0)
            lines[-1] += f"\u2067{text}\u2069" if is_rtl else f"\u2066\u202d{text}\u202c\u2069"
    return "\n".join(lines)


def reads_one_way(value: str, name: str) -> bool:
    """Whether all letters of a value, and the digits with a direction, are of the one in which it is to be read."""
    other = {"R", "AL", "AN"} if own_direction(value, name) == "L" else {"L"}
    return not {unicodedata.bidirectional(character) for character in value} & other


def has_balanced_brackets(text: str) -> bool:
    before = ""
    while before != text:
        before, text = text, re.sub(r"\([^][(){}]*\)|\[[^][(){}]*\]|\{[^][(){}]*\}", "", text)
    return not re.search(r"[][(){}]", text)


def check_runs(opened: Opened, locale: str) -> None:
    """No run has letters of the direction that it does not have: what Word then does is not specified."""
    for paragraph in opened.paragraphs():
        properties = paragraph.find(f"{W}pPr")
        style = properties.find(f"{W}pStyle") if properties is not None else None
        if style is None or style.get(f"{W}val") != "Gap":
            assert has(properties, "bidi") == (locale == "ur")
        for of_run, text in runs(paragraph):
            wrong = {"L"} if has(of_run, "rtl") else {"R", "AL"}
            assert not strong_classes(text) & wrong, text


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("letter", LETTERS)
def test_every_run_has_one_direction_and_the_letters_language(letter: str, locale: str, project: Project) -> None:
    opened = made(project, letter, locale)
    check_runs(opened, locale)
    tag = docx_runs.word_tag(project.locale(locale))
    facts = languages.facts(locale)
    assert facts
    own = {"Latn": "val"}.get(facts.script, "bidi")
    tagged = [
        text
        for paragraph in opened.paragraphs()
        for properties, text in runs(paragraph)
        if has(properties, "lang") and properties.find(f"{W}lang").get(f"{W}{own}") == tag
    ]
    assert len("".join(tagged)) > 0.6 * len(opened.text())
    assert all(opened.document.core_properties.language == tag for _ in "1")
    assert f'w:lang w:val="{tag}"' in opened.part("word/styles.xml")


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
@given(name=st.sampled_from(sorted(PLACES)), locale=st.sampled_from(LOCALES), raw=text_values)
@example(name="invoice", locale="ur", raw="10-20")
@example(name="own_offer", locale="ur", raw="تم.")
@example(name="company", locale="en", raw="علی (2)")
@example(name="company", locale="ur", raw="ABC احمد 12")
def test_value_reads_in_order_and_is_text_and_nothing_else(name: str, locale: str, raw: str, project: Project) -> None:
    """The judge reads a paragraph as LibreOffice does: its characters and the direction of the paragraph.

    Marks of direction and runs nest no directions, and a bracket that is not closed may belong to one outside of the
    value.
    """
    value = accepted(raw, name, project)
    assume(not CONTROLS.search(value))
    opened = made(project, PLACES[name][0], locale, given_for(name, value))
    check_runs(opened, locale)
    base = "R" if locale == "ur" else "L"
    text = opened.text()
    lines = [CONTROLS.sub("", line) for line in text.split("\n")]
    assert lines_with(value, "\n".join(lines)), "the value is not there whole"
    expected = visual(value, own_direction(value, name))
    shown = [line for line in text.split("\n") if value in CONTROLS.sub("", line)]
    if reads_one_way(value, name) and has_balanced_brackets(value):
        assert all(expected in visual(line, base) for line in shown)
    if reads_one_way(value, name):
        by_runs = "\n".join(as_word_reads(paragraph) for paragraph in opened.paragraphs()).split("\n")
        shown = [line for line in by_runs if value in CONTROLS.sub("", OVERRIDES.sub("", line))]
        assert shown
        assert all(expected in OVERRIDES.sub("", visual(line, base)) for line in shown)


@pytest.mark.parametrize("value", [*LIKE_MARKUP, *TRICKY[:-3], "a\u00a0b", "]]>", "&#0;", "<w:br/>", "</w:t>"])
@pytest.mark.parametrize("locale", ["sl", "ur"])
def test_what_looks_like_markup_is_verbatim_and_valid(
    value: str, locale: str, project: Project, tmp_path: Path
) -> None:
    opened = made(project, "check-in", locale, {"offer": "own", "own_offer": value.strip()})
    assert value.strip() in CONTROLS.sub("", opened.text())
    assert invalid(opened.data, tmp_path / "letter.docx") == []


@pytest.mark.parametrize("character", ["\ufffe", "\uffff"])
def test_a_character_that_xml_cannot_hold_is_refused(character: str, project: Project) -> None:
    with pytest.raises(InvalidRequest) as caught:
        made(project, "check-in", "sl", {"offer": "own", "own_offer": f"a{character}b"})
    assert [fault.kind for fault in caught.value.faults] == ["not-in-xml"]
    envelope = Envelope(address=(f"a{character}",), sender=f"c{character}", letterhead=Letterhead((f"b{character}",)))
    with pytest.raises(InvalidRequest) as caught:
        made(project, "check-in", "sl", envelope=envelope)
    assert [fault.where for fault in caught.value.faults] == ["address", "letterhead.address", "sender"]


@pytest.mark.parametrize(
    ("text", "base", "home", "pieces"),
    [
        ("ABC احمد 12", "ltr", "rtl", [("plain", "ABC "), ("rtl", "احمد "), ("digits", "12")]),
        ("احمد ABC!", "rtl", "rtl", [("rtl", "احمد "), ("plain", "ABC"), ("rtl", "!")]),
        ("+386 (1) 5", "ltr", "rtl", [("plain", "+386 (1) 5")]),
        ("۱٬۲۵۰", "ltr", "rtl", [("complex", "۱٬۲۵۰")]),
        ("21 నవంబర్, 2026", "ltr", "complex", [("plain", "21 "), ("complex", "నవంబర్, "), ("plain", "2026")]),
        ("Čuk & సుజాత", "ltr", "plain", [("plain", "Čuk & "), ("complex", "సుజాత")]),
        ("می\u200cکند", "rtl", "rtl", [("rtl", "می\u200cکند")]),
        # A mark that is on nothing goes with what follows it.
        ("\u0301č", "ltr", "plain", [("plain", "\u0301č")]),
        ("\u0902\u0941क", "ltr", "complex", [("complex", "\u0902\u0941क")]),
        ("\u064e", "rtl", "rtl", [("rtl", "\u064e")]),
        ("", "ltr", "plain", [("plain", "")]),
    ],
)
def test_a_text_is_cut_where_its_direction_or_its_script_changes(
    text: str, base: Any, home: Any, pieces: list[tuple[str, str]]
) -> None:
    assert list(docx_runs.split(text, base, home)) == pieces


# The page, the letterhead, the file


@pytest.mark.parametrize("locale", ["sl", "ur", "en-US"])
@pytest.mark.parametrize("logo", ["logo.png", "logo.svg"])
def test_letterhead_and_address(locale: str, logo: str, project: Project, tmp_path: Path) -> None:
    head = letterhead(tmp_path, logo)
    envelope = Envelope(sender='Lipa & "Sin"', address=ADDRESS, letterhead=head)
    opened = made(project, "farewell", locale, envelope=envelope)
    assert invalid(opened.data, tmp_path / "letter.docx") == []
    first = next(opened.document.element.body.iter(f"{W}tbl"))
    lines = [CONTROLS.sub("", "".join(text for _, text in runs(paragraph))) for paragraph in first.iter(f"{W}p")]
    assert lines[-5:-1] == list(ADDRESS)
    assert "2f5d50" in opened.part("word/document.xml")
    assert "word/media/logo.png" in opened.files
    assert ("word/media/logo.svg" in opened.files) == (logo == "logo.svg")
    assert 'descr="Lipa &amp; &quot;Sin&quot;"' in opened.part("word/document.xml")
    assert opened.document.core_properties.author == 'Lipa & "Sin"'
    section = opened.document.sections[0]
    assert section.page_width
    assert section.page_height
    size = round(section.page_width.mm), round(section.page_height.mm)
    assert size == ((216, 279) if locale == "en-US" else (210, 297))
    # The rows above the address end where the window begins: 45 mm (A4) and 50 mm (US Letter) from the top.
    heights = [int(height.get(f"{W}val")) for height in first.iter(f"{W}trHeight")]
    assert section.top_margin
    above = section.top_margin.mm + sum(heights[:2]) * 25.4 / 1440
    assert abs(above - (50 if locale == "en-US" else 45)) < 0.2


def test_a_logo_must_be_what_its_ending_says(project: Project, tmp_path: Path) -> None:
    wrong = {
        "a.png": b"GIF89a",
        "b.svg": b"<html/>",
        "c.png": DARK_PNG[:16] + b"\0" * 8,
        "d.jpg": JPEG[:20],
        "e.jpeg": b"",
    }
    for name, data in wrong.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(BrokenContent) as caught:
            made(project, "farewell", "sl", envelope=Envelope(letterhead=Letterhead(logo=tmp_path / name)))
        assert [(fault.kind, fault.line) for fault in caught.value.faults] == [("logo-unreadable", 0)], name


def test_a_photo_as_logo_and_lines_at_the_foot_of_the_first_page(project: Project, tmp_path: Path) -> None:
    (tmp_path / "logo.jpg").write_bytes(JPEG)
    head = Letterhead(logo=tmp_path / "logo.jpg", footer=("IBAN SI56 0000", "VAT <1>"))
    for locale in ("sl", "ur"):
        opened = made(project, "farewell", locale, envelope=Envelope(letterhead=head))
        assert invalid(opened.data, tmp_path / "letter.docx") == []
        assert 'cx="2304000" cy="576000"' in opened.part("word/document.xml"), "four times as wide as high"
        foot = "".join(paragraph.text for paragraph in opened.document.sections[0].first_page_footer.paragraphs)
        assert CONTROLS.sub("", foot) == "IBAN SI56 0000\u2003VAT <1>"


def test_an_address_that_is_too_long_for_the_window_is_refused(project: Project) -> None:
    with pytest.raises(InvalidRequest) as caught:
        made(project, "farewell", "sl", envelope=Envelope(address=("a",) * 7))
    assert [fault.kind for fault in caught.value.faults] == ["address-too-long"]


def test_the_same_letter_gives_the_same_bytes_without_clock_or_machine(project: Project, tmp_path: Path) -> None:
    envelope = Envelope(address=ADDRESS, letterhead=letterhead(tmp_path, "logo.svg"))
    opened = made(project, "check-in", "ur", envelope=envelope)
    again = made(Project(Content()), "check-in", "ur", envelope=envelope)
    assert opened.data == again.data
    assert {info.date_time for info in opened.files.values()} == {(1980, 1, 1, 0, 0, 0)}
    properties = opened.document.core_properties
    assert properties.created
    assert properties.modified
    assert properties.created.date() == properties.modified.date() == DAY
    subject = opened.paragraphs()[opened.styles().index("Heading1")]
    assert properties.title == "".join(text for _, text in runs(subject))


def test_a_mail_attaches_it(project: Project) -> None:
    envelope = Envelope("k", "Ana", "ana@example.com", (), "Lipa", "care@lipa.example", attached=("docx",))
    mail = document(project.content, letter_for(project, "farewell", "sl"), "eml", envelope).content
    assert b"farewell.sl.docx" in mail
    assert b"application/vnd.openxmlformats-officedocument.wordprocessingml.document" in mail


# A company's own document


@pytest.fixture
def own(company: Company) -> Path:
    """A document with a header, a heading with another id, and a numbering of its own."""
    made_by_them = docx.Document()
    made_by_them.sections[0].header.paragraphs[0].text = "OUR HEADER"
    made_by_them.sections[0].left_margin = docx.shared.Cm(4)
    heading = made_by_them.styles["Heading 2"].element
    heading.set(f"{W}styleId", "berschrift2")
    for reference in made_by_them.styles.element.iter(f"{W}link", f"{W}basedOn", f"{W}next"):
        if reference.get(f"{W}val") == "Heading2":
            reference.set(f"{W}val", "berschrift2")
    made_by_them.add_paragraph("WORDS OF THE COMPANY", style="List Number")
    path = company.root / "templates" / "_layout" / "letter.docx"
    path.parent.mkdir(parents=True)
    made_by_them.save(str(path))
    return path


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize("locale", ["sl", "te", "ur"])
def test_pages_and_styles_come_from_the_companys_document(locale: str, company: Company, tmp_path: Path) -> None:
    project = Project(Content((company.root,)))
    opened = made(project, "conversation-guide", locale, envelope=Envelope(address=ADDRESS))
    assert invalid(opened.data, tmp_path / "letter.docx") == []
    check_runs(opened, locale)
    assert "WORDS" not in opened.text()
    assert opened.document.sections[0].header.paragraphs[0].text == "OUR HEADER"
    names = {style.name for style in opened.document.styles if style.style_id in set(opened.styles())}
    assert {"Heading 2", "List Bullet", "Writing Line"} <= names
    assert "berschrift2" in opened.styles()
    assert opened.document.core_properties.title
    page = document(project.content, letter_for(project, "conversation-guide", locale), "html").content.decode()
    assert words_of(opened.text())[-200:] == words_of("".join(parsed(page).text))[-200:]


def broken_documents(good: bytes) -> Iterator[tuple[str, bytes]]:
    yield "no archive", b"PK\x03\x04 no"
    changes = {
        "no styles": ("word/styles.xml", b"", b""),
        "strict": ("word/document.xml", b"schemas.openxmlformats.org/wordprocessingml/2006", b"purl.oclc.org/ooxml"),
        "not utf-8": ("word/document.xml", b"<w:body>", b"<w:body>\xff"),
        "no pages": ("word/document.xml", b"w:sectPr", b"w:other"),
        "a DTD": ("word/document.xml", b"<w:document", b"<!DOCTYPE a><w:document"),
    }
    for name, (part, old, new) in changes.items():
        target = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(good)) as archive, zipfile.ZipFile(target, "w") as copy:
            for info in archive.infolist():
                if info.filename != part or old:
                    data = archive.read(info)
                    copy.writestr(info.filename, data.replace(old, new) if info.filename == part else data)
        yield name, target.getvalue()


def test_a_document_that_letters_cannot_be_put_into_is_refused(own: Path, company: Company) -> None:
    good = own.read_bytes()
    for name, data in broken_documents(good):
        own.write_bytes(data)
        with pytest.raises(BrokenContent) as caught:
            made(Project(Content((company.root,))), "check-in", "sl")
        assert [fault.kind for fault in caught.value.faults] == ["layout-document"], name


# LibreOffice


needs_libreoffice = pytest.mark.skipif(
    shutil.which("lowriter") is None, reason="lowriter is missing: install LibreOffice Writer"
)


def in_libreoffice(folder: Path, documents: Mapping[str, bytes], form: str) -> None:
    """Convert documents with LibreOffice, all in one run."""
    for name, data in documents.items():
        (folder / f"{name}.docx").write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(folder)]
    subprocess.run([*command, *(f"{folder}/{name}.docx" for name in documents)], check=True, capture_output=True)


@needs_libreoffice
@pytest.mark.skipif(not fonts.families().keys() >= NOTO, reason="fonts are missing: run goodterms doctor")
def test_libreoffice_reads_what_our_pdf_says(project: Project, tmp_path: Path) -> None:
    documents = {locale: made(project, "check-in-thanks", locale).data for locale in LOCALES}
    in_libreoffice(tmp_path, documents, "txt:Text (encoded):UTF8")
    for locale in LOCALES:
        printed = document(project.content, letter_for(project, "check-in-thanks", locale), "pdf").content
        spoken = words_of("".join(Structure(printed).spoken()))
        assert words_of((tmp_path / f"{locale}.txt").read_text("utf-8-sig")).replace("•", "") == spoken


@needs_libreoffice
def test_libreoffice_shows_values_in_their_order(project: Project, tmp_path: Path) -> None:
    given = {"company_phone": "+386 (1) 555-01", "signature": "Lipa (d.o.o.)", "company": "C++"}
    documents = {locale: made(project, "farewell", locale, given).data for locale in LOCALES}
    bare = Opened(documents["ur"])
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as copy:
        for name in bare.files:
            data = zipfile.ZipFile(io.BytesIO(bare.data)).read(name)
            if name == "word/document.xml":
                data = CONTROLS.sub("", data.decode()).encode()
            copy.writestr(name, data)
    in_libreoffice(tmp_path, {**documents, "bare": target.getvalue()}, "pdf")
    pages = {name: PdfReader(tmp_path / f"{name}.pdf").pages for name in (*LOCALES, "bare")}
    shown = {name: "\n".join(page.extract_text() for page in several) for name, several in pages.items()}
    for locale in LOCALES:
        for value in given.values():
            assert words_of(value) in words_of(shown[locale]), (locale, value)
    # The negative control: without the marks of direction, the same program shows them in another order.
    assert not all(words_of(value) in words_of(shown["bare"]) for value in given.values())
    for locale in ("en", "sl"):
        assert words_of(shown[locale]).replace("•", "") == words_of(Opened(documents[locale]).text())
