"""The formats by name, and a letter as a document in any of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.compose import with_names
from goodterms.envelopes import Document, Envelope
from goodterms.errors import InvalidRequest
from goodterms.faults import fault
from goodterms.formats import envelope_texts

# The modules of the formats take time to load: the first letter that needs one imports it.

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from goodterms.compose import Letter
    from goodterms.content.layers import Content
    from goodterms.faults import Fault
    from goodterms.model import Locale

NO_ENVELOPE = Envelope()
_MAIL, _CALENDAR = "eml", "ics"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Format(NamedTuple):
    """A format: the suffix and the media type (RFC 2046) of its files, and the function that writes a letter in it.

    ``check`` returns every fault for which ``write`` would raise :class:`InvalidRequest`; None where it never does.
    """

    suffix: str
    media_type: str
    write: Callable[[Content, Letter, Envelope], bytes]
    check: Callable[[Content, Letter, Envelope], Sequence[Fault]] | None = None

    @property
    def is_text(self) -> bool:
        """Whether a person can read the file as it is."""
        return self.media_type.startswith("text/")


def document(content: Content, letter: Letter, name: str, envelope: Envelope = NO_ENVELOPE) -> Document:
    """A letter as a document in the format called ``name``, a key of :data:`FORMATS`.

    Raises :class:`InvalidRequest` for a text of the envelope that no letter may have, for a letter or an envelope that
    the format cannot hold, :class:`PartMissing` where a library or a font is missing, :class:`BrokenContent` for faults
    of a layout.
    """
    if faults := envelope_texts.faults_of(envelope):
        raise InvalidRequest(faults)
    chosen = FORMATS[name]
    file_name = document_name(letter.request.letter.name, letter.request.locale, name)
    return Document(file_name, chosen.media_type, chosen.write(content, letter, with_names(letter.request, envelope)))


def document_name(letter: str, locale: Locale, name: str) -> str:
    """The file name of a letter in the format called ``name``: ``farewell.ur-PK.html``."""
    return f"{letter}.{locale.tag}.{FORMATS[name].suffix}"


def merged_pdf(content: Content, letters: Sequence[tuple[Letter, Envelope]], duplex: bool | None = None) -> bytes:
    """One or more letters as one PDF for the printer: a cover that lists them, then each on its own pages.

    With ``duplex``, each begins on a right-hand page; None for that where a letter has several pages.
    """
    from goodterms.formats import pdf

    return pdf.merge(content, letters, duplex)


def page_pictures(content: Content, letter: Letter, envelope: Envelope = NO_ENVELOPE) -> list[bytes]:
    """The pages of a letter's PDF as PNG pictures; raises what :func:`document` raises for a PDF."""
    from goodterms.formats import pdf

    return pdf.pictures(content, letter, with_names(letter.request, envelope))


def _write_text(content: Content, letter: Letter, _: Envelope) -> bytes:
    from goodterms.formats import text

    return text.write(content, letter).encode()


def _write_html(content: Content, letter: Letter, _: Envelope) -> bytes:
    from goodterms.formats import html

    return html.write(content, letter).encode()


def _write_markdown(content: Content, letter: Letter, _: Envelope) -> bytes:
    from goodterms.formats import markdown

    return markdown.write(content, letter).encode()


def _write_pdf(content: Content, letter: Letter, envelope: Envelope) -> bytes:
    from goodterms.formats import pdf

    return pdf.write(content, letter, envelope)


def _check_pdf(content: Content, letter: Letter, envelope: Envelope) -> Sequence[Fault]:
    from goodterms.formats import pdf

    return pdf.check(content, letter, envelope)


def _write_docx(content: Content, letter: Letter, envelope: Envelope) -> bytes:
    from goodterms.formats import docx

    return docx.write(content, letter, envelope)


def _check_docx(content: Content, letter: Letter, envelope: Envelope) -> Sequence[Fault]:
    from goodterms.formats import docx

    return docx.check(content, letter, envelope)


def _write_mail(content: Content, letter: Letter, envelope: Envelope) -> bytes:
    from goodterms.formats import mail

    return mail.write(content, letter, envelope, _attachments(content, letter, envelope))


def _check_mail(content: Content, letter: Letter, envelope: Envelope) -> Sequence[Fault]:
    from goodterms.formats import mail

    faults = [*mail.check(content, letter, envelope), *_unknown_attachments(envelope)]
    for name in dict.fromkeys(envelope.attached):
        # The mail checks its invitation itself, and an attached calendar holds the same.
        if name in FORMATS and name not in {_MAIL, _CALENDAR} and (check := FORMATS[name].check):
            faults += check(content, letter, envelope)
    return faults


def _write_calendar(_: Content, letter: Letter, envelope: Envelope) -> bytes:
    from goodterms.formats import invitation

    return invitation.write(letter, envelope)


def _check_calendar(_: Content, letter: Letter, envelope: Envelope) -> Sequence[Fault]:
    from goodterms.formats import invitation

    return invitation.check(letter, envelope)


def _attachments(content: Content, letter: Letter, envelope: Envelope) -> Iterator[Document]:
    """The letter in each format that the envelope attaches to a mail, written when the mail takes it.

    The settings of a sender name these formats for all letters, so a letter without a meeting leaves the calendar out.
    """
    from goodterms.formats import invitation

    if faults := _unknown_attachments(envelope):
        raise InvalidRequest(faults)
    for name in dict.fromkeys(envelope.attached):
        if name != _CALENDAR or invitation.has_meeting(letter):
            yield document(content, letter, name, envelope)


def _unknown_attachments(envelope: Envelope) -> list[Fault]:
    known = [name for name in FORMATS if name != _MAIL]  # a mail cannot carry itself
    return [
        fault("unknown-attachment", "mail.attach", source="settings", given=name, known=known)
        for name in dict.fromkeys(envelope.attached)
        if name not in known
    ]


FORMATS = {
    "text": Format("txt", "text/plain; charset=utf-8", _write_text),
    "html": Format("html", "text/html; charset=utf-8", _write_html),
    "md": Format("md", "text/markdown; charset=utf-8", _write_markdown),
    "pdf": Format("pdf", "application/pdf", _write_pdf, _check_pdf),
    "docx": Format("docx", _DOCX, _write_docx, _check_docx),
    _MAIL: Format("eml", "message/rfc822", _write_mail, _check_mail),
    _CALENDAR: Format("ics", "text/calendar; charset=utf-8", _write_calendar, _check_calendar),
}
"""Every format, by the name that the command line knows."""
