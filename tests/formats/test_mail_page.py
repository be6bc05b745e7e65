"""The page of a mail: in the dialect of mail programs, and every value on it in reading order."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from conftest import DAY
from goodterms.call import Call
from goodterms.compose import compose, validate
from goodterms.content.layers import Content
from goodterms.formats import mail_page
from goodterms.project import Project
from test_reading_order import CONTROLS, LIKE_MARKUP, PLACES, accepted, given_for, own_direction, text_values, visual

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conftest import Company

LOCALES = ["en", "sl", "te", "ne", "ur"]
LETTERS = Content().letters()
WITH_BLOCKS = {"check-in-thanks", "conversation-guide", "farewell-script"}
"""Letters with tables, bars and lines, whose order is tested with those blocks."""
PLAIN = [letter for letter in LETTERS if letter not in WITH_BLOCKS]
VOID = {"meta", "br", "hr"}
# What a span with dir is to a program: an isolate (HTML), or an embedding (HTML 4, Word).
ISOLATES = {"ltr": "\u2066", "rtl": "\u2067", "end": "\u2069"}
EMBEDDINGS = {"ltr": "\u202a", "rtl": "\u202b", "end": "\u202c"}


def page_of(project: Project, letter: str, locale: str, given: Mapping[str, object] | None = None) -> str:
    call = Call(letter, locale, given or {}, DAY, sample=True)
    return mail_page.write(project.content, compose(project, validate(project, call)))


class Page(HTMLParser):
    """The text of a page, with the characters that its spans stand for in ``controls``; its elements."""

    def __init__(self, controls: Mapping[str, str]) -> None:
        super().__init__(convert_charrefs=True)
        self.controls = controls
        self.text: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.elements.append((tag, attributes))
        opener = self.controls[attributes["dir"] or ""] if tag == "span" and "dir" in attributes else ""
        self.text.append("\n" if tag in ("br", "p", "li", "div", "h1") else opener)
        if tag not in VOID:
            self.open.append((tag, self.controls["end"] if opener else ""))

    def handle_endtag(self, tag: str) -> None:
        opened, closer = self.open.pop()
        assert opened == tag
        self.text.append(closer)

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1][0] != "title":
            self.text.append(data)


def parsed(page: str, controls: Mapping[str, str] = ISOLATES) -> Page:
    found = Page(controls)
    found.feed(page)
    assert found.open == []
    return found


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("locale", LOCALES)
def test_a_mail_page_speaks_the_dialect(letter: str, locale: str, project: Project) -> None:
    page = page_of(project, letter, locale)
    direction = "rtl" if locale == "ur" else "ltr"
    start = "right" if locale == "ur" else "left"
    found = parsed(page)
    for tag, attributes in found.elements:
        if tag in ("html", "body", "table", "td"):
            assert attributes["dir"] == direction, tag
        if tag in ("p", "h1", "li", "ul", "a", "td", "table"):
            assert "style" in attributes, tag
        assert tag not in {"bdi", "script", "img", "link", "style"}
        assert "src" not in attributes
        assert not any(name.startswith("on") for name in attributes)
    assert {attributes.get("dir") for tag, attributes in found.elements if tag == "span"} <= {"ltr", "rtl", None}
    # The last cell of the page itself; a table in a letter has cells of its own.
    cells = [attributes for tag, attributes in found.elements if tag == "td" and "lang" in attributes]
    assert cells[-1]["align"] == start
    assert cells[-1]["lang"] == locale
    style = cells[-1]["style"] or ""
    assert f"text-align: {start}" in style
    assert "mso-line-height-rule: exactly" in style
    assert re.search(r"line-height: [\d.]+;", style)
    assert not re.search(r"var\(|inline-start|inline-end|inline:|text-align: (start|end)|url\(|@import|<link", page)
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", page)
    assert len(page.encode()) < 100_000, "a page beyond 102 KB is cut off by some programs"


def test_lists_are_indented_at_the_side_where_reading_begins(project: Project) -> None:
    assert "padding: 0 26px 0 0" in page_of(project, "check-in", "ur")
    assert "padding: 0 0 0 26px" in page_of(project, "check-in", "sl")


def test_letters_of_one_direction_hold_no_spans(project: Project) -> None:
    for locale in ("en", "sl", "te", "ne"):
        for letter in LETTERS:
            page = page_of(project, letter, locale)
            assert "<span" not in page
            assert not re.search("&[lr]lm;", page)


def test_latin_digits_in_a_nastaliq_date_have_a_latin_font(project: Project) -> None:
    page = page_of(project, "farewell", "ur")
    assert re.search(r'<span dir="rtl"><span class="digits" style="font-family: [^"]*">31</span> دسمبر <span', page)


def test_values_that_lead_somewhere_are_links(project: Project) -> None:
    page = page_of(project, "check-in", "ur")
    link = r'لنک:&rlm; <span dir="ltr" style="[^"]*"><a href="https://meet\.shadab\.example/samina-ashfaq" style="color: [^"]*">'
    assert re.search(link + r"https://meet\.shadab\.example/samina-ashfaq</a></span>&rlm;", page)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("letter", LETTERS)
def test_few_tags_are_between_two_letters(letter: str, locale: str, project: Project) -> None:
    """A filter of spam takes these for tags that hide a word: SpamAssassin, where they are a tenth of all tags."""
    page = page_of(project, letter, locale)
    body = html.unescape(re.sub("&(?:lt|gt);", "", page[page.index("<body") :]))
    character = r"[^\s!-/:-@\[-`{-~]"
    inside = re.findall(rf"{character}(?:</?(?:span|a|strong|em)\b[^>]*>)+(?={character})", body)
    assert len(inside) < 0.06 * len(re.findall("</?[a-z]", body))


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
@given(
    name=st.sampled_from(sorted(PLACES)),
    locale=st.sampled_from(LOCALES),
    raw=text_values,
    controls=st.sampled_from([ISOLATES, EMBEDDINGS]),
)
def test_value_reads_in_order_in_a_mail(
    name: str, locale: str, raw: str, controls: dict[str, str], project: Project
) -> None:
    """Both for programs that isolate what has a direction of its own, and for those that only embed it."""
    value = accepted(raw, name, project)
    assume(not CONTROLS.search(value) and "  " not in value)
    shown = "".join(parsed(page_of(project, PLACES[name][0], locale, given_for(name, value)), controls).text)
    base = "R" if locale == "ur" else "L"
    lines = [line for line in shown.split("\n") if value in line]
    assert lines, "the value is not there whole"
    for line in lines:
        seen = re.sub("[\u202a-\u202c]", "", visual(line, base))
        assert visual(value, own_direction(value, name)) in seen


@pytest.mark.parametrize("value", LIKE_MARKUP)
def test_what_looks_like_markup_is_text(value: str, project: Project) -> None:
    value = value.strip()
    ordinary = [tag for tag, _ in parsed(page_of(project, "farewell", "sl", {"name": "Ana"})).elements]
    found = parsed(page_of(project, "farewell", "sl", {"name": value}))
    assert [tag for tag, _ in found.elements] == ordinary
    assert re.sub(r"\s+", " ", value) in re.sub(r"\s+", " ", "".join(found.text))


def test_a_layout_of_one_s_own_replaces_the_built_in_one(company: Company) -> None:
    company.file("templates/_layout/mail.css", "p { color: #123456; } a { width: 50%; } span[dir] { color: #654321; }")
    page = page_of(Project(Content((company.root,))), "farewell", "ur")
    assert re.search('<p style="[^"]*color: #123456;', page)
    assert '<a href="tel:+922135550123" style="width: 50%;">' in page
    assert '<span dir="rtl" style="color: #654321;">' in page
    assert "digits" not in page
    company.file(
        "templates/_layout/mail.html.j2", "<html><title>{{ title }}</title><body>{{ start }}{{ end }}</body></html>"
    )
    assert "rightleft" in page_of(Project(Content((company.root,))), "farewell", "ur")


def test_words_in_the_source_language_are_set_apart(company: Company) -> None:
    company.note("{% trans %}Hello {{ name }}!{% endtrans %}")
    project = Project(Content((company.root,)))
    call = Call("note", "ur", {"name": "Ana"}, DAY, sample=True, missing="fallback")
    page = mail_page.write(project.content, compose(project, validate(project, call)))
    assert '&rlm;<span lang="en" dir="ltr">Hello' in page
    assert "!</span>&rlm;" in page


@pytest.mark.parametrize("controls", [ISOLATES, EMBEDDINGS])
def test_values_side_by_side_stand_in_the_order_of_the_letter(controls: dict[str, str], project: Project) -> None:
    page = page_of(project, "farewell", "ur", {"handover": ["Alpha", "Beta", "Gamma"]})

    def places(text: str) -> list[int]:
        shown = visual(text, "R")
        return [shown.index(name) for name in ("Gamma", "Beta", "Alpha")]

    (line,) = [line for line in "".join(parsed(page, controls).text).split("\n") if "Alpha" in line]
    assert places(line) == sorted(places(line))
    bare = line.replace("\u200f", "")
    assert (places(bare) == sorted(places(bare))) is (controls is ISOLATES), "the marks are there for nothing"
