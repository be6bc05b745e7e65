"""Letters that cannot be written in a format, and what this machine lacks for it."""

from __future__ import annotations

from goodterms.faults.wording.text import Text

_ONE_ADDRESS = "expected one address, such as care@lipa.example"

TEXTS: dict[str, Text] = {
    # Mails and invitations
    "unknown-attachment": Text("{given!r} is not a format that a mail can carry", "{suggestion}"),
    "missing-recipient-address": Text("is missing", "give the recipient's address: --to ADDRESS, or a column email"),
    "missing-sender-address": Text("is missing", 'give the sender\'s address: [mail] from = "care@lipa.example"'),
    "invalid-mailbox": Text("{given!r} is not a valid email address: {reason}", _ONE_ADDRESS),
    "mailbox-not-ascii": Text("{given!r} is not ASCII before the @; many mail servers reject it", _ONE_ADDRESS),
    "mailbox-name-too-long": Text(
        "{length:,} characters; a name in a mail has room for {limit:,}", "give only the name, on one line"
    ),
    "encoded-word": Text("contains {text!r}, which mail programs decode", "write it as plain text"),
    "missing-timezone": Text("is missing", 'give the time zone of meetings: [mail] timezone = "Europe/Ljubljana"'),
    "no-meeting": Text(
        "{letter} does not invite to a meeting, so it has no calendar entry",
        "a letter that does has a table [meeting] in its letter.toml",
    ),
    "skipped-time": Text("{given} does not exist on {day}: the clock in {timezone} skips it", "choose another time"),
    "year-out-of-range": Text("{given} is out of range", "expected a year from {first} to {last}"),
    # Pages
    "missing-glyph": Text("no font has it; it is in “{excerpt}”", "goodterms doctor lists the fonts that are missing"),
    "address-too-long": Text(
        "takes {lines} lines, the name included; an envelope's window shows {limit}",
        "at most {limit} lines of {width} characters",
    ),
    # Layouts of pages
    "layout-error": Text("{reason}", "{hints}"),
    "layout-package": Text("imports the package {package}", "copy what it needs from there into the layout's folder"),
    "layout-blocks": Text(
        "does not print each block once, in order and with its label",
        "print every section, through prose() of blocks.typ",
    ),
    # What this machine lacks
    "typst-missing": Text("pdf needs typst: {reason}", "python -m pip install typst"),
    "no-fonts": Text("pdf needs fonts, and this machine has none", "goodterms doctor says how to get them"),
    "fonts-other-system": Text("fonts can only be fetched on Debian and Ubuntu", "{command}"),
    "fonts-not-downloaded": Text("apt-get download brought no {package}", "apt-get install {package}, as root"),
    "command-failed": Text("{command} failed: {reason}"),
    "command-failed-silently": Text("{command} failed without a message"),
}
