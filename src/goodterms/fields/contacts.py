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

_PHONE = expression(r"\+?[\d ()/.\-\u00a0\u2011]{3,30}(?:(?:ext\.?|x) ?\d{1,6})?")
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
    if not _PHONE.fullmatch(digits) or sum(map(str.isdigit, digits)) < 3:
        raise InvalidValue.of("not-a-phone-number", given=text)
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
