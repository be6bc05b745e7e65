"""What functions keep of the content that they were called with, and how a program lets go of it.

A function that is cached by the words of a language, or by the folders of content, keeps these for as long as the
process runs. A program that opens the content again whenever a file of it is saved would keep them all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from functools import _lru_cache_wrapper

    Cached = TypeVar("Cached", bound=_lru_cache_wrapper[Any])

_clearing: list[Callable[[], object]] = []


def of_content(function: Cached) -> Cached:
    """Mark a cached function as one that keeps content; :func:`forget` clears it."""
    _clearing.append(function.cache_clear)
    return function


def at_forgetting(clear: Callable[[], object]) -> None:
    """Have something else cleared, too, that keeps content."""
    _clearing.append(clear)


def forget() -> None:
    """Let go of all that is kept of content; whatever is still in use is read and made again when it is needed."""
    for clear in _clearing:
        clear()
