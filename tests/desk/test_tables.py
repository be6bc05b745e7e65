"""A table on the desk: kept privately, checked and written as ``goodterms batch`` does, and refused where it must be."""

from __future__ import annotations

import contextlib
import io
import os
import re
import signal
import stat
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from desks import open_desk  # noqa: F401
from tables_of_tests import (  # noqa: F401
    CORRECT,
    DAY,
    HEADER,
    ROOT,
    SETTINGS,
    SLOVENIAN,
    at_desk,
    chosen,
    finished,
    letters,
    opened,
    private,
    rows,
    send,
    settings,
    shown,
    written,
)

from goodterms.batch.outbox import Outbox
from goodterms.desk import outbox_name, table_page, uploads
from goodterms.desk.desk import Options
from goodterms.desk.order import Order, Reading
from goodterms.desk.runs import Runs
from goodterms.desk.table_index import ROWS
from goodterms.desk.table_page import Around, View
from goodterms.desk.tables import Table, Tables
from goodterms.settings_file import Additions, correct
from goodterms.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from desks import Desk


def kept(private: Path) -> list[Path]:
    return [path for path in private.rglob("*") if path.is_file() and path.name != "lock"]


def batch(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "goodterms", "batch", *options, "--date", DAY]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


# How it is kept


def test_a_table_is_kept_for_its_owner_only_and_removed_at_the_end(
    settings: Path, open_desk: Callable[..., Desk], private: Path
) -> None:
    desk = open_desk()
    assert settings.is_file()
    assert not [*private.iterdir()]  # nothing is made before a table comes
    opened(desk, "stranke.csv", SLOVENIAN.encode("cp1250"))
    (root,) = private.glob(f"{ROOT}*")
    folders = [root, *(path for path in root.rglob("*") if path.is_dir())]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folders} == {0o700}
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept(private)} == {0o600}
    desk.client.__exit__()
    assert not [*private.glob(f"{ROOT}*")]
    desk.client.__enter__()  # the fixture closes it once more


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_nothing_is_left_after_a_signal_while_a_table_is_checked(
    settings: Path, private: Path, number: signal.Signals
) -> None:
    with running(settings.parent, private) as (process, address):
        upload_by_script(address, "many.csv", rows(3000).encode())
        assert [*private.glob(f"{ROOT}*")]
        process.send_signal(number)
        process.wait(20)
    assert not [*private.iterdir()]
    assert not processes_with(private)


def test_the_next_desk_removes_what_a_killed_one_has_left(settings: Path, private: Path) -> None:
    with running(settings.parent, private) as (process, address):
        upload_by_script(address, "one.csv", rows(1).encode())
        (left,) = private.glob(f"{ROOT}*")
        process.kill()
        process.wait(20)
    assert left.is_dir()
    other = uploads.PrivateFolder()
    living = uploads.PrivateFolder()
    assert other.path != living.path  # one that is used is no garbage
    assert other.path.is_dir()
    assert not left.exists()
    other.remove()
    living.remove()


@contextlib.contextmanager
def running(folder: Path, private: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "TMPDIR": str(private)}
    command = [sys.executable, "-m", "goodterms", "desk", "--port", "0"]
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://\S+", line)
        assert found, line
        try:
            yield process, found[0]
        finally:
            process.kill()


def upload_by_script(address: str, name: str, content: bytes) -> None:
    import httpx2 as httpx

    base = address.partition("/?")[0]
    with httpx.Client(base_url=base, headers={"origin": base}) as client:
        client.get(address)
        token = re.search(r'name="token" value="(\w+)"', client.get("/tables").text)
        assert token
        answer = client.post(
            "/tables", data={"token": token[1], "letter": "check-in"}, files={"table": (name, content)}
        )
        assert answer.status_code == 303


