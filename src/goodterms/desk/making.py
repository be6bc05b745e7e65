"""A letter as the page shows it: made in each of its languages, or the faults for which it cannot be written."""

from __future__ import annotations

import email
import email.policy
from typing import TYPE_CHECKING, NamedTuple

from goodterms import compose, formats
from goodterms.cldr.locales import name_in
from goodterms.desk import asked as asking
from goodterms.desk import excerpts, message_links
from goodterms.desk.asked import VIEWS
from goodterms.desk.page_hints import hint_of
from goodterms.desk.remedies import remedies
from goodterms.errors import CallError, ContentError, GoodtermsError
from goodterms.fields.records import place_of
from goodterms.tact.looking import OFF

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from email.message import EmailMessage

    from goodterms.desk.asked import Asked
    from goodterms.desk.excerpts import Excerpt
    from goodterms.desk.message_links import MessageLink
    from goodterms.desk.remedies import Remedy
    from goodterms.envelopes import Document
    from goodterms.errors import MissingMessage
    from goodterms.faults import Fault
    from goodterms.model import Direction
    from goodterms.workspace import Workspace


class Side(NamedTuple):
    """The letter in one language, in one view.

    ``kind`` is ``frame`` (``content`` is a page of its own), ``text``, or ``pictures`` of pages; ``heads`` are lines
    above it, by the names of their texts. Without a letter, ``kind`` is ``nothing``, ``lines`` say why,
    ``remedies`` what to do where something is missing; ``excerpts`` are the lines of files with errors, ``messages``
    lead to the texts of catalogs that are missing or have errors.
    """

    tag: str
    language: str
    direction: Direction
    kind: str
    content: str = ""
    pictures: Sequence[bytes] = ()
    heads: Mapping[str, str] = {}
    lines: Sequence[str] = ()
    remedies: Sequence[Remedy] = ()
    excerpts: Sequence[Excerpt] = ()
    messages: Sequence[MessageLink] = ()


class Made(NamedTuple):
    """A letter that was asked for: its sides, the faults of its values, and what is not tactful in them."""

    asked: Asked
    sides: tuple[Side, ...]
    faults: tuple[Fault, ...]
    advice: tuple[Fault, ...]


def make(workspace: Workspace, asked: Asked, today: date, *, is_first: bool = False) -> Made:
    """The letter in its language and in the one beside it; of the first side only the letter, before all the rest."""
    main, faults = _side(workspace, asked, today)
    if is_first:
        return Made(asked, (main,), faults, ())
    sides = [main]
    if asked.beside and asked.beside != asked.locale:
        values = asking.translated(workspace, asked, asked.beside, today)
        other, _ = _side(workspace, asked.in_language(asked.beside, values), today)
        sides.append(other._replace(remedies=()))  # what is missing is shown once
    return Made(asked, tuple(sides), faults, _advice(workspace, asked))


def document(workspace: Workspace, asked: Asked, name: str, today: date) -> Document:
    """The letter in a format, as ``goodterms render`` writes it; raises what :meth:`Workspace.render` raises."""
    call, envelope, faults = asking.call_for(workspace, asked, today)
    if faults:
        raise CallError(faults)
    return workspace.render(
        call.letter,
        call.locale,
        call.given,
        format=name,
        date=call.date,
        without=call.without,
        missing=call.missing,
        envelope=envelope,
        timezone=call.timezone,
    )


def _side(workspace: Workspace, asked: Asked, today: date) -> tuple[Side, tuple[Fault, ...]]:
    project = workspace.project
    locale = project.locale(asked.tag)
    side = Side(locale.tag, name_in(project.spoken_locale, locale), locale.direction, "nothing")
    faults = all_faults(workspace, asked, today)
    if faults:
        lines = [line for one in faults for line in (str(one), hint_of(one)) if line]
        missing = _untranslated(workspace, asked, faults)
        links = message_links.of_missing(workspace, asked.tag, missing)
        lines += [] if links else map(str, missing)
        links += message_links.of_faults(workspace, faults)
        side = side._replace(lines=lines, messages=links)
        side = side._replace(remedies=remedies(workspace, asked, faults))
        return side._replace(excerpts=excerpts.of_workspace(faults, workspace)), tuple(faults)
    try:
        return _shown(workspace, side, asked, today), ()
    except (CallError, ContentError) as error:
        shown = excerpts.of_workspace(error.faults, workspace)
        links = message_links.of_error(workspace, error)
        return side._replace(lines=error.lines(), excerpts=shown, messages=links), error.faults


