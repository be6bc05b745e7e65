"""A letter's words for programs that show isolates as boxes: LRM and RLM alone, in subjects and in calendars."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from goodterms.formats import text
from goodterms.formats.plan import Plan, make_plan, plan_for
from goodterms.formats.words import heading_of, words_of
from goodterms.project import SUBJECT
from goodterms.text import bidi, marks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from goodterms.compose import Letter
    from goodterms.model import Direction, Slot
    from goodterms.text.blocks import Section


def subject(letter: Letter) -> str:
    """The letter's heading in one line, its values set apart by marks; the letter's title when it has no heading."""
    direction = letter.request.locale.direction
    heading = heading_of(letter.wording)
    words = words_of(heading.inlines) if heading else ""

    def made() -> Plan:
        # Not str.split(), which takes a no-break space for a blank.
        line = _with_base_direction(re.sub("[ \t\n]+", " ", words).strip(" "), direction)
        return make_plan(line, _span_markers(line, direction))

    filled = _fill_plan(letter, plan_for(letter.wording, ("subject", direction), made))
    return filled or letter.request.letter.title


def body(letter: Letter) -> str:
    """What the letter says below its heading, as plain text."""
    direction = letter.request.locale.direction

    def made() -> Plan:
        paragraphs = text.paragraphs(_sections_below_subject(letter.wording.sections))
        lines = "\n\n".join("\n".join(_with_base_direction(line, direction) for line in lines) for lines in paragraphs)
        return make_plan(lines, _span_markers(lines, direction))

    return _fill_plan(letter, plan_for(letter.wording, ("body", direction), made))


def _fill_plan(letter: Letter, plan: Plan) -> str:
    direction = letter.request.locale.direction

    def set_apart(slot: Slot) -> str:
        return bidi.between_marks(slot[0], slot[1], direction)

    return plan.fill(letter.slots, set_apart, set_apart)


def _sections_below_subject(sections: Sequence[Section]) -> Sequence[Section]:
    at = next((number for number, section in enumerate(sections, 1) if section.name == SUBJECT), 0)
    return sections[at:]


def _with_base_direction(line: str, direction: Direction) -> str:
    """The line with a mark before it when what it begins with would turn it round (UAX #9, rule P2).

    A value in a right-to-left line begins with a mark of its own, which decides if no word comes before it.
    """
    if direction == "ltr" or not line.strip():
        return line
    return line if bidi.first_strong(marks.ANY.sub(bidi.RLM, line)) == "rtl" else bidi.RLM + line


def _span_markers(words: str, direction: Direction) -> dict[str, str]:
    """What the marks of spans become: they are all in the source language, so in one direction."""
    inner: Direction = "rtl" if marks.OPEN_RTL in words else "ltr"
    if inner == direction:
        return dict.fromkeys(text.SPAN_ISOLATES, "")
    opened = bidi.DIRECTIONAL_MARKS[direction] + bidi.DIRECTIONAL_MARKS[inner]
    return {marks.OPEN_LTR: opened, marks.OPEN_RTL: opened, marks.CLOSE: opened[::-1]}
