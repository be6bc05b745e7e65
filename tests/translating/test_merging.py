"""Updated catalogs: what an update keeps and changes, and that GNU gettext finds nothing to change after it."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import polib
import pytest

from goodterms.content.layers import BUILT_IN
from goodterms.translating import merging

if TYPE_CHECKING:
    from pathlib import Path

HEADER = 'msgid ""\nmsgstr ""\n"Language: sl\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
SL_FORMS = '"Plural-Forms: nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);\\n"\n'
SL = HEADER + SL_FORMS
CATALOGS = sorted(BUILT_IN.glob("locales/*/LC_MESSAGES/goodterms.po"))
needs_gettext = pytest.mark.skipif(shutil.which("msgcat") is None, reason="needs GNU gettext: msgfmt and msgcat")


def update(text: str, template: str, needed: str | None = None) -> tuple[list[polib.POEntry], merging.Changes]:
    """The entries of an updated catalog; a second update changes nothing."""
    merged, changes = merging.merge(text, template, needed or template, None)
    again, unchanged = merging.merge(merged, template, needed or template, None)
    assert again == merged
    assert unchanged == (0, 0, 0)
    return list(polib.pofile(merged)), changes


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parts[-3])
def test_the_built_in_catalogs_are_up_to_date(path: Path) -> None:
    template = (BUILT_IN / "locales" / "goodterms.pot").read_text("utf-8")
    text, changes = merging.merge(path.read_text("utf-8"), template, template, None)
    assert text == path.read_text("utf-8")
    assert changes == (0, 0, 0)


def test_an_update_keeps_translations_and_takes_the_rest_from_the_template() -> None:
    old = f'# Prva.\n{SL}\n# Moja opomba.\n#. old comment\n#: old.j2\nmsgid "Yes"\nmsgstr "Da"\n'
    new = f'{HEADER}\n#. new comment\n#: new.j2\nmsgid "No"\nmsgstr ""\n\n#. extracted\n#: new.j2\nmsgid "Yes"\nmsgstr ""\n'
    merged, changes = merging.merge(old, new, new, None)
    assert merged == (
        f'# Prva.\n{SL}\n#. new comment\n#: new.j2\nmsgid "No"\nmsgstr ""\n\n'
        '# Moja opomba.\n#. extracted\n#: new.j2\nmsgid "Yes"\nmsgstr "Da"\n'
    )
    assert changes == (1, 0, 0)


def test_a_reworded_message_gets_its_old_translation_flagged_fuzzy() -> None:
    old = SL + '\nmsgid "Thank you for your trust."\nmsgstr "Hvala za zaupanje."\n'
    (entry, removed), changes = update(old, HEADER + '\nmsgid "Thank you for your great trust."\nmsgstr ""\n')
    assert (entry.msgstr, entry.fuzzy, entry.previous_msgid) == (
        "Hvala za zaupanje.",
        True,
        "Thank you for your trust.",
    )
    assert (removed.msgid, removed.msgstr, removed.obsolete) == (
        "Thank you for your trust.",
        "Hvala za zaupanje.",
        True,
    )
    assert changes == (1, 1, 1)


def test_a_message_similar_to_no_other_is_untranslated() -> None:
    old = SL + '\nmsgid "Thank you for your trust."\nmsgstr "Hvala za zaupanje."\n'
    (entry, _), changes = update(old, HEADER + '\nmsgid "Phone: {phone}"\nmsgstr ""\n')
    assert (entry.msgstr, entry.fuzzy) == ("", False)
    assert changes == (1, 0, 1)


def test_an_obsolete_message_that_is_used_again_gets_its_translation_back() -> None:
    (entry,), changes = update(SL + '\n#~ msgid "Yes"\n#~ msgstr "Da"\n', HEADER + '\nmsgid "Yes"\nmsgstr ""\n')
    assert (entry.msgstr, entry.obsolete, entry.fuzzy) == ("Da", False, False)
    assert changes == (1, 0, 0)


def test_a_fuzzy_translation_stays_fuzzy() -> None:
    old = SL + '\n#, fuzzy\n#| msgid "Yeah"\nmsgid "Yes"\nmsgstr "Da"\n'
    (entry,), _ = update(old, HEADER + '\nmsgid "Yes"\nmsgstr ""\n')
    assert (entry.fuzzy, entry.previous_msgid) == (True, "Yeah")


def test_a_message_that_gets_a_plural_has_its_translation_in_each_form_flagged_fuzzy() -> None:
    old = SL + '\nmsgid "{n} day"\nmsgstr "{n} dan"\n'
    new = HEADER + '\nmsgid "{n} day"\nmsgid_plural "{n} days"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    (entry,), _ = update(old, new)
    assert entry.msgstr_plural == dict.fromkeys(range(4), "{n} dan")
    assert entry.fuzzy


def test_a_message_that_is_not_needed_is_kept_but_not_added() -> None:
    template = HEADER + '\nmsgid "Ours"\nmsgstr ""\n\nmsgid "Reworded"\nmsgstr ""\n\nmsgid "Built in"\nmsgstr ""\n'
    entries, changes = update(
        SL + '\nmsgid "Reworded"\nmsgstr "Drugače"\n', template, HEADER + '\nmsgid "Ours"\nmsgstr ""\n'
    )
    assert [(entry.msgid, entry.msgstr) for entry in entries] == [("Ours", ""), ("Reworded", "Drugače")]
    assert changes == (1, 0, 0)


@pytest.mark.parametrize("text", ["", 'msgid "Yes"\nmsgstr "Da"\n'])
def test_a_catalog_without_a_header_gets_one(text: str) -> None:
    merged, _ = merging.merge(text, HEADER + '\nmsgid "Yes"\nmsgstr ""\n', HEADER, "nplurals=1; plural=0;")
    header = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n'
    )
    assert merged == header + ("\n" + text if text else "")


@needs_gettext
def test_msgcat_and_msgfmt_accept_an_updated_catalog_unchanged(tmp_path: Path) -> None:
    long = "A sentence that is longer than a line of eighty characters, which a program might wrap. " * 2
    old = f'# Opomba.\n{SL}\nmsgid "{long}"\nmsgstr "{long}"\n\nmsgid "Gone away"\nmsgstr "Šlo"\n'
    places = "".join(f" templates/a-letter-of-ours-{'x' * number}/letter.md.j2" for number in range(1, 30))
    new = f'{HEADER}\n#:{places}\n#, python-brace-format\nmsgctxt "a"\nmsgid "{long}{{n}}\\n"\nmsgstr ""\n'
    path = tmp_path / "a.po"
    path.write_text(merging.merge(old, new, new, None)[0], "utf-8")
    msgcat = subprocess.run(["msgcat", "--no-wrap", str(path)], capture_output=True, check=True).stdout
    assert msgcat.decode() == path.read_text("utf-8")
    subprocess.run(["msgfmt", "-c", "-o", "/dev/null", str(path)], check=True)


@needs_gettext
def test_msgfmt_accepts_a_number_in_words_after_an_update(tmp_path: Path) -> None:
    """It refuses the form as long as the message has the flag of a Python format."""
    entry = '\n#, python-brace-format\nmsgid "{n} parcels"\nmsgstr '
    old, new = f'{SL}{entry}"{{n:feminine}} pošiljk"\n', f'{HEADER}{entry}""\n'
    path = tmp_path / "a.po"
    command = ["msgfmt", "-c", "-o", "/dev/null", str(path)]
    path.write_text(old, "utf-8")
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1
    merged, _ = merging.merge(old, new, new, None)
    path.write_text(merged, "utf-8")
    subprocess.run(command, check=True)
    assert "python-brace-format" not in merged
    assert merging.merge(merged, new, new, None)[0] == merged
    in_digits = merging.merge(merged.replace(":feminine", ""), new, new, None)[0]
    assert "#, python-brace-format" in in_digits


def salutations(*pairs: tuple[str | None, str, str]) -> str:
    """Messages as contexts, msgids and translations."""
    entries = [
        (f'\nmsgctxt "{context}"' if context else "") + f'\nmsgid "{msgid}"\nmsgstr "{string}"\n'
        for context, msgid, string in pairs
    ]
    return "".join(entries)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (  # each in its own context, whatever their order
            [("masculine", "Dear {name},", "Spoštovani {name},"), ("feminine", "Dear {name},", "Spoštovana {name},")],
            ["feminine", "masculine"],
            ["Spoštovana {name},", "Spoštovani {name},"],
        ),
        (  # one text, two contexts: it is proposed where it was, and nowhere else
            [("masculine", "Dear {name},", "Spoštovani {name},")],
            ["feminine", "masculine"],
            ["", "Spoštovani {name},"],
        ),
        (  # a text without a context is proposed once
            [(None, "Dear {name},", "Pozdravljeni, {name},")],
            ["feminine", "masculine"],
            ["Pozdravljeni, {name},", ""],
        ),
        (  # two removed messages with one text are one text
            [(None, "Dear {name},", "Lepo, {name},"), ("old", "Dear {name}:", "Lepo, {name},")],
            ["feminine", "masculine", None],
            ["", "", "Lepo, {name},"],
        ),
    ],
)
def test_no_text_is_proposed_in_two_contexts(
    old: list[tuple[str | None, str, str]], new: list[str | None], expected: list[str]
) -> None:
    template = HEADER + salutations(*((context, "Dear {name}, hello", "") for context in new))
    entries, changes = update(SL + salutations(*old), template)
    living = [entry for entry in entries if not entry.obsolete]
    assert [entry.msgstr for entry in living] == expected
    assert changes.fuzzy == sum(map(bool, expected))
    assert all(entry.fuzzy == bool(entry.msgstr) for entry in living)


def test_what_is_said_in_one_context_is_not_proposed_in_another() -> None:
    kept = ("masculine", "Dear {name},", "Spoštovani {name},")
    old = SL + salutations(kept, (None, "Dear {name}:", "Spoštovani {name},"))
    template = HEADER + salutations((*kept[:2], ""), ("feminine", "Dear {name},", ""))
    entries, _ = update(old, template)
    assert [entry.msgstr for entry in entries if not entry.obsolete] == ["Spoštovani {name},", ""]
