"""Numbers, percentages and amounts by CLDR's patterns, each pattern parsed once for its locale."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from babel.core import get_global
from babel.numbers import parse_pattern

from goodterms.cldr.supplement import supplemental

if TYPE_CHECKING:
    from collections.abc import Mapping

    import babel

    from goodterms.cldr.digits import Digits
    from goodterms.model import LanguageSettings

_CODE = re.compile("[A-Z]{3}")

_ROUNDING = Context(prec=200, rounding=ROUND_HALF_EVEN)
_NO_BREAK_SPACE = "\u00a0"
_FIRST, _SECOND = "{0}", "{1}"


class _Shape(NamedTuple):
    """What a CLDR number pattern says: what stands around the number and how its digits are grouped."""

    prefix: str
    suffix: str
    primary: int
    secondary: int
    least_decimals: int
    most_decimals: int


class Numbers:
    """Writes numbers, percentages, amounts and ranges of them for one locale.

    ``cldr`` is the locale's own data beside Babel's. Of the language's ``settings`` it takes the minimum grouping, the
    currency symbols, and patterns by numbering system.
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
        """The number that a reader sees: with the decimals that :meth:`number` writes, and no zeros after them."""
        return Decimal(_plain(_rounded(value, self._decimal.most_decimals)))

    def number(self, value: int | Decimal) -> str:
        """A plain number, such as ``1.234.567,891``."""
        return self._write(f"{value:f}" if isinstance(value, Decimal) else str(value), self._decimal)

    def percent(self, value: Decimal) -> str:
        """A percentage, such as ``12,5 %``, with the decimals that the value has."""
        return self._write(*self._of_percent(value))

    def money(self, amount: Decimal, currency: str) -> str:
        """An amount with its currency's symbol and number of decimals; decimals that it has are kept.

        Raises :class:`ValueError` for what is no code of a currency (ISO 4217).
        """
        return self._write(*self._of_money(amount, currency))

    def number_range(self, least: int | Decimal, most: int | Decimal) -> str:
        """A range of numbers, such as ``10–20``; raises :class:`ValueError` for one that runs down."""
        return self._between((f"{least:f}", self._decimal), (f"{most:f}", self._decimal))

    def percent_range(self, least: Decimal, most: Decimal) -> str:
        """A range of percentages, such as ``10–20 %``; raises :class:`ValueError` for one that runs down."""
        return self._between(self._of_percent(least), self._of_percent(most))

    def money_range(self, least: Decimal, most: Decimal, currency: str) -> str:
        """A range of amounts in one currency, such as ``10,00–20,00 €``, each with as many decimals as the other.

        Raises :class:`ValueError` for one that runs down, and for what is no code of a currency.
        """
        low, high = self._of_money(least, currency), self._of_money(most, currency)
        shape = max(low[1], high[1], key=lambda one: one.least_decimals)
        return self._between((low[0], shape), (high[0], shape))

    def _of_percent(self, value: Decimal) -> tuple[str, _Shape]:
        text, shape = _plain(value), self._percent
        if (own := _decimals(text)) > shape.most_decimals:
            shape = shape._replace(most_decimals=own)
        return text, shape

    def _of_money(self, amount: Decimal, currency: str) -> tuple[str, _Shape]:
        shape = self._currencies.get(currency) or self._currency_shape(currency)
        text = _plain(amount)
        if (own := _decimals(text)) > shape.most_decimals:
            # A currency that CLDR prints whole must not round an amount in a letter.
            shape = shape._replace(least_decimals=max(2, own), most_decimals=max(2, own))
        return text, shape

    def _between(self, low: tuple[str, _Shape], high: tuple[str, _Shape]) -> str:
        """Two numbers as a range (UTS #35, part 3, "Range Patterns").

        What stands around both is written once where it is more than one sign, as ICU does it: ``10–20 %``, but
        ``10% – 20%``.
        """
        if Decimal(low[0]) > Decimal(high[0]):
            raise ValueError(f"the range from {low[0]} to {high[0]} runs down")
        first, second = self._write(*low), self._write(*high)
        if first == second:
            return first
        prefix, suffix = high[1].prefix, high[1].suffix
        if "-" in (low[0][0], high[0][0]) or len(prefix + suffix) == 1:
            spaced = self._range.replace(_FIRST, f"{_FIRST} ").replace(_SECOND, f" {_SECOND}").replace("  ", " ")
            return str(spaced).replace(_FIRST, first).replace(_SECOND, second)
        inner = [one[len(prefix) : len(one) - len(suffix)] for one in (first, second)]
        return prefix + str(self._range).replace(_FIRST, inner[0]).replace(_SECOND, inner[1]) + suffix

    def _currency_shape(self, currency: str) -> _Shape:
        if not _CODE.fullmatch(currency):
            raise ValueError(f"{currency!r} is no code of a currency; expected three capitals (ISO 4217), such as EUR")
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
        shape = self._money._replace(prefix=prefix, suffix=suffix, least_decimals=decimals, most_decimals=decimals)
        self._currencies[currency] = shape
        return shape

    def _write(self, text: str, shape: _Shape) -> str:
        """A number in plain digits (``-1234.5``) in the locale's own, rounded half to even as CLDR says."""
        whole, _, fraction = text.partition(".")
        if len(fraction) > shape.most_decimals:
            whole, _, fraction = f"{_rounded(Decimal(text), shape.most_decimals):f}".partition(".")
        sign = ""
        if whole[0] == "-":
            whole = whole[1:]
            # What is rounded to nothing has no sign.
            sign = self._digits.minus if whole.strip("0") or fraction.strip("0") else ""
        fraction = fraction.rstrip("0").ljust(shape.least_decimals, "0")
        number = self._grouped(whole, shape)
        if fraction:
            number += self._digits.decimal + fraction
        return sign + shape.prefix + self._digits.native(number) + shape.suffix

    def _shape(self, pattern: str) -> _Shape:
        parsed = parse_pattern(pattern)
        primary, secondary = parsed.grouping
        least, most = parsed.frac_prec
        return _Shape(
            parsed.prefix[0].replace("%", self._digits.percent),
            parsed.suffix[0].replace("%", self._digits.percent),
            # Babel writes 1000 for "no grouping".
            primary if primary < 100 else 0,
            secondary if secondary < 100 else primary,
            least,
            most,
        )

    def _grouped(self, whole: str, shape: _Shape) -> str:
        if not shape.primary or len(whole) < shape.primary + self._minimum_grouping:
            return whole
        end = len(whole) - shape.primary
        groups = [whole[end:]]
        while end > shape.secondary:
            groups.append(whole[end - shape.secondary : end])
            end -= shape.secondary
        groups.append(whole[:end])
        return self._digits.group.join(reversed(groups))


