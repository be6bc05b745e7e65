"""Whether a customer has become quieter than their own rhythm, from the days of their orders alone.

The times between orders of a customer are taken to be Erlang-k distributed with a rate of the customer's own: k = 1 is
chance (the Poisson process of the NBD model), a greater k is regularity. This is the model of C. Chatfield and G. J.
Goodhardt, "A consumer purchasing model with Erlang inter-purchase times", Journal of the American Statistical
Association 68 (1973); M. Platzer and T. Reutterer, "Ticking away the moments: timing regularity helps to better predict
customer activity", Marketing Science 35 (2016), show that regularity is what tells a gone customer from a pausing one.
k is estimated from neighbouring times between orders, so that a slowly changing rate does not matter: J. D. Wheat and
D. G. Morrison, "Estimating purchase regularity with two interpurchase times", Journal of Marketing Research 27 (1990).

The rate needs no estimate: with n times that sum up to S days, the share s / (S + s) of a silence of s days has the
distribution Beta(k, k n) as long as nothing has changed, so its tail is an exact chance. The same holds for the sum of
the last r times against those before them: Beta(k r, k n).

A customer may pause each year. A time between orders that is much longer than the others and that recurs at the same
time of another year is a *pause*: it is no part of the rhythm, and a silence that begins when a pause began in earlier
years counts only from the day on which the pause was over.
"""

from __future__ import annotations

from itertools import pairwise
from math import exp, lgamma, log, log1p
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_YEAR = 365.2425
_MOST_YEARS = 5
"""How many years back and ahead a pause is compared with others."""
_LOOKS = 3
"""How many spans of recent times are compared with those before them, each longer than the one before."""
_LEAST_GAPS = 3
"""Fewer times between orders, pauses aside, make no rhythm."""


class Rules(NamedTuple):
    """What counts as quiet: the numbers in ``templates/_advice/quiet/rules.toml``, where each is explained."""

    chance: float = 0.01
    least_days: int = 5
    most_gaps: int = 12
    least_silence: int = 14
    least_times: float = 2
    most_silence: int = 730
    lately: int = 4
    least_slower: float = 1.5
    pause_times: float = 2.5
    pause_days: int = 28
    chance_pairs: float = 4
    most_regular: int = 20
    unhappy_share: float = 0.4
    unhappy_days: int = 180


class Verdict(NamedTuple):
    """What the days of a customer say.

    ``kind`` is ``silent``, ``slower`` (orders less often), ``gone`` (silent for too long to be won back by a question),
    ``few`` (too few days to say) or ``usual``. ``chance`` is the probability of this or more in an unchanged rhythm.
    ``usual`` are the days between orders on average, ``now`` those of late; ``silent`` are the days since the ``last``
    one. ``due`` is the day on which a yearly pause was over, 0 for none. Days are ordinals of the Gregorian calendar.
    """

    kind: str
    last: int
    silent: int
    chance: float = 1.0
    usual: float = 0.0
    now: float = 0.0
    due: int = 0


class Gap(NamedTuple):
    """A time between two orders, from one day to another."""

    start: int
    end: int

    @property
    def days(self) -> int:
        """Its length."""
        return self.end - self.start


def judge(days: Sequence[int], today: int, rules: Rules) -> Verdict:
    """The verdict on a customer with orders on these days, sorted and each once, none after ``today``."""
    last = days[-1]
    silent = today - last
    if silent > rules.most_silence:
        return Verdict("gone", last, silent)
    if len(days) < rules.least_days:
        return Verdict("few", last, silent)
    gaps = [Gap(start, end) for start, end in pairwise(days)]
    pauses = _pauses(gaps, rules)
    due = _due(pauses, days[0], last, today, rules, median(gap.days for gap in gaps))
    taken = {gap for gap, recurs in pauses.items() if recurs or due}
    rhythm = [gap.days for gap in gaps if gap not in taken][-rules.most_gaps - _LOOKS * rules.lately :]
    if len(rhythm) < _LEAST_GAPS:
        return Verdict("few", last, silent)
    counted = max(0, today - due) if due else silent
    return _compared(days, rhythm, counted, Verdict("usual", last, silent, due=due), rules)


def _compared(days: Sequence[int], rhythm: list[int], counted: int, verdict: Verdict, rules: Rules) -> Verdict:
    """The verdict on a silence of ``counted`` days, else on the most recent times between orders."""
    k = regularity(rhythm, rules)
    recent = rhythm[-rules.most_gaps :]
    usual = sum(recent) / len(recent)
    verdict = verdict._replace(usual=usual)
    # Two questions are asked, of silence and of slower orders, so each may be wrong half as often.
    chance = tail(k, k * len(recent), counted / (sum(recent) + counted))
    is_long = counted >= max(rules.least_silence, rules.least_times * usual)
    if is_long and chance < rules.chance / 2:
        return verdict._replace(kind="silent", chance=chance)
    if not _is_in_pause(verdict):
        for number in (_LOOKS * rules.lately, 2 * rules.lately, rules.lately):
            if found := _slower(days, rhythm, counted, verdict, k, number, rules):
                return found
    return verdict._replace(due=0)


