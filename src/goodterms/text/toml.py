"""TOML read within bounds: a file of a few kilobytes can take gigabytes or minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from goodterms.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Callable

_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
_LONG_KEY = expression(rf"(?<![\w-]){_PART}(?:[ \t]*\.[ \t]*{_PART}){{50}}")
"""More parts than any key has; the parser keeps each beginning of a key."""
_LONG_NUMBER = expression(r"(?<![\w\"'])[0-9][0-9A-Fa-fx_]{1000}")


def loads(text: str, parse_float: Callable[[str], Any] = float) -> dict[str, Any]:
    """The values in a text; raises :class:`tomllib.TOMLDecodeError` for one that is not TOML, or beyond the bounds."""
    import tomllib  # not before there is a text

    for pattern, problem in (
        (_LONG_KEY, "A key has more than 50 parts"),
        (_LONG_NUMBER, "A number has more than 1,000 digits"),
    ):
        if match := pattern.search(text):
            line = text.count("\n", 0, match.start()) + 1
            column = match.start() - text.rfind("\n", 0, match.start())
            raise tomllib.TOMLDecodeError(f"{problem} (at line {line}, column {column})")
    return tomllib.loads(text, parse_float=parse_float)
