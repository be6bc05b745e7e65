"""``goodterms conventions``, and the tables of docs/conventions.md, which show the same."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from goodterms.cli import main

DOCUMENT = Path(__file__).parents[2] / "docs" / "conventions.md"
REGION_CURRENCY = re.compile(r"money \((?!EUR)\w+\)")
ISOLATED = re.compile("[\u2067\u2068]([^\u2066-\u2069]*)\u2069")


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["conventions", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def blocks(*arguments: str) -> dict[str, dict[str, tuple[str, str]]]:
    """By tag and label: the symbol that a line begins with, and its value."""
    values: dict[str, dict[str, tuple[str, str]]] = {}
    for block in run(*arguments).stdout.split("\n\n"):
        head, *lines = block.rstrip("\n").split("\n")
        if ":" in head:
            rows = [re.fullmatch(r"(.) (.*?)  +(\S.*)", line) for line in lines]
            values[head.partition(":")[0]] = {row[2]: (row[1].strip(), row[3]) for row in rows if row}
    return values


@pytest.mark.usefixtures("folder")
def test_without_a_locale_every_language_is_shown() -> None:
    shown = blocks()
    assert list(shown) == ["en", "ne", "sl", "te", "ur"]
    assert shown["sl"]["date, full"] == ("*", "četrtek, 5.\u00a0november 2026")
    assert shown["sl"]["plural, few"] == ("", "3 4 103 104 0,5 1,5")
    assert shown["ne"]["parts of a day"] == ("*", "बिहान ४, दिउँसो १२, साँझ ५, राति ८")
    assert "parts of a day" not in shown["en"]
    assert "plural, two" not in shown["ne"]
    assert all(len(line) <= 80 for line in run().stdout.splitlines())


@pytest.mark.usefixtures("folder")
def test_a_line_that_differs_from_cldr_has_a_symbol() -> None:
    shown = run("sl-SI", "te")
    assert "\n* time             14.05\n" in shown.stdout
    assert shown.stdout.endswith("\n\n* set in language.toml; differs from CLDR\n")
    differing = {
        tag: {label for label, (symbol, _) in rows.items() if symbol} for tag, rows in blocks("sl", "te", "en").items()
    }
    assert differing == {
        "sl": {
            "date, short",
            "date, medium",
            "date, long",
            "date, full",
            "time",
            "date and time",
            "small numbers",
            "quotation",
        },
        "te": {"date, full", "time", "parts of a day", "date and time", "duration", "small numbers", "list, and"},
        "en": {"duration"},
    }


def test_the_sender_s_conventions_and_the_language_s_have_different_symbols(folder: Path) -> None:
    folder.joinpath("goodterms.toml").write_text('[conventions.sl]\ntime = "HH:mm"\ndate_short = "d. M. y"\n', "utf-8")
    shown = run("sl")
    assert "\n  time             14:05\n" in shown.stdout  # the same as CLDR's
    assert "\n+ date, short      5. 11. 2026\n" not in shown.stdout
    folder.joinpath("goodterms.toml").write_text(
        '[conventions.sl]\ndate_short = "y/M/d"\nnumbering = "deva"\n', "utf-8"
    )
    rows = blocks("sl")["sl"]
    assert rows["date, short"] == ("+", "२०२६/११/५")
    assert rows["quotation"][0] == "*"
    assert run("sl").stdout.endswith(
        "* set in language.toml; differs from CLDR\n+ set in goodterms.toml; differs from CLDR\n"
    )


@pytest.mark.usefixtures("folder")
def test_the_digits_and_calendar_of_a_tag_do_not_count_as_differences_from_cldr() -> None:
    (tag, rows), (_, bikram) = blocks("UR_in-u-nu-latn-ca-islamic-umalqura", "ne-u-ca-bikram").items()
    assert tag == "ur-IN-u-ca-islamic-umalqura-nu-latn"
    assert rows["number"] == ("", "\u20681,234,567.5\u2069")
    assert rows["digits"] == ("", "\u2068latn 0123456789\u2069")
    assert rows["calendar"] == ("", "\u2068islamic-umalqura\u2069")
    assert bikram["date, long"] == ("*", "वि.सं. २०८३ कात्तिक १९")  # CLDR has no such calendar


@pytest.mark.usefixtures("folder")
def test_right_to_left_values_are_isolated() -> None:
    for line in run("ur").stdout.splitlines()[1:-2]:
        assert re.fullmatch(r"[*+ ] .{15}  [\u2067\u2068][^\u2066-\u2069]*\u2069", line), ascii(line)
    assert blocks("ur")["ur"]["negative number"] == ("", "\u2068\u200e-1,234.5\u2069")


def test_terminal_controls_are_escaped(folder: Path) -> None:
    path = folder / "ours" / "locales" / "en" / "cldr.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"lists": {"and": dict.fromkeys(["start", "end"], "{0}\u001b[31m\u202e{1}")}}), "utf-8")
    shown = blocks("en", "--content", "ours")["en"]["list, and"]
    assert shown == ("", "1\\u001b[31m\\u202e2\\u001b[31m\\u202e3")


@pytest.mark.usefixtures("folder")
def test_json_has_the_same_values() -> None:
    rows = json.loads(run("sl", "ur-IN", "--json").stdout)
    assert [list(row) for row in rows] == [["tag", "name", "direction", "conventions", "set_in"]] * 2
    assert rows[0]["set_in"] == dict.fromkeys(
        ["date_short", "date_medium", "date_long", "date_full", "time", "date_time", "number_words", "quotation"],
        "language.toml",
    )
    assert rows[1]["direction"] == "rtl"
    assert rows[1]["conventions"]["money_INR"] == "۱٬۲۵۰٫۵۰\u00a0روپے"
    assert list(rows[0]["conventions"].values()) == [value for _, value in blocks("sl")["sl"].values()]


@pytest.mark.usefixtures("folder")
def test_the_former_name_of_the_command_works_and_is_not_listed() -> None:
    result = CliRunner().invoke(main, ["formats", "sl"])
    assert (result.exit_code, result.stdout) == (0, run("sl").stdout)
    listed = re.findall(r"^  (\w+) ", CliRunner().invoke(main, ["--help"]).stdout, re.MULTILINE)
    assert "conventions" in listed
    assert "formats" not in listed


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("tag", "message"),
    [
        ("slo", "did you mean 'sl'?"),
        ("te-u-ca-bikram", "te has no month names for the calendar 'bikram'"),
        ("te-u-nu-tellu", "did you mean 'telu'?"),
    ],
)
def test_an_impossible_locale_is_refused(tag: str, message: str) -> None:
    result = run("sl", tag)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


@cache
def rows_of_tables() -> list[tuple[str, dict[str, str]]]:
    """Each row of the document's tables: its label, and its value by tag."""
    rows, tags = [], []
    for line in DOCUMENT.read_text("utf-8").splitlines():
        cells = [cell.strip(" ") for cell in line.strip().strip("|").split("|")]
        if line.startswith("| value |"):
            tags = [cell.strip("`") for cell in cells[1:]]
        elif not line.startswith("|"):
            tags = []
        elif tags and not line.startswith("|---"):
            rows.append((cells[0], dict(zip(tags, cells[1:], strict=True))))
    return rows


