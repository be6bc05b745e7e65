"""Regular expressions that are compiled when they are used for the first time.

A command loads dozens of modules with more than a hundred expressions, and uses a few of them: to compile all takes
longer than what the command does.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


def expression(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """The pattern of an expression. Where it cannot be compiled, its first use raises :class:`re.error`."""
    return cast("re.Pattern[AnyStr]", Later(source, flags))


class Later:
    """Stands for a pattern. Each attribute becomes its own with the first use, so that later uses cost nothing."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what copying and pickling look for, which patterns do in their own ways
            raise AttributeError(name)
        value = getattr(self.compiled(), name)
        setattr(self, name, value)
        return value

    def compiled(self) -> re.Pattern[Any]:
        """The pattern itself; the module :mod:`re` keeps those that were compiled last."""
        return re.compile(self.pattern, self._flags)

    def __reduce__(self) -> tuple[object, ...]:
        return Later, (self.pattern, self._flags)
