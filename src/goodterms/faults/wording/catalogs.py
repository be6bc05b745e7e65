"""Catalogs, and the commands that work on them."""

from __future__ import annotations

from goodterms.faults.wording.text import Text

_MESSAGE_CHANGED = "leave the columns context and message unchanged"

TEXTS: dict[str, Text] = {
    # goodterms catalog
    "content-folder-needed": Text(
        "without it, this command would change the catalogs of the installed program",
        "give the folder with your own catalogs: --content DIR",
    ),
    "language-unknown-to-cldr": Text(
        "CLDR does not know the language {given!r}", "expected a BCP 47 tag, such as hi or pt-BR"
    ),
    "catalog-exists": Text("{path} exists", "update it with: goodterms catalog update"),
    "catalog-not-created": Text("{path} does not exist", "create it with: goodterms catalog add {language}"),
    "folder-not-created": Text("the folder {folder} cannot be created: {reason}"),
    "todo-suffix": Text("{suffix} files cannot be written", "expected .po, .xlsx or .csv"),
    "header-language-without-catalog": Text("the header Language is {given!r}, which has no catalog", "{suggestion}"),
    "column-language-without-catalog": Text("the column language is {given!r}, which has no catalog", "{suggestion}"),
    "error-in-translation": Text("{message} ({rule})"),
    "message-not-in-letters": Text(
        "{given!r} is not a message of any letter", "write the current messages with: goodterms catalog todo {language}"
    ),
    # goodterms catalog: rows of a todo table
    "no-rows-to-take": Text("has no rows below its header"),
    "missing-todo-column": Text("there is no column {name!r}", "expected the columns {required}"),
    "row-message-not-in-letters": Text("{given!r} is not a message of any letter", _MESSAGE_CHANGED),
    "row-message-not-in-letters-near": Text("{given!r} is not a message of any letter", "did you mean {near!r}?"),
    "unknown-plural-form": Text("{given!r} is not a plural form of this message", "expected {forms:or}"),
    "plural-form-not-needed": Text(
        "the plural form is {given!r}, but the message has no plural", "leave the column form empty"
    ),
    "row-text-twice": Text("{given!r} is also in row {row}", "keep one of the two rows"),
    "row-in-other-language": Text(
        "the language is {given!r}, but in row {row} it is {expected!r}", "use one file for each language"
    ),
}
