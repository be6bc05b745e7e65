"""A letter's words without markup: its heading, the title of its document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.text import marks
from goodterms.text.blocks import Break, Heading, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from goodterms.model import Locale
    from goodterms.text.blocks import Inline
    from goodterms.text.wording import Wording


def page_title(wording: Wording, locale: Locale) -> str:
    """The title of a document: the letter's heading, with marks for places without markup; without one, the tag."""
    heading = heading_of(wording)
    return marks.to_plain(words_of(heading.inlines)) if heading else locale.tag


def heading_of(wording: Wording) -> Heading | None:
    """The first heading of a letter, which is its subject; None where it has none."""
    blocks = (block for section in wording.sections for block in section.blocks)
    return next((block for block in blocks if isinstance(block, Heading)), None)


def words_of(inlines: Iterable[Inline]) -> str:
    """The words without their markup, with marks in place of values."""
    words = []
    for part in inlines:
        if isinstance(part, Text):
            words.append(part.text)
        elif isinstance(part, Break):
            words.append(" ")
        else:
            words.append(words_of(part.inlines))
    return "".join(words)
