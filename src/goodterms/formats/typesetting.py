"""Typesetting with Typst: from data to PDF, through the layout of a project's layers."""

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
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goodterms.content.layers import read_bytes, read_text
from goodterms.engine.layout import layout_source
from goodterms.errors import BrokenContent, MissingGlyphs
from goodterms.faults import fault
from goodterms.faults.causes import quoted
from goodterms.formats import fonts, ink
from goodterms.formats.layout_imports import refuse_imports
from goodterms.text import bidi

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from typst import Fonts

    from goodterms.content.layers import Content
    from goodterms.faults import Fault
    from goodterms.formats.ink import Ink
    from goodterms.model import Direction

_LAYOUT = "_layout"
_MAIN = "document.typ"
_MAIL_LOGO = "mail_logo.typ"
_POINTS_PER_INCH = 72
_STANDARDS = ["a-2a", "ua-1"]
_PLACE = re.compile(r"┌─ (\S+?):(\d+):")
_NOT_DISPLAYED = re.compile(r'the text `("(?:[^"\\]|\\.)*")` could not be displayed')
_TYPST_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
_REFUSED = "panicked with: refused: "
_UNREADABLE = re.compile("failed to (?:parse|decode)|unknown image format")
_MAX_CONTEXT = 20
_MAX_INKS = 5000

_presses: weakref.WeakKeyDictionary[Content, Press] = weakref.WeakKeyDictionary()
_lock = threading.Lock()


def press_for(content: Content) -> Press:
    """The press of a project's layers, made the first time."""
    with _lock:
        if content not in _presses:
            _presses[content] = Press(content)
        return _presses[content]


class LayoutRefused(Exception):  # noqa: N818 — named for what happened; the caller knows the letter
    """The layout cannot print a part of a letter that it was given; ``refused`` says what, as the layout does."""

    def __init__(self, refused: list[dict[str, Any]]) -> None:
        super().__init__(refused)
        self.refused = refused


class Press:
    """Typesets jobs with the layout, which it copies to a temporary folder; Typst reads nothing outside of it.

    ``shown`` holds, by catalog, the characters that were typeset without a fault. Raises :class:`BrokenContent` for a
    layout that imports packages, or more than files of its folder.
    """

    def __init__(self, content: Content) -> None:
        self._content = content
        self._root = Path(tempfile.mkdtemp(prefix="goodterms-press-"))
        weakref.finalize(self, _remove_folder, self._root, os.getpid())
        self._thread = threading.local()
        self._logos: dict[Path, str] = {}
        self._inks: dict[str, dict[str, Ink]] = {}
        self._pictures: dict[tuple[Path, int], bytes] = {}
        self.shown: dict[str, set[str]] = {}
        # Files of upper layers replace those of lower layers, and may come with pictures.
        for layer in reversed(content.layers):
            for path in sorted((layer / "templates" / _LAYOUT).glob("*")):
                if content.has_file(layer, path):
                    shutil.copyfile(path, self._root / path.name)
        for path in self._root.glob("*.typ"):
            refuse_imports(*layout_source(content, f"{_LAYOUT}/{path.name}"))

    def logo(self, path: Path) -> str:
        """The name of a logo's file for the layout."""
        if path not in self._logos:
            name = f"logo-{len(self._logos)}{path.suffix.lower()}"
            (self._root / name).write_bytes(read_bytes(path))
            self._logos[path] = name
        return self._logos[path]

    def logo_picture(self, path: Path, pixels: int) -> bytes:
        """A logo as a PNG file for emails, with ``pixels`` for each point of its layout; drawn the first time.

        Raises :class:`BrokenContent` for a file that is not a picture and for faults of the layout,
        :class:`PartMissing` where Typst is missing, or the fonts for the words of an SVG.
        """
        if (path, pixels) not in self._pictures:
            typst = fonts.load_typst()
            name = self.logo(path)
            try:
                self._pictures[path, pixels] = bytes(
                    self._new_compiler(_MAIL_LOGO, fonts.require() if name.endswith(".svg") else []).compile(
                        sys_inputs={"logo": name}, format="png", ppi=_POINTS_PER_INCH * pixels
                    )
                )
            except typst.TypstError as error:
                if not _UNREADABLE.match(error.message):
                    raise self._layout_error(error) from None
                raise BrokenContent.at(
                    path, 0, "logo-unreadable", reason=quoted(" ".join(error.message.split()))
                ) from None
        return self._pictures[path, pixels]

    def pdf(self, job: Mapping[str, object], day: date) -> bytes:
        """A job as PDF, accessible (PDF/UA-1) and archivable (PDF/A-2a), with the date ``day``.

        Raises :class:`MissingGlyphs` for characters that no font has, :class:`LayoutRefused` for what the layout does
        not print, :class:`BrokenContent` for faults of a layout, :class:`PartMissing` where Typst or fonts are missing.
        """
        return self._compile(job, format="pdf", pdf_standards=_STANDARDS, timestamp=datetime.combine(day, time(), UTC))

    def pictures(self, job: Mapping[str, object], pixels_per_inch: float) -> list[bytes]:
        """The pages of a job as PNG pictures, in the same layout as :meth:`pdf`, whose errors it raises."""
        pages = self._compile_any(job, format="png", ppi=pixels_per_inch)
        return [bytes(page) for page in pages] if isinstance(pages, list) else [bytes(pages)]

    def inks(self, lines: Sequence[str], data: Mapping[str, object]) -> list[Ink]:
        """The ink of lines in the language, the direction and the fonts of a letter's ``data``."""
        direction: Direction = "rtl" if data["dir"] == "rtl" else "ltr"
        known = self._inks.setdefault(json.dumps([data["lang"], direction, data["fonts"], data["style"]]), {})
        if len(known) > _MAX_INKS:
            known.clear()
        if new := [line for line in dict.fromkeys(lines) if line not in known]:
            job = {"kind": "ink", "letters": [{**data, "sections": []}], "lines": new}
            svg = self._compile({**job, "size": ink.SIZE, "step": ink.STEP, "width": ink.WIDTH}, format="svg").decode()
            known.update(zip(new, ink.ink_of(svg, len(new), direction), strict=True))
        return [known[line] for line in lines]

    def heights(self, lines: Sequence[str], data: Mapping[str, object]) -> list[Ink] | None:
        """The ink of lines by that of their letters, which are soon all known; None where it depends on neighbours.

        Two such lines may be nearer to each other than it says.
        """
        units = [ink.units_of(line) for line in lines]
        known = [one for one in units if one is not None]
        if len(known) < len(units):
            return None
        every = list(dict.fromkeys(unit for line in known for unit in line))
        try:
            inks = dict(zip(every, self.inks(every, data), strict=True))
        except MissingGlyphs:
            return None  # its fault shows the whole line
        return [ink.ink_of_units(inks[unit] for unit in line) for line in known]

    def _compile(self, job: Mapping[str, object], **options: object) -> bytes:
        return bytes(self._compile_any(job, **options))

    def _compile_any(self, job: Mapping[str, object], **options: object) -> Any:
        """What Typst makes of a job: one file, or a list of one for each page, where a format has no pages."""
        typst = fonts.load_typst()
        try:
            return self._compiler().compile(sys_inputs={"job": json.dumps(job, ensure_ascii=False)}, **options)
        except typst.TypstError as error:
            if missing := list(dict.fromkeys(_texts_without_glyphs(error.diagnostic))):
                raise MissingGlyphs([_glyph_fault(text, job) for text in missing]) from None
            if error.message.startswith(_REFUSED):
                raise LayoutRefused(json.loads(error.message.removeprefix(_REFUSED))) from None
            raise self._layout_error(error) from None

    def _compiler(self) -> Any:
        """The compiler of this thread, as one serves one caller at a time. All share the fonts."""
        if not hasattr(self._thread, "compiler"):
            self._thread.compiler = self._new_compiler(_MAIN, fonts.require())
        return self._thread.compiler

    def _new_compiler(self, main: str, font_paths: Fonts | list[str]) -> Any:
        no_packages = self._root / "no-packages"
        return fonts.load_typst().Compiler(
            self._root / main,
            root=self._root,
            font_paths=font_paths,
            ignore_system_fonts=True,
            package_path=no_packages,
            package_cache_path=no_packages,
        )

    def _layout_error(self, error: Any) -> BrokenContent:
        place = _PLACE.search(error.diagnostic)
        name, line = (Path(place[1]).name, int(place[2])) if place else (_MAIN, 0)
        template = self._content.template(f"{_LAYOUT}/{name}")
        reason = error.message.replace(str(self._root), _LAYOUT)
        return BrokenContent.at(
            template.path if template else name,
            line,
            "layout-error",
            reason=quoted(reason),
            hints=quoted(" ".join(error.hints)) if error.hints else "",
        )


