"""Updates lose nothing: whatever the strict reader accepts, an update to an unchanged template keeps its bytes.

What must change is what gettext's programs refuse: a previous msgid that is not directly above its message, ``#~`` on
some lines of a message, a message that is obsolete twice.
"""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from goodterms import po
from goodterms.po import written
from goodterms.translating import merging, todo

if TYPE_CHECKING:
    from pathlib import Path

HEADER = 'msgid ""\nmsgstr ""\n"Language: sl\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=2; plural=n!=1;\\n"\n'
ODD = [
    '#TODO\nmsgid "a"\nmsgstr "b"\n',
    '#\n#  \n# word\nmsgid"a"\nmsgstr"b"\n',
    '# a\u2028b\x0b\x0c\x85c\nmsgid "a"\nmsgstr "b"\n',
    'msgid "a"\nmsgstr "Alfa \\x41 \\101\\v"\n',
    'msgid ""\n"a"\n\n"b"\nmsgstr ""\n  "c\\n"\n\t"d"\n',
    '  msgctxt   "x"  \nmsgid "a"\n\nmsgstr "b"\n',
    '#, fuzzy, no-wrap\n#= c-format\n#| msgctxt "y"\n#| msgid "z"\n#| "zz"\nmsgid "a"\nmsgstr "b"\n',
    '#| msgid "z"\n\n# late\nmsgid "a"\nmsgstr "b"\n',
    'msgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\nmsgstr[1] ""\n"bb"\n',
    '#~ msgid "old"\n#~ msgstr "alt"\n',
    '# kept\n#~| msgid "older"\n#~ msgid "old"\n#~ msgstr "\\x41"\n#~ "lt"\n',
    '#~ msgid "old"\nmsgstr "alt"\n',
    '#~ word\n#~\nmsgid "a"\nmsgstr "b"\n',
    'msgid "a"\nmsgstr ""\n',
    'msgctxt ""\nmsgid ""\nmsgstr "b"\n',
]  # fmt: skip
BETWEEN = ["", "\n", "\n\n", "\t\n", "# === section ===\n\n", "\n# apart\n\n"]
TAILS = ["", "\n", "# the end\n", "\n#~ word\n", "# no line break"]
needs_gettext = pytest.mark.skipif(shutil.which("msgfmt") is None, reason="needs GNU gettext: msgfmt")


@st.composite
def catalogs(draw: st.DrawFn) -> str:
    """Catalogs that the strict reader accepts, as no program would write them."""
    text = draw(st.sampled_from(["", "# licence\n\n", "#, fuzzy\n"])) + HEADER
    for number, entry in enumerate(draw(st.lists(st.sampled_from(ODD), max_size=5))):
        if draw(st.booleans()):  # mostly messages of different keys; some are obsolete twice
            entry = entry.replace('msgid "a"', f'msgid "a{number}"').replace('msgid ""\n"a"', f'msgid ""\n"a{number}"')
        text += draw(st.sampled_from(BETWEEN)) + entry
    text += draw(st.sampled_from(TAILS))
    return text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n"])))


def template_of(text: str) -> str:
    """A template with the messages in use, their comments and references, in their order."""
    file = written.parse(text)
    messages = [message.with_strings([("",)] * len(message.strings)) for message in file.living]
    return merging.new_file(file.fields).with_messages([file.messages[0], *messages]).text


def is_accepted(text: str) -> bool:
    return all(flaw.harmless for flaw in po.read(text.encode()).flaws)


def mo_of(text: str, folder: Path) -> bytes | None:
    """The compiled catalog; None if msgfmt refuses the text."""
    (folder / "a.po").write_bytes(text.encode())
    done = subprocess.run(["msgfmt", "-o", folder / "a.mo", folder / "a.po"], capture_output=True, check=False)
    return (folder / "a.mo").read_bytes() if done.returncode == 0 else None


@settings(max_examples=400, deadline=None)
@given(catalogs().filter(is_accepted))
@example(HEADER + "\n" + ODD[9] + "\n" + ODD[10])
@example(HEADER + ODD[11] + "\n" + ODD[0])
def test_an_update_to_the_same_template_keeps_every_byte(text: str) -> None:
    merged, changes = merging.merge(text, template_of(text), template_of(text), None)
    assert changes == (0, 0, 0)
    assert merging.merge(merged, template_of(merged), template_of(merged), None)[0] == merged
    before, after = written.parse(text), written.parse(merged)
    assert [(m.key, m.strings, m.flags) for m in after.living] == [(m.key, m.strings, m.flags) for m in before.living]
    said = {comment for message in before.messages for comment in message.comments}
    assert said <= {comment for message in after.messages for comment in message.comments}
    keys = [message.key for message in before.messages if message.obsolete]
    is_valid = before == before.valid_for_gettext()
    is_once = len({message.key for message in before.messages}) == len(before.messages)
    if is_valid and is_once:
        assert merged == text
    assert {message.key for message in after.messages if message.obsolete} == {*keys} - {m.key for m in before.living}


