"""A whole table of recipients: checked before anything is written, written once, gone on with after any stop."""

from __future__ import annotations

import contextlib
import csv
import email.policy
import json
import mailbox
import os
import pickle
import random
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pypdf
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from conftest import LETTER
from goodterms import sheets
from goodterms.batch import naming
from goodterms.batch.outbox import Outbox
from goodterms.batch.progress import Progress
from goodterms.cli import main
from goodterms.cli.progress import line
from goodterms.content.layers import Content
from goodterms.errors import BadRows, BrokenContent, InvalidRequest, MissingMessage, MissingTranslations
from goodterms.faults import fault
from goodterms.formats import fonts
from goodterms.recipients.recipient import Recipient
from goodterms.sheets import writing

if TYPE_CHECKING:
    from conftest import Company

HEADER = ["key", "locale", "email", "name", "count", "names", "names"]
LETTER_TOML = LETTER.replace('type = "name"\nsample = "Ana"', 'type = "name"\nrequired = true\nsample = "Ana"')
LETTER_TOML += '[envelope]\nrecipient = "name"\n'
LETTER_BODY = "{% trans name=name, count=count %}{{ name }} has {{ count }} parcel.{% pluralize count %}{{ name }} has {{ count }} parcels.{% endtrans %} {{ names|and_list }}"
ENTRY = (
    '\nmsgid "{name} has {count} parcel."\nmsgid_plural "{name} has {count} parcels."\n'
    'msgstr[0] "{name}: {count} paket"\nmsgstr[1] "{name}: {count} paketa"\n'
    'msgstr[2] "{name}: {count} paketi"\nmsgstr[3] "{name}: {count} paketov"\n'
)

needs_fonts = pytest.mark.skipif(
    not fonts.families(), reason="fonts are missing: goodterms doctor tells how to get them"
)


@pytest.fixture
def company_with_table(company: Company, folder: Path) -> Company:  # noqa: ARG001 — the working folder is its own
    company.note(LETTER_BODY)
    company.file("templates/note/letter.toml", LETTER_TOML)
    company.catalog(ENTRY)
    english = '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\nmsgid "{name} has {count} parcel."\n'
    english += 'msgid_plural "{name} has {count} parcels."\nmsgstr[0] "{name} has {count} parcel."\n'
    english += 'msgstr[1] "{name} has {count} parcels."\n'
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    company.file("locales/en/LC_MESSAGES/goodterms.po", head + english)
    return company


def rows(count: int) -> list[list[str]]:
    return [
        [f"K-{n:04}", ("sl", "en")[n % 2], f"a{n}@example.com", f"Ana {n}", str(n + 1), "A", "B"] for n in range(count)
    ]


def table(path: Path, body: list[list[str]], header: list[str] = HEADER) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *body])
    return path


def run(company: Company, path: Path | str, *more: str, outbox: str = "out") -> Result:
    arguments = ["batch", "note", str(path), "-o", outbox, "--date", "2026-11-21", "--content", str(company.root)]
    result = CliRunner().invoke(main, [*arguments, *more])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def tree(folder: Path) -> dict[str, bytes]:
    """Every letter in an outbox."""
    paths = (path for path in folder.rglob("*") if path.is_file() and ".goodterms" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def inodes(folder: Path) -> dict[str, tuple[int, int]]:
    stats = ((name, (folder / name).stat()) for name in tree(folder))
    return {name: (stat.st_ino, stat.st_mtime_ns) for name, stat in stats}


def test_each_row_gets_its_letters_in_its_language(company_with_table: Company, folder: Path) -> None:
    result = run(company_with_table, table(folder / "a.csv", rows(4)), "--format", "text", "--format", "html")
    assert result.stdout == "out: recipients: 4 written\n"
    letters = tree(folder / "out")
    assert sorted(letters) == [
        f"{tag}/K-000{n}.note.{kind}"
        for tag, n in (("en", 1), ("en", 3), ("sl", 0), ("sl", 2))
        for kind in ("html", "txt")
    ]
    assert "Ana 0: 1 paket A in B" in letters["sl/K-0000.note.txt"].decode()
    assert "Ana 1 has 2 parcels. A and B" in letters["en/K-0001.note.txt"].decode()


@pytest.mark.parametrize("kind", ["xlsx", "jsonl", "tsv", "parquet"])
def test_every_kind_of_table_gives_the_same_letters(company_with_table: Company, folder: Path, kind: str) -> None:
    body = rows(6)
    run(company_with_table, table(folder / "a.csv", body))
    path = folder / f"b.{kind}"
    if kind == "xlsx":
        columns = [writing.Column(name) for name in HEADER]
        path.write_bytes(writing.xlsx_bytes("s", columns, [[*row[:4], int(row[4]), *row[5:]] for row in body]))
    elif kind == "tsv":
        path.write_text("\n".join("\t".join(row) for row in [HEADER, *body]) + "\n", "utf-16")
    else:
        made = [dict(zip(HEADER[:5], row[:5], strict=True)) | {"count": int(row[4]), "names": row[5:]} for row in body]
        if kind == "parquet":
            parquet.write_table(pa.Table.from_pylist(made), path)
        else:
            path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in made), "utf-8")
    assert run(company_with_table, path, outbox="again").exit_code == 0
    assert tree(folder / "again") == tree(folder / "out")


