"""One table with all letters: each row says which one it asks for; all are checked before any is written."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from goodterms.cli import main

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = """
[sender]
company = "Lipa Office Care"
signature = "Maja Kovač"
company_email = "care@lipa.example"
contact = "Peter Hribar"
contact_email = "care@lipa.example"
goodwill = "none"
apology = "service"
thanks = "services"
offer = "none"
mode = "phone"
[values.letter]
"prva" = "check-in"
"""
HEADER = ["Key", "Letter", "Locale", "E-mail", "Name", "Call number", "Meeting date", "Meeting time", "Duration"]
HEADER += ["Reason", "Request", "Last day", "Providers"]
VISIT = ["+386 1 555 07 89", "2026-12-03", "14:30", "45 min", "", "", "", ""]
END = ["", "", "", "", "request", "Druga dostava", "2026-12-31", "Severni sij"]


def row(key: str, letter: str, *, email: str = "", name: str = "Ana Novak", visit: bool = True) -> list[str]:
    return [key, letter, "sl", email or f"{key.lower()}@example.com", name, *(VISIT if visit else END)]


def table(folder: Path, rows: list[list[str]], header: list[str] = HEADER, more: str = "") -> None:
    (folder / "goodterms.toml").write_text(SETTINGS + more, "utf-8")
    with (folder / "t.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def run(*more: str, letter: str = "", day: str = "2026-11-21") -> Result:
    words = [letter] if letter else []
    result = CliRunner().invoke(main, ["batch", *words, "t.csv", "-o", "out", "--date", day, *more])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def letters(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "out").glob("sl/*"))


BOTH = [row("K-1", "check-in"), row("K-2", "farewell", visit=False), row("K-3", "Check-in invitation")]


def test_each_row_gets_the_letter_that_it_asks_for(folder: Path) -> None:
    table(folder, BOTH)
    assert run().stdout == "out: recipients: 3 written\n"
    assert letters(folder) == ["K-1.check-in.txt", "K-2.farewell.txt", "K-3.check-in.txt"]
    assert run().stdout == "out: recipients: 0 written, 3 up to date\n"
    again = [BOTH[0], BOTH[1], [*BOTH[2][:4], "Eva Novak", *BOTH[2][5:]]]
    table(folder, again)
    assert run().stdout == "out: recipients: 1 written, 2 up to date\n"


@pytest.mark.parametrize(
    ("word", "letter"),
    [
        ("CHECK IN", "check-in"), ("Farewell", "farewell"), ("Check-in invitation", "check-in"), ("prva", "check-in"), ("vabilo", "check-in"),
        ("zaključek sodelovanja", "farewell"), ("వీడ్కోలు", "farewell"), ("निमन्त्रणा", "check-in"), ("الوداعی خط", "farewell"), ("invitation", "check-in"),
    ],
)  # fmt: skip
def test_letters_have_names_titles_and_words(folder: Path, word: str, letter: str) -> None:
    table(folder, [row("K-1", word, visit=letter == "check-in")])
    assert run().exit_code == 0
    assert letters(folder) == [f"K-1.{letter}.txt"]


def test_faults_are_those_of_all_letters_and_nothing_is_written_before(folder: Path) -> None:
    bad = [
        *(one[:] for one in BOTH),
        row("K-4", "farwell", visit=False),
        row("K-5", ""),
        row("K-6", "check-in", visit=False),
    ]
    bad[1][11] = "2026-13-01"
    table(folder, bad)
    told = run("--report", "r.csv")
    assert told.exit_code == 2
    for line in (
        "row 5, Letter: 'farwell' is not the name of a letter; did you mean 'farewell'?",
        "row 6, Letter: is missing",
        "row 3, Last day: '2026-13-01'",
        "row 7, Meeting date: is missing",
    ):
        assert line in told.stderr
    assert not (folder / "out").exists()
    with (folder / "r.csv").open(encoding="utf-8-sig", newline="") as file:
        report = list(csv.DictReader(file))
    assert [line["status"] for line in report] == ["not written", "refused", "not written"] + ["refused"] * 3
    assert run("--skip-bad-rows").stdout == "out: recipients: 2 written\n"
    assert letters(folder) == ["K-1.check-in.txt", "K-3.check-in.txt"]


def test_a_column_is_missing_only_for_the_letters_that_need_it(folder: Path) -> None:
    table(folder, [[*one[:9], *one[9:11], one[12]] for one in BOTH], [*HEADER[:11], "Providers"])
    told = run().stderr
    assert "farewell: there is no column 'last_day'" in told
    assert "check-in:" not in told
    table(folder, [BOTH[0][:9]], HEADER[:9])
    assert run().exit_code == 0
    table(folder, [one[:9] for one in BOTH], [*HEADER[:8], "Trajanje"])
    told = run().stderr
    assert "check-in: there is no column 'duration'" in told
    assert "farewell: there are no columns" in told or "farewell: there is no column 'reason'" in told


def test_a_column_that_one_letter_uses_is_used(folder: Path) -> None:
    table(folder, [[*one, "x"] for one in BOTH], [*HEADER, "Color"])
    assert run().stderr == "t.csv: columns that are not used: Color\n"


@pytest.mark.parametrize("others", [[], [row("K-9", "farewell", visit=False)]])
def test_a_letter_that_is_written_wrong_is_told_before_that_no_row_asks_for_it(
    folder: Path, others: list[list[str]]
) -> None:
    table(folder, [row("K-1", "chek-in"), row("K-2", "xyz"), *others])
    refused = run(letter="check-in").stderr
    assert "no row asks for" not in refused
    assert "row 2, Letter: 'chek-in' is not the name of a letter; did you mean 'check-in'?" in refused
    assert "row 3, Letter: 'xyz' is not the name of a letter" in refused


def test_letters_of_a_table_without_the_column_stay_when_another_table_has_one(folder: Path) -> None:
    bare = [name for name in HEADER if name != "Letter"]
    table(folder, [[key, *rest] for key, _, *rest in [row("K-1", "check-in")]], bare)
    assert run(letter="check-in").exit_code == 0
    table(folder, [row("K-2", "farewell", visit=False)])
    assert run().exit_code == 0
    assert letters(folder) == ["K-1.check-in.txt", "K-2.farewell.txt"]


def test_one_letter_of_the_table_by_its_name(folder: Path) -> None:
    table(folder, BOTH)
    run()
    changed = [[*one[:4], "Eva Kos", *one[5:]] for one in BOTH]
    table(folder, changed)
    one = run(letter="farewell")
    assert one.stdout == "out: recipients: 1 written\n"
    assert "2 rows ask for other letters and are not taken: check-in" in one.stderr
    assert letters(folder) == ["K-1.check-in.txt", "K-2.farewell.txt", "K-3.check-in.txt"]
    refused = run(letter="best-offer")
    assert "no row asks for the letter best-offer\n  the rows ask for check-in, farewell\n" in refused.stderr
    table(folder, [row("K-7", ""), row("K-8", "check-in")])
    assert run("--remove", letter="check-in").exit_code == 0  # a row without one asks for the one that is named


def test_another_letter_for_a_customer_replaces_the_first(folder: Path) -> None:
    table(folder, [row("K-1", "check-in"), row("K-2", "check-in")])
    run()
    table(folder, [row("K-1", "farewell", visit=False), row("K-2", "farewell", visit=False)])
    refused = run()
    assert "2 of 2" in refused.stderr or "--remove" in refused.stderr
    done = run("--remove")
    assert done.stdout == "out: recipients: 2 written, 2 cancelled\n"
    ends = [f"{key}.{name}.txt" for key in ("K-1", "K-2") for name in ("check-in-cancellation", "farewell")]
    assert letters(folder) == ends  # the invitations may be sent, so their meetings are called off


def test_a_run_of_one_letter_leaves_those_of_other_tables(folder: Path) -> None:
    table(folder, [[*row("K-1", "")[:1], *row("K-1", "")[2:]]], [HEADER[0], *HEADER[2:]])
    assert run(letter="check-in").exit_code == 0
    table(folder, [row("K-2", "farewell", visit=False)])
    assert run().exit_code == 0
    assert letters(folder) == ["K-1.check-in.txt", "K-2.farewell.txt"]


def test_a_table_without_the_column_asks_for_it(folder: Path) -> None:
    bare = [[one[0], *one[2:]] for one in BOTH]
    table(folder, bare, [HEADER[0], *HEADER[2:]])
    assert "the table has no column 'letter'" in run().stderr
    assert "goodterms batch LETTER t.csv" in run().stderr
    table(folder, BOTH, [HEADER[0], "Vrsta pisma", *HEADER[2:]])
    assert '"Vrsta pisma" = "letter"' in run().stderr
    table(folder, BOTH, [HEADER[0], "Vrsta pisma", *HEADER[2:]], '[columns]\n"Vrsta pisma" = "letter"\n')
    assert run().exit_code == 0
    grades = [[one[0], "A", *one[2:]] for one in BOTH[:1]]
    table(folder, grades, more='[columns]\n"Letter" = false\n')
    assert run(letter="check-in").exit_code == 0


def test_steps_are_left_out_of_the_letters_that_have_them(folder: Path) -> None:
    table(folder, BOTH)
    assert run("--without", "apologise", "--without", "purpose").exit_code == 0
    assert "check-in / farewell has no step 'apologize'" in run("--without", "apologize").stderr


def test_rows_are_chosen_among_all_letters(folder: Path) -> None:
    table(folder, BOTH)
    assert run("--where", "letter=farewell").stdout == "out: recipients: 1 written\n"
    assert run("--only", "K-1", "--only", "K-2").stdout == "out: recipients: 1 written, 1 up to date\n"
    assert run("--limit", "2", "--dry-run").stdout == "out: recipients: 0 would be written, 2 up to date\n"


def test_each_letter_has_its_own_gathered_file(folder: Path) -> None:
    table(folder, BOTH, more='[mail]\nfrom = "care@lipa.example"\ntimezone = "Europe/Ljubljana"\n')
    assert run("--into", "mbox").exit_code == 0
    assert sorted(path.name for path in (folder / "out").glob("*.mbox")) == ["check-in.mbox", "farewell.mbox"]


def test_one_row_is_written_as_the_letter_that_it_asks_for(folder: Path) -> None:
    table(folder, [*BOTH, row("K-1", "contact-times")])
    words = ["--from", "t.csv", "--date", "2026-11-21"]
    invitation = CliRunner().invoke(main, ["render", "check-in", *words, "--key", "K-1"])
    assert "Vabilo na pogovor" in invitation.stdout
    for which in (["--key", "K-2"], ["--row", "3"]):
        refused = CliRunner().invoke(main, ["render", "check-in", *words, *which])
        assert "row 3 asks for the letter farewell, not for check-in" in refused.stderr


# --- letters that may not meet ----------------------------------------------------------------------------------------

MEET = [row("K-1", "check-in"), row("K-1", "farewell", visit=False)]


@pytest.mark.parametrize(
    "rows",
    [
        MEET,
        [row("K-1", "check-in"), row("k-1", "farewell", email="other@example.com", visit=False)],
        [row("K-1", "check-in", email="ANA@example.com"), row("K-2", "farewell", email="ana@example.com", visit=False)],
    ],
)
def test_nobody_gets_a_farewell_and_an_invitation(folder: Path, rows: list[list[str]]) -> None:
    table(folder, rows)
    refused = run()
    assert refused.exit_code == 2
    assert "fix 2 letters that may not meet others" in refused.stderr
    told = "check-in (row 2) and farewell (row 3) go to the same customer; they must be 30 days apart"
    assert told in refused.stderr
    assert run("--skip-bad-rows").stdout == "out: recipients: 0 written\n"
    assert letters(folder) == []
    table(folder, rows, more="[batch]\napart = false\n")
    assert run().stdout == "out: recipients: 2 written\n"


def test_what_is_in_the_outbox_counts(folder: Path) -> None:
    table(folder, [row("K-1", "farewell", visit=False)])
    run(day="2026-11-01")
    table(folder, [row("K-1", "check-in")])
    refused = run("--remove", day="2026-11-20")
    assert "check-in goes to the same customer as farewell of 2026-11-01; they must be 30 days apart" in refused.stderr
    table(folder, [row("K-1", "check-in")], more='[batch]\napart = "19 days"\n')
    assert run("--remove", day="2026-11-20").exit_code == 0


def test_a_correction_on_the_same_day_is_no_second_letter(folder: Path) -> None:
    table(folder, [row("K-1", "farewell", visit=False), *BOTH[2:], row("K-4", "check-in")])
    run()
    table(folder, [row("K-1", "check-in"), *BOTH[2:], row("K-4", "check-in")])
    assert run().exit_code == 0
    assert letters(folder) == ["K-1.check-in.txt", "K-3.check-in.txt", "K-4.check-in.txt"]


def test_runs_of_single_letters_know_of_each_other(folder: Path) -> None:
    bare = [[one[0], *one[2:]] for one in MEET]
    table(folder, bare[:1], [HEADER[0], *HEADER[2:]])
    run(letter="check-in")
    table(folder, bare[1:], [HEADER[0], *HEADER[2:]])
    assert "goes to the same customer as check-in of 2026-11-21" in run(letter="farewell", day="2026-11-22").stderr
    assert run(letter="farewell", day="2026-12-21").exit_code == 0


def test_several_letters_that_may_meet_are_a_note(folder: Path) -> None:
    table(folder, [row("K-1", "check-in"), row("K-1", "check-in-reminder")])
    told = run()
    assert "several letters to the same customer on the same day: K-1 (check-in, check-in-reminder)" in told.stderr


@pytest.mark.parametrize("value", ["30", '"a month"', '"0 days"', "true", '"-3 days"'])
def test_what_is_no_number_of_days_is_refused(folder: Path, value: str) -> None:
    table(folder, BOTH, more=f"[batch]\napart = {value}\n")
    refused = run()
    assert refused.exit_code == 3
    assert 'expected a number of days, such as "30 days", or false' in refused.stderr
