"""The command that shows what a locale prints: its numbers, amounts, dates, times, lists and plural forms."""

from __future__ import annotations

import json
from datetime import date, time
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import click

from goodterms.cldr import locales
from goodterms.cldr.calendars import GREGORIAN
from goodterms.cldr.digits import zero_of
from goodterms.cldr.formatter import Formatter
from goodterms.cldr.plurals import CATEGORIES
from goodterms.cli.options import complete_locale, content_option, json_option, open_workspace
from goodterms.cli.terminal import say, say_isolated
from goodterms.content import languages, settings
from goodterms.errors import InvalidRequest
from goodterms.text import bidi
from goodterms.values import Person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from goodterms.model import LanguageSettings, Locale
    from goodterms.project import Project

_DAY, _TIME = date(2026, 11, 5), time(14, 5)
_PERSON = Person(given="Ana", surname="Novak")
_SECOND_CURRENCY = "EUR"
_LANGUAGE_FILE = "language.toml"
# The marks of lines that a file has otherwise than CLDR.
_SET_IN = {_LANGUAGE_FILE: "*", settings.FILE_NAME: "+"}
# The examples of a plural category: the first numbers that have it, whole ones and others.
_WHOLE, _PARTS = (*range(1000), 10**6), (Decimal("0.5"), Decimal("1.5"), Decimal("2.5"))
_MAX_WHOLE, _MAX_FRACTIONS = 4, 2


class _Line(NamedTuple):
    """One thing that a locale prints. ``is_text``: it reads in the locale's direction, where a number has its own."""

    key: str
    label: str
    write: Callable[[Formatter], str]
    is_text: bool = False


class _Printed(NamedTuple):
    """A line as a locale prints it; ``set_in`` names the file that has it otherwise than CLDR, if one has."""

    line: _Line
    text: str
    set_in: str


@click.command()
@click.argument("tags", metavar="[LOCALE]...", nargs=-1, shell_complete=complete_locale)
@content_option
@json_option
def conventions(tags: tuple[str, ...], overlays: tuple[Path, ...], as_json: bool) -> None:
    """Show what each LOCALE prints: numbers, amounts, dates, times, lists, plural forms.

    Without LOCALE: every language that letters are written in. A tag may ask for digits and for a calendar of its own,
    LOCALE-u-nu-native and LOCALE-u-ca-indian.
    """
    project = open_workspace(overlays).project
    shown = [_shown(project, tag) for tag in tags or project.content.catalogs()]
    if as_json:
        click.echo(json.dumps([_row(project, *one) for one in shown], ensure_ascii=False, indent=2))
        return
    for number, (locale, lines) in enumerate(shown):
        if number:
            say("")
        say(f"{_whole_tag(locale)}: {locales.name_in(project.source_locale, locale)}")
        for one in lines:
            isolate = bidi.isolate_own(locale.direction)
            if not one.line.is_text:
                isolate = bidi.isolate_formatted(one.text, locale.direction)
            say_isolated(f"{_SET_IN.get(one.set_in, ' ')} {one.line.label:<{_LABEL_WIDTH}}  ", one.text, isolate)
    files = {one.set_in for _, lines in shown for one in lines}
    if noted := [
        f"{mark} set in {file}, otherwise than CLDR has it" for file, mark in _SET_IN.items() if file in files
    ]:
        say("\n" + "\n".join(noted))


def _row(project: Project, locale: Locale, lines: list[_Printed]) -> dict[str, object]:
    return {
        "tag": _whole_tag(locale),
        "name": locales.name_in(project.source_locale, locale),
        "direction": locale.direction,
        "conventions": {one.line.key: one.text for one in lines},
        "set_in": {one.line.key: one.set_in for one in lines if one.set_in},
    }


def _whole_tag(locale: Locale) -> str:
    """A locale's tag with the calendar and digits that it asks for (UTS #35, part 1, "Unicode Locale Extension")."""
    keywords = {"-ca-": locale.calendar, "-nu-": locale.numbering}
    asked = "".join(key + value for key, value in keywords.items() if value)
    return f"{locale.tag}-u{asked}" if asked else locale.tag