def processes_with(private: Path) -> list[str]:
    """The processes that have a file of a folder open, on systems that show it."""
    found = []
    for path in Path("/proc").glob("[0-9]*/fd/*"):
        with contextlib.suppress(OSError):
            if str(private) in str(path.readlink()):
                found.append(str(path))
    return found


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("stranke.csv", "stranke.csv"),
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\Users\\maja\\stranke.xlsx", "stranke.xlsx"),
        ("/etc/cron.d/x.csv", "x.csv"),
        ("a\u202evsc.exe\x00\n\x1b.csv", "avsc.exe.csv"),
        ("..csv", ".csv".replace(".csv", "..csv")),
        ("نام\u200cها.csv", "نام\u200cها.csv"),
        ("x" * 300 + ".csv", "x" * 116 + ".csv"),
        ("", ""),
        ("..", ".."),
    ],
)
def test_a_name_of_a_file_is_only_shown(given: str, name: str) -> None:
    assert uploads.shown_name(given) == name


def test_no_name_becomes_a_path(at_desk: Desk, private: Path, tmp_path: Path) -> None:
    before = set(tmp_path.rglob("*"))
    for name in ("../../../escaped.csv", "..\\..\\escaped.csv", "/var/escaped.csv", "-o.csv"):
        address = opened(at_desk, name, rows(1).encode())
        assert "escaped.csv" in shown(at_desk, address) or name == "-o.csv"
    assert {path.name for path in kept(private)} <= {
        "table",
        *(path.name for path in kept(private) if "-" in path.name),
    }
    assert not [*private.rglob("escaped*")]
    assert set(tmp_path.rglob("*")) == before
    assert "goodterms batch check-in ./-o.csv" in shown(at_desk, address)


# What is refused


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"host": "evil.example:8470"}, 421), ({"origin": "http://evil.example"}, 403), ({"origin": ""}, 403),
     ({"cookie": "goodterms-desk-8470=wrong"}, 403), ({"sec-fetch-site": "cross-site"}, 403)],
)  # fmt: skip
def test_a_table_from_elsewhere_is_refused(at_desk: Desk, private: Path, headers: dict[str, str], status: int) -> None:
    assert send(at_desk, "a.csv", rows(1).encode(), **headers).status_code == status
    assert not kept(private)


@pytest.mark.parametrize(
    "parts",
    [
        [("table", "a.csv", "x")],
        [("token", "", "wrong"), ("table", "a.csv", "x")],
        [("table", "a.csv", "x"), ("token", "", None)],
        [("letter", "", "check-in"), ("token", "", None), ("table", "a.csv", "x")],
    ],
    ids=["none", "wrong", "after the file", "not first"],
)
def test_a_table_needs_the_token_before_anything_else(
    at_desk: Desk, private: Path, parts: list[tuple[str, str, str | None]]
) -> None:
    body = b""
    for name, file, value in parts:
        more = f'; filename="{file}"' if file else ""
        text = at_desk.key.token if value is None else value
        body += f'--b\r\ncontent-disposition: form-data; name="{name}"{more}\r\n\r\n{text}\r\n'.encode()
    headers = {"origin": "http://127.0.0.1:8470", "content-type": "multipart/form-data; boundary=b"}
    assert at_desk.client.post("/tables", content=body + b"--b--\r\n", headers=headers).status_code == 403
    assert not kept(private)


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("application/x-www-form-urlencoded", b"token=x", 415),
        ("multipart/form-data", b"x", 415),
        ("multipart/form-data; boundary=b", b"", 400),
        ("multipart/form-data; boundary=b", b"no form", 400),
        ("multipart/form-data; boundary=b", b"--b\r\ncontent-disposition: form-data; name=\xff\r\n\r\n", 400),
    ],
)
def test_what_is_no_form_is_refused(at_desk: Desk, content_type: str, body: bytes, status: int) -> None:
    headers = {"origin": "http://127.0.0.1:8470", "content-type": content_type}
    assert at_desk.client.post("/tables", content=body, headers=headers).status_code == status


