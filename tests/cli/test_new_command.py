"""``goodterms new``: a letter that can be rendered at once, and whose commented examples work when they are used."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from goodterms.cli import main
from goodterms.content.layers import BUILT_IN, Content

LETTERS = Content().letters()
LANGUAGES = Content().catalogs()


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def use_examples(letter: Path) -> None:
    """Move the commented examples of a new letter out of their comments."""
    table = letter / "letter.toml"
    before, start, examples = re.split(r'(?m)(^# To add [^#]*remove the "# " here.*\n#\n)', table.read_text("utf-8"))
    assert start
    table.write_text(before + re.sub(r"(?m)^#( |$)", "", examples), "utf-8")
    template = letter / "letter.md.j2"
    text, count = re.subn(r"(?s)\{#\n[^{]*(\{% block .*?)#\}\n", r"\1", template.read_text("utf-8"))
    assert count == 1
    template.write_text(text, "utf-8")


@pytest.mark.usefixtures("folder")
def test_a_new_letter_is_written_in_every_language_at_once() -> None:
    assert run("new", "price-change").output.splitlines() == [
        "Written: templates/price-change/letter.toml",
        "Written: templates/price-change/letter.md.j2",
        "Next:",
        "  goodterms render price-change --locale en --sample --content .",
        "  goodterms fields price-change --content .",
    ]
    for language in LANGUAGES:
        written = run("render", "price-change", "--locale", language, "--content", ".", "--sample", "--set", "subject=<Sub>", "--set", "message=*One*", "--set", "message=Two")  # fmt: skip
        assert written.exit_code == 0, written.stderr
        paragraphs = [re.sub("[\u2066-\u2069\u200f]", "", text) for text in written.stdout.split("\n\n")]
        assert paragraphs[1] == "<Sub>"
        assert paragraphs[3:5] == ["*One*", "Two"]


@pytest.mark.usefixtures("folder")
def test_a_new_letter_is_a_page_and_a_row_of_a_table() -> None:
    run("new", "note", "--content", "ours")
    for name in ("note.html", "note.md"):
        assert run("render", "note", "--locale", "ur", "--sample", "--content", "ours", "-o", name).exit_code == 0
    assert run("fields", "note", "--content", "ours", "--sheet", "rows.csv").exit_code == 0
    Path("goodterms.toml").write_text('[sender]\ncompany = "Lipa"\nsignature = "Maja Kovač"\n', "utf-8")
    result = run("batch", "note", "rows.csv", "-o", "outbox", "--content", "ours", "--format", "html")
    assert result.exit_code == 0, result.output


def test_the_commented_examples_of_a_new_letter_work(folder: Path) -> None:
    run("new", "note")
    use_examples(folder / "templates" / "note")
    for choice, expected in (
        ("visit", "visit you on Thursday, December 31, 2026."),
        ("call", "We will call you soon."),
    ):
        written = run("render", "note", "--locale", "en", "--sample", "--content", ".", "--set", f"next={choice}")
        assert written.exit_code == 0, written.stderr
        assert expected in written.stdout
    refused = run("render", "note", "--locale", "sl", "--sample", "--content", ".")
    assert "2 of 12 messages are not translated" in refused.stderr
    assert refused.exit_code == 3


@pytest.mark.parametrize("parent", LETTERS)
def test_a_letter_from_another_one_says_the_same_until_it_is_changed(folder: Path, parent: str) -> None:
    assert run("new", "ours", "--from", parent, "--title", 'A "new" one').exit_code == 0
    for language in LANGUAGES:
        texts = [
            run("render", letter, "--locale", language, "--sample", "--content", ".").stdout
            for letter in ("ours", parent)
        ]
        assert texts[0] == texts[1] != ""
    use_examples(folder / "templates" / "ours")
    written = run("render", "ours", "--locale", "en", "--sample", "--content", ".")
    assert written.exit_code == 0, written.stderr
    assert "\n\nPlease remember this: our spare key.\n\n" in written.stdout
    assert 'A "new" one' in run("letters", "--content", ".", "--json").stdout.replace('\\"', '"')


@pytest.mark.parametrize("parent", ["", *LETTERS[:1]])
def test_a_new_letter_leaves_nothing_to_translate(folder: Path, parent: str) -> None:
    run("new", "note", *(["--from", parent] if parent else []))
    run("catalog", "add", "sl", "--content", ".")
    assert "messages to translate: 0" in run("catalog", "todo", "sl", "--content", ".").stderr
    assert json.loads(run("check", "--content", ".", "--format", "json").stdout) == []
    assert 'msgid "K' not in (folder / "locales/sl/LC_MESSAGES/goodterms.po").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["My Letter!"], ["LETTER: 'My Letter!' cannot be the name of a letter", "as in My-Letter"]),
        (["_note"], ["cannot be the name of a letter", "as in note"]),
        (["../note"], ["cannot be the name of a letter", "as in note"]),
        (["a/b"], ["as in a-b"]),
        (["..."], ["'...' cannot be the name of a letter", "as in price-change"]),
        (["taken"], ["templates/taken already exists"]),
        (["check-in"], ["'check-in' is a built-in letter", "--from check-in", '{% extends "check-in/letter.md.j2" %}']),
        (["note", "--from", "farwell"], ["--from: there is no letter 'farwell'", "did you mean 'farewell'?"]),
        (["a b", "--from", "c", "--title", "d\ne"], ["3 faults", "as in a-b", "--from", "--title"]),
    ],
)  # fmt: skip
def test_what_cannot_be_a_new_letter_is_refused_and_nothing_is_written(
    folder: Path, arguments: list[str], expected: list[str]
) -> None:
    (folder / "templates" / "taken").mkdir(parents=True)
    before = sorted(folder.rglob("*"))
    refused = run("new", *arguments)
    assert refused.exit_code == 2
    assert [text for text in expected if text not in refused.stderr] == []
    assert sorted(folder.rglob("*")) == before


@pytest.mark.usefixtures("folder")
def test_a_letter_of_a_lower_folder_is_not_built_in() -> None:
    run("new", "note", "--content", "theirs")
    refused = run("new", "note", "--content", "ours", "--content", "theirs")
    assert "there is a letter 'note' already" in refused.stderr


def test_the_scaffold_is_not_a_letter() -> None:
    assert (BUILT_IN / "templates" / "_new" / "own" / "letter.toml").is_file()
    assert not [name for name in LETTERS if name.startswith("_") or "new" in name]
