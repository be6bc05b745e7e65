"""Nothing is lost and nothing is misdirected in an outbox: one name for each letter, one run at a time, one table."""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pypdf
import pytest
from click.testing import CliRunner, Result

from goodterms import sheets
from goodterms.batch import cancelling, entries, gathering, naming, places, work
from goodterms.batch.gathering import KINDS
from goodterms.batch.outbox import Outbox
from goodterms.cli import main
from goodterms.errors import InvalidRequest
from goodterms.formats import fonts
from goodterms.recipients.recipient import Recipient
from goodterms.sheets import snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Company

LETTER = """
title = "Note"
before = ["subject"]
[steps.body]
[envelope]
recipient = "name"
[fields.name]
type = "name"
required = true
sample = "Ana"
[fields.town]
type = "text"
sample = "Celje"
"""
BODY = (
    "{% block subject %}{% trans %}Note{% endtrans %}{% endblock %}\n"
    "{% block body %}{{ name }} {{ town }}{% endblock %}\n"
)
MAIL = '[mail]\nfrom = "care@lipa.example"\n'
DAY = "2026-11-21"
LEDGER = "out/.goodterms/ledger.sqlite"
CLASH = ("००००७०६", "००८९८६४")
"""Two keys whose digests have the same first 32 bits."""

needs_posix = pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions and signals")
needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")


@pytest.fixture
def notes(company: Company, folder: Path) -> Company:
    company.file("templates/note/letter.toml", LETTER)
    company.file("templates/note/letter.md.j2", BODY)
    (folder / "goodterms.toml").write_text(MAIL, "utf-8")
    return company


def table(*keys: str, town: str = "Celje", name: str = "a.csv") -> Path:
    with Path(name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["key", "email", "name", "town"])
        writer.writerows([key, f"c{n}@example.com", f"Ana {n}", town] for n, key in enumerate(keys))
    return Path(name)


def arguments(notes: Company, *more: str, outbox: str = "out") -> list[str]:
    options = ["-o", outbox, "--date", DAY, "--locale", "en", "--missing", "fallback", "--content", str(notes.root)]
    return ["batch", "note", "a.csv", *options, *more]


def batch(notes: Company, *more: str, outbox: str = "out") -> Result:
    done = CliRunner().invoke(main, arguments(notes, *more, outbox=outbox))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def letters(outbox: str = "out") -> dict[str, str]:
    """The text of every letter, by its name."""
    found = (path for path in Path(outbox).rglob("*") if path.is_file() and ".goodterms" not in path.parts)
    return {path.relative_to(outbox).as_posix(): path.read_bytes().decode("utf-8", "replace") for path in found}


def customers(outbox: str = "out") -> list[str]:
    """The customers who have a letter, each as often as there are letters to them."""
    return sorted(found for text in letters(outbox).values() for found in re.findall(r"Ana \d+", text))


def sql(*statements: str) -> None:
    base = sqlite3.connect(LEDGER)
    for statement in statements:
        base.execute(statement)
    base.commit()
    base.close()


# --- one name for each letter -----------------------------------------------------------------------------------------


def stem(key: str) -> str:
    return naming.stem(Recipient(2, key, "en", "", (), {}), "name")


