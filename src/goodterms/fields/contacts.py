"""Phone numbers, email addresses and web addresses as people write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from goodterms.expressions import expression
from goodterms.fields.raw import InvalidValue
from goodterms.text.typed import ascii_digits
from goodterms.values import EmailAddress, Phone, Url

if TYPE_CHECKING:
    from goodterms.fields.context import ParseContext

_PHONE = expression(r"(\+?[\d(][\d ()/.\-\u00a0\u2011]{2,29})(?:(?:ext\.?|x) ?\d{1,6})?")
IN_POWERS = expression(r"-?\d(?:[.,]\d+)?[Ee]\+\d{2,3}")
"""What spreadsheets make of a number with many digits: 1.23457E+16."""
_LIKE_DATE = expression(r"(?:\d{1,2}([-./] ?)\d{1,2}\1(?:19|20)\d\d|(?:19|20)\d\d([-./])\d{1,2}\2\d{1,2})")
_AS_NUMBER = expression(r"\d{5,}\.\d{1,2}|\d+\.0")
_LEAST_DIGITS, _MOST_DIGITS = 3, 15
"""How many digits a phone number has; the most are those of ITU-T E.164, without the zeros before it."""
# Not everything that RFC 5322 and RFC 3986 allow, only what people's addresses look like. "?", "&" and "%" would add
# more than an address to a link; a user name before the host is a common trick of false links.
_MAIL = expression(r"[^\s@<>()\[\]\\,;:\"?&%/]{1,64}@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W_](?:[\w-]*[^\W_])")
_WEB = expression(
    r"https?://[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)*\.?(?::\d{1,5})?(?:[/?#][^\s<>\"\\]*)?",
    re.IGNORECASE,
)


def phone(text: str, _: ParseContext) -> Phone:
    """A phone number with at least three digits."""
    digits = ascii_digits(text)
    if IN_POWERS.fullmatch(digits):
        raise InvalidValue.of("reference-in-powers", given=text)
    found = _PHONE.fullmatch(digits)
    dialled = "".join(filter(str.isdigit, found[1])) if found else ""
    if len(dialled) < _LEAST_DIGITS or not dialled.strip("0") or _LIKE_DATE.fullmatch(digits):
        raise InvalidValue.of("not-a-phone-number", given=text)
    if _AS_NUMBER.fullmatch(digits):
        raise InvalidValue.of("phone-as-number", given=text, number=digits.partition(".")[0])
    if len(dialled.lstrip("0")) > _MOST_DIGITS:
        raise InvalidValue.of("phone-too-long", given=text, most=_MOST_DIGITS)
    return Phone(text)


def email(text: str, _: ParseContext) -> EmailAddress:
    """A mail address."""
    if not _MAIL.fullmatch(text) or ".." in text:
        raise InvalidValue.of("not-an-email-address", given=text)
    return EmailAddress(text)


def url(text: str, _: ParseContext) -> Url:
    """An absolute http or https address."""
    if not _WEB.fullmatch(text):
        raise InvalidValue.of("not-a-web-address", given=text)
    return Url(text)
