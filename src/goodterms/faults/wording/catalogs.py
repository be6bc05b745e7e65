"""Catalogs, and the commands that work on them."""

from __future__ import annotations

from goodterms.faults.wording.text import NO_CONTROLS, Text

_SAVE_AS_UTF8 = "save the file as UTF-8"
_MESSAGE_CHANGED = "leave the columns context and message unchanged"

TEXTS: dict[str, Text] = {
    # goodterms catalog
    "content-folder-needed": Text(
        "is missing: this command would change the catalogs of the installed program",
        "give the folder with your own catalogs: --content DIR",
    ),
    "language-unknown-to-cldr": Text(
        "{given!r} is not a language in CLDR", "expected a BCP 47 tag, such as hi or pt-BR"
    ),
    "catalog-exists": Text("{path} already exists", "update it with: goodterms catalog update"),
    "catalog-not-created": Text("{path} does not exist", "create it with: goodterms catalog add {language}"),
    "folder-not-created": Text("the folder {folder} cannot be created: {reason}"),
    "todo-suffix": Text("{suffix} files cannot be written", "expected .po, .xlsx or .csv"),
    "header-language-without-catalog": Text("the header Language is {given!r}, which has no catalog", "{suggestion}"),
    "column-language-without-catalog": Text("the column language is {given!r}, which has no catalog", "{suggestion}"),
    "file-of-other-language": Text("the file is in {given}; {expected} is expected", "take it on the page of {given}"),
    "region-implied": Text(
        "{given!r} is {language!r} in the region that it is usually written in",
        "goodterms catalog add {language} creates a catalog for all regions; --region, one only for this region",
    ),
    "error-in-letter": Text("{message}", "correct the translation"),
    "error-in-translation": Text("{message} ({rule})"),
    "warning-in-translation": Text("{message} ({rule})"),
    "message-not-in-letters": Text(
        "{given!r} is not a message of any letter", "write the current messages with: goodterms catalog todo {language}"
    ),
    # goodterms catalog: rows of a todo table
    "no-rows-to-take": Text("has no rows below its header", "add a row for each translation"),
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
    # goodterms catalog terms
    "import-and-output": Text("cannot be combined with --import", "give one of the two"),
    "terms-suffix": Text("{suffix} files cannot be written", "expected one of: {known}"),
    "terms-suffix-read": Text("{suffix} files cannot be read", "expected one of: {known}"),
    "tbx-damaged": Text("cannot be read: {reason}", "expected a TBX file, without a document type"),
    "tbx-too-large": Text("the file has {size:,} bytes; the limit is {limit:,}"),
    "tbx-without-terms": Text(
        "has no term in both {origin} and {target}", "its languages are {found:and}; is it the right file?"
    ),
    "row-term-twice": Text("{given!r} is also in row {row}", "keep one of the two rows"),
    # Reading a .po file
    "po-too-large": Text("the file has {size:,} bytes; the limit is {limit:,}"),
    "po-line-ends": Text("the lines end in CR LF", "save the file with LF line endings"),
    "po-byte-order-mark": Text("the file begins with a byte order mark", f"{_SAVE_AS_UTF8} without one"),
    "po-charset": Text("the header declares the charset {charset}", f"{_SAVE_AS_UTF8} and declare charset=UTF-8"),
    "po-other-charset": Text("the file is in the charset {charset}", f"{_SAVE_AS_UTF8} and declare charset=UTF-8"),
    "po-not-utf8": Text("byte {byte} is not valid UTF-8", _SAVE_AS_UTF8),
    "po-merge-conflict": Text("the file contains a merge conflict", "resolve it and remove its markers"),
    "po-stray-text": Text("{text} is neither a comment nor a keyword with a string", "delete it"),
    "po-comment-inside": Text("a comment is in the middle of a message", "move it above the message"),
    "po-inner-byte-order-mark": Text("a byte order mark is in the middle of the file", "delete it"),
    "po-bare-quote": Text(
        "a quotation mark ends the string before the end of the line", 'write \\" for a quotation mark'
    ),
    "po-open-string": Text("a string is not closed", 'end it with "'),
    "po-unknown-escape": Text("the escape \\{escape} is unknown", "write \\\\ for a backslash"),
    "po-string-without-keyword": Text("a string has no keyword before it", "add a keyword before it"),
    "po-duplicate-message": Text("the message {msgid!r} is also on line {first}", "delete one of the two"),
    "po-duplicate-keyword": Text("{keyword} is also on line {first}, in the same message", "delete one of the two"),
    "po-msgstr-first": Text("{keyword} has no msgid before it", "add a msgid before {keyword}"),
    "po-no-msgid": Text("a message has no msgid", "add a msgid"),
    "po-no-msgstr": Text("a message has no msgstr", "add a msgstr"),
    "po-indexed-keyword": Text("{keyword} has an index, but only msgstr can have plural forms", "remove the index"),
    "po-form-numbers": Text("the plural forms are numbered {forms}", "number them from 0, without gaps"),
    "po-mixed-plural": Text("msgid_plural and msgstr[n] must be used together", "add the one that is missing"),
    # goodterms check
    "unknown-rule": Text("{given!r} is not a rule", "{suggestion}"),
    "unknown-level": Text("{given!r} is not a level", "{suggestion}"),
    "language-without-catalog": Text("{given!r} has no catalog", "{suggestion}"),
    "not-a-minimum": Text(
        "{given!r} is not a valid minimum", "expected a percentage from 0 to 100, for all languages or as LANG=PERCENT"
    ),
    "not-a-level-of-rule": Text("{given!r} names no rule and level", "expected RULE=LEVEL, such as untranslated=error"),
    "built-in-and-other": Text("cannot be combined with {other}", "leave out one of them"),
    "no-catalogs": Text("no catalogs found", "give .po or .pot files, or folders that contain them"),
    "no-catalogs-here": Text(
        "no catalogs found in this folder",
        "give .po or .pot files, or folders that contain them; --content DIR checks your own letters, --built-in those "
        "that come with goodterms",
    ),
    "update-without-baseline": Text("requires a file", "add --baseline FILE"),
    "baseline-unreadable": Text(
        "{path} cannot be read: {reason}", "if it does not exist yet, create it with --update-baseline"
    ),
    "not-a-baseline": Text("{path} is not a baseline: {reason}", "write it again with --update-baseline"),
    "baseline-without-findings": Text(
        "{path} is not a baseline: expected an array of findings", "write it again with --update-baseline"
    ),
    "git-missing": Text("git is not installed", "install it, or use --baseline"),
    "no-repository": Text("{folder} is not in a git repository", "use --baseline instead"),
    "unknown-revision": Text("git has no revision {given!r}", "give a commit, a branch or a tag"),
    # Catalogs that letters are written from
    "catalog-syntax": Text("{problem} (column {column})", "{hint}"),
    "plural-header": Text("the Plural-Forms header {given!r} is not valid", "expected nplurals=N; plural=EXPRESSION;"),
    "plural-count": Text("nplurals in the Plural-Forms header is {count}", "expected 1 to {limit}"),
    "plural-rule-fails": Text("the plural rule {rule!r} cannot be evaluated: {reason}"),
    "plural-form-outside": Text("the plural rule gives form {form} for {number}, but nplurals is {count}"),
    "plural-forms-count": Text(
        "the number of plural forms of {msgid!r} is {count}, but nplurals is {expected}",
        "expected msgstr[0] to msgstr[{last}]",
    ),
    "translation-character": Text("the translation contains {character}, which is not allowed", "delete it"),
    "translation-reference": Text(
        "the translation contains {reference}, which is {character}; that is not allowed", "delete it"
    ),
    "translation-adds-link": Text(
        "the translation adds {added:quoted}, which its message does not have",
        "delete it; a link, an image or an address belongs in the template",
    ),
    "translation-bidi-override": Text(
        "the translation contains {character}, which changes the order of the text around it", NO_CONTROLS
    ),
    "translation-bidi-unopened": Text("the translation contains {character}, but no isolate is open", NO_CONTROLS),
    "translation-bidi-unclosed": Text(
        "the translation contains an isolate that is never closed (U+2069 is missing)", NO_CONTROLS
    ),
    "unpaired-brace": Text("{string!r} has an unpaired brace", "write {{{{ for {{ and }}}} for }}"),
    "unknown-placeholder": Text("unknown placeholder {{{given}}}", "{suggestion}"),
    "missing-placeholder": Text("the placeholder {{{name}}} is missing from {string!r}", "insert it"),
    "unknown-number-form": Text("unknown form of a value, {{{name}:{given}}}", "{suggestion}"),
    "language-without-number-forms": Text(
        "{{{name}:{given}}} asks for a number in words, and the language has none",
        "write {{{name}}}, or add words to language.toml, in a table [number_words.{given}]",
    ),
    "missing-number": Text(
        "the placeholder {{{name}}} is missing from form {form}, which is used for {numbers} …",
        "add it: only a form for a single number can omit it",
    ),
    # Why a message is missing
    "message-not-in-catalog": Text("not in the catalog"),
    "message-untranslated": Text("not translated"),
    "message-forms-untranslated": Text("form {forms:and} not translated"),
    "message-fuzzy": Text("marked fuzzy"),
    "message-without-plural": Text("without plural forms"),
    "message-with-plural": Text("with plural forms that the letter does not ask for"),
}
