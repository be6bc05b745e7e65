"""The content that is parsed beforehand is what the files say, and counts for no other file."""

from __future__ import annotations

import tomllib
from functools import partial
from typing import TYPE_CHECKING

import pytest

from goodterms.content import letters, parsed, tables
from goodterms.content.layers import BUILT_IN, Content
from goodterms.errors import BrokenContent
from goodterms.project import Project, open_project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Company

FILES = sorted(
    path
    for folder in ("locales", "templates")
    for path in (BUILT_IN / folder).rglob("*.toml")
    if "_new" not in path.parts
)
"""All TOML files of the content but those of new letters, which are no content before they are filled in."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the parsed content."""
    folder = tmp_path_factory.mktemp("content") / "parsed"
    parsed.write(BUILT_IN, folder)
    return folder


@pytest.fixture
def _parsed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(parsed, "values", partial(parsed.values, folder=folder))
    tables._parsed.cache_clear()
    yield
    tables._parsed.cache_clear()


def typed(value: object) -> object:
    """A value with the types of all that is in it, as 1, 1.0 and true are equal."""
    if isinstance(value, dict):
        return [(key, typed(inner)) for key, inner in value.items()]
    return [*map(typed, value)] if isinstance(value, list) else (type(value), value)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(BUILT_IN).as_posix())
def test_parsed_content_is_what_the_file_says(path: Path, folder: Path) -> None:
    text = path.read_text("utf-8")
    assert typed(parsed.values(path, text, folder)) == typed(tomllib.loads(text))


def test_it_counts_for_no_other_text_and_no_other_file(folder: Path, tmp_path: Path) -> None:
    path = FILES[0]
    text = path.read_text("utf-8")
    assert parsed.values(path, text + "\n", folder) is None
    assert parsed.values(tmp_path / path.relative_to(BUILT_IN), text, folder) is None
    assert parsed.values(path, text, tmp_path) is None


def test_half_a_file_does_not_count(tmp_path: Path) -> None:
    path = FILES[0]
    half = tmp_path / f"{path.relative_to(BUILT_IN)}.json"
    half.parent.mkdir(parents=True)
    half.write_text('["', "utf-8")
    assert parsed.values(path, path.read_text("utf-8"), tmp_path) is None


@pytest.mark.parametrize("text", ["a = 2026-11-21", "a = [12:30:00]", "a = nan", "a = ", "a = 1\na = 2"])
def test_what_json_cannot_hold_is_left_out(text: str, tmp_path: Path) -> None:
    (tmp_path / "content/locales/xx").mkdir(parents=True)
    (tmp_path / "content/locales/xx/language.toml").write_text(text, "utf-8")
    (tmp_path / "content/locales/xx/terms.toml").write_text("a = 1.0\nb = [{c = true}]", "utf-8")
    parsed.write(tmp_path / "content", tmp_path / "parsed")
    assert [path.name for path in (tmp_path / "parsed").rglob("*.json")] == ["terms.toml.json"]


@pytest.mark.usefixtures("_parsed")
@pytest.mark.parametrize("name", Content().letters())
def test_an_outline_is_the_letter_without_its_fields(name: str) -> None:
    found = letters.outline(Content(), name)
    assert found == letters.load(Content(), name)._replace(fields={})


def test_an_outline_of_a_file_that_was_not_parsed_is_the_letter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parsed, "values", partial(parsed.values, folder=tmp_path))
    tables._parsed.cache_clear()
    assert Project(Content()).outlines() == Project(Content()).letters()


@pytest.mark.usefixtures("_parsed")
def test_the_letters_of_a_company_are_read_whole(company: Company) -> None:
    """What is wrong with a field of its own letters is reported, also where it only comes from another letter."""
    company.file("templates/_letter/letter.toml", 'extends = "_letter"\n[fields.extra]\ntype = "wrong"\nsample = "x"\n')
    project = open_project([company.root])
    with pytest.raises(BrokenContent) as listed:
        project.outlines()
    with pytest.raises(BrokenContent) as read:
        open_project([company.root]).letters()
    assert listed.value.faults == read.value.faults != ()


def test_faults_of_a_letter_stop_the_package(tmp_path: Path) -> None:
    (tmp_path / "templates/note").mkdir(parents=True)
    (tmp_path / "templates/note/letter.toml").write_text('[fields.a]\ntype = "wrong"\nsample = "x"\n', "utf-8")
    with pytest.raises(BrokenContent):
        parsed.write(tmp_path, tmp_path / "parsed")
    assert not (tmp_path / "parsed").exists()
