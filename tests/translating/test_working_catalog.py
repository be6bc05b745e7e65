"""A catalog that is translated message by message: what is left, what a draft lacks, and what a save writes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from goodterms.check.runner import RuleSelection
from goodterms.content.layers import Content, catalog_template
from goodterms.content.settings import Settings
from goodterms.errors import InvalidRequest
from goodterms.project import Project
from goodterms.translating import workflow
from goodterms.translating.catalog_source import UnknownMessageError
from goodterms.translating.one_message import mark_of
from goodterms.translating.template_cache import TemplateCache
from goodterms.translating.working_catalog import Draft, WorkingCatalog
from goodterms.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Company

BODY = (
    "{% trans %}Good morning.{% endtrans %}\n\n{% trans name %}Dear {{ name }}, thank you.{% endtrans %}\n\n"
    "{% trans count %}{{ count }} parcel{% pluralize %}{{ count }} parcels{% endtrans %}\n\n"
    "{% trans %}Two lines.{% endtrans %}\n"
)
MORNING, DEAR, PARCELS, LINES = (
    (None, "Good morning."), (None, "Dear {name}, thank you."), (None, "{count} parcel"), (None, "Two lines.")
)  # fmt: skip
ENTRIES = """
# An older remark.
msgid "Good morning."
msgstr "Dobro jutro."

#, python-brace-format
msgid "Dear {name}, thank you."
msgstr ""
"Spošt\\x6fvani {name}, "
"hvala."