@lru_cache(maxsize=8)
def png_of(path: Path) -> bytes:
    """An SVG drawing as a PNG picture with a transparent ground, for programs that do not draw SVG.

    Raises :class:`PartMissing` where Typst is missing, and :class:`BrokenContent` for a file that is not SVG.
    """
    typst = fonts.load_typst()
    source = (
        "#set page(width: auto, height: auto, margin: 0pt, fill: none)\n"
        '#image(bytes(sys.inputs.svg), format: "svg", height: 16mm)'
    )
    try:
        return bytes(typst.compile(source.encode(), sys_inputs={"svg": read_text(path)}, format="png", ppi=600))
    except typst.TypstError as error:
        raise BrokenContent.at(path, 0, "logo-unreadable", reason=quoted(" ".join(error.message.split()))) from None


def _remove_folder(root: Path, owner: int) -> None:
    if os.getpid() == owner:  # the folder is the parent's, not a forked child's
        shutil.rmtree(root, ignore_errors=True)


def _texts_without_glyphs(diagnostic: str) -> Iterator[str]:
    """The texts that Typst could not display, unescaped."""
    for match in _NOT_DISPLAYED.finditer(diagnostic):
        yield _unquote(match[1])


def _unquote(literal: str) -> str:
    """A string as Typst writes it in a message, unescaped."""
    return str(ast.literal_eval(_TYPST_ESCAPE.sub(lambda code: f"\\U{int(code[1], 16):08x}", literal)))


def _glyph_fault(text: str, job: Mapping[str, object]) -> Fault:
    context = next((string for string in _strings_in(job) if text in string), text)
    before, _, after = context.partition(text)
    excerpt = (
        ("…" if len(before) > _MAX_CONTEXT else "")
        + f"{before[-_MAX_CONTEXT:]}{text}{after[:_MAX_CONTEXT]}"
        + ("…" if len(after) > _MAX_CONTEXT else "")
    )
    characters = ", ".join(f"{character} ({bidi.describe(character)})" for character in text)
    return fault("missing-glyph", characters, excerpt=excerpt)


def _strings_in(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _strings_in(value)
    elif isinstance(data, (list, tuple)):
        for value in data:
            yield from _strings_in(value)
