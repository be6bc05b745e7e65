"""Which language the program speaks: by a tag, and by the variables of the environment in gettext's order."""

from __future__ import annotations

import pytest

from goodterms.content.layers import BUILT_IN
from goodterms.messages import program, program_language


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("sl", "sl"),
        ("sl-SI", "sl"),
        ("sl_SI.UTF-8", "sl"),
        ("sl_SI@euro", "sl"),
        ("SL", "sl"),
        ("ur-PK", "ur"),
        ("en", ""),
        ("xx", ""),
        ("", ""),
        ("C", ""),
        ("../sl", ""),
        ("sl/..", ""),
        ("sl_/x", ""),
        ("\N{CYRILLIC SMALL LETTER ES}l", ""),
    ],
)
def test_a_tag_in_any_spelling(tag: str, name: str) -> None:
    assert program_language.by_tag(tag) == name


@pytest.mark.parametrize(
    ("environ", "name"),
    [
        ({}, ""),
        ({"LANG": "sl_SI.UTF-8"}, "sl"),
        ({"LANG": "en_US.UTF-8"}, ""),
        ({"LANG": "sl_SI.UTF-8", "LC_MESSAGES": "te_IN.UTF-8"}, "te"),
        ({"LANG": "sl_SI.UTF-8", "LC_ALL": "ur_PK.UTF-8", "LC_MESSAGES": "te_IN"}, "ur"),
        ({"LANG": "sl_SI.UTF-8", "LC_ALL": "C"}, ""),
        ({"LANG": "sl_SI.UTF-8", "LC_ALL": ""}, "sl"),
        # LANGUAGE is a list, whose first known language counts; the source language is known.
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "de:ne:sl"}, "ne"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "de:en:sl"}, ""),
        ({"LANG": "sl_SI.UTF-8", "LANGUAGE": "de"}, ""),
        ({"LANG": "C", "LANGUAGE": "sl"}, ""),
        ({"LANGUAGE": "sl"}, ""),
        # The program's own variable comes before all others.
        ({"GOODTERMS_LANG": "te", "LC_ALL": "sl_SI.UTF-8", "LANGUAGE": "ne"}, "te"),
        ({"GOODTERMS_LANG": "en", "LANG": "sl_SI.UTF-8"}, ""),
        ({"GOODTERMS_LANG": "", "LANG": "sl_SI.UTF-8"}, "sl"),
    ],
)
def test_the_environment_decides_in_the_order_of_gettext(environ: dict[str, str], name: str) -> None:
    assert program_language.by_environment(environ) == name


def test_a_catalog_that_cannot_be_read_is_no_language(monkeypatch: pytest.MonkeyPatch) -> None:
    assert program.load("xx") is None
    monkeypatch.setattr(program, "path_of", lambda _: BUILT_IN / "README.md")
    assert program.load("sl") is None
