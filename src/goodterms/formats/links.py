"""The targets of links: the addresses of values, and which addresses in a letter's words are safe."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import decimal
from urllib.parse import quote

from goodterms.expressions import expression
from goodterms.text import marks

if TYPE_CHECKING:
    from collections.abc import Callable

    from goodterms.model import LinkKind

_SAFE_LINK = expression(
    r"(?:https?://|mailto:|tel:)[^\s<>\x00-\x20\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]*", re.IGNORECASE
)


def link_target(text: str, link: LinkKind) -> str:
    """The address of a value of the kind ``link`` (not the empty kind): ``tel:+38615550123``."""
    return _ADDRESSES[link](text)


def is_safe_link(url: str) -> bool:
    """Whether an address in a letter's words is safe to follow: a web, mail or phone address without values in it.

    An address with a value in it could lead anywhere. A value that is an address is a link by itself.
    """
    return bool(_SAFE_LINK.fullmatch(url)) and not marks.RESERVED.search(url)


@lru_cache(maxsize=1024)
def _phone_address(text: str) -> str:
    """A tel: address (RFC 3966): the digits in ASCII, without a zero in brackets, which is for calls at home."""
    number, _, extension = (text.replace("(0)", "") if text.startswith("+") else text).partition("x")
    digits = [_ascii(number), _ascii(extension)]
    return f"tel:{digits[0]};ext={digits[1]}" if digits[1] else f"tel:{digits[0]}"


def _ascii(text: str) -> str:
    return "".join(c if c == "+" else str(decimal(c)) for c in text if c == "+" or c.isdecimal())


_ADDRESSES: dict[str, Callable[[str], str]] = {
    "web": str,
    "mail": lambda text: "mailto:" + quote(text, safe="@!$'*+-._~"),
    "phone": _phone_address,
}
