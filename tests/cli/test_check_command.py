"""The command that checks: exit statuses, selections, suppressions, thresholds, and that no catalog crashes it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import polib
import pytest
from babel.messages import frontend
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from goodterms.check import runner, suppressions
from goodterms.check.registry import RULES
from goodterms.cli import main
from goodterms.content.layers import BUILT_IN, Content

if TYPE_CHECKING:
    from conftest import Company

HEADER = 'msgid ""\nmsgstr ""\n"Language: sl\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
WRONG = HEADER + '#, python-brace-format\nmsgid "Dear {name},"\nmsgstr "Spoštovani,"\n'


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["check", *arguments], env={"GITHUB_ACTIONS": ""})
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def rules_found(*arguments: str) -> list[str]:
    return [row["rule"] for row in json.loads(run("--format", "json", *arguments).stdout)]


def test_our_own_catalogs_are_clean() -> None:
    result = run(
        "--built-in",
        "--fail-on",
        "note",
        *[f"--min={path.name}=100" for path in (BUILT_IN / "locales").iterdir() if path.is_dir()],
    )
    assert result.stdout == "no findings in 11 catalogs\n"
    assert result.exit_code == 0


def test_a_finding_names_rule_place_and_message(folder: Path) -> None:
    (folder / "a.po").write_text(WRONG, "utf-8")
    result = run("a.po")
    assert result.exit_code == 1
    assert result.stdout.startswith("a.po:8:9: error: the placeholder {name} is missing from the translation")
    assert "(placeholder-mismatch)" in result.stdout
    (row,) = json.loads(run("a.po", "--format", "json").stdout)
    assert list(row) == [
        "rule",
        "level",
        "path",
        "line",
        "column",
        "language",
        "msgctxt",
        "msgid",
        "message",
        "fingerprint",
    ]
    assert (row["rule"], row["level"], row["line"], row["language"]) == ("placeholder-mismatch", "error", 8, "sl")


def test_the_level_that_fails_is_chosen(folder: Path) -> None:
    (folder / "a.po").write_text(HEADER + 'msgid "a"\nmsgstr ""\n', "utf-8")
    assert run("a.po").exit_code == 0
    assert run("a.po", "--fail-on", "note").exit_code == 1
    (folder / "goodterms.toml").write_text('[check]\nfail-on = "note"\n', "utf-8")
    assert run("a.po").exit_code == 1
    (folder / "goodterms.toml").write_text('[check]\nignore = ["untranslated"]\nfail-on = "note"\n', "utf-8")
    assert run("a.po").exit_code == 0
    (folder / "goodterms.toml").write_text('[check.language.sl]\nignore = ["untranslated"]\n', "utf-8")
    assert rules_found("a.po") == []


def test_rules_are_selected_and_ignored(folder: Path) -> None:
    (folder / "a.po").write_text(WRONG.replace('"Language: sl\\n"\n', ""), "utf-8")
    assert set(rules_found("a.po")) == {"header-language", "placeholder-mismatch"}
    assert rules_found("a.po", "--select", "header-language") == ["header-language"]
    assert rules_found("a.po", "--ignore", "header-language") == ["placeholder-mismatch"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--select", "placeholder-mismtch"), "did you mean 'placeholder-mismatch'?"),
        (("--select", "nothing"), "--select: 'nothing' is not a rule"),
        (("--ignore", "nothing"), "--ignore: 'nothing' is not a rule"),
        (("--explain", "nothing"), "--explain: 'nothing' is not a rule"),
        (("--min", "sl"), "'sl' is not a valid minimum"),
        (("--min", "sl=101"), "'sl=101' is not a valid minimum"),
        (("--min", "sl=²"), "'sl=²' is not a valid minimum"),
        (("--min", "s1=90"), "did you mean 'sl'?"),
        (("--built-in", "--min", "s1=90"), "did you mean 'sl'?"),
        (("a.po", "--min", "s1=90"), "--min: 's1' is not a language in CLDR"),
        (("--level", "fuzzy"), "--level: 'fuzzy' names no rule and level"),
        (("--level", "fuzy=error"), "did you mean 'fuzzy'?"),
        (("--level", "fuzzy=eror"), "did you mean 'error'?"),
        (("--built-in", "a.po"), "--built-in: cannot be combined with PATH"),
        (("--built-in", "--content", "."), "--built-in: cannot be combined with --content"),
        (("a.po", "--update-baseline"), "--update-baseline: requires a file"),
        (("nowhere.po",), "nowhere.po"),
        (("--content", "nowhere"), "nowhere"),
    ],
)
def test_a_wrong_call_exits_with_2(folder: Path, arguments: tuple[str, ...], message: str) -> None:
    (folder / "a.po").write_text(WRONG, "utf-8")
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_threshold_of_a_language_without_a_catalog_is_refused(folder: Path) -> None:
    (folder / "goodterms.toml").write_text("[check.min]\nsl = 90\nteh = 90\n", "utf-8")
    (folder / "a.po").write_text(WRONG, "utf-8")
    result = run("a.po")
    assert result.exit_code == 2
    assert "check.min (in goodterms.toml): 'teh' is not a language in CLDR" in result.stderr
    for whole in ("--built-in", "--verbose"):
        result = run(whole)
        assert result.exit_code == 2
        assert "check.min (in goodterms.toml): 'teh' has no catalog" in result.stderr
        assert ("did you mean 'te'?" in result.stderr) == (whole == "--built-in")


def test_every_fault_of_a_call_and_of_the_settings_is_reported_at_once(folder: Path) -> None:
    (folder / "goodterms.toml").write_text('[check]\nignore = ["fuzy"]\nfail-on = "eror"\n', "utf-8")
    result = run("--built-in", "--select", "syntx", "--min", "xx=1")
    assert result.exit_code == 2
    assert "Error: 4 faults" in result.stderr
    assert "check (in goodterms.toml): 'fuzy' is not a rule" in result.stderr
    assert "check.fail-on (in goodterms.toml): 'eror' is not a level" in result.stderr
    assert "did you mean 'error'?" in result.stderr


def test_a_folder_without_catalogs_exits_with_2(folder: Path) -> None:
    result = run(str(folder))
    assert result.exit_code == 2
    assert "PATH: no catalogs found" in result.stderr


def test_a_comment_suppresses_one_rule_with_a_reason(folder: Path) -> None:
    suppressed = WRONG.replace(
        "#, python", "# check: ignore placeholder-mismatch — the name is in the address\n#, python"
    )
    (folder / "a.po").write_text(suppressed, "utf-8")
    assert rules_found("a.po") == []
    (folder / "a.po").write_text(suppressed.replace(" — the name is in the address", ""), "utf-8")
    assert rules_found("a.po") == ["ignore-without-reason"]
    (folder / "a.po").write_text(suppressed.replace("Spoštovani,", "Pozdravljeni, {name},"), "utf-8")
    assert rules_found("a.po") == ["unused-ignore"]


@pytest.mark.skipif(shutil.which("msgmerge") is None, reason="without GNU gettext, msgmerge and msgcat cannot be asked")
def test_suppressions_survive_gettext_s_programs(folder: Path) -> None:
    (folder / "a.po").write_text(
        WRONG.replace("#, python", "# check: ignore placeholder-mismatch — because\n#, python"), "utf-8"
    )
    (folder / "a.pot").write_text(HEADER + 'msgid "Dear {name},"\nmsgstr ""\n\nmsgid "b"\nmsgstr ""\n', "utf-8")
    for command in (["msgmerge", "-o", "b.po", "a.po", "a.pot"], ["msgcat", "-o", "c.po", "b.po"]):
        subprocess.run(command, check=True, capture_output=True)
    assert "placeholder-mismatch" not in rules_found("c.po")


def test_suppressions_survive_babel_and_polib(folder: Path) -> None:
    (folder / "a.po").write_text(
        WRONG.replace("#, python", "# check: ignore placeholder-mismatch — because\n#, python"), "utf-8"
    )
    (folder / "a.pot").write_text(HEADER + 'msgid "Dear {name},"\nmsgstr ""\n\nmsgid "b"\nmsgstr ""\n', "utf-8")
    polib.pofile("a.po").save("saved.po")
    assert "placeholder-mismatch" not in rules_found("saved.po")
    frontend.CommandLineInterface().run(["pybabel", "update", "-l", "sl", "-i", "a.pot", "-o", "a.po"])  # type: ignore[no-untyped-call]
    assert 'msgid "b"' in (folder / "a.po").read_text("utf-8")
    assert "placeholder-mismatch" not in rules_found("a.po")


def test_a_baseline_leaves_only_what_is_new(folder: Path) -> None:
    (folder / "a.po").write_text(WRONG, "utf-8")
    missing = run("a.po", "--baseline", "known.json")
    assert missing.exit_code == 2
    assert "--baseline: known.json cannot be read: " in missing.stderr
    assert run("a.po", "--update-baseline").exit_code == 2
    assert run("a.po", "--baseline", "known.json", "--update-baseline").exit_code == 0
    assert run("a.po", "--baseline", "known.json").exit_code == 0
    moved = WRONG.replace("#, python", "# the same message, further down\n\n#, python", 1)
    (folder / "a.po").write_text(moved, "utf-8")
    assert rules_found("a.po", "--baseline", "known.json") == []
    (folder / "a.po").write_text(moved + '\n#, python-brace-format\nmsgid "Hi {name}"\nmsgstr "Živjo"\n', "utf-8")
    assert rules_found("a.po", "--baseline", "known.json") == ["placeholder-mismatch"]
    (folder / "known.json").write_text("{}")
    assert run("a.po", "--baseline", "known.json").exit_code == 2


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        '[{"fingerprint": {}}]',
        '[{"fingerprint": ["a"]}]',
        '[{"fingerprint": 1}]',
        "[" * 200_000,
        "\udcff",
        "9" * 5000,
    ],
)
def test_a_file_that_is_not_a_baseline_is_refused(folder: Path, text: str) -> None:
    (folder / "a.po").write_text(WRONG, "utf-8")
    (folder / "known.json").write_text(text, "utf-8", errors="surrogateescape")
    result = run("a.po", "--baseline", "known.json")
    assert result.exit_code == 2
    assert "known.json is not a baseline: " in result.stderr


def git(*arguments: str) -> None:
    identity = ("-c", "user.name=Ana Novak", "-c", "user.email=ana@example.com")
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)


def test_since_leaves_only_what_was_not_found_at_a_revision(folder: Path) -> None:
    (folder / "po").mkdir()
    (folder / "po" / "sl.po").write_text(WRONG, "utf-8")
    no_repository = run("po", "--since", "HEAD")
    assert no_repository.exit_code == 2
    assert "is not in a git repository" in no_repository.stderr
    assert "use --baseline instead" in no_repository.stderr
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "first")
    assert rules_found("po", "--since", "HEAD") == []
    git("mv", "po/sl.po", "po/sl_SI.po")
    (folder / "po" / "sl_SI.po").write_text(
        WRONG.replace("#, python", "# moved\n\n#, python")
        + '\n#, python-brace-format\nmsgid "Hi {name}"\nmsgstr "Živjo"\n',
        "utf-8",
    )
    (folder / "po" / "ur.po").write_text(WRONG.replace("sl", "ur"), "utf-8")
    new = [
        (row["msgid"], row["language"]) for row in json.loads(run("po", "--since", "HEAD", "--format", "json").stdout)
    ]
    assert ("Hi {name}", "sl") in new
    assert ("Dear {name},", "ur") in new
    unknown = run("po", "--since", "v9")
    assert unknown.exit_code == 2
    assert "--since: git has no revision 'v9'" in unknown.stderr
    assert "give a commit, a branch or a tag" in unknown.stderr


@pytest.mark.parametrize("is_committed", [True, False])
@pytest.mark.parametrize(
    ("old", "new"), [("po/sl.po", "po/sl_SI.po"), ("po/sl.po", "lang/sl.po"), ("po/sl.po", "a.po"), ("š č.po", "sl.po")]
)
def test_since_follows_a_renamed_catalog(folder: Path, old: str, new: str, is_committed: bool) -> None:
    for path in (old, new):
        (folder / path).parent.mkdir(exist_ok=True)
    (folder / old).write_text(WRONG, "utf-8")
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "first")
    git("mv", old, new)
    added = '\n#, python-brace-format\nmsgid "Hi {name}"\nmsgstr "Živjo"\n'
    if is_committed:
        git("commit", "-qm", "moved")
    (folder / new).write_text(WRONG + added, "utf-8")
    since = "HEAD~1" if is_committed else "HEAD"
    found = json.loads(run(new, "--since", since, "--select", "placeholder-mismatch", "--format", "json").stdout)
    assert [row["msgid"] for row in found] == ["Hi {name}"]
    assert [row["path"] for row in found] == [new]


def test_since_takes_a_copy_for_new(folder: Path) -> None:
    (folder / "sl.po").write_text(WRONG, "utf-8")
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "first")
    (folder / "copy.po").write_text(WRONG, "utf-8")
    git("add", "copy.po")
    select = ("--select", "placeholder-mismatch")
    assert rules_found("sl.po", "copy.po", "--since", "HEAD", *select) == ["placeholder-mismatch"]


def test_since_follows_a_folder_of_letters_that_was_moved_as_a_whole(company: Company, folder: Path) -> None:
    company.note("{% trans %}Hello{% endtrans %}")
    company.catalog('\nmsgid "Hello"\nmsgstr "Pozdravljeni"\n')
    (folder / "ours").mkdir()
    for name in ("templates", "locales"):
        (company.root / name).rename(folder / "ours" / name)
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "first")
    git("mv", "ours", "theirs")
    content = ("--content", "theirs", "--select", "letter-incomplete", "--format", "json")
    assert {row["language"] for row in json.loads(run(*content).stdout)} == {"ne", "te", "ur"}
    assert json.loads(run(*content, "--since", "HEAD").stdout) == []


def test_since_needs_git(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a.po").write_text(WRONG, "utf-8")
    monkeypatch.setenv("PATH", str(folder))
    result = run("a.po", "--since", "HEAD")
    assert result.exit_code == 2
    assert "--since: git is not installed" in result.stderr
    assert "install it, or use --baseline" in result.stderr


def test_since_skips_what_a_repository_does_not_have(folder: Path) -> None:
    """A submodule named like a catalog, a name that is not UTF-8, a missing object."""
    (folder / "po").mkdir()
    (folder / "po" / "sl.po").write_text(WRONG, "utf-8")
    (folder / "po" / "gone.po").write_text(WRONG + "# gone\n", "utf-8")
    try:
        (folder / "po" / "caf\udce9.po").write_text(HEADER, "utf-8")
    except OSError:
        pytest.skip("this file system takes names in UTF-8 only")
    git("init", "-q")
    git("add", ".")
    git("update-index", "--add", "--cacheinfo", "160000", "1" * 40, "po/other.po")
    git("commit", "-qm", "first")
    id_ = subprocess.run(["git", "rev-parse", "HEAD:po/gone.po"], check=True, capture_output=True, text=True).stdout
    (folder / ".git" / "objects" / id_[:2] / id_[2:].strip()).unlink()
    assert rules_found("po/sl.po", "po/caf\udce9.po", "--since", "HEAD") == []
    assert rules_found("po/gone.po", "--since", "HEAD") == ["placeholder-mismatch"]
    assert run("po", "--since", "HEAD").exit_code == 1


def test_since_checks_letters_too(company: Company) -> None:
    company.note("{% trans %}Hello{% endtrans %}")
    company.catalog('\nmsgid "Hello"\nmsgstr "Pozdravljeni"\n')
    at = ("-C", str(company.root))
    git(*at, "init", "-q")
    git(*at, "add", ".")
    git(*at, "commit", "-qm", "first")
    company.note("{% trans %}Hello{% endtrans %} {% trans %}Thank you{% endtrans %}")
    content = ("--content", str(company.root), "--select", "letter-incomplete", "--format", "json")
    assert {row["language"] for row in json.loads(run(*content).stdout)} == {"ne", "sl", "te", "ur"}
    assert {row["language"] for row in json.loads(run(*content, "--since", "HEAD").stdout)} == {"sl"}


def test_a_letter_may_ignore_a_rule_and_must_be_complete(company: Company, folder: Path) -> None:
    company.note("{% trans %}Hello{% endtrans %} {% trans %}We thank you for your trust.{% endtrans %}")
    said = 'msgid "We thank you for your trust."\nmsgstr "Zahvaljujemo se za Vaše zaupanje"'
    company.catalog(f"\n#: templates/note/letter.md.j2\n{said}\n")
    selected = ("--select", "end-punctuation", "--select", "letter-incomplete")
    content = ("--content", str(company.root), "--format", "json", *selected)

    def found(settings_text: str) -> list[tuple[str, str]]:
        (folder / "goodterms.toml").write_text(settings_text, "utf-8")
        rows = json.loads(run(*content).stdout)
        return [(row["rule"], row["level"]) for row in rows if row["language"] == "sl"]

    in_progress = '[languages]\nin-progress = ["sl"]\n'
    assert found("") == [("end-punctuation", "warning"), ("letter-incomplete", "error")]
    assert found(in_progress) == [("end-punctuation", "warning"), ("letter-incomplete", "note")]
    assert found('[check.letter.note]\nignore = ["end-punctuation", "letter-incomplete"]\n') == []
    assert found(in_progress + '[check.letter.note]\ncomplete-in = ["sl"]\n')[1] == ("letter-incomplete", "error")
    (folder / "goodterms.toml").write_text('[check.letter.nota]\ncomplete-in = ["si"]\n', "utf-8")
    refused = run(*content)
    assert refused.exit_code == 2
    assert "check.letter (in goodterms.toml): there is no letter 'nota'" in refused.stderr
    assert "check.letter.nota.complete-in (in goodterms.toml): 'si' has no catalog" in refused.stderr


def test_a_letter_that_cannot_be_written_is_named(company: Company, folder: Path) -> None:
    source = (BUILT_IN / "locales" / "sl" / "LC_MESSAGES" / "goodterms.po").read_text("utf-8")
    target = company.root / "locales" / "hr" / "LC_MESSAGES" / "goodterms.po"
    target.parent.mkdir(parents=True)
    target.write_text(
        source.replace("Language: sl", "Language: hr").replace('msgstr "S spoštovanjem"', 'msgstr ""')
        + '\nmsgid "old"\nmsgstr "staro"\n',
        "utf-8",
    )
    content = ("--content", str(company.root), "--format", "json")
    findings = json.loads(run(*content, "--select", "letter-incomplete").stdout)
    assert [(row["level"], row["message"]) for row in findings] == [
        (
            "error",
            "farewell cannot be written in hr: 1 of 60 messages are not translated; translate them, or list hr as "
            "in-progress in goodterms.toml",
        )
    ]
    assert run(*content, "--select", "letter-incomplete").exit_code == 1
    (folder / "goodterms.toml").write_text('[languages]\nin-progress = ["hr"]\n', "utf-8")
    unfinished = run(*content, "--select", "letter-incomplete")
    assert unfinished.exit_code == 0
    assert [(row["level"], row["message"]) for row in json.loads(unfinished.stdout)] == [
        ("note", "farewell cannot be written in hr: 1 of 60 messages are not translated")
    ]
    assert run(*content, "--min", "100", "--select", "below-threshold").exit_code == 0
    strict = run(*content, "--min", "hr=100", "--select", "letter-incomplete", "--select", "below-threshold")
    assert strict.exit_code == 1
    assert {row["level"] for row in json.loads(strict.stdout)} == {"error"}
    unused = json.loads(run(*content, "--select", "message-unused").stdout)
    assert [(row["language"], row["msgid"]) for row in unused] == [("hr", "old")]


def unwrapped(text: str) -> str:
    return " ".join(text.split())


def test_every_rule_is_listed_and_explained() -> None:
    listed = run("--list").stdout
    for name, summary in suppressions.SUMMARIES.items():
        level = suppressions.LEVELS[name]
        assert re.search(rf"^{name} +{level}$", listed, re.MULTILINE)
        assert unwrapped(run("--explain", name).stdout) == f"{name} ({level}) {summary}"
    for name, rule in RULES.items():
        assert f"{name} " in listed
        assert rule.summary in unwrapped(run("--explain", name).stdout)
    assert all(len(line) <= 80 for line in listed.splitlines())


@settings(max_examples=300, deadline=None)
@given(
    st.text(
        alphabet=st.sampled_from('msgidctxr_plu[01234] "\\\n#~,|fuzzya{}%()<>s*é۔ے\u200c\u2067١ः్ :=;n?&'), max_size=200
    )
)
def test_no_catalog_crashes_the_check(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz.po"
    path.write_text(HEADER.replace("sl", "ur") + text, "utf-8", newline="")
    for finding in runner.check(runner.load(path, Content(), "en"), runner.RuleSelection()):
        assert finding.line >= 1
        assert finding.column >= 1
        assert finding.message


@pytest.mark.parametrize(
    "data", [b"\xff\xfe", b"\x00" * 1000, b'msgid "' + b"a" * 100_000, b"#" * 100_000, b'"' * 9999]
)
def test_no_bytes_crash_the_check(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(data)
    runner.check(runner.load(path, Content(), "en"), runner.RuleSelection())


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="without GNU gettext, msgfmt cannot be asked")
@pytest.mark.parametrize(
    "path",
    sorted((Path(__file__).parents[1] / "check" / "rules").glob("*/*.po")),
    ids=lambda path: f"{path.parent.name}/{path.stem}",
)
def test_msgfmt_refuses_nothing_that_has_no_error_here(path: Path) -> None:
    asked = subprocess.run(
        ["msgfmt", "--check-format", "--check-domain", "-o", "/dev/null", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    findings = runner.check(runner.load(path, Content(), "en"), runner.RuleSelection())
    errors = [finding for finding in findings if finding.level == "error"]
    if asked.returncode:
        assert errors, asked.stderr


def test_a_file_name_that_begins_like_a_language_tag_is_not_one(folder: Path) -> None:
    (folder / "to-do.po").write_text(WRONG, "utf-8")
    (folder / "sl.po").write_text(WRONG, "utf-8")
    found = json.loads(run("--format", "json", "to-do.po", "sl.po").stdout)
    assert {row["language"] for row in found} == {"sl"}


def test_levels_are_coloured_for_those_who_want_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = 'msgid ""\nmsgstr "Language: sl\\nContent-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "A {x}"\nmsgstr "A"\n'
    (folder / "sl.po").write_text(text, "utf-8")
    plain = CliRunner().invoke(main, ["check", "sl.po"]).stdout
    assert "\x1b" not in plain
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = CliRunner().invoke(main, ["check", "sl.po"]).stdout
    assert "sl.po:5:9: \x1b[31m\x1b[1merror:\x1b[0m " in coloured
    assert re.sub("\x1b\\[[0-9]*m", "", coloured) == plain
