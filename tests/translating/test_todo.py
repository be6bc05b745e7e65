"""The todo catalog: which messages it has, and which translations are taken from it."""

from __future__ import annotations

import polib

from goodterms.translating import todo

HEADER = 'msgid ""\nmsgstr ""\n"Language: sl\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
SL_FORMS = '"Plural-Forms: nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);\\n"\n'
SL = HEADER + SL_FORMS
TODO = '\nmsgid "Phone: {phone}"\nmsgstr ""\n\n#, fuzzy\n#| msgid "Mail"\nmsgid "Email: {email}"\nmsgstr "Pošta: {email}"\n'


def test_todo_has_only_missing_and_fuzzy_messages() -> None:
    done = '\nmsgid "Yes"\nmsgstr "Da"\n\n#~ msgid "No"\n#~ msgstr "Ne"\n'
    assert todo.select_todo(SL + TODO + done, "sl", None) == (SL + TODO, 2)
    assert todo.select_todo(SL + TODO + done, "sl", {(None, "Phone: {phone}"), (None, "Yes")})[1] == 1


def test_blanks_are_not_a_translation() -> None:
    blank, done = SL + '\nmsgid "Yes"\nmsgstr " "\n', SL + '\nmsgid "Yes"\nmsgstr "Da"\n'
    assert todo.select_todo(blank, "sl", None)[1] == 1
    assert todo.take(done, blank) == (done, 0, [], [])
    assert todo.take(blank, done).translated == 1


def test_take_fills_what_is_missing_and_keeps_what_is_translated() -> None:
    catalog = SL + TODO + '\nmsgid "Yes"\nmsgstr "Da"\n'
    returned = (
        SL + '\n# Opomba.\nmsgid "Email: {email}"\nmsgstr "E-pošta: {email}"\n\nmsgid "Phone: {phone}"\nmsgstr ""\n'
        '\nmsgid "Yes"\nmsgstr "Ja"\n\nmsgid "Never asked"\nmsgstr "Nikoli"\n'
    )
    taken = todo.take(catalog, returned)
    phone, email, yes = polib.pofile(taken.text)
    assert (phone.msgstr, yes.msgstr) == ("", "Da")
    assert (email.msgstr, email.fuzzy, email.previous_msgid, email.tcomment) == (
        "E-pošta: {email}",
        False,
        None,
        "Opomba.",
    )
    assert taken[1:] == (1, ["Never asked"], ["Yes"])
