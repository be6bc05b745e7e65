"""Every rule against two catalogs: a bad one and a good one, each of which says in its first lines what is expected."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from goodterms.check import runner
from goodterms.check.registry import RULES
from goodterms.content import Content

FIXTURES = Path(__file__).with_name("rules")
BAD = sorted((FIXTURES / "bad").glob("*.po"))
GOOD = sorted((FIXTURES / "good").glob("*.po"))


def found_in(path: Path, *rules: str) -> list[tuple[str, str]]:
    """The place of each finding of these rules, and its level with its message."""
    catalog = runner.load(path, Content(), "en")
    findings = runner.check(catalog, runner.Choice(select=frozenset(rules)))
    return [(f"{finding.line}:{finding.column}", f"{finding.level}: {finding.message}") for finding in findings]


def expected_of(path: Path) -> list[tuple[str, str]]:
    lines = re.findall(r"^# expect: (.*)$", path.read_text("utf-8"), re.MULTILINE)
    assert lines, f"{path} does not say what is expected of it"
    return [] if lines == ["nothing"] else [tuple(line.split(" ", 1)) for line in lines]


@pytest.mark.parametrize("path", BAD + GOOD, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_rule_finds_what_is_expected_and_nothing_else(path: Path) -> None:
    found, expected = found_in(path, path.stem), expected_of(path)
    assert (path.parent.name == "good") == (expected == [])
    assert sorted(place for place, _ in found) == sorted(place for place, _ in expected), found
    for place, words in expected:
        assert any(place == at and words in message for at, message in found), f"{place} {words}: {found}"


def test_every_rule_has_both_fixtures_and_every_fixture_a_rule() -> None:
    assert {path.stem for path in BAD} == {path.stem for path in GOOD} == set(RULES)


def test_no_rule_finds_an_error_in_another_rule_s_good_catalog() -> None:
    """What is good for one rule is no false alarm of another, the catalogs that are about gaps aside."""
    for path in GOOD:
        catalog = runner.load(path, Content(), "en")
        errors = [finding for finding in runner.check(catalog, runner.Choice()) if finding.level == "error"]
        assert [
            (path.name, finding.rule, finding.line, finding.message)
            for finding in errors
            if finding.rule != "forms-missing"
        ] == []
