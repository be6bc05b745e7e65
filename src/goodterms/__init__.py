"""goodterms: letters that end a customer relationship well, or keep it from ending, in five languages.

::

    import goodterms

    page = goodterms.render("farewell", "ur-PK", {"name": "Ana Novak", …}, sender={"company": "Lipa d.o.o.", …})

The names below are the front door for programs; they stay as they are within a major version. Everything else is
goodterms' own.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from goodterms.envelopes import Document, Envelope, Letterhead
    from goodterms.errors import (
        BrokenContent,
        CallError,
        ContentError,
        GoodtermsError,
        InvalidRequest,
        MissingTranslations,
        PartMissing,
    )
    from goodterms.faults import Fault
    from goodterms.findings import Finding
    from goodterms.workspace import Workspace, render

__all__ = [
    "BrokenContent",
    "CallError",
    "ContentError",
    "Document",
    "Envelope",
    "Fault",
    "Finding",
    "GoodtermsError",
    "InvalidRequest",
    "Letterhead",
    "MissingTranslations",
    "PartMissing",
    "Workspace",
    "__version__",
    "render",
]
__version__ = "0.1.0"

_ROOMS = {
    "errors": (
        "BrokenContent", "CallError", "ContentError", "GoodtermsError", "InvalidRequest", "MissingTranslations",
        "PartMissing",
    ),
    "faults": ("Fault",),
    "findings": ("Finding",),
    "envelopes": ("Document", "Envelope", "Letterhead"),
    "workspace": ("Workspace", "render"),
}  # fmt: skip
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> object:
    """A name of the front door, loaded when it is first used: the command line needs few of them (PEP 562)."""
    if name not in _ROOM_OF:
        raise AttributeError(f"module 'goodterms' has no attribute {name!r}")
    value: object = getattr(importlib.import_module(f"goodterms.{_ROOM_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
