"""The commands that work on catalogs: what they write, what they keep, and that GNU gettext finds nothing to change."""

from __future__ import annotations

import gettext
import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import babel
import polib
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from goodterms import sheets
from goodterms.cldr.plural_headers import plural_header
from goodterms.cli import main
from goodterms.content.layers import BUILT_IN, Content
from goodterms.project import Project
from goodterms.sheets import writing
from goodterms.translating import changes, files, pseudo, todo, todo_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from conftest import Company

HEADER = 'msgid ""\nmsgstr ""\n"Language: sl\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
SL_FORMS = '"Plural-Forms: nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);\\n"\n'
SL = HEADER + SL_FORMS
CATALOGS = sorted(BUILT_IN.glob("locales/*/LC_MESSAGES/goodterms.po"))
needs_gettext = pytest.mark.skipif(shutil.which("msgcat") is None, reason="without GNU gettext, msgcat cannot be asked")


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["catalog", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def update(text: str, template: str, needed: str | None = None) -> tuple[list[polib.POEntry], files.Changes]:
    """The entries of an updated catalog, after it was seen that to update again changes nothing."""
    made, changes = files.merge(text, template, needed or template, None)
    again, unchanged = files.merge(made, template, needed or template, None)
    assert again == made
    assert unchanged == (0, 0, 0)
    return list(polib.pofile(made)), changes


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parts[-3])
def test_our_own_catalogs_are_up_to_date(path: Path) -> None:
    template = (BUILT_IN / "locales" / "goodterms.pot").read_text("utf-8")
    text, changes = files.merge(path.read_text("utf-8"), template, template, None)
    assert text == path.read_text("utf-8")
    assert changes == (0, 0, 0)


def test_an_update_keeps_what_people_wrote_and_takes_the_rest_from_the_template() -> None:
    old = f'# Prva.\n{SL}\n# Moja opomba.\n#. old comment\n#: old.j2\nmsgid "Yes"\nmsgstr "Da"\n'
    new = f'{HEADER}\n#. new comment\n#: new.j2\nmsgid "No"\nmsgstr ""\n\n#. told\n#: new.j2\nmsgid "Yes"\nmsgstr ""\n'
    made, changes = files.merge(old, new, new, None)
    assert made == (
        f'# Prva.\n{SL}\n#. new comment\n#: new.j2\nmsgid "No"\nmsgstr ""\n\n'
        '# Moja opomba.\n#. told\n#: new.j2\nmsgid "Yes"\nmsgstr "Da"\n'
    )
    assert changes == (1, 0, 0)


def test_a_message_that_was_reworded_gets_its_old_translation_as_a_proposal() -> None:
    old = SL + '\nmsgid "Thank you for your trust."\nmsgstr "Hvala za zaupanje."\n'
    (entry, gone), changes = update(old, HEADER + '\nmsgid "Thank you for your great trust."\nmsgstr ""\n')
    assert (entry.msgstr, entry.fuzzy, entry.previous_msgid) == (
        "Hvala za zaupanje.",
        True,
        "Thank you for your trust.",
    )
    assert (gone.msgid, gone.msgstr, gone.obsolete) == ("Thank you for your trust.", "Hvala za zaupanje.", True)
    assert changes == (1, 1, 1)


def test_a_message_that_is_like_no_other_is_left_to_the_translator() -> None:
    old = SL + '\nmsgid "Thank you for your trust."\nmsgstr "Hvala za zaupanje."\n'
    (entry, _), changes = update(old, HEADER + '\nmsgid "Phone: {phone}"\nmsgstr ""\n')
    assert (entry.msgstr, entry.fuzzy) == ("", False)
    assert changes == (1, 0, 1)


def test_a_message_that_comes_back_has_its_translation_again() -> None:
    (entry,), changes = update(SL + '\n#~ msgid "Yes"\n#~ msgstr "Da"\n', HEADER + '\nmsgid "Yes"\nmsgstr ""\n')
    assert (entry.msgstr, entry.obsolete, entry.fuzzy) == ("Da", False, False)
    assert changes == (1, 0, 0)


def test_a_doubtful_translation_stays_doubtful() -> None:
    old = SL + '\n#, fuzzy\n#| msgid "Yeah"\nmsgid "Yes"\nmsgstr "Da"\n'
    (entry,), _ = update(old, HEADER + '\nmsgid "Yes"\nmsgstr ""\n')
    assert (entry.fuzzy, entry.previous_msgid) == (True, "Yeah")


