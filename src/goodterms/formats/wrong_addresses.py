"""What is wrong with an email address, in sentences of our own: the library that judges addresses speaks only English.

It has no codes for what it finds, so its texts are told apart by their words. Of one that is not known here, nothing
more is said than that the address is not valid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.expressions import expression
from goodterms.faults import fault
from goodterms.text import bidi

if TYPE_CHECKING:
    from collections.abc import Callable

    from goodterms.faults import Fault

_REASONS = (
    ("must have an @-sign", "without-at"),
    ("instead of a regular at-sign", "other-at"),
    ("There must be something before", "nothing-before"),
    ("There must be something after", "nothing-after"),
    ("display name", "with-more"),
    ("angle bracket", "with-more"),
    ("anything after the email address", "with-more"),
    ("close quote", "quoted"),
    ("Quoting the part", "quoted"),
    ("in quotes before", "quoted"),
    ("in brackets", "of-machine"),
    ("bracketed IP", "of-machine"),
    ("two periods in a row", "two-dots"),
    ("start with a period", "dot-at-start"),
    ("period immediately before", "dot-before-at"),
    ("period immediately after", "dot-after-at"),
    ("end with a period", "dot-at-end"),
    ("hyphen", "hyphen"),
    ("two dashes", "hyphen"),
    ("should have a period", "without-dot"),
    ("top-level domain", "unknown-end"),
    ("special-use or reserved", "reserved"),
    ("too long", "over-limit"),
    ("so many characters", "over-limit"),
)
"""What is wrong, by words in the library's texts; the first that fits."""
_OTHER_ATS = str.maketrans("\N{FULLWIDTH COMMERCIAL AT}\N{SMALL COMMERCIAL AT}", "@@")
_IN_BRACKETS = expression(r"[^<>]*<\s*([^<>\s]+)\s*>[^<>]*")
_DOTS = expression(r"\.{2,}")
_DOTS_AT_EDGES = expression(r"\A\.+|\.+(?=@)|(?<=@)\.+|[.,;]+\Z")
_LOCAL = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~.")
_DOMAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-")
_AROUND_AT = expression(r"\s*@\s*")


def wrong(address: str, said: str, is_right: Callable[[str], bool]) -> Fault:
    """The fault of an address, of what the library ``said`` of it; ``is_right`` judges what may be meant."""
    reason = next((reason for words, reason in _REASONS if words in said), "")
    why = fault(f"address-{reason}") if reason else _strange(address)
    found = (
        fault("invalid-mailbox", given=address, reason=why) if why else fault("invalid-mailbox-somehow", given=address)
    )
    near = _meant(address)
    if near != address and is_right(near):
        return found._replace(kind=f"{found.kind}-near", params=(*found.params, ("near", near)))
    return found


def _strange(address: str) -> Fault | None:
    """What is in an address and cannot be there; letters of other scripts can be."""
    local, _, domain = address.partition("@")
    if "@" in domain:
        return fault("address-with-ats")
    strange = [one for one in local if one not in _LOCAL] + [one for one in domain if one not in _DOMAIN]
    character = next((one for one in strange if one.isascii() or not one.isalnum()), "")
    if not character.strip(" "):
        return fault("address-blank") if character else None
    return fault(
        "address-character", character=repr(character) if character.isprintable() else bidi.describe(character)
    )


def _meant(address: str) -> str:
    """The address that may be meant, with the usual slips corrected."""
    text = address.translate(_OTHER_ATS)
    if found := _IN_BRACKETS.fullmatch(text):
        text = found[1]
    local, at, domain = _AROUND_AT.sub("@", text.strip()).rpartition("@")
    return _DOTS_AT_EDGES.sub("", _DOTS.sub(".", f"{local}{at}{domain.replace(',', '.')}"))
