"""A letter's words with holes for its values: made once for each wording, filled for each customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.text import marks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from goodterms.model import Slot
    from goodterms.project import Wording
# The full stops of our scripts: Latin, Arabic, Devanagari; and what a value may end a sentence with.
_STOPS = (".", "\u06d4", "\u0964")
_AGAINST = {".": "rtl", "\u06d4": "ltr", "\u0964": "rtl"}
_ENDS = {*_STOPS, "!", "?", "\u061f", "\u2026"}


class Plan(NamedTuple):
    """The parts of a document: constant text at even places, a hole at every odd one.

    ``slots`` has the number of the slot for each hole. ``plain`` are the places of holes where no markup may stand;
    ``stops`` those of holes before a full stop, which a value that ends a sentence itself makes superfluous.
    """

    parts: tuple[str, ...]
    slots: tuple[int, ...]
    plain: tuple[int, ...]
    stops: tuple[int, ...]

    def fill(self, slots: Sequence[Slot], rich: Callable[[Slot], str], plain: Callable[[Slot], str]) -> str:
        """The document: each hole filled by ``rich``, or by ``plain`` where no markup may stand."""
        parts = list(self.parts)
        parts[1::2] = [rich(slots[number]) for number in self.slots]
        for place in self.plain:
            parts[place] = plain(slots[self.slots[place // 2]])
        for place in self.stops:
            text, isolate, _ = slots[self.slots[place // 2]]
            # In a value that reads the other way, its own stop does not stand where the sentence ends.
            if text[-1:] in _ENDS and isolate != _AGAINST[parts[place + 1][0]]:
                parts[place + 1] = parts[place + 1][1:]
        return "".join(parts)


def plan_for(wording: Wording, key: object, make: Callable[[], Plan]) -> Plan:
    """The plan that a format keeps with a wording under ``key``, made when it is first asked for."""
    found = wording.plans.get(key)
    if not isinstance(found, Plan):
        found = wording.plans[key] = make()
    return found


def make_plan(text: str, spans: dict[str, str]) -> Plan:
    """The plan of a document whose values are marks; ``spans`` says what the marks of spans become."""
    for mark, opened in spans.items():
        text = text.replace(mark, opened)
    parts: list[str] = []
    slots: list[int] = []
    plain: list[int] = []
    at = 0
    for found in marks.ANY.finditer(text):
        code = ord(found[0])
        parts += [text[at : found.start()], ""]
        at = found.end()
        if code >= marks.PLAIN_BASE:
            plain.append(len(parts) - 1)
        slots.append(code - (marks.PLAIN_BASE if code >= marks.PLAIN_BASE else marks.SLOT_BASE))
    parts.append(text[at:])
    stops = [place for place in range(1, len(parts), 2) if parts[place + 1].startswith(_STOPS)]
    return Plan(tuple(parts), tuple(slots), tuple(plain), tuple(stops))
