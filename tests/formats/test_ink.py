"""Where the ink of a line is: read from outlines whose places are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from goodterms.formats.ink import Ink, ink_of

if TYPE_CHECKING:
    from goodterms.model import Direction

# A box from the baseline 7 points up and 1 point down, 2.5 points wide: a column, of which there are four to a size.
BOX = '<symbol id="box" overflow="visible"><path d="M 0 -1 L 0 7 L 2.5 7 L 2.5 -1 Z"/></symbol>'


def drawn(*places: tuple[float, float, float]) -> str:
    groups = (
        f'<g transform="matrix(1 0 0 -1 {left} {top})"><use href="#box" x="{x}" y="0"/></g>' for left, top, x in places
    )
    return BOX + "".join(groups)


@pytest.mark.parametrize(
    ("svg", "direction", "ink"),
    [
        # The columns that it touches, and one more on each side.
        (drawn((0, 100, 0)), "ltr", Ink((0.7,) * 3, (0.1,) * 3)),
        (drawn((0, 100, 5)), "ltr", Ink((0.0, *(0.7,) * 4), (0.0, *(0.1,) * 4))),
        (drawn((5, 100, 0)), "ltr", Ink((0.0, *(0.7,) * 4), (0.0, *(0.1,) * 4))),
        (drawn((1997.5, 100, 0)), "rtl", Ink((0.7,) * 3, (0.1,) * 3)),
        # Above its baseline.
        (drawn((0, 98, 0)), "ltr", Ink((0.9,) * 3, (0.0,) * 3)),
        (drawn((0, 98, 0), (0, 101, 5)), "ltr", Ink((0.9, 0.9, 0.9, 0.6, 0.6), (0.0, 0.2, 0.2, 0.2, 0.2))),
    ],
)
def test_the_columns_that_ink_is_in(svg: str, direction: Direction, ink: Ink) -> None:
    (found,) = ink_of(svg, 1, direction)
    assert found.rises == pytest.approx(ink.rises)
    assert found.falls == pytest.approx(ink.falls)


def test_each_line_has_its_own_ink() -> None:
    upper, lower = ink_of(drawn((0, 100, 0), (0, 199, 0)), 2, "ltr")
    assert (upper.rise, upper.fall, lower.rise, lower.fall) == pytest.approx((0.7, 0.1, 0.8, 0.0))
    assert upper.distance_to(lower) == pytest.approx(0.9)
