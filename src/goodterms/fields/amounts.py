"""Numbers, percentages and money as people write them; what could mean two numbers is refused."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from goodterms.faults.nearest import nearest
from goodterms.fields.raw import InvalidValue, ascii_digits
from goodterms.values import Money, Percent

_MAX_COUNT = 1_000_000_000
_MAX_DIGITS = 24
# How people group digits and write decimals; what fits none of these is refused, not guessed.
_WHOLE_OR_DECIMAL = re.compile(r"\d+(?:[.,]\d+)?")
_GROUPED = [
    (re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?"), ","),
    (re.compile(r"[1-9]\d?(?:,\d{2})+,\d{3}(?:\.\d+)?"), ","),
    (re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?"), "."),
    (re.compile(r"[1-9]\d{0,2}(?:[ '’]\d{3})+(?:[.,]\d+)?"), " '’"),
]
_AMBIGUOUS = re.compile(r"([1-9]\d{0,2})[.,](\d{3})")


class Written(NamedTuple):
    """How the values of a field are written, where a single value leaves it open; empty for not known.

    ``dates`` is the order of dates in digits: ``dmy``, ``mdy`` or ``ymd``. ``decimal`` is the decimal separator: ``.``
    or ``,``.
    """

    dates: str = ""
    decimal: str = ""


class ParseContext(NamedTuple):
    """What the meaning of a value depends on.

    ``currency`` is that of amounts without one (ISO 4217, empty when there is none); ``currencies`` are all that exist,
    None to accept any. ``written`` says how the values of this field are written.
    """

    currency: str
    currencies: frozenset[str] | None
    written: Written = Written()


ANY_CURRENCY = ParseContext("", None)
"""For values that are only checked, such as the sample of a field."""


def count(text: str, _: ParseContext) -> int:
    """A whole number from 0 up, without separators."""
    digits = ascii_digits(text)
    if re.fullmatch(r"[-−]\d+(\.\d+)?", digits):
        raise InvalidValue.of("count-negative", given=text)
    if re.fullmatch(r"\d+[.,]\d+", digits):
        raise InvalidValue.of("count-separator", given=text)
    if not re.fullmatch(r"\+?\d+", digits):
        raise InvalidValue.of("not-a-count", given=text)
    if int(digits[:20]) > _MAX_COUNT or len(digits) > 20:
        raise InvalidValue.of("count-too-large", given=text, most=_MAX_COUNT)
    return int(digits)


def number(text: str, _: ParseContext) -> Decimal:
    """A number."""
    return _decimal(text, text, "a number, such as 12.5")


def percent(text: str, _: ParseContext) -> Percent:
    """A percentage, with or without its sign."""
    return Percent(_decimal(text.removesuffix("%").rstrip(), text, "a percentage, such as 12.5 %"))


def money(text: str, context: ParseContext) -> Money:
    """An amount with its currency before or after it; without one, in the currency of the context."""
    parts = re.fullmatch(r"(?:([^\W\d_]{3,})\s*)?([^A-Za-z]*?)(?:\s*([^\W\d_]{3,}))?", text)
    if not parts or not parts[2].strip() or (parts[1] and parts[3]):
        raise InvalidValue.of("not-money", given=text)
    amount = _decimal(parts[2].strip(), text, "an amount and a currency, such as 120.50 EUR")
    if amount <= 0:
        raise InvalidValue.of("money-not-positive", given=text)
    code = parts[1] or parts[3] or context.currency
    if not code:
        raise InvalidValue.of("money-without-currency", given=text)
    return Money(amount, currency(code, context))


def currency(text: str, context: ParseContext) -> str:
    """The code of a currency (ISO 4217)."""
    code = text.upper()
    if context.currencies is not None and code not in context.currencies:
        if near := nearest(code, sorted(context.currencies)):
            raise InvalidValue.of("unknown-currency-near", given=text, near=near)
        raise InvalidValue.of("unknown-currency", given=text)
    return code


def _decimal(text: str, given: str, example: str) -> Decimal:
    """A number in the digits of any script, grouped or not; ``given`` is the whole value, for the fault."""
    digits = ascii_digits(text).replace("\u00a0", " ").replace("\u202f", " ").replace("−", "-")
    digits = digits.replace("\u066b", ".").replace("\u066c", ",").strip()
    sign, digits = ("-", digits[1:]) if digits.startswith("-") else ("", digits)
    if len(digits) > _MAX_DIGITS:
        raise InvalidValue.of("number-too-large", given=given, example=example)
    if ambiguous := _AMBIGUOUS.fullmatch(digits):
        units, fraction = ambiguous.groups()
        raise InvalidValue.of("number-ambiguous", given=given, whole=units + fraction, units=units, fraction=fraction)
    for shape, separators in _GROUPED:
        if shape.fullmatch(digits):
            digits = "".join(character for character in digits if character not in separators)
            break
    if not _WHOLE_OR_DECIMAL.fullmatch(digits):
        raise InvalidValue.of("not-a-number", given=given, example=example)
    return Decimal(sign + digits.replace(",", "."))