def test_a_message_that_got_plural_forms_is_proposed_in_each_form() -> None:
    old = SL + '\nmsgid "{n} day"\nmsgstr "{n} dan"\n'
    new = HEADER + '\nmsgid "{n} day"\nmsgid_plural "{n} days"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    (entry,), _ = update(old, new)
    assert entry.msgstr_plural == dict.fromkeys(range(4), "{n} dan")
    assert entry.fuzzy


def test_of_what_is_not_needed_only_what_is_there_is_kept() -> None:
    template = HEADER + '\nmsgid "Ours"\nmsgstr ""\n\nmsgid "Said anew"\nmsgstr ""\n\nmsgid "Built in"\nmsgstr ""\n'
    entries, changes = update(
        SL + '\nmsgid "Said anew"\nmsgstr "Drugače"\n', template, HEADER + '\nmsgid "Ours"\nmsgstr ""\n'
    )
    assert [(entry.msgid, entry.msgstr) for entry in entries] == [("Ours", ""), ("Said anew", "Drugače")]
    assert changes == (1, 0, 0)


@pytest.mark.parametrize("text", ["", 'msgid "Yes"\nmsgstr "Da"\n'])
def test_a_catalog_without_a_header_gets_one(text: str) -> None:
    made, _ = files.merge(text, HEADER + '\nmsgid "Yes"\nmsgstr ""\n', HEADER, "nplurals=1; plural=0;")
    header = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n'
    )
    assert made == header + ("\n" + text if text else "")


@needs_gettext
def test_msgcat_and_msgfmt_find_nothing_to_change_in_a_catalog_that_was_updated(tmp_path: Path) -> None:
    long = "A sentence that is longer than a line of eighty characters, which a program might like to break. " * 2
    old = f'# Opomba.\n{SL}\nmsgid "{long}"\nmsgstr "{long}"\n\nmsgid "Gone away"\nmsgstr "Šlo"\n'
    places = "".join(f" templates/a-letter-of-ours-{'x' * number}/letter.md.j2" for number in range(1, 30))
    new = f'{HEADER}\n#:{places}\n#, python-brace-format\nmsgctxt "a"\nmsgid "{long}{{n}}\\n"\nmsgstr ""\n'
    path = tmp_path / "a.po"
    path.write_text(files.merge(old, new, new, None)[0], "utf-8")
    told = subprocess.run(["msgcat", "--no-wrap", str(path)], capture_output=True, check=True).stdout
    assert told.decode() == path.read_text("utf-8")
    subprocess.run(["msgfmt", "-c", "-o", "/dev/null", str(path)], check=True)


def test_nothing_is_written_when_one_catalog_has_a_flaw(company: Company) -> None:
    company.note("{% trans %}Good day{% endtrans %}\n")
    whole = company.file("locales/en/LC_MESSAGES/goodterms.po", HEADER.replace("sl", "en"))
    company.file("locales/sl/LC_MESSAGES/goodterms.po", SL + '\nmsgid "open\nmsgstr ""\n')
    result = run("update", "--content", str(company.root))
    assert result.exit_code == 3
    assert "locales/sl/LC_MESSAGES/goodterms.po:7" in result.stderr
    assert whole.read_text("utf-8") == HEADER.replace("sl", "en")
    assert not (company.root / "locales" / "goodterms.pot").exists()


def test_a_company_s_catalog_gets_the_messages_of_its_own_templates(company: Company) -> None:
    company.note("{% trans %}Good day{% endtrans %}\n")
    path = company.file(
        "locales/sl/LC_MESSAGES/goodterms.po",
        HEADER + '\nmsgctxt "farewell"\nmsgid "Kind regards,"\nmsgstr "Vse dobro"\n',
    )
    assert run("update", "--content", str(company.root)).exit_code == 0
    found = {entry.msgid: entry.msgstr for entry in polib.pofile(str(path))}
    assert found == {"Good day": "", "Kind regards,": "Vse dobro"}
    assert polib.pofile(str(path)).metadata["Plural-Forms"].startswith("nplurals=4;")


