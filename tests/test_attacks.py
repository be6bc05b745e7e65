"""The attacks of "make attack" in short: hostile values, folders and catalogs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

import layers
import values
from measured import measure

if TYPE_CHECKING:
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
