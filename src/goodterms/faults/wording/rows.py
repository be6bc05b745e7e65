"""Tables of recipients: columns and rows."""

from __future__ import annotations

from goodterms.faults.wording.text import NO_CONTROLS, Text

TEXTS: dict[str, Text] = {
    "rows": Text("{summary}"),
    # What a status says of a meeting
    "status-unclear": Text(
        "it is not clear whether {given!r} calls the meeting off",
        "write cancelled to call it off, or planned if it takes place",
    ),
    "status-postponed": Text(
        "{given!r} leaves the meeting open",
        "write cancelled to call it off; if the row has the new date, write planned",
    ),
    # Columns
    "header-row-blank": Text("row {row} does not name columns", "expected the number of the row with their names"),
    "no-rows": Text("has no rows", "expected a header row and one row for each recipient"),
    "column-twice": Text(
        "more than one column gives the {field}: {names:quoted and}", "delete or rename all but one of them"
    ),
    "address-columns-alike": Text(
        "more than one column has the name {given!r}, and they may be several addresses",
        "if they are the lines of one address, number them: {stem} 1, {stem} 2; else delete or rename all but one",
    ),
    "column-to-join-twice": Text(
        "more than one column has the name {join!r}, which goodterms.toml joins to {given!r}",
        "rename all but one of them",
    ),
    "missing-column": Text("there is no column {name!r}", "{expected}"),
    "missing-columns": Text("there are no columns {names:quoted}"),
    "missing-sender-column": Text(
        "{name} is missing: {help}",
        "write {name} = … under [sender] in goodterms.toml; or, where rows differ, add a column {own!r}",
    ),
    "column-withheld": Text(
        "{name} is missing; the column {given!r} is not taken for it, as it may be the customer's",
        "write {name} = … under [sender] in goodterms.toml; or rename the column to {own!r} if it is yours",
    ),
    "misnamed-column": Text("there is no column {name!r}", "if you mean the column {near!r}, rename it to {name!r}"),
    "column-meant": Text(
        "there is no column {name!r}",
        "if {meant:quoted and} is meant, write under [columns] in goodterms.toml: {lines}",
    ),
    "columns-need-unmet": Text(
        "one of these columns is needed: {names}", "give {help}; or write {one_of:or} under [sender] in goodterms.toml"
    ),
    "column-to-join-missing": Text(
        "there is no column {join!r}, which goodterms.toml joins to {given!r}",
        "correct the line of {given!r} under [columns]",
    ),
    "name-columns-unused": Text(
        "the {field} would come from {used!r}, and {names:quoted and} would not be used",
        "write under [columns] in goodterms.toml what each holds, such as {lines}; = false for one that is not used",
    ),
    "column-decides": Text(
        "the column {given!r} is not used, although it may say the {field}",
        "write under [columns] in goodterms.toml: {lines}; = false if it is something else",
    ),
    "column-scaled": Text(
        "the amounts of {given!r} are not whole ones: its name has {said!r}",
        "enter whole amounts, and rename the column",
    ),
    "column-in-unit": Text(
        "the values of {given!r} are in another unit: its name has {said!r}",
        "expected {expected}; change the values, and rename the column",
    ),
    "column-of-unclear-dates": Text(
        "the order of the dates of {given!r} is not clear: its name has {said!r}",
        "write dates of the column under [columns] in goodterms.toml, or rename the column",
    ),
    "column-of-other-calendar": Text(
        "the dates of {given!r} may be of another calendar: its name has {said!r}",
        "enter Gregorian dates, and rename the column",
    ),
    "column-in-zone": Text(
        "the time zone of {given!r} is not clear: its name has {said!r}",
        "name the zone in full, such as (UTC) or (Europe/Ljubljana); or rename the column if the hours are your own",
    ),
    "columns-in-two-zones": Text(
        "{given!r} is in the time zone {said}, but {other!r} does not say so",
        "give both times in one time zone, and name it in both columns",
    ),
    "column-in-zone-of-settings": Text(
        "{given!r} is in the time zone {said}, but {field} in goodterms.toml is {other}",
        "delete one of the two",
    ),
    "column-of-half-days": Text(
        "the times of {given!r} are only of a part of the day: its name has {said!r}",
        "write the times with it, such as 2:30 PM, or on a clock of 24 hours; and rename the column",
    ),
    "zone-contradicts-column": Text(
        "{given} is not {format}, which the name of the column of times says", "give the time zone only once"
    ),
    # The header and groups of rows
    "standing-values": Text("what is the same in all rows can be written under [sender] in goodterms.toml: {names}"),
    "columns-not-known": Text("goodterms columns LETTER TABLE shows what each column is taken for"),
    "header-has": Text("row {row} has: {names}"),
    "in-rows": Text("{where} in {rows}: {problem}"),
    "problem-in-rows": Text("{where} {problem} in {rows}"),
    "needed-in-rows": Text("there is no column {name!r}; it is needed in {rows}"),
    "date-ambiguous-in-rows": Text(
        "the order of day and month is not clear",
        "give --dates dmy or --dates mdy, or write dates of the column under [columns] in goodterms.toml",
    ),
    "number-ambiguous-in-rows": Text(
        "the decimal separator is not clear",
        "give --numbers comma or --numbers point, or write numbers of the column under [columns] in goodterms.toml",
    ),
    # The rows that are meant
    "no-column-of-keys": Text(
        "the table has no column of keys", "add a column named key, or choose rows by another column with --where"
    ),
    "no-keys-to-find": Text("the table has no column of keys", "give the number of the row with --row"),
    "no-such-row": Text(
        "row {given} is not one of a recipient", "did you mean {near}? the recipients are in the rows {first} to {last}"
    ),
    "unknown-row-key": Text("no row has the key {given!r}"),
    "unknown-row-key-near": Text("no row has the key {given!r}", "did you mean {near!r}?"),
    "row-key-shared": Text("the rows {rows:and} have the same key {given!r}", "give each row a different key"),
    "no-row-selected": Text("no row meets all the conditions together", "leave one of them out"),
    "where-meets-nothing": Text("no row has {given!r} in {column!r}", "it has {examples}"),
    "where-meets-nothing-near": Text("no row has {given!r} in {column!r}", "did you mean {near!r}?"),
    "where-column-twice": Text("more than one column has the name {given!r}", "rename all but one of them"),
    "unknown-column": Text("the table has no column {given!r}", "{suggestion}"),
    # Cells
    "cell-text-too-long": Text("is longer than {format} characters", "shorten it"),
    "cell-empty-text": Text("contains no visible characters", "delete it, or give a value with at least one"),
    "cell-broken-text": Text("contains bytes that are not valid text", "enter it again"),
    "cell-control-character": Text("contains the control character {format}", "write it on one line, as plain text"),
    "cell-private-use-character": Text(
        "contains the private-use character {format}", "use characters that Unicode defines"
    ),
    "cell-hidden-character": Text("contains {format}, which nobody sees", "delete it, or enter the text again"),
    "cell-bidi-override": Text("contains {format}, which changes the order of the text around it", NO_CONTROLS),
    "cell-bidi-unopened": Text("contains {format}, but no isolate is open", NO_CONTROLS),
    "cell-bidi-unclosed": Text("contains an isolate that is never closed (U+2069 is missing)", NO_CONTROLS),
    "cell-error": Text("{given} is an error of the spreadsheet", "correct the formula, or enter the value"),
    "cell-not-calculated": Text(
        "the formula {given} was never calculated", "open the table in a spreadsheet program and save it"
    ),
    "cell-format": Text(
        "{given} is shown in the format {format!r}, which goodterms cannot read", "show the number in digits"
    ),
    "cell-shown-otherwise": Text(
        "the cell holds {given} and shows {format!r}", "let the cell show the number itself, with its sign"
    ),
    "cell-as-number": Text(
        "{given!r} is a number as a program writes it", "set the column to text, and enter the postal code again"
    ),
    "cell-beside-address": Text(
        "{given!r} is not in the address, so the letter would be printed without it",
        "write under [columns] in goodterms.toml to which line it belongs, such as "
        '"ZIP" = {{ field = "address", join = ["City"] }}; = false if to none',
    ),
    "cell-of-web-page": Text(
        "{given!r} has {format!r}, which is for web pages", "write the character itself, or a new line for <br>"
    ),
    "cell-struck": Text("{given!r} is struck through", "delete what no letter should have, or the whole row"),
    "cell-date-in-part": Text(
        "the cell does not show the day of {given}", "enter the whole date, and show the day, month and year"
    ),
    "cell-date-without-year": Text(
        "the cell does not show the year of {given}", "check the year, and show the day, month and year"
    ),
    "cell-date-with-time": Text("{given!r} is a date with a time of day", "enter only the date"),
    "cell-date-swapped": Text(
        "the day and the month of {given} may be swapped: the spreadsheet kept other dates of the column as text",
        "enter all dates of the column in the same way",
    ),
    "cell-not-bikram": Text(
        "{given!r} is hardly a date of Bikram Sambat, which the name of the column says",
        "write YEAR-MONTH-DAY in that calendar, such as 2083-08-18; or rename the column",
    ),
    "cell-time-with-date": Text("{given!r} is a time of day with a date", "enter only the time"),
    "cell-is-a-moment": Text(
        "the cell holds a date or a time, {given}",
        "spreadsheet programs turn codes such as 3-12 into dates: set the cell to text, and enter it again",
    ),
    "cell-is-a-truth-value": Text("the cell holds a truth value, {given}", "set the cell to text, and enter it again"),
    "cell-number-too-long": Text(
        "{given} has more digits than a spreadsheet keeps, so its last digits are lost",
        "set the cell to text, and enter the number again",
    ),
    # The letters of rows
    "missing-letter": Text("is missing", "the letter that the row asks for; goodterms letters lists them"),
    "letter-open": Text("{given!r} may be any of these letters: {letters}", "write the name of the letter"),
    "no-letter-called": Text("{given!r} is not the name of a letter", "expected one of: {known}"),
    "no-letter-called-near": Text("{given!r} is not the name of a letter", "did you mean {near!r}?"),
    "no-column-of-letters": Text(
        "the table has no column 'letter'",
        "name the letter: goodterms batch LETTER {table}; or say in a column 'letter' which letter each row asks for",
    ),
    "column-of-letters-meant": Text(
        "the table has no column 'letter'",
        "if {meant:quoted or} says which letter each row asks for, write under [columns] in goodterms.toml: {lines}",
    ),
    "no-row-for-letter": Text("no row asks for the letter {letter}", "the rows ask for {others}"),
    "row-of-other-letter": Text("row {row} asks for the letter {other}, not for {letter}", "write {other} for it"),
    "letters-too-near": Text(
        "{first} (row {first_row}) and {second} (row {second_row}) go to the same customer; they must be {days} days "
        "apart",
        "leave out one of the two",
    ),
    "letter-too-near-to-earlier": Text(
        "{letter} goes to the same customer as {other} of {day}; they must be {days} days apart",
        "leave out the row; or change apart under [batch] in goodterms.toml",
    ),
    "letter-too-near-to-undated": Text(
        "{letter} goes to the same customer as {other} of an earlier day; they must be {days} days apart",
        "leave out the row; or change apart under [batch] in goodterms.toml",
    ),
    "in-letter": Text("{letter}: {problem}", "{hint}"),
    # Rows
    "row-too-wide": Text(
        "is beyond the last column of the header", "put quotation marks around cells that contain the delimiter"
    ),
    "missing-email": Text("is missing", "the recipient's email address"),
    "missing-locale": Text("is missing", "the reader's language; or give one for such rows with --locale"),
    "key-twice-in-rows": Text("is the key of an earlier row", "give each row a different key"),
    "letter-twice-in-rows": Text("is the same letter to the same address as an earlier row", "delete one of each two"),
    "row-not-unique-in-rows": Text(
        "cannot be distinguished from earlier rows, which are addressed to the same persons",
        "add a column named key with a different value in each row, such as the customer number",
    ),
    "file-name-twice": Text(
        "the letter would have the same file name as that of row {first}", "change one of the keys"
    ),
    "file-name-taken": Text(
        "the letter would have the same file name as {letter} to {key!r} in this outbox",
        "change the key, or choose another outbox",
    ),
    "key-twice": Text("row {first} has the same key", "give each row a different key"),
    "letter-twice": Text("is the same letter to the same address as row {first}", "delete one of the two rows"),
    "row-not-unique": Text(
        "cannot be distinguished from row {first}: both are addressed to the same person",
        "add a column named key with a different value in each row, such as the customer number",
    ),
    "row-incomplete-letter": Text("{problem}", "run goodterms check"),
}