def test_a_new_language_has_every_message_and_its_plural_rule(company: Company) -> None:
    assert run("add", "hi", "--content", str(company.root)).exit_code == 0
    path = company.root / "locales" / "hi" / "LC_MESSAGES" / "goodterms.po"
    catalog = polib.pofile(str(path))
    assert len(catalog) == len(polib.pofile(str(BUILT_IN / "locales" / "goodterms.pot")))
    assert catalog.percent_translated() == 0
    assert catalog.metadata["Language"] == "hi"
    row = next(
        row
        for row in json.loads(run("status", "--json", "--content", str(company.root)).stdout)
        if row["language"] == "hi"
    )
    assert row["missing"]["farewell"] > 0
    assert row["words"] > 0
    checked = CliRunner().invoke(main, ["check", str(path), "--fail-on", "warning"])
    assert checked.exit_code == 0, checked.output
    again = run("add", "hi", "--content", str(company.root))
    assert again.exit_code == 2
    assert "exists" in again.stderr


@pytest.mark.parametrize("given", ["xx", "sl_../../x", "../sl", "", "/", "hi/..", "hi@../../x"])
def test_a_language_that_cldr_does_not_know_is_refused(given: str, company: Company) -> None:
    before = sorted(company.root.rglob("*"))
    result = run("add", "--content", str(company.root), "--", given)
    assert result.exit_code == 2
    assert "CLDR knows no language" in result.stderr
    assert sorted(company.root.rglob("*")) == before


@pytest.mark.parametrize("tag", ["am", "ar", "bn", "cs", "cy", "en", "fa", "fr", "ga", "hi", "ja", "mt", "pt_BR", "sl"])
def test_a_plural_rule_keeps_apart_what_cldr_keeps_apart(tag: str) -> None:
    header = plural_header(tag)
    assert header is not None
    form_of = gettext.c2py(header.partition("plural=")[2].rstrip(";"))
    category_of = babel.Locale.parse(tag).plural_form
    pairs = {(form_of(number), category_of(number)) for number in range(2000)}
    assert len({form for form, _ in pairs}) == len({category for _, category in pairs}) == len(pairs)


@pytest.mark.parametrize("tag", ["pt", "ht"])
def test_a_plural_rule_that_gettext_cannot_say_is_said_by_another_that_agrees(tag: str, company: Company) -> None:
    """CLDR's rule asks for operands that gettext does not have."""
    assert run("add", tag, "--content", str(company.root)).exit_code == 0
    header = polib.pofile(str(company.root / f"locales/{tag}/LC_MESSAGES/goodterms.po")).metadata["Plural-Forms"]
    form_of = gettext.c2py(header.partition("plural=")[2].rstrip(";"))
    category_of = babel.Locale.parse(tag).plural_form
    assert len({(form_of(number), category_of(number)) for number in range(1000)}) == 2


def test_status_says_that_every_letter_is_complete() -> None:
    rows = json.loads(run("status", "--json").stdout)
    assert {row["language"] for row in rows} == {path.parts[-3] for path in CATALOGS}
    assert all(row["words"] == 0 and not any(row["missing"].values()) for row in rows)


ASKED = '\nmsgid "Phone: {phone}"\nmsgstr ""\n\n#, fuzzy\n#| msgid "Mail"\nmsgid "Email: {email}"\nmsgstr "Pošta: {email}"\n'


def test_todo_holds_what_is_missing_or_fuzzy_and_nothing_else() -> None:
    done = '\nmsgid "Yes"\nmsgstr "Da"\n\n#~ msgid "No"\n#~ msgstr "Ne"\n'
    assert todo.select_todo(SL + ASKED + done, "sl", None) == (SL + ASKED, 2)
    assert todo.select_todo(SL + ASKED + done, "sl", {(None, "Phone: {phone}"), (None, "Yes")})[1] == 1


def test_blanks_are_no_translation() -> None:
    blank, done = SL + '\nmsgid "Yes"\nmsgstr " "\n', SL + '\nmsgid "Yes"\nmsgstr "Da"\n'
    assert todo.select_todo(blank, "sl", None)[1] == 1
    assert todo.take(done, blank) == (done, 0, [], [])
    assert todo.take(blank, done).translated == 1


def test_what_is_brought_back_is_taken_and_nothing_that_was_done_is_lost() -> None:
    mine = SL + ASKED + '\nmsgid "Yes"\nmsgstr "Da"\n'
    brought = (
        SL + '\n# Opomba.\nmsgid "Email: {email}"\nmsgstr "E-pošta: {email}"\n\nmsgid "Phone: {phone}"\nmsgstr ""\n'
        '\nmsgid "Yes"\nmsgstr "Ja"\n\nmsgid "Never asked"\nmsgstr "Nikoli"\n'
    )
    made = todo.take(mine, brought)
    phone, email, yes = polib.pofile(made.text)
    assert (phone.msgstr, yes.msgstr) == ("", "Da")
    assert (email.msgstr, email.fuzzy, email.previous_msgid, email.tcomment) == (
        "E-pošta: {email}",
        False,
        None,
        "Opomba.",
    )
    assert made[1:] == (1, ["Never asked"], ["Yes"])


