"""Days and months to choose from: a month or a year of a calendar, and how a letter writes one that was typed.

Every date is the program's own: a page only shows what is here, and sends back a day or a month as ``--set`` takes it.
A letter writes the months of its fields in the Gregorian calendar, so these are what a year offers, whichever calendar
says when they are.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

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
    from goodterms.model import CalendarNames, Locale
    from goodterms.workspace import Workspace

TURNS: Mapping[str, int] = MappingProxyType({"year_earlier": -12, "earlier": -1, "later": 1, "year_later": 12})
"""The months by which one goes on from a month to another, by name."""
DAY, MONTH = "date", "month"
"""What is chosen, by the types of fields."""
_YEARS: Mapping[str, int] = MappingProxyType({"year_earlier": -1, "year_later": 1})
_FIRST_YEAR, _LAST_YEAR = 1, 9999
_DAY = timedelta(days=1)
_LONGEST_YEAR, _SHORTEST_YEAR = 367, 353
"""Days: those of the years of all calendars lie between."""
_FARTHEST = 40
"""Days: how far the same day of another month lies at most from where it is expected."""


class Day(NamedTuple):
    """A day of a month, or a month of a year: ``value`` is what the form takes, ``number`` what the page shows.

    ``beside`` is the same in another calendar, empty in the Gregorian one: the Gregorian day of a day, the months in
    which a month lies. ``name`` is all of it.
    """

    value: str
    number: str
    beside: str
    name: str


class Page(NamedTuple):
    """A month of a calendar. ``beside`` are the Gregorian months in which it lies, empty for a Gregorian one.

    ``weekdays`` are the short and the whole names of the days of a week, in the order of the letter's region, and
    ``lead`` says how many of the first week are before the month. ``day`` is the value of the day whose month it is,
    ``today`` that of today; ``is_typed`` says whether that day was typed. ``turns`` are those of :data:`TURNS` by which
    the calendar goes on. Without a month, ``problem`` are lines that say why. A page of the months of a year has no
    ``weekdays``; its ``days`` are months, and ``beside`` are the years of the calendar in which it lies.
    """

    calendar: str
    calendars: tuple[Choice, ...]
    title: str = ""
    beside: str = ""
    weekdays: tuple[tuple[str, str], ...] = ()
    lead: int = 0
    days: tuple[Day, ...] = ()
    day: str = ""
    today: str = ""
    is_typed: bool = False
    turns: tuple[str, ...] = ()
    problem: tuple[str, ...] = ()


def answer(workspace: Workspace, asked: Asked, given: Mapping[str, str], today: date) -> dict[str, object]:
    """What a page's script shows: by the ``typed`` and the ``turn`` of a form, in the calendar ``shown``.

    ``picks`` says what is chosen.
    """
    typed, calendar, turn = (given.get(name, "") for name in ("typed", "shown", "turn"))
    make = year if given.get("picks") == MONTH else month
    page = make(workspace, asked, typed, calendar, turn, today)
    listed = {"calendars": [one._asdict() for one in page.calendars], "days": [one._asdict() for one in page.days]}
    return page._asdict() | listed


def month(workspace: Workspace, asked: Asked, typed: str, calendar: str, turn: str, today: date) -> Page:
    """The month of a day that was typed, or of today where it is none; in the letter's own calendar for an empty one.

    With a ``turn``, one of :data:`TURNS`, it is the month of the same day there.
    """
    locale = workspace.project.locale(asked.tag)
    settings = workspace.project.language_of(locale)
    known = calendars.named_in(settings, settings.cldr)
    calendar = calendar if calendar in known else locale.calendar or GREGORIAN
    page = Page(calendar, tuple(Choice(name, text(f"calendar_{name}")) for name in known), today=today.isoformat())
    read = _parsed(workspace, locale, DAY, typed)
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
        beside="" if calendar == GREGORIAN else _months(gregorian, days),
        weekdays=tuple((here.weekday(one, short=True), here.weekday(one)) for one in weekdays),
        lead=(days[0].weekday() - start) % 7,
        days=tuple(_day(one, here, gregorian) for one in days),
        day=day.isoformat(),
        is_typed=read is not None,
        turns=tuple(name for name, months in TURNS.items() if _moved(day, calendar, months)),
    )


def year(workspace: Workspace, asked: Asked, typed: str, calendar: str, turn: str, today: date) -> Page:
    """The months of the year of one that was typed, or of this year; each says when it is in the calendar.

    With a ``turn``, it is the year before or after.
    """
    locale = workspace.project.locale(asked.tag)
    settings = workspace.project.language_of(locale)
    known = calendars.named_in(settings, settings.cldr)
    calendar = calendar if calendar in known else locale.calendar or GREGORIAN
    read = _parsed(workspace, locale, MONTH, typed)
    number, month = (read.year, read.month) if read else (today.year, today.month)
    number = min(max(number + _YEARS.get(turn, 0), _FIRST_YEAR), _LAST_YEAR)
    here, gregorian = _formatter(workspace, locale, calendar), _formatter(workspace, locale, GREGORIAN)
    months = tuple(_month(workspace, Month(number, one), here, gregorian) for one in range(1, 13))
    ends = {"year_earlier": _FIRST_YEAR, "year_later": _LAST_YEAR}
    return Page(
        calendar,
        tuple(Choice(name, text(f"calendar_{name}")) for name in known),
        title=_digits(number, gregorian),
        beside=_years(workspace, number, here),
        days=months,
        day=_as_typed(Month(number, month)),
        today=_as_typed(Month(today.year, today.month)),
        is_typed=read is not None,
        turns=tuple(turn for turn, end in ends.items() if number != end),
    )


def _month(workspace: Workspace, month: Month, here: Formatter, gregorian: Formatter) -> Day:
    named, value = gregorian.month(month), _as_typed(month)
    first = date(month.year, month.month, 1)
    days = _in_calendar(here, first, first.replace(day=monthrange(month.year, month.month)[1]))
    if not days:
        return Day(value, named, "", named)
    names = _names(workspace, here).months
    whole = " – ".join(dict.fromkeys(_title(workspace, here, day) for day in days))
    return Day(value, named, " – ".join(dict.fromkeys(names[day.month - 1] for day in days)), f"{named} ({whole})")


def _years(workspace: Workspace, year: int, here: Formatter) -> str:
    """The years of a calendar in which a Gregorian year lies; empty for the Gregorian one, and where none is known."""
    days = _in_calendar(here, date(year, 1, 1), date(year, 12, 31))
    years = " – ".join(dict.fromkeys(_digits(day.year, here) for day in days))
    return f"{years} {_names(workspace, here).era}".strip() if days else ""


def _in_calendar(here: Formatter, *days: date) -> list[CalendarDate]:
    """Days in a calendar; none for the Gregorian one, and where it does not have them all."""
    if here.calendar == GREGORIAN or any(calendars.fault_of(day, here.calendar) for day in days):
        return []
    return [calendars.convert(day, here.calendar) for day in days]


def _names(workspace: Workspace, here: Formatter) -> CalendarNames:
    settings = workspace.project.language_of(here.locale)
    return calendars.names_in(settings, settings.cldr, here.calendar, here.locale.tag)


def _as_typed(month: Month) -> str:
    return f"{month.year:04}-{month.month:02}"


def _parsed(workspace: Workspace, locale: Locale | None, kind: str, typed: str) -> Any:
    """The day or the month of a text as a letter in a locale reads it, or an option without one; None for none."""
    context = fields.ANY_CURRENCY
    if locale:
        context = context._replace(words=workspace.project.words(locale))
    try:
        return fields.TYPES[kind](typed, context) if typed.strip() else None
    except fields.InvalidValue:
        return None


def written(
    workspace: Workspace, asked: Asked, texts: Mapping[str, tuple[str, str]]
) -> dict[str, list[dict[str, str]]]:
    """How each text that is a day or a month is written: by the letter, and in the Gregorian calendar; else nothing.

    ``texts`` are by the place of their control, each with what it is, :data:`DAY` or :data:`MONTH`; the place of an
    option begins with ``--``.
    """
    locale, own = workspace.project.locale(asked.tag), workspace.project.spoken_locale
    by_letter = workspace.project.edition(locale).formatter
    by_page = _formatter(workspace, locale, GREGORIAN)
    found = {}
    for place, (kind, one) in texts.items():
        value = _parsed(workspace, None if place.startswith("--") else locale, kind, one)
        lines = []
        if value and (kind == MONTH or not calendars.fault_of(value, by_letter.calendar)):
            lines.append({"text": _whole(by_letter, value), "lang": locale.tag, "dir": locale.direction})
        if value:
            lines.append({"text": _whole(by_page, value), "lang": own.tag, "dir": own.direction})
        found[place] = lines[:1] if len({line["text"] for line in lines}) == 1 else lines
    return found


def _whole(formatter: Formatter, value: date | Month) -> str:
    return formatter.month(value) if isinstance(value, Month) else formatter.date(value, "full")


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
    names = _names(workspace, here)
    return f"{names.months[day.month - 1]} {_digits(day.year, here)} {names.era}".strip()


def _digits(year: int, here: Formatter) -> str:
    zero = ord(zero_of(here.numbering))
    return "".join(chr(zero + int(digit)) for digit in str(year))


def _months(gregorian: Formatter, days: Sequence[CalendarDate]) -> str:
    """The Gregorian months of some days, from the first to the last."""
    ends = dict.fromkeys(Month(one.gregorian.year, one.gregorian.month) for one in (days[0], days[-1]))
    return " – ".join(map(gregorian.month, ends))
