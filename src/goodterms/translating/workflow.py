"""The work on the catalog files of a project: extract, update, add a language, show the status, write pseudo-locales.

The files are those of one folder: the topmost layer of ``--content``, or the checkout itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms import output
from goodterms.cldr import locales, tags
from goodterms.cldr.languages import catalog_name
from goodterms.cldr.plural_headers import plural_header
from goodterms.content.layers import BUILT_IN, IS_CHECKOUT, catalog_file, catalog_template, read_text
from goodterms.envelopes import Document
from goodterms.errors import InvalidRequest, OutputRefused
from goodterms.faults.causes import cause
from goodterms.translating import catalog_text, merging, scaffold
from goodterms.translating.extract import extract
from goodterms.translating.pseudo import FORMS, LONG, RIGHT_TO_LEFT, pseudo_catalog
from goodterms.translating.rewording import rewordings_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from goodterms.project import Project
    from goodterms.translating.merging import Changes
    from goodterms.translating.rewording import Rewording

MEDIA_TYPE = "text/x-gettext-translation"
_LANGUAGE_FILES = ("language.toml", "cldr.json")
"""The files of a language that a pseudo-locale shares."""


class FileResult(NamedTuple):
    """A file, and whether it was written; it was not if its content is the same as before.

    ``changes`` are those of an updated catalog.
    """

    path: Path
    is_written: bool
    changes: Changes | None = None


class Status(NamedTuple):
    """How much of a language is untranslated: its tag, the messages in each letter, the source words in all letters."""

    language: str
    missing: dict[str, int]
    words: int


class Templates(NamedTuple):
    """The catalog templates to which the catalogs of a folder are updated, as text.

    ``all_letters`` has the messages of all letters, ``folder`` those of the templates in the folder.
    """

    all_letters: str
    folder: str


def extract_template(project: Project) -> FileResult:
    """Write the catalog template (.pot) of the folder's letters."""
    folder = own_folder(project)
    return write_if_changed(catalog_template(folder), extract(project, folder))


def update_catalogs(project: Project) -> Iterator[FileResult]:
    """Write the catalog template, then every catalog updated to it; each result comes after its file is written.

    Raises :class:`BrokenContent` for a catalog with faults, before any file is written.
    """
    folder = own_folder(project)
    templates = templates_of(project, folder)
    paths = {name: catalog_file(folder, name) for name in project.content.catalogs()}
    merged = [
        (path, *merge_catalog(project, catalog_text.read(path), name, templates))
        for name, path in paths.items()
        if path.is_file()
    ]
    yield write_if_changed(catalog_template(folder), templates.folder)
    for path, text, changes in merged:
        yield write_if_changed(path, text)._replace(changes=changes)


def updated_catalog(project: Project, language: str) -> str:
    """The text of a catalog as an update would write it, with the messages that are not in the file yet."""
    folder = own_folder(project)
    path = catalog_file(folder, language)
    if not path.is_file():
        raise InvalidRequest.of("catalog-not-created", "LANG", path=path, language=language)
    text = catalog_text.read(path)
    return merge_catalog(project, text, language, templates_of(project, folder))[0]


def add_language(project: Project, tag: str, *, for_region: bool = False) -> Iterator[FileResult]:
    """Write a new catalog for a language, with the plural rule that CLDR has for it; each result after its file.

    If a layer below has a catalog for the language, the new one has only the messages of the folder's own templates.
    Otherwise the language also gets a language.toml and a samples.toml to fill in, if it has none. Raises
    :class:`InvalidRequest` for a language that CLDR does not know, for a catalog that exists, and for a region that the
    language implies, unless the catalog is ``for_region``.
    """
    folder = own_folder(project)
    name = catalog_name(tag)
    header = plural_header(name) if name else None
    if name is None or header is None:
        raise InvalidRequest.of("language-unknown-to-cldr", "LANG", given=tag)
    path = catalog_file(folder, name)
    if path.exists():
        raise InvalidRequest.of("catalog-exists", "LANG", path=path)
    parsed = tags.parse(name)
    if parsed and not for_region and (language := str(locales.usual(parsed))) != str(parsed):
        raise InvalidRequest.of("region-implied", "LANG", given=tag, language=language)
    is_below = _is_in_lower_layer(project, name)
    template = extract(project, folder if is_below else None)
    yield write_if_changed(path, merging.init(template, name, header))
    texts = (
        {}
        if is_below
        else {"language.toml": scaffold.language_toml(name), "samples.toml": scaffold.samples_toml(project)}
    )
    for file_name, text in texts.items():
        if not (path.parents[1] / file_name).exists():
            yield write_if_changed(path.parents[1] / file_name, text)


