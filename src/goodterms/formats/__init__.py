"""What comes out: a letter's blocks and slots as a finished document, one module a format."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from goodterms.formats import html, markdown, text
from goodterms.model import Document, Envelope

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from goodterms.compose import Letter
    from goodterms.content.layers import Content
    from goodterms.faults import Fault
    from goodterms.model import Locale

NO_ENVELOPE = Envelope()


class Format(NamedTuple):
    """A format: the ending of its files, its media type, and what writes a letter in it.

    ``check`` tells beforehand what would keep a letter from being written.
    """

    suffix: str
    media_type: str
    write: Callable[[Content, Letter, Envelope], bytes]
    check: Callable[[Content, Letter, Envelope], Sequence[Fault]] | None = None

    @property
    def is_text(self) -> bool:
        """Whether a person can read it as it is."""
        return self.media_type.startswith("text/")


def _text(write: Callable[[Content, Letter], str]) -> Callable[[Content, Letter, Envelope], bytes]:
    """A format that is text, and needs nothing but the letter."""
    return lambda content, letter, _: write(content, letter).encode()


def _lazy(module: str) -> Callable[[Content, Letter, Envelope], bytes]:
    """A format whose module, with the libraries that it needs, is imported by the first letter written in it."""

    def write(content: Content, letter: Letter, envelope: Envelope) -> bytes:
        written: bytes = import_module(f"{__name__}.{module}").write(content, letter, envelope)
        return written

    return write


def _lazy_check(module: str) -> Callable[[Content, Letter, Envelope], Sequence[Fault]]:
    """What a format's module, imported by the first letter that is checked for it, tells beforehand."""

    def check(content: Content, letter: Letter, envelope: Envelope) -> Sequence[Fault]:
        faults: Sequence[Fault] = import_module(f"{__name__}.{module}").check(content, letter, envelope)
        return faults

    return check


FORMATS = {
    "text": Format("txt", "text/plain; charset=utf-8", _text(text.write)),
    "html": Format("html", "text/html; charset=utf-8", _text(html.write)),
    "md": Format("md", "text/markdown; charset=utf-8", _text(markdown.write)),
    "pdf": Format("pdf", "application/pdf", _lazy("pdf"), _lazy_check("pdf")),
    "eml": Format("eml", "message/rfc822", _lazy("mail"), _lazy_check("mail")),
    "ics": Format("ics", "text/calendar; charset=utf-8", _lazy("calendar"), _lazy_check("calendar")),
}
"""Every format, by the name that the command line knows."""


def merged_pdf(content: Content, letters: Sequence[tuple[Letter, Envelope]]) -> bytes:
    """Letters, at least one, in one PDF for the printer: each on pages of its own, behind a cover that lists them."""
    made: bytes = import_module(f"{__name__}.pdf").merged(content, letters)
    return made


def document(content: Content, letter: Letter, name: str, envelope: Envelope = NO_ENVELOPE) -> Document:
    """A letter as a document in the format called ``name`` (one of :data:`FORMATS`)."""
    chosen = FORMATS[name]
    file_name = document_name(letter.request.letter.name, letter.request.locale, name)
    return Document(file_name, chosen.media_type, chosen.write(content, letter, envelope))


def document_name(letter: str, locale: Locale, name: str) -> str:
    """The file name of a letter in the format called ``name``: ``farewell.ur-PK.html``."""
    return f"{letter}.{locale.tag}.{FORMATS[name].suffix}"
