"""A document as a package (ECMA-376, part 2): its parts in a ZIP archive, the same bytes for the same letter."""

from __future__ import annotations

import threading
import weakref
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from goodterms.engine.layout import render_layout
from goodterms.formats import docx_layout
from goodterms.formats.docx_blocks import STEP
from goodterms.formats.docx_layout import CORE, DOCUMENT, NUMBERING, RELATIONSHIPS, STYLES, TYPES
from goodterms.formats.docx_runs import escape_attribute

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from goodterms.compose import Letter
    from goodterms.content.layers import Content
    from goodterms.formats.docx_head import Page
    from goodterms.formats.docx_layout import Layout
    from goodterms.formats.docx_logo import Logo
    from goodterms.formats.docx_runs import Runs

_LAYOUT = "_layout/docx"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": f"{_OFFICE}/relationships",
    "wp": f"{_DRAWING}/wordprocessingDrawing",
    "a": f"{_DRAWING}/main",
    "pic": f"{_DRAWING}/picture",
}
_DOCUMENT = f"{_DECLARATION}{docx_layout.root_with('<w:document>', _NAMESPACES)}<w:body>"
_END = "</w:body></w:document>"
_FOOT = docx_layout.root_with("<w:ftr>", {"w": _NAMESPACES["w"]})
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of each part in the archive, which must have one: the earliest that it can be."""
_LATIN = ("Noto Sans", "Segoe UI", "Helvetica Neue", "Arial")
_COMPLEX = ("Noto Naskh Arabic", "Arial")
"""The fonts of Latin words, and of complex scripts in letters whose own script is not one of them."""
_SIZE, _SIZE_OF_HIGH_FACES = 21, 22
_HIGH_FACE = 2.0
"""Lines of at least this many times the size of the font are those of a face that climbs and looks smaller."""
_BETWEEN, _BETWEEN_HIGH_LINES = 0.75, 0.35
"""The distance between paragraphs in parts of the font size; high lines are far apart already."""
_TIGHT = 0.66
"""With the window of an envelope, a third of the page is gone: lines move together to keep the letter on it."""


class Parts(NamedTuple):
    """What differs between documents. All texts are XML already.

    ``links`` are the ids of the addresses that the body links to, ``starts`` the first numbers of its lists.
    """

    body: str
    title: str
    author: str
    day: date
    starts: tuple[int, ...]
    links: Mapping[str, str]
    picture: Logo | None
    page: Page


_packages: weakref.WeakKeyDictionary[Content, Package] = weakref.WeakKeyDictionary()
_lock = threading.Lock()


def package_for(content: Content) -> Package:
    """The package of a project's layers, made the first time."""
    with _lock:
        if content not in _packages:
            _packages[content] = Package(content)
        return _packages[content]


