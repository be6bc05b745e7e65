"""An email shows its sender's logo and colour: the logo travels in the mail, and every program finds it."""

from __future__ import annotations

import base64
import struct
import zlib
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import fast_mail_parser
import pytest

from goodterms.content.settings import Settings
from goodterms.envelopes import Letterhead
from goodterms.errors import BrokenContent
from goodterms.formats import document
from test_mail import ENVELOPE, LOCALES, eml, letter_of, read, text_in

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

    from goodterms.envelopes import Envelope
    from goodterms.project import Project

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10"><rect width="30" height="10" fill="#2f5d50"/></svg>'
JPEG = base64.b64decode("""
    /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/
    2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAIABADASIAAhEBAxEB/8QA
    FQABAQAAAAAAAAAAAAAAAAAAAAT/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAAAAP/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oA
    DAMBAAIRAxEAPwCAARf/2Q==
""")


def png(width: int, height: int) -> bytes:
    """A picture without a visible pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pixels = zlib.compress((b"\0" + b"\0\0\0\0" * width) * height)
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


PICTURES = {
    "logo.svg": SVG, "logo.png": png(40, 20), "LOGO.PNG": png(900, 30), "tall.png": png(30, 900), "logo.jpg": JPEG, "logo.jpeg": JPEG,
}  # fmt: skip


def branded(folder: Path, name: str = "logo.svg", colour: str = "#2f5d50", **more: Any) -> Envelope:
    (folder / name).write_bytes(PICTURES.get(name, b"no picture"))
    return ENVELOPE._replace(letterhead=Letterhead(logo=folder / name, colour=colour), **more)


def parts_of(message: EmailMessage) -> list[Any]:
    return list(message.iter_parts())


class Pictures(HTMLParser):
    """The pictures of a page, each with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[dict[str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.found.append(dict(attrs))


@pytest.mark.parametrize("locale", LOCALES)
def test_the_page_and_its_logo_are_one_of_the_alternatives(locale: str, project: Project, tmp_path: Path) -> None:
    raw = eml(project, locale, "check-in", branded(tmp_path, attached=("ics",)))
    message = read(raw)
    assert message.get_content_type() == "multipart/mixed"
    alternatives, *files = parts_of(message)
    assert [part.get_filename() for part in files] == [f"check-in.{locale}.ics"]
    assert alternatives.get_content_type() == "multipart/alternative"
    kinds = ["text/plain", "multipart/related", "text/calendar"]
    assert [part.get_content_type() for part in parts_of(alternatives)] == kinds
    related = parts_of(alternatives)[1]
    assert related.get_param("type") == "text/html"
    page, logo = parts_of(related)
    assert [page.get_content_type(), logo.get_content_type()] == ["text/html", "image/png"]
    assert [logo.get_content_disposition(), logo.get_filename()] == ["inline", None]
    (picture,) = Pictures(text_in(page)).found
    assert f"<{str(picture['src']).removeprefix('cid:')}>" == logo["Content-ID"]
    assert logo["Content-ID"].endswith("@breza.example>")
    assert 'style="' in text_in(page)
    assert "border-top: 3px solid #2f5d50" in text_in(page)


def test_another_reader_finds_the_logo(project: Project, tmp_path: Path) -> None:
    raw = eml(project, "te", "check-in", branded(tmp_path))
    parts = list(fast_mail_parser.walk(fast_mail_parser.parse_email_tree(raw)))
    (logo,) = [part for part in parts if part.content_type == "image/png"]
    assert isinstance(logo.content, bytes)
    assert logo.content.startswith(b"\x89PNG")
    assert fast_mail_parser.parse_email(raw, strict=True).warnings == []


@pytest.mark.parametrize("name", PICTURES)
def test_every_logo_is_a_picture_of_moderate_size_on_white(name: str, project: Project, tmp_path: Path) -> None:
    message = read(eml(project, "sl", "farewell", branded(tmp_path, name)))
    page, logo = parts_of(parts_of(message)[1])
    content = logo.get_payload(decode=True)
    width, height = struct.unpack(">II", content[16:24])
    (picture,) = Pictures(text_in(page)).found
    assert [picture["width"], picture["height"]] == [str(width // 2), str(height // 2)]
    assert width // 2 <= 228
    assert height // 2 <= 60
    at = content.index(b"IDAT")
    (length,) = struct.unpack(">I", content[at - 4 : at])
    first_line = zlib.decompressobj().decompress(content[at + 4 : at + 4 + length])
    assert first_line[1:5] == b"\xff\xff\xff\xff"


def test_a_photo_is_not_enlarged(project: Project, tmp_path: Path) -> None:
    (picture,) = Pictures(
        text_in(parts_of(parts_of(read(eml(project, envelope=branded(tmp_path, "logo.png"))))[1])[0])
    ).found
    assert [picture["width"], picture["height"]] == ["48", "28"]  # 40 by 20, and the margin


@pytest.mark.parametrize(
    ("locale", "name", "shown"),
    [
        ("sl", "Breza", "Breza"),
        ("sl", 'Breza "B" <b> & c', 'Breza "B" <b> & c'),
        ("sl", "شاداب", "\u200e\u200fشاداب\u200f\u200e"),
        ("ur", "Lipa d.o.o.", "\u200f\u200eLipa d.o.o.\u200e\u200f"),
        ("ur", "شاداب", "\u200fشاداب\u200f"),
        ("sl", "", "Modra miza, pisarniške storitve"),
    ],
)
def test_the_text_alternative_is_the_sender(
    locale: str, name: str, shown: str, project: Project, tmp_path: Path
) -> None:
    message = read(eml(project, locale, "farewell", branded(tmp_path, sender=name)))
    (picture,) = Pictures(text_in(parts_of(parts_of(message)[1])[0])).found
    assert picture["alt"] == shown


def test_senders_of_the_same_words_keep_their_own_names(project: Project, tmp_path: Path) -> None:
    letter = letter_of(project, "sl", "farewell")
    for sender in ("Breza", "Lipa"):
        raw = document(project.content, letter, "eml", branded(tmp_path, sender=sender)).content
        (picture,) = Pictures(text_in(parts_of(parts_of(read(raw))[1])[0])).found
        assert picture["alt"] == sender


def test_a_colour_needs_no_logo(project: Project) -> None:
    message = read(eml(project, envelope=ENVELOPE._replace(letterhead=Letterhead(colour="#2f5d50"))))
    plain, page = parts_of(message)
    assert [plain.get_content_type(), page.get_content_type()] == ["text/plain", "text/html"]
    assert "border-top: 3px solid #2f5d50" in text_in(page)
    assert not Pictures(text_in(page)).found


def test_it_can_be_switched_off(project: Project, tmp_path: Path) -> None:
    assert eml(project, envelope=branded(tmp_path, branding=False)) == eml(project)


def test_a_mail_with_another_logo_or_colour_has_another_id(project: Project, tmp_path: Path) -> None:
    envelopes = [branded(tmp_path), branded(tmp_path, "logo.jpg"), branded(tmp_path, colour="#000000"), ENVELOPE]
    raws = [eml(project, envelope=envelope) for envelope in envelopes]
    assert len({read(raw)["Message-ID"] for raw in raws}) == 4
    assert raws[0] == eml(project, envelope=branded(tmp_path))
    assert max(map(len, raws[0].split(b"\r\n"))) <= 78


@pytest.mark.parametrize("name", ["broken.svg", "broken.png", "broken.jpg"])
def test_a_logo_that_is_no_picture_is_refused(name: str, project: Project, tmp_path: Path) -> None:
    with pytest.raises(BrokenContent) as refused:
        eml(project, envelope=branded(tmp_path, name))
    (fault,) = refused.value.faults
    assert fault.place == str(tmp_path / name)
    assert fault.kind == "logo-unreadable"


def test_the_settings_switch_it(tmp_path: Path) -> None:
    path = tmp_path / "goodterms.toml"
    for text, branding in (("", True), ("branding = true", True), ("branding = false", False)):
        path.write_text(f"[mail]\n{text}\n", "utf-8")
        assert Settings(path).envelope.branding is branding
    path.write_text('[mail]\nbranding = "no"\n', "utf-8")
    with pytest.raises(BrokenContent, match=r"mail\.branding"):
        Settings(path).envelope  # noqa: B018
