"""What a check looks at: the catalogs of the project at hand, all of them, and nobody else's."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from goodterms.cli import main
from goodterms.content.layers import BUILT_IN

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Company

HEADER = 'msgid ""\nmsgstr ""\n"Language: {}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
RIGHT = '#, python-brace-format\nmsgid "Dear {name},"\nmsgstr "Spoštovani, {name},"\n'
WRONG = RIGHT.replace("Spoštovani, {name},", "Spoštovani,")
EMPTY = '\nmsgid "Thank you"\nmsgstr ""\n'


def catalog(path: Path, text: str, language: str = "sl") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER.format(language) + text, "utf-8")
    return path


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["check", *arguments], env={"GITHUB_ACTIONS": ""})
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def found(*arguments: str) -> list[tuple[str, str, str]]:
    """The level, the rule and the path of each finding."""
    rows = json.loads(run("--format", "json", *arguments).stdout)
    return [(row["level"], row["rule"], row["path"]) for row in rows]


def git(*arguments: str) -> None:
    identity = ("-c", "user.name=Ana Novak", "-c", "user.email=ana@example.com", "-c", "protocol.file.allow=always")
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)


# Without PATH


def test_a_foreign_project_is_checked_where_it_is(folder: Path) -> None:
    for name in ("app/locale/sl/LC_MESSAGES/django.po", "po/sl.po"):
        catalog(folder / name, WRONG)
    (folder / "templates" / "shop").mkdir(parents=True)
    (folder / "templates" / "shop" / "base.html").write_text("<p>")
    paths = ["app/locale/sl/LC_MESSAGES/django.po", "po/sl.po"]
    assert found() == [("error", "placeholder-mismatch", path) for path in paths]
    assert run().exit_code == 1
    for path in paths:
        catalog(folder / path, RIGHT)
    right = run()
    assert (right.stdout, right.exit_code) == ("no findings in 2 catalogs\n", 0)


def test_a_folder_without_catalogs_is_not_a_passed_check(folder: Path) -> None:
    (folder / "goodterms.toml").write_text('[sender]\ncompany = "Lipa"\n', "utf-8")
    result = run()
    assert result.exit_code == 2
    assert "no catalogs found in this folder" in result.stderr
    assert "--built-in" in result.stderr
    assert run("--built-in", "--select", "syntax").stdout == "no findings in 11 catalogs\n"


@pytest.mark.parametrize("named", [False, True], ids=["here", "--content"])
def test_own_letters_are_checked_and_nothing_below_them(
    company: Company, monkeypatch: pytest.MonkeyPatch, named: bool
) -> None:
    """A letter replaces a built-in one: the built-in catalogs have what it does not use, and are not outdated."""
    company.file(
        "templates/farewell/letter.md.j2",
        '{% extends "farewell/letter.md.j2" %}{% block appreciate %}{% trans %}Hello{% endtrans %}{% endblock %}',
    )
    for language in ("en", "ne", "sl", "te", "ur"):
        company.catalog(f'\nmsgid "Hello"\nmsgstr "{"" if language == "en" else "X"}"\n', language)
    monkeypatch.chdir(company.root.parent if named else company.root)
    content = ("--content", company.root.name) if named else ()
    rules = [*(f"--select={name}" for name in ("template-outdated", "message-unused", "letter-incomplete"))]
    result = run(*content, *rules)
    assert (result.stdout, result.exit_code) == ("no findings in 5 catalogs\n", 0)
    company.catalog('\nmsgid "Hello"\nmsgstr ""\n')
    path = (
        f"{company.root.name}/locales/sl/LC_MESSAGES/goodterms.po" if named else "locales/sl/LC_MESSAGES/goodterms.po"
    )
    assert found(*content, *rules) == [("error", "letter-incomplete", path)]
    assert run(*content, *rules).exit_code == 1
    company.catalog('\nmsgid "Hello"\nmsgstr "X"\n\nmsgid "old"\nmsgstr "X"\n')
    assert found(*content, *rules) == [("warning", "message-unused", path)]


def test_of_two_layers_each_is_compared_with_its_own_letters(folder: Path) -> None:
    for name, text in (("low", "Hello"), ("high", "Welcome")):
        letter = folder / name / "templates" / "note"
        letter.mkdir(parents=True)
        (letter / "letter.toml").write_text('title = "Note"\n[steps.body]\n', "utf-8")
        (letter / "letter.md.j2").write_text(
            f"{{% block body %}}{{% trans %}}{text}{{% endtrans %}}{{% endblock %}}", "utf-8"
        )
        catalog(folder / name / "locales" / "sl" / "LC_MESSAGES" / "goodterms.po", f'msgid "{text}"\nmsgstr "X"\n')
        catalog(folder / name / "locales" / "goodterms.pot", f'msgid "{text}"\nmsgstr ""\n', "")
    content = ("--content", "high", "--content", "low", "--select", "template-outdated", "--select", "message-unused")
    assert found(*content) == []
    catalog(folder / "low" / "locales" / "goodterms.pot", 'msgid "Hi"\nmsgstr ""\n', "")
    assert {path for _, _, path in found(*content)} == {"low/locales/goodterms.pot"}


def test_an_emptied_message_of_a_letter_fails_unless_its_language_is_in_progress(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("templates", "locales"):
        shutil.copytree(BUILT_IN / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "locales" / "te" / "LC_MESSAGES" / "goodterms.po"
    text = path.read_text("utf-8")
    start = text.index('msgstr "', text.index('\nmsgid "Date: {date}"'))
    path.write_text(text[:start] + 'msgstr ""' + text[text.index("\n", start) :], "utf-8")
    # The letters fall back to the built-in translation, and yet nobody empties a message on purpose.
    rules = ("--select", "letter-incomplete", "--select", "untranslated")
    assert found(*rules) == [("error", "untranslated", "locales/te/LC_MESSAGES/goodterms.po")]
    assert run(*rules).exit_code == 1
    (tmp_path / "goodterms.toml").write_text('[languages]\nin-progress = ["te"]\n', "utf-8")
    assert found(*rules) == [("note", "untranslated", "locales/te/LC_MESSAGES/goodterms.po")]
    assert run(*rules).exit_code == 0
    (tmp_path / "goodterms.toml").write_text('[languages]\nin-progress = ["xx"]\n', "utf-8")
    assert "languages.in-progress (in goodterms.toml): 'xx' is not a language" in run().stderr


def test_the_settings_name_the_folder_with_the_letters(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    company.note("{% trans %}Hello{% endtrans %}")
    catalog(company.root.parent / "po" / "sl.po", WRONG)
    monkeypatch.chdir(company.root.parent)
    settings = company.root.parent / "goodterms.toml"
    settings.write_text(f'[check]\ncontent = ["{company.root.name}"]\n', "utf-8")
    assert {rule for _, rule, _ in found()} == {"letter-incomplete"}
    assert {rule for _, rule, _ in found("po")} == {"placeholder-mismatch"}


# What is not the project's own


def others(folder: Path) -> None:
    """Catalogs of other people in a project, all wrong, and one of its own."""
    for name in (".venv/lib", "node_modules/x", "env/lib", "src/.tox/py", "web/node_modules/y"):
        catalog(folder / name / "sl.po", WRONG)
    (folder / "env" / "pyvenv.cfg").write_text("home = /usr/bin\n")
    catalog(folder / "po" / "sl.po", RIGHT)


def test_packages_are_not_searched_without_git(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    others(folder)
    monkeypatch.setenv("PATH", str(folder / "nothing"))
    assert run().stdout == "no findings in 1 catalog\n"
    assert run(".").stdout == "no findings in 1 catalog\n"
    assert run(".venv").exit_code == 1


def test_what_git_ignores_is_not_searched(folder: Path) -> None:
    others(folder)
    catalog(folder / "build" / "sl.po", WRONG)
    catalog(folder / "old" / "kept.po", WRONG)
    assert len(found()) == 2
    (folder / ".gitignore").write_text("build/\nold/\n")
    git("init", "-q")
    git("add", "-f", "old/kept.po")
    assert [path for _, _, path in found()] == ["old/kept.po"]
    git("rm", "-q", "--cached", "old/kept.po")
    assert run().stdout == "no findings in 1 catalog\n"
    assert run("po", "build").exit_code == 1
    assert run("build/sl.po").exit_code == 1
    (folder / "po" / "sl.po").unlink()
    assert run().exit_code == 2


def test_catalogs_in_a_submodule_and_in_a_clone_are_searched(folder: Path) -> None:
    for name in ("translations", "shop"):
        (folder / name).mkdir()
        git("-C", name, "init", "-q")
    catalog(folder / "translations" / "sl.po", WRONG)
    git("-C", "translations", "add", ".")
    git("-C", "translations", "commit", "-qm", "first")
    git("-C", "shop", "submodule", "add", "-q", str(folder / "translations"), "locale")
    catalog(folder / "shop" / "clone" / "sl.po", WRONG)
    git("-C", "shop/clone", "init", "-q")
    assert [path for _, _, path in found("shop")] == ["shop/clone/sl.po", "shop/locale/sl.po"]


# How much is translated


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("--min", "50"), 0),
        (("--min", "51"), 1),
        (("--min", "sl=50"), 0),
        (("--min", "sl=51"), 1),
        (("--min", "51", "--min", "sl=50"), 0),
        (("po", "--min", "sl-SI=100", "--min", "51"), 2),
        (("po/sl.po", "--min", "hr=100"), 0),
        (("po/sl.po", "--min", "100"), 1),
    ],
)
def test_a_minimum_counts_in_any_project(folder: Path, arguments: tuple[str, ...], status: int) -> None:
    catalog(folder / "po" / "sl.po", RIGHT + EMPTY)
    assert run(*arguments).exit_code == status


def test_a_minimum_counts_for_each_file(folder: Path) -> None:
    catalog(folder / "a" / "sl.po", RIGHT)
    catalog(folder / "b" / "sl.po", RIGHT + EMPTY)
    catalog(folder / "b" / "de.po", RIGHT.replace("#, ", "#, fuzzy, ") + EMPTY, "de")
    catalog(folder / "b" / "shop.pot", EMPTY, "")
    catalog(folder / "b" / "en.po", EMPTY, "en")
    assert [path for level, _, path in found("--min", "60") if level == "error"] == ["b/de.po", "b/sl.po"]
    assert "0% of the messages are translated into de (0 of 2); at least 60% is required" in run(
        "--min=60"
    ).stdout.replace("\n    ", " ")


def test_minimums_of_the_settings_hold_with_a_path(folder: Path) -> None:
    catalog(folder / "po" / "sl.po", RIGHT + EMPTY)
    settings = folder / "goodterms.toml"
    for text, status in [
        ("[check]\nmin = 51\n", 1),
        ("[check]\nmin = 50\n", 0),
        ("[check.min]\nsl = 51\n", 1),
        ("[check.min]\nsl = 50\nde = 100\n", 0),
        ('[check]\nmin = 51\n[languages]\nin-progress = ["sl"]\n', 0),
        ("[check]\nmin = 101\n", 3),
    ]:
        settings.write_text(text, "utf-8")
        assert run("po/sl.po").exit_code == status, text
    settings.write_text("[check.min]\nsl = 51\n", "utf-8")
    assert run("po/sl.po", "--min", "sl=50").exit_code == 0
    settings.write_text("[check.min]\nde = 10\n", "utf-8")
    missing = run()
    assert missing.exit_code == 2
    assert "check.min (in goodterms.toml): 'de' has no catalog" in missing.stderr


def test_the_catalog_of_the_source_language_lacks_nothing(folder: Path) -> None:
    catalog(folder / "po" / "de.po", EMPTY, "de")
    assert run("--min", "100").exit_code == 1
    (folder / "goodterms.toml").write_text('[check]\nsource-language = "de"\n', "utf-8")
    assert found("--min", "100") == []
    (folder / "goodterms.toml").write_text("")
    catalog(folder / "po" / "de.po", EMPTY, 'de\\n"\n"X-Source-Language: de')
    assert found("--min", "100") == []
    (folder / "goodterms.toml").write_text('[check]\nsource-language = "dex"\n', "utf-8")
    assert "check.source-language (in goodterms.toml): 'dex' is not a language" in run().stderr


# Levels


def test_a_rule_has_the_level_that_is_chosen_for_it(folder: Path) -> None:
    catalog(folder / "po" / "sl.po", RIGHT + EMPTY)
    assert found() == [("note", "untranslated", "po/sl.po")]
    assert run().exit_code == 0
    (folder / "goodterms.toml").write_text('[check.levels]\nuntranslated = "error"\n', "utf-8")
    assert found() == [("error", "untranslated", "po/sl.po")]
    assert run().exit_code == 1
    assert found("--level", "untranslated=warning") == [("warning", "untranslated", "po/sl.po")]
    assert run("--level", "untranslated=warning").exit_code == 0
    (folder / "goodterms.toml").write_text('[check.levels]\nuntranslated = "eror"\nfuzy = "note"\n', "utf-8")
    refused = run()
    assert refused.exit_code == 2
    assert "check.levels.untranslated (in goodterms.toml): 'eror' is not a level" in refused.stderr
    assert "'fuzy' is not a rule" in refused.stderr


def test_a_suppression_needs_a_reason_by_the_chosen_level(folder: Path) -> None:
    catalog(folder / "po" / "sl.po", RIGHT + EMPTY.replace("\nmsgid", "\n# check: ignore untranslated\nmsgid", 1))
    assert found() == []
    assert found("--level", "untranslated=error") == [("error", "ignore-without-reason", "po/sl.po")]


# The language of a file


@pytest.mark.parametrize(
    ("path", "declared", "language", "rules"),
    [
        ("it-works.po", "sl", "sl", []),
        ("my-plugin.po", "sl", "sl", []),
        ("sl/hr.po", "sl", "sl", []),
        ("sl_SI.po", "sl", "sl", []),
        ("sl.po", "sl_SI", "sl_SI", []),
        ("sl-si.po", "sl_SI", "sl_SI", []),
        ("sr@latin.po", "sr@latin", "sr@latin", []),
        ("be@latin.po", "be@latin", "be@latin", []),
        ("sr@latin.po", "sr", "sr@latin", ["header-language"]),
        ("sr_Latn/texts.po", "sr", "sr_Latn", ["header-language"]),
        ("sr.po", "sr@latin", "sr@latin", ["header-language"]),
        ("sl/LC_MESSAGES/de.po", "sl", "sl", []),
        ("hr.po", "sl", "sl", ["header-language"]),
        ("sl/LC_MESSAGES/django.po", "hr", "hr", ["header-language"]),
        ("pt_BR.po", "pt_PT", "pt_PT", ["header-language"]),
        ("zh_TW.po", "zh_CN", "zh_CN", ["header-language"]),
        ("it-works.po", "", "", ["header-language"]),
        ("sl.po", "", "sl", ["header-language"]),
        ("sl/texts.po", "", "sl", ["header-language"]),
        ("sl.po", "Slovenian", "sl", ["header-language"]),
        ("texts.po", "Slovenian", "Slovenian", ["header-language"]),
    ],
)
def test_the_language_of_a_file(folder: Path, path: str, declared: str, language: str, rules: list[str]) -> None:
    catalog(folder / "po" / path, 'msgid "Thank you"\nmsgstr ""\n', declared)
    rows = json.loads(run("--format", "json", "--select=header-language", "--select=untranslated").stdout)
    assert {row["language"] for row in rows} == {language}
    assert [row["rule"] for row in rows] == [*rules, "untranslated"]


@pytest.mark.parametrize(
    ("path", "declared"), [("be@latin.po", "be@latin"), ("sr@latin.po", "sr"), ("uz_Cyrl.po", "uz")]
)
def test_the_script_of_a_file(folder: Path, path: str, declared: str) -> None:
    right, wrong = ("Дуже дякую", "Vielen Dank") if "Cyrl" in path else ("Vielen Dank", "Дуже дякую")
    for text, rules in ((right, []), (wrong, ["wrong-script"])):
        catalog(folder / "po" / path, f'msgid "Thank you"\nmsgstr "{text}"\n', declared)
        rows = json.loads(run("--format", "json", "--select=wrong-script").stdout)
        assert [row["rule"] for row in rows] == rules


# What nobody looked at


def test_no_findings_is_not_said_of_what_nobody_looked_at(folder: Path) -> None:
    message = '#, smalltalk-format\nmsgid "~a{}"\nmsgstr "~a {}"\n\n'
    catalog(folder / "po" / "sl.po", "".join(message.format(number, number) for number in range(1200)))
    catalog(folder / "po" / "de.po", message.format("", ""), "de")
    for report in ("human", "github"):
        result = run("--format", report)
        assert "the placeholders of 1,201 messages are not checked: smalltalk-format" in result.stdout.replace(
            "\n    ", " "
        )
        assert "no findings" not in result.stdout
        assert result.stdout.count("format-unchecked") == 1
        assert result.exit_code == 0
    assert run("--fail-on", "note").exit_code == 1
    assert "no findings in 2 catalogs\n" in run("po/sl.po", "po/de.po", "--select", "syntax").stdout
    assert not any(rule == "format-unchecked" for _, rule, _ in found("--ignore", "format-unchecked"))
