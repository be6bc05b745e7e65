"""The flaws of .po files: where each is, its kind, and its sentence."""

from __future__ import annotations

import pytest

from goodterms import po

MESSAGE = b'msgid "a"\nmsgstr "b"\n'


@pytest.mark.parametrize(
    ("data", "line", "column", "kind", "problem"),
    [
        (MESSAGE.replace(b"\n", b"\r\n"), 1, 1, "po-line-ends", "the lines end in CR LF"),
        (b"\xef\xbb\xbf" + MESSAGE, 1, 1, "po-byte-order-mark", "the file begins with a byte order mark"),
        (b"# charset=latin2\n" + MESSAGE, 1, 1, "po-other-charset", "the file is in the charset latin2"),
        (b"# charset=pig-latin\n" + MESSAGE, 1, 1, "po-charset", "the header declares the charset pig-latin"),
        (b"#\n# \xe8\n" + MESSAGE, 2, 3, "po-not-utf8", "byte 0xE8 is not valid UTF-8"),
        (b"<<<<<<< HEAD\n" + MESSAGE, 1, 1, "po-merge-conflict", "the file contains a merge conflict"),
        (b"  word\n" + MESSAGE, 1, 3, "po-stray-text", "word is neither a comment nor a keyword with a string"),
        (b'msgid "a\nmsgstr "b"\n', 1, 7, "po-open-string", "a string is not closed"),
        (b'msgid "a\\q"\nmsgstr "b"\n', 1, 9, "po-unknown-escape", "the escape \\q is unknown"),
        (b'msgid "a"\n# note\nmsgstr "b"\n', 2, 1, "po-comment-inside", "a comment is in the middle of a message"),
        (
            b'msgid "a"\nmsgstr "say "b" now"\n',
            2,
            13,
            "po-bare-quote",
            "a quotation mark ends the string before the end of the line",
        ),
        (b'msgid "a"\nmsgstr "b"\n"c" d"\n', 3, 3, "po-bare-quote", "a quotation mark ends the string before the end"),
        (
            MESSAGE + b'\xef\xbb\xbfmsgid "c"\nmsgstr "d"\n',
            3,
            1,
            "po-inner-byte-order-mark",
            "a byte order mark is in the middle of the file",
        ),
        (b'"a"\n' + MESSAGE, 1, 1, "po-string-without-keyword", "a string has no keyword before it"),
        (MESSAGE + MESSAGE, 3, 1, "po-duplicate-message", "the message 'a' is also on line 1"),
        (MESSAGE + b'msgstr "c"\n', 3, 1, "po-duplicate-keyword", "msgstr is also on line 2, in the same message"),
        (b'msgctxt "a"\nmsgstr "b"\n', 2, 1, "po-msgstr-first", "msgstr has no msgid before it"),
        (b'msgctxt "a"\n', 1, 1, "po-no-msgid", "a message has no msgid"),
        (b'msgid "a"\n', 1, 1, "po-no-msgstr", "a message has no msgstr"),
        (
            b'msgid "a"\nmsgid[0] "b"\nmsgstr "b"\n',
            2,
            1,
            "po-indexed-keyword",
            "msgid[0] has an index, but only msgstr can have plural forms",
        ),
        (
            b'msgid "a"\nmsgid_plural "b"\nmsgstr[1] "c"\nmsgstr[2] "d"\n',
            1,
            1,
            "po-form-numbers",
            "the plural forms are numbered msgstr[1], msgstr[2]",
        ),
        (
            b'msgid "a"\nmsgid_plural "b"\nmsgstr "c"\n',
            1,
            1,
            "po-mixed-plural",
            "msgid_plural and msgstr[n] must be used together",
        ),
    ],
)
def test_a_flaw_has_its_position_kind_and_sentence(
    data: bytes, line: int, column: int, kind: str, problem: str
) -> None:
    flaw = next(flaw for flaw in po.read(data).flaws if flaw.kind == kind)
    assert (flaw.line, flaw.column) == (line, column)
    assert flaw.problem.startswith(problem)


def test_only_flaws_of_encoding_details_are_harmless() -> None:
    data = b"\xef\xbb\xbf" + MESSAGE.replace(b"\n", b"\r\n") + b"word\r\n"
    assert {flaw.kind: flaw.harmless for flaw in po.read(data).flaws} == {
        "po-byte-order-mark": True,
        "po-line-ends": True,
        "po-stray-text": False,
    }


@pytest.mark.parametrize("charset", ["UTF-8", "utf-8", "utf8", "ASCII", "us-ascii", "CHARSET", "latin2", "UTF-16"])
def test_the_charsets_that_utf_8_can_be_read_as(charset: str) -> None:
    header = f'msgid ""\nmsgstr "Content-Type: text/plain; charset={charset}\\n"\n\n'.encode()
    kinds = [flaw.fault.kind for flaw in po.read(header + MESSAGE).flaws]
    assert kinds == {"latin2": ["po-other-charset"], "UTF-16": ["po-charset"]}.get(charset, [])


@pytest.mark.parametrize(
    ("declared", "encoding", "kinds"),
    [
        ("ISO-8859-2", "iso-8859-2", ["po-other-charset"]),
        ("CP1250", "cp1250", ["po-other-charset"]),
        ("UTF-16", "iso-8859-2", ["po-charset", "po-not-utf8"]),
        ("hex", "iso-8859-2", ["po-charset", "po-not-utf8"]),
        ("ISO-8859-2", "utf-8", ["po-charset"]),  # gettext would show other letters
        ("UTF-8", "iso-8859-2", ["po-not-utf8"]),
    ],
)
def test_a_text_in_another_charset(declared: str, encoding: str, kinds: list[str]) -> None:
    header = f'msgid ""\nmsgstr "Content-Type: text/plain; charset={declared}\\n"\n\n'
    file = po.read(f'{header}msgid "Bill"\nmsgstr "Račun"\n'.encode(encoding))
    assert [flaw.kind for flaw in file.flaws] == kinds
    assert file.is_garbled == ("po-not-utf8" in kinds)
    assert [entry.strings for entry in file.living] == [("Ra\ufffdun",) if file.is_garbled else ("Račun",)]
