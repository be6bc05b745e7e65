"""Templates and layouts."""

from __future__ import annotations

from goodterms.faults.wording.text import NO_CONTROLS, Text

_SHARE = "expected a whole number of percent from 0 to 100, as in: bar 30"
_LINES = "expected a whole number from 1 to 30, as in: lines 3"

_NAME_IN_QUOTES = (
    'write it in quotes; an include may have a choice between two constants: "_offers/" ~ offer ~ "/offer.md.j2"'
)

TEXTS: dict[str, Text] = {
    # Files
    "template-missing": Text("the template {name!r} does not exist"),
    "template-syntax": Text("cannot be parsed: {reason}"),
    "template-not-compiled": Text("cannot be compiled: {reason}"),
    "template-nesting": Text(
        "is nested too deeply, or a macro calls itself endlessly",
        "reduce the nesting, or stop the macro from calling itself",
    ),
    "template-private-use-character": Text(
        "contains the private-use character {character}", "use characters that Unicode defines"
    ),
    "template-bidi-override": Text("contains {character}, which changes the order of the text around it", NO_CONTROLS),
    "template-bidi-unopened": Text("contains {character}, but no isolate is open", NO_CONTROLS),
    "template-bidi-unclosed": Text(
        "contains an isolate that is not closed on its line (U+2069 is missing)", NO_CONTROLS
    ),
    "forged-mark": Text("a character reference produces the private-use character {character}", "delete it"),
    "forged-character": Text("a character reference produces {character}, which no letter prints", "delete it"),
    "template-character": Text("contains {character}, which no letter prints", "delete it"),
    "template-reference": Text("{reference} is {character}, which no letter prints", "delete it"),
    # Tables, bars and lines to write on
    "table-row-too-long": Text(
        "a row has more cells than the table's {columns} columns: {row}", "remove a cell, or write | in a text as \\|"
    ),
    "bar-without-share": Text("the bar has no share", _SHARE),
    "bar-share": Text("the share of the bar is {given!r}", _SHARE),
    "bar-without-label": Text("'bar {share}' has no label", "write between the fences what the bar shows"),
    "lines-without-number": Text("the number of lines to write on is missing", _LINES),
    "lines-number": Text("the number of lines to write on is {given!r}", _LINES),
    # Blocks and other templates
    "template-extends-itself": Text("extends itself through {name!r}", "break the cycle"),
    "template-name-not-constant": Text("the name of a template must be a constant", _NAME_IN_QUOTES),
    "include-without-templates": Text(
        "no template matches {name}", "add one for each option, or correct the name of the include"
    ),
    "include-option-missing": Text(
        "the option {option!r} of {field} has no template {name!r}",
        "add the file, or end the include with ignore missing",
    ),
    "include-by-several": Text(
        "{field} can have several values, but an include takes one",
        "write the include in a loop: {{% for one in {field} %}}",
    ),
    "include-by-nothing": Text(
        "{variable} has no value, so it names no template to include", "test it first, as in {{% if {variable} %}}"
    ),
    "include-of-other": Text("there is no template '{start}{given}{end}'", "{suggestion}"),
    "import-as-name": Text("a template cannot be imported with 'as'", "write {{% from … import … with context %}}"),
    "template-steps": Text(
        "takes more than {limit:,} turns of loops and calls of macros", "loop over fewer things, or stop the macro"
    ),
    "values-joined-too-long": Text("~ joins more than {limit:,} characters", "print the values one after the other"),
    "styles-end": Text("contains {tag}, which ends the style sheet in a page", "delete it; a style sheet has no tags"),
    "autoescape-changed": Text("autoescape cannot be changed in a letter", "do not set autoescape"),
    "outside-blocks": Text("is outside every block, so no letter shows it", "move it into a block"),
    "section-without-block": Text(
        "letter.toml declares {given!r}, but this template has no such block", "{suggestion}"
    ),
    "block-without-section": Text("the block {given!r} is not a section of the letter", "{suggestion}"),
    "unknown-variable": Text("the letter {letter} has no field {given!r}", "{suggestion}"),
    # Messages
    "trans-variable-unused": Text(
        "trans binds {name!r} and does not use it", "use {name!r} in the text, or remove it from the tag"
    ),
    "trans-variable-twice": Text("trans binds {name!r} twice", "bind it only once"),
    "trans-plural-without-variable": Text(
        "trans has a plural but no variable to select the form", "name the variable: {{% pluralize name %}}"
    ),
    "trans-expression": Text(
        "only plain variables are allowed inside trans", "bind the expression in the tag: {{% trans name=… %}}"
    ),
    "trans-tag": Text("the tag {tag!r} is not allowed inside trans", "expected {expected:or}"),
    "trans-unclosed": Text("trans is never closed", "add {{% endtrans %}}"),
    "gettext-plural": Text("{function}() cannot be used in a letter", "write {{% trans %}} with {{% pluralize %}}"),
    "gettext-not-constant": Text("{function}() takes only constant text", "use {{% trans %}} for text with variables"),
    # Values
    "template-failed": Text("{reason}"),
    "operator-types": Text(
        "{operator!r} cannot be used on {left} and {right}", "use numbers: calculations work only with numbers"
    ),
    "operator-result": Text("the result of {operator!r} is out of range"),
    "prose-joined": Text("'~' cannot join prose and a value", "put the value inside {{% trans %}}"),
    "values-joined": Text("'~' cannot join values that are not text", "print them one after the other"),
    "value-missing": Text("a field without a value cannot be printed", "test it first, as in {{% if phone %}}"),
    "record-printed": Text("a record cannot be printed", "print one of its parts: {parts}"),
    "unknown-part-in-template": Text("the record has no part {given!r}", "{suggestion}"),
    "filter-needs-records": Text("|{filter} takes a list of records, not of {type}"),
    "list-printed": Text("a list cannot be printed", "use |or_list, |and_list or a loop"),
    "value-unprintable": Text("a value of type {type} cannot be printed", "print its parts"),
    "too-many-slots": Text("prints too many values: the limit is {limit:,}", "print fewer values"),
    "filter-needs-date": Text("|{filter} takes a date, not {type}"),
    "filter-needs-width": Text("|{filter} cannot write a date in the width {given!r}", "{suggestion}"),
    "filter-needs-time": Text("|{filter} takes a time of day, not {type}"),
    "filter-needs-zone": Text("|zone takes the time of a meeting that is zoned, not {type}", "ask before: is zoned"),
    "filter-needs-name": Text("|{filter} takes a person's name, not {type}"),
    "filter-needs-text": Text("|{filter} takes text, not {type}"),
    "filter-needs-list": Text("|{filter} takes a list, not {type}"),
    "filter-needs-list-or-text": Text("|{filter} takes a list or text, not {type}"),
    "filter-needs-range": Text(
        "|to takes two numbers, two percentages or two amounts in the same currency, not {types:and}"
    ),
    "words-not-a-number": Text(
        "a translation has {{{name}:{form}}}, a whole number in words, but the value is {given}",
        "write {{{name}}} in the catalog of {language}",
    ),
    "form-not-of-a-date": Text(
        "a translation has {{{name}:{form}}}, a form of the names of months, but the value is {given}",
        "write {{{name}}} in the catalog of {language}",
    ),
    "words-not-a-number-type": Text(
        "a translation has {{{name}:{form}}}, a whole number in words, but the type of the value is {type}",
        "write {{{name}}} in the catalog of {language}",
    ),
    "form-not-of-a-date-type": Text(
        "a translation has {{{name}:{form}}}, a form of the names of months, but the type of the value is {type}",
        "write {{{name}}} in the catalog of {language}",
    ),
    "plural-not-a-number": Text("a plural form is selected by a number, 0 or more, not by {given}"),
    "plural-rule-failed": Text("the plural rule of the catalog fails for {number}: {reason}"),
    "plural-rule-without-form": Text(
        "the plural rule of the catalog gives form {form} for {number}, but there is no form {form}"
    ),
}
