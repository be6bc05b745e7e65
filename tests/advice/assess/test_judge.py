"""The advice that follows from the rules: cases as a table, and what holds for every customer."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodterms.advice.assess import (
    CHANGE,
    FRIEND,
    LONG_STANDING,
    SINGLE,
    Facts,
    judge,
    rank,
)
from goodterms.advice.assess_rules import KEEP, PART, WATCH, read_rules
from goodterms.content.layers import Content
from goodterms.project import Project
from goodterms.values import Money

DAY = date(2026, 11, 21)
PROJECT = Project(Content(()))
QUESTIONS = PROJECT.advice("assess")
RULES = read_rules(PROJECT.content, QUESTIONS)
THEN = date(2027, 1, 31)
BY_RULE = DAY + timedelta(days=RULES.watch_days)


def known(*problems: str, **others: Any) -> Facts:
    return Facts(frozenset(problems), **others)


@pytest.mark.parametrize(
    ("facts", "answer", "guards", "until", "first"),
    [
        (known(), KEEP, (), None, False),
        (known(old_friend=True, likely_to_change=True), KEEP, (), None, False),
        (known("complains"), WATCH, (SINGLE,), BY_RULE, False),
        (known("abusive"), PART, (), None, False),
        (known("unethical"), PART, (), None, False),
        (known("complains", "misfit"), PART, (), None, True),
        (known("complains", "misfit", old_friend=True), WATCH, (FRIEND,), BY_RULE, False),
        (known("complains", "misfit", likely_to_change=True), WATCH, (CHANGE,), BY_RULE, False),
        (known("complains", "misfit", likely_to_change=True, change_by=THEN), WATCH, (CHANGE,), THEN, False),
        (known("complains", "misfit", since=date(2021, 11, 21)), WATCH, (LONG_STANDING,), BY_RULE, False),
        (known("complains", "misfit", since=date(2021, 11, 22)), PART, (), None, True),
        (known("abusive", likely_to_change=True), WATCH, (CHANGE,), BY_RULE, False),
        (known("misfit", old_friend=True), WATCH, (FRIEND, SINGLE), BY_RULE, False),
    ],
)
def test_cases(facts: Facts, answer: str, guards: tuple[str, ...], until: date | None, first: bool) -> None:
    found = judge(facts, RULES, DAY)
    assert (found.answer, found.guards, found.until, found.first) == (answer, guards, until, first)


PROBLEMS = st.frozensets(st.sampled_from(sorted(RULES.problems)))
CUSTOMERS = st.builds(
    Facts,
    PROBLEMS,
    st.booleans(),
    st.none() | st.just(THEN),
    st.none() | st.dates(date(1990, 1, 1), DAY),
    st.booleans(),
    st.none() | st.builds(Money, st.decimals(0, 10_000, places=2), st.just("EUR")),
)


@given(CUSTOMERS, st.sampled_from(sorted(RULES.problems)))
def test_a_further_problem_never_lowers_the_rank(customer: Facts, problem: str) -> None:
    worse = customer._replace(problems=customer.problems | {problem})
    before, after = (rank(one, judge(one, RULES, DAY), RULES, with_cost=True) for one in (customer, worse))
    assert after <= before
    assert (after == before) == (worse == customer)


@given(CUSTOMERS)
def test_without_a_problem_a_customer_is_kept(customer: Facts) -> None:
    """To be demanding is none of the problems, so by itself it never leads to anything else."""
    assert "demanding" not in RULES.problems
    assert judge(customer._replace(problems=frozenset()), RULES, DAY).answer == KEEP


@given(CUSTOMERS)
def test_guards_hold(customer: Facts) -> None:
    """Nobody parts at once with an old friend, a long-standing customer, or where things are likely to change."""
    found = judge(customer, RULES, DAY)
    is_old = customer.since is not None and customer.since <= date(DAY.year - RULES.long_standing_years, 11, 21)
    if customer.old_friend or customer.likely_to_change or is_old:
        assert found.answer != PART
    assert (found.answer == WATCH) == bool(found.guards) == (found.until is not None)
    assert not found.first or (found.answer == PART and len(customer.problems) > 1)


def test_the_dearer_customer_comes_first() -> None:
    one, other = (known("abusive", cost=Money(Decimal(cost), "EUR")) for cost in (10, 20))
    ranks = [rank(each, judge(each, RULES, DAY), RULES, with_cost=True) for each in (one, other)]
    assert ranks[1] < ranks[0]
