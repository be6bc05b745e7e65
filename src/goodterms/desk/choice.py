"""Which messages of a language a page shows, and the addresses of these pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from goodterms.translating.one_message import id_of
from goodterms.translating.working_catalog import LEFT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from goodterms.translating.working_catalog import Item, WorkingCatalog

SHOWN = ("left", *LEFT, "all")
"""What a page can be asked to show: what is left, one kind of it, everything."""


class Choice(NamedTuple):
    """The messages that somebody works on: those that are ``left``, in one ``letter``, with some ``words`` in them.

    ``start`` is the number of the first one on a page, from 0.
    """

    show: str = SHOWN[0]
    letter: str = ""
    words: str = ""
    start: int = 0

    @property
    def pairs(self) -> dict[str, str]:
        """What an address has of it: only what is chosen."""
        pairs = {"show": self.show, "letter": self.letter, "words": self.words, "start": str(self.start or "")}
        return {name: value for name, value in pairs.items() if value and (name, value) != ("show", SHOWN[0])}


def of(query: Mapping[str, str]) -> Choice:
    """The choice in an address; what no page offers is left out."""
    show, start = query.get("show", ""), query.get("start", "")
    return Choice(
        show if show in SHOWN else SHOWN[0],
        query.get("letter", ""),
        query.get("words", "").strip(),
        int(start) if start.isascii() and start.isdecimal() else 0,
    )


def address(tag: str, choice: Choice, **more: str) -> str:
    """The address of the messages of a language."""
    return _with_query(f"/languages/{tag}", {**choice.pairs, **more})


def message_address(tag: str, name: str, choice: Choice, **more: str) -> str:
    """The address of one message, which leads on to the others of the choice."""
    return _with_query(f"/languages/{tag}/{name}", {**choice._replace(start=0).pairs, **more})


def in_order(catalog: WorkingCatalog, choice: Choice) -> list[Item]:
    """The messages of the chosen letter with the chosen words, whatever their state, in the order of the letter."""
    items = catalog.items_of(choice.letter) if choice.letter else catalog.items()
    words = choice.words.casefold()
    return [one for one in items if any(words in text.casefold() for text in _texts(one))] if words else items


def is_shown(item: Item, choice: Choice) -> bool:
    """Whether a message is in the state that is chosen."""
    if choice.show == "all":
        return True
    return item.is_left if choice.show == SHOWN[0] else item.state == choice.show


def next_after(order: Sequence[Item], name: str, choice: Choice) -> Item | None:
    """The next message that the choice shows, after the one of a name; the first again after the last; else None."""
    here = next((number for number, one in enumerate(order) if id_of(one.key) == name), -1)
    around = [*order[here + 1 :], *order[: max(here, 0)]]
    return next((one for one in around if is_shown(one, choice)), None)


def before(order: Sequence[Item], name: str, choice: Choice) -> Item | None:
    """The message that the choice shows before the one of a name; None for the first."""
    here = next((number for number, one in enumerate(order) if id_of(one.key) == name), 0)
    return next((one for one in reversed(order[:here]) if is_shown(one, choice)), None)


def _texts(item: Item) -> Iterator[str]:
    message = item.message
    yield from (message.msgctxt or "", message.msgid, message.msgid_plural or "", *message.strings)


def _with_query(path: str, pairs: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(pairs)}" if pairs else path
