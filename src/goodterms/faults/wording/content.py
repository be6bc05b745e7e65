"""The files of content: TOML files of letters, languages and settings, and how they and others are read."""

from __future__ import annotations

from goodterms.faults.wording.text import NO_CONTROLS, Text

_CLDR_JSON = "regenerate it with scripts/cldr_data.py from the sources of goodterms"

TEXTS: dict[str, Text] = {
    # Layers and files
    "no-content": Text("{folder} has neither templates/ nor locales/", "give the folder that contains them"),
    "content-unreadable": Text("cannot be read: {reason}"),
    "content-not-utf8": Text("byte 0x{byte:02X} is not valid UTF-8", "save the file as UTF-8"),
    "content-syntax": Text("is not valid JSON: {reason}", _CLDR_JSON),
    "content-not-an-object": Text("is not a JSON object", _CLDR_JSON),
    "source-language-unknown": Text(
        "the header {header} is {given!r}, which is not a language that CLDR knows",
        "give the code of the language that the messages are written in",
    ),
    "content-outside": Text(
        "this is a symbolic link to a file outside of {folder}, which is not read", "put a copy of the file there"
    ),
    "prose-too-deep": Text("the prose is nested too deeply", "reduce the nesting"),
    "settings-not-extensible": Text(
        "nothing can be added to it as it is written", "run the command without --write and copy the lines yourself"
    ),
    # Any TOML file
    "toml-syntax": Text("is not valid TOML: {reason}"),
    "toml-nesting": Text("tables are nested too deeply", "reduce the nesting"),
    "unknown-key": Text("unknown key {key}", "{suggestion}"),
    "more-unknown-keys": Text("{count:,} more unknown keys, from {key} on", "is this the right file?"),
    "not-text": Text("{key} is {given}", "expected text in quotes"),
    "not-true-or-false": Text("{key} is {given}", "expected true or false"),
    "not-a-positive-integer": Text("{key} is {given}", "expected a whole number, 1 or more"),
    "not-an-integer-between": Text("{key} is {given}", "expected a whole number from {least} to {most}"),
    "not-a-positive-number": Text("{key} is {given}", "expected a number greater than 0"),
    "not-a-percentage": Text("{key} is {given}", "expected a number from 0 to 100"),
    "not-a-list-of-texts": Text("{key} is {given}", 'expected a list of values in quotes, such as ["a", "b"]'),
    "not-days": Text("{key} is {given}", 'expected a number of days, such as "30 days", or false'),
    "not-a-table": Text("{key} is {given}", "expected a table, [{key}]"),
    "not-an-option": Text("{key} is {given!r}", "{suggestion}"),
    "invalid-value": Text("{key}: {problem}", "{hint}"),
    # The sender's values
    "no-such-sender-table": Text("{given} is neither a field nor a language: {problem}", "{hint}"),
    "sender-language-twice": Text("{key} is for the same language as {other!r}", "put all values into one of the two"),
    "sender-language-with-keywords": Text(
        "{given} has an extension, and values are for a language with any digits and any calendar",
        "name the table after {tag!r}",
    ),
    # Terms
    "not-a-term": Text(
        "{key} is {given}",
        'expected a translation in quotes, a list of them, a table such as {{ translations = ["naročil|o"], '
        'note = "…" }}, or false for no term',
    ),
    "not-a-phrase": Text(
        "{key}: {given!r} is not a word or phrase",
        "expected words; | or * where an ending begins, … for words between",
    ),
    "term-twice": Text("{key} is the same term as {other!r}", "delete one of the two"),
    "term-without-translation": Text("{key} has no translation", "add one or more, or write false for no term"),
    "exception-without-term": Text("{key} does not contain the term {term!r}", "write the phrase as the source has it"),
    "exception-without-reason": Text("{key} has no reason", "say why the term is not translated as usual there"),
    # The columns and words of goodterms.toml
    "not-a-column": Text(
        "{key} is {given}",
        'expected the name of a field in quotes, a table such as {{ field = "last_day", '
        'dates = "dmy" }}, or false for a column that is not used',
    ),
    "column-named-twice": Text("{key} names the same column as {other!r}", "delete one of the two lines"),
    "column-without-field": Text("{key} does not say what the column is", 'add field, such as field = "last_day"'),
    "no-such-field-near": Text("{key}: no letter has a field {given!r}", "did you mean {near!r}?"),
    "no-such-field": Text("{key}: no letter has a field {given!r}", "goodterms fields LETTER lists those of a letter"),
    "field-without-choices": Text(
        "{key}: the field {given!r} takes no choices that words could mean", "expected one of: {known}"
    ),
    "values-of-unknown-field": Text("{key}: no letter has a field {given!r}", "{suggestion}"),
    "unknown-meaning": Text("{key} is {given!r}, which letters do not know", "goodterms locales lists the languages"),
    "key-control-character": Text("{key} contains the control character {character}", "delete it"),
    "key-private-use-character": Text(
        "{key} contains the private-use character {character}", "use characters that Unicode defines"
    ),
    "key-bidi-override": Text("{key} contains {character}, which changes the order of the text around it", NO_CONTROLS),
    "key-bidi-unopened": Text("{key} contains {character}, but no isolate is open", NO_CONTROLS),
    "key-bidi-unclosed": Text("{key} contains an isolate that is never closed (U+2069 is missing)", NO_CONTROLS),
    # letter.toml
    "no-steps": Text("declares no steps", "add a table [steps.NAME] for each step, in order"),
    "no-such-ancestor": Text("{key}: {given!r} has no letter.toml", "{suggestion}"),
    "too-many-ancestors": Text(
        "{key}: the letter extends more than {limit} others, or itself", "shorten the chain, or break the cycle"
    ),
    "field-without-type": Text("{key} is missing", "expected one of: {known}"),
    "unusable-field-name": Text(
        "{key}: templates cannot use the name {given!r}",
        "choose a Python identifier that has no other meaning in a template",
    ),
    "choice-without-options": Text("{key} is missing", "a field of type choice needs options"),
    "options-without-choice": Text(
        "{key} is not allowed for the type {type!r}", "remove it: only a field of type choice has options"
    ),
    "not-options": Text("{key}: not options: {given:quoted and}", "expected some of: {known}"),
    "several-without-many": Text(
        "{key}: the field takes only one choice", "add many = true to the field, or remove {key}"
    ),
    "option-with-separator": Text(
        "{key}: not usable with many = true: {given:quoted and}", "remove the commas, semicolons and line breaks"
    ),
    "options-folder-empty": Text(
        "{key}: templates/{given} has no folders", "add a folder for each option, with the words of the option in it"
    ),
    "record-without-parts": Text("{key} is missing", "a field of type record needs a table for each of its parts"),
    "parts-without-record": Text(
        "{key} is not allowed for the type {type!r}", "remove it: only a field of type record has parts"
    ),
    "item-without-records": Text(
        "{key} is not allowed here", "remove it: only a field of type record with many = true names one record"
    ),
    "item-is-taken": Text("{key}: {given!r} is the name of a field, or of a record of another field", "choose another"),
    "at-least-without-count": Text(
        "{key} is not allowed for the type {type!r}", "remove it: only a field of type count has a least number"
    ),
    "lies-without-date": Text(
        "{key} is not allowed for the type {type!r}", "remove it: only fields of type date, month and dated lie in time"
    ),
    "years-without-count": Text(
        "{key} is not allowed for the type {type!r}", "remove it: only a field of type count, without many, has it"
    ),
    "years-without-date": Text("{key} is missing", "name the field with the date"),
    "years-between-no-dates": Text("{key}: the field {field!r} is not of type date", "name a field of type date"),
    "condition-needs-many": Text(
        "{key}: the field {field!r} takes only one choice", "use when, or add many = true to that field"
    ),
    "need-without-fields": Text("{key} is missing", "name the fields of which one must have a value"),
    "sample-missing": Text("{key} is missing", "add sample = …, as a user would type it"),
    "no-fitting-field": Text("{key}: {given!r} is not a field of type {types:or}", "{suggestion}"),
    "meeting-incomplete": Text("{key} is missing", "a meeting needs a date and a time"),
    "record-without-moment": Text(
        "{key}: the record {given!r} has no day and hour",
        "give it a part date of type date and a part time of type time",
    ),
    "date-limit-without-date": Text(
        "{key} is not allowed for the type {type!r}", "remove it: only a field of type date, without many, has a limit"
    ),
    "date-limit-no-date": Text("{key}: {given!r} is not a field of type date", "{suggestion}"),
    "cancels-and-repeats": Text(
        "{key}: a letter either cancels a meeting or repeats the invitation to it", "delete one of the two keys"
    ),
    "invites-to-no-meeting": Text("{key}: the letter {given!r} does not invite to a meeting", "name one that does"),
    "several-cancellations": Text(
        "{key}: the meeting of {letter} is cancelled by {names:and}", "keep only one letter that cancels it"
    ),
    "unknown-field-in-condition": Text("{key}: there is no field {given!r}", "{suggestion}"),
    "condition-not-a-choice": Text("{key}: the field {field!r} is not of type choice", "use a field of type choice"),
    "condition-never-met": Text("{key}: the field {field!r} cannot be {choices:or}", "expected one of: {options}"),
    # language.toml, and the conventions in goodterms.toml
    "not-a-font": Text(
        "{key}: not valid as a font name: {given:quoted and}", "use letters, digits, spaces and hyphens"
    ),
    "not-a-region-code": Text("{key} is not a known region code", "expected an ISO 3166 code, such as IN"),
    "not-a-region-code-near": Text("{key} is not a known region code", "did you mean {near!r}?"),
    "not-a-currency-code": Text("{key} is not a known currency code", "expected an ISO 4217 code, such as EUR"),
    "not-a-currency-code-near": Text("{key} is not a known currency code", "did you mean {near!r}?"),
    "pattern-placeholders": Text(
        "{key}: {given!r} does not contain each placeholder exactly once", "use {places:and}, each exactly once"
    ),
    "weekdays-incomplete": Text("{key} has {count} names", "expected 7, Monday first"),
    "not-a-number-form": Text(
        "{key} is not the name of a form", "expected small letters and hyphens, such as feminine"
    ),
    "not-a-number-in-words": Text("{key} is not a number that can be in words", "expected a number from 0 to {most}"),
    "number-without-word": Text("{key} is empty", "expected the word for {number}"),
    "not-a-limit-of-words": Text("{key} is {given}", "expected a whole number from 0 (no words) to {most}"),
    "day-period-without-name": Text("{key} has no name", 'add {period} = "…" to the table day_periods'),
    "day-periods-at-one-hour": Text(
        "{key}: {other} begins at hour {hour}, too", "give each period of the day an hour of its own"
    ),
    "months-incomplete": Text("{key} has {count} names", "expected 12"),
    "calendar-incomplete": Text("{key} is missing", "a calendar needs: {needed}"),
    # goodterms.toml
    "unknown-timezone": Text(
        "{key}: {given!r} is not a known time zone", "expected an IANA name, such as Europe/Ljubljana"
    ),
    "unknown-timezone-near": Text("{key}: {given!r} is not a known time zone", "did you mean {near!r}?"),
    "not-a-colour": Text("{key}: {given!r} is not a colour", "expected #RRGGBB, such as #2f5d50"),
    "logo-missing": Text(
        "{key}: the file {given!r} does not exist", "give the path relative to the folder of goodterms.toml"
    ),
    "logo-suffix": Text(
        "{key}: {given!r} is not an image that letters can use", "expected a file that ends in {suffixes:or}"
    ),
    "logo-too-large": Text("{key}: {given!r} has {reason}", "make a smaller picture of it"),
    "logo-unreadable": Text("this file is not an image that letters can use", "{reason}"),
}
