"""Numbers of a room of advice, which a company may change: the file rules.toml in its folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.content import tables
from goodterms.errors import BrokenContent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from goodterms.content.layers import Content
    from goodterms.content.tables import Table


def read(content: Content, room: str, name: str = "rules.toml") -> Table:
    """The table of a file of a room, from the topmost layer that has it.

    Raises :class:`BrokenContent` for a file that cannot be read.
    """
    located = content.template(f"_advice/{room}/{name}")
    if located is None:
        raise BrokenContent.at(f"templates/_advice/{room}/{name}", 0, "template-missing", name=name)
    return tables.read(located.path)


def numbers(table: Table, defaults: Mapping[str, float]) -> dict[str, float]:
    """The numbers of a file by name, each greater than 0 and of the kind of its default; unknown keys are refused.

    Raises :class:`BrokenContent` with every fault.
    """
    table.refuse_unknown(defaults)
    found = {
        key: table.count(key, default) if isinstance(default, int) else table.number(key, default)
        for key, default in defaults.items()
    }
    tables.raise_faults(table)
    return found
