"""The command line in other languages: what people read is in them, and what programs read is not."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from goodterms import speech
from goodterms.cli import click_texts, main
from goodterms.messages import program
from goodterms.reports.width import width

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LANGUAGES = ["ne", "sl", "te", "ur"]
VARIABLES = ("GOODTERMS_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
BAD_CATALOG = """msgid ""
msgstr ""
"Language: sl\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "Dear {name},"
msgstr "Spoštovani {ime},"
"""


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    yield
    speech.choose(None)
    click_texts.speak_as_chosen(is_chosen=False)


def run(*arguments: str, **environ: str) -> Result:
    given: dict[str, str | None] = {**dict.fromkeys(VARIABLES), **environ}
    return CliRunner().invoke(main, list(arguments), env=given)


def translated(language: str, msgid: str, context: str | None = None) -> str:
    """A translation without its facts."""
    loaded = program.load(language)
    assert loaded is not None
    text = loaded.text(context, msgid)
    assert text != msgid
    return text


def words_of(text: str) -> list[str]:
    """What is around the facts of a text."""
    return [part for piece in text.split("{") if (part := piece.rpartition("}")[2].strip())]


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_is_in_the_language(language: str, folder: Path) -> None:  # noqa: ARG001
    result = run("--lang", language, "--help")
    assert result.exit_code == 0
    shown = " ".join(result.stdout.split())
    for msgid in ("Each letter is written entirely in the customer's own language.", "Writing letters", "Usage:"):
        assert translated(language, msgid) in shown
    assert max(map(width, re.sub(r"(?m)^    \d.*", "", result.stdout).split("\n"))) <= 80
    # Whichever comes first.
    assert run("--help", f"--lang={language}").stdout == result.stdout
    assert run("--help", GOODTERMS_LANG=language).stdout == result.stdout
    assert run("--help", LANG=f"{language}_XX.UTF-8").stdout == result.stdout


@pytest.mark.parametrize("language", LANGUAGES)
def test_faults_are_in_the_language(language: str, folder: Path) -> None:  # noqa: ARG001
    result = run("--lang", language, "render", "farewell", "--locale", "sl", "--sample", "--date", "soon")
    assert result.exit_code == 2
    for msgid in ("Error:", "{given!r} is not a valid date"):
        for words in words_of(translated(language, msgid)):
            assert words in result.stderr
    assert "'soon'" in result.stderr


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_of_click_are_in_the_language(language: str, folder: Path) -> None:  # noqa: ARG001
    result = run("--lang", language, "render", "farewell", "--bogus")
    assert result.exit_code == 2
    for words in words_of(translated(language, "No such option {name!r}.")):
        assert words in result.stderr
    assert "No such option" in run("render", "farewell", "--bogus").stderr


def test_an_earlier_call_in_another_language_leaves_nothing_behind(folder: Path) -> None:  # noqa: ARG001
    before = [run(*call).output for call in (["--help"], ["render", "--help"], ["render"])]
    for language in LANGUAGES:
        run("--lang", language, "render", "--help")
    assert [run(*call).output for call in (["--help"], ["render", "--help"], ["render"])] == before


@pytest.mark.parametrize("tag", ["xx", "", "C", "../sl"])
def test_a_language_without_a_catalog_is_refused(tag: str, folder: Path) -> None:  # noqa: ARG001
    result = run("--lang", tag, "letters")
    assert result.exit_code == 2
    assert f"{tag!r} is not a language of goodterms; expected one of: en, ne, sl, te, ur" in result.stderr


@pytest.mark.parametrize("tag", ["en", "en-GB", "en_US.UTF-8"])
def test_the_source_language_can_be_asked_for(tag: str, folder: Path) -> None:  # noqa: ARG001
    assert run("--lang", tag, "letters", LANG="sl_SI.UTF-8").stdout == run("letters").stdout


@pytest.mark.parametrize(
    "command", [["letters"], ["locales"], ["fields", "farewell"], ["conventions", "sl"], ["doctor"]]
)
def test_what_programs_read_is_the_same_in_all_languages(command: list[str], folder: Path) -> None:  # noqa: ARG001
    english = run(*command, "--json").stdout
    assert json.loads(english)
    assert {run("--lang", language, *command, "--json").stdout for language in LANGUAGES} == {english}


@pytest.mark.parametrize("report", ["json", "sarif", "junit", "github", "gitlab"])
def test_reports_for_programs_are_the_same_in_all_languages(report: str, folder: Path) -> None:
    (folder / "sl.po").write_text(BAD_CATALOG, "utf-8")
    english = run("check", "sl.po", "--format", report)
    assert english.exit_code == 1
    for language in LANGUAGES:
        result = run("--lang", language, "check", "sl.po", "--format", report)
        assert (result.stdout, result.exit_code) == (english.stdout, 1)


def test_a_baseline_holds_in_all_languages(folder: Path) -> None:
    (folder / "sl.po").write_text(BAD_CATALOG, "utf-8")
    run("--lang", "sl", "check", "sl.po", "--baseline", "known.json", "--update-baseline")
    for language in ("en", *LANGUAGES):
        assert run("--lang", language, "check", "sl.po", "--baseline", "known.json").exit_code == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_findings_are_in_the_language(language: str, folder: Path) -> None:
    (folder / "sl.po").write_text(BAD_CATALOG, "utf-8")
    shown = " ".join(run("--lang", language, "check", "sl.po").stdout.split())
    for words in words_of(translated(language, "the placeholder {placeholder} is missing from the translation")):
        assert words in shown
    assert translated(language, "error") in shown
    assert "placeholder-mismatch" in shown


def test_letters_are_not_affected(folder: Path) -> None:  # noqa: ARG001
    letter = ["render", "farewell", "--locale", "sl", "--sample", "--date", "2026-11-21"]
    assert {run("--lang", language, *letter).stdout for language in ("en", *LANGUAGES)} == {run(*letter).stdout}


def test_advice_is_in_the_language_of_whoever_asks(folder: Path) -> None:
    (folder / "orders.csv").write_text("customer,date\nAna,2026-01-05\n", "utf-8")
    quiet = ["quiet", "orders.csv", "--date", "2026-11-21"]
    assert run("--lang", "sl", *quiet).stdout == run(*quiet, "--locale", "sl").stdout != run(*quiet).stdout


def test_isolates_reach_the_terminal_and_no_other_control(folder: Path) -> None:  # noqa: ARG001
    value = "a\u202eb\u2069c"
    result = run("--lang", "ur", "render", "farewell", "--locale", value)
    assert "\u2068" in result.stderr
    assert "\u202e" not in result.stderr
    for line in result.stderr.split("\n"):
        assert line.count("\u2068") == line.count("\u2069")
    assert "\u2068" not in run("--lang", "sl", "render", "farewell", "--locale", "xx").stderr


def test_a_real_process_speaks_the_language_of_its_environment(folder: Path) -> None:
    environ = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    command = [sys.executable, "-m", "goodterms", "letters"]
    done = subprocess.run(
        command, env={**environ, "LC_ALL": "sl_SI.UTF-8"}, capture_output=True, text=True, check=True, cwd=folder
    )
    assert translated("sl", "Ends a customer relationship on good terms, in five steps.")[:40] in done.stdout
