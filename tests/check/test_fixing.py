"""Fixing: what has exactly one right form is changed in place, nothing else is, and the result is checked again."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from goodterms import po
from goodterms.check import fixing, runner
from goodterms.cli import main
from goodterms.content.layers import Content

CONTENT = Content()
HEADER = 'msgid ""\nmsgstr ""\n"Language: {0}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
FIXES = [
    # language, msgid, msgstr before, msgstr after
    ("ur", "Thank you, my customer.", "شکریہ, میرے گاہک.", "شکریہ، میرے گاہک۔"),
    ("ur", "Thank you, my customer.", "شكريہ، میرے گاہک۔", "شکریہ، میرے گاہک۔"),
    ("ur", "Respected customer", "محـــترم گاہک", "محترم گاہک"),
    ("ur", "peace", "ﺳﻼﻡ", "سلام"),
    ("ne", "Thank you, customer.", "ग्राहक धन्यवाद.", "ग्राहक धन्यवाद।"),
    ("sl", "invoice", "rač\u200bun", "račun"),
    ("sl", "Total: ", "Skupaj:", "Skupaj: "),
    ("sl", "Total:", "Skupaj: ", "Skupaj:"),
    ("sl", "Thank you.\n", "Hvala lepa.", "Hvala lepa.\\n"),
    ("sl", 'He said "yes".\n', 'Rekel je \\"da\\".', 'Rekel je \\"da\\".\\n'),
    ("sl", "Škofja Loka is a town", "S\u030ckofja Loka je mesto", "Škofja Loka je mesto"),
]


def fix(data: bytes, language: str, rules: frozenset[str] = frozenset()) -> fixing.FixResult:
    path = Path(f"locales/{language}/LC_MESSAGES/a.po")
    load = partial(runner.load, path, CONTENT, "en")
    return fixing.fix(load(data), data, runner.RuleSelection(select=rules), load)


def entry(msgid: str, msgstr: str) -> str:
    escaped = msgid.replace('"', '\\"').replace("\n", "\\n")
    return f'msgid "{escaped}"\nmsgstr "{msgstr}"\n'


@pytest.mark.parametrize(("language", "msgid", "before", "after"), FIXES)
def test_what_has_one_right_form_is_fixed(language: str, msgid: str, before: str, after: str) -> None:
    head = HEADER.format(language)
    result = fix((head + entry(msgid, before)).encode(), language)
    assert result.data.decode() == head + entry(msgid, after)
    assert result.places
    assert fix(result.data, language) == fixing.FixResult(result.data, 0)


def test_nothing_else_of_the_file_is_touched() -> None:
    text = (
        "# first line\n" + HEADER.format("ur") + '#. why\n#: a.j2:3\n#, python-brace-format\nmsgid ""\n"Thank you, "\n'
        '"{name}."\nmsgstr ""\n"شکریہ, "\n  "{name} صاحب."\n\n#~ msgid "gone, "\n#~ msgstr "گیا, "\n# the end\n'
    )
    result = fix(text.encode(), "ur")
    right = text.replace('"شکریہ, "', '"شکریہ، "').replace('صاحب."', 'صاحب۔"')
    assert result.data.decode() == right
    bom = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    assert fix(bom, "ur").data == b"\xef\xbb\xbf" + right.replace("\n", "\r\n").encode()
    mixed = text.replace("# first line\n", "# first line\r\n").encode()
    assert fix(mixed, "ur").data == right.replace("# first line\n", "# first line\r\n").encode()


def test_a_fix_over_several_lines_and_in_a_plural_form_is_made() -> None:
    head = HEADER.format("ur").replace("UTF-8\\n", 'UTF-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n')
    text = (
        head
        + 'msgid "{n} day, yes"\nmsgid_plural "{n} days, yes"\nmsgstr[0] "{n} دن, جی"\nmsgstr[1] "{n} د"\n"ﻥ, جی"\n'
    )
    fixed = fix(text.encode(), "ur").data.decode()
    assert fixed == text.replace("دن, جی", "دن، جی").replace('"ﻥ, جی"', '"ن، جی"')


def test_danda_spacing_is_brought_to_the_habit_of_the_catalog() -> None:
    texts = [f"ग्राहक धन्यवाद{'क' * n} ।" for n in range(3)] + ["ग्राहक नमस्ते।"]
    body = "\n".join(entry(f"Thank you, customer {'x' * n}.", text) for n, text in enumerate(texts))
    fixed = fix((HEADER.format("ne") + body).encode(), "ne", frozenset({"danda-spacing"})).data.decode()
    assert fixed.count("\u00a0।") == 4


def test_what_is_suppressed_or_ignored_is_left() -> None:
    text = HEADER.format("ur") + "# check: ignore inner-punctuation — a list\n" + entry("a, b", "ا, ب")
    assert fix(text.encode(), "ur").places == 0
    text = HEADER.format("ur") + entry("Thank you, customer", "شکریہ, گاہک")
    assert fix(text.encode(), "ur", frozenset({"end-punctuation"})).places == 0


def test_a_file_that_is_not_well_formed_is_left() -> None:
    data = (HEADER.format("ur") + entry("a, b", "ا, ب") + 'msgid "open\n').encode()
    assert fix(data, "ur") == fixing.FixResult(data, 0)


def test_a_string_with_a_gap_is_left() -> None:
    data = (HEADER.format("ur") + 'msgid "Thank you, customer"\nmsgstr "شکریہ, "\n\n"گاہک, "\n').encode()
    assert fix(data, "ur") == fixing.FixResult(data, 0)


def test_the_command_fixes_reports_and_checks(folder: Path) -> None:
    path = folder / "ur" / "LC_MESSAGES" / "a.po"
    path.parent.mkdir(parents=True)
    path.write_text(HEADER.format("ur") + entry("Thank you, {name}", "شکریہ, جناب"), "utf-8")
    result = CliRunner().invoke(main, ["check", "ur", "--fix", "--select", "inner-punctuation"])
    assert result.stderr == f"Fixed: {Path('ur/LC_MESSAGES/a.po')} (1 place)\n"
    assert result.stdout == "no findings in 1 catalog\n"
    assert "شکریہ، جناب" in path.read_text("utf-8")
    assert CliRunner().invoke(main, ["check", "ur", "--fix", "--select", "inner-punctuation"]).stderr == ""


PIECES = [
    "شکریہ",
    "شكر",
    "محـــترم",
    "ﺳﻼﻡ",
    ",",
    ".",
    "?",
    " ",
    "  ",
    "\\n",
    "\u200b",
    "\u200c",
    "{n}",
    '\\"',
    "ا\u0653",
    "abc",
    "،",
    "۔",
    "\\t",
]


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["ur", "ne", "sl", "te"]),
    st.lists(
        st.tuples(st.lists(st.sampled_from(PIECES), max_size=6), st.lists(st.sampled_from(PIECES), max_size=6)),
        max_size=4,
    ),
)
def test_fixing_touches_only_translations_and_ends(language: str, messages: list[tuple[list[str], list[str]]]) -> None:
    body = "\n".join(
        f'msgid "{number} {"".join(source)}"\nmsgstr "{"".join(own)}"\n'
        for number, (source, own) in enumerate(messages)
    )
    data = (HEADER.format(language) + body).encode()
    result = fix(data, language)
    before, after = po.read(data), po.read(result.data)
    assert [message.key for message in before.entries] == [message.key for message in after.entries]
    assert len(before.lines) == len(after.lines)
    assert fix(result.data, language).places == 0
