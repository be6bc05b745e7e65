"""The catalog commands: what they write and keep, and what they report."""

from __future__ import annotations

import csv
import gettext
import json
import re
import tomllib
from typing import TYPE_CHECKING

import babel
import polib
import pytest
from click.testing import CliRunner, Result

from goodterms import sheets
from goodterms.cldr.plural_headers import plural_header
from goodterms.cli import main
from goodterms.content.layers import BUILT_IN, Content
from goodterms.project import Project
from goodterms.sheets import writing
from goodterms.translating import todo_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from conftest import Company

HEADER = 'msgid ""\nmsgstr ""\n"Language: sl\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
SL_FORMS = '"Plural-Forms: nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);\\n"\n'
SL = HEADER + SL_FORMS
CATALOGS = sorted(BUILT_IN.glob("locales/*/LC_MESSAGES/goodterms.po"))


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["catalog", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_update_writes_nothing_if_one_catalog_has_a_fault(company: Company) -> None:
    company.note("{% trans %}Good day{% endtrans %}\n")
    whole = company.file("locales/en/LC_MESSAGES/goodterms.po", HEADER.replace("sl", "en"))
    company.file("locales/sl/LC_MESSAGES/goodterms.po", SL + '\nmsgid "open\nmsgstr ""\n')
    result = run("update", "--content", str(company.root))
    assert result.exit_code == 3
    assert "locales/sl/LC_MESSAGES/goodterms.po:7" in result.stderr
    assert whole.read_text("utf-8") == HEADER.replace("sl", "en")
    assert not (company.root / "locales" / "goodterms.pot").exists()


def test_update_gives_a_company_s_catalog_the_messages_of_its_own_templates(company: Company) -> None:
    company.note("{% trans %}Good day{% endtrans %}\n")
    path = company.file(
        "locales/sl/LC_MESSAGES/goodterms.po",
        HEADER + '\nmsgctxt "farewell"\nmsgid "Kind regards,"\nmsgstr "Vse dobro"\n',
    )
    assert run("update", "--content", str(company.root)).exit_code == 0
    translations = {entry.msgid: entry.msgstr for entry in polib.pofile(str(path))}
    assert translations == {"Good day": "", "Kind regards,": "Vse dobro"}
    assert polib.pofile(str(path)).metadata["Plural-Forms"].startswith("nplurals=4;")


def test_add_writes_every_message_and_the_plural_rule(company: Company) -> None:
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
    assert f"LANG: {path} already exists" in again.stderr


@pytest.mark.parametrize("given", ["xx", "sl_../../x", "../sl", "", "/", "hi/..", "hi@../../x"])
def test_add_refuses_a_language_that_cldr_does_not_know(given: str, company: Company) -> None:
    before = sorted(company.root.rglob("*"))
    result = run("add", "--content", str(company.root), "--", given)
    assert result.exit_code == 2
    assert f"{given!r} is not a language in CLDR" in result.stderr
    assert sorted(company.root.rglob("*")) == before


@pytest.mark.parametrize("tag", ["am", "ar", "bn", "cs", "cy", "en", "fa", "fr", "ga", "hi", "ja", "mt", "pt_BR", "sl"])
def test_a_plural_rule_has_one_form_for_each_category_of_cldr(tag: str) -> None:
    header = plural_header(tag)
    assert header is not None
    form_of = gettext.c2py(header.partition("plural=")[2].rstrip(";"))
    category_of = babel.Locale.parse(tag).plural_form
    pairs = {(form_of(number), category_of(number)) for number in range(2000)}
    assert len({form for form, _ in pairs}) == len({category for _, category in pairs}) == len(pairs)


@pytest.mark.parametrize("tag", ["pt", "ht"])
def test_a_plural_rule_that_gettext_cannot_express_is_replaced_by_one_that_agrees(tag: str, company: Company) -> None:
    """CLDR's rule asks for operands that gettext does not have."""
    assert run("add", tag, "--content", str(company.root)).exit_code == 0
    header = polib.pofile(str(company.root / f"locales/{tag}/LC_MESSAGES/goodterms.po")).metadata["Plural-Forms"]
    form_of = gettext.c2py(header.partition("plural=")[2].rstrip(";"))
    category_of = babel.Locale.parse(tag).plural_form
    assert len({(form_of(number), category_of(number)) for number in range(1000)}) == 2


def test_status_shows_that_every_letter_is_complete() -> None:
    rows = json.loads(run("status", "--json").stdout)
    assert {row["language"] for row in rows} == {path.parts[-3] for path in CATALOGS}
    assert all(row["words"] == 0 and not any(row["missing"].values()) for row in rows)


def test_take_refuses_a_file_and_reports_every_error_in_it(company: Company) -> None:
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
    assert f"{file}:7: the placeholder {{phone}} is missing from the translation" in result.stderr
    assert f"{file}:10: " in result.stderr
    assert path.read_bytes() == before


@pytest.mark.parametrize("language", ["", "hy", "../hi"])
def test_take_refuses_a_language_without_a_catalog(language: str, company: Company) -> None:
    file = company.file("todo.po", HEADER.replace("sl", language) + '\nmsgid "Yes"\nmsgstr "Da"\n')
    result = run("take", str(file), "--content", str(company.root))
    assert result.exit_code == 2
    assert f"the header Language is {language!r}, which has no catalog" in result.stderr


def test_a_todo_catalog_can_be_taken_back(company: Company) -> None:
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
    """A todo table with translations, as a translator returns it."""
    path = company.root / f"to-do.{kind}"
    content = ("--content", str(company.root))
    assert run("todo", "sl", "note", "-o", str(path), "--force", *content).exit_code == 0
    header, *rows = [[str(cell) for cell in row.cells] for row in sheets.read(path).rows]
    names = [column.name for column in todo_sheet.columns("xx", "ltr")]
    for row in rows:
        row += [""] * (len(header) - len(row))  # blank cells at the end of a row are not read
        cells = dict(zip(names, row, strict=True))
        key = (cells["context"], cells["message"], cells["form"])
        row[names.index("translation")] = (
            writing.guard(translations.get(key, "")) if kind == "csv" else translations.get(key, "")
        )
    columns = todo_sheet.columns("sl", "ltr")
    if kind == "csv":
        lines = [";".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in [header, *rows]]
        path.write_bytes("\r\n".join(lines).encode("cp1250"))  # as a spreadsheet program may save it
    else:
        path.write_bytes(writing.xlsx_bytes("sl", columns, rows))
    return path


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_todo_table_can_be_taken_back(tables: Company, kind: str) -> None:
    path = filled(tables, kind, TRANSLATIONS)
    result = run("take", str(path), "--content", str(tables.root))
    assert result.exit_code == 0, result.stderr
    catalog = polib.pofile(str(tables.root / "locales/sl/LC_MESSAGES/goodterms.po"))
    entries = {(entry.msgctxt, entry.msgid): entry for entry in catalog}
    assert entries["one", "Hello"].msgstr == "Pozdravljeni"
    assert entries["two", "Hello"].msgstr == "=Živjo"
    assert list(entries[None, "{count} shipment"].msgstr_plural.values()) == [
        "{count} pošiljka",
        "{count} pošiljki",
        "{count} pošiljke",
        "{count} pošiljk",
    ]
    assert (entries[None, "Thank you"].msgstr, entries[None, "Thank you"].fuzzy) == ("Hvala Vam", False)


def test_a_proposal_in_the_notes_is_not_taken(tables: Company) -> None:
    path = filled(tables, "xlsx", {("one", "Hello", ""): "Pozdravljeni"})
    assert any("Predlog, za »Thanks«: Hvala" in map(str, row.cells) for row in sheets.read(path).rows)
    result = run("take", str(path), "--content", str(tables.root))
    assert "translations taken: 1" in result.stderr
    catalog = polib.pofile(str(tables.root / "locales/sl/LC_MESSAGES/goodterms.po"))
    assert [entry.msgid for entry in catalog.fuzzy_entries()] == ["Thank you"]


def test_an_error_in_a_table_is_reported_with_its_row(tables: Company) -> None:
    before = (tables.root / "locales/sl/LC_MESSAGES/goodterms.po").read_bytes()
    wrong = {**TRANSLATIONS, ("", "{count} shipments", "2"): "{n} pošiljke", ("one", "Hello", ""): "\u202eabc"}
    path = filled(tables, "xlsx", wrong)
    result = run("take", str(path), "--content", str(tables.root))
    assert result.exit_code == 2
    rows = {tuple(map(str, row.cells))[4:7]: row.number for row in sheets.read(path).rows}
    assert f"to-do.xlsx, row {rows['', '{count} shipments', '2']}: the placeholder {{n}} is not" in result.stderr
    assert f"to-do.xlsx, row {rows['one', 'Hello', '']}: U+202E" in result.stderr
    assert (tables.root / "locales/sl/LC_MESSAGES/goodterms.po").read_bytes() == before


def test_every_fault_of_a_table_is_reported_at_once(tables: Company) -> None:
    path = tables.file(
        "a.csv",
        "language,context,message,form,translation\nsl,one,Helo,,a\nsl,,{count} shipments,7,b\nhr,two,Hello,,c\n",
    )
    result = run("take", str(path), "--content", str(tables.root))
    assert result.exit_code == 2
    for line in (
        f"{path}, row 2: 'Helo' is not a message of any letter",
        "  did you mean 'Hello'?",
        f"{path}, row 3: '7' is not a plural form of this message",
        "  expected 0 or 1 or 2 or 3",
        f"{path}, row 4: the language is 'hr', but in row 2 it is 'sl'",
    ):
        assert f"  {line}\n" in result.stderr
    tables.file("a.csv", "language,context,massage,translation\n")
    refused = run("take", str(path), "--content", str(tables.root)).stderr
    assert "there is no column 'message'\n    if you mean the column 'massage', rename it to 'message'" in refused
    assert (
        "there is no column 'form'\n    expected the columns language, context, message, form, translation" in refused
    )
    tables.file("a.csv", "language,context,message,form,translation\nxx,,a,,b\n")
    assert (
        "the column language is 'xx', which has no catalog"
        in run("take", str(path), "--content", str(tables.root)).stderr
    )


def test_a_text_in_two_rows_is_reported_with_both(tables: Company) -> None:
    path = tables.file(
        "a.csv",
        "language,context,message,form,translation\nsl,one,Hello,,a\nsl,two,Hello,,b\nsl,one,Hello,,c\n"
        "sl,,{count} shipment,1,d\nsl,,{count} shipments,1,e\n",
    )
    result = run("take", str(path), "--content", str(tables.root))
    assert result.exit_code == 2
    assert "row 4: 'Hello' is also in row 2" in result.stderr
    assert "row 6: '{count} shipments' is also in row 5" in result.stderr


def test_a_plural_with_an_empty_form_is_not_taken(tables: Company) -> None:
    incomplete = {**TRANSLATIONS, ("", "{count} shipments", "2"): " "}
    result = run("take", str(filled(tables, "xlsx", incomplete)), "--content", str(tables.root))
    assert result.exit_code == 0, result.stderr
    assert "translations taken: 3" in result.stderr
    catalog = polib.pofile(str(tables.root / "locales/sl/LC_MESSAGES/goodterms.po"))
    assert [entry.msgid for entry in catalog.untranslated_entries()] == ["{count} shipment"]


@pytest.mark.parametrize("kind", [".ods", ".xls", ".tsv", ".jsonl", ".parquet", ".ODS"])
def test_todo_refuses_other_kinds_of_tables(company: Company, kind: str) -> None:
    path = company.root / f"a{kind}"
    result = run("todo", "hi", "-o", str(path), "--content", str(company.root))
    assert result.exit_code == 2
    assert "expected .po, .xlsx or .csv" in result.stderr
    assert not path.exists()


def test_take_refuses_a_character_that_letters_refuse(tables: Company) -> None:
    path = tables.file("sl.po", SL + '\nmsgctxt "one"\nmsgid "Hello"\nmsgstr "Po\\tzdrav"\n')
    result = run("take", str(path), "--content", str(tables.root))
    assert result.exit_code == 2
    assert "U+0009" in result.stderr


def test_such_a_character_in_a_table_is_reported_with_its_row(tables: Company) -> None:
    path = tables.file("a.csv", "language,context,message,form,translation\nsl,two,Hello,,a\nsl,one,Hello,,b\tc\n")
    result = run("take", str(path), "--content", str(tables.root))
    assert result.exit_code == 2
    assert f"{path}, row 3: the translation contains U+0009" in result.stderr


def test_diff_shows_a_reworded_message_word_by_word(company: Company) -> None:
    company.note("{% trans %}Thank you for your great trust.{% endtrans %}")
    company.catalog('\nmsgid "Thank you for your trust."\nmsgstr "Hvala za zaupanje."\n')
    content = ("--content", str(company.root))
    assert run("update", *content).exit_code == 0
    shown = run("diff", "sl", *content)
    assert "  Thank you for your {+great +}trust.\n  → Hvala za zaupanje.\n" in shown.stdout
    (row,) = json.loads(run("diff", *content, "--json").stdout)
    assert (row["previous"], row["msgid"]) == ("Thank you for your trust.", "Thank you for your great trust.")
    assert row["strings"] == ["Hvala za zaupanje."]


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


def edit(path: Path, changes: Mapping[str, str]) -> None:
    """Write translations into a CSV table, by message."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    place, target = header.index("sporočilo"), header.index("prevod")
    for row in rows:
        row[target] = changes.get(row[place], row[target])
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def test_bad_translations_are_skipped_and_corrections_replace_what_was_handed_out(tables: Company) -> None:
    content = ("--content", str(tables.root))
    catalog, file = tables.root / "locales/sl/LC_MESSAGES/goodterms.po", tables.root / "a.csv"
    assert run("todo", "sl", "note", "-o", str(file), *content).exit_code == 0
    edit(file, {"{count} shipments": "{n} pošiljk", "Hello": "Živjo", "Thank you": "Raèun"})
    refused = run("take", str(file), *content)
    assert (refused.exit_code, "nothing was written" in refused.stderr) == (2, True)
    taken = run("take", str(file), "--skip-bad", *content)
    assert taken.exit_code == 1
    assert "  translations taken: 3\n" in taken.stderr
    assert f"  not taken: {file}, row " in taken.stderr
    assert re.search(r"  warning: .*a\.csv, row \d+: U\+00E8 .*\(mistaken-character\)", taken.stderr)
    assert '"{n} pošiljk"' not in catalog.read_text("utf-8")

    assert run("todo", "sl", "note", "--all", "-o", str(file), "--force", *content).exit_code == 0
    _, shown, *_ = sheets.read(file).rows
    assert [str(cell) for cell in list(shown.cells)[:4]] == ["sl", "note", "body", "1"]
    edit(file, {"Hello": "Pozdravljeni", "Thank you": "Hvala"})
    kept = run("take", str(file), *content)
    assert (kept.exit_code, kept.stderr.count("--replace replaces it")) == (0, 3)
    catalog.write_text(catalog.read_text("utf-8").replace("Raèun", "Najlepša hvala"), "utf-8")
    replaced = run("take", str(file), "--replace", *content)
    assert replaced.exit_code == 1
    assert "  translations replaced: 2\n" in replaced.stderr
    assert "kept, was changed after it was handed out: 'Thank you'\n" in replaced.stderr
    assert "    handed out: Raèun\n    in the catalog: Najlepša hvala\n    returned: Hvala\n" in replaced.stderr
    assert catalog.read_text("utf-8").count("Pozdravljeni") == 2


def test_one_form_of_a_finished_plural_can_be_corrected(tables: Company) -> None:
    content = ("--content", str(tables.root))
    assert run("take", str(filled(tables, "xlsx", TRANSLATIONS)), *content).exit_code == 0
    file = tables.root / "b.csv"
    assert run("todo", "sl", "note", "--all", "-o", str(file), *content).exit_code == 0
    header, *rows = [[str(cell) for cell in row.cells] for row in sheets.read(file).rows]
    printed = [row[header.index("v pismu")] for row in rows if row[header.index("oblika")]]
    assert printed[1:] == ["2 pošiljki", "3 pošiljke", "5 pošiljk"]
    with file.open("w", encoding="utf-8", newline="") as target:
        for row in rows:
            row += [""] * (len(header) - len(row))
            if row[header.index("oblika")] == "1":
                row[header.index("prevod")] = "{count} pošiljki (dve)"
        csv.writer(target).writerows([header, *rows])
    assert "translations replaced: 1" in run("take", str(file), "--replace", *content).stderr
    text = (tables.root / "locales/sl/LC_MESSAGES/goodterms.po").read_text("utf-8")
    assert 'msgstr[0] "{count} pošiljka"\nmsgstr[1] "{count} pošiljki (dve)"\nmsgstr[2] "{count} pošiljke"' in text


def test_a_new_language_gets_files_to_fill_in(company: Company) -> None:
    content = ("--content", str(company.root))
    questioned = run("add", "hr_HR", *content)
    assert questioned.exit_code == 2
    assert "goodterms catalog add hr creates a catalog for all regions; --region" in questioned.stderr
    assert run("add", "hr", *content).exit_code == 0
    assert run("add", "hr_HR", "--region", *content).exit_code == 0
    for name in ("language.toml", "samples.toml"):
        text = (company.root / "locales/hr" / name).read_text("utf-8")
        assert tomllib.loads(text) == {}
        assert tomllib.loads(re.sub(r"^# (?=\[|[\w-]+ = )", "", text, flags=re.MULTILINE))
    own = company.file("locales/bg/language.toml", 'time = "H:mm"\n')
    assert run("add", "bg", *content).exit_code == 0
    assert own.read_text("utf-8") == 'time = "H:mm"\n'


def test_terms_are_exported_and_imported(company: Company) -> None:
    company.file("locales/sl/terms.toml", '[terms]\nlorry = "tovornjak|"\n')
    here = ("--content", str(company.root))
    table, theirs = company.root / "terms.csv", company.root / "theirs.csv"
    shown = run("terms", "sl", *here).stdout
    assert '"lorry","tovornjak|","","",""' in shown
    assert run("terms", "sl", "-o", str(table), *here).exit_code == 0
    assert table.read_text("utf-8-sig") == shown
    assert run("terms", "sl", "-o", str(table), *here).exit_code == 2
    theirs.write_text("term,translations\nlorry,kamion|\n", "utf-8")
    both = run("terms", "sl", "--import", str(theirs), "-o", str(table), *here)
    assert (both.exit_code, "cannot be combined with --import" in both.stderr) == (2, True)
    assert "terms new or changed: 1" in run("terms", "sl", "--import", str(theirs), *here).stderr
    assert (company.root / "locales" / "sl" / "terms.toml").read_text("utf-8") == '[terms]\nlorry = "kamion|"\n'
    assert ".xml files cannot be written" in run("terms", "sl", "-o", "terms.xml", *here).stderr
