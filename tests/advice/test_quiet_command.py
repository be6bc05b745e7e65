"""``goodterms quiet``: the table as people have it, the list in each form, and the way to letters."""

from __future__ import annotations

import csv
import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from goodterms.advice import orders
from goodterms.cli import main
from goodterms.content.layers import Content
from goodterms.sheets.writing import Column

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

DAY = dt.date(2026, 11, 21)
OPTIONS = ("--date", "2026-11-21")
SETTINGS = """
[sender]
company = "Lipa Office Care"
signature = "Maja Kovač"
company_email = "care@lipa.example"
contact = "Peter Hribar"
help = "call"
"""
CUSTOMERS = """\
Customer number,Name,Language,E-mail,Signs
K-1,Ana Novak,sl,ana@example.com,questions
K-2,Boris Kos,en,boris@example.com,
"""


def run(*arguments: str, status: int = 0) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == status, result.output
    return result


def history(silences: dict[str, int], step: int = 20, orders: int = 20) -> list[tuple[dt.date, str]]:
    """A row for each order: every ``step`` days, until some days ago."""
    days = [(DAY - dt.timedelta(ago + step * n), who) for who, ago in silences.items() for n in range(orders)]
    return sorted(days)


def write(path: Path, header: list[str], rows: Iterable[Iterable[object]], delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(header)
        writer.writerows(rows)
    return path


@pytest.fixture
def table(folder: Path) -> Path:
    return write(folder / "orders.csv", ["Date", "Customer"], history({"K-1": 130, "K-2": 5, "K-3": 90}))


@pytest.mark.usefixtures("table")
def test_the_list_is_ranked_and_says_why() -> None:
    text = run("quiet", "orders.csv", *OPTIONS).stdout
    assert text.startswith("2 customers have become quieter than usual. As of: November 21, 2026. This is advice")
    assert text.index("1. K-1") < text.index("2. K-3")
    assert "Usually orders every 20 days. Nothing for 130 days; the last time: July 14, 2026." in text
    assert "K-2" not in text


@pytest.mark.usefixtures("table")
def test_programs_get_an_array() -> None:
    found = json.loads(run("quiet", "orders.csv", *OPTIONS, "--json").stdout)
    assert found[0] == {
        "customer": "K-1",
        "last": "2026-07-14",
        "usual": 20,
        "silent": 130,
        "signs": ["orders"],
        "reason": "Usually orders every 20 days. Nothing for 130 days; the last time: July 14, 2026.",
    }
    assert [one["customer"] for one in found] == ["K-1", "K-3"]


@pytest.mark.usefixtures("table")
def test_nobody_is_quiet_on_an_earlier_day() -> None:
    result = run("quiet", "orders.csv", "--date", "2026-07-14")
    assert result.stdout == "No customer has become quieter than usual. As of: July 14, 2026.\n"
    assert "rows after 2026-07-14 not counted" in result.stderr
    assert json.loads(run("quiet", "orders.csv", "--date", "2026-07-14", "--json").stdout) == []


@pytest.mark.parametrize(
    ("locale", "reason"),
    [
        ("sl", "Običajni razmik med naročili: 20 dni. Zadnjič: 14. julij 2026; od takrat je minilo 130 dni."),
        ("ne", "प्रायः २० दिनमा एक पटक अर्डर गर्नुहुन्छ। १३० दिनदेखि केही आएको छैन (पछिल्लो पटक: २०२६ जुलाई १४)।"),
        ("te", "సాధారణంగా 20 రోజులకు ఒకసారి ఆర్డర్ చేస్తారు. 130 రోజులుగా ఏ సమాచారమూ లేదు; చివరిసారి: 14 జులై, 2026."),
        ("ur", "معمول: 20 دن میں ایک آرڈر۔ ‏130 دن سے کچھ نہیں آیا؛ پچھلی بار: 14 جولائی 2026۔‏"),
    ],
)
@pytest.mark.usefixtures("table")
def test_the_reason_is_in_the_users_language(locale: str, reason: str) -> None:
    assert json.loads(run("quiet", "orders.csv", *OPTIONS, "--json", "--locale", locale).stdout)[0]["reason"] == reason


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        (["Datum naročila", "Stranka", "Vrsta"], "naročilo"),
        (["ఆర్డర్ తేదీ", "కస్టమర్ పేరు", "రకం"], "ఆర్డర్"),
        (["अर्डर मिति", "ग्राहक", "प्रकार"], "अर्डर"),
        (["آرڈر کی تاریخ", "گاہک", "قسم"], "آرڈر"),
        (["Order date", "Customer number", "Kind"], "sale"),
        (["day", "customer", "kind"], "order"),
        (["Created at", "E-mail", "Type"], "Order"),
    ],
)
def test_columns_are_recognised_in_all_languages(folder: Path, header: list[str], kind: str) -> None:
    # Days in the order of Slovenia, with a time of day behind them, as shops export them.
    rows = [(f"{day:%d.%m.%Y} 10:15", f"{who}@example.com", kind) for day, who in history({"a": 130, "b": 5})]
    write(folder / "orders.csv", header, rows, ";")
    found = json.loads(run("quiet", "orders.csv", *OPTIONS, "--json").stdout)
    assert [(one["customer"], one["last"]) for one in found] == [("a@example.com", "2026-07-14")]