def test_values_for_a_language_change_only_the_letters_in_it(company_with_table: Company, folder: Path) -> None:
    body = [row[:5] for row in rows(4)]
    for row in body[::2]:
        row[1] = "sl-IT"
    path, settings = table(folder / "a.csv", body, HEADER[:5]), folder / "goodterms.toml"
    settings.write_text('[sender]\nnames = ["A", "B"]\n', "utf-8")
    run(company_with_table, path)
    before = inodes(folder / "out")
    settings.write_text('[sender]\nnames = ["A", "B"]\n[sender.sl]\nnames = ["C", "D"]\n', "utf-8")
    assert run(company_with_table, path).stdout == "out: recipients: 2 written, 2 up to date\n"
    after = inodes(folder / "out")
    assert {name[:2] for name in after if after[name] != before[name]} == {"sl"}
    letters = tree(folder / "out")
    assert "C in D" in letters["sl-IT/K-0000.note.txt"].decode()
    assert "A and B" in letters["en/K-0001.note.txt"].decode()
    settings.write_text(f"{settings.read_text('utf-8')}[sender.te]\nnames = 'E'\n", "utf-8")
    assert run(company_with_table, path).stdout == "out: recipients: 0 written, 4 up to date\n"


def test_a_value_of_one_language_is_missing_in_the_rows_of_others(company_with_table: Company, folder: Path) -> None:
    path = table(folder / "a.csv", [[*row[:3], *row[4:]] for row in rows(4)], [*HEADER[:3], *HEADER[4:]])
    (folder / "goodterms.toml").write_text('[sender.sl]\nname = "Ana"\n', "utf-8")
    refused = run(company_with_table, path)
    assert refused.exit_code == 2
    assert "there is no column 'name'; it is needed in 2 rows (3, 5)" in refused.stderr


def test_the_same_input_gives_the_same_bytes(company_with_table: Company, folder: Path) -> None:
    path = table(folder / "a.csv", rows(30))
    run(company_with_table, path, "--format", "html")
    run(company_with_table, path, "--format", "html", "--jobs", "2", outbox="two")
    assert tree(folder / "out") == tree(folder / "two")


def test_a_run_that_changes_nothing_touches_nothing(company_with_table: Company, folder: Path) -> None:
    path = table(folder / "a.csv", rows(5))
    run(company_with_table, path)
    before = inodes(folder / "out")
    assert run(company_with_table, path).stdout == "out: recipients: 0 written, 5 up to date\n"
    assert inodes(folder / "out") == before
    next(iter((folder / "out").glob("sl/*"))).unlink()
    assert run(company_with_table, path).stdout == "out: recipients: 1 written, 4 up to date\n"


def test_a_change_rewrites_the_letters_that_it_touches(company_with_table: Company, folder: Path) -> None:
    body = rows(6)
    path = table(folder / "a.csv", body)
    run(company_with_table, path)
    before = inodes(folder / "out")

    def changed() -> set[str]:
        nonlocal before
        result = run(company_with_table, path)
        assert result.exit_code == 0, result.stderr
        now = inodes(folder / "out")
        different = {name[:9] for name in now if now[name] != before.get(name)}
        before = now
        return different

    body[3][3] = "Maria"
    table(path, body)
    assert changed() == {"en/K-0003"}
    company_with_table.catalog(ENTRY.replace("paketov", "paketkov"))
    assert changed() == {"sl/K-0004"}  # no other has five parcels
    company_with_table.note(LETTER_BODY + " !")
    assert len(changed()) == 6
    company_with_table.file("templates/other/letter.toml", 'title = "Other"\n[steps.a]\n')
    assert changed() == set()


def test_letters_of_rows_that_are_gone_or_moved_are_removed(company_with_table: Company, folder: Path) -> None:
    body = rows(4)
    path = table(folder / "a.csv", body)
    run(company_with_table, path)
    body[0][1] = "en"
    table(path, body[:3])
    assert run(company_with_table, path).stdout.startswith("out: recipients: 1 written, 2 up to date, 1 removed")
    assert sorted(name[:9] for name in tree(folder / "out")) == ["en/K-0000", "en/K-0001", "sl/K-0002"]
    assert run(company_with_table, path, "--limit", "1").exit_code == 0
    assert len(tree(folder / "out")) == 3


def test_all_faults_are_told_before_anything_is_written(company_with_table: Company, folder: Path) -> None:
    body = rows(30)
    body[0][4], body[1][1], body[2][3], body[3][0] = "many", "xx", "", "K-0000"
    for row in body[5:]:
        row[4] = "-1"
    result = run(company_with_table, table(folder / "a.csv", body), "--report", "r.csv")
    assert result.exit_code == 2
    *_, first = (one for one in result.stderr.splitlines() if one.startswith("Error"))
    told = result.stderr.splitlines()
    assert first.endswith("nothing was written")
    for expected in (
        "row 2, count: 'many' is not a whole number; expected a whole number, such as 3",
        "row 3, locale: there are no letters in 'xx'",
        "row 4, name: is missing",
        "row 5, key 'K-0000': row 2 has the same key",
        "count '-1' in 25 rows (7, 8, 9, 10 …): is negative",
    ):
        assert any(expected in one for one in told), (expected, told)
    assert len(told) == 7  # each kind of fault once: "Written", "Error", and five more
    assert not (folder / "out").exists()
    report = [row.cells for row in sheets.read(folder / "r.csv").rows]
    assert report[0][-5:] == ("row", "locale used", "status", "output", "error")
    assert report[1][-5:] == ("2", "", "refused", "", "count: 'many' is not a whole number")
    assert report[5][-3] == "not written"


def test_bad_rows_may_be_skipped(company_with_table: Company, folder: Path) -> None:
    body = rows(4)
    path = table(folder / "a.csv", body)
    run(company_with_table, path)
    body[1][4] = "none"
    result = run(company_with_table, table(path, body), "--skip-bad-rows", "--report", "r.xlsx", "--force")
    assert result.exit_code == 1
    assert "skipped rows: 1; fix 1 count" in result.stderr
    # A letter that says what its row says no more must not stay.
    assert sorted(name[:9] for name in tree(folder / "out")) == ["en/K-0003", "sl/K-0000", "sl/K-0002"]
    report = [row.cells for row in sheets.read(folder / "r.xlsx").rows]
    status = report[0].index("status")
    assert [row[status] for row in report[1:]] == ["written", "refused", "written", "written"]
    assert str(report[1][status + 1]).startswith("sl/K-0000")


