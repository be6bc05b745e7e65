"""The texts of an envelope, from wherever they come, go through the door of the fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

import goodterms
from goodterms.cli import main
from goodterms.content.settings import Settings
from goodterms.envelopes import Envelope, Letterhead
from goodterms.formats import envelope_faults

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = {
    "x\x1b[31my": "control-character",
    "x\u2028y": "control-character",
    "x\u2029": "control-character",
    "\x0bx": "control-character",
    "x\x0cy": "control-character",
    "x\x85y": "control-character",
    "x\ry": "control-character",
    "x\ty": "control-character",
    "\n".join("line" for _ in range(30)): "control-character",
    "x\u202ey": "bidi-override",
    "x\u2069": "bidi-unopened",
    "x\u2066": "bidi-unclosed",
    "x\ue000": "private-use-character",
    "x\U00100000": "private-use-character",
    "\ud800": "broken-text",
    "x" * 501: "too-long",
    "\u3164": "empty-text",
}
PLACES = {
    "recipient": "recipient",
    "recipient_email": "email",
    "sender": "mail.name",
    "sender_email": "mail.from",
    "timezone": "mail.timezone",
    "mark": "mark",
}


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_has_one_fault_wherever_it_is(text: str) -> None:
    kind = HOSTILE[text]
    for part, place in PLACES.items():
        found = envelope_faults(Envelope(**{part: text}))  # type: ignore[arg-type]
        assert [(one.kind, one.place) for one in found] == [(kind, place)]
    head = Letterhead(address=("Lipa", text), footer=(text, "IBAN"))
    found = envelope_faults(Envelope(address=("Ana", text, text), letterhead=head))
    assert [one.place for one in found] == ["address", "address", "letterhead.address", "letterhead.footer"]
    assert {one.kind for one in found} == {kind}
    assert {one.kind for one in envelope_faults(Envelope(key=text))} == ({kind} if "\n" not in text else set())


def test_good_texts_have_none() -> None:
    address = ("محترمہ ثمینہ", "House 14", "", " 1000 Ljubljana ", "\u2066left\u2069", "नि:शुल्क\u200d")
    head = Letterhead(address=address, footer=("IBAN SI56", "a\u00a0b"))
    zones = ("", "UTC", "Europe/Ljubljana", "Asia/Kathmandu")
    for zone in zones:
        envelope = Envelope("ana@example.com\nAna", "Ana", "ana@example.com", address, "Lipa", timezone=zone)
        assert envelope_faults(envelope._replace(letterhead=head)) == []


def test_an_address_has_a_limit_of_lines() -> None:
    assert envelope_faults(Envelope(address=("a",) * 50)) == []
    (wrong,) = envelope_faults(Envelope(address=("a\x1b",) * 51))
    assert (wrong.kind, wrong.place, wrong.param("count")) == ("too-many-lines", "address", 51)


@pytest.mark.parametrize(
    ("zone", "kind", "near"),
    [
        ("@@@@", "not-a-timezone", ""),
        ("europe/ljubljana", "not-a-timezone-near", "Europe/Ljubljana"),
        ("Europe/Lublana", "not-a-timezone-near", "Europe/Ljubljana"),
        ("CET", "timezone-abbreviation", ""),
    ],
)
def test_a_time_zone_that_is_none_is_told(zone: str, kind: str, near: str) -> None:
    (wrong,) = envelope_faults(Envelope(timezone=zone))
    assert (wrong.kind, wrong.place, wrong.param("near") or "") == (kind, "mail.timezone", near)


def test_a_program_gets_all_faults_of_an_envelope_and_of_the_values_at_once() -> None:
    workspace = goodterms.Workspace()
    envelope = Envelope(address=("a\x1b",), timezone="Mars", recipient_email="ana@example.com")
    how: dict[str, Any] = {"sample": True, "envelope": envelope}
    found = workspace.validate("check-in", "sl", {"meeting_date": "x"}, format="pdf", **how)
    assert [one.place for one in found] == ["address", "mail.timezone", "meeting_date"]
    for form in ("text", "html", "md", "pdf", "docx", "eml", "ics"):
        with pytest.raises(goodterms.InvalidRequest) as refused:
            workspace.render("check-in", "sl", {"meeting_date": "x"}, format=form, **how)
        assert list(refused.value.faults) == found
        with pytest.raises(goodterms.InvalidRequest) as refused:
            workspace.render("check-in", "sl", {}, format=form, **how)
        assert [one.place for one in refused.value.faults] == ["address", "mail.timezone"]


@pytest.mark.parametrize("key", ["mail.name", "mail.from", "mail.timezone", "letterhead.address", "letterhead.footer"])
def test_settings_go_through_the_same_door(folder: Path, key: str) -> None:
    table, name = key.split(".")
    value = '"care\\u001b@lipa.example"' if name != "timezone" else '"Europe\\u202e"'
    if table == "letterhead":
        value = f'["Lipa", {value}, "a\\u2028b"]'
    path = folder / "goodterms.toml"
    path.write_text(f"[{table}]\n{name} = {value}\n", "utf-8")
    with pytest.raises(goodterms.BrokenContent) as refused:
        Settings(path).envelope  # noqa: B018
    told = [one.problem for one in refused.value.faults]
    assert len(told) == (2 if table == "letterhead" else 1), told
    assert all(one.startswith(key) for one in told)


@pytest.mark.parametrize("option", ["--to", "--key"])
def test_options_go_through_the_same_door(folder: Path, option: str) -> None:
    command = ["render", "check-in", "--locale", "sl", "--sample", option, "ana@example.com\u202e"]
    refused = CliRunner().invoke(main, command)
    assert refused.exit_code == 2
    assert f"{option}: contains U+202E" in refused.stderr
    assert refused.stdout == ""
    assert folder.is_dir()
