"""The command line as its users meet it: what it prints, where, with which exit status, and what it leaves behind."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Protocol

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner, Result

from goodterms import speech
from goodterms.cli import language, main
from goodterms.content.layers import BUILT_IN, Content
from goodterms.content.settings import Settings
from goodterms.envelopes import Envelope, Letterhead
from goodterms.errors import BrokenContent

FAREWELL = ["render", "farewell", "--locale", "sl", "--date", "2026-11-21"]


class Run(Protocol):
    """Runs the program in an empty folder."""

    def __call__(self, *arguments: str) -> Result: ...


@pytest.fixture
def run(folder: Path) -> Run:  # noqa: ARG001
    def ran(*arguments: str) -> Result:
        result = CliRunner().invoke(main, list(arguments), catch_exceptions=True)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return ran


def refused(result: Result, folder: Path, *told: str, status: int = 2) -> None:
    """The call was refused: its words on stderr, nothing on stdout, nothing written."""
    assert result.exit_code == status, result.stderr
    assert result.stdout == ""
    for words in told:
        assert words in result.stderr
    assert "Traceback" not in result.stderr
    assert [path.name for path in folder.iterdir() if path.suffix not in {".toml", ".json"}] == []


# --- listings ---------------------------------------------------------------------------------------------------------


def test_letters_are_listed(run: Run) -> None:
    rows = json.loads(run("letters", "--json").stdout)
    assert [set(row) for row in rows] == [{"name", "group", "title", "summary", "steps"}] * len(rows)
    steps = {row["name"]: row["steps"] for row in rows}
    assert list(steps) == Content().letters()
    assert {name: steps[name] for name in ("farewell", "check-in")} == {
        "farewell": ["appreciate", "frame", "goodwill", "apologise", "alternatives"],
        "check-in": ["thanks", "invitation", "purpose", "offer"],
    }
    assert "farewell: Ends a customer relationship" in run("letters").stdout


def test_locales_are_listed(run: Run) -> None:
    rows = json.loads(run("locales", "--json").stdout)
    assert [list(row) for row in rows] == [["tag", "name", "endonym", "direction", "complete"]] * 5
    assert {row["tag"]: (row["name"], row["endonym"], row["direction"], row["complete"]) for row in rows} == {
        "en": ("English", "English", "ltr", True),
        "ne": ("Nepali", "नेपाली", "ltr", True),
        "sl": ("Slovenian", "slovenščina", "ltr", True),
        "te": ("Telugu", "తెలుగు", "ltr", True),
        "ur": ("Urdu", "اردو", "rtl", True),
    }
    assert all(len(line) <= 80 for line in run("locales").stdout.splitlines())


def test_fields_are_listed(run: Run) -> None:
    rows = json.loads(run("fields", "farewell", "--json").stdout)
    keys = {"name", "type", "required", "many", "sample", "help", "options", "parts"}
    assert [set(row) for row in rows] == [keys] * len(rows)
    by_name = {row["name"]: row for row in rows}
    assert by_name["name"] == {
        "name": "name",
        "type": "person",
        "required": True,
        "many": False,
        "sample": "Ana Novak",
        "help": "the addressee's name; whole, or in parts: name.title, name.given, name.surname …",
        "options": [],
        "parts": [],
    }
    assert by_name["goodwill"]["options"] == ["fee", "invoice", "month", "own", "none"]
    assert by_name["refund"]["required"] is False
    assert "needed when goodwill is fee or month" in by_name["refund"]["help"]
    assert all(len(line) <= 80 for line in run("fields", "check-in").stdout.splitlines() if "such as" not in line)


# --- names in parts ---------------------------------------------------------------------------------------------------


def sets(**parts: str) -> list[str]:
    return [word for part, text in parts.items() for word in ("--set", f"name.{part}={text}")]


def test_parts_of_a_name_come_from_the_line_and_from_files(run: Run, folder: Path) -> None:
    (folder / "v.toml").write_text('name = {given = "Ana", surname = "Novak"}\n', "utf-8")
    (folder / "v.json").write_text('{"name.given": "Ana", "name": {"surname": "Novak"}}', "utf-8")
    (folder / "goodterms.toml").write_text('[sender]\nsignature = {given = "Maja", surname = "Kos"}\n', "utf-8")
    line = sets(given="Ana", surname="Novak", title="Ms.")
    files = [("--values", name, *sets(title="Ms.")) for name in ("v.toml", "v.json")]
    for words in (line, *files):
        text = run(*FAREWELL, "--sample", *words).stdout
        assert "\n\nSpoštovana gospa Novak,\n\n" in text
        assert "\nMaja Kos\n" in text


def test_a_name_is_given_whole_or_in_parts(run: Run, folder: Path) -> None:
    told = ["name: both the full name, 'Ana Novak', and its parts are given", "give either the full name or its parts"]
    refused(run(*FAREWELL, "--sample", "--set", "name=Ana Novak", *sets(given="Ana")), folder, *told)
    assert run(*FAREWELL, "--sample", "--set", "name=Ana Novak", *sets(given="")).exit_code == 0
    refused(
        run(*FAREWELL, "--sample", "--set", "company.given=A"),
        folder,
        "company.given: farewell has no field with this name",
    )
    (folder / "goodterms.toml").write_text('[sender]\nsignature = {givn = "Maja"}\n', "utf-8")
    refused(run(*FAREWELL, "--sample"), folder, "signature.givn (in goodterms.toml): ", "did you mean 'given'?")


@pytest.mark.parametrize(
    ("title", "form", "salutation"),
    [
        ("ga.", None, "Spoštovana gospa Novak,"),
        ("Ga", None, "Spoštovana gospa Novak,"),
        ("gospa", "feminine", "Spoštovana gospa Novak,"),
        ("ga. dr.", None, "Spoštovana gospa dr.\u00a0Novak,"),
        ("dr.", "feminine", "Spoštovana gospa dr.\u00a0Novak,"),
        ("dr.", "neutral", "Pozdravljeni, dr.\u00a0Novak,"),
        ("ga.", "neutral", "Pozdravljeni, ga.\u00a0Novak,"),
        ("g. in ga.", "neutral", "Pozdravljeni, g.\u00a0in ga.\u00a0Novak,"),
        ("Mrs", None, "Spoštovana gospa Novak,"),
        ("", "masculine", "Spoštovani gospod Novak,"),
        ("", "neutral", "Pozdravljeni, Sašo Novak,"),
    ],
)
def test_a_title_tells_the_form_of_address_and_is_not_said_twice(
    run: Run, title: str, form: str | None, salutation: str
) -> None:
    chosen = ["--set", f"form={form}"] if form else []
    name = sets(given="Sašo", surname="Novak", title=title, credentials="univ. dipl. inž.")
    assert f"\n\n{salutation}\n\n" in run(*FAREWELL, "--sample", *name, *chosen).stdout


def test_a_form_of_address_that_the_title_contradicts_is_told(run: Run, folder: Path) -> None:
    name = sets(surname="Novak", title="ga. dr.")
    told = ["form: is masculine, but the title 'ga. dr.' implies feminine", "leave out the form of address"]
    refused(run(*FAREWELL, "--sample", *name, "--set", "form=masculine"), folder, *told)


# --- writing ----------------------------------------------------------------------------------------------------------


def test_a_letter_goes_to_standard_output(run: Run) -> None:
    result = run(*FAREWELL, "--sample", "--set", "name=Žiga Čuk", "--set", "form=masculine")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert "Spoštovani gospod Žiga Čuk,\n" in result.stdout
    assert result.stdout.endswith("\n")


def test_output_is_in_logical_order(run: Run) -> None:
    assert "محترمہ" in run("render", "farewell", "--locale", "ur", "--sample").stdout


@pytest.mark.parametrize(
    ("name", "begins"),
    [("a.html", "<!doctype html>"), ("a.md", "Modra miza"), ("a.txt", "Modra miza"), ("a", "Modra miza")],
)
def test_the_format_follows_the_ending(run: Run, folder: Path, name: str, begins: str) -> None:
    result = run(*FAREWELL, "--sample", "-o", name)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr == f"Written: {name}\n"
    assert (folder / name).read_text("utf-8").startswith(begins)
    assert ("\n# " in (folder / name).read_text("utf-8")) == (name == "a.md")


def test_an_output_folder_gets_a_named_file(run: Run, folder: Path) -> None:
    (folder / "out").mkdir()
    assert run(*FAREWELL, "--sample", "-o", "out", "--format", "html").exit_code == 0
    assert [path.name for path in (folder / "out").iterdir()] == ["farewell.sl.html"]


def test_an_existing_file_is_kept_unless_forced(run: Run, folder: Path) -> None:
    (folder / "a.txt").write_text("mine")
    result = run(*FAREWELL, "--sample", "-o", "a.txt")
    assert result.exit_code == 2
    assert "a.txt already exists" in result.stderr
    assert "--force" in result.stderr
    assert (folder / "a.txt").read_text() == "mine"
    assert run(*FAREWELL, "--sample", "-o", "a.txt", "--force").exit_code == 0
    assert (folder / "a.txt").read_text("utf-8").startswith("Modra miza")
    assert [path.name for path in folder.iterdir()] == ["a.txt"]


def test_a_missing_folder_names_the_nearest(run: Run, folder: Path) -> None:
    (folder / "letters").mkdir()
    result = run(*FAREWELL, "--sample", "-o", "leters/a.txt")
    assert result.exit_code == 2
    assert "the folder leters does not exist" in result.stderr
    assert "did you mean letters?" in result.stderr
    assert list((folder / "letters").iterdir()) == []


def test_an_output_that_cannot_be_written_leaves_nothing(run: Run, folder: Path) -> None:
    name = "a" * 300
    result = run(*FAREWELL, "--sample", "-o", name)
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr
    assert list(folder.iterdir()) == []


def test_steps_can_be_left_out_with_the_fields_they_need(run: Run) -> None:
    with_goodwill = run(*FAREWELL, "--sample", "--set", "refund=77.70 EUR").stdout
    without = run(
        *FAREWELL, "--sample", "--set", "refund=77.70 EUR", "--without", "goodwill", "--without", "apologise"
    ).stdout
    assert "77,70" in with_goodwill
    assert "77,70" not in without
    assert len(without.split("\n\n")) == len(with_goodwill.split("\n\n")) - 2


def test_a_link_is_followed_and_a_mode_is_kept(run: Run, folder: Path) -> None:
    (folder / "real.txt").write_text("old")
    (folder / "real.txt").chmod(0o600)
    (folder / "link.txt").symlink_to("real.txt")
    assert run(*FAREWELL, "--sample", "-o", "link.txt").exit_code == 2
    assert run(*FAREWELL, "--sample", "-o", "link.txt", "--force").exit_code == 0
    assert (folder / "link.txt").is_symlink()
    assert (folder / "real.txt").read_text("utf-8").startswith("Modra miza")
    assert (folder / "real.txt").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("pipe", "pipe is not a regular file"),
        ("new/", "the folder new does not exist"),
        ("a.rtf", ".rtf is not a known file extension"),
        ("file.sh/a.txt", "file.sh is a file, not a folder"),
        ("there", "farewell.sl.txt already exists"),
    ],
)
def test_outputs_that_are_no_files_are_refused(run: Run, folder: Path, target: str, told: str) -> None:
    os.mkfifo(folder / "pipe")
    (folder / "file.sh").write_text("x")
    (folder / "there").mkdir()
    (folder / "there" / "farewell.sl.txt").write_text("mine")
    before = sorted(str(path) for path in folder.rglob("*"))
    result = run(*FAREWELL, "--sample", "-o", target)
    assert result.exit_code == 2
    assert told in result.stderr
    assert sorted(str(path) for path in folder.rglob("*")) == before
    assert (folder / "there" / "farewell.sl.txt").read_text() == "mine"


def test_a_dash_is_standard_output(run: Run, folder: Path) -> None:
    assert run(*FAREWELL, "--sample", "-o", "-").stdout.startswith("Modra miza")
    assert list(folder.iterdir()) == []


def test_a_full_disk_behind_standard_output_is_told() -> None:
    command = [sys.executable, "-m", "goodterms", *FAREWELL, "--sample"]
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert result.returncode == 2
    assert result.stderr == "Error: standard output cannot be written: No space left on device\n"


def test_standing_values_that_are_wrong_are_told(run: Run, folder: Path) -> None:
    (folder / "goodterms.toml").write_text(
        '[sender]\ncompany_phone = "call me"\ncompany_email = "no address"\ncurrency = "EURP"\n', "utf-8"
    )
    result = run(*FAREWELL, "--sample")
    assert result.exit_code == 2
    for name in ("company_phone", "company_email", "currency"):
        assert f"{name} (in goodterms.toml): " in result.stderr


def test_an_unknown_locale_is_told_alone(run: Run) -> None:
    result = run("render", "farewell", "--locale", "slo", "--sample")
    assert (
        result.stderr
        == "Error: locale: there are no letters in 'slo'\n  did you mean 'sl'? expected one of: en, ne, sl, te, ur\n"
    )


def test_the_sample_currency_serves_amounts_without_one(run: Run) -> None:
    assert "5,00\u00a0€" in run(*FAREWELL, "--sample", "--set", "refund=5").stdout
    assert "5,00\u00a0$" in run(*FAREWELL, "--sample", "--set", "refund=5", "--set", "currency=usd").stdout


SENDER = '[sender]\ncompany = "Lipa"\nsignature = "Maja Kovač"\ncontact = "Peter"\ncompany_phone = "+386 1 555 01 23"\ncurrency = "EUR"\n'
VALUES = 'name = "Ana"\nthanks = "people"\nreason = "circumstances"\ngoodwill = "fee"\nrefund = 99.5\napology = "staff"\nproviders = ["A", "B"]\nlast_day = 2026-12-31\n[[circumstances]]\ndate = 2026-09-14\ntext = "it came late"\n'


def test_values_come_from_files_and_the_line_wins(run: Run, folder: Path) -> None:
    (folder / "goodterms.toml").write_text(SENDER, "utf-8")
    (folder / "values.toml").write_text(VALUES, "utf-8")
    result = run(*FAREWELL, "--values", "values.toml", "--set", "name=Berta")
    assert result.exit_code == 0, result.stderr
    assert "Pozdravljeni, Berta," in result.stdout
    assert "99,50\u00a0€" in result.stdout
    assert "14.\u00a0september 2026: it came late" in result.stdout
    assert "Maja Kovač\nLipa\nTelefon: +386 1 555 01 23\n" in result.stdout
    (folder / "values.json").write_text(json.dumps({"name": "Cene", "refund": 5.25}), "utf-8")
    assert "5,25\u00a0€" in run(*FAREWELL, "--sample", "--values", "values.json").stdout


# --- bad input --------------------------------------------------------------------------------------------------------


def test_everything_that_is_missing_is_told_at_once(run: Run, folder: Path) -> None:
    result = run(*FAREWELL, "--set", "reason=shipments", "--set", "goodwill=fee", "--set", "name= ")
    refused(result, folder, "name: is empty", "company: is missing", "signature: is missing", "thanks: is missing")
    assert "contact_phone / contact_email / company_phone / company_email: one of these is needed" in result.stderr
    for name in ("shipments", "refund", "providers", "last_day", "contact"):
        assert f"{name}: is missing" in result.stderr
    for name in ("request", "invoice", "circumstances"):
        assert f"{name}:" not in result.stderr
    assert "needed when goodwill is fee or month: the amount that you refund, such as 1250.50 EUR" in result.stderr


def test_faults_of_every_kind_are_told_at_once(run: Run, folder: Path) -> None:
    result = run(
        "render", "farewell", "--locale", "slo", "--sample", "--set", "nme=Ana", "--set", "last_day=2026-02-30", "--set", "shipments=-1",
        "--set", "broken", "--without", "godwill", "--without", "frame", "--format", "htm", "--date", "today", "-o", "no/a.txt",
    )  # fmt: skip
    refused(
        result, folder, "did you mean 'sl'?", "did you mean 'name'?", "does not exist", "is negative", "'broken' is not an assignment",
        "did you mean 'goodwill'?", "requires the step 'frame'", "did you mean 'html'?", "'today' is not a valid date", "the folder no does not exist",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("render", "farwell", "--locale", "sl"), ["letter: there is no letter 'farwell'", "did you mean 'farewell'?"]),
        (("render", "_letter", "--locale", "sl"), ["letter: there is no letter '_letter'"]),
        (("render", "../farewell", "--locale", "sl"), ["letter: there is no letter '../farewell'"]),
        (("fields", "farwell"), ["did you mean 'farewell'?"]),
        ((*FAREWELL, "--sample", "--set", "form=feminin"), ["did you mean 'feminine'?"]),
        ((*FAREWELL, "--sample", "--set", "refund=5 EURP"), ["'EURP' is not a known currency", "did you mean"]),
        ((*FAREWELL, "--sample", "--set", "currency=XXZ", "--set", "refund=5"), ["'XXZ' is not a known currency"]),
        ((*FAREWELL, "--sample", "--set", "name=Ana\u202e"), ["U+202E RIGHT-TO-LEFT OVERRIDE"]),
        ((*FAREWELL, "--sample", "--set", "name=Ana\u2067"), ["never closed"]),
        ((*FAREWELL, "--sample", "--set", "name=A\x07"), ["U+0007"]),
        ((*FAREWELL, "--sample", "--set", "name=" + "A" * 5000), ["is too long: 5,000 characters; the limit is 200"]),
        ((*FAREWELL, "--sample", "--set", "name=A", "--set", "name=B"), ["2 values given"]),
        ((*FAREWELL, "--sample", "--values", "none.toml"), ["none.toml cannot be read"]),
        ((*FAREWELL, "--sample", "--values", "a.yaml"), ["neither .toml nor .json"]),
        (("render", "farewell"), ["--locale"]),
        (("render",), ["LETTER"]),
        (("rendr",), ["rendr"]),
        (("letters", "--content", "nowhere"), ["nowhere"]),
    ],
)
def test_bad_calls_are_refused(run: Run, folder: Path, arguments: tuple[str, ...], told: list[str]) -> None:
    refused(run(*arguments), folder, *told)


def test_no_control_character_reaches_the_terminal(run: Run) -> None:
    result = run(
        *FAREWELL, "--sample", "--set", "na\u202eme=Ana\u202e\x1b[31m", "--set", "\x1b[31m", "--without", "\u202ex"
    )
    assert result.exit_code == 2
    assert not set(result.stderr) & set("\u202e\x1b")


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("v.toml", "name = ", ["v.toml cannot be parsed"]),
        ("v.json", '{"name": "a", "name": "b"}', ["'name' is given twice"]),
        ("v.json", "[1]", ["contains a list"]),
        ("v.json", '{"company": {"a": 1}}', ["company: expected a single value, not a table of values"]),
        ("v.json", '{"name": {"givn": "A"}}', ["name.givn: 'givn' is not a part of a name", "did you mean 'given'?"]),
        ("v.json", '{"name": {"given": ["A"]}}', ["name.given: expected a single value, not a list"]),
        ("v.toml", 'name = {title = "dr.", locale = "sl"}', ["name: has only title and locale", "surname-core"]),
        ("v.toml", 'name = {title = "d\\nr.", given = "\\u0007"}', ["2 faults", "name.title: ", "name.given: "]),
        ("v.toml", 'nme = "x"', ["did you mean 'name'?"]),
    ],
)
def test_bad_value_files_are_refused(run: Run, folder: Path, name: str, text: str, told: list[str]) -> None:
    (folder / name).write_text(text, "utf-8")
    refused(run(*FAREWELL, "--sample", "--values", name), folder, *told)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[sender]\ncompnay = 'x'\n", "did you mean 'company'?"),
        ("[sendr]\n", "did you mean 'sender'?"),
        ("sender = 1\n", "expected a table, [sender]"),
        ("[sender]\ncompany = \n", "goodterms.toml:2: is not valid TOML"),
    ],
)
def test_bad_settings_are_told_with_their_file(run: Run, folder: Path, text: str, told: str) -> None:
    (folder / "goodterms.toml").write_text(text, "utf-8")
    refused(run(*FAREWELL, "--sample"), folder, "goodterms.toml", told, status=3)


def test_a_half_translated_letter_is_never_written(
    run: Run, tmp_path_factory: pytest.TempPathFactory, folder: Path
) -> None:
    company = tmp_path_factory.mktemp("company")
    catalog = company / "locales" / "hr" / "LC_MESSAGES" / "goodterms.po"
    catalog.parent.mkdir(parents=True)
    own = (BUILT_IN / "locales" / "sl" / "LC_MESSAGES" / "goodterms.po").read_text("utf-8")
    shutil.copy(BUILT_IN / "locales" / "sl" / "language.toml", company / "locales" / "hr")  # with its numbers in words
    catalog.write_text(own.replace('msgstr "S spoštovanjem"', 'msgstr ""'), "utf-8")
    line = own[: own.index('msgid "Kind regards,"\nmsgstr "S spo')].count("\n") + 1
    common = ("render", "farewell", "--locale", "hr", "--sample", "--content", str(company))
    refused(
        run(*common),
        folder,
        "farewell cannot be written in hr: 1 of",
        f'{catalog}:{line}: not translated: [farewell] "Kind regards,"',
        status=3,
    )
    fallback = run(*common, "--missing", "fallback")
    assert fallback.exit_code == 0
    assert "\n\nKind regards,\n\n" in fallback.stdout
    assert "1 message is not translated into hr; shown in English" in fallback.stderr
    assert "⟦Kind regards,⟧" in run(*common, "--missing", "mark").stdout
    rows = json.loads(run("locales", "--json", "--content", str(company)).stdout)
    assert {row["tag"]: row["complete"] for row in rows}["hr"] is False


def test_broken_content_exits_with_3(run: Run, tmp_path_factory: pytest.TempPathFactory, folder: Path) -> None:
    company = tmp_path_factory.mktemp("company")
    catalog = company / "locales" / "sl" / "LC_MESSAGES" / "goodterms.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text('msgid "a\n', "utf-8")
    refused(
        run(*FAREWELL, "--sample", "--content", str(company)), folder, f"{catalog}:1: a string is not closed", status=3
    )


# --- completion -------------------------------------------------------------------------------------------------------


def completed(*words: str) -> list[str]:
    *before, incomplete = words
    return [item.value for item in ShellComplete(main, {}, "goodterms", "_X").get_completions(list(before), incomplete)]


def test_the_shell_completes_letters_locales_fields_and_steps() -> None:
    assert completed("render", "f") == ["farewell", "farewell-script"]
    assert completed("fields", "") == Content().letters()
    assert completed("render", "farewell", "--locale", "") == ["en", "ne", "sl", "te", "ur"]
    assert completed("render", "farewell", "--set", "la") == ["last_day="]
    assert completed("render", "farewell", "--set", "form=") == [
        "form=feminine",
        "form=masculine",
        "form=neutral",
        "form=company",
    ]
    assert completed("render", "farewell", "--set", "nam") == ["name="]
    assert completed("render", "farewell", "--set", "name.su") == [
        "name.surname-prefix=",
        "name.surname-core=",
        "name.surname=",
        "name.surname2=",
    ]
    assert completed("render", "farewell", "--set", "company.") == []
    assert completed("render", "farewell", "--without", "") == ["goodwill", "apologise", "alternatives"]
    assert completed("render", "farewell", "--format", "h") == ["html"]
    assert completed("render", "farwell", "--set", "") == []


def test_what_the_shell_says_of_its_proposals_is_in_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOODTERMS_LANG", "sl")
    shell = ShellComplete(main, {}, "goodterms", "_X")
    try:
        for before, word, text in (
            (["check", "--explain"], "foreign-letter", "A word mixes letters of two scripts."),
            (["render"], "farewell", "Ends a customer relationship on good terms, in five steps."),
            (["render", "farewell", "--set"], "last_day=", "the last day of working together"),
        ):
            shown = {item.value: item.help for item in shell.get_completions(before, word)}
            assert shown[word] == speech.speak(text) != text
    finally:
        monkeypatch.delenv("GOODTERMS_LANG")
        language.choose([])


def bash_completes(*words: str) -> list[str]:
    """What bash would offer for the last of these words, which are split as bash splits them."""
    program = str(Path(sys.executable).with_name("goodterms"))
    script = f"""
        compopt() {{ echo "compopt $*"; }}
        eval "$(env _GOODTERMS_COMPLETE=bash_source {program})"
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
        _goodterms_completion {program}
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    result = subprocess.run(["bash", "-c", script, "bash", *words], capture_output=True, text=True, check=True)
    return result.stdout.split("\n")[:-1]


