"""When to end a customer relationship: what is known of a customer, and the advice that follows from the rules.

The sources of the rules are seven problems with customers and four guards: to be demanding is not a reason by itself;
a customer of many years and an old friend are not dropped at once; where things are likely to change, wait; customers
with more than one problem come first.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from goodterms.advice.assess_rules import KEEP, PART, WATCH
from goodterms.cldr.spans import anniversary
from goodterms.values import Money

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from goodterms.advice.assess_rules import Rules

_LEVELS = (KEEP, WATCH, PART)
CHANGE, LONG_STANDING, FRIEND, SINGLE = "change", "long-standing", "friend", "single"
"""What speaks for waiting: the situation may change, the relationship is old, a friend, one problem is not enough."""


class Facts(NamedTuple):
    """What is known of a customer: the names of the problems that hold, and what speaks for waiting.

    ``cost`` is what the customer costs in a year; None for what is not known.
    """

    problems: frozenset[str]
    likely_to_change: bool = False
    change_by: date | None = None
    since: date | None = None
    old_friend: bool = False
    cost: Money | None = None


class Verdict(NamedTuple):
    """The advice: ``answer`` is :data:`KEEP`, :data:`WATCH` or :data:`PART`.

    ``guards`` speak for waiting. ``until`` is the day until which to watch, None for another answer. ``first`` says
    that the customer comes before others. ``years`` are the full years of the relationship.
    """

    answer: str
    guards: tuple[str, ...] = ()
    until: date | None = None
    first: bool = False
    years: int = 0


def facts(values: Mapping[str, object], rules: Rules) -> Facts:
    """What the typed answers to the questions say, by field."""
    since, change_by, cost = values.get("since"), values.get("change_by"), values.get("cost")
    return Facts(
        frozenset(name for name in rules.problems if values.get(name) is True),
        # Who says by when it is likely to change, says that it is.
        values.get("likely_to_change") is True or (values.get("likely_to_change") is None and change_by is not None),
        change_by if isinstance(change_by, date) else None,
        since if isinstance(since, date) else None,
        values.get("old_friend") is True,
        cost if isinstance(cost, Money) else None,
    )


def judge(known: Facts, rules: Rules, day: date) -> Verdict:
    """The advice on a customer, given on a day."""
    years = anniversary(known.since, day) if known.since else 0
    if not known.problems:
        return Verdict(KEEP, years=years)
    guards = [
        *([CHANGE] if known.likely_to_change else []),
        *([LONG_STANDING] if years >= rules.long_standing_years else []),
        *([FRIEND] if known.old_friend else []),
    ]
    if not (len(known.problems) >= rules.part_from or known.problems & rules.enough):
        guards.append(SINGLE)
    if not guards:
        return Verdict(PART, first=len(known.problems) > 1, years=years)
    by_then = known.change_by if known.likely_to_change else None
    return Verdict(WATCH, tuple(guards), by_then or day + timedelta(days=rules.watch_days), years=years)


def rank(known: Facts, verdict: Verdict, rules: Rules, *, with_cost: bool) -> tuple[int, int, int, Decimal]:
    """What customers are sorted by: the first one to see to has the smallest.

    The answer goes first, then the number of problems, what they weigh, and ``with_cost`` what the customer costs.
    """
    cost = known.cost.amount if with_cost and known.cost else Decimal(0)
    weight = sum(rules.problems[name] for name in known.problems)
    return -_LEVELS.index(verdict.answer), -len(known.problems), -weight, -cost


def costs_compare(every: Sequence[Facts]) -> bool:
    """Whether all costs are in one currency."""
    return len({one.cost.currency for one in every if one.cost}) <= 1
