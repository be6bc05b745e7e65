"""A company overrides one step of a built-in letter with one sentence: of every letter, every section and block."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from goodterms.content.layers import BUILT_IN
from goodterms.project import open_project

if TYPE_CHECKING:
    from conftest import Company

PROJECT = open_project()
SENTENCE = "This is what we say instead."
# A section's element, which holds others such as the lines to write on.
_SECTION = re.compile(r'<div class="([\w-]+)">\n(.*?)\n</div>(?=\n<div class="(?!ruled)|\n</main>)', re.DOTALL)
_BLOCK = re.compile(r"\{%-?\s*block\s+(\w+)")


def chain(letter: str) -> list[str]:
    """The texts of the template of a letter and of those that it extends."""
    text = (BUILT_IN / "templates" / letter / "letter.md.j2").read_text("utf-8")
    parent = re.search(r'\{%-?\s*extends\s+"([\w-]+)/', text)
    return [text, *(chain(parent[1]) if parent else [])]


def blocks(letter: str) -> list[str]:
    """The names of all blocks of a letter: its sections, its steps, and the blocks in them."""
    return sorted({name for text in chain(letter) for name in _BLOCK.findall(text)})


BLOCKS = [
    (letter, block)
    for letter in PROJECT.content.letters()
    for block in blocks(letter)
    if block not in PROJECT.letter(letter).labels  # no part of the text
]


def sections(page: str) -> dict[str, str]:
    return dict(_SECTION.findall(page))


def test_every_section_of_every_letter_is_overridden_here() -> None:
    for letter in PROJECT.letters():
        assert set(letter.sections) <= {block for name, block in BLOCKS if name == letter.name}
        assert set(letter.steps) <= set(letter.sections)


@pytest.mark.parametrize(("letter", "block"), BLOCKS)
def test_one_sentence_takes_the_place_of_a_block(company: Company, letter: str, block: str) -> None:
    (company.root / "locales").mkdir()
    built_in = sections(company.write(letter, form="html"))
    company.file(
        f"templates/{letter}/letter.md.j2",
        f'{{% extends "{letter}/letter.md.j2" %}}\n{{% block {block} %}}{SENTENCE}{{% endblock %}}\n',
    )
    ours = sections(company.write(letter, form="html", missing="refuse"))
    if block in PROJECT.letter(letter).sections and block not in built_in:
        # A section that has nothing to say with the sample values.
        assert re.fullmatch(rf"<p[^>]*>{re.escape(SENTENCE)}</p>", ours.pop(block))
        assert ours == built_in
        return
    changed = [name for name in built_in if ours.get(name) != built_in[name]]
    assert list(ours) == list(built_in)
    if block in built_in:
        assert changed == [block]
        assert re.fullmatch(rf"<(p|h1)[^>]*>{re.escape(SENTENCE)}</\1>", ours[block])
    else:
        assert len(changed) == 1  # the section that the block is in
        assert ours[changed[0]].count(f"<p>{SENTENCE}</p>") == 1


@pytest.mark.parametrize(("letter", "block"), BLOCKS)
def test_one_sentence_is_added_to_a_block_with_super(company: Company, letter: str, block: str) -> None:
    if block == "subject":
        pytest.skip("a heading has no second paragraph")
    (company.root / "locales").mkdir()
    built_in = company.write(letter, form="html")
    company.file(
        f"templates/{letter}/letter.md.j2",
        f'{{% extends "{letter}/letter.md.j2" %}}\n{{% block {block} %}}\n{{{{ super() }}}}\n\n{SENTENCE}\n{{% endblock %}}\n',
    )
    ours = company.write(letter, form="html", missing="refuse")
    assert ours.count(f"<p>{SENTENCE}</p>") == 1
    if block in PROJECT.letter(letter).sections and block not in sections(built_in):
        return
    assert ours.replace(f"<p>{SENTENCE}</p>\n", "", 1).replace(f"\n<p>{SENTENCE}</p>", "", 1) == built_in
