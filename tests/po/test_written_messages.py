"""A message as its lines: what is read of them, and which lines a change touches."""

from __future__ import annotations

from dataclasses import replace

import pytest

from goodterms.po.written import parse
from goodterms.po.written_message import WrittenMessage

ABOVE = """\
# Ana: short
#. from the source
#: a.py:1 b.py:2
#, fuzzy, python-format
#| msgctxt "old"
#| msgid ""
#| "Pen"
#| "s"
"""
TEXT = ABOVE + 'msgctxt "menu"\nmsgid "Pen"\nmsgid_plural "Pens"\nmsgstr[1] "peresi"\nmsgstr[0] "pero"\n'


def message(text: str = TEXT) -> WrittenMessage:
    (found,) = parse(text).messages
    return found


def written(one: WrittenMessage) -> str:
    return "".join(one.lines)


def above(one: WrittenMessage) -> str:
    return "".join(one.above)


def test_everything_of_a_message_is_read() -> None:
    one = message()
    assert one.key == ("menu", "Pen")
    assert one.msgid_plural == "Pens"
    assert one.strings == ["pero", "peresi"]
    assert one.flags == {"fuzzy", "python-format"}
    assert one.fuzzy
    assert not one.is_translated
    assert one.comments == ["Ana: short"]
    assert one.extracted == ["from the source"]
    assert one.references == ["a.py:1", "b.py:2"]
    assert one.previous == {"msgctxt": "old", "msgid": "Pens"}
    assert not one.is_header
    assert written(one) == TEXT


@pytest.mark.parametrize("count", [0, 2])
def test_a_message_without_a_plural_takes_one_translation(count: int) -> None:
    strings = [("pero",)] * count
    with pytest.raises(ValueError, match="zip"):
        WrittenMessage.new(None, ("Pen",), None, strings)
    with pytest.raises(ValueError, match="zip"):
        message('msgid "Pen"\nmsgstr "b"\n').with_strings(strings)


def test_a_message_without_more_has_none_of_it() -> None:
    one = message('msgid "Pen"\nmsgstr "pero"\n')
    assert (one.msgctxt, one.msgid_plural, one.flags, one.previous, one.references) == (None, None, frozenset(), {}, [])
    assert one.strings == ["pero"]
    assert one.is_translated


@pytest.mark.parametrize(
    ("text", "is_header"),
    [
        ('msgid ""\nmsgstr "Language: sl\\n"\n', True),
        ('msgctxt "a"\nmsgid ""\nmsgstr "b"\n', False),
        ('msgid "a"\nmsgstr ""\n', False),
        ('#~ msgid ""\n#~ msgstr "Language: sl\\n"\n', False),
    ],
)
def test_the_header_is_the_message_in_use_without_a_text(text: str, is_header: bool) -> None:
    assert message(text).is_header is is_header


@pytest.mark.parametrize(("string", "is_translated"), [("pero", True), ("", False), ("  ", False)])
def test_blanks_are_no_translation(string: str, is_translated: bool) -> None:
    assert message(f'msgid "Pen"\nmsgstr "{string}"\n').is_translated is is_translated
    assert not message(f'#, fuzzy\nmsgid "Pen"\nmsgstr "{string}"\n').is_translated


@pytest.mark.parametrize(
    ("flags", "line"),
    [
        (["fuzzy", "python-format"], "#, fuzzy, python-format\n"),
        (["python-format", "fuzzy"], "#, fuzzy, python-format\n"),
        (["python-format"], "#, python-format\n"),
        (["fuzzy"], "#, fuzzy\n"),
        ([], ""),
        (["no-wrap", "python-format", "fuzzy"], "#, fuzzy, python-format, no-wrap\n"),
        (["no-wrap", "python-format"], "#, python-format, no-wrap\n"),
        (["no-wrap"], "#, no-wrap\n"),
    ],
)
def test_flags_are_changed_in_their_line(flags: list[str], line: str) -> None:
    changed = message().with_flags(flags)
    assert above(changed) == ABOVE.replace("#, fuzzy, python-format\n", line)
    assert changed.flags == set(flags)


