"""The edition of a locale: all letters of a project in one locale, compiled with its translations."""

from __future__ import annotations

from threading import RLock
from typing import TYPE_CHECKING, NamedTuple

from goodterms.engine.compiled import Engine
from goodterms.errors import BrokenContent, MissingTranslations
from goodterms.messages.translations import Translations, split_form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from goodterms.cldr.formatter import Formatter
    from goodterms.content.layers import Content
    from goodterms.engine.compiled import CompiledLetter
    from goodterms.engine.folding import MessageUse
    from goodterms.engine.names import Names
    from goodterms.errors import MissingMessage
    from goodterms.faults import Fault
    from goodterms.messages.catalog import PluralRule
    from goodterms.messages.library import CatalogLibrary
    from goodterms.messages.translations import Message, Missing, Translation
    from goodterms.model import LetterSpec, Locale

Key = tuple[str | None, str]
"""What a message is looked up by: its msgctxt and its msgid."""


class _Translated(NamedTuple):
    """The engine of a locale for one policy, and the translations that it compiles in."""

    engine: Engine
    translations: Translations


class Edition:
    """The letters of a project in one locale, each compiled once; may be used from several threads."""

    def __init__(
        self, content: Content, library: CatalogLibrary, locale: Locale, formatter: Formatter, names: Names
    ) -> None:
        self.locale = locale
        self.names = names
        self._content = content
        self._library = library
        self.formatter = formatter
        self._lock = RLock()
        self._translated: dict[Missing, _Translated] = {}
        self._compiled: dict[tuple[str, Missing], CompiledLetter] = {}

    def compiled(self, letter: LetterSpec, missing: Missing) -> CompiledLetter:
        """A letter ready to be rendered.

        Raises :class:`BrokenContent` for faults of a template or a catalog, and :class:`MissingTranslations` when
        ``missing`` is ``refuse`` and the letter is not fully translated.
        """
        key = (letter.name, missing)
        compiled = self._compiled.get(key)
        if compiled is None:
            with self._lock:
                translated = self._translation(missing)
                compiled = translated.engine.letter(letter)
                if broken := _broken(compiled, translated):
                    raise BrokenContent(broken)
                if missing == "refuse" and (untranslated := _untranslated(compiled, translated)):
                    raise MissingTranslations(letter.name, self.locale.tag, untranslated, len(compiled.asked))
                self._compiled[key] = compiled
        return compiled

    def untranslated(self, letter: LetterSpec, missing: Missing = "mark") -> list[MissingMessage]:
        """The messages of a letter that are not translated, in the order of the letter."""
        with self._lock:
            translated = self._translation(missing)
            return _untranslated(translated.engine.letter(letter), translated)

    def broken(self, letter: LetterSpec, missing: Missing = "mark") -> list[Fault]:
        """What is wrong with the placeholders in a letter's translations."""
        with self._lock:
            translated = self._translation(missing)
            return _broken(translated.engine.letter(letter), translated)

    def placeholder_faults(self, message: Message, strings: Sequence[str], rule: PluralRule) -> list[Fault]:
        """What is wrong with the placeholders in a translation that no catalog may have yet, without a place."""
        forms = self.formatter.number_forms
        found = [split_form(string, number, rule, message, forms)[1] for number, string in enumerate(strings)]
        return list(dict.fromkeys(fault for faults in found for fault in faults))

    def asked(self, letter: LetterSpec) -> list[MessageUse]:
        """The messages that a letter can print, each once, in the order of the letter."""
        with self._lock:
            return self._translation("mark").engine.letter(letter).asked

    def messages(self, letter: LetterSpec) -> list[Key]:
        """The keys of the messages that a letter can print, each once, in the order of the letter."""
        return _keys(self.asked(letter))

    def sections(self, letter: LetterSpec) -> Mapping[Key, str]:
        """The section or the label of a letter in which each of its messages is first, in the order of the letter."""
        with self._lock:
            return self._translation("mark").engine.letter(letter).asked_in

    def is_complete(self, letters: Iterable[LetterSpec]) -> bool:
        """Whether letters are fully translated, and nothing in their translations is broken."""
        return not any(self.untranslated(letter, "fallback") or self.broken(letter, "fallback") for letter in letters)

    def engine_for(self, change: Callable[[Message, Translation], Translation]) -> Engine:
        """An engine of its own, in which ``change`` changes each translation before it is compiled in.

        A message without a translation is in the source language.
        """
        translations = self._translations("fallback")
        return self._engine(lambda message: change(message, translations.resolve(message)))

    def _translation(self, missing: Missing) -> _Translated:
        if missing not in self._translated:
            translations = self._translations(missing)
            self._translated[missing] = _Translated(self._engine(translations.resolve), translations)
        return self._translated[missing]

    def _translations(self, missing: Missing) -> Translations:
        library, content = self._library, self._content
        return Translations(
            self.locale.catalog,
            library.of(self.locale.catalog),
            lambda: library.source,
            missing,
            lambda template: content.catalog_path_for(template, self.locale.catalog),
            self.formatter.number_forms,
        )

    def _engine(self, resolve: Callable[[Message], Translation]) -> Engine:
        library = self._library
        return Engine(self._content, resolve, lambda: library.source_locale.direction, self.formatter, self.names)


def _keys(asked: Iterable[MessageUse]) -> list[Key]:
    return [(one.message.msgctxt, one.message.msgid) for one in asked]


def _untranslated(compiled: CompiledLetter, translated: _Translated) -> list[MissingMessage]:
    missing = translated.translations.missing
    return [missing[key] for key in _keys(compiled.asked) if key in missing]


def _broken(compiled: CompiledLetter, translated: _Translated) -> list[Fault]:
    broken = translated.translations.broken
    return [fault for key in _keys(compiled.asked) for fault in broken.get(key, ())]
