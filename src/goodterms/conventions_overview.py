"""An overview of a locale's conventions: an example of everything it writes, and the file that sets it."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from itertools import count, islice, takewhile
from typing import TYPE_CHECKING, NamedTuple

from goodterms.cldr import locales
from goodterms.cldr.calendars import GREGORIAN
from goodterms.cldr.digits import zero_of
from goodterms.cldr.formatter import Formatter
from goodterms.cldr.plurals import CATEGORIES
from goodterms.cldr.spellout import DEFAULT_FORM
from goodterms.content import languages, samples
from goodterms.content.settings import FILE_NAME
from goodterms.errors import InvalidRequest
from goodterms.speech import said
from goodterms.values import Month, Person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from goodterms.model import LanguageSettings, Locale
    from goodterms.project import Project

LANGUAGE_FILE = "language.toml"
SETTINGS_FILE = FILE_NAME
_DAY, _MONTH, _TIME = date(2026, 11, 5), Month(2026, 11), time(14, 5)
_PERSON = Person(given="Ana", surname="Novak")
"""The name for languages whose samples have no person."""
_SECOND_CURRENCY = "EUR"
# Where the examples of a plural category come from: the first numbers that have it, integers before fractions.
_INTEGERS, _FRACTIONS = (*range(1000), 10**6), (Decimal("0.5"), Decimal("1.5"), Decimal("2.5"))
_MAX_INTEGERS, _MAX_FRACTIONS = 4, 2
_MAX_WORDS = 4


class Example(NamedTuple):
    """One thing a locale writes: ``text`` is the example, ``key`` and ``label`` name the kind of value.

    ``is_text`` is true for words, which follow the locale's direction; numbers and times have their own. ``set_in`` is
    the file that makes the example differ from CLDR: :data:`LANGUAGE_FILE`, :data:`SETTINGS_FILE`, or empty for none.
    """

    key: str
    label: str
    text: str
    is_text: bool
    set_in: str


class Overview(NamedTuple):
    """A locale and its examples; ``tag`` includes the digits and the calendar asked for, ``name`` is its name."""

    locale: Locale
    tag: str
    name: str
    examples: list[Example]


class _Kind(NamedTuple):
    """A kind of value, and how a formatter writes the example of it."""

    key: str
    label: str
    write: Callable[[Formatter], str]
    is_text: bool = False


def describe(project: Project, tag: str) -> Overview:
    """The conventions of a locale, by its tag in any spelling.

    Raises :class:`InvalidRequest` for a locale, digits or a calendar that the project cannot write.
    """
    project.locale(tag)  # refuses a calendar that the settings have no names for
    locale = locales.match(tag, project.catalogs.languages)  # as the tag asks, before the settings fill in the rest
    language = languages.settings(project.content, locale.catalog, region=locales.region(locale))
    by_sender = _formatter(locale, project.language_of(locale))
    by_language = _formatter(locale, language)
    by_cldr = _formatter(locale, language.by_cldr())
    person = samples.sample_person(project.content, locale.catalog, _PERSON)
    examples = []
    for kind in _kinds(locales.currency(locale), person):
        text = kind.write(by_sender)
        set_in = ""
        if text != kind.write(by_cldr):
            set_in = LANGUAGE_FILE if text == kind.write(by_language) else SETTINGS_FILE
        if text:
            examples.append(Example(kind.key, kind.label, text, kind.is_text, set_in))
    return Overview(locale, _full_tag(locale), locales.name_in(project.source_locale, locale), examples)


def _full_tag(locale: Locale) -> str:
    """A locale's tag with the calendar and digits it asks for (UTS #35, part 1, "Unicode Locale Extension")."""
    keywords = {"-ca-": locale.calendar, "-nu-": locale.numbering}
    extension = "".join(key + value for key, value in keywords.items() if value)
    return f"{locale.tag}-u{extension}" if extension else locale.tag


def _formatter(locale: Locale, settings: LanguageSettings) -> Formatter:
    """The locale's formatter; Gregorian when these settings have no month names for the locale's calendar."""
    try:
        return Formatter(locale, settings)
    except InvalidRequest:
        return Formatter(locale._replace(calendar=GREGORIAN), settings)


