"""The texts of a letter beside the letter itself, in which each of them is marked and leads to its page."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from goodterms import compose
from goodterms.desk import asked as asking
from goodterms.desk import choice as choosing
from goodterms.desk import pages
from goodterms.desk.choice import Choice
from goodterms.desk.messages import text
from goodterms.desk.plain_text import pieces
from goodterms.errors import GoodtermsError
from goodterms.speech import speak
from goodterms.translating.marked_letter import marked_letter
from goodterms.translating.one_message import id_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from goodterms.desk.asked import Asked
    from goodterms.desk.gallery import Language
    from goodterms.translating.catalog_text import MessageKey
    from goodterms.translating.working_catalog import Item
    from goodterms.workspace import Workspace

_STYLES = (
    "<style>[data-text] { cursor: pointer; } [data-text]:hover, [data-text]:focus-visible, [data-text].chosen "
    "{ outline: 2px solid #0b4f8a; outline-offset: 1px; } "
    "[data-state=missing] { background: #fdd9d5; } [data-state=fuzzy], [data-state=finding] { background: #fdeec2; } "
    "[data-state=error] { background: #fdd9d5; text-decoration: underline wavy #a3190f; }</style>"
)
_END_OF_HEAD = "</head>"


class MarkedSide(NamedTuple):
    """A letter with its texts marked, the messages that it prints; without one, ``lines`` say why."""

    page: str = ""
    keys: tuple[MessageKey, ...] = ()
    lines: Sequence[str] = ()


class Shown(NamedTuple):
    """What the page has around the letter: ``frame`` is the address of the letter, ``letter`` that of its own page."""

    language: Language
    frame: str
    letter: str
    version: int


def marked(workspace: Workspace, asked: Asked, items: Mapping[MessageKey, Item], today: date) -> MarkedSide:
    """The letter that is asked for, each of its texts in an element that has the name and the state of its message."""
    call, _, faults = asking.call_for(workspace, asked, today)
    try:
        if faults:
            return MarkedSide(lines=[line for one in faults for line in (str(one), one.hint) if line])
        request = compose.validate(workspace.project, call)
        found = marked_letter(workspace.project, request, lambda key: _opener(key, items.get(key)))
    except GoodtermsError as error:
        return MarkedSide(lines=error.lines())
    if not found.is_marked:
        return MarkedSide(found.page, lines=[text("texts_unmarked")])
    return MarkedSide(found.page.replace(_END_OF_HEAD, f"{_STYLES}{_END_OF_HEAD}", 1), found.keys)


def page(workspace: Workspace, asked: Asked, side: MarkedSide, order: Sequence[Item], shown: Shown) -> str:
    """The letter and the list of its texts; ``order`` are all texts that it can print."""
    letter = workspace.project.letter(asked.letter)
    choice = Choice("all", letter.name)
    title = text("texts_of", letter=speak(letter.title), language=shown.language.name)
    values = {
        "title": title,
        "language": shown.language._asdict(),
        "frame": shown.frame if side.page else "",
        "letter_page": shown.letter,
        "lines": side.lines,
        "rows": [_row(one, shown.language.tag, choice, side.keys) for one in order],
    }
    return pages.page("texts", title, values, version=shown.version, own=pages.TRANSLATING)


def _row(item: Item, tag: str, choice: Choice, printed: Collection[MessageKey]) -> dict[str, object]:
    message, name = item.message, id_of(item.key)
    return {
        "name": name,
        "href": choosing.message_address(tag, name, choice),
        "source": pieces(message.msgid),
        "context": pieces(message.msgctxt or ""),
        "comments": [pieces(line) for line in message.extracted],
        "state": item.state,
        "words": text(f"state_{item.state}"),
        "strings": [pieces(string) for string in message.strings if string.strip()],
        "is_printed": item.key in printed,
    }


def _opener(key: MessageKey, item: Item | None) -> str:
    """The opening tag around a text; its title is what the browser shows of it."""
    state = item.state if item else "done"
    lines = [key[1]]
    if state != "done":
        lines.insert(0, f"[{text(f'state_{state}')}]")
    if key[0]:
        lines.append(text("text_context", context=key[0]))
    if item:
        lines += item.message.extracted
    shown = "\n".join("".join(str(piece["text"]) for piece in pieces(line)) for line in lines)
    return f'<span data-text="{id_of(key)}" data-state="{state}" title="{escape(shown)}">'