def test_two_rows_for_the_same_letter_to_the_same_address_are_told(company_with_table: Company, folder: Path) -> None:
    body = rows(3)
    body[2][1:5] = [body[0][1], "A0@example.com", "Ana 0", body[0][4]]
    result = run(company_with_table, table(folder / "a.csv", body))
    assert "row 4, email 'A0@example.com': is the same letter to the same address as row 2" in result.stderr
    body[2][4] = "9"  # a letter of its own to the same person
    assert run(company_with_table, table(folder / "a.csv", body)).exit_code == 0


def test_a_dry_run_writes_nothing(company_with_table: Company, folder: Path) -> None:
    path = table(folder / "a.csv", rows(3))
    assert run(company_with_table, path, "--dry-run").stdout == "out: recipients: 3 would be written\n"
    assert not (folder / "out").exists()
    run(company_with_table, path)
    before = inodes(folder / "out")
    table(path, rows(5))
    assert run(company_with_table, path, "--dry-run").stdout == "out: recipients: 2 would be written, 3 up to date\n"
    assert inodes(folder / "out") == before
    assert run(company_with_table, path).stdout == "out: recipients: 2 written, 3 up to date\n"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "has no rows"),
        ("name,count\n", "has no rows"),
        ("nome,count,locale\nAna,1,sl\n", "there is no column 'name'"),
        ("name,Name,locale\nAna,Ana,sl\n", "gives the name"),
    ],
)
def test_what_is_wrong_with_the_table_itself_is_told_first(
    company_with_table: Company, folder: Path, content: str, told: str
) -> None:
    (folder / "a.csv").write_text(content, "utf-8")
    result = run(company_with_table, "a.csv")
    assert result.exit_code == 2
    assert told in result.stderr
    assert not (folder / "out").exists()


def test_a_table_that_is_not_there_and_a_folder_that_cannot_be_are_told(
    company_with_table: Company, folder: Path
) -> None:
    assert "cannot be read" in run(company_with_table, "none.csv").stderr
    path = table(folder / "a.csv", rows(1))
    (folder / "file").write_text("x")
    result = run(company_with_table, path, outbox="file/out")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


def test_unused_columns_are_told(company_with_table: Company, folder: Path) -> None:
    path = table(folder / "a.csv", [[*row, "x"] for row in rows(1)], [*HEADER, "Segment"])
    assert "columns that are not used: Segment" in run(company_with_table, path).stderr


def test_a_second_run_at_once_is_refused(company_with_table: Company, folder: Path) -> None:
    path = table(folder / "a.csv", rows(1))
    with Outbox(folder / "out"):
        result = run(company_with_table, path)
    assert result.exit_code == 2
    assert "another run is using this outbox" in result.stderr
    assert run(company_with_table, path).exit_code == 0


def test_a_file_that_is_no_ledger_is_told(company_with_table: Company, folder: Path) -> None:
    (folder / "out" / ".goodterms").mkdir(parents=True)
    (folder / "out" / ".goodterms" / "ledger.sqlite").write_text("no ledger at all, this is text" * 100)
    result = run(company_with_table, table(folder / "a.csv", rows(1)))
    assert result.exit_code == 2
    assert "ledger.sqlite: cannot be used" in result.stderr


def command(company: Company, path: Path, outbox: str, *more: str) -> list[str]:
    options = [
        "-o",
        outbox,
        "--date",
        "2026-11-21",
        "--content",
        str(company.root),
        "--format",
        "text",
        "--format",
        "html",
    ]
    return [sys.executable, "-m", "goodterms", "batch", "note", str(path), *options, *more]


def test_a_run_killed_at_any_moment_goes_on_to_the_same_tree(company_with_table: Company, folder: Path) -> None:
    count = 4000
    path = table(folder / "a.csv", rows(count))
    subprocess.run(command(company_with_table, path, "whole"), check=True, capture_output=True)
    chance = random.Random(20261121)  # noqa: S311 — no secret
    # Some are killed while rows are checked, the others once so many letters are there.
    moments = [0, 0, *sorted(chance.randrange(1, count) for _ in range(6))]
    killed = 0
    for moment in moments:
        process = subprocess.Popen(
            command(company_with_table, path, "broken", "--jobs", str(chance.choice([1, 2]))),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(chance.uniform(0.1, 0.5) if not moment else 0)
        while moment and process.poll() is None and letters_in(folder / "broken") < moment:
            time.sleep(0.005)
        killed += process.poll() is None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert killed >= 4
    last = subprocess.run(command(company_with_table, path, "broken"), check=True, capture_output=True, text=True)
    assert "recipients" in last.stdout
    assert tree(folder / "broken") == tree(folder / "whole")
    assert len(tree(folder / "whole")) == 2 * count
    assert not (folder / "broken" / ".goodterms" / "unfinished").exists()


def letters_in(outbox: Path) -> int:
    return sum(len(files) for folder, _, files in os.walk(outbox) if ".goodterms" not in folder)


def test_a_full_disk_is_told_and_the_run_goes_on_afterwards(company_with_table: Company, folder: Path) -> None:
    path = table(folder / "a.csv", rows(40))

    def no_large_files() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))

    stopped = subprocess.run(
        command(company_with_table, path, "out"), capture_output=True, text=True, check=False, preexec_fn=no_large_files
    )
    assert stopped.returncode == 2, stopped.stderr
    assert "Traceback" not in stopped.stderr
    assert all(content for content in tree(folder / "out").values())
    again = subprocess.run(command(company_with_table, path, "out"), check=True, capture_output=True, text=True)
    assert "40" in again.stdout
    assert len(tree(folder / "out")) == 80


