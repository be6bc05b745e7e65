"""The words of letters: prose parsed into sections of blocks, once for all letters with the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.errors import BrokenContent
from goodterms.text import prose
from goodterms.text.blocks import Heading, Paragraph, Section

if TYPE_CHECKING:
    from goodterms.text.blocks import Block

SUBJECT = "subject"
"""The section that is a letter's subject: its heading, a page's title."""
TEST_NOTE = "test-note"
"""The section above a letter that is tried on oneself; templates cannot have one with this name."""
_MAX_CACHED = 4096


class Wording:
    """The words of a letter: the blocks of each section, in which marks are in place of the values.

    Letters with the same words share one Wording. ``plans`` is where a format caches what it derives from the words.
    """

    __slots__ = ("plans", "sections")

    def __init__(self, sections: tuple[Section, ...]) -> None:
        self.sections = sections
        self.plans: dict[object, object] = {}


class Wordings:
    """Parses the marked prose of letters, each text once; may be used from several threads."""

    def __init__(self) -> None:
        self._cache: dict[tuple[tuple[str, str], ...], Wording] = {}

    def parse(self, sections: tuple[tuple[str, str], ...], template: str) -> Wording:
        """The words of a rendered letter, from the CommonMark text of each section by name.

        ``template`` is the path of the letter's template, for the error: raises :class:`BrokenContent` for prose that
        cannot be parsed, and for each fault of which :func:`goodterms.text.prose.parse` knows.
        """
        wording = self._cache.get(sections)
        if wording is None:
            try:
                blocks = [(name, prose.parse(text)) for name, text in sections]
            except prose.BrokenProse as broken:
                raise BrokenContent([fault._replace(place=template) for fault in broken.faults]) from None
            except RecursionError:
                raise BrokenContent.at(template, 0, "prose-too-deep") from None
            wording = Wording(tuple(Section(name, _in_section(name, parsed)) for name, parsed in blocks if parsed))
            if len(self._cache) >= _MAX_CACHED:
                self._cache.clear()
            self._cache[sections] = wording
        return wording


def _in_section(name: str, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks of a section; the paragraph of the subject is the letter's heading."""
    if name != SUBJECT:
        return blocks
    return tuple(Heading(1, block.inlines) if isinstance(block, Paragraph) else block for block in blocks)