def test_bash_completes_fields_and_choices_though_it_splits_at_the_equals_sign() -> None:
    assert bash_completes("goodterms", "render", "fare") == ["farewell", "farewell-script"]
    assert bash_completes("goodterms", "render", "farewell", "--set", "la") == ["compopt -o nospace", "last_day="]
    assert bash_completes("goodterms", "render", "farewell", "--set", "form", "=") == [
        "feminine",
        "masculine",
        "neutral",
        "company",
    ]
    assert bash_completes("goodterms", "render", "farewell", "--set", "form", "=", "fem") == ["feminine"]


@pytest.mark.parametrize(
    ("settings_text", "told"),
    [
        ('[mail]\nfrom = "nobody"\n', "mail.from"),
        ('[mail]\ntimezone = "Europe/Lubljana"\n', "did you mean 'Europe/Ljubljana'?"),
        ('[letterhead]\ncolour = "green"\n', "expected #RRGGBB, such as #2f5d50"),
        ('[letterhead]\npaper = "a5"\n', "expected one of: a4, us-letter"),
        ('[letterhead]\nlogo = "none.svg"\n', "the file 'none.svg' does not exist"),
        ('[letterhead]\nadress = ["a"]\n', "did you mean 'address'?"),
        ('[letterhead]\nqr = "no"\n', "letterhead.qr"),
        ('[letterhead]\nfooter = "IBAN"\n', "letterhead.footer"),
    ],
)
def test_what_letters_are_sent_in_is_checked(folder: Path, settings_text: str, told: str) -> None:
    path = folder / "goodterms.toml"
    path.write_text(settings_text, "utf-8")
    with pytest.raises(BrokenContent) as refused:
        Settings(path).envelope  # noqa: B018
    assert told in "\n".join(refused.value.lines())


