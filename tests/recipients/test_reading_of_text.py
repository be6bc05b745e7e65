"""Tables in old code pages: read right by the letters of the languages that their rows name, or refused; never garbled."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from goodterms import sheets
from goodterms.errors import InvalidRequest
from goodterms.project import Project, open_project
from goodterms.recipients import first_look, reading_of_text
from goodterms.sheets.encodings import CODE_PAGES, COMMON

if TYPE_CHECKING:
    from pathlib import Path

SLOVENIAN = ["Marko Kovač", "Žiga Zupančič", "Špela Čeh", "Ana Grčar", "Jože Košir", "Nataša Božič"]
URDU = ["محمد احمد", "علي رضا", "فاطمہ بيگم", "سلمان خان", "ڈاکٹر عارف", "گجرات"]
NAMES = {
    "sl": SLOVENIAN,
    "sl and foreign names": [*SLOVENIAN, "René Müller", "Đurđa Ćosić", "Mary O’Neill"],
    "ur": URDU,
    "ne": ["राम थापा", "सीता शर्मा"],
    "te": ["రాము నాయుడు", "సీత"],
    "en": ["John Smith", "“Ace” Ltd – Europe", "Chloë Brontë"],
    "French": ["Hélène Adèle", "Irène", "François Dubois", "Noël", "Gisèle Lemaître", "Zoë"],
    "German": ["Jürgen Schäfer", "Björn Müller", "Käthe Weiß", "Jäger", "Bär"],
    "Czech": ["Dvořák", "Jiří Novák", "Lukáš Kříž", "Zdeněk", "Růžena Němcová"],
    "Hungarian": ["Győr", "László Szűcs", "Ödön", "Kőszeg"],
    "Polish": ["Łukasz Wójcik", "Małgorzata Żak", "Święta"],
    "Turkish": ["Gökhan Yılmaz", "Şebnem", "Çağlar"],
    "Lithuanian": ["Šarūnas Žukauskas", "Jūratė Čepaitė"],
    "Danish": ["Søren Kjær", "Åse Møller"],
    "French with Slovenian letters": ["Hélène", "Adèle", "Irène", "Žan", "Maša", "Gisèle", "Michèle"],
    "Italian": ["Niccolò", "Calabrò", "Perchè", "Mosè", "Noè", "Žan", "Maša"],
    "one letter": ["Čeh"],
    "one word": ["Žiga"],
    "capitals": [name.upper() for name in SLOVENIAN],
}
LOCALES = [["sl"], ["en"], ["ur"], ["sl", "en"], ["sl", "ur", "ne"], ["xx"]]
CODECS = [*CODE_PAGES, "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]


@pytest.fixture(scope="module")
def project() -> Project:
    return open_project()


def rows_of(names: list[str], locales: list[str], header: str = "Language") -> list[tuple[str, ...]]:
    rows = zip(names, itertools.cycle(locales), strict=False)
    return [("Ime", header, "E-mail"), *((name, locale, "a@example.com") for name, locale in rows)]


def encoded(rows: list[tuple[str, ...]], codec: str) -> bytes | None:
    try:
        return "".join(";".join(row) + "\r\n" for row in rows).encode(codec)
    except UnicodeEncodeError:
        return None


def read(path: Path, project: Project, locale: str = "") -> list[tuple[object, ...]] | None:
    """The cells of a table; None for one that is refused."""
    try:
        return [row.cells for row in sheets.read(path, judge=reading_of_text.judge(project, locale)).rows]
    except InvalidRequest:
        return None


@pytest.mark.parametrize("locales", LOCALES, ids=" ".join)
@pytest.mark.parametrize("names", NAMES.values(), ids=list(NAMES))
def test_a_table_is_right_or_refused(tmp_path: Path, project: Project, names: list[str], locales: list[str]) -> None:
    rows, path = rows_of(names, locales), tmp_path / "a.csv"
    for codec in CODECS:
        if data := encoded(rows, codec):
            path.write_bytes(data)
            result = read(path, project)
            assert result in (rows, None), codec
            assert result or not codec.startswith("utf"), codec


@pytest.mark.parametrize("header", ["E-mail", "E-pošta", "Datum srečanja"])
@pytest.mark.parametrize("locales", [["sl"], ["slovenščina", "en"]], ids=" ".join)
@pytest.mark.parametrize("names", NAMES.values(), ids=list(NAMES))
def test_with_the_names_of_columns_it_is_right_or_refused(
    tmp_path: Path, project: Project, names: list[str], locales: list[str], header: str
) -> None:
    rows, path = [("Ime", "Jezik", header), *rows_of(names, locales)[1:]], tmp_path / "a.csv"
    judge = first_look.judge(project, first_look.lazy_words(project), "")
    for codec in COMMON:
        if data := encoded(rows, codec):
            path.write_bytes(data)
            try:
                result = [row.cells for row in sheets.read(path, judge=judge).rows]
            except InvalidRequest:
                continue
            assert result == rows, codec


@pytest.mark.parametrize(
    "header", [("Ime", "Jezik", "E-pošta"), ("Stranka", "Jezik", "Način"), ("Name", "Language", "")]
)
@pytest.mark.parametrize(
    "names",
    [
        ["Žiga Čeh"],
        ["Zoë"],
        ["Ana", "Łukasz"],
        ["Bjørn", "João"],
        *(NAMES[name] for name in ("sl", "Czech", "Lithuanian")),
    ],
    ids=" ".join,
)
def test_the_names_of_columns_decide_right_or_not_at_all(
    tmp_path: Path, project: Project, names: list[str], header: tuple[str, ...]
) -> None:
    path, words = tmp_path / "a.csv", first_look.lazy_words(project)
    for codec, locales in itertools.product(CODECS, (["sl"], ["en"], ["sl", "en"])):
        rows = [header, *rows_of(names, locales)[1:]]
        if data := encoded(rows, codec):
            path.write_bytes(data)
            try:
                table = sheets.read(path, judge=first_look.judge(project, words, ""))
                assert [row.cells for row in table.rows] == rows, (codec, locales)
            except InvalidRequest:
                assert not codec.startswith("utf"), codec


@pytest.mark.parametrize("codec", ["cp1250", "cp852", "iso8859_2", "mac_latin2", "mac_croatian"])
@pytest.mark.parametrize("names", [SLOVENIAN[:5], [name.upper() for name in SLOVENIAN]], ids=["small", "capitals"])
@pytest.mark.parametrize("locales", [["sl"], ["sl", "en"], ["sl-SI", "ur", "te"]], ids=" ".join)
def test_slovenian_names_are_read(
    tmp_path: Path, project: Project, codec: str, names: list[str], locales: list[str]
) -> None:
    path, rows = tmp_path / "a.csv", rows_of(names, locales)
    path.write_bytes(encoded(rows, codec) or b"")
    assert read(path, project) == rows
    (note,) = sheets.read(path, judge=reading_of_text.judge(project, "")).notes
    assert "not UTF-8; by its letters, it was read as" in note


@pytest.mark.parametrize("locales", [["ur"], ["ur-PK", "en"]], ids=" ".join)
def test_urdu_names_are_read(tmp_path: Path, project: Project, locales: list[str]) -> None:
    path, rows = tmp_path / "a.csv", rows_of(URDU, locales)
    path.write_bytes(encoded(rows, "cp1256") or b"")
    assert read(path, project) == rows
    assert "Windows-1256" in sheets.read(path, judge=reading_of_text.judge(project, "")).notes[0]


def test_the_locale_of_all_rows_counts(tmp_path: Path, project: Project) -> None:
    path, rows = tmp_path / "a.csv", rows_of(SLOVENIAN, [""])
    path.write_bytes(encoded(rows, "cp1250") or b"")
    assert read(path, project) is None
    assert read(path, project, "sl") == rows


def test_the_locales_are_found_by_words_and_by_settings(tmp_path: Path, project: Project) -> None:
    path, rows = tmp_path / "a.csv", [("Seznam",), *rows_of(SLOVENIAN, ["slovenščina", "angleščina"], "Jezik")]
    path.write_bytes(encoded(rows, "cp1250") or b"")
    assert read(path, project) == rows
    rows = [("Seznam",), *rows_of(SLOVENIAN, ["naš"], "Šifra")]
    path.write_bytes(encoded(rows, "cp1250") or b"")
    assert read(path, project) is None
    judge = reading_of_text.judge(project, "", {"Šifra": "locale"}, {"naš": "sl"})
    assert [row.cells for row in sheets.read(path, judge=judge).rows] == rows


@pytest.mark.parametrize(
    ("names", "codec", "expected"),
    [
        (["Marko Kovač"], "cp1250", "row 2 can be 'Kovač' in Windows-1250 (cp1250) or 'Kovaè' in Windows-1252 (cp1252)"),
        (["Hélène"], "cp1252", "'Hélène' in Windows-1252 (cp1252)"),
    ],
)  # fmt: skip
def test_a_doubt_is_shown_by_words_that_differ(
    tmp_path: Path, project: Project, names: list[str], codec: str, expected: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(encoded(rows_of(names, ["sl"]), codec) or b"")
    with pytest.raises(InvalidRequest) as error:
        sheets.read(path, judge=reading_of_text.judge(project, ""))
    assert expected in str(error.value)
    assert "say which is right with --encoding" in error.value.lines()[1]


def test_letters_of_a_code_page_that_are_utf_8_by_chance_are_refused(tmp_path: Path, project: Project) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(encoded(rows_of(["ČŽ", "Ana"], ["sl"]), "cp1250") or b"")
    path.read_text("utf-8")  # it is valid
    assert read(path, project) is None


@pytest.mark.parametrize("name", ["René", "Łukasz", "łukasz", "Ѓорѓи", "Ana \u0378", "😀", "ž", "Íž"])
def test_a_table_in_utf_8_may_have_a_single_foreign_letter(tmp_path: Path, project: Project, name: str) -> None:
    path, rows = tmp_path / "a.csv", rows_of([name, "Ana"], ["sl", "en"])
    path.write_bytes(encoded(rows, "utf-8") or b"")
    assert read(path, project) == rows