def test_a_file_with_errors_is_not_taken_and_all_of_them_are_told(company: Company) -> None:
    path = company.root / "locales" / "hi" / "LC_MESSAGES" / "goodterms.po"
    assert run("add", "hi", "--content", str(company.root)).exit_code == 0
    before = path.read_bytes()
    file = company.file(
        "todo.po",
        HEADER.replace("sl", "hi")
        + '\nmsgid "Phone: {phone}"\nmsgstr "फ़ोन"\n\nmsgid "Email: {email}"\nmsgstr "{mail}"\n',
    )
    result = run("take", str(file), "--content", str(company.root))
    assert result.exit_code == 2
    assert f"{file}:7: leaves out the placeholder {{phone}}" in result.stderr
    assert f"{file}:10: " in result.stderr
    assert path.read_bytes() == before


@pytest.mark.parametrize("language", ["", "hy", "../hi"])
def test_a_file_of_no_language_that_is_written_is_not_taken(language: str, company: Company) -> None:
    file = company.file("todo.po", HEADER.replace("sl", language) + '\nmsgid "Yes"\nmsgstr "Da"\n')
    result = run("take", str(file), "--content", str(company.root))
    assert result.exit_code == 2
    assert f"the header Language reads {language!r}" in result.stderr


def test_what_was_written_to_do_can_be_taken(company: Company) -> None:
    content = ["--content", str(company.root)]
    run("add", "hi", *content)
    file = company.root / "to-do.po"
    assert run("todo", "hi", "farewell", "-o", str(file), *content).exit_code == 0
    written = polib.pofile(str(file))
    for entry in written:
        if entry.msgid == "Phone: {phone}":
            entry.msgstr = "फ़ोन: {phone}"
    written.save()
    assert "translations taken: 1" in run("take", str(file), *content).stderr
    assert "translations taken: 0" in run("take", str(file), *content).stderr
    catalog = polib.pofile(str(company.root / "locales" / "hi" / "LC_MESSAGES" / "goodterms.po"))
    assert [entry.msgstr for entry in catalog.translated_entries()] == ["फ़ोन: {phone}"]
    refused = run("todo", "hi", "-o", str(file), *content)
    assert refused.exit_code == 2
    assert "--force" in refused.stderr


TABLE_ENTRIES = """
msgctxt "one"
msgid "Hello"
msgstr ""

msgctxt "two"
msgid "Hello"
msgstr ""

#, python-brace-format
msgid "{count} shipment"
msgid_plural "{count} shipments"
msgstr[0] ""
msgstr[1] ""
msgstr[2] ""
msgstr[3] ""

#, fuzzy
#| msgid "Thanks"
msgid "Thank you"
msgstr "Hvala"
"""
TABLE_BODY = (
    '{% trans "one" %}Hello{% endtrans %} {% trans "two" %}Hello{% endtrans %} {% trans %}Thank you{% endtrans %}'
    "{% trans count=count %}{{ count }} shipment{% pluralize %}{{ count }} shipments{% endtrans %}"
)
TRANSLATIONS = {
    ("one", "Hello", ""): "Pozdravljeni",
    ("two", "Hello", ""): "=Živjo",
    ("", "{count} shipments", "0"): "{count} pošiljka",
    ("", "{count} shipments", "1"): "{count} pošiljki",
    ("", "{count} shipments", "2"): "{count} pošiljke",
    ("", "{count} shipments", "3"): "{count} pošiljk",
    ("", "Thank you", ""): "Hvala Vam",
}


@pytest.fixture
def tables(company: Company) -> Company:
    company.note(TABLE_BODY)
    company.catalog(TABLE_ENTRIES).write_text(
        (company.root / "locales/sl/LC_MESSAGES/goodterms.po")
        .read_text("utf-8")
        .replace('"Content-Type', '"Language: sl\\n"\n"Content-Type'),
        "utf-8",
    )
    return company


