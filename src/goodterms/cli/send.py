"""The command that sends the mails of an outbox."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from goodterms.batch.progress import Progress
from goodterms.cli.options import open_workspace
from goodterms.cli.progress import ProgressLine
from goodterms.cli.terminal import say, tell
from goodterms.errors import InvalidRequest
from goodterms.faults import fault
from goodterms.send import copies, mailboxes, passwords, planning, run
from goodterms.send.delivery import Pace
from goodterms.send.dialogue import Server
from goodterms.speech import Counted, Some, aloud, joined, plural, sentence, sentences, speak

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from goodterms.content.smtp_settings import SmtpSettings
    from goodterms.send.delivery import Sent
    from goodterms.send.mailboxes import ImapBox
    from goodterms.send.planning import Plan, Verdict

_WITHOUT_ASKING = 50
"""The most mails of a first run that are sent without --limit or --yes."""
_MOST_SHOWN = 10
_STATES: dict[Verdict, tuple[Counted, str]] = {
    "unknown": (
        # For translators: how many mails; names is a list of customers
        sentences(
            "{count:,} may have been sent, but the server has not confirmed it: {names}",
            "{count:,} may have been sent, but the server has not confirmed it: {names}",
        ),
        sentence(
            "find out whether they arrived; give --resolve KEY=sent or KEY=unsent, or send them again with "
            "--retry-unknown"
        ),
    ),
    "changed": (
        sentences("{count:,} changed after they were sent: {names}", "{count:,} changed after they were sent: {names}"),
        sentence("--again sends them again, --corrections only corrected invitations and cancellations"),
    ),
    "drafted": (
        # For translators: how many mails; names is a list of customers
        sentences("{count:,} in a mailbox as drafts: {names}", "{count:,} in a mailbox as drafts: {names}"),
        sentence("send them from there; to send one from here instead, give --resolve KEY=unsent first"),
    ),
    "uninvited": (
        # For translators: how many cancellations of meetings; names is a list of customers
        sentences(
            "{count:,} cancels an invitation that was not sent from here: {names}",
            "{count:,} cancel invitations that were not sent from here: {names}",
        ),
        sentence("if one was sent in another way, send its cancellation with --corrections --only KEY"),
    ),
    "refused": (
        sentences("{count:,} refused by the server: {names}", "{count:,} refused by the server: {names}"),
        sentence("correct their rows and write the letters again, or give --retry-refused"),
    ),
    "returned": (
        # For translators: how many mails; names is a list of customers
        sentences("{count:,} came back: {names}", "{count:,} came back: {names}"),
        sentence("see why with goodterms outcome; --retry-returned sends them again"),
    ),
    "wrong address": (
        sentences(
            "{count:,} came back, as the address does not exist: {names}",
            "{count:,} came back, as the addresses do not exist: {names}",
        ),
        sentence(
            "correct the address in its row, write the letters again, and give --retry-returned; if the address is "
            "right, give --retry-returned --only KEY"
        ),
    ),
    "unwanted": (
        sentences(
            "{count:,} came back, as the other server did not want it: {names}",
            "{count:,} came back, as the other servers did not want them: {names}",
        ),
        sentence("ask your provider about the reason in goodterms outcome, then give --retry-returned"),
    ),
    "passed on": (
        sentences(
            "{count:,} came back from where somebody had passed it on: {names}",
            "{count:,} came back from where somebody had passed them on: {names}",
        ),
        sentence("find out whether they arrived; if not, give --retry-returned --only KEY"),
    ),
    "never": (
        sentences(
            "{count:,} to addresses that never get a mail: {names}",
            "{count:,} to addresses that never get a mail: {names}",
        ),
        sentence("the list is named by never, under [smtp] in goodterms.toml"),
    ),
}
"""What a verdict means for mails, and what can be done."""


@click.command()
@click.argument("outbox", type=click.Path(path_type=Path))
@click.option("--send", "really", is_flag=True, help="Send; without it, only show what would be sent.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Send only the first N mails that are due.")
@click.option("--only", multiple=True, metavar="KEY",
              help="Send only to the customer with this key or address (repeatable).")  # fmt: skip
@click.option("--where", multiple=True, metavar="FIELD=VALUE",
              help=f"Send only these mails (repeatable); FIELD is one of {', '.join(planning.FIELDS)}.")  # fmt: skip
@click.option("--yes", is_flag=True, help=f"Send more than {_WITHOUT_ASKING} mails in a first run.")
@click.option("--connections", type=click.IntRange(1, 32), metavar="N", help="How many connections at a time.")
@click.option("--per-minute", type=click.FloatRange(0.01), metavar="N", help="The most mails a minute.")
@click.option("--stop-after", type=click.IntRange(1), metavar="N", default=10, show_default=True,
              help="Stop after N refusals in a row.")  # fmt: skip
@click.option("--again", is_flag=True, help="Send letters again that changed after they were sent.")
@click.option("--corrections", is_flag=True, help="Send corrected invitations, and cancellations.")
@click.option("--resolve", multiple=True, metavar="KEY=sent|unsent",
              help="Say what became of a mail that may have been sent (repeatable).")  # fmt: skip
@click.option("--retry-unknown", is_flag=True, help="Send again what may have been sent, with the same Message-ID.")
@click.option("--retry-refused", is_flag=True, help="Send again what the server has refused.")
@click.option("--retry-returned", is_flag=True,
              help="Send again what came back, except to addresses that do not exist.")  # fmt: skip
@click.option("--save-to", metavar="URL", help="Put a copy of each sent mail into a mailbox, such as "
              "imaps://care@mail.example.com/Sent.")  # fmt: skip
@click.option("--drafts", metavar="URL", help="Put the mails into a mailbox as drafts, instead of sending them.")
def send(**given: Any) -> None:
    """Send the mails in OUTBOX by SMTP, each once.

    Without --send, nothing is sent: the command shows what would go, through which server. The server is the one under
    [smtp] in goodterms.toml.

    Exit status: 0 done; 1 some mails were refused or not sent, or may have been sent; 2 the call, the settings, the
    outbox or the server are not usable; 130 interrupted.
    """
    options = _Options(**given)
    settings = open_workspace(()).settings.smtp
    with run.Sending(options.outbox) as sending:
        if options.resolve:
            settled = sending.resolve(run.resolutions_of(options.resolve))
            # For translators: how many mails were said to be sent or not
            tell(speak("settled: {count:,}", count=settled))
        plan = sending.plan(options.choice, settings)
        if not (options.really or options.drafts):
            _show(plan, settings, options.pace(settings))
            return
        if not plan.is_tried and options.limit is None and not options.yes and len(plan.due) > _WITHOUT_ASKING:
            raise InvalidRequest.of("many-mails", "--drafts" if options.drafts else "--send", count=len(plan.due))
        if options.drafts:
            _save_drafts(sending, plan, options.drafts, settings)
        elif not _send(sending, plan, options, settings):
            click.get_current_context().exit(1)


class _Options(NamedTuple):
    """The argument and the options of the command."""

    outbox: Path
    really: bool
    limit: int | None
    only: tuple[str, ...]
    where: tuple[str, ...]
    yes: bool
    connections: int | None
    per_minute: float | None
    stop_after: int
    again: bool
    corrections: bool
    resolve: tuple[str, ...]
    retry_unknown: bool
    retry_refused: bool
    retry_returned: bool
    save_to: str | None
    drafts: str | None

    @property
    def choice(self) -> planning.Choice:
        """Which mails are meant."""
        return planning.Choice(
            self.only, _conditions(self.where), self.limit, self.again, self.corrections, self.retry_unknown,
            self.retry_refused, self.retry_returned,
        )  # fmt: skip

    def pace(self, settings: SmtpSettings) -> Pace:
        """How they are sent."""
        return Pace(
            self.connections or settings.connections, self.per_minute or settings.per_minute,
            most_refusals=self.stop_after,
        )  # fmt: skip


def _send(sending: run.Sending, plan: Plan, options: _Options, settings: SmtpSettings) -> bool:
    """Send what is due, and put copies into a mailbox; returns whether every mail was accepted."""
    run.refuse_unsafe(settings)
    server = Server(settings, passwords.login_of(settings, os.environ))
    if options.save_to:  # a wrong address is refused before anything is sent
        with _mailbox(options.save_to, "--save-to", settings) as box:
            box.check()
    with ProgressLine() as line:
        sent = sending.send(plan.due, server, options.pace(settings), partial(_progress, line))
    now = sending.plan(options.choice.without_retries, settings)
    _report(plan, sent, now, options.outbox)
    if options.save_to:
        with _mailbox(options.save_to, "--save-to", settings) as box:
            count = copies.save_sent(box, options.save_to, sending.mails, sending.record)
            say(speak("copies in {place}: {count:,}", place=options.save_to, count=count))
    return not (sent.refused or sent.failed or sent.unknown or sent.stopped or plan.with_verdict("unknown"))


def _mailbox(url: str, option: str, settings: SmtpSettings) -> AbstractContextManager[ImapBox]:
    """The mailbox that an option names."""
    return mailboxes.opened(mailboxes.address_of(url, option), os.environ, settings.ca)


def _save_drafts(sending: run.Sending, plan: Plan, url: str, settings: SmtpSettings) -> None:
    with _mailbox(url, "--drafts", settings) as box:
        count = copies.save_drafts(box, url, plan.due, sending.record)
        say(speak("drafts in {place}: {count:,}", place=url, count=count))


def _conditions(given: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    pairs = [one.partition("=") for one in given]
    wrong = [
        fault("not-a-condition", "--where", given=one)
        for one, (name, equals, _) in zip(given, pairs, strict=True)
        if not (name.strip() and equals)
    ]
    if wrong:
        raise InvalidRequest(wrong)
    return tuple((name.strip(), value) for name, _, value in pairs)


def _show(plan: Plan, settings: SmtpSettings, pace: Pace) -> None:
    """What would be sent, from whom, through which server, and how long it takes at least."""
    due = plan.due
    server = (
        f"{settings.host}:{settings.port} ({settings.tls})"
        if settings.host
        else speak("no server: [smtp] in goodterms.toml has no host")
    )
    # For translators: how many mails, and the server: mail.example.com:587 (starttls)
    say(plural("{count:,} to send, {server}", "{count:,} to send, {server}", len(due), server=server))
    for mail in due[:_MOST_SHOWN]:
        say(f"  {mail.who}  {mail.locale}  {mail.letter}  {mail.sender} → {', '.join(mail.recipients)}")
    if len(due) > _MOST_SHOWN:
        say("  " + speak("… and {more:,} more", more=len(due) - _MOST_SHOWN))
    if pace.per_minute and due:
        time = _minutes(len(due) / pace.per_minute)
        # For translators: mails a minute, and the time that all take: 1 h 30 min
        say(speak("at {pace:g} a minute: {time}", pace=pace.per_minute, time=time))
    _before_and_after(plan)
    _open_ones(plan)
    if due:
        tell(speak("nothing was sent; send with --send"))


def _report(plan: Plan, sent: Sent, now: Plan, outbox: Path) -> None:
    """What was done; ``plan`` is that of the run, ``now`` what would happen with the mails next."""
    counted = {"accepted": sent.accepted, "refused": sent.refused, "failed": sent.failed, "unknown": sent.unknown}
    parts = [
        plural(_BECAME[what].one, _BECAME[what].other, count)
        for what, count in counted.items()
        if count or what == "accepted"
    ]
    say(speak("mails: {counts}", counts=joined(parts)))
    if sent.stopped:
        tell(speak("stopped: {reason}", reason=aloud(sent.stopped)))
    _before_and_after(plan)
    _open_ones(now)
    if sent.refused or sent.failed or sent.unknown:
        tell(speak("what became of each: goodterms outcome {outbox}", outbox=outbox))


_BECAME = {
    # For translators: how many mails: mails: 48 accepted, 2 refused
    "accepted": sentences("{count:,} accepted", "{count:,} accepted"),
    "refused": sentences("{count:,} refused", "{count:,} refused"),
    "failed": sentences("{count:,} not sent", "{count:,} not sent"),
    "unknown": sentences("{count:,} unknown", "{count:,} unknown"),
}
"""What has become of mails."""


def _before_and_after(plan: Plan) -> None:
    counts = plan.counts
    if counts["sent"]:
        say(plural("{count:,} sent before", "{count:,} sent before", counts["sent"]))
    if counts["later"]:
        say(plural("{count:,} left for later (--limit)", "{count:,} left for later (--limit)", counts["later"]))


def _open_ones(plan: Plan) -> None:
    """The mails that are not sent without more ado, by why."""
    for verdict, (meaning, advice) in _STATES.items():
        found = plan.with_verdict(verdict)
        if found:
            names = aloud(Some([mail.who for mail in found], _MOST_SHOWN, ""))
            tell(plural(meaning.one, meaning.other, len(found), names=names))
            tell("  " + speak(advice))


def _minutes(minutes: float) -> str:
    hours, rest = divmod(max(1, round(minutes)), 60)
    # For translators: hours and minutes
    return (
        speak("{hours} h {minutes} min", hours=hours, minutes=rest) if hours else speak("{minutes} min", minutes=rest)
    )


def _progress(line: ProgressLine, sent: Sent, left: int) -> None:
    if not line.is_shown:
        return
    by_state = {"accepted": sent.accepted, "refused": sent.refused, "unknown": sent.unknown, "not sent": sent.failed}
    done = {state: count for state, count in by_state.items() if count}
    line.show(Progress("sent", done, sum(done.values()) + left))
