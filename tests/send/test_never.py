"""Who never gets a mail: an entry is an address or a domain that is understood, or the list is refused."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import outboxes
import pytest
from servers import CUT, Script, server
from test_sending import send

from goodterms.errors import InvalidRequest
from goodterms.send import never, outcome, own_table, planning, run
from goodterms.send.addresses import comparable

if TYPE_CHECKING:
    from pathlib import Path


def listed(folder: Path, text: str, encoding: str = "utf-8") -> never.NeverList:
    path = folder / "never.csv"
    path.write_bytes(text.encode(encoding))
    return never.read(path)


@pytest.mark.parametrize(
    ("entry", "address"),
    [
        ("ana@example.com", "Ana@EXAMPLE.com"),
        ("ANA@Example.COM", "ana@example.com"),
        ("ana@example.com", "ana+shop@example.com"),
        ("example.com", "ana@example.com"),
        ("@example.com", "ana@example.com"),
        ("Example.com.", "ana@mail.example.com"),
        ("ana@žito.si", "ana@xn--ito-b3a.si"),
        ("ana@xn--ito-b3a.si", "ana@žito.si"),
        ("ŽITO.si", "ana@mail.xn--ito-b3a.si"),
        (unicodedata.normalize("NFD", "ana@žito.si"), "ana@xn--ito-b3a.si"),
        (unicodedata.normalize("NFD", "žiga@example.com"), unicodedata.normalize("NFC", "ŽIGA@example.com")),
        ("రవి@example.com", "రవి@example.com"),
        ('"ana@example.com"', "ana@example.com"),
        ("ana@example.com;asked us;2026", "ana@example.com"),
        ("ana@example.com\tasked us", "ana@example.com"),
        ("  ana@example.com  ,x", "ana@example.com"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_who_gets_none(tmp_path: Path, entry: str, address: str, encoding: str, end: str) -> None:
    assert listed(tmp_path, f"address{end}# who asked{end}{end}{entry}{end}", encoding).has(address)
    assert listed(tmp_path, f"{entry}{end}", encoding).has(address)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_single_line(tmp_path: Path, encoding: str) -> None:
    assert listed(tmp_path, "example.com", encoding).has("ana@example.com")


@pytest.mark.parametrize(
    ("entry", "address"),
    [
        ("ana@example.com", "anaa@example.com"),
        ("ana@example.com", "ana@mail.example.com"),
        ("ana+shop@example.com", "ana@example.com"),
        ("example.com", "ana@notexample.com"),
        ("mail.example.com", "ana@example.com"),
    ],
)
def test_who_gets_one(tmp_path: Path, entry: str, address: str) -> None:
    assert not listed(tmp_path, entry).has(address)


@pytest.mark.parametrize(
    "entry",
    [
        "*@example.com", "*.example.com", "Ana <ana@example.com>", "mailto:ana@example.com", "https://example.com",
        "ana@", "ana@localhost", "a@b@example.com", "ana@example.com bor@example.com", "\u200bana@example.com",
        "ana@exam\u200bple.com", "ana@xn--ito-zzz.si", "example.com/ana", "(ana@example.com)",
    ],
)  # fmt: skip
def test_an_entry_that_would_let_a_mail_through_is_refused(tmp_path: Path, entry: str) -> None:
    """Also in the first line, which may be a heading, but not one that looks like an address."""
    for text, line in ((entry, 1), (f"address\n{entry}\nbor@example.com\n", 2)):
        with pytest.raises(InvalidRequest) as raised:
            listed(tmp_path, text)
        assert [(fault.kind, fault.line) for fault in raised.value.faults] == [("not-an-address-or-domain", line)]


@pytest.mark.parametrize("heading", ["address", "E-mail", "Naslov e-pošte", "E-mail adr.", "ఇమెయిల్"])
def test_a_heading(tmp_path: Path, heading: str) -> None:
    assert listed(tmp_path, f"{heading}\nana@example.com\n").has("ana@example.com")


def test_a_list_of_an_old_spreadsheet(tmp_path: Path) -> None:
    """Its words may be in any code page; an address that may be another one in it is refused."""
    text = "Naslov e-pošte;zakaj\r\nana@example.com;prošnja\r\n# že dolgo\r\n"
    assert listed(tmp_path, text, "cp1250").has("ana@example.com")
    with pytest.raises(InvalidRequest) as raised:
        listed(tmp_path, f"{text}ana@žito.si\r\n", "cp1250")
    assert [(fault.kind, fault.line) for fault in raised.value.faults] == [("address-in-code-page", 4)]


@pytest.mark.parametrize("data", [b"PK\x03\x04\x14\x00\x00", "example.com".encode("utf-16-le")])
def test_a_list_that_is_no_text_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "never.csv"
    path.write_bytes(data)
    with pytest.raises(InvalidRequest):
        never.read(path)


@pytest.mark.parametrize("given", ["ana@žito.si", "ANA@xn--ito-b3a.si", unicodedata.normalize("NFD", "Ana@ŽITO.si")])
def test_an_address_is_found_however_it_is_written(tmp_path: Path, given: str) -> None:
    """In a choice, in a resolution, and in the user's own table."""
    rows = outboxes.table(2).replace("customer-1@example.com", "ana@žito.si").replace("K-1,", ",")
    outbox = outboxes.write_outbox(tmp_path / "work", rows)
    with server(Script(end=[CUT])) as port:
        assert send(outbox, port, planning.Choice(only=(given,))).unknown == 1
        assert send(outbox, port, planning.Choice(where=(("email", given),), retry_unknown=True)).accepted == 1
    with run.Sending(outbox) as sending:
        (attempt,) = [one for one in sending.record.attempts() if one.state == "unknown"]
        assert sending.resolve([run.Resolution(given, is_sent=True)]) == 1
        assert attempt.recipients == "ana@xn--ito-b3a.si"
        found = list(outcome.Outcomes(sending.mails, sending.record))
    of_table = own_table._by_identity(found)
    assert [one.result for one in of_table[comparable(given)]] == ["accepted"]
