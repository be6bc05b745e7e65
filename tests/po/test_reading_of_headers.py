"""Headers, flags and messages that other programs of gettext read, too."""

from __future__ import annotations

from goodterms import po


def header(*lines: str) -> bytes:
    fields = "".join(f'"{line}\\n"\n' for line in lines)
    return f'msgid ""\nmsgstr ""\n{fields}\nmsgid "a"\nmsgstr "b"\n'.encode()


def test_the_first_of_doubled_fields_counts_as_in_gettext() -> None:
    assert po.read(header("Language: sl", "Language: hr")).header == {"Language": "sl"}


def test_the_case_of_a_field_does_not_matter() -> None:
    file = po.read(header("language: sl", "plural-forms: nplurals=1; plural=0;", "X-Own: a"))
    assert file.header == {"Language": "sl", "Plural-Forms": "nplurals=1; plural=0;", "X-Own": "a"}
    assert file.header_line("Plural-Forms") == 4


def test_flags_may_be_in_lines_of_both_kinds() -> None:
    (entry,) = po.read(b'#, fuzzy\n#= c-format, no-wrap\nmsgid "a"\nmsgstr "b"\n').living
    assert entry.flags == {"fuzzy", "c-format", "no-wrap"}
    assert entry.comments == ()


def test_a_context_makes_a_message_of_an_empty_msgid() -> None:
    (entry,) = po.read(b'msgid ""\nmsgstr ""\n\nmsgctxt "unit"\nmsgid ""\nmsgstr "b"\n').living
    assert entry.key == ("unit", "")


def test_an_ordinary_comment_and_string_are_no_flaws() -> None:
    data = b'# say "hi"\nmsgid "say \\"hi\\""\nmsgstr ""\n"a"\n" b"\n\n# next\nmsgid "c"\nmsgstr "d"\n# last\n'
    assert po.read(data).flaws == []
