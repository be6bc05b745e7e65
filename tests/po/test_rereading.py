"""A file read again after an edit is the same as one that is read whole."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_both_readers import HEADER, LINES

from goodterms import po
from goodterms.po import plain
from goodterms.po.rereading import reread


def message(number: int) -> str:
    return f'#: a.py:{number}\n#, python-brace-format\nmsgid "text {number} {{name}}"\nmsgstr "besedilo {number} {{name}}"\n\n'


MESSAGES = HEADER + "".join(map(message, range(40)))


def facts(file: po.File) -> tuple[object, ...]:
    return file.text, file.entries, file.flaws, file.header


@settings(max_examples=1500, deadline=None)
@given(
    st.lists(st.sampled_from([*LINES, message(7), message(8)]), max_size=8),
    st.integers(0, len(MESSAGES)),
    st.integers(0, 400),
    st.lists(st.sampled_from([*LINES, message(9)]), max_size=3),
    st.integers(0, 6),
)
def test_any_edit(stray: list[str], at: int, length: int, new: list[str], at_line_end: int) -> None:
    middle = len(MESSAGES) // 2
    cut = MESSAGES.index("\n\n", middle) + 2
    old = MESSAGES[:cut] + "\n".join(stray) + "\n" + MESSAGES[cut:]
    if at_line_end:
        at = old.find("\n", at) + 1
    text = old[:at] + "\n".join(new) + old[at + length :]
    assert facts(reread(po.read(old.encode()), text.encode())) == facts(po.read(text.encode()))


@pytest.mark.parametrize("seed", range(20))
def test_edit_after_edit(seed: int) -> None:
    chance, text = random.Random(seed), MESSAGES  # noqa: S311
    file = po.read(text.encode())
    for _ in range(40):
        at = chance.randrange(len(text))
        text = (
            text[:at]
            + chance.choice(["", "x", '"', "\n", "\\", "\n\n", '"\n"', "#", message(3)])
            + text[at + chance.randrange(3) :]
        )
        file = reread(file, text.encode())
        assert facts(file) == facts(po.read(text.encode()))


@pytest.mark.parametrize(
    "text",
    ["", "\ufeff" + MESSAGES, MESSAGES.replace("\n", "\r\n"), MESSAGES.replace("UTF-8", "latin-2"), MESSAGES * 2],
)
def test_a_change_of_the_whole(text: str) -> None:
    assert facts(reread(po.read(MESSAGES.encode()), text.encode())) == facts(po.read(text.encode()))
    assert facts(reread(po.read(text.encode()), MESSAGES.encode())) == facts(po.read(MESSAGES.encode()))


def test_only_what_is_around_a_change_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    entries = plain.entries

    def counted(text: str, flaws: list[po.Flaw]) -> list[po.Entry]:
        read.append(len(text))
        return entries(text, flaws)

    monkeypatch.setattr(plain, "entries", counted)
    before = po.read(MESSAGES.encode())
    reread(before, MESSAGES.replace("besedilo 20", "besedila 20").encode())
    assert read[0] == len(MESSAGES)
    assert read[1] < 8 * len(message(20))
