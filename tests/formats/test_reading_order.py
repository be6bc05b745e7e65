"""Any value in any field comes out whole and in reading order, in every format.

The judge of order is python-bidi, an implementation of UAX #9 that is not ours.
"""

from __future__ import annotations

import html
import re
import unicodedata
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pyromark
import pytest
from bidi import get_base_level, get_display
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from goodterms import fields
from goodterms.cldr.formatter import Formatter
from goodterms.content.layers import Content
from goodterms.values import Person

if TYPE_CHECKING:
    from conftest import Write
    from goodterms.project import Project

CONTROLS = re.compile("[\u200e\u200f\u2066-\u2069]")
ISOLATES = re.compile("[\u200f\u2066-\u2069]")
LOCALES = ["en", "sl", "te", "ne", "ur"]

# The field that shows a value, and the choices that bring it into the letter.
PLACES: dict[str, tuple[str, dict[str, object]]] = {
    "name": ("farewell", {"form": "neutral"}),
    "company": ("farewell", {}),
    "signature": ("check-in", {}),
    "request": ("farewell", {"reason": "request"}),
    "invoice": ("farewell", {"goodwill": "invoice"}),
    "providers": ("farewell", {}),
    "contact": ("farewell", {}),
    "place": ("check-in", {"mode": "in-person"}),
    "own_offer": ("check-in", {"offer": "own"}),
    "circumstances": ("farewell", {"reason": "circumstances"}),
}
KINDS = {"invoice": "L"}
# In a name, several blanks are one.
NAMES = {"company", "contact", "name", "providers", "signature"}
LIKE_MARKUP = [
    "<b>Ana</b>", "**x**", "_x_", "{{7*7}} a", "{% if x %}", "{name}", "%s", "%(name)s", "- Ana", "+ x", "1. Ana", "12) x", "# Ana",
    "> Ana", "[a](b)", "![a](b)", "`a`", "&amp;", "&lt;b&gt;", "<!-- a -->", "a\\", "\\*a", "~~a~~", "--- a", "=== a", "* * * a", "<https://a.b>",
    "https://a.b/?q=*a*", "a|b", "$x$", "^a^", "⟦a⟧", "a  b", "C:\\dir\\*", "'a' \"b\"", "|---|a", "Ana a@b.example", "::: a", "    a", "x**",
    "<script>alert(1)</script>", "</p><p>", "&#x202e;",
]  # fmt: skip
# Rules and the like. A name has a letter, and a dash or a star is no text; the fields that take the others are found by trying.
WITHOUT_LETTERS = ["{{7*7}}", "\\*", "---", "===", "* * *", "|---|", ":::"]
TRICKY = ["+386 40 123 456", "2026-11-21", "10–20", "-12.5", "C++", "14:30–15:45", "(031) 5", "5%", "علی (2)", "ABC احمد 12", "احمد ABC!", "12 سال", "تم.", "!", "a.", "دفتر۔"]  # fmt: skip

text_values = st.one_of(
    st.sampled_from(LIKE_MARKUP + WITHOUT_LETTERS + TRICKY),
    st.text(
        st.sampled_from("aZ ÀČž09+-–:;.,!?()[]{}<>*_#&%\"'/\\|~`$^=@«»“”ابپچڈےکہ۔،؟۱۲٣అఆकखर्\u200dः\u200c漢字🙂"),
        min_size=1,
        max_size=24,
    ),
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn", "Zl", "Zp")), min_size=1, max_size=16),
)


def accepted(raw: str, name: str, project: Project) -> str:
    """The text as the field takes it; values that a field refuses are tested elsewhere."""
    letter = PLACES[name][0]
    spec = project.letter(letter).fields[name]
    try:
        value = fields.parse(
            spec._replace(many=False),
            raw if name != "circumstances" else f"2026-01-02: {raw}",
            fields.ParseContext("", frozenset()),
        )
    except fields.InvalidValue:
        assume(False)
    if isinstance(value, Person):
        return value.whole
    return value.text if name == "circumstances" else str(value)  # type: ignore[attr-defined]


def given_for(name: str, value: str) -> dict[str, object]:
    raw: Any = f"2026-01-02: {value}" if name == "circumstances" else value
    return {**PLACES[name][1], name: [raw, raw] if name in ("providers", "circumstances") else raw}


