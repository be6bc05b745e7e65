"""A catalog that is edited has at each moment the findings of the check, and its fixes are those of ``--fix``."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from goodterms import po
from goodterms.check import fixing, runner
from goodterms.check.open_catalog import OpenCatalog
from goodterms.content.layers import Content
from goodterms.po import editing

if TYPE_CHECKING:
    from goodterms.findings import Finding

RULES = Path(__file__).with_name("rules")
BAD = sorted(path for path in (RULES / "bad").glob("*.po*") if path.is_file())
NAMES = ("Ana", "Eva", "Jure", "Lana", "Miha", "Nika", "Tina")
EVERYTHING = runner.RuleSelection()


def checked(path: Path, text: str) -> list[Finding]:
    return runner.check(runner.load(path, Content(), "en", text.encode()), EVERYTHING)


def found(catalog: OpenCatalog) -> list[Finding]:
    return [each.finding for each in catalog.findings]


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_an_edited_catalog_has_the_findings_of_the_check(path: Path) -> None:
    chance = random.Random(path.stem)  # noqa: S311 — the same edits each time
    text = po.read(path.read_bytes()).text
    catalog = OpenCatalog(path, Content(), "en", EVERYTHING, text)
    assert found(catalog) == list(dict.fromkeys(checked(path, text)))
    for _ in range(12):
        at = chance.randrange(len(text) + 1)
        text = (
            text[:at]
            + chance.choice(["", "", " ", "x", "{", '"', "\n", "%s", "।", "\n\n"])
            + text[at + chance.randrange(4) :]
        )
        catalog.change(text)
        assert found(catalog) == list(dict.fromkeys(checked(path, text)))


def test_a_habit_is_counted_over_messages_that_are_known_to_be_clean_before() -> None:
    """One message with a fault is a slip, the second makes it a habit, of which only the first is a warning."""
    message = '\nmsgctxt "{}"\nmsgid "We write a letter."\nmsgstr "{} piše pismo."\n'
    text = 'msgid ""\nmsgstr ""\n"Language: sl\\n"\n' + "".join(message.replace("{}", name) for name in NAMES)
    path = Path("sl.po")
    catalog = OpenCatalog(path, Content(), "en", EVERYTHING, text)
    for name in ("Jure", "Ana", "Miha", "Tina"):
        text = text.replace(f'"{name} piše pismo."', f'"{name} piše pismo"')
        catalog.change(text)
        assert found(catalog) == checked(path, text)
    assert [each.finding.level for each in catalog.findings].count("note") == 3


@pytest.mark.parametrize("path", [path for path in BAD if path.suffix == ".po"], ids=lambda path: path.stem)
def test_the_fix_of_a_finding_fixes_it(path: Path) -> None:
    data = path.read_bytes()
    catalog = OpenCatalog(path, Content(), "en", EVERYTHING, po.read(data).text)
    for each in catalog.findings:
        if each.edits:
            text = editing.apply(catalog.catalog.file, catalog.catalog.file.text.encode(), each.edits).decode()
            assert each.finding not in checked(path, text)


def test_all_fixes_are_those_of_the_command() -> None:
    path = RULES / "bad" / "doubled-space.po"
    data = path.read_bytes()
    catalog = OpenCatalog(path, Content(), "en", EVERYTHING, data.decode())
    expected = fixing.fix(
        runner.load(path, Content(), "en", data), data, EVERYTHING, lambda new: runner.load(path, Content(), "en", new)
    )
    assert expected.places
    assert catalog.fixed() == expected.data.decode()


def test_only_new_messages_are_looked_at() -> None:
    messages = "".join(f'\nmsgid "Text {number}."\nmsgstr "Besedilo {number}."\n' for number in range(50))
    text = 'msgid ""\nmsgstr ""\n"Language: sl\\n"\n' + messages
    catalog = OpenCatalog(Path("sl.po"), Content(), "en", EVERYTHING, text)
    catalog.change(re.sub("Besedilo 7", "Besedila 7", text))
    assert [entry.msgid for entry in catalog.catalog.suspects] == ["Text 7."]
    catalog.change(text.replace("Language: sl", "Language: ur"))
    assert len(catalog.catalog.suspects) == 50
