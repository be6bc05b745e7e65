"""From a table of customers to the plan of a year: reads what the plan depends on, and makes it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from goodterms import fields
from goodterms.advice import cadence, plan, rules, spans, wishes
from goodterms.advice.free_days import Closed
from goodterms.advice.orders import fold
from goodterms.advice.recipients import IDENTITIES
from goodterms.advice.tables import Faults, open_table
from goodterms.advice.trades import Trades
from goodterms.cldr import locales, zones
from goodterms.content import tables as toml_tables
from goodterms.faults import fault
from goodterms.recipients.cells import text_of
from goodterms.recipients.columns import KEY
from goodterms.recipients.first_look import words_of
from goodterms.recipients.recognition import fold_words
from goodterms.speech import joined, speak

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from goodterms.advice.plan import Plan
    from goodterms.advice.tables import AdviceTable
    from goodterms.batch.reading import TableCall
    from goodterms.content.layers import Content
    from goodterms.faults import Fault
    from goodterms.model import Locale
    from goodterms.project import Project
    from goodterms.recipients.faults import RowFault
    from goodterms.recipients.grouping import Screen
    from goodterms.sheets import Row

ROOM = "plan"
FIRST_YEAR, LAST_YEAR = 2000, 2100
CONTACT = "-{year}-{number}"
"""What follows the key of a customer in the key of a contact."""


class PlanCall(NamedTuple):
    """What is asked for: the year, the tables of customers, of absences and of an earlier plan (or None).

    ``countries`` are the sender's (ISO 3166), ``usual`` the cadence of customers without one, as people write it;
    ``per_week`` is how many contacts an account manager has in a week at most; ``day`` is today.
    """

    year: int
    day: date
    customers: TableCall
    absences: TableCall | None
    earlier: TableCall | None
    countries: tuple[str, ...]
    usual: str
    per_week: int | None


class Rules(NamedTuple):
    """The numbers and words in ``templates/_advice/plan/rules.toml``, where each is explained."""

    evenness: float
    least_step: float
    times: tuple[str, ...]
    southern: frozenset[str]
    words: cadence.Words


class Planned(NamedTuple):
    """The plan, the table of customers that it was made from, and notes."""

    plan: Plan
    table: AdviceTable
    rules: Rules
    notes: tuple[str, ...]


def read_rules(content: Content) -> Rules:
    """The numbers and words of the room; raises :class:`BrokenContent`."""
    table = rules.read(content, ROOM)
    table.refuse_unknown(("evenness", "least_step", "times", "southern", "cadence"))
    words = table.table("cadence")
    words.refuse_unknown(("monthly", "weeks", "months", "beside"))
    monthly, weeks, months, beside = (
        frozenset(map(fold_words, words.texts(key))) for key in ("monthly", "weeks", "months", "beside")
    )
    found = Rules(
        table.number("evenness", 8),
        table.number("least_step", 14),
        table.texts("times"),
        frozenset(table.texts("southern")),
        cadence.Words(lambda _: "", monthly, weeks, months, beside),
    )
    toml_tables.raise_faults(table)
    return found


def cadence_faults(project: Project, text: str) -> list[Fault]:
    """What is wrong with the cadence of customers without one."""
    try:
        _usual(project, read_rules(project.content), text)
    except fields.InvalidValue as invalid:
        return [one._replace(place="--every") for one in invalid.faults]
    return []


def _usual(project: Project, found: Rules, text: str) -> float:
    words = words_of(project)
    named = found.words._replace(named=lambda word: words.choices_of("rhythm", word))
    return cadence.parse(text, found.least_step, named)


def own_countries(given: Sequence[str], timezone: str, catalogs: Sequence[str], faults: list[Fault]) -> tuple[str, ...]:
    """The sender's countries: those that are given, else that of the time zone in the settings."""
    found = []
    for text in given:
        codes = locales.regions_called(text, catalogs)
        if len(codes) == 1:
            found.append(codes[0])
        else:
            faults.append(fault("country-unknown", "--country", given=text))
    return tuple(found) or tuple(filter(None, [zones.region_of_zone(timezone)]))


