"""A catalog that is translated message by message: what is left, what is wrong with a draft, and saving one message.

The file is read each time, so what somebody else has saved in the meantime is always seen.
"""

from __future__ import annotations

from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING, Literal, NamedTuple

from goodterms import output
from goodterms.check.opening import open_catalog
from goodterms.content.layers import catalog_file, read_bytes
from goodterms.envelopes import Document
from goodterms.errors import BrokenContent
from goodterms.messages.catalog import ONE_FORM, entry_faults
from goodterms.po import written
from goodterms.translating.catalog_source import CatalogSource, UnknownMessageError
from goodterms.translating.catalog_text import example_numbers
from goodterms.translating.letter_texts import draft_texts
from goodterms.translating.message_facts import offers, terms_of
from goodterms.translating.one_message import id_of, mark_of, placed, translated
from goodterms.translating.printed import Use
from goodterms.translating.trial import try_in_letters
from goodterms.translating.workflow import MEDIA_TYPE, own_folder

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

    from goodterms import po
    from goodterms.check.open_catalog import OpenCatalog, OpenFinding
    from goodterms.content.settings import Settings
    from goodterms.content.terms import Term
    from goodterms.edition import Edition
    from goodterms.faults import Fault
    from goodterms.findings import Level
    from goodterms.messages.catalog import PluralRule
    from goodterms.messages.translations import Message
    from goodterms.model import Locale
    from goodterms.po.written import WrittenMessage
    from goodterms.project import Project
    from goodterms.translating.catalog_text import MessageKey
    from goodterms.translating.message_facts import Offer
    from goodterms.translating.workflow import Templates

State = Literal["missing", "fuzzy", "error", "finding", "source", "done", "inherited"]
"""``source``: the letter prints the msgid, as the source language has no other text; ``error`` and ``finding``: check
finds an error, or something less; ``inherited``: the text is in a catalog of a layer below, and needs no other."""
LEFT: tuple[State, ...] = ("missing", "fuzzy", "error", "finding")
"""The states in which something is left to do."""

_MOST_READS = 5
"""How often a save begins again because the file has changed meanwhile."""


class Item(NamedTuple):
    """A message of a catalog; ``is_new`` where the file does not have it yet."""

    message: WrittenMessage
    state: State
    is_new: bool = False

    @property
    def key(self) -> MessageKey:
        """The msgctxt and the msgid."""
        return self.message.key

    @property
    def is_left(self) -> bool:
        """Whether something is left to do."""
        return self.state in LEFT


class Problem(NamedTuple):
    """Something wrong with a draft: what check says of it, the words that it is about, and the plural form.

    ``rule`` is empty for a fault for which no letter could be written. ``form`` is None where it concerns the whole
    message. ``fixed`` are the texts of all forms with this corrected, where there is only one right way to.
    """

    level: Level
    problem: str
    hint: str = ""
    text: str = ""
    rule: str = ""
    form: int | None = None
    fixed: tuple[str, ...] = ()


class Inherited(NamedTuple):
    """The translation of a message in a catalog of a layer below: the path of that catalog, and its texts."""

    path: Path
    strings: tuple[str, ...]


class Facts(NamedTuple):
    """What is known of a message: examples of the numbers of each plural form, its placeholders, its terms."""

    numbers: tuple[str, ...]
    placeholders: tuple[Offer, ...]
    terms: tuple[Term, ...]


class Draft(NamedTuple):
    """A translation as somebody has typed it. ``mark`` is that of the message when it was shown."""

    key: MessageKey
    strings: tuple[str, ...]
    fuzzy: bool = False
    mark: str = ""


class Outcome(NamedTuple):
    """What became of a draft that was to be saved.

    ``conflict``: the message is not as it was when it was shown; ``current`` is what the file has now, None for
    nothing. ``refused``: ``problems`` say why no letter could print it. ``unreadable``: the file has errors.
    """

    kind: Literal["saved", "same", "conflict", "refused", "unreadable"]
    current: WrittenMessage | None = None
    problems: tuple[Problem, ...] = ()
    reason: str = ""


