"""One message of a catalog: recognised again, translated, and put into its file without touching any other."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from goodterms.messages.translations import placeholders
from goodterms.po import written
from goodterms.translating.catalog_text import FORMAT, with_fitting_flags

if TYPE_CHECKING:
    from collections.abc import Sequence

    from goodterms.po.written import WrittenFile, WrittenMessage
    from goodterms.translating.catalog_text import MessageKey

_ID_LENGTH = 16


def id_of(key: MessageKey) -> str:
    """A name for a message that addresses and forms can have: letters and digits, the same in every catalog."""
    return _digest(key)[:_ID_LENGTH]


def mark_of(message: WrittenMessage | None) -> str:
    """What differs as soon as anything differs that a translator sees of a message; empty for None.

    How its lines are wrapped is not seen, and neither are its places in the source.
    """
    if message is None:
        return ""
    comments = (message.comments, message.extracted, sorted(message.flags), sorted(message.previous.items()))
    return _digest((message.key, message.msgid_plural, message.strings, *comments))


def translated(message: WrittenMessage, strings: Sequence[str], *, fuzzy: bool) -> WrittenMessage:
    """A message with these translations, one for each of its forms; a form that stays the same keeps its lines.

    Without any translation, nothing is ``fuzzy``. A message that is not fuzzy has no previous msgid any more.
    """
    raw = [
        old if text == former else written.raw_of(text)
        for text, former, old in zip(strings, message.strings, message.raw_strings, strict=True)
    ]
    fuzzy = fuzzy and any(map(str.strip, strings))
    changed = message.with_strings(raw)
    has_values = placeholders(message.msgid) or placeholders(message.msgid_plural or "")
    flagged = with_fitting_flags(changed, [FORMAT] if has_values else [], fuzzy=fuzzy)
    return flagged if fuzzy else flagged.with_previous({})


def placed(file: WrittenFile, message: WrittenMessage, order: Sequence[MessageKey]) -> WrittenFile:
    """The file with a message in place of that with its key; a new one goes where an update would put it.

    ``order`` are the messages of the updated catalog. An obsolete message of the same key makes place for the new one:
    gettext's programs refuse a file that has both.
    """
    own = (at for at, one in enumerate(file.messages) if not one.obsolete and one.key == message.key)
    if (at := next(own, None)) is not None:
        return file.with_messages([*file.messages[:at], message, *file.messages[at + 1 :]])
    messages = [one for one in file.messages if one.key != message.key]
    earlier = {*order[: order.index(message.key)]}
    places = [at for at, one in enumerate(messages) if one.is_header or (not one.obsolete and one.key in earlier)]
    at = places[-1] + 1 if places else 0
    following = next((after for after in range(at, len(messages)) if not messages[after].obsolete), None)
    if following is not None:  # obsolete messages stay below the one that they follow; those at the end stay there
        at = following
    return file.with_messages([*messages[:at], message, *messages[at:]])


def _digest(parts: object) -> str:
    return sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()
