"""terms.toml and the table [terms] of goodterms.toml: what they may say, which goes before which, every fault."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from goodterms import po
from goodterms.check.masking import mask
from goodterms.content import tables, terms, terms_text
from goodterms.content.layers import BUILT_IN, Content
from goodterms.content.settings import Settings
from goodterms.errors import BrokenContent
from goodterms.project import Project, open_project
from goodterms.text import phrases
from goodterms.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = sorted(path.parent.name for path in (BUILT_IN / "locales").glob("*/terms.toml"))


def write(folder: Path, text: str, language: str = "sl") -> Path:
    path = folder / "locales" / language / "terms.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def translations(project: Project, source: str, path: Path | None = None) -> list[str]:
    found = project.terms.of_language("sl", path).in_source(source)
    return [phrase.written for term in found for phrase in term.translations]


def test_an_upper_layer_replaces_adds_and_withdraws(tmp_path: Path) -> None:
    write(tmp_path, '[terms]\ndelivery = "dobav|a"\nlorry = "tovornjak|"\nInvoice = false\n')
    project = open_project([tmp_path])
    assert translations(project, "a delivery") == ["dobav|a"]
    assert translations(project, "two lorries") == ["tovornjak|"]
    assert translations(project, "an invoice") == []
    assert translations(project, "an energy audit") == ["energetsk|i pregled|"]
    assert translations(Project(Content()), "a delivery") == ["pošiljk|a", "dostav|a"]


def test_terms_of_the_settings_go_first_and_are_for_any_catalog(tmp_path: Path) -> None:
    settings = tmp_path / "goodterms.toml"
    settings.write_text(
        '[terms]\nlevel = "warning"\n[terms.sl]\norder = "nakup|"\n[terms.sl-IT]\nlorry = "kamion|"\n', "utf-8"
    )
    project = Workspace(settings=settings).project
    assert translations(project, "an order") == ["nakup|"]
    assert [term.level for term in project.terms.of_language("sl").in_source("an order")] == ["warning"]
    elsewhere = tmp_path / "sl.po"
    assert translations(project, "an order, an invoice", elsewhere) == ["nakup|"]
    own = BUILT_IN / "locales" / "sl" / "LC_MESSAGES" / "goodterms.po"
    assert translations(project, "an order, an invoice", own) == ["nakup|", "račun|"]
    assert [term.source.written for term in project.terms.of_language("sl_IT", elsewhere).terms] == ["order", "lorry"]
    assert not project.terms.of_language("hr", elsewhere)


@pytest.mark.parametrize(
    ("toml", "expected"),
    [
        ('level = "loud"\n[terms]\n', ":1: level is 'loud'"),
        ('[term]\norder = "x"\n', "did you mean 'terms'?"),
        ("[terms]\norder = 5\n", ":2: terms.order is 5"),
        ("[terms]\norder = true\n", ":2: terms.order is true"),
        ('[terms]\norder = "x"\nOrder = "y"\n', ":3: terms.Order is the same term as 'order'"),
        ('[terms]\ndelivery = "x"\n"deliver|y" = "y"\n', ":3: terms.deliver|y is the same term as 'delivery'"),
        ("[terms]\norder = []\n", ":2: terms.order has no translation"),
        ("[terms]\norder = {}\n", ":2: terms.order.translations has no translation"),
        ('[terms]\norder = ["x", 5]\n', ":2: terms.order is ['x', 5]"),
        ('[terms]\n"(a)" = "x"\n', ":2: terms.(a): '(a)' is not a word or phrase"),
        ('[terms]\norder = "a, b"\n', "'a, b' is not a word or phrase"),
        ('[terms.order]\ntranslations = "x"\nnotes = "y"\n', ":3: unknown key terms.order.notes"),
        ('[terms.order]\ntranslations = "x"\nlevel = "error"\n', ":3: terms.order.level is 'error'"),
        (
            '[terms.order]\ntranslations = "x"\n[terms.order.except]\n"in time" = "y"\n',
            "does not contain the term 'order'",
        ),
        (
            '[terms.order]\ntranslations = "x"\n[terms.order.except]\n"in order" = " "\n',
            ":4: terms.order.except.in order has no",
        ),
        ('[terms.order]\ntranslations = "x"\nexcept = 5\n', ":3: terms.order.except is 5"),
        ('[terms.order]\ntranslations = "x"\nnote = "a\\u202eb"\n', ":3: terms.order.note contains U+202E"),
        ('[terms.order]\ntranslations = "x"\nnote = "a\\nb"\n', "the control character"),
    ],
)
def test_every_fault_has_its_place(tmp_path: Path, toml: str, expected: str) -> None:
    path = write(tmp_path, toml)
    with pytest.raises(BrokenContent) as caught:
        terms.read(Content([tmp_path]), "sl")
    assert expected in "\n".join(caught.value.lines())
    assert str(path) in str(caught.value)


def test_faults_are_found_all_at_once(tmp_path: Path) -> None:
    settings = tmp_path / "goodterms.toml"
    settings.write_text('[terms]\nlevel = 3\n[terms.xxyy]\na = "b"\n[terms.sl]\norder = 5\n"," = "x"\n', "utf-8")
    with pytest.raises(BrokenContent) as caught:
        _ = Settings(settings).terms
    assert [fault.line for fault in caught.value.faults] == [2, 3, 6, 7]


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_files_are_in_the_form_that_an_import_writes(language: str) -> None:
    path = BUILT_IN / "locales" / language / "terms.toml"
    text = path.read_text("utf-8")
    assert terms_text.toml_text(terms.read_file(path), terms_text.head_of(text)) == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_letters_use_their_terms_and_each_exception_is_one(language: str) -> None:
    """Each exception is in some message, so that it is deleted when the message is."""
    catalog = po.read((BUILT_IN / "locales" / language / "LC_MESSAGES" / "goodterms.po").read_bytes()).living
    sources = [phrases.words_of(mask(text)) for entry in catalog for text in entry.sources]
    glossary = Project(Content()).terms.of_language(language)
    assert len(glossary.terms) >= 20
    for entry in catalog:
        source = mask(entry.msgid_plural or entry.msgid)
        for term in glossary.in_source(source):
            for text in entry.strings:
                assert term.is_in(mask(text)), f"{term.source.shown}: {entry.msgid!r} → {text!r}"
    for term in glossary.terms:
        for written, _ in term.exceptions:
            phrase = phrases.read(written)
            assert phrase is not None
            assert any(phrase.is_in(words) for words in sources), written


def test_what_is_written_is_read_again() -> None:
    text = '# About.\n\n[terms]\n"a b" = ["x*", "y"]\nz = false\n\n[terms.order]\ntranslations = "x|"\nnote = "a \\"b\\" \\\\"\n'
    table = tables.Table(BUILT_IN, text, tomllib.loads(text))
    assert terms_text.toml_text(terms.of_table(table.table("terms")), terms_text.head_of(text)) == text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("an order", ["order"]),
        ("a mail order", ["mail order"]),
        ("an order by mail order", ["order", "mail order"]),
        ("cancel the mail order", ["cancel* … order", "mail order"]),
        ("cancel the delivery order", ["cancel* … order", "delivery"]),
        ("in good order", []),
        ("an order in good order", ["order"]),
        ("Orders, deliveries", ["order", "delivery"]),
        ("deliver{order}y", []),
        (" ".join(["order cancel"] * 20_000), ["order", "cancel* … order"]),
    ],
)
def test_which_terms_a_source_has(source: str, expected: list[str]) -> None:
    raw = {"order": {"translations": ["x"], "except": {"in good order": "a state"}}, "delivery": "x"}
    table = tables.Table(BUILT_IN, "", {**raw, "mail order": "x", "cancel* … order": "x"})
    glossary = terms.Glossary(term for term in terms.of_table(table).values() if term)
    found = [term.source.written for term in glossary.in_source(mask(source))]
    assert sorted(found) == sorted(expected)