class Package:
    """Makes files with the layout of a project's layers; the parts that letters share are written once.

    Raises :class:`BrokenContent` for a document of the company that letters cannot be put into.
    """

    def __init__(self, content: Content) -> None:
        self._content = content
        self._cache: dict[tuple[object, ...], dict[str, str]] = {}
        located = content.template(docx_layout.NAME)
        self.layout = docx_layout.read(located.path) if located else None
        """The company's own document, if it has one."""

    def file(self, letter: Letter, runs: Runs, parts: Parts) -> bytes:
        """A document.

        Raises :class:`BrokenContent` for faults of a layout.
        """
        if self.layout:
            return _zip(self._with_layout(self.layout, letter, runs, parts))
        files: dict[str, str | bytes] = {
            "[Content_Types].xml": _content_types(parts),
            "_rels/.rels": _relationships(
                [
                    ("document", f"{_OFFICE}/relationships/officeDocument", "word/document.xml", False),
                    ("core", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml", False),
                ]
            ),
            "docProps/core.xml": _core_properties(parts, runs.tag),
            "word/document.xml": f"{_DOCUMENT}{parts.body}{parts.page.xml}{_END}",
            "word/_rels/document.xml.rels": _relationships(_of_document(parts)),
            **self._shared(letter, runs, parts),
        }
        if parts.page.foot:
            files["word/first-footer.xml"] = f"{_DECLARATION}{_FOOT}{parts.page.foot}</w:ftr>"
        if parts.picture:
            files[f"word/media/logo.{parts.picture.suffix}"] = parts.picture.picture
            if parts.picture.drawing:
                files["word/media/logo.svg"] = parts.picture.drawing
        return _zip(files)

    def _shared(self, letter: Letter, runs: Runs, parts: Parts) -> dict[str, str]:
        """The parts that letters share: styles, numbering, settings, fonts, the feet of pages."""
        settings = letter.settings
        key = runs.tag, runs.home, settings.fonts, settings.line_height, parts.page.is_lowered, parts.starts
        if key not in self._cache:
            first = self.layout.numbering + 1 if self.layout else 1
            values = {**_looks(letter, runs, parts.page.is_lowered), "starts": parts.starts, "first": first}
            names = ["styles", "numbering", "settings", "fontTable", "footer", *["header"] * parts.page.is_lowered]
            self._cache[key] = {
                f"word/{name}.xml": render_layout(self._content, f"{_LAYOUT}/{name}.xml.j2", values) for name in names
            }
        return self._cache[key]

    def _with_layout(self, layout: Layout, letter: Letter, runs: Runs, parts: Parts) -> dict[str, str | bytes]:
        """The parts of the company's document, with the letter in it."""
        own = self._shared(letter, runs, parts)
        styles, names = layout.with_styles(own["word/styles.xml"])
        body = layout.renamed(parts.body, names)
        links = [(id_, f"{_OFFICE}/relationships/hyperlink", url, True) for url, id_ in parts.links.items()]
        types = {CORE: _CORE_TYPE}
        if NUMBERING not in layout.files:
            links.append(("numbering", f"{_OFFICE}/relationships/numbering", "numbering.xml", False))
            types[NUMBERING] = f"{_WORD}.numbering+xml"
        root = docx_layout.root_with(layout.root, _NAMESPACES)
        return {
            **layout.files,
            TYPES: layout.with_types(types),
            CORE: _core_properties(parts, runs.tag),
            DOCUMENT: f"{_DECLARATION}{root}<w:body>{body}{parts.page.xml}{_END}",
            STYLES: styles,
            NUMBERING: layout.with_numbering(own["word/numbering.xml"]),
            RELATIONSHIPS: layout.with_relationships("".join(map(_relationship, links))),
        }


def _looks(letter: Letter, runs: Runs, is_tight: bool) -> dict[str, object]:
    """The values for the layout: language, fonts, and sizes in half points and twentieths of a point."""
    settings = letter.settings
    own = settings.fonts or _LATIN
    latin, complex_ = (own, _COMPLEX) if runs.home == "plain" else (_LATIN, own)
    climbs = settings.line_height >= _HIGH_FACE
    size = _SIZE_OF_HIGH_FACES if climbs else _SIZE - is_tight
    extra = (settings.line_height - 1) * (_TIGHT if is_tight and not climbs else 1)
    return {
        "lang": runs.tag,
        "dir": runs.direction,
        "latin": latin[0],
        "complex": complex_[0],
        "fonts": [(names[0], names[1:]) for names in (latin, complex_)],
        "size": size,
        "line": round(10 * size * (1 + extra)),
        "between": round(10 * size * (_BETWEEN_HIGH_LINES if climbs else _BETWEEN) * (_TIGHT if is_tight else 1)),
        "cell": 20 if climbs else 60,
        "step": STEP,
    }


def _of_document(parts: Parts) -> list[tuple[str, str, str, bool]]:
    """The relationships of the document: id, type, target, and whether the target is outside of the package."""
    kinds = [("styles", "styles"), ("numbering", "numbering"), ("settings", "settings"), ("fontTable", "fontTable")]
    kinds += [("footer", "footer"), *[("header", "header")] * parts.page.is_lowered]
    kinds += [("first-footer", "footer")] if parts.page.foot else []
    found = [(name, f"{_OFFICE}/relationships/{kind}", f"{name}.xml", False) for name, kind in kinds]
    if parts.picture:
        found.append(("picture", f"{_OFFICE}/relationships/image", f"media/logo.{parts.picture.suffix}", False))
        if parts.picture.drawing:
            found.append(("drawing", f"{_OFFICE}/relationships/image", "media/logo.svg", False))
    return found + [(id_, f"{_OFFICE}/relationships/hyperlink", url, True) for url, id_ in parts.links.items()]


def _relationships(targets: Sequence[tuple[str, str, str, bool]]) -> str:
    written = "".join(map(_relationship, targets))
    return f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{written}</Relationships>'


def _relationship(described: tuple[str, str, str, bool]) -> str:
    id_, kind, target, is_outside = described
    outside = ' TargetMode="External"' if is_outside else ""
    return f'<Relationship Id="{id_}" Type="{kind}" Target="{escape_attribute(target)}"{outside}/>'


def _content_types(parts: Parts) -> str:
    defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    if parts.picture:
        defaults[parts.picture.suffix] = "image/png" if parts.picture.suffix == "png" else "image/jpeg"
        if parts.picture.drawing:
            defaults["svg"] = "image/svg+xml"
    overrides = {
        "/docProps/core.xml": _CORE_TYPE,
        "/word/document.xml": f"{_WORD}.document.main+xml",
    }
    names = ["styles", "numbering", "settings", "fontTable", "footer", *["header"] * parts.page.is_lowered]
    overrides |= {f"/word/{name}.xml": f"{_WORD}.{name}+xml" for name in names}
    if parts.page.foot:
        overrides["/word/first-footer.xml"] = f"{_WORD}.footer+xml"
    written = "".join(f'<Default Extension="{name}" ContentType="{kind}"/>' for name, kind in defaults.items())
    written += "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
    return f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types">{written}</Types>'


def _core_properties(parts: Parts, tag: str) -> str:
    """The title, the author, the language and the date, which is that of the letter."""
    author = f"<dc:creator>{parts.author}</dc:creator>" if parts.author else ""
    day = f"{parts.day.isoformat()}T00:00:00Z"
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{day}</dcterms:{name}>' for name in ("created", "modified")
    )
    return (
        f'{_DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{parts.title}</dc:title>{author}<dc:language>{tag}</dc:language>{dates}</cp:coreProperties>"
    )


def _zip(files: Mapping[str, str | bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0  # not that of this machine
            archive.writestr(info, data)
    return target.getvalue()