@pytest.mark.parametrize(
    "keys",
    [
        CLASH,
        ("राम", naming.earlier_stem(Recipient(2, "राम", "en", "", (), {}), "name")),
        ("राम", stem("राम")),
        ("राम", stem("राम").upper()),
        ("aux", stem("aux")),
        ("-1", stem("-1")),
        ("Živa", stem("Živa")),
        ("Živa", "Z\u030civa"),
        ("a/b", "a?b"),
        ("x" * 61, "x" * 60),
    ],
)
@pytest.mark.parametrize("into", [(), ("--into", "mbox")])
def test_no_two_customers_share_a_file(notes: Company, keys: tuple[str, str], into: tuple[str, ...]) -> None:
    table(*keys)
    done = batch(notes, *into)
    assert done.exit_code == 0, done.stderr
    assert customers() == ["Ana 0", "Ana 1"]
    names = [places.folded(name) for name in letters()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("start", [[], ["क"]])
def test_a_clash_of_names_is_told_with_both_rows(
    notes: Company, monkeypatch: pytest.MonkeyPatch, start: list[str]
) -> None:
    # Nobody can find two keys with the same 64 bits, so all digests are the same here.
    monkeypatch.setattr(naming, "_digest", lambda _: "0" * 64)
    if start:
        table(*start)
        assert batch(notes).exit_code == 0
    table("क", "ख", "K-3")
    refused = batch(notes)
    assert refused.exit_code == 2
    assert "row 3, key 'ख': the letter would have the same file name as that of row 2; change one of the keys" in (
        refused.stderr
    )
    skipped = batch(notes, "--skip-bad-rows")
    assert skipped.exit_code == 1
    assert customers() == ["Ana 0", "Ana 2"]


def test_a_name_of_another_letter_in_the_outbox_is_not_taken(notes: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(naming, "_digest", lambda _: "0" * 64)
    table("क")
    assert batch(notes).exit_code == 0
    table("ख", "क")
    refused = batch(notes, "--only", "ख")
    assert refused.exit_code == 2
    assert "the letter would have the same file name as note to 'क' in this outbox" in refused.stderr
    assert customers() == ["Ana 0"]


def test_a_key_in_another_case_leaves_no_earlier_letter(notes: Company) -> None:
    table("k-1", "K-2")
    batch(notes)
    table("K-1", "K-2")
    assert batch(notes).exit_code == 0
    assert sorted(letters()) == ["en/K-1.note.txt", "en/K-2.note.txt"]
    assert batch(notes).stdout == "out: recipients: 0 written, 2 up to date\n"


def test_outboxes_of_earlier_versions_keep_their_names(notes: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    table("राम", "सीता", "K-3")
    with monkeypatch.context() as patch:
        patch.setattr(naming, "stem", naming.earlier_stem)
        batch(notes)
    before = letters()
    sizes = {name: len(text.encode()) for name, text in before.items()}
    base = sqlite3.connect(LEDGER)
    for key, files in base.execute("SELECT identity, files FROM letters").fetchall():
        old = json.dumps([[name, sizes[name]] for name, _ in json.loads(files)])
        base.execute("UPDATE letters SET files = ?, digest = x'00', place = NULL WHERE identity = ?", (old, key))
    base.execute("PRAGMA user_version = 3")
    base.commit()
    base.close()
    assert batch(notes).stdout == "out: recipients: 0 written, 3 up to date\n"
    assert letters() == before
    table("राम", "सीता", "K-3", "गीता", town="Koper")
    assert batch(notes).stdout == "out: recipients: 4 written\n"
    assert before.keys() < letters().keys()
    # A key that is made of such a name is another customer's still.
    table("राम", "सीता", naming.earlier_stem(Recipient(2, "राम", "en", "", (), {}), "name"))
    assert "same file name as that of row 2" in batch(notes).stderr


def test_letters_that_an_earlier_version_has_lost_are_written(notes: Company) -> None:
    table(*CLASH, "K-3")
    batch(notes)
    files = dict(json.loads(text)[0] for (text,) in sqlite3.connect(LEDGER).execute("SELECT files FROM letters"))
    _, first, second = sorted(files)
    Path("out", second).replace(Path("out", first))
    lost = json.dumps([[first, 70]])
    sql(f"UPDATE letters SET files = '{lost}', place = NULL WHERE row < 4", "PRAGMA user_version = 3")  # noqa: S608
    again = batch(notes)
    assert again.stdout == "out: recipients: 2 written, 1 up to date\n", again.stderr
    assert customers() == ["Ana 0", "Ana 1", "Ana 2"]


# --- one run at a time, and what it has written -----------------------------------------------------------------------


def _same_size(path: Path) -> None:
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"Ana 1", b"Eva 1"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _linked(path: Path) -> None:
    Path("mine.txt").write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(Path("mine.txt").resolve())


@pytest.mark.parametrize("change", [_same_size, _linked])
@pytest.mark.parametrize("then", ["nothing", "another town", "row gone", "dry run", "redated"])
def test_a_letter_that_somebody_has_changed_is_neither_overwritten_nor_kept_silently(
    notes: Company, change: object, then: str
) -> None:
    table("K-1", "K-2", "K-3")
    batch(notes)
    path = Path("out/en/K-2.note.txt")
    assert callable(change)
    change(path)
    mine = path.read_bytes()
    more = {"dry run": ["--dry-run"], "redated": ["--redate"]}.get(then, [])
    if then == "another town":
        table("K-1", "K-2", "K-3", town="Koper")
    elif then == "row gone":
        table("K-1", "K-3")
    refused = batch(notes, *more)
    assert refused.exit_code == 2
    assert "out: en/K-2.note.txt was changed after a run had written it; nothing was written" in refused.stderr
    assert "move it elsewhere to keep it, or delete it" in refused.stderr
    assert path.read_bytes() == mine
    path.unlink()
    again = batch(notes)
    assert again.exit_code == 0, again.stderr
    assert path.exists() == (then != "row gone")


def test_many_changed_letters_are_counted(notes: Company) -> None:
    table(*(f"K-{n}" for n in range(8)))
    batch(notes)
    for path in Path("out/en").iterdir():
        path.write_text("mine", "utf-8")
    refused = batch(notes)
    assert "en/K-4.note.txt and 3 more were changed" in refused.stderr.replace("\n", " ")


@pytest.mark.parametrize("content", [b"", b"\0" * 70])
def test_a_letter_that_a_power_failure_has_emptied_is_written_again(notes: Company, content: bytes) -> None:
    table("K-1")
    batch(notes)
    before = letters()
    Path("out/en/K-1.note.txt").write_bytes(content)
    assert batch(notes).stdout == "out: recipients: 1 written\n"
    assert letters() == before


@pytest.mark.parametrize(
    "kind", ["mbox", pytest.param("pdf", marks=pytest.mark.skipif(not fonts.families(), reason="fonts are missing"))]
)
def test_the_file_of_all_letters_is_not_overwritten_either(notes: Company, kind: str) -> None:
    table("K-1")
    path = Path(f"out/note.{kind}")
    path.parent.mkdir()
    path.write_text("mine", "utf-8")
    assert "was not written by a run in this outbox" in batch(notes, "--into", kind).stderr
    path.unlink()
    assert batch(notes, "--into", kind).exit_code == 0
    right = path.read_bytes()
    path.write_text("read and marked", "utf-8")
    assert f"note.{kind} was changed after a run had written it" in batch(notes, "--into", kind).stderr
    path.unlink()
    assert batch(notes, "--into", kind).exit_code == 0
    assert path.read_bytes() == right


def test_a_changed_part_is_not_gathered(notes: Company) -> None:
    table("K-1", "K-2")
    batch(notes, "--into", "mbox")
    part = Path("out/.goodterms/parts/en/K-2.note.eml")
    part.write_bytes(part.read_bytes().replace(b"c1@", b"c9@"))
    assert "K-2.note.eml was changed" in batch(notes, "--into", "mbox", "--redate").stderr
    assert "c9@" not in Path("out/note.mbox").read_text("utf-8")


def test_what_an_earlier_run_left_to_do_is_not_done_in_the_next(notes: Company) -> None:
    table("K-1")
    batch(notes)
    before = letters()
    options = (places.PRIVATE, Path("out").resolve())
    with Outbox(Path("out")) as earlier:
        job = _Job(earlier.unfinished, *options)
        work.replace(job, "en/K-0.note.txt", b"of its own")  # type: ignore[arg-type]
        # As after kill -9: the lock is gone, and the folder is still there.
        folder = earlier.unfinished
        earlier.__exit__()
        folder.mkdir(parents=True)
        with Outbox(Path("out")):
            for name in ("en/K-1.note.txt", "en/K-2.note.txt"):
                with pytest.raises(FileNotFoundError):
                    work.replace(job, name, b"of a run that is over")  # type: ignore[arg-type]
        earlier._lock = os.open("a.csv", os.O_RDONLY)
    Path("out/en/K-0.note.txt").unlink()
    assert letters() == before


class _Job:
    """What is needed of a job to write a file."""

    def __init__(self, unfinished: Path, modes: places.Modes, target: Path) -> None:
        self.unfinished, self.modes, self.target = unfinished, modes, target


@needs_proc
@pytest.mark.parametrize("seconds", [0.2, 0.8])
def test_workers_end_with_the_process_that_started_them(notes: Company, seconds: float) -> None:
    table(*(f"K-{n}" for n in range(20_000)))
    process = subprocess.Popen(
        [sys.executable, "-m", "goodterms", *arguments(notes, "--jobs", "2")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    workers: set[int] = set()
    end = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < end and len(workers) < 3:
        workers |= set(_below(process.pid))
        time.sleep(0.01)
    time.sleep(seconds)
    assert process.poll() is None
    process.kill()
    process.wait()
    assert len(workers) >= 3
    end = time.monotonic() + 10
    while (left := [number for number in workers if _is_running(number)]) and time.monotonic() < end:
        time.sleep(0.02)
    assert not left


def _below(parent: int) -> Iterator[int]:
    found = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    children: dict[int, list[int]] = {}
    for line in found.splitlines():
        number, above = map(int, line.split())
        children.setdefault(above, []).append(number)
    waiting = list(children.get(parent, ()))
    while waiting:
        yield (number := waiting.pop())
        waiting += children.get(number, ())


def _is_running(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}
    except OSError:
        return False


# --- a ledger is a file -----------------------------------------------------------------------------------------------


def test_what_a_ledger_may_say_is_what_runs_say() -> None:
    assert {"", cancelling.GONE, cancelling.CALLED_OFF, cancelling.ASKED} == entries.STATES
    assert set(places.KINDS) == set(KINDS)


@pytest.mark.parametrize("said", ["", "{}", "[]", "7", '{"meeting": 7}', "[" * 100_000])
def test_what_a_row_said_is_told_when_it_is_damaged(folder: Path, said: str) -> None:
    (folder / "goodterms.toml").write_text(f'{MAIL}timezone = "Europe/Ljubljana"\n', "utf-8")
    sheet = CliRunner().invoke(main, ["fields", "check-in", "--sheet", "a.csv", "--locale", "sl"])
    assert sheet.exit_code == 0, sheet.output
    options = ["-o", "out", "--date", DAY]
    assert CliRunner().invoke(main, ["batch", "check-in", "a.csv", *options]).exit_code == 0
    sql("UPDATE runs SET digest = x''")
    base = sqlite3.connect(LEDGER)
    base.execute("UPDATE letters SET said = ?, state = 'asked'", (said,))
    base.commit()
    base.close()
    refused = CliRunner().invoke(main, ["batch", "check-in", "a.csv", *options])
    assert isinstance(refused.exception, SystemExit), refused.exception
    assert refused.exit_code == 2
    assert "is not what a row has said" in refused.stderr


def test_a_worker_cannot_report_a_letter_in_another_place(notes: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    table("K-1")
    real = work.write_shard

    def elsewhere(*given: object) -> list[entries.Written]:
        return [one._replace(files=(("../precious.txt", "0" * 32),)) for one in real(*given)]  # type: ignore[arg-type]

    monkeypatch.setattr("goodterms.batch.run.write_shard", elsewhere)
    refused = batch(notes)
    assert refused.exit_code == 2
    assert "a worker reports a letter in the wrong place: '../precious.txt'" in refused.stderr


def test_a_worker_cannot_find_a_letter_in_another_place(notes: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    table("K-1")
    batch(notes)
    sql("UPDATE letters SET digest = x'00'", "UPDATE runs SET digest = x''")
    real = work.check_shard

    def elsewhere(*given: object) -> list[work.CheckedRow]:
        checked = real(*given)  # type: ignore[arg-type]
        assert all(one.found for one in checked)
        moved = (("../precious.txt", "0" * 32),)
        return [one._replace(found=one.found._replace(files=moved)) for one in checked if one.found]

    monkeypatch.setattr("goodterms.batch.run.check_shard", elsewhere)
    refused = batch(notes)
    assert refused.exit_code == 2
    assert "a worker reports a letter in the wrong place: '../precious.txt'" in refused.stderr


@needs_posix
def test_a_full_disk_at_the_start_is_told_as_one(notes: Company) -> None:
    import resource

    table("K-1")

    def no_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))

    command = [sys.executable, "-m", "goodterms", *arguments(notes)]
    full = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=no_room)
    assert full.returncode == 2
    assert "File too large" in full.stderr
    assert "is it the ledger" not in full.stderr


# --- one state of the table -------------------------------------------------------------------------------------------


@pytest.mark.skipif(not fonts.families(), reason="fonts are missing")
def test_a_table_that_changes_during_a_run_is_the_one_that_was_checked(
    notes: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    table("K-1", "K-2")
    real = gathering._pages

    def changed(*given: object) -> object:
        table("K-9", "K-1", "K-2", town="\u202eunchecked")
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(gathering, "_pages", changed)
    assert batch(notes, "--into", "pdf", "--report", "r.csv").exit_code == 0
    pages = "".join(page.extract_text() for page in pypdf.PdfReader("out/note.pdf").pages)
    assert pages.count("Ana 0") >= 1
    assert "unchecked" not in pages
    report = [row.cells for row in sheets.read(Path("r.csv")).rows]
    assert [row[0] for row in report[1:]] == ["K-1", "K-2"]
    assert {row[-3] for row in report[1:]} == {"written"}


@needs_posix
def test_a_table_from_a_pipe_is_read_once(notes: Company) -> None:
    content = table("K-1", "K-2").read_bytes()
    Path("a.csv").unlink()
    os.mkfifo("a.csv")
    feeder = threading.Thread(target=lambda: Path("a.csv").write_bytes(content), daemon=True)
    feeder.start()
    assert batch(notes, "--report", "r.csv").exit_code == 0
    assert customers() == ["Ana 0", "Ana 1"]
    assert len(list(sheets.read(Path("r.csv")).rows)) == 3


@pytest.mark.parametrize("has_proc", [True, False])
def test_a_snapshot_is_private_and_leaves_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *, has_proc: bool
) -> None:
    temporary = folder / "tmp"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    if not has_proc:
        monkeypatch.setattr(snapshot, "_OPEN_FILES", folder / "none")
    path = folder / "a.csv"
    path.write_text("key\nK-1\n", "utf-8")
    with snapshot.taken(path) as copy:
        path.write_text("key\nK-2\n", "utf-8")
        assert copy.read_text("utf-8") == "key\nK-1\n"
        assert [row.cells for row in sheets.read(copy).rows] == [("key",), ("K-1",)]
        assert (str(copy), copy.name, copy.resolve()) == (str(path), "a.csv", path)
        assert has_proc == (not list(temporary.iterdir()))
        assert all(stat.S_IMODE(each.stat().st_mode) == 0o700 for each in temporary.iterdir())
    assert not list(temporary.iterdir())


def test_a_table_that_goes_on_changing_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "a.csv"
    path.write_text("key\n", "utf-8")

    def copied(*_: object) -> None:
        with path.open("a", encoding="utf-8") as file:
            file.write("K\n")

    monkeypatch.setattr("shutil.copyfileobj", copied)
    with pytest.raises(InvalidRequest, match="is being changed while it is read"), snapshot.taken(path):
        pass


# --- customers' data is private ---------------------------------------------------------------------------------------


@pytest.fixture
def usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def modes(outbox: str = "out") -> dict[str, set[int]]:
    """The permissions of all files and of all folders of an outbox."""
    found: dict[str, set[int]] = {"files": set(), "folders": set()}
    for path in (Path(outbox), *Path(outbox).rglob("*")):
        found["folders" if path.is_dir() else "files"].add(stat.S_IMODE(path.stat().st_mode))
    return found


@needs_posix
@pytest.mark.usefixtures("usual_umask")
@pytest.mark.parametrize("into", [(), ("--into", "mbox")])
def test_only_the_owner_may_read_an_outbox(notes: Company, into: tuple[str, ...]) -> None:
    table("K-1", "राम")
    batch(notes, *into, "--report", "r.csv")
    assert modes() == {"files": {0o600}, "folders": {0o700}}
    assert stat.S_IMODE(Path("r.csv").stat().st_mode) == 0o600
    batch(notes, *into, "--shared", outbox="shared")
    assert modes("shared") == {"files": {0o640}, "folders": {0o750}}
    os.umask(0o077)
    batch(notes, *into, "--shared", outbox="both")
    assert modes("both") == {"files": {0o600}, "folders": {0o700}}


@needs_posix
@pytest.mark.usefixtures("usual_umask")
def test_folders_of_earlier_versions_are_closed(notes: Company) -> None:
    table("K-1")
    batch(notes)
    Path("out/.goodterms").chmod(0o755)
    Path("out/en").chmod(0o755)
    table("K-1", "K-2")
    batch(notes)
    assert modes() == {"files": {0o600}, "folders": {0o700}}


@needs_posix
@pytest.mark.usefixtures("usual_umask")
def test_only_the_owner_may_read_a_letter(folder: Path) -> None:
    made = CliRunner().invoke(main, ["render", "farewell", "--locale", "sl", "--sample", "-o", "a.txt"])
    assert made.exit_code == 0, made.output
    assert stat.S_IMODE((folder / "a.txt").stat().st_mode) == 0o600
    (folder / "a.txt").chmod(0o644)
    CliRunner().invoke(main, ["render", "farewell", "--locale", "sl", "--sample", "-o", "a.txt", "--force"])
    assert stat.S_IMODE((folder / "a.txt").stat().st_mode) == 0o644, "who has opened a file to others meant it"


@needs_posix
@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)])
def test_a_signal_leaves_nothing_of_customers_in_working_folders(
    notes: Company, number: signal.Signals, status: int
) -> None:
    table(*(f"K-{n}" for n in range(4000)))
    process = subprocess.Popen(
        [sys.executable, "-m", "goodterms", *arguments(notes)],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    end = time.monotonic() + 30
    while not any(Path("out").glob("en/*")) and process.poll() is None and time.monotonic() < end:
        time.sleep(0.01)
    process.send_signal(number)
    _, told = process.communicate(timeout=60)
    assert process.returncode == status, told
    assert "the run was interrupted" in told
    assert {path.name[:6] for path in Path("out/.goodterms").iterdir()} == {"ledger", "lock"}


@pytest.mark.parametrize("key", ["K-1", ""])
def test_addresses_and_names_are_digests_in_the_ledger(notes: Company, key: str) -> None:
    table(key)
    batch(notes)
    content = Path(LEDGER).read_bytes()
    assert b"example.com" not in content or not key, "without a key, the names of files have the address"
    assert b"Ana" not in content
    assert batch(notes).stdout == "out: recipients: 0 written, 1 up to date\n"


def test_outboxes_of_earlier_versions_know_their_rows_without_keys(notes: Company) -> None:
    table("", "")
    batch(notes)
    for n in range(2):
        old = f"c{n}@example.com\nAna {n}"
        sql(f"UPDATE letters SET identity = '{old}', email = '' WHERE row = {n + 2}")  # noqa: S608
    for version in (3, 1):  # version 1 marks later ledgers as its own
        sql(f"PRAGMA user_version = {version}", "UPDATE runs SET digest = x''")
        assert batch(notes).stdout == "out: recipients: 0 written, 2 up to date\n"
    assert b"Ana" not in Path(LEDGER).read_bytes()
