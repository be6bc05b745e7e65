"""Raw values, as a user types them or a file holds them, into typed ones; every fault with what would be right."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from goodterms.errors import nearest, suggestion
from goodterms.fields import persons
from goodterms.fields.raw import (
    MAX_CHARACTERS,
    MAX_CHARACTERS_OTHERWISE,
    InvalidValue,
    as_typed,
    clean,
    fold,
    is_empty,
    text_of,
)
from goodterms.values import Dated, Duration, EmailAddress, Money, Percent, Person, Phone, Reference, Url

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from goodterms.model import FieldSpec

__all__ = ["ANY_CURRENCY", "TYPES", "InvalidValue", "ParseContext", "as_typed", "is_empty", "parse", "parse_date"]

MAX_ITEMS = 50
_MAX_COUNT = 1_000_000_000
_MAX_DIGITS = 24


class ParseContext(NamedTuple):
    """What a value may lean on: the currency of amounts without one, and every currency there is (None: any)."""

    currency: str
    currencies: frozenset[str] | None


ANY_CURRENCY = ParseContext("", None)
"""For values that are only looked at, such as the sample of a field."""


def parse(spec: FieldSpec, raw: object, around: ParseContext) -> object:
    """The typed value of a field; for a field with ``many``, a tuple of them.

    ``raw`` is text, or what TOML and JSON hold: numbers, dates, times, lists, and for a person's name a table of its
    parts. Raises :class:`InvalidValue`.
    """
    if not spec.many:
        if isinstance(raw, (list, tuple)):
            if len(raw) != 1:
                raise InvalidValue(f"is given {len(raw)} times, and takes one value")
            raw = raw[0]
        return _parse_one(spec, raw, around)
    items = list(raw) if isinstance(raw, (list, tuple)) else [raw]
    if not items:
        raise InvalidValue("is an empty list", "give at least one value")
    if len(items) > MAX_ITEMS:
        raise InvalidValue(f"has {len(items)} values; at most {MAX_ITEMS} fit in a letter")
    return tuple(_parse_one(spec, item, around) for item in items)


def _parse_one(spec: FieldSpec, raw: object, around: ParseContext) -> object:
    if spec.type == "person" and isinstance(raw, dict):
        return persons.in_parts(raw)
    return _typed(spec.type, spec.options, text_of(raw), around)


@lru_cache(maxsize=4096)
def _typed(kind: str, options: tuple[str, ...], raw: str, around: ParseContext) -> object:
    """The typed value of a text, kept: most values of a table stand in many of its rows, and none can change."""
    text = clean(raw, MAX_CHARACTERS.get(kind, MAX_CHARACTERS_OTHERWISE))
    return _choice(text, options) if options else TYPES[kind](text, around)


def _choice(text: str, options: tuple[str, ...]) -> str:
    known = {fold(option): option for option in options}
    if fold(text) not in known:
        raise InvalidValue(f"is {text!r}, which is none of its choices", suggestion(text, options))
    return known[fold(text)]


def _plain(text: str, _: ParseContext) -> str:
    return text


def _ascii_digits(text: str) -> str:
    """The text with decimal digits of any script in ASCII."""
    return text if text.isascii() else "".join(str(unicodedata.decimal(c, c)) for c in text)


def _person(text: str, _: ParseContext) -> Person:
    return Person(whole=text)


def _count(text: str, _: ParseContext) -> int:
    hint = "expected a whole number, such as 3"
    digits = _ascii_digits(text)
    if re.fullmatch(r"[-−]\d+(\.\d+)?", digits):
        raise InvalidValue(f"is {text}, and a count cannot be negative", hint)
    if re.fullmatch(r"\d+[.,]\d+", digits):
        raise InvalidValue(f"is {text}, and a count is whole, without separators", hint)
    if not re.fullmatch(r"\+?\d+", digits):
        raise InvalidValue(f"is {text!r}, which is no number", hint)
    if int(digits[:20]) > _MAX_COUNT or len(digits) > 20:
        raise InvalidValue(f"is {text}, which is beyond any count", f"expected at most {_MAX_COUNT:,}")
    return int(digits)


def parse_date(text: str, _: ParseContext | None = None) -> date:
    """A date written YEAR-MONTH-DAY, in digits of any script; raises :class:`InvalidValue`."""
    hint = "expected YEAR-MONTH-DAY, such as 2026-12-31"
    found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:T00:00(?::00)?)?", _ascii_digits(text))
    if not found:
        raise InvalidValue(f"is {text!r}, which is no date", hint)
    year, month, day = (int(part) for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        raise InvalidValue(f"is {text}, a date that does not exist", hint) from None


def _time(text: str, _: ParseContext) -> time:
    hint = "expected HOUR:MINUTE, such as 14:30 or 2:30 PM"
    found = re.fullmatch(r"(\d{1,2})(?:[:.](\d{2})(?::00)?)?(?:\s*([AaPp])\.?[Mm]\.?)?", _ascii_digits(text))
    if not found or not (found[2] or found[3]):
        raise InvalidValue(f"is {text!r}, which is no time of day", hint)
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise InvalidValue(f"is {text}, a time that does not exist", hint)
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59:
        raise InvalidValue(f"is {text}, a time that does not exist", hint)
    return time(hour, minute)


def _duration(text: str, _: ParseContext) -> Duration:
    hint = "expected minutes, or hours and minutes, such as 45, 45 min, 1:30 or 1 h 30 min"
    compact = _ascii_digits(text).lower().replace(" ", "")
    found = (
        re.fullmatch(r"()(\d{1,4})(?:m|min|minutes?)?", compact)
        or re.fullmatch(r"(\d{1,2}):(\d{2})", compact)
        or re.fullmatch(r"(\d{1,2})(?:h|hours?)(?:(\d{1,2})(?:m|min|minutes?)?)?", compact)
    )
    if found and found[1] and found[2] and int(found[2]) > 59:
        found = None
    length = timedelta(hours=int(found[1] or 0), minutes=int(found[2] or 0)) if found else timedelta()
    if not length:
        raise InvalidValue(f"is {text!r}, which is no length of time", hint)
    if length > timedelta(hours=24):
        raise InvalidValue(f"is {text}, which is longer than a day", hint)
    hours, rest = divmod(int(length.total_seconds()) // 60, 60)
    return Duration(hours, rest)


# How people group digits and write decimals; what fits none of these is refused rather than guessed at.
_WHOLE_OR_DECIMAL = re.compile(r"\d+(?:[.,]\d+)?")
_GROUPED = [
    (re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?"), ","),
    (re.compile(r"[1-9]\d?(?:,\d{2})+,\d{3}(?:\.\d+)?"), ","),
    (re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?"), "."),
    (re.compile(r"[1-9]\d{0,2}(?:[ '’]\d{3})+(?:[.,]\d+)?"), " '’"),
]
_DOUBTFUL = re.compile(r"([1-9]\d{0,2})[.,](\d{3})")


def _decimal(text: str, hint: str) -> Decimal:
    """A number in any script's digits, grouped or not; where its separators leave doubt, it is refused."""
    digits = _ascii_digits(text).replace("\u00a0", " ").replace("\u202f", " ").replace("−", "-")
    digits = digits.replace("\u066b", ".").replace("\u066c", ",").strip()
    sign, digits = ("-", digits[1:]) if digits.startswith("-") else ("", digits)
    if len(digits) > _MAX_DIGITS:
        raise InvalidValue("is beyond any amount", hint)
    if doubt := _DOUBTFUL.fullmatch(digits):
        whole = doubt[1] + doubt[2]
        raise InvalidValue(
            f"is {text}, which could be {whole} or a fraction", f"write {whole}.00 or {doubt[1]}.{doubt[2]}0"
        )
    for shape, separators in _GROUPED:
        if shape.fullmatch(digits):
            digits = "".join(character for character in digits if character not in separators)
            break
    if not _WHOLE_OR_DECIMAL.fullmatch(digits):
        raise InvalidValue(f"is {text!r}, which is no number", hint)
    return Decimal(sign + digits.replace(",", "."))


