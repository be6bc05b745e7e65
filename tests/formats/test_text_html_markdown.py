"""What each format promises: a whole accessible page, plain text of one line a paragraph, CommonMark that reads back."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from goodterms.content.layers import BUILT_IN, Content
from goodterms.text.blocks import Break, Emphasis, Heading, Link, List, Paragraph, Quote, Rule, Strong, Text
from goodterms.text.prose import parse

if TYPE_CHECKING:
    from conftest import Company, Write
    from goodterms.messages.translations import Missing
    from goodterms.project import Project

LOCALES = ["en", "en-IN", "sl", "te", "ne", "ur", "ur-IN"]
LETTERS = Content().letters()
VOID = {"meta", "br", "hr"}


class Outline(HTMLParser):
    """Checks that every element is closed, and collects what a page declares."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.title = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "title":
            self.title += data

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def outline(page: str) -> Outline:
    found = Outline()
    found.feed(page)
    assert found.open == []
    return found


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("locale", LOCALES)
def test_a_page_is_whole_and_accessible(letter: str, locale: str, write: Write) -> None:
    page = write(letter, locale, form="html")
    assert page.startswith("<!doctype html>\n")
    found = outline(page)
    (html,) = found.attributes("html")
    is_urdu = locale.startswith("ur")
    assert html == ({"lang": locale, "dir": "rtl", "class": "nastaliq"} if is_urdu else {"lang": locale, "dir": "ltr"})
    assert len(found.attributes("h1")) == len(found.attributes("main")) == len(found.attributes("title")) == 1
    assert found.title
    assert {"charset": "utf-8"} in found.attributes("meta")
    tags = {tag for tag, _ in found.elements}
    assert not tags & {"script", "img", "link", "iframe", "object", "i", "b", "font"}
    assert not any(
        name.startswith("on") or name in {"src", "style"} for _, attributes in found.elements for name in attributes
    )
    assert "default-src 'none'" in page


@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_is_fetched_and_nothing_is_hidden(locale: str, write: Write) -> None:
    page = write("check-in", locale, form="html")
    assert not re.search(r"url\(|@import|https?://(?!meet\.)", page.replace('href="https://meet.', ""))
    assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", page)


def test_the_style_sheet_is_logical_and_leaves_scripts_whole() -> None:
    css = re.sub(
        r"/\*.*?\*/", "", (BUILT_IN / "templates" / "_layout" / "letter.css").read_text("utf-8"), flags=re.DOTALL
    )
    for forbidden in (
        "left",
        "right",
        "letter-spacing",
        "italic",
        "justify",
        "text-transform",
        "break-all",
        "overflow: hidden",
        "direction:",
        "unicode-bidi",
    ):
        assert forbidden not in css


def test_every_language_says_its_fonts_and_line_height(project: Project, write: Write) -> None:
    heights = {}
    for catalog in project.content.catalogs():
        settings = project.language(catalog)
        heights[catalog] = settings.line_height
        html = write("farewell", catalog, form="html")
        assert f"--line-height: {settings.line_height};" in html
        assert f'--fonts: "{settings.fonts[0]}", ' in html
    assert heights["ur"] >= 2.6
    assert heights["te"] >= 1.6
    assert heights["ne"] >= 1.6


def test_values_that_lead_somewhere_are_links(write: Write) -> None:
    page = write("check-in", "ur", form="html")
    assert (
        '<bdi dir="ltr"><a href="https://meet.shadab.example/samina-ashfaq">https://meet.shadab.example/samina-ashfaq</a></bdi>'
        in page
    )
    assert '<bdi dir="ltr"><a href="tel:+922135550123">+92 21 3555 0123</a></bdi>' in page
    assert '<a href="mailto:care@modra-miza.example">care@modra-miza.example</a>' in write(
        "farewell", "sl", form="html"
    )


@pytest.mark.parametrize(
    ("phone", "address"),
    [
        ("+386 1 555 01 23 ext. 5", "tel:+38615550123;ext=5"),
        ("+44 (0)20 7946 0000", "tel:+442079460000"),
        ("۰۲۱-۱۲۳", "tel:021123"),
    ],
)
def test_a_phone_number_leads_to_what_one_dials(phone: str, address: str, write: Write) -> None:
    assert f'<a href="{address}">' in write("farewell", "en", {"company_phone": phone}, form="html")


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("locale", LOCALES)
def test_text_has_one_line_a_paragraph_and_no_blank_ends(letter: str, locale: str, write: Write) -> None:
    text = write(letter, locale)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert "\n\n\n" not in text
    assert all(line == line.strip() for line in text.split("\n"))


@pytest.mark.parametrize(
    ("company", "shown"),
    [("Breza d.o.o.", "podjetje Breza d.o.o.\n"), ("Breza!", "podjetje Breza!\n"), ("Breza", "podjetje Breza.\n")],
)
def test_a_value_that_ends_in_a_stop_is_not_given_another(company: str, shown: str, write: Write) -> None:
    assert shown in write("farewell", "sl", {"providers": [company]})


