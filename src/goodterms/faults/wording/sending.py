"""Mails that cannot be sent: outboxes, servers, passwords, what became of mails."""

from __future__ import annotations

from goodterms.faults.wording.text import Text

TEXTS: dict[str, Text] = {
    # The outbox
    "not-an-outbox": Text("is not an outbox", "give the folder that goodterms batch has written with -o"),
    "outbox-unfinished": Text(
        "the last run did not finish for {letters:and}", "run the same goodterms batch command again, then send"
    ),
    "outbox-without-mails": Text("has no mails", "write them with: goodterms batch … --format eml"),
    "no-room-for-scratch": Text(
        "there is no room for temporary files: {reason}", "free space in the folder for them (TMPDIR); nothing was sent"
    ),
    "mail-unreadable": Text("cannot be read: {reason}", "run the same goodterms batch command again, then send"),
    "mail-without-sender": Text(
        "has no sender, or several", "set from under [mail] in goodterms.toml, and write the letters again"
    ),
    "mail-without-recipient": Text("has no recipient", "give the row an email address, and write the letters again"),
    "mail-with-wrong-address": Text(
        "{given!r} is not an email address", "correct its row, and write the letters again"
    ),
    "mail-without-id": Text(
        "has no Message-ID, by which its fate is known", "run the same goodterms batch command again, then send"
    ),
    "mail-is-a-draft": Text(
        "is a draft for a mail program",
        "remove draft from [mail] in goodterms.toml and write the letters again, or send it from the mail program",
    ),
    "mail-unknown": Text("there is no mail for {given!r} in this outbox", "{suggestion}"),
    "table-without-identity": Text(
        "has no column for {known:or}, by which a row is found again",
        "give the table that the letters were written from",
    ),
    "not-a-mail-field": Text("{given!r} is not a field of mails", "{suggestion}"),
    "many-mails": Text(
        "this is the first run, and {count:,} mails are due", "try a few first, with --limit 5; send all with --yes"
    ),
    "not-a-resolution": Text(
        "{given!r} does not say what became of a mail", "expected KEY=sent or KEY=unsent, such as K-7=sent"
    ),
    "not-unknown": Text("no mail to {given!r} may have been sent without an answer", "{suggestion}"),
    # What became of a mail, where the server did not say it
    "run-ended-before-answer": Text("the run ended before the server's answer"),
    "settled-by-hand": Text("settled by hand"),
    "settled-by-reply": Text("{address} has answered it, so it has arrived"),
    "settled-by-report": Text("a report about {address} shows that it was accepted"),
    "saved-as-draft": Text("a draft in {mailbox}"),
    "mail-file-changed": Text("the file has changed since this run began"),
    "connection-broke-before": Text("the connection broke before the mail was given: {reason}"),
    "connection-broke-within": Text("the connection broke in the mail: {reason}"),
    "connection-broke-after": Text("the connection broke before the answer: {reason}"),
    "no-answer-in-time": Text("no answer in time"),
    "answer-endless": Text("the answer has no end"),
    "answer-not-asked": Text("the server answers what was not asked"),
    "answer-unclear": Text("the answer says neither yes nor no: {answer}"),
    "connection-closed": Text("the server has closed the connection"),
    "sending-interrupted": Text(
        "sending was interrupted: {accepted:,} accepted, {left:,} not sent yet", "run the same command again to go on"
    ),
    "record-lost": Text(
        "is empty or missing, so nobody knows to whom mails were sent",
        "put it back from a backup; to send every mail again, delete {begun} first",
    ),
    "record-not-written": Text(
        "what became of the mails cannot be recorded: {reason}",
        "nothing more was sent; free space on the disk, then run the same command again",
    ),
    # The server
    "no-smtp-host": Text(
        "no mail server is set",
        'write it into goodterms.toml: [smtp] host = "smtp.example.com"; ask your provider for it',
    ),
    "mail-without-tls": Text(
        "mails to {host} would be readable on their way",
        'use tls = "starttls" or "implicit"; "none" is for this machine only',
    ),
    "password-without-tls": Text(
        "the password would be readable on its way to {host}", 'use tls = "starttls" or "implicit"'
    ),
    "password-in-settings": Text(
        "a password does not belong in this file, which others may read",
        "put it into the environment as GOODTERMS_SMTP_PASSWORD, into a private file (password-file), or into the "
        "system's keyring (keyring = true)",
    ),
    "settings-file-missing": Text(
        "{key}: there is no file {given!r}", "the path is relative to the folder of goodterms.toml"
    ),
    "no-smtp-password": Text(
        "there is no password for {user}",
        "put it into the environment as {variable}, into a private file (password-file), or into the system's keyring "
        "(keyring = true)",
    ),
    "password-file-open": Text("others may read this file (mode {mode})", "make it private: chmod 600 {path}"),
    "keyring-missing": Text("keyring is not installed", "install it with: pip install 'goodterms[keyring]'"),
    "keyring-unusable": Text(
        "the system's keyring cannot be used: {reason}", "put the password into a private file instead (password-file)"
    ),
    "smtp-unreachable": Text(
        "the mail server cannot be reached: {reason}", "check host, port and tls under [smtp] in goodterms.toml"
    ),
    "smtp-not-trusted": Text(
        "the mail server is not the one that it claims to be: {reason}",
        "check host; for a server with a certificate of your own authority, give that with ca under [smtp]",
    ),
    "smtp-without-starttls": Text(
        "the mail server does not encrypt on this port (STARTTLS), or somebody on the way removes it",
        'use tls = "implicit", which is encrypted from the beginning, or ask your provider',
    ),
    "smtp-answered-too-early": Text(
        "somebody on the way to the mail server may have put an answer before the encryption",
        'use tls = "implicit", which is encrypted from the beginning, or ask your provider',
    ),
    "smtp-without-login": Text(
        "the mail server offers no way to log in that is known here", "ask your provider, or leave out user"
    ),
    "smtp-wants-login": Text(
        "the mail server takes mails only after a login: {answer}", "name the user under [smtp] in goodterms.toml"
    ),
    "smtp-login-refused": Text("the mail server does not let {user} in: {answer}", "check user and the password"),
    "smtp-refused": Text(
        "the mail server refuses: {answer}", "check host, port and tls under [smtp] in goodterms.toml"
    ),
    "server-without-smtputf8": Text(
        "the mail server does not take the address {address} (SMTPUTF8)", "use another address, or another server"
    ),
    "mail-too-large": Text(
        "the mail has {size:,} bytes, and the server takes {limit:,}",
        "attach less: attach under [mail] in goodterms.toml",
    ),
    "not-a-mailbox": Text(
        "{given!r} is not the address of a mailbox", "expected imaps://USER@HOST/FOLDER, without the password"
    ),
    "no-imap-password": Text("there is no password for {user}", "put it into the environment as {variable}"),
    "mailbox-unusable": Text("the mailbox cannot be used: {reason}", "check its address, the user and the password"),
    "address-in-code-page": Text("{given!r} can be read in several ways", "save the file as UTF-8"),
    "not-an-address-or-domain": Text(
        "{given!r} is neither an address nor a domain", "expected ana@example.com or example.com"
    ),
}
