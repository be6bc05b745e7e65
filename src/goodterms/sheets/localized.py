"""Numbers that a program wrote in the notation of some locale, beside their value: ``1.234,57 €``, ``१२.५%``.

Which separator is the decimal one, and how many decimals are shown, is found by comparing with the value, never by the
locale: where nothing agrees with the value, nothing is known.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from goodterms.sheets.currencies_of_formats import Named, currency_of, is_sign, may_mean
from goodterms.sheets.digits import decimal_of, plain
from goodterms.sheets.table import Shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goodterms.sheets.table import Cell

_WIDE = Context(prec=400, rounding=ROUND_HALF_UP)
_SEPARATORS = ".,'’٫٬ \u00a0\u2009\u202f"
_DECIMAL = ".,٫"
_NO_SEPARATORS = dict.fromkeys(map(ord, _SEPARATORS))
_MOST_DIGITS = 350
"""More than a float has, so that what is rounded fits into the context."""
_LEADING = re.compile(rf"0[0-9]|[{_DECIMAL}]")
_NUMBER = re.compile(rf"(?:(?<![^\W\d_])[{_DECIMAL}])?[0-9](?:[{_SEPARATORS}]?[0-9])*")
_MARKS = re.compile("[\u200b\u200e\u200f\u061c\u2066-\u2069]")
_PERCENTS = "%٪％﹪"
_WORDS = re.compile(rf"([\s()+\u2212{_PERCENTS}-]+)")
_POSITIVE = re.compile(r"\+?#(?:[.,]?[-–—])?")
_NEGATIVE = re.compile(r"[-−]#(?:[.,]?[-–—])?|\(#\)|#[-−]")
_NOTHING = re.compile(r"[-–—−]")
"""The literal text around a number, ``#``, with which it is the number, a negative one, and zero without digits."""


class _Around(NamedTuple):
    """The text around the digits: whether they are a number with it, 1, or a negative one, -1, or none, 0.

    ``is_bare`` says that there is nothing but a minus sign; ``is_nothing`` that a dash is all there is.
    """

    sign: int
    percents: int
    money: Named
    is_bare: bool
    is_nothing: bool


def shown(value: float, text: str, currency: str = "") -> Cell:
    """What a cell is that has a value and shows a text; ``currency`` is the ISO 4217 code or the sign that it has.

    A plain number where the text is just the value, with or without separators of groups; else a
    :class:`~goodterms.sheets.table.Shown`, whose number is None where the digits of the text are not those of the
    value, rounded, and where there is more text than a sign, a currency or a percent sign.
    """
    if not currency and text == f"{value:.15g}":
        return plain(value)
    exact = decimal_of(value)
    if not exact.is_finite():
        return plain(value)
    text = (text if text.isascii() else _MARKS.sub("", text)).strip()
    digits = _in_ascii(text)
    found = _NUMBER.search(digits)
    if found and _NUMBER.search(digits, found.end()):
        found = None
    around = _around(text[: found.start()], text[found.end() :]) if found else _around(text, None)
    money = _money(currency, around.money)
    number = _number(exact, found[0] if found else "", around) if money is not None else None
    if number is None:
        money = currency_of(currency) if currency else Named()  # letters around digits, R-815, are no sign
    elif found and money == Named() and _is_plain(exact, number, found[0], around):
        return plain(value)
    return Shown(
        exact,
        text,
        number,
        around.percents == 1,
        money.currency if money else "",
        money.symbol if money else "",
        is_rounded=number is not None and number != exact.scaleb(2 * around.percents, _WIDE),
    )


def _is_plain(exact: Decimal, number: Decimal, digits: str, around: _Around) -> bool:
    """Whether a cell shows just its value; separators of groups are allowed, more zeros are not."""
    return around.is_bare and f"{number:f}" == f"{exact:f}" and not _LEADING.match(digits)


def _in_ascii(text: str) -> str:
    """The text with the digits of all scripts as 0 to 9, each at its place."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


@lru_cache(maxsize=1024)
def _around(before: str, behind: str | None) -> _Around:
    """What is around the digits; ``behind`` is None where there are none, or several numbers."""
    parts = (before,) if behind is None else (before, "#", behind)
    words = [word for part in parts for word in _WORDS.split(part)]
    signs = {word for word in words if is_sign(word)}
    marked = "".join("".join(word for word in words if word not in signs).split())
    shape = re.sub(f"[{_PERCENTS}]", "", marked)
    sign = -1 if _NEGATIVE.fullmatch(shape) else 1 if _POSITIVE.fullmatch(shape) else 0
    money = currency_of(signs.pop()) if len(signs) == 1 else Named()
    percents = len(marked) - len(shape)
    is_bare = not percents and shape in {"#", "-#", "−#"}
    return _Around(sign, percents, money, is_bare, bool(_NOTHING.fullmatch(shape)))


def _money(given: str, seen: Named) -> Named | None:
    """The currency of a cell; None where what the cell has is not what it shows."""
    if not given:
        return seen
    named = currency_of(given)
    if seen.currency and named.currency and seen.currency != named.currency:
        return None
    return None if named.currency and not may_mean(seen.symbol, named.currency) else named


def _number(exact: Decimal, digits: str, around: _Around) -> Decimal | None:
    """The number that is shown; None where the digits are not those of the value."""
    if not digits:
        return Decimal(0) if exact == 0 and around.is_nothing else None
    if around.percents > 1 or not around.sign or len(digits) > _MOST_DIGITS:
        return None
    scaled = abs(exact).scaleb(2 * around.percents, _WIDE)
    for number in _readings(digits):
        if scaled.quantize(number, context=_WIDE) == number:
            # A negative value that is shown without its sign, in red, is not what the cell shows.
            if number and (around.sign < 0) != (exact < 0):
                return None
            return -number if number and around.sign < 0 else number
    return None


def _readings(digits: str) -> Iterator[Decimal]:
    """The numbers that digits with separators can be: with a decimal separator, or with separators of groups only."""
    last = max(digits.rfind("."), digits.rfind(","), digits.rfind("٫"))
    if last >= 0 and digits.count(digits[last]) == 1 and digits[last + 1 :].isdigit():
        yield Decimal(f"{digits[:last].translate(_NO_SEPARATORS)}.{digits[last + 1 :]}")
    yield Decimal(digits.translate(_NO_SEPARATORS))
