"""A letter's subject and body for programs that show isolates as boxes: LRM and RLM set the values apart instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from goodterms.formats import text
from goodterms.formats.plan import Plan, make_plan, plan_for
from goodterms.formats.words import heading_of, words_of
from goodterms.text import bidi, marks
from goodterms.text.wording import SUBJECT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from goodterms.compose import Letter
    from goodterms.envelopes import Envelope
    from goodterms.model import Direction, Slot
    from goodterms.text.blocks import Section

_WHITE_SPACE = re.compile("[ \t\n]+")  # not \s, which a no-break space matches


def subject(letter: Letter) -> str:
    """The letter's heading in one line; the letter's title when it has no heading."""
    return _write(letter, "subject", lambda: _subject_plan(letter)) or letter.request.letter.title


def marked_subject(letter: Letter, envelope: Envelope) -> str:
    """The subject after the envelope's mark, if it has one."""
    return " ".join(filter(None, (envelope.mark, subject(letter))))


def body(letter: Letter) -> str:
    """The letter below its heading, as plain text."""
    return _write(letter, "body", lambda: _body_plan(letter))


def _write(letter: Letter, part: str, make: Callable[[], Plan]) -> str:
    direction = letter.request.locale.direction

    def set_apart(slot: Slot) -> str:
        return bidi.between_marks(slot[0], slot[1], direction)

    plan = plan_for(letter.wording, (part, direction, letter.settings.full_stop), make)
    return plan.fill(letter.slots, set_apart, set_apart)


def _subject_plan(letter: Letter) -> Plan:
    heading = heading_of(letter.wording)
    words = words_of(heading.inlines) if heading else ""
    return _plan(letter, [[_WHITE_SPACE.sub(" ", words).strip(" ")]], _fix_direction)


def _body_plan(letter: Letter) -> Plan:
    return _plan(letter, text.paragraphs(_sections_below_subject(letter.wording.sections)), _embed)


def _plan(letter: Letter, paragraphs: Sequence[Sequence[str]], fix: Callable[[str, Direction], str]) -> Plan:
    direction = letter.request.locale.direction
    words = "\n\n".join("\n".join(fix(line, direction) for line in lines) for lines in paragraphs)
    return make_plan(words, _span_controls(words, direction), letter)


def _sections_below_subject(sections: Sequence[Section]) -> Sequence[Section]:
    at = next((number for number, section in enumerate(sections, 1) if section.name == SUBJECT), 0)
    return sections[at:]


def _fix_direction(line: str, direction: Direction) -> str:
    """The line, with right-to-left marks where a right-to-left line needs them; its values have their own."""
    return line if direction == "ltr" else bidi.keep_right_to_left(line, marks.ANY.sub(bidi.RLM, line))


def _embed(line: str, direction: Direction) -> str:
    """The line; one that reads right to left and has values is also an embedding (UAX #9, section 2.1).

    Calendar programs lay out all lines of a description in the direction of their own window. In a window from left to
    right, a left-to-right value would otherwise swap what is before it and what is after it, and marks cannot help.
    """
    fixed = _fix_direction(line, direction)
    return f"{bidi.RLE}{fixed}{bidi.PDF}" if direction == "rtl" and marks.ANY.search(line) else fixed


def _span_controls(words: str, direction: Direction) -> dict[str, str]:
    """What replaces the marks of spans. All spans are in the source language, so in one direction."""
    inner: Direction = "rtl" if marks.OPEN_RTL in words else "ltr"
    if inner == direction:
        return dict.fromkeys(text.SPAN_ISOLATES, "")
    opened = bidi.DIRECTIONAL_MARKS[direction] + bidi.DIRECTIONAL_MARKS[inner]
    return {marks.OPEN_LTR: opened, marks.OPEN_RTL: opened, marks.CLOSE: opened[::-1]}
