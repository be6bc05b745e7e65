"""Raw values, as people type them or files hold them, into typed ones; each fault with what would be right."""

from __future__ import annotations

from goodterms.fields.absent import not_a_value
from goodterms.fields.amounts import decimals_of
from goodterms.fields.context import ANY_CURRENCY, ParseContext, Words, Written, contexts_by_source
from goodterms.fields.dates import date_orders, parse_date
from goodterms.fields.raw import InvalidValue, as_typed, is_empty
from goodterms.fields.types import AS_IN_CONTEXT, OPTION_SEPARATORS, TYPES, parse

__all__ = [
    "ANY_CURRENCY",
    "AS_IN_CONTEXT",
    "OPTION_SEPARATORS",
    "TYPES",
    "InvalidValue",
    "ParseContext",
    "Words",
    "Written",
    "as_typed",
    "contexts_by_source",
    "date_orders",
    "decimals_of",
    "is_empty",
    "not_a_value",
    "parse",
    "parse_date",
]
