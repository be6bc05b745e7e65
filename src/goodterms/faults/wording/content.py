"""Content that is at fault: settings, letters, languages, templates, catalogs."""

from __future__ import annotations

from goodterms.faults.wording.text import Text

TEXTS: dict[str, Text] = {
    "source-without-catalog": Text("the header {header} names {given!r}, which has no catalog"),
    "prose-makes-mark": Text("a character reference makes a private-use character"),
    "prose-too-deep": Text("the prose is nested too deeply"),
    "invalid-value": Text("{key}: {problem}", "{hint}"),
}
