"""``goodterms plan``: from the customers' table to a page, a calendar and the invitations; and what is told of wishes."""

from __future__ import annotations

import csv
import datetime as dt
import sys
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import icalendar
import pytest
from click.testing import CliRunner, Result

from goodterms.cli import main

if TYPE_CHECKING:
    from pathlib import Path

OPTIONS = ("--year", "2027", "--country", "SI", "--date", "2026-11-29")
SETTINGS = """
[sender]
company = "Lipa Office Care"
signature = "Maja Kovač"
company_email = "care@lipa.example"
mode = "video"
link = "https://meet.lipa.example/maja"
duration = "45 min"
offer = "none"

[mail]
from = "care@lipa.example"
timezone = "Europe/Ljubljana"
"""
CUSTOMERS = """\
Customer number,Name,Language,E-mail,Since,Cadence,Account manager,Industry,Country,Busy
K-1,Ana Novak,sl,ana@example.com,2019-03-01,yearly,Maja Kovač,tax-advisers,,
K-2,सुनिता श्रेष्ठ,ne,sunita@example.com,2020-10-09,half-yearly,Maja Kovač,,Nepal,
K-3,عائشہ خان,ur,ayesha@example.com,2021-05-20,quarterly,Peter Hribar,,,3-4
K-4,John Smith,en-GB,john@example.com,,yearly,Peter Hribar,schools,,
"""


def run(*arguments: str, status: int = 0) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == status, result.output
    return result


@pytest.fixture
def table(folder: Path) -> Path:
    (folder / "goodterms.toml").write_text(SETTINGS, "utf-8")
    (folder / "customers.csv").write_text(CUSTOMERS, "utf-8")
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def days(path: Path) -> dict[str, str]:
    return {row["Customer number"]: row["meeting date"] for row in rows(path)}


def test_contacts_are_near_the_anniversary_and_say_why(table: Path) -> None:
    text = run("plan", "customers.csv", *OPTIONS).stdout
    assert text.startswith("8 contacts are planned. This is advice")
    assert "Anniversary of working together: March 1, 2027. That week does not suit: a busy time" in text
    assert "2027-10-11  सुनिता श्रेष्ठ (Maja Kovač)" not in text  # Dashain
    assert "No anniversary is known; this week has room." in text
    assert not (table / "out").exists()


def test_the_table_goes_through_a_batch(table: Path) -> None:
    run("plan", "customers.csv", *OPTIONS, "-o", "plan.csv")
    planned = rows(table / "plan.csv")
    assert [row["meeting date"] for row in planned] == sorted(row["meeting date"] for row in planned)
    assert planned[0].keys() >= {
        "Customer number",
        "Since",
        "meeting date",
        "meeting time",
        "contact",
        "week",
        "why then",
    }
    done = run(
        "batch", "check-in", "plan.csv", "-o", "out", "--date", "2026-11-29", "--format", "text", "--format", "ics"
    )
    assert "out: recipients: 8 written" in done.stdout
    assert len({path.name for path in (table / "out").rglob("*.ics")}) == 8
    letter = next((table / "out").rglob("K-1-2027-1.check-in.txt")).read_text("utf-8")
    assert "osem let" in letter
    assert "1. april 2027" in letter.replace("\u00a0", " ")


def test_a_workbook_can_be_written_too(table: Path) -> None:
    run("plan", "customers.csv", *OPTIONS, "-o", "plan.xlsx")
    done = run(
        "batch", "check-in", "plan.xlsx", "-o", "out", "--date", "2026-11-29", "--where", "contact=1", "--dry-run"
    )
    assert "4 would be written" in done.stdout
    assert (table / "plan.xlsx").exists()


@pytest.mark.usefixtures("table")
def test_a_time_and_a_date_of_the_table_are_replaced_where_they_are(table: Path) -> None:
    (table / "customers.csv").write_text(
        "Name,Language,Datum srečanja,Ura,Since\nAna Novak,sl,2020-01-01,9.30,2019-03-01\n", "utf-8"
    )
    run("plan", "customers.csv", *OPTIONS, "-o", "plan.csv")
    (row,) = rows(table / "plan.csv")
    assert row == {
        "Name": "Ana Novak",
        "Language": "sl",
        "Datum srečanja": "2027-03-01",
        "Ura": "9.30",
        "Since": "2019-03-01",
        "key": "Ana Novak-2027-1",
        "contact": "1",
        "week": "2027-02-28",
        "why then": "Anniversary of working together: March 1, 2027.",
    }