def own_direction(value: str, name: str) -> str:
    """The direction in which a value is to be read by itself."""
    if name in KINDS:
        return KINDS[name]
    return "R" if get_base_level(value) == 1 else "L"


def lines_with(value: str, text: str) -> list[str]:
    return [line for line in text.split("\n") if value in line]


def visual(text: str, base: str) -> str:
    """What is seen, from left to right; marks, isolates and joiners (class BN) cannot be seen and have no place."""
    shown = CONTROLS.sub("", get_display(text, base_dir=base))
    return "".join(character for character in shown if unicodedata.bidirectional(character) != "BN")


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
@given(name=st.sampled_from(sorted(PLACES)), locale=st.sampled_from(LOCALES), raw=text_values)
@example(name="invoice", locale="ur", raw="10-20")
@example(name="own_offer", locale="ur", raw="تم.")
@example(name="company", locale="en", raw="علی (2)")
def test_value_reads_in_order_in_text(name: str, locale: str, raw: str, write: Write, project: Project) -> None:
    value = accepted(raw, name, project)
    assume(not CONTROLS.search(value))
    text = write(PLACES[name][0], locale, given_for(name, value))
    lines = lines_with(value, text)
    assert lines, "the value is not there whole"
    base = "R" if locale == "ur" else "L"
    expected = visual(value, own_direction(value, name))
    for line in lines:
        assert get_base_level(line) == (1 if base == "R" else 0), "the line begins in the wrong direction"
        assert expected in visual(line, base)


@pytest.mark.parametrize("value", ["+386 40 123 456", "2026-11-21", "-12.5", "C++", "14:30–15:45"])
def test_without_isolation_the_judge_would_see_it(value: str, write: Write) -> None:
    """The negative control: the same letter without its isolates is found wrong by the same judge."""
    text = write("farewell", "ur", given_for("request", value))
    (line,) = lines_with(value, text)
    assert value in visual(line, "R")
    assert value not in visual(ISOLATES.sub("", line), "R")


def test_a_line_that_begins_with_a_latin_value_is_still_right_to_left(write: Write) -> None:
    text = write(
        "farewell",
        "ur",
        {
            "company": "Lipa Office Care",
            "signature": "Maja Kovač",
            "reason": "circumstances",
            "circumstances": ["2026-01-02 LATIN"],
        },
    )
    for line in filter(None, text.split("\n")):
        assert get_base_level(line) == 1, line
    unmarked = [line for line in text.replace("\u200f", "").split("\n") if line]
    assert any(get_base_level(line) == 0 for line in unmarked)


@pytest.mark.parametrize("locale", ["en", "sl", "te", "ne"])
@pytest.mark.parametrize("letter", Content().letters())
def test_letters_with_values_of_their_own_direction_hold_no_invisible_characters(
    letter: str, locale: str, write: Write
) -> None:
    assert not CONTROLS.search(write(letter, locale))
    assert "<bdi" not in write(letter, locale, form="html")


