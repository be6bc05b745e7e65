"""Findings at another level than their rule's: what breaks nothing and misinforms nobody is not an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from goodterms.check import runner
from goodterms.content.layers import Content

if TYPE_CHECKING:
    from pathlib import Path


def levels_in(
    folder: Path, rule: str, plural: str, messages: str, language: str = "sl", name: str = "other"
) -> list[str]:
    """The levels of what a rule finds in a catalog with this plural rule and these messages."""
    path = folder / language / f"{name}.po"
    path.parent.mkdir(exist_ok=True)
    header = f'"Language: {language}\\n"\n"Plural-Forms: {plural};\\n"\n'
    path.write_text(f'msgid ""\nmsgstr ""\n{header}\n{messages}', "utf-8")
    findings = runner.check(runner.load(path, Content(), "en"), runner.RuleSelection(select=frozenset({rule})))
    return [finding.level for finding in findings]


@pytest.mark.parametrize(("rule", "level"), [("n != 1", "warning"), ("n > 2", "error")])
def test_a_plural_rule_that_differs_only_for_zero(tmp_path: Path, rule: str, level: str) -> None:
    assert levels_in(tmp_path, "plural-forms-cldr", f"nplurals=2; plural=({rule})", "", "hi") == [level]


@pytest.mark.parametrize(
    ("language", "plural", "name", "level"),
    [
        ("he", "nplurals=2; plural=(n != 1)", "django", "warning"),  # gettext's own
        ("he-IL", "nplurals=2; plural=(n != 1)", "django", "warning"),
        ("he", "nplurals=2; plural=(n > 1)", "django", "error"),
        ("he", "nplurals=2; plural=(n != 1)", "goodterms", "error"),  # a letter would be wrong
        ("uz", "nplurals=1; plural=0", "django", "warning"),
        ("sl", "nplurals=2; plural=(n != 1)", "django", "error"),
    ],
)
def test_a_plural_rule_that_other_programs_write(
    tmp_path: Path, language: str, plural: str, name: str, level: str
) -> None:
    assert levels_in(tmp_path, "plural-forms-cldr", plural, "", language, name) == [level]


@pytest.mark.parametrize(("name", "level"), [("django", "warning"), ("goodterms", "error")])
def test_another_charset(tmp_path: Path, name: str, level: str) -> None:
    path = tmp_path / f"{name}.po"
    header = 'msgid ""\nmsgstr ""\n"Language: sl\\n"\n"Content-Type: text/plain; charset=ISO-8859-2\\n"\n\n'
    path.write_bytes(f'{header}msgid "Bill"\nmsgstr "Ra\u010dun"\n'.encode("iso-8859-2"))
    found = runner.check(runner.load(path, Content(), "en"), runner.RuleSelection(ignore=frozenset({"edge-space"})))
    assert [(finding.rule, finding.level) for finding in found] == [("syntax", level)]


@pytest.mark.parametrize(("name", "level"), [("django", "warning"), ("goodterms", "error")])
def test_another_number_of_paragraphs(tmp_path: Path, name: str, level: str) -> None:
    message = 'msgid "a"\nmsgstr "a\\n\\nb"\n'
    assert levels_in(tmp_path, "paragraph-count", "nplurals=1; plural=0", message, name=name) == [level]


@pytest.mark.parametrize(
    ("text", "name", "level"),
    [
        ("{}<sup>e</sup>", "django", "warning"),
        ("{}<sup>e</sup>", "goodterms", "error"),
        ("{}<sup>e", "django", "error"),
        ("{}<script>e</script>", "django", "error"),
    ],
)
def test_a_tag_that_spelling_may_need(tmp_path: Path, text: str, name: str, level: str) -> None:
    message = f'msgid "{{}}th"\nmsgstr "{text}"\n'
    found = levels_in(tmp_path, "markup-changed", "nplurals=2; plural=(n > 1)", message, "fr", name)
    assert set(found) == {level}


@pytest.mark.parametrize(("rule", "levels"), [("n > 1", ["warning"]), ("n%10 != 1", ["error"]), ("n != 1", [])])
def test_a_number_left_out_of_the_form_for_zero_and_one(tmp_path: Path, rule: str, levels: list[str]) -> None:
    message = 'msgid "one page"\nmsgid_plural "{n} pages"\nmsgstr[0] "une page"\nmsgstr[1] "{n} pages"\n'
    assert levels_in(tmp_path, "number-omitted", f"nplurals=2; plural=({rule})", message, "fr") == levels


@pytest.mark.parametrize(("rule", "levels"), [("n != 0", ["warning"] * 2), ("n != 1", ["error"] * 2)])
def test_placeholders_left_out_of_the_form_for_zero(tmp_path: Path, rule: str, levels: list[str]) -> None:
    message = 'msgid "{n} {what} {place}"\nmsgid_plural "{n} {what} {place}"\nmsgstr[0] "{n}"\nmsgstr[1] "{n} {what} {place}"\n'
    assert levels_in(tmp_path, "placeholder-mismatch", f"nplurals=2; plural=({rule})", message) == levels


@pytest.mark.parametrize(
    ("text", "level", "level_in_letters"),
    [
        ("a \u202a12\u202c b", "warning", "warning"),
        ("a \u202b12\u202c b", "warning", "warning"),
        ("\u202a12 b", "warning", "error"),  # it ends with its paragraph
        ("a \u202e12\u202c b", "error", "error"),
        ("a \u202e12 b", "error", "error"),
        ("a 12\u202c b", "error", "error"),
    ],
)
def test_an_embedding(tmp_path: Path, text: str, level: str, level_in_letters: str) -> None:
    for name, expected in (("django", level), ("goodterms", level_in_letters)):
        message = f'msgid "a"\nmsgstr "{text}"\n'
        found = levels_in(tmp_path, "bidi-override", "nplurals=1; plural=0", message, name, name)
        assert found == [expected]


@pytest.mark.parametrize(
    ("source", "text", "levels"),
    [
        ("<em>a</em> b", "a b", ["warning"] * 2),
        ("a <br/> b", "a b", ["warning"]),
        ("<em>a</em> b", "a</em> b", ["error"]),
        ("<a href='x'>a</a> b", "a b", ["error", "error"]),
        ("a b", "<em>a</em> b", ["error"] * 2),
    ],
)
def test_a_tag_that_only_emphasizes_words(tmp_path: Path, source: str, text: str, levels: list[str]) -> None:
    message = f'msgid "{source}"\nmsgstr "{text}"\n'
    assert levels_in(tmp_path, "markup-changed", "nplurals=1; plural=0", message) == levels


def test_a_text_in_the_other_script_of_a_language_that_has_two(tmp_path: Path) -> None:
    messages = "".join(f'msgid "our {word} letter"\nmsgstr "naše {word} pismo"\n\n' for word in ("prvo", "drugo"))
    assert levels_in(tmp_path, "wrong-script", "nplurals=1; plural=0", messages, "sr") == ["warning", "note"]
    assert levels_in(tmp_path, "wrong-script", "nplurals=1; plural=0", messages, "te") == ["error", "error"]


def test_a_plural_rule_that_only_keeps_more_apart(tmp_path: Path) -> None:
    rule = "nplurals=3; plural=(n == 1 ? 0 : n < 5 ? 1 : 2)"
    assert levels_in(tmp_path, "plural-forms-cldr", rule, "", "te") == ["warning"]


def test_a_header_without_a_plural_rule_where_no_plural_is_translated(tmp_path: Path) -> None:
    path = tmp_path / "sl.po"
    message = 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "{}"\n'
    for text, count in (("", 0), ("c", 1)):
        path.write_text('msgid ""\nmsgstr ""\n"Language: sl\\n"\n\n' + message.format(text), "utf-8")
        catalog = runner.load(path, Content(), "en")
        found = runner.check(catalog, runner.RuleSelection(select=frozenset({"plural-forms-header"})))
        assert len(found) == count
