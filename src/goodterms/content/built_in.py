"""Where the built-in content is: the layer below all others."""

from __future__ import annotations

from pathlib import Path

_PACKAGED = Path(__file__).parents[1] / "_content"
BUILT_IN = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).parents[3]
"""The built-in layer: a folder of the installed package, or the root of a checkout."""
IS_CHECKOUT = BUILT_IN is not _PACKAGED
"""Whether the built-in layer is a working copy that can be edited."""
