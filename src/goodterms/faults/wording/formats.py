"""Letters that cannot be written in a format, and what this machine lacks for it."""

from __future__ import annotations

from goodterms.faults.wording.text import Text

TEXTS: dict[str, Text] = {
    "unknown-attachment": Text("{given!r} is not a format that a mail can carry", "{suggestion}"),
}
