"""The attacks of "make attack" in short: hostile values, folders, catalogs and outboxes."""

from __future__ import annotations

import contextlib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import attacked_outboxes
import dependencies
import documents
import layers
import ledgers
import places
import rows
import values
from goodterms.call import Call
from goodterms.envelopes import Envelope
from measured import measure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goodterms.project import Project


def test_there_are_at_least_500_values() -> None:
    assert len(values.values()) >= 500


FORMS = ("text", "html", "md", "eml", "ics", "docx", "pdf")


@pytest.mark.parametrize(("letter", "tag"), [("farewell", "sl"), ("check-in", "ur")])
def test_a_hostile_value_is_verbatim_or_refused(project: Project, letter: str, tag: str) -> None:
    verdicts = list(values.attack(project, letter, tag, FORMS, values.values()[::53], {"pdf": 6}))
    assert [one for one in verdicts if one.said.startswith("!")] == []
    said = Counter(one.said for one in verdicts)
    assert said["verbatim"] > 100
    assert said["refused"] > 20


def test_a_hostile_cell_is_verbatim_or_refused_with_its_column() -> None:
    said = Counter(rows.attack(values.values()[::97]))
    assert [one for one in said if one.startswith("!")] == []
    assert said["refused"] > 40
    assert said["verbatim"] > 5


@pytest.mark.parametrize("name", layers.TEMPLATES)
def test_a_hostile_template_is_refused_with_its_place(name: str) -> None:
    found = measure(layers.template(layers.TEMPLATES[name]), 20)
    assert found.outcome.startswith("refused"), found
    assert found.seconds < 5, found
    assert found.megabytes < 200, found


@pytest.mark.parametrize("name", layers.SETTINGS)
def test_hostile_settings_are_refused_with_their_place(name: str) -> None:
    found = measure(layers.setting(layers.SETTINGS[name]), 20)
    assert found.outcome.startswith("refused"), found
    assert found.seconds < 5, found
    assert found.megabytes < 200, found


def test_damaged_catalogs_are_read_or_refused() -> None:
    assert layers.fuzz_catalogs(60) >= 50


@pytest.mark.parametrize(
    ("form", "content", "strange"),
    [
        ("html", b"<p><script>x</script></p>", "script"),
        ("html", b'<a href="JavaScript:x">x</a><i onclick="y">z</i>', "href=JavaScript:x, onclick=y"),
        ("md", b"a <b>x</b>", "b"),
        ("md", b"[x](data:y) ![x](y)", "img"),
        ("eml", b"To: a@x.example\r\nBcc: b@x.example\r\n\r\nx", "bcc"),
        ("ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "0 events"),
        ("text", b"x", ""),
    ],
)
def test_the_attack_sees_what_is_more_than_text(form: str, content: bytes, strange: str) -> None:
    assert documents.read(form, content).strange == strange


def test_the_attack_sees_what_is_not_as_it_was_given(project: Project) -> None:
    """A reader of documents that loses a character is noticed, and so is a value that was read as another."""
    assert documents.plain("a \u2067b\u2069\nc") == "abc"
    assert documents.plain("a<b>") != documents.plain("a")
    call = Call("farewell", "sl", {}, values.DAY, sample=True)
    place = places.Place("shipments", "count", lambda _: {"shipments": "3"})
    (verdict,) = values._verdicts(project, call._replace(given=place.given("x")), place, "x", ["text"], Envelope())
    assert verdict.said == "!understood as something: count"
    place = places.Place("name", "name", lambda _: {"name": ""})
    (verdict,) = values._verdicts(
        project, call._replace(given={"name": "1"}), place._replace(name="x"), "1", [], Envelope()
    )
    assert verdict.said.startswith("!refused elsewhere: name")


def test_the_places_of_a_letter_are_all_its_fields_and_parts(project: Project) -> None:
    spec = project.letter("farewell")
    names = {place.name for place in places.places(spec)}
    assert {"name", "name.given", "refund", "last_day", "providers.1.link", "shipments"} <= names
    assert {name.partition(".")[0] for name in names} == set(spec.fields)


def test_an_audit_without_data_is_said_to_be_left_out() -> None:
    """pip-audit itself says "No known vulnerabilities found" then."""
    unknown = {"name": "a", "skip_reason": "not found"}
    bad = {"name": "b", "version": "1", "vulns": [{"id": "X-1", "fix_versions": ["2"]}]}
    assert dependencies.verdict([unknown, unknown]) == ("left out: pip-audit has no data (not found)", [])
    assert dependencies.verdict([]) == ("left out: pip-audit has no data (no packages)", [])
    said, wrong = dependencies.verdict([unknown, bad, {"name": "c", "version": "1", "vulns": []}])
    assert said == "2 pinned packages, 1 more are not known to it, 1 known vulnerabilities"
    assert wrong == ["b 1: X-1, fixed in 2"]


_NAMES = [what for what in ledgers.REFUSED if what.startswith(("letters: ", "pending: "))]


@pytest.fixture(scope="module")
def tampering(tmp_path_factory: pytest.TempPathFactory) -> Iterator[attacked_outboxes.Tampering]:
    folder = tmp_path_factory.mktemp("outboxes")
    with contextlib.chdir(folder):
        yield attacked_outboxes.Tampering(folder)


@pytest.mark.parametrize("what", [*(what for what in ledgers.REFUSED if what not in _NAMES), *_NAMES[::7]])
def test_an_outbox_that_was_tampered_with_is_refused(tampering: attacked_outboxes.Tampering, what: str) -> None:
    said = tampering.attack(ledgers.REFUSED[what])
    assert said.startswith("refused"), said


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("number", [3, 4])
def test_a_run_goes_on_while_workers_of_a_killed_one_are_left(tmp_path: Path, number: int) -> None:
    assert attacked_outboxes.kill(tmp_path, 700, [number], number).wrong == []