def _shown(project: Project, tag: str) -> tuple[Locale, list[_Printed]]:
    """A locale, as its tag asks for it, and what it prints."""
    project.locale(tag)  # refuses what the settings do not allow
    locale = locales.match(tag, project.content.catalogs())
    language = languages.settings(project.content, locale.catalog, region=locales.region(locale))
    ours, languages_own, cldrs = (
        _formatter(locale, one) for one in (project.settings_of(locale), language, language.by_cldr())
    )
    found = []
    person = languages.sample_person(project.content, locale.catalog, _PERSON)
    for line in _lines(locales.currency(locale), person):
        text = line.write(ours)
        set_in = ""
        if text != line.write(cldrs):
            set_in = _LANGUAGE_FILE if text == line.write(languages_own) else settings.FILE_NAME
        if text:
            found.append(_Printed(line, text, set_in))
    return locale, found


def _formatter(locale: Locale, settings: LanguageSettings) -> Formatter:
    """The formatter of a locale; by the Gregorian calendar where these settings have no names for the one asked for."""
    try:
        return Formatter(locale, settings)
    except InvalidRequest:
        return Formatter(locale._replace(calendar=GREGORIAN), settings)


def _lines(currency: str, person: Person) -> list[_Line]:
    """Everything that is shown: amounts in the ``currency`` of the locale's region and another one, a person's name."""
    return [
        _Line("number", "number", lambda f: f.number(Decimal("1234567.5"))),
        _Line("negative", "negative number", lambda f: f.number(Decimal("-1234.5"))),
        _Line("percent", "percent", lambda f: f.percent(Decimal("12.5"))),
        *(_amount(code) for code in dict.fromkeys((currency or _SECOND_CURRENCY, _SECOND_CURRENCY))),
        _Line("range", "range", lambda f: f.number_range(10, 20)),
        *(_date(width) for width in ("short", "medium", "long", "full")),
        _Line("time", "time", lambda f: f.time(_TIME)),
        _Line("date_time", "date and time", lambda f: f.date_time(_DAY, _TIME), is_text=True),
        _Line("first_day", "week begins on", lambda f: f.weekday(locales.first_day(f.locale)), is_text=True),
        _Line("duration", "duration", lambda f: f.duration(1, 30), is_text=True),
        _Line("day_ago", "a day ago", lambda f: f.relative(-1, "day"), is_text=True),
        _Line("in_three_weeks", "in three weeks", lambda f: f.relative(3, "week"), is_text=True),
        _Line("and", "list, and", lambda f: _listed(f, "and"), is_text=True),
        _Line("or", "list, or", lambda f: _listed(f, "or"), is_text=True),
        _Line("quotation", "quotation", _quotation, is_text=True),
        _Line("name", "name", lambda f: f.name(person), is_text=True),
        _Line("name_short", "name, short", lambda f: f.name(person, "short"), is_text=True),
        _Line(
            "name_informal", "name, informal", lambda f: f.name(person, "short", "addressing", "informal"), is_text=True
        ),
        _Line("numbering", "digits", lambda f: f"{f.numbering} {_digits(f.numbering)}"),
        _Line("calendar", "calendar", lambda f: f.calendar),
        *(_plural(category) for category in CATEGORIES),
    ]


def _amount(currency: str) -> _Line:
    return _Line(f"money_{currency}", f"money ({currency})", lambda f: f.money(Decimal("1250.5"), currency))


def _date(width: str) -> _Line:
    return _Line(f"date_{width}", f"date, {width}", lambda f: f.date(_DAY, width), is_text=True)


def _plural(category: str) -> _Line:
    return _Line(f"plural_{category}", f"plural, {category}", lambda f: " ".join(_examples(f, category)))


def _listed(formatter: Formatter, kind: str) -> str:
    return formatter.join_list(kind, [formatter.number(number) for number in (1, 2, 3)])


def _quotation(formatter: Formatter) -> str:
    quotes = formatter.quotes
    return f"{quotes.start}… {quotes.inner_start}…{quotes.inner_end} …{quotes.end}"


def _digits(system: str) -> str:
    zero = ord(zero_of(system))
    return "".join(chr(zero + number) for number in range(10))


def _examples(formatter: Formatter, category: str) -> Iterator[str]:
    """The first numbers that have a plural category in the locale."""
    for numbers, most in ((_WHOLE, _MAX_WHOLE), (_PARTS, _MAX_FRACTIONS)):
        having = (number for number in numbers if formatter.plural_category(number) == category)
        yield from map(formatter.number, islice(having, most))


_LABEL_WIDTH = max(len(line.label) for line in _lines(_SECOND_CURRENCY, _PERSON))