@pytest.mark.parametrize("locale", ["en", "ur-PK", "ne"])
def test_the_calendar_is_one_of_whole_days_with_lasting_ids(table: Path, locale: str) -> None:
    run("plan", "customers.csv", *OPTIONS, "--locale", locale, "-o", "plan.ics")
    content = (table / "plan.ics").read_bytes()
    events: list[Any] = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert len(events) == 8
    assert all(event["DTEND"].dt - event["DTSTART"].dt == dt.timedelta(1) for event in events)
    assert all(event["DTSTART"].dt.weekday() < 5 for event in events)
    assert not {"\u2066", "\u2067", "\u2068", "\u2069"} & set(content.decode())
    uids = [str(event["UID"]) for event in events]
    assert all(uid.endswith("@lipa.example") for uid in uids)
    # On another day, in another language, with one more customer: the same contacts have the same ids.
    with (table / "customers.csv").open("a", encoding="utf-8") as file:
        file.write("K-5,Boris Kos,sl,boris@example.com,2022-02-02,yearly,Maja Kovač,,,\n")
    run("plan", "customers.csv", *OPTIONS[:4], "--date", "2026-12-05", "-o", "other.ics")
    after = [str(one["UID"]) for one in icalendar.Calendar.from_ical((table / "other.ics").read_bytes()).walk("VEVENT")]
    assert {*uids} < {*after}
    assert len(after) == len({*after}) == 9


