"""Code in sentences from right to left: shown as it is typed, by a reference implementation of UAX #9."""

from __future__ import annotations

import polib
import pytest
from bidi import get_display

from goodterms import speech
from goodterms.content.layers import BUILT_IN
from goodterms.speech import speak
from goodterms.speech.code import LRI, PDI, with_isolates
from goodterms.speech.language import Language

URDU = BUILT_IN / "locales" / "ur" / "LC_MESSAGES" / "goodterms-cli.po"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("مثلاً 2026-12-31", "مثلاً [2026-12-31]"),
        ("مثلاً 31. 12. 2026۔", "مثلاً [31. 12. 2026]۔"),
        ("صرف --into pdf کے ساتھ", "صرف [--into pdf] کے ساتھ"),
        ("یا --key KEY سے", "یا [--key KEY] سے"),
        ("چلائیں: goodterms render {letter} --locale {tag}", "چلائیں: [goodterms render {letter} --locale {tag}]"),
        ('لکھیں: [mail] from = "care@lipa.example"؛', 'لکھیں: [[mail] from = "care@lipa.example"]؛'),
        ("{name} = … لکھیں", "[{name} = …] لکھیں"),
        ("مثلاً {name}-test", "مثلاً [{name}-test]"),
        ("مدد کے لیے '{command_path} {help_option}' آزمائیں۔", "مدد کے لیے ['{command_path} {help_option}'] آزمائیں۔"),
        ("{{ یا }} لکھیں", "[{{] یا [}}] لکھیں"),
        ("یہ UTF-8 نہیں", "یہ [UTF-8] نہیں"),
        ("فائل goodterms.toml میں", "فائل goodterms.toml میں"),
        ("{path}: {count:,} خط (PDF)", "{path}: {count:,} خط [(PDF)]"),
        ("سال-مہینہ-دن", "سال-مہینہ-دن"),
        ("نہیں: {first}, {last}.", "نہیں: {first}, {last}."),
        ("{+inserted words+} دیں", "[{+inserted words+}] دیں"),
    ],
)
def test_code_in_a_sentence_has_an_isolate(written: str, shown: str) -> None:
    isolated = with_isolates(written)
    assert isolated == shown.replace("[[mail]", f"{LRI}<mail>").replace("[", LRI).replace("]", PDI).replace(
        "<mail>", "[mail]"
    )
    assert isolated.replace(LRI, "").replace(PDI, "") == written


@pytest.mark.parametrize(
    ("code", "is_turned"),
    [
        ("2026-12-31", True),
        ("--key KEY", True),
        ("[mail]", True),
        ("03/12/2026", False),
        ("goodterms[pdf]", False),
    ],
)
def test_code_is_shown_as_it_is_typed(code: str, is_turned: bool) -> None:
    speech.choose(Language("ur", True, {(None, "x"): (f"یہ {code} ہے",)}, lambda _: 0))
    try:
        sentence = speak("x")
    finally:
        speech.choose(None)
    assert code in get_display(sentence, base_dir="R")
    assert (code not in get_display(sentence.replace(LRI, "").replace(PDI, ""), base_dir="R")) is is_turned


def test_the_facts_of_translations_stay() -> None:
    for entry in polib.pofile(str(URDU)):
        for text in filter(None, [entry.msgstr, *entry.msgstr_plural.values()]):
            assert with_isolates(text).replace(LRI, "").replace(PDI, "") == text
            assert with_isolates(text).count(LRI) == with_isolates(text).count(PDI)
