"""The sender's standing values, from goodterms.toml in the working folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms import tables

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

FILE_NAME = "goodterms.toml"


def standing_values(path: Path, known: Callable[[], Collection[str]]) -> dict[str, object]:
    """The table ``sender`` of a settings file: raw values by field; empty when there is no such file.

    Raises :class:`BrokenContent` for a file that does not parse, and for a key that is no field of any
    letter, with the nearest; ``known`` gives the fields, asked for only when there is something to check.
    """
    if not path.is_file():
        return {}
    table = tables.read(path)
    table.refuse_unknown(["sender"])
    sender = table.table("sender")
    if sender:
        sender.refuse_unknown(sorted(known()))
    return sender.raw()