class Page(HTMLParser):
    """The text of a page, and the elements that contain a value."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.tags: list[str] = []
        self.skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "bdi":
            self.text.append({"ltr": "\u2066", "rtl": "\u2067", None: "\u2068"}[dict(attrs).get("dir")])
        self.skipped += tag in ("style", "title")
        if tag in ("br", "p", "li", "div", "h1"):
            self.text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "bdi":
            self.text.append("\u2069")
        self.skipped -= tag in ("style", "title")

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.text.append(data)


def parsed(page: str) -> Page:
    found = Page()
    found.feed(page)
    return found


def ordinary_tags(write: Write, name: str, locale: str) -> list[str]:
    value = "الف" if locale != "ur" else "Ana"
    tags = parsed(write(PLACES[name][0], locale, given_for(name, value), form="html")).tags
    return [tag for tag in tags if tag != "bdi"]


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
@given(name=st.sampled_from(sorted(PLACES)), locale=st.sampled_from(LOCALES), raw=text_values)
def test_value_is_text_and_nothing_else_in_html(
    name: str, locale: str, raw: str, write: Write, project: Project
) -> None:
    value = accepted(raw, name, project)
    page = parsed(write(PLACES[name][0], locale, given_for(name, value), form="html"))
    assert value in "".join(page.text)
    assert [tag for tag in page.tags if tag != "bdi"] == ordinary_tags(write, name, locale)


def rendered(markdown: str) -> str:
    """The text of a CommonMark document as another program would show it."""
    return "".join(parsed(pyromark.html(markdown)).text)


def folded(text: str) -> str:
    """Text as a page shows it: CommonMark folds blanks at the ends of lines."""
    return re.sub(r"[ \t]+", " ", unicodedata.normalize("NFC", CONTROLS.sub("", text)))


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
@given(name=st.sampled_from(sorted(PLACES)), locale=st.sampled_from(LOCALES), raw=text_values)
def test_value_is_text_in_any_commonmark_program(
    name: str, locale: str, raw: str, write: Write, project: Project
) -> None:
    value = accepted(raw, name, project)
    shown = rendered(write(PLACES[name][0], locale, given_for(name, value), form="md"))
    assert folded(value) in folded(shown)


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
@given(
    name=st.sampled_from(sorted(PLACES)),
    locale=st.sampled_from(LOCALES),
    raw=text_values,
    form=st.sampled_from(["html", "md"]),
)
def test_value_reads_in_order_on_a_page_and_in_commonmark(
    name: str, locale: str, raw: str, form: str, write: Write, project: Project
) -> None:
    """A page's bdi elements are isolates; with their characters in their place, the same judge reads the page."""
    value = accepted(raw, name, project)
    assume(not CONTROLS.search(value) and "  " not in value)
    written = write(PLACES[name][0], locale, given_for(name, value), form=form)
    shown = "".join(parsed(written if form == "html" else pyromark.html(written)).text)
    base = "R" if locale == "ur" else "L"
    lines = lines_with(value, shown)
    assert lines, "the value is not there whole"
    assert all(visual(value, own_direction(value, name)) in visual(line, base) for line in lines)


@pytest.mark.parametrize("value", LIKE_MARKUP)
@pytest.mark.parametrize("name", sorted(PLACES))
def test_what_looks_like_markup_is_verbatim_in_every_format(name: str, value: str, write: Write) -> None:
    letter, given = PLACES[name][0], given_for(name, value.strip())
    shown = re.sub("  +", " ", value.strip()) if name in NAMES else value.strip()
    assert shown in write(letter, "sl", given)
    page = write(letter, "sl", given, form="html").replace("&#34;", "&quot;").replace("&#39;", "&#x27;")
    assert html.escape(shown) in page
    assert folded(shown) in folded(rendered(write(letter, "sl", given, form="md")))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    field=st.sampled_from(["company_phone", "link", "company_email"]),
    locale=st.sampled_from(LOCALES),
    digits=st.integers(100, 10**9),
    word=st.text(st.sampled_from("abz09-"), min_size=1, max_size=12),
)
def test_phone_numbers_and_addresses_read_left_to_right(
    field: str, locale: str, digits: int, word: str, write: Write
) -> None:
    value = {
        "company_phone": f"+{digits} ({digits % 100}) 4-5",
        "link": f"https://a{digits}.example/{word}?q={digits}&r={word}",
        "company_email": f"{digits}.{word}@lipa.example",
    }[field]
    letter = "check-in" if field == "link" else "farewell"
    lines = lines_with(value, write(letter, locale, {field: value, **({"mode": "video"} if field == "link" else {})}))
    assert lines
    assert all(value in visual(line, "R" if locale == "ur" else "L") for line in lines)


@pytest.mark.parametrize("locale", ["ur", "ur-IN", "ur-PK"])
@pytest.mark.parametrize("amount", ["1250.50 EUR", "99.05 PKR", "1234567.89 INR", "12.50 USD"])
def test_amounts_and_dates_read_as_one_unit_in_urdu(locale: str, amount: str, write: Write, project: Project) -> None:
    of_letter = project.locale(locale)
    formatter = Formatter(of_letter, project.language_of(of_letter))
    money = fields.parse(
        project.letter("farewell").fields["refund"],
        amount,
        fields.ParseContext("", frozenset(["EUR", "PKR", "INR", "USD"])),
    )
    written = formatter.money(money.amount, money.currency)  # type: ignore[attr-defined]
    (line,) = lines_with(written, write("farewell", locale, {"refund": amount, "goodwill": "fee"}))
    # The number is on the right, before the name of the currency.
    assert visual(written, "R") in visual(line, "R")
    when = formatter.date(fields.parse_date("2027-03-09"))
    lines = lines_with(when, write("farewell", locale, {"last_day": "2027-03-09"}))
    assert len(lines) == 2
    assert all(visual(when, "R") in visual(line, "R") for line in lines)