#, fuzzy
#| msgid "Three lines."
msgid "Two lines."
msgstr "Tri vrstice."
"""
FORMS = ("{count} paket", "{count} paketa", "{count} paketi", "{count} paketov")


@pytest.fixture
def path(company: Company) -> Path:
    company.note(BODY)
    return company.catalog(ENTRIES)


@pytest.fixture
def catalog(company: Company, path: Path) -> WorkingCatalog:  # noqa: ARG001 -- it has to be there
    return open_catalog(company.root)


def project_of(root: Path) -> Project:
    """A project whose letters are all in one folder."""
    pot = catalog_template(root)
    if not pot.exists():
        pot.parent.mkdir(exist_ok=True)
        pot.write_text(
            'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"X-Source-Language: en\\n"\n'
        )
    return Project(Content((), root))


def open_catalog(root: Path, language: str = "sl") -> WorkingCatalog:
    project = project_of(root)
    return WorkingCatalog(project, Settings(), project.locale(language), TemplateCache().of(project, root))


def draft(catalog: WorkingCatalog, key: tuple[str | None, str], *strings: str, fuzzy: bool = False) -> Draft:
    """A draft of a message as it is shown now."""
    message, is_in_file = catalog.message(key)
    return Draft(key, strings, fuzzy, mark_of(message if is_in_file else None))


def states(catalog: WorkingCatalog) -> dict[str, str]:
    return {item.message.msgid: item.state for item in catalog.items()}


def test_what_is_left(catalog: WorkingCatalog, path: Path) -> None:
    assert states(catalog) == {
        "Good morning.": "done",
        "Dear {name}, thank you.": "done",
        "{count} parcel": "missing",
        "Two lines.": "fuzzy",
    }
    path.write_text(
        path.read_text("utf-8").replace("fvani {name}", "fvani {nmae}").replace("Dobro jutro.", "Good morning.")
    )
    assert states(catalog)["Dear {name}, thank you."] == "error"
    assert states(catalog)["Good morning."] == "finding"


def test_a_save_writes_one_message(catalog: WorkingCatalog, path: Path) -> None:
    before = path.read_bytes()
    assert catalog.save(draft(catalog, MORNING, "Dober dan.")).kind == "saved"
    assert path.read_bytes() == before.replace(b"Dobro jutro.", b"Dober dan.")
    assert catalog.save(draft(catalog, LINES, "Dve vrstici.")).kind == "saved"
    assert catalog.save(draft(catalog, PARCELS, *FORMS)).kind == "saved"
    assert {item.state for item in catalog.items()} == {"done"}
    wanted = before.decode().replace("Dobro jutro.", "Dober dan.").replace("Tri vrstice.", "Dve vrstici.")
    wanted = wanted.replace('#, fuzzy\n#| msgid "Three lines."\n', "")
    added = (
        '#. {count}: , e.g. "3"\n#: templates/note/letter.md.j2\n#, python-brace-format\n'
        'msgid "{count} parcel"\nmsgid_plural "{count} parcels"\n'
    )
    added += "".join(f'msgstr[{number}] "{form}"\n' for number, form in enumerate(FORMS))
    assert path.read_text("utf-8") == wanted.replace('\nmsgid "Two', f'\n{added}\nmsgid "Two')


def test_finished_by_saving_is_the_same_as_updated(catalog: WorkingCatalog, path: Path, company: Company) -> None:
    catalog.save(draft(catalog, PARCELS, *FORMS))
    catalog.save(draft(catalog, LINES, "Dve vrstici."))
    list(workflow.update_catalogs(project_of(company.root)))
    updated = path.read_bytes()
    assert states(open_catalog(company.root)) == dict.fromkeys(states(catalog), "done")
    list(workflow.update_catalogs(project_of(company.root)))
    assert path.read_bytes() == updated


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks_stay(catalog: WorkingCatalog, path: Path, end: str, bom: str) -> None:
    before = bom + path.read_text("utf-8").replace("\n", end)
    path.write_bytes(before.encode())
    assert catalog.save(draft(catalog, MORNING, "Dober\ndan.")).kind == "saved"
    new = 'msgstr ""\n"Dober\\n"\n"dan."'.replace("\n", end)
    assert path.read_bytes().decode() == before.replace('msgstr "Dobro jutro."', new)


def test_another_message_that_changed_is_no_conflict(catalog: WorkingCatalog, path: Path) -> None:
    mine = draft(catalog, MORNING, "Dober dan.")
    path.write_text(path.read_text("utf-8").replace("hvala", "najlepša hvala") + "\n# The end.\n", "utf-8")
    between = path.read_bytes()
    assert catalog.save(mine).kind == "saved"
    assert path.read_bytes() == between.replace(b"Dobro jutro.", b"Dober dan.")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Dobro jutro.", "Lepo jutro."), ("# An older remark.", "# A newer remark."),
        ("# An older remark.\n", "# An older remark.\n#, fuzzy\n"),
        ('# An older remark.\nmsgid "Good morning."\nmsgstr "Dobro jutro."\n', ""),
        ("# An older remark.\n", "# An older remark.\n#. What it is.\n"),
    ],
)  # fmt: skip
def test_the_message_that_changed_is_a_conflict(catalog: WorkingCatalog, path: Path, old: str, new: str) -> None:
    mine = draft(catalog, MORNING, "Dober dan.")
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    between = path.read_bytes()
    outcome = catalog.save(mine)
    assert outcome.kind == "conflict"
    assert path.read_bytes() == between
    assert (outcome.current is None) == ("msgid" in old)
    again = mine._replace(mark=mark_of(outcome.current))
    assert catalog.save(again).kind == "saved"
    assert "Dober dan." in path.read_text("utf-8")


def test_what_both_have_written_is_no_conflict(catalog: WorkingCatalog, path: Path) -> None:
    mine = draft(catalog, MORNING, "Dober dan.")
    path.write_text(path.read_text("utf-8").replace("Dobro jutro.", "Dober dan."), "utf-8")
    between = path.read_bytes()
    assert catalog.save(mine).kind == "same"
    assert path.read_bytes() == between


def test_a_message_that_somebody_else_has_added_is_a_conflict(catalog: WorkingCatalog, path: Path) -> None:
    mine = draft(catalog, PARCELS, *FORMS)
    other = draft(catalog, PARCELS, *(form.replace("paket", "pošiljk") for form in FORMS))
    assert catalog.save(other).kind == "saved"
    between = path.read_bytes()
    assert catalog.save(mine).kind == "conflict"
    assert path.read_bytes() == between


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (ENTRIES + ENTRIES, "also on line"),
        (ENTRIES.replace('msgstr "Dobro jutro."', 'msgstr "Dobro jutro.'), "not closed"),
        (ENTRIES.replace("Dobro", "Dobr\udcf3"), "UTF-8"),
    ],
)
def test_a_file_that_cannot_be_told_apart_is_not_written(
    catalog: WorkingCatalog, path: Path, broken: str, reason: str
) -> None:
    mine = draft(catalog, MORNING, "Dober dan.")
    header = path.read_text("utf-8").partition("\n\n")[0]
    path.write_bytes(f"{header}\n{broken}".encode("utf-8", "surrogateescape"))
    between = path.read_bytes()
    outcome = catalog.save(mine)
    assert outcome.kind == "unreadable"
    assert reason in outcome.reason
    assert path.read_bytes() == between


@pytest.mark.parametrize(
    ("key", "strings", "problem"),
    [
        (DEAR, ["Spoštovani, hvala."], "{name}"), (DEAR, ["Spoštovani {nmae}, hvala."], "{nmae}"),
        (DEAR, ["Spoštovani {name, hvala."], "{"), (MORNING, ["Dober {dan}."], "{dan}"),
        (DEAR, ["Spoštovani {name:nothing}, hvala."], "nothing"), (PARCELS, ["paket", *FORMS[1:]], "1, 101"),
        (MORNING, ["Dober\tdan."], "U+0009"), (MORNING, ["Dober \u202edan."], "U+202E"),
        (MORNING, ["Dober [dan](https://elsewhere.example)."], "https://elsewhere.example"),
    ],
)  # fmt: skip
def test_what_letters_would_refuse_is_not_saved(
    catalog: WorkingCatalog, path: Path, key: tuple[str | None, str], strings: list[str], problem: str
) -> None:
    before = path.read_bytes()
    outcome = catalog.save(draft(catalog, key, *strings))
    assert outcome.kind == "refused"
    assert any(problem in f"{one.problem} {one.text} {one.hint}" for one in outcome.problems), outcome.problems
    assert path.read_bytes() == before
    assert not catalog.printed(key, strings)


def test_an_error_can_be_saved_to_review_but_not_what_breaks_the_catalog(catalog: WorkingCatalog, path: Path) -> None:
    assert catalog.save(draft(catalog, DEAR, "Spoštovani, hvala.", fuzzy=True)).kind == "saved"
    assert states(catalog)["Dear {name}, thank you."] == "fuzzy"
    before = path.read_bytes()
    assert catalog.save(draft(catalog, MORNING, "Dober \u202edan.", fuzzy=True)).kind == "refused"
    assert path.read_bytes() == before
    assert catalog.save(draft(catalog, DEAR, "Spoštovani {name}, hvala.")).kind == "saved"
    assert states(catalog)["Dear {name}, thank you."] == "done"


def test_an_emptied_translation_is_missing_again(catalog: WorkingCatalog) -> None:
    assert catalog.save(draft(catalog, LINES, "", fuzzy=True)).kind == "saved"
    assert states(catalog)["Two lines."] == "missing"


def test_findings_of_a_draft_are_those_of_the_check(catalog: WorkingCatalog, path: Path) -> None:
    strings = ["Dobro  jutro"]
    found = catalog.look(MORNING, strings)
    before = path.read_bytes()
    path.write_text(path.read_text("utf-8").replace("Dobro jutro.", strings[0]), "utf-8")
    from goodterms.check import runner

    checked = runner.load(path, catalog.project.content, "en")
    wanted = [one for one in runner.check(checked, RuleSelection()) if one.msgid == MORNING[1]]
    assert [(one.rule, one.problem) for one in found] == [(one.rule, one.message) for one in wanted]
    assert wanted
    path.write_bytes(before)


def test_fixes_are_whole_texts(catalog: WorkingCatalog) -> None:
    fixed = [one.fixed for one in catalog.look(MORNING, ["Dobro  jutro."]) if one.fixed]
    assert fixed == [("Dobro jutro.",)]
    forms = [form.replace(" ", "  ", 1) for form in FORMS]
    found = [one for one in catalog.look(PARCELS, forms) if one.fixed]
    assert [one.form for one in found] == [0, 1, 2, 3]
    assert found[2].fixed == (forms[0], forms[1], FORMS[2], forms[3])


def test_a_draft_is_printed_with_sample_values(catalog: WorkingCatalog) -> None:
    assert catalog.printed(DEAR, ["Draga {name}, hvala."]) == [("", "Draga Ana, hvala.")]
    assert ("3, 4, 103 …", "3 paketi") in catalog.printed(PARCELS, FORMS)
    use = catalog.use(DEAR)
    assert use is not None
    assert (use.letters, use.section, use.order) == (("note",), "body", 2)


def test_many_saves_at_once_lose_nothing(company: Company) -> None:
    numbers = range(12)
    company.note("\n\n".join(f"{{% trans %}}Text number {number}.{{% endtrans %}}" for number in numbers))
    path = company.catalog("")
    catalog = open_catalog(company.root)

    def save(number: int) -> str:
        return catalog.save(Draft((None, f"Text number {number}."), (f"Besedilo številka {number}.",))).kind

    with ThreadPoolExecutor(4) as pool:
        assert {*pool.map(save, numbers)} == {"saved"}
    assert all(f"Besedilo številka {number}." in path.read_text("utf-8") for number in numbers)


def test_an_empty_plural_gets_the_forms_of_its_language(catalog: WorkingCatalog, path: Path) -> None:
    two = (
        '\n#, python-brace-format\nmsgid "{count} parcel"\nmsgid_plural "{count} parcels"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    )
    path.write_text(path.read_text("utf-8") + two, "utf-8")
    before = path.read_text("utf-8")
    assert len(catalog.message(PARCELS)[0].strings) == 4
    assert catalog.save(draft(catalog, PARCELS, *FORMS)).kind == "saved"
    lines = "".join(f'msgstr[{number}] "{form}"\n' for number, form in enumerate(FORMS))
    assert path.read_text("utf-8") == before.replace('msgstr[0] ""\nmsgstr[1] ""\n', lines)


@pytest.mark.parametrize(
    ("there", "kept"),
    [
        (FORMS[:2], (*FORMS[:2], "", "")),
        ((*FORMS, "{count} odveč"), FORMS),
        ((*FORMS, ""), FORMS),
        (("", FORMS[1]), ("", FORMS[1], "", "")),
    ],
    ids=["too few", "too many", "an empty one too many", "one of two"],
)
def test_a_plural_with_a_wrong_number_of_forms_is_repaired(
    catalog: WorkingCatalog, path: Path, there: tuple[str, ...], kept: tuple[str, ...]
) -> None:
    head = '\n#, python-brace-format\nmsgid "{count} parcel"\nmsgid_plural "{count} parcels"\n'
    before = path.read_text("utf-8")
    path.write_text(before + head + "".join(f'msgstr[{number}] "{one}"\n' for number, one in enumerate(there)))
    assert tuple(catalog.message(PARCELS)[0].strings) == kept
    facts = catalog.facts(PARCELS)
    assert len(facts.numbers) == 4
    assert facts.surplus == tuple(filter(None, there[4:]))
    assert next(item for item in catalog.items() if item.key == PARCELS).is_left
    assert catalog.save(draft(catalog, PARCELS, *FORMS)).kind == "saved"
    lines = "".join(f'msgstr[{number}] "{form}"\n' for number, form in enumerate(FORMS))
    assert path.read_text("utf-8") == before + head + lines
    assert catalog.facts(PARCELS).surplus == ()
    assert catalog.save(draft(catalog, PARCELS, *FORMS)).kind == "same"


def test_a_message_that_no_letter_has_any_more(catalog: WorkingCatalog) -> None:
    with pytest.raises(UnknownMessageError):
        catalog.save(Draft((None, "Nothing."), ("Nič.",)))
    with pytest.raises(UnknownMessageError):
        catalog.key_of("../../etc/passwd")


def test_in_the_source_language_nothing_is_missing(company: Company) -> None:
    company.note(BODY)
    company.catalog("", "en")
    catalog = open_catalog(company.root, "en")
    assert set(states(catalog).values()) == {"source"}
    assert catalog.save(Draft(MORNING, ("Hello.",))).kind == "saved"
    assert states(catalog)["Good morning."] == "done"


def test_the_installed_catalogs_are_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in an installed package, where the built-in content is no working copy."""
    monkeypatch.setattr(workflow, "IS_CHECKOUT", False)
    workspace = Workspace()
    project = workspace.project
    catalog = WorkingCatalog(
        project, workspace.settings, project.locale("sl"), TemplateCache().of(project, project.content.layers[0])
    )
    item = catalog.items()[0]
    with pytest.raises(InvalidRequest, match="--content"):
        catalog.save(Draft(item.key, ("x",), mark=mark_of(item.message)))