def _number(text: str, _: ParseContext) -> Decimal:
    return _decimal(text, "expected a number, such as 12.5")


def _percent(text: str, _: ParseContext) -> Percent:
    return Percent(_decimal(text.removesuffix("%").rstrip(), "expected a percentage, such as 12.5 %"))


def _money(text: str, around: ParseContext) -> Money:
    hint = "expected an amount and a currency, such as 120.50 EUR"
    found = re.fullmatch(r"(?:([^\W\d_]{3,})\s*)?([^A-Za-z]*?)(?:\s*([^\W\d_]{3,}))?", text)
    if not found or not found[2].strip() or (found[1] and found[3]):
        raise InvalidValue(f"is {text!r}, which is no amount of money", hint)
    amount = _decimal(found[2].strip(), hint)
    if amount <= 0:
        raise InvalidValue(f"is {text}, and an amount must be more than nothing", hint)
    code = found[1] or found[3] or around.currency
    if not code:
        raise InvalidValue(f"is {text}, without a currency", f"{hint}, or set currency in goodterms.toml")
    return Money(amount, _currency(code, around))


def _currency(text: str, around: ParseContext) -> str:
    code = text.upper()
    if around.currencies is not None and code not in around.currencies:
        near = nearest(code, sorted(around.currencies))
        hint = f"did you mean {near!r}? " if near else ""
        raise InvalidValue(f"names the unknown currency {text!r}", f"{hint}expected an ISO 4217 code, such as EUR")
    return code


