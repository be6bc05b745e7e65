"""The nouns that every floor shares: what a letter is, what was asked for, what comes out."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Direction = Literal["ltr", "rtl"]
Isolate = Literal["", "ltr", "rtl", "auto"]
"""How a value is set apart from the text around it; the empty string: not at all."""


class Locale(NamedTuple):
    """The one locale of a letter: everything in it takes language, formats and direction from here.

    ``tag`` is the BCP 47 tag with its region (``ur-PK``); ``catalog`` the name of the catalog folder that was
    matched (``ur``). ``numbering`` and ``calendar`` are those asked for beside it (BCP 47, keys ``nu`` and ``ca``);
    empty for the locale's own.
    """

    tag: str
    catalog: str
    direction: Direction
    numbering: str = ""
    calendar: str = ""


class CalendarNames(NamedTuple):
    """What a language writes the dates of a calendar with, beside the Gregorian one.

    ``months`` and ``months_abbreviated`` are twelve names each, ``era`` stands for the letter ``G`` of a pattern, and
    ``patterns`` has CLDR's pattern of each width: ``full``, ``long``, ``medium``, ``short``.
    """

    months: tuple[str, ...] = ()
    months_abbreviated: tuple[str, ...] = ()
    era: str = ""
    patterns: Mapping[str, str] = MappingProxyType({})


class NameRules(NamedTuple):
    """How a language writes and addresses names beside CLDR, from the table ``names`` of its language.toml.

    ``salutation`` is what follows a title there: the ``surname``, or the name in ``full``. ``salutation_titles`` are
    the forms of address in which the catalog's own salutation has a title or an honorific; ``titles`` are, by the form
    of address that they tell, the titles that say nothing else. ``before_credentials`` stands between a name and its
    credentials; empty for CLDR's own. ``given_titles`` are those that go with the given name in a salutation. With
    ``space_after_latin``, a no-break space follows a name in Latin letters there, since the catalog has an ending of
    another script behind it.
    """

    salutation: str = "full"
    salutation_titles: tuple[str, ...] = ()
    titles: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    before_credentials: str = ""
    given_titles: tuple[str, ...] = ()
    space_after_latin: bool = False


class LanguageSettings(NamedTuple):
    """Where a language differs from CLDR, and how its pages look.

    ``patterns`` replace CLDR's own: ``time``, ``date_short`` to ``date_full``, ``date_time``; ``numbers`` those of a
    numbering system (``decimal``, ``percent``, ``money``, ``range``), ``units`` those of a unit of time, by plural
    category, ``relative`` those of distances in time, by ``past`` or ``future``, unit and category, and ``words`` by
    unit and number, ``lists`` those of lists (``and``, ``or``, ``unit``); ``weekdays`` are seven names from Monday on.
    ``numbering`` and ``calendar`` are used where a tag asks for none; ``calendars`` are what the language has of its
    own for calendars, by their BCP 47 ids. ``minimum_grouping`` 0 is CLDR's own. ``quotes`` are the pairs of quotation
    marks, the outer one first; ``full_stop`` is what ends a sentence. ``cldr`` is what cldr.json beside the catalog
    holds: what Babel's data lacks. ``style`` is a class of the style sheet.
    """

    patterns: Mapping[str, str] = MappingProxyType({})
    numbering: str = ""
    calendar: str = ""
    calendars: Mapping[str, CalendarNames] = MappingProxyType({})
    numbers: Mapping[str, Mapping[str, str]] = MappingProxyType({})
    units: Mapping[str, Mapping[str, str]] = MappingProxyType({})
    relative: Mapping[str, Mapping[str, Mapping[str, str]]] = MappingProxyType({})
    lists: Mapping[str, Mapping[str, str]] = MappingProxyType({})
    weekdays: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    full_stop: str = "."
    minimum_grouping: int = 0
    currency_symbols: Mapping[str, str] = MappingProxyType({})
    fonts: tuple[str, ...] = ()
    line_height: float = 1.5
    style: str = ""
    cldr: Mapping[str, Any] = MappingProxyType({})
    names: NameRules = NameRules()

    def by_cldr(self) -> LanguageSettings:
        """The same language by CLDR alone: without formats, digits, calendars or quotation marks of its own."""
        return LanguageSettings(fonts=self.fonts, line_height=self.line_height, style=self.style, cldr=self.cldr)


class Writing(NamedTuple):
    """How a language is written, from CLDR and from the table ``writing`` of its own language.toml.

    ``script`` is its ISO 15924 code (``Telu``), ``zeros`` the zeros of the digits that it may use. ``punctuation``
    gives, for a mark of the source language, the one that stands for it; ``letters`` the letter for a look-alike;
    ``quotes`` the pairs of quotation marks in use; ``joiners`` tells whether ZWNJ and ZWJ are part of its spelling. A
    language that nothing is known of has empty fields, and the rules that need them stay silent.
    """

    script: str = ""
    direction: Direction = "ltr"
    zeros: str = "0"
    punctuation: Mapping[str, str] = MappingProxyType({})
    letters: Mapping[str, str] = MappingProxyType({})
    quotes: tuple[str, ...] = ()
    joiners: bool = False


class FieldSpec(NamedTuple):
    """A field of a letter, as its letter.toml declares it.

    ``step`` is the step that uses the field (empty: the whole letter); ``when`` names other choice fields and
    the choices for which this one is needed; ``sample`` is raw, as a user would type it.
    """

    name: str
    type: str
    help: str
    sample: object
    required: bool = False
    many: bool = False
    step: str = ""
    options: tuple[str, ...] = ()
    default: str | None = None
    when: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class StepSpec(NamedTuple):
    """A step of a letter: a block of its template that may be left out unless it is required."""

    name: str
    title: str
    required: bool = False


class LetterSpec(NamedTuple):
    """What a letter is: its title and summary, its steps in order, the sections around them, its fields.

    ``meeting`` names the field for each part of the meeting that a letter invites to (``date``, ``time``, ``duration``,
    ``place``, ``link``); it is empty for a letter that invites to none. ``envelope`` names the field for what an
    envelope takes from the letter itself (``recipient``, ``sender``: their names); ``salutation`` those with the
    ``name`` that it says and the ``form`` of address, which the title in the name may tell.
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

    @property
    def sections(self) -> tuple[str, ...]:
        """Every section in reading order: those before the steps, the steps, those after."""
        return (*self.before, *self.steps, *self.after)


