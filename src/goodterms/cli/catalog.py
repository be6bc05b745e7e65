"""The commands for translators: ``goodterms catalog …``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from goodterms import output
from goodterms.cli.options import complete_letter, complete_locale, content_option, json_option, open_workspace
from goodterms.cli.terminal import near, say, tell, wrapped
from goodterms.errors import InvalidRequest
from goodterms.reports.width import width as width_of
from goodterms.speech import joined, sentence, speak
from goodterms.translating import handoff, term_files, workflow
from goodterms.translating.rewording import word_diff

if TYPE_CHECKING:
    from goodterms.translating.rewording import Rewording
    from goodterms.translating.workflow import FileResult

_WORD_DIFF = {"same": "{}", "deleted": "[-{}-]", "inserted": "{{+{}+}}"}
"""How runs of words are shown: as wdiff does."""


@click.group()
def catalog() -> None:
    """Create, update and translate catalogs."""


@catalog.command()
@content_option
def extract(overlays: tuple[Path, ...]) -> None:
    """Write the catalog template (.pot) from the letters."""
    _report(workflow.extract_template(open_workspace(overlays).project))


@catalog.command()
@content_option
def update(overlays: tuple[Path, ...]) -> None:
    """Write the catalog template and update every catalog to match it.

    Translations and translator comments are kept. A new message that is similar to a removed one gets the translation
    of the removed one, flagged fuzzy. Running the command again changes nothing.
    """
    for result in workflow.update_catalogs(open_workspace(overlays).project):
        _report(result)
        if result.is_written and result.changes:
            new, fuzzy, removed = result.changes
            # For translators: how many messages of a catalog
            changed = speak("{new} new ({fuzzy} fuzzy), {removed} removed", new=new, fuzzy=fuzzy, removed=removed)
            tell(f"  {changed}")


@catalog.command()
@click.argument("language", metavar="[LANG]", required=False, shell_complete=complete_locale)
@content_option
@json_option
def diff(language: str | None, overlays: tuple[Path, ...], as_json: bool) -> None:
    """Show what changed in reworded messages, word by word.

    Reworded messages are those to which an update gave a fuzzy translation. Each is shown with [-deleted words-],
    {+inserted words+} and its current translation.
    """
    rewordings = workflow.find_rewordings(open_workspace(overlays).project, language)
    if as_json:
        rows = [{"path": str(near(path)), **rewording._asdict()} for path, rewording in rewordings]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for path, rewording in rewordings:
        _show_rewording(path, rewording)
    tell("  " + speak("reworded messages: {count}", count=len(rewordings)))


def _show_rewording(path: Path, rewording: Rewording) -> None:
    say(f"{near(path)}:{rewording.line}")
    runs = [_WORD_DIFF[kind].format(words) for kind, words in word_diff(rewording.previous, rewording.msgid)]
    for line in ["".join(runs), *(f"→ {string}" for string in rewording.strings)]:
        say(wrapped(line, 79, "  ", "  "))


@catalog.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@content_option
def pseudo(folder: Path, overlays: tuple[Path, ...]) -> None:
    """Write pseudo-locales into DIR, to test letters.

    One has longer text with accents, one is written from right to left, and one shows each plural form and its numbers.
    """
    for result in workflow.write_pseudo_locales(open_workspace(overlays).project, folder):
        _report(result)


@catalog.command()
@click.argument("language", metavar="LANG")
@click.option("--region", "for_region", is_flag=True, help="Create a catalog only for the region in LANG.")
@content_option
def add(language: str, for_region: bool, overlays: tuple[Path, ...]) -> None:
    """Create a catalog for LANG, with its CLDR plural rule.

    With --content, if the built-in letters exist in LANG, the catalog gets only the messages of your templates;
    otherwise it gets all messages, and LANG gets a language.toml and a samples.toml to fill in.
    """
    for result in workflow.add_language(open_workspace(overlays).project, language, for_region=for_region):
        _report(result)


@catalog.command()
@content_option
@json_option
def status(overlays: tuple[Path, ...], as_json: bool) -> None:
    """Show how many messages and words are left to translate."""
    project = open_workspace(overlays).project
    rows = workflow.status(project)
    if as_json:
        click.echo(json.dumps([row._asdict() for row in rows], ensure_ascii=False, indent=2))
        return
    widths = {letter: max(len(letter), 8) for letter in project.content.letters()}
    headings = [f"{letter:>{width}}" for letter, width in widths.items()]
    # For translators: the heading of a column of numbers: how many words are left to translate
    words_left = speak("words left")
    say("  ".join([f"{'':<8}", *headings, words_left]))
    for row in rows:
        cells = [f"{row.missing[letter] or '–':>{width}}" for letter, width in widths.items()]
        say("  ".join([f"{row.language:<8}", *cells, f"{row.words or '–':>{width_of(words_left)}}"]))


@catalog.command(name="todo")
@click.argument("language", metavar="LANG", shell_complete=complete_locale)
@click.argument("letter", metavar="[LETTER]", required=False, shell_complete=complete_letter)
@click.option("-o", "--output", "target", metavar="FILE", help="Write to this file (default: standard output).")
@click.option("--force", is_flag=True, help="Overwrite the file if it exists.")
@click.option("--all", "with_finished", is_flag=True, help="Export translated messages, too, to be reviewed.")
@content_option
def write_todo(
    language: str,
    letter: str | None,
    target: str | None,
    force: bool,
    with_finished: bool,
    overlays: tuple[Path, ...],
) -> None:
    """Export the missing and fuzzy messages of LANG.

    With LETTER, only the messages of that letter. FILE is a catalog or, for translators without a catalog editor, a
    table (.xlsx, .csv). Import the translations with: goodterms catalog take FILE
    """
    project = open_workspace(overlays).project
    todo = handoff.todo_document(project, language, letter, target or "", with_finished=with_finished)
    if faults := output.faults(target, None, force):
        raise InvalidRequest(faults)
    if target is None:
        click.echo(todo.document.content.decode(), nl=False)
    else:
        tell(speak("Written: {path}", path=near(output.write(target, todo.document, force))))
    count = todo.message_count
    counted = (
        speak("messages: {count}", count=count)
        if with_finished
        else speak("messages to translate: {count}", count=count)
    )
    tell(f"  {counted}")


@catalog.command()
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Replace finished translations that have not changed in the meantime.")
@click.option("--skip-bad", is_flag=True, help="Import the translations without errors, and list the others.")
@content_option
@click.pass_context
def take(ctx: click.Context, file: Path, replace: bool, skip_bad: bool, overlays: tuple[Path, ...]) -> None:
    """Import the translations in FILE into a catalog.

    FILE is a catalog or a table that "catalog todo" wrote. If a check finds an error in any translation, nothing is
    written. Empty translations are ignored; what is not imported is listed. A message that already has a different
    translation keeps it, unless you give --replace and FILE was written with "catalog todo --all".

    The exit status is 1 if --skip-bad or --replace left a translation out.
    """
    options = handoff.TakeOptions(replace, skip_bad)
    taken = handoff.take_file(open_workspace(overlays).project, file, options)
    _report(taken.result)
    tell("  " + speak("translations taken: {count}", count=taken.translated))
    if replace:
        tell("  " + speak("translations replaced: {count}", count=taken.replaced))
    for one in taken.not_taken:
        _tell_not_taken(one)
    for skipped in taken.skipped:
        tell("\n    ".join(f"  {speak('not taken: {reason}', reason=skipped)}".split("\n")))
    for warning in taken.warnings:
        tell("  " + speak("warning: {warning}", warning=warning))
    if taken.skipped or (replace and any(one.what.reason in _LEFT_OUT for one in taken.not_taken)):
        ctx.exit(1)


_LEFT_OUT = ("changed", "unknown-base")
_NOT_TAKEN = {
    # For translators: what was done with a translation that came back, and why
    "translated": sentence("kept, has another translation: {msgid!r}; --replace replaces it"),
    "changed": sentence("kept, was changed after it was handed out: {msgid!r}"),
    "unknown-base": sentence(
        "kept, the file does not say what was handed out: {msgid!r}; write it with catalog todo --all"
    ),
    "incomplete": sentence("not taken, form {forms} is empty: {msgid!r}"),
    "fuzzy": sentence("not taken, is fuzzy: {msgid!r}"),
}


def _tell_not_taken(placed: handoff.Placed) -> None:
    """Say why a translation was not taken; of one that was changed on both sides, all versions."""
    what = placed.what
    forms = joined([*map(str, what.forms)], "and")
    tell(f"  {placed.place}: {speak(_NOT_TAKEN[what.reason], msgid=what.key[1], forms=forms)}")
    if what.reason == "changed":
        handed_out, current, returned = (
            " | ".join(strings) or "–" for strings in (what.handed_out, what.current, what.returned)
        )
        tell("    " + speak("handed out: {text}", text=handed_out))
        tell("    " + speak("in the catalog: {text}", text=current))
        tell("    " + speak("returned: {text}", text=returned))


@catalog.command(name="terms")
@click.argument("language", metavar="LANG", shell_complete=complete_locale)
@click.option("-o", "--output", "target", metavar="FILE", help="Write to this file (default: CSV on standard output).")
@click.option("--force", is_flag=True, help="Overwrite the file if it exists.")
@click.option(
    "--import",
    "source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Take the terms in this file into terms.toml.",
)
@content_option
def exchange_terms(
    language: str, target: str | None, force: bool, source: Path | None, overlays: tuple[Path, ...]
) -> None:
    """Export the terms of LANG, or import them.

    FILE is a table (.csv, .xlsx) or TBX (.tbx), which terminology programs read and write.
    """
    project = open_workspace(overlays).project
    if source is not None:
        if target is not None:
            raise InvalidRequest.of("import-and-output", "--output")
        taken = term_files.take_terms(project, language, source)
        _report(taken.result)
        tell("  " + speak("terms new or changed: {count}", count=taken.taken))
        for word in taken.left_out:
            tell("  " + speak("left out, has signs that are not in words: {word!r}", word=word))
        return
    terms = term_files.terms_document(project, language, target or "")
    if faults := output.faults(target, None, force):
        raise InvalidRequest(faults)
    if target is None:
        click.echo(terms.document.content.decode("utf-8-sig").replace("\r\n", "\n"), nl=False)
    else:
        tell(speak("Written: {path}", path=near(output.write(target, terms.document, force))))
        tell("  " + speak("terms: {count}", count=terms.term_count))


def _report(result: FileResult) -> None:
    """Say whether a file was written."""
    path = near(result.path)
    tell(speak("Written: {path}", path=path) if result.is_written else speak("Unchanged: {path}", path=path))