def test_a_worker_that_is_killed_stops_the_run_with_a_word(company_with_table: Company, folder: Path) -> None:
    path = table(folder / "a.csv", rows(6000))
    process = subprocess.Popen(
        command(company_with_table, path, "out", "--jobs", "2"),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    worker = 0
    for _ in range(3000):
        time.sleep(0.02)
        if len(list((folder / "out").rglob("*.txt"))) > 20:
            worker = next(iter(children(process.pid)), 0)
            break
    assert worker
    os.kill(worker, signal.SIGKILL)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 2, told
    assert "a worker process was killed" in told
    subprocess.run(command(company_with_table, path, "out"), check=True, capture_output=True)
    assert len(tree(folder / "out")) == 12000


def children(parent: int) -> list[int]:
    """The workers below a process: those of its forkserver, not the server itself."""
    below: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            number, _, rest = stat.read_text().partition(" ")
            below.setdefault(int(rest.rpartition(")")[2].split()[1]), []).append(int(number))
        except OSError:
            continue
    direct = below.get(parent, [])
    return [worker for server in direct for worker in below.get(server, [])]


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.sampled_from('name,count;locale\t"\n\r slen1-Kéی\u200c={}<%'), max_size=150),
    st.sampled_from(["utf-8", "utf-16", "cp1250"]),
)
def test_no_table_makes_it_fall_over(tmp_path_factory: pytest.TempPathFactory, text: str, encoding: str) -> None:
    base = tmp_path_factory.getbasetemp()
    path = base / "fuzz.csv"
    path.write_bytes(("name,locale,count\n" + text).encode(encoding, "replace"))
    result = CliRunner().invoke(
        main, ["batch", "check-in", str(path), "-o", str(base / "fuzzed"), "--dry-run", "--locale", "sl"]
    )
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code in {0, 2}


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=12)), min_size=2, max_size=6, unique=True))
def test_the_names_of_letters_are_safe_and_never_the_same(pairs: list[tuple[str, str]]) -> None:
    known: dict[str, str] = {}
    for key, address in pairs:
        one = Recipient(2, key, "sl", address, (), {})
        stem = naming.stem(one, "name")
        assert stem.isascii()
        assert not set(stem) & set('/\\:*?"<>| \x00')
        assert 0 < len(stem) <= 80
        # Identities that differ in case alone are refused before.
        identity = naming.identity(one, "name").lower()
        assert known.setdefault(stem.lower(), identity) == identity


def test_the_line_of_progress_counts_locales_rate_and_time() -> None:
    told = line(Progress("written", {"sl": 300, "ur": 100}, 1000), 4.0)
    assert told == "written 400 of 1,000 · 0:06 left · 100/s · sl 300  ur 100"
    assert line(Progress("checked", {"sl": 1200}, 0), 4.0) == "checked 1,200 · 300/s · sl 1,200"


def test_all_letters_are_gathered_in_one_mailbox(company_with_table: Company, folder: Path) -> None:
    (folder / "goodterms.toml").write_text('[mail]\nfrom = "care@lipa.example"\n', "utf-8")
    body = rows(5)
    body[2][3] = "From Ana"
    path = table(folder / "a.csv", body)
    assert run(company_with_table, path, "--into", "mbox").stdout == "out: recipients: 5 written\n"
    assert sorted(tree(folder / "out")) == ["note.mbox"]
    assert recipients_in(folder / "out" / "note.mbox") == [f"a{n}@example.com>" for n in range(5)]
    before = inodes(folder / "out")
    assert "5 up to date" in run(company_with_table, path, "--into", "mbox").stdout
    assert inodes(folder / "out") == before
    table(path, body[:4])
    run(company_with_table, path, "--into", "mbox")
    assert len(recipients_in(folder / "out" / "note.mbox")) == 4


def recipients_in(path: Path) -> list[str]:
    with contextlib.closing(mailbox.mbox(str(path))) as box:
        return [message["To"].partition("<")[2] for message in box]


def test_mails_need_addresses_and_a_sender(company_with_table: Company, folder: Path) -> None:
    body = rows(2)
    body[1][2] = "a1@"
    path = table(folder / "a.csv", body)
    assert "mail.from (in goodterms.toml): is missing" in run(company_with_table, path, "--format", "eml").stderr
    (folder / "goodterms.toml").write_text('[mail]\nfrom = "care@lipa.example"\n', "utf-8")
    told = run(company_with_table, path, "--format", "eml").stderr
    assert "fix 1 email address; nothing was written" in told
    assert "row 3, email: 'a1@' is not a valid email address: " in told
    table(path, [row[:2] + row[3:] for row in rows(2)], HEADER[:2] + HEADER[3:])
    assert "there is no column 'email'" in run(company_with_table, path, "--format", "eml").stderr
    assert (
        "works only with the format eml" in run(company_with_table, path, "--into", "mbox", "--format", "text").stderr
    )


@needs_fonts
def test_all_letters_are_printed_in_one_file(company_with_table: Company, folder: Path) -> None:
    path = table(folder / "a.csv", rows(3))
    assert run(company_with_table, path, "--into", "pdf").stdout == "out: recipients: 3 written\n"
    assert list(tree(folder / "out")) == ["note.pdf"]
    pages = [page.extract_text() for page in pypdf.PdfReader(str(folder / "out" / "note.pdf")).pages]
    assert len(pages) == 4
    assert "K-0001" in pages[0]
    assert "2 parcels" in pages[2]


