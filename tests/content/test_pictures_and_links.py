"""Pictures that unpack to too much, and links that lead out of a folder with content."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest

from goodterms.content.layers import Content
from goodterms.content.picture_bounds import size_in_header, too_large
from goodterms.errors import BrokenContent
from goodterms.project import Project

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Company


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + b"\x08\x06\0\0\0" + bytes(4)


def jpeg(width: int, height: int, before: bytes = b"") -> bytes:
    frame = b"\xff\xc2\0\x11\x08" + struct.pack(">HH", height, width) + b"\x03\x01\x22\0\x02\x11\x01\x03\x11\x01"
    return b"\xff\xd8" + before + frame + b"\xff\xd9"


THUMBNAIL = b"\xff\xe1\0\x20" + jpeg(16, 16)[:30].ljust(30, b"\0")


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (png(100_000, 100_000), (100_000, 100_000)),
        (png(300, 100), (300, 100)),
        (jpeg(60_000, 50_000), (60_000, 50_000)),
        (jpeg(400, 200, THUMBNAIL), (400, 200)),
        (jpeg(60_000, 60_000, b"\xff\xff\xfe\0\x04ab"), (60_000, 60_000)),
        (jpeg(16, 16)[:-2] + jpeg(60_000, 60_000)[2:], (60_000, 60_000)),
        (b"<svg/>", None),
        (b"\xff\xd8", None),
        (b"\x89PNG\r\n\x1a\n", None),
        (b"\xff\xd8" + b"\xff\xe1\0\0" * 1000, None),
    ],
)
def test_the_size_of_a_picture_is_in_its_header(tmp_path: Path, data: bytes, size: tuple[int, int] | None) -> None:
    assert size_in_header(data) == size
    path = tmp_path / "logo"
    path.write_bytes(data)
    assert bool(too_large(path)) == (size is not None and size[0] * size[1] > 50_000_000)


@pytest.fixture
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("outside")


@pytest.mark.parametrize("link", ["file", "folder"])
@pytest.mark.parametrize(
    "name",
    [
        "templates/note/letter.md.j2",
        "templates/note/letter.toml",
        "locales/sl/LC_MESSAGES/goodterms.po",
        "locales/sl/language.toml",
    ],
)
def test_a_link_out_of_a_folder_is_not_followed(company: Company, outside: Path, link: str, name: str) -> None:
    company.note("Hello")
    company.catalog('msgid "x"\nmsgstr "y"\n')
    company.file("locales/sl/language.toml", "")
    path = company.root / name
    moved = path if link == "file" else path.parent
    moved.rename(outside / moved.name)
    moved.symlink_to(outside / moved.name)
    with pytest.raises(BrokenContent) as caught:
        company.write()
    assert caught.value.faults[0].kind == "content-outside"


def test_a_link_inside_a_folder_is_followed(company: Company, tmp_path_factory: pytest.TempPathFactory) -> None:
    company.note("Hello")
    template = company.root / "templates/note/letter.md.j2"
    template.rename(company.root / "real.j2")
    template.symlink_to("../../real.j2")
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "content"
    elsewhere.symlink_to(company.root)
    assert Project(Content((elsewhere,))).letter("note")
    assert "Hello" in company.write()
