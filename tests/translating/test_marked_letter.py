"""The built-in letters with their texts marked: the same page otherwise, and each text is in its message's element."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from goodterms.check.rendering import with_samples
from goodterms.compose import compose
from goodterms.content.layers import Content
from goodterms.formats import html
from goodterms.translating.marked_letter import marked_letter

if TYPE_CHECKING:
    from goodterms.project import Project

LETTERS = Content().letters()
SPAN = re.compile(r'<span data-text="(\d+)">(.*?)</span>', re.DOTALL)


@pytest.mark.parametrize("tag", ["sl", "te", "ne", "ur", "en"])
def test_marks_change_nothing_else(project: Project, tag: str) -> None:
    for name in LETTERS:
        letter = project.letter(name)
        request = with_samples(project, letter, tag)
        keys: list[tuple[str | None, str]] = []

        def opener(key: tuple[str | None, str], keys: list[tuple[str | None, str]] = keys) -> str:
            keys.append(key)
            return f'<span data-text="{len(keys) - 1}">'

        marked = marked_letter(project, request, opener)
        plain = html.write(project.content, compose(project, request))
        assert marked.is_marked
        assert SPAN.sub(r"\2", marked.page) == plain
        assert {*marked.keys} <= {*project.edition(project.locale(tag)).messages(letter)}
        catalog = project.catalogs.of(project.locale(tag).catalog)[0]
        for number, text in SPAN.findall(marked.page):
            entry = catalog.find(*keys[int(number)])
            assert entry is not None
            words = re.findall(r"[^\W\d_]{4,}", re.sub("<[^>]*>|&#?\\w+;", " ", text))
            printed = " ".join(entry.strings)
            # Values are inside the texts, too, and are no words of the catalog.
            if "{" not in printed:
                assert all(word in printed for word in words), (name, text)
