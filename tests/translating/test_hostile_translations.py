"""Translations that would change what a letter is: refused where they are taken, and again where a letter is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import HEADER, Company
from goodterms.content.layers import Content
from goodterms.errors import BrokenContent, GoodtermsError
from goodterms.messages import catalog
from goodterms.project import Project
from goodterms.translating import handoff

if TYPE_CHECKING:
    from pathlib import Path

SL = HEADER.replace('msgstr ""\n', 'msgstr ""\n"Language: sl\\n"\n', 1)
FIRST = SL.count("\n") + 2
"""The line of the first msgid after the header."""

CHARACTERS = [
    "a&#27;[31mb",
    "a&#x1B;]0;b&#7;",
    "a&#8238;gnp.exe",
    "a&#8297;b",
    "a&#x2067;b",
    "a&#13;&#10;Bcc: x",
    "a&NewLine;b",
    "a&Tab;b",
    "a&#11;b",
    "a&#133;b",
    "a&#8232;b",
    "a&#0;b",
    "a&#xD800;b",
    "a&#xF0000;b",
    "a&#xE000;b",
    "a\ue000b",
    "a\U000f0000b",
]
WAYS_OUT = [
    "[Hvala](https://evil.example)",
    "[Hvala][x]",
    "![x](https://evil.example/p.png)",
    "<https://evil.example>",
    "glejte https://evil.example/x",
    "glejte http&#58;//evil.example",
    "pišite na a@evil.example",
    "www.evil.example",
    "obiščite evil.com takoj",
    "[Hvala](javascript:alert(1))",
    "[Hvala](data:text/html,x)",
    "[Hvala](&#106;avascript:x)",
    '<img src="x">',
]
HARMLESS = ["Hvala &amp; lep pozdrav", "Hvala&lrm;", "Hvala, d.o.o., npr. 1.2.2026", "Hvala \\&#27;", "Hvala **lepa**"]
BRACES = ["Lep {pozdrav", "Lep } pozdrav", "Lep {{ pozdrav }"]
UNREADABLE = [">" * 30_000 + " a", "- " * 5_000 + "a", "1. Hvala"]


def taken(company: Company, texts: list[str]) -> set[int]:
    """The numbers of the translations that are not taken together; the catalog must be as it was then."""
    msgids = [f"Thank you {'very ' * number}much" for number in range(len(texts))]
    company.note("\n\n".join(f"{{% trans %}}{msgid}{{% endtrans %}}" for msgid in msgids))
    own = company.catalog("".join(f'\nmsgid "{msgid}"\nmsgstr ""\n' for msgid in msgids))
    before = own.read_bytes()
    rows = [f'\nmsgid "{msgid}"\nmsgstr "{as_string(text)}"\n' for msgid, text in zip(msgids, texts, strict=True)]
    file = company.file("returned.po", SL + "".join(rows))
    try:
        handoff.take_file(Project(Content((company.root,))), file)
    except GoodtermsError as error:
        assert own.read_bytes() == before
        return {(one.line - FIRST) // 3 for one in error.faults}
    return set()


def as_string(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


@pytest.mark.parametrize("texts", [CHARACTERS, WAYS_OUT, BRACES, *([text] for text in UNREADABLE)])
def test_translations_that_no_letter_may_print_are_not_taken(company: Company, texts: list[str]) -> None:
    assert taken(company, texts) == set(range(len(texts)))


def test_harmless_translations_are_taken(company: Company) -> None:
    assert taken(company, HARMLESS) == set()


@pytest.mark.parametrize("text", [*CHARACTERS, *WAYS_OUT])
def test_a_letter_is_not_written_with_it_either(tmp_path: Path, text: str) -> None:
    with pytest.raises(BrokenContent) as caught:
        catalog.read(tmp_path / "a.po", f'{SL}\nmsgid "Thank you"\nmsgstr "{as_string(text)}"\n'.encode())
    assert caught.value.faults[0].line == 7


def test_a_link_of_the_message_stays(tmp_path: Path) -> None:
    links = "[Read](https://lipa.example), {name} or write to a@lipa.example"
    text = (
        f'{SL}\nmsgid "{links}"\nmsgstr "{links.replace("Read", "Berite").replace("or write to", "ali pišite na")}"\n'
    )
    assert catalog.read(tmp_path / "a.po", text.encode()).find(None, links)


@pytest.mark.parametrize("text", ["x&#27;y", "x&#8238;y", "x&NewLine;y", "x\x1by", "x\u2028y", "x\ue000y"])
def test_a_template_prints_no_controls_either(company: Company, text: str) -> None:
    company.note(text)
    with pytest.raises(BrokenContent) as caught:
        company.write()
    assert [(one.kind.partition("-")[0], one.line) for one in caught.value.faults] == [("template", 2)]


def test_what_two_parts_of_prose_produce_together_is_refused(company: Company) -> None:
    company.note("x&#{% if count %}27;y{% endif %}")
    with pytest.raises(BrokenContent) as caught:
        company.write()
    assert caught.value.faults[0].kind == "forged-character"


@pytest.mark.parametrize("form", ["text", "md", "html"])
@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JavaScript:x", "data:text/html,x", "vbscript:x", "//x.example"]
)
def test_no_format_has_an_address_that_is_code(company: Company, form: str, address: str) -> None:
    company.note(f"[words]({address}) [words](<{address}>) <{address}>\n\n[a]\n\n[a]: {address}")
    written = company.write(form=form)
    assert "words" in written
    assert f"({address}" not in written
    assert f'href="{address}' not in written


@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_a_value_makes_no_link_of_its_own(company: Company, form: str) -> None:
    company.note("[words]({{ name }}) [words](javascript:{{ name }}) {{ name }}")
    page = company.write(form=form, name="[x](javascript:alert(1))")
    written = page.partition("<main>")[2] or page
    assert "](javascript:" not in written or form != "md"
    assert "href" not in written
