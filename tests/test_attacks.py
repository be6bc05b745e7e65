"""The attacks of "make attack" in short: hostile values, folders, catalogs and outboxes."""

from __future__ import annotations

import contextlib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import layers
import ledgers
import outboxes
import values
from measured import measure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goodterms.project import Project


def test_there_are_at_least_500_values() -> None:
    assert len(values.values()) >= 500


@pytest.mark.parametrize(("letter", "tag"), [("farewell", "sl"), ("check-in", "ur")])
def test_a_hostile_value_is_verbatim_or_refused(project: Project, letter: str, tag: str) -> None:
    verdicts = list(values.attack(project, letter, tag, ("text", "html", "md", "eml"), values.values()[::23]))
    assert [one for one in verdicts if one.said.startswith("!")] == []
    said = Counter(one.said for one in verdicts)
    assert said["verbatim"] > 100
    assert said["refused"] > 20


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


@pytest.mark.parametrize("form", ["html", "text"])
def test_the_attack_sees_what_is_wrong(form: str) -> None:
    page = {"html": b"<p><script>x</script></p>", "text": b"y"}[form]
    assert values._read_back(form, page, "<script>x</script>").startswith("!")


_NAMES = [what for what in ledgers.REFUSED if what.startswith(("letters: ", "pending: "))]


@pytest.fixture(scope="module")
def tampering(tmp_path_factory: pytest.TempPathFactory) -> Iterator[outboxes.Tampering]:
    folder = tmp_path_factory.mktemp("outboxes")
    with contextlib.chdir(folder):
        yield outboxes.Tampering(folder)


@pytest.mark.parametrize("what", [*(what for what in ledgers.REFUSED if what not in _NAMES), *_NAMES[::7]])
def test_an_outbox_that_was_tampered_with_is_refused(tampering: outboxes.Tampering, what: str) -> None:
    said = tampering.attack(ledgers.REFUSED[what])
    assert said.startswith("refused"), said


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("number", [3, 4])
def test_a_run_goes_on_while_workers_of_a_killed_one_are_left(tmp_path: Path, number: int) -> None:
    assert outboxes.kill(tmp_path, 700, [number], number).wrong == []