def _phone(text: str, _: ParseContext) -> Phone:
    digits = _ascii_digits(text)
    if (
        not re.fullmatch(r"\+?[\d ()/.\-\u00a0\u2011]{3,30}(?:(?:ext\.?|x) ?\d{1,6})?", digits)
        or sum(map(str.isdigit, digits)) < 3
    ):
        raise InvalidValue(f"is {text!r}, which is no phone number", "expected digits, such as +386 1 555 01 23")
    return Phone(text)


# Not all that RFC 5322 and RFC 3986 allow: what people's addresses look like. "?", "&" and "%" would say more than an
# address in a link; a name before the host is how false links are made.
_MAIL = re.compile(r"[^\s@<>()\[\]\\,;:\"?&%/]{1,64}@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W_](?:[\w-]*[^\W_])")
_WEB = re.compile(
    r"https?://[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)*\.?(?::\d{1,5})?(?:[/?#][^\s<>\"\\]*)?",
    re.IGNORECASE,
)


def _email(text: str, _: ParseContext) -> EmailAddress:
    if not _MAIL.fullmatch(text) or ".." in text:
        raise InvalidValue(f"is {text!r}, which is no mail address", "expected name@domain, such as care@lipa.example")
    return EmailAddress(text)


def _url(text: str, _: ParseContext) -> Url:
    if not _WEB.fullmatch(text):
        raise InvalidValue(
            f"is {text!r}, which is no web address",
            "expected https:// and a host, such as https://meet.lipa.example/ana",
        )
    return Url(text)


def _reference(text: str, _: ParseContext) -> Reference:
    return Reference(text)


def _dated(text: str, around: ParseContext) -> Dated:
    day, _, event = text.partition(" ")
    try:
        when = parse_date(day.rstrip(":,"), around)
    except InvalidValue as wrong:
        raise InvalidValue(
            f"begins with {day!r}: it {wrong.problem}",
            "expected a date, a space and the fact, such as 2026-09-14 the parts came late",
        ) from None
    if not event.strip():
        raise InvalidValue(f"is {text!r}, a date without a fact", "expected a date, a space and the fact")
    return Dated(when, event.strip())


TYPES: Mapping[str, Callable[[str, ParseContext], object]] = {
    "text": _plain,
    "name": _plain,
    "person": _person,
    "choice": _plain,
    "count": _count,
    "number": _number,
    "percent": _percent,
    "money": _money,
    "currency": _currency,
    "date": parse_date,
    "time": _time,
    "duration": _duration,
    "dated": _dated,
    "phone": _phone,
    "email": _email,
    "url": _url,
    "reference": _reference,
}
"""The parser of each field type."""
