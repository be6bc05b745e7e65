"""The catalogs that the commands work on: those of the folder that is the user's own, as files."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms import output
from goodterms.cldr.plural_headers import plural_header
from goodterms.cli.terminal import near, tell
from goodterms.content.layers import BUILT_IN, IS_CHECKOUT, catalog_file
from goodterms.errors import InvalidRequest, OutputRefused
from goodterms.faults import legacy
from goodterms.model import Document
from goodterms.translating import files
from goodterms.translating.extract import extract

if TYPE_CHECKING:
    from pathlib import Path

    from goodterms.project import Project


def up_to_date(project: Project, folder: Path, name: str) -> str:
    """The text of a catalog as an update would write it; the messages that are not in the file yet are there too."""
    path = catalog_file(folder, name)
    if not path.is_file():
        raise InvalidRequest(
            [legacy("LANG", f"there is no {near(path)}", f"begin it with: goodterms catalog add {name}")]
        )
    return merge(project, path, name, templates_of(project, folder))[0]


class _Templates(NamedTuple):
    """The catalog template of all letters, and that of the templates in the folder that is worked on."""

    everything: str
    own: str


def templates_of(project: Project, folder: Path) -> _Templates:
    """The catalog templates that the catalogs of a folder are brought up to."""
    everything = extract(project)
    return _Templates(everything, extract(project, folder) if len(project.content.layers) > 1 else everything)


def merge(project: Project, path: Path, name: str, templates: _Templates) -> tuple[str, files.Changes]:
    """The text of a catalog as an update writes it, and what the update does."""
    needed = templates.own if is_below(project, name) else templates.everything
    return files.merge(files.read(path), templates.everything, needed, plural_header(name))


def own_folder(project: Project) -> Path:
    """The folder whose catalogs are worked on: the topmost of ``--content``, or the checkout's own."""
    folder = project.content.layers[0]
    if folder == BUILT_IN and not IS_CHECKOUT:
        raise InvalidRequest(
            [legacy("--content", "the built-in catalogs are part of the program", "name a folder of your own")]
        )
    return folder


def is_below(project: Project, name: str) -> bool:
    """Whether a language has a catalog under the topmost layer, which stands in for what the topmost does not say."""
    return any(catalog_file(layer, name).is_file() for layer in project.content.layers[1:])


def write(path: Path, text: str) -> bool:
    """Write a file when it says something else; whether it did."""
    if path.is_file() and path.read_bytes() == text.encode():
        tell(f"Unchanged: {near(path)}")
        return False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputRefused.legacy(f"{path.parent} cannot be made: {error.strerror}") from None
    output.write(str(path), document(path.name, text), force=True)
    tell(f"Written: {near(path)}")
    return True


def document(name: str, text: str) -> Document:
    """The text of a catalog as a document to be written."""
    return Document(name, "text/x-gettext-translation", text.encode())
