"""The formatter of one locale: typed values in, text out."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from goodterms.cldr import supplement
from goodterms.cldr.dates import Dates
from goodterms.cldr.digits import Digits
from goodterms.cldr.lists import Lists, quotes_of
from goodterms.cldr.locales import babel_locale
from goodterms.cldr.numbers import Numbers
from goodterms.cldr.plurals import Plurals
from goodterms.cldr.spans import Spans, distance
from goodterms.cldr.spellout import Spellout
from goodterms.cldr.zone_names import ZoneNames, fill_note, is_summer_time

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from goodterms.cldr.person_names import Others
    from goodterms.model import LanguageSettings, Locale
    from goodterms.values import ZonedTime

    NameWriter = Callable[..., str]


class Formatter:
    """Writes numbers, amounts, dates, times, lengths of time, lists and names for one locale, by CLDR.

    ``settings`` hold the language's cldr.json and its own conventions, which take precedence over CLDR's.
    ``other_names`` returns CLDR's person names of another language by its tag.
    """

    def __init__(self, locale: Locale, settings: LanguageSettings, other_names: Others | None = None) -> None:
        """Compile the locale's patterns.

        Raises :class:`InvalidRequest` for a calendar that the language has no names for, and :class:`BrokenContent` for
        a catalog in a language that CLDR does not know.
        """
        data = babel_locale(locale)
        cldr = supplement.of_locale(settings.cldr, locale.tag)
        digits = Digits(data, cldr, locale.numbering or settings.numbering)
        numbers = Numbers(data, cldr, digits, settings)
        dates = Dates(locale, data, cldr, digits, settings)
        plurals = Plurals(data, numbers.as_written)
        lists = Lists(data, cldr, settings.lists)
        self._spans = Spans(data, cldr, settings, numbers.number, plurals.category)
        self.locale = locale
        self.numbering = digits.system
        self.calendar = dates.calendar
        self.number = numbers.number
        self.percent = numbers.percent
        self.money = numbers.money
        self.number_range = numbers.number_range
        self.percent_range = numbers.percent_range
        self.money_range = numbers.money_range
        self.date = dates.date
        self.time = dates.time
        self.date_time = dates.date_time
        self.with_gregorian = dates.with_gregorian
        self.month = dates.month
        self.day_periods = dates.day_periods
        self.names_day_periods = dates.names_day_periods
        self.weekday = dates.weekday
        self.relative = self._spans.relative
        self.joints = lists.joints
        self.join_list = lists.join
        self.plural_category = plurals.category
        self.plural_sample = plurals.sample
        self.space_after_latin = settings.space_after_latin
        self.words_after_times = settings.words_after_times
        self.quotes = quotes_of(cldr, settings)
        self._zone_words = settings.zones
        self._zone_names = ZoneNames(data, settings.zones)
        self._spellout = Spellout(cldr.get("spellout", {}), settings.number_words)
        self._words_up_to = settings.words_up_to
        self.number_forms = self._spellout.forms
        self.month_forms = tuple(settings.month_names)
        self.value_forms = tuple(sorted({*self.number_forms, *self.month_forms}))
        self._names_of_cldr = cldr.get("person_names", {}), other_names

    @cached_property
    def name(self) -> NameWriter:
        """Writes a :class:`Person` in a form (:meth:`PersonNames.format`)."""
        # Most letters have whole names and do not need this module.
        from goodterms.cldr.person_names import PersonNames

        return PersonNames(self.locale.tag, *self._names_of_cldr).format

    def number_in_words(self, number: int, form: str) -> str:
        """A whole number in words, in one of the ``number_forms``; empty for one that is written in digits."""
        is_word = 0 <= number <= self._words_up_to and self._words_up_to
        return self._spellout.write(number, form) if is_word else ""

    def zone_name(self, at: datetime) -> str:
        """The name of the time zone of an instant: ``srednjeevropski čas``."""
        assert isinstance(at.tzinfo, ZoneInfo)  # noqa: S101 — the times of meetings have no others
        return self._zone_names.name(at.tzinfo.key, at.year, is_summer_time(at))

    def zone_note(self, value: ZonedTime) -> str:
        """What follows the time of a meeting: its zone, and the time in the other zone, with the day if it differs."""
        words, start, other = self._zone_words, value.start, value.other
        if other is None:
            return fill_note(words.note, zone=self.zone_name(start))
        there = self.time(other.time())
        if other.date() != start.date():
            there = fill_note(words.other_on_another_day, date=self.date(other.date()), time=there)
        names = {"zone": self.zone_name(start), "other_zone": self.zone_name(other)}
        return fill_note(words.note_with_other, **names, other_time=there)

    def zoned_time(self, value: ZonedTime) -> str:
        """The time of a meeting, with its zone where it is named: ``14.30 (srednjeevropski čas)``."""
        clock = self.time(value.clock)
        return f"{clock} {self.zone_note(value)}" if value.is_named else clock

    def duration(self, hours: int, minutes: int) -> str:
        """A length of time in hours and minutes, such as ``1 ura in 30 minut``; zero is written in minutes."""
        parts = [(hours, "hour")] if hours else []
        if minutes or not hours:
            parts.append((minutes, "minute"))
        return self.join_list("unit", [self._spans.length(amount, unit) for amount, unit in parts])

    def distance(self, day: date, today: date) -> str:
        """The distance of ``day`` from ``today``, in the longest unit that fits: ``pred 5 leti``, ``jutri``."""
        return self.relative(*distance(day, today))
