"""Reads gettext catalogs: their messages with context and plural forms, and the plural rule of their header.

The .po file is read directly; no compiled form is needed. polib, which reads it, loses an unterminated string
without a word, so every line is looked at first (GNU gettext manual, section "The Format of PO Files").
"""

from __future__ import annotations

import gettext
import re
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import polib

from goodterms import marks
from goodterms.content import read_text
from goodterms.errors import BrokenContent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

# One line of a catalog: blank, a comment, or a keyword (an obsolete entry's too) with one closed string.
_LINE = re.compile(
    r"""\s*(?:\#(?!~).*
        |(?:\#~\s*(?:\|\s*)?)?(?:(?:msgctxt|msgid|msgid_plural|msgstr|msgstr\[\d+\])\s*)?"(?:[^"\\]|\\.)*"\s*
        |\#~.*
        )?""",
    re.VERBOSE,
)
_CONFLICT = re.compile(r"(<{7}|={7}|>{7})( |$)")
_PLURAL_HEADER = re.compile(r"\s*nplurals\s*=\s*(\d{1,2})\s*;\s*plural\s*=\s*([^;]+?)\s*;?\s*")
_MOST_PLURAL_FORMS = 10
_SAMPLES = range(1001)
"""The numbers over which a plural rule is tried; every rule of CLDR repeats within them."""


class PluralRule:
    """A catalog's plural rule: which form serves a number (GNU gettext manual, section "Plural forms")."""

    def __init__(self, count: int, index: Callable[[int], int]) -> None:
        self.count = count
        self.index: Callable[[int], int] = lru_cache(maxsize=4096)(index)

    def numbers_of(self, form: int) -> list[int]:
        """The numbers from 0 to 1000 that a form serves."""
        return [number for number in _SAMPLES if self.index(number) == form]


ONE_FORM = PluralRule(1, lambda _: 0)


class Entry(NamedTuple):
    """One message of a catalog and where it stands; ``strings`` holds msgstr, or every msgstr[n]."""

    msgctxt: str | None
    msgid: str
    msgid_plural: str | None
    strings: tuple[str, ...]
    fuzzy: bool
    path: Path
    line: int


class Catalog:
    """The messages of one file, by msgctxt and msgid; obsolete entries are left out."""

    def __init__(self, path: Path, entries: Sequence[Entry], plural: PluralRule, headers: dict[str, str]) -> None:
        self.path = path
        self.plural = plural
        self.headers = headers
        self.entries = {(entry.msgctxt, entry.msgid): entry for entry in entries}

    def find(self, msgctxt: str | None, msgid: str) -> Entry | None:
        """The entry of a message, if there is one."""
        return self.entries.get((msgctxt, msgid))


def read(path: Path) -> Catalog:
    """The catalog in a file.

    Raises :class:`BrokenContent` with file and line for a file that is no UTF-8 catalog, a message that stands twice,
    or a plural rule that does not hold.
    """
    text = read_text(path)
    msgid_lines = _check_lines(path, text)
    try:
        parsed = polib.pofile(str(path), encoding="utf-8", wrapwidth=0)
    except (OSError, ValueError, IndexError, KeyError) as error:
        found = re.search(r"line (\d+)", str(error))
        raise BrokenContent(path, int(found[1]) if found else 0, "is no gettext catalog: " + _reason(error)) from None
    plural = _plural_rule(path, text, parsed.metadata.get("Plural-Forms"))
    entries: dict[tuple[str | None, str], Entry] = {}
    for one in parsed:
        if one.obsolete:
            continue
        strings = tuple(one.msgstr_plural[n] for n in sorted(one.msgstr_plural)) if one.msgid_plural else (one.msgstr,)
        line = next(iter(msgid_lines[bisect_left(msgid_lines, one.linenum) :]), one.linenum)
        entry = Entry(one.msgctxt, one.msgid, one.msgid_plural or None, strings, one.fuzzy, path, line)
        key = (entry.msgctxt, entry.msgid)
        if key in entries:
            raise BrokenContent(path, entry.line, f"the message {entry.msgid!r} stands in line {entries[key].line} too")
        _check_entry(entry, plural)
        entries[key] = entry
    return Catalog(path, list(entries.values()), plural, dict(parsed.metadata))


def _check_lines(path: Path, text: str) -> list[int]:
    """Refuse a line that is none of a catalog's; the numbers of the lines that have a msgid."""
    msgid_lines: list[int] = []
    for number, line in enumerate(text.split("\n"), 1):
        if _CONFLICT.match(line):
            raise BrokenContent(path, number, "a merge conflict was left in the file", "settle it and remove its marks")
        if not _LINE.fullmatch(line):
            column = len(line) - len(line.lstrip()) + 1
            quotes = len(re.findall(r'(?<!\\)"', line))
            problem = "a string is not closed" if quotes == 1 else "neither a comment nor a keyword with a string"
            raise BrokenContent(path, number, f"{problem} (column {column}): {line.strip()[:60]}")
        if line.startswith("msgid "):
            msgid_lines.append(number)
    return msgid_lines


def _check_entry(entry: Entry, plural: PluralRule) -> None:
    if entry.msgid_plural and len(entry.strings) != plural.count:
        problem = (
            f"the message {entry.msgid!r} has {len(entry.strings)} plural forms; the header promises {plural.count}"
        )
        raise BrokenContent(entry.path, entry.line, problem)
    for string in entry.strings:
        if found := marks.RESERVED.search(string):
            raise BrokenContent(
                entry.path, entry.line, f"the private-use character U+{ord(found[0]):04X} in a translation"
            )


def _plural_rule(path: Path, text: str, header: str | None) -> PluralRule:
    if header is None:
        return ONE_FORM
    line = next((n for n, one in enumerate(text.split("\n"), 1) if "Plural-Forms" in one), 0)
    found = _PLURAL_HEADER.fullmatch(header)
    if not found:
        raise BrokenContent(
            path, line, f"the Plural-Forms header reads {header!r}", "expected nplurals=N; plural=EXPRESSION;"
        )
    count = int(found[1])
    if not 1 <= count <= _MOST_PLURAL_FORMS:
        raise BrokenContent(path, line, f"the Plural-Forms header promises {count} forms; languages have 1 to 6")
    try:
        index = gettext.c2py(found[2])
        outside = [n for n in _SAMPLES if not 0 <= index(n) < count]
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise BrokenContent(path, line, f"the plural rule {found[2]!r} cannot be evaluated: {error}") from None
    if outside:
        problem = f"the plural rule gives form {index(outside[0])} for {outside[0]}; the header promises {count} forms"
        raise BrokenContent(path, line, problem)
    return PluralRule(count, index)


def _reason(error: Exception) -> str:
    """What polib found, without the path and the line that stand before it."""
    return re.sub(r"^Syntax error in po file .*?\(line \d+\)(: )?", "", str(error)) or "its entries do not parse"
