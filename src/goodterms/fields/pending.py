"""Replaced by the real ones."""

from __future__ import annotations

_ALL = frozenset({"dmy", "mdy", "ymd"})


def date_orders(text: str) -> frozenset[str]:
    return _ALL


def decimals_of(text: str) -> frozenset[str]:
    return frozenset({".", ","})