def test_a_hundred_megabytes_and_more_are_refused(
    at_desk: Desk, private: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the length that is announced, and by what arrives where none is."""
    too_much = b"x" * 100_200_000
    answer = send(at_desk, "big.csv", too_much)
    assert answer.status_code == 413
    assert "larger than 100 MB" in answer.text
    monkeypatch.setattr(uploads, "MAX_BYTES", 1_000_000)
    part = 'content-disposition: form-data; name="table"; filename="a.csv"'
    start = f'--b\r\ncontent-disposition: form-data; name="token"\r\n\r\n{at_desk.key.token}\r\n--b\r\n{part}\r\n\r\n'

    def pieces() -> Iterator[bytes]:
        yield start.encode()
        for _ in range(30):
            yield b"x" * 65_536

    headers = {"origin": "http://127.0.0.1:8470", "content-type": "multipart/form-data; boundary=b"}
    assert at_desk.client.post("/tables", content=pieces(), headers=headers).status_code == 413
    assert not kept(private)


def bomb() -> bytes:
    """A workbook of a few kilobytes that unpacks to two gigabytes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b" " * 60_000_000)
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("bomb.xlsx", bomb(), "unpacks to"),
        ("text.xlsx", b"Name,E-mail\nAna,ana@example.com\n", "xlsx"),
        ("damaged.ods", b"PK\x03\x04" + b"\x00" * 100, "damaged.ods"),
        ("empty.csv", b"", "has no rows"),
        ("binary.csv", bytes(range(256)) * 50, "binary.csv"),
        ("one.csv", b"Name,E-mail\n", "has no rows"),
    ],
)
def test_what_is_no_table_is_shown_in_words(at_desk: Desk, name: str, content: bytes, said: str) -> None:
    address = opened(at_desk, name, content)
    text = shown(at_desk, address)
    assert "The table cannot be used yet:" in text
    assert said in text
    assert "Write the letters" not in text


@pytest.mark.parametrize("name", ["a.exe", "a", "a.csv.html", "a.jsonl", "table.parquet"])
def test_other_files_are_not_taken(at_desk: Desk, private: Path, name: str) -> None:
    answer = send(at_desk, name, b"x")
    assert answer.status_code == 415
    assert "is not a table" in answer.text
    assert not kept(private)
    assert "No table was chosen." in send(at_desk, "", b"").text


def test_what_a_hostile_table_says_is_only_text(at_desk: Desk) -> None:
    cells = [
        "<script>alert(1)</script>",
        "\u202eevil\u202c",
        "</td></table><h1>x",
        "{{ 7 * 7 }}",
        '"><img src=x onerror=y>',
    ]
    header = HEADER.strip() + ',<b>Notes</b>,"\u202edrawkcab"\n'
    lines = "".join(
        f'K-{n},en,k{n}@example.com,"{cell.replace(chr(34), chr(34) * 2)}",+386 1 555 07 89,2026-12-03,14:30,45 min,x,y\n'
        for n, cell in enumerate(cells)
    )
    address = opened(at_desk, "<script>alert(2)</script>.csv", (header + lines).encode())
    page = at_desk.get(address).text
    assert "<script>alert" not in page
    assert "<b>Notes" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "\u202e" not in page
    assert "\\u202eevil" in page
    assert "{{ 7 * 7 }}" in page
    for row in range(2, 7):
        answer = at_desk.get(f"{address}/rows/{row}")
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert "\u202e" not in answer.text
    frame = at_desk.get(f"{address}/rows/2/page")
    assert "sandbox" in frame.headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    ["/tables/../x", "/tables/x", "/tables/x/rows/2", "{table}/rows/1", "{table}/rows/99999999999999999999", "{table}/rows/2/../../x",
     "{table}/rows/2/eml", "{table}/rows/2?view=pdf", "{table}/tests/0", "{table}/tests/..%2f..%2fx", "{table}/rows/-1"],
)  # fmt: skip
def test_addresses_of_tables_lead_only_to_what_is_known(at_desk: Desk, path: str) -> None:
    address = opened(at_desk, "a.csv", rows(1).encode())
    assert at_desk.get(path.format(table=address)).status_code == 404
    forms = [{"letter": "../x"}, {"letter": "check-in", "locale": "xx"}, {"dates": "x"}, {"format": "exe"}]
    for form in forms:
        assert at_desk.post(address, dict(form)).status_code == 404
    for form in ({"c.0": "no_such_field"}, {"c.99": "key"}, {"c.x": "-"}):
        assert at_desk.post(f"/save{address}/columns", dict(form)).status_code == 404


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../x", "a/b", "/var/x", "a\\b", ".hidden", "-o", "CON", "nul.x", "x.", "x" * 81, "a\u202eb", "a\nb", "~", "$HOME", "a:b"],
)  # fmt: skip
def test_an_outbox_has_one_plain_name(name: str) -> None:
    assert not outbox_name.is_name(name)