def filled(company: Company, kind: str, translations: Mapping[tuple[str, str, str], str]) -> Path:
    """The table of what is to do, as somebody brings it back."""
    path = company.root / f"to-do.{kind}"
    content = ("--content", str(company.root))
    assert run("todo", "sl", "note", "-o", str(path), "--force", *content).exit_code == 0
    header, *rows = [[str(cell) for cell in row.cells] for row in sheets.read(path).rows]
    for row in rows:
        cells = dict(zip(header, [*row, *[""] * len(header)], strict=False))
        key = (cells["context"], cells["message"], cells["form"])
        row[5] = writing.guard(translations.get(key, "")) if kind == "csv" else translations.get(key, "")
    columns = todo_sheet.columns("ltr")
    if kind == "csv":
        lines = [";".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in [header, *rows]]
        path.write_bytes("\r\n".join(lines).encode("cp1250"))  # as a spreadsheet program may save it
    else:
        path.write_bytes(writing.xlsx_bytes("sl", columns, rows))
    return path


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_table_of_what_is_to_do_comes_back(tables: Company, kind: str) -> None:
    path = filled(tables, kind, TRANSLATIONS)
    result = run("take", str(path), "--content", str(tables.root))
    assert result.exit_code == 0, result.stderr
    catalog = polib.pofile(str(tables.root / "locales/sl/LC_MESSAGES/goodterms.po"))
    found = {(entry.msgctxt, entry.msgid): entry for entry in catalog}
    assert found["one", "Hello"].msgstr == "Pozdravljeni"
    assert found["two", "Hello"].msgstr == "=Živjo"
    assert list(found[None, "{count} shipment"].msgstr_plural.values()) == [
        "{count} pošiljka",
        "{count} pošiljki",
        "{count} pošiljke",
        "{count} pošiljk",
    ]
    assert (found[None, "Thank you"].msgstr, found[None, "Thank you"].fuzzy) == ("Hvala Vam", False)


def test_a_proposal_is_taken_only_when_it_was_written_into_its_column(tables: Company) -> None:
    path = filled(tables, "xlsx", {("one", "Hello", ""): "Pozdravljeni"})
    assert any("Proposal, for “Thanks”: Hvala" in map(str, row.cells) for row in sheets.read(path).rows)
    result = run("take", str(path), "--content", str(tables.root))
    assert "translations taken: 1" in result.stderr
    catalog = polib.pofile(str(tables.root / "locales/sl/LC_MESSAGES/goodterms.po"))
    assert [entry.msgid for entry in catalog.fuzzy_entries()] == ["Thank you"]


def test_an_error_in_a_table_is_told_by_its_row(tables: Company) -> None:
    before = (tables.root / "locales/sl/LC_MESSAGES/goodterms.po").read_bytes()
    wrong = {**TRANSLATIONS, ("", "{count} shipments", "2"): "{n} pošiljke", ("one", "Hello", ""): "\u202eabc"}
    path = filled(tables, "xlsx", wrong)
    result = run("take", str(path), "--content", str(tables.root))
    assert result.exit_code == 2
    rows = {tuple(map(str, row.cells))[1:4]: row.number for row in sheets.read(path).rows}
    assert f"to-do.xlsx, row {rows['', '{count} shipments', '2']}: the placeholder {{n}} is not" in result.stderr
    assert f"to-do.xlsx, row {rows['one', 'Hello', '']}: U+202E" in result.stderr
    assert (tables.root / "locales/sl/LC_MESSAGES/goodterms.po").read_bytes() == before


def test_every_fault_of_a_table_is_told_at_once(tables: Company) -> None:
    path = tables.file(
        "a.csv",
        "language,context,message,form,translation\nsl,one,Helo,,a\nsl,,{count} shipments,7,b\nhr,two,Hello,,c\n",
    )
    result = run("take", str(path), "--content", str(tables.root))
    assert result.exit_code == 2
    for told in (
        "row 2: no letter asks for 'Helo'",
        "did you mean 'Hello'?",
        "row 3: the form is '7'",
        "expected 0 or 1 or 2 or 3",
        "expected rows of one language, found 'sl' (row 2), 'hr' (row 4)",
    ):
        assert told in result.stderr
    tables.file("a.csv", "language,context,massage,translation\n")
    refused = run("take", str(path), "--content", str(tables.root)).stderr
    assert "has no column 'message'" in refused
    assert "has no column 'form'" in refused
    tables.file("a.csv", "language,context,message,form,translation\nxx,,a,,b\n")
    assert "the column language reads 'xx'" in run("take", str(path), "--content", str(tables.root)).stderr


