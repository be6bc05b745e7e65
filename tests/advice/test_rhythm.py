"""Who is quiet: the chance against SciPy, and verdicts on customers whose truth is known."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from goodterms.advice.quiet import read_rules
from goodterms.advice.rhythm import Rules, judge, regularity, tail
from goodterms.content.layers import Content
from known_truths import TODAY, customers

RULES = Rules()
QUIET = ("silent", "slower")


@given(first=st.integers(1, 60), second=st.integers(1, 240), share=st.floats(0.001, 0.999))
def test_the_tail_is_that_of_the_beta_distribution(first: int, second: int, share: float) -> None:
    assert tail(first, second, share) == pytest.approx(beta.sf(share, first, second), rel=1e-6, abs=1e-12)


def test_no_silence_is_certain() -> None:
    assert tail(3, 9, 0) == 1


def test_the_numbers_of_the_room_are_those_of_the_code() -> None:
    assert read_rules(Content()) == RULES


@pytest.fixture(scope="module")
def verdicts() -> Counter[tuple[str, bool, bool]]:
    """How many customers of each kind are quiet and are told to be."""
    found = Counter[tuple[str, bool, bool]]()
    for one in customers(400):
        if len(one.days) >= RULES.least_days:
            found[one.kind, one.is_quiet, judge(one.days, TODAY, RULES).kind in QUIET] += 1
    return found


def test_precision_and_recall(verdicts: Counter[tuple[str, bool, bool]]) -> None:
    """The figures of docs/keeping-in-touch.md."""
    right = sum(count for (_, is_quiet, told), count in verdicts.items() if is_quiet and told)
    told = sum(count for (_, _, told), count in verdicts.items() if told)
    quiet = sum(count for (_, is_quiet, _), count in verdicts.items() if is_quiet)
    print(f"precision {right / told:.3f}, recall {right / quiet:.3f}")  # noqa: T201 -- shown with pytest -s
    assert right / told >= 0.98
    assert right / quiet >= 0.8


@pytest.mark.parametrize(
    ("kind", "least", "most"),
    [
        ("regular", 0, 0.01),
        ("random", 0, 0.02),
        ("seasonal", 0, 0.01),
        ("growing", 0, 0.01),
        ("gone", 0.85, 1),
        ("gone seasonal", 0.8, 1),
        ("slower", 0.6, 1),
    ],
)
def test_how_many_of_a_kind_are_told(
    verdicts: Counter[tuple[str, bool, bool]], kind: str, least: float, most: float
) -> None:
    of_kind = {told: count for (one, _, told), count in verdicts.items() if one == kind}
    assert least <= of_kind.get(True, 0) / sum(of_kind.values()) <= most


@pytest.mark.parametrize(
    ("days", "kind"),
    [
        ([100, 50, 20, 5], "few"),
        ([1000, 970, 940, 910, 880, 850, 800], "gone"),
        ([360, 330, 300, 270, 240, 210, 180, 155, 125], "silent"),
        ([300, 270, 240, 210, 180, 150, 125, 95, 65, 35], "usual"),
        # Every day, and then a week without: no silence yet.
        ([*range(107, 7, -1)], "usual"),
        # Once a year, for six years: eleven months of silence are usual.
        ([365 * year + 335 for year in range(6, -1, -1)], "usual"),
    ],
)
def test_verdicts_on_days_ago(days: list[int], kind: str) -> None:
    assert judge([TODAY - day for day in sorted(days, reverse=True)], TODAY, RULES).kind == kind


def test_a_pause_of_the_season_is_over_on_its_day() -> None:
    # Every two weeks, but for July and August, for three years; today is 21 November.
    days = [day for day in range(TODAY - 1100, TODAY - 130, 14) if not 110 <= (day - TODAY + 1461) % 365 <= 0]
    pauses = [TODAY - 365 * year - 130 for year in (1, 2, 3)]
    days = [day for day in days if not any(pause < day < pause + 70 for pause in pauses)]
    assert judge(days, days[-1] + 60, RULES).kind == "usual"
    late = judge(days, days[-1] + 170, RULES)
    assert late.kind == "silent"
    assert days[-1] < late.due < days[-1] + 100


def test_what_is_regular() -> None:
    assert regularity([30, 30, 30, 30, 30, 30, 30, 30, 30, 30], RULES) > 3
    assert regularity([1, 90, 3, 40, 2, 70], RULES) == 1
    assert regularity([], RULES) == 1
