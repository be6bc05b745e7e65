"""Files of tables that cannot be read."""

from __future__ import annotations

from goodterms.faults.wording.text import Text

_WRONG_FILE = "is this the right file?"
_SAVE_AS_UTF8 = "save it as CSV in UTF-8"
_QUOTE = "is a quotation mark missing?"
_OBJECT = "write one JSON object per line"

TEXTS: dict[str, Text] = {
    # Any table
    "unknown-table-format": Text("is not a file of a known format", "expected a name that ends in one of: {known}"),
    "table-unreadable": Text("cannot be read: {reason}"),
    "table-damaged": Text("cannot be read: {reason}", "is the file complete?"),
    "row-too-many-columns": Text("row {row} has {count:,} columns; at most {limit:,} are read", _WRONG_FILE),
    "cell-too-long": Text(
        "row {row}, column {column} has {length:,} characters", "at most {limit:,} characters are read in a cell"
    ),
    # CSV
    "csv-other-format": Text("is a {format}, not CSV", "expected CSV, or a workbook that ends in .xlsx, .xls or .ods"),
    "csv-binary": Text("contains NUL bytes, which text does not have", _SAVE_AS_UTF8),
    "csv-encoding-unknown": Text("is neither UTF-8 nor {encoding}: byte {byte}", _SAVE_AS_UTF8),
    "csv-encoding": Text("is not valid {encoding}", _SAVE_AS_UTF8),
    "csv-too-many-columns": Text("the first row has more than {limit:,} columns", _WRONG_FILE),
    "csv-quote-open": Text("row {row}: a quoted cell is never closed", _QUOTE),
    "csv-cell-too-long": Text("row {row}: a cell has more than {limit:,} characters", _QUOTE),
    "csv-syntax": Text("row {row}: {reason}", _QUOTE),
    # JSON Lines
    "json-lines-not-utf8": Text("is not UTF-8", "save it as UTF-8"),
    "json-line-syntax": Text("is not valid JSON: {reason}", _OBJECT),
    "json-line-too-deep": Text("is nested too deeply", _OBJECT),
    "json-line-number-too-long": Text("has a number with too many digits", _OBJECT),
    "json-line-not-an-object": Text("is not a JSON object", 'write {{"name": …, …}}'),
    "json-line-half-character": Text(
        "contains half a character (a surrogate, U+D800 to U+DFFF)", "write the character itself, or both halves"
    ),
    "json-line-nested": Text("the value of {name!r} is nested", "expected text, a number, or a list of them"),
    # Parquet
    "pyarrow-missing": Text("PyArrow, which reads Parquet, is not installed", "pip install 'goodterms[parquet]'"),
    "not-parquet": Text("is not a readable Parquet file: {reason}"),
    "parquet-column-type": Text(
        "the column {column!r} has the type {type}", "expected text, numbers, dates, or lists of them"
    ),
    # Workbooks
    "table-without-sheets": Text("has no sheets, but the sheet {sheet!r} is named", "leave --sheet out"),
    "workbook-locked": Text("is protected by a password", "save it without one"),
    "not-a-workbook": Text("is not a readable workbook: {reason}", "save it as .xlsx or as CSV"),
    "workbook-too-large": Text("unpacks to {size:,} bytes; at most {limit:,} are read", "delete what you do not need"),
    "no-visible-sheet": Text("has no visible sheet", "show the sheet, or name it with --sheet"),
    "unknown-sheet": Text("has no sheet {given!r}", "{suggestion}"),
    "sheet-too-many-columns": Text(
        "the sheet {sheet!r} has {count:,} columns; at most {limit:,} are read", "delete the columns you do not need"
    ),
}
