"""What a number in a cell shows, by its format code: the number, a date, or a text (ECMA-376, 18.8.30 and 18.8.31).

The notation is that of the codes, which is the English one: a point, and commas between groups of digits.
"""

from __future__ import annotations

import operator
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from goodterms.sheets.digits import Digits, decimal_of, plain
from goodterms.sheets.format_codes import Kind, parse
from goodterms.sheets.serial_dates import duration_of, moment_of
from goodterms.sheets.table import Shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from goodterms.sheets.format_codes import Section
    from goodterms.sheets.table import Cell


BUILT_IN: Mapping[int, str] = MappingProxyType(
    {
        0: "General",
        1: "0",
        2: "0.00",
        3: "#,##0",
        4: "#,##0.00",
        5: '"$"#,##0_);\\("$"#,##0\\)',
        6: '"$"#,##0_);[Red]\\("$"#,##0\\)',
        7: '"$"#,##0.00_);\\("$"#,##0.00\\)',
        8: '"$"#,##0.00_);[Red]\\("$"#,##0.00\\)',
        9: "0%",
        10: "0.00%",
        11: "0.00E+00",
        12: "# ?/?",
        13: "# ??/??",
        14: "mm-dd-yy",
        15: "d-mmm-yy",
        16: "d-mmm",
        17: "mmm-yy",
        18: "h:mm AM/PM",
        19: "h:mm:ss AM/PM",
        20: "h:mm",
        21: "h:mm:ss",
        22: "m/d/yy h:mm",
        **dict.fromkeys((27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58), "yyyy/m/d"),
        **dict.fromkeys((32, 33), "h:mm:ss"),
        # A month in one East Asian language, a time in another; this shows both.
        **dict.fromkeys((34, 35, 55, 56), "yyyy/m/d h:mm:ss"),
        37: "#,##0_);(#,##0)",
        38: "#,##0_);[Red](#,##0)",
        39: "#,##0.00_);(#,##0.00)",
        40: "#,##0.00_);[Red](#,##0.00)",
        41: '_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)',
        42: '_("$"* #,##0_);_("$"* \\(#,##0\\);_("$"* "-"_);_(@_)',
        43: '_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)',
        44: '_("$"* #,##0.00_);_("$"* \\(#,##0.00\\);_("$"* "-"??_);_(@_)',
        45: "mm:ss",
        46: "[h]:mm:ss",
        47: "mm:ss.0",
        48: "##0.0E+0",
        49: "@",
        59: "0",
        60: "0.00",
        61: "#,##0",
        62: "#,##0.00",
        67: "0%",
        68: "0.00%",
        69: "# ?/?",
        70: "# ??/??",
        **dict.fromkeys((71, 72, 73, 74, 77), "d/m/yyyy"),
        75: "h:mm",
        76: "h:mm:ss",
        78: "mm:ss",
        79: "[h]:mm:ss",
        80: "mm:ss.0",
        81: "d/m/yyyy",
    }
)
"""The format codes that workbooks name by a number; those of a locale as the closest that all locales read alike."""

_COMPARE = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_MOST_SECTIONS = 4


def show(value: float, code: str, epoch_1904: bool = False) -> Cell:
    """What a cell with a number and a format code is.

    An int or a float where the format shows just the value (digits may be grouped); a date, a time, a datetime or a
    timedelta (minutes and seconds without hours are one, too) for a format of moments; an empty string where it shows
    nothing; else a :class:`Shown`, whose ``text`` is the code where the format is not understood: fractions, exponents,
    digits of other scripts, a day that no calendar has. ``epoch_1904`` counts days from 1904, not from 1900.
    """
    return formatter(code, epoch_1904)(value)


def show_text(text: str, code: str) -> str:
    """What a cell with a text and a format code shows: the text with the literal text of the code's section for it."""
    if not has_text_section(code):
        return text
    return "".join(text if part.kind == "at" else part.text for part in parse(code)[-1].parts).strip() or text


@lru_cache(maxsize=1024)
def has_text_section(code: str) -> bool:
    """Whether a format code has a section for texts that writes more than the text."""
    section = parse(code)[-1]
    return section.kind is Kind.TEXT and any(part.text.strip() for part in section.parts if part.kind != "at")


@lru_cache(maxsize=1024)
def formatter(code: str, epoch_1904: bool = False) -> Callable[[float], Cell]:
    """The function that shows numbers by a format code."""
    sections = parse(code)
    if sections[-1].kind is Kind.TEXT:
        sections = sections[:-1]
    if not sections or (len(sections) == 1 and _is_general(sections[0])):
        return plain
    writers = [_Writer(code, section, epoch_1904) for section in sections[: _MOST_SECTIONS - 1]]
    unknown = _Writer(code, sections[0]._replace(kind=Kind.UNKNOWN), epoch_1904)
    if any(section.condition for section in sections):
        conditions = [section.condition for section in sections]
        return lambda value: (_by_condition(value, conditions, writers) or unknown).show(value, is_signed=False)
    if len(writers) == 1:
        return lambda value: writers[0].show(value, is_signed=False)
    zero = writers[2] if len(writers) > 2 else writers[0]
    return lambda value: (writers[0] if value > 0 else writers[1] if value < 0 else zero).show(value, is_signed=True)


def _is_general(section: Section) -> bool:
    return section.kind is Kind.GENERAL and len(section.parts) <= 1


def _by_condition(value: float, conditions: list[tuple[str, float] | None], writers: list[_Writer]) -> _Writer | None:
    """The section for a value where sections have conditions; None where it takes guessing.

    A section without a condition is for all others if it is the last.
    """
    if value < 0:
        return None
    for index, (condition, writer) in enumerate(zip(conditions, writers, strict=False)):
        if condition is None:
            return writer if index == len(writers) - 1 else None
        if _COMPARE[condition[0]](value, condition[1]):
            return writer
    return None


class _Writer:
    """Shows numbers by one section of a code."""

    def __init__(self, code: str, section: Section, epoch_1904: bool) -> None:
        self._code = code
        self._section = section
        self._epoch_1904 = epoch_1904
        has_digits = section.kind in {Kind.DIGITS, Kind.WORDS, Kind.GENERAL}
        self._digits = Digits(section) if has_digits else None

    def show(self, value: float, *, is_signed: bool) -> Cell:
        if self._digits:
            return self._digits.show(value, is_signed=is_signed)
        return self._other(value)

    def _other(self, value: float) -> Cell:
        section = self._section
        cell: Cell | None = None
        if section.kind is Kind.MOMENT:
            cell = moment_of(value, section.moment, self._epoch_1904)
        elif section.kind is Kind.ELAPSED and not section.moment & set("yd"):
            cell = duration_of(value, section.moment)
        elif section.kind is Kind.FRACTION and value.is_integer():
            cell = plain(value)
        return cell if cell is not None else Shown(decimal_of(value), self._code, None)