def find_rewordings(project: Project, language: str | None = None) -> list[tuple[Path, Rewording]]:
    """The reworded messages in the catalogs of the folder, or in that of one language, each with its file."""
    folder = own_folder(project)
    names = [project.locale(language).catalog] if language else project.content.catalogs()
    paths = [path for name in names if (path := catalog_file(folder, name)).is_file()]
    return [(path, rewording) for path in paths for rewording in rewordings_in(catalog_text.read(path))]


def status(project: Project) -> list[Status]:
    """How much of each language is untranslated."""
    return [_status_of(project, name) for name in project.catalogs.languages]


def _status_of(project: Project, name: str) -> Status:
    locale = locales.of_catalog(name)
    edition = project.edition(locale)
    missing = {letter.name: edition.untranslated(letter) for letter in project.letters()}
    messages = {(message.msgctxt, message.msgid) for in_letter in missing.values() for message in in_letter}
    return Status(
        language=locale.tag,
        missing={letter: len(in_letter) for letter, in_letter in missing.items()},
        words=sum(len(msgid.split()) for _, msgid in messages),
    )


def write_pseudo_locales(project: Project, folder: Path) -> Iterator[FileResult]:
    """Write the pseudo-locales of a project into a folder; each result comes after its file is written."""
    template = extract(project)
    for name, region in _pseudo_locales(project):
        header = project.catalogs.plural_forms(name)
        path = catalog_file(folder, f"{name}_{region}")
        yield write_if_changed(path, pseudo_catalog(template, name, header, region))
        for file_name in _LANGUAGE_FILES:
            source = next(project.content.locale_paths(name, file_name), None)
            if source is not None:
                yield write_if_changed(path.parents[1] / file_name, read_text(source))


def _pseudo_locales(project: Project) -> list[tuple[str, str]]:
    """A catalog name and a region for each pseudo-locale.

    The languages are the source language, one written right to left, and the one with the most plural forms.
    """
    names = project.content.catalogs()
    right_to_left = [name for name in names if locales.of_catalog(name).direction == "rtl"]
    most_forms = max(names, key=lambda name: project.catalogs.of(name)[-1].plural.count)
    pairs = [(project.source_locale.catalog, LONG), *((name, RIGHT_TO_LEFT) for name in right_to_left[:1])]
    return [*pairs, (most_forms, FORMS)]


def own_folder(project: Project) -> Path:
    """The folder with the catalog files; raises :class:`InvalidRequest` if only the installed program has any."""
    folder = project.content.layers[0]
    if folder == BUILT_IN and not IS_CHECKOUT:
        raise InvalidRequest.of("content-folder-needed", "--content")
    return folder


def write_if_changed(path: Path, text: str) -> FileResult:
    """Write a file, and the folders above it, unless it has this content already.

    Raises :class:`OutputRefused` if that is not possible; the file is then as it was.
    """
    if path.is_file() and path.read_bytes() == text.encode():
        return FileResult(path, is_written=False)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputRefused.of("folder-not-created", folder=path.parent, reason=cause(error)) from None
    output.write(str(path), Document(path.name, MEDIA_TYPE, text.encode()), force=True)
    return FileResult(path, is_written=True)


def templates_of(project: Project, folder: Path) -> Templates:
    """The catalog templates of a project whose catalogs are in a folder; extracting them takes time."""
    all_letters = extract(project)
    return Templates(all_letters, extract(project, folder) if len(project.content.layers) > 1 else all_letters)


def merge_catalog(project: Project, text: str, name: str, templates: Templates) -> tuple[str, Changes]:
    """The text of a catalog updated to the templates, and what the update changes."""
    needed = templates.folder if _is_in_lower_layer(project, name) else templates.all_letters
    return merging.merge(text, templates.all_letters, needed, plural_header(name))


def _is_in_lower_layer(project: Project, name: str) -> bool:
    """Whether a layer below the topmost has a catalog for the language; its messages need no second translation."""
    return any(catalog_file(layer, name).is_file() for layer in project.content.layers[1:])
