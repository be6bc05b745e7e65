"""Calls that cannot be carried out: letters, locales, fields and steps, and the options of commands."""

from __future__ import annotations

from goodterms.faults.wording.text import Text

_NEEDED = "{because}{help}, such as {example}"
_NEEDED_CHOICE = "{because}{help} ({options})"

TEXTS: dict[str, Text] = {
    # What a letter asks for
    "unknown-letter": Text("there is no letter {given!r}", "{suggestion}"),
    "letter-name": Text(
        "{given!r} cannot be the name of a letter", "use letters, digits and hyphens, as in price-change"
    ),
    "letter-name-near": Text(
        "{given!r} cannot be the name of a letter", "use letters, digits and hyphens, as in {right}"
    ),
    "letter-folder-exists": Text("{folder} already exists", "choose another name, or change the files that are there"),
    "letter-exists": Text("there is a letter {given!r} already", "choose another name"),
    "letter-built-in": Text(
        "{given!r} is a built-in letter",
        "choose another name, with --from {given} for a letter that extends it; to change the built-in letter itself, "
        'write {template} and begin it with {{% extends "{given}/letter.md.j2" %}}',
    ),
    "text-not-on-one-line": Text("{given!r} has characters that cannot be printed", "give one line of text"),
    "more-unknown-fields": Text("{letter} has no field with this name, nor with {count:,} in all from here on"),
    "unknown-field": Text("{letter} has no field with this name", "{suggestion}"),
    "unknown-record-key": Text("names neither {field} nor a part of it", "expected a name such as {examples:or}"),
    "unknown-sender-field": Text("no letter has a field with this name", "{suggestion}"),
    "output-missing": Text(
        "is missing, and the format {format} cannot be shown in a terminal", "give a file or a folder"
    ),
    "unknown-suffix": Text("{given} is not a known file extension", "expected one of: {known}; or give --format"),
    "unknown-format": Text("{given!r} is not a format", "{suggestion}"),
    "address-not-used": Text(
        "{letter} goes only to the address in its field {field}", "leave out --to, and give {field}"
    ),
    "missing": Text("is missing", _NEEDED),
    "missing-choice": Text("is missing", _NEEDED_CHOICE),
    "empty": Text("is empty", _NEEDED),
    "empty-choice": Text("is empty", _NEEDED_CHOICE),
    "need-unmet": Text("one of these is needed", "give {help}"),
    "form-contradicts-title": Text(
        "is {given}, but the title {title!r} implies {by_title}",
        "leave out the form of address, or correct one of the two",
    ),
    "form-contradicts-company": Text(
        "is {given}, but {name!r} is the name of a company",
        "leave out the form of address or write {implied}; or give the name of a person",
    ),
    "sheet-suffix": Text("{path} has an unknown file extension", "expected {known:or}"),
    # A row of a table
    "row-without-table": Text("needs a table", "give the table with --from TABLE"),
    "table-without-row": Text("needs the row that is meant", "give its number with --row N, or its key with --key KEY"),
    "row-and-key": Text("goes without --key: each of them says which row is meant", "leave out one of them"),
    # A batch
    "not-a-condition": Text("{given!r} does not name a column and a value", "expected COLUMN=VALUE, such as key=K-7"),
    "duplex-without-into": Text("works only with --into pdf", "leave it out, or give --into pdf"),
    "format-against-into": Text(
        "--into {into} works only with the format {format}", "leave out --format, or give --format {format}"
    ),
    "report-suffix": Text("{path} has an unknown file extension", "expected {known:or}"),
    "report-is-table": Text("{path} is the input table", "choose another name for the report"),
    "unknown-step": Text("{letter} has no step {given!r}", "{suggestion}"),
    "required-step": Text("{letter} requires the step {given!r}", "these can be left out: {optional}"),
    "letter-incomplete": Text(
        "{letter} cannot be written in {locale}: {count} of {total} messages are not translated",
        "translate them, or use --missing fallback (shows the source language) or --missing mark (shows ⟦msgid⟧)",
    ),
}
