"""A project: the letters and languages of some layers of content, each thing read and made once.

What reads or makes a thing is imported when the thing is first needed: a list of the letters needs few of them.
"""

from __future__ import annotations

from functools import cached_property, partial
from threading import RLock
from typing import TYPE_CHECKING, Any

from goodterms import speech
from goodterms.content.layers import BUILT_IN, Content
from goodterms.errors import BrokenContent, InvalidRequest
from goodterms.model import LetterSpec

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from pathlib import Path

    from goodterms.call import TypingPlan
    from goodterms.cldr.value_words import ValueWords
    from goodterms.content.column_words import ColumnWords
    from goodterms.content.conventions import SenderConventions
    from goodterms.content.terms import TermBook, TermSettings
    from goodterms.edition import Edition
    from goodterms.messages.library import CatalogLibrary
    from goodterms.model import LanguageSettings, Locale, NameRules
    from goodterms.text.wording import Wordings

_MAX_CACHED = 4096
_TEST_MARK = "_test"
"""The folder with the template of :attr:`Project.test_mark`."""
_ADVICE = "_advice"
"""The folder with what the rooms of advice say, and with the columns of the tables that they read."""


def open_project(
    overlays: Iterable[Path] = (),
    conventions: Callable[[Callable[[], Collection[str]]], SenderConventions] | None = None,
    base: Path = BUILT_IN,
    terms: Callable[[], TermSettings] | None = None,
) -> Project:
    """The project of some folders laid over the built-in content, or over another ``base``; the first one is topmost.

    ``conventions`` gives those of the sender's settings; it receives a function that gives the languages with a
    catalog. ``terms`` gives those of the settings. Raises :class:`InvalidRequest` for a folder without content.
    """
    content = Content(tuple(overlays), base)
    given = (lambda: conventions(lambda: project.catalogs.languages)) if conventions else None
    project = Project(content, given, terms)
    return project


