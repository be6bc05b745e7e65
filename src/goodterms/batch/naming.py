"""The file names of the letters in an outbox: safe on every file system, and the same for the same row each time."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING

from goodterms.expressions import expression
from goodterms.fields import as_typed
from goodterms.values import NAME_PARTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from goodterms.recipients.recipient import Recipient

_SPREAD = ((1_000, 0), (50_000, 1))
"""Up to how many rows the letters of a language go into one folder, and up to how many into sixteen."""
_UNSAFE = expression(r"[^A-Za-z0-9._@+-]+")
_MAX_STEM = 60
_DIGITS, _EARLIER_DIGITS = 16, 8
"""How many hexadecimal digits of a digest names have, and had in earlier versions of goodterms."""
_RECORDED = 32
"""The same for what the ledger has of the identity of a row without a key."""
_IS_RECORDED = expression(rf"[0-9a-f]{{{_RECORDED}}}\n")
_LIKE_A_DIGEST = expression(rf"-[0-9a-f]{{{_DIGITS}}}$", re.IGNORECASE)
"""The end of a key that somebody may have made of the name of another customer's letter."""
_MAY_MEET = expression(rf"-(?:[0-9a-f]{{{_EARLIER_DIGITS}}}|[0-9a-f]{{{_DIGITS}}})$", re.IGNORECASE)
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


def recorded(identity: str) -> str:
    """What the ledger has of an identity: the key, or a digest, which tells nobody the address and the name.

    That of what the ledger has is the same.
    """
    if "\n" not in identity or _IS_RECORDED.fullmatch(identity):
        return identity
    return f"{_digest(identity)[:_RECORDED]}\n"


def stem(recipient: Recipient, name: str) -> str:
    """The first part of the file names of a recipient's letters: readable where possible, else with a digest.

    Two of them may differ only in case; identities that differ only in case are refused earlier, and so are two with
    one digest.
    """
    whole = identity(recipient, name)
    safe, is_whole = _readable(recipient, name, whole)
    if is_whole and not _LIKE_A_DIGEST.search(safe):
        return safe
    return f"{safe}-{_digest(whole)[:_DIGITS]}"


def earlier_stem(recipient: Recipient, name: str) -> str:
    """The same as earlier versions of goodterms named it: with a digest of 32 bits."""
    whole = identity(recipient, name)
    safe, is_whole = _readable(recipient, name, whole)
    return safe if is_whole else f"{safe}-{_digest(whole)[:_EARLIER_DIGITS]}"


def may_meet(stem: str) -> bool:
    """Whether another identity may have the same stem: one that has a digest, or looks as if it had one."""
    return _MAY_MEET.search(stem) is not None


def is_of(file: str, stem: str) -> bool:
    """Whether a file in an outbox has the name of a letter with this stem."""
    return file.rpartition("/")[2].startswith(f"{stem}.")


def _readable(recipient: Recipient, name: str, whole: str) -> tuple[str, bool]:
    """What of an identity is safe in the name of a file, and whether this is all of it."""
    readable = recipient.key or recipient.email or name
    plain = unicodedata.normalize("NFKD", readable).encode("ascii", "ignore").decode()
    safe = _UNSAFE.sub("-", plain).strip("-.")[:_MAX_STEM].rstrip("-.")
    is_reserved = safe.partition(".")[0].upper() in _RESERVED
    if safe == whole and not safe.startswith("-") and not is_reserved:
        return safe, True
    return (f"letter-{safe}" if is_reserved else safe or "letter"), False


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
