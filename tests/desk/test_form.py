"""The form of a letter: what its controls give is what the command line would be given."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("starlette")

from goodterms.desk import asked as asking
from goodterms.desk import command, form, making, variants
from goodterms.desk.variants import Variant
from goodterms.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from goodterms.desk.asked import Asked

DAY = date(2026, 11, 21)
WORKSPACE = Workspace()
LETTERS = [letter.name for letter in WORKSPACE.letters()]
TAGS = [locale.tag for locale in WORKSPACE.locales()]


def filled(asked: Asked) -> list[tuple[str, str]]:
    """What a browser sends for a page on which nothing is changed: the value of every control."""
    letter = WORKSPACE.project.letter(asked.letter)
    own = form.from_settings(WORKSPACE, WORKSPACE.project.locale(asked.locale))
    pairs = [
        ("locale", asked.locale),
        ("was", asked.locale),
        ("beside", asked.beside),
        ("view", asked.view),
        ("date", asked.day),
        *asked.variant._asdict().items(),
    ]
    pairs += [("step", step) for step in letter.steps if step not in asked.without]
    for section in form.sections(letter, asked.values, own):
        for group in section.groups:
            controls = [*group.controls, *(one for _, item in group.items for one in item)]
            for control in controls:
                if control.kind in ("choices", "select"):
                    pairs += [(f"v.{control.name}", option) for option in control.chosen]
                else:
                    pairs.append((f"v.{control.name}", control.value))
    return pairs


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("letter", LETTERS)
def test_the_form_gives_the_sample_letter(letter: str, tag: str) -> None:
    """Each control shows its sample, and sends it so that the same letter is written."""
    first = asking.first(WORKSPACE, letter, tag, None, DAY)
    asked = asking.read(WORKSPACE, letter, filled(first), DAY)
    assert asked == first
    sample = WORKSPACE.render(letter, tag, {}, sample=True, date=DAY, format="text")
    assert making.document(WORKSPACE, asked, "text", DAY) == sample


@pytest.mark.parametrize("letter", LETTERS)
def test_another_language_has_its_own_samples_and_keeps_what_was_typed(letter: str) -> None:
    first = asking.first(WORKSPACE, letter, TAGS[-1], "", DAY)
    typed = next(iter(first.values))
    pairs = [(name, "Zoran Kos" if name == f"v.{typed}" else value) for name, value in filled(first)]
    changed = [(name, TAGS[0] if name == "locale" else value) for name, value in pairs]
    asked = asking.read(WORKSPACE, letter, changed, DAY)
    there = asking.first(WORKSPACE, letter, TAGS[0], "", DAY)
    assert asked.values[typed] == "Zoran Kos"
    assert {**asked.values, typed: ""} == {**there.values, typed: ""}


def test_a_form_grows() -> None:
    """A page without scripts always has an empty item more, up to the most that a letter takes."""
    letter = WORKSPACE.project.letter("farewell")
    for count in (0, 1, 3, 50):
        values = {f"provider.{number}.name": f"P{number}" for number in range(1, count + 1)}
        values |= {"handover": [f"H{number}" for number in range(count)]} if count else {}  # type: ignore[dict-item]
        groups = {group.place: group for section in form.sections(letter, values, {}) for group in section.groups}
        assert len(groups["providers"].items) == min(count + 1, 50)
        assert len(groups["handover"].controls) == count + 1
        assert [one.value for _, item in groups["providers"].items for one in item if one.value] == [
            f"P{n}" for n in range(1, count + 1)
        ]


def test_a_field_that_the_settings_fill_has_no_sample(tmp_path: Path) -> None:
    settings = tmp_path / "goodterms.toml"
    settings.write_text('[sender]\ncompany = "Lipa d.o.o."\n[sender.sl]\nsignature = "Ekipa Lipe"\n')
    workspace = Workspace(settings=settings)
    letter, locale = workspace.project.letter("farewell"), workspace.project.locale("sl")
    samples = form.samples(workspace, letter, locale, DAY)
    assert not {"company", "signature"} & {*samples}
    own = form.from_settings(workspace, locale)
    assert own == {"company": "Lipa d.o.o.", "signature": "Ekipa Lipe"}
    groups = {group.place: group for section in form.sections(letter, samples, own) for group in section.groups}
    assert groups["company"].controls[0].placeholder == "Lipa d.o.o. (from goodterms.toml)"


@pytest.mark.parametrize(
    ("tag", "calendars", "digits"),
    [
        ("en", ["", "indian", "islamic-umalqura", "bikram"], [""]),
        ("ne", ["", "indian", "bikram"], ["", "latn"]),
        ("sl", [""], [""]),
        ("te", ["", "indian"], ["", "native"]),
        ("ur", ["", "indian", "islamic-umalqura"], ["", "native"]),
    ],
)
def test_there_is_a_choice_only_where_the_language_has_one(tag: str, calendars: list[str], digits: list[str]) -> None:
    """Every choice is one that a letter can be written with; a choice that a language does not have is dropped."""
    choices = variants.of(WORKSPACE, tag)
    assert [one.value for one in choices.calendars] == calendars
    assert [one.value for one in choices.digits] == digits
    values = {one.value for one in (*choices.regions, *choices.others)}
    assert len(values) > 200
    assert len({variants.tag(tag, Variant(region)) for region in values}) == len(values)
    for variant in [Variant(c, a, d) for c in ("", "IN", "IT") for a in calendars for d in digits]:
        first = asking.first(WORKSPACE, "farewell", tag, "", DAY)._replace(variant=variant)
        asked = asking.read(WORKSPACE, "farewell", filled(first), DAY)
        assert not making.all_faults(WORKSPACE, asked, DAY)
        if asked != first:  # what a region uses anyway is no choice there
            assert (tag, variant.region, variant.digits, asked.variant.digits) == ("ur", "IN", "native", "")
    others = [(name, value) for name, value in filled(first) if name not in Variant._fields]
    wrong = [*others, ("region", "XX"), ("calendar", "hebrew"), ("digits", "../x")]
    assert asking.read(WORKSPACE, "farewell", wrong, DAY).variant == Variant()


def test_the_usual_digits_and_calendar_are_those_of_the_settings(tmp_path: Path) -> None:
    settings = tmp_path / "goodterms.toml"
    settings.write_text('[conventions.ne]\ncalendar = "bikram"\nnumbering = "latn"\n')
    choices = variants.of(Workspace(settings=settings), "ne")
    assert [one.label for one in choices.calendars] == ["Bikram Sambat (as usual)", "Gregorian", "Indian national"]
    assert [one.label for one in choices.digits] == ["0123456789 (as usual)", "०१२३४५६७८९"]
    assert [one.label for one in variants.of(WORKSPACE, "ur", "IN").digits] == ["۰۱۲۳۴۵۶۷۸۹ (as usual)", "0123456789"]


HOSTILE = [
    'it\'s "quoted" `id` $(id) $HOME \\ ! * ? ~ # ; | & < >',
    "-–—'--help",
    "ثمینہ اشفاق",
    "మాధవి\u200c చిలుకూరి",
    "two  spaces and = signs",
    "{{ 7*7 }} %s **bold** <b>",
]


@pytest.mark.parametrize(
    ("letter", "tag", "view", "variant", "timezone"),
    [
        ("farewell", "ur", "text", Variant("IN", "islamic-umalqura", "latn"), ""),
        ("check-in", "ne", "calendar", Variant("IN", "bikram", "latn"), "Asia/Karachi"),
        ("check-in-thanks", "te", "page", Variant(digits="native"), ""),
        ("contact-times", "sl", "text", Variant("IT"), "asia/kolkata"),
    ],
)
def test_the_command_writes_the_same_bytes(
    letter: str, tag: str, view: str, variant: Variant, timezone: str, tmp_path: Path
) -> None:
    """A shell that reads the copied line runs the command that makes this letter, whatever the values hold."""
    settings = tmp_path / "goodterms.toml"
    settings.write_text('[mail]\nfrom = "care@lipa.example"\ntimezone = "Europe/Ljubljana"\n')
    workspace = Workspace(settings=settings)
    asked = asking.first(WORKSPACE, letter, tag, "", DAY)._replace(view=view, variant=variant, timezone=timezone)
    asked = asked._replace(key="2026/17 ana's", to="ana@example.com")
    optional = [step.name for step in WORKSPACE.project.letter(letter).steps.values() if not step.required]
    asked = asked._replace(without=tuple(optional[:1]), values={**asked.values, "company": HOSTILE[0]})
    line = command.line(asked).replace("goodterms", f"'{sys.executable}' -m goodterms", 1)
    printed = subprocess.run(["bash", "-c", line], cwd=tmp_path, capture_output=True, check=False)
    assert printed.returncode == 0, printed.stderr.decode()
    assert printed.stdout == making.document(workspace, asked, asking.VIEWS[view], DAY).content


@pytest.mark.parametrize(
    "value", [*HOSTILE, "a\u202eb", "a\u2066b\u2069", "tab\there", "new\nline", "\u200fx", "\u200b0", "'\u202e'\\"]
)
def test_a_shell_reads_each_word_as_it_is(value: str) -> None:
    """What cannot be seen is written out, so that nobody pastes it unseen, and still reaches the command."""
    asked = asking.Asked("farewell", "en", "", {"name": value, "handover": [value, "b"]}, "2026-11-21", to=value)
    line = command.line(asked).replace("goodterms", "printf '%s\\0'", 1)
    assert not {*line} & {*"\u202e\u2066\u2069\u200f\u200b\t\n"}
    printed = subprocess.run(["bash", "-c", line], capture_output=True, check=True).stdout.decode()
    assert printed.split("\0")[:-1] == command.words(asked)[1:]
