"""A document with holes for its values: made once for each wording, filled for each customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.cldr.scripts import is_sentence_end
from goodterms.text import marks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from goodterms.compose import Letter
    from goodterms.model import Direction, Slot
    from goodterms.text.wording import Wording

_COMMON_FULL_STOP = "."
_OPPOSITE: Mapping[Direction, Direction] = {"ltr": "rtl", "rtl": "ltr"}


class _FullStop(NamedTuple):
    """The full stop at the beginning of a part: its place, the character, the direction of its language."""

    place: int
    character: str
    direction: Direction


class Plan(NamedTuple):
    """The parts of a document: constant text at even places, a hole at every odd one.

    ``slots`` has the number of the slot for each hole. ``plain`` are the places of the holes where no markup may be;
    ``stops`` are the full stops after a hole, which are left out when the value itself ends the sentence.
    """

    parts: tuple[str, ...]
    slots: tuple[int, ...]
    plain: tuple[int, ...]
    stops: tuple[_FullStop, ...]

    def fill(self, slots: Sequence[Slot], rich: Callable[[Slot], str], plain: Callable[[Slot], str]) -> str:
        """The document: each hole filled by ``rich``, or by ``plain`` where no markup may be."""
        parts = list(self.parts)
        parts[1::2] = [rich(slots[number]) for number in self.slots]
        for place in self.plain:
            parts[place] = plain(slots[self.slots[place // 2]])
        for place, character, direction in self.stops:
            text, isolate, _ = slots[self.slots[place // 2 - 1]]
            # In a value that reads the other way, its own stop is not where the sentence ends.
            if is_sentence_end(text[-1:]) and isolate != _OPPOSITE[direction]:
                parts[place] = parts[place].removeprefix(character)
        return "".join(parts)


def plan_for(wording: Wording, key: object, make: Callable[[], Plan]) -> Plan:
    """The plan that a format keeps with a wording under ``key``; ``make`` is called the first time."""
    plan = wording.plans.get(key)
    if not isinstance(plan, Plan):
        plan = wording.plans[key] = make()
    return plan


def make_plan(text: str, spans: Mapping[str, str], letter: Letter) -> Plan:
    """The plan of a document of a letter, ``text``, in which marks are in place of the values.

    ``spans`` gives, for each mark of a span, what replaces it.
    """
    full_stops = _full_stops(letter, text)
    for mark, replacement in spans.items():
        text = text.replace(mark, replacement)
    parts: list[str] = []
    slots: list[int] = []
    plain: list[int] = []
    at = 0
    for match in marks.ANY.finditer(text):
        code = ord(match[0])
        parts += [text[at : match.start()], ""]
        at = match.end()
        if code >= marks.PLAIN_BASE:
            plain.append(len(parts) - 1)
        slots.append(code - (marks.PLAIN_BASE if code >= marks.PLAIN_BASE else marks.SLOT_BASE))
    parts.append(text[at:])
    stops = [
        _FullStop(place, character, direction)
        for place in range(2, len(parts), 2)
        for character, direction in full_stops.items()
        if parts[place].startswith(character)
    ]
    return Plan(tuple(parts), tuple(slots), tuple(plain), tuple(stops))


def _full_stops(letter: Letter, text: str) -> dict[str, Direction]:
    """The full stops that may end a sentence of a letter, each with the direction of its language.

    They are the common one, that of the source language where its words may be in the letter, and the letter's own.
    """
    full_stops: dict[str, Direction] = {_COMMON_FULL_STOP: "ltr"}
    if letter.source_full_stop:
        full_stops[letter.source_full_stop] = "rtl" if marks.OPEN_RTL in text else "ltr"
    full_stops[letter.settings.full_stop] = letter.request.locale.direction
    return full_stops