def test_a_text_that_stands_in_two_rows_is_told_with_both(tables: Company) -> None:
    path = tables.file(
        "a.csv",
        "language,context,message,form,translation\nsl,one,Hello,,a\nsl,two,Hello,,b\nsl,one,Hello,,c\n"
        "sl,,{count} shipment,1,d\nsl,,{count} shipments,1,e\n",
    )
    result = run("take", str(path), "--content", str(tables.root))
    assert result.exit_code == 2
    assert "row 4: 'Hello' is there already, in row 2" in result.stderr
    assert "row 6: '{count} shipments' is there already, in row 5" in result.stderr


def test_a_plural_with_some_forms_only_is_left_as_it_was(tables: Company) -> None:
    some = {**TRANSLATIONS, ("", "{count} shipments", "2"): " "}
    result = run("take", str(filled(tables, "xlsx", some)), "--content", str(tables.root))
    assert result.exit_code == 0, result.stderr
    assert "translations taken: 3" in result.stderr
    catalog = polib.pofile(str(tables.root / "locales/sl/LC_MESSAGES/goodterms.po"))
    assert [entry.msgid for entry in catalog.untranslated_entries()] == ["{count} shipment"]


@pytest.mark.parametrize("kind", [".ods", ".xls", ".tsv", ".jsonl", ".parquet", ".ODS"])
def test_what_is_to_do_is_written_as_no_other_table(company: Company, kind: str) -> None:
    path = company.root / f"a{kind}"
    result = run("todo", "hi", "-o", str(path), "--content", str(company.root))
    assert result.exit_code == 2
    assert "expected .po, .xlsx or .csv" in result.stderr
    assert not path.exists()


def test_a_character_that_letters_refuse_is_told_when_it_is_brought(tables: Company) -> None:
    path = tables.file("sl.po", SL + '\nmsgctxt "one"\nmsgid "Hello"\nmsgstr "Po\\tzdrav"\n')
    result = run("take", str(path), "--content", str(tables.root))
    assert result.exit_code == 2
    assert "U+0009" in result.stderr


def test_a_reworded_message_is_shown_by_words(company: Company) -> None:
    company.note("{% trans %}Thank you for your great trust.{% endtrans %}")
    company.catalog('\nmsgid "Thank you for your trust."\nmsgstr "Hvala za zaupanje."\n')
    content = ("--content", str(company.root))
    assert run("update", *content).exit_code == 0
    shown = run("diff", "sl", *content)
    assert "  Thank you for your {+great +}trust.\n  → Hvala za zaupanje.\n" in shown.stdout
    (row,) = json.loads(run("diff", *content, "--json").stdout)
    assert (row["previous"], row["msgid"]) == ("Thank you for your trust.", "Thank you for your great trust.")
    assert row["strings"] == ["Hvala za zaupanje."]


@given(st.text(alphabet="ab c.{}\u0915\u094d", max_size=20), st.text(alphabet="ab c.{}\u0915\u094d", max_size=20))
def test_what_is_shown_by_words_is_all_of_both_texts(old: str, new: str) -> None:
    runs = list(changes.by_words(old, new))
    assert "".join(words for kind, words in runs if kind != "new") == old
    assert "".join(words for kind, words in runs if kind != "gone") == new


def test_pseudo_locales_write_whole_letters(company: Company) -> None:
    company.note(TABLE_BODY)
    target = company.root / "pseudo"
    assert run("pseudo", str(target), "--content", str(company.root)).exit_code == 0
    paths = sorted(target.glob("locales/*/LC_MESSAGES/goodterms.po"))
    tags = [path.parts[-3] for path in paths]
    assert [tag[-2:] for tag in tags] == ["XA", "XC", "XB"]
    for path in paths:
        assert not polib.pofile(str(path)).untranslated_entries()
    layers = [target, company.root]
    project = Project(Content(layers))
    directions = {tag: project.locale(tag.replace("_", "-")).direction for tag in tags}
    assert sorted(directions.values()) == ["ltr", "ltr", "rtl"]
    forms = polib.pofile(str(paths[1])).find("{count} shipment").msgstr_plural.values()
    assert list(forms) == [
        "[0: 1, 101, 201 …] {count} shipments",
        "[1: 2, 102, 202 …] {count} shipments",
        "[2: 3, 4, 103 …] {count} shipments",
        "[3: 0, 5, 6 …] {count} shipments",
    ]


@given(st.text(max_size=60), st.sampled_from(["{name}", "<b>", "https://a.example/x", "ana@example.com", "{{"]))
def test_a_pseudo_text_keeps_what_is_no_prose(text: str, kept: str) -> None:
    for made in (pseudo.longer(f"{text} {kept} {text}"), pseudo.right_to_left(f"{text} {kept} {text}")):
        assert kept in made
