"""The address in a document of a company's own: in the window of the envelope, or below a high letterhead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import docx
import pytest

from goodterms.content.layers import Content
from goodterms.envelopes import Envelope
from goodterms.project import Project
from test_docx import ADDRESS, W, made, own  # noqa: F401

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Company


@pytest.mark.parametrize(("top", "rows"), [(20, 2), (49, 2), (60, 1)])
def test_the_window_begins_where_envelopes_have_it(own: Path, company: Company, top: int, rows: int) -> None:  # noqa: F811
    theirs = docx.Document(str(own))
    theirs.sections[0].top_margin = docx.shared.Mm(top)
    theirs.sections[0].right_margin = docx.shared.Mm(33)
    theirs.save(str(own))
    opened = made(Project(Content((company.root,))), "farewell", "en-US", envelope=Envelope(address=ADDRESS))
    first = next(opened.document.element.body.iter(f"{W}tbl"))
    heights = [int(height.get(f"{W}val")) * 25.4 / 1440 for height in first.iter(f"{W}trHeight")]
    assert len(heights) == rows
    # 50 mm from the top (US Letter), or below a letterhead that is higher; the letter begins below the window.
    assert top + sum(heights[:-1]) == pytest.approx(max(top, 50), abs=1.5)
    assert heights[-1] > 0
    section = theirs.sections[0]
    assert section.page_width
    assert section.left_margin
    assert section.right_margin
    text_width = section.page_width - section.left_margin - section.right_margin
    assert int(first.find(f"{W}tblPr/{W}tblW").get(f"{W}w")) == pytest.approx(text_width / 635, abs=1)
