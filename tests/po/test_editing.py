"""Edits of strings: the string reads as asked for, and every other byte of the file is what it was."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from goodterms import po
from goodterms.po import editing
from goodterms.po.editing import LineEdit, StringEdit

if TYPE_CHECKING:
    from goodterms.po import Entry

BOM = b"\xef\xbb\xbf"
HEADER = 'msgid ""\nmsgstr ""\n"Language: sl\\n"\n\n'
RAW = [
    "a",
    "č",
    "𝄞",
    " ",
    "7",
    "f",
    "{n}",
    "\\n",
    '\\"',
    "\\\\",
    "\\t",
    "\\x41",
    "\\x4",
    "\\101",
    "\\1",
    "\\q",
    "",
    '"\n"',
]
TEXTS = ["", "b", "ž", "1", "F", "\n", '"', "\\", "q", "\t\r", "\x07", "two words"]


def edited(text: str, entry: int, keyword: str, *edits: tuple[int, int, str]) -> str:
    """A file after edits of one string, each with its start, its end and its text."""
    file = po.read(text.encode())
    changes = [StringEdit(file.entries[entry], keyword, *edit) for edit in edits]
    return editing.apply(file, text.encode(), changes).decode()


@pytest.mark.parametrize(
    ("before", "edit", "after"),
    [
        ('msgstr "abc"', (1, 2, "x"), 'msgstr "axc"'),
        ('msgstr "abc"', (0, 0, "x"), 'msgstr "xabc"'),
        ('msgstr "abc"', (3, 3, "x"), 'msgstr "abcx"'),
        ('msgstr ""', (0, 0, "x"), 'msgstr "x"'),
        ('msgstr ""\n  "abc"', (0, 0, "x"), 'msgstr ""\n  "xabc"'),
        ('msgstr ""\n""', (0, 0, "x"), 'msgstr ""\n"x"'),
        ('msgstr "ab"\n"cd"', (2, 2, "x"), 'msgstr "abx"\n"cd"'),
        ('msgstr "ab"\n"cd"', (1, 3, "x"), 'msgstr "ax"\n"d"'),
        ('msgstr "ab"\n"cd"', (0, 4, ""), 'msgstr ""\n""'),
        ('  msgstr\t "abc"  ', (1, 2, "x"), '  msgstr\t "axc"  '),
        (r'msgstr "a\nb"', (1, 2, '"\n\\'), r'msgstr "a\"\n\\b"'),
        (r'msgstr "a\x41b"', (2, 3, "c"), r'msgstr "a\x41c"'),
        (r'msgstr "a\x41b"', (2, 2, "c"), r'msgstr "a\x41cb"'),
        (r'msgstr "\x4"', (1, 1, "1"), r'msgstr "\x041"'),
        (r'msgstr "\1a2"', (1, 2, ""), r'msgstr "\0012"'),
        (r'msgstr "a\qb"', (1, 2, "x"), r'msgstr "axqb"'),
        (r'msgstr "a\qb"', (2, 3, "x"), r'msgstr "a\\xb"'),
        (r'msgstr "a\qb"', (2, 2, "x"), r'msgstr "a\\xqb"'),
        (r'msgstr "a\qb"', (1, 3, ""), r'msgstr "ab"'),
    ],
)
def test_an_edit_changes_its_characters(before: str, edit: tuple[int, int, str], after: str) -> None:
    text = HEADER + '# a comment\nmsgid "id"\n{}\n\n#~ msgid "old"\n#~ msgstr "stari"\n'
    assert edited(text.replace("{}", before), 1, "msgstr", edit) == text.replace("{}", after)


def test_any_string_of_an_entry_can_be_edited() -> None:
    text = 'msgctxt "a"\nmsgid "b"\nmsgid_plural "c"\nmsgstr[0] "d"\nmsgstr[1] "e"\n'
    for keyword, letter in (("msgctxt", "a"), ("msgid", "b"), ("msgid_plural", "c"), ("msgstr[0]", "d")):
        assert edited(text, 0, keyword, (0, 1, "x")) == text.replace(f'"{letter}"', '"x"')


def test_several_edits_are_made_at_once() -> None:
    text = f'{HEADER}msgid "id"\nmsgstr "abcd"\n'
    edits = [(2, 4, "Y"), (2, 2, "1"), (0, 1, "X"), (2, 2, "2"), (4, 4, "!")]
    assert edited(text, 1, "msgstr", *edits) == text.replace("abcd", "Xb12Y!")
    assert edited(text, 1, "msgstr", (0, 0, "1"), (0, 2, "X"), (0, 0, "2")) == text.replace("abcd", "12Xcd")


@pytest.mark.parametrize(
    "edits", [[(0, 2, "x"), (1, 3, "y")], [(0, 4, "x"), (2, 2, "y")], [(3, 5, "x")], [(-1, 1, "x")], [(2, 1, "x")]]
)
def test_edits_that_overlap_or_reach_beyond_the_string_are_refused(edits: list[tuple[int, int, str]]) -> None:
    with pytest.raises(ValueError, match=r"overlap|beyond"):
        edited(f'{HEADER}msgid "id"\nmsgstr "abcd"\n', 1, "msgstr", *edits)


def test_a_string_with_a_gap_is_not_editable() -> None:
    text = 'msgid "a"\nmsgstr "b"\n\n"more"\n'
    file = po.read(text.encode())
    (entry,) = file.entries
    assert entry.strings == ("bmore",)
    assert editing.is_editable(file, entry, "msgid")
    assert not editing.is_editable(file, entry, "msgstr")
    with pytest.raises(ValueError, match="consecutive"):
        edited(text, 0, "msgstr", (0, 1, "x"))


def test_bytes_that_are_not_utf_8_are_kept_and_not_edited() -> None:
    data = b'# caf\xe9\nmsgid "a"\nmsgstr "b"\n\nmsgid "c"\nmsgstr "\xff"\n'
    file = po.read(data)
    first, second = file.entries
    assert editing.apply(file, data, [StringEdit(first, "msgstr", 0, 1, "x")]) == data.replace(b'"b"', b'"x"')
    with pytest.raises(ValueError, match="utf-8"):
        editing.apply(file, data, [StringEdit(second, "msgstr", 0, 1, "x")])


def test_a_byte_order_mark_before_an_edited_line_is_kept() -> None:
    data = BOM + b'msgid "a"\nmsgstr "b"\n'
    file = po.read(data)
    edits = [StringEdit(file.entries[0], "msgid", 0, 1, "x")]
    assert editing.apply(file, data, edits) == data.replace(b'"a"', b'"x"')
    assert editing.line_edits(file, edits) == [LineEdit(0, 7, 8, "x")]


@st.composite
def catalogs(draw: st.DrawFn) -> tuple[str, str, list[tuple[int, int, str]]]:
    """The text of a catalog with two messages, a keyword of the first one, and edits of that string."""
    raw = ["".join(draw(st.lists(st.sampled_from(RAW), max_size=7))) for _ in range(4)]
    text = f'{HEADER}# one\n#, c-format\nmsgid "m{raw[0]}"\nmsgid_plural "{raw[1]}"\nmsgstr[0] "{raw[2]}"\n'
    text += f'msgstr[1] "{raw[3]}"\n\n#. two\nmsgid "n{raw[1]}"\nmsgstr "{raw[0]}"\n#~ msgid "old"\n#~ msgstr "stari"\n'
    keyword = draw(st.sampled_from(["msgid_plural", "msgstr[0]", "msgstr[1]"]))
    count = len(string(po.read(text.encode()).entries[1], keyword))
    places = sorted(draw(st.lists(st.integers(0, count), max_size=6).map(lambda found: found[: len(found) // 2 * 2])))
    edits = [(*pair, draw(st.sampled_from(TEXTS))) for pair in zip(places[::2], places[1::2], strict=True)]
    return text, keyword, edits


def string(entry: Entry, keyword: str) -> str:
    return entry.msgid_plural or "" if keyword == "msgid_plural" else entry.strings[int(keyword[7:-1])]


@settings(max_examples=500, deadline=None)
@given(catalogs(), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
@example((f'{HEADER}msgid "m"\nmsgid_plural "\\1"\nmsgstr[0] ""\n', "msgid_plural", [(1, 1, "1")]), "\n", False)
def test_an_edit_of_a_string_changes_only_its_lines(
    case: tuple[str, str, list[tuple[int, int, str]]], line_end: str, has_bom: bool
) -> None:
    text, keyword, edits = case
    data = BOM * has_bom + text.replace("\n", line_end).encode()
    before = po.read(data)
    entry = before.entries[1]
    result = editing.apply(before, data, [StringEdit(entry, keyword, *edit) for edit in edits])
    after = po.read(result)

    expected = string(entry, keyword)
    for start, end, new in reversed(edits):
        expected = expected[:start] + new + expected[end:]
    assert string(after.entries[1], keyword) == expected

    first, last = entry.lines[keyword] - 1, len(before.lines)
    while not before.lines[last - 1].startswith(f"{keyword} "):
        last -= 1
    last += next(at for at, line in enumerate(before.lines[last:]) if not line.startswith('"'))
    lines, lines_after = re.split(rb"(\r\n|\r|\n)", data), re.split(rb"(\r\n|\r|\n)", result)
    assert lines[1::2] == lines_after[1::2]
    changed = {at // 2 for at, pair in enumerate(zip(lines, lines_after, strict=True)) if pair[0] != pair[1]}
    assert changed <= set(range(first, last))
    assert [(one.key, one.strings) for one in after.entries[2:]] == [
        (one.key, one.strings) for one in before.entries[2:]
    ]
    assert bool(edits) or result == data
