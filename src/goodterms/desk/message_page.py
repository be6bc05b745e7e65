"""The page of one message: what it is, its translation to edit, what check finds in it, what letters print."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.desk import choice as choosing
from goodterms.desk import pages
from goodterms.desk.messages import counted, text
from goodterms.desk.plain_text import pieces
from goodterms.speech import aloud, joined
from goodterms.translating.one_message import id_of, mark_of
from goodterms.translating.rewording import word_diff
from goodterms.translating.working_catalog import Draft

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from goodterms.desk.choice import Choice
    from goodterms.desk.gallery import Language
    from goodterms.po.written import WrittenMessage
    from goodterms.translating.catalog_text import MessageKey
    from goodterms.translating.printed import Use
    from goodterms.translating.working_catalog import Facts, Item, Outcome, Problem, WorkingCatalog

_FORM = "form."
"""Before the number of a plural form in the name of its text area."""
_TITLE = 60
_FEWEST_ROWS, _MOST_ROWS, _CHARACTERS_IN_ROW = 2, 12, 50


class Shown(NamedTuple):
    """What a page has around its message, as on the page of its language; ``order`` are the messages of the choice.

    ``source_tag`` is the language of the msgids.
    """

    language: Language
    choice: Choice
    order: Sequence[Item]
    why_not: str
    token: str
    version: int
    saved: str
    source_tag: str


def draft_of(key: MessageKey, pairs: Iterable[tuple[str, str]]) -> Draft:
    """The translation in a filled form."""
    single = dict(pairs)
    forms = sorted(
        (int(number), value)
        for name, value in single.items()
        if name.startswith(_FORM) and (number := name.removeprefix(_FORM)).isascii() and number.isdecimal()
    )
    # Browsers send the line ends of a text area as CR LF (HTML, "Constructing the entry list").
    strings = tuple(value.replace("\r\n", "\n") for _, value in forms)
    return Draft(key, strings, "fuzzy" in single, single.get("mark", ""))


def page(shown: Shown, catalog: WorkingCatalog, key: MessageKey, tried: tuple[Draft, Outcome] | None = None) -> str:
    """The page of a message; with ``tried``, of one that could not be saved, with the texts that were typed."""
    message, is_in_file = catalog.message(key)
    facts = catalog.facts(key)
    strings, fuzzy = tuple(message.strings), message.fuzzy
    inherited = None if is_in_file else catalog.inherited(key)
    if inherited and len(inherited.strings) == len(strings):
        strings, fuzzy = inherited.strings, False
    if tried:
        fuzzy = tried[0].fuzzy
        strings = tried[0].strings if len(tried[0].strings) == len(strings) else strings
    problems = list(tried[1].problems) if tried and tried[1].problems else catalog.look(key, strings)
    name = id_of(key)
    values = {
        **_around(shown, name),
        **_of_message(message, facts),
        **_in_letters(catalog.use(key)),
        "id": name,
        "mark": mark_of(message if is_in_file else None),
        "fuzzy": fuzzy,
        "inherited": text("message_inherited", path=inherited.path) if inherited else "",
        "forms": [
            {
                "number": number,
                "name": f"{_FORM}{number}",
                "label": text("form_label", numbers=facts.numbers[number]) if facts.numbers else text("translation"),
                "value": string,
                "rows": _rows(message, string),
            }
            for number, string in enumerate(strings)
        ],
        "problems": [_problem(one) for one in problems],
        "summary": _summary(strings, problems),
        "tried": _tried(*tried, facts) if tried else None,
        "path": str(catalog.path),
    }
    return pages.page("message", _title(shown, message), values, version=shown.version, own=pages.TRANSLATING)


def looked(catalog: WorkingCatalog, draft: Draft) -> dict[str, object]:
    """What is wrong with a text, for the page's script."""
    problems = catalog.look(draft.key, draft.strings)
    return {"problems": [_problem(one) for one in problems], "summary": _summary(draft.strings, problems)}


def _summary(strings: Sequence[str], problems: Sequence[Problem]) -> str:
    return counted("problems", len(problems)) if any(map(str.strip, strings)) else text("problems_empty")


def printed(catalog: WorkingCatalog, draft: Draft) -> dict[str, object]:
    """What letters would print of a text, for the page's script."""
    texts = [
        {"label": text("form_label", numbers=numbers) if numbers else "", "text": words}
        for numbers, words in catalog.printed(draft.key, draft.strings)
    ]
    is_empty = not any(map(str.strip, draft.strings))
    return {"texts": texts, "note": "" if texts or is_empty else text("printed_none")}


