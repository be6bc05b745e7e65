"""Calls that cannot be carried out: letters, locales, fields and steps, and the options of commands."""

from __future__ import annotations

from goodterms.faults.wording.text import Text

_NEEDED = "{because}{help}, such as {example}"
_NEEDED_CHOICE = "{because}{help} ({options})"

TEXTS: dict[str, Text] = {
    # What a letter asks for
    "unknown-letter": Text("{given!r} is not a letter", "{suggestion}"),
    "unknown-field": Text("{letter} has no field of this name", "{suggestion}"),
    "unknown-sender-field": Text("no letter has a field of this name", "{suggestion}"),
    "output-missing": Text("is missing, and a terminal cannot show the format {format}", "name a file or a folder"),
    "unknown-suffix": Text("no format has the ending {given}", "known endings: {known}; or give --format"),
    "unknown-format": Text("{given!r} is not a format", "{suggestion}"),
    "missing": Text("is missing", _NEEDED),
    "missing-choice": Text("is missing", _NEEDED_CHOICE),
    "empty": Text("is empty", _NEEDED),
    "empty-choice": Text("is empty", _NEEDED_CHOICE),
    "form-contradicts-title": Text(
        "is {given}, but the title {title!r} says {by_title}", "leave the form of address out, or correct one of them"
    ),
    "sheet-suffix": Text("{path} has an unknown ending", "expected a name that ends in {known:or}"),
    # A batch
    "format-against-into": Text(
        "--into {into} gathers letters of the format {format}", "leave --format out, or give --format {format}"
    ),
    "report-suffix": Text("{path} has an unknown ending", "expected {known:or}"),
    "report-is-table": Text("{path} is the table itself", "choose another name"),
    "unknown-step": Text("{letter} has no step {given!r}", "{suggestion}"),
    "required-step": Text("{letter} requires the step {given!r}", "these can be left out: {optional}"),
    "letter-incomplete": Text(
        "{letter} cannot be written in {locale}: {count} of {total} messages are not translated",
        "translate them, or choose --missing fallback (the source language in their place) "
        "or --missing mark (⟦msgid⟧ in their place)",
    ),
}
