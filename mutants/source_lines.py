"""Lines of a module by what they say, not by their number: they stay the same while others come and go."""

from __future__ import annotations

import ast
import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Lines:
    """The lines of a module."""

    def __init__(self, source: str) -> None:
        self._lines = source.split("\n")
        self._spans = sorted(_spans(ast.parse(source), ()), key=lambda span: span[1] - span[0])

    def of(self, line: int) -> str:
        """The place of a line: the function around it, and its text."""
        return f"{self.function(line)[0]}: {self.text(line)}"

    def text(self, line: int) -> str:
        """The text of a line."""
        return self._lines[line - 1].strip()

    def function(self, line: int) -> tuple[str, int, int]:
        """The innermost function or class around a line, with its first and last line; empty for the module."""
        for first, last, name in self._spans:
            if first <= line <= last:
                return name, first, last
        return "", 1, len(self._lines)

    def near(self, line: int) -> Iterator[str]:
        """The places of a line, and of those around it in its function, the nearest first."""
        _, first, last = self.function(line)
        yield self.of(line)
        for other in (*range(line - 1, first, -1), *range(line + 1, last + 1)):
            if self.text(other):
                yield self.of(other)


def digest(path: Path) -> str:
    """What changes when a file does."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def _spans(node: ast.AST, around: tuple[str, ...]) -> Iterator[tuple[int, int, str]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names = (*around, child.name)
            assert child.end_lineno is not None
            yield child.lineno, child.end_lineno, ".".join(names)
            yield from _spans(child, names)
        else:
            yield from _spans(child, around)
