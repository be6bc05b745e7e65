"""The page of a letter: its form, the letter itself, and what a script needs to renew both in their place."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from goodterms.cldr import zones
from goodterms.desk import asked as asking
from goodterms.desk import command, days, excerpts, fillings, form, pages, variants
from goodterms.desk.asked import POLICIES, VIEWS
from goodterms.desk.gallery import languages
from goodterms.desk.messages import counted, text
from goodterms.desk.page_hints import hint_of
from goodterms.formats import FORMATS
from goodterms.speech import speak

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from goodterms.desk.asked import Asked
    from goodterms.desk.form import Control, Section
    from goodterms.desk.making import Made, Side
    from goodterms.faults import Fault
    from goodterms.workspace import Workspace

_OPTIONS = {
    "date": "--date", "email": "--to", "key": "--key", "timezone": "--timezone", "sequence": "--sequence",
}  # fmt: skip
"""The page's own controls by the places of their faults, named as options are: no field of a letter has such a name."""


class Shown(NamedTuple):
    """What a page has beside the letter that is kept as ``name``.

    ``overlays`` are the folders of content, ``token`` is that of its forms. ``saved`` says what was written just now;
    ``folder`` is where the letter may be saved, None for nowhere.
    """

    name: str
    overlays: Sequence[Path]
    token: str
    version: int
    saved: str
    folder: Path | None


def page(workspace: Workspace, made: Made, shown: Shown) -> str:
    """The page of a letter."""
    name, overlays, token, version, saved, folder = shown
    asked = made.asked
    letter = workspace.project.letter(asked.letter)
    title = speak(letter.title)
    sections = _sections(workspace, made)
    choices = _choices(workspace, asked)
    notes = _notes(made, sections)
    values = {
        "letter": {"name": letter.name, "title": title, "summary": speak(letter.summary)},
        "asked": asked._asdict(),
        "languages": [one._asdict() for one in languages(workspace)],
        "policies": POLICIES,
        "views": [view for view in VIEWS if view != "calendar" or letter.meeting],
        "steps": [
            {
                "name": step.name,
                "title": speak(step.title),
                "required": step.required,
                "kept": step.name not in asked.without,
            }
            for step in letter.steps.values()
        ],
        "with_to": not asking.goes_to_colleague(letter),
        "choices": choices,
        "fillings": [
            {"title": one.title, "choices": [choice._asdict() for choice in one.choices]}
            for one in fillings.of(workspace, asked)
        ],
        "variant": asked.variant._asdict(),
        "invites": bool(letter.meeting),
        "zones": zones.listed() if letter.meeting else (),
        "sections": [_plain(section) for section in sections],
        "prefix": form.PREFIX,
        "digest": _digest(sections, choices),
        "token": token,
        "id": name,
        "sides": [_side(side, name, number, title) for number, side in enumerate(made.sides)],
        "days": _days(workspace, asked, sections),
        "notes": notes,
        "by_place": {place: [one for one in notes if one["at"] == place] for place in {one["at"] for one in notes}},
        "summary": summary(made),
        "command": command.line(asked, overlays),
        "formats": [one for one in FORMATS if one != "ics" or letter.meeting],
        "format_of_view": VIEWS[asked.view],
        "saved": saved,
        "folder": "" if folder is None else str(folder.resolve()),
    }
    return pages.page("letter", f"{title} ({asked.locale})", values, version=version, own=("days.js",))


def answer(workspace: Workspace, made: Made, name: str, overlays: Sequence[Path]) -> dict[str, object]:
    """The same as values for the page's script."""
    sections = _sections(workspace, made)
    choices = _choices(workspace, made.asked)
    title = speak(workspace.project.letter(made.asked.letter).title)
    return {
        "id": name,
        "digest": _digest(sections, choices),
        "locale": made.asked.locale,
        "summary": summary(made),
        "notes": _notes(made, sections),
        "days": _days(workspace, made.asked, sections),
        "command": command.line(made.asked, overlays),
        "format": VIEWS[made.asked.view],
        "sides": [_side(side, name, number, title) for number, side in enumerate(made.sides)],
    }