@needs_fonts
def test_sheets_of_one_file_can_be_printed_on_both_sides(company_with_table: Company, folder: Path) -> None:
    path = table(folder / "a.csv", rows(2))
    for more, blank in ((("--duplex",), [False, True] * 3), (("--no-duplex",), [False] * 3)):
        assert "2 written" in run(company_with_table, path, "--into", "pdf", *more, outbox=more[0]).stdout
        pages = pypdf.PdfReader(str(folder / more[0] / "note.pdf")).pages
        assert [not page.extract_text().strip() for page in pages] == blank
    refused = run(company_with_table, path, "--duplex")
    assert refused.exit_code == 2
    assert "--duplex: works only with --into pdf" in refused.stderr


@needs_fonts
def test_an_address_that_does_not_fit_the_window_is_told_with_its_row(
    company_with_table: Company, folder: Path
) -> None:
    header = [*HEADER, "address 1", "address 2"]
    addresses = [["Lipova 4", "1000 Ljubljana"], ["W" * 60, "1000 Ljubljana"]]
    body = [[*row, *address] for row, address in zip(rows(2), addresses, strict=True)]
    path = table(folder / "a.csv", body, header)
    for more in (("--format", "pdf"), ("--into", "pdf")):
        result = run(company_with_table, path, *more)
        assert result.exit_code == 2
        assert f"row 3, address 1 / address 2: '{'W' * 60}' is wider than the window" in result.stderr
        assert not (folder / "out").exists()


@needs_fonts
def test_a_character_without_a_glyph_is_told_with_its_row(company_with_table: Company, folder: Path) -> None:
    body = rows(3)
    body[1][3] = "Ana \u0378"
    for more in (("--format", "pdf"), ("--into", "pdf")):
        result = run(company_with_table, table(folder / "a.csv", body), *more)
        assert result.exit_code == 2
        assert "row 3, " in result.stderr
        assert "no font contains this character" in result.stderr
        assert not (folder / "out").exists()


def test_a_row_that_is_wider_than_the_header_is_told(company_with_table: Company, folder: Path) -> None:
    body = rows(2)
    body[1].append("too much")
    result = run(company_with_table, table(folder / "a.csv", body))
    assert result.exit_code == 2
    assert "fix 1 row that is wider than the header" in result.stderr
    assert "row 3 'too much': is beyond the last column of the header" in result.stderr
    body[1][-1] = ""  # what spreadsheet programs leave behind
    assert run(company_with_table, table(folder / "a.csv", body)).exit_code == 0


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("letter", Content().letters())
def test_the_table_to_fill_in_is_one_that_a_batch_takes(folder: Path, letter: str, kind: str) -> None:
    for locale in ("te", "sl", "ne", "ur", "en"):
        path = folder / f"{locale}.{kind}"
        made = CliRunner().invoke(main, ["fields", letter, "--sheet", str(path), "--locale", locale])
        assert made.exit_code == 0, made.stderr
        written = CliRunner().invoke(main, ["batch", letter, str(path), "-o", str(folder / locale)])
        assert written.exit_code == 0, written.stderr
        assert "columns that are not used" not in written.stderr
        (name,) = tree(folder / locale)
        assert name.startswith(f"{locale}/K-1001.")
    again = CliRunner().invoke(main, ["fields", letter, "--sheet", str(path)])
    assert again.exit_code == 2
    assert "overwrite it with --force" in again.stderr


@needs_fonts
def test_a_pdf_is_attached_on_request(company_with_table: Company, folder: Path) -> None:
    settings_text = '[mail]\nfrom = "care@lipa.example"\nattach = ["pdf"]\n'
    (folder / "goodterms.toml").write_text(settings_text, "utf-8")
    run(company_with_table, table(folder / "a.csv", rows(1)), "--format", "eml")
    (content,) = tree(folder / "out").values()
    parts = [part.get_content_type() for part in email.message_from_bytes(content).walk()]
    assert parts == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf"]


MAIL = '[mail]\nfrom = "care@lipa.example"\n'


def test_two_letters_in_one_outbox_do_not_meet(company_with_table: Company, folder: Path) -> None:
    (folder / "goodterms.toml").write_text(MAIL, "utf-8")
    path = table(folder / "a.csv", rows(3))
    run(company_with_table, path, "--into", "mbox")
    other = CliRunner().invoke(main, ["fields", "farewell", "--sheet", "b.csv", "--locale", "sl"])
    assert other.exit_code == 0
    options = ["--into", "mbox", "--date", "2026-11-21"]
    assert CliRunner().invoke(main, ["batch", "farewell", "b.csv", "-o", "out", *options]).exit_code == 0
    assert len(recipients_in(folder / "out" / "note.mbox")) == 3
    assert len(recipients_in(folder / "out" / "farewell.mbox")) == 1


def test_an_outbox_stays_as_it_was_begun(company_with_table: Company, folder: Path) -> None:
    (folder / "goodterms.toml").write_text(MAIL, "utf-8")
    path = table(folder / "a.csv", rows(3))
    run(company_with_table, path, "--into", "mbox")
    before = tree(folder / "out")
    refused = run(company_with_table, path, "--format", "text")
    assert refused.exit_code == 2
    assert "this outbox belongs to a different kind of run: it was started with --into mbox" in refused.stderr
    assert tree(folder / "out") == before


