"""Numbers as a section of a format code shows them: ``1,234.57``, ``00815``, ``R-00815``, ``12.5%``."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING

from goodterms.sheets.currencies_of_formats import is_sign, split_words
from goodterms.sheets.table import Broken, Shown

if TYPE_CHECKING:
    from goodterms.sheets.format_codes import Part, Section
    from goodterms.sheets.table import Cell

_PLACE = "\0"
_FILL = {"0": "0", "#": "", "?": " "}
"""What a place without a digit shows."""
_WIDE = Context(prec=400, rounding=ROUND_HALF_UP)
"""Enough digits for every float; spreadsheets round a half away from zero."""
_SPACES = re.compile(" {2,}")
_INVISIBLE = re.compile("[\\s\u200b\u200e\u200f\u061c]+")
_AS_IS = re.compile(r"\+?#(?:[.,][-–—]|[.,–—])?")
_NEGATIVE = re.compile(r"[-−]#(?:[.,][-–—])?|\(#\)|#[-−]")
_NOTHING = re.compile(r"[-–—−]")
"""The literal text around a number, ``#``, with which it is the number, a negative one, and zero without digits."""


def plain(value: float) -> Cell:
    """A number at the 15 digits that spreadsheets have; one without a fraction is an int."""
    if value.is_integer():
        return int(value) if -1e15 < value < 1e15 else value
    text = f"{value:.15g}"
    return float(text) if text[-1].isdigit() else Broken(text)  # nan and inf


def decimal_of(value: float) -> Decimal:
    """The same as a decimal number."""
    return Decimal(f"{value:.15g}")


