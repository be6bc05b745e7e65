"""Content that is at fault: settings, letters, languages, templates, catalogs."""

from __future__ import annotations

from goodterms.faults.wording.text import Text

TEXTS: dict[str, Text] = {
    "invalid-value": Text("{key}: {problem}", "{hint}"),
}
