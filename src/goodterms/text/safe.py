"""What is said to people, without characters that nobody sees or that reorder a line."""

from __future__ import annotations

from goodterms import speech
from goodterms.text.bidi import escape_controls


def safe(text: str) -> str:
    """The text with such characters written out; the isolates of sentences in the language of people are kept."""
    language = speech.current()
    if language is None or not language.is_right_to_left:
        return escape_controls(text)
    from goodterms.speech.language import cleaned

    return "\n".join(cleaned(line, escape_controls) for line in text.split("\n"))