def summary(made: Made) -> str:
    """How many faults there are, in words."""
    return counted("faults", len(made.faults))


def _sections(workspace: Workspace, made: Made) -> list[Section]:
    letter = workspace.project.letter(made.asked.letter)
    own = form.from_settings(workspace, workspace.project.locale(made.asked.tag))
    return form.sections(letter, made.asked.values, own)


def _notes(made: Made, sections: Sequence[Section]) -> list[dict[str, str]]:
    """The faults and the advice, each with the id of the control that it belongs to; empty for none."""
    places = {*_OPTIONS.values(), *(group.place for section in sections for group in section.groups)}
    places |= {control.place for control in _controls(sections)}
    faults = [_note(one, "fault", places) for one in made.faults]
    return [*faults, *(_note(one, "advice", places) for one in made.advice)]


def _controls(sections: Sequence[Section]) -> Iterator[Control]:
    """Every control of a form."""
    for group in (group for section in sections for group in section.groups):
        yield from group.controls
        for _, controls in group.items:
            yield from controls


def _days(workspace: Workspace, asked: Asked, sections: Sequence[Section]) -> dict[str, list[dict[str, str]]]:
    """How each day and each month that was typed is written, by the place of its control."""
    texts = {control.place: (control.picks, control.value) for control in _controls(sections) if control.picks}
    return days.written(workspace, asked, {_OPTIONS["date"]: (days.DAY, asked.day), **texts})


def _note(one: Fault, kind: str, places: set[str]) -> dict[str, str]:
    place = one.place
    if place not in places:
        place = _OPTIONS.get(place, place)
    while place and place not in places:
        place = place.rpartition(".")[0]
    return {"kind": kind, "at": place, "where": one.where, "problem": one.problem, "hint": hint_of(one)}


def _side(side: Side, name: str, number: int, title: str) -> dict[str, object]:
    return {
        "number": number,
        "tag": side.tag,
        "language": side.language,
        "direction": side.direction,
        "kind": side.kind,
        "content": side.content,
        "source": f"/made/{name}/{number}",
        "title": text("frame_title", letter=title, language=side.language),
        "pictures": [
            {"source": f"/made/{name}/{number}/{page}.png", "label": text("page_picture", number=page + 1)}
            for page in range(len(side.pictures))
        ],
        "heads": [{"name": text(head), "value": value} for head, value in side.heads.items() if value],
        "lines": list(side.lines),
        "remedies": [one._asdict() for one in side.remedies],
        "excerpts": [excerpts.plain(one) for one in side.excerpts],
        "messages": [one._asdict() for one in side.messages],
    }


def _choices(workspace: Workspace, asked: Asked) -> dict[str, list[dict[str, str]]]:
    """What there is to choose for the language and the region, by name."""
    found = variants.of(workspace, asked.locale, asked.variant.region)
    return {name: [one._asdict() for one in choices] for name, choices in found._asdict().items()}


def _digest(sections: Sequence[Section], choices: Mapping[str, object]) -> str:
    """What tells whether the form is still the same: its controls, without their values."""
    parts: list[object] = [choices]
    parts += [
        (
            section.title,
            group.place,
            group.kind,
            group.help,
            tuple((one.kind, one.help, one.options) for one in group.controls[:1]),
        )
        for section in sections
        for group in section.groups
    ]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def _plain(section: Section) -> Mapping[str, object]:
    """A section as mappings, which is what layouts take."""
    groups = [
        {
            **group._asdict(),
            "is_single": not group.many,
            "controls": [one._asdict() for one in group.controls],
            "records": [
                {"label": label, "controls": [one._asdict() for one in controls]} for label, controls in group.items
            ],
        }
        for group in section.groups
    ]
    return {"title": section.title, "groups": groups}
