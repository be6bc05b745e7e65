"""The command that says what became of the mails of an outbox."""

from __future__ import annotations

import json
import os
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from goodterms import output
from goodterms.cli.options import content_option, json_option, open_workspace
from goodterms.cli.table_options import TableOptions, table_options
from goodterms.cli.terminal import say, tell
from goodterms.envelopes import Document
from goodterms.send import mailboxes, own_table, run
from goodterms.send import outcome as outcomes_of
from goodterms.speech import aloud, in_figures, plural, sentence, speak

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from goodterms.content.smtp_settings import SmtpSettings

_QUIET = ("accepted", "delivered", "draft", "written")
"""Results of which only the number is shown."""
_MOST_SHOWN, _AT_A_TIME = 10, 100


@click.command()
@click.argument("outbox", type=click.Path(path_type=Path))
@click.argument("recipients", metavar="[RECIPIENTS]", required=False,
                type=click.Path(exists=True, dir_okay=False, path_type=Path))  # fmt: skip
@click.option("--bounces", "sources", multiple=True, metavar="DIR|MBOX|URL",
              help="Read delivery reports and answers to invitations from a folder of mails, an mbox file or a mailbox "
                   "such as imaps://care@mail.example.com/INBOX (repeatable).")  # fmt: skip
@click.option("--report", "report_file", type=click.Path(path_type=Path), metavar="FILE",
              help="Write a table with what became of each mail (.csv or .xlsx); with RECIPIENTS, your own table with "
                   "columns for it.")  # fmt: skip
@click.option("--force", is_flag=True, help="Overwrite the report if it exists.")
@json_option
@table_options
@content_option
def outcome(
    *,
    outbox: Path,
    recipients: Path | None,
    sources: tuple[str, ...],
    report_file: Path | None,
    force: bool,
    as_json: bool,
    table_options: TableOptions,
    overlays: tuple[Path, ...],
) -> None:
    """Show what became of the mails in OUTBOX.

    Each mail is written, accepted by the server, refused, not sent yet, or nobody knows; with --bounces, it may have
    come back, and customers may have answered an invitation.
    """
    workspace = open_workspace(overlays)
    settings = workspace.settings.smtp
    with run.Sending(outbox) as sending:
        if sources:
            answered = sending.record.ids_in_doubt()
            taken = outcomes_of.take_answers(sending.mails, sending.record, _mails(sources, settings, answered))
            _tell_taken(taken)
        found = outcomes_of.Outcomes(sending.mails, sending.record)
        if report_file:
            if recipients:
                call = table_options.call(recipients, "", workspace)
                content = own_table.report(report_file, workspace.project, call, found)
            else:
                content = outcomes_of.report(report_file, found)
            document = Document(report_file.name, "text/csv", content)
            tell(speak("Written: {path}", path=output.write(str(report_file), document, force=force)))
        if as_json:
            _print_json(found)
        else:
            _print(found)


def _tell_taken(taken: outcomes_of.Taken) -> None:
    """How many mails were read, and what they said."""
    tell(
        speak(
            "mails read: {mails:,}; new answers about this outbox: {answers:,}",
            mails=taken.mails,
            answers=taken.answers,
        )
    )
    if taken.settled:
        # For translators: how many mails, of which nobody knew whether they had been sent
        tell(speak("settled by what came back: {count:,}", count=taken.settled))
    if taken.puzzles:
        tell(
            plural(
                "{count:,} message is not understood, but is a report or an answer; read it yourself:",
                "{count:,} messages are not understood, but are reports or answers; read them yourself:",
                len(taken.puzzles),
            )
        )
        for puzzle in taken.puzzles[:_MOST_SHOWN]:
            tell(f"  {puzzle}")
        if len(taken.puzzles) > _MOST_SHOWN:
            tell("  " + speak("… and {more:,} more", more=len(taken.puzzles) - _MOST_SHOWN))


def _print_json(found: Iterable[outcomes_of.Outcome]) -> None:
    """Print an array with an object for each mail, some at a time."""
    rows = map(outcomes_of.row_of, found)
    begin = "["
    while some := list(islice(rows, _AT_A_TIME)):
        array = json.dumps(some, ensure_ascii=False, indent=2)
        click.echo(begin + array.removeprefix("[").removesuffix("\n]"), nl=False)
        begin = ","
    click.echo("[]" if begin == "[" else "\n]")


def _print(found: Iterable[outcomes_of.Outcome]) -> None:
    """Print how many mails have each result, then those of which somebody wants to know more."""
    tally: Counter[str] = Counter()
    lines: list[str] = []
    for one in found:
        tally.update(outcomes_of.counted_as(one))
        lines += _lines(one)
    for name, count in sorted(tally.items()):
        say(f"{in_figures(count):>7}  {speak(WORDS.get(name, name))}")
    for line in lines:
        say(line)


def _lines(one: outcomes_of.Outcome) -> Iterator[str]:
    about = f"  {one.mail.who}  {one.mail.locale}  {one.mail.letter}  "
    if one.result not in _QUIET:
        words = "" if one.result == "changed" else aloud(one.answer)  # they are about what was sent before
        yield about + ": ".join(filter(None, (speak(WORDS[one.result]), words)))
    if one.reply and (one.reply != "accepted" or one.replied_by):
        reply = ": ".join(filter(None, (speak(_REPLIES[one.reply]), one.reply_detail)))
        yield about + reply + (f" ({one.replied_by})" if one.replied_by else "")


WORDS = {
    # For translators: what became of a mail
    "written": sentence("written"),
    "not sent": sentence("not sent"),
    "unknown": sentence("unknown"),
    "refused": sentence("refused"),
    "draft": sentence("draft"),
    "accepted": sentence("accepted"),
    "changed": sentence("changed"),
    "delayed": sentence("delayed"),
    "came back": sentence("came back"),
    "delivered": sentence("delivered"),
    # For translators: what customers have answered to invitations
    "invitation accepted": sentence("invitation accepted"),
    "invitation declined": sentence("invitation declined"),
    "invitation tentative": sentence("invitation tentative"),
    "invitation delegated": sentence("invitation delegated"),
    "invitation countered": sentence("another time proposed"),
}
"""The results, and the answers to invitations, as they are counted."""
_REPLIES = {
    # For translators: what a customer has answered to an invitation
    "accepted": sentence("accepted"),
    "declined": sentence("declined"),
    "tentative": sentence("tentative"),
    "delegated": sentence("delegated"),
    "countered": sentence("another time proposed"),
}


def _mails(sources: tuple[str, ...], settings: SmtpSettings, answered: frozenset[bytes]) -> Iterator[bytes]:
    for source in sources:
        if mailboxes.is_imap(source):
            address = mailboxes.address_of(source, "--bounces")
            with mailboxes.opened(address, os.environ, settings.ca) as box:
                yield from box.mails(answered)
        else:
            yield from mailboxes.mails_in(Path(source))
