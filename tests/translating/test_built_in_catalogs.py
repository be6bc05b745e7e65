"""The built-in catalogs: up to date with the templates, complete, commented, in canonical form."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from typing import TYPE_CHECKING

import polib
import pytest

from goodterms.content.layers import BUILT_IN
from goodterms.translating.extract import extract

if TYPE_CHECKING:
    from pathlib import Path

    from goodterms.project import Project

POT = BUILT_IN / "locales" / "goodterms.pot"
CATALOGS = sorted((BUILT_IN / "locales").glob("*/LC_MESSAGES/goodterms.po"))


def messages(path: Path) -> list[tuple[str | None, str, str]]:
    return [(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in polib.pofile(str(path))]


def test_the_catalog_template_is_up_to_date_with_the_templates(project: Project) -> None:
    assert POT.read_text("utf-8") == extract(project), "run make pot"


def test_every_placeholder_has_a_comment_with_an_example() -> None:
    for entry in polib.pofile(str(POT)):
        for name in set(re.findall(r"\{(\w+)\}", entry.msgid + entry.msgid_plural)):
            assert f"{{{name}}}: " in entry.comment or "as in " in entry.comment, f"{entry.msgid}: {name}"
            assert "e.g. " in entry.comment or "as in " in entry.comment


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parts[-3])
def test_a_catalog_translates_every_message_and_no_other(path: Path) -> None:
    catalog = polib.pofile(str(path))
    assert messages(path) == messages(POT)
    assert catalog.percent_translated() == 100
    assert catalog.fuzzy_entries() == []
    assert catalog.obsolete_entries() == []


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parts[-3])
def test_a_catalog_is_in_nfc_and_without_direction_marks(path: Path) -> None:
    text = path.read_text("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert not re.search("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\u00ad\ufeff]", text)


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="needs GNU gettext: msgfmt and msgcat")
@pytest.mark.parametrize(
    "path", [POT, *CATALOGS], ids=lambda path: path.name if path.suffix == ".pot" else path.parts[-3]
)
def test_gettext_accepts_the_catalogs(path: Path) -> None:
    """msgfmt finds no error, and msgcat writes the same file."""
    checked = subprocess.run(
        ["msgfmt", "--check-format", "--check-domain", "-o", "/dev/null", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr
    canonical = subprocess.run(["msgcat", "--no-wrap", str(path)], capture_output=True, text=True, check=True)
    assert canonical.stdout == path.read_text("utf-8")
