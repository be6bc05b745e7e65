"""The reviewed findings in real catalogs: the list is well-formed, and compared with what is found."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import real_catalogs
from goodterms.check.registry import RULES
from goodterms.findings import Finding, Level
from real_catalogs import Checked, compare, language_of, row_of, severe

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

ROWS: list[dict[str, str]] = json.loads(real_catalogs.REVIEWED.read_text("utf-8"))


def catalog(*found: tuple[Level, str]) -> Checked:
    path = str(real_catalogs.FOLDER / "django-1" / "sl" / "LC_MESSAGES" / "django.po")
    findings = [Finding("fuzzy", level, path, 1, 1, "sl", None, msgid, "is wrong") for level, msgid in found]
    return Checked("django", "sl", 10, findings)


def listed(checked: Checked) -> list[dict[str, str]]:
    return [{**row_of(finding, checked), "verdict": "right: it is"} for finding in severe(checked)]


def test_every_listed_finding_was_reviewed() -> None:
    for row in ROWS:
        assert list(row) == ["fingerprint", "level", "rule", "language", "package", "verdict"]
        assert row["rule"] in RULES
        assert row["level"] in {"error", "warning"}
        assert row["package"] in real_catalogs.PACKAGES
        assert row["language"].partition("_")[0] in real_catalogs.LANGUAGES
        assert row["verdict"].startswith("right"), row


def test_the_findings_are_compared_with_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    both = catalog(("warning", "a"), ("warning", "a"), ("error", "b"), ("note", "c"))
    assert compare([both], listed(both)) == 0
    assert compare([both], listed(both)[1:]) == 1
    assert "new: django-1/sl/LC_MESSAGES/django.po:1:1: warning: is wrong (fuzzy)" in capsys.readouterr().out
    assert compare([catalog(("warning", "a"))], listed(both)) == 2
    assert compare([both], [{**row, "verdict": ""} for row in listed(both)]) == 3
    assert compare([catalog(("error", "a"), ("warning", "a"), ("error", "b"))], listed(both)) == 2


def test_the_language_of_a_catalog_is_its_folder_s(tmp_path: Path) -> None:
    assert language_of(tmp_path / "sl_SI" / "LC_MESSAGES" / "django.po") == "sl"
    assert language_of(tmp_path / "ne" / "LC_MESSAGES" / "django.po") == "ne"
    assert language_of(tmp_path / "sl.po") == ""
