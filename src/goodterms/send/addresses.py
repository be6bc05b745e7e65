"""When two email addresses are one: whatever their case, however Unicode and the DNS (RFC 5890) write them."""

from __future__ import annotations

import unicodedata

from goodterms.formats.addresses import domain_in_ascii


def comparable(address: str) -> str:
    """An address in a form in which those are equal that reach the same mailbox; a text without @ as it is."""
    local, at, domain = address.strip().rpartition("@")
    if not at:
        return address
    return f"{folded(local)}@{domain.lower() if domain.isascii() else domain_in_ascii(domain) or domain.lower()}"


def folded(local: str) -> str:
    """What is before the @, in a form in which two are equal that a person takes for one."""
    if local.isascii():
        return local.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", local).casefold())
