"""Reads email addresses from the tables of a goodterms.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms import fields

if TYPE_CHECKING:
    from goodterms.content.tables import Table


def email_of(table: Table, key: str) -> str:
    """The email address of a key, empty when it is absent; the faults of one that is not valid are collected."""
    address = table.text(key)
    if address:
        try:
            fields.TYPES["email"](address, fields.ANY_CURRENCY)
        except fields.InvalidValue as invalid:
            table.refuse_invalid(key, invalid.faults)
    return address
