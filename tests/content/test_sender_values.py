"""The sender's values by language: which table a letter takes a value from, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import goodterms
from conftest import DAY
from goodterms.errors import BrokenContent, InvalidRequest
from goodterms.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Company

LETTER = """
title = "Note"
before = ["subject"]
[steps.body]
[fields.name]
type = "person"
sample = "Ana"
[fields.signature]
type = "name"
required = true
sample = "Maja"
[fields.contact]
type = "person"
sample = "Peter"
[fields.visit]
type = "record"
[fields.visit.parts.place]
type = "text"
sample = "Park"
[fields.phone]
type = "phone"
sample = "+386 1 555 01 23"
"""
OPTIONAL = "".join(f"{{% if {name} %}}; {{{{ {name} }}}}{{% endif %}}" for name in ("contact", "phone", "name"))
BODY = (
    "{% block subject %}S{% endblock %}\n{% block body %}by {{ signature }}{% if visit %}; {{ visit.place }}{% endif %}"
    f"{OPTIONAL}{{% endblock %}}"
)


@pytest.fixture
def content(company: Company) -> Path:
    company.file("templates/note/letter.toml", LETTER)
    company.file("templates/note/letter.md.j2", BODY)
    return company.root


def settings(folder: Path, text: str) -> Path:
    path = folder / "goodterms.toml"
    path.write_text(text, "utf-8")
    return path


def signed(workspace: Workspace, locale: str) -> str:
    letter = workspace.render("note", locale, {}, format="text", date=DAY).content.decode()
    return "".join(filter(str.isalnum, letter.partition("by ")[2].partition(";")[0]))


SIGNED = """
[sender]
signature = "Maja"
[sender.ur]
signature = "مایا"
[sender."ur-IN"]
signature = "مدھو"
[sender.sl]
phone = "+386 1 555 01 23"
signature = ""
[sender.ne_NP]
signature = "माया"
"""


@pytest.mark.parametrize(
    ("locale", "signature"),
    [
        ("ur", "مایا"),
        ("ur-PK", "مایا"),
        ("ur_PK.UTF-8", "مایا"),
        ("ur-IN", "مدھو"),
        ("ur-Arab-IN", "مدھو"),
        ("sl", "Maja"),  # an empty value is none
        ("sl-IT", "Maja"),
        ("ne", "Maja"),  # it does not inherit from its region
        ("ne-NP-u-ca-bikram", "माया"),
        ("en-IN", "Maja"),
    ],
)
def test_the_nearest_table_of_the_locale_goes_first(content: Path, folder: Path, locale: str, signature: str) -> None:
    workspace = Workspace(content, settings=settings(folder, SIGNED))
    assert signed(workspace, locale) == "".join(filter(str.isalnum, signature))


def test_what_a_program_gives_goes_before_the_settings_and_may_have_languages_too(content: Path, folder: Path) -> None:
    path = settings(folder, SIGNED)
    assert signed(Workspace(content, settings=path, sender={"signature": "Eva"}), "ur") == "Eva"
    both = Workspace(content, settings=path, sender={"signature": "Eva", "sl": {"signature": "Ana"}})
    assert [signed(both, locale) for locale in ("sl-SI", "ur", "en")] == ["Ana", "Eva", "Eva"]


def test_a_table_that_is_a_field_is_a_value(content: Path, folder: Path) -> None:
    text = '[sender]\nsignature = "Maja"\n[sender.contact]\ngiven = "Peter"\n[sender.sl.visit]\nplace = "Trg"\n'
    workspace = Workspace(content, settings=settings(folder, text))
    letters = [workspace.render("note", tag, {}, format="text", date=DAY).content.decode() for tag in ("sl", "en")]
    assert ["Peter" in letter for letter in letters] == [True, True]
    assert ["Trg" in letter for letter in letters] == [True, False]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[sender.slo]\nsignature = "M"', "slo is neither a field nor a language"),
        ('[sender.slovensko]\nsignature = "M"', "slovensko is neither a field nor a language"),
        ('[sender.de]\nsignature = "M"', "de is neither a field nor a language"),
        ('[sender.sl]\nsignatur = "M"', "unknown key sender.sl.signatur"),
        ("[sender.sl.en]\nphone = '1'", "unknown key sender.sl.en"),
        ('[sender]\nsl = "M"', "sender.sl is 'M'"),
        ('[sender]\nsignatur = "M"', "unknown key sender.signatur"),
        ('[sender.ur-PK]\nsignature = "M"\n[sender.ur_PK]\nsignature = "N"', "sender.ur_PK is for the same language"),
        ('[sender.ne-u-ca-bikram]\nsignature = "M"', "ne-u-ca-bikram has an extension"),
    ],
)
def test_what_is_neither_a_field_nor_a_language_is_refused(content: Path, folder: Path, text: str, told: str) -> None:
    workspace = Workspace(content, settings=settings(folder, text))
    with pytest.raises(BrokenContent) as refused:
        workspace.render("note", "sl", {}, date=DAY)
    assert told in refused.value.faults[0].problem
    assert refused.value.faults[0].line
    assert refused.value.faults[0].hint


def test_the_nearest_language_is_named(content: Path, folder: Path) -> None:
    workspace = Workspace(content, settings=settings(folder, '[sender.slo]\nsignature = "M"'))
    with pytest.raises(BrokenContent, match="slo") as refused:
        workspace.render("note", "sl", {}, date=DAY)
    assert "'sl'" in refused.value.faults[0].hint


def test_a_fault_names_the_table_and_keeps_the_field(content: Path, folder: Path) -> None:
    text = '[sender]\nsignature = "M"\nphone = "+386 1 555 01 23"\n[sender.ur]\nphone = "x"\ncontact = {given = "<>"}'
    workspace = Workspace(content, settings=settings(folder, text))
    assert workspace.validate("note", "sl", {}) == []
    wrong = workspace.validate("note", "ur-PK", {})
    assert [(one.place, one.where) for one in wrong] == [
        ("contact.given", "sender.ur.contact.given (in goodterms.toml)"),
        ("phone", "sender.ur.phone (in goodterms.toml)"),
    ]
    program = goodterms.Workspace(content, sender={"signature": "M", "ur": {"phone": "x"}})
    assert [one.where for one in program.validate("note", "ur", {})] == ["ur.phone (of the sender)"]


@pytest.mark.parametrize(
    ("sender", "places"),
    [
        ({"slo": {"signature": "M"}}, ["slo"]),
        ({"sl": {"signatur": "M", "phon": "1"}}, ["sl.signatur", "sl.phon"]),
        ({"sl": "M", "signatur": "N"}, ["sl", "signatur"]),
    ],
)
def test_a_program_is_refused_what_it_misnames(content: Path, sender: dict[str, object], places: list[str]) -> None:
    with pytest.raises(InvalidRequest) as refused:
        Workspace(content, sender=sender).render("note", "sl", {}, date=DAY)
    assert [one.place for one in refused.value.faults] == places
