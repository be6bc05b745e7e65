"""Every rule over a bad catalog and a good one, each of which says in its first lines what to expect, word for word.

What follows a last " …" is left open, such as numbers that change with the letters.
The fixture of a rule about letters is an overlay of the built-in letters, with a letter for a template; a rule about
several catalogs has a folder of them.
"""

from __future__ import annotations

import re
import shutil
import tomllib
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from goodterms import po
from goodterms.check import runner, searching
from goodterms.check.own_letters import check_letters
from goodterms.check.registry import RULES
from goodterms.check.suppressions import LEVELS, SUMMARIES
from goodterms.check.thresholds import Thresholds
from goodterms.content import tables, terms
from goodterms.content.layers import Content, catalog_file, catalog_template
from goodterms.content.terms import Glossary
from goodterms.project import Project

if TYPE_CHECKING:
    from goodterms.findings import Finding

FIXTURES = Path(__file__).with_name("rules")
CHECKS_PAGE = Path(__file__).parents[2] / "docs" / "checks.md"
BAD = sorted((FIXTURES / "bad").iterdir())
GOOD = sorted((FIXTURES / "good").iterdir())
LETTER = """
title = "Note"
[steps.body]
[fields.count]
type = "count"
sample = 3
"""
BODY = "{% block body %}{% trans %}Hello{% endtrans %}\n\n{% trans count=count %}{{ count }} shipment{% pluralize %}"
BODY += "{{ count }} shipments{% endtrans %}{% endblock %}"

Found = list[tuple[str, str]]


def rule_of(path: Path) -> str:
    """The rule of a fixture: the name of the file up to a dot; after it, the case has a name of its own."""
    return path.name.partition(".")[0]


def found_by(rule: str, path: Path, tmp_path: Path) -> dict[Path, Found]:
    """The findings of a rule by file: the place, and the level with the message."""
    choice = runner.RuleSelection(select=frozenset([rule]))
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    if RULES[rule].scope == "letters":
        findings = in_letters(rule, path, tmp_path)
    else:
        catalogs = [runner.load(file, Content(), "en")._replace(terms=terms_of(file)) for file in files]
        findings = [finding for catalog in catalogs for finding in runner.check(catalog, choice)]
        findings += runner.check_across(catalogs, choice)
    found: dict[Path, Found] = {file: [] for file in files}
    for finding in findings:
        found[Path(finding.path)].append((f"{finding.line}:{finding.column}", f"{finding.level}: {finding.message}"))
    return found


def terms_of(path: Path) -> Glossary:
    """The terms in the first lines of a fixture."""
    lines = re.findall(r"^# terms: (.*)$", path.read_text("utf-8", "replace"), re.MULTILINE)
    table = tables.Table(path, "", tomllib.loads("\n".join(lines)))
    found = terms.of_table(table)
    tables.raise_faults(table)
    return Glossary(term for term in found.values() if term)


def in_letters(rule: str, path: Path, overlay: Path) -> list[Finding]:
    """What a rule about letters finds, with the path of the fixture."""
    file = po.read(path.read_bytes())
    language = file.header.get("Language", "")
    target = catalog_template(overlay) if path.suffix == ".pot" else catalog_file(overlay, language)
    target.parent.mkdir(parents=True)
    shutil.copyfile(path, target)
    if path.suffix == ".pot":
        letter = overlay / "templates" / "note"
        letter.mkdir(parents=True)
        (letter / "letter.toml").write_text(LETTER, "utf-8")
        (letter / "letter.md.j2").write_text(BODY, "utf-8")
    minimum = re.search(r"^# min: (\d+)$", "\n".join(file.lines), re.MULTILINE)
    thresholds = Thresholds({language: float(minimum[1])} if minimum else {}, {})
    findings = check_letters(Project(Content([overlay])), thresholds)
    return [
        finding._replace(path=str(path))
        for _, finding in findings
        if finding.rule == rule and finding.path == str(target)
    ]


def expected_of(path: Path) -> Found:
    lines = re.findall(r"^# expect: (.*)$", path.read_text("utf-8"), re.MULTILINE)
    assert lines, f"{path} does not say what to expect"
    return [] if lines == ["nothing"] else [tuple(line.split(" ", 1)) for line in lines]


@pytest.mark.parametrize("path", BAD + GOOD, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_rule_finds_what_is_expected_and_nothing_else(path: Path, tmp_path: Path) -> None:
    found_in = found_by(rule_of(path), path, tmp_path)
    assert (path.parent.name == "good") == (not any(found_in.values()))
    for file, found in found_in.items():
        expected = sorted(expected_of(file))
        assert [
            (place, words if words.endswith(" …") and said.startswith(words[:-1]) else said)
            for (place, message), (_, words) in zip_longest(sorted(found), expected, fillvalue=("", ""))
            for said in [message.replace(f"{file.parent}/", "")]
        ] == expected


def test_every_rule_has_both_fixtures_and_every_fixture_a_rule() -> None:
    assert {rule_of(path) for path in BAD} == {rule_of(path) for path in GOOD} == set(RULES)
    assert {path.name for path in BAD} == {path.name for path in GOOD}


def test_the_documentation_lists_every_rule() -> None:
    listed = re.findall(r"^\| `([\w-]+)` \| (\w+) \| (.*) \|$", CHECKS_PAGE.read_text("utf-8"), re.MULTILINE)
    rules = [(rule.name, rule.level, rule.summary) for rule in RULES.values()]
    assert listed == sorted(rules + [(name, LEVELS[name], summary) for name, summary in SUMMARIES.items()])


def test_no_rule_finds_an_error_in_a_good_catalog_of_another() -> None:
    """Good catalogs raise no false alarm of another rule, apart from those that are about missing forms."""
    for path in searching.catalogs_in([FIXTURES / "good"]):
        catalog = runner.load(path, Content(), "en")
        errors = [finding for finding in runner.check(catalog, runner.RuleSelection()) if finding.level == "error"]
        assert [
            (path.name, finding.rule, finding.line, finding.message)
            for finding in errors
            if finding.rule != "forms-missing"
        ] == []