@pytest.mark.parametrize(
    ("locale", "name", "shown"),
    [
        ("ur", "علی۔", "\u200f\u2067علی۔\u2069\u200f\n"),
        ("ur", "علی", "\u200f\u2067علی\u2069۔\u200f\n"),
        (
            "ur",
            "Lipa d.o.o.",
            "\u200f\u2066Lipa d.o.o.\u2069۔\u200f\n",
        ),  # its own stop is at the wrong end of the sentence
        ("ne", "Lipa d.o.o.", "Lipa d.o.o.\n"),
        ("ne", "राम", "राम।\n"),
        ("sl", "Lipa d.o.o.", "Lipa d.o.o.\n"),
        ("sl", "राम।", "राम।\n"),
        ("sl", "علی۔", "\u2067علی۔\u2069.\n"),
    ],
)
@pytest.mark.parametrize("missing", ["refuse", "fallback"])
def test_the_full_stop_is_the_language_s(
    locale: str, name: str, shown: str, missing: Missing, company: Company
) -> None:
    stop = {"ur": "۔", "ne": "।"}.get(locale, ".")
    company.note("{{ name }}" + stop)
    assert company.write(locale=locale, name=name, missing=missing).partition("\n\n")[2] == shown


def test_a_sentence_in_the_source_language_ends_in_its_own_full_stop(company: Company) -> None:
    company.note("{% trans %}Hello {{ name }}.{% endtrans %}")
    company.file("locales/en/language.toml", '[writing]\nfull_stop = "։"\n')
    assert company.write(locale="ur", name="Lipa d.o.o.").endswith("Hello \u2066Lipa d.o.o.\u2069\u2069\u200f\n")
    company.note("{% trans %}Hello {{ name }}։{% endtrans %}")
    assert company.write(locale="ur", name="Lipa d.o.o.").endswith("Hello \u2066Lipa d.o.o.\u2069\u2069\u200f\n")
    assert company.write(locale="ur", name="Lipa").endswith("Hello \u2066Lipa\u2069։\u2069\u200f\n")


def test_the_same_letter_is_the_same_bytes(company: Company) -> None:
    """Each is written by a project of its own, so nothing that was kept can make them alike."""
    for form in ("text", "html", "md"):
        assert company.write("farewell", "ur", form=form) == company.write("farewell", "ur", form=form)


PROSE = """# Title **x**

One \\
two *three* [four](https://four.example) <b>five</b> `six`

- a
- b

  c

3. d
4. e
   - f

> g

***
"""


def test_prose_becomes_blocks() -> None:
    heading, paragraph, bullets, numbers, quote, rule = parse(PROSE)
    assert heading == Heading(1, (Text("Title "), Strong((Text("x"),))))
    assert paragraph == Paragraph(
        (
            Text("One "),
            Break(),
            Text("two "),
            Emphasis((Text("three"),)),
            Text(" "),
            Link("https://four.example", (Text("four"),)),
            Text(" <b>five</b> six"),
        )
    )
    assert bullets == List(None, ((Paragraph((Text("a"),)),), (Paragraph((Text("b"),)), Paragraph((Text("c"),)))))
    assert numbers == List(
        3,
        (
            (Paragraph((Text("d"),), tight=True),),
            (Paragraph((Text("e"),), tight=True), List(None, ((Paragraph((Text("f"),), tight=True),),))),
        ),
    )
    assert quote == Quote((Paragraph((Text("g"),)),))
    assert rule == Rule()


def test_every_block_is_written_in_every_format(company: Company) -> None:
    company.note("\n" + PROSE.replace("# Title", "## Title"))
    assert company.write() == (
        "S\n\nTitle x\n\nOne\ntwo three four (https://four.example) <b>five</b> six\n\n• a\n\n• b\n\n  c\n\n3. d\n4. e\n  • f\n\n  g\n\n———\n"
    )
    page = outline(company.write(form="html"))
    assert {"h2", "strong", "em", "ul", "ol", "li", "blockquote", "hr", "br"} <= {tag for tag, _ in page.elements}
    assert page.attributes("ol") == [{"start": "3"}]
    again = parse(company.write(form="md"))
    assert (
        again[1:]
        == parse(
            "# S\n\n"
            + PROSE.replace("# Title", "## Title").replace("`six`", "six").replace("<b>five</b>", r"\<b>five\</b>")
        )[1:]
    )


def test_a_layout_of_one_s_own_replaces_the_built_in_one(company: Company) -> None:
    company.file(
        "templates/_layout/letter.html.j2",
        '<html lang="{{ lang }}" dir="{{ dir }}"><title>{{ title }}</title>{% for n, h in sections %}{{ h }}{% endfor %}</html>',
    )
    assert "&lt;b&gt;" in company.write("farewell", form="html", name="<b>")


def test_content_of_the_package_is_found() -> None:
    assert Content().letters() == [
        "best-offer", "check-in", "check-in-cancellation", "check-in-reminder", "check-in-thanks", "contact-times",
        "conversation-guide", "farewell", "farewell-script", "quiet-customer",
    ]  # fmt: skip
