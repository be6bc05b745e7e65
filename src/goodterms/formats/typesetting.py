"""Pages set into type by Typst from data, with the layout of a project's layers."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import tempfile
import threading
import weakref
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goodterms.content.layers import read_bytes
from goodterms.engine.layout import layout_source
from goodterms.errors import BrokenContent, MissingGlyphs
from goodterms.faults import Fault, legacy
from goodterms.formats import fonts
from goodterms.text import bidi

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from goodterms.content.layers import Content

_LAYOUT = "_layout"
_MAIN = "document.typ"
_STANDARDS = ["a-2a", "ua-1"]
_PLACE = re.compile(r"┌─ (\S+?):(\d+):")
_WITHOUT_GLYPHS = re.compile(r'the text `("(?:[^"\\]|\\.)*")` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
_PACKAGE = re.compile(r'(?m)^[^/\n]*\b(?:import|include)\s*\(?\s*"(@[^"]*)"')
_MAX_CONTEXT = 20

_presses: weakref.WeakKeyDictionary[Content, Press] = weakref.WeakKeyDictionary()
_lock = threading.Lock()


def press(content: Content) -> Press:
    """The press of a project's layers, set up when it is first asked for."""
    with _lock:
        if content not in _presses:
            _presses[content] = Press(content)
        return _presses[content]


class Press:
    """Sets jobs into type. The layout lies in a folder of its own, out of which nothing is read.

    ``shown`` holds, by the name of a catalog, characters that were set into type before.
    """

    def __init__(self, content: Content) -> None:
        self._content = content
        self._root = Path(tempfile.mkdtemp(prefix="goodterms-press-"))
        weakref.finalize(self, _remove_folder, self._root, os.getpid())
        self._own = threading.local()
        self._logos: dict[Path, str] = {}
        self.shown: dict[str, set[str]] = {}
        # Upper layers' files take the place of lower ones', and may use pictures of their own.
        for layer in reversed(content.layers):
            for path in sorted((layer / "templates" / _LAYOUT).glob("*")):
                if path.is_file():
                    shutil.copyfile(path, self._root / path.name)
        for path in self._root.glob("*.typ"):
            _refuse_packages(*layout_source(content, f"{_LAYOUT}/{path.name}"))

    def logo(self, path: Path) -> str:
        """The name by which a layout finds a logo's file."""
        if path not in self._logos:
            name = f"logo-{len(self._logos)}{path.suffix.lower()}"
            (self._root / name).write_bytes(read_bytes(path))
            self._logos[path] = name
        return self._logos[path]

    def pdf(self, job: Mapping[str, object], day: date) -> bytes:
        """A job as PDF for archives (PDF/A-2a) and for everyone (PDF/UA-1), dated as the letter is.

        Raises :class:`MissingGlyphs` for characters that no font has, :class:`BrokenContent` for faults of a layout.
        """
        typst = fonts.load_typst()
        dated = datetime.combine(day, time(), UTC)
        try:
            return bytes(
                self._compiler().compile(
                    sys_inputs={"job": json.dumps(job, ensure_ascii=False)},
                    format="pdf",
                    pdf_standards=_STANDARDS,
                    timestamp=dated,
                )
            )
        except typst.TypstError as error:
            if missing := list(dict.fromkeys(_texts_without_glyphs(error.diagnostic))):
                raise MissingGlyphs([_glyph_fault(text, job) for text in missing]) from None
            raise self._broken(error) from None

    def _compiler(self) -> Any:
        """A compiler of this thread's own: one serves one caller at a time. All share the fonts."""
        if not hasattr(self._own, "compiler"):
            nowhere = self._root / "no-packages"
            self._own.compiler = fonts.load_typst().Compiler(
                self._root / _MAIN,
                root=self._root,
                font_paths=fonts.require(),
                ignore_system_fonts=True,
                package_path=nowhere,
                package_cache_path=nowhere,
            )
        return self._own.compiler

    def _broken(self, error: Any) -> BrokenContent:
        place = _PLACE.search(error.diagnostic)
        name, line = (Path(place[1]).name, int(place[2])) if place else (_MAIN, 0)
        found = self._content.template(f"{_LAYOUT}/{name}")
        problem = error.message.replace(str(self._root), _LAYOUT)
        return BrokenContent.legacy_at(found.path if found else name, line, problem, " ".join(error.hints))


def _refuse_packages(path: str, source: str) -> None:
    """Typst would fetch a package from elsewhere, each time a letter is written on a machine that has it not."""
    if found := _PACKAGE.search(source):
        line = source.count("\n", 0, found.start()) + 1
        raise BrokenContent.legacy_at(
            path, line, f"imports the package {found[1]}", "copy what it needs of it beside the layout"
        )


def _remove_folder(root: Path, owner: int) -> None:
    if os.getpid() == owner:  # a forked child does not own its parent's folder
        shutil.rmtree(root, ignore_errors=True)


def _texts_without_glyphs(diagnostic: str) -> Iterator[str]:
    """The texts that Typst could not show, each in the notation of its own language."""
    for found in _WITHOUT_GLYPHS.finditer(diagnostic):
        python = _ESCAPE.sub(lambda code: f"\\U{int(code[1], 16):08x}", found[1])
        yield str(ast.literal_eval(python))


def _glyph_fault(text: str, job: Mapping[str, object]) -> Fault:
    around = next((one for one in _strings_in(job) if text in one), text)
    at = around.find(text)
    before, after = around[:at], around[at + len(text) :]
    excerpt = (
        ("…" if len(before) > _MAX_CONTEXT else "")
        + f"{before[-_MAX_CONTEXT:]}{text}{after[:_MAX_CONTEXT]}"
        + ("…" if len(after) > _MAX_CONTEXT else "")
    )
    named = ", ".join(f"{character} ({bidi.describe(character)})" for character in text)
    return legacy(named, f"no font has it; it stands in “{excerpt}”", "goodterms doctor tells which fonts are missing")


def _strings_in(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _strings_in(value)
    elif isinstance(data, (list, tuple)):
        for value in data:
            yield from _strings_in(value)
