"""``goodterms assess``: one customer, a table, what is refused, and the command that it prints."""

from __future__ import annotations

import csv
import io
import json
import shlex
from datetime import date
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from goodterms import sheets
from goodterms.advice.assess_answer import answer
from goodterms.advice.assess_answer import ranked as ranking
from goodterms.advice.assess_rules import ColumnWords, read_rules
from goodterms.advice.assess_table import Customer
from goodterms.call import Call
from goodterms.cli import main
from goodterms.compose import validate
from goodterms.content.layers import Content
from goodterms.project import Project

if TYPE_CHECKING:
    from pathlib import Path

    from goodterms.advice.assess_answer import Answer

PROJECT = Project(Content(()))
QUESTIONS, SPEC = PROJECT.advice("assess"), PROJECT.advice("assessment")
RULES = read_rules(PROJECT.content, QUESTIONS)
SPOKEN = ColumnWords(PROJECT.content)
_SOME = [
    ("a", "complains"),
    ("a", "misfit"),
    ("b", "complains"),
    ("", "abusive"),
    ("", "unethical"),
    ("c", "demanding"),
]


def _answer(key: str, problem: str) -> Answer:
    given = {problem: "yes"}
    request = validate(PROJECT, Call(QUESTIONS.name, "en", given, date(2026, 11, 21)))
    return answer(Customer(0, key, "", given, request), RULES, SPEC)


