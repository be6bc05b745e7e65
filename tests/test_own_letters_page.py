"""The page "Your own letters": its tables have every block, field, type and filter that there is, and say the truth."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from goodterms.cldr.formatter import Formatter
from goodterms.content import letter_fields, letters, tables
from goodterms.content.layers import BUILT_IN, Content
from goodterms.engine.environment import LetterEnvironment
from goodterms.engine.filters import filters
from goodterms.engine.names import Names
from goodterms.fields import TYPES
from goodterms.model import LanguageSettings

if TYPE_CHECKING:
    from conftest import Company
    from goodterms.project import Project

PAGE = (Path(__file__).parents[1] / "docs" / "own-letters.md").read_text("utf-8")
FRAME = BUILT_IN / "templates" / "_letter"
_CELL = re.compile(r"(?<!\\)\|")


def table(heading: str) -> list[list[str]]:
    """The rows of the table under a row of headings."""
    start = PAGE.index(f"{heading}\n")
    lines = [line.strip() for line in PAGE[start:].split("\n")]
    end = next(number for number, line in enumerate(lines) if not line.startswith("|"))
    return [[cell.strip() for cell in _CELL.split(line)[1:-1]] for line in lines[2:end]]


def first_names(rows: list[list[str]]) -> list[str]:
    return [row[0].strip("`") for row in rows]


def all_filters(project: Project) -> tuple[set[str], set[str]]:
    """The filters that letters can use: our own, and those that are Jinja's."""
    locale = project.source_locale
    formatter = Formatter(locale, LanguageSettings())
    names = Names(formatter)
    unused = cast("Any", None)
    known = {name for name in LetterEnvironment(Content(), unused, unused, formatter, names).filters if " " not in name}
    own = set(filters(formatter, unused, names))
    assert own < known
    return own, known - own


def test_the_page_has_every_filter(project: Project) -> None:
    own, jinjas = all_filters(project)
    cells = [row[0] for row in table("| filter | writes | example |")]
    listed = [re.split(r"[(]", word.rpartition("|")[2])[0] for cell in cells for word in re.findall(r"`([^`]+)`", cell)]
    assert sorted(set(listed)) == sorted(own)
    besides = re.search(r"Besides the filters above, templates can use (.*?)\. Nothing", PAGE, re.DOTALL)
    assert besides
    assert sorted(re.findall(r"`(\w+)`", besides[1])) == sorted(jinjas)


def test_the_page_has_every_type() -> None:
    assert first_names(table("| type | what it takes | such as | in a letter |")) == list(TYPES)


@pytest.mark.parametrize("row", table("| type | what it takes | such as | in a letter |"), ids=lambda row: row[0])
def test_the_example_of_a_type_is_written_as_the_page_says(company: Company, row: list[str]) -> None:
    kind, _, example, expected = row
    kind, example = kind.strip("`"), example.strip("`")
    options = f'options = ["{example}"]\n' if kind == "choice" else ""
    sample = example if example.startswith("{") else f'"{example}"'
    record = "".join(
        f'[fields.x.parts.{part}]\ntype = "{of}"\nsample = "https://a.example"\n'
        for part, of in {"name": "name", "link": "url"}.items()
        if kind == "record"
    )
    company.file(
        "templates/note/letter.toml",
        f'title = "N"\n[steps.body]\n[fields.x]\ntype = "{kind}"\n{options}sample = {sample}\n{record}',
    )
    parts = re.findall(r"`fact(\.\w+)`", row[1])  # a value of some types is printed in its parts
    shown = re.findall(r"`(\{[{%][^`]+)`", row[1])  # or as the page shows
    body = shown[0] if shown else ": ".join(f"{{{{ x{part} }}}}" for part in parts or [""])
    company.file("templates/note/letter.md.j2", f"{{% block body %}}{body}{{% endblock %}}\n")
    assert company.write(locale="en", missing="refuse") == f"{expected}\n"


def test_the_page_has_every_block_and_field_of_the_frame() -> None:
    letter = tables.read(FRAME / "letter.toml")
    nested = re.findall(r"\{% block (\w+) %\}", (FRAME / "letter.md.j2").read_text("utf-8"))
    rows = table("| block | what it says | when you would override it |")
    assert [name for row in rows for name in re.findall(r"`(\w+)`", row[0])] == nested
    rows = table("| field | type | what it is |")
    fields = [(name, inner.text("type"), inner.text("help")) for name, inner in letter.tables("fields")]
    assert [(row[0].strip("`"), row[1].strip("`"), row[2]) for row in rows] == fields


def test_the_page_has_every_key() -> None:
    page = PAGE[PAGE.index("## Describe a letter") :]
    heading = "| key | meaning |"
    assert page.count(heading) == 2
    first, second = (page.index(heading), page.rindex(heading))
    found = [names_in_first_cells(page[start:]) for start in (first, second)]
    assert found[0] == sorted(letters._LETTER_KEYS)
    assert found[1] == sorted(letter_fields._FIELD_KEYS)
    parts = re.search(r"A part takes the keys (.*?);", page, re.DOTALL)
    assert parts
    assert sorted(re.findall(r"`(\w+)`", parts[1])) == sorted(letter_fields._PART_KEYS)


def names_in_first_cells(text: str) -> list[str]:
    """The names in the first column of the table that a text begins with, those of TOML tables without their brackets."""
    rows = text.split("\n\n")[0].split("\n")[2:]
    names = [name for row in rows for name in re.findall(r"`([^`]+)`", _CELL.split(row)[1])]
    return sorted(re.sub(r"^\[(\w+).*", r"\1", name) for name in names)