def unsaved(pairs: Iterable[tuple[str, str]], reason: str) -> str:
    """The page for texts that could not be saved, and whose message cannot be shown any more."""
    texts = [pieces(string) for string in draft_of((None, ""), pairs).strings]
    values = {"title": text("tried_unreadable"), "reason": reason, "texts": texts}
    return pages.page("unsaved", text("tried_unreadable"), values, own=pages.TRANSLATING)


def _title(shown: Shown, message: WrittenMessage) -> str:
    return text("message_title", message=" ".join(message.msgid.split())[:_TITLE], language=shown.language.name)


def _around(shown: Shown, name: str) -> dict[str, object]:
    """The language, the neighbours of the message, and where it is among those of the choice."""
    tag, choice = shown.language.tag, shown.choice
    names = [id_of(one.key) for one in shown.order]
    at = names.index(name) + 1 if name in names else 0
    following, before = choosing.next_after(shown.order, name, choice), choosing.before(shown.order, name, choice)
    return {
        "language": shown.language._asdict(),
        "source_tag": shown.source_tag,
        "list": choosing.address(tag, choice),
        "position": text("position", number=at, total=len(names)) if at else "",
        "next": choosing.message_address(tag, id_of(following.key), choice) if following else "",
        "before": choosing.message_address(tag, id_of(before.key), choice) if before else "",
        "action": f"/save{choosing.message_address(tag, name, choice)}",
        "look": f"/languages/{tag}/{name}/look",
        "print": f"/languages/{tag}/{name}/print",
        "here": choosing.message_address(tag, name, choice),
        "why_not": text(shown.why_not) if shown.why_not else "",
        "token": shown.token,
        "saved": text("message_saved", message=shown.saved) if shown.saved else "",
    }


def _of_message(message: WrittenMessage, facts: Facts) -> dict[str, object]:
    """What the message is for."""
    previous = message.previous.get("msgid", "") if message.fuzzy else ""
    known = tuple(f"{one.text}:" for one in facts.placeholders)  # their comments are beside them
    return {
        "source": pieces(message.msgid),
        "plural": pieces(message.msgid_plural or ""),
        "context": pieces(message.msgctxt or ""),
        "extracted": [pieces(line) for line in message.extracted if not line.startswith(known)],
        "comments": [pieces(line) for line in message.comments if line],
        "changes": [
            {"kind": kind, "pieces": pieces(words)}
            for kind, words in (word_diff(previous, message.msgid) if previous else ())
        ],
        "placeholders": [one._asdict() for one in facts.placeholders],
        "terms": [one.hint for one in facts.terms],
        "references": [pieces(place) for place in message.references],
    }


def _in_letters(use: Use | None) -> dict[str, object]:
    """Where letters have the message."""
    if use is None:
        return {"place": text("printed_nowhere"), "letter": ""}
    letter, *others = use.letters
    name = "place_in_letters" if others else "place_in_letter"
    place = text(name, letter=letter, step=use.section, number=use.order, others=joined(others))
    return {"place": place, "letter": letter}


def _problem(one: Problem) -> dict[str, object]:
    kind = "fault" if one.level == "error" else "advice"
    fixed = {f"{_FORM}{number}": string for number, string in enumerate(one.fixed)}
    return {
        "kind": kind, "level": text(f"level_{one.level}"), "problem": aloud(one.problem), "hint": one.hint,
        "text": one.text, "rule": one.rule, "form": "" if one.form is None else f"{_FORM}{one.form}", "fixed": fixed,
    }  # fmt: skip


def _tried(draft: Draft, outcome: Outcome, facts: Facts) -> dict[str, object]:
    """Why a draft was not saved; in a conflict, what the catalog has instead."""
    current = outcome.current if outcome.kind == "conflict" else None
    same_forms = current is not None and len(current.strings) == len(draft.strings)
    return {
        "kind": outcome.kind,
        "title": text(f"tried_{outcome.kind}"),
        "reason": outcome.reason,
        "is_gone": outcome.kind == "conflict" and current is None,
        "fuzzy": current.fuzzy if current else False,
        "comments": [pieces(line) for line in current.comments if line] if current else [],
        "current": [
            {
                "label": text("form_label", numbers=facts.numbers[number]) if facts.numbers and same_forms else "",
                "pieces": pieces(string),
                "text": string,
                "name": f"{_FORM}{number}" if same_forms else "",
            }
            for number, string in enumerate(current.strings if current else ())
        ],
    }


def _rows(message: WrittenMessage, string: str) -> int:
    """The height of a text area, in lines; a script makes it fit."""
    longest = max(len(message.msgid), len(message.msgid_plural or ""), len(string))
    return max(_FEWEST_ROWS, min(_MOST_ROWS, longest // _CHARACTERS_IN_ROW + string.count("\n") + 1))
