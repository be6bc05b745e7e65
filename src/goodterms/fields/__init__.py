"""Raw values, as people type them or files hold them, into typed ones; each fault with what would be right."""

from __future__ import annotations

from goodterms.fields.amounts import ANY_CURRENCY, ParseContext, Written
from goodterms.fields.moments import parse_date
from goodterms.fields.pending import date_orders, decimals_of
from goodterms.fields.raw import InvalidValue, as_typed, is_empty
from goodterms.fields.types import OPTION_SEPARATORS, TYPES, parse

__all__ = [
    "ANY_CURRENCY",
    "OPTION_SEPARATORS",
    "TYPES",
    "InvalidValue",
    "ParseContext",
    "Written",
    "as_typed",
    "date_orders",
    "decimals_of",
    "is_empty",
    "parse",
    "parse_date",
]
