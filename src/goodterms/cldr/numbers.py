"""Numbers, percentages and amounts by CLDR's patterns, each pattern parsed once for its locale."""

from __future__ import annotations

import unicodedata
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING, NamedTuple

from babel.core import get_global

if TYPE_CHECKING:
    import babel

    from goodterms.model import LanguageSettings

# Where the digits of CLDR's numbering systems begin (numberingSystems.xml, those of type "numeric" that a locale of
# CLDR has as its default or native system).
_ZERO = {
    "latn": "0",
    "adlm": "\U0001e950",
    "cakm": "\U00011136",
    "hmnp": "\U0001e140",
    "mtei": "\uabf0",
    "arab": "\u0660",
    "arabext": "\u06f0",
    "beng": "\u09e6",
    "deva": "\u0966",
    "gujr": "\u0ae6",
    "guru": "\u0a66",
    "khmr": "\u17e0",
    "knda": "\u0ce6",
    "laoo": "\u0ed0",
    "mlym": "\u0d66",
    "mymr": "\u1040",
    "nkoo": "\u07c0",
    "olck": "\u1c50",
    "orya": "\u0b66",
    "tamldec": "\u0be6",
    "telu": "\u0c66",
    "thai": "\u0e50",
    "tibt": "\u0f20",
}
_NO_BREAK_SPACE = "\u00a0"


class Digits:
    """A locale's digits and signs: what turns ``-1234.5`` into the locale's own characters."""

    def __init__(self, data: babel.Locale) -> None:
        system = data.default_numbering_system
        # A system that CLDR gives as an alias of latn has no symbols of its own in Babel's data.
        symbols = {**data.number_symbols["latn"]}
        symbols.update(
            {k: v for k, v in data.number_symbols.get(system, {}).items() if isinstance(v, str) and k != "alias"}
        )
        self.decimal: str = symbols["decimal"]
        self.group: str = symbols["group"]
        self.minus: str = symbols["minusSign"]
        self.percent: str = symbols["percentSign"]
        zero = ord(zero_of(system))
        self._table = None if zero == ord("0") else {ord("0") + i: zero + i for i in range(10)}

    def native(self, text: str) -> str:
        """The text with its ASCII digits in the locale's own."""
        return text if self._table is None else text.translate(self._table)


def zero_of(system: str) -> str:
    """The zero of a numbering system; that of ASCII for one that is not known here."""
    return _ZERO.get(system, "0")


class _Shape(NamedTuple):
    """What a CLDR number pattern says: what stands around the number and how its digits are grouped."""

    prefix: str
    suffix: str
    primary: int
    secondary: int
    least_decimals: int
    most_decimals: int


class Numbers:
    """Writes numbers, percentages and amounts for one locale.

    Of the language's own ``settings`` it takes the minimum grouping and the currency symbols.
    """

    def __init__(self, data: babel.Locale, settings: LanguageSettings) -> None:
        self.digits = Digits(data)
        self._minimum_grouping = settings.minimum_grouping
        self._symbols = {
            **data.currency_symbols,
            **{code: text for code, text in settings.currency_symbols.items() if text},
        }
        self._decimal = _shape(data.decimal_formats[None])
        self._percent = _shape(data.percent_formats[None])
        self._money = _shape(data.currency_formats["standard"])
        self._currencies: dict[str, _Shape] = {}

    def number(self, value: int | Decimal) -> str:
        """A plain number, such as ``1.234.567,891``."""
        return self._write(f"{value:f}" if isinstance(value, Decimal) else str(value), self._decimal)

    def percent(self, value: Decimal) -> str:
        """A percentage, such as ``12,5 %``, with the decimals that the value has."""
        text = _plain(value)
        return self._write(
            text, self._percent._replace(most_decimals=max(self._percent.most_decimals, _decimals(text)))
        )

    def money(self, amount: Decimal, currency: str) -> str:
        """An amount with its currency's symbol and number of decimals; decimals that it has are kept."""
        shape = self._currencies.get(currency) or self._currency_shape(currency)
        text = _plain(amount)
        if (own := _decimals(text)) > shape.most_decimals:
            # A currency that CLDR prints whole must not round an amount in a letter.
            shape = shape._replace(least_decimals=max(2, own), most_decimals=max(2, own))
        return self._write(text, shape)

    def _currency_shape(self, currency: str) -> _Shape:
        fractions = get_global("currency_fractions")
        decimals = fractions.get(currency, fractions["DEFAULT"])[0]
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
            rounded = Decimal(text).quantize(Decimal(1).scaleb(-shape.most_decimals), rounding=ROUND_HALF_EVEN)
            whole, _, fraction = f"{rounded:f}".partition(".")
        sign = ""
        if whole[0] == "-":
            whole = whole[1:]
            sign = self.digits.minus
        fraction = fraction.rstrip("0").ljust(shape.least_decimals, "0")
        number = self._grouped(whole, shape)
        if fraction:
            number += self.digits.decimal + fraction
        return sign + shape.prefix + self.digits.native(number) + shape.suffix

    def _grouped(self, whole: str, shape: _Shape) -> str:
        if not shape.primary or len(whole) < shape.primary + self._minimum_grouping:
            return whole
        end = len(whole) - shape.primary
        groups = [whole[end:]]
        while end > shape.secondary:
            groups.append(whole[end - shape.secondary : end])
            end -= shape.secondary
        groups.append(whole[:end])
        return self.digits.group.join(reversed(groups))


def _shape(pattern: object) -> _Shape:
    prefix: str = pattern.prefix[0]  # type: ignore[attr-defined]
    suffix: str = pattern.suffix[0]  # type: ignore[attr-defined]
    primary, secondary = pattern.grouping  # type: ignore[attr-defined]
    least, most = pattern.frac_prec  # type: ignore[attr-defined]
    # Babel writes 1000 for "no grouping".
    return _Shape(
        prefix,
        suffix,
        primary if primary < 100 else 0,
        secondary if secondary < 100 else primary,
        least,
        most,
    )


def _plain(value: Decimal) -> str:
    """A number in plain digits, without trailing zeros after its point."""
    text = f"{value:f}"
    return text.rstrip("0").removesuffix(".") if "." in text else text


def _decimals(text: str) -> int:
    """How many decimals a number in plain digits has."""
    return len(text.partition(".")[2])


def _is_sign(character: str) -> bool:
    return unicodedata.category(character)[0] in "SZ"
