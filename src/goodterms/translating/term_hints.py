"""The terms of messages, for those who translate them elsewhere: a line in the comments of each message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.po import written
from goodterms.translating.message_facts import terms_of

if TYPE_CHECKING:
    from goodterms.content.terms import Glossary
    from goodterms.po.written import WrittenMessage

LABEL = "terms: "
"""How the line begins."""


def with_hints(todo: str, glossary: Glossary) -> str:
    """A todo catalog as text, with the terms of each message in its extracted comments, which are not taken back."""
    if not glossary:
        return todo
    file = written.parse(todo)
    return file.with_messages(_with_hint(message, glossary) for message in file.messages).text


def _with_hint(message: WrittenMessage, glossary: Glossary) -> WrittenMessage:
    found = terms_of((message.msgid, message.msgid_plural or ""), glossary)
    if message.obsolete or not found:
        return message
    return message.with_extracted([*message.extracted, LABEL + "; ".join(term.hint for term in found)])