def test_what_was_not_gathered_is_gathered_the_next_time(
    company_with_table: Company, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "goodterms.toml").write_text(MAIL, "utf-8")
    path = table(folder / "a.csv", rows(3))
    run(company_with_table, path, "--into", "mbox")
    table(path, rows(4))
    with monkeypatch.context() as patch:
        patch.setattr("goodterms.batch.gathering._mailbox", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        stopped = run(company_with_table, path, "--into", "mbox")
    assert stopped.exit_code == 130
    assert "the run was interrupted" in stopped.stderr
    assert len(recipients_in(folder / "out" / "note.mbox")) == 3
    assert run(company_with_table, path, "--into", "mbox").stdout == "out: recipients: 0 written, 4 up to date\n"
    assert len(recipients_in(folder / "out" / "note.mbox")) == 4


def _raise_interrupt() -> None:
    raise KeyboardInterrupt


def test_a_first_run_that_is_stopped_keeps_what_it_wrote(
    company_with_table: Company, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = table(folder / "a.csv", rows(600))
    with monkeypatch.context() as patch:
        patch.setattr("goodterms.batch.removal.Removal.clear", lambda *_, **__: _raise_interrupt())
        assert run(company_with_table, path).exit_code == 130
    assert len(tree(folder / "out")) == 600
    assert run(company_with_table, path).stdout == "out: recipients: 0 written, 600 up to date\n"


def test_a_killed_run_leaves_no_letters_of_rows_that_are_gone(company_with_table: Company, folder: Path) -> None:
    body = rows(3000)
    path = table(folder / "a.csv", body)
    process = subprocess.Popen(
        command(company_with_table, path, "out"), start_new_session=True, stderr=subprocess.DEVNULL
    )
    while process.poll() is None and letters_in(folder / "out") < 700:
        time.sleep(0.002)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    table(path, body[2000:])
    subprocess.run(command(company_with_table, path, "out"), check=True, capture_output=True)
    subprocess.run(command(company_with_table, path, "whole"), check=True, capture_output=True)
    assert {name.rpartition("/")[2] for name in tree(folder / "out")} == {
        name.rpartition("/")[2] for name in tree(folder / "whole")
    }


def test_a_letter_that_moved_is_never_left_in_two_places(
    company_with_table: Company, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = rows(3)
    path = table(folder / "a.csv", body)
    run(company_with_table, path)
    body[0][1] = "en"
    table(path, body)
    with monkeypatch.context() as patch:
        patch.setattr(Outbox, "remove", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        assert run(company_with_table, path).exit_code == 130
    assert run(company_with_table, path).exit_code == 0
    assert sorted(name[:9] for name in tree(folder / "out")) == ["en/K-0000", "en/K-0001", "sl/K-0002"]


def test_a_report_overwrites_nothing_unasked(company_with_table: Company, folder: Path) -> None:
    path = table(folder / "a.csv", rows(2))
    before = path.read_bytes()
    assert "is the input table" in run(company_with_table, path, "--report", "a.csv", "--force").stderr
    assert path.read_bytes() == before
    assert "the folder none does not exist" in run(company_with_table, path, "--report", "none/r.csv").stderr
    assert not (folder / "out").exists()
    (folder / "r.csv").write_text("mine")
    assert "r.csv already exists" in run(company_with_table, path, "--report", "r.csv").stderr
    assert run(company_with_table, path, "--report", "r.csv", "--force").exit_code == 0
    again = run(company_with_table, "r.csv", outbox="again")
    assert again.exit_code == 0, again.stderr
    assert tree(folder / "again") == tree(folder / "out")


def test_a_limited_run_tells_and_gathers_its_own_rows(company_with_table: Company, folder: Path) -> None:
    (folder / "goodterms.toml").write_text(MAIL, "utf-8")
    body = rows(3)
    path = table(folder / "a.csv", body)
    run(company_with_table, path)
    table(path, [["K-NEW", "sl", "new@example.com", "Nova", "3", "A", "B"], *body])
    run(company_with_table, path, "--limit", "1", "--report", "r.csv")
    report = [row.cells for row in sheets.read(folder / "r.csv").rows]
    assert [row[-3] for row in report[1:]] == ["written", "not written", "not written", "not written"]
    assert report[1][-2] == "sl/K-NEW.note.txt"
    run(company_with_table, path, "--into", "mbox", outbox="box")
    run(company_with_table, path, "--into", "mbox", "--limit", "1", outbox="box")
    assert recipients_in(folder / "box" / "note.mbox") == ["new@example.com>"]


def test_a_damaged_letter_is_written_again_and_another_s_file_is_not(company_with_table: Company, folder: Path) -> None:
    path = table(folder / "a.csv", rows(3))
    own = folder / "out" / "sl" / "K-0002.note.txt"
    own.parent.mkdir(parents=True)
    own.write_text("mine")
    refused = run(company_with_table, path)
    assert refused.exit_code == 2
    assert "already exists and was not written by a run in this outbox" in refused.stderr
    assert own.read_text() == "mine"
    own.unlink()
    run(company_with_table, path)
    own.write_bytes(b"")
    assert run(company_with_table, path).stdout == "out: recipients: 1 written, 2 up to date\n"
    assert own.stat().st_size > 0


def test_a_corrected_invitation_has_a_greater_number(folder: Path) -> None:
    (folder / "goodterms.toml").write_text(f'{MAIL}timezone = "Europe/Ljubljana"\n', "utf-8")
    assert CliRunner().invoke(main, ["fields", "check-in", "--sheet", "a.csv", "--locale", "sl"]).exit_code == 0

    def sequence() -> str:
        arguments = ["batch", "check-in", "a.csv", "-o", "out", "--format", "ics", "--date", "2026-11-21"]
        assert CliRunner().invoke(main, arguments).exit_code == 0
        (content,) = tree(folder / "out").values()
        return next(one for one in content.decode().split("\r\n") if one.startswith("SEQUENCE"))

    assert sequence() == "SEQUENCE:0"
    text = (folder / "a.csv").read_text("utf-8-sig")
    (folder / "a.csv").write_text(text.replace("14:30", "16:45"), "utf-8")
    assert sequence() == "SEQUENCE:1"
    assert sequence() == "SEQUENCE:1"


@needs_fonts
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_fault_of_a_file_to_attach_is_told_with_its_row(company_with_table: Company, folder: Path, jobs: str) -> None:
    (folder / "goodterms.toml").write_text(MAIL + 'attach = ["pdf"]\n', "utf-8")
    body = rows(3)
    body[1][3] = "Ana \u0378"
    result = run(company_with_table, table(folder / "a.csv", body), "--format", "eml", "--jobs", jobs)
    assert result.exit_code == 2
    assert "row 3, " in result.stderr
    assert "no font contains this character" in result.stderr
    (folder / "goodterms.toml").write_text(MAIL + 'attach = ["foo"]\n', "utf-8")
    assert "'foo' is not a format" in run(company_with_table, folder / "a.csv", "--format", "eml").stderr


@needs_fonts
def test_an_address_that_the_window_does_not_show_is_told(company_with_table: Company, folder: Path) -> None:
    header = [*HEADER, *[f"address {n}" for n in range(1, 17)]]
    body = [[*row, *[f"Line {n}" for n in range(1, 17)]] for row in rows(1)]
    result = run(company_with_table, table(folder / "a.csv", body, header), "--format", "pdf")
    assert re.search(r"row 2, address.*: has 17 lines; the window of the envelope holds \d+ of them", result.stderr)
    assert "“Line 16”" in result.stderr


def test_a_dry_run_counts_what_would_be_written(company_with_table: Company, folder: Path) -> None:
    body = rows(3)
    body[1] = list(body[0])
    body[2][4] = "none"
    result = run(company_with_table, table(folder / "a.csv", body), "--dry-run", "--skip-bad-rows")
    assert result.stdout == "out: recipients: 1 would be written\n"


def test_one_fault_of_two_formats_is_told_once(folder: Path) -> None:
    (folder / "goodterms.toml").write_text(f'{MAIL}timezone = "Europe/Ljubljana"\n', "utf-8")
    assert CliRunner().invoke(main, ["fields", "check-in", "--sheet", "a.csv", "--locale", "sl"]).exit_code == 0
    text = (folder / "a.csv").read_text("utf-8-sig").replace("ana.novak@example.com", "a@")
    (folder / "a.csv").write_text(text, "utf-8")
    arguments = ["batch", "check-in", "a.csv", "-o", "out", "--format", "eml", "--format", "ics"]
    assert "a.csv: fix 1 email address; nothing was written" in CliRunner().invoke(main, arguments).stderr


@pytest.mark.parametrize("outbox", ["out", "deep/er/out"])
def test_faults_and_dry_runs_leave_nothing_behind(company_with_table: Company, folder: Path, outbox: str) -> None:
    body = rows(2)
    path = table(folder / "a.csv", body)
    run(company_with_table, path, "--dry-run", outbox=outbox)
    body[0][4] = "none"
    run(company_with_table, table(path, body), outbox=outbox)
    assert not (folder / outbox.split("/", maxsplit=1)[0]).exists()
    (folder / outbox).mkdir(parents=True)
    run(company_with_table, path, outbox=outbox)
    assert list((folder / outbox).iterdir()) == []


@pytest.mark.parametrize("key", ["CON", "nul.x", "Lpt1"])
def test_names_that_windows_keeps_for_devices_are_not_used(key: str) -> None:
    stem = naming.stem(Recipient(2, key, "sl", "", (), {}), "Ana")
    assert stem.startswith(f"letter-{key}-")


def test_errors_come_whole_from_a_worker() -> None:
    errors = [
        InvalidRequest([fault("not-a-date", "a", given="soon")]),
        BadRows([fault("rows", "a.csv", summary="fix")], ["row 2"]),
        BrokenContent([fault("prose-too-deep", "a", line=1), fault("not-utf8", "b", line=2, path="b", offset=3)]),
        MissingTranslations("note", "sl", [MissingMessage(None, "a", "not translated", "a.po", 3)], 5),
    ]
    for error in errors:
        again = pickle.loads(pickle.dumps(error))  # noqa: S301 — our own
        assert (type(again), again.lines(), str(again)) == (type(error), error.lines(), str(error))


# --- names in parts ---------------------------------------------------------------------------------------------------

PARTED_TOML = """
title = "Note"
before = ["subject"]
[envelope]
recipient = "name"
[salutation]
name = "name"
form = "form"
[steps.body]
[fields.name]
type = "person"
required = true
sample = "Ana"
help = "who"
[fields.form]
type = "choice"
options = ["feminine", "masculine", "neutral"]
default = "neutral"
sample = "neutral"
"""
PARTED_BODY = "{{ form }}: {{ name|greeting(form) }} | {{ name }} | {{ name|short_name }}"


@pytest.fixture
def parted(company: Company, folder: Path) -> Company:  # noqa: ARG001 — the working folder is its own
    company.note(PARTED_BODY)
    company.file("templates/note/letter.toml", PARTED_TOML)
    company.catalog("")
    return company


def test_names_in_parts_come_from_columns(parted: Company, folder: Path) -> None:
    header = ["key", "locale", "Salutation", "First name", "Surname"]
    body = [
        ["1", "sl", "ga. dr.", "Ana", "Novak"],
        ["2", "te", "Mr.", "రాజశేఖర్", "కొల్లిపర"],
        ["3", "en", "Dr.", "Li", ""],
        ["4", "en", "", "Emma", "Clarke"],
    ]
    assert run(parted, table(folder / "a.csv", body, header)).exit_code == 0
    letters = {name: text.decode().split("\n\n")[-1].rstrip() for name, text in tree(folder / "out").items()}
    assert letters == {
        "sl/1.note.txt": "feminine: dr.\u00a0Novak | ga.\u00a0dr.\u00a0Ana Novak | A. Novak",
        "te/2.note.txt": "masculine: కొల్లిపర రాజశేఖర్ | కొల్లిపర రాజశేఖర్ | కొల్లిపర రా.",
        "en/3.note.txt": "neutral: Dr. Li | Dr. Li | Li",
        "en/4.note.txt": "neutral: Emma Clarke | Emma Clarke | E. Clarke",
    }


def test_faults_of_names_in_parts_are_told_by_their_columns(parted: Company, folder: Path) -> None:
    header = ["key", "locale", "Name", "name.given", "name.title", "name.locale", "form"]
    body = [
        ["1", "sl", "Ana Novak", "", "", "", ""],
        ["2", "sl", "Ana Novak", "Ana", "", "", ""],
        ["3", "sl", "", "", "dr.", "", ""],
        ["4", "sl", "", "Ana", "ga.", "sl!", "masculine"],
        ["5", "sl", "", "Ana", "ga.", "", "masculine"],
        ["6", "sl", "", "", "", "", ""],
    ]
    result = run(parted, table(folder / "a.csv", body, header))
    assert result.exit_code == 2
    assert "fix 3 names; fix 1 choice; enter missing data in 1 row; nothing was written" in result.stderr
    assert [line.split(";")[0].strip() for line in result.stderr.splitlines()[1:]] == [
        "row 3, Name: both the full name, 'Ana Novak', and its parts are given",
        "row 4, Name: has only title",
        "row 5, name.locale: 'sl!' is not a valid language tag",
        "row 6, form: is masculine, but the title 'ga.' implies feminine",
        "row 7, Name: is missing",
    ]


def test_faults_of_names_without_a_column_of_their_own_are_told_by_those_of_their_parts(
    parted: Company, folder: Path
) -> None:
    body = [["1", "sl", "", ""], ["2", "sl", "dr.", ""]]
    result = run(parted, table(folder / "a.csv", body, ["key", "locale", "Salutation", "Last name"]))
    assert [line.split(";")[0].strip() for line in result.stderr.splitlines()[1:]] == [
        "row 2, Salutation / Last name: is missing",
        "row 3, Salutation / Last name: has only title",
    ]


def test_people_are_told_apart_by_all_parts_of_their_names(parted: Company, folder: Path) -> None:
    header = ["locale", "email", "given name", "surname", "salutation"]
    body = [["sl", "a@example.com", given, "Novak", title] for given in ("Ana", "Eva") for title in ("", "dr.")]
    result = run(parted, table(folder / "a.csv", body, header))
    assert result.stdout == "out: recipients: 4 written\n"
    before = tree(folder / "out")
    # In another order, in another language: the same people.
    again = [[tag, email, title, surname, given] for _, email, given, surname, title in body for tag in ("te",)]
    header = ["locale", "email", "salutation", "surname", "given name"]
    result = run(parted, table(folder / "a.csv", again, header), "--missing", "fallback")
    assert result.stdout == "out: recipients: 4 written\n"
    assert {Path(name).name for name in tree(folder / "out")} == {Path(name).name for name in before}


def test_a_title_that_another_language_knows_rewrites_the_letters(parted: Company, folder: Path) -> None:
    path = table(folder / "a.csv", [["1", "sl", "Herr", "Novak"]], ["key", "locale", "salutation", "surname"])
    run(parted, path)
    assert b"neutral: Herr Novak" in tree(folder / "out")["sl/1.note.txt"]
    parted.file("locales/en/language.toml", '[names.titles]\nmasculine = ["Herr"]\n')
    assert run(parted, path).stdout == "out: recipients: 1 written\n"
    assert b"masculine: Novak" in tree(folder / "out")["sl/1.note.txt"]


def test_how_another_language_writes_names_rewrites_the_letters(parted: Company, folder: Path) -> None:
    path = table(folder / "a.csv", [["1", "sl", "రాజశేఖర్", "కొల్లిపర"]], ["key", "locale", "first name", "surname"])
    run(parted, path)
    assert "| కొల్లిపర రాజశేఖర్ |" in tree(folder / "out")["sl/1.note.txt"].decode()
    data = json.loads((Content(()).layers[-1] / "locales/te/cldr.json").read_text("utf-8"))
    data["person_names"]["surnameFirst"].remove("te")
    parted.file("locales/te/cldr.json", json.dumps(data))
    assert run(parted, path).stdout == "out: recipients: 1 written\n"
    assert "| రాజశేఖర్ కొల్లిపర |" in tree(folder / "out")["sl/1.note.txt"].decode()


def test_the_full_name_is_on_the_envelope(parted: Company, folder: Path) -> None:
    (folder / "goodterms.toml").write_text('[mail]\nfrom = "care@lipa.example"\ntimezone = "UTC"\n', "utf-8")
    header = ["locale", "email", "salutation", "given name", "surname"]
    body = [["sl", "ana@lipa.example", "ga. dr.", "Ana", "Žagar"]]
    assert run(parted, table(folder / "a.csv", body, header), "--format", "eml").exit_code == 0
    (raw,) = tree(folder / "out").values()
    (to,) = email.message_from_bytes(raw, policy=email.policy.default)["To"].addresses
    assert to.display_name == "ga. dr. Ana Žagar"


def test_a_title_that_may_be_a_post_is_not_used_and_told(parted: Company, folder: Path) -> None:
    header = ["key", "locale", "Title", "First name", "Surname"]
    result = run(parted, table(folder / "a.csv", [["1", "en", "Marketing Manager", "Ana", "Novak"]], header))
    assert "a.csv: columns that are not used: Title\n" in result.stderr
    assert "'Title' may be a job title; the title before a name goes into a column 'Name title'" in result.stderr
    assert "Manager" not in tree(folder / "out")["en/1.note.txt"].decode()
