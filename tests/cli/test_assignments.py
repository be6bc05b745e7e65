"""What the shell completes of --set: fields, parts of names and of records, one choice after another."""

from __future__ import annotations

import pytest
from click.shell_completion import ShellComplete

from goodterms.cli import main
from goodterms.cli.assignments import assignments
from goodterms.model import FieldSpec

NAME = FieldSpec("name", "name", "its name", "A", required=True)
KIND = FieldSpec("kind", "choice", "its kind", "shop", options=("shop", "office"))
KNOWN = FieldSpec("known", "flag", "known", "yes")
FIELDS = [
    FieldSpec("name", "person", "whom", "Ana"),
    FieldSpec("thanks", "choice", "for what", "people", many=True, options=("people", "products", "services")),
    FieldSpec("form", "choice", "how", "feminine", options=("feminine", "neutral")),
    FieldSpec("providers", "record", "others", "A", many=True, item="provider", parts={"name": NAME, "kind": KIND}),
    FieldSpec("visit", "record", "when", "A", parts={"kind": KIND, "known": KNOWN}),
]


@pytest.mark.parametrize(
    ("incomplete", "words"),
    [
        ("", ["name=", "thanks=", "form=", "providers=", "visit="]),
        ("th", ["thanks="]),
        ("thanks=", ["thanks=people", "thanks=products", "thanks=services"]),
        ("thanks=p", ["thanks=people", "thanks=products"]),
        ("thanks=people,", ["thanks=people,products", "thanks=people,services"]),
        ("thanks=services,people,pr", ["thanks=services,people,products"]),
        ("form=feminine,", []),
        ("name.sur", ["name.surname-prefix=", "name.surname-core=", "name.surname=", "name.surname2="]),
        ("pro", ["providers="]),
        ("providers.", ["providers.1.name=", "providers.1.kind="]),
        ("provider.", ["provider.1.name=", "provider.1.kind="]),
        ("providers.2", ["providers.2.name=", "providers.2.kind="]),
        ("provider.12.k", ["provider.12.kind="]),
        ("provider.12.kind=o", ["provider.12.kind=office"]),
        ("provider.99.", []),
        ("provider.0.", []),
        ("provider.n", []),
        ("visit.", ["visit.kind=", "visit.known="]),
        ("visit.kind=", ["visit.kind=shop", "visit.kind=office"]),
        ("visit.known=", ["visit.known=yes", "visit.known=no"]),
        ("name=", ["name="]),
    ],
)
def test_the_words_that_a_field_can_go_on_with(incomplete: str, words: list[str]) -> None:
    assert [word for word, _ in assignments(FIELDS, incomplete)] == words


def test_a_part_has_its_own_help() -> None:
    assert list(assignments(FIELDS, "visit.k")) == [("visit.kind=", "its kind"), ("visit.known=", "known")]


def test_the_shell_completes_the_fields_of_the_letter_on_the_line() -> None:
    shell = ShellComplete(main, {}, "goodterms", "_X")
    assert "thanks=" in [item.value for item in shell.get_completions(["render", "farewell", "--set"], "th")]