@pytest.mark.parametrize("name", ["outbox", "pisma 2026-11", "vabila_čšž", "निमन्त्रणा", "دعوت نامے", "a.b"])
def test_an_outbox_may_be_named_in_any_language(name: str) -> None:
    assert outbox_name.is_name(name)


def test_nothing_is_written_outside_the_folder(at_desk: Desk, tmp_path: Path) -> None:
    elsewhere = tmp_path.parent / "elsewhere"
    elsewhere.mkdir(exist_ok=True)
    (tmp_path / "link").symlink_to(elsewhere)
    address = opened(at_desk, "a.csv", rows(1).encode())
    for name in ("../elsewhere", "link", str(elsewhere)):
        answer = at_desk.post(f"/save{address}/outbox", {"outbox": name})
        assert answer.status_code == 303
        text = shown(at_desk, address)
        assert "is not the name of a folder" in text or "is a link" in text
    assert not [*elsewhere.iterdir()]
    (tmp_path / "outbox/en").mkdir(parents=True)
    (tmp_path / "outbox/en/K-0.check-in.eml").write_text("mine")
    written(at_desk, address)
    assert "already exists and was not written by a run" in shown(at_desk, address)
    assert (tmp_path / "outbox/en/K-0.check-in.eml").read_text() == "mine"


