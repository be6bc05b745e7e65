"""What comes out: a letter's blocks and slots as a finished document, one module a format."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.formats import html, markdown, text
from goodterms.model import Document, Envelope

if TYPE_CHECKING:
    from collections.abc import Callable

    from goodterms.compose import Letter
    from goodterms.content import Content
    from goodterms.model import Locale

NO_ENVELOPE = Envelope()


class Format(NamedTuple):
    """A format: the ending of its files, its media type, and what writes a letter in it."""

    suffix: str
    media_type: str
    write: Callable[[Content, Letter, Envelope], bytes]

    @property
    def is_text(self) -> bool:
        """Whether a person can read it as it is."""
        return self.media_type.startswith("text/")


def _text(write: Callable[[Content, Letter], str]) -> Callable[[Content, Letter, Envelope], bytes]:
    """A format that is text, and needs nothing but the letter."""
    return lambda content, letter, _: write(content, letter).encode()


def _pdf(content: Content, letter: Letter, envelope: Envelope) -> bytes:
    from goodterms.formats import pdf  # here, for other formats need not wait for the typesetter

    return pdf.write(content, letter, envelope)


FORMATS = {
    "text": Format("txt", "text/plain; charset=utf-8", _text(text.write)),
    "html": Format("html", "text/html; charset=utf-8", _text(html.write)),
    "md": Format("md", "text/markdown; charset=utf-8", _text(markdown.write)),
    "pdf": Format("pdf", "application/pdf", _pdf),
}
"""Every format, by the name that the command line knows."""


def document(content: Content, letter: Letter, name: str, envelope: Envelope = NO_ENVELOPE) -> Document:
    """A letter as a document in the format called ``name`` (one of :data:`FORMATS`)."""
    chosen = FORMATS[name]
    file_name = document_name(letter.request.letter.name, letter.request.locale, name)
    return Document(file_name, chosen.media_type, chosen.write(content, letter, envelope))


def document_name(letter: str, locale: Locale, name: str) -> str:
    """The file name of a letter in the format called ``name``: ``farewell.ur-PK.html``."""
    return f"{letter}.{locale.tag}.{FORMATS[name].suffix}"
