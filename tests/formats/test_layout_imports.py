"""Layouts for Typst import the files of their folder, and nothing that would come from the network."""

from __future__ import annotations

from pathlib import Path

import pytest

from goodterms.errors import BrokenContent
from goodterms.formats.layout_imports import refuse_imports

LAYOUT = Path(__file__).parents[2] / "templates" / "_layout"

PACKAGE = "@preview/cetz:0.3.0"


@pytest.mark.parametrize(
    "source",
    [
        f'#import "{PACKAGE}": canvas',
        f'#include "{PACKAGE}"',
        f'#let p = "{PACKAGE}"\n#import p: *',
        '#import ("@pre" + "view/cetz:0.3.0")',
        f'#let f(p) = {{ import p: *; 1 }}\n#f("{PACKAGE}")',
        f'#import/**/"{PACKAGE}"',
        f'#import /* "blocks.typ" */ "{PACKAGE}"',
        '#import "blocks.typ".replace("blocks.typ", p)',
        '#import "blocks.typ"\n  .replace("blocks.typ", p)',
        '#import "blocks.typ" + p',
        '#import "data.json"',
        '#import "../blocks.typ"',
        'He said "hi #import p',
        '"https://x" #import p',
        '#eval("import p")',
        "#let e = eval",
        '#let include = "x"',
    ],
)
def test_what_could_name_a_package_is_refused(source: str) -> None:
    with pytest.raises(BrokenContent) as caught:
        refuse_imports("a.typ", f"#let x = 1\n{source}\n")
    assert caught.value.faults[0].kind in {"layout-package", "layout-import", "layout-eval"}
    assert caught.value.faults[0].line >= 2


@pytest.mark.parametrize(
    "source",
    [
        '#import "blocks.typ": value',
        '#import "blocks.typ" as blocks',
        '#{ import "blocks.typ"; value }',
        '#[#include "foot.typ"]',
        '#include "foot.typ"',
        "The important evaluation, reimport-x, included",
    ],
)
def test_the_files_of_a_layout_may_be_imported(source: str) -> None:
    refuse_imports("a.typ", source)


def test_the_built_in_layout_imports_only_its_own_files() -> None:
    for path in LAYOUT.glob("*.typ"):
        refuse_imports(str(path), path.read_text("utf-8"))
