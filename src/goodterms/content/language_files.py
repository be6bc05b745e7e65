"""The files of a language beside its catalog, in all layers that have them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from goodterms.content import tables
from goodterms.content.layers import read_text
from goodterms.errors import BrokenContent
from goodterms.faults.causes import cause

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from goodterms.content.layers import Content
    from goodterms.content.tables import Table


def layers(content: Content, catalog: str, name: str) -> Iterator[Table]:
    """The tables of a language's files of one name, from the lowest layer up."""
    return map(tables.read, reversed(list(content.locale_paths(catalog, name))))


def of_cldr(content: Content, catalog: str) -> Mapping[str, Any]:
    """The data of a language's topmost cldr.json; empty when it has none."""
    path = next(content.locale_paths(catalog, "cldr.json"), None)
    if path is None:
        return {}
    try:
        data: object = json.loads(read_text(path))
    except (ValueError, RecursionError) as error:
        raise BrokenContent.at(path, 0, "content-syntax", reason=cause(error)) from None
    if not isinstance(data, dict):
        raise BrokenContent.at(path, 0, "content-not-an-object")
    return data
