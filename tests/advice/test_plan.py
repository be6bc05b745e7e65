"""The plan of a year, its parts first: spans, trades, cadences, the two assignments; then what no plan ever does."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise, product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodterms.advice import cadence, plan, spans
from goodterms.advice.assignment import Demand, price, to_days, to_weeks
from goodterms.advice.free_days import Closed, holidays
from goodterms.advice.orders import fold
from goodterms.advice.planning import read_rules
from goodterms.advice.recipients import Customer
from goodterms.advice.trades import Trades
from goodterms.advice.wishes import Wish
from goodterms.cldr import locales
from goodterms.content.layers import Content
from goodterms.fields import InvalidValue, ParseContext
from goodterms.project import Project
from goodterms.sheets import Row

if TYPE_CHECKING:
    from collections.abc import Sequence

YEAR = 2027
PROJECT = Project(Content())
CONTEXT = ParseContext("", None, words=PROJECT.words_of_all)
RULES = read_rules(PROJECT.content)
WORDS = RULES.words._replace(named=lambda word: {"letno": "yearly", "polletno": "half-yearly"}.get(word, ""))


def dates(days: int, year: int = YEAR) -> list[str]:
    """The first and the last day of each run of days."""
    found = [*spans.numbers(days)]
    ends = [day for day in found if day - 1 not in found or day + 1 not in found]
    return [f"{dt.date(year, 1, 1) + dt.timedelta(day):%m-%d}" for day in ends]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3", ["03-01", "03-31"]),
        ("11-1", ["01-01", "01-31", "11-01", "12-31"]),
        ("11-15..01-05", ["01-01", "01-05", "11-15", "12-31"]),
        ("02-28..03-02", ["02-28", "03-02"]),
        ("2027-03-01..2027-03-14", ["03-01", "03-14"]),
        ("2026-12-20/2027-01-03", ["01-01", "01-03"]),
        ("March–May", ["03-01", "05-31"]),
        ("november – januar", ["01-01", "01-31", "11-01", "12-31"]),
        ("मार्च–मे", ["03-01", "05-31"]),
        ("جون–اگست", ["06-01", "08-31"]),
        ("2026-03-01..2026-03-14", []),
    ],
)
def test_a_busy_time_is_read(text: str, expected: list[str]) -> None:
    assert dates(spans.parse(text, YEAR, CONTEXT)) == expected


@pytest.mark.parametrize(
    "text", ["13", "0-3", "11-15", "summer", "02-30..03-01", "2027-02-30", "03-01..", "2027-05-01..2027-04-01"]
)
def test_another_text_is_no_busy_time(text: str) -> None:
    with pytest.raises(InvalidValue):
        spans.parse(text, YEAR, CONTEXT)


@pytest.mark.parametrize(
    ("word", "country", "expected"),
    [
        ("retail", "SI", ["01-01", "01-05", "11-15", "12-31"]),
        ("trgovina", "IN", ["09-20", "11-20"]),
        ("davčno svetovanje", "SI", ["01-05", "03-31"]),
        ("कृषि", "NP", ["06-10", "07-31", "10-20", "12-10"]),
        ("زراعت", "PK", ["04-10", "05-31", "10-15", "12-15"]),
        ("farming", "DE", ["03-15", "05-15", "08-01", "10-31"]),
        # Half a year later, where the seasons are the other way round.
        ("farming", "NZ", ["01-30", "05-02", "09-13", "11-15"]),
        ("schools", "AU", ["01-01", "02-10", "11-25", "12-31"]),
    ],
)
def test_a_trade_is_busy_by_its_country(word: str, country: str, expected: list[str]) -> None:
    trade = Trades(PROJECT.content).find(word)
    assert trade
    assert dates(trade.days(YEAR, country, RULES.southern)) == expected


@pytest.mark.parametrize(
    ("country", "day", "is_closed"),
    [
        ("SI", "2027-02-08", True),
        ("SI", "2027-02-09", False),
        ("NP", "2027-10-09", True),  # Bijaya Dashami, by Nepal's own calendar
        ("NP", "2027-04-14", True),  # 1 Baisakh 2084
        ("IN", "2027-01-26", True),
        ("IN", "2027-01-30", False),  # a Saturday, on which India works
        ("AE", "2027-01-09", True),
        ("IL", "2027-01-08", True),
        ("IL", "2027-01-10", False),  # a Sunday
    ],
)
def test_the_days_on_which_a_country_rests(country: str, day: str, is_closed: bool) -> None:
    assert bool(Closed(YEAR).days(country) >> (dt.date.fromisoformat(day) - dt.date(YEAR, 1, 1)).days & 1) == is_closed


def test_a_country_without_known_holidays_is_told() -> None:
    closed = Closed(YEAR)
    assert closed.days("QQ") == spans.on_weekdays(YEAR, (5, 6))
    assert closed.days("SI") != spans.on_weekdays(YEAR, (5, 6))
    assert [*closed.without_holidays] == ["QQ"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("yearly", 365.2425),
        ("letno", 365.2425),
        ("Half-Yearly", 182.62125),
        ("6 weeks", 42),
        ("every 6 weeks", 42),
        ("na 6 tednov", 42),
        ("६ हप्तामा", 42),
        ("ہر 6 ہفتے بعد", 42),
        ("6 వారాలకు ఒకసారి", 42),
        ("2 months", 60.87375),
        ("monthly", 30.436875),
    ],
)
def test_a_cadence_is_read(text: str, days: float) -> None:
    assert cadence.parse(text, 14, WORDS) == pytest.approx(days)


@pytest.mark.parametrize("text", ["often", "6", "6 7 weeks", "weeks", "6 weeks or months", "1 week", "99 months"])
def test_another_text_is_no_cadence(text: str) -> None:
    with pytest.raises(InvalidValue):
        cadence.parse(text, 14, WORDS)


DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2026, 12, 31))
STEPS = st.sampled_from([*cadence.NAMED.values(), 14.0, 21.0, 42.0, 400.0, 730.0])


@given(
    since=st.none() | DAYS,
    last=st.none() | st.dates(dt.date(2026, 6, 1), dt.date(2027, 6, 1)),
    step=STEPS,
    year=st.integers(2024, 2030),
)
def test_no_two_contacts_can_be_nearer_than_half_the_cadence(
    since: dt.date | None, last: dt.date | None, step: float, year: int
) -> None:
    found = cadence.targets(year, step, since, last)
    windows = [[*spans.numbers(one.days)] for one in found if one.days]
    assert all(after[0] - before[-1] >= step / 2 - 1 for before, after in pairwise(windows))
    if last and windows:
        assert (
            windows[0][0] - (last - dt.date(year, 1, 1)).days >= step / 2
            or windows[0][0] >= 0 > (last - dt.date(year, 1, 1)).days + step / 2
        )
    if since and step >= 366:
        assert len(found) <= 1
    if since and step == cadence.YEAR:
        assert [one.day for one in found] == [(cadence.anniversary(since, year) - dt.date(year, 1, 1)).days]


@given(
    st.lists(st.tuples(st.sets(st.integers(0, 4), min_size=1), st.none() | st.integers(0, 4)), min_size=1, max_size=5),
    st.none() | st.integers(1, 2),
    st.dictionaries(st.integers(0, 4), st.integers(0, 2), max_size=2),
)
@settings(max_examples=60)
def test_the_weeks_are_the_cheapest_ones(
    asked: list[tuple[set[int], int | None]], limit: int | None, taken: dict[int, int]
) -> None:
    """Every schedule is tried: none costs less."""
    demands = [Demand(tuple(sorted(weeks)), target) for weeks, target in asked]
    if limit is not None:
        taken = {week: min(number, limit) for week, number in taken.items()}
    share, evenness = 0.8, 8.0

    def cost(chosen: Sequence[int | None]) -> float:
        loads = [taken.get(week, 0) + sum(one == week for one in chosen) for week in range(5)]
        if limit is not None and any(load > limit for load in loads):
            return float("inf")
        own = sum(1e7 if week is None else demand.cost(week) for demand, week in zip(demands, chosen, strict=True))
        return own + sum(
            price(load, share, evenness) - price(taken.get(week, 0), share, evenness) for week, load in enumerate(loads)
        )

    found = to_weeks(demands, limit, taken, share, evenness)
    assert all(week is None or week in demand.weeks for demand, week in zip(demands, found, strict=True))
    cheapest = min(cost(chosen) for chosen in product(*([None, *one.weeks] for one in demands)))
    assert cost(found) == pytest.approx(cheapest)


@given(
    st.lists(st.sets(st.integers(0, 3), min_size=1), max_size=6),
    st.dictionaries(st.integers(0, 3), st.integers(0, 3), max_size=2),
)
def test_the_days_of_a_week_are_as_even_as_they_can_be(asked: list[set[int]], before: dict[int, int]) -> None:
    allowed = [tuple(sorted(days)) for days in asked]

    def squares(chosen: Sequence[int]) -> int:
        return sum((before.get(day, 0) + chosen.count(day)) ** 2 for day in range(4))

    found = to_days(allowed, before)
    assert all(day in days for day, days in zip(found, allowed, strict=True))
    assert squares(found) == min(squares(chosen) for chosen in product(*allowed))


def wishes_of(asked: Sequence[tuple[str, float, dt.date | None, str, int]]) -> list[Wish]:
    closed = Closed(YEAR)
    return [
        Wish(Customer(Row(number, ()), f"K-{number}", "", ""), manager, step, since, None, busy, closed.days(country))
        for number, (manager, step, since, country, busy) in enumerate(asked, 2)
    ]


MONTHS = st.integers(1, 12).map(lambda month: spans.parse(str(month), YEAR, CONTEXT))
WISHES = st.lists(
    st.tuples(
        st.sampled_from(["", "Maja", "Peter"]),
        STEPS,
        st.none() | DAYS,
        st.sampled_from(["SI", "NP", "IN", "US", ""]),
        st.just(0) | MONTHS,
    ),
    min_size=1,
    max_size=12,
)


@given(asked=WISHES, per_week=st.none() | st.integers(1, 3), own=st.sampled_from(["SI", "PK"]), away=MONTHS)
@settings(max_examples=40)
def test_what_no_plan_does(
    asked: list[tuple[str, float, dt.date | None, str, int]], per_week: int | None, own: str, away: int
) -> None:
    closed = Closed(YEAR)
    calendar = plan.Calendar(YEAR, 0, closed.days(own), {fold("Maja"): away})
    wanted = wishes_of(asked)
    made = plan.make(calendar, wanted, per_week, 8, {}, fold)
    loads: dict[tuple[str, int], int] = {}
    by_customer: dict[str, list[int]] = {}
    for one in made.placed:
        day = one.day
        assert day is not None
        date, country = calendar.date(day), asked[one.wish.customer.row.number - 2][3]
        for code in filter(None, (own, country)):
            assert date.weekday() not in locales.weekend(code)
            assert date not in (holidays(code, YEAR) or {})
        assert not one.wish.busy >> day & 1
        assert one.wish.manager != "Maja" or not away >> day & 1
        week = (one.wish.manager, calendar.week_of(day))
        loads[week] = loads.get(week, 0) + 1
        by_customer.setdefault(one.wish.customer.key, []).append(day)
    assert per_week is None or all(load <= per_week for load in loads.values())
    for wish in wanted:
        days = sorted(by_customer.get(wish.customer.key, ()))
        assert all(after - before >= wish.step / 2 - 1 for before, after in pairwise(days))
    # Nobody is forgotten, and the same input gives the same plan.
    assert len(made.placed) + len(made.impossible) == len(made.contacts)
    assert plan.make(calendar, wanted, per_week, 8, {}, fold) == made


@given(asked=WISHES, more=WISHES)
@settings(max_examples=15)
def test_a_plan_that_is_kept_does_not_change(
    asked: list[tuple[str, float, dt.date | None, str, int]], more: list[tuple[str, float, dt.date | None, str, int]]
) -> None:
    calendar = plan.Calendar(YEAR, 0, Closed(YEAR).days("SI"), {})
    first = plan.make(calendar, wishes_of(asked), 2, 8, {}, fold)
    kept = {one.key: calendar.date(one.day) for one in first.placed if one.day is not None}
    second = plan.make(calendar, wishes_of([*asked, *more]), 2, 8, kept, fold)
    after = {one.key: calendar.date(one.day) for one in second.placed if one.day is not None}
    assert kept.items() <= after.items()


def test_ten_thousand_customers_are_planned_in_seconds() -> None:
    """The time of the whole command is in bench/advice.py; here, that no step grows with the square of the customers."""
    import random
    import time

    rng = random.Random(1)
    asked = [
        (
            "",
            rng.choice([cadence.YEAR, cadence.YEAR / 2]),
            dt.date(2020, 1, 1) + dt.timedelta(rng.randint(0, 2000)),
            rng.choice(["SI", "IN"]),
            0,
        )
        for _ in range(10_000)
    ]
    start = time.process_time()
    made = plan.make(plan.Calendar(YEAR, 0, Closed(YEAR).days("SI"), {}), wishes_of(asked), 400, 8, {}, fold)
    assert time.process_time() - start < 10
    assert not made.impossible
    loads = [
        len([one for one in made.placed if plan.Calendar(YEAR, 0, 0, {}).week_of(one.day or 0) == week])
        for week in range(1, 52)
    ]
    assert max(loads) <= 400