class WorkingCatalog:
    """The catalog of a language in a folder; may be used from several threads.

    ``project`` may be older than the catalogs: what it has read of them is not used, only what letters are made of.
    Raises :class:`BrokenContent` for a catalog that cannot be read, and for letters that cannot be compiled.
    """

    def __init__(self, project: Project, settings: Settings, locale: Locale, templates: Templates) -> None:
        self.project = project
        self.locale = locale
        self.path = catalog_file(project.content.layers[0], locale.catalog)
        self._settings = settings
        self._source = CatalogSource(project, self.path, locale.catalog, templates)
        self._lock = RLock()
        self._opened: OpenCatalog | None = None
        self._opened_text = ""

    @property
    def is_source(self) -> bool:
        """Whether it is in the language of the msgids."""
        return self.locale.catalog == self.project.source_locale.catalog

    def items(self) -> list[Item]:
        """The messages of the catalog, in the order in which an update puts them."""
        with self._lock:
            data, file = self._source.file()
            own = self._source.own(data)
            opened = self._open(file.text)
            levels: dict[MessageKey, set[str]] = {
                key: {"error"} for key in self._wrong_in_letters(own.values(), opened)
            }
            for found in opened.findings:
                levels.setdefault((found.finding.msgctxt, found.finding.msgid), set()).add(found.finding.level)
            return [
                Item(own.get(key, message), self._state(own.get(key, message), levels.get(key, ())), key not in own)
                for key, message in self._source.updated(data).items()
            ]

    def items_of(self, letter: str) -> list[Item]:
        """All messages of a letter in its order, those that only a layer below has among them."""
        known = {item.key: item for item in self.items()}
        return [known.get(key) or self._inherited_item(key) for key in self.by_letter.get(letter, ())]

    def inherited(self, key: MessageKey) -> Inherited | None:
        """What letters print of a message where this catalog does not have it; None where no other catalog does."""
        for catalog in self.project.catalogs.of(self.locale.catalog):
            entry = catalog.find(*key)
            if catalog.path != self.path and entry is not None and not entry.fuzzy and all(entry.strings):
                return Inherited(catalog.path, entry.strings)
        return None

    def _inherited_item(self, key: MessageKey) -> Item:
        message, found = self.message(key)[0], self.inherited(key)
        if found and len(found.strings) == len(message.strings):
            message = message.with_strings([written.raw_of(string) for string in found.strings])
        return Item(message, "inherited", is_new=True)

    @cached_property
    def by_letter(self) -> dict[str, list[MessageKey]]:
        """The messages of each letter, in its order."""
        return {letter.name: self._edition.messages(letter) for letter in self.project.letters()}

    def key_of(self, name: str) -> MessageKey:
        """The message of a name that :func:`id_of` gives; raises :class:`UnknownMessageError`."""
        with self._lock:
            data, _ = self._source.file()
            for keys in (self._source.updated, self._source.of_all_letters):
                if found := next((key for key in keys(data) if id_of(key) == name), None):
                    return found
        raise UnknownMessageError(name)

    def look(self, key: MessageKey, strings: Sequence[str]) -> list[Problem]:
        """What is wrong with a translation, as if it were in the catalog; nothing is written."""
        if not any(map(str.strip, strings)):
            return []
        with self._lock:
            opened, entry = self._drafted(key, strings)
            problems = [
                _problem(opened, found, strings)
                for found in opened.findings
                if (found.finding.msgctxt, found.finding.msgid) == key
            ]
            if not any(one.level == "error" for one in problems):
                rule = opened.catalog.plural or ONE_FORM
                faults = list(entry_faults(entry, rule)) or self._faults_in_letters(key, strings, rule)
                problems += [Problem("error", one.problem, one.hint) for one in faults]
            return problems

    def printed(self, key: MessageKey, strings: Sequence[str]) -> list[tuple[str, str]]:
        """What letters would print of a message with these texts: for each form its numbers (or none) and the text.

        Nothing for texts with an error, and for a message that no sample shows.
        """
        if any(one.level == "error" for one in self.look(key, strings)):
            return []
        with self._lock:
            opened, entry = self._drafted(key, strings)
            plural = opened.catalog.plural
        letters = [
            letter.name
            for letter in self.project.letters()
            if self._edition.sections(letter).get(key, "") in letter.sections
        ]
        return draft_texts(self.project, self.locale, letters, entry, plural)

    def use(self, key: MessageKey) -> Use | None:
        """Where letters have a message; None for one of no letter."""
        found = [(name, keys) for name, keys in self.by_letter.items() if key in keys]
        if not found:
            return None
        first, keys = found[0]
        section = self._edition.sections(self.project.letter(first))[key]
        return Use(tuple(name for name, _ in found), section, keys.index(key) + 1)

    def facts(self, key: MessageKey) -> Facts:
        """What is known of a message; raises :class:`UnknownMessageError`."""
        with self._lock:
            opened, entry = self._drafted(key, None)
            plural = opened.catalog.plural or ONE_FORM
            count = len(entry.strings) if entry.msgid_plural is not None else 0
            numbers = tuple(example_numbers(plural, form) for form in range(count))
            placeholders = dict.fromkeys(one._replace(is_missing=False) for one in offers(entry, "msgid"))
            return Facts(numbers, tuple(placeholders), tuple(terms_of(entry.sources, opened.catalog.terms)))

    def message(self, key: MessageKey) -> tuple[WrittenMessage, bool]:
        """A message as it is in the file, or as an update would add it; and whether it is in the file.

        Raises :class:`UnknownMessageError`.
        """
        with self._lock:
            data, _ = self._source.file()
            own = self._source.own(data).get(key)
            return (own, True) if own is not None else (self._source.new(data, key), False)

    def save(self, draft: Draft) -> Outcome:
        """Write one message into the file, unless it has changed since it was shown; every other byte stays.

        Raises :class:`OutputRefused` when the file cannot be written, :class:`InvalidRequest` where only the installed
        program has catalogs, and :class:`UnknownMessageError`.
        """
        own_folder(self.project)
        with self._lock:
            for _ in range(_MOST_READS):
                data = read_bytes(self.path)
                outcome, text = self._prepare(data, draft)
                if text is None:
                    return outcome
                if read_bytes(self.path) == data:
                    document = Document(self.path.name, MEDIA_TYPE, text.encode())
                    output.write(str(self.path), document, force=True)
                    return outcome
            return outcome._replace(kind="conflict")

    def _prepare(self, data: bytes, draft: Draft) -> tuple[Outcome, str | None]:
        """What becomes of a draft, and the text to write; None for nothing to write."""
        try:
            file = self._source.parse(data)
        except BrokenContent as error:
            return Outcome("unreadable", reason=" ".join(error.lines())), None
        current = self._source.own(data).get(draft.key)
        base = current or self._source.new(data, draft.key)
        if len(base.strings) != len(draft.strings):
            return Outcome("conflict", current), None
        wanted = translated(base, draft.strings, fuzzy=draft.fuzzy)
        if current and (wanted.strings, wanted.fuzzy) == (current.strings, current.fuzzy):
            return Outcome("same", current), None
        if mark_of(current) != draft.mark:
            return Outcome("conflict", current), None
        text = placed(file, wanted, self._source.order(data, draft.key)).text
        if problems := self._why_not(draft, wanted, text):
            return Outcome("refused", current, tuple(problems)), None
        return Outcome("saved", current), text

    def _why_not(self, draft: Draft, wanted: WrittenMessage, text: str) -> list[Problem]:
        """Why a translation cannot be in the catalog: letters would refuse it, or the whole catalog."""
        if wanted.fuzzy:  # letters do not print it, so it only must not keep the catalog from being read
            opened, entry = self._drafted(draft.key, draft.strings)
            faults = entry_faults(entry, opened.catalog.plural or ONE_FORM)
            return [Problem("error", one.problem, one.hint) for one in faults]
        problems = [one for one in self.look(draft.key, draft.strings) if one.level == "error"]
        if not problems and wanted.is_translated:
            *overlays, base = self.project.content.layers
            as_it_is_now = self.project.laid_over(overlays, base)  # this one may have read the catalogs long ago
            hits = try_in_letters(as_it_is_now, self.locale.catalog, text, {draft.key})
            problems = [Problem("error", message) for message in dict.fromkeys(hit.message for hit in hits)]
        return problems

    def _drafted(self, key: MessageKey, strings: Sequence[str] | None) -> tuple[OpenCatalog, po.Entry]:
        """The catalog with a draft in it, and the message there."""
        data, file = self._source.file()
        message, _ = self.message(key)
        if strings is not None:
            if len(strings) != len(message.strings):
                raise UnknownMessageError
            message = translated(message, strings, fuzzy=False)
        opened = self._open(placed(file, message, self._source.order(data, key)).text)
        return opened, next(entry for entry in opened.catalog.living if entry.key == key)

    def _wrong_in_letters(self, messages: Iterable[WrittenMessage], opened: OpenCatalog) -> list[MessageKey]:
        """The messages that letters refuse because of their placeholders."""
        rule = opened.catalog.plural or ONE_FORM
        finished = [message for message in messages if message.is_translated]
        return [message.key for message in finished if self._faults_in_letters(message.key, message.strings, rule)]

    def _faults_in_letters(self, key: MessageKey, strings: Sequence[str], rule: PluralRule) -> list[Fault]:
        message = self._asked.get(key)
        return self._edition.placeholder_faults(message, strings, rule) if message else []

    @cached_property
    def _edition(self) -> Edition:
        return self.project.edition(self.project.locale(self.locale.tag))

    @cached_property
    def _asked(self) -> dict[MessageKey, Message]:
        """The messages of all letters as their templates have them."""
        uses = [use for letter in self.project.letters() for use in self._edition.asked(letter)]
        return {(use.message.msgctxt, use.message.msgid): use.message for use in uses}

    def _state(self, message: WrittenMessage, levels: Collection[str]) -> State:
        if message.fuzzy:
            return "fuzzy"
        if not message.is_translated:
            return "source" if self.is_source and not any(message.strings) else "missing"
        return "error" if "error" in levels else "finding" if "warning" in levels else "done"

    def _open(self, text: str) -> OpenCatalog:
        """The catalog as check sees it, with this text."""
        if self._opened is None:
            self._opened = open_catalog(self.project, self._settings, self.path, text)
        elif self._opened_text != text:
            self._opened.change(text)
        self._opened_text = text
        return self._opened


def _problem(opened: OpenCatalog, found: OpenFinding, strings: Sequence[str]) -> Problem:
    finding = found.finding
    _, keyword = opened.string_at(finding.line)
    form = int(keyword[7:-1]) if keyword.startswith("msgstr[") else 0 if keyword == "msgstr" else None
    return Problem(finding.level, finding.message, "", finding.text, finding.rule, form, _fixed(found, strings))


def _fixed(found: OpenFinding, strings: Sequence[str]) -> tuple[str, ...]:
    """The texts with a finding fixed; none where that changes anything but these texts."""
    key = (found.finding.msgctxt, found.finding.msgid)
    fixed = list(strings)
    for edit in sorted(found.edits, key=lambda edit: (edit.keyword, edit.start, edit.end), reverse=True):
        if edit.entry.key != key or not edit.keyword.startswith("msgstr"):
            return ()
        form = int(edit.keyword[7:-1] or 0)
        fixed[form] = f"{fixed[form][: edit.start]}{edit.text}{fixed[form][edit.end :]}"
    return tuple(fixed) if found.edits else ()