def _is_in_pause(verdict: Verdict) -> bool:
    """Whether a silence began when a yearly pause begins: then it says nothing of the orders before it."""
    return verdict.due > 0


def _slower(
    days: Sequence[int], rhythm: list[int], counted: int, verdict: Verdict, k: int, number: int, rules: Rules
) -> Verdict | None:
    """The verdict on the last ``number`` times, of which the silence is the last one, against those before them."""
    before, lately = rhythm[: 1 - number][-rules.most_gaps :], rhythm[1 - number :]
    if len(before) < _LEAST_GAPS or len(lately) < number - 1:
        return None
    total = sum(lately) + counted
    usual, now = sum(before) / len(before), total / number
    # A silence alone is judged as one.
    if sum(lately) < rules.least_slower * usual * len(lately) or total < rules.least_silence:
        return None
    chance = tail(k * number, k * len(before), total / (sum(before) + total))
    if now < max(rules.least_slower * usual, usual + 1) or chance >= rules.chance / 2 / _LOOKS:
        return None
    if _is_same_last_year(days, verdict, total):
        return None
    return verdict._replace(kind="slower", chance=chance, usual=usual, now=now)


def _is_same_last_year(days: Sequence[int], verdict: Verdict, span: int) -> bool:
    """Whether there were no more orders at the same time of the year before: then it is the season."""
    today = verdict.last + verdict.silent
    year = round(_YEAR)
    if days[0] > today - span - year:
        return False
    return sum(today - span - year <= day <= today - year for day in days) <= sum(day >= today - span for day in days)


def regularity(gaps: Sequence[int], rules: Rules) -> int:
    """k, rounded down, from neighbouring times between orders.

    Of two times, the share of the first in both has the variance 1 / (4 (2 k + 1)). A few pairs say little, so some of
    pure chance (k = 1, a variance of 1/12) are added.
    """
    squares = [(first / (first + second) - 0.5) ** 2 for first, second in pairwise(gaps)]
    variance = (rules.chance_pairs / 12 + sum(squares)) / (rules.chance_pairs + len(squares))
    k = (1 - 4 * variance) / (8 * variance) if variance > 0 else float(rules.most_regular)
    return max(1, min(int(k + 1e-9), rules.most_regular))


def tail(first: int, second: int, share: float) -> float:
    """The chance that a value of the distribution Beta(first, second) is greater than ``share``.

    For whole numbers, it is the chance of fewer than ``first`` successes in first + second - 1 trials (NIST, Digital
    Library of Mathematical Functions, 8.17.5).
    """
    if share <= 0:
        return 1.0
    trials = first + second - 1
    hit, miss = log(share), log1p(-share)
    whole = lgamma(trials + 1)
    return min(
        1.0,
        sum(
            exp(whole - lgamma(hits + 1) - lgamma(trials - hits + 1) + hits * hit + (trials - hits) * miss)
            for hits in range(first)
        ),
    )


def _pauses(gaps: Sequence[Gap], rules: Rules) -> dict[Gap, bool]:
    """The times between orders that are much longer than the others, each with whether it recurs in another year."""
    least = max(rules.pause_days, rules.pause_times * median(gap.days for gap in gaps))
    long = [gap for gap in gaps if gap.days >= least]
    return {gap: any(_recurs(gap, other) for other in long if other is not gap) for gap in long}


def _recurs(gap: Gap, other: Gap) -> bool:
    """Whether two times cover mostly the same part of two years."""
    years = round((gap.start + gap.end - other.start - other.end) / 2 / _YEAR)
    if not years or abs(years) > _MOST_YEARS:
        return False
    shift = years * _YEAR
    common = min(gap.end, other.end + shift) - max(gap.start, other.start + shift)
    return common >= max(gap.days, other.days) / 2


def _due(pauses: dict[Gap, bool], first: int, last: int, today: int, rules: Rules, usual: float) -> int:
    """The day by which a pause that began at the same time in most earlier years was over; 0 for none."""
    near = max(rules.pause_days, 2 * usual)
    ends, years_seen = [], 0
    for years in range(1, _MOST_YEARS + 1):
        shift = years * _YEAR
        if last - shift < first:
            break
        years_seen += 1
        ends += [gap.end + shift for gap in pauses if abs(gap.start + shift - last) <= near and gap.end <= last]
    if not ends or len(ends) < years_seen / 2 or today - last < rules.least_silence:
        return 0
    return round(max(ends))
