"""Hostile cells in a table, through the command: each row is written with its value, or refused with its row and column."""

from __future__ import annotations

import csv
import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from click.testing import CliRunner

import documents
from goodterms.cli import main
from goodterms.recipients.cells import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LETTER = "check-in"
ROW = {
    "key": "K",
    "locale": "sl",
    "email": "ana@example.com",
    "address 1": "Ana Novak",
    "address 2": "Lipova 4",
    "timezone": "Europe/Ljubljana",
    "status": "planned",
    "name": "Ana Novak",
    "form": "feminine",
    "mode": "video",
    "meeting_date": "2026-12-03",
    "meeting_time": "14:30",
    "duration": "45 min",
    "link": "https://meet.lipa.example/1",
    "offer": "own",
    "own_offer": "Brezplačen pregled",
    "another_time.date": "2026-12-04",
    "another_time.time": "9:00",
    "agenda": "Prva točka",
}
"""A row that is written; the columns are fields, parts of a record, and where the letter goes."""
PRINTED = ("name", "own_offer", "link", "agenda")
"""The columns whose values are in the text of the letter as they are."""
SEVERAL = ("agenda",)
"""Those of them that take several values in one cell."""
SETTINGS = """
[sender]
company = "Lipa"
signature = "Maja Kovač"
company_email = "care@lipa.example"
[mail]
from = "care@lipa.example"
timezone = "Europe/Ljubljana"
"""


def attack(values: Sequence[str]) -> Iterator[str]:
    """What each value did in each column: ``verbatim``, ``written``, ``refused``; with ! anything else."""
    cells = list(filter(_is_text, values))
    for column in ROW:
        yield from _of_column(column, cells)


def _is_text(value: str) -> bool:
    """Whether a text file can have a value: no half of a surrogate pair, and no NUL."""
    return "\0" not in value and not any(0xD800 <= ord(character) <= 0xDFFF for character in value)


def _of_column(column: str, cells: Sequence[str]) -> Iterator[str]:
    rows = [{**ROW, **_distinct(number), column: cell} for number, cell in enumerate(cells)]
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            Path("goodterms.toml").write_text(SETTINGS, "utf-8")
            with Path("t.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([ROW, *(row.values() for row in rows)])
            command = [
                "batch",
                LETTER,
                "t.csv",
                "-o",
                "out",
                "--date",
                "2026-11-21",
                "--skip-bad-rows",
                "--report",
                "r.csv",
            ]
            done = CliRunner().invoke(main, [*command, "--format", "text", "--format", "eml", "--encoding", "utf-8"])
            if done.exit_code not in (0, 1):
                yield f"!{column}: exit status {done.exit_code}: {done.stderr[:300]}"
                return
            with Path("r.csv").open(encoding="utf-8-sig", newline="") as file:
                report = list(csv.DictReader(file))
            if len(report) != len(cells):
                yield f"!{column}: the report has {len(report)} rows"
            for cell, line in zip(cells, report, strict=False):
                yield _verdict(column, cell, line)
        finally:
            os.chdir(before)


def _distinct(number: int) -> dict[str, str]:
    return {"key": f"K{number}", "email": f"ana{number}@example.com"}


def _verdict(column: str, cell: str, line: dict[str, str]) -> str:
    if line["status"] in ("refused", "not written", "cancelled"):
        columns = {part.partition(":")[0].split(" / ")[0] for part in line["error"].split("; ")}
        is_told = line["status"] != "refused" or column.partition(" ")[0] in " ".join(columns)
        return line["status"] if is_told and line["error"].isprintable() else f"!{column} {cell!r}: {line['error']!r}"
    paths = [Path("out") / name for name in line["output"].split("; ")]
    inside = all(path.resolve().is_relative_to(Path("out").resolve()) and path.name.isascii() for path in paths)
    if not inside:
        return f"!{column} {cell!r}: a file is {paths}"
    found = {
        path.suffix: documents.read("eml" if path.suffix == ".eml" else "text", path.read_bytes()) for path in paths
    }
    if strange := next((one.strange for one in found.values() if one.strange), ""):
        return f"!{column} {cell!r}: {strange}"
    items = re.split("[;\n]", text_of(cell)) if column in SEVERAL else [text_of(cell)]
    letter = documents.plain(found[".txt"].text)
    if column in PRINTED and not all(documents.plain(item) in letter for item in items):
        return f"!{column} {cell!r}: not in the letter"
    return "verbatim" if column in PRINTED else "written"