class Project:
    """The letters and languages of one set of layers; may be used from several threads."""

    def __init__(
        self,
        content: Content,
        conventions: Callable[[], SenderConventions] | None = None,
        terms: Callable[[], TermSettings] | None = None,
    ) -> None:
        """Nothing is read before it is asked for; ``conventions`` and ``terms`` give those of the settings."""
        self.content = content
        self._read_conventions = conventions
        self._read_terms = terms
        self._lock = RLock()
        self._letters: dict[str, LetterSpec] = {}
        self._plans: dict[str, TypingPlan] = {}
        self._locales: dict[str, Locale] = {}
        self._languages: dict[tuple[str, str], LanguageSettings] = {}
        self._languages_of: dict[Locale, LanguageSettings] = {}
        self._editions: dict[Locale, Edition] = {}
        self._words: dict[Locale, ValueWords] = {}
        self._samples: dict[tuple[str, str], dict[str, object]] = {}

    @cached_property
    def catalogs(self) -> CatalogLibrary:
        """The catalogs of all layers."""
        from goodterms.messages.library import CatalogLibrary

        return CatalogLibrary(self.content)

    @cached_property
    def terms(self) -> TermBook:
        """How words of the source are translated, by language."""
        from goodterms.content.terms import TermBook, TermSettings

        return TermBook(self.content, self._read_terms or TermSettings)

    @cached_property
    def wordings(self) -> Wordings:
        """The wordings that letters have had, parsed."""
        from goodterms.text.wording import Wordings

        return Wordings()

    def laid_over(self, overlays: Iterable[Path], base: Path) -> Project:
        """Another project with the conventions of this one: some folders laid over a base."""
        from goodterms.messages.library import CatalogLibrary

        content = Content(tuple(overlays), base)
        project = Project(content, lambda: self.conventions)
        project.catalogs = CatalogLibrary(content, leave_out_faulty=self.catalogs.leave_out_faulty)
        project.terms = self.terms.over(content)
        return project

    @cached_property
    def without_faulty_messages(self) -> Project:
        """The same project, with catalogs without the messages that have faults, which keep them from being read.

        Someone who corrects these messages one after the other sees the others in letters meanwhile.
        """
        from goodterms.messages.library import CatalogLibrary

        project = Project(self.content, lambda: self.conventions)
        project.catalogs = CatalogLibrary(self.content, leave_out_faulty=True)
        project.terms = self.terms
        return project

    def letter(self, name: str) -> LetterSpec:
        """What a letter is; raises :class:`InvalidRequest` for an unknown one."""
        if name not in self._letters:
            from goodterms.content import letters

            self._letters[name] = letters.load(self.content, name)
        return self._letters[name]

    def typing_plan(self, letter: str) -> TypingPlan:
        """How the values of a letter are typed; raises :class:`InvalidRequest` for an unknown one."""
        if letter not in self._plans:
            from goodterms.call import plan_of

            self._plans[letter] = plan_of(self.letter(letter))
        return self._plans[letter]

    def letters(self) -> list[LetterSpec]:
        """Every letter, by name; raises :class:`BrokenContent` with the faults of all that cannot be read."""
        return self._every_letter(self.letter)

    def outlines(self) -> list[LetterSpec]:
        """The same, each as :meth:`outline` gives it."""
        return self._every_letter(self.outline)

    def outline(self, name: str) -> LetterSpec:
        """A letter that there is, for a list of letters: one that came with goodterms may be without its fields."""
        from goodterms.content import letters

        return self._letters.get(name) or letters.outline(self.content, name)

    def _every_letter(self, read: Callable[[str], LetterSpec]) -> list[LetterSpec]:
        letters, faults = [], []
        for name in self.content.letters():
            try:
                letters.append(read(name))
            except BrokenContent as error:
                faults += [one for one in error.faults if one not in faults]
        if faults:
            raise BrokenContent(faults)
        return letters

    def cancellation_of(self, letter: LetterSpec) -> LetterSpec | None:
        """The letter that calls off the meeting to which a letter invites, or which it repeats; None where none does.

        Raises :class:`BrokenContent` where several letters do, and where a letter cannot be read.
        """
        if not letter.meeting or letter.meeting_rules.cancels:
            return None
        found = [one for one in self.letters() if one.meeting_rules.cancels == letter.invitation]
        if len(found) > 1:
            names = [one.name for one in found]
            raise BrokenContent.at(
                found[-1].path, 0, "several-cancellations", key="meeting.cancels", letter=letter.invitation, names=names
            )
        return found[0] if found else None

    @property
    def test_mark(self) -> LetterSpec | None:
        """What a letter to oneself says of that, as a letter of its own; None where no layer has it.

        Its ``mark`` is before the subject, its ``note`` above the letter.
        """
        located = self.content.template(f"{_TEST_MARK}/letter.md.j2")
        if located is None:
            return None
        return LetterSpec(_TEST_MARK, _TEST_MARK, "", {}, {}, before=("mark", "note"), after=(), path=located.path)

    def advice(self, name: str) -> LetterSpec:
        """What a room of advice says, or the columns of a table that it reads, declared as a letter is.

        From then on, :meth:`letter` finds it, too, by the ``name`` of what is returned. Raises :class:`BrokenContent`.
        """
        key = f"{_ADVICE}/{name}"
        if key not in self._letters:
            from goodterms.content import letters

            self._letters[key] = letters.load_advice(self.content, key)
        return self._letters[key]

    @property
    def printed(self) -> list[LetterSpec]:
        """Everything with words that people read: the letters, the mark of a test, what the rooms of advice say."""
        rooms = [
            self.advice(name)
            for name in self.content.folders(_ADVICE)
            if self.content.template(f"{_ADVICE}/{name}/letter.md.j2")
        ]
        return [*self.letters(), *filter(None, [self.test_mark]), *rooms]

    def with_columns(self) -> list[LetterSpec]:
        """Everything whose fields are columns of tables: the letters, and the tables that the rooms of advice read."""
        tables = [
            self.advice(name)
            for name in self.content.folders(_ADVICE)
            if not self.content.template(f"{_ADVICE}/{name}/letter.md.j2")
            and self.content.template(f"{_ADVICE}/{name}/letter.toml")
        ]
        return [*self.letters(), *tables]

    def known_fields(self) -> set[str]:
        """The names of the fields of all letters."""
        return {field for letter in self.letters() for field in letter.fields}

    def locale(self, tag: str) -> Locale:
        """The locale of a tag in any spelling; raises :class:`InvalidRequest` for an unknown one."""
        locale = self._locales.get(tag)
        if locale is None:
            from goodterms.cldr import locales

            locale = self._with_conventions(locales.match(tag, self.catalogs.languages))
            if len(self._locales) >= _MAX_CACHED:
                self._locales.clear()
            self._locales[tag] = locale
        return locale

    def edition(self, locale: Locale) -> Edition:
        """All letters in a locale."""
        edition = self._editions.get(locale)
        if edition is None:
            from goodterms.cldr.formatter import Formatter
            from goodterms.edition import Edition
            from goodterms.engine.names import Names

            with self._lock:
                if locale not in self._editions:
                    formatter = Formatter(locale, self.language_of(locale), self._person_names)
                    names = Names(formatter, self.language(locale.catalog).names, lambda: self.name_rules)
                    self._editions[locale] = Edition(self.content, self.catalogs, locale, formatter, names)
                edition = self._editions[locale]
        return edition

    def words(self, locale: Locale) -> ValueWords:
        """The words with which values are read: those of a locale and of the source language, names in all others."""
        words = self._words.get(locale)
        if words is None:
            from goodterms.cldr.value_words import ValueWords

            try:
                known = dict.fromkeys((locale, self.source_locale))
            except BrokenContent:
                known = {locale: None}  # only a letter that falls back to the source language needs it
            others = partial(self._settings_beside, frozenset(one.catalog for one in known))
            words = ValueWords(*((one, self.language_of(one)) for one in known), others=others)
            words = self._words.setdefault(locale, words)
        return words

    def _settings_beside(self, catalogs: Collection[str]) -> list[tuple[Locale, LanguageSettings]]:
        """The locales and the settings of all other languages, which few values need."""
        return [(one, self.language_of(one)) for one in self._every_locale if one.catalog not in catalogs]

    @cached_property
    def words_of_all(self) -> ValueWords:
        """The words of all languages, to judge a value whose language is not known; it may mean several things."""
        from goodterms.cldr.value_words import ValueWords

        known = dict.fromkeys([self.source_locale, *self._every_locale])
        return ValueWords(*((one, self.language_of(one)) for one in known))

    @cached_property
    def _every_locale(self) -> tuple[Locale, ...]:
        from goodterms.cldr import locales

        return tuple(map(locales.of_catalog, self.catalogs.languages))

    def language(self, name: str, region: str = "") -> LanguageSettings:
        """The settings of a language, with the sender's conventions; with those of a region (ISO 3166) if given."""
        key = (name, region)
        if key not in self._languages:
            from goodterms.content import languages

            self._languages[key] = languages.settings(self.content, name, self.conventions.of(name), region)
        return self._languages[key]

    def language_of(self, locale: Locale) -> LanguageSettings:
        """The settings of a locale's language, with those of its region or of the likely one."""
        language = self._languages_of.get(locale)
        if language is None:
            from goodterms.cldr import locales

            language = self.language(locale.catalog, locales.region(locale))
            if len(self._languages_of) >= _MAX_CACHED:
                self._languages_of.clear()
            self._languages_of[locale] = language
        return language

    @cached_property
    def conventions(self) -> SenderConventions:
        """The conventions in the sender's settings."""
        from goodterms.content.conventions import SenderConventions

        return (self._read_conventions or SenderConventions)()

    @cached_property
    def name_rules(self) -> dict[str, NameRules]:
        """How the salutation of each language says a name, by language."""
        from goodterms.content import languages

        return {name: languages.name_rules(self.content, name) for name in self.catalogs.languages}

    @cached_property
    def column_words(self) -> tuple[ColumnWords, ...]:
        """The words that people use in tables, of each language with a catalog."""
        from goodterms.content import column_words

        return tuple(column_words.read(self.content, name, self._known_columns) for name in self.catalogs.languages)

    def _known_columns(self) -> set[str]:
        """What a column can be: a part of the envelope, a field of a letter, a part of a person's name or a record."""
        from goodterms.content import column_words
        from goodterms.fields.persons import has_parts
        from goodterms.values import NAME_PARTS

        known = {*column_words.ENVELOPE, "currency"}
        for field in (field for letter in self.with_columns() for field in letter.fields.values()):
            parts = NAME_PARTS if has_parts(field) else field.parts
            known |= {field.name, *(f"{field.name}.{part}" for part in parts)}
        return known

    def samples(self, letter: LetterSpec, locale: Locale | None, *, every: bool = False) -> dict[str, object]:
        """A sample of each field in a sample letter, raw: the language's own where it has one, else the letter's.

        With ``every``, also of the fields that a sample letter leaves out.
        """
        if locale is None:
            samples = {name: field.sample for name, field in letter.fields.items()}
        else:
            key = (letter.name, locale.catalog)
            if key not in self._samples:
                from goodterms.content import samples as samples_of_language

                self._samples[key] = samples_of_language.of_letter(self.content, locale.catalog, letter)
            samples = self._samples[key]
        return {name: sample for name, sample in samples.items() if every or letter.fields[name].in_sample}

    def samples_of_choice(self, letter: LetterSpec, locale: Locale, field: str, option: object) -> dict[str, object]:
        """The raw samples that a language has for a letter with an option of a field; only a fitting name may greet."""
        if option not in letter.fields[field].options:
            return {}
        from goodterms.content import samples as samples_of_language

        found = samples_of_language.of_choice(self.content, locale.catalog, field, str(option))
        return {name: sample for name, sample in found.items() if name in letter.fields and name != field}

    def _with_conventions(self, locale: Locale) -> Locale:
        """The locale with the digits and the calendar of its settings, where its tag asks for none.

        Raises :class:`InvalidRequest` for a calendar that the language has no names for.
        """
        from goodterms.cldr import calendars

        language = self.language_of(locale)
        numbering = locale.numbering or language.numbering
        calendar = locale.calendar or language.calendar
        locale = locale._replace(numbering=numbering, calendar=calendar)
        calendars.refuse_unnamed(language, locale)
        return locale

    def _person_names(self, tag: str) -> Mapping[str, Any] | None:
        """What CLDR says of personal names in a language that letters are written in; None for any other."""
        from goodterms.cldr import supplement

        language = next((name for name in self.catalogs.languages if name.replace("_", "-") == tag), None)
        return supplement.of_locale(self.language(language).cldr, tag).get("person_names") if language else None

    @property
    def source_locale(self) -> Locale:
        """The locale that the msgids are written in."""
        return self.catalogs.source_locale

    @property
    def spoken_locale(self) -> Locale:
        """The locale in which the program speaks to people, as letters know it; else the source locale."""
        language = speech.current()
        try:
            return self.locale(language.tag) if language else self.source_locale
        except InvalidRequest:  # a project may have no letters in it
            return self.source_locale
