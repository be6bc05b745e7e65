"""Each message as its letters print it: with sample values, in the language of the letter.

The letters are compiled with marks around each form of each message, and written with every choice and plural form.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from goodterms import fields
from goodterms.check.rendering import Case, cases, numbers_of, values_in, with_samples
from goodterms.errors import GoodtermsError
from goodterms.text import marks

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from goodterms.compose import Request
    from goodterms.engine.compiled import CompiledLetter
    from goodterms.messages.translations import Message, Translation
    from goodterms.model import LetterSpec, Locale, Slot
    from goodterms.project import Project
    from goodterms.translating.catalog_text import MessageKey

_CLOSE = chr(marks.PLAIN_BASE + marks.MAX_SLOTS + 1)
_FIRST = ord(_CLOSE) + 1
_LAST = 0x10FFFD
"""The marks around messages: the private-use characters after those of places without markup."""
_MARKED = re.compile(f"([{chr(_FIRST)}-{chr(_LAST)}])([^{chr(_FIRST)}-{chr(_LAST)}{_CLOSE}]*){_CLOSE}")
_NUMBER_IN_SOURCE = 1
"""The number for which the msgid is printed, and not the msgid_plural."""


class Use(NamedTuple):
    """Where a message is: the letters that print it, in the first of them its section and its place (from 1)."""

    letters: tuple[str, ...]
    section: str
    order: int


class PrintedMessages:
    """The messages of the letters in a language: where each is, and what is printed of those that are ``wanted``.

    The first letter of a message is the first of ``letters`` that has it. ``drafts`` are printed in place of the
    translations in the catalogs.
    """

    def __init__(
        self,
        project: Project,
        locale: Locale,
        letters: list[LetterSpec],
        wanted: Collection[MessageKey],
        drafts: Mapping[MessageKey, Translation] = MappingProxyType({}),
    ) -> None:
        self._drafts = drafts
        self.uses: dict[MessageKey, Use] = {}
        self._texts: dict[tuple[MessageKey, int], str] = {}
        self._foreign: set[MessageKey] = set()
        self._forms: dict[tuple[MessageKey, int], str] = {}
        self._marked: list[tuple[MessageKey, int]] = []
        engine = project.edition(locale).engine_for(self._mark)
        self._project, self._locale = project, locale
        self._compiled = [(letter, engine.letter(letter)) for letter in letters]
        for letter, compiled in self._compiled:
            for order, (key, section) in enumerate(compiled.asked_in.items(), 1):
                first = self.uses.setdefault(key, Use((), section, order))
                self.uses[key] = first._replace(letters=(*first.letters, letter.name))
        self.read(set(wanted))

    def read(self, wanted: Collection[MessageKey]) -> None:
        """Read from the letters what is printed of more messages; those that were read already take no time."""
        for letter, compiled in self._compiled:
            missing = {
                (key, form)
                for (key, form) in self._forms
                if key in wanted and key in compiled.asked_in and (key, form) not in self._texts
            }
            if missing:
                self._read(compiled, letter, missing)

    def _read(self, compiled: CompiledLetter, letter: LetterSpec, missing: set[tuple[MessageKey, int]]) -> None:
        """Read what a letter prints, until every form that is missing is found."""
        for number, text in _printed(self._project, self._locale, compiled, letter):
            self._texts.setdefault(self._marked[number], text)
            missing.discard(self._marked[number])
            if not missing:
                return

    def text(self, key: MessageKey, form: int, numbers: list[int]) -> str:
        """What is printed of a form of a message, which is for these numbers; empty if no sample shows it."""
        if key in self._foreign:  # it has the forms of the source language
            form = 0 if numbers in ([], [_NUMBER_IN_SOURCE]) else 1
        return self._texts.get((key, form), "")

    def _mark(self, message: Message, translation: Translation) -> Translation:
        """The translation of a message with marks around each of its forms."""
        key = (message.msgctxt, message.msgid)
        translation = self._drafts.get(key, translation)
        if translation.foreign:
            self._foreign.add(key)
        return translation._replace(
            forms=tuple((self._open(key, number), *form, _CLOSE) for number, form in enumerate(translation.forms))
        )

    def _open(self, key: MessageKey, form: int) -> str:
        mark = self._forms.get((key, form))
        if mark is None:
            number = _FIRST + len(self._marked)
            if number > _LAST:
                return ""  # more messages than marks: those after them have no text here
            mark = self._forms[key, form] = chr(number)
            self._marked.append((key, form))
        return mark


def _printed(
    project: Project, locale: Locale, compiled: CompiledLetter, letter: LetterSpec
) -> Iterator[tuple[int, str]]:
    """What a letter prints of each marked form, by its number; a letter that cannot be written prints nothing."""
    try:
        request = with_samples(project, letter, locale.tag)
    except GoodtermsError:
        return
    for values in _samples(request, locale.tag, partial(project.samples_of_choice, letter, locale)):
        try:
            marked = compiled.render(values)
        except GoodtermsError:
            continue
        for _, prose in marked.sections:
            for match in _MARKED.finditer(prose):
                yield ord(match[1]) - _FIRST, _plain(match[2], marked.slots)


def _samples(
    request: Request, tag: str, of_choice: Callable[[str, object], Mapping[str, object]]
) -> Iterator[dict[str, object]]:
    """The values to write a letter with: the likely ones first, then those that show what is rarely printed.

    These leave out a value that is not required, or have a day so many years earlier.
    """
    specs = request.letter.fields
    likely = list(_with_values(request, cases(request.letter, tag, of_choice)))
    yield from likely
    absent = {name: spec.sample for name, spec in specs.items() if request.values.get(name) is None}
    more = list(
        _with_values(request, [Case({name: value}, name) for name, value in absent.items() if value is not None])
    )
    yield from more
    found = {name: values[name] for values in more for name in absent if values.get(name) is not None}
    optional = [name for name, spec in specs.items() if not spec.required]
    for values in likely:
        for name in optional:
            yield {**values, name: found.get(name) if values.get(name) is None else None}
    for values in more:
        for name in [name for name in specs if type(values.get(name)) is date]:
            yield from (_years_earlier(values, name, years) for years in numbers_of(tag))


def _with_values(request: Request, chosen: Iterable[Case]) -> Iterator[dict[str, object]]:
    for case in chosen:
        with suppress(fields.InvalidValue):
            yield values_in(request, case)


def _years_earlier(values: dict[str, object], name: str, years: int) -> dict[str, object]:
    """The values with the day of a field so many years, and a day, before the date of the letter."""
    day = values["date"]
    if not isinstance(day, date) or years >= day.year:
        return values
    return {**values, name: day.replace(year=day.year - years, day=1)}


def _plain(text: str, slots: list[Slot]) -> str:
    shown = marks.SLOT.sub(lambda match: str(slots[ord(match[0]) - marks.SLOT_BASE][0]), text)
    return marks.ANY.sub("", shown).strip()
