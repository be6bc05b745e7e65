"""The fonts for printing: those of the system, and those that ``goodterms doctor`` fetched."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from goodterms.errors import PartMissing
from goodterms.faults.causes import quoted

if TYPE_CHECKING:
    from types import ModuleType

    from typst import FontInfo, Fonts

_CACHE_FOLDER = "XDG_CACHE_HOME"
_REGULAR_WEIGHT = 400


def fetched_folder() -> Path:
    """The folder for fonts that were fetched without being installed."""
    cache = os.environ.get(_CACHE_FOLDER)
    return (Path(cache) if cache else Path.home() / ".cache") / "goodterms" / "fonts"


def load_typst() -> ModuleType:
    """The typesetter; raises :class:`PartMissing` where it is not installed."""
    try:
        import typst  # here, so that only pdf needs it
    except ImportError as error:
        raise PartMissing.of("typst-missing", reason=quoted(str(error))) from None
    return typst


def load() -> Fonts:
    """The fonts of this machine, read once for the whole process; raises :class:`PartMissing` without Typst."""
    folder = fetched_folder()
    return _load(str(folder) if folder.is_dir() else "")


def require() -> Fonts:
    """The fonts of this machine; raises :class:`PartMissing` where it has none, and without Typst."""
    fonts = load()
    if not fonts.fonts():
        raise PartMissing.of("no-fonts")
    return fonts


def clear_cache() -> None:
    """Read the fonts again the next time: the machine may have others now."""
    _load.cache_clear()


def families() -> dict[str, str]:
    """The font families of this machine, each with the file of its regular font or the nearest to it."""
    best: dict[str, tuple[int, str]] = {}
    for font in load().fonts():
        rank = abs(font.weight - _REGULAR_WEIGHT) + (1000 if font.style != "normal" else 0)
        if font.path and (font.family not in best or (rank, font.path) < best[font.family]):
            best[font.family] = (rank, font.path)
    return {family: str(Path(path).resolve()) for family, (_, path) in sorted(best.items())}


@lru_cache(maxsize=1)
def _load(folder: str) -> Fonts:
    paths = [folder] if folder else []
    fonts: Fonts = load_typst().Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=paths)
    infos = fonts.fonts()
    kept = _unambiguous_files(infos)
    if len(kept) == len({font.path for font in infos}):
        return fonts
    # Typst takes a choice of fonts only as a folder.
    chosen = tempfile.mkdtemp(prefix="goodterms-fonts-")
    atexit.register(shutil.rmtree, chosen, ignore_errors=True)
    for number, path in enumerate(sorted(kept)):
        (Path(chosen) / f"{number:05}{Path(path).suffix}").symlink_to(path)
    unambiguous: Fonts = load_typst().Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[chosen]
    )
    return unambiguous


def _unambiguous_files(fonts: list[FontInfo]) -> set[str]:
    """One font file for each family, style, weight and stretch.

    Of several (a second copy, or a bold font that calls itself regular, as one of a widely used family does), Typst
    takes the first in the order of the folders, which differs between machines.
    """
    best: dict[tuple[object, ...], tuple[bool, str]] = {}
    for font in fonts:
        if font.path:
            variant = font.family, font.style, font.weight, font.stretch
            rank = "regular" not in Path(font.path).stem.lower(), font.path
            best[variant] = min(best.get(variant, rank), rank)
    return {path for _, path in best.values()}
