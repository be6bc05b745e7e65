"""Where locales and templates live: the built-in ones, and a company's own laid over them.

A *layer* is a folder with ``templates/`` and ``locales/``. Layers are ordered from the topmost (the company's)
down to the built-in one; a file is looked for from the top.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from goodterms.errors import BrokenContent, InvalidRequest
from goodterms.faults import legacy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DOMAIN = "goodterms"
_PACKAGED = Path(__file__).parents[1] / "_content"
BUILT_IN = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).parents[3]
"""The built-in layer: inside an installed package, or the top of a checkout."""
IS_CHECKOUT = BUILT_IN is not _PACKAGED
"""Whether the built-in layer is somebody's working copy, to be edited."""

# A name inside templates/: parts of letters, digits and the like, none of them ".." or empty.
_NAME = re.compile(r"(?!\.)[\w.-]+(?:/(?!\.)[\w.-]+)*")
_LAYER = "@"


class Located(NamedTuple):
    """A template's file, and the number of the layer that holds it (0: the topmost)."""

    path: Path
    layer: int


class Content:
    """The layers of one project, searched from the top down."""

    def __init__(self, overlays: Sequence[Path] = (), base: Path = BUILT_IN) -> None:
        """Lay ``overlays`` over the built-in content (or what stands in for it, ``base``), the first one topmost.

        Raises :class:`InvalidRequest` for an overlay that holds neither ``templates/`` nor ``locales/``.
        """
        faults = [
            legacy(
                "--content", f"{layer} holds no templates/ and no locales/ folder", "name the folder that holds them"
            )
            for layer in overlays
            if not (layer / "templates").is_dir() and not (layer / "locales").is_dir()
        ]
        if faults:
            raise InvalidRequest(faults)
        self.layers = (*overlays, base)

    def template(self, name: str) -> Located | None:
        """The file of a template, looked for from the top; ``name@2`` is looked for from layer 2 down.

        A name that leads out of ``templates/`` is no template's.
        """
        name, _, below = name.partition(_LAYER)
        if not _NAME.fullmatch(name) or not (below or "0").isdecimal():
            return None
        for number, layer in enumerate(self.layers[int(below or 0) :], int(below or 0)):
            path = layer / "templates" / name
            if path.is_file():
                return Located(path, number)
        return None

    def below(self, name: str, found: Located) -> str:
        """The name of what lies below a template that was found: the same name, in the layers under its own."""
        return f"{name.partition(_LAYER)[0]}{_LAYER}{found.layer + 1}"

    def letters(self) -> list[str]:
        """The names of all letters: folders with a letter.toml whose names do not begin with an underscore."""
        found = {path.parent.name for layer in self.layers for path in (layer / "templates").glob("*/letter.toml")}
        return sorted(name for name in found if _NAME.fullmatch(name) and not name.startswith("_"))

    def catalogs(self) -> list[str]:
        """The names of all catalog folders that hold a catalog in any layer."""
        pattern = f"*/LC_MESSAGES/{DOMAIN}.po"
        found = {path.parents[1].name for layer in self.layers for path in (layer / "locales").glob(pattern)}
        return sorted(found)

    def catalog_paths(self, catalog: str) -> Iterator[Path]:
        """The catalog files of one language, from the topmost layer down; those that exist."""
        return (path for layer in self.layers if (path := catalog_file(layer, catalog)).is_file())

    def locale_paths(self, catalog: str, name: str) -> Iterator[Path]:
        """The files of one name in a language's folder, from the topmost layer down; those that exist."""
        for layer in self.layers:
            path = layer / "locales" / catalog / name
            if path.is_file():
                yield path

    def catalog_path_for(self, template: Path, catalog: str) -> Path:
        """The catalog file in which a message of ``template`` belongs: the one of the template's own layer."""
        for layer in self.layers:
            if template.is_relative_to(layer / "templates"):
                return catalog_file(layer, catalog)
        return next(self.catalog_paths(catalog))

    def template_source(self) -> Path:
        """The built-in catalog template (.pot), whose header names the source language."""
        return catalog_template(self.layers[-1])


def catalog_file(layer: Path, catalog: str) -> Path:
    """Where a layer has, or would have, the catalog of a language."""
    return layer / "locales" / catalog / "LC_MESSAGES" / f"{DOMAIN}.po"


def catalog_template(layer: Path) -> Path:
    """Where a layer has, or would have, its catalog template (.pot)."""
    return layer / "locales" / f"{DOMAIN}.pot"


def read_text(path: Path) -> str:
    """The text of a UTF-8 file.

    Raises :class:`BrokenContent` with file and line when it cannot be read or bytes do not decode.
    """
    data = read_bytes(path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = f"byte 0x{data[error.start]:02X} is not UTF-8"
        raise BrokenContent.legacy_at(path, line, problem, "save the file as UTF-8") from None


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; raises :class:`BrokenContent` when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise BrokenContent.legacy_at(path, 0, f"cannot be read: {error.strerror}") from None
