"""Days to choose from: a month of a calendar, and how a letter writes a day that was typed.

Every date is the program's own: a page only shows what is here, and sends back a day as ``--set`` takes it.
"""

from __future__ import annotations

from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from goodterms import fields
from goodterms.cldr import calendars, locales
from goodterms.cldr.calendars import GREGORIAN
from goodterms.cldr.digits import zero_of
from goodterms.desk import variants
from goodterms.desk.messages import text
from goodterms.desk.variants import Choice, Variant
from goodterms.errors import InvalidRequest
from goodterms.values import Month

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from goodterms.cldr.calendars import CalendarDate
    from goodterms.cldr.formatter import Formatter
    from goodterms.desk.asked import Asked
    from goodterms.model import Locale
    from goodterms.workspace import Workspace

TURNS: Mapping[str, int] = MappingProxyType({"year_earlier": -12, "earlier": -1, "later": 1, "year_later": 12})
"""The months by which one goes on from a month to another, by name."""
_DAY = timedelta(days=1)
_LONGEST_YEAR, _SHORTEST_YEAR = 367, 353
"""Days: those of the years of all calendars lie between."""
_FARTHEST = 40
"""Days: how far the same day of another month lies at most from where it is expected."""


class Day(NamedTuple):
    """A day of a month: ``value`` is what the form takes, ``number`` and ``gregorian`` are its days of both months.

    ``gregorian`` is empty in a month of the Gregorian calendar. ``name`` is the whole date.
    """

    value: str
    number: str
    gregorian: str
    name: str


class Page(NamedTuple):
    """A month of a calendar. ``gregorian`` are the months in which it lies, empty for a Gregorian one.

    ``weekdays`` are the short and the whole names of the days of a week, in the order of the letter's region, and
    ``lead`` says how many of the first week are before the month. ``day`` is the value of the day whose month it is,
    ``today`` that of today; ``is_typed`` says whether that day was typed. ``turns`` are those of :data:`TURNS` by which
    the calendar goes on. Without a month, ``problem`` are lines that say why.
    """

    calendar: str
    calendars: tuple[Choice, ...]
    title: str = ""
    gregorian: str = ""
    weekdays: tuple[tuple[str, str], ...] = ()
    lead: int = 0
    days: tuple[Day, ...] = ()
    day: str = ""
    today: str = ""
    is_typed: bool = False
    turns: tuple[str, ...] = ()
    problem: tuple[str, ...] = ()


def month(workspace: Workspace, asked: Asked, typed: str, calendar: str, turn: str, today: date) -> Page:
    """The month of a day that was typed, or of today where it is none; in the letter's own calendar for an empty one.

    With a ``turn``, one of :data:`TURNS`, it is the month of the same day there.
    """
    locale = workspace.project.locale(asked.tag)
    settings = workspace.project.language_of(locale)
    known = calendars.named_in(settings, settings.cldr)
    calendar = calendar if calendar in known else locale.calendar or GREGORIAN
    page = Page(calendar, tuple(Choice(name, text(f"calendar_{name}")) for name in known), today=today.isoformat())
    read = _parsed(workspace, locale, typed)
    day = read or today
    if turn in TURNS and not calendars.fault_of(day, calendar):
        day = _moved(day, calendar, TURNS[turn]) or day
    if wrong := calendars.fault_of(day, calendar):
        return page._replace(problem=tuple(filter(None, (wrong.problem, wrong.hint))))
    here, gregorian = _formatter(workspace, locale, calendar), _formatter(workspace, locale, GREGORIAN)
    days = _days_of_month(day, calendar)
    start = locales.first_day(locale)
    weekdays = [(start + number) % 7 for number in range(7)]
    return page._replace(
        title=_title(workspace, here, days[0]),
        gregorian="" if calendar == GREGORIAN else _months(gregorian, days),
        weekdays=tuple((here.weekday(one, short=True), here.weekday(one)) for one in weekdays),
        lead=(days[0].weekday() - start) % 7,
        days=tuple(_day(one, here, gregorian) for one in days),
        day=day.isoformat(),
        is_typed=read is not None,
        turns=tuple(name for name, months in TURNS.items() if _moved(day, calendar, months)),
    )


