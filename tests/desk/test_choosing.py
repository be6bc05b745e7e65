"""Who of a table gets a letter, and how: what the page chooses is what its command does."""

from __future__ import annotations

import html
import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from desks import open_desk  # noqa: F401
from tables_of_tests import (  # noqa: F401
    CORRECT,
    SLOVENIAN,
    at_desk,
    finished,
    letters,
    opened,
    private,
    settings,
    shown,
    written,
)

if TYPE_CHECKING:
    from pathlib import Path

    from desks import Desk

PLACES = {name: str(place) for place, name in enumerate(CORRECT.splitlines()[0].split(";"))}


def command(desk: Desk, address: str) -> list[str]:
    """The command that the page of a table shows, as a shell splits it."""
    found = re.search(r'id="batch-command"[^>]*>([^<]*)<', desk.get(address).text)
    assert found
    return shlex.split(html.unescape(found[1]))


def by_command(desk: Desk, address: str, folder: Path) -> dict[str, bytes]:
    """The letters that the command of the page writes into another outbox."""
    name, *words = command(desk, address)
    assert name == "goodterms"
    words[words.index("-o") + 1] = "other"
    done = subprocess.run(
        [sys.executable, "-m", "goodterms", *words], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return letters(folder / "other")


def choose(desk: Desk, address: str, *conditions: tuple[str, str], only: str = "") -> None:
    """Fill in who gets a letter, and wait for the check."""
    values: dict[str, str | list[str]] = {
        "where.column": [column for column, _ in conditions],
        "where.value": [value for _, value in conditions],
        "only": only,
    }
    assert desk.post(f"{address}/chosen", values).status_code == 303
    finished(desk, address)


@pytest.mark.parametrize(
    ("conditions", "only", "keys"),
    [
        ([("Naziv", "ga.")], "", ["K-1", "K-4"]),
        ([("Naziv", "ga."), ("Trajanje", "45 minut")], "", ["K-1", "K-4"]),
        ([("Datum srečanja", "2026-12-14"), ("Datum srečanja", "3. 12. 2026")], "", ["K-1", "K-2"]),
        ([("Opombe", ""), ("", "nothing")], "", ["K-1", "K-3", "K-4"]),
        ([], " K-2\r\n\nk-3 \n", ["K-2", "K-3"]),
        ([("Naziv", "g.")], "K-1\nK-3", ["K-3"]),
        ([], "", ["K-1", "K-2", "K-3", "K-4"]),
    ],
)
def test_the_chosen_rows_get_the_letters_of_the_command(
    at_desk: Desk, tmp_path: Path, conditions: list[tuple[str, str]], only: str, keys: list[str]
) -> None:
    (tmp_path / "stranke.csv").write_text(CORRECT, "utf-8")
    address = opened(at_desk, "stranke.csv", CORRECT.encode())
    choose(at_desk, address, *((PLACES.get(column, ""), value) for column, value in conditions), only=only)
    text = shown(at_desk, address)
    some = bool(only or conditions)
    assert (f"Only the rows that are chosen: {len(keys)} of 4." in text) == some
    assert ("Everybody in the table." in text) != some
    assert "can be written." in text
    listed = re.findall(r'class="tick" hidden value="([^"]+)"', at_desk.get(address).text)
    assert listed == keys
    written(at_desk, address)
    assert sorted(letters(tmp_path / "outbox")) == [f"sl/{key}.check-in.eml" for key in keys]
    assert letters(tmp_path / "outbox") == by_command(at_desk, address, tmp_path)
    assert ('name="everybody"' in at_desk.get(address).text) == some
    at_desk.post(f"{address}/chosen", {"only": only, "everybody": "yes"})
    finished(at_desk, address)
    assert "Everybody in the table." in shown(at_desk, address)


def test_the_letters_of_others_stay_and_only_chosen_rows_are_checked(at_desk: Desk, tmp_path: Path) -> None:
    """Two rows have faults: who is chosen is written all the same, and tried; nobody else's letter is removed."""
    address = opened(at_desk, "stranke.csv", SLOVENIAN.encode())
    choose(at_desk, address, only="K-1")
    written(at_desk, address)
    choose(at_desk, address, only="K-2")
    text = shown(at_desk, address)
    assert "Nothing. Every row that is chosen can be written." in text
    assert "The letters of all others stay as they are." in text
    written(at_desk, address)
    assert sorted(letters(tmp_path / "outbox")) == ["sl/K-1.check-in.eml", "sl/K-2.check-in.eml"]
    at_desk.post(f"{address}/test", {"address": "maja@lipa.example"})
    finished(at_desk, address)
    assert "test-K-2.check-in.eml" in shown(at_desk, address)
    choose(at_desk, address, only="K-3\nK-2")
    assert "To do: fix 1 email address." in shown(at_desk, address)
    page = at_desk.get(f"{address}?only=all").text
    assert re.findall(r'<tr id="row-(\d)" class="not-meant"', page) == ["2", "5"]
    assert re.findall(r'<tr id="row-(\d)"', at_desk.get(address).text) == ["3", "4"]
    assert re.findall(r'<tr id="row-(\d)"', at_desk.get(f"{address}?row=4").text) == ["3", "4"]
    assert re.findall(r'<tr id="row-(\d)"', at_desk.get(f"{address}?row=5").text) == ["2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("conditions", "only", "said"),
    [
        ([], "K-12", "Only these customers: no row has the key &#39;K-12&#39;"),
        ([("Naziv", "gx.")], "", "Rows with these values: no row has &#39;gx.&#39; in &#39;Naziv&#39;"),
        ([("Naziv", "ga."), ("Trajanje", "1 ura")], "", "Rows with these values: no row meets all the conditions"),
    ],
)
def test_a_choice_that_meets_nobody_is_refused_and_can_be_corrected(
    at_desk: Desk, conditions: list[tuple[str, str]], only: str, said: str
) -> None:
    address = opened(at_desk, "stranke.csv", CORRECT.encode())
    choose(at_desk, address, *((PLACES[column], value) for column, value in conditions), only=only)
    assert said in shown(at_desk, address)
    page = at_desk.get(address).text
    assert len(re.findall(r'<tr id="row-', page)) == 4
    assert not conditions or f'value="{conditions[0][1]}" autocomplete' in page
    choose(at_desk, address)
    assert "Nothing. Every row can be written." in shown(at_desk, address)


def test_a_choice_that_the_page_does_not_offer_is_refused(at_desk: Desk) -> None:
    address = opened(at_desk, "stranke.csv", CORRECT.encode())
    unknown: dict[str, str | list[str]] = {"where.column": "99", "where.value": "x"}
    not_in_pairs: dict[str, str | list[str]] = {"where.column": ["1", "2"], "where.value": "x"}
    for values in (unknown, not_in_pairs):
        assert at_desk.post(f"{address}/chosen", values).status_code == 404
    for name, value in {"into": "zip", "offered": "no-such-step", "header_row": "-1"}.items():
        assert at_desk.post(address, {"letter": "check-in", name: value}).status_code == 404


def test_the_choice_stays_for_the_corrected_table(at_desk: Desk) -> None:
    address = opened(at_desk, "stranke.csv", SLOVENIAN.encode())
    choose(at_desk, address, (PLACES["Naziv"], "ga."))
    answer = at_desk.client.post(
        "/tables",
        data={"token": at_desk.key.token, "former": address.rpartition("/")[2], "letter": "check-in"},
        files={"table": ("stranke.csv", CORRECT.encode())},
        headers={"origin": "http://127.0.0.1:8470"},
        follow_redirects=False,
    )
    finished(at_desk, answer.headers["location"])
    assert "Only the rows that are chosen: 2 of 4." in shown(at_desk, answer.headers["location"])


def test_only_columns_with_few_values_offer_them(at_desk: Desk) -> None:
    lines = [f"K-{number};{'ga.' if number % 2 else 'g.'};Ime {number}" for number in range(60)]
    table = "\n".join(["Šifra;Naziv;Ime;a=b;\u202eevil", *(f"{line};x;x\u202ey" for line in lines)])
    page = at_desk.get(opened(at_desk, "many.csv", table.encode())).text
    offered = dict(re.findall(r'<datalist id="values-(\d)">(.*?)</datalist>', page))
    assert offered["1"] == '<option value="g."></option><option value="ga."></option>'
    assert sorted(offered) == ["1", "4"]
    assert offered["4"] == ""
    assert not re.findall(r">a=b</option>", page)


def test_how_the_letters_are_written_is_that_of_the_command(at_desk: Desk, tmp_path: Path) -> None:
    """The row of the header, a step left out, one file for all, a meeting called off."""
    table = f"Stranke;Leto\nIme;Priimek\n{CORRECT}"
    (tmp_path / "stranke.csv").write_text(table, "utf-8")
    address = opened(at_desk, "stranke.csv", table.encode())
    page = at_desk.get(address).text
    steps = re.findall(r'name="offered" value="([^"]+)"', page)
    assert steps
    at_desk.post(
        address,
        {"letter": "check-in", "format": "eml", "header_row": "3", "offered": steps, "step": steps[1:], "into": "mbox"},
    )
    finished(at_desk, address)
    assert "in row 3;" in shown(at_desk, address)
    written(at_desk, address)
    words = command(at_desk, address)
    assert {"--header-row=3", "--into=mbox", f"--without={steps[0]}"} <= {*words}
    assert "--format" not in words
    assert [*letters(tmp_path / "outbox")] == ["check-in.mbox"]
    assert letters(tmp_path / "outbox") == by_command(at_desk, address, tmp_path)
    # Another letter has other steps.
    at_desk.post(address, {"letter": "quiet-customer", "header_row": "3", "offered": steps})
    finished(at_desk, address)
    assert not [word for word in command(at_desk, address) if word.startswith(("--without", "--into"))]


def test_a_meeting_is_called_off(at_desk: Desk, tmp_path: Path) -> None:
    address = opened(at_desk, "stranke.csv", CORRECT.encode())
    (tmp_path / "stranke.csv").write_text(CORRECT, "utf-8")
    written(at_desk, address)
    by_command(at_desk, address, tmp_path)
    written(at_desk, address, cancel="K-2\n")
    assert "cancelled: 1" in shown(at_desk, address)
    assert "sl/K-2.check-in-cancellation.eml" in letters(tmp_path / "outbox")
    assert letters(tmp_path / "outbox") == by_command(at_desk, address, tmp_path)
    written(at_desk, address, cancel="K-9")
    assert "Meetings that do not take place: " in shown(at_desk, address)
    at_desk.post(address, {"letter": "farewell"})
    finished(at_desk, address)
    written(at_desk, address)
    assert 'name="cancel"' not in at_desk.get(address).text


def test_days_are_picked_from_a_calendar_on_the_page_of_a_table(at_desk: Desk) -> None:
    """That of the letters, and what is the same in all of them; in the language of rows without one."""
    address = opened(at_desk, "stranke.csv", CORRECT.encode(), letter="farewell")
    page = at_desk.get(address).text
    for label in ("Date of the letters", "Last day"):
        assert f'data-picks="date" data-address="{address}/days" data-day="{label}: choose a day"' in page
    pairs: dict[str, str | list[str]] = {"typed": "2026-12-06", "shown": "", "turn": "", "picks": "date"}
    month = at_desk.post(f"{address}/days", pairs).json()
    assert (month["title"], month["day"], len(month["days"])) == ("December 2026", "2026-12-06", 31)
    assert at_desk.post(f"{address}/days", {**pairs, "token": "x"}).status_code == 403
    assert at_desk.post("/tables/nothing/days", pairs).status_code == 404
    at_desk.post(address, {"letter": "farewell", "locale": "ne"})
    year = at_desk.post(f"{address}/days", {**pairs, "typed": "2026-11", "picks": "month", "shown": "bikram"}).json()
    assert year["days"][10]["beside"] == "Kartik – Mangsir"


def test_rows_are_chosen_among_those_of_all_letters(at_desk: Desk, tmp_path: Path) -> None:
    asked = ["Pismo", "vabilo", "vabilo", "opomnik", "vabilo"]
    table = "\n".join(f"{line};{word}" for line, word in zip(CORRECT.splitlines(), asked, strict=True))
    (tmp_path / "stranke.csv").write_text(table, "utf-8")
    address = opened(at_desk, "stranke.csv", table.encode(), letter="")
    choose(at_desk, address, only="K-2\nK-3")
    assert "Only the rows that are chosen: 2 of 4." in shown(at_desk, address)
    written(at_desk, address)
    assert sorted(letters(tmp_path / "outbox")) == ["sl/K-2.check-in.eml", "sl/K-3.check-in-reminder.eml"]
    assert letters(tmp_path / "outbox") == by_command(at_desk, address, tmp_path)


def test_without_numbers_customers_are_chosen_by_their_addresses(at_desk: Desk, tmp_path: Path) -> None:
    table = "\n".join(line.partition(";")[2] for line in CORRECT.splitlines())
    address = opened(at_desk, "stranke.csv", table.encode())
    page = at_desk.get(address).text
    assert "Their email addresses, one in each line." in page
    assert 'class="tick" hidden value="boris@example.com"' in page
    choose(at_desk, address, only="Boris@Example.com")
    assert "Only the rows that are chosen: 1 of 4." in shown(at_desk, address)
    written(at_desk, address)
    assert len(letters(tmp_path / "outbox")) == 1
    nobody = "\n".join(";".join(line.split(";")[1:4] + line.split(";")[5:]) for line in CORRECT.splitlines())
    address = opened(at_desk, "nobody.csv", nobody.encode())
    at_desk.post(address, {"letter": "check-in", "format": "text"})
    finished(at_desk, address)
    page = at_desk.get(address).text
    assert 'id="where-column-1"' in page
    assert 'name="only"' not in page.partition('id="rows"')[0]
    assert 'class="tick"' not in page
