"""Catalogs, and the commands that work on them."""

from __future__ import annotations

from goodterms.faults.wording.text import Text

_SAVE_AS_UTF8 = "save the file as UTF-8"

TEXTS: dict[str, Text] = {
    # Reading a .po file
    "po-too-large": Text("the file has {size:,} bytes; at most {limit:,} are read"),
    "po-line-ends": Text("lines end in CR LF", "save the file with LF line ends"),
    "po-byte-order-mark": Text("the file begins with a byte order mark", f"{_SAVE_AS_UTF8} without one"),
    "po-charset": Text("the header declares the charset {charset}", f"{_SAVE_AS_UTF8} and declare charset=UTF-8"),
    "po-not-utf8": Text("byte {byte} is not UTF-8", _SAVE_AS_UTF8),
    "po-merge-conflict": Text("the file contains a merge conflict", "resolve it and remove its markers"),
    "po-stray-text": Text("neither a comment nor a keyword with a string: {text}"),
    "po-open-string": Text("a string is not closed", 'end it with "'),
    "po-unknown-escape": Text("the escape \\{escape} is unknown", "write \\\\ for a backslash"),
    "po-string-without-keyword": Text("a string has no keyword before it"),
    "po-duplicate-message": Text("the message {msgid!r} is also in line {first}"),
    "po-duplicate-keyword": Text("{keyword} is also in line {first} of the same message"),
    "po-msgstr-first": Text("{keyword} has no msgid before it"),
    "po-no-msgid": Text("a message has no msgid"),
    "po-no-msgstr": Text("a message has no msgstr"),
    "po-indexed-keyword": Text("{keyword}: only msgstr has plural forms"),
    "po-form-numbers": Text("the plural forms are {forms}", "number them from 0, without gaps"),
    "po-mixed-plural": Text("msgid_plural needs msgstr[n], and msgstr[n] needs msgid_plural"),
}