def make(project: Project, call: PlanCall, locale: Locale, screen: Screen) -> Planned:
    """The plan of a year.

    Raises :class:`InvalidRequest` for a table that cannot be read, :class:`BadRows` with all faults of a table,
    :class:`PartMissing` without the extra ``plan``.
    """
    found = read_rules(project.content)
    closed = Closed(call.year)
    rest = 0
    for country in call.countries:
        rest |= closed.days(country)
    if not call.countries:
        rest = spans.on_weekdays(call.year, locales.weekend(""))
    table = open_table(project, project.advice("customers"), call.customers, locale, screen, IDENTITIES)
    facts = wishes.Facts(
        project,
        call.year,
        call.day,
        closed,
        Trades(project.content),
        found.southern,
        _usual(project, found, call.usual),
        found.least_step,
        found.words,
    )
    wanted = wishes.read(table, facts, screen)
    managers = {fold(wish.manager): wish.manager for wish in wanted}
    absent = _absences(project, call, locale, managers, screen) if call.absences else {}
    kept = _kept(project, call.earlier, call.year, locale, screen) if call.earlier else {}
    calendar = plan.Calendar(call.year, locales.first_day(locale), rest, absent)
    made = plan.make(calendar, wanted, call.per_week, found.evenness, kept, fold)
    return Planned(made, table, found, (*table.notes, *_notes(made, call, closed, kept)))


def _notes(made: Plan, call: PlanCall, closed: Closed, kept: Mapping[tuple[str, int], date]) -> Iterator[str]:
    if not call.countries:
        yield speak("your own holidays are not known; give --country, or mail.timezone in goodterms.toml")
    if closed.without_holidays:
        # For translators: countries by their codes
        yield speak("no public holidays are known of: {countries}", countries=joined([*closed.without_holidays]))
    if kept:
        stay = sum(one.is_kept for one in made.contacts)
        yield speak("{stay:,} of {all:,} contacts of the earlier plan stay where they are", stay=stay, all=len(kept))


def _absences(
    project: Project, call: PlanCall, locale: Locale, managers: Mapping[str, str], screen: Screen
) -> dict[str, int]:
    """The days on which each account manager is away, by the folded name; under an empty one, everybody."""
    assert call.absences  # noqa: S101 — only called with a table
    table = open_table(project, project.advice("absences"), call.absences, locale, screen)
    faults = Faults(table.name, screen)
    away: dict[str, int] = {}
    rows = 0
    for row in table.rows():
        rows += 1
        found: list[RowFault] = []
        first = _date_at(table, row, "absent_from", found)
        last = _date_at(table, row, "absent_until", found, is_needed=False) or first
        manager = fold(_text_at(table, row, "manager"))
        if manager and manager not in managers:
            one = fault("manager-unknown", given=_text_at(table, row, "manager"), known=tuple(managers.values()))
            found.append(table.fault_of(row.number, "manager", _text_at(table, row, "manager"), one))
        if first and last and last < first:
            one = fault("absence-backwards", given=last, first=first)
            found.append(table.fault_of(row.number, "absent_until", str(last), one))
        faults.add(found)
        if first and last and not found:
            away[manager] = away.get(manager, 0) | spans.between(call.year, first, last)
    faults.refuse(rows)
    return away


def _kept(project: Project, call: TableCall, year: int, locale: Locale, screen: Screen) -> dict[tuple[str, int], date]:
    """The days of the contacts of an earlier plan, by the key of the customer and the number of the contact."""
    table = open_table(project, project.advice("kept"), call, locale, screen, (KEY,))
    faults = Faults(table.name, screen)
    days: dict[tuple[str, int], date] = {}
    rows = 0
    for row in table.rows():
        rows += 1
        found: list[RowFault] = []
        day = _date_at(table, row, "meeting_date", found)
        customer, between, number = _text_at(table, row, KEY).rpartition(f"-{year}-")
        faults.add(found)
        if day and day.year == year and between and number.isdecimal():
            days[customer, int(number)] = day
    faults.refuse(rows)
    return days


def _text_at(table: AdviceTable, row: Row, field: str) -> str:
    place = table.place_of(field)
    return text_of(row.cells[place]) if 0 <= place < len(row.cells) else ""


def _date_at(table: AdviceTable, row: Row, field: str, found: list[RowFault], *, is_needed: bool = True) -> date | None:
    """The date in a column; None for an empty cell, and for one with a fault, which is added to ``found``."""
    place, spec = table.place_of(field), table.spec.fields[field]
    cell = row.cells[place] if 0 <= place < len(row.cells) else ""
    try:
        raw = table.raw(field, cell, "date")
        if raw == "":
            if not is_needed:
                return None
            raise fields.InvalidValue.of("missing", help=spec.help, example=str(spec.sample), when=((), ()))
        day = fields.parse(spec, raw, table.of_field(field))
    except fields.InvalidValue as invalid:
        found += [table.fault_of(row.number, field, text_of(cell), one) for one in invalid.faults]
        return None
    return day if isinstance(day, date) else None