LinkKind = Literal["", "web", "mail", "phone"]
"""What a value leads to where a format has links."""

Slot = tuple[str, Isolate, LinkKind]
"""A formatted value, ready to stand in a letter: its text, its isolation, its link. A bare tuple: there is one for
every value of every letter."""


class Letterhead(NamedTuple):
    """What a sender's paper looks like.

    ``address`` are the lines of the sender's postal address; ``logo`` is an SVG or PNG file; ``colour`` is #RRGGBB;
    ``paper`` is ``a4``, ``us-letter`` or empty (by the letter's region).
    """

    address: tuple[str, ...] = ()
    logo: Path | None = None
    colour: str = ""
    paper: str = ""


class Envelope(NamedTuple):
    """What a letter is sent in: everything that is not in its words.

    ``key`` tells the letter from every other one of its sender, for ids that stay. ``recipient``, ``sender`` are names,
    ``recipient_email`` and ``sender_email`` mail addresses, ``address`` the lines of the recipient's postal address.
    ``timezone`` (IANA) is that of a meeting and of a mail's date; empty when nobody said it. ``attached`` are the
    formats that a mail carries as files. ``sequence`` counts the corrections of an invitation (RFC 5545, 3.8.7.4).
    """

    key: str = ""
    recipient: str = ""
    recipient_email: str = ""
    address: tuple[str, ...] = ()
    sender: str = ""
    sender_email: str = ""
    timezone: str = ""
    letterhead: Letterhead = Letterhead()
    attached: tuple[str, ...] = ()
    sequence: int = 0


class Document(NamedTuple):
    """A finished letter in one format: a file name, a media type (RFC 2046), the bytes."""

    name: str
    media_type: str
    content: bytes
