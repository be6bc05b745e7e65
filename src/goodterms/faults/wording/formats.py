"""Letters that cannot be written in a format, and what this machine lacks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from goodterms.faults.wording.text import Text

TEXTS: dict[str, Text] = {}
