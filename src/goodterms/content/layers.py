"""Layers: the built-in templates and locales, and a company's on top of them.

A *layer* is a folder with ``templates/`` or ``locales/``. The search for a file goes from the topmost layer, the
company's, down to the built-in one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.content.built_in import BUILT_IN as BUILT_IN
from goodterms.content.built_in import IS_CHECKOUT as IS_CHECKOUT
from goodterms.errors import BrokenContent, InvalidRequest
from goodterms.expressions import expression
from goodterms.faults import fault
from goodterms.faults.causes import cause

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

DOMAIN = "goodterms"

# A path inside templates/: segments of word characters, dots and hyphens, none of them empty or starting with a dot.
_NAME = expression(r"(?!\.)[\w.-]+(?:/(?!\.)[\w.-]+)*")
_LAYER = "@"


class Located(NamedTuple):
    """The file of a template, and the number of its layer (0: the topmost)."""

    path: Path
    layer: int


class Content:
    """The layers of one project, searched from the top down."""

    def __init__(self, overlays: Sequence[Path] = (), base: Path = BUILT_IN) -> None:
        """Put ``overlays`` on top of ``base``, the built-in content; the first is the topmost.

        Raises :class:`InvalidRequest` for an overlay with neither ``templates/`` nor ``locales/``.
        """
        faults = [
            fault("no-content", "--content", folder=layer)
            for layer in overlays
            if not (layer / "templates").is_dir() and not (layer / "locales").is_dir()
        ]
        if faults:
            raise InvalidRequest(faults)
        self.layers = (*overlays, base)
        self._roots = tuple(layer.resolve() for layer in overlays)

    @property
    def own_layers(self) -> Sequence[Path]:
        """The layers that are a project's own: the overlays; without any, the built-in content."""
        return self.layers[:-1] or self.layers

    def template(self, name: str) -> Located | None:
        """The file of a template in the topmost layer that has it; for ``name@2``, in layer 2 or below.

        None when there is none, and for a name that leads out of ``templates/``.
        """
        name, _, top = name.partition(_LAYER)
        if not _NAME.fullmatch(name) or not (top or "0").isdecimal():
            return None
        for number, layer in enumerate(self.layers[int(top or 0) :], int(top or 0)):
            path = layer / "templates" / name
            if self.has_file(layer, path):
                return Located(path, number)
        return None

    def has_file(self, layer: Path, path: Path) -> bool:
        """Whether a file of a layer exists.

        Raises :class:`BrokenContent` for one that a symbolic link takes from outside of its layer, which then would
        decide what is read. The built-in layer is as it was installed.
        """
        if not path.is_file():
            return False
        if layer is not self.layers[-1]:
            root = self._roots[self.layers.index(layer)]
            if not path.resolve().is_relative_to(root):
                raise BrokenContent.at(path, 0, "content-outside", folder=layer)
        return True

    def below(self, name: str, template: Located) -> str:
        """The name of the template of the same name in the layers below ``template``."""
        return f"{name.partition(_LAYER)[0]}{_LAYER}{template.layer + 1}"

    def letters(self) -> list[str]:
        """The names of all letters, sorted: folders with a letter.toml whose names do not start with an underscore."""
        names = {path.parent.name for layer in self.layers for path in (layer / "templates").glob("*/letter.toml")}
        return sorted(name for name in names if _NAME.fullmatch(name) and not name.startswith("_"))

    def has_letter(self, name: str) -> bool:
        """Whether there is a letter of this name."""
        return not name.startswith("_") and "/" not in name and self.template(f"{name}/letter.toml") is not None

    def folders(self, name: str) -> list[str]:
        """The names of the folders in the folder ``name`` of the templates of all layers, sorted."""
        if not _NAME.fullmatch(name):
            return []
        found = {path.name for layer in self.layers for path in (layer / "templates" / name).glob("*/")}
        return sorted(name for name in found if _NAME.fullmatch(name))

    def matching(self, start: str, end: str) -> list[str]:
        """What can be between ``start`` and ``end`` so that the whole names a template, sorted: no slash in it."""
        folder, _, prefix = start.rpartition("/")
        pattern = f"{folder}/{prefix}*{end}" if folder else f"{prefix}*{end}"
        names = set()
        for layer in self.layers:
            root = layer / "templates"
            for path in root.glob(pattern):
                names.add(path.relative_to(root).as_posix().removeprefix(start).removesuffix(end))
        return sorted(name for name in names if _NAME.fullmatch(name) and "/" not in name)

    def catalogs(self) -> list[str]:
        """The names of the folders under ``locales/`` that contain a catalog in any layer, sorted."""
        pattern = f"*/LC_MESSAGES/{DOMAIN}.po"
        return sorted({path.parents[1].name for layer in self.layers for path in (layer / "locales").glob(pattern)})

    def catalog_paths(self, catalog: str) -> Iterator[Path]:
        """The existing catalog files of a language, from the topmost layer down."""
        return (path for layer in self.layers if self.has_file(layer, path := catalog_file(layer, catalog)))

    def locale_paths(self, catalog: str, name: str) -> Iterator[Path]:
        """The existing files called ``name`` in a language's folder, from the topmost layer down."""
        for layer in self.layers:
            path = layer / "locales" / catalog / name
            if self.has_file(layer, path):
                yield path

    def catalog_path_for(self, template: Path, catalog: str) -> Path:
        """The catalog file for a message of ``template``: that of the template's layer."""
        for layer in self.layers:
            if template.is_relative_to(layer / "templates"):
                return catalog_file(layer, catalog)
        return next(self.catalog_paths(catalog))

    def template_source(self) -> Path:
        """The built-in catalog template (.pot); its header names the source language."""
        return catalog_template(self.layers[-1])


def catalog_file(layer: Path, catalog: str) -> Path:
    """The path of a language's catalog in a layer, whether it exists or not."""
    return layer / "locales" / catalog / "LC_MESSAGES" / f"{DOMAIN}.po"


def catalog_template(layer: Path) -> Path:
    """The path of a layer's catalog template (.pot), whether it exists or not."""
    return layer / "locales" / f"{DOMAIN}.pot"


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, without a byte order mark.

    Raises :class:`BrokenContent` for a file that cannot be read, and for bytes that are not UTF-8, with their line.
    """
    data = read_bytes(path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BrokenContent.at(path, line, "content-not-utf8", byte=data[error.start]) from None


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; raises :class:`BrokenContent` when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise BrokenContent.at(path, 0, "content-unreadable", reason=cause(error)) from None