def test_what_letters_are_sent_in_is_read(folder: Path) -> None:
    path = folder / "goodterms.toml"
    assert Settings(path).envelope == Envelope()
    (folder / "logo.svg").write_text("<svg/>", "utf-8")
    path.write_text(
        '[mail]\nfrom = "care@lipa.example"\nname = "Lipa"\ntimezone = "Europe/Ljubljana"\n'
        '[letterhead]\naddress = ["Lipa", "Ljubljana"]\nlogo = "logo.svg"\ncolour = "#2f5d50"\npaper = "us-letter"\n'
        'footer = ["IBAN SI56"]\nqr = false\n',
        "utf-8",
    )
    letterhead = Letterhead(
        ("Lipa", "Ljubljana"), folder / "logo.svg", "#2f5d50", "us-letter", ("IBAN SI56",), qr=False
    )
    assert Settings(path).envelope == Envelope(
        sender="Lipa", sender_email="care@lipa.example", timezone="Europe/Ljubljana", letterhead=letterhead
    )


MAIL = '[mail]\nfrom = "care@breza.example"\ntimezone = "Europe/Ljubljana"\nattach = ["html"]\n'
INVITATION = ["render", "check-in", "--locale", "sl", "--date", "2026-11-21", "--sample"]


def test_a_message_is_written_by_its_ending(run: Run, folder: Path) -> None:
    (folder / "goodterms.toml").write_text(MAIL, "utf-8")
    assert run(*INVITATION, "--to", "ana@lipa.example", "-o", "a.eml").exit_code == 0
    message = (folder / "a.eml").read_text("ascii")
    assert "\nTo: Katarina Zupan <ana@lipa.example>\n" in message
    assert 'filename="check-in.sl.html"' in message
    assert (
        run(*INVITATION, "--to", "ana@lipa.example", "--format", "eml", "-o", "-").stdout_bytes
        == (folder / "a.eml").read_bytes()
    )


