"""What a translator wants to know of the message under the cursor, as Markdown; and what the cursor is in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from goodterms.speech import joined, speak
from goodterms.translating.message_facts import terms_of

if TYPE_CHECKING:
    from goodterms import po
    from goodterms.content.terms import Glossary
    from goodterms.translating.letter_texts import Shown

_STRING_LINE = re.compile(r'[ \t]*(?:#~[ \t]*)?(?:msg\w+(?:\[\d+\])?[ \t]*)?"')
_BEFORE_CURSOR = re.compile(r"(?:%\(?|\$?\{+ ?|@|:)?[\w.]*\Z")


def hover(entry: po.Entry, terms: Glossary) -> str:
    """What a message is, as Markdown: its msgid, context, comments, the terms in it, the places in the source."""
    parts = [_quoted(source) for source in entry.sources]
    if entry.msgctxt is not None:
        parts.append(speak("Context: `{context}`", context=entry.msgctxt))
    parts += [_escaped(line) for line in entry.extracted]
    parts += [f"*{_escaped(line)}*" for line in entry.comments if line]
    if found := terms_of(entry.sources, terms):
        parts.append("\n".join([speak("Terms:"), "", *(f"- {_escaped(term.hint)}" for term in found)]))
    if entry.references:
        parts.append(" · ".join(f"`{reference}`" for reference in entry.references))
    return "\n\n".join(parts)


def in_letters(shown: Shown) -> str:
    """Where letters print a message, and what they print of it with sample values, as Markdown."""
    letters, section, order = shown.use
    first, *others = letters
    facts = {"letter": first, "step": section, "number": order, "others": joined([f"`{name}`" for name in others])}
    parts = [
        # For translators: others are letters, too; number is that of a text in the step
        speak("In the letter `{letter}`, step `{step}`, text {number}; also in {others}:", **facts)
        if others
        else speak("In the letter `{letter}`, step `{step}`, text {number}:", **facts)
    ]
    for numbers, text in shown.texts:
        # For translators: numbers for which a plural form is used: 1, 101, 201 …
        parts += [speak("For {numbers}:", numbers=numbers), _quoted(text)] if numbers else [_quoted(text)]
    if not shown.texts:
        parts.append(speak("No letter with sample values prints it."))
    return "\n\n".join(parts)


def typed_before(line: str, character: int) -> int:
    """Where the placeholder begins that is being typed before a character of a line."""
    match = _BEFORE_CURSOR.search(line[:character])
    return match.start() if match else character


def is_in_string(line: str, character: int) -> bool:
    """Whether a character of a line is in a quoted string."""
    match = _STRING_LINE.match(line)
    return match is not None and match.end() <= character


def _quoted(text: str) -> str:
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", text)), 3)
    return f"{fence}text\n{text.rstrip()}\n{fence}"


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>#|~])", r"\\\1", text)
