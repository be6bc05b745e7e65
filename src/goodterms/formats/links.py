"""Where links lead: the addresses of values, and which addresses in a letter's words may be followed."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import decimal
from urllib.parse import quote

from goodterms.text import marks

if TYPE_CHECKING:
    from collections.abc import Callable

    from goodterms.model import LinkKind

_SAFE_LINK = re.compile(r"(https?://|mailto:|tel:)", re.IGNORECASE)


def link_target(text: str, link: LinkKind) -> str:
    """The address that a value of the kind ``link`` leads to."""
    return _ADDRESSES[link](text)


def is_safe_link(url: str) -> bool:
    """Whether an address in a letter's words may be followed: one that a value is part of could be anything.

    A value that is an address is a link by itself.
    """
    return bool(_SAFE_LINK.match(url)) and not marks.RESERVED.search(url)


@lru_cache(maxsize=1024)
def _phone_address(text: str) -> str:
    """A tel: address (RFC 3966): the digits in ASCII, without the zero in brackets that is dialled at home alone."""
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
