"""Numbers and percentages as people write them; what could mean two numbers is refused."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from goodterms.expressions import expression
from goodterms.fields.context import ANY_CURRENCY, NO_WORDS, ParseContext, Written
from goodterms.fields.raw import InvalidValue
from goodterms.text.typed import ascii_digits

if TYPE_CHECKING:
    from goodterms.fields.context import Words

__all__ = ["ANY_CURRENCY", "ParseContext", "Written", "count", "decimal", "number", "numeral_in", "percent"]

_MAX_COUNT = 1_000_000_000
_MAX_DIGITS = 24
POINT, COMMA = ".", ","
# How people group digits and write decimals, with each decimal separator; what fits none of these is refused.
_SPACED = r"[1-9]\d{0,2}(?:[ '’]\d{3})+"
_SHAPES = {
    POINT: expression(
        rf"\d+(?:\.\d+)?|(?:[1-9]\d{{0,2}}(?:,\d{{3}})+|[1-9]\d?(?:,\d{{2}})+,\d{{3}}|{_SPACED})(?:\.\d+)?"
    ),
    COMMA: expression(rf"\d+(?:,\d+)?|(?:[1-9]\d{{0,2}}(?:\.\d{{3}})+|{_SPACED})(?:,\d+)?"),
}
_ARABIC = {ord("\u066b"): ".", ord("\u066c"): ","}
_PERCENT_SIGNS = "%٪％﹪ "
_NUMERAL = expression(r"[-−+]? ?\d(?:[\d.,'’٫٬ ]*\d)?")


def count(text: str, _: ParseContext) -> int:
    """A whole number from 0 up, without separators."""
    digits = ascii_digits(text)
    if re.fullmatch(r"[-−]\d+(\.\d+)?", digits):
        raise InvalidValue.of("count-negative", given=text)
    digits = re.sub(r"(?<=\d)[.,]0{1,2}$", "", digits)  # as programs write a whole number in a column of others
    if re.fullmatch(r"\d+[.,]\d+", digits):
        raise InvalidValue.of("count-separator", given=text)
    if not re.fullmatch(r"\+?\d+", digits):
        raise InvalidValue.of("not-a-count", given=text)
    if int(digits[:20]) > _MAX_COUNT or len(digits) > 20:
        raise InvalidValue.of("count-too-large", given=text, most=_MAX_COUNT)
    return int(digits)


def number(text: str, context: ParseContext) -> Decimal:
    """A number."""
    return decimal(text, text, "a number, such as 12.5", context.written)


def percent(text: str, context: ParseContext) -> Decimal:
    """The number of a percentage, with its sign, or without it from 1 on: 0.05 may be 5 %, as spreadsheets store it."""
    bare = text.rstrip(_PERCENT_SIGNS)
    value = decimal(bare, text, "a percentage, such as 12.5 %", context.written)
    if 0 < abs(value) < 1 and not set(text) & set(_PERCENT_SIGNS.strip()):
        raise InvalidValue.of(
            "percent-or-share", given=text, first=f"{value:f} %", second=f"{(value * 100).normalize():f} %"
        )
    return value


def numeral_in(text: str) -> str:
    """The number in a text with a sign or a name around it, as it is written; empty where there are none or several."""
    found = _NUMERAL.findall(_spaced(text))
    return str(found[0]) if len(found) == 1 else ""


def decimals_of(text: str, words: Words = NO_WORDS) -> frozenset[str]:  # noqa: ARG001 — one day words may tell
    """The decimal separators under which a text is a number, an amount or a percentage; both where it has none."""
    return frozenset(_readings(numeral_in(text).lstrip("+-− ")))


def decimal(text: str, given: str, example: str, written: Written) -> Decimal:
    """A number in the digits of any script, grouped or not; ``given`` is the whole value, for the fault."""
    digits = _spaced(text).replace("−", "-").strip()
    sign, digits = ("-", digits[1:].lstrip()) if digits.startswith("-") else ("", digits.removeprefix("+").lstrip())
    if len(digits) > _MAX_DIGITS:
        raise InvalidValue.of("number-too-large", given=given, example=example)
    readings = _readings(digits)
    if not readings:
        raise InvalidValue.of("not-a-number", given=given, example=example)
    if written.decimal and written.decimal not in readings:
        raise InvalidValue.of("number-in-other-notation", given=given, decimal=written.decimal)
    values = {readings[written.decimal]} if written.decimal else {*readings.values()}
    if len(values) > 1:
        units, fraction = re.split("[.,]", digits)
        raise InvalidValue.of("number-ambiguous", given=given, whole=units + fraction, units=units, fraction=fraction)
    value = values.pop()
    return -value if sign else value


def _spaced(text: str) -> str:
    """The text in ASCII digits, with spaces that may break between its groups."""
    return ascii_digits(text).replace("\u00a0", " ").replace("\u202f", " ").replace("\u2009", " ")


def _readings(digits: str) -> dict[str, Decimal]:
    """The number that plain digits and separators mean with each decimal separator under which they are one."""
    shapes = _SHAPES
    if not digits.isascii() and (arabic := digits.translate(_ARABIC)) != digits:
        shapes, digits = {POINT: _SHAPES[POINT]}, arabic  # these separators leave nothing open
    return {
        separator: Decimal("".join(c for c in digits if c.isdigit() or c == separator).replace(",", "."))
        for separator, shape in shapes.items()
        if shape.fullmatch(digits)
    }