class Digits:
    """How a section shows numbers."""

    def __init__(self, section: Section) -> None:
        self._money = section.money
        self._scale = 0
        self._groups = False
        self._percent = 0
        self._whole: list[Part] = []
        self._fraction: list[Part] = []
        self._read(section.parts)
        self._is_general = any(part.kind == "general" for part in section.parts)
        self._places = sum(part.kind == "digit" for part in self._fraction)
        self._shape, percents = self._shape_of(section.parts)
        self._is_percent = percents == 1
        self._simple = self._around_digits(section.parts)
        self._is_number = percents <= 1 and not self._scale and self._separators_group()
        self._is_simple = not (percents or self._scale or section.money.currency or section.money.symbol)

    def show(self, value: float, *, is_signed: bool) -> Cell:
        """What the cell shows; ``is_signed`` says that the section itself has the sign of negative numbers."""
        exact = decimal_of(value)
        if not exact.is_finite():
            return plain(value)
        scaled = abs(exact).scaleb(2 * self._percent - 3 * self._scale, _WIDE)
        rounded = scaled.quantize(Decimal(1).scaleb(-self._places), context=_WIDE)
        if self._is_general:
            rounded = scaled
        minus = "-" if value < 0 and not is_signed else ""
        text = (minus + self._text(rounded)).strip()
        if "  " in text:
            text = _SPACES.sub(" ", text)
        if not text:
            return ""
        if self._is_simple and self._is_number and text.replace(",", "") == f"{exact:f}":
            return plain(value)
        return Shown(
            exact,
            text,
            self._number(rounded, value, is_signed=is_signed),
            self._is_percent,
            self._money.currency,
            self._money.symbol,
            is_rounded=rounded != scaled,
        )

    def _number(self, rounded: Decimal, value: float, *, is_signed: bool) -> Decimal | None:
        if not self._is_number:
            return None
        if value == 0 and any(pattern.fullmatch(self._shape) for pattern in (_AS_IS, _NEGATIVE, _NOTHING)):
            return rounded
        if not (_NEGATIVE if value < 0 and is_signed else _AS_IS).fullmatch(self._shape):
            return None
        return -rounded if value < 0 and rounded else rounded

    def _read(self, parts: tuple[Part, ...]) -> None:
        """Find the digits before and behind the point, and what the commas say."""
        last = max((i for i, part in enumerate(parts) if part.kind == "digit"), default=-1)
        point = next((i for i, part in enumerate(parts) if part.kind == "point"), len(parts))
        ends = {max((i for i, part in enumerate(parts[:point]) if part.kind == "digit"), default=-1), last}
        commas = 0
        for index, part in enumerate(parts):
            self._percent += part.kind == "percent"
            if part.kind == "comma":
                # A comma behind the last digit divides by a thousand; one between digits groups them.
                commas += 1
                self._scale += index - commas in ends
                self._groups |= index - commas not in ends and 0 <= index < point
            else:
                commas = 0 if part.kind == "digit" else commas
                (self._whole if index < point else self._fraction).append(part)

    def _around_digits(self, parts: tuple[Part, ...]) -> tuple[str, str] | None:
        """The text before and behind the digits of a section such as ``#,##0.00``, which Python writes faster."""
        code = "".join(part.text if part.kind in {"digit", "comma", "point"} else _PLACE for part in parts)
        match = re.fullmatch(f"({_PLACE}*)#*,?#*0(?:\\.0+)?({_PLACE}*)", code)
        if not match:
            return None
        before, behind = parts[: len(match[1])], parts[len(parts) - len(match[2]) :]
        return "".join(part.text for part in before), "".join(part.text for part in behind)

    def _shape_of(self, parts: tuple[Part, ...]) -> tuple[str, int]:
        """The literal text around the digits, ``#``, without a currency and percent signs, and how many of these."""
        places = [i for i, part in enumerate(parts) if part.kind in {"digit", "general", "comma"}]
        first, last = (places[0], places[-1] + 1) if places else (len(parts), len(parts))
        ends = [_literal(parts[:first]), "#" if places else "", _literal(parts[last:])]
        words = (word for end in ends for word in split_words(end))
        text = _INVISIBLE.sub("", "".join("" if is_sign(word) else word for word in words))
        return text.replace("%", ""), text.count("%")

    def _separators_group(self) -> bool:
        """Whether literal text between digits, as in ``# ##0``, only groups them: the last group has three."""
        whole, fraction = (
            "".join(_PLACE if part.kind == "digit" else part.text for part in parts)
            for parts in (self._whole, self._fraction)
        )
        if re.search(f"{_PLACE}[^{_PLACE}]+{_PLACE}", fraction):
            return False
        inner = whole[whole.find(_PLACE) : whole.rfind(_PLACE) + 1] if _PLACE in whole else ""
        *_, last = re.split(f"[^{_PLACE}]+", inner)
        return last == inner or (len(last) == 3 and set(inner) <= set(f"{_PLACE} \u00a0\u202f'’,"))

    def _text(self, number: Decimal) -> str:
        if self._is_general:
            return "".join(
                f"{number:f}" if part.kind == "general" else part.text for part in self._whole + self._fraction
            )
        if self._simple:
            before, behind = self._simple
            return f"{before}{number:,f}{behind}" if self._groups else f"{before}{number:f}{behind}"
        whole, _, fraction = f"{number:f}".partition(".")
        return self._whole_text("" if whole == "0" else whole) + self._fraction_text(fraction)

    def _whole_text(self, digits: str) -> str:
        """The text before the point, written from right to left: the first place takes all digits that are left."""
        left = sum(part.kind == "digit" for part in self._whole)
        count = 0
        text: list[str] = []
        for part in reversed(self._whole):
            if part.kind != "digit":
                text.append(part.text)
                continue
            left -= 1
            for _ in range(max(1, len(digits)) if left == 0 else 1):
                digit, digits = (digits[-1], digits[:-1]) if digits else (_FILL[part.text], "")
                if self._groups and count and count % 3 == 0 and digit:
                    text.append("," if digit != " " else " ")
                text.append(digit)
                count += 1
        return "".join(reversed(text))

    def _fraction_text(self, digits: str) -> str:
        kept = digits.rstrip("0")
        text: list[str] = []
        index = 0
        for part in self._fraction:
            if part.kind == "digit":
                text.append(digits[index] if index < len(kept) else _FILL[part.text])
                index += 1
            else:
                text.append(part.text)
        return "".join(text)


def _literal(parts: tuple[Part, ...]) -> str:
    return "".join({"sign": " ", "percent": "%"}.get(part.kind, part.text) for part in parts)
