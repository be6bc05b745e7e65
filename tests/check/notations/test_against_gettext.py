"""``msgfmt -c`` as the oracle: every pair of texts in a pool, as source and translation, in each format of gettext.

What gettext refuses is found, as an error or as a warning; what gettext accepts is no error. The differences are listed,
each with its reason.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from itertools import permutations

import pytest

from one_message import HEADER, message, verdict

POOLS = {
    "c-format": ["a", "%s", "%d", "%i", "%u", "%ld", "%x", "%f", "%c", "%s %d", "%d %s", "%2$s %1$d", "%1$d %2$s", "%2$s",
        "%*d", "%.*f", "%%", "100 %", "%zu", "%lu", "%m", "%s %m", "%<PRIu64>", "%<PRId64>", "%5.2f", "%q"],
    "objc-format": ["a", "%@", "%s", "%d", "%@ %d", "%2$d %1$@", "%ld"],
    "python-format": ["a", "%s", "%r", "%d", "%i", "%x", "%f", "%.2f", "%s %d", "%d %s", "%(a)s", "%(a)d", "%(b)s", "%(a)s %(b)s",
        "%(b)s %(a)s", "%%", "100 %", "%(a)", "%*d", "%.*f", "%ld", "%c", "%.0s"],
    "python-brace-format": ["a", "{0}", "{1} {0}", "{a}", "{b}", "{a} {b}", "{a:>5}", "{{a}}", "{a", "{a.b}", "{a[0]}",
        "{a:{b}}", "{ a }"],
    "php-format": ["a", "%s", "%d", "%u", "%f", "%c", "%s %d", "%2$d %1$s", "%1$s %2$d", "%'*5d", "%%", "%x", "100 %"],
    "perl-format": ["a", "%s", "%d", "%ld", "%f", "%s %d", "%2$d %1$s", "%%", "%c"],
    "perl-brace-format": ["a", "{a}", "{b}", "{a} {b}", "{b} {a}", "{a"],
    "ruby-format": ["a", "%s", "%d", "%{a}", "%<a>s", "%<a>d", "%<b>s", "%{a} %{b}", "%{b} %{a}", "%1$s %2$s", "%2$s %1$s", "%%"],
    "lua-format": ["a", "%s", "%d", "%f", "%s %d", "%d %s", "%q", "%%", "%c"],
    "awk-format": ["a", "%s", "%d", "%f", "%s %d", "%2$d %1$s", "%%", "%c"],
    "javascript-format": ["a", "%s", "%d", "%f", "%s %d", "%2$d %1$s", "%%", "%j", "%c"],
    "qt-format": ["a", "%1", "%2", "%1 %2", "%2 %1", "%L1", "100 %", "%1 %1", "%n"],
    "qt-plural-format": ["a", "%n", "%1", "%n %1", "%1 %n", "%L1", "%Ln"],
    "kde-format": ["a", "%1", "%1 %2", "%2 %1", "%2", "100 %"],
    "kde-kuit-format": ["a", "%1", "%1 %2", "%2 %1", "<b>%1</b>"],
    "boost-format": ["a", "%1%", "%1% %2%", "%2% %1%", "%%"],
    "ycp-format": ["a", "%1", "%1 %2", "%2 %1", "%%"],
    "sh-format": ["a", "$A", "${A}", "$B", "$A $B", "${B} ${A}"],
    "csharp-format": ["a", "{0}", "{0} {1}", "{1} {0}", "{0,5:N2}", "{{0}}", "{0", "}", "{a}"],
    "tcl-format": ["a", "%s", "%d", "%f", "%s %d", "%2$d %1$s", "%1$s %2$d", "%%", "%x", "%c", "%*d", "100 %"],
    "java-printf-format": ["a", "%s", "%d", "%f", "%,d", "%s %d", "%2$d %1$s", "%%", "%n", "%x", "%tY", "%tm", "%c", "100 %"],
    "elisp-format": ["a", "%s", "%S", "%d", "%f", "%s %d", "%2$d %1$s", "%%", "%x", "%c"],
    "lisp-format": ["a", "~a", "~s", "~d", "~f", "~a ~d", "~d ~a", "~~", "~%", "~,2f", "~{~a~}", "~c", "~"],
    "scheme-format": ["a", "~a", "~s", "~d", "~f", "~a ~d", "~d ~a", "~~", "~%", "~c"],
    "java-format": ["a", "{0}", "{1} {0}", "{0} {1}", "it's {0}", "it''s {0}", "'{0}'", "{0,number}", "{0"],
}  # fmt: skip
"""Texts of each format. Each is once the source of every other."""
DIFFERENCES = {
    "python-format": {
        "a number in another base": r"%(d|i|ld) -> %x|%x -> %(d|i|ld)",
        "a text and its repr": r"%s -> %r|%r -> %s",
        "a source that hides its value": r"%\.0s -> %s",
    },
    "elisp-format": {"a number in another base": r"%d -> %x|%x -> %d"},
    "php-format": {"a number in another base": r".*(?<!%)%x.*"},
    "python-brace-format": {
        "a width is no value for readers": r"\{a:\{b\}\} -> \{a\} \{b\}",
        "gettext compares the text of formats": r"\{a\} -> \{a:>5\}|\{a:>5\} -> \{a\}",
    },
    "perl-brace-format": {"gettext allows what the program leaves as it is": r"(.*) -> .*\{.*"},
    "qt-format": {"Qt writes any number in the manner of the language": r".*%1 -> %L1"},
    "qt-plural-format": {"gettext only looks at %n": r".*"},
}
"""Why pairs are judged otherwise than gettext 0.21 does, with a pattern of the pairs."""


def refused(flag: str, messages: list[tuple[str, str | None, list[str]]], plural_rule: str = "") -> set[int]:
    """The numbers of the messages that msgfmt refuses."""
    text = HEADER + plural_rule
    lines: dict[int, int] = {}
    for number, parts in enumerate(messages):
        # The context keeps apart messages with the same msgid.
        block = "\n" + message(flag, *parts).replace("msgid ", f'msgctxt "{number}"\nmsgid ', 1)
        start = text.count("\n") + 1
        text += block
        lines |= dict.fromkeys(range(start, text.count("\n") + 1), number)
    command = ["msgfmt", "-c", "-o", "/dev/null", "-"]
    told = subprocess.run(command, input=text.encode(), capture_output=True, check=False).stderr.decode()
    return {lines[int(line)] for line in re.findall(r"^<stdin>:(\d+): (?!warning)", told, re.MULTILINE)}


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="msgfmt of GNU gettext is not installed")
@pytest.mark.parametrize("flag", POOLS)
def test_a_format_is_judged_as_gettext_judges_it(flag: str) -> None:
    pairs = list(permutations(POOLS[flag], 2))
    by_gettext = refused(flag, [(source, None, [translation]) for source, translation in pairs])
    differing = []
    for number, (source, translation) in enumerate(pairs):
        found = verdict(flag, source, translation)
        shown = f"{source} -> {translation}"
        is_known = any(re.fullmatch(pattern, shown) for pattern in DIFFERENCES.get(flag, {}).values())
        if (number in by_gettext) != bool(found) and not is_known:
            differing.append((shown, found or "nothing"))
    assert differing == []


PLURALS = {
    "c-format": (
        [("%d a", "%d b"), ("a", "%d b"), ("%d a of %s", "%d b of %s"), ("%s a", "%s b")],
        ["x", "%d", "%s", "%d %s", "%2$s", "%2$s %1$d", "%s %d"],
    ),
    "python-format": (
        [("%d a", "%d b"), ("a", "%d b"), ("%(n)d a", "%(n)d b"), ("%(n)d a %(w)s", "%(n)d b %(w)s")],
        ["x", "%d", "%.0s", "%s", "%(n)d", "%(w)s", "%(n)d %(w)s"],
    ),
    "python-brace-format": (
        [("{n} a", "{n} b"), ("a", "{n} b"), ("{n} a {w}", "{n} b {w}")],
        ["x", "{n}", "{w}", "{n} {w}"],
    ),
    "qt-plural-format": ([("%n a", "%n b")], ["x", "%n", "%Ln"]),
    "kde-format": ([("%1 a", "%1 b"), ("%1 a %2", "%1 b %2")], ["x", "%1", "%2", "%2 %1"]),
    "php-format": ([("%d a", "%d b"), ("%d a of %s", "%d b of %s")], ["x", "%d", "%2$s", "%s", "%d %s", "%2$s %1$d"]),
    "ruby-format": ([("%{n} a %{w}", "%{n} b %{w}")], ["x", "%{n}", "%{w}", "%{w} %{n}"]),
    "javascript-format": ([("%d a", "%d b")], ["x", "%d", "%s"]),
}
"""Plural sources, and texts for the first form; the other forms are right."""
LANGUAGES = {
    "te": (2, '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'),
    "sl": (4, '"Plural-Forms: nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);\\n"\n'),
}


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="msgfmt of GNU gettext is not installed")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("flag", PLURALS)
def test_what_gettext_refuses_in_a_plural_is_found(flag: str, language: str) -> None:
    """gettext accepts a form for one number that leaves out another value than the number, too."""
    count, rule = LANGUAGES[language]
    sources, texts = PLURALS[flag]
    messages = [(single, plural, [text] + [plural] * (count - 1)) for single, plural in sources for text in texts]
    by_gettext = refused(flag, list(messages), rule)
    found = {
        number
        for number, (single, plural, forms) in enumerate(messages)
        if verdict(flag, single, *forms, plural=plural, language=language)
    }
    assert by_gettext <= found
    # In a language whose forms serve many numbers, nothing else is found.
    assert language == "te" or found == by_gettext
