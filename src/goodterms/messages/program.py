"""The catalogs of the program's own sentences, read when the first sentence is needed.

What is wrong with one never stops a command: messages that cannot be used are written as the source has them.
``goodterms check`` finds them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms import po
from goodterms.messages.catalog import plural_rule
from goodterms.messages.program_language import path_of
from goodterms.speech.language import Language
from goodterms.text.bidi import first_strong

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goodterms.speech.language import Messages

_SAMPLE = 200
"""How many translations are looked at for the direction of a language."""


def load(name: str) -> Language | None:
    """The language of a catalog; None where its file cannot be read or has no usable plural rule."""
    try:
        file = po.read(path_of(name).read_bytes())
        rule = plural_rule(file.header.get("Plural-Forms", ""))
    except (OSError, ValueError):
        return None
    messages = dict(_messages(file))
    return Language(name.replace("_", "-"), _is_right_to_left(messages), messages, rule.index)


def _messages(file: po.File) -> Iterator[tuple[tuple[str | None, str], tuple[str, ...]]]:
    for entry in file.entries:
        if entry.msgid and not entry.obsolete and not entry.fuzzy and any(entry.strings):
            yield entry.key, tuple(entry.strings)


def _is_right_to_left(messages: Messages) -> bool:
    """Whether most of the first translations begin with a letter that is written from right to left."""
    directions = [first_strong(strings[0]) for strings in list(messages.values())[:_SAMPLE]]
    return directions.count("rtl") > directions.count("ltr")