def _untranslated(workspace: Workspace, asked: Asked, faults: Sequence[Fault]) -> list[MissingMessage]:
    """The messages for which a letter cannot be written, where they are among its faults."""
    if all(one.kind != "letter-incomplete" for one in faults):
        return []
    project = workspace.project
    return project.edition(project.locale(asked.tag)).untranslated(project.letter(asked.letter))


def all_faults(workspace: Workspace, asked: Asked, today: date) -> list[Fault]:
    """Every fault of a letter in the view that is asked for; empty when it can be shown."""
    call, envelope, faults = asking.call_for(workspace, asked, today)
    try:
        return faults + workspace.validate(
            call.letter,
            call.locale,
            call.given,
            format=VIEWS[asked.view],
            date=call.date,
            without=call.without,
            missing=call.missing,
            envelope=envelope,
            timezone=call.timezone,
        )
    except GoodtermsError as error:  # a part that is missing
        return [*faults, *error.faults]


def _shown(workspace: Workspace, side: Side, asked: Asked, today: date) -> Side:
    if asked.view == "pdf":
        call, envelope, _ = asking.call_for(workspace, asked, today)
        letter = compose.compose(workspace.project, compose.validate(workspace.project, call))
        return side._replace(
            kind="pictures", pictures=formats.page_pictures(workspace.project.content, letter, envelope)
        )
    return shown(side, asked.view, document(workspace, asked, VIEWS[asked.view], today).content)


def shown(side: Side, view: str, content: bytes) -> Side:
    """A side with a document, as a view other than that of the pages of a PDF shows it."""
    if view == "mail":
        return _mail(side, content)
    if view == "calendar":
        # Lines of a calendar are folded; its properties are in ASCII, so they run from left to right.
        return side._replace(kind="text", content=content.decode().replace("\r\n ", ""), direction="ltr")
    return side._replace(kind="frame" if view == "page" else "text", content=content.decode())


def _mail(side: Side, content: bytes) -> Side:
    """An email as a mail program shows it: its page, with the pictures that it brings, below its headers."""
    message: EmailMessage = email.message_from_bytes(content, policy=email.policy.default)
    page = message.get_body(("html",))
    body = str(page.get_content()) if page else ""
    for part in message.walk():
        if part.get_content_maintype() == "image" and (name := str(part["Content-ID"] or "").strip("<>")):
            encoded = "".join(str(part.get_payload()).split())
            body = body.replace(f"cid:{name}", f"data:{part.get_content_type()};base64,{encoded}")
    heads = {"subject": "Subject", "sender": "From", "recipient": "To"}
    return side._replace(
        kind="frame", content=body, heads={name: str(message[header] or "") for name, header in heads.items()}
    )


def _advice(workspace: Workspace, asked: Asked) -> tuple[Fault, ...]:
    """What is not tactful in the values, whether they are complete or not; nothing where the settings say so."""
    if workspace.settings.tact == OFF:
        return ()
    # Before a letter is valid, a part of a record is only known by the name of its field: providers, not provider.
    fields = workspace.project.letter(asked.letter).fields
    places = {name: place_of(name, fields) for name in asked.values}
    values = {
        ".".join(filter(None, (place.field, str(place.number or ""), place.part))) if place else name: asked.values[
            name
        ]
        for name, place in places.items()
    }
    try:
        return tuple(workspace.tact(asked.letter, asked.tag, values, without=asked.without))
    except ContentError:
        return ()  # goodterms check tells of a list that cannot be read
