"""What a layout for Typst may import: the files of its own folder, and no package.

Typst gets a package from the network, whatever expression names it. So the words ``import`` and ``include`` must be
followed by the name of a file in quotes, wherever they are, and nothing may compute with it; code in a text could
import anything, so ``eval`` is refused, too.
"""

from __future__ import annotations

import re

from goodterms.errors import BrokenContent

_WORD = re.compile(r"(?<![\w-])(?:import|include)(?![\w-])")
_FILE = re.compile(r'[ \t]*"([\w.-]+\.typ)"[ \t]*(?=:|as\b|[;\]})]|\Z|\r?\n(?!\s*[.+*]))')
_PACKAGE = re.compile(r'[\s(]*"(@[^"]*)"')
_EVAL = re.compile(r"(?<![\w-])eval(?![\w-])")


def refuse_imports(path: str, source: str) -> None:
    """Raise :class:`BrokenContent` for an import of a package, or of what is only known when the layout runs."""
    for match in _WORD.finditer(source):
        if _FILE.match(source, match.end()):
            continue
        line = source.count("\n", 0, match.start()) + 1
        if package := _PACKAGE.match(source, match.end()):
            raise BrokenContent.at(path, line, "layout-package", package=package[1])
        raise BrokenContent.at(path, line, "layout-import", word=match[0])
    if called := _EVAL.search(source):
        raise BrokenContent.at(path, source.count("\n", 0, called.start()) + 1, "layout-eval")
