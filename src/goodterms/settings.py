"""The sender's standing values, from goodterms.toml in the working folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.content import read_toml
from goodterms.errors import BrokenContent, suggestion

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
    table = read_toml(path)
    sender = table.get("sender", {})
    if not isinstance(sender, dict):
        raise BrokenContent(path, 0, "sender must be a table", "write [sender] and below it company = …")
    fields = known() if sender else ()
    faults = [
        BrokenContent(path, 0, f"the table has the unknown key {key!r}", "expected [sender]")
        for key in table
        if key != "sender"
    ]
    faults += [
        BrokenContent(path, 0, f"sender has the unknown key {key!r}", suggestion(key, sorted(fields)))
        for key in sender
        if key not in fields
    ]
    if faults:
        raise BrokenContent.several(faults)
    return sender
