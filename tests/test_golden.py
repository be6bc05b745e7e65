"""Every letter, every variant of every step, every language, as plain files that a reader of the language can judge."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from conftest import DAY
from goodterms.call import Call
from goodterms.compose import compose, validate
from goodterms.formats import FORMATS, text
from goodterms.recipients.blank import blank_table
from goodterms.text.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Write
    from goodterms.project import Project

GOLDEN = Path(__file__).with_name("golden")
CASES: dict[str, Any] = tomllib.loads((GOLDEN / "cases.toml").read_text("utf-8"))
LETTERS = {name: table for name, table in CASES.items() if isinstance(table, dict) and name != "names"}
MORE_PROVIDERS = ["Quellwerk d.o.o."]
COUNTED: list[dict[str, Any]] = CASES["counted"]


def golden_letters() -> list[Any]:
    return list(_golden_letters())


def _golden_letters() -> Iterator[Any]:
    for letter, cases in LETTERS.items():
        for case, table in cases.items():
            for locale in [*CASES["locales"], *table.get("locales", [])]:
                for form in ("text", "html"):
                    name = f"{letter}/{case}/{locale}.{FORMATS[form].suffix}"
                    yield pytest.param(letter, table, locale, form, GOLDEN / name, id=name)


def compare(path: Path, text: str, rewrite: bool) -> None:
    if rewrite:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="")
    assert text == path.read_bytes().decode(), f"{path.name} differs; if the new one is right, run make golden"


def values_of(case: dict[str, Any], letter: str, locale: str, project: Project) -> dict[str, object]:
    given: dict[str, object] = dict(case["set"])
    language = locale.partition("-")[0]
    samples = project.samples(project.letter(letter), project.locale(locale), every=True)
    if given.get("form") in CASES["names"]:
        given["name"] = CASES["names"][given["form"]][language]
    given |= {field: case[field][language] for field in ("name", "contact") if field in case}
    given |= {field: samples[field] for field in case.get("also", ())}
    if "providers" in case or "only_names" in case:
        known = [*as_list(samples["providers"]), *MORE_PROVIDERS]
        if "only_names" in case:
            known = [one["name"] if isinstance(one, dict) else one for one in known]
        given["providers"] = known[: case["providers"]]
    return given


def as_list(sample: object) -> list[Any]:
    assert isinstance(sample, list)
    return sample


@pytest.mark.parametrize(("letter", "case", "locale", "form", "path"), golden_letters())
def test_letter_is_as_reviewed(
    letter: str,
    case: dict[str, Any],
    locale: str,
    form: str,
    path: Path,
    write: Write,
    project: Project,
    request: pytest.FixtureRequest,
) -> None:
    given = values_of(case, letter, locale, project)
    written = write(letter, locale, given, form=form, without=tuple(case.get("without", ())), zones=case.get("zones"))
    compare(path, written, request.config.getoption("--rewrite-golden"))


@pytest.mark.parametrize("locale", CASES["locales"])
def test_plural_edges_are_as_reviewed(locale: str, project: Project, request: pytest.FixtureRequest) -> None:
    """The section of each letter that counts, for the numbers at which some language changes its form."""
    parts = []
    for case in COUNTED:
        letter, field = case["letter"], case["field"]
        for count in case["counts"]:
            value = DAY.replace(year=DAY.year - count).isoformat() if field == "since" else count
            text = section_of(project, letter, locale, {**case.get("set", {}), field: value}, case["section"])
            parts.append(f"{letter}, {field} = {count}: {text}")
    compare(GOLDEN / "plurals" / f"{locale}.txt", "\n".join(parts), request.config.getoption("--rewrite-golden"))


@pytest.mark.parametrize("letter", sorted(LETTERS))
def test_a_table_to_fill_in_is_as_reviewed(letter: str, project: Project, request: pytest.FixtureRequest) -> None:
    """Its columns, what each must and may have, its sample and its note."""
    spec = project.letter(letter)
    columns, samples = blank_table(spec, project.samples(spec, project.locale("sl"), every=True), "sl")
    lines = []
    for column, sample in zip(columns, samples, strict=True):
        choices = f" ({', '.join(column.choices)})" if column.choices else ""
        lines.append(f"{column.name}{'' if column.is_input else ', optional'}{choices}: {sample}\n    {column.note}\n")
    compare(GOLDEN / "tables" / f"{letter}.txt", "".join(lines), request.config.getoption("--rewrite-golden"))


def section_of(project: Project, letter: str, locale: str, given: dict[str, object], section: str) -> str:
    """One section of a letter as text."""
    written = compose(project, validate(project, Call(letter, locale, given, DAY, sample=True)))
    sections = tuple(one for one in written.wording.sections if one.name == section)
    return text.write(project.content, written._replace(wording=Wording(sections)))


def test_every_choice_of_every_letter_has_a_golden_letter(project: Project) -> None:
    """A letter that extends another may leave choices to the cases of that one."""
    used = {
        (name, str(one))
        for cases in LETTERS.values()
        for case in cases.values()
        for name, value in case["set"].items()
        for one in (value if isinstance(value, list) else [value])
    }
    for letter in project.letters():
        for field in letter.fields.values():
            missing = {option for option in field.options if (field.name, option) not in used}
            assert not missing, f"{letter.name}: no case has {field.name} = {missing}"


def test_every_letter_and_all_that_it_can_say_has_a_golden_letter(project: Project) -> None:
    assert LETTERS.keys() == {letter.name for letter in project.letters()}
    every = [case for cases in LETTERS.values() for case in cases.values()]
    used = {name for case in every for name in [*case["set"], *case.get("also", ())]}
    for letter in project.letters():
        assert {field.name for field in letter.fields.values() if not field.in_sample} <= used | {"colleague_email"}
        has_choice = any(not step.required for step in letter.steps.values())
        assert has_choice == any(case.get("without") for case in LETTERS[letter.name].values()), letter.name


def test_the_letters_have_the_date_that_the_cases_say() -> None:
    assert DAY.isoformat() == CASES["date"]


def test_no_golden_file_is_left_over() -> None:
    expected = {param.values[4] for param in golden_letters()} | {
        GOLDEN / "plurals" / f"{locale}.txt" for locale in CASES["locales"]
    }
    expected |= {GOLDEN / "tables" / f"{letter}.txt" for letter in LETTERS}
    pages = [path for folder in ("help", "manuals", "terminal") for path in GOLDEN.glob(f"{folder}/*.txt")]
    of_others = {GOLDEN / "cases.toml", *pages}
    found = {path for path in GOLDEN.rglob("*.*") if path.is_file()} - of_others
    assert found == expected