def test_a_new_flag_for_review_is_the_first() -> None:
    one = message('#, python-format\nmsgid "Pen"\nmsgstr "pero"\n')
    assert above(one.with_flags(["python-format", "fuzzy", "no-wrap"])) == "#, fuzzy, python-format, no-wrap\n"


def test_flags_of_several_lines_stay_where_they_are() -> None:
    one = message('#,  fuzzy ,c-format\n#, no-wrap\nmsgid "Pen"\nmsgstr "pero"\n')
    assert above(one.with_flags(["no-wrap", "c-format"])) == "#, c-format\n#, no-wrap\n"
    assert above(one.with_flags(["fuzzy", "c-format"])) == "#,  fuzzy ,c-format\n"
    assert one.with_flags(["c-format", "no-wrap", "fuzzy"]) is one


@pytest.mark.parametrize(
    ("comments", "lines"),
    [
        (["from the source"], "# Ana: short\n#. from the source\n"),
        ([" from the source "], "# Ana: short\n#. from the source\n"),
        (["one", "two"], "# Ana: short\n#. one\n#. two\n"),
        (["", "two"], "# Ana: short\n#.\n#. two\n"),
        ([], "# Ana: short\n"),
    ],
)
def test_comments_from_the_source_are_replaced_where_they_are(comments: list[str], lines: str) -> None:
    changed = message().with_extracted(comments)
    assert above(changed) == ABOVE.replace("# Ana: short\n#. from the source\n", lines)


def test_a_comment_that_stays_keeps_its_line() -> None:
    one = message('#   Ana:  short\n# Bor\nmsgid "Pen"\nmsgstr "pero"\n')
    assert one.with_comments(["Ana:  short", "Bor"]) is one
    assert above(one.with_comments(["Cene", "Ana:  short"])) == "# Cene\n#   Ana:  short\n"
    assert above(one.with_comments([""])) == "#\n"


def test_what_is_new_goes_before_what_gettext_writes_later() -> None:
    one = message('#, fuzzy\n#| msgid "Pin"\nmsgid "Pen"\nmsgstr "pero"\n')
    assert above(one.with_extracted(["x"])) == '#. x\n#, fuzzy\n#| msgid "Pin"\n'
    assert above(one.with_references(["a.py:1"])) == '#: a.py:1\n#, fuzzy\n#| msgid "Pin"\n'
    assert above(one.with_comments(["Ana"])) == '# Ana\n#, fuzzy\n#| msgid "Pin"\n'
    assert above(one.with_extracted(["x"]).with_references(["a.py:1"])) == (
        '#. x\n#: a.py:1\n#, fuzzy\n#| msgid "Pin"\n'
    )
    plain = message('#: a.py:1\n#| msgid "Pin"\nmsgid "Pen"\nmsgstr "pero"\n')
    assert above(plain.with_flags(["fuzzy"])) == '#: a.py:1\n#, fuzzy\n#| msgid "Pin"\n'
    assert above(message('msgid "Pen"\nmsgstr "pero"\n').with_flags(["fuzzy"])) == "#, fuzzy\n"


def test_references_are_wrapped_at_79_columns() -> None:
    first, second = "x" * 37, "y" * 38  # with the mark and the blanks, 79
    one = message('msgid "Pen"\nmsgstr "pero"\n')
    assert above(one.with_references([first, second, "z"])) == f"#: {first} {second}\n#: z\n"
    longer = [first, f"y{second}", "z" * 90, "z"]
    assert above(one.with_references(longer)) == f"#: {first}\n#: y{second}\n#: {'z' * 90}\n#: z\n"
    assert above(message().with_references([])) == ABOVE.replace("#: a.py:1 b.py:2\n", "")
    kept = message()
    assert kept.with_references(["a.py:1", "b.py:2"]) is kept


