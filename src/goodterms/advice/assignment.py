"""Contacts to weeks, and to the days of a week: two assignment problems, both solved to the optimum.

**Weeks.** A contact may lie in some weeks, each at the square of its distance in weeks from the target as its cost. A
week takes a limited number of contacts, and a contact in it costs the more the fuller it is: in steps of a quarter of
the even share, each step ``evenness / 4`` more than the one before. A contact without a place costs more than any
schedule. The sum of all costs is minimal. This is a transportation problem with convex costs, whose basic solutions are
whole numbers (e.g. R. Ahuja, T. Magnanti, J. Orlin, "Network flows", 1993, chapters 9 and 14), so the simplex method of
HiGHS, in SciPy (the extra ``plan``), solves it exactly. Contacts with the same weeks and target are one unknown for
each week.

**Days.** The contacts of a week are spread over its days such that the sum of the squares of their loads is minimal:
an optimal semi-matching (N. Harvey, R. Ladner, L. Lovász, T. Tamir, "Semi-matchings for bipartite graphs and load
balancing", Journal of Algorithms 59, 2006, algorithm ASM1).
"""

from __future__ import annotations

from collections import Counter
from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple

from goodterms.errors import PartMissing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_STEPS = 16
"""The steps of the price of a full week, of a quarter of the even share each; beyond, the price stays."""
_UNPLACED = 1e7
"""The cost of a contact that has no place: more than that of 53 weeks, squared, at any price of a full week."""


class Demand(NamedTuple):
    """What a contact asks for: the weeks in which it may lie, and the week of its target, None without one."""

    weeks: tuple[int, ...]
    target: int | None

    def cost(self, week: int) -> float:
        """The cost of a week: the square of its distance from the target."""
        return 0.0 if self.target is None else float((week - self.target) ** 2)


def price(load: int, share: float, evenness: float) -> float:
    """What ``load`` contacts in a week cost together, beside their own costs; ``share`` is the even number."""
    step = max(1, ceil(share / 4))
    return sum(
        evenness / 4 * number * min(step, load - number * step)
        if number < _STEPS
        else evenness / 4 * _STEPS * (load - number * step)
        for number in range(min(_STEPS, load // step) + 1)
        if load > number * step
    )


def to_weeks(
    demands: Sequence[Demand], limit: int | None, taken: Mapping[int, int], share: float, evenness: float
) -> list[int | None]:
    """The week of each contact, None for one that has no place.

    ``limit`` is how many contacts a week takes, None for any number; ``taken`` are those that are in it already. Raises
    :class:`PartMissing` where SciPy is not installed.
    """
    groups = Counter(demands)
    kinds = list(groups)
    numbers = _solved(kinds, [groups[kind] for kind in kinds], limit, taken, share, evenness)
    places: dict[Demand, list[int]] = {kind: [] for kind in kinds}
    for (kind, week), number in numbers.items():
        places[kinds[kind]] += [week] * number
    order = {kind: iter(sorted(weeks)) for kind, weeks in places.items()}
    return [next(order[demand], None) for demand in demands]


def _solved(
    kinds: Sequence[Demand],
    sizes: Sequence[int],
    limit: int | None,
    taken: Mapping[int, int],
    share: float,
    evenness: float,
) -> dict[tuple[int, int], int]:
    """How many contacts of each kind lie in each week."""
    optimize, sparse = _packages()
    pairs = [(number, week) for number, kind in enumerate(kinds) for week in kind.weeks]
    if not pairs:
        return {}
    weeks = sorted({week for _, week in pairs})
    pieces = [piece for week in weeks for piece in _pieces(week, limit, taken.get(week, 0), share, evenness)]
    total = sum(sizes)
    costs = [kinds[number].cost(week) for number, week in pairs]
    costs += [_UNPLACED] * len(kinds) + [one.cost for one in pieces]
    ends = [None] * len(pairs) + [None] * len(kinds) + [min(one.size, total) for one in pieces]
    # A row for each kind: its contacts in weeks, and those without a place. A row for each week: contacts less pieces.
    row_of = {week: len(kinds) + place for place, week in enumerate(weeks)}
    rows = [number for number, _ in pairs] + [*range(len(kinds))]
    columns = [*range(len(pairs) + len(kinds))]
    signs = [1.0] * len(rows)
    rows += [row_of[week] for _, week in pairs] + [row_of[one.week] for one in pieces]
    columns += [*range(len(pairs))] + [len(pairs) + len(kinds) + place for place in range(len(pieces))]
    signs += [1.0] * len(pairs) + [-1.0] * len(pieces)
    matrix = sparse.csr_matrix((signs, (rows, columns)), shape=(len(kinds) + len(weeks), len(costs)))
    found = optimize.linprog(
        costs,
        A_eq=matrix,
        b_eq=[*sizes, *[0] * len(weeks)],
        bounds=[(0, end) for end in ends],
        method="highs-ds",
    )
    assert found.status == 0, found.message  # noqa: S101 — what has no place has a cost, so there is a solution
    return {pair: count for pair, amount in zip(pairs, found.x, strict=False) if (count := round(amount))}


class _Piece(NamedTuple):
    """A part of what a week takes: contacts that all cost the same beside their own costs."""

    week: int
    size: int
    cost: float


def _pieces(week: int, limit: int | None, taken: int, share: float, evenness: float) -> list[_Piece]:
    step = max(1, ceil(share / 4))
    most = 10**9 if limit is None else limit
    found = []
    for number in range(_STEPS + 1):
        start = max(taken, number * step)
        end = most if number == _STEPS else min(most, (number + 1) * step)
        if end > start:
            found.append(_Piece(week, end - start, evenness / 4 * number))
    return found


def to_days(allowed: Sequence[tuple[int, ...]], loads: Mapping[int, int]) -> list[int]:
    """The day of each contact, of those that are ``allowed`` for it; ``loads`` are the contacts of days already."""
    days = sorted({day for each in allowed for day in each})
    load = {day: loads.get(day, 0) for day in days}
    on: dict[int, dict[tuple[int, ...], list[int]]] = {day: {} for day in days}
    chosen = [-1] * len(allowed)
    for number, own in enumerate(allowed):
        day, came = _least_loaded(own, load, on)
        load[day] += 1
        # Along the chain, each contact makes room for the one before it.
        while (step := came[day]) is not None:
            before, kind = step
            moved = on[before][kind].pop()
            on[day].setdefault(kind, []).append(moved)
            chosen[moved] = day
            day = before
        on[day].setdefault(own, []).append(number)
        chosen[number] = day
    return chosen


def _least_loaded(
    own: tuple[int, ...], load: Mapping[int, int], on: Mapping[int, Mapping[tuple[int, ...], Sequence[int]]]
) -> tuple[int, dict[int, tuple[int, tuple[int, ...]] | None]]:
    """The least loaded day that a chain of moves reaches from a contact's own days, the nearest of several.

    Also, by the days that were reached, the day before in the chain with the days of the contact that would move.
    """
    came: dict[int, tuple[int, tuple[int, ...]] | None] = dict.fromkeys(own)
    queue = [*own]
    least = min(load.values())
    for day in queue:
        if load[day] == least:
            return day, came
        for kind, contacts in on[day].items():
            for further in kind if contacts else ():
                if further not in came:
                    came[further] = (day, kind)
                    queue.append(further)
    return min(queue, key=lambda day: load[day]), came


def _packages() -> tuple[Any, Any]:
    try:
        from scipy import optimize, sparse  # an extra, and slow to load
    except ImportError:
        raise PartMissing.of("plan-missing", package="SciPy") from None
    return optimize, sparse
