"""The catalogs that letters are written from: their messages, and the plural rule of their header.

The .po file is read directly; no compiled form is needed.
"""

from __future__ import annotations

import gettext
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from goodterms import po
from goodterms.errors import BrokenContent
from goodterms.text.bidi import control_fault, describe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_PLURAL_HEADER = re.compile(r"\s*nplurals\s*=\s*(\d{1,2})\s*;\s*plural\s*=\s*([^;]+?)\s*;?\s*")
_MAX_PLURAL_FORMS = 10
_SAMPLES = (*range(1001), 10_000, 100_000, *range(1_000_000, 10_000_000, 1_000_000))
"""The numbers over which a plural rule is tried: every rule of CLDR repeats within them, those for millions too."""
# What a translation may not hold: control characters but the newline, and the characters that stand for values.
_FORBIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\U000f0000-\U0010ffff]")


class PluralRule:
    """A catalog's plural rule: which form serves a number (GNU gettext manual, section "Plural forms")."""

    def __init__(self, count: int, index: Callable[[int], int]) -> None:
        self.count = count
        self.index: Callable[[int], int] = lru_cache(maxsize=4096)(index)
        self._serves: dict[int, list[int]] = {}

    def numbers_of(self, form: int) -> list[int]:
        """The numbers that a form serves, of those from 0 to 1000 and the first millions."""
        if form not in self._serves:
            self._serves[form] = [number for number in _SAMPLES if self.index(number) == form]
        return self._serves[form]


ONE_FORM = PluralRule(1, lambda _: 0)


class CatalogEntry(NamedTuple):
    """One message of a catalog and where it stands; ``strings`` holds msgstr, or every msgstr[n]."""

    msgid: str
    msgid_plural: str | None
    strings: tuple[str, ...]
    fuzzy: bool
    path: Path
    line: int


class Catalog:
    """The messages of one file, by msgctxt and msgid; obsolete entries are left out."""

    def __init__(
        self,
        path: Path,
        entries: dict[tuple[str | None, str], CatalogEntry],
        plural: PluralRule,
        headers: dict[str, str],
    ) -> None:
        self.path = path
        self.plural = plural
        self.headers = headers
        self.entries = entries

    def find(self, msgctxt: str | None, msgid: str) -> CatalogEntry | None:
        """The entry of a message, if there is one."""
        return self.entries.get((msgctxt, msgid))


def read(path: Path, data: bytes | None = None) -> Catalog:
    """The catalog in a file, or in ``data`` as if it were the file's.

    Raises :class:`BrokenContent` with every fault, each with its line: what is no catalog's line, a message that
    stands twice, a plural rule that does not hold, a wrong number of plural forms.
    """
    file = po.read(path.read_bytes() if data is None else data)
    faults = [
        BrokenContent.legacy_at(path, flaw.line, f"{flaw.problem} (column {flaw.column})", flaw.hint)
        for flaw in file.flaws
        if not flaw.harmless
    ]
    if faults:
        raise BrokenContent.several(faults)
    plural = _plural_rule(path, file)
    living = [entry for entry in file.entries if not entry.obsolete and entry.msgid]
    faults = [fault for entry in living for fault in _faults_of(path, entry, plural)]
    if faults:
        raise BrokenContent.several(faults)
    entries = {
        one.key: CatalogEntry(one.msgid, one.msgid_plural, one.strings, one.fuzzy, path, one.line) for one in living
    }
    return Catalog(path, entries, plural, file.header)


def _faults_of(path: Path, entry: po.Entry, plural: PluralRule) -> Iterator[BrokenContent]:
    is_translated = any(string.strip() for string in entry.strings)
    if entry.msgid_plural is not None and is_translated and len(entry.strings) != plural.count:
        forms = f"{len(entry.strings)} plural forms; the header promises {plural.count}"
        yield BrokenContent.legacy_at(path, entry.line, f"the message {entry.msgid!r} has {forms}")
    for string in entry.strings:
        if found := _FORBIDDEN.search(string):
            yield BrokenContent.legacy_at(path, entry.line, f"{describe(found[0])} in a translation", "leave it out")
        if fault := control_fault(string):
            yield BrokenContent.legacy_at(
                path, entry.line, f"the translation {fault.problem}", "leave direction marks to the program"
            )


def _plural_rule(path: Path, file: po.File) -> PluralRule:
    header = file.header.get("Plural-Forms")
    if header is None:
        return ONE_FORM
    try:
        return plural_rule(header)
    except ValueError as error:
        raise BrokenContent.legacy_at(path, file.header_line("Plural-Forms"), str(error)) from None


def plural_rule(header: str) -> PluralRule:
    """The rule of a Plural-Forms header.

    Raises :class:`ValueError` for a header that does not parse, promises an absurd number of forms, fails for a number,
    or gives a form that it does not promise.
    """
    found = _PLURAL_HEADER.fullmatch(header)
    if not found:
        raise ValueError(f"the Plural-Forms header reads {header!r}; expected nplurals=N; plural=EXPRESSION;")
    count = int(found[1])
    if not 1 <= count <= _MAX_PLURAL_FORMS:
        raise ValueError(f"the Plural-Forms header promises {count} forms; languages have 1 to 6")
    try:
        index = gettext.c2py(found[2])
        outside = [n for n in _SAMPLES if not 0 <= index(n) < count]
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise ValueError(f"the plural rule {found[2]!r} cannot be evaluated: {error}") from None
    if outside:
        wrong = f"gives form {index(outside[0])} for {outside[0]}"
        raise ValueError(f"the plural rule {wrong}; the header promises {count} forms")
    return PluralRule(count, index)
