"""Tables of recipients: columns and rows."""

from __future__ import annotations

from goodterms.faults.wording.text import Text

TEXTS: dict[str, Text] = {
    "rows": Text("{summary}"),
    # Columns
    "no-rows": Text("has no rows", "expected a header row and one row for each recipient"),
    "column-twice": Text(
        "more than one column gives the {field}: {names:quoted and}", "delete or rename all but one of them"
    ),
    "missing-column": Text("there is no column {name!r}", "{expected}"),
    "misnamed-column": Text("there is no column {name!r}", "if you mean the column {near!r}, rename it to {name!r}"),
    # Rows
    "row-too-wide": Text(
        "is beyond the last column of the header", "put quotation marks around cells that contain the delimiter"
    ),
    "key-twice": Text("row {first} has the same key", "give each row a different key"),
    "letter-twice": Text("is the same letter to the same address as row {first}", "delete one of the two rows"),
    "row-not-unique": Text(
        "cannot be distinguished from row {first}: both are addressed to the same person",
        "add a column named key with a different value in each row, such as the customer number",
    ),
    "row-incomplete-letter": Text("{problem}", "run goodterms check"),
}
