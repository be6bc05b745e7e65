"""Reading catalogs: the messages of a valid one, and the faults of a broken one, with their lines.

The first line of each file in catalogs/bad has the line that is expected, and a part of the message.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodterms import po
from goodterms.content.layers import BUILT_IN
from goodterms.errors import BrokenContent
from goodterms.messages import catalog

BAD = sorted((Path(__file__).with_name("catalogs") / "bad").glob("*.po"))
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_faults_of_a_broken_catalog_have_their_line(path: Path) -> None:
    expected = re.match(rb"# expect: (\d+): (.*)\n", path.read_bytes())
    assert expected, f"{path.name} does not say what is expected"
    with pytest.raises(BrokenContent) as caught:
        catalog.read(path)
    assert caught.value.faults[0].line == int(expected[1])
    assert expected[2].decode() in "\n".join(caught.value.lines())
    assert str(path) in caught.value.lines()[0]


def test_slovenian_has_four_forms_and_the_first_serves_101() -> None:
    found = catalog.read(BUILT_IN / "locales" / "sl" / "LC_MESSAGES" / "goodterms.po")
    assert [found.plural.index(n) for n in (0, 1, 2, 3, 4, 5, 100, 101, 102, 103, 111)] == [
        3,
        0,
        1,
        2,
        2,
        3,
        3,
        0,
        1,
        2,
        3,
    ]
    assert found.plural.numbers_of(0)[:3] == [1, 101, 201]


def test_entries_have_context_place_and_flags(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_text(
        HEADER + '\n# note\n#, fuzzy\nmsgctxt "c"\nmsgid "a"\nmsgstr "b"\n\n#~ msgid "old"\n#~ msgstr "x"\n', "utf-8"
    )
    found = catalog.read(path)
    entry = found.find("c", "a")
    assert entry is not None
    assert (entry.strings, entry.fuzzy, entry.line) == (("b",), True, 8)
    assert found.find(None, "a") is None
    assert found.find(None, "old") is None


def test_a_byte_order_mark_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(b"\xef\xbb\xbf" + (HEADER + '\nmsgid "a"\nmsgstr "b"\n').encode())
    assert catalog.read(path).find(None, "a") is not None


def test_line_separators_inside_strings_are_text() -> None:
    file = po.read((HEADER + '\nmsgid "a"\nmsgstr "b\u2028c\x85d"\n').encode())
    assert file.flaws == []
    assert file.entries[1].strings == ("b\u2028c\x85d",)


def test_a_character_is_found_in_the_file() -> None:
    file = po.read((HEADER + '\nmsgid "a"\nmsgstr ""\n"b\\n"\n"c\\"dé"\n').encode())
    entry = file.entries[1]
    assert entry.strings == ('b\nc"dé',)
    assert [file.place(entry, "msgstr", offset) for offset in range(7)] == [
        (7, 2),
        (7, 3),
        (8, 2),
        (8, 3),
        (8, 5),
        (8, 6),
        (8, 7),
    ]


def test_comments_flags_and_previous_messages_are_kept() -> None:
    text = (
        HEADER
        + '\n# mine\n#. theirs\n#: a.py:1 b.py:2\n#, fuzzy, python-brace-format\n#| msgid "old"\nmsgid "a"\nmsgstr "b"\n\n#~ msgid "gone"\n#~ msgstr "x"\n'
    )
    file = po.read(text.encode())
    assert file.flaws == []
    _, entry, gone = file.entries
    assert (entry.comments, entry.extracted, entry.references) == (("mine",), ("theirs",), ("a.py:1", "b.py:2"))
    assert (entry.flags, entry.fuzzy, entry.previous, entry.obsolete) == (
        frozenset({"fuzzy", "python-brace-format"}),
        True,
        True,
        False,
    )
    assert (gone.msgid, gone.obsolete) == ("gone", True)


def test_every_flaw_of_a_file_is_reported_and_the_rest_is_read() -> None:
    file = po.read(
        b'\xef\xbb\xbfmsgid "a"\r\nmsgstr "b\\q"\r\n\r\nstray\r\nmsgid "c\r\nmsgstr "d"\r\n\r\nmsgid "e"\r\nmsgstr "f"\r\n'
    )
    assert [(flaw.line, flaw.column) for flaw in file.flaws] == [(1, 1), (1, 1), (2, 10), (4, 1), (5, 7)]
    assert [entry.msgid for entry in file.entries] == ["a", "e"]
    assert [flaw.harmless for flaw in file.flaws] == [True, True, False, False, False]


@given(st.text(alphabet=st.sampled_from('msgidstr_plu[01] "\\\n#~,|fuzzya{}é\t'), max_size=120))
def test_any_text_is_a_catalog_or_an_error(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz.po"
    path.write_text(HEADER + text, "utf-8", newline="")
    try:
        catalog.read(path)
    except BrokenContent as broken:
        message = broken.lines()[0]
    else:
        return
    assert str(path) in message