@needs_gettext
@settings(max_examples=60, deadline=None)
@given(catalogs().filter(is_accepted))
def test_msgfmt_compiles_an_updated_catalog_to_the_same_file(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("mo")
    merged, _ = merging.merge(text, template_of(text), template_of(text), None)
    after = mo_of(merged, folder)
    assert after is not None
    assert mo_of(text, folder) in {after, None}


@given(catalogs().filter(is_accepted))
def test_a_catalog_is_split_into_its_lines(text: str) -> None:
    file = written.parse(text)
    assert file.text == text
    read = po.read(text.encode()).entries
    assert [(m.key, tuple(m.strings), m.obsolete, m.flags) for m in file.messages] == [
        (entry.key, entry.strings, entry.obsolete, entry.flags) for entry in read
    ]


@pytest.mark.parametrize("entry", ODD)
def test_what_is_taken_changes_one_translation_and_no_other_line(entry: str) -> None:
    text = f'{HEADER}\n{entry}\nmsgid "new"\nmsgstr ""\n# the end\n'
    returned = written.parse(HEADER + '\nmsgid "new"\nmsgstr "n\\x6fvo"\n').living
    taken = todo.take(text, returned, {}, replace=False)
    assert taken.text == text.replace('msgid "new"\nmsgstr ""', 'msgid "new"\nmsgstr "n\\x6fvo"')


def test_a_comment_that_comes_back_is_added_and_changes_no_other() -> None:
    text = f'{HEADER}\n#TODO\n#. note\nmsgid "a"\nmsgstr ""\n'
    returned = written.parse(f'{HEADER}\n#TODO\n# a question\n#. note\nmsgid "a"\nmsgstr "b"\n').living
    taken = todo.take(text, returned, {}, replace=False)
    assert taken.text == f'{HEADER}\n#TODO\n# a question\n#. note\nmsgid "a"\nmsgstr "b"\n'


def test_a_new_message_is_written_with_the_line_ends_of_the_file() -> None:
    text = f'{HEADER}\nmsgid "a"\nmsgstr "b"\n# the end'.replace("\n", "\r\n")
    template = f'{HEADER}\nmsgid "a"\nmsgstr ""\n\n#. note\n#: x.j2\nmsgid "c"\nmsgstr ""\n'
    merged, changes = merging.merge("\ufeff" + text, template, template, None)
    assert changes.new == 1
    assert merged == "\ufeff" + text.replace(
        "# the end", '\r\n#. note\r\n#: x.j2\r\nmsgid "c"\r\nmsgstr ""\r\n# the end'
    )


def test_an_obsolete_message_that_is_there_twice_is_kept_once_with_both_texts() -> None:
    text = f'{HEADER}\n#~ msgid "a"\n#~ msgstr "b"\n\n# word\n#~ msgid "a"\n#~ msgstr "c"\n'
    merged, _ = merging.merge(text, HEADER, HEADER, None)
    assert merged == f'{HEADER}\n# word\n# Earlier translation: b\n#~ msgid "a"\n#~ msgstr "c"\n'


def test_flags_of_the_catalog_stay_where_they_are() -> None:
    entry = '#= no-wrap\n#, python-brace-format, max-length:30\nmsgid "{a}"\nmsgstr "{a}"\n'
    template = f'{HEADER}\n#, python-brace-format\nmsgid "{{a}}"\nmsgstr ""\n'
    assert merging.merge(f"{HEADER}\n{entry}", template, template, None)[0] == f"{HEADER}\n{entry}"


@pytest.mark.parametrize("plural", ["days", "weeks"])
def test_a_translation_becomes_fuzzy_if_only_the_plural_of_its_message_changes(plural: str) -> None:
    entry = '\nmsgid "{n} day"\nmsgid_plural "days"\nmsgstr[0] "dan"\nmsgstr[1] "dni"\n'
    template = HEADER + entry.replace("days", plural).replace('"dan"', '""').replace('"dni"', '""')
    (message,) = written.parse(merging.merge(HEADER + entry, template, template, None)[0]).living
    assert (message.strings, message.fuzzy) == (["dan", "dni"], plural != "days")
    assert message.previous == ({} if plural == "days" else {"msgid": "{n} day", "msgid_plural": "days"})
