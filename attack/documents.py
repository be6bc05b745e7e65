"""Documents as programs that are not ours read them: their texts, and what no letter has in them."""

from __future__ import annotations

import email
import email.policy
import io
import re
import unicodedata
import zipfile
from html.parser import HTMLParser
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

import icalendar
from markdown_it import MarkdownIt
from pypdf import PdfReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LINKS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_CODE = re.compile(r"\s*(?:javascript|data|vbscript):", re.IGNORECASE)
_NOT_IN_PAGES = {"script", "img", "iframe", "object", "b", "form", "input", "base"}
_HEADERS = {"bcc", "cc", "attendee", "reply-to"}
_IN_PDF = ("/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/OpenAction", "/AA")


class Read(NamedTuple):
    """The text of a document, and what no letter has in it; empty for nothing."""

    text: str
    strange: str = ""


def read(form: str, content: bytes) -> Read:
    """A document as another program reads it."""
    return _READERS[form](content)


def plain(text: str) -> str:
    """A text as a reader sees it: without isolates, blanks and what nobody sees, composed."""
    text = re.sub("[\u00ad\u200b-\u200f\u061c\u2060\u2066-\u2069\ufeff]", "", text)
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text))


def _text(content: bytes) -> Read:
    return Read(content.decode())


def _page(content: bytes) -> Read:
    page = _Page()
    page.feed(content.decode())
    return Read("".join(page.texts), ", ".join(page.strange))


def _markdown(content: bytes) -> Read:
    # With HTML as people's programs have it, so that a tag from a value would show.
    return _page(MarkdownIt("commonmark", {"html": True}).render(content.decode()).encode())


def _mail(content: bytes) -> Read:
    message = email.message_from_bytes(content, policy=email.policy.default)
    strange = [*map(str, message.defects), *({name.lower() for name in message} & _HEADERS)]
    body, page = message.get_body(("plain",)), message.get_body(("html",))
    if page:
        strange += filter(None, [_page(page.get_content().encode()).strange])
    for part in message.walk():
        if part.get_content_type() == "text/calendar":
            strange += filter(None, [_calendar(part.get_content().encode()).strange])
    return Read(body.get_content() if body else "", ", ".join(strange))


def _calendar(content: bytes) -> Read:
    calendar = icalendar.Calendar.from_ical(content)
    events = calendar.walk("VEVENT")
    strange = [] if len(events) == 1 else [f"{len(events)} events"]
    attendees = events[0].get("ATTENDEE", []) if events else []
    strange += ["several attendees"] if isinstance(attendees, list) and len(attendees) > 1 else []
    strange += [name for name in ("ATTACH", "RRULE") if events and name in events[0]]
    return Read("\n".join(str(event.get("DESCRIPTION", "")) for event in events), ", ".join(strange))


def _docx(content: bytes) -> Read:
    strange = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        strange += [name for name in names if name.startswith("/") or ".." in name or not name.isascii()]
        parts = {name: ET.fromstring(archive.read(name)) for name in names if name.endswith((".xml", ".rels"))}  # noqa: S314 — our own
    for name, part in parts.items():
        if name.endswith(".rels"):
            links = [link.get("Target", "") for link in part.iter(_LINKS) if link.get("TargetMode") == "External"]
            strange += [link for link in links if not re.match("https?:|mailto:|tel:", link)]
    body = parts["word/document.xml"]
    strange += [field.text or "" for field in body.iter(f"{_WORD}instrText")]
    return Read("".join(run.text or "" for run in body.iter(f"{_WORD}t")), ", ".join(strange))


def _pdf(content: bytes) -> Read:
    reader = PdfReader(io.BytesIO(content), strict=True)
    texts = list(_spoken(reader.root_object["/StructTreeRoot"]))
    strange = [name for name in _IN_PDF if name in reader.root_object]
    for page in reader.pages:
        for one in page.get("/Annots", ()):
            action = one.get_object().get("/A", {})
            uri = str(action.get("/URI", ""))
            if action.get("/S") != "/URI" or not re.match("https?:|mailto:|tel:", uri):
                strange.append(f"{action.get('/S')} {uri}")
    return Read("\n".join(texts), ", ".join(strange))


def _spoken(element: object) -> Iterator[str]:
    """What a reader hears: the texts of the elements of a structure tree."""
    found: Mapping[str, object] = element.get_object() if hasattr(element, "get_object") else element  # type: ignore[assignment]
    if hasattr(found, "keys"):
        if "/ActualText" in found:
            yield str(found["/ActualText"])
        yield from _spoken(found["/K"]) if "/K" in found else ()
    elif isinstance(found, list):
        for kid in found:
            yield from _spoken(kid)


class _Page(HTMLParser):
    """Reads a page: its texts, and what a letter's page never has."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.strange: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in _NOT_IN_PAGES:
            self.strange.append(tag)
        for name, value in attributes:
            if name.startswith("on") or _CODE.match(value or ""):
                self.strange.append(f"{name}={value}")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


_READERS: Mapping[str, Callable[[bytes], Read]] = {
    "text": _text,
    "html": _page,
    "md": _markdown,
    "eml": _mail,
    "ics": _calendar,
    "docx": _docx,
    "pdf": _pdf,
}
