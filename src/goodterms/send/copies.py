r"""Copies of mails in a mailbox of the sender: in "Sent" after sending, or in "Drafts" instead of it.

A copy that was made and not recorded, because the run was killed between both, is found by its Message-ID.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.send.mails import data_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from goodterms.send.mail_list import MailList
    from goodterms.send.mailboxes import ImapBox
    from goodterms.send.mails import Mail
    from goodterms.send.record import Record

_SEEN, _DRAFT = r"\Seen", r"\Draft"


def save_sent(box: ImapBox, place: str, mails: MailList, record: Record) -> int:
    """Put copies of all mails that were accepted, and have none there yet, into a mailbox; returns how many were put.

    A mail whose file has changed since is left out. Raises :class:`MailboxUnusable`.
    """
    saved = 0
    for attempt in record.without_copy(place):
        mail = mails.with_digest(attempt.digest)
        data = data_of(mail) if mail else None
        if data is None:
            continue
        if not box.has(attempt.message_id):
            box.append(data, _SEEN)
            saved += 1
        record.copied(attempt.number, place)
    return saved


def save_drafts(box: ImapBox, place: str, mails: Sequence[Mail], record: Record) -> int:
    """Put mails into a mailbox as drafts, instead of sending them; returns how many. Raises :class:`MailboxUnusable`.

    A person sends each from there. A mail whose file has changed since is left out.
    """
    record.begin()
    saved = 0
    for mail in mails:
        data = data_of(mail)
        if data is None:
            continue
        if not box.has(mail.message_id):
            box.append(data, f"{_SEEN} {_DRAFT}")
        record.drafted(mail, place)
        saved += 1
    return saved