# The parts of a pattern that are read: what stands before, the digits in groups, the decimals, what stands after.
_PATTERN = re.compile(r"[^#0-9@E;',.]*(?=[#0])#*(?:,#+)*(?:,?#*0+)?(?:,[#0]*0)*(?:\.0*#*)?[^#0-9@E;']*")
_SIGNS = {"percent": "%", "money": "¤"}


def pattern_fault(kind: str, pattern: str) -> str:
    """What is wrong with a ``decimal``, ``percent`` or ``money`` pattern (UTS #35, part 3, "Number Format Patterns").

    Read are patterns such as ``#,##,##0.00 ¤``: digits in groups with decimals, and what stands around them. Empty when
    nothing is wrong.
    """
    if not _PATTERN.fullmatch(pattern) or "0" not in pattern:
        return "is no pattern of digits, such as #,##0.###"
    sign = _SIGNS.get(kind, "")
    return f"lacks the sign {sign}" if sign not in pattern else ""


def _rounded(value: Decimal, most: int) -> Decimal:
    """The number with ``most`` decimals at the most."""
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= most:
        return value
    return value.quantize(Decimal(1).scaleb(-most), context=_ROUNDING)


def _plain(value: Decimal) -> str:
    """A number in plain digits, without trailing zeros after its point."""
    text = f"{value:f}"
    return text.rstrip("0").removesuffix(".") if "." in text else text


def _decimals(text: str) -> int:
    """How many decimals a number in plain digits has."""
    return len(text.partition(".")[2])


def _is_sign(character: str) -> bool:
    return unicodedata.category(character)[0] in "SZ"
