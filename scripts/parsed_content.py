"""Adds the parsed TOML files of the content to a wheel, when it is built (a build hook of hatchling)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ParsedContent(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's own type of settings
    """Parses the content of the source tree; a checkout that is installed editably has its own files."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the files, and name them in what is built."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from goodterms.content import parsed  # what it imports needs no other library

        folder = root / "build" / "parsed"
        parsed.write(root, folder)
        build_data["force_include"][str(folder)] = "goodterms/_parsed"
