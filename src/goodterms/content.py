"""Where locales and templates live: the built-in ones, and a company's own laid over them.

A *layer* is a folder with ``templates/`` and ``locales/``. Layers are ordered from the topmost (the company's)
down to the built-in one; a file is looked for from the top.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goodterms.errors import BrokenContent, Fault, InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DOMAIN = "goodterms"
_PACKAGED = Path(__file__).with_name("_content")
BUILT_IN = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).parents[2]
"""The built-in layer: inside an installed package, or the top of a checkout."""


class Content:
    """The layers of one project, searched from the top down."""

    def __init__(self, overlays: Sequence[Path] = ()) -> None:
        """Lay ``overlays`` over the built-in content, the first one topmost.

        Raises :class:`InvalidRequest` for an overlay that holds neither ``templates/`` nor ``locales/``.
        """
        faults = [
            Fault(
                "--content",
                f"{layer} holds no templates/ and no locales/ folder",
                "name the folder that holds them",
            )
            for layer in overlays
            if not (layer / "templates").is_dir() and not (layer / "locales").is_dir()
        ]
        if faults:
            raise InvalidRequest(faults)
        self.layers = (*overlays, BUILT_IN)

    def template(self, name: str, below: int = 0) -> tuple[Path, int] | None:
        """The file of a template and the number of its layer, looked for from layer ``below`` down."""
        for number, layer in enumerate(self.layers[below:], below):
            path = layer / "templates" / name
            if path.is_file():
                return path, number
        return None

    def letters(self) -> list[str]:
        """The names of all letters: folders with a letter.toml whose names do not begin with an underscore."""
        found = {path.parent.name for layer in self.layers for path in (layer / "templates").glob("[!_.]*/letter.toml")}
        return sorted(found)

    def catalogs(self) -> list[str]:
        """The names of all catalog folders that hold a catalog in any layer."""
        pattern = f"*/LC_MESSAGES/{DOMAIN}.po"
        found = {path.parents[1].name for layer in self.layers for path in (layer / "locales").glob(pattern)}
        return sorted(found)

    def catalog_paths(self, catalog: str) -> Iterator[Path]:
        """The catalog files of one language, from the topmost layer down; those that exist."""
        for layer in self.layers:
            path = layer / "locales" / catalog / "LC_MESSAGES" / f"{DOMAIN}.po"
            if path.is_file():
                yield path

    def catalog_path_for(self, template: Path, catalog: str) -> Path:
        """The catalog file in which a message of ``template`` belongs: the one of the template's own layer."""
        for layer in self.layers:
            if template.is_relative_to(layer / "templates"):
                return layer / "locales" / catalog / "LC_MESSAGES" / f"{DOMAIN}.po"
        return next(self.catalog_paths(catalog))

    def template_source(self) -> Path:
        """The built-in catalog template (.pot), whose header names the source language."""
        return BUILT_IN / "locales" / f"{DOMAIN}.pot"

    def locale_table(self, catalog: str, name: str) -> dict[str, Any]:
        """A TOML table beside a catalog, such as ``language.toml``; keys of upper layers over those of lower ones."""
        table: dict[str, Any] = {}
        for layer in reversed(self.layers):
            path = layer / "locales" / catalog / name
            if path.is_file():
                table.update(read_toml(path))
        return table


def read_toml(path: Path) -> dict[str, Any]:
    """The table of a TOML file.

    Raises :class:`BrokenContent` with file and line when it does not parse.
    """
    try:
        return tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        line = getattr(error, "lineno", 0) or _line_in(str(error))
        raise BrokenContent(path, line, f"not valid TOML: {error}") from None


def read_text(path: Path) -> str:
    """The text of a UTF-8 file.

    Raises :class:`BrokenContent` with file and line when bytes do not decode.
    """
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BrokenContent(
            path, line, f"byte 0x{data[error.start]:02X} is not UTF-8", "save the file as UTF-8"
        ) from None


def _line_in(message: str) -> int:
    _, _, tail = message.partition("at line ")
    digits = tail.partition(",")[0]
    return int(digits) if digits.isdigit() else 0
