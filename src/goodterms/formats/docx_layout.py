"""A company's own document, ``_layout/letter.docx``: letters take its pages, headers, footers and styles.

Its words are left out. Word and LibreOffice write the namespace of WordprocessingML with the prefix ``w``; the parts
are kept as text with what a letter needs put into them, so that everything else in them stays as it is.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from goodterms.content.layers import read_bytes
from goodterms.errors import BrokenContent
from goodterms.speech import Said, said

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from goodterms.model import Direction

NAME = "_layout/letter.docx"
DOCUMENT, STYLES, NUMBERING = "word/document.xml", "word/styles.xml", "word/numbering.xml"
RELATIONSHIPS, TYPES, CORE = "word/_rels/document.xml.rels", "[Content_Types].xml", "docProps/core.xml"
_MAIN = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MAX_BYTES = 50_000_000
_NAMESPACE = re.compile(r'xmlns:(\w+)="([^"]*)"')
_SECTION = re.compile(r"<w:sectPr\b[^>]*?(?:/>|(?<!/)>(?:(?!<w:sectPr\b).)*?</w:sectPr>)", re.DOTALL)
_STYLE = re.compile(r"<w:style\b[^>]*>.*?</w:style>", re.DOTALL)
_STYLE_ID = re.compile(r'w:styleId="([^"]*)"')
_STYLE_NAME = re.compile(r'<w:name w:val="([^"]*)"')
_USE_OF_STYLE = re.compile(r'(<w:(?:pStyle|rStyle|tblStyle|basedOn|next|link) w:val=")([^"]*)"')
_OWN_IDS = re.compile(r'Id="(?:link\d+|picture|drawing|numbering)"')
_AFTER_BIDI = re.compile(r"<w:(?:rtlGutter|docGrid|printerSettings|sectPrChange)\b|</w:sectPr>")


class Layout(NamedTuple):
    """A company's document: its parts by name, and what a letter needs to know of them.

    ``root`` is the start of the document with its namespaces, ``section`` the properties of its pages, ``styles`` the
    id of each style by its name in lower case, ``numbering`` the greatest id of a numbering. Lengths are in twentieths
    of a point.
    """

    path: Path
    files: Mapping[str, bytes]
    root: str
    section: str
    styles: Mapping[str, str]
    numbering: int
    page_width: int
    text_width: int
    top: int

    def section_for(self, direction: Direction) -> str:
        """The properties of the pages of a letter that reads in this direction."""
        if direction == "ltr" or "<w:bidi" in self.section:
            return self.section
        return _AFTER_BIDI.sub(lambda match: f"<w:bidi/>{match[0]}", self.section, count=1)

    def renamed(self, xml: str, own: Mapping[str, str]) -> str:
        """XML with the ids that styles have in this document; ``own`` has the name of each style by its id."""

        def with_id(match: re.Match[str]) -> str:
            return f'{match[1]}{self.styles.get(own.get(match[2], "").lower(), match[2])}"'

        return _USE_OF_STYLE.sub(with_id, xml)

    def with_styles(self, styles: str) -> tuple[str, Mapping[str, str]]:
        """Its styles and those of ``styles`` that it lacks; the names of the latter by their ids."""
        blocks = _STYLE.findall(styles)
        names = {_first(_STYLE_ID, block): _first(_STYLE_NAME, block) for block in blocks}
        lacking = [block for block in blocks if _first(_STYLE_NAME, block).lower() not in self.styles]
        added = self.renamed("".join(lacking), names).replace(' w:default="1"', "")
        return self._text(STYLES).replace("</w:styles>", f"{added}</w:styles>"), names

    def with_numbering(self, numbering: str) -> str:
        """Its numberings and those of ``numbering``, abstract ones first."""
        if NUMBERING not in self.files:
            return numbering
        abstract = numbering[numbering.index("<w:abstractNum ") : numbering.index("<w:num ")]
        concrete = numbering[numbering.index("<w:num ") : numbering.index("</w:numbering>")]
        own = self._text(NUMBERING)
        if own.rstrip().endswith("/>"):
            return numbering  # an empty one
        at = min(place for mark in ("<w:num ", "</w:numbering>") if (place := own.find(mark)) >= 0)
        own = own[:at] + abstract + own[at:]
        end = min(place for mark in ("<w:numIdMacAtCleanup", "</w:numbering>") if (place := own.find(mark)) >= 0)
        return own[:end] + concrete + own[end:]

    def with_relationships(self, relationships: str) -> str:
        """The relationships of its document, and others."""
        return self._text(RELATIONSHIPS).replace("</Relationships>", f"{relationships}</Relationships>")

    def with_types(self, types: Mapping[str, str]) -> str:
        """Its content types, and those of other parts by name."""
        text = self._text(TYPES)
        added = "".join(
            f'<Override PartName="/{name}" ContentType="{kind}"/>'
            for name, kind in types.items()
            if f'PartName="/{name}"' not in text
        )
        return text.replace("</Types>", f"{added}</Types>")

    def _text(self, name: str) -> str:
        return self.files[name].decode()


def read(path: Path) -> Layout:
    """The layout in a file.

    Raises :class:`BrokenContent` for a file that is not such a document, or one that letters cannot be put into.
    """
    try:
        with zipfile.ZipFile(BytesIO(read_bytes(path))) as archive:
            if sum(info.file_size for info in archive.infolist()) > _MAX_BYTES:
                raise _broken(path, said("it is too large"))
            files = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
        _leave_out_effects(files)
        texts = {name: files[name].decode() for name in (DOCUMENT, STYLES, RELATIONSHIPS, TYPES)}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, UnicodeDecodeError, OSError, EOFError):
        raise _broken(path, said("it cannot be read")) from None
    except KeyError as error:
        raise _broken(path, said("it has no part {name}", name=error.args[0])) from None
    document = texts[DOCUMENT]
    root = re.search(r"<w:document\b[^>]*>", document)
    sections = _SECTION.findall(document)
    if root is None or _MAIN not in root[0] or _MAIN not in texts[STYLES] or "<!DOCTYPE" in document:
        raise _broken(path, said("it is not in the usual form of Word (transitional Office Open XML)"))
    if not sections or _OWN_IDS.search(texts[RELATIONSHIPS]):
        raise _broken(path, said("save it once with Word or LibreOffice"))
    width, left, right, top = (
        _length(sections[-1], *key, default)
        for key, default in (
            (("pgSz", "w"), 11906),
            (("pgMar", "left"), 1440),
            (("pgMar", "right"), 1440),
            (("pgMar", "top"), 1440),
        )
    )
    styles = {_first(_STYLE_NAME, block).lower(): _first(_STYLE_ID, block) for block in _STYLE.findall(texts[STYLES])}
    ids = re.findall(rb'w:(?:abstractNumId|numId)="(\d+)"', files.get(NUMBERING, b""))
    greatest = max(map(int, ids), default=0)
    text_width = max(width - left - right, 1440)
    return Layout(path, files, root[0], sections[-1], styles, greatest, width, text_width, abs(top))


def _leave_out_effects(files: dict[str, bytes]) -> None:
    """Leave out a second copy of the styles, which Word 2010 kept for itself: it would differ from the styles."""
    if files.pop("word/stylesWithEffects.xml", None):
        for name in (RELATIONSHIPS, TYPES):
            files[name] = re.sub(rb"<(?:Relationship|Override)\b[^>]*\bstylesWithEffects\.xml[^>]*>", b"", files[name])


def root_with(root: str, namespaces: Mapping[str, str]) -> str:
    """The start of a document with namespaces by prefix, where it lacks them."""
    known = dict(_NAMESPACE.findall(root))
    added = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in namespaces.items() if known.get(prefix) != uri)
    return f"{root[:-1]}{added}>"


def _length(section: str, element: str, attribute: str, default: int) -> int:
    tag = re.search(rf"<w:{element}\b[^>]*>", section)
    value = re.search(rf'\bw:{attribute}="(-?\d+)"', tag[0]) if tag else None
    return int(value[1]) if value else default


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found else ""


def _broken(path: Path, reason: Said) -> BrokenContent:
    return BrokenContent.at(str(path), 0, "layout-document", reason=reason)
