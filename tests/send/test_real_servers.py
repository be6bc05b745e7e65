"""Real programs: Postfix takes the mails and gives delivery reports, Dovecot has the mailboxes."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import outboxes
import pytest
import real_servers
from servers import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

RETURNED = Path(__file__).parent / "returned"
pytestmark = pytest.mark.skipif(bool(real_servers.missing()), reason=real_servers.missing() or "-")


@pytest.fixture(scope="module")
def servers() -> Iterator[real_servers.Servers]:
    with real_servers.running() as running:
        yield running


def goodterms(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": "/usr/bin:/bin", "GOODTERMS_IMAP_PASSWORD": real_servers.PASSWORD}
    return subprocess.run(
        [sys.executable, "-m", "goodterms", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )


def prepared(tmp_path: Path, servers: real_servers.Servers) -> Path:
    folder = outboxes.six(tmp_path)
    settings = folder / "goodterms.toml"
    settings.write_text(
        f'{settings.read_text("utf-8")}\n[smtp]\nhost = "127.0.0.1"\nport = {servers.smtp}\ntls = "none"\n', "utf-8"
    )
    return folder


def test_what_arrives_is_what_the_outbox_has(tmp_path: Path, servers: real_servers.Servers) -> None:
    folder = prepared(tmp_path, servers)
    sent = f"imap://care@127.0.0.1:{servers.imap}/Poslano%20%C4%8C"
    done = goodterms(folder, "send", "out", "--send", "--save-to", sent)
    assert done.returncode == 0, done.stderr
    assert "copies in" in done.stdout
    assert ": 6\n" in done.stdout
    for number in range(1, 7):
        user = f"customer-{number}"
        wait_for(lambda user=user: bool(servers.inbox(user)))  # type: ignore[misc]
        (mail,) = servers.inbox(user)
        (path,) = (folder / "out").rglob(f"K-{number}.*")
        # The server puts its own headers before those of the mail, and files end their lines with a line feed alone.
        assert mail.endswith(path.read_bytes().replace(b"\r\n", b"\n"))
    again = goodterms(folder, "send", "out", "--send", "--save-to", sent)
    assert "0 accepted" in again.stdout
    assert ": 0\n" in again.stdout


def test_a_real_delivery_report(tmp_path: Path, servers: real_servers.Servers) -> None:
    folder = tmp_path / "work"
    before = [len(servers.inbox(user)) for user in ("customer-1", "customer-2")]
    rows = outboxes.table(2).replace("customer-2@example.com", "nobody@example.com")
    outboxes.write_outbox(folder, rows)
    settings = folder / "goodterms.toml"
    settings.write_text(
        f'{settings.read_text("utf-8")}\n[smtp]\nhost = "127.0.0.1"\nport = {servers.smtp}\ntls = "none"\n', "utf-8"
    )
    assert goodterms(folder, "send", "out", "--send").returncode == 0
    wait_for(lambda: bool(servers.inbox("care")), 60)
    done = goodterms(folder, "outcome", "out", "--json", "--bounces", f"imap://care@127.0.0.1:{servers.imap}/INBOX")
    assert done.returncode == 0, done.stderr
    found = {one["key"]: one["result"] for one in json.loads(done.stdout)}
    assert found == {"K-1": "accepted", "K-2": "came back"}

    refused = goodterms(folder, "send", "out", "--send", "--retry-returned")
    assert "1 came back, as the address does not exist: K-2" in refused.stderr
    outboxes.write_outbox(folder, outboxes.table(2))
    assert "1 came back: K-2" in goodterms(folder, "send", "out", "--send").stderr
    assert "1 accepted" in goodterms(folder, "send", "out", "--send", "--retry-returned").stdout
    wait_for(lambda: len(servers.inbox("customer-2")) > before[1], 60)
    done = goodterms(folder, "outcome", "out", "--json", "--bounces", f"imap://care@127.0.0.1:{servers.imap}/INBOX")
    assert {one["key"]: one["result"] for one in json.loads(done.stdout)} == {"K-1": "accepted", "K-2": "accepted"}
    assert "0 accepted" in goodterms(folder, "send", "out", "--send", "--retry-returned").stdout
    assert [len(servers.inbox(user)) for user in ("customer-1", "customer-2")] == [before[0] + 1, before[1] + 1]


def test_answers_that_settle_what_nobody_knew(tmp_path: Path, servers: real_servers.Servers) -> None:
    """Those that no structure shows are found by what they answer, or by who sends them."""
    folder = prepared(tmp_path, servers)
    assert goodterms(folder, "send", "out", "--send", "--limit=3").returncode == 0
    with sqlite3.connect(folder / "out" / ".goodterms" / "sending.sqlite") as base:
        base.execute("UPDATE attempts SET state = 'unknown'")
        ids = dict(base.execute("SELECT identity, message_id FROM attempts"))
    reply = f"From: customer-1@example.com\nIn-Reply-To: {ids['K-1']}\n\nThank you!\n"
    qmail = (RETURNED / "qmail.eml").read_text("utf-8").replace("<1@lipa.example>", ids["K-2"])
    other = f"From: customer-3@example.com\nSubject: {ids['K-3']}\n\nA mail of its own.\n"
    inbox = servers.folder / "mail" / "eva"
    for number, text in enumerate((reply, qmail.partition("\n")[2], other)):
        goodterms(folder, "outcome", "out", "--bounces", f"imap://eva@127.0.0.1:{servers.imap}/INBOX")
        path = inbox / "new" / f"{number}.eml"
        path.write_text(text, "utf-8")
        shutil.chown(path, "nobody")
    done = goodterms(folder, "outcome", "out", "--json", "--bounces", f"imap://eva@127.0.0.1:{servers.imap}/INBOX")
    results = {one["key"]: one["result"] for one in json.loads(done.stdout)}
    assert [results[f"K-{number}"] for number in (1, 2, 3)] == ["accepted", "came back", "unknown"]


def test_drafts_instead_of_sending(tmp_path: Path, servers: real_servers.Servers) -> None:
    folder = prepared(tmp_path, servers)
    drafts = f"imap://maja@127.0.0.1:{servers.imap}/Drafts"
    done = goodterms(folder, "send", "out", "--drafts", drafts)
    assert done.returncode == 0, done.stderr
    mails = list((servers.folder / "mail" / "maja" / ".Drafts").glob("cur/*"))
    files = {path.read_bytes().replace(b"\r\n", b"\n") for path in (folder / "out").rglob("*.eml")}
    assert {path.read_bytes() for path in mails} == files
    assert all("D" in path.name.rpartition(",")[2] for path in mails)
    assert "6 in a mailbox as drafts" in goodterms(folder, "send", "out").stderr
    (count,) = [line for line in goodterms(folder, "outcome", "out").stdout.splitlines() if line]
    assert count.split() == ["6", "draft"]
    again = goodterms(folder, "send", "out", "--drafts", drafts)
    assert again.stdout.endswith(": 0\n")
    assert "1 to send" in goodterms(folder, "send", "out", "--resolve", "K-1=unsent").stdout


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("imap://care@127.0.0.1:{port}/Nowhere", "the mailbox cannot be used"),
        ("imap://care:geheim@127.0.0.1:{port}/INBOX", "is not the address of a mailbox"),
        ("imaps://care@127.0.0.1:{port}/INBOX", "the mailbox cannot be used"),
    ],
)
def test_a_mailbox_that_cannot_be_used(tmp_path: Path, servers: real_servers.Servers, url: str, said: str) -> None:
    folder = prepared(tmp_path, servers)
    done = goodterms(folder, "outcome", "out", "--bounces", url.format(port=servers.imap))
    assert done.returncode == 2
    assert said in done.stderr
    assert "geheim" not in done.stderr


def test_a_folder_for_copies_that_is_not_there(tmp_path: Path, servers: real_servers.Servers) -> None:
    """It is refused before anything is sent."""
    folder = prepared(tmp_path, servers)
    done = goodterms(folder, "send", "out", "--send", "--save-to", f"imap://care@127.0.0.1:{servers.imap}/Nowhere")
    assert done.returncode == 2
    assert "the mailbox cannot be used" in done.stderr
    assert "6 to send" in goodterms(folder, "send", "out").stdout
