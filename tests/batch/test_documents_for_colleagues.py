"""Documents for a colleague: they go to the address in their own field, never to the customer in the table."""

from __future__ import annotations

import csv
import email.policy
import io
from typing import TYPE_CHECKING

import pypdf
import pytest
from click.testing import CliRunner, Result

from goodterms.cli import main
from goodterms.envelopes import Envelope
from goodterms.formats import fonts
from goodterms.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Company

GUIDE = """
before = ["subject"]
[steps.body]
[envelope]
recipient = "colleague"
email = "colleague_email"
[fields.colleague]
type = "person"
required = true
sample = "Peter Hribar"
[fields.colleague_email]
type = "email"
in_sample = false
sample = "peter@lipa.example"
[fields.name]
type = "name"
sample = "Ana"
"""
SETTINGS = '[mail]\nfrom = "care@lipa.example"\n'
HEADER = ["key", "email", "address 1", "name", "colleague", "colleague email"]
ROW = ["K-1", "ana@customer.example", "Street 1", "Ana", "Peter Hribar", "peter@lipa.example"]


@pytest.fixture
def guide(company: Company, folder: Path) -> Company:
    company.file("templates/guide/letter.toml", GUIDE)
    company.file(
        "templates/guide/letter.md.j2",
        "{% block subject %}S{% endblock %}{% block body %}{{ colleague }}{% endblock %}",
    )
    (folder / "goodterms.toml").write_text(SETTINGS)
    return company


def run(company: Company, *words: str) -> Result:
    result = CliRunner().invoke(main, [*words, "--content", str(company.root), "--date", "2026-11-21"])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def batch(company: Company, header: list[str], row: list[str], *more: str) -> Result:
    with (company.root / "a.csv").open("w", newline="") as file:
        csv.writer(file).writerows([header, row])
    return run(company, "batch", "guide", "a.csv", "-o", "out", "--locale", "en", *(more or ("--format", "eml")))


def mail_in(folder: Path) -> tuple[str | None, bytes]:
    (path,) = (folder / "out").rglob("*.eml")
    data = path.read_bytes()
    return email.message_from_bytes(data, policy=email.policy.default)["To"], data


def test_a_batch_writes_to_the_colleague_and_not_to_the_customer(guide: Company, folder: Path) -> None:
    assert batch(guide, HEADER, ROW).exit_code == 0
    to, data = mail_in(folder)
    assert to == "Peter Hribar <peter@lipa.example>"
    assert b"customer.example" not in data


def test_a_batch_needs_no_address_of_the_customer(guide: Company, folder: Path) -> None:
    assert batch(guide, HEADER[3:], ROW[3:]).exit_code == 0
    assert mail_in(folder)[0] == "Peter Hribar <peter@lipa.example>"


def test_the_sender_may_give_the_address_of_the_colleague(guide: Company, folder: Path) -> None:
    (folder / "goodterms.toml").write_text(f'{SETTINGS}[sender]\ncolleague_email = "maja@lipa.example"\n')
    assert batch(guide, HEADER[:5], ROW[:5]).exit_code == 0
    to, data = mail_in(folder)
    assert to == "Peter Hribar <maja@lipa.example>"
    assert b"customer.example" not in data


def test_a_batch_without_the_column_of_the_colleague_is_refused(guide: Company) -> None:
    result = batch(guide, HEADER[:5], ROW[:5])
    assert result.exit_code == 2
    assert "colleague_email" in result.stderr
    assert "'email'" not in result.stderr
    assert batch(guide, HEADER[:5], ROW[:5], "--format", "text").exit_code == 0


def test_an_empty_cell_is_reported_at_the_column_of_the_colleague(guide: Company) -> None:
    result = batch(guide, HEADER, [*ROW[:5], ""])
    assert "row 2, colleague email: is missing; give the address of the colleague" in result.stderr
    assert "enter missing data in 1 row" in result.stderr
    assert "--to" not in result.stderr


def test_a_field_named_email_keeps_its_own_faults(guide: Company) -> None:
    guide.file("templates/guide/letter.toml", f'{GUIDE}[fields.email]\ntype = "email"\nsample = "a@b.example"\n')
    result = batch(guide, HEADER, ["K-1", "ana(at)customer", *ROW[2:]])
    assert "row 2, email: 'ana(at)customer'" in result.stderr


@pytest.mark.skipif(not fonts.families(), reason="fonts are missing: goodterms doctor tells how to get them")
def test_the_postal_address_of_the_customer_is_not_printed(guide: Company, folder: Path) -> None:
    assert batch(guide, HEADER, ROW, "--format", "pdf").exit_code == 0
    (path,) = (folder / "out").rglob("*.pdf")
    assert "Street 1" not in pypdf.PdfReader(path).pages[0].extract_text()
    customer = Envelope(address=tuple(f"line {number}" for number in range(30)))
    given = {"colleague": "Peter"}
    assert Workspace(guide.root).validate("guide", "en", given, format="pdf", envelope=customer) == []
    Workspace(guide.root).render("guide", "en", given, format="pdf", envelope=customer)


def test_render_refuses_an_address_that_is_not_used(guide: Company) -> None:
    words = ("render", "guide", "--locale", "en", "--set", "colleague=Peter", "--format", "eml", "-o", "-")
    result = run(guide, *words, "--to", "ana@customer.example")
    assert result.exit_code == 2
    assert "--to: guide goes only to the address in its field colleague_email" in result.stderr
    sent = run(guide, *words, "--set", "colleague_email=peter@lipa.example")
    assert (
        email.message_from_bytes(sent.stdout_bytes, policy=email.policy.default)["To"] == "Peter <peter@lipa.example>"
    )
    assert "colleague_email: is missing" in run(guide, *words).stderr


def test_the_table_to_fill_in_asks_for_nothing_of_the_customer(guide: Company, folder: Path) -> None:
    sheet = ("fields", "guide", "--sheet", str(folder / "t.csv"), "--content", str(guide.root))
    assert CliRunner().invoke(main, sheet).exit_code == 0
    (header, *_) = csv.reader(io.StringIO((folder / "t.csv").read_text("utf-8-sig")))
    assert header == ["key", "locale", "colleague", "colleague_email", "name"]
