"""Reports in plain words whose form is fixed: those of qmail (https://cr.yp.to/proto/qsbmf.txt)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.expressions import expression
from goodterms.send import parts

if TYPE_CHECKING:
    from collections.abc import Sequence

_BEGINNING = b"Hi. This is the"
_MOST_PARAGRAPHS = 200
_BLANK_LINE = expression(rb"\n[ \t]*\n")
_RECIPIENT = expression(r"<([^<>\n]{1,500})>:[ \t]*(?:\n|\Z)")


class PlainReport(NamedTuple):
    """The mail that came back, by its Message-ID, and each address with what is said of it."""

    message_id: str
    failures: Sequence[tuple[str, str]]


def read(body: bytes) -> PlainReport | None:
    """What the text of a mail reports; None where it is no report of qmail.

    It has paragraphs: an introduction, one for each address that failed, one that begins with a hyphen, and the mail.
    """
    text = body.removeprefix(b"\r\n").removeprefix(b"\n").replace(b"\r\n", b"\n")
    if not text.startswith(_BEGINNING):
        return None
    failures: list[tuple[str, str]] = []
    paragraphs = _BLANK_LINE.split(text, _MOST_PARAGRAPHS)
    for number, paragraph in enumerate(paragraphs):
        words = paragraph.lstrip(b"\n").decode("utf-8", "replace")
        if words.startswith("-"):
            returned = parts.headers(paragraphs[number + 1].lstrip(b"\n")) if number + 1 < len(paragraphs) else {}
            return PlainReport(returned.get("message-id", ""), failures)
        if recipient := _RECIPIENT.match(words):
            failures.append((recipient[1], words[recipient.end() :]))
    return PlainReport("", failures)
