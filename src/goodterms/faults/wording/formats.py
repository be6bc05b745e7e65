"""Letters that cannot be written in a format, and what this machine lacks for it."""

from __future__ import annotations

from goodterms.faults.wording.text import Text

_ONE_ADDRESS = "expected one address, such as care@lipa.example"
_NO_ADDRESS = "{given!r} is not a valid email address: {reason}"
_MEANT = "did you mean {near!r}?"
_INSTALL_PDF = "install it with: python -m pip install 'goodterms[pdf]'"

TEXTS: dict[str, Text] = {
    # Mails and invitations
    "unknown-attachment": Text("{given!r} is not a format that can be attached to an email", "{suggestion}"),
    "missing-recipient-address": Text(
        "is missing", "give the recipient's address: --to ADDRESS, or a column named email"
    ),
    "missing-colleague-address": Text(
        "is missing", "give the address of the colleague that this document is for; it never goes to the customer"
    ),
    "missing-sender-address": Text("is missing", 'give the sender\'s address: [mail] from = "care@lipa.example"'),
    "invalid-mailbox": Text(_NO_ADDRESS, _ONE_ADDRESS),
    "invalid-mailbox-near": Text(_NO_ADDRESS, _MEANT),
    "invalid-mailbox-somehow": Text("{given!r} is not a valid email address", _ONE_ADDRESS),
    "invalid-mailbox-somehow-near": Text("{given!r} is not a valid email address", _MEANT),
    "address-without-at": Text("it has no @"),
    "address-other-at": Text("another character is in place of the @"),
    "address-nothing-before": Text("nothing is before the @"),
    "address-nothing-after": Text("nothing is after the @"),
    "address-with-more": Text("it has more than the address, such as a name"),
    "address-quoted": Text("it has quotation marks"),
    "address-of-machine": Text("it has the number of a machine in brackets after the @"),
    "address-two-dots": Text("it has two dots in a row"),
    "address-dot-at-start": Text("it begins with a dot"),
    "address-dot-before-at": Text("a dot is just before the @"),
    "address-dot-after-at": Text("a dot is just after the @"),
    "address-dot-at-end": Text("it ends with a dot"),
    "address-hyphen": Text("after the @, a hyphen is in a place where none can be"),
    "address-without-dot": Text("the part after the @ has no dot"),
    "address-unknown-end": Text("no domain has this ending"),
    "address-reserved": Text("its domain is reserved and gets no mail"),
    "address-over-limit": Text("it is too long"),
    "address-with-ats": Text("it has more than one @"),
    "address-blank": Text("it has a blank"),
    "address-character": Text("it has the character {character}"),
    "mailbox-not-ascii": Text(
        "{given!r} has non-ASCII characters before the @; many mail servers reject them",
        "use only ASCII before the @, such as care@lipa.example",
    ),
    "mailbox-name-too-long": Text(
        "is too long: {length:,} characters; the limit for a name in an email is {limit:,}",
        "give only the name, on one line",
    ),
    "too-many-lines": Text("has {count:,} lines; at most {most} are taken", "give only the lines of the address"),
    "encoded-word": Text("contains {text!r}, which email programs would decode", "write it as plain text"),
    "missing-timezone": Text("is missing", 'give the time zone of meetings: [mail] timezone = "Europe/Ljubljana"'),
    "no-meeting": Text(
        "{letter} is not an invitation to a meeting, so it has no calendar entry",
        "to give it one, add a table [meeting] to its letter.toml",
    ),
    "cancellation-without-key": Text(
        "is missing: without it, the calendar cannot find the meeting that {letter} cancels",
        "give the key that the invitation had",
    ),
    "skipped-time": Text("{given} does not exist on {day}: clocks in {timezone} skip it", "choose another time"),
    "repeated-time": Text(
        "{given} occurs twice on {day}: clocks in {timezone} are put back", "choose another time, or give it in UTC"
    ),
    "reader-timezone-missing": Text(
        "is missing: the meeting is at the customer's, and begins by the clock there",
        "give the customer's time zone: --timezone Europe/Ljubljana, or a column named timezone",
    ),
    "year-out-of-range": Text("{given} is out of range", "expected a year from {first} to {last}"),
    # Pages
    "missing-glyph": Text(
        "no font contains this character; it occurs in “{excerpt}”", "run goodterms doctor to list the missing fonts"
    ),
    "not-in-xml": Text(
        "contains {character}, which a document for word processors cannot contain", "remove the character"
    ),
    "layout-document": Text("letters cannot be put into this document: {reason}"),
    "address-too-long": Text(
        "has {lines} lines; the window of the envelope holds {holds} of them",
        "leave out, join or shorten lines; these do not fit: {over}",
    ),
    "address-lines-too-wide": Text(
        "does not fit the window of the envelope, which is narrower than some lines and holds {holds} of {lines}",
        "shorten these lines: {wide}",
    ),
    "address-word-too-wide": Text(
        "{word!r} is wider than the window of the envelope", "shorten it, or write it as two words"
    ),
    "letterhead-too-wide": Text(
        "does not fit above the recipient's address, in the window of the envelope", "use fewer or shorter lines"
    ),
    "letterhead-too-tall": Text("reaches down into the window of the envelope", "use fewer lines"),
    # Layouts of pages
    "layout-error": Text("{reason}", "{hints}"),
    "layout-import": Text(
        "{word} is not followed by the name of a file in quotes",
        'name a file of the layout\'s folder, as in: import "blocks.typ": value; avoid the word elsewhere',
    ),
    "layout-eval": Text("calls eval; a layout cannot run code from a text", "write the code itself"),
    "layout-package": Text(
        "imports the package {package}; a layout cannot import packages",
        "copy what it needs from the package into the layout's folder",
    ),
    "layout-blocks": Text(
        "does not print each block once, in order and with its label",
        "print every block once, in order, through prose() from blocks.typ",
    ),
    # What this machine lacks
    "typst-missing": Text("PDF needs Typst: {reason}", _INSTALL_PDF),
    "segno-missing": Text("a QR code needs segno: {reason}", _INSTALL_PDF),
    "no-fonts": Text("PDF needs fonts, but this machine has none", "run goodterms doctor to see how to get them"),
    "fonts-other-system": Text("fonts can be downloaded only on Debian and Ubuntu", "install them with: {command}"),
    "fonts-not-downloaded": Text(
        "apt-get download did not provide {package}", "as root, run: apt-get install {package}"
    ),
    "command-failed": Text("{command} failed: {reason}"),
    "command-failed-silently": Text("{command} failed without a message"),
}