def examples(tag: str) -> dict[str, str]:
    return {REGION_CURRENCY.sub("money", label): value for label, (_, value) in blocks(tag)[tag].items()}


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("tag", ["en", "ne", "sl", "te", "ur"])
def test_the_document_shows_what_a_language_writes(tag: str) -> None:
    table = {label: values[tag] for label, values in rows_of_tables() if tag in values}
    language = examples(tag)
    language.setdefault("money", language["money (EUR)"])
    assert {label: value for label, value in table.items() if value != "—"} == language
    assert {label for label, value in table.items() if value == "—"} == set(table) - set(language)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("tag", ["en-GB", "en-IN", "ne-IN", "ur-IN"])
def test_the_document_shows_where_a_region_differs(tag: str) -> None:
    region, language = examples(tag), examples(tag.partition("-")[0])
    table = {label: values[tag] for label, values in rows_of_tables() if tag in values}
    assert table == {label: region[label] if region.get(label) != language.get(label) else "" for label in table}
    assert {label for label, value in region.items() if value != language.get(label)} <= set(table)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("tag", ["en-US", "ne-NP", "sl-SI", "te-IN", "ur-PK"])
def test_the_likely_region_of_a_language_writes_what_the_language_does(tag: str) -> None:
    assert examples(tag) == examples(tag.partition("-")[0])
