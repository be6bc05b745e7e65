"""The two readers of .po files: both return the same entries and flaws for the same text."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from goodterms import po
from goodterms.content.layers import BUILT_IN
from goodterms.po import plain
from goodterms.po.strict import Reader

if TYPE_CHECKING:
    from goodterms.po.parts import Entry, Flaw

HEADER = 'msgid ""\nmsgstr ""\n"Language: sl\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
FILES = sorted([*Path(__file__).parents[1].rglob("*.po"), *(BUILT_IN / "locales").rglob("*.po*")])
# Lines of messages, lines between messages, and lines that are not valid.
LINES = [
    "", "", "", "#", "# word", "#. from the source", "#: a.py:1 b.py:2", "#, fuzzy", "#, c-format, fuzzy", "#,", " #, fuzzy", "# a #, fuzzy", "#~",
    '#~ msgid "old"', '#~ msgstr "alt"', '#| msgid "before"', '#~| msgid "before"', '#~ "more"', "#  ", " # word", "\t",
    'msgctxt "menu"', 'msgctxt ""', 'msgid ""', 'msgid "a"', 'msgid "a" ', 'msgid  "a"', ' msgid "a"', 'msgid"a"',
    'msgid "say \\"a\\"\\n"', 'msgid "\\x41\\101"', 'msgid "\\q"', 'msgid "open', 'msgid "open\\"', "msgid", 'msgid[0] "a"',
    'msgid_plural "as"', 'msgid_plural ""', 'msgstr "b"', 'msgstr "b"', 'msgstr ""', 'msgstr "č\\\\"', 'msgstr "b" c',
    'msgstr[0] "b"', 'msgstr[0] "b"', 'msgstr[1] "bb"', 'msgstr[1] "bb"', 'msgstr[2] ""', 'msgstr[02] "b"', 'msgstr[10] "b"',
    '"more"', '"more\\n"', '"\\""', '""', '"more" ', ' "more"', '"\x0b\u2028"', "word", "<<<<<<< HEAD", "=======",
]  # fmt: skip
PLAIN = ["# word\n", "#: a.py:1\n#, fuzzy\n", 'msgctxt "menu"\n', ""]


def read_by_line(text: str) -> tuple[list[Entry], list[Flaw]]:
    flaws: list[Flaw] = []
    reader = Reader(flaws)
    entries = [*reader.entries(text.split("\n"), 1), *reader.finish()]
    return entries, sorted(flaws)


def read_by_message(text: str) -> tuple[list[Entry], list[Flaw]]:
    flaws: list[Flaw] = []
    return plain.entries(text, flaws), sorted(flaws)


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-3:]))
def test_both_read_every_catalog_of_ours_the_same(path: Path) -> None:
    text = path.read_text("utf-8", "replace").replace("\r\n", "\n")
    assert read_by_message(text) == read_by_line(text)


@settings(max_examples=3000, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=14), st.sampled_from(["", "\n", "\n\n\n"]))
@example(['msgid "a"', 'msgstr "b"', "", '"more"'], "\n")
@example(['msgid "a"', 'msgstr "b"', "", 'msgstr[1] "more"'], "\n")
@example(['msgid "a"', 'msgid_plural "as"', 'msgstr[1] "b"', 'msgstr[0] "bb"'], "\n")
@example(['msgid "a"', 'msgstr "b"', '#~ "more"'], "")
def test_both_read_any_lines_the_same(lines: list[str], end: str) -> None:
    text = "\n".join(lines) + end
    assert read_by_message(text) == read_by_line(text)


STRINGS = st.lists(
    st.lists(st.sampled_from(["a", "č", "𝄞", " ", "{n}", "\\n", '\\"', "\\\\", "\\t", "\\x41", "\\12", "\\q"]), max_size=5).map(
        lambda parts: f'"{"".join(parts)}"\n'
    ),
    min_size=1,
    max_size=3,
).map("".join)  # fmt: skip


@st.composite
def messages(draw: st.DrawFn) -> str:
    """A message, mostly as gettext's programs write it."""
    text = draw(st.sampled_from(PLAIN)) + draw(st.sampled_from(PLAIN)) + f"msgid {draw(STRINGS)}"
    forms = draw(st.sampled_from([None, None, "0", "01", "012", "0123", "021", "1", "013", "00"]))
    if forms is None:
        return f"{text}msgstr {draw(STRINGS)}"
    return f"{text}msgid_plural {draw(STRINGS)}" + "".join(f"msgstr[{form}] {draw(STRINGS)}" for form in forms)


