"""Digests of what a letter depends on: a change rewrites the letters that it affects, and no others."""

from __future__ import annotations

import hashlib
import os
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from goodterms import __version__
from goodterms.batch.places import PRIVATE
from goodterms.cldr.locales import fallback
from goodterms.content import tables
from goodterms.content.conventions import SenderConventions
from goodterms.tact.looking import OFF, STRICT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from goodterms.batch.job import Job
    from goodterms.content.layers import Content
    from goodterms.content.sender_values import SenderValues
    from goodterms.model import Locale
    from goodterms.project import Project
    from goodterms.recipients.recipient import Recipient


def of_file(path: Path) -> bytes:
    """The digest of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "blake2b").digest()


def of_content(content: Content) -> bytes:
    """The digest of all templates and catalogs."""
    folders = [layer / name for layer in content.layers for name in ("templates", "locales")]
    return _files([path for folder in folders for path in _below(folder)])


def of_job(job: Job, content: Content) -> bytes:
    """The digest of everything that all rows share: options, settings, the letter's templates, the version.

    The sender's values for a language are not shared, see :func:`of_row`. The date is not part of it: each letter keeps
    its own.
    """
    logo = job.envelope.letterhead.logo
    parts = [
        __version__,
        repr(
            job._replace(
                day=date.min,
                target=Path(),
                unfinished=Path(),
                modes=PRIVATE,
                layers=(),
                content=b"",
                sender_conventions=SenderConventions(),
                sender=job.sender.shared,
                # Only what refuses rows may change what there is to do.
                tact=STRICT if job.tact == STRICT else OFF,
            )
        ),
        _letter(content, job.letter).hex(),
        # A title that one language knows may be in a name of a letter in another.
        repr({catalog: (rules.titles, rules.greetings) for catalog, rules in job.project.name_rules.items()}),
        # And a name in another script is written as its own language writes names.
        _cldr(content).hex(),
    ]
    return _digest([*parts, of_file(logo).hex() if logo else ""])


def of_all(job: Job, content: Content, table: Path) -> bytes:
    """The digest of everything that a run depends on; a run with the same digest has nothing to do."""
    settings = job.sender_conventions.values, repr(job.sender)
    return _digest([of_job(job, content).hex(), of_file(table).hex(), job.content.hex(), *settings])


def of_row(of_the_job: bytes, project: Project, locale: Locale | None, sender: str, recipient: Recipient) -> bytes:
    """The digest of one row: what it asks for, the job, the catalogs, conventions and values of its language.

    ``sender`` are the sender's values for the locale in a form to compare, see :func:`of_sender`.
    """
    catalog = locale.catalog if locale else ""
    language = _catalog(project.content, catalog).hex(), project.conventions.text_of(catalog), sender
    return _digest([of_the_job.hex(), *language, repr(recipient._replace(row=0, status=""))])


def of_sender(sender: SenderValues, locale: Locale | None) -> str:
    """The sender's values that only letters in some locales have, for this one, in a form to compare."""
    return repr([table for table in sender.of(fallback(locale)) if table.tag]) if locale else ""


@lru_cache(maxsize=256)
def _catalog(content: Content, name: str) -> bytes:
    """The digest of a language's own files in all layers."""
    folders = [layer / "locales" / name for layer in content.layers]
    return _files([path for folder in folders for path in _below(folder)])


@lru_cache(maxsize=256)
def _cldr(content: Content) -> bytes:
    """The digest of CLDR's data of all languages."""
    return _files([path for layer in content.layers for path in sorted(layer.glob("locales/*/cldr.json"))])


@lru_cache(maxsize=256)
def _letter(content: Content, letter: str) -> bytes:
    """The digest of the files of a letter, of those it extends, and of the layouts that all share."""
    names, wanted = set(), letter
    while wanted and wanted not in names:
        names.add(wanted)
        located = content.template(f"{wanted}/letter.toml")
        parent = tables.read(located.path).text("extends") if located else ""
        wanted = "" if parent == wanted else parent
    shared = {path.name for layer in content.layers for path in (layer / "templates").glob("_*") if path.is_dir()}
    folders = [layer / "templates" / name for layer in content.layers for name in sorted(names | shared)]
    return _files([path for folder in folders for path in _below(folder)])


def _below(folder: Path) -> list[Path]:
    """All files below a folder, sorted; walking takes a third of the time of a search."""
    names = (os.path.join(root, name) for root, _, names in os.walk(folder) for name in names)  # noqa: PTH118
    return sorted(Path(name) for name in names if os.path.isfile(name))  # noqa: PTH113


def _files(paths: Iterable[Path]) -> bytes:
    return _digest(f"{path.name}\0{of_file(path).hex()}" for path in paths)


def _digest(parts: Iterable[str]) -> bytes:
    whole = hashlib.blake2b(digest_size=16)
    for part in parts:
        whole.update(part.encode("utf-8", "surrogatepass"))
        whole.update(b"\0")
    return whole.digest()
