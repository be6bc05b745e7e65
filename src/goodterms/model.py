"""The types that all rooms share: definitions of letters, locales, settings of languages."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Direction = Literal["ltr", "rtl"]
Isolate = Literal["", "ltr", "rtl", "auto"]
"""The isolate of a value: LRI, RLI or FSI (UAX #9) in text, ``dir`` on a page; an empty string for none."""


class Locale(NamedTuple):
    """The locale of a letter. Language, formats and direction of everything in the letter come from it.

    ``tag`` is the BCP 47 tag with its region if it names one (``ur-PK``). ``catalog`` is the name of the matching
    folder under ``locales/`` (``ur``). ``numbering`` and ``calendar`` are the BCP 47 ids of a numbering system (key
    ``nu``) and a calendar (key ``ca``), from the tag or from the conventions; empty for the default of the language.
    """

    tag: str
    catalog: str
    direction: Direction
    numbering: str = ""
    calendar: str = ""


class CalendarNames(NamedTuple):
    """The names and patterns for dates in a calendar that is not Gregorian.

    ``months`` and ``months_abbreviated`` are 12 names each, from the first month on. ``era`` replaces the letter ``G``
    of a pattern. ``patterns`` are date patterns (UTS #35, part 4) by width: ``full``, ``long``, ``medium``, ``short``.
    An empty field has the data of CLDR.
    """

    months: tuple[str, ...] = ()
    months_abbreviated: tuple[str, ...] = ()
    era: str = ""
    patterns: Mapping[str, str] = MappingProxyType({})


class NameRules(NamedTuple):
    """How a language writes and addresses names, beyond CLDR: the table ``names`` of its language.toml.

    ``salutation`` is what follows a title in a salutation: ``surname`` or ``full`` (the whole name).
    ``salutation_titles`` are the forms of address for which the salutation in the catalog has a title or an honorific
    itself. ``titles`` are, by form of address, the titles that only tell that form (``Ms.``). ``before_credentials`` is
    the text between a name and its credentials, empty for CLDR's. ``given_titles`` are titles that go with the given
    name in a salutation (``Sir``). ``unbroken_titles`` keeps a title that ends in a full stop (``dr.``) and the word
    after it on one line. ``greetings`` are words and phrases that greet (``Dear``), and so are no part of a title.
    ``said_before`` and ``said_after`` are words at the start and endings of a whole name that salutations say
    themselves; an ending with a space before it is a word. ``no_names`` are words that tables have where a name would
    be, such as ``Total``. ``on_behalf`` are words before a name that say through whose hands a letter goes:
    ``attn``. ``endings`` are, by form of address, the endings of a name that tell that form: the legal
    forms of companies (``d. o. o.``). ``one_person_endings`` are legal forms of the business of one person (``s. p.``),
    which do not tell any. ``nameless_salutations`` are the forms of address whose salutation does not say the name.
    ``courtesy_capitals`` are words with a capital out of courtesy to one person, which a company gets in small letters.
    """

    salutation: str = "full"
    salutation_titles: tuple[str, ...] = ()
    titles: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    before_credentials: str = ""
    given_titles: tuple[str, ...] = ()
    unbroken_titles: bool = False
    greetings: tuple[str, ...] = ()
    said_before: tuple[str, ...] = ()
    said_after: tuple[str, ...] = ()
    no_names: tuple[str, ...] = ()
    endings: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    one_person_endings: tuple[str, ...] = ()
    nameless_salutations: tuple[str, ...] = ()
    courtesy_capitals: tuple[str, ...] = ()
    on_behalf: tuple[str, ...] = ()


class TypedWords(NamedTuple):
    """Words in the values that people type, beside those of CLDR: the table ``reading`` of a language.toml.

    - ``hours``, ``minutes``: names of these units. ``lengths``: lengths of time in words, in minutes.
    - ``day_periods``: names of parts of the day, each with the hour at which it begins and the one at which it ends.
    - ``months``, ``weekdays``, ``bikram_months``: other names of each, by number, 1 for January, Monday, Baisakh.
      ``days``: words for days of the month.
    - ``bikram_eras``: what says that a date is one of Bikram Sambat.
    - ``currencies``: names and signs, by ISO 4217 code; one that stands at several codes may mean each of them.
    - ``beside_dates``, ``beside_times``, ``beside_amounts``: words that may stand beside such a value and add nothing.
    """

    hours: tuple[str, ...] = ()
    minutes: tuple[str, ...] = ()
    lengths: Mapping[str, int] = MappingProxyType({})
    day_periods: Mapping[str, tuple[int, int]] = MappingProxyType({})
    months: Mapping[int, tuple[str, ...]] = MappingProxyType({})
    weekdays: Mapping[int, tuple[str, ...]] = MappingProxyType({})
    days: Mapping[int, tuple[str, ...]] = MappingProxyType({})
    bikram_months: Mapping[int, tuple[str, ...]] = MappingProxyType({})
    bikram_eras: tuple[str, ...] = ()
    currencies: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    beside_dates: tuple[str, ...] = ()
    beside_times: tuple[str, ...] = ()
    beside_amounts: tuple[str, ...] = ()


class ZoneWords(NamedTuple):
    """How a language names time zones, beyond CLDR: the table ``zones`` of its language.toml.

    ``names`` are by IANA name or by CLDR's metazone (``Europe_Central``). ``place`` is the pattern of a name for a
    country or a city, empty for CLDR's. With ``lowercase``, CLDR's names begin with a small letter. ``note`` is what
    follows a time of day, ``note_with_other`` with another zone, ``other_on_another_day`` the time there on that day.
    """

    names: Mapping[str, str] = MappingProxyType({})
    place: str = ""
    lowercase: bool = False
    note: str = "({zone})"
    note_with_other: str = "({zone}; {other_zone}: {other_time})"
    other_on_another_day: str = "{date}, {time}"


class LanguageSettings(NamedTuple):
    """The settings of a language: its conventions, where they differ from CLDR, its rules for names, its page.

    Conventions (an empty field, or a missing key, has the data of CLDR):

    - ``patterns``: ``time``, ``date_short``, ``date_medium``, ``date_long`` and ``date_full`` (UTS #35, part 4), and
      ``date_time`` with ``{1}`` for the date and ``{0}`` for the time of day.
    - ``day_periods``: the name of each period of the day (``morning1``) after the letter ``B`` of a time.
      ``day_period_hours``: the hour, 0 to 23, at which each begins; they replace all those of CLDR.
    - ``numbering``, ``calendar``: BCP 47 ids, for tags that name none. ``calendars``: names and patterns by calendar
      id.
    - ``numbers``: by numbering system, the patterns ``decimal``, ``percent`` and ``money`` (UTS #35, part 3), and
      ``range`` with ``{0}`` and ``{1}``.
    - ``units``: by unit of time (``year`` to ``minute``) and plural category, a pattern with ``{0}``.
    - ``relative``: distances in time. Under ``past`` and ``future``, by unit and plural category, a pattern with
      ``{0}``; under ``words``, by unit and number (``-1``), a text.
    - ``lists``: for ``and``, ``or`` and ``unit`` lists, patterns with ``{0}`` and ``{1}`` by place (``2``, ``start``,
      ``middle``, ``end``; UTS #35, part 2).
    - ``weekdays``: seven names, Monday first.
    - ``month_names``: by form, such as ``genitive``, the names of the Gregorian months, January first.
    - ``number_words``: by form, such as ``feminine``, words by number. ``words_up_to``: the last number that a
      translation can have in words; 0 for none.
    - ``quotes``: pairs of quotation marks, two characters each, the outer pair first.
    - ``full_stop``: the punctuation mark that ends a sentence; a full stop by default.
    - ``space_after_latin``: whether an ending in another script has a no-break space before it after a value in Latin
      script, and a zero-width non-joiner after a value that ends in a virama.
    - ``words_after_times``: how the words begin that stay on the line of a time before them, such as ``बजे``.
    - ``minimum_grouping``: the digits that a number must have before its first separator to get separators; 0 for
      CLDR's.
    - ``currency_symbols``: by ISO 4217 code; an empty symbol restores CLDR's. ``zones``: names of time zones.

    ``fonts`` are the names of font families in order of preference, ``line_height`` is a multiple of the font size, and
    ``style`` is a class of the style sheet. ``cldr`` is the data of the language's cldr.json: what Babel lacks.
    ``reading`` are words that are read and never written.
    """

    patterns: Mapping[str, str] = MappingProxyType({})
    day_periods: Mapping[str, str] = MappingProxyType({})
    day_period_hours: Mapping[str, int] = MappingProxyType({})
    numbering: str = ""
    calendar: str = ""
    calendars: Mapping[str, CalendarNames] = MappingProxyType({})
    numbers: Mapping[str, Mapping[str, str]] = MappingProxyType({})
    units: Mapping[str, Mapping[str, str]] = MappingProxyType({})
    relative: Mapping[str, Mapping[str, Mapping[str, str]]] = MappingProxyType({})
    lists: Mapping[str, Mapping[str, str]] = MappingProxyType({})
    weekdays: tuple[str, ...] = ()
    month_names: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    number_words: Mapping[str, Mapping[int, str]] = MappingProxyType({})
    words_up_to: int = 10
    quotes: tuple[str, ...] = ()
    full_stop: str = "."
    space_after_latin: bool = False
    words_after_times: tuple[str, ...] = ()
    minimum_grouping: int = 0
    currency_symbols: Mapping[str, str] = MappingProxyType({})
    fonts: tuple[str, ...] = ()
    line_height: float = 1.5
    style: str = ""
    cldr: Mapping[str, Any] = MappingProxyType({})
    names: NameRules = NameRules()
    reading: TypedWords = TypedWords()
    zones: ZoneWords = ZoneWords()

    def by_cldr(self) -> LanguageSettings:
        """The settings with all conventions and rules for names of CLDR."""
        return LanguageSettings(fonts=self.fonts, line_height=self.line_height, style=self.style, cldr=self.cldr)


class Writing(NamedTuple):
    """How a language is written, for the rules of ``goodterms check``; from CLDR and its language.toml.

    ``script`` is an ISO 15924 code (``Telu``); ``zeros`` are those of its digits. ``punctuation`` maps a mark of the
    source language to that of this language, ``letters`` a look-alike to the letter of this language, and ``mistaken``
    what is written by mistake to what is right. ``quotes`` are pairs of marks, two characters each. ``joiners`` says
    whether the spelling uses ZWNJ and ZWJ. ``value_forms`` are the forms of its numbers in words
    and of its months.
    """

    script: str = ""
    direction: Direction = "ltr"
    zeros: str = "0"
    punctuation: Mapping[str, str] = MappingProxyType({})
    letters: Mapping[str, str] = MappingProxyType({})
    mistaken: Mapping[str, str] = MappingProxyType({})
    quotes: tuple[str, ...] = ()
    joiners: bool = False
    value_forms: tuple[str, ...] = ()


class FieldSpec(NamedTuple):
    """A field of a letter, from its letter.toml.

    ``type`` is a key of :data:`goodterms.fields.TYPES`. ``sample`` is a raw value: text, or a TOML number, list or
    table. With ``many``, the field takes several values. ``step`` is the step that uses the field, empty for the whole
    letter. ``options`` are the choices of the type ``choice`` and ``default`` is one of them, with
    ``many`` also several, or None. ``when`` maps
    other fields of that type to the choices for which this field is needed: with one of them; ``when_all`` does so for
    choices that must all be made. ``exclusive`` are options that cannot be combined with others. ``parts`` are those of
    the type ``record``, by name, and ``item`` is the name of one record where the field takes several. ``at_least`` is
    the least number that the type ``count`` takes. Without ``in_sample``, the field has no value in a sample letter.
    ``lies`` says where dates lie, seen from the date of the letter: ``ahead`` or ``past``, empty for anywhere.
    ``years_of`` are two fields with dates, ``since`` and ``on`` (or ``date``, that of the letter), between which the
    count is the number of full years. ``not_after`` are other dates, of fields or of parts (``another_time.date``),
    that it may not follow. A field with ``sender`` is the sender's: a column of customers takes its place only under a
    name that says so.
    """

    name: str
    type: str
    help: str
    sample: object
    required: bool = False
    many: bool = False
    step: str = ""
    options: tuple[str, ...] = ()
    default: str | tuple[str, ...] | None = None
    when: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    when_all: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    exclusive: tuple[str, ...] = ()
    parts: Mapping[str, FieldSpec] = MappingProxyType({})
    item: str = ""
    at_least: int = 0
    in_sample: bool = True
    lies: str = ""
    years_of: Mapping[str, str] = MappingProxyType({})
    sender: bool = False
    not_after: tuple[str, ...] = ()


class StepSpec(NamedTuple):
    """A step of a letter: a block of its template, which can be left out unless it is required."""

    name: str
    title: str
    required: bool = False


class SectionSpec(NamedTuple):
    """A section between the steps of a letter: a block of its template that cannot be left out.

    ``after`` is the step or the section that it follows.
    """

    name: str
    title: str
    after: str


class NeedSpec(NamedTuple):
    """What a letter needs from one of several fields: at least one of ``one_of`` must have a value."""

    one_of: tuple[str, ...]
    help: str


class MeetingRules(NamedTuple):
    """What a letter does with a meeting, from the table ``meeting`` of its letter.toml.

    ``cancels`` is the letter whose meeting this one calls off, ``repeats`` the one whose invitation it repeats; empty
    for none. ``at_ours`` and ``at_theirs`` are the choices with which you meet at the sender's or the reader's place.
    """

    cancels: str = ""
    repeats: str = ""
    at_ours: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    at_theirs: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class LetterSpec(NamedTuple):
    """The definition of a letter, from its letter.toml and those that it extends; ``path`` is its own.

    ``steps`` and ``fields`` are by name, in order. ``before`` and ``after`` are the sections around the steps, and
    ``between`` those between them, blocks of the template as well. ``group`` is the heading of the letter in a list of
    letters, ``apart_from`` are groups of letters that a customer must not get at the same time as this one, ``needs``
    what one of several fields must give. ``labels`` are blocks with words that a format adds to the letter, such as the
    description of a link. ``meeting_rules`` say what the letter does with its meeting. Three mappings give fields a
    role:

    - ``meeting``, for the calendar: ``date``, ``time`` and their ``timezone``, ``another`` time, ``duration``,
      ``place``, ``link``; empty for a letter that does not invite to a meeting.
    - ``envelope``: ``recipient`` and ``sender``, the fields with their names; ``email``, for a document that goes to a
      colleague and never to the customer, the field with the colleague's email address.
    - ``salutation``: ``name``, and ``form`` for the form of address, which a title in the name can also tell.
    """

    name: str
    title: str
    summary: str
    steps: Mapping[str, StepSpec]
    fields: Mapping[str, FieldSpec]
    before: tuple[str, ...]
    after: tuple[str, ...]
    path: Path
    meeting: Mapping[str, str] = MappingProxyType({})
    envelope: Mapping[str, str] = MappingProxyType({})
    salutation: Mapping[str, str] = MappingProxyType({})
    between: Mapping[str, SectionSpec] = MappingProxyType({})
    needs: Mapping[str, NeedSpec] = MappingProxyType({})
    group: str = ""
    meeting_rules: MeetingRules = MeetingRules()
    labels: tuple[str, ...] = ()

    @property
    def blocks(self) -> tuple[str, ...]:
        """The names of the blocks of its own that a template has: the sections in reading order, and the labels."""
        return (*self.sections, *self.labels)

    @property
    def invitation(self) -> str:
        """The name of the letter that invites to the meeting of this one: its own, unless another has invited."""
        return self.meeting_rules.cancels or self.meeting_rules.repeats or self.name

    apart_from: tuple[str, ...] = ()

    @property
    def sections(self) -> tuple[str, ...]:
        """The names of all sections in reading order: before, among and after the steps."""
        return (*self.before, *self.middle, *self.after)

    @property
    def middle(self) -> tuple[str, ...]:
        """The names of the steps and of the sections between them, in reading order."""
        names = list(self.steps)
        for section in self.between.values():
            place = names.index(section.after) + 1 if section.after in names else len(names)
            while (
                place < len(names)
                and names[place] in self.between
                and self.between[names[place]].after == section.after
            ):
                place += 1  # behind the sections that were declared before it
            names.insert(place, section.name)
        return tuple(names)


LinkKind = Literal["", "web", "mail", "phone"]
"""The kind of link that a value becomes in formats with links; empty for none."""

Slot = tuple[str, Isolate, LinkKind]
"""A formatted value: its text, its isolate, its kind of link. A plain tuple, as every value of every letter has one."""
