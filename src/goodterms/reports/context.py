"""What a report needs besides the findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from goodterms.check.registry import Rule
    from goodterms.findings import Level


def unstyled(text: str, _: Level) -> str:
    """The text as it is."""
    return text


class Context(NamedTuple):
    """All rules, the lines of a catalog by its path, the version of goodterms, and the catalogs that were checked.

    ``lines_of`` separates lines as findings count them, and returns none for a file that cannot be read. ``catalogs``
    are paths as findings write them; paths that only findings have count as checked, too. ``style`` gives the word of a
    level its colour in the report for people.
    """

    rules: Mapping[str, Rule]
    lines_of: Callable[[str], Sequence[str]]
    version: str
    catalogs: Sequence[str] = ()
    style: Callable[[str, Level], str] = unstyled