def test_with_read_only_a_table_is_only_looked_at(settings: Path, open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(read_only=True)
    before = {path: path.read_bytes() for path in settings.parent.iterdir()}
    address = opened(desk, "stranke.csv", CORRECT.encode("cp1250"))
    text = shown(desk, address)
    assert "Every row can be written." in text
    assert "Keep the columns" not in text
    assert "Name of the folder" not in text
    assert "Spoštovana gospa Novak" in shown(desk, f"{address}/rows/2?view=text")
    for what in ("columns", "outbox", "values"):
        answer = desk.post(f"/save{address}/{what}", {"outbox": "outbox"})
        assert answer.status_code == 403
        assert "--read-only" in answer.text
    assert {path: path.read_bytes() for path in settings.parent.iterdir()} == before


# What is done with it


def test_the_outbox_is_that_of_the_command(at_desk: Desk, tmp_path: Path) -> None:
    """From a list with a slip in two rows to an outbox: the same bytes, the same faults, the same settings."""
    content = SLOVENIAN.encode("cp1250")
    (tmp_path / "stranke.csv").write_bytes(content)
    address = opened(at_desk, "stranke.csv", content)
    text = shown(at_desk, address)
    assert "columns were recognised" in text
    assert "To do: fix 1 email address; fix 1 date." in text
    assert "row 4, E-pošta: &#39;crt(at)example.com&#39; is not a valid email address" in text
    written(at_desk, address)
    assert "Nothing was written:" in shown(at_desk, address)
    assert not (tmp_path / "outbox").exists()
    written(at_desk, address, skip="yes")
    text = shown(at_desk, address)
    assert "written: 2" in text
    assert "rows left out: 2" in text
    assert "written: sl/K-1.check-in.eml" in text
    assert "left out: Datum srečanja: &#39;31. 11. 2026&#39; is not a valid date" in text
    assert "goodterms send outbox" in text
    command = re.search(r'id="batch-command"[^>]*>([^<]*)<', at_desk.get(address).text)
    assert command
    assert command[1] == "goodterms batch check-in stranke.csv -o outbox --format eml --date 2026-11-21 --skip-bad-rows"
    done = batch(tmp_path, "check-in", "stranke.csv", "-o", "other", "--format", "eml", "--skip-bad-rows")
    assert done.returncode == 1
    assert letters(tmp_path / "outbox") == letters(tmp_path / "other")
    assert len(letters(tmp_path / "other")) == 2
    # The corrected table in its place: what is written stays, and the command has nothing more to do.
    answer = at_desk.client.post(
        "/tables",
        data={"token": at_desk.key.token, "former": address.rpartition("/")[2], "letter": "check-in"},
        files={"table": ("stranke.csv", CORRECT.encode("cp1250"))},
        headers={"origin": "http://127.0.0.1:8470"},
        follow_redirects=False,
    )
    address = answer.headers["location"]
    finished(at_desk, address)
    written(at_desk, address)
    text = shown(at_desk, address)
    assert "written: 2" in text
    assert "unchanged: 2" in text
    assert "unchanged: sl/K-1.check-in.eml" in text
    (tmp_path / "stranke.csv").write_bytes(CORRECT.encode("cp1250"))
    done = batch(tmp_path, "check-in", "stranke.csv", "-o", "outbox", "--format", "eml")
    assert done.stdout == "outbox: recipients: 0 written, 4 up to date\n"


def test_a_corrected_column_is_kept_and_everything_else_in_the_file_stays(
    at_desk: Desk, settings: Path, tmp_path: Path
) -> None:
    address = opened(at_desk, "stranke.csv", CORRECT.encode("cp1250"))
    page = at_desk.get(address).text
    places = {name: place for place, name in re.findall(r'id="name-(\d+)"><bdi>([^<]+)<', page)}
    answer = at_desk.post(
        f"/save{address}/columns", {f"c.{places['Opombe']}": "agenda", f"c.{places['Telefon']}": "-", "c.0": "="}
    )
    assert answer.status_code == 303
    text = settings.read_text("utf-8")
    assert '"Opombe" = "agenda" # never' in text
    for line in SETTINGS.splitlines():
        assert line in text or line.startswith('"Opombe"')
    columns = tomllib.loads(text)["columns"]
    assert columns["Telefon"] is False
    assert columns["Šifra"] == "key"
    assert columns["Datum srečanja"] == {"field": "meeting_date", "dates": "dmy"}
    finished(at_desk, address)
    text = shown(at_desk, address)
    assert "Agenda goodterms.toml says so" in text
    # Without the phone number, the call cannot take place; the same for all may be given on the page.
    assert "The same in every letter" in text
    answer = at_desk.post(f"/save{address}/values", {"s.call_number": "x"})
    assert "is not a valid phone number" in shown(at_desk, address)
    at_desk.post(f"/save{address}/values", {"s.call_number": "+386 1 555 07 00", "s.nothing": ""})
    assert tomllib.loads(settings.read_text("utf-8"))["sender"]["call_number"] == "+386 1 555 07 00"
    finished(at_desk, address)
    assert "Every row can be written." in shown(at_desk, address)
    (tmp_path / "stranke.csv").write_bytes(CORRECT.encode("cp1250"))
    written(at_desk, address)
    assert batch(tmp_path, "check-in", "stranke.csv", "-o", "other", "--format", "eml").returncode == 0
    assert letters(tmp_path / "outbox") == letters(tmp_path / "other")


def test_a_user_without_settings_gets_to_an_outbox(open_desk: Callable[..., Desk], tmp_path: Path) -> None:
    """What is missing is asked for on the page, until every row can be written."""
    desk = open_desk()
    address = opened(desk, "stranke.csv", CORRECT.encode("cp1250"))
    given = {
        "company": "Lipa", "signature": "Maja Kovač", "mode": "phone", "offer": "none", "company_email": "care@lipa.example",
        "mail.from": "care@lipa.example", "mail.timezone": "Europe/Ljubljana",
    }  # fmt: skip
    desk.post(address, {"letter": "check-in", "format": ["eml", "text"]})
    for _ in range(5):
        finished(desk, address)
        asked = re.findall(r'<(?:input|select)[^>]* name="s\.([^"]+)"', desk.get(address).text)
        if not asked:
            break
        values = {f"s.{name}": given[name] for name in asked if name in given}
        assert desk.post(f"/save{address}/values", {**values}).status_code == 303
    assert "Every row can be written." in shown(desk, address)
    written(desk, address)
    assert len(letters(tmp_path / "outbox")) == 8


def test_a_table_may_say_the_letter_of_each_row(at_desk: Desk, tmp_path: Path) -> None:
    lines = CORRECT.splitlines()
    asked = ["Pismo", "vabilo", "vabilo", "opomnik", "vabilo"]
    content = "\n".join(f"{line};{word}" for line, word in zip(lines, asked, strict=True)).encode()
    address = opened(at_desk, "stranke.csv", content, letter="")
    text = shown(at_desk, address)
    assert "Which letter by its name (Slovenian)" in text
    assert "Every row can be written." in text
    assert "Bliža se naš pogovor" in shown(at_desk, f"{address}/rows/4?view=mail")
    written(at_desk, address)
    (tmp_path / "stranke.csv").write_bytes(content)
    assert batch(tmp_path, "stranke.csv", "-o", "other", "--format", "eml").returncode == 0
    assert letters(tmp_path / "outbox") == letters(tmp_path / "other")
    without = opened(at_desk, "stranke.csv", CORRECT.encode(), letter="")
    assert "column" in shown(at_desk, without)
    assert "The table cannot be used yet:" in shown(at_desk, without)


def test_a_test_is_addressed_to_oneself_and_downloaded(at_desk: Desk, tmp_path: Path) -> None:
    address = opened(at_desk, "stranke.csv", SLOVENIAN.encode("cp1250"))
    at_desk.post(f"{address}/test", {"address": "maja@lipa.example"})
    finished(at_desk, address)
    page = at_desk.get(address).text
    assert "1 row with faults is not tried" in page
    files = re.findall(rf'href="({address}/tests/\d+)" download', page)
    assert files
    answer = at_desk.get(files[0])
    assert answer.headers["content-disposition"] == 'attachment; filename="test-K-1.check-in.eml"'
    assert b"maja@lipa.example" in answer.content
    assert b"ana@example.com" not in answer.content
    assert not (tmp_path / "outbox").exists()
    at_desk.post(f"{address}/test", {"address": "nobody"})
    finished(at_desk, address)
    assert "is not a valid email address" in shown(at_desk, address)


@pytest.mark.parametrize("kind", ["pdf", "mbox"])
def test_all_letters_in_one_file_are_those_of_the_command(at_desk: Desk, tmp_path: Path, kind: str) -> None:
    """The file is written in place of the files for each letter, and the command shown does the same."""
    if kind == "pdf":
        pytest.importorskip("typst")
    (tmp_path / "stranke.csv").write_bytes(CORRECT.encode("cp1250"))
    address = opened(at_desk, "stranke.csv", CORRECT.encode("cp1250"))
    chosen(at_desk, address, date=DAY, into=kind)
    written(at_desk, address)
    text = shown(at_desk, address)
    assert "written: 4" in text
    assert f"-o outbox --date {DAY} --into={kind}" in text
    done = batch(tmp_path, "check-in", "stranke.csv", "-o", "other", "--into", kind)
    assert done.returncode == 0, done.stderr
    assert len(letters(tmp_path / "outbox")) == 1
    assert letters(tmp_path / "outbox") == letters(tmp_path / "other")


def test_a_table_is_checked_under_the_date_of_the_letters(at_desk: Desk, tmp_path: Path) -> None:
    """A day that is over by then is a fault of its row before anything is written; a test has the same date."""
    address = opened(at_desk, "stranke.csv", CORRECT.encode("cp1250"))
    assert "Every row can be written." in shown(at_desk, address)
    chosen(at_desk, address, date="2026-12-10")
    text = shown(at_desk, address)
    assert "To do: fix 3 dates." in text
    assert "is before the date of the letter, 2026-12-10" in text
    assert "Every row can be written." not in text
    chosen(at_desk, address, date=DAY)
    assert "Every row can be written." in shown(at_desk, address)
    at_desk.post(f"{address}/test", {"address": "maja@lipa.example"})
    finished(at_desk, address)
    assert "\r\nDate: Sat, 21 Nov 2026 " in f"\r\n{at_desk.get(f'{address}/tests/0').text}"
    chosen(at_desk, address, date="2026-02-30")
    text = shown(at_desk, address)
    assert "Date of the letters: &#39;2026-02-30&#39;" in text
    assert "Every row can be written." not in text
    written(at_desk, address, day="2026-02-30")
    assert "Nothing was written:" in shown(at_desk, address)
    assert not (tmp_path / "outbox").exists()


def test_a_page_names_its_controls_and_not_the_options_of_the_command(at_desk: Desk) -> None:
    """Where the order of dates, the decimal separator or a language is open, there is a control for it above."""
    table = HEADER + "K-1,en,a@example.com,Ana,+386 1 555 07 89,3/4/2027,14:30,45 min\n"
    table += "K-2,,b@example.com,Ana,+386 1 555 07 89,4/5/2027,14:30,45 min\n"
    text = shown(at_desk, opened(at_desk, "a.csv", table.encode()))
    assert "the order of day and month is not clear; choose it above, under Dates in digits" in text
    assert "is missing choose it above, under Language of rows without one" in text
    assert "give --" not in text
    assert "with --locale" not in text


def test_the_letter_of_a_row_is_the_one_that_is_written(at_desk: Desk, tmp_path: Path) -> None:
    address = opened(at_desk, "stranke.csv", SLOVENIAN.encode("cp1250"))
    at_desk.post(address, {"letter": "check-in", "format": ["text", "html"]})
    finished(at_desk, address)
    at_desk.post(f"/save{address}/outbox", {"outbox": "outbox", "skip": "yes"})
    finished(at_desk, address)
    page = at_desk.get(f"{address}/rows/2/page").text
    assert page == (tmp_path / "outbox/sl/K-1.check-in.html").read_text("utf-8")
    text = shown(at_desk, f"{address}/rows/5?view=page")
    assert "Datum srečanja : &#39;31. 11. 2026&#39; is not a valid date" in text
    assert "The letter is not shown, because it cannot be written:" in text
    assert "Next row with a fault" in shown(at_desk, f"{address}/rows/2")


def test_wordings_that_are_not_tactful_are_shown_as_the_command_shows_them(at_desk: Desk, tmp_path: Path) -> None:
    content = HEADER.strip() + ",Agenda\n" + rows(2).splitlines()[1] + ",You always pay late\n"
    address = opened(at_desk, "a.csv", content.encode())
    (tmp_path / "a.csv").write_text(content)
    done = batch(tmp_path, "check-in", "a.csv", "-o", "other", "--format", "eml", "--dry-run")
    line = done.stderr.splitlines()[1].strip()
    assert "row 2, Agenda" in line
    text = shown(at_desk, address)
    assert "1 wording is not tactful:" in text
    assert line.replace("'", "&#39;") in text
    assert "Every row can be written." in text
    assert line.rpartition("; ")[2] in shown(at_desk, f"{address}/rows/2")


def test_two_runs_into_one_outbox_are_refused_in_words(at_desk: Desk, tmp_path: Path) -> None:
    first = opened(at_desk, "a.csv", rows(1500).encode())
    at_desk.post(f"/save{first}/outbox", {"outbox": "outbox"})
    at_desk.post(f"/save{first}/outbox", {"outbox": "other"})
    assert "another run is using this outbox" in shown(at_desk, first)
    finished(at_desk, first)
    assert "written: 1,500" in shown(at_desk, first)
    second = opened(at_desk, "b.csv", rows(2).encode())
    with Outbox(tmp_path / "used"):
        written(at_desk, second, outbox="used")
    assert "another run is using this outbox" in shown(at_desk, second)


class _Running(NamedTuple):
    """A run that goes on; ``seen`` as in a check that has not read the table yet."""

    order: Order
    is_running: bool = True
    state: str = "running"
    seen: None = None
    answer: None = None
    lines: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    phase: str = "written"
    done: int = 3
    total: int = 10


def test_a_page_shows_how_far_a_run_is_while_its_table_is_read_again(tmp_path: Path) -> None:
    """The rows are not known then, and so there is no place for the run below them."""
    workspace = Workspace(settings=tmp_path / "goodterms.toml")
    table = Table("a.csv", tmp_path / "a.csv", Reading("check-in"))
    run: Any = _Running(Order("write", (), tmp_path, "a.csv", "", "", "outbox", table.reading))
    table.run, table.check = run, run._replace(phase="", done=0, total=0)
    page = table_page.page(workspace, table, View(), Around("token", 1, (), tmp_path, tmp_path / "goodterms.toml"))
    assert page.count('id="progress"') == 1
    assert 'data-running="yes"' in page
    assert "Writing the letters: 3 of 10" in page
    assert str(table_page.progress(table)["text"]).startswith("Writing the letters: 3 of 10")


def test_a_run_that_begins_while_its_table_is_read_again_has_the_columns_of_the_settings(
    at_desk: Desk, settings: Path, tmp_path: Path
) -> None:
    """What was recognised is kept in goodterms.toml by then; the check, which would know it, is not finished."""
    content = CORRECT.encode("cp1250")
    assert at_desk.post(f"/save{opened(at_desk, 'stranke.csv', content)}/columns", {}).status_code == 303
    workspace = Workspace(settings=settings)
    assert workspace.columns["Priimek"]
    private, runs = uploads.PrivateFolder(), Runs(lambda _: None)
    tables = Tables(Options(folder=tmp_path), private, runs)
    file = tmp_path / "sent"
    file.write_bytes(content)
    table = tables.add("stranke.csv", file, Reading("check-in"), workspace)
    assert table.seen is None
    try:
        tables.write(table, table.writing._replace(day=DAY), tmp_path / "outbox")
        assert table.run
        table.run.wait_for_rows()  # nothing more is known of it at its end
        assert (table.run.state, table.run.lines) == ("finished", [])
    finally:
        runs.end()
    assert len(letters(tmp_path / "outbox")) == 4


def test_a_page_has_only_some_rows(at_desk: Desk) -> None:
    lines = rows(180).splitlines()
    lines[130] = lines[130].replace("2026-12-03", "2026-02-30")
    lines[170] = lines[170].replace("@", " ")
    address = opened(at_desk, "a.csv", "\n".join(lines).encode())
    page = at_desk.get(address).text
    assert len(re.findall(r'<tr id="row-', page)) == ROWS
    assert "1 to 50 of 180" in page
    assert f'href="{address}?row=131#row-131"' in page  # the next row with a fault
    page = at_desk.get(f"{address}?row=131").text
    assert "101 to 150 of 180" in page
    assert re.search(r'<td class="fault"><bdi>2026-02-30</bdi><span class="fault">', page)
    assert f'href="{address}?row=171#row-171"' in page
    only = at_desk.get(f"{address}?only=faults").text
    assert re.findall(r'<tr id="row-(\d+)" class="has-fault"', only) == ["131", "171"]
    assert "151 to 180 of 180" in at_desk.get(f"{address}?at=99999").text
    assert at_desk.get(f"{address}?at=x&row=-1&only=x").status_code == 200


# What stands below it


def test_columns_are_corrected_in_place(tmp_path: Path) -> None:
    path = tmp_path / "goodterms.toml"
    before = '# a\r\n[columns]\r\n\'Datum\' = { field = "last_day" } # b\r\n"E. pošta" = false\r\n\r\n# c\r\n[sender]\r\nx = 1\r\n'
    path.write_bytes(before.encode())
    correct(path, Additions({"Ime": "name", "Kraj": "place"}, {}), {"datum": "meeting_date", "Kraj": False})
    text = path.read_bytes().decode()
    assert text == before.replace('{ field = "last_day" }', '"meeting_date"').replace(
        "false\r\n", 'false\r\n"Ime" = "name"\r\n"Kraj" = false\r\n', 1
    )
    correct(path, Additions({}, {}), {"Kraj": False})
    assert path.read_bytes().decode() == text