def test_what_a_message_lacks_is_told(run: Run, folder: Path) -> None:
    refused(
        run(*INVITATION, "-o", "a.eml"),
        folder,
        "2 faults",
        "email: is missing",
        "--to ADDRESS",
        "mail.from (in goodterms.toml): is missing",
    )
    (folder / "goodterms.toml").write_text('[mail]\nfrom = "care@breza.example"\n', "utf-8")
    refused(
        run(*INVITATION, "-o", "a.eml", "--to", "ana@lipa.example"),
        folder,
        "mail.timezone (in goodterms.toml): is missing",
    )
    refused(run(*INVITATION, "-o", "a.eml", "--to", "ana"), folder, "email: 'ana' is not a valid email address")


def test_a_corrected_invitation_has_the_id_of_the_first(run: Run, folder: Path) -> None:
    (folder / "goodterms.toml").write_text(MAIL, "utf-8")
    call = [*INVITATION, "--to", "ana@lipa.example", "--key", "41", "--format", "ics"]
    first = run(*call).stdout
    second = run(*call, "--set", "meeting_time=15:00", "--sequence", "1").stdout
    (uid,) = [line for line in first.splitlines() if line.startswith("UID:")]
    assert uid in second
    assert "SEQUENCE:0" in first
    assert "SEQUENCE:1" in second
    refused(run(*call, "--sequence", "-1"), folder, "--sequence")


def test_a_letter_without_a_meeting_is_no_calendar(run: Run, folder: Path) -> None:
    (folder / "goodterms.toml").write_text(MAIL, "utf-8")
    refused(run(*FAREWELL, "--sample", "-o", "a.ics"), folder, "is not an invitation to a meeting", "[meeting]")
