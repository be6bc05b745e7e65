"""Templates and layouts."""

from __future__ import annotations

from goodterms.faults.wording.text import Text

_NO_CONTROLS = "delete it: letters isolate values by themselves"

TEXTS: dict[str, Text] = {
    # Any file
    "template-missing": Text("the template {name!r} does not exist"),
    "template-syntax": Text("cannot be parsed: {reason}"),
    "template-failed": Text("{reason}"),
    "template-nesting": Text("is nested too deeply, or a macro calls itself without end"),
    "template-private-use-character": Text(
        "contains the private-use character {character}", "use characters that Unicode defines"
    ),
    "template-bidi-override": Text("contains {character}, which changes the order of the text around it", _NO_CONTROLS),
    "template-bidi-unopened": Text("contains {character} without an isolate to close", _NO_CONTROLS),
    "template-bidi-unclosed": Text("contains an isolate that is not closed on its line (no U+2069)", _NO_CONTROLS),
    "forged-mark": Text("a character reference stands for the private-use character {character}", "delete it"),
}
