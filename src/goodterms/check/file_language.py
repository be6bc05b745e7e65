"""The language of a catalog: what its header says, or else what its path says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.cldr import tags
from goodterms.cldr.languages import is_registered

if TYPE_CHECKING:
    from pathlib import Path

    from goodterms import po

_MESSAGES = "LC_MESSAGES"


class FileLanguage(NamedTuple):
    """The language of a catalog, and the one that its path names; empty for none."""

    tag: str
    by_path: str


def language_of(path: Path, file: po.File) -> FileLanguage:
    """The language of a catalog: its header's if that is a tag, or else its path's. A template has none.

    Where the path is the header's language in a script that the header leaves out, such as ``sr@latin``, it counts.
    """
    if path.suffix == ".pot":
        return FileLanguage("", "")
    by_path, declared = _by_path(path), file.header.get("Language", "")
    is_declared = is_registered(declared) and not _adds_script(by_path, declared)
    return FileLanguage(declared if is_declared else by_path or declared, by_path)


def _adds_script(by_path: str, declared: str) -> bool:
    named, own = tags.parse(by_path), tags.parse(declared)
    return bool(named and own and named.script and not own.script and named.language == own.language)


def _by_path(path: Path) -> str:
    """The language that a path names: its folder, or else its name. Each counts only if it is a tag as a whole.

    The folder above LC_MESSAGES is where gettext looks a language up, so its name counts whatever it is.
    """
    parts = path.absolute().parts
    if _MESSAGES in parts and (at := parts.index(_MESSAGES)) > 0:
        return parts[at - 1]
    return next((name for name in (path.absolute().parent.name, path.stem) if is_registered(name)), "")