def _parsed(workspace: Workspace, locale: Locale | None, typed: str) -> date | None:
    """The day of a text as a letter in a locale reads it, or an option without one; None for none."""
    context = fields.ANY_CURRENCY
    if locale:
        context = context._replace(words=workspace.project.words(locale))
    try:
        return fields.parse_date(typed, context) if typed.strip() else None
    except fields.InvalidValue:
        return None


def written(workspace: Workspace, asked: Asked, texts: Mapping[str, str]) -> dict[str, list[dict[str, str]]]:
    """How each text that is a day is written: by the letter, and in the Gregorian calendar; nothing for another text.

    ``texts`` are by the place of their control; that of an option begins with ``--``.
    """
    locale, own = workspace.project.locale(asked.tag), workspace.project.spoken_locale
    by_letter = workspace.project.edition(locale).formatter
    by_page = _formatter(workspace, locale, GREGORIAN)
    found = {}
    for place, one in texts.items():
        day = _parsed(workspace, None if place.startswith("--") else locale, one)
        lines = []
        if day and not calendars.fault_of(day, by_letter.calendar):
            lines.append({"text": by_letter.date(day, "full"), "lang": locale.tag, "dir": locale.direction})
        if day:
            lines.append({"text": by_page.date(day, "full"), "lang": own.tag, "dir": own.direction})
        found[place] = lines[:1] if len({line["text"] for line in lines}) == 1 else lines
    return found


def _formatter(workspace: Workspace, locale: Locale, calendar: str) -> Formatter:
    """Writes dates of a calendar in the language of the page; in that of the letter where only it has their names."""
    project = workspace.project
    own = project.spoken_locale
    settings = project.language_of(own)
    if calendar in calendars.named_in(settings, settings.cldr):
        locale = own
    tag = variants.tag(locale.tag, Variant(calendar=calendar))
    return project.edition(project.locale(tag)).formatter


def _days_of_month(day: date, calendar: str) -> list[CalendarDate]:
    """All days of the month of a day, as far as the calendar has them."""
    middle = calendars.convert(day, calendar)
    first, last = [middle], [middle]
    for found, step in ((first, -_DAY), (last, _DAY)):
        while (one := _beside(found[-1].gregorian, step, calendar)) and one[:2] == middle[:2]:
            found.append(one)
    return [*reversed(first), *last[1:]]


def _beside(day: date, step: timedelta, calendar: str) -> CalendarDate | None:
    try:
        return calendars.convert(day + step, calendar)
    except (OverflowError, InvalidRequest):
        return None


def _moved(day: date, calendar: str, months: int) -> date | None:
    """The same day of another month, or the last one of a shorter month; None where the calendar does not have it."""
    here = calendars.convert(day, calendar)
    year, number = here.year + (here.month - 1 + months) // 12, (here.month - 1 + months) % 12 + 1
    expected = timedelta(days=months * (_LONGEST_YEAR + _SHORTEST_YEAR) // 24)
    nearby = (_beside(day, expected + timedelta(days=by), calendar) for by in range(-_FARTHEST, _FARTHEST + 1))
    days = [one for one in nearby if one and one[:2] == (year, number) and one.day <= here.day]
    return max(days, key=lambda one: one.day).gregorian if days else None


def _day(day: CalendarDate, here: Formatter, gregorian: Formatter) -> Day:
    name = here.date(day.gregorian, "full")
    if here.calendar == GREGORIAN:
        return Day(day.gregorian.isoformat(), here.number(day.day), "", name)
    other = gregorian.date(day.gregorian, "full")
    return Day(day.gregorian.isoformat(), here.number(day.day), here.number(day.gregorian.day), f"{name} ({other})")


def _title(workspace: Workspace, here: Formatter, day: CalendarDate) -> str:
    """The name of a month with its year."""
    if here.calendar == GREGORIAN:
        return here.month(Month(day.year, day.month))
    settings = workspace.project.language_of(here.locale)
    names = calendars.names_in(settings, settings.cldr, here.calendar, here.locale.tag)
    zero = ord(zero_of(here.numbering))
    year = "".join(chr(zero + int(digit)) for digit in str(day.year))
    return f"{names.months[day.month - 1]} {year} {names.era}".strip()


def _months(gregorian: Formatter, days: Sequence[CalendarDate]) -> str:
    """The Gregorian months of some days, from the first to the last."""
    ends = dict.fromkeys(Month(one.gregorian.year, one.gregorian.month) for one in (days[0], days[-1]))
    return " – ".join(map(gregorian.month, ends))
