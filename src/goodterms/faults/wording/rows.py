"""Tables of recipients: columns and rows."""

from __future__ import annotations

from goodterms.faults.wording.text import Text

TEXTS: dict[str, Text] = {
    "rows": Text("{summary}"),
    # Columns
    "no-rows": Text("has no rows", "expected a header and a row for each recipient"),
    "column-twice": Text("the columns {names:quoted and} are both the {field}", "delete or rename all but one of them"),
    "missing-column": Text("there is no column {name!r}", "{expected}"),
    "misnamed-column": Text("there is no column {name!r}", "is it the column {near!r}? rename it"),
    # Rows
    "row-too-wide": Text(
        "is beyond the last column of the header", "put cells that contain the delimiter into quotation marks"
    ),
    "key-twice": Text("row {first} has the same key"),
    "letter-twice": Text("the same letter to the same address as row {first}"),
    "row-not-unique": Text(
        "cannot be told apart from row {first}: both are to one person",
        "give the rows a column key, such as the customer number",
    ),
    "row-incomplete-letter": Text("{problem}", "run goodterms check"),
}
