"""Amounts of money as people write them, with a code, a sign or a name of the currency."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from goodterms.expressions import expression
from goodterms.faults.nearest import nearest
from goodterms.fields import amounts
from goodterms.fields.raw import MONEY_PARTS, InvalidValue, is_number, text_of
from goodterms.speech import said
from goodterms.text.typed import plain
from goodterms.values import Money

if TYPE_CHECKING:
    from collections.abc import Mapping

    from goodterms.fields.context import ParseContext

_EXAMPLE = said("an amount and a currency, such as 120.50 EUR")
_DASHED = expression(r"(?<=\d)(?:[.,][-–—]{1,2}|[/।] ?[-–—=])(?!\d)")
"""What stands for no cents: ``1250,-``; in South Asia ``1250/-``."""
_MOST_NAMED = 6
"""The most currencies that a fault names."""


def money(text: str, context: ParseContext) -> Money:
    """An amount with its currency before or after it; without one, in the currency of the context."""
    shown = _DASHED.sub("", text)
    numeral = amounts.numeral_in(shown)
    if not numeral:
        kind = "not-money" if not re.search(r"\d", shown) else ""
        _refuse(kind, text)
    before, after = (_bare(side, context) for side in _around(shown, numeral))
    if before[-1:] in ("-", "−"):
        before, numeral = before[:-1].strip(), "-" + numeral
    said = _of_both(before, after, text, context) if before and after else before or after
    amount = amounts.decimal(numeral, text, _EXAMPLE, context.written)
    if amount <= 0:
        raise InvalidValue.of("money-not-positive", given=text)
    return _in_currency(amount, said, text, context)


def _of_both(before: str, after: str, text: str, context: ParseContext) -> str:
    """The currency that is said on both sides of an amount: ``€ 50 EUR``, ``$50 CAD``."""
    first, second = _codes(before, context), _codes(after, context)
    shared = [code for code in first if code in second]
    if len(shared) == 1 and (len(first) == 1 or len(second) == 1):
        return shared[0]
    if first != second:
        are_words = all(any(map(str.isalpha, side)) or _codes(side, context) for side in (before, after))
        _refuse("not-money" if are_words else "", text)
    return before


def _bare(side: str, context: ParseContext) -> str:
    """One side of an amount without the words that add nothing."""
    if not (bare := side.strip()) or bare in (context.currencies or ()):
        return bare  # most amounts have a code, for which no words of any language need be read
    beside = context.words.beside_amounts
    return " ".join(beside.sub(" ", plain(side)).split()) if beside.search(plain(side)) else bare


def from_table(raw: Mapping[str, Any], context: ParseContext) -> Money:
    """An amount that is given as a table of ``amount`` and ``currency``."""
    if raw.keys() != MONEY_PARTS:
        raise InvalidValue.of("money-parts", given=tuple(raw))
    code = currency(text_of(raw["currency"]).strip(), context)
    within = context._replace(currency=code, row_currency=context.row_currency or code)
    if isinstance(raw["amount"], dict) and raw["amount"]:
        return from_table(raw["amount"], within)
    if is_number(raw["amount"]):
        within = within._replace(written=amounts.Written(decimal=amounts.POINT))
    amount = text_of(raw["amount"]).strip()
    if amounts.numeral_in(amount) == amount:
        return money(f"{amount} {code}", within)
    # An amount with a currency of its own may have no other.
    return money(amount, within)


def currency(text: str, context: ParseContext) -> str:
    """The code of a currency (ISO 4217), or a sign or a name of only one."""
    codes = _codes(text, context)
    if len(codes) == 1:
        return codes[0]
    if codes:
        return _of_several(codes, text, text, context)
    code = text.upper()
    if context.currencies is None:
        return code
    if near := nearest(code, sorted(context.currencies)):
        raise InvalidValue.of("unknown-currency-near", given=text, near=near)
    raise InvalidValue.of("unknown-currency", given=text)


def _refuse(kind: str, text: str) -> None:
    """Refuse a text with no number in it, or with several."""
    if kind:
        raise InvalidValue.of(kind, given=text)
    raise InvalidValue.of("not-a-number", given=text, example=_EXAMPLE)


def _around(text: str, numeral: str) -> tuple[str, str]:
    """What stands before and after the number in a text; the text may have it in the digits of any script."""
    start = next(place for place, character in enumerate(text) if character.isdecimal())
    end = max(place for place, character in enumerate(text) if character.isdecimal()) + 1
    before = text[:start].rstrip()
    if numeral[0] in "-−+":
        before = before[:-1]
    return before, text[end:]


def _codes(said: str, context: ParseContext) -> tuple[str, ...]:
    """The codes in use that a code, a sign or a name may mean."""
    known, code = context.currencies, said.upper().rstrip(".")
    if known is not None and code in known:
        return (code,)
    codes = tuple(one for one in context.words.currencies_called(said) if known is None or one in known)
    if len(said) == 1 and said.isascii() and said.isalpha():
        # 50k are fifty thousand, 50p are pence: one letter names only the currency that is expected anyway.
        return tuple(one for one in codes if one == context.currency)
    return codes


def _in_currency(amount: Decimal, said: str, text: str, context: ParseContext) -> Money:
    """The amount in the currency that is said beside it, which the row may not contradict, else in the default."""
    if said and not any(map(str.isalpha, said)) and not _codes(said, context):
        raise InvalidValue.of("not-a-number", given=text, example=_EXAMPLE)
    if not said and not context.currency:
        raise InvalidValue.of("money-without-currency", given=text)
    codes = _codes(said, context) if said else (context.currency,)
    code = _of_several(codes, said, text, context) if len(codes) > 1 else currency(said, context) if said else codes[0]
    if context.row_currency and code != context.row_currency:
        raise InvalidValue.of("money-in-other-currency", given=text, currency=code, other=context.row_currency)
    _check_decimals(amount, code, text, context)
    return Money(amount, code)


def _of_several(codes: tuple[str, ...], said: str, text: str, context: ParseContext) -> str:
    """The currency of the context if a sign of several may mean it."""
    if context.currency in codes:
        return context.currency
    raise InvalidValue.of("currency-ambiguous", given=text, sign=said, codes=codes[:_MOST_NAMED], code=codes[0])


def _check_decimals(amount: Decimal, code: str, text: str, context: ParseContext) -> None:
    most = context.words.decimals(code)
    exponent = amount.normalize().as_tuple().exponent
    if most is None or not isinstance(exponent, int) or -exponent <= most:
        return
    rounded = f"{amount.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP):f}"
    raise InvalidValue.of("money-too-many-decimals", given=text, currency=code, rounded=rounded)
