"""Files of tables that cannot be read."""

from __future__ import annotations

from goodterms.faults.wording.text import Text

_WRONG_FILE = "is this the right file?"
_SAVE_AS_UTF8 = "save it as CSV in UTF-8"
_CORRECT = "enter the character again, and save the file as CSV in UTF-8"
_QUOTE = "is a quotation mark missing?"
_OBJECT = "write one JSON object per line"

TEXTS: dict[str, Text] = {
    # Any table
    "unknown-table-format": Text("is not in a known table format", "expected a name that ends in one of: {known}"),
    "table-unreadable": Text("cannot be read: {reason}"),
    "table-damaged": Text("cannot be read: {reason}", "is the file complete?"),
    "row-too-many-columns": Text("row {row} has {count:,} columns; the limit is {limit:,}", _WRONG_FILE),
    "cell-too-long": Text(
        "row {row}, column {column} has {length:,} characters; the limit is {limit:,}", "shorten the cell"
    ),
    "cell-too-long-for-xlsx": Text(
        "row {row} has {length:,} characters; a cell of a workbook has at most {limit:,}", "write a .csv file"
    ),
    # CSV
    "csv-other-format": Text("is a {format}, not CSV", "expected CSV, or a workbook that ends in .xlsx, .xls or .ods"),
    "csv-binary": Text("contains NUL bytes, so it is not a text file", _SAVE_AS_UTF8),
    "csv-encoding": Text("byte {byte} is not valid in {encoding}", _SAVE_AS_UTF8),
    "csv-wrong-byte": Text("row {row}, column {column}: byte {byte} in {text!r} is not valid UTF-8", _CORRECT),
    "csv-wrong-bytes": Text(
        "row {row}, column {column}: byte {byte} in {text!r} is not valid UTF-8, nor are bytes in rows {others}",
        _CORRECT,
    ),
    "csv-not-utf8": Text("is not UTF-8; row {row} can be read as {readings:or}", _SAVE_AS_UTF8),
    "csv-code-page-unclear": Text(
        "is not UTF-8, and its letters do not settle how to read it: row {row} can be {readings:or}",
        "say which is right with --encoding, such as --encoding {names:or}; or save it as CSV in UTF-8",
    ),
    "csv-in-unicode": Text("is in {encoding}, not in {given}", "leave out --encoding"),
    "unknown-encoding": Text("{given!r} is not the name of an encoding", "{suggestion}"),
    "table-without-encoding": Text("is not CSV, but --encoding is {given!r}", "leave out --encoding"),
    "csv-too-many-columns": Text("the first row has more than {limit:,} columns", _WRONG_FILE),
    "csv-quote-open": Text("row {row}: a quoted cell is never closed", "add the missing quotation mark"),
    "csv-cell-too-long": Text("row {row}: a cell has more than {limit:,} characters", _QUOTE),
    "csv-syntax": Text("row {row}: {reason}", _QUOTE),
    # JSON Lines
    "json-lines-not-utf8": Text("is not valid UTF-8", "save it as UTF-8"),
    "json-line-syntax": Text("is not valid JSON: {reason}", _OBJECT),
    "json-line-too-deep": Text("is nested too deeply", "reduce the nesting"),
    "json-line-number-too-long": Text("has a number with too many digits", "use fewer digits"),
    "json-line-not-an-object": Text("is not a JSON object", 'write {{"name": …, …}}'),
    "json-line-name-twice": Text("has the name {name!r} twice", "give it only once"),
    "json-line-half-character": Text(
        "contains an unpaired surrogate (U+D800 to U+DFFF)", "write the character itself, or both surrogates"
    ),
    "json-line-nested": Text("the value of {name!r} is nested", "expected text, a number, or a list of these"),
    # Parquet
    "pyarrow-missing": Text(
        "PyArrow, which reads Parquet, is not installed", "install it with: pip install 'goodterms[parquet]'"
    ),
    "not-parquet": Text("is not a readable Parquet file: {reason}"),
    "parquet-column-type": Text(
        "the column {column!r} has the type {type}", "expected text, numbers, dates, or lists of these"
    ),
    # Workbooks
    "table-without-sheets": Text("has no sheets, but --sheet is {sheet!r}", "leave out --sheet"),
    "table-without-header-row": Text(
        "names its columns by itself, but --header-row is {row}", "leave out --header-row"
    ),
    "workbook-locked": Text("is protected by a password", "save it without one"),
    "not-a-workbook": Text("is not a readable workbook: {reason}", "save it as .xlsx or as CSV"),
    "workbook-other-format": Text(
        "is {format}, not an XLS workbook", "open it in a spreadsheet program and save it as .xlsx"
    ),
    "workbook-is-text": Text("is a text file, not an XLS workbook", "rename it so that it ends in {suffix}"),
    "workbook-too-large": Text("unpacks to {size:,} bytes; the limit is {limit:,}", "delete what you do not need"),
    "no-visible-sheet": Text("has no visible sheet", "unhide a sheet, or choose one with --sheet"),
    "unknown-sheet": Text("has no sheet {given!r}", "{suggestion}"),
}