@settings(max_examples=500, deadline=None)
@given(st.lists(st.tuples(messages(), st.sampled_from(["\n", "\n", "", "\n\n", "\n# word\n\n", '"more"\n', "x\n"]))))
def test_both_read_messages_the_same(parts: list[tuple[str, str]]) -> None:
    text = "".join(message + between for message, between in parts)
    assert read_by_message(text) == read_by_line(text)


def test_a_plain_catalog_does_not_need_the_strict_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_reader: Reader, lines: list[str], _first: int) -> list[Entry]:
        raise AssertionError(f"read line by line: {lines}")

    monkeypatch.setattr(Reader, "entries", refuse)
    text = (
        HEADER
        + '#: a.py:1\n#, c-format\nmsgctxt "x"\nmsgid "a"\nmsgstr ""\n"b"\n"c\\n"\n\n\nmsgid "d"\nmsgid_plural "ds"\n'
        + 'msgstr[0] "e"\nmsgstr[1] ""\n"f"\nmsgid "g"\nmsgstr "h"\n'
    )
    file = po.read(text.encode())
    assert [entry.strings for entry in file.entries[1:]] == [("bc\n",), ("e", "f"), ("h",)]
    assert file.entries[1].lines == {"msgctxt": 8, "msgid": 9, "msgstr": 10}
    assert file.entries[2].lines == {"msgid": 15, "msgid_plural": 16, "msgstr[0]": 17, "msgstr[1]": 18}
    assert file.entries[1].references == ("a.py:1",)
    assert file.entries[1].flags == {"c-format"}
    assert file.place(file.entries[2], "msgstr[1]", 0) == (19, 2)


@pytest.mark.parametrize("reader", ["plain", "strict"])
def test_the_comments_of_a_message_are_told_apart_with_and_without_a_space(reader: str) -> None:
    above = "# Ana\n#Boris\n#.note\n#. more \n#:a.py:1 b.py:2\n#: c.py:3\n#, fuzzy\n"
    broken = "" if reader == "plain" else "stray\n\n"
    entry = po.read(f'{HEADER}{broken}{above}msgid "a"\nmsgstr "b"\n'.encode()).entries[-1]
    assert entry.comments == ("Ana", "Boris")
    assert entry.extracted == ("note", "more")
    assert entry.references == ("a.py:1", "b.py:2", "c.py:3")
    assert entry.fuzzy


@pytest.mark.parametrize("indent", ["", " ", "\t", " \t"])
def test_lines_may_be_indented(indent: str) -> None:
    lines = ["# Ana", 'msgid "a"', 'msgstr ""', '"b"', "", "stray", "", '#~ msgid "c"', '#~ msgstr "d"']
    file = po.read("".join(f"{indent}{line}\n" for line in lines).encode())
    assert [(entry.msgid, entry.strings, entry.obsolete) for entry in file.entries] == [
        ("a", ("b",), False),
        ("c", ("d",), True),
    ]
    assert file.entries[0].comments == ("Ana",)
    assert [flaw.kind for flaw in file.flaws] == ["po-stray-text"]


def test_a_file_of_many_similar_lines_takes_little_memory() -> None:
    text = 'msgid "a"\nmsgstr "b"\n' + '"b"\n' * 300_000
    tracemalloc.start()
    (entry,) = read_by_message(text)[0]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(entry.strings[0]) == 300_001
    assert peak < 20 * len(text)


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(["a", "č", "𝄞", "\\n", '\\"', "\\\\", "\\x41", "\\101", "\\q", '"\n"']), max_size=12))
def test_each_character_has_its_position(parts: list[str]) -> None:
    file = po.read(f'msgid "a"\nmsgstr "{"".join(parts)}"\n'.encode())
    (entry,) = file.entries
    line, column, offset = 2, 9, 0
    for part in parts:
        if part == '"\n"':
            line, column = line + 1, 2
            continue
        for _ in range(2 if part == "\\q" else 1):  # an unknown escape is two characters
            assert file.place(entry, "msgstr", offset) == (line, column)
            offset += 1
        column += len(part)
    assert len(entry.strings[0]) == offset
    assert file.place(entry, "msgstr", offset) == (line, column)
