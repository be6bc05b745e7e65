"""From a letter that cannot be written to the pages of the messages that it lacks, or that are not right."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from goodterms import po
from goodterms.content.layers import catalog_file
from goodterms.desk import choice as choosing
from goodterms.desk.choice import Choice
from goodterms.desk.gallery import languages
from goodterms.desk.plain_text import pieces
from goodterms.errors import MissingTranslations
from goodterms.translating.one_message import id_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from goodterms.errors import GoodtermsError, MissingMessage
    from goodterms.faults import Fault
    from goodterms.translating.catalog_text import MessageKey
    from goodterms.workspace import Workspace

_MOST = 20
"""The most links of one letter."""
_LONGEST = 100


class MessageLink(NamedTuple):
    """A message in its own words, and the address of the page on which it is translated."""

    words: str
    href: str


def of_faults(workspace: Workspace, faults: Iterable[Fault]) -> tuple[MessageLink, ...]:
    """The messages in whose lines of a catalog the faults are."""
    tags = _tags(workspace)
    found: list[MessageLink] = []
    for one in faults:
        tag = tags.get(Path(one.place).absolute()) if one.line else None
        key = _message_at(Path(one.place), one.line) if tag else None
        if tag and key:
            found.append(_link(tag, key))
    return tuple(dict.fromkeys(found))[:_MOST]


def of_missing(workspace: Workspace, tag: str, missing: Iterable[MissingMessage]) -> tuple[MessageLink, ...]:
    """The messages that have no translation into a locale; none where there is no catalog to write them into."""
    content, project = workspace.project.content, workspace.project
    path = catalog_file(content.layers[0], project.locale(tag).catalog)
    language = _tags(workspace).get(path.absolute())
    if language is None:
        return ()
    return tuple(_link(language, (one.msgctxt, one.msgid)) for one in missing)[:_MOST]


def of_error(workspace: Workspace, error: GoodtermsError) -> tuple[MessageLink, ...]:
    """The messages that an error is about."""
    if isinstance(error, MissingTranslations):
        return of_missing(workspace, error.locale, error.missing)
    return of_faults(workspace, error.faults)


def _link(tag: str, key: MessageKey) -> MessageLink:
    shown = "".join(str(piece["text"]) for piece in pieces(" ".join(key[1].split())))
    words = f"{shown[:_LONGEST]} …" if len(shown) > _LONGEST else shown
    return MessageLink(words, choosing.message_address(tag, id_of(key), Choice("all")))


def _tags(workspace: Workspace) -> Mapping[Path, str]:
    """The languages whose catalogs have pages, by all paths of their catalogs: those in the topmost folder."""
    content, project = workspace.project.content, workspace.project
    found: dict[Path, str] = {}
    for language in languages(workspace):
        catalog = project.locale(language.tag).catalog
        if content.has_file(content.layers[0], catalog_file(content.layers[0], catalog)):
            found |= {catalog_file(layer, catalog).absolute(): language.tag for layer in content.layers}
    return found


def _message_at(path: Path, line: int) -> MessageKey | None:
    """The message of a catalog that has a line; None where there is none."""
    found: MessageKey | None = None
    with suppress(OSError):
        for entry in po.read(path.read_bytes()).entries:
            if entry.first > line:
                break
            found = None if entry.obsolete or not entry.msgid else entry.key
    return found
