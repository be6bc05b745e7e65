"""Reads one value as a row of a locale would have it, for the tests of fields."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from goodterms.cldr.locales import currencies
from goodterms.content.layers import Content
from goodterms.fields import InvalidValue, ParseContext, Words, Written, parse
from goodterms.model import FieldSpec
from goodterms.project import Project

PROJECT = Project(Content(()))
DAY = date(2026, 11, 21)
"""The date of the letter."""


@lru_cache
def words(tag: str) -> Words:
    return PROJECT.words(PROJECT.locale(tag))


def spec(kind: str, **more: Any) -> FieldSpec:
    return FieldSpec(name="it", type=kind, help="", sample="", **more)


def read(kind: str, tag: str, raw: object, *, currency: str = "EUR", row: str = "", **written: str) -> object:
    """The typed value of a raw one in a row of a locale."""
    context = ParseContext(currency, currencies(), Written(**written), words(tag), DAY, row)
    return parse(spec(kind), raw, context)


def refusal(kind: str, tag: str, raw: object, **more: str) -> str:
    """The problem and the hint of a value that is refused, on one line; empty for a value that is taken."""
    try:
        read(kind, tag, raw, **more)
    except InvalidValue as invalid:
        (fault,) = invalid.faults
        return f"{fault.problem}; {fault.hint}"
    return ""
