"""The terms of a language as a file for people and other programs, and such a file taken back into terms.toml."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from goodterms import sheets
from goodterms.cldr import locales
from goodterms.content import tables, terms, terms_text
from goodterms.content.layers import read_bytes, read_text
from goodterms.envelopes import Document
from goodterms.errors import InvalidRequest
from goodterms.faults import fault
from goodterms.recipients import reading_of_text
from goodterms.sheets.table import Broken, Shown
from goodterms.sheets.writing import Column, csv_bytes, unguard, xlsx_bytes
from goodterms.speech import speak
from goodterms.translating import headings, tbx
from goodterms.translating.workflow import FileResult, own_folder, write_if_changed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from goodterms.content.terms import Term, Terms
    from goodterms.model import Direction
    from goodterms.project import Project
    from goodterms.sheets.table import Row, Table
    from goodterms.translating.tbx import Imported

_REQUIRED = (headings.TERM, headings.TRANSLATIONS)
_OPTIONAL = (headings.NOTE, headings.LEVEL, headings.EXCEPT)
_TBX = ".tbx"
_WRITTEN = (".csv", ".xlsx", _TBX)
_LINES = re.compile(r"\s*[\n;]\s*")


class TermsDocument(NamedTuple):
    """The terms of a language as a document, and how many there are."""

    document: Document
    term_count: int


class TakenTerms(NamedTuple):
    """What was taken from a file: the terms.toml, how many terms are new or changed, and the words left out."""

    result: FileResult
    taken: int
    left_out: list[str]


def terms_document(project: Project, language: str, target: str = "") -> TermsDocument:
    """The terms of a language; the suffix of the file name ``target`` decides the format, without one it is CSV.

    Raises :class:`InvalidRequest` for another suffix and for an unknown language.
    """
    suffix = Path(target).suffix.lower()
    if target and suffix not in _WRITTEN:
        raise InvalidRequest.of("terms-suffix", "--output", suffix=suffix or target, known=_WRITTEN)
    locale = project.locale(language)
    found = project.terms.of_language(locale.catalog).terms
    name = f"terms.{locale.catalog}{suffix or '.csv'}"
    if suffix == _TBX:
        content = tbx.tbx_bytes(found, project.source_locale.tag, locales.of_catalog(locale.catalog).tag)
        return TermsDocument(Document(name, tbx.MEDIA_TYPE, content), len(found))
    columns, rows = _columns(locale.catalog, locale.direction), _rows(found)
    if suffix == ".xlsx":
        return TermsDocument(Document(name, sheets.XLSX, xlsx_bytes(locale.catalog, columns, rows)), len(found))
    return TermsDocument(
        Document(name, "text/csv; charset=utf-8", csv_bytes(columns, rows, is_quoted=True)), len(found)
    )


def take_terms(project: Project, language: str, path: Path) -> TakenTerms:
    """Take the terms of a file into terms.toml of the folder with the project's own content.

    The file's terms go before those that there are; a term that is the same already is not written again. Raises
    :class:`InvalidRequest` for a file that cannot be read, and :class:`BrokenContent` with every fault of its terms.
    """
    locale = project.locale(language)
    own = own_folder(project) / "locales" / locale.catalog / terms.FILE_NAME
    imported = _read(project, path, locale.catalog)
    table = tables.Table(path, "", {"terms": imported.terms})
    table.refuse_unprintable()
    new = terms.of_table(table.table("terms"))
    tables.raise_faults(table)
    there = terms.read_file(own) if own.is_file() else {}
    known = {_key(term): term for term in project.terms.of_language(locale.catalog).terms}
    changed: Terms = {key: term for key, term in new.items() if known.get(key) != term}
    if not changed:
        return TakenTerms(FileResult(own, is_written=False), 0, imported.left_out)
    comment = terms_text.head_of(read_text(own)) if own.is_file() else ""
    text = terms_text.toml_text({**there, **changed}, comment)
    return TakenTerms(write_if_changed(own, text), len(changed), imported.left_out)


def _key(term: Term) -> str:
    return terms.key_of(term.source)


def _columns(catalog: str, direction: Direction) -> list[Column]:
    with headings.for_translators(catalog):
        named = headings.headings()
        many = speak("One on each line. | is before the ending that changes.")
        exceptions = speak("Phrases of the source with another translation, each with a colon and the reason.")
        term = speak("A word or phrase of the source. | is before an ending that changes.")
        return [
            Column(named[headings.TERM], 28, note=term),
            Column(named[headings.TRANSLATIONS], 40, direction, many, is_input=True),
            Column(named[headings.NOTE], 40, note=speak("For translators.")),
            Column(named[headings.LEVEL], 9, note=speak("note or warning.")),
            Column(named[headings.EXCEPT], 50, note=exceptions),
        ]


def _rows(found: Iterable[Term]) -> Iterator[list[str]]:
    for term in found:
        translations = "\n".join(phrase.written for phrase in term.translations)
        exceptions = "\n".join(f"{phrase}: {reason}" for phrase, reason in term.exceptions)
        yield [term.source.written, translations, term.note, term.level, exceptions]


def _read(project: Project, path: Path, catalog: str) -> Imported:
    if path.suffix.lower() == _TBX:
        data = read_bytes(path)
        if len(data) > tbx.MAX_BYTES:
            raise InvalidRequest.of("tbx-too-large", str(path), size=len(data), limit=tbx.MAX_BYTES)
        return tbx.read(path, data, project.source_locale.tag, locales.of_catalog(catalog).tag)
    if path.suffix.lower() not in sheets.SUFFIXES:
        known = (_TBX, *sheets.SUFFIXES)
        raise InvalidRequest.of("terms-suffix-read", str(path), suffix=path.suffix or path.name, known=known)
    judge = headings.by_headings(reading_of_text.judge(project, catalog))
    return tbx.Imported(_terms_of(path, sheets.read(path, judge=judge)), [])


def _terms_of(path: Path, table: Table) -> dict[str, Any]:
    """The terms in the rows of a table, as a terms.toml has them."""
    rows = (row for row in table.rows if not row.is_blank)
    positions = headings.positions(path, next(rows, None), _REQUIRED, _OPTIONAL)
    found: dict[str, Any] = {}
    faults = []
    lines: dict[str, int] = {}
    for row in rows:
        cells = {name: _text(row, position) for name, position in positions.items()}
        name = cells[headings.TERM].strip()
        if name in lines:
            faults.append(
                fault(
                    "row-term-twice", speak("{path}, row {row}", path=path, row=row.number), given=name, row=lines[name]
                )
            )
        lines[name] = row.number
        found[name] = _term_of(cells)
    if faults:
        raise InvalidRequest(faults)
    return found


def _term_of(cells: Mapping[str, str]) -> dict[str, Any]:
    term: dict[str, Any] = {
        "translations": [line for line in _LINES.split(cells[headings.TRANSLATIONS].strip()) if line]
    }
    if note := cells.get(headings.NOTE, "").strip():
        term["note"] = note
    if level := cells.get(headings.LEVEL, "").strip():
        term["level"] = level
    exceptions = [line.partition(":") for line in cells.get(headings.EXCEPT, "").split("\n") if line.strip()]
    if exceptions:
        term["except"] = {phrase.strip(): reason.strip() for phrase, _, reason in exceptions}
    return term


def _text(row: Row, position: int) -> str:
    cell = row.cells[position] if position < len(row.cells) else ""
    text = cell.text if isinstance(cell, (Broken, Shown)) else str(cell)
    return unguard(text).replace("\r\n", "\n").replace("_x000D_", "")
