"""The file names of the letters in an outbox: safe on every file system, and the same for the same row each time."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING

from goodterms.fields import as_typed
from goodterms.values import NAME_PARTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from goodterms.recipients.recipient import Recipient

_SPREAD = ((1_000, 0), (50_000, 1))
"""Up to how many rows the letters of a language go into one folder, and up to how many into sixteen."""
_UNSAFE = re.compile(r"[^A-Za-z0-9._@+-]+")
_MAX_STEM = 60
_RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10))}
"""Names that Windows reserves for devices, with any ending."""


def name_of(recipient: Recipient, field: str) -> str:
    """The recipient's name as the row has it, from ``field``; the parts of a name in a fixed order.

    It identifies people, so it does not depend on the language of a letter.
    """
    given = recipient.given.get(field, "")
    if not given:
        parts = [recipient.given.get(f"{field}.{part}", "") for part in NAME_PARTS if part != "locale"]
        given = [part for part in parts if isinstance(part, str) and part]
    items = given if isinstance(given, list) else [given]
    return unicodedata.normalize("NFC", " ".join(map(as_typed, items)))


def identity(recipient: Recipient, name: str) -> str:
    """What identifies a recipient: the key, else the email address and the name, else the row."""
    if recipient.key:
        return recipient.key
    return f"{recipient.email}\n{name}" if recipient.email else f"row {recipient.row}\n{name}"


def stem(recipient: Recipient, name: str) -> str:
    """The first part of the file names of a recipient's letters: readable where possible, always unique.

    Two of them may differ only in case; identities that differ only in case are refused earlier.
    """
    whole = identity(recipient, name)
    readable = recipient.key or recipient.email or name
    plain = unicodedata.normalize("NFKD", readable).encode("ascii", "ignore").decode()
    safe = _UNSAFE.sub("-", plain).strip("-.")[:_MAX_STEM].rstrip("-.")
    is_reserved = safe.partition(".")[0].upper() in _RESERVED
    if safe == whole and not safe.startswith("-") and not is_reserved:
        return safe
    safe = f"letter-{safe}" if is_reserved else safe or "letter"
    return f"{safe}-{_digest(whole)[:8]}"


def spread(rows: int) -> int:
    """Over how many folders the letters of a language are spread, as a number of hexadecimal digits.

    As few as possible: creating files in many folders takes a file system much longer.
    """
    return next((digits for most, digits in _SPREAD if rows <= most), 2)


def gathered(letter: str, kind: str) -> str:
    """The name of the file that gathers the letters of an outbox; ``kind`` is its ending."""
    return f"{letter}.{kind}"


def names_of(place: str, suffixes: Iterable[str]) -> list[str]:
    """The names of the files of a row, below the target."""
    return [f"{place}.{suffix}" for suffix in suffixes]


def folder(locale_tag: str, of_stem: str, digits: int, parts: str = "") -> str:
    """The folder of a letter below the outbox; ``parts`` is the one for all letters that are gathered."""
    inner = f"{locale_tag}/{_digest(of_stem)[:digits]}" if digits else locale_tag
    return f"{parts}/{inner}" if parts else inner


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
