"""A year of contacts with customers: each near its anniversary, when the customer and the team can be reached.

The objective is stated in :mod:`goodterms.advice.assignment`, which finds its optimum: first the weeks of all contacts
of an account manager, then the days in each week.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from goodterms.advice import cadence, spans
from goodterms.advice.assignment import Demand, to_days, to_weeks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from goodterms.advice.wishes import Wish

WEEK = 7


class Calendar(NamedTuple):
    """A year as a team works: ``first_weekday`` begins a week, from 0 for Monday.

    ``rest`` are the days on which nobody works, ``absent`` those of each account manager, by the folded name; see
    :mod:`goodterms.advice.spans`.
    """

    year: int
    first_weekday: int
    rest: int
    absent: Mapping[str, int]

    def week_of(self, day: int) -> int:
        """The number of the week of a day, from 0 for the week of 1 January; days from 0, too."""
        return (day + self._days_before) // WEEK

    def days_of(self, week: int) -> range:
        """The days of the year in a week."""
        first = week * WEEK - self._days_before
        return range(max(0, first), min(spans.length(self.year), first + WEEK))

    @property
    def _days_before(self) -> int:
        """The days of the first week that are in the year before."""
        return (date(self.year, 1, 1).weekday() - self.first_weekday) % WEEK

    def date(self, day: int) -> date:
        """The date of a day, from 0 for 1 January."""
        return date(self.year, 1, 1) + timedelta(day)


class Contact(NamedTuple):
    """A contact: the ``number`` of it with this customer in the year, from 1, the day aimed at, the days that fit.

    ``day`` is the day that it got, from 0 for 1 January, None for none. ``is_free`` is that of a contact that aims at
    no day.
    """

    wish: Wish
    number: int
    target: int
    days: int
    is_free: bool
    day: int | None = None
    is_kept: bool = False

    @property
    def key(self) -> tuple[str, int]:
        """What it is found by in another plan."""
        return self.wish.customer.key or self.wish.customer.email or self.wish.customer.name, self.number


class Plan(NamedTuple):
    """All contacts of a year, in the order of the table; ``managers`` in the order in which they occur in it."""

    calendar: Calendar
    contacts: tuple[Contact, ...]
    managers: tuple[str, ...]

    @property
    def placed(self) -> list[Contact]:
        """The contacts that have a day, in the order of days."""
        found = [one for one in self.contacts if one.day is not None]
        return sorted(found, key=lambda one: (one.day, one.wish.customer.row.number))

    @property
    def impossible(self) -> list[Contact]:
        """The contacts that have none, in the order of the table."""
        return [one for one in self.contacts if one.day is None]


def make(
    calendar: Calendar,
    wishes: Sequence[Wish],
    per_week: int | None,
    evenness: float,
    kept: Mapping[tuple[str, int], date],
    fold: Callable[[str], str],
) -> Plan:
    """The plan; ``kept`` are contacts of an earlier one, which stay where they are while their days still fit."""
    contacts = [one for wish in wishes for one in _contacts(calendar, wish, kept, fold)]
    managers = tuple(dict.fromkeys(wish.manager for wish in wishes))
    placed: dict[int, Contact] = {}
    for manager in managers:
        own = [number for number, one in enumerate(contacts) if one.wish.manager == manager]
        found = _Placing(calendar, [contacts[number] for number in own], per_week, evenness).place()
        placed.update(zip(own, found, strict=True))
    return Plan(calendar, tuple(placed[number] for number in range(len(contacts))), managers)


def _contacts(
    calendar: Calendar, wish: Wish, kept: Mapping[tuple[str, int], date], fold: Callable[[str], str]
) -> list[Contact]:
    """The contacts of a customer in the year, without days but for those that are kept."""
    blocked = calendar.rest | calendar.absent.get("", 0) | calendar.absent.get(fold(wish.manager), 0)
    open_days = ~(blocked | wish.busy | wish.closed)
    found = []
    for number, aim in enumerate(cadence.targets(calendar.year, wish.step, wish.since, wish.last), 1):
        one = Contact(wish, number, aim.day, aim.days & open_days, aim.is_free)
        before = kept.get(one.key)
        day = (before - date(calendar.year, 1, 1)).days if before else -1
        if day >= 0 and one.days >> day & 1:
            one = one._replace(day=day, is_kept=True)
        found.append(one)
    return found


class _Placing:
    """Places the contacts of one account manager."""

    def __init__(self, calendar: Calendar, contacts: list[Contact], per_week: int | None, evenness: float) -> None:
        self._calendar = calendar
        self._contacts = contacts
        self._per_week = per_week
        self._evenness = evenness
        self._loads: dict[int, int] = {}

    def place(self) -> list[Contact]:
        """The contacts with their days."""
        taken: dict[int, int] = {}
        for place, one in enumerate(self._contacts):
            if one.day is None:
                continue
            week = self._calendar.week_of(one.day)
            if self._per_week is not None and taken.get(week, 0) >= self._per_week:
                self._contacts[place] = one._replace(day=None, is_kept=False)
                continue
            taken[week] = taken.get(week, 0) + 1
            self._loads[one.day] = self._loads.get(one.day, 0) + 1
        open_places = [place for place, one in enumerate(self._contacts) if one.day is None and one.days]
        # Of several contacts with the same weeks, the one with the earlier target gets the earlier week.
        open_places.sort(key=lambda place: self._contacts[place].target)
        demands = [self._demand(self._contacts[place]) for place in open_places]
        reached = {week for one in demands for week in one.weeks} | taken.keys()
        share = len(self._contacts) / max(1, len(reached))
        weeks = to_weeks(demands, self._per_week, taken, share, self._evenness)
        by_week: dict[int, list[int]] = {}
        for place, found in zip(open_places, weeks, strict=True):
            if found is not None:
                by_week.setdefault(found, []).append(place)
        for week in sorted(by_week):
            self._place_in_week(week, by_week[week])
        return self._contacts

    def _demand(self, contact: Contact) -> Demand:
        weeks = tuple(dict.fromkeys(self._calendar.week_of(day) for day in spans.numbers(contact.days)))
        return Demand(weeks, None if contact.is_free else self._calendar.week_of(contact.target))

    def _place_in_week(self, week: int, places: list[int]) -> None:
        inside = self._calendar.days_of(week)
        allowed = [self._near_target(inside, self._contacts[place]) for place in places]
        for place, day in zip(places, to_days(allowed, self._loads), strict=True):
            self._contacts[place] = self._contacts[place]._replace(day=day)
            self._loads[day] = self._loads.get(day, 0) + 1

    def _near_target(self, inside: range, contact: Contact) -> tuple[int, ...]:
        """The days of a week that fit a contact, the nearest to its target first: of equally full ones, that counts."""
        found = [day for day in inside if contact.days >> day & 1]
        return tuple(found if contact.is_free else sorted(found, key=lambda day: abs(day - contact.target)))
