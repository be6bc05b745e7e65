"""Language tags, calendars, digits: what a locale cannot be or cannot print."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from goodterms.faults.wording.text import Text

TEXTS: dict[str, Text] = {}