def test_a_workbook_is_read(folder: Path) -> None:
    rows = [[day, who] for day, who in history({"K-1": 130})]
    columns = [Column("Date"), Column("Customer")]
    import io

    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet, date_format = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_row(0, 0, [column.name for column in columns])
    for number, (day, who) in enumerate(rows, 1):
        sheet.write_datetime(number, 0, dt.datetime.combine(day, dt.time()), date_format)  # type: ignore[arg-type]
        sheet.write(number, 1, who)
    book.close()
    (folder / "orders.xlsx").write_bytes(buffer.getvalue())
    (one,) = json.loads(run("quiet", "orders.xlsx", *OPTIONS, "--json").stdout)
    assert (one["customer"], one["last"]) == ("K-1", "2026-07-14")


def test_questions_and_answers_count_as_well(folder: Path) -> None:
    rows: list[tuple[object, ...]] = [(day, who, "question", "", "") for day, who in history({"K-1": 130})]
    rows += [(day, who, "order", "", "") for day, who in history({"K-1": 3, "K-2": 3})]
    rows += [
        (DAY - dt.timedelta(400), "K-1", "answer", 5, ""),
        (DAY - dt.timedelta(20), "K-2", "answer", 2, "the delivery"),
    ]
    rows += [(DAY - dt.timedelta(300), "K-2", "answer", 1, "an old matter")]
    write(
        folder / "orders.csv",
        ["Date", "Customer", "Kind", "Rating", "Topic"],
        sorted(rows, key=str),
    )
    found = json.loads(run("quiet", "orders.csv", *OPTIONS, "--json").stdout)
    assert [(one["customer"], one["signs"]) for one in found] == [("K-1", ["questions"]), ("K-2", ["answer"])]
    assert found[0]["reason"].startswith("Usually asks something every 20 days.")
    assert found[1]["reason"] == "Was not satisfied with our answer: 2 of 5 points (November 1, 2026)."


def test_customers_of_whom_too_little_is_known_are_counted(folder: Path) -> None:
    write(folder / "orders.csv", ["Date", "Customer"], history({"K-1": 100}, orders=4) + history({"K-2": 900}))
    notes = run("quiet", "orders.csv", *OPTIONS).stderr
    assert "1 customer with too few orders to say: under 5 days with orders" in notes
    assert "1 customer silent for more than 730 days, not listed" in notes


def test_all_faults_are_told_at_once_and_nothing_is_written(folder: Path) -> None:
    rows = [
        ("2026-02-30", "K-1", "order"),
        ("2026-03-01", "", "order"),
        ("2026-03-02", "K-1", "gift"),
        ("x", "K-2", ""),
    ]
    write(folder / "orders.csv", ["Date", "Customer", "Kind"], [*history({"K-9": 5}), *rows])
    told = run("quiet", "orders.csv", *OPTIONS, "-o", "quiet.csv", status=2).stderr
    for part in ("row 22, Date: '2026-02-30'", "row 24, Kind: 'gift' is not one of the options", "row 25, Date: 'x'"):
        assert part in told
    assert "Customer is missing in" in told or "row 23, Customer" in told
    assert not (folder / "quiet.csv").exists()


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (["When", "Customer"], "it is not sure what the column 'When' is; it may be day"),
        (["Quarter", "Customer"], "there is no column 'day'; the day of the order"),
        (["Date", "Amount"], "there is no column 'customer'; the customer: the key, the email address or the name"),
        (["Order date", "Invoice date", "Customer"], "it is not sure what the column 'Order date' is; it may be day"),
    ],
)
def test_a_header_with_a_fault(folder: Path, header: list[str], told: str) -> None:
    day = "third" if "Quarter" in header else "2026-11-01"
    write(folder / "orders.csv", header, [[day] * (len(header) - 1) + ["K-1"]])
    text = run("quiet", "orders.csv", *OPTIONS, status=2).stderr
    assert told in text
    assert "goodterms columns" not in text


