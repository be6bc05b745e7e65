"""What comes out: a letter's blocks and slots as a finished document, one module a format."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.formats import html, markdown, text
from goodterms.model import Document

if TYPE_CHECKING:
    from collections.abc import Callable

    from goodterms.compose import Letter
    from goodterms.content import Content
    from goodterms.model import Locale


class Format(NamedTuple):
    """A format: the ending of its files, its media type, and what writes a letter in it."""

    suffix: str
    media_type: str
    write: Callable[[Content, Letter], str]


FORMATS = {
    "text": Format("txt", "text/plain", text.write),
    "html": Format("html", "text/html", html.write),
    "md": Format("md", "text/markdown", markdown.write),
}
"""Every format, by the name that the command line knows."""


def document(content: Content, letter: Letter, name: str) -> Document:
    """A letter as a document in the format called ``name`` (one of :data:`FORMATS`)."""
    chosen = FORMATS[name]
    text = chosen.write(content, letter)
    file_name = document_name(letter.request.letter.name, letter.request.locale, name)
    return Document(file_name, f"{chosen.media_type}; charset=utf-8", text.encode())


def document_name(letter: str, locale: Locale, name: str) -> str:
    """The file name of a letter in the format called ``name``: ``farewell.ur-PK.html``."""
    return f"{letter}.{locale.tag}.{FORMATS[name].suffix}"
