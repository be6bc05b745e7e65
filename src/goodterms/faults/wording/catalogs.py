"""Catalogs, and the commands that work on them."""

from __future__ import annotations

from goodterms.faults.wording.text import Text

_NO_CONTROLS = "delete it: letters isolate values by themselves"

TEXTS: dict[str, Text] = {
    # Catalogs that letters are written from
    "catalog-syntax": Text("{problem} (column {column})", "{hint}"),
    "plural-header": Text("the Plural-Forms header is {given!r}; expected nplurals=N; plural=EXPRESSION;"),
    "plural-count": Text("nplurals in the Plural-Forms header is {count}; expected 1 to {limit}"),
    "plural-rule-fails": Text("the plural rule {rule!r} cannot be evaluated: {reason}"),
    "plural-form-outside": Text("the plural rule gives form {form} for {number}, but nplurals is {count}"),
    "plural-forms-count": Text(
        "the number of plural forms of {msgid!r} is {count}, but nplurals is {expected}",
        "expected msgstr[0] to msgstr[{last}]",
    ),
    "translation-character": Text("the translation contains {character}", "delete it"),
    "translation-bidi-override": Text(
        "the translation contains {character}, which changes the order of the text around it", _NO_CONTROLS
    ),
    "translation-bidi-unopened": Text("the translation contains {character} without an isolate to close", _NO_CONTROLS),
    "translation-bidi-unclosed": Text(
        "the translation contains an isolate that is never closed (no U+2069)", _NO_CONTROLS
    ),
    "unpaired-brace": Text("{string!r} has an unpaired brace", "write {{{{ for {{ and }}}} for }}"),
    "unknown-placeholder": Text("unknown placeholder {{{given}}}", "{suggestion}"),
    "missing-placeholder": Text("the placeholder {{{name}}} is missing from {string!r}", "insert it"),
    "missing-number": Text(
        "the placeholder {{{name}}} is missing from form {form}, which is used for {numbers} …",
        "insert it: only a form for a single number can go without",
    ),
    # Why a message is missing
    "message-not-in-catalog": Text("not in the catalog"),
    "message-untranslated": Text("not translated"),
    "message-forms-untranslated": Text("form {forms:and} not translated"),
    "message-fuzzy": Text("marked fuzzy"),
    "message-without-plural": Text("without plural forms"),
    "message-with-plural": Text("with plural forms that the letter does not ask for"),
}
