"""Rules about letters and their catalogs: which letter cannot be written in which language, and what no letter uses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from goodterms.check.checked_letters import LetterHit
from goodterms.check.registry import rule
from goodterms.check.thresholds import shortfall
from goodterms.speech import said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goodterms.check.checked_letters import CheckedLetters
    from goodterms.project import Project


@rule("error", "letters")
def letter_incomplete(checked: CheckedLetters) -> Iterator[LetterHit]:
    """A letter cannot be written in a language, because messages are not translated.

    For a language that goodterms.toml lists as in progress, this is a note, unless --min LANG=100 or complete-in
    requires the letter to be complete.

    Bad: 3 messages of the letter farewell are not translated into Telugu
    Good: every message of the letter is translated, or goodterms.toml has [languages] in-progress = ["te"]
    """
    edition, tag, language = checked.edition, checked.locale.tag, checked.locale.catalog
    for letter in checked.project.letters():
        if untranslated := edition.untranslated(letter):
            count, name = len(edition.messages(letter)), letter.name
            is_note = checked.thresholds.is_in_progress(language) and not checked.requires(name)
            facts = {"letter": name, "locale": tag, "number": len(untranslated), "count": count}
            message = (
                said("{letter} cannot be written in {locale}: {number} of {count} messages are not translated", **facts)
                if is_note
                else said(
                    "{letter} cannot be written in {locale}: {number} of {count} messages are not translated; "
                    "translate them, or list {locale} as in-progress in goodterms.toml",
                    **facts,
                )
            )
            place = _upper(checked.project, checked.path, untranslated[0].path)
            yield LetterHit(place, message, name, name, level="note" if is_note else "")


def _upper(project: Project, *paths: Path | str) -> Path | str:
    """The path in the higher layer: a letter of a sender's own lacks messages in a catalog that may not exist yet."""
    layers = project.content.layers
    numbers = {
        path: [number for number, layer in enumerate(layers) if Path(path).is_relative_to(layer)] for path in paths
    }
    return min(paths, key=lambda path: numbers[path] or [len(layers)])


@rule("error", "letters")
def letter_broken(checked: CheckedLetters) -> Iterator[LetterHit]:
    """A letter cannot be written in a language: a translation has a wrong placeholder or a forbidden character.

    Bad: "Date: {date}" → "Datum: {dan}"
    Good: "Date: {date}" → "Datum: {date}"
    """
    from goodterms.faults import wording  # nothing is worded before something is wrong

    for letter in checked.letters:
        for fault in checked.edition.broken(letter):
            key = checked.key_at(fault.place, fault.line)
            problem = wording.said_problem(fault)
            yield LetterHit(fault.place, wording.said_whole(fault), problem, letter.name, fault.line, key=key)


@rule("error", "letters")
def below_threshold(checked: CheckedLetters) -> Iterator[LetterHit]:
    """Less of a language is translated than --min or goodterms.toml requires.

    Bad: --min te=90, and 45 of 52 messages are translated
    Good: --min te=80, and 45 of 52 messages are translated
    """
    locale = checked.locale
    required = checked.thresholds.minimum(locale.catalog)
    asked = checked.asked()
    if required is None or not asked:
        return
    missing = [message for letter in checked.printed() for message in checked.edition.untranslated(letter)]
    untranslated = {(message.msgctxt, message.msgid) for message in missing}
    if message := shortfall(len(asked) - len(untranslated), len(asked), required, locale.tag):
        yield LetterHit(checked.path, message)


@rule("warning", "letters")
def message_unused(checked: CheckedLetters) -> Iterator[LetterHit]:
    """A catalog has a message that no letter uses; goodterms catalog update marks it obsolete.

    Bad: msgid "Our fax number" when no template has it
    Good: #~ msgid "Our fax number"
    """
    asked = checked.asked()
    for catalog in checked.project.catalogs.of(checked.locale.catalog):
        if not checked.is_of_top(catalog.path):
            continue  # the letters of its own layer may use what those of a higher layer do not
        for key, entry in catalog.entries.items():
            if key not in asked:
                yield LetterHit(entry.path, said("no letter uses this message"), line=entry.line, key=key)


@rule("warning", "letters")
def template_outdated(checked: CheckedLetters) -> Iterator[LetterHit]:
    """The catalog template (.pot) differs from the messages of the letters; goodterms catalog extract updates it.

    Bad: a letter uses "Our last day", and locales/goodterms.pot does not have it
    Good: locales/goodterms.pot as goodterms catalog extract writes it
    """
    project = checked.project
    if checked.locale != project.source_locale:
        return  # the template is the same for all languages
    asked = {
        (used.message.msgctxt, used.message.msgid): used.message
        for letter in checked.printed()
        for used in checked.edition.asked(letter)
    }
    for layer, template in project.catalogs.templates():
        if not checked.is_of_top(template.path):
            continue
        of_layer = {key: message for key, message in asked.items() if message.template.is_relative_to(layer)}
        for key, message in of_layer.items():
            entry = template.find(*key)
            if entry is None:
                problem = said(
                    "{letter} uses a message that is not in the template; run goodterms catalog extract",
                    letter=message.template.parent.name,
                )
                yield LetterHit(template.path, problem, key=key)
            elif entry.msgid_plural != message.msgid_plural:
                problem = said(
                    "the msgid_plural is {own!r}, but {other!r} in the letter; run goodterms catalog extract",
                    own=entry.msgid_plural,
                    other=message.msgid_plural,
                )
                yield LetterHit(template.path, problem, line=entry.line, key=key)
        for key, entry in template.entries.items():
            if key not in of_layer:
                problem = said("no letter uses this message; run goodterms catalog extract")
                yield LetterHit(template.path, problem, line=entry.line, key=key)


@rule("error", "letters")
def renders(checked: CheckedLetters) -> Iterator[LetterHit]:
    """A letter written with sample values loses a value, or its paragraphs or lists differ from the source's.

    Each letter is written with every choice, with lists of one to five items, and with CLDR's sample numbers.

    Bad: "Date: {date}" → "1. Datum: {date}", which begins a list
    Good: "Date: {date}" → "Datum: {date}"
    """
    # It imports all that letters are written with, which a check of other catalogs does not need.
    from goodterms.check.rendering import lost_in_letters

    return lost_in_letters(checked)
