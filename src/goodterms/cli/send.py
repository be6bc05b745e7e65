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

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from goodterms.content.smtp_settings import SmtpSettings
    from goodterms.send.delivery import Sent
    from goodterms.send.mailboxes import ImapBox
    from goodterms.send.planning import Plan, Verdict

_WITHOUT_ASKING = 50
"""The most mails of a first run that are sent without --limit or --yes."""
_MOST_SHOWN = 10
_STATES: dict[Verdict, tuple[str, str]] = {
    "unknown": (
        "may have been sent: the connection broke before the server's answer",
        "find out whether they arrived; give --resolve KEY=sent or KEY=unsent, or send them again with --retry-unknown",
    ),
    "changed": (
        "changed after they were sent",
        "--again sends them again, --corrections only corrected invitations and cancellations",
    ),
    "refused": ("refused by the server", "correct their rows and write the letters again, or give --retry-refused"),
    "never": ("to addresses that never get a mail", "the list is named by never, under [smtp] in goodterms.toml"),
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
            tell(f"settled: {sending.resolve(run.resolutions_of(options.resolve)):,}")
        plan = sending.plan(options.choice, settings)
        if not options.really:
            _show(plan, settings, options.pace(settings))
            return
        is_first = not any(one.last for one in plan.mails)
        if is_first and options.limit is None and not options.yes and len(plan.due) > _WITHOUT_ASKING:
            raise InvalidRequest.of("many-mails", "--send", count=len(plan.due))
        if options.drafts is not None:
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
    save_to: str | None
    drafts: str | None

    @property
    def choice(self) -> planning.Choice:
        """Which mails are meant."""
        return planning.Choice(
            self.only, _conditions(self.where), self.limit, self.again, self.corrections, self.retry_unknown,
            self.retry_refused,
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
        with _mailbox(options.save_to, "--save-to", settings):
            pass
    with ProgressLine() as line:
        sent = sending.send(plan.due, server, options.pace(settings), partial(_progress, line))
    now = sending.plan(options.choice._replace(limit=None, retry_unknown=False, retry_refused=False), settings)
    _report(plan, sent, now, options.outbox)
    if options.save_to:
        with _mailbox(options.save_to, "--save-to", settings) as box:
            count = copies.save_sent(box, options.save_to, sending.mails, sending.record)
            say(f"copies in {options.save_to}: {count:,}")
    return not (sent.refused or sent.failed or sent.unknown or sent.stopped or plan.with_verdict("unknown"))


def _mailbox(url: str, option: str, settings: SmtpSettings) -> AbstractContextManager[ImapBox]:
    """The mailbox that an option names."""
    return mailboxes.opened(mailboxes.address_of(url, option), os.environ, settings.ca)


def _save_drafts(sending: run.Sending, plan: Plan, url: str, settings: SmtpSettings) -> None:
    with _mailbox(url, "--drafts", settings) as box:
        say(f"drafts in {url}: {copies.save_drafts(box, url, plan.due, sending.record):,}")


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
        else "no server: [smtp] in goodterms.toml has no host"
    )
    say(f"{len(due):,} to send, {server}")
    for mail in due[:_MOST_SHOWN]:
        say(f"  {mail.who}  {mail.locale}  {mail.letter}  {mail.sender} → {', '.join(mail.recipients)}")
    if len(due) > _MOST_SHOWN:
        say(f"  … and {len(due) - _MOST_SHOWN:,} more")
    if pace.per_minute and due:
        say(f"at {pace.per_minute:g} a minute: {_minutes(len(due) / pace.per_minute)}")
    _before_and_after(plan)
    _open_ones(plan)
    if due:
        tell("nothing was sent; send with --send")


def _report(plan: Plan, sent: Sent, now: Plan, outbox: Path) -> None:
    """What was done; ``plan`` is that of the run, ``now`` what would happen with the mails next."""
    parts = [f"{sent.accepted:,} accepted"]
    counted = ((sent.refused, "refused"), (sent.failed, "not sent"), (sent.unknown, "unknown"))
    parts += [f"{count:,} {name}" for count, name in counted if count]
    say(f"mails: {', '.join(parts)}")
    if sent.stopped:
        tell(f"stopped: {sent.stopped}")
    _before_and_after(plan)
    _open_ones(now)
    if sent.refused or sent.failed or sent.unknown:
        tell(f"what became of each: goodterms outcome {outbox}")


def _before_and_after(plan: Plan) -> None:
    counts = plan.counts
    if counts["sent"]:
        say(f"{counts['sent']:,} sent before")
    if counts["later"]:
        say(f"{counts['later']:,} left for later (--limit)")


def _open_ones(plan: Plan) -> None:
    """The mails that are not sent without more ado, by why."""
    for verdict, (meaning, advice) in _STATES.items():
        found = plan.with_verdict(verdict)
        if found:
            names = ", ".join(one.mail.who for one in found[:_MOST_SHOWN])
            more = f" and {len(found) - _MOST_SHOWN:,} more" if len(found) > _MOST_SHOWN else ""
            tell(f"{len(found):,} {meaning}: {names}{more}")
            tell(f"  {advice}")


def _minutes(minutes: float) -> str:
    hours, rest = divmod(max(1, round(minutes)), 60)
    return f"{hours} h {rest} min" if hours else f"{rest} min"


def _progress(line: ProgressLine, sent: Sent, left: int) -> None:
    if not line.is_shown:
        return
    by_state = {"accepted": sent.accepted, "refused": sent.refused, "unknown": sent.unknown, "not sent": sent.failed}
    done = {state: count for state, count in by_state.items() if count}
    line.show(Progress("sent", done, sum(done.values()) + left))
