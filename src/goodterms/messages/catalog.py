"""Catalogs: the messages of a .po file and the plural rule in its header. There is no compiled (.mo) form."""

from __future__ import annotations

import gettext
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, Self

from goodterms import po
from goodterms.errors import BrokenContent
from goodterms.expressions import expression
from goodterms.faults import Fault, facts, fault
from goodterms.faults.causes import quoted
from goodterms.text.addresses import added_ways_out
from goodterms.text.bidi import control_fault, describe
from goodterms.text.references import NOT_PRINTED, forbidden_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

# As gettext reads it: no blank before an equals sign, and what follows the rule does not count.
_PLURAL_HEADER = expression(r"\s*nplurals=\s*(\d{1,2})\s*;\s*plural=\s*([^;]+?)\s*(?:;.*)?")
_MAX_PLURAL_FORMS = 10
_SAMPLES = (*range(1001), 10_000, 100_000, *range(1_000_000, 10_000_000, 1_000_000))
"""The numbers for which a plural rule is tested: every rule of CLDR repeats within them, those of millions too."""


class InvalidPluralRule(ValueError):  # noqa: N818 — named for what it says
    """A Plural-Forms header that is not valid; ``fault`` is its fault, without a place."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault)

    @classmethod
    def of(cls, kind: str, **params: object) -> Self:
        """The error of a fault of a kind."""
        return cls(Fault(kind, params=facts(params)))

    def __str__(self) -> str:
        """The problem as a sentence."""
        return self.fault.problem


class PluralRule:
    """The plural rule of a catalog (GNU gettext manual, "Plural forms").

    ``count`` is the number of forms; ``index`` gives the form of a number, from 0.
    """

    def __init__(self, count: int, index: Callable[[int], int]) -> None:
        self.count = count
        self.index: Callable[[int], int] = lru_cache(maxsize=4096)(index)
        self._serves: dict[int, list[int]] = {}

    def numbers_of(self, form: int) -> list[int]:
        """The numbers from 0 to 1000, 10,000, 100,000 and the whole millions up to 9,000,000 that have a form."""
        if form not in self._serves:
            self._serves[form] = [number for number in _SAMPLES if self.index(number) == form]
        return self._serves[form]


ONE_FORM = PluralRule(1, lambda _: 0)
"""The rule of messages without a plural."""


class CatalogEntry(NamedTuple):
    """A message of a catalog, its file and line; ``strings`` has msgstr, or every msgstr[n]."""

    msgid: str
    msgid_plural: str | None
    strings: tuple[str, ...]
    fuzzy: bool
    path: Path
    line: int


class Catalog:
    """The messages of a file, by msgctxt and msgid, without obsolete ones."""

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
        """The entry of a message; None when there is none."""
        return self.entries.get((msgctxt, msgid))


def read(path: Path, data: bytes | None = None, *, leave_out_faulty: bool = False) -> Catalog:
    """The catalog in a file, or in ``data`` as if it were the content of the file.

    Raises :class:`BrokenContent` with every fault: lines that are not those of a catalog, a message that occurs twice,
    an invalid plural rule, and those of :func:`entry_faults`: a wrong number of plural forms; in a translation, control
    characters, also by a character reference, and a link, an image or an address that its message does not have. With
    ``leave_out_faulty``, messages with such faults are left out instead.
    """
    file = po.read(path.read_bytes() if data is None else data)
    faults = [
        fault("catalog-syntax", str(path), line=flaw.line, problem=flaw.problem, column=flaw.column, hint=flaw.hint)
        for flaw in file.flaws
        if not flaw.harmless
    ]
    if faults:
        raise BrokenContent(faults)
    plural = _plural_rule(path, file)
    living = [entry for entry in file.entries if not entry.obsolete and (entry.msgid or entry.msgctxt is not None)]
    if leave_out_faulty:
        living = [entry for entry in living if not any(entry_faults(entry, plural))]
    faults = [
        wrong._replace(place=str(path), line=entry.line) for entry in living for wrong in entry_faults(entry, plural)
    ]
    if faults:
        raise BrokenContent(faults)
    entries = {
        entry.key: CatalogEntry(entry.msgid, entry.msgid_plural, entry.strings, entry.fuzzy, path, entry.line)
        for entry in living
    }
    return Catalog(path, entries, plural, file.header)


def entry_faults(entry: po.Entry, plural: PluralRule) -> Iterator[Fault]:
    """What is wrong with a message for which no letter can be written from its catalog, without a place."""
    count = len(entry.strings)
    is_translated = any(string.strip() for string in entry.strings)
    if entry.msgid_plural is not None and is_translated and count != plural.count:
        yield fault("plural-forms-count", msgid=entry.msgid, count=count, expected=plural.count, last=plural.count - 1)
    for string in entry.strings:
        if forbidden := NOT_PRINTED.search(string):
            yield fault("translation-character", character=describe(forbidden[0]))
        elif "\t" in string:
            yield fault("translation-character", character=describe("\t"))
        for reference in forbidden_in(string):
            character = describe(reference.characters[0])
            yield fault("translation-reference", reference=reference.written, character=character)
        if added := added_ways_out(string, entry.sources):
            yield fault("translation-adds-link", added=added)
        if wrong := control_fault(string, "translation-"):
            yield wrong


def _plural_rule(path: Path, file: po.File) -> PluralRule:
    header = file.header.get("Plural-Forms")
    if header is None:
        return ONE_FORM
    try:
        return plural_rule(header)
    except InvalidPluralRule as invalid:
        line = file.header_line("Plural-Forms")
        raise BrokenContent([invalid.fault._replace(place=str(path), line=line)]) from None


def plural_rule(header: str) -> PluralRule:
    """The rule of a Plural-Forms header.

    Raises :class:`InvalidPluralRule`, a ValueError, for a header that cannot be parsed, an nplurals that is not from 1
    to 10, a rule that fails for some number, and a rule that gives a form beyond nplurals.
    """
    match = _PLURAL_HEADER.fullmatch(header)
    if not match:
        raise InvalidPluralRule.of("plural-header", given=header)
    count, rule = int(match[1]), match[2]
    if not 1 <= count <= _MAX_PLURAL_FORMS:
        raise InvalidPluralRule.of("plural-count", count=count, limit=_MAX_PLURAL_FORMS)
    try:
        plural = PluralRule(count, gettext.c2py(rule))
        outside = [number for number in _SAMPLES if not 0 <= plural.index(number) < count]
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise InvalidPluralRule.of("plural-rule-fails", rule=rule, reason=quoted(str(error))) from None
    if outside:
        form = plural.index(outside[0])
        raise InvalidPluralRule.of("plural-form-outside", form=form, number=outside[0], count=count)
    return plural
