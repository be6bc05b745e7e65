"""Habits: a repeated fault is a warning at its first place and a note at the others; a slip is a warning."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from goodterms.check import runner
from goodterms.content.layers import Content

if TYPE_CHECKING:
    from pathlib import Path

NEPALI = 'msgid ""\nmsgstr ""\n"Language: ne\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
BARE = ("भेट्नेछौं", "आउँछौं", "लेख्नेछौं")


def found_in(path: Path, text: str, rule: str) -> list[tuple[int, str, str]]:
    """The line, the level and the message of what a rule finds in a catalog of this text."""
    path.write_text(text, "utf-8")
    findings = runner.check(runner.load(path, Content(), "en"), runner.RuleSelection(select=frozenset({rule})))
    return [(finding.line, finding.level, finding.message) for finding in findings]


def messages(*strings: str, comment: str = "") -> str:
    return "\n".join(
        f'{comment if number == 0 else ""}msgid "We will meet {number} times soon."\nmsgstr "हामी {string}"\n'
        for number, string in enumerate(strings)
    )


def test_a_slip_is_a_warning(tmp_path: Path) -> None:
    text = NEPALI + messages("भेट्नेछौं", "आउँछौं।", "लेख्नेछौं।")
    ((line, level, message),) = found_in(tmp_path / "ne.po", text, "end-punctuation")
    assert (line, level) == (7, "warning")
    assert "first of" not in message


def test_what_a_catalog_repeats_is_one_warning_and_a_note_for_each_other_place(tmp_path: Path) -> None:
    found = found_in(tmp_path / "ne.po", NEPALI + messages(*BARE), "end-punctuation")
    assert [(line, level) for line, level, _ in found] == [(7, "warning"), (10, "note"), (13, "note")]
    assert found[0][2].endswith("(first of 3 messages in this catalog: “।” left out)")
    assert "first of" not in found[1][2]


def test_a_habit_fixed_in_part_moves_to_the_next_place(tmp_path: Path) -> None:
    found = found_in(tmp_path / "ne.po", NEPALI + messages("भेट्नेछौं।", *BARE[1:]), "end-punctuation")
    assert [(line, level) for line, level, _ in found] == [(10, "warning"), (13, "note")]


def test_a_habit_suppressed_at_its_first_place_moves_to_the_next(tmp_path: Path) -> None:
    text = NEPALI + messages(*BARE, comment="# check: ignore end-punctuation\n")
    found = found_in(tmp_path / "ne.po", text, "end-punctuation")
    assert [(line, level) for line, level, _ in found] == [(11, "warning"), (14, "note")]


def test_the_forms_of_one_message_count_once(tmp_path: Path) -> None:
    text = NEPALI + (
        'msgid "We wait {n} day for you."\nmsgid_plural "We wait {n} days for you."\n'
        'msgstr[0] "हामी {n} दिन पर्खन्छौं"\nmsgstr[1] "हामी {n} दिन पर्खन्छौं"\n'
    )
    found = found_in(tmp_path / "ne.po", text, "end-punctuation")
    assert [(line, level) for line, level, _ in found] == [(8, "warning"), (9, "note")]


def test_two_catalogs_do_not_share_a_habit(tmp_path: Path) -> None:
    for _ in range(2):
        ((_, level, _),) = found_in(tmp_path / "ne.po", NEPALI + messages(BARE[0]), "end-punctuation")
        assert level == "warning"


@pytest.mark.parametrize(
    ("rule", "source", "string"),
    [
        ("not-nfc", "You {} there", "\u0627\u0653پ {}"),
        ("edge-space", "Total {}: ", "Skupaj {}:"),
        ("left-untranslated", "open the {} order", "open the {} order"),
    ],
)
def test_other_rules_have_habits_too(tmp_path: Path, rule: str, source: str, string: str) -> None:
    pairs = ((source.format(name), string.format(name)) for name in ("new", "old", "last"))
    text = 'msgid ""\nmsgstr ""\n"Language: sl\\n"\n\n' + "\n".join(f'msgid "{a}"\nmsgstr "{b}"\n' for a, b in pairs)
    found = found_in(tmp_path / "sl.po", text, rule)
    assert [level for _, level, _ in found] == ["warning", "note", "note"]
    assert "(first of 3 messages in this catalog: " in found[0][2]


@pytest.mark.parametrize(
    ("strings", "levels"),
    [
        (("नमस्ते ।", "धन्यवाद ।"), ["note"]),
        (("नमस्ते ।", "धन्यवाद ।", "शुभकामना\u00a0।"), ["note"]),
        (("नमस्ते ।", "धन्यवाद\u00a0।", "शुभकामना\u00a0।"), ["warning"]),
        (("नमस्ते ।", "धन्यवाद ।", "शुभकामना।"), ["note", "warning"]),
        (("नमस्ते ।", "धन्यवाद।", "शुभकामना।"), ["warning"]),
    ],
)
def test_an_ordinary_space_before_a_danda_is_a_note_where_it_is_usual(
    tmp_path: Path, strings: tuple[str, ...], levels: list[str]
) -> None:
    found = found_in(tmp_path / "ne.po", NEPALI + messages(*strings), "danda-spacing")
    assert [level for _, level, _ in found] == levels
