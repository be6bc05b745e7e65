"""The pages of languages: how far each is, and the messages of one, those that are left first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.desk import pages
from goodterms.desk.choice import SHOWN, Choice, address, is_shown, message_address, next_after
from goodterms.desk.messages import counted, text
from goodterms.desk.plain_text import pieces
from goodterms.speech import joined
from goodterms.translating.one_message import id_of
from goodterms.translating.working_catalog import LEFT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from goodterms.desk.gallery import Language
    from goodterms.faults import Fault
    from goodterms.translating.handoff import Placed, TakenFile
    from goodterms.translating.working_catalog import Item

SHEETS = ("xlsx", "csv", "po")
"""The files that a translator can get."""
_ON_A_PAGE = 200


class Shown(NamedTuple):
    """What a page has around its messages.

    ``why_not`` is the name of the text that says why nothing can be saved, empty where it can. ``saved`` is the msgid
    of a message that was saved just now.
    """

    language: Language
    choice: Choice
    letters: Sequence[str]
    path: Path
    why_not: str
    token: str
    version: int
    saved: str = ""


class Taken(NamedTuple):
    """What became of a file that a translator sent back, in sentences; ``faults`` are those of what was left out."""

    lines: Sequence[str]
    faults: Sequence[str] = ()


def overview(found: Iterable[tuple[Language, Sequence[Item] | None]], version: int) -> str:
    """All languages, each with what is left; None for the messages of a catalog that cannot be read."""
    rows = [
        {**language._asdict(), "href": address(language.tag, Choice()), **_progress(language.tag, items)}
        for language, items in found
    ]
    return pages.page("languages", text("languages"), {"rows": rows}, version=version, own=pages.TRANSLATING)


def page(shown: Shown, every: Sequence[Item], order: Sequence[Item], taken: Taken | None) -> str:
    """The messages of a language; ``order`` are those of the chosen letter with the chosen words."""
    language, choice = shown.language, shown.choice
    chosen = [one for one in order if is_shown(one, choice)]
    start = choice.start if choice.start < len(chosen) else 0
    end = start + _ON_A_PAGE
    first = next_after(order, "", choice._replace(show=SHOWN[0]))
    values = {
        **_around(shown),
        **_progress(language.tag, every),
        "choice": choice._asdict(),
        "shown": SHOWN,
        "letters": shown.letters,
        "rows": [_row(one, language.tag, choice) for one in chosen[start:end]],
        "found": counted("texts", len(chosen)),
        "first_left": message_address(language.tag, id_of(first.key), choice) if first else "",
        "earlier": address(language.tag, choice._replace(start=max(start - _ON_A_PAGE, 0))) if start else "",
        "later": address(language.tag, choice._replace(start=end)) if end < len(chosen) else "",
        "sheets": SHEETS,
        "taken": taken._asdict() if taken else None,
        "saved": text("message_saved", message=shown.saved) if shown.saved else "",
    }
    return pages.page("language", language.name, values, version=shown.version, own=pages.TRANSLATING)


def absent(shown: Shown) -> str:
    """The page of a language for which the folder has no catalog."""
    values = {**_around(shown), "absent": text("catalog_absent", path=shown.path)}
    return pages.page("no_catalog", shown.language.name, values, version=shown.version, own=pages.TRANSLATING)


def taken_of(file: TakenFile, folder: str) -> Taken:
    """What became of a file that was taken; ``folder`` is where it was kept for that, which nobody wants to know."""
    lines = [counted("taken", file.translated)]
    if file.replaced:
        lines.append(counted("replaced", file.replaced))
    left = [_not_taken(one) for one in file.not_taken] + [str(one) for one in file.skipped]
    left += [text("taken_warning", warning=one) for one in file.warnings]
    return Taken(lines, [_without(folder, one) for one in left])


def refused(faults: Iterable[Fault], folder: str) -> Taken:
    """Why nothing was taken from a file."""
    lines = [line for one in faults for line in (str(one), one.hint) if line]
    return Taken([text("taken_nothing")], [_without(folder, line) for line in lines])


def _not_taken(placed: Placed) -> str:
    what = placed.what
    forms = joined([*map(str, what.forms)])
    return f"{placed.place}: " + text(f"not_taken_{what.reason.replace('-', '_')}", message=what.key[1], forms=forms)


def _without(folder: str, line: str) -> str:
    return line.replace(f"{folder}/", "")


def _around(shown: Shown) -> dict[str, object]:
    language = shown.language
    return {
        "language": language._asdict(),
        "here": f"/languages/{language.tag}",
        "why_not": text(shown.why_not) if shown.why_not else "",
        "is_writable": not shown.why_not,
        "token": shown.token,
        "path": str(shown.path),
    }


def _progress(tag: str, items: Sequence[Item] | None) -> dict[str, object]:
    """How many messages are done, and how many of each kind are left, with links to them."""
    if items is None:
        return {"total": 0, "done": 0, "progress": "", "states": []}
    counts = {state: sum(one.state == state for one in items) for state in LEFT}
    done = len(items) - sum(counts.values())
    states = [
        {
            "state": state,
            "words": text(f"count_{state}", count=count),
            "href": address(tag, Choice(show=state)),
        }
        for state, count in counts.items()
        if count
    ]
    progress = text("progress", done=done, total=len(items))
    return {"total": len(items), "done": done, "progress": progress, "states": states}


def _row(item: Item, tag: str, choice: Choice) -> dict[str, object]:
    message = item.message
    return {
        "href": message_address(tag, id_of(item.key), choice),
        "source": pieces(message.msgid),
        "context": pieces(message.msgctxt or ""),
        "state": item.state,
        "words": text(f"state_{item.state}"),
        "strings": [pieces(string) for string in message.strings if string.strip()],
    }
