"""What a call asks to check: catalogs at paths, the letters of a sender, those of goodterms itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from goodterms.content.layers import BUILT_IN, DOMAIN
from goodterms.errors import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Sequence

_OWN = (
    "templates/*/letter.toml",
    "templates/*/letter.md.j2",
    f"locales/*/LC_MESSAGES/{DOMAIN}.po",
    f"locales/{DOMAIN}.pot",
)
"""The files by which a folder with letters is recognised: other projects have a templates/ and a locales/, too."""


class Scope(NamedTuple):
    """What is checked: the catalogs at ``paths``, or else the letters and catalogs of some layers.

    ``overlays`` are the folders of the layers over the built-in one. Without paths, these are checked; without any of
    both, the built-in content. ``is_whole`` is true if nothing that belongs to the project is left out.
    """

    overlays: Sequence[Path] = ()
    paths: Sequence[Path] = ()
    is_whole: bool = True

    @property
    def with_letters(self) -> bool:
        """Whether letters are checked, not only catalogs."""
        return not self.paths


def scope_of(paths: Sequence[Path], overlays: Sequence[Path], built_in: bool, configured: Sequence[Path]) -> Scope:
    """The scope of a call in the working folder.

    ``configured`` are the folders with letters that its goodterms.toml names. Without anything named, it is the working
    folder: its letters if it has any, or else every catalog below it. The built-in content is checked where it is asked
    for, and in its own repository. Raises :class:`InvalidRequest` for a call that asks for two things at once.
    """
    if built_in and (paths or overlays):
        raise InvalidRequest.of("built-in-and-other", "--built-in", other="PATH" if paths else "--content")
    if paths:
        return Scope(overlays, paths, is_whole=False)
    if overlays or built_in:
        return Scope(overlays)
    if configured:
        return Scope(configured)
    here = Path()
    if not any(next(here.glob(pattern), None) for pattern in _OWN):
        return Scope((), [here])
    return Scope() if here.resolve() == BUILT_IN.resolve() else Scope([here])
