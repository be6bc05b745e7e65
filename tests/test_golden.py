"""Every letter, every variant of every step, every language, as plain files that a reader of the language can judge."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from conftest import DAY
from goodterms.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Write
    from goodterms.project import Project

GOLDEN = Path(__file__).with_name("golden")
CASES: dict[str, Any] = tomllib.loads((GOLDEN / "cases.toml").read_text("utf-8"))
LETTERS = {name: table for name, table in CASES.items() if isinstance(table, dict) and name != "names"}
COUNTED = {
    "farewell": ("reason", "shipments", "shipments", "frame"),
    "check-in": ("rhythm", "yearly", "years", "thanks"),
}


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
    if given.get("form") in CASES["names"]:
        given["name"] = CASES["names"][given["form"]][language]
    given |= {field: case[field][language] for field in ("name", "contact") if field in case}
    if "providers" in case:
        samples = project.samples(project.letter(letter), project.locale(locale))["providers"]
        assert isinstance(samples, list)
        given["providers"] = [*samples, "Quellwerk d.o.o."][: case["providers"]]
    return given


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
    text = write(letter, locale, given, form=form, without=tuple(case.get("without", ())))
    compare(path, text, request.config.getoption("--rewrite-golden"))


@pytest.mark.parametrize("locale", CASES["locales"])
def test_plural_edges_are_as_reviewed(
    locale: str, write: Write, project: Project, request: pytest.FixtureRequest
) -> None:
    """The paragraph of each letter that counts, for the numbers at which some language changes its form."""
    lines = []
    for letter, (choice, chosen, field, step) in COUNTED.items():
        others = tuple(name for name, spec in project.letter(letter).steps.items() if not spec.required)
        for count in CASES["counts"]:
            text = write(letter, locale, {choice: chosen, field: count}, without=others)
            position = list(project.letter(letter).sections).index(step)
            lines.append(f"{letter}, {field} = {count}: {text.split(chr(10) * 2)[position]}")
    compare(
        GOLDEN / "plurals" / f"{locale}.txt",
        "\n".join(lines) + "\n",
        request.config.getoption("--rewrite-golden"),
    )


def test_every_choice_of_every_letter_has_a_golden_letter(project: Project) -> None:
    for letter, cases in LETTERS.items():
        used = {(name, str(value)) for case in cases.values() for name, value in case["set"].items()}
        for field in project.letter(letter).fields.values():
            missing = {option for option in field.options if (field.name, option) not in used}
            assert not missing, f"{letter}: no case has {field.name} = {missing}"


def test_the_letters_have_the_date_that_the_cases_say() -> None:
    assert DAY.isoformat() == CASES["date"]


def test_no_golden_file_is_left_over() -> None:
    expected = {param.values[4] for param in golden_letters()} | {
        GOLDEN / "plurals" / f"{locale}.txt" for locale in CASES["locales"]
    }
    found = {path for path in GOLDEN.rglob("*.*") if path.name != "cases.toml" and path.is_file()}
    assert found == expected