@pytest.mark.parametrize("gap", ["\n", "\n\n", " \t\n", "\r\n"])
def test_messages_in_another_order_have_one_blank_line_between_them(gap: str) -> None:
    one, two, three = ('msgid "1"\nmsgstr "a"\n', '# Ana\nmsgid "2"\nmsgstr "b"\n', 'msgid "3"\nmsgstr "c"\n')
    file = parse(one + gap + two + "\n" + three)
    first, second, third = file.messages
    assert file.with_messages([second, first, third]).text == f"{two}\n{one}\n{three}"
    assert file.with_messages([second]).text == two
    assert file.with_messages([first, third]).text == f"{one}\n{three}"


def test_a_message_that_is_not_used_any_more_and_is_used_again() -> None:
    gone = message().as_obsolete()
    assert gone.obsolete
    assert written(gone) == (
        "# Ana: short\n#, fuzzy, python-format\n"
        '#~| msgctxt "old"\n#~| msgid ""\n#~| "Pen"\n#~| "s"\n'
        '#~ msgctxt "menu"\n#~ msgid "Pen"\n#~ msgid_plural "Pens"\n#~ msgstr[1] "peresi"\n#~ msgstr[0] "pero"\n'
    )
    assert gone.previous == {"msgctxt": "old", "msgid": "Pens"}
    back = gone.as_living()
    assert not back.obsolete
    assert written(back) == TEXT.replace("#. from the source\n#: a.py:1 b.py:2\n", "")


def test_the_previous_text_is_directly_above_the_message() -> None:
    changed = message().with_previous({"msgid": ("Pin",)})
    assert above(changed).endswith('#, fuzzy, python-format\n#| msgid "Pin"\n')
    assert above(message().with_previous({})) == ABOVE.partition("#|")[0]
    gone = message().as_obsolete().with_previous({"msgid": ("Pin",)})
    assert above(gone).endswith('#~| msgid "Pin"\n')


def test_only_the_translation_that_changes_gets_new_lines() -> None:
    one = message('msgid ""\n"Pen"\nmsgid_plural "Pens"\nmsgstr[0] ""\n"pero"\nmsgstr[1] "peresi"\n')
    changed = one.with_strings([("", "pero"), ("peresa",), ("peres",)])
    assert written(changed) == (
        'msgid ""\n"Pen"\nmsgid_plural "Pens"\nmsgstr[0] ""\n"pero"\nmsgstr[1] "peresa"\nmsgstr[2] "peres"\n'
    )
    single = message('msgid "Pen"\nmsgstr "pero"\n')
    assert written(single.with_strings([("a", "b")])) == 'msgid "Pen"\nmsgstr "a"\n"b"\n'


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ('#| msgid "Pin"\n# Ana\nmsgid "Pen"\nmsgstr "pero"\n', '# Ana\n#| msgid "Pin"\nmsgid "Pen"\nmsgstr "pero"\n'),
        ('# Ana\n#| msgid "Pin"\nmsgid "Pen"\nmsgstr "pero"\n', None),
    ],
)
def test_what_gettext_refuses_is_corrected(text: str, valid: str | None) -> None:
    assert written(message(text).valid_for_gettext()) == (valid or text)


def test_an_obsolete_message_has_its_mark_on_each_line() -> None:
    one = message('#~ msgid "Pen"\n#~ msgstr "pero"\n')
    assert one.valid_for_gettext() == one
    mixed = replace(one, texts={"msgid": ('#~ msgid ""\n', '"Pen"\n'), "msgstr": ('#~ msgstr "pero"\n',)})
    assert written(mixed.valid_for_gettext()) == '#~ msgid ""\n#~ "Pen"\n#~ msgstr "pero"\n'


def test_a_new_message_has_a_string_for_each_form() -> None:
    plural = WrittenMessage.new(("menu",), ("Pen",), ("Pens",), [("pero",), ("peresi",)])
    assert written(plural) == (
        '\nmsgctxt "menu"\nmsgid "Pen"\nmsgid_plural "Pens"\nmsgstr[0] "pero"\nmsgstr[1] "peresi"\n'
    )
    assert written(WrittenMessage.new(None, ("Pen",), None, [("pero",)])) == '\nmsgid "Pen"\nmsgstr "pero"\n'
