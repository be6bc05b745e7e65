"""What people read is whole sentences of their language: none is put together from pieces, none is left in English."""

from __future__ import annotations

import ast
import re
import sqlite3
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import program_catalogs
import pytest
from click.testing import CliRunner
from program_texts import texts

import goodterms
from goodterms import speech
from goodterms.cli import click_texts, main
from goodterms.speech import Some, aloud
from goodterms.speech.language import Language
from goodterms.speech.patterns import SOME

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(goodterms.__file__).parent
LANGUAGES = program_catalogs.languages()
PIECE = re.compile(r"\A(?:and|or|but|nor)\b(?! \{count:,\} more fault)")
"""How a msgid begins that is a piece of a sentence; the last line of a list of faults is a line of its own."""
ENGLISH = {"the", "is", "not", "of", "and", "with", "has", "are", "it", "its", "cannot", "this", "expected", "must"}
"""Words that no other language of the program has."""
QUOTED = re.compile(
    r"\u2068[^\u2069]*\u2069|\u2066[^\u2069]*\u2069|»[^«]*«|“[^”]*”|'[^']*'|\"[^\"]*\"|\([^()]*\)|--?[a-z][\w-]*|\S*[/._@=]\S*"
    r"|goodterms(?: [a-z]+)*|Lipa Office Care|U\+[0-9A-F]{4}(?: [A-Z-]+)*"
)
"""What is quoted as it is: values, code, options, names of files."""


def english_in(text: str) -> list[str]:
    """The English of a text: lines with one of its words, and runs of three words in Latin letters elsewhere."""
    found = []
    for line in text.splitlines():
        plain = QUOTED.sub(" ; ", line)
        words = re.findall(r"[a-z]+", plain)
        has_run = not re.search("[čšž]", line) and re.search(r"[a-z]{2,}(?:,? [a-z]{2,}){2,}", plain)
        if ENGLISH & set(words) or (has_run and not plain.isascii()):
            found.append(line)
    return found


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    yield
    speech.choose(None)
    click_texts.speak_as_chosen(is_chosen=False)


def test_english_is_found() -> None:
    assert english_in("customers.xlsx: ni berljiv delovni zvezek: it is damaged")
    assert english_in("a.xlsx: చదవదగిన వర్క్‌బుక్ కాదు: bad central directory")
    assert not english_in("a.xlsx: “File is not a zip file” (अङ्ग्रेजीमा)")


def test_no_message_is_a_piece_of_a_sentence() -> None:
    sentences = [each for one in texts() for each in (one.msgid, one.plural) if each]
    assert [each for each in sentences if each != each.strip() or PIECE.search(each)] == []


def test_what_a_library_says_is_in_no_sentence_unquoted() -> None:
    """The words of an exception are in English: :func:`goodterms.faults.causes.cause` has them in every language."""
    found = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path in sorted(SOURCE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg in ("reason", "why", "problem") and is_of_exception(keyword.value)
    ]
    assert found == []


def is_of_exception(value: ast.expr) -> bool:
    if isinstance(value, ast.Attribute) and isinstance(value.value, ast.Name):
        return value.value.id == "error" and value.attr in ("strerror", "msg", "message", "verify_message")
    is_str = isinstance(value, ast.Call) and getattr(value.func, "id", "") == "str"
    return is_str and isinstance(value.args[0], ast.Name) and value.args[0].id in ("error", "wrong")  # type: ignore[attr-defined]


@pytest.mark.parametrize("most", [1, 2, 3])
def test_of_many_names_the_first_and_the_number_of_the_others_are_said(most: int) -> None:
    some = Some(["a", "b", "c"], most)
    assert some == {1: "a and 2 more", 2: "a, b and 1 more", 3: "a and b and c"}[most]
    speech.choose(Language("xx", False, {(SOME, "{list} and {more:,} more"): ("{list} +{more:,}",)}, lambda _: 0))
    assert aloud(some) == {1: "a +2", 2: "a, b +1", 3: "a and b and c"}[most]