SETTINGS = '[sender]\ncompany = "Lipa"\nsignature = "Maja Kovač"\ncompany_phone = "+386 1 555 01 23"\n'
SLOVENIAN = """\
Šifra;Ime;Stranka od;Nenehno se pritožuje;Nesramnost;Se ne splača;Zahtevna;Verjetna sprememba;Sprememba do;Letni strošek
K-1;Ana Novak;1. 3. 2019;da;ne;da;da;ne;;1.250,00 EUR
K-2;Boris Kos;25. 6. 2024;da;;da;;;;300 EUR
K-3;Cilka Zupan;5. 6. 2024;;;;da;;;
K-4;Darko Hribar;5. 6. 2024;da;da;;;da;31. 1. 2027;
K-5;Eva Kralj;5. 6. 2025;;;da;;;;
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "goodterms.toml").write_text(SETTINGS, "utf-8")


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["assess", "--date", "2026-11-21", *words])


def commands(output: str) -> list[list[str]]:
    return [shlex.split(line.strip())[1:] for line in output.splitlines() if line.strip().startswith("goodterms ")]


@pytest.mark.parametrize(
    ("locale", "known"),
    [
        ("en", ["--is", "abusive", "--set", "shipments=3", "--set", "name=Žiga Čuk"]),
        (
            "sl",
            [
                "--is",
                "complains",
                "--is",
                "misfit",
                "--set",
                "request=it's “urgent” $(date)",
                "--set",
                "since=2024-05-06",
            ],
        ),
        (
            "te",
            ["--is", "unethical", "--set", "circumstances=14. 9. 2026 the parts came late", "--set", "name.given=Ana"],
        ),
        ("ne", ["--is", "complains", "--is", "demanding"]),
        ("ur-PK", ["--is", "demanding", "--set", "since=2012-05-06"]),
    ],
)
def test_the_next_command_runs_as_printed(locale: str, known: list[str]) -> None:
    advised = run("--locale", locale, *known)
    assert advised.exit_code == 0, advised.output
    (command,) = commands(advised.stdout)
    written = CliRunner().invoke(main, command)
    assert written.exit_code == 0, written.output
    for fact in ("Žiga Čuk", "it's “urgent” $(date)", "the parts came late"):
        assert (fact in written.stdout) == any(fact in word for word in known)


def test_the_answer_gives_reasons_and_the_guard(tmp_path: Path) -> None:
    done = run("--is", "complains", "--is", "unprofitable", "--is", "demanding", "--set", "since=2012-01-01",
               "--set", "cost=1250 EUR", "--locale", "sl")  # fmt: skip
    assert done.stdout.replace("\xa0", " ") == (
        "Nasvet\n\nPočakajte do 19. februarja 2027 in nato znova presodite.\n\n"
        "• Stranka se nenehno pritožuje nad malenkostmi, z njo so pogosto zapleti.\n"
        "• Sodelovanje s stranko se ne splača, morda celo prinaša izgubo.\n"
        "• Zahtevnost sama po sebi ni razlog.\n• Strošek na leto: 1250,00 €\n\n"
        "• Sodelujete že 14 let; takega sodelovanja ne zaključimo čez noč.\n\n"
        "To je nasvet. Odločitev je Vaša.\n\n"
        "Naslednji korak:\n  goodterms render conversation-guide --locale sl --sample\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["goodterms.toml"]


def table(folder: Path, text: str, name: str = "customers.csv") -> str:
    (folder / name).write_text(text, "utf-8")
    return name


def ranked(*words: str) -> list[dict[str, object]]:
    done = run(*words, "--format", "json")
    assert done.exit_code == 0, done.output
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


def test_a_table_is_ranked(tmp_path: Path) -> None:
    found = ranked(table(tmp_path, SLOVENIAN), "--locale", "sl")
    assert [(one["key"], one["answer"]) for one in found] == [
        ("K-2", "part"), ("K-4", "watch"), ("K-1", "watch"), ("K-5", "watch"), ("K-3", "keep"),
    ]  # fmt: skip
    assert [one["until"] for one in found[:3]] == ["", "2027-01-31", "2027-02-19"]
    assert found[0]["customer"] == "K-2 Boris Kos"
    assert found[0]["row"] == 3


def test_the_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    head, *rows = SLOVENIAN.splitlines()
    rows.append(rows[0].replace("K-1", "").replace("Ana", "Tina"))
    rows.append(rows[1].replace("K-2", "").replace("Boris", "Tone"))
    expected = [one["customer"] for one in ranked(table(tmp_path, "\n".join([head, *rows])))]
    assert [one["customer"] for one in ranked(table(tmp_path, "\n".join([head, *reversed(rows)])))] == expected


@given(st.permutations(range(6)))
def test_the_order_of_answers_does_not_matter(order: list[int]) -> None:
    answers = [_answer(*answer) for answer in _SOME]
    expected = ranking(answers, RULES)
    assert ranking([answers[place] for place in order], RULES) == expected


@pytest.mark.parametrize("locale", ["sl", "ur"])
def test_csv_and_workbook_have_the_same_cells(tmp_path: Path, locale: str) -> None:
    name = table(tmp_path, SLOVENIAN)
    for target in ("list.csv", "list.xlsx"):
        done = run(name, "--locale", locale, "-o", target)
        assert (done.exit_code, done.stdout) == (0, "")
    as_csv = list(csv.reader(io.StringIO((tmp_path / "list.csv").read_text("utf-8-sig"))))
    book = [[str(cell).removesuffix(".0") for cell in row.cells] for row in sheets.read(tmp_path / "list.xlsx").rows]
    assert [[cell.replace("\r\n", "\n") for cell in row] for row in as_csv] == book
    assert len(book) == 6
    again = run(name, "-o", "list.csv")
    assert again.exit_code == 2
    assert "--force" in again.output


FAULTY = """\
key,complains,abusive,since,cost,change by,locale
K-1,maybe,yes,2019-01-01,12 EUR,,sl
K-2,yes,perhaps,2030-01-01,a lot,,xx
K-3,yes,yes,2019-01-01,12 EUR,2020-01-01,sl
"""


def test_all_faults_of_a_table_are_told_at_once(tmp_path: Path) -> None:
    done = run(table(tmp_path, FAULTY), "-o", "list.csv")
    assert done.exit_code == 2
    for part in (
        "row 2, complains",
        "row 3, abusive",
        "row 3, since",
        "row 3, cost",
        "row 3, locale",
        "row 4, change by",
    ):
        assert part in done.output, part
    assert not (tmp_path / "list.csv").exists()


PROTECTED = {
    "en": ["Religion", "Date of birth", "nationality", "Health status", "Age"],
    "sl": ["Veroizpoved", "Datum rojstva", "Državljanstvo", "Zdravstveno stanje", "Starost"],
    "te": ["మతం", "పుట్టిన తేదీ", "జాతీయత", "ఆరోగ్య పరిస్థితి", "వయస్సు"],
    "ne": ["धर्म", "जन्ममिति", "नागरिकता", "स्वास्थ्य अवस्था", "उमेर"],
    "ur": ["مذہب", "تاریخِ پیدائش", "شہریت", "صحت", "عمر"],
}


@pytest.mark.parametrize("column", [column for columns in PROTECTED.values() for column in columns])
def test_protected_grounds_are_known(column: str) -> None:
    assert SPOKEN.ground(column)


@pytest.mark.parametrize("column", ["Date of birth", "مذہب"])
def test_protected_grounds_are_no_criteria(tmp_path: Path, column: str) -> None:
    name = table(tmp_path, f"key,complains,{column}\nK-1,yes,yes\n")
    unused = run(name)
    assert unused.exit_code == 0
    assert f"{column!r} is not used: it says something of a person's" in unused.stderr
    (tmp_path / "goodterms.toml").write_text(f'{SETTINGS}[columns]\n"{column}" = "misfit"\n', "utf-8")
    used = run(name)
    assert used.exit_code == 2
    assert "nobody is judged by that" in used.output


def test_names_of_questions_are_no_protected_grounds() -> None:
    """Neither the columns that answer questions, nor those of letters in any language, but for dates of birth."""
    names = [name for language in PROJECT.column_words for names in language.columns.values() for name in names]
    assert [
        name for name in names if SPOKEN.ground(name) and SPOKEN.ground(name) not in ("origin", "sex", "faith")
    ] == []
    assert not any(map(SPOKEN.ground, ["Usage", "Page", "Last order", "Complains", "Strošek", "ఖర్చు", "लागत", "لاگت"]))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], "nothing is known of the customer"),
        (["--is", "complain"], "did you mean 'complains'?"),
        (["--is", "religion"], "a person's faith"),
        (["--set", "age=70"], "a person's age"),
        (["--is", "complains", "--set", "complains=no"], "is given by --is and by --set"),
        (["--set", "verdict=part"], "'verdict'"),
        (["--is", "complains", "--locale", "xx"], "--locale"),
        (["--is", "complains", "--set", "since=2031-01-01"], "since"),
        (["customers.csv", "--is", "complains"], "is a table of customers"),
        (["customers.csv", "-o", "list.pdf"], "'.pdf' is not the ending"),
        (["unknown.csv"], "no column answers a question"),
    ],
)
def test_what_is_refused(tmp_path: Path, words: list[str], expected: str) -> None:
    table(tmp_path, SLOVENIAN)
    table(tmp_path, "Order,Product\n1,Toner\n2,Paper\n", "unknown.csv")
    done = run(*words)
    assert done.exit_code == 2
    assert expected in done.output


def test_a_company_changes_the_rules(tmp_path: Path) -> None:
    rules = tmp_path / "ours" / "templates" / "_advice" / "assess" / "rules.toml"
    rules.parent.mkdir(parents=True)
    rules.write_text(
        '[problems]\ncomplains = 1\nmisfit = 2\n[answer]\npart_from = 1\n[next]\npart = "farewell-script"\n', "utf-8"
    )
    done = run("--content", "ours", "--is", "complains", "--set", "since=2024-01-01")
    assert "End this relationship on good terms." in done.stdout
    assert "render farewell-script" in done.stdout
    rules.write_text(
        '[problems]\ncomplain = 1\n[answer]\nenough = ["rude"]\npart_from = 0\n[next]\npart = "farwell"\n', "utf-8"
    )
    broken = run("--content", "ours", "--is", "complains")
    assert broken.exit_code == 3
    for part in ("rules.toml:2", "did you mean 'complains'", "rules.toml:4", "rules.toml:5", "did you mean 'farewell'"):
        assert part in broken.output, part
