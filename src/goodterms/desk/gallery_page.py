"""The page of the gallery."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.desk import pages
from goodterms.desk.gallery import UNKNOWN
from goodterms.desk.messages import text
from goodterms.speech import speak

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from goodterms.desk.gallery import Language, State
    from goodterms.desk.pages import Where
    from goodterms.model import LetterSpec


def page(
    letters: Sequence[LetterSpec],
    languages: Sequence[Language],
    states: Mapping[tuple[str, str], State],
    note: str,
    *,
    version: int = 0,
    looks: int = 0,
    where: Where = pages.SERVED,
) -> str:
    """All letters by group, and the state of each in each language."""
    names = sorted({letter.group for letter in letters}, key=lambda group: (not group, group))
    groups = [
        {
            "title": (speak(name) if name else text("group_other")).capitalize(),
            "letters": [_letter(letter, languages, states, where) for letter in letters if letter.group == name],
        }
        for name in names
    ]
    values: dict[str, object] = {"groups": groups, "languages": [one._asdict() for one in languages], "note": note}
    values["looks"] = looks
    return pages.page("gallery", text("gallery"), values, version=version, where=where)


def _letter(
    letter: LetterSpec, languages: Sequence[Language], states: Mapping[tuple[str, str], State], where: Where
) -> dict[str, object]:
    cells = []
    for language in languages:
        state = states.get((letter.name, language.tag), UNKNOWN)
        words = state.words()
        cells.append(
            {
                "href": where.letter(letter.name, language.tag) if state.is_complete or not where.is_built else "",
                "language": language.name,
                "state": words,
                "kind": _kind(state),
                "label": text("open_letter", letter=speak(letter.title), language=language.name, state=words),
            }
        )
    return {
        "title": speak(letter.title),
        "name": letter.name,
        "summary": speak(letter.summary),
        "cells": cells,
    }


def _kind(state: State) -> str:
    """The class of a state on the page."""
    if not state.is_known:
        return "unknown"
    return "good" if state.is_complete and not state.findings else "wrong"
