"""Letters that are tried on oneself: one for each locale and set of choices, and nothing of a customer's address."""

from __future__ import annotations

import csv
import email
import html
import re
import sqlite3
from email import policy
from typing import TYPE_CHECKING

import docx
import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from goodterms.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SETTINGS = """
[sender]
company = "Lipa Office Care"
signature = "Maja Kovač"
company_email = "care@lipa.example"
contact = "Peter Hribar"
contact_email = "care@lipa.example"
goodwill = "none"
apology = "service"
thanks = "services"
offer = "none"
[mail]
from = "care@lipa.example"
timezone = "Europe/Ljubljana"
attach = ["ics", "html"]
"""
HEADER = ["Key", "Letter", "Locale", "E-mail", "Address 1", "Name", "Mode", "Link", "Call number", "Meeting date"]
HEADER += ["Meeting time", "Duration", "Reason", "Request", "Last day", "Providers"]
CALL = ["phone", "", "+386 1 555 07 89", "2026-12-03", "14:30", "45 min", "", "", "", ""]
VIDEO = ["video", "https://meet.lipa.example/1", "", "2026-12-03", "14:30", "45 min", "", "", "", ""]
END = ["", "", "", "", "", "", "request", "Druga dostava", "2026-12-31", "Severni sij"]
ROWS = [
    ["K-1", "check-in", "sl", "ana@customer.example", "Trg 1", "Ana Novak", *CALL],
    ["K-2", "check-in", "sl", "b@customer.example", "Trg 2", "Boris Kos", *CALL],
    ["K-3", "check-in", "sl", "c@customer.example", "Trg 3", "Cene Kos", *VIDEO],
    ["K-4", "check-in", "ur-PK", "d@customer.example", "Trg 4", "احمد", *CALL],
    [
        "ana@customer.example",
        "farewell",
        "sl",
        "Ana@customer.example",
        "Trg 5",
        "Ana Novak",
        *END[:7],
        "Pošta na ana@customer.example",
        *END[8:],
    ],
    ["", "farewell", "te", "f@customer.example", "Trg 6", "సీత", *END],
    ["K-7", "farewell", "ne", "g@customer.example", "Trg 7", "राम", *END],
]
COLLEAGUE = ["Colleague", "Colleague email", "Situation", "Minutes"]
MARKS = {"sl": "Preizkus: ", "te": "ప్రయోగాత్మక ప్రతి: ", "ne": "परीक्षण प्रति: ", "ur-PK": "آزمائشی خط: "}
NOTES = {
    "sl": "To je le preizkus, ki ni namenjen stranki.",
    "te": "ఇది ప్రయోగాత్మక ప్రతి మాత్రమే, వినియోగదారుకు పంపడానికి కాదు.",
    "ne": "यो परीक्षण प्रति मात्र हो, ग्राहकलाई पठाउनका लागि होइन।",
    "ur-PK": "یہ صرف آزمائش کے لیے ہے، صارف کو بھیجنے کے لیے نہیں۔",
    "en-US": "This is only a test, not meant for the customer.",
}
IN_ENGLISH = ["K-8", "check-in", "en-US", "h@customer.example", "Road 8", "Jane Doe", *CALL]
FORMATS = ("text", "html", "md", "pdf", "docx", "eml")