@pytest.mark.usefixtures("table")
def test_faults_of_the_call_are_told_at_once(folder: Path) -> None:
    told = run("quiet", "orders.csv", "--date", "soon", "--locale", "xx-YY", "--customers", "c.csv", status=2).stderr
    assert told.startswith("Error: 3 faults; nothing was written")
    assert ".csv, .xlsx" in run("quiet", "orders.csv", "-o", "quiet.txt", status=2).stderr
    assert not (folder / "quiet.txt").exists()


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize("name", ["quiet.csv", "quiet.xlsx"])
def test_the_letters_are_written_to_the_rows_of_the_quiet_customers(folder: Path, name: str) -> None:
    (folder / "customers.csv").write_text(CUSTOMERS, "utf-8")
    (folder / "goodterms.toml").write_text(SETTINGS, "utf-8")
    result = run("quiet", "orders.csv", *OPTIONS, "--customers", "customers.csv", "-o", name)
    assert "1 quiet customer is not in customers.csv: K-3" in result.stderr
    done = run("batch", "quiet-customer", name, "-o", "out", *OPTIONS)
    assert "columns that are not used: last order, usual days, silent days, why listed" in done.stderr
    (letter,) = (folder / "out").rglob("*.txt")
    assert letter.name == "K-1.quiet-customer.txt"
    assert "naročate manj" in letter.read_text("utf-8")


def test_a_customer_is_found_by_the_address_and_the_name_as_well(folder: Path) -> None:
    (folder / "customers.csv").write_text(CUSTOMERS, "utf-8")
    rows = history({"ANA@example.com": 130, "Boris  Kos": 120})
    write(folder / "orders.csv", ["Date", "Customer"], rows)
    run("quiet", "orders.csv", *OPTIONS, "--customers", "customers.csv", "-o", "quiet.csv")
    with (folder / "quiet.csv").open(encoding="utf-8-sig") as file:
        assert [row["Customer number"] for row in csv.DictReader(file)] == ["K-1", "K-2"]


def test_a_name_of_two_customers_is_a_fault(folder: Path) -> None:
    (folder / "customers.csv").write_text(CUSTOMERS + "K-3,Ana Novak,sl,other@example.com,\n", "utf-8")
    write(folder / "orders.csv", ["Date", "Customer"], history({"Ana Novak": 130}))
    told = run("quiet", "orders.csv", *OPTIONS, "--customers", "customers.csv", "-o", "quiet.csv", status=2).stderr
    assert "customers.csv: 'Ana Novak' is the name of several customers, in rows 2 and 4" in told
    assert not (folder / "quiet.csv").exists()


def test_a_company_has_rules_of_its_own(folder: Path, table: Path) -> None:
    path = folder / "own/templates/_advice/quiet/rules.toml"
    path.parent.mkdir(parents=True)
    path.write_text("least_days = 30\n", "utf-8")
    assert (
        "3 customers with too few orders to say: under 30 days"
        in run("quiet", table.name, *OPTIONS, "--content", "own").stderr
    )
    path.write_text("least_day = 30\nchance = 0\n", "utf-8")
    told = run("quiet", table.name, *OPTIONS, "--content", "own", status=3).stderr
    assert "least_day" in told
    assert "chance" in told


def test_what_is_kept_of_a_customer_is_bounded() -> None:
    one = orders.History("K-1")
    for day in range(20_000):
        one.add(orders.ORDER, day % 9000)
    assert len(one.days[orders.ORDER]) <= 2 * 2048
    assert one.of(orders.ORDER)[-1] == 8999


def test_the_words_of_the_room_name_no_table() -> None:
    assert "orders" not in Content().letters()
