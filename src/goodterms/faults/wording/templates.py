"""Templates and layouts."""

from __future__ import annotations

from goodterms.faults.wording.text import Text

_NO_CONTROLS = "delete it: letters isolate values by themselves"

TEXTS: dict[str, Text] = {
    # Files
    "template-missing": Text("the template {name!r} does not exist"),
    "template-syntax": Text("cannot be parsed: {reason}"),
    "template-not-compiled": Text("cannot be compiled: {reason}"),
    "template-nesting": Text("is nested too deeply, or a macro calls itself without end"),
    "template-private-use-character": Text(
        "contains the private-use character {character}", "use characters that Unicode defines"
    ),
    "template-bidi-override": Text("contains {character}, which changes the order of the text around it", _NO_CONTROLS),
    "template-bidi-unopened": Text("contains {character} without an isolate to close", _NO_CONTROLS),
    "template-bidi-unclosed": Text("contains an isolate that is not closed on its line (no U+2069)", _NO_CONTROLS),
    "forged-mark": Text("a character reference stands for the private-use character {character}", "delete it"),
    # Blocks and other templates
    "template-extends-itself": Text("extends itself through {name!r}"),
    "template-name-not-constant": Text("the name of a template must be a constant", "write it in quotes"),
    "import-as-name": Text("a template cannot be imported under a name", "write {{% from … import … with context %}}"),
    "autoescape-changed": Text("autoescape cannot be changed in a letter"),
    "outside-blocks": Text("is outside every block, so no letter shows it", "move it into a block"),
    "section-without-block": Text("has no block {given!r}, which letter.toml declares", "{suggestion}"),
    "block-without-section": Text("the block {given!r} is not a section of the letter", "{suggestion}"),
    # Messages
    "trans-variable-unused": Text("trans binds {name!r} and does not use it"),
    "trans-variable-twice": Text("trans binds {name!r} twice"),
    "trans-plural-without-variable": Text(
        "trans has a plural and no variable that selects its form",
        "name it: {{% pluralize name %}}",
    ),
    "trans-expression": Text(
        "only plain variables are allowed inside trans", "bind the expression in the tag: {{% trans name=… %}}"
    ),
    "trans-tag": Text("the tag {tag!r} is not allowed inside trans", "expected {expected:or}"),
    "trans-unclosed": Text("trans is never closed", "add {{% endtrans %}}"),
    "gettext-plural": Text("{function}() cannot be used in a letter", "write {{% trans %}} with {{% pluralize %}}"),
    "gettext-not-constant": Text(
        "{function}() takes its text as a constant", "write {{% trans %}} for a text with variables"
    ),
    # Values
    "template-failed": Text("{reason}"),
    "operator-types": Text("{operator!r} cannot be used on {left} and {right}", "only numbers can be calculated with"),
    "operator-result": Text("the result of {operator!r} is out of range"),
    "prose-joined": Text("'~' joins prose to a value", "put the value into {{% trans %}}"),
    "values-joined": Text("'~' joins values that are not text", "print them one after the other"),
    "value-missing": Text("a field without a value cannot be printed", "test it first, as in {{% if phone %}}"),
    "list-printed": Text("a list cannot be printed", "use |or_list, |and_list or a loop"),
    "value-unprintable": Text("a value of type {type} cannot be printed", "print its parts"),
    "too-many-slots": Text("prints more than {limit:,} values"),
    "filter-needs-date": Text("|{filter} takes a date, not {type}"),
    "filter-needs-time": Text("|{filter} takes a time of day, not {type}"),
    "filter-needs-name": Text("|{filter} takes the name of a person, not {type}"),
    "filter-needs-text": Text("|{filter} takes a text, not {type}"),
    "filter-needs-list": Text("|{filter} takes a list, not {type}"),
    "filter-needs-list-or-text": Text("|{filter} takes a list or a text, not {type}"),
    "filter-needs-range": Text("|to takes two numbers, percentages or amounts in one currency, not {types:and}"),
    "plural-not-a-number": Text("a plural form is selected by a number from 0 up, not by {given}"),
    "plural-rule-failed": Text("the plural rule of the catalog fails for {number}: {reason}"),
    "plural-rule-without-form": Text("the plural rule of the catalog gives form {form} for {number}; there is none"),
}
