"""The fonts that pages are printed with: the system's, and those that were fetched for it."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from goodterms.errors import PartMissing

if TYPE_CHECKING:
    from types import ModuleType

    from typst import FontInfo, Fonts

_CACHE_FOLDER = "XDG_CACHE_HOME"


def fetched_folder() -> Path:
    """Where fonts are kept that were fetched without being installed."""
    cache = os.environ.get(_CACHE_FOLDER)
    return (Path(cache) if cache else Path.home() / ".cache") / "goodterms" / "fonts"


def load_typst() -> ModuleType:
    """Typst, which sets pages into type; raises :class:`PartMissing` where it is not installed."""
    try:
        import typst  # here, so that its absence is an error of the format alone
    except ImportError as error:
        raise PartMissing.legacy(f"pdf needs typst: {error}", "python -m pip install typst") from None
    return typst


def load() -> Fonts:
    """Every font of this machine, found once for the whole process."""
    folder = fetched_folder()
    return _loaded(str(folder) if folder.is_dir() else "")


def require() -> Fonts:
    """The fonts, for printing; raises :class:`PartMissing` where there is none."""
    every = load()
    if not every.fonts():
        raise PartMissing.legacy("pdf needs fonts, and this machine has none", "goodterms doctor tells how to get them")
    return every


def clear_cache() -> None:
    """Look for fonts anew when they are asked for next: there may be others now."""
    _loaded.cache_clear()


def families() -> dict[str, str]:
    """The families of this machine, each with the file of its upright, regular font."""
    upright: dict[str, tuple[int, str]] = {}
    for font in load().fonts():
        rank = abs(font.weight - 400) + (1000 if font.style != "normal" else 0)
        if font.path and (font.family not in upright or (rank, font.path) < upright[font.family]):
            upright[font.family] = (rank, font.path)
    return {family: str(Path(path).resolve()) for family, (_, path) in sorted(upright.items())}


@lru_cache(maxsize=1)
def _loaded(folder: str) -> Fonts:
    paths = [folder] if folder else []
    every: Fonts = load_typst().Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=paths)
    found = every.fonts()
    kept = _unambiguous_files(found)
    if len(kept) == len({font.path for font in found}):
        return every
    # The fonts to choose from can only be told as a folder.
    chosen = tempfile.mkdtemp(prefix="goodterms-fonts-")
    atexit.register(shutil.rmtree, chosen, ignore_errors=True)
    for number, path in enumerate(sorted(kept)):
        (Path(chosen) / f"{number:05}{Path(path).suffix}").symlink_to(path)
    unambiguous: Fonts = load_typst().Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[chosen]
    )
    return unambiguous


def _unambiguous_files(found: list[FontInfo]) -> set[str]:
    """The files of fonts, without those that say the same of themselves as a better one.

    A bold font that calls itself regular (as that of a widely used family does), or a second copy of a font, would be
    taken on one machine and not on the next, as the order of their folders has it.
    """
    best: dict[tuple[object, ...], tuple[bool, str]] = {}
    for font in found:
        if font.path:
            variant = font.family, font.style, font.weight, font.stretch
            rank = "regular" not in Path(font.path).stem.lower(), font.path
            best[variant] = min(best.get(variant, rank), rank)
    return {path for _, path in best.values()}