def broken_files(folder: Path) -> None:
    (folder / "short.xlsx").write_bytes(b"PK\x03\x04 and nothing else")
    (folder / "empty.ods").write_bytes(b"")
    (folder / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    for name, part, content in (
        ("without.xlsx", "xl/workbook.xml", "<workbook"),
        ("xml.xlsx", "xl/workbook.xml", "<a><b></a>"),
        ("doctype.ods", "content.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
        ("binary.xlsb", "xl/workbook.bin", "\x80\x01\xff"),
        ("other.xlsx", "word/document.xml", "<a/>"),
    ):
        with zipfile.ZipFile(folder / name, "w") as archive:
            archive.writestr(part, content)
    (folder / "folder.csv").mkdir()
    (folder / "open.csv").write_text('name,email\n"Ana,a@b.si\n', "utf-8")
    for number, line in enumerate(("{", '{"a" 1}', "[1 2]", '{"a": 1} x', '{"a": "\\q"}', '{"a')):
        (folder / f"{number}.jsonl").write_text(line, "utf-8")
    (folder / "values.toml").write_text('name = "Ana\n', "utf-8")
    (folder / "values.json").write_text('{"name": }', "utf-8")
    (folder / "terms.tbx").write_text("<tbx><text></tbx>", "utf-8")
    (folder / "base.json").write_text("[", "utf-8")
    (folder / "notes.txt").write_text("", "utf-8")


TABLES = ("short.xlsx", "empty.ods", "old.xls", "without.xlsx", "xml.xlsx", "doctype.ods", "binary.xlsb", "other.xlsx",
          "folder.csv", "open.csv", "missing.csv", *(f"{number}.jsonl" for number in range(6)))  # fmt: skip
ADDRESSES = ("ana", "ana＠lipa.si", "@lipa.si", "ana@", "Ana <ana@lipa.si>", "a..b@lipa.si", ".a@lipa.si", "a.@lipa.si",
             "a@.lipa.si", "ana@lipa.si.", "ana@lipa,si", "ana@lipa", "ana@lipa.1", "ana@lipa.invalid", "ana m@lipa.si",
             "ana@[1.2.3.4]", '"a b"@lipa.si', "ana@-lipa.si", "a@b@lipa.si", f"ana@{'a' * 70}.si", "ana@li_pa.si",
             "žiga@lipa.si", "ana\u200b@lipa.si", "ana@xn--a.si")  # fmt: skip
TOML = (
    "a b",
    "a = ",
    "a = 1 2",
    "= 1",
    "a = [1",
    "a = {",
    "[a",
    "a = 'x",
    'a = "\\q"',
    "a = 1\na = 2",
    "a = 2026-13-45",
)


def said(language: str, *arguments: str) -> str:
    result = CliRunner().invoke(main, ["--lang", language, *arguments], prog_name="goodterms")
    assert isinstance(result.exception, SystemExit), (arguments, result.exception, result.output)
    assert result.exit_code in (1, 2, 3), (arguments, result.output)
    return result.stderr


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_wrong_with_a_file_is_said_in_no_english(language: str, folder: Path) -> None:
    broken_files(folder)
    read = ("render", "farewell", "--locale", "sl", "--sample")
    calls: list[tuple[str, ...]] = [("columns", "farewell", table) for table in TABLES]
    calls += [("render", "farewell", "--locale", "sl", "--values", f"values.{suffix}") for suffix in ("toml", "json")]
    calls += [("catalog", "terms", "sl", "--import", "terms.tbx", "--content", ".")]
    calls += [("check", "--built-in", "--baseline", "base.json")]
    calls += [(*read, "-o", "notes.txt/letter.txt"), (*read, "-o", "folder.csv/missing/letter.txt")]
    for call in calls:
        assert english_in(said(language, *call)) == []
    for text in TOML:
        (folder / "goodterms.toml").write_text(text, "utf-8")
        assert english_in(said(language, *read)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_wrong_with_an_address_is_said_in_no_english(language: str, folder: Path) -> None:
    (folder / "goodterms.toml").write_text('[mail]\nfrom = "care@lipa.si"\n', "utf-8")
    for address in ADDRESSES:
        call = ("render", "farewell", "--locale", "sl", "--sample", "-o", "a.eml", "--to", address)
        assert english_in(said(language, *call)) == [], address


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_wrong_with_a_ledger_is_said_in_no_english(language: str, folder: Path) -> None:
    (folder / "customers.csv").write_text(
        "name,language,email,years,mode,meeting date,meeting time,duration\nAna Novak,sl,a@lipa.si,1,video,2027-01-12,10:00,45\n",
        "utf-8",
    )
    batch = ("batch", "check-in", "customers.csv", "-o", "outbox", "--date", "2026-11-21")
    ledger = folder / "outbox" / ".goodterms" / "ledger.sqlite"
    ledger.parent.mkdir(parents=True)
    ledger.write_bytes(b"not a database, but a text that is long enough to be taken for one" * 20)
    assert english_in(said(language, *batch)) == []
    ledger.unlink()
    with sqlite3.connect(ledger) as base:
        base.execute("CREATE TABLE others (one TEXT)")
    assert english_in(said(language, *batch)) == []
