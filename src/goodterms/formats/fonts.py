"""The fonts that pages are printed with: the system's, and those that were fetched for it."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goodterms.errors import PartMissing

if TYPE_CHECKING:
    from types import ModuleType

    from typst import Fonts

_CACHE_FOLDER = "XDG_CACHE_HOME"


def fetched_folder() -> Path:
    """Where fonts are kept that were fetched without being installed."""
    cache = os.environ.get(_CACHE_FOLDER)
    return (Path(cache) if cache else Path.home() / ".cache") / "goodterms" / "fonts"


def typesetter() -> ModuleType:
    """Typst, which sets pages into type; raises :class:`PartMissing` where it is not installed."""
    try:
        import typst  # noqa: PLC0415 — its library is large, and letters in other formats do not wait for it
    except ImportError as error:
        raise PartMissing("pdf", "typst", str(error)) from None
    return typst


def loaded() -> Fonts:
    """Every font of this machine, found once for the whole process."""
    folder = fetched_folder()
    return _loaded(str(folder) if folder.is_dir() else "")


@lru_cache(maxsize=1)
def _loaded(folder: str) -> Any:
    paths = [folder] if folder else []
    return typesetter().Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=paths)


def files() -> dict[str, str]:
    """The families of this machine, each with the file of its upright, regular font."""
    upright: dict[str, tuple[int, str]] = {}
    for font in loaded().fonts():
        rank = abs(font.weight - 400) + (1000 if font.style != "normal" else 0)
        if font.path and (font.family not in upright or (rank, font.path) < upright[font.family]):
            upright[font.family] = (rank, font.path)
    return {family: path for family, (_, path) in sorted(upright.items())}
