"""The todo catalog: which messages it has, and which translations are taken from it."""

from __future__ import annotations

import pytest

from goodterms.po import written
from goodterms.translating import todo

HEADER = 'msgid ""\nmsgstr ""\n"Language: sl\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
SL_FORMS = '"Plural-Forms: nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);\\n"\n'
SL = HEADER + SL_FORMS
TODO = '\nmsgid "Phone: {phone}"\nmsgstr ""\n\n#, fuzzy\n#| msgid "Mail"\nmsgid "Email: {email}"\nmsgstr "Pošta: {email}"\n'


def test_todo_has_only_missing_and_fuzzy_messages() -> None:
    done = '\nmsgid "Yes"\nmsgstr "Da"\n\n#~ msgid "No"\n#~ msgstr "Ne"\n'
    assert todo.select_todo(SL + TODO + done, "sl", None) == (SL + TODO, 2)
    assert todo.select_todo(SL + TODO + done, "sl", {(None, "Phone: {phone}"), (None, "Yes")})[1] == 1


def take(catalog: str, returned: str, *, replace: bool = False) -> todo.TakeResult:
    """What is taken of a returned catalog, which says what was handed out if it was written with everything."""
    file = written.parse(returned)
    return todo.take(catalog, file.living, todo.handed_out_in(file), replace=replace)


def test_blanks_are_not_a_translation() -> None:
    blank, done = SL + '\nmsgid "Yes"\nmsgstr " "\n', SL + '\nmsgid "Yes"\nmsgstr "Da"\n'
    assert todo.select_todo(blank, "sl", None)[1] == 1
    assert take(done, blank) == (done, [], [], [], [])
    assert take(blank, done).translated == [(None, "Yes")]


def test_take_fills_what_is_missing_and_keeps_what_is_translated() -> None:
    catalog = SL + TODO + '\nmsgid "Yes"\nmsgstr "Da"\n'
    returned = (
        SL + '\n# Opomba.\nmsgid "Email: {email}"\nmsgstr "E-pošta: {email}"\n\nmsgid "Phone: {phone}"\nmsgstr ""\n'
        '\nmsgid "Yes"\nmsgstr "Ja"\n\nmsgid "Never asked"\nmsgstr "Nikoli"\n'
    )
    taken = take(catalog, returned)
    assert taken.text == (
        SL
        + '\nmsgid "Phone: {phone}"\nmsgstr ""\n\n# Opomba.\n#, python-brace-format\nmsgid "Email: {email}"\n'
        + 'msgstr "E-pošta: {email}"\n\nmsgid "Yes"\nmsgstr "Da"\n'
    )
    assert (taken.translated, taken.replaced) == ([(None, "Email: {email}")], [])
    assert taken.unknown == [(None, "Never asked")]
    assert [(one.key[1], one.reason) for one in taken.not_taken] == [("Yes", "translated")]


YES = '\nmsgid "Yes"\nmsgstr "Da"\n'


def test_a_finished_translation_is_replaced_if_it_is_the_one_that_was_handed_out() -> None:
    everything = todo.with_current(SL + YES)
    assert todo.select_todo(SL + YES, "sl", with_finished=True) == (SL + YES, 1)
    assert '#. current: "Da"\n' in everything
    assert take(SL + YES, everything, replace=True) == (SL + YES, [], [], [], [])
    corrected = everything.replace('msgstr "Da"', 'msgstr "Seveda"')
    assert take(SL + YES, corrected).not_taken[0].reason == "translated"
    taken = take(SL + YES, corrected, replace=True)
    assert (taken.text, taken.replaced) == (SL + YES.replace("Da", "Seveda"), [(None, "Yes")])


@pytest.mark.parametrize("meanwhile", ["Ja", " Da", 'Da\\n"\n"'])
def test_what_was_changed_on_both_sides_is_kept_and_reported(meanwhile: str) -> None:
    corrected = todo.with_current(SL + YES).replace('msgstr "Da"', 'msgstr "Seveda"')
    now = SL + YES.replace("Da", meanwhile)
    taken = take(now, corrected, replace=True)
    assert taken.text == now
    (one,) = taken.not_taken
    assert (one.reason, one.handed_out, one.returned) == ("changed", ("Da",), ("Seveda",))
    untouched = todo.with_current(SL + YES)
    assert take(now, untouched, replace=True).not_taken == []


@pytest.mark.parametrize(
    ("catalog", "returned", "reason"),
    [
        (YES, YES.replace("Da", "Seveda"), "unknown-base"),
        (YES.replace("Da", ""), YES.replace("\nmsgid", "\n#, fuzzy\nmsgid"), "fuzzy"),
        (
            '\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] ""\nmsgstr[1] ""\n',
            '\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] " "\n',
            "incomplete",
        ),
    ],
)
def test_nothing_is_left_out_without_a_word(catalog: str, returned: str, reason: str) -> None:
    taken = take(HEADER + catalog, HEADER + returned, replace=True)
    assert (taken.text, [one.reason for one in taken.not_taken]) == (HEADER + catalog, [reason])