class Page(HTMLParser):
    """The elements of a page: tags with their attributes, and the text of headings."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.headings: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in ("meta", "rect", "line"):
            self.open.append(tag)
        if tag in ("h1", "h2", "h3"):
            self.headings.append("")

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("rect", "line"):
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if {"h1", "h2", "h3"} & {*self.open}:
            self.headings[-1] += data


@pytest.mark.parametrize(
    ("locale", "direction", "title", "shown"),
    [
        ("ur-PK", "rtl", "صارفین سے رابطے، 2027", "1 اپریل 2027"),
        ("ne", "ltr", "ग्राहकसँगका सम्पर्क, २०२७", "२०२७ अप्रिल १"),
        ("ne-u-ca-bikram", "ltr", "ग्राहकसँगका सम्पर्क, २०२७", "वि.सं. २०८३ चैत १८"),
        ("te", "ltr", "వినియోగదారులతో సంప్రదింపులు, 2027", "ఏప్రిల్"),
    ],
)
def test_the_page_is_in_the_readers_language_and_direction(
    table: Path, locale: str, direction: str, title: str, shown: str
) -> None:
    run("plan", "customers.csv", *OPTIONS, "--locale", locale, "-o", "plan.html")
    text = (table / "plan.html").read_text("utf-8")
    page = Page(text)
    assert page.found[0] == (
        "html",
        {"lang": locale.partition("-u-")[0], "dir": direction, **({"class": "nastaliq"} if direction == "rtl" else {})},
    )
    assert page.headings[0].strip("\u200f") == title
    assert [
        heading.strip().split(" ")[0] for heading in page.headings if "Kovač" in heading or "Hribar" in heading
    ] == ["Maja", "Peter"]
    assert sum(tag == "h3" for tag, _ in page.found) == 24
    assert sum(tag == "time" for tag, _ in page.found) == 8
    assert shown in text
    ids = {attributes["id"] for _, attributes in page.found if "id" in attributes}
    assert all(attributes["aria-labelledby"] in ids for tag, attributes in page.found if tag == "section")
    assert all(attributes["aria-label"] for tag, attributes in page.found if tag == "svg")


def test_nothing_of_a_name_is_markup(table: Path) -> None:
    (table / "customers.csv").write_text("Name,Since\n<b>Ana & Co</b>,2019-03-01\n", "utf-8")
    run("plan", "customers.csv", *OPTIONS, "-o", "plan.html")
    text = (table / "plan.html").read_text("utf-8")
    assert "&lt;b&gt;Ana &amp; Co&lt;/b&gt;" in text
    assert "<b>" not in text


def test_a_kept_plan_changes_only_where_it_must(table: Path) -> None:
    run("plan", "customers.csv", *OPTIONS, "-o", "plan.csv")
    moved = (table / "plan.csv").read_text("utf-8-sig").replace(days(table / "plan.csv")["K-4-2027-1"], "2027-05-18")
    (table / "plan.csv").write_text(moved.replace(days(table / "plan.csv")["K-1-2027-1"], "2027-02-02"), "utf-8")
    added = "".join(f"K-{n},Boris Kos,sl,b{n}@example.com,2022-03-15,yearly,Peter Hribar,,,\n" for n in range(5, 25))
    (table / "customers.csv").write_text(CUSTOMERS + added, "utf-8")
    result = run("plan", "customers.csv", *OPTIONS, "--keep", "plan.csv", "-o", "new.csv")
    assert "7 of 8 contacts of the earlier plan stay where they are" in result.stderr
    before, after = days(table / "plan.csv"), days(table / "new.csv")
    assert {key for key in before if before[key] != after[key]} == {"K-1-2027-1"}  # it was moved into a busy time
    assert len(after) == 28


def test_absences_of_the_team_are_free_of_contacts(table: Path) -> None:
    (table / "away.csv").write_text(
        "Skrbnik,Od,Do\nPeter Hribar,2027-05-03,2027-05-28\n,2027-08-02,2027-08-20\n", "utf-8"
    )
    run("plan", "customers.csv", *OPTIONS, "--absences", "away.csv", "-o", "plan.csv")
    found = days(table / "plan.csv")
    assert not "2027-05-03" <= found["K-3-2027-2"] <= "2027-05-28"
    assert not [day for day in found.values() if "2027-08-02" <= day <= "2027-08-20"]


def test_faults_of_absences_are_told_at_once(table: Path) -> None:
    (table / "away.csv").write_text("Manager,From,To\nMaya Kovac,2027-05-03,2027-05-01\nPeter Hribar,soon,\n", "utf-8")
    told = run("plan", "customers.csv", *OPTIONS, "--absences", "away.csv", "-o", "plan.csv", status=2).stderr
    assert "'Maya Kovac' looks after no customer; did you mean 'Maja Kovač'?" in told
    assert "2027-05-01 is before the first day, 2027-05-03" in told
    assert "row 3, From: 'soon'" in told
    assert not (table / "plan.csv").exists()


def test_wishes_that_cannot_be_met_are_told_by_row(table: Path) -> None:
    (table / "customers.csv").write_text(
        CUSTOMERS + "K-9,Boris Kos,sl,b@example.com,2022-03-15,quarterly,Maja Kovač,,,2-5\n", "utf-8"
    )
    result = run("plan", "customers.csv", *OPTIONS, "-o", "plan.csv", status=1)
    assert "no day for 1 contact\n  row 6, Boris Kos: no day between 2027-02-21 and 2027-04-06 fits" in result.stderr
    assert len(rows(table / "plan.csv")) == 11
    many = "".join(f"K-{n},Boris Kos,sl,b{n}@example.com,2022-03-15,yearly,Maja Kovač,,,\n" for n in range(10, 40))
    (table / "customers.csv").write_text(CUSTOMERS + many, "utf-8")
    result = run("plan", "customers.csv", *OPTIONS, "--per-week", "1", status=1)
    assert (
        "every week between 2026-12-14 and 2027-06-14 is full" in result.stderr
        or "is full; raise --per-week" in result.stderr
    )


def test_all_faults_of_the_rows_are_told_at_once(table: Path) -> None:
    wrong = (
        "K-5,A B,xx-YY,a@example.com,2030-01-01,often,Maja,plumbing,Atlantis,13\n"
        "K-1,A B,sl,a@example.com,2020-13-01,1 week,Maja,,,\n"
        ",,sl,,,yearly,,,,\n"
    )
    (table / "customers.csv").write_text(CUSTOMERS + wrong, "utf-8")
    told = run("plan", "customers.csv", *OPTIONS, "-o", "plan.csv", status=2).stderr
    for part in (
        "row 6, Since: 2030-01-01",
        "row 6, Cadence: 'often' is not a cadence; expected one of: yearly, half-yearly",
        "row 7, Cadence: '1 week' is shorter than 14 days",
        "row 7, Since: '2020-13-01'",
        "row 6, Busy: '13' is not a time of the year",
        "row 6, Country: 'Atlantis' is not the name or the code of a country",
        "'K-1' is also the key of row 2",
        "nobody is named",
    ):
        assert part in told, part
    assert not (table / "plan.csv").exists()


@pytest.mark.usefixtures("table")
def test_faults_of_the_call_are_told_at_once() -> None:
    told = run(
        "plan",
        "customers.csv",
        "--year",
        "1999",
        "--every",
        "often",
        "--country",
        "Atlantis",
        "-o",
        "plan.pdf",
        status=2,
    ).stderr
    assert told.startswith("Error: 4 faults; nothing was written")
    for part in ("--year: 1999", "--every: 'often'", "--country: 'Atlantis'", ".ics, .csv, .xlsx, .html"):
        assert part in told


@pytest.mark.usefixtures("table")
def test_the_country_comes_from_the_time_zone_and_its_lack_is_told(table: Path) -> None:
    assert "holidays" not in run("plan", "customers.csv", "--year", "2027", "--date", "2026-11-29").stderr
    (table / "goodterms.toml").unlink()
    assert (
        "your own holidays are not known"
        in run("plan", "customers.csv", "--year", "2027", "--date", "2026-11-29").stderr
    )


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize("package", ["holidays", "scipy"])
def test_a_missing_package_is_told_with_its_command(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    from goodterms.advice import free_days

    free_days.holidays.cache_clear()
    monkeypatch.setitem(sys.modules, package, None)
    told = run("plan", "customers.csv", *OPTIONS, status=2).stderr
    assert "install it with: pip install 'goodterms[plan]'" in told


def test_a_company_has_trades_of_its_own(table: Path) -> None:
    path = table / "own/templates/_advice/plan/industries.toml"
    path.parent.mkdir(parents=True)
    path.write_text('[tax-advisers]\nbusy = ["05-01..12-31"]\n[schools]\nbusy = ["02-30..03-01"]\n', "utf-8")
    told = run("plan", "customers.csv", *OPTIONS, "--content", "own", status=3).stderr
    assert "schools.busy" in told
    path.write_text('[tax-advisers]\nbusy = ["05-01..12-31"]\n[schools]\nbusy = []\n', "utf-8")
    assert "2027-03-01  Ana Novak" in run("plan", "customers.csv", *OPTIONS, "--content", "own").stdout
