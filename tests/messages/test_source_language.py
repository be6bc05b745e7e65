"""The source language needs no catalog: what is not translated into it is written as it is in the template."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from conftest import DAY
from goodterms.call import Call
from goodterms.check import planning, targets
from goodterms.check.scope import Scope
from goodterms.compose import compose, validate
from goodterms.content.layers import BUILT_IN, Content
from goodterms.content.settings import Settings
from goodterms.errors import BrokenContent, MissingTranslations
from goodterms.formats import document
from goodterms.project import Project
from goodterms.translating import handoff, workflow

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Company
    from goodterms.messages.translations import Missing

BODY = "{% trans n=count %}{{ n }} day was lost.{% pluralize %}{{ n }} days were lost.{% endtrans %} {% trans %}Sorry.{% endtrans %}"
TWO_FORMS = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'


def base(tmp_path: Path, source: str = "en", *, without: str = "") -> Path:
    """Built-in content with another source language, and without the catalog of a language."""
    folder = tmp_path / "base"
    for name in ("locales", "templates"):
        shutil.copytree(BUILT_IN / name, folder / name)
    template = folder / "locales" / "goodterms.pot"
    template.write_text(
        template.read_text("utf-8").replace("X-Source-Language: en", f"X-Source-Language: {source}"), "utf-8"
    )
    if without:
        shutil.rmtree(folder / "locales" / without / "LC_MESSAGES")
    return folder


def write(project: Project, letter: str, locale: str, missing: Missing = "refuse", **given: object) -> str:
    call = Call(letter, locale, given, DAY, sample=True, missing=missing)
    return document(project.content, compose(project, validate(project, call)), "text").content.decode()


@pytest.mark.parametrize("locale", ["en", "en-IN", "en-GB"])
@pytest.mark.parametrize("missing", ["refuse", "fallback", "mark"])
def test_a_message_without_a_catalog_is_written_from_its_msgid(company: Company, locale: str, missing: Missing) -> None:
    company.note(BODY)
    written = [company.write(locale=locale, missing=missing, count=n).split("\n\n")[1] for n in (0, 1, 2)]
    assert written == ["0 days were lost. Sorry.\n", "1 day was lost. Sorry.\n", "2 days were lost. Sorry.\n"]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ('msgid "Sorry."\nmsgstr ""', "Sorry."),
        ('msgid "Sorry."\nmsgstr "We are sorry."', "We are sorry."),
        ('#, fuzzy\nmsgid "Sorry."\nmsgstr "We are sorry."', "Sorry."),
        ('msgid "Sorry."\nmsgid_plural "Sorries."\nmsgstr[0] "a"\nmsgstr[1] "b"', "Sorry."),
    ],
)
def test_an_entry_rewords_its_message_only_when_it_is_translated(company: Company, entry: str, expected: str) -> None:
    company.note("{% trans %}Sorry.{% endtrans %}")
    company.file("locales/en/LC_MESSAGES/goodterms.po", TWO_FORMS + entry + "\n")
    assert company.write(locale="en", missing="refuse") == f"S\n\n{expected}\n"


def test_a_plural_of_which_one_form_is_missing_is_written_from_its_msgids(company: Company) -> None:
    company.note(BODY)
    forms = 'msgid "{n} day was lost."\nmsgid_plural "{n} days were lost."\nmsgstr[0] "One lost day."\nmsgstr[1] ""\n'
    company.file("locales/en/LC_MESSAGES/goodterms.po", TWO_FORMS + forms)
    assert "1 day was lost." in company.write(locale="en", missing="refuse", count=1)


def test_another_language_still_needs_the_translation(company: Company) -> None:
    company.note(BODY)
    with pytest.raises(MissingTranslations):
        company.write(locale="sl", missing="refuse")
    assert "3 days were lost. Sorry." in company.write(locale="sl", missing="fallback")


def test_letters_in_the_source_language_are_complete(company: Company) -> None:
    company.note(BODY)
    company.catalog("")
    project = Project(Content((company.root,)))
    editions = {tag: project.edition(project.locale(tag)) for tag in ("en", "sl")}
    assert {tag: edition.is_complete(project.letters()) for tag, edition in editions.items()} == {
        "en": True,
        "sl": False,
    }
    assert {row.language: row.missing["note"] for row in workflow.status(project) if row.language in ("en", "sl")} == {
        "en": 0,
        "sl": 2,
    }


def test_nothing_is_left_to_translate_into_the_source_language(company: Company) -> None:
    company.note(BODY)
    project = Project(Content((company.root,)))
    assert handoff.todo_document(project, "en").message_count == 0
    assert handoff.todo_document(project, "en", "note", "todo.csv").message_count == 0
    company.file("locales/en/LC_MESSAGES/goodterms.po", TWO_FORMS + 'msgid "Sorry."\nmsgstr ""\n')
    project = Project(Content((company.root,)))
    assert handoff.todo_document(project, "en").message_count == 0


def test_the_check_finds_nothing_untranslated_in_the_source_language(company: Company) -> None:
    company.note(BODY)
    entry = 'msgid "Sorry."\nmsgstr ""\n'
    company.file("locales/en/LC_MESSAGES/goodterms.po", TWO_FORMS + entry)
    company.file("locales/en_GB/LC_MESSAGES/goodterms.po", TWO_FORMS + entry)
    project = Project(Content((company.root,)))
    scope = Scope(project.content.layers[:-1])
    plan = planning.plan(project.catalogs, Settings(), planning.Options(), scope)
    target = targets.target_of(project.catalogs, scope, project=project)
    found = {(finding.rule, finding.language) for finding in targets.find(target, plan)}
    assert {language for rule, language in found if rule == "untranslated"} == {"en_GB"}
    assert "en" not in {language for rule, language in found if rule == "letter-incomplete"}


def test_the_source_language_can_be_written_without_any_catalog(tmp_path: Path) -> None:
    project = Project(Content((), base(tmp_path, without="en")))
    whole = Project(Content())
    assert "en" in project.catalogs.languages
    # The catalog rewords only small numbers, into words.
    large = {"since": "2010-05-06", "shipments": "11"}
    for letter in whole.letters():
        given: dict[str, Any] = {name: value for name, value in large.items() if name in letter.fields}
        assert write(project, letter.name, "en", **given) == write(whole, letter.name, "en", **given)
    scope = Scope(project.content.layers[:-1])
    plan = planning.plan(project.catalogs, Settings(), planning.Options(minimums=("en=100",)), scope)
    target = targets.target_of(project.catalogs, scope, project=project)
    assert [found for found in targets.find(target, plan) if found.level == "error"] == []


@pytest.mark.parametrize(
    ("source", "singular"), [("fr", {0, 1}), ("sl", {1, 101}), ("en", {1}), ("ja", {0, 1, 2, 5, 101})]
)
def test_another_source_language_has_its_own_plural_rule(tmp_path: Path, source: str, singular: set[int]) -> None:
    """By CLDR, French has one form for 0 and 1, Slovenian one for 1 and 101, Japanese one for all."""
    rule = Project(Content((), base(tmp_path, source, without="en"))).catalogs.source.rule
    assert {number for number in (0, 1, 2, 5, 101) if rule.index(number) == 0} == singular


def test_a_source_language_that_cldr_does_not_know_is_refused_where_it_is_needed(tmp_path: Path) -> None:
    project = Project(Content((), base(tmp_path, "xx")))
    assert "Kako" not in write(project, "farewell", "sl")
    with pytest.raises(BrokenContent, match="X-Source-Language is 'xx'"):
        _ = project.source_locale
