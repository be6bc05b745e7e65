"""One message is changed or added, and everything else keeps every byte."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from test_lossless_updates import catalogs

from goodterms import po
from goodterms.content.layers import BUILT_IN, catalog_file
from goodterms.po import written
from goodterms.translating.one_message import id_of, mark_of, placed, translated

if TYPE_CHECKING:
    from goodterms.po.written import WrittenFile, WrittenMessage

TEXTS = ["Dober dan", "«ع» {n}", 'a "quoted" \\ text', "two\nlines\n", "", "  "]


def around(file: WrittenFile, key: tuple[str | None, str]) -> tuple[str, str]:
    """The text before and after the living message of a key: comments above it belong to it."""
    lines = [(message, "".join(message.lines)) for message in file.messages]
    at = next(number for number, (one, _) in enumerate(lines) if not one.obsolete and one.key == key)
    before = file.bom + "".join(text for _, text in lines[:at])
    return before, "".join([text for _, text in lines[at + 1 :]] + list(file.tail))


@given(catalogs(), st.data())
def test_only_the_message_changes(text: str, data: st.DataObject) -> None:
    assume(all(flaw.harmless for flaw in po.read(text.encode()).flaws))
    file = written.parse(text)
    assume(file.living)
    message = data.draw(st.sampled_from(file.living))
    strings = [data.draw(st.sampled_from(TEXTS)) for _ in message.strings]
    changed = translated(message, strings, fuzzy=data.draw(st.booleans()))
    after = placed(file, changed, [message.key]).text
    again = written.parse(after)
    assert around(again, message.key) == around(file, message.key)
    found = next(one for one in again.living if one.key == message.key)
    assert found.strings == strings
    assert found.fuzzy == (changed.fuzzy and any(map(str.strip, strings)))
    assert (found.comments, found.extracted, found.references) == (
        message.comments, message.extracted, message.references
    )  # fmt: skip
    if file.line_end == "\r\n":
        assert "\n" not in after.replace("\r\n", "")


def test_a_translation_that_stays_the_same_keeps_its_lines() -> None:
    text = (
        '#, fuzzy, no-wrap\n#| msgid "aa"\nmsgid "a"\nmsgid_plural "as"\nmsgstr[0] ""\n"x\\x41"\n"y"\nmsgstr[1] "z"\n'
    )
    file = written.parse('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n' + text)
    [message] = file.living
    reviewed = translated(message, ["xAy", "zz"], fuzzy=False)
    lines = "".join(placed(file, reviewed, []).text.partition("\n\n")[2])
    assert lines == text.replace("fuzzy, ", "").replace('#| msgid "aa"\n', "").replace('"z"', '"zz"')
    assert "".join(translated(message, ["xAy", "z"], fuzzy=True).lines) == "\n" + text


@pytest.mark.parametrize("language", ["sl", "ur"])
@pytest.mark.parametrize("seed", range(2))
def test_messages_that_were_removed_come_back_to_their_places(language: str, seed: int) -> None:
    original = catalog_file(BUILT_IN, language).read_text("utf-8")
    file = written.parse(original)
    chance = random.Random(seed)  # noqa: S311
    removed = chance.sample(file.living, 20)
    keys = {message.key for message in removed}
    file = file.with_messages(message for message in file.messages if message.key not in keys)
    order = [message.key for message in written.parse(original).living]
    for message in chance.sample(removed, 20):
        file = placed(file, replace(message, above=("\n", *(line for line in message.above if line.strip()))), order)
    assert file.text == original


OBSOLETE = '#~ msgid "old"\n#~ msgstr "alt"\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'msgid "b"\nmsgstr "x"\n'),
        ('msgid "a"\nmsgstr ""\n', 'msgid "a"\nmsgstr ""\n\nmsgid "b"\nmsgstr "x"\n'),
        ('msgid "c"\nmsgstr ""\n', 'msgid "b"\nmsgstr "x"\n\nmsgid "c"\nmsgstr ""\n'),
        ('msgid "a"\nmsgstr ""\n\n' + OBSOLETE, 'msgid "a"\nmsgstr ""\n\nmsgid "b"\nmsgstr "x"\n\n' + OBSOLETE),
        (
            f'msgid "a"\nmsgstr ""\n\n{OBSOLETE}\nmsgid "c"\nmsgstr ""\n',
            f'msgid "a"\nmsgstr ""\n\n{OBSOLETE}\nmsgid "b"\nmsgstr "x"\n\nmsgid "c"\nmsgstr ""\n',
        ),
        ('#~ msgid "b"\n#~ msgstr "was"\n', 'msgid "b"\nmsgstr "x"\n'),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_new_message_is_where_an_update_puts_it(before: str, after: str, end: str) -> None:
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    text = header + ("\n" + before if before else "")
    new = written.WrittenMessage.new(None, ("b",), None, [("x",)])
    file = placed(written.parse(text.replace("\n", end)), new, [(None, "a"), (None, "b"), (None, "c")])
    assert file.text == f"{header}\n{after}".replace("\n", end)


def message(text: str) -> WrittenMessage:
    return written.parse(text).living[0]


FIRST = '# mine\n#. what it is\n#: a.j2\n#, fuzzy\n#| msgid "b"\nmsgid "a"\nmsgstr "x"\n'


@pytest.mark.parametrize(
    "other",
    [
        FIRST.replace("mine", "yours"), FIRST.replace("what it is", "what it was"), FIRST.replace("#, fuzzy\n", ""),
        FIRST.replace('"b"', '"c"'), FIRST.replace('"x"', '"y"'), FIRST.replace('msgid "a"', 'msgctxt ""\nmsgid "a"'),
        FIRST.replace('msgstr "x"', 'msgid_plural "as"\nmsgstr[0] "x"'),
    ],
)  # fmt: skip
def test_everything_that_is_seen_is_in_the_mark(other: str) -> None:
    assert mark_of(message(other)) != mark_of(message(FIRST))


def test_places_and_wrapping_are_not_in_the_mark() -> None:
    other = FIRST.replace("a.j2", "b.j2 c.j2").replace('msgstr "x"', 'msgstr ""\n"\\x78"')
    assert mark_of(message(other)) == mark_of(message(FIRST))
    assert mark_of(None) == ""


def test_ids_differ_by_context() -> None:
    keys: list[tuple[str | None, str]] = [(None, "a"), ("", "a"), ("a", ""), ("a", "a"), (None, "('a',)")]
    assert len({id_of(key) for key in keys}) == len(keys)
    assert all(id_of(key).isalnum() for key in keys)
