"""Tables, bars and lines to write on: in every format, in both directions, with any value, and what is refused."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyromark
import pytest
from bidi import get_base_level
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from conftest import DAY
from goodterms import fields
from goodterms.call import Call
from goodterms.compose import compose, validate
from goodterms.content.layers import BUILT_IN, Content
from goodterms.envelopes import Envelope
from goodterms.errors import BrokenContent
from goodterms.formats import document, fonts, mail_page, pdf
from goodterms.formats.text import draw_bar
from goodterms.project import Project
from goodterms.text.blocks import Bar, Break, Lines, List, Paragraph, Rule, Strong, Table, Text
from goodterms.text.prose import BrokenProse, parse
from test_mail_page import EMBEDDINGS, ISOLATES
from test_mail_page import parsed as parsed_mail
from test_pdf import NOTO, Structure
from test_reading_order import CONTROLS, folded, lines_with, own_direction, parsed, rendered, text_values, visual
from test_text_html_markdown import outline

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conftest import Company
    from goodterms.compose import Letter

GUIDE = Path(__file__).parent / "guide"
LOCALES = ["en", "ur"]
LINE = "_" * 60

needs_fonts = pytest.mark.skipif(
    not fonts.families().keys() >= NOTO, reason="fonts are missing: run goodterms doctor to see how to get them"
)


@pytest.fixture(scope="session")
def guides() -> Project:
    return Project(Content((GUIDE,)))


def guide(project: Project, locale: str, given: Mapping[str, object] | None = None) -> Letter:
    return compose(project, validate(project, Call("guide", locale, given or {}, DAY, sample=True)))


def made(project: Project, locale: str, form: str, given: Mapping[str, object] | None = None) -> str:
    letter = guide(project, locale, given)
    if form == "mail":
        return mail_page.write(project.content, letter)
    return document(project.content, letter, form).content.decode()


# Prose

Inlines = tuple[Any, ...]


def words(text: str) -> Inlines:
    return (Text(text),) if text else ()


@pytest.mark.parametrize(
    ("prose", "block"),
    [
        ("| a | b |\n|---|---|\n| c | d |", Table((words("a"), words("b")), ((words("c"), words("d")),))),
        ("a|b\n-|-", Table((words("a"), words("b")), ())),
        ("| a |\n|:-:|\n| **b** |\n|  |", Table((words("a"),), (((Strong(words("b")),),), ((),)))),
        ("| | b |\n|-|-|\n| c |", Table(((), words("b")), ((words("c"), ()),))),
        ("| a |\n|---|\n| b \\| c |", Table((words("a"),), ((words("b | c"),),))),
        ("``` bar 0\na &amp; *b*\n```", Bar(0, words("a &amp; *b*"))),
        ("~~~~bar  100\n\n  a\nb  \n~~~~", Bar(100, (Text("a"), Break(), Text("b")))),
        ("``` lines 30\n```", Lines(30, ())),
        ("``` lines 1\na\n```", Lines(1, words("a"))),
        ("``` python\na\n```", Paragraph(words("a"))),
        ("``` bars 3\na\n```", Paragraph(words("a"))),
        ("``` bar30\na\n```", Paragraph(words("a"))),
        ("```\nbar 30\n```", Paragraph(words("bar 30"))),
        ("    bar 30", Paragraph(words("bar 30"))),
        ("a | b", Paragraph(words("a | b"))),
        ("| a | b |\n| c | d |", Paragraph(words("| a | b | | c | d |"))),
        ("~~a~~ [^1] $x$", Paragraph(words("~~a~~ [^1] $x$"))),
        ("- a\n\n  ``` bar 5\n  b\n  ```", List(None, ((Paragraph(words("a")), Bar(5, words("b"))),))),
    ],
)
def test_prose_becomes_tables_bars_and_lines(prose: str, block: object) -> None:
    assert parse(prose) == (block,)


WRONG = {
    "bar 130": ("bar-share", "the share of the bar is '130'"),
    "bar -1": ("bar-share", "the share of the bar is '-1'"),
    "bar 30 %": ("bar-share", "the share of the bar is '30 %'"),
    "bar 2.5": ("bar-share", "the share of the bar is '2.5'"),
    "bar ३०": ("bar-share", "the share of the bar is '३०'"),
    "bar": ("bar-without-share", "the bar has no share"),
    "lines 0": ("lines-number", "the number of lines to write on is '0'"),
    "lines 99": ("lines-number", "the number of lines to write on is '99'"),
    "lines three": ("lines-number", "the number of lines to write on is 'three'"),
    "lines": ("lines-without-number", "the number of lines to write on is missing"),
}


def faults_of(make: Callable[[], object]) -> list[tuple[str, str, int]]:
    with pytest.raises(BrokenContent) as caught:
        make()
    return [(fault.kind, fault.where, fault.line) for fault in caught.value.faults]


def test_every_wrong_number_of_a_template_is_reported_with_its_line(company: Company) -> None:
    path = company.note("\n" + "".join(f"``` {info}\nx\n```\n" for info in WRONG))
    assert faults_of(company.write) == [
        (kind, f"{path}:{line}", line) for line, (kind, _) in zip(range(3, 100, 3), WRONG.values(), strict=False)
    ]


@pytest.mark.parametrize(("info", "kind", "problem"), [(info, *expected) for info, expected in WRONG.items()])
def test_a_wrong_number_is_refused_in_prose_too(info: str, kind: str, problem: str) -> None:
    with pytest.raises(BrokenProse, match=re.escape(problem)) as caught:
        parse(f"> ``` {info}\n> x\n> ```")
    (fault,) = caught.value.faults
    assert fault.kind == kind
    assert re.search(r"from (0 to 100|1 to 30), as in: (bar 30|lines 3)$", fault.hint)


@pytest.mark.parametrize(
    ("template", "line"), [("``` bar {{ count }}\nx\n```", 2), ("- a\n\n  ~~~ lines {{ count }}\n  ~~~", 4)]
)
def test_a_value_cannot_be_the_number(company: Company, template: str, line: int) -> None:
    path = company.note(f"\n{template}")
    with pytest.raises(BrokenContent, match=re.escape("is '{{ count }}'")) as caught:
        company.write()
    assert caught.value.faults[0].where == f"{path}:{line + 1}"


@pytest.mark.parametrize(("count", "share"), [(1, 10), (3, 90)])
def test_a_template_can_choose_the_number(company: Company, count: int, share: int) -> None:
    company.note("\n``` bar {% if count == 1 %}10{% else %}90{% endif %}\nx\n```\n")
    assert company.write(count=count).endswith(f"x\n{draw_bar(share)}\n")


def test_what_is_only_known_in_the_letter_is_refused_with_its_template(company: Company) -> None:
    path = company.note(
        "\n``` bar {% if count %}{{ count }}{% endif %}\nx\n```\n\n``` bar 7\n\n```\n\n"
        "| a | b |\n|---|---|\n| {{ name }} | x | lost |\n| 1 | 2 | |\n"
    )
    with pytest.raises(BrokenContent) as caught:
        company.write()
    assert sorted(str(fault) for fault in caught.value.faults) == [
        f"{path}: 'bar 7' has no label",
        f"{path}: a row has more cells than the table's 2 columns: | {{{{ … }}}} | x | lost |",
        f"{path}: the share of the bar is '{{{{ … }}}}'",
    ]


def test_a_translation_that_adds_a_cell_is_refused(company: Company) -> None:
    company.note("\n| {% trans %}one{% endtrans %} | b |\n|---|---|\n| {% trans %}two{% endtrans %} | d |\n")
    company.catalog('\nmsgid "one"\nmsgstr "ena"\n\nmsgid "two"\nmsgstr "dve | tri"\n')
    assert [kind for kind, _, _ in faults_of(company.write)] == ["table-row-too-long"]
    company.catalog('\nmsgid "one"\nmsgstr "ena"\n\nmsgid "two"\nmsgstr "dve \\\\| tri"\n')
    assert company.write().endswith("ena: dve | tri\nb: d\n")


# Text

TEXTS = {
    "en": f"""Conversation guide

