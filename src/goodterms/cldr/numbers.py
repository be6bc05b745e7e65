"""Numbers, percentages and amounts by CLDR's patterns; each pattern is parsed once per locale."""

from __future__ import annotations

import unicodedata
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from babel.core import get_global
from babel.numbers import parse_pattern

from goodterms.cldr.supplement import supplemental
from goodterms.expressions import expression
from goodterms.faults import fault

if TYPE_CHECKING:
    from collections.abc import Mapping

    import babel

    from goodterms.cldr.digits import Digits
    from goodterms.faults import Fault
    from goodterms.model import LanguageSettings

_CODE = expression("[A-Z]{3}")

_ROUNDING = Context(prec=200, rounding=ROUND_HALF_EVEN)
_NO_BREAK_SPACE = "\u00a0"
_FIRST, _SECOND = "{0}", "{1}"


class Unwritable(ValueError):  # noqa: N818 — named for what it says
    """A value that no locale can write: a descending range, an amount without a valid currency."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault)

    def __str__(self) -> str:
        """The problem as a sentence."""
        return self.fault.problem


class _Shape(NamedTuple):
    """A parsed number pattern: the text around the number, the sizes of its groups, its number of decimals."""

    prefix: str
    suffix: str
    primary: int
    secondary: int
    min_decimals: int
    max_decimals: int


class Numbers:
    """Writes numbers, percentages, amounts and ranges of them for one locale.

    ``cldr`` is the locale's data from cldr.json, over Babel's. The minimum grouping, the currency symbols and the
    patterns by numbering system in the language's ``settings`` take precedence over both.
    """

    def __init__(self, data: babel.Locale, cldr: Mapping[str, Any], digits: Digits, settings: LanguageSettings) -> None:
        self._digits = digits
        self._minimum_grouping = settings.minimum_grouping or cldr.get("minimum_grouping", 1)
        self._symbols = {
            **data.currency_symbols,
            **{code: text for code, text in settings.currency_symbols.items() if text},
        }
        patterns = {**cldr.get("numbers", {}).get(digits.system, {}), **settings.numbers.get(digits.system, {})}
        self._decimal = self._shape(patterns.get("decimal") or data.decimal_formats[None].pattern)
        self._percent = self._shape(patterns.get("percent") or data.percent_formats[None].pattern)
        self._money = self._shape(patterns.get("money") or data.currency_formats["standard"].pattern)
        self._range = patterns.get("range", f"{_FIRST}–{_SECOND}")
        self._currencies: dict[str, _Shape] = {}

    def as_written(self, value: Decimal) -> Decimal:
        """The number that a reader sees: with the decimals that :meth:`number` writes, without trailing zeros."""
        return Decimal(_plain(_round(value, self._decimal.max_decimals)))

    def number(self, value: int | Decimal) -> str:
        """A plain number, such as ``1.234.567,891``."""
        return self._write(f"{value:f}" if isinstance(value, Decimal) else str(value), self._decimal)

    def percent(self, value: Decimal) -> str:
        """A percentage, such as ``12,5 %``, with all decimals of the value."""
        return self._write(*self._percent_parts(value))

    def money(self, amount: Decimal, currency: str) -> str:
        """An amount with its currency's symbol and number of decimals, or with all its own decimals if it has more.

        Raises :class:`Unwritable` for a currency that is not an ISO 4217 code.
        """
        return self._write(*self._money_parts(amount, currency))

    def number_range(self, low: int | Decimal, high: int | Decimal) -> str:
        """A range of numbers, such as ``10–20``; raises :class:`Unwritable` for a descending one."""
        return self._range_of((f"{low:f}", self._decimal), (f"{high:f}", self._decimal))

    def percent_range(self, low: Decimal, high: Decimal) -> str:
        """A range of percentages, such as ``10–20 %``; raises :class:`Unwritable` for a descending one."""
        return self._range_of(self._percent_parts(low), self._percent_parts(high))

    def money_range(self, low: Decimal, high: Decimal, currency: str) -> str:
        """A range of amounts in one currency, such as ``10,00–20,00 €``, both with the same number of decimals.

        Raises :class:`Unwritable` for a descending range and for a currency that is not an ISO 4217 code.
        """
        first, last = self._money_parts(low, currency), self._money_parts(high, currency)
        shape = max(first[1], last[1], key=lambda shape: shape.min_decimals)
        return self._range_of((first[0], shape), (last[0], shape))

    def _percent_parts(self, value: Decimal) -> tuple[str, _Shape]:
        """The plain digits of a percentage, and the shape to write them in."""
        text, shape = _plain(value), self._percent
        if (decimals := _decimals(text)) > shape.max_decimals:
            shape = shape._replace(max_decimals=decimals)
        return text, shape

    def _money_parts(self, amount: Decimal, currency: str) -> tuple[str, _Shape]:
        """The plain digits of an amount, and the shape to write them in."""
        shape = self._currencies.get(currency) or self._currency_shape(currency)
        text = _plain(amount)
        if (decimals := _decimals(text)) > shape.max_decimals:
            # A letter never rounds an amount, even in a currency that CLDR prints without decimals.
            shape = shape._replace(min_decimals=max(2, decimals), max_decimals=max(2, decimals))
        return text, shape

    def _range_of(self, low: tuple[str, _Shape], high: tuple[str, _Shape]) -> str:
        """Two numbers as a range (UTS #35, part 3, "Range Patterns").

        Like ICU, it writes the text around both only once if it is more than one character: ``10–20 %``, but
        ``10% – 20%``.
        """
        if Decimal(low[0]) > Decimal(high[0]):
            raise Unwritable(fault("descending-range", low=low[0], high=high[0]))
        first, second = self._write(*low), self._write(*high)
        if first == second:
            return first
        prefix, suffix = high[1].prefix, high[1].suffix
        if "-" in (low[0][0], high[0][0]) or len(prefix + suffix) == 1:
            spaced = self._range.replace(_FIRST, f"{_FIRST} ").replace(_SECOND, f" {_SECOND}").replace("  ", " ")
            return str(spaced).replace(_FIRST, first).replace(_SECOND, second)
        inner = [text[len(prefix) : len(text) - len(suffix)] for text in (first, second)]
        return prefix + str(self._range).replace(_FIRST, inner[0]).replace(_SECOND, inner[1]) + suffix

    def _currency_shape(self, currency: str) -> _Shape:
        if not _CODE.fullmatch(currency):
            raise Unwritable(fault("unknown-currency", given=currency))
        fractions = get_global("currency_fractions")
        decimals = fractions.get(currency, fractions["DEFAULT"])[0]
        decimals = supplemental()["currency_decimals"].get(currency, decimals)
        symbol = self._symbols.get(currency, currency)
        prefix = self._money.prefix.replace("¤", symbol)
        suffix = self._money.suffix.replace("¤", symbol)
        # CLDR's currencySpacing: a symbol that ends in a letter does not touch a digit.
        if prefix.endswith(symbol) and not _is_sign(symbol[-1]):
            prefix += _NO_BREAK_SPACE
        if suffix.startswith(symbol) and not _is_sign(symbol[0]):
            suffix = _NO_BREAK_SPACE + suffix
        shape = self._money._replace(prefix=prefix, suffix=suffix, min_decimals=decimals, max_decimals=decimals)
        self._currencies[currency] = shape
        return shape

    def _write(self, text: str, shape: _Shape) -> str:
        """A number in plain digits (``-1234.5``) as the locale writes it, rounded half to even as CLDR says."""
        whole, _, fraction = text.partition(".")
        if len(fraction) > shape.max_decimals:
            whole, _, fraction = f"{_round(Decimal(text), shape.max_decimals):f}".partition(".")
        sign = ""
        if whole[0] == "-":
            whole = whole[1:]
            # A number that is rounded to zero has no sign.
            sign = self._digits.minus if whole.strip("0") or fraction.strip("0") else ""
        fraction = fraction.rstrip("0").ljust(shape.min_decimals, "0")
        number = self._group(whole, shape)
        if fraction:
            number += self._digits.decimal + fraction
        return sign + shape.prefix + self._digits.native(number) + shape.suffix

    def _shape(self, pattern: str) -> _Shape:
        parsed = parse_pattern(pattern)
        primary, secondary = parsed.grouping
        min_decimals, max_decimals = parsed.frac_prec
        return _Shape(
            parsed.prefix[0].replace("%", self._digits.percent),
            parsed.suffix[0].replace("%", self._digits.percent),
            # Babel writes 1000 for "no grouping".
            primary if primary < 100 else 0,
            secondary if secondary < 100 else primary,
            min_decimals,
            max_decimals,
        )

    def _group(self, whole: str, shape: _Shape) -> str:
        if not shape.primary or len(whole) < shape.primary + self._minimum_grouping:
            return whole
        end = len(whole) - shape.primary
        groups = [whole[end:]]
        while end > shape.secondary:
            groups.append(whole[end - shape.secondary : end])
            end -= shape.secondary
        groups.append(whole[:end])
        return self._digits.group.join(reversed(groups))


# The parts of a pattern: the text before the number, the digits in groups, the decimals, the text after it.
_PATTERN = expression(r"[^#0-9@E;',.]*(?=[#0])#*(?:,#+)*(?:,?#*0+)?(?:,[#0]*0)*(?:\.0*#*)?[^#0-9@E;']*")
_SIGNS = {"percent": "%", "money": "¤"}


def pattern_fault(kind: str, pattern: str) -> Fault | None:
    """The fault, without a place, of a ``decimal``, ``percent`` or ``money`` pattern; None for a valid one.

    A valid pattern is like ``#,##,##0.00 ¤``: digits in groups with decimals, and text around them (UTS #35, part 3,
    "Number Format Patterns").
    """
    if not _PATTERN.fullmatch(pattern) or "0" not in pattern:
        return fault("number-pattern", given=pattern)
    sign = _SIGNS.get(kind, "")
    return None if sign in pattern else fault("number-pattern-without-sign", given=pattern, sign=sign)


def _round(value: Decimal, max_decimals: int) -> Decimal:
    """The number with at most ``max_decimals`` decimals."""
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= max_decimals:
        return value
    return value.quantize(Decimal(1).scaleb(-max_decimals), context=_ROUNDING)


def _plain(value: Decimal) -> str:
    """A number in plain digits, without trailing zeros in its fraction."""
    text = f"{value:f}"
    return text.rstrip("0").removesuffix(".") if "." in text else text


def _decimals(text: str) -> int:
    """The number of decimals of a number in plain digits."""
    return len(text.partition(".")[2])


def _is_sign(character: str) -> bool:
    return unicodedata.category(character)[0] in "SZ"