@pytest.fixture
def table(folder: Path) -> Path:
    (folder / "goodterms.toml").write_text(SETTINGS, "utf-8")
    with (folder / "t.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *ROWS])
    return folder


def run(*more: str, outbox: str = "test", to: str = "me@lipa.example") -> Result:
    words = ["batch", "t.csv", "-o", outbox, "--date", "2026-11-21", *(["--test-to", to] if to else []), *more]
    result = CliRunner().invoke(main, words)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def names(folder: Path, outbox: str = "test") -> list[str]:
    return sorted(path.relative_to(folder / outbox).as_posix() for path in (folder / outbox).glob("[a-z]*/*.*"))


def test_one_letter_for_each_locale_and_set_of_choices(table: Path) -> None:
    assert run().stdout == "test: recipients: 6 written\n"
    assert names(table) == [
        "ne/test-K-7.farewell.txt",
        "sl/test-K-1.check-in.txt",
        "sl/test-K-3.check-in.txt",
        "sl/test-row-6.farewell.txt",
        "te/test-row-7.farewell.txt",
        "ur-PK/test-K-4.check-in.txt",
    ]
    assert run("--limit", "2").exit_code == 0
    assert len(names(table)) == 2


def test_they_go_to_oneself_and_say_that_they_are_tests(table: Path) -> None:
    assert run("--format", "eml").exit_code == 0
    for path in (table / "test").rglob("*.eml"):
        message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
        assert message["To"].addresses[0].addr_spec == "me@lipa.example"
        assert message["Subject"].startswith(MARKS[path.parent.name])
        for part in message.walk():
            if part.get_content_type() == "text/calendar":
                content = bytes(part.get_payload(decode=True)).decode().replace("\r\n ", "")
                assert f"SUMMARY;LANGUAGE={path.parent.name}:{MARKS[path.parent.name]}" in content
                assert "mailto:me@lipa.example" in content


def words_of(path: Path) -> Iterator[list[str]]:
    """The lines of each version of a letter in a file, without markup; of a PDF, what is read aloud."""
    data = path.read_bytes()
    if path.suffix == ".eml":
        message = email.message_from_bytes(data, policy=policy.default)
        for kind in ("plain", "html"):
            part = message.get_body((kind,))
            assert part is not None
            yield without_tags(part.get_content())
    elif path.suffix == ".docx":
        yield [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]
    elif path.suffix == ".pdf":
        reader = PdfReader(path)
        every = map(reader.get_object, range(1, len(reader.xref[0])))
        yield [str(one["/ActualText"]) for one in every if isinstance(one, DictionaryObject) and "/ActualText" in one]
    else:
        yield without_tags(data.decode())


def without_tags(text: str) -> list[str]:
    body = re.sub("<head>.*</head>", "", text, flags=re.DOTALL)
    lines = (html.unescape(re.sub("<[^>]*>", "", line)).strip() for line in body.splitlines())
    return [line for line in lines if line]


def test_a_letter_to_oneself_says_so_above_all_else_in_every_format(table: Path) -> None:
    rows = [row for row in (*ROWS, IN_ENGLISH) if row[0] != "ana@customer.example"]
    with (table / "t.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])
    (table / "goodterms.toml").write_text(SETTINGS.replace('"ics", "html"', '"ics"'), "utf-8")
    formats = [word for form in FORMATS for word in ("--format", form)]
    assert run(*formats).exit_code == 0
    assert run(*formats, outbox="out", to="").exit_code == 0
    seen = set()
    for path in (path for path in table.glob("*/*/*.*") if path.suffix[1:] in (*FORMATS, "txt")):
        locale, outbox = path.parent.name, path.parents[1].name
        for lines in words_of(path):
            assert len(lines) > 5
            assert lines.count(NOTES[locale]) == (outbox == "test"), path
            assert path.suffix == ".pdf" or (lines[0] == NOTES[locale]) == (outbox == "test"), path
        seen.add((outbox, locale, path.suffix))
    assert len(seen) == 2 * len(NOTES) * len(FORMATS)
    # In letters that are printed together, too.
    assert run("--into", "pdf", "--where", "locale=sl", outbox="printed").exit_code == 0
    (lines,) = words_of(next(table.glob("printed/*.pdf")))
    assert lines.count(NOTES["sl"]) == 2


def test_the_note_moves_nothing_on_the_page(table: Path) -> None:
    with (table / "t.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, [*ROWS[0][:4], "", *ROWS[0][5:]]])
    assert run("--format", "pdf").exit_code == 0
    assert run("--format", "pdf", outbox="out", to="").exit_code == 0
    (test,), (real,) = (map(lines_on_pages, table.glob(f"{name}/sl/*.pdf")) for name in ("test", "out"))
    assert len(real) > 15
    assert [line for line in test if "preizkus" not in line[0]] == real


def lines_on_pages(path: Path) -> list[tuple[str, int, int]]:
    """Each line of a PDF, with its page and its distance from the foot of the page in points."""
    found: list[tuple[str, int, int]] = []
    for number, page in enumerate(PdfReader(path).pages):
        page.extract_text(
            visitor_text=lambda text, _, at, *_more, number=number: found.append((text.strip(), number, round(at[5])))
        )
    return [line for line in found if line[0]]


def test_nothing_of_a_customers_address_is_anywhere(table: Path) -> None:
    for form in ("eml", "html", "ics"):
        run("--format", form, "--where", "letter=check-in" if form == "ics" else "locale=sl", outbox=f"test-{form}")
    run("--into", "mbox", outbox="test-mbox")
    seen = 0
    for path in (path for path in table.glob("test-*/**/*") if path.is_file()):
        texts = [path.name.encode(), path.read_bytes()]
        if path.suffix in (".eml", ".mbox"):
            whole = email.message_from_bytes(path.read_bytes(), policy=policy.default)
            parts = (part.get_payload(decode=True) for part in whole.walk() if not part.is_multipart())
            texts += [part for part in parts if isinstance(part, bytes)]
        for text in texts:
            assert b"customer.example" not in text.lower(), path
            assert b"Trg " not in text, path
        seen += 1
    assert seen > 12


def test_a_document_for_a_colleague_goes_to_oneself_too(table: Path) -> None:
    rows = [["K-1", "sl", "Ana Novak", "Peter Hribar", "peter@colleague.example", "new", "45"]]
    with (table / "t.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["Key", "Locale", "Name", *COLLEAGUE], *rows])
    words = ["batch", "conversation-guide", "t.csv", "-o", "test", "--date", "2026-11-21", "--format", "eml"]
    result = CliRunner().invoke(main, [*words, "--test-to", "me@lipa.example"])
    assert result.exit_code == 0, result.stderr
    (path,) = (table / "test").rglob("*.eml")
    assert b"me@lipa.example" in path.read_bytes()
    assert b"colleague.example" not in path.read_bytes()


def test_the_meeting_of_a_test_is_not_that_of_the_customer(table: Path) -> None:
    run("--format", "ics", "--where", "letter=check-in")
    run("--format", "ics", "--where", "letter=check-in", outbox="out", to="")
    uids = [path.read_text("utf-8").partition("UID:")[2].split()[0] for path in table.rglob("*.ics")]
    assert len(uids) == 3 + 4
    assert len(set(uids)) == len(uids)


def test_tests_and_real_letters_have_outboxes_of_their_own(table: Path) -> None:
    table_rows = [row for row in ROWS if row[0] != "ana@customer.example"]
    with (table / "t.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *table_rows])
    assert run(outbox="out", to="").exit_code == 0
    before = names(table, "out")
    refused = run(outbox="out")
    assert "out: has real letters, and tests would be among them" in refused.stderr
    assert "such as out-test" in refused.stderr
    assert run(outbox="out/test").exit_code == 0  # a folder inside is another outbox
    assert "test: is an outbox of tests" in run(outbox="out/test", to="").stderr
    assert run(outbox="out", to="").stdout == "out: recipients: 0 written, 6 up to date\n"
    assert [name for name in names(table, "out") if not name.startswith("test/")] == before


def test_rows_with_faults_do_not_hinder_a_test_unless_there_are_no_others(table: Path) -> None:
    bad = [[*ROWS[0][:9], "never", *ROWS[0][10:]], *ROWS[1:3]]
    with (table / "t.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *bad])
    told = run()
    assert "1 row with faults is not tried" in told.stderr
    assert names(table) == ["sl/test-K-2.check-in.txt", "sl/test-K-3.check-in.txt"]
    with (table / "t.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, bad[0]])
    assert "row 2, Meeting date: 'never'" in run().stderr


@pytest.mark.parametrize("address", ["me", "a@b.example, c@d.example", "Maja <me@lipa.example>", "me@"])
def test_an_address_that_is_none_is_refused(table: Path, address: str) -> None:
    assert "--test-to" in run(to=address).stderr
    assert not (table / "test").exists()


def test_the_ledger_of_a_test_recalls_no_customer(table: Path) -> None:
    run("--format", "eml")
    base = sqlite3.connect(table / "test/.goodterms/ledger.sqlite")
    said = base.execute("SELECT identity, said, email FROM letters").fetchall()
    assert all("customer.example" not in text for row in said for text in row)