Say: Thank you, Ana (2)!
Instead of Ana (2): You must stay.
first

Say: Ana (2)
Instead of Ana (2):
1

Say: Ana (2)
Instead of Ana (2):
2

You speak: 9 of 30 minutes
██████░░░░░░░░░░░░░░

Notes: Ana (2)

{LINE}

{LINE}

{LINE}

• Think first.

  {LINE}
""",
    "ur": f"""گفتگو کا رہنما

یہ کہیں: شکریہ، ⁦Ana (2)⁩!‏
‏⁦Ana (2)⁩ کے بجائے: آپ کو رہنا ہوگا۔
پہلے

یہ کہیں: ⁦Ana (2)⁩‏
‏⁦Ana (2)⁩ کے بجائے:‏
‏⁨1⁩‏

یہ کہیں: ⁦Ana (2)⁩‏
‏⁦Ana (2)⁩ کے بجائے:‏
‏⁨2⁩‏

آپ بولیں: 30 میں سے ⁨9⁩ منٹ
‏██████░░░░░░░░░░░░░░‏

نوٹس: ⁦Ana (2)⁩‏

‏{LINE}‏

‏{LINE}‏

‏{LINE}‏

‏• پہلے سوچیں۔

‏  {LINE}‏
""",
}


@pytest.mark.parametrize("locale", LOCALES)
def test_text_has_a_line_for_each_cell_after_its_header(locale: str, guides: Project) -> None:
    assert made(guides, locale, "text", {"remark": "Ana (2)"}) == TEXTS[locale]


def test_every_line_of_a_right_to_left_text_begins_at_the_right(guides: Project) -> None:
    lines = [line for line in made(guides, "ur", "text").split("\n") if line]
    assert all(get_base_level(line) == 1 for line in lines)
    bar = next(line for line in lines if "█" in line)
    assert visual(bar, "R") == "░" * 14 + "█" * 6


@pytest.mark.parametrize(
    ("percent", "full"), [(0, 0), (1, 1), (5, 1), (30, 6), (50, 10), (52, 10), (53, 11), (99, 19), (100, 20)]
)
def test_only_an_empty_bar_is_empty_and_only_a_full_one_full(percent: int, full: int) -> None:
    assert draw_bar(percent) == "█" * full + "░" * (20 - full)


@pytest.mark.parametrize(
    ("table", "shown"),
    [
        ("| Who? |\n|---|\n| me |", "Who? me"),
        ("| a: |\n|---|\n| b |", "a: b"),
        ("| a (b) |\n|---|\n| c |", "a (b): c"),
        ("| |\n|---|\n| c |", "c"),
        ("| a | b |\n|---|---|", "a:\nb:"),
        ("> | a |\n> |---|\n> | b |", "  a: b"),
    ],
)
def test_a_header_ends_in_one_punctuation_mark(table: str, shown: str, company: Company) -> None:
    assert company.body(f"\n{table}\n") == shown


# Markdown


@pytest.mark.parametrize("remark", ["Ana (2)", "a | b", "a\\|b", "c\\", "`|`", "**x**", "1. a", "|", "--- a", "<b>"])
@pytest.mark.parametrize("locale", LOCALES)
def test_markdown_reads_back_as_the_same_table(locale: str, remark: str, guides: Project) -> None:
    blocks = parse(CONTROLS.sub("", made(guides, locale, "md", {"remark": remark})))
    _, table, bar, notes, first, second, third, items = blocks
    assert isinstance(table, Table)
    assert (len(table.header), len(table.rows)) == (3, 3)
    assert table.header[2] == table.rows[1][1] == ()
    assert folded("".join(text.text for text in table.rows[1][0] if isinstance(text, Text))) == remark
    assert isinstance(bar, Paragraph)
    assert bar.inlines[1:] == (Break(), Text(draw_bar(30)))
    assert isinstance(notes, Paragraph)
    assert first == second == third == Rule()
    assert isinstance(items, List)
    assert items.items[0][1] == Rule()


def test_a_table_in_an_item_stays_in_it(company: Company) -> None:
    company.note("\n- x\n  | a |\n  |---|\n  | b |\n- y\n  ``` bar 50\n  z\n  ```\n")
    _, items = parse(company.write(form="md"))
    assert isinstance(items, List)
    assert items.items[0] == (Paragraph(words("x")), Table((words("a"),), ((words("b"),),)))
    assert items.items[1][1] == Paragraph((Text("z"), Break(), Text(draw_bar(50))))
    assert company.write() == f"S\n\n• x\n  a: b\n• y\n  z\n  {draw_bar(50)}\n"


# Pages


@pytest.mark.parametrize("locale", LOCALES)
def test_a_page_has_headers_text_alternatives_and_nothing_for_the_eye_only(locale: str, guides: Project) -> None:
    found = outline(made(guides, locale, "html", {"remark": "Ana (2)"}))
    assert [cell["scope"] for cell in found.attributes("th")] == ["col"] * 3
    headers = [cell.get("data-header") for cell in found.attributes("td")]
    assert headers[:3] == headers[3:6] == headers[6:]
    assert headers[1:3] == [
        {"en": "Instead of \u2068Ana (2)\u2069", "ur": "\u2068Ana (2)\u2069 کے بجائے"}[locale],
        None,
    ]
    assert [picture["aria-label"] for picture in found.attributes("svg")] == ["30%"]
    whole, full = found.attributes("rect")
    assert whole["width"] == "100%"
    assert (full["x"], full["width"]) == (("70%" if locale == "ur" else "0%"), "30%")
    lines = [one for one in found.attributes("div") if one.get("class") == "ruled-line"]
    assert [one["aria-hidden"] for one in lines] == ["true"] * 4
    assert not any(name in {"src", "style"} for _, attributes in found.elements for name in attributes)


def test_only_a_page_with_such_a_block_has_their_styles(company: Company) -> None:
    company.note("plain")
    assert "ruled-line" not in company.write(form="html")
    for body in ("| a |\n|---|", "> ``` bar 1\n> x\n> ```", "- a\n\n  ``` lines 1\n  ```"):
        company.note(f"\n{body}\n")
        assert ".ruled-line {" in company.write(form="html")


def test_the_styles_are_logical_and_keep_rows_whole() -> None:
    css = (BUILT_IN / "templates" / "_layout" / "blocks.css").read_text("utf-8")
    assert not re.search(r"left|right|[{;] (width|height)|letter-spacing|italic|justify", css)
    assert "tr { break-inside: avoid; }" in css
    assert "@media screen and (max-width: 30rem)" in css


@pytest.mark.parametrize("locale", LOCALES)
def test_a_mail_page_has_tables_that_say_their_direction(locale: str, guides: Project) -> None:
    page = made(guides, locale, "mail")
    found = parsed_mail(page)
    direction, side = ("rtl", "right") if locale == "ur" else ("ltr", "left")
    for tag, attributes in found.elements:
        assert tag not in {"svg", "figure", "bdi", "style"}
        if tag in ("table", "td", "th"):
            assert attributes["dir"] == direction
            assert "style" in attributes
    assert all(f"text-align: {side}" in (cell["style"] or "") for tag, cell in found.elements if tag == "th")
    widths = [cell["width"] for tag, cell in found.elements if tag == "td" and "width" in cell]
    assert widths == ["30%", "70%"]
    colours = re.findall(r'<td class="(?:full|rest)"[^>]*background-color: (#\w+)', page)
    assert len(set(colours)) == 2
    assert not re.search(r"var\(|inline-|text-align: (start|end)|@media", page)
    assert page.count('class="line"') == 4


@pytest.mark.parametrize(("percent", "widths"), [(0, ["100%"]), (1, ["1%", "99%"]), (100, ["100%"])])
def test_a_bar_of_a_mail_has_no_cell_without_a_width(percent: int, widths: list[str], company: Company) -> None:
    company.note(f"\n``` bar {percent}\nx\n```\n")
    project = Project(Content((company.root,)))
    letter = compose(project, validate(project, Call("note", "sl", {}, DAY, sample=True, missing="fallback")))
    page = mail_page.write(project.content, letter)
    assert re.findall(r'<td class="(?:full|rest)"[^>]* width="([^"]*)"', page) == widths


# Values


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
@given(locale=st.sampled_from(LOCALES), raw=text_values)
@example(locale="ur", raw="10-20")
@example(locale="ur", raw="a|b")
@example(locale="en", raw="علی (2)")
def test_any_value_is_whole_and_in_order_in_every_block(locale: str, raw: str, guides: Project) -> None:
    """The header, two cells and a label show the value."""
    spec = guides.letter("guide").fields["remark"]
    try:
        value = str(fields.parse(spec, raw, fields.ParseContext("", frozenset())))
    except fields.InvalidValue:
        assume(False)
    assume(not CONTROLS.search(value) and "  " not in value)
    base = "R" if locale == "ur" else "L"
    expected = visual(value, own_direction(value, "remark"))
    shown = {
        "text": made(guides, locale, "text", {"remark": value}),
        "html": "".join(parsed(made(guides, locale, "html", {"remark": value})).text),
        "mail": "".join(parsed_mail(made(guides, locale, "mail", {"remark": value}), ISOLATES).text),
        "mail in Word": "".join(parsed_mail(made(guides, locale, "mail", {"remark": value}), EMBEDDINGS).text),
    }
    for form, text in shown.items():
        lines = lines_with(value, text)
        assert lines, form
        if form in ("text", "html"):
            assert all(expected in visual(line, base) for line in lines), form
    assert folded(rendered_with_tables(made(guides, locale, "md", {"remark": value}))).count(folded(value)) >= 4


def rendered_with_tables(markdown: str) -> str:
    return "".join(parsed(pyromark.html(markdown, options=pyromark.Options.ENABLE_TABLES)).text)


def test_a_program_without_tables_shows_every_value(guides: Project) -> None:
    assert rendered(made(guides, "en", "md", {"remark": "a|b"})).count("a|b") == 5


# PDF

SPOKEN = {
    "en": "Conversation guide|Say|Instead of Ana (2)|Thank you, Ana (2)!|You must stay.|first|Ana (2)|1|Ana (2)|2"
    "|You speak: 9 of 30 minutes|Notes: Ana (2)|Think first.",
    "ur": "گفتگو کا رہنما|یہ کہیں|Ana (2) کے بجائے|شکریہ، Ana (2)!|آپ کو رہنا ہوگا۔|پہلے|Ana (2)|1|Ana (2)|2"
    "|آپ بولیں: 30 میں سے 9 منٹ|نوٹس: Ana (2)|پہلے سوچیں۔",
}


def typeset(project: Project, letter: Letter) -> Structure:
    return Structure(pdf.write(project.content, letter, Envelope()))


def in_pdf(company: Company, body: str, locale: str = "sl", **given: object) -> Structure:
    company.note(f"\n{body}\n")
    return Structure(company.made(form="pdf", locale=locale, **given))  # type: ignore[arg-type]


@needs_fonts
@pytest.mark.parametrize("locale", LOCALES)
def test_a_pdf_has_a_real_table_and_the_text_of_every_cell(locale: str, guides: Project) -> None:
    found = typeset(guides, guide(guides, locale, {"remark": "Ana (2)"}))
    assert "|".join(found.spoken()) == SPOKEN[locale]
    kinds = found.kinds()
    assert [kinds.count(kind) for kind in ("/Table", "/THead", "/TBody", "/TR", "/TH", "/TD")] == [1, 1, 1, 4, 3, 9]
    assert [str(one["/Alt"]) for one in found.elements if one["/S"] == "/Figure"] == ["30%"]
    assert all(one["/A"][0]["/Scope"] == "/Column" for one in found.elements if one["/S"] == "/TH")
    languages = {str(one["/Lang"]) for one in found.elements if "/Lang" in one}
    assert languages == {locale}


@needs_fonts
def test_a_long_table_repeats_its_header_for_the_eye_only(company: Company) -> None:
    rows = "\n".join(f"| cell {number} | |" for number in range(80))
    found = in_pdf(company, f"| Left | Right |\n|---|---|\n{rows}")
    assert len(found.pages()) > 1
    assert all("Left" in page for page in found.pages())
    assert found.spoken() == ["S", "Left", "Right", *[f"cell {number}" for number in range(80)]]
    assert found.kinds().count("/TH") == 2


def pages_with(found: Structure, pattern: str) -> list[int]:
    return [number for number, page in enumerate(found.pages()) if re.search(pattern, page)]


@needs_fonts
@pytest.mark.parametrize("above", [24, 25, 26, 27])
def test_a_row_is_whole_on_the_next_page_where_it_does_not_fit(above: int, company: Company) -> None:
    text = " ".join(["start", *["word"] * 60, "finish"])
    found = in_pdf(company, f"``` lines {above}\n```\n\n| a | b |\n|---|---|\n| {text} | x |")
    assert pages_with(found, "start") == pages_with(found, "word") == pages_with(found, "finish") == [1]


@needs_fonts
@pytest.mark.parametrize("above", [22, 24, 26])
def test_lines_to_write_on_are_on_one_page_with_their_label(above: int, company: Company) -> None:
    found = in_pdf(company, f"``` lines {above}\n```\n\n``` lines 8\nNotes\n```")
    assert pages_with(found, "Notes") == [1]


@needs_fonts
def test_lines_that_take_about_a_page_follow_their_label(company: Company) -> None:
    found = in_pdf(company, "``` lines 5\n```\n\n``` lines 30\nNotes\n```")
    assert pages_with(found, "Notes") == [0]


@needs_fonts
def test_a_row_that_no_page_could_hold_is_split(company: Company) -> None:
    text = " ".join(["start", *["word"] * 2000, "finish"])
    found = in_pdf(company, f"| a | b |\n|---|---|\n| {text} | x |")
    assert pages_with(found, "start") == [0]
    assert pages_with(found, "word") == list(range(len(found.pages())))
    assert pages_with(found, "finish") == [len(found.pages()) - 1]


@needs_fonts
@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (["a"] * 14, [["b"] * 14] * 2),
        (["a"] * 15, [["b"] * 15] * 2),
        (["a", ""], [["", "b"], ["", ""], ["c", ""], ["", "d"]]),
        (["", ""], [["", ""]]),
        (["a"], []),
        (["a"], [["b"]] * 30),
        (["**a**", "*b*"], [["**c** d", "***e***"], ["**f**", "**{{ name }}**"]]),
        (["a", "b"], [["[x](https://x.example)", "**[y](https://y.example)**"], ["", "z [w](https://w.example)"]]),
    ],
)
def test_every_cell_of_a_pdf_is_spoken_once(header: list[str], rows: list[list[str]], company: Company) -> None:
    table = [header, ["---"] * len(header), *rows]
    found = in_pdf(company, "\n".join(f"| {' | '.join(row)} |" for row in table) + "\n\nafter", name="N")
    cells = [re.sub(r"\(https?:[^)]*\)|[*\[\]]", "", cell) for row in (header, *rows) for cell in row if cell]
    expected = "".join(["S", *cells, "after"]).replace("{{ name }}", "N")
    assert "".join(found.spoken()) == expected
    assert found.kinds().count("/TD") == sum(map(len, rows))


@needs_fonts
@pytest.mark.parametrize("body", ["**a**", "*a {{ name }}*", "***a***", "**[a](https://a.example)**", "- **a**"])
def test_a_block_of_strong_words_only_is_printed(body: str, company: Company) -> None:
    found = in_pdf(company, f"{body}\n\nafter", name="N")
    assert "".join(found.spoken()) == ("Sa Nafter" if "name" in body else "Saafter")


@needs_fonts
@pytest.mark.parametrize("locale", ["sl", "ur"])
def test_a_label_in_the_source_language_says_so(locale: str, company: Company) -> None:
    body = "``` bar 40\n{% trans %}Hello{% endtrans %}\n```\n\n| {% trans %}Left{% endtrans %} |\n|---|\n| {{ name }} |"
    found = in_pdf(company, body, locale, name="N")
    by_text = {str(one["/ActualText"]): one for one in found.elements if "/ActualText" in one}
    assert by_text["Hello"]["/Lang"] == "en"
    assert list(by_text) == ["S", "Hello", "Left", "N"]
    (figure,) = [one for one in found.elements if one["/S"] == "/Figure"]
    assert "40" in str(figure["/Alt"])


@needs_fonts
def test_guides_can_be_joined_to_one_file(guides: Project) -> None:
    letters = [(guide(guides, locale), Envelope(recipient="R")) for locale in LOCALES * 2]
    found = Structure(pdf.merge(guides.content, letters))
    assert found.kinds().count("/Figure") == 4
    assert sum(text.startswith("You must") for text in found.spoken()) == 2