def _kinds(currency: str, person: Person) -> list[_Kind]:
    """Every kind of value; amounts are in the currency of the locale's region, and in another one."""
    return [
        _Kind("number", said("number"), lambda f: f.number(Decimal("1234567.5"))),
        _Kind("negative", said("negative number"), lambda f: f.number(Decimal("-1234.5"))),
        _Kind("percent", said("percent"), lambda f: f.percent(Decimal("12.5"))),
        *(_amount(code) for code in dict.fromkeys((currency or _SECOND_CURRENCY, _SECOND_CURRENCY))),
        _Kind("range", said("range"), lambda f: f.number_range(10, 20)),
        *(_date(width) for width in ("short", "medium", "long", "full")),
        _Kind("month", said("month"), lambda f: f.month(_MONTH), is_text=True),
        _Kind("time", said("time"), lambda f: f.time(_TIME)),
        _Kind("day_periods", said("parts of a day"), _day_periods, is_text=True),
        _Kind("date_time", said("date and time"), lambda f: f.date_time(_DAY, _TIME), is_text=True),
        _Kind("first_day", said("week begins on"), lambda f: f.weekday(locales.first_day(f.locale)), is_text=True),
        _Kind("duration", said("duration"), lambda f: f.duration(1, 30), is_text=True),
        _Kind("day_ago", said("a day ago"), lambda f: f.relative(-1, "day"), is_text=True),
        _Kind("in_three_weeks", said("in three weeks"), lambda f: f.relative(3, "week"), is_text=True),
        _Kind("number_words", said("small numbers"), _small_numbers, is_text=True),
        _Kind("and", said("list, and"), lambda f: _list(f, "and"), is_text=True),
        _Kind("or", said("list, or"), lambda f: _list(f, "or"), is_text=True),
        _Kind("quotation", said("quotation"), _quotation, is_text=True),
        _Kind("name", said("name"), lambda f: f.name(person), is_text=True),
        _Kind("name_short", said("name, short"), lambda f: f.name(person, "short"), is_text=True),
        _Kind(
            "name_informal",
            said("name, informal"),
            lambda f: f.name(person, "short", "addressing", "informal"),
            is_text=True,
        ),
        _Kind("numbering", said("digits"), lambda f: f"{f.numbering} {_digits(f.numbering)}"),
        _Kind("calendar", said("calendar"), lambda f: f.calendar),
        *(_plural(category) for category in CATEGORIES),
    ]


def _amount(currency: str) -> _Kind:
    return _Kind(
        f"money_{currency}",
        said("money ({currency})", currency=currency),
        lambda f: f.money(Decimal("1250.5"), currency),
    )


_DATES = {
    "short": said("date, short"),
    "medium": said("date, medium"),
    "long": said("date, long"),
    "full": said("date, full"),
}


def _date(width: str) -> _Kind:
    return _Kind(f"date_{width}", _DATES[width], lambda f: f.date(_DAY, width), is_text=True)


def _plural(category: str) -> _Kind:
    return _Kind(
        f"plural_{category}",
        said("plural, {category}", category=category),
        lambda f: " ".join(_numbers_in(f, category)),
    )


def _small_numbers(formatter: Formatter) -> str:
    """The first numbers and the last one that can be in words: ``one two three … ten``; empty for none."""
    words = list(takewhile(bool, (formatter.number_in_words(number, DEFAULT_FORM) for number in count(1))))
    return " ".join(words if len(words) <= _MAX_WORDS else [*words[: _MAX_WORDS - 1], "…", words[-1]])


def _day_periods(formatter: Formatter) -> str:
    """The parts of the day, each with the hour at which it begins; empty for a locale whose times do not name them."""
    if not formatter.names_day_periods:
        return ""
    comma = formatter.joints("and", 3)[1]
    return comma.join(
        f"{formatter.day_periods.name(time(hour))} {formatter.number(hour % 12 or 12)}"
        for hour in formatter.day_periods.hours
    )


def _list(formatter: Formatter, kind: str) -> str:
    return formatter.join_list(kind, [formatter.number(number) for number in (1, 2, 3)])


def _quotation(formatter: Formatter) -> str:
    quotes = formatter.quotes
    return f"{quotes.start}… {quotes.inner_start}…{quotes.inner_end} …{quotes.end}"


def _digits(system: str) -> str:
    zero = ord(zero_of(system))
    return "".join(chr(zero + number) for number in range(10))


def _numbers_in(formatter: Formatter, category: str) -> Iterator[str]:
    """The first numbers in a plural category, as the locale writes them."""
    for numbers, limit in ((_INTEGERS, _MAX_INTEGERS), (_FRACTIONS, _MAX_FRACTIONS)):
        members = (number for number in numbers if formatter.plural_category(number) == category)
        yield from map(formatter.number, islice(members, limit))
