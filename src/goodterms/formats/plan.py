"""A letter's words with holes for its values: made once for each wording, filled for each customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms import marks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from goodterms.model import Slot


class Hole(NamedTuple):
    """A place for a value: its position among the parts, the number of its slot, and how the value is written there.

    ``before_stop`` is true when the words go on with a full stop, which a value that ends in one makes superfluous.
    """

    position: int
    slot: int
    is_plain: bool
    before_stop: bool


class Plan(NamedTuple):
    """The parts of a document, constant text and empty places, and the holes among them."""

    parts: tuple[str, ...]
    holes: tuple[Hole, ...]

    def filled(self, slots: Sequence[Slot], rich: Callable[[Slot], str], plain: Callable[[Slot], str]) -> str:
        """The document: each hole filled by ``rich``, or by ``plain`` where no markup may stand."""
        parts = list(self.parts)
        for position, number, is_plain, before_stop in self.holes:
            slot = slots[number]
            parts[position] = plain(slot) if is_plain else rich(slot)
            if before_stop and slot.text[-1:] == ".":
                parts[position + 1] = parts[position + 1][1:]
        return "".join(parts)


def plan_of(text: str, spans: dict[str, str]) -> Plan:
    """The plan of a document whose values are marks; ``spans`` says what the marks of spans become."""
    parts: list[str] = []
    holes: list[tuple[int, int, bool]] = []
    at = 0
    for found in marks.ANY.finditer(text):
        parts.append(text[at : found.start()])
        at = found.end()
        if found[0] in spans:
            parts.append(spans[found[0]])
            continue
        code = ord(found[0])
        is_plain = code >= marks.PLAIN_BASE
        holes.append((len(parts), code - (marks.PLAIN_BASE if is_plain else marks.SLOT_BASE), is_plain))
        parts.append("")
    parts.append(text[at:])
    return Plan(tuple(parts), tuple(Hole(*hole, parts[hole[0] + 1].startswith(".")) for hole in holes))
