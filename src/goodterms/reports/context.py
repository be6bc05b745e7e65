"""What a report needs besides the findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from goodterms.check.registry import Rule


class Context(NamedTuple):
    """The rules there are, the lines of a catalog by its path, the version of the program, the catalogs looked at.

    ``lines_of`` gives no lines for a file that cannot be read, and parts lines as the findings count them.
    ``catalogs`` are the paths as findings write them; those that only findings name count as looked at too.
    """

    rules: Mapping[str, Rule]
    lines_of: Callable[[str], Sequence[str]]
    version: str
    catalogs: Sequence[str] = ()
