"""The headings and notes of tables for translators: in the language that is translated, if the program speaks it.

Whoever translates reads that language and the source; the language of the colleague who hands the table out may be a
third one. A table is taken back whatever the language of its headings: those of all languages are known.
"""

from __future__ import annotations

import unicodedata
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from goodterms.errors import InvalidRequest
from goodterms.faults import fault
from goodterms.faults.nearest import nearest
from goodterms.messages import program, program_language
from goodterms.speech import speak_in, speaking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from goodterms.faults import Fault
    from goodterms.sheets.encodings import Choice, Judge
    from goodterms.sheets.table import Row
    from goodterms.speech.language import Language

LANGUAGE, CONTEXT, MESSAGE, FORM, TRANSLATION = "language", "context", "message", "form", "translation"
LETTER, STEP, ORDER, NUMBERS, CURRENT, PRINTED, NOTES = (
    "letter", "step", "order", "numbers", "current", "printed", "notes",
)  # fmt: skip
TERM, TRANSLATIONS, NOTE, LEVEL, EXCEPT = "term", "translations", "note", "level", "except"


@contextmanager
def for_translators(catalog: str) -> Iterator[None]:
    """Within this, sentences are in the language of a catalog, or in English if the program does not speak it."""
    with speaking(_language(program_language.by_tag(catalog))):
        yield


def headings() -> Mapping[str, str]:
    """Every column by its name, as it is headed in the language that is spoken here."""
    return {
        LANGUAGE: speak_in("heading of a table for translators", "language"),
        LETTER: speak_in("heading of a table for translators", "letter"),
        STEP: speak_in("heading of a table for translators", "step"),
        ORDER: speak_in("heading of a table for translators", "order"),
        CONTEXT: speak_in("heading of a table for translators", "context"),
        MESSAGE: speak_in("heading of a table for translators", "message"),
        FORM: speak_in("heading of a table for translators", "form"),
        NUMBERS: speak_in("heading of a table for translators", "numbers"),
        CURRENT: speak_in("heading of a table for translators", "current"),
        TRANSLATION: speak_in("heading of a table for translators", "translation"),
        PRINTED: speak_in("heading of a table for translators", "printed"),
        NOTES: speak_in("heading of a table for translators", "notes"),
        TERM: speak_in("heading of a table for translators", "term"),
        TRANSLATIONS: speak_in("heading of a table for translators", "translations"),
        NOTE: speak_in("heading of a table for translators", "note"),
        LEVEL: speak_in("heading of a table for translators", "level"),
        EXCEPT: speak_in("heading of a table for translators", "except"),
    }


def by_headings(judge: Judge) -> Judge:
    """A judge of the code page of a table, for which the readings count in which the most headings are known ones."""

    def judged(rows: Callable[[], Iterable[Row]], encodings: Sequence[str]) -> Choice:
        header = next((row.cells for row in rows() if not row.is_blank), ())
        known = {name: sum(_folded(_decoded(str(cell), name)) in _known() for cell in header) for name in encodings}
        return judge(rows, [name for name in encodings if known[name] == max(known.values())])

    return judged


def _decoded(cell: str, encoding: str) -> str:
    """A cell that has each byte as the character of its number, in an encoding."""
    return cell.encode("latin-1", "replace").decode(encoding, "replace")


def positions(path: Path, header: Row | None, required: Sequence[str], optional: Sequence[str] = ()) -> dict[str, int]:
    """The positions of columns by their names; the other columns are only for people.

    Raises :class:`InvalidRequest` with a fault for each required column that is missing.
    """
    names = [_folded(str(cell)) for cell in header.cells] if header else []
    known = _known()
    found: dict[str, int] = {}
    for position, name in enumerate(names):
        for column in known.get(name, ()):
            if column in required or column in optional:
                found.setdefault(column, position)
    if missing := [name for name in required if name not in found]:
        raise InvalidRequest([_missing(path, name, names, required) for name in missing])
    return {name: found[name] for name in (*required, *optional) if name in found}


def _missing(path: Path, name: str, names: Sequence[str], required: Sequence[str]) -> Fault:
    """The fault of a missing column, which is named as in the language of the program."""
    spoken = headings()
    unknown = [one for one in names if one not in _known()]
    for spelling in dict.fromkeys((name, spoken[name], *spellings(name))):
        if near := nearest(spelling, unknown):
            return fault("misnamed-column", str(path), name=spelling, near=near)
    return fault("missing-todo-column", str(path), name=spoken[name], required=[spoken[one] for one in required])


def spellings(name: str) -> list[str]:
    """Every heading that a column has in some language."""
    return [spelling for spelling, columns in _known().items() if name in columns]


@lru_cache(maxsize=1)
def _known() -> Mapping[str, tuple[str, ...]]:
    """The names of columns by each heading that any language has for them."""
    known: dict[str, tuple[str, ...]] = {}
    for name in ("", *program_language.languages()):
        with speaking(_language(name)):
            for column, heading in headings().items():
                before = known.get(_folded(heading), ())
                known[_folded(heading)] = tuple(dict.fromkeys((*before, column)))
    return known


@lru_cache(maxsize=16)
def _language(name: str) -> Language | None:
    return program.load(name) if name else None


def _folded(heading: str) -> str:
    return " ".join(unicodedata.normalize("NFC", heading).casefold().split())
