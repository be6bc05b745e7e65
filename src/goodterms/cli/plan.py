"""The command that plans a year of contacts with customers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from goodterms import output
from goodterms.advice import plan_files, plan_page, planning
from goodterms.advice.plan_words import PlanWords, reach
from goodterms.cli.options import (
    complete_locale,
    content_option,
    letter_date,
    open_workspace,
    output_faults,
    own_locale,
)
from goodterms.cli.table_options import TableOptions, table_options
from goodterms.cli.terminal import say, say_isolated, screen, tell, tell_notes
from goodterms.envelopes import Document
from goodterms.errors import InvalidRequest
from goodterms.faults import fault
from goodterms.recipients.grouping import with_hint
from goodterms.speech import plural, speak

if TYPE_CHECKING:
    from datetime import date

    from goodterms.advice.plan import Contact, Plan
    from goodterms.advice.planning import Planned
    from goodterms.batch.reading import TableCall
    from goodterms.faults import Fault
    from goodterms.model import Isolate, Locale
    from goodterms.workspace import Workspace

SUFFIXES = (".ics", ".csv", ".xlsx", ".html")
_MEDIA_TYPES = {".ics": "text/calendar", ".csv": "text/csv", ".html": "text/html"}
_MOST_LINES = 20


@click.command()
@click.argument("table", metavar="CUSTOMERS", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--year", type=int, metavar="YYYY", help="The year of the plan (default: next year).")
@click.option("-o", "--output", "targets", metavar="FILE", multiple=True, type=click.Path(path_type=Path),
              help="Write the plan to FILE: .ics, .csv, .xlsx or .html (repeatable).")  # fmt: skip
@click.option("--force", is_flag=True, help="Overwrite the output if it exists.")
@click.option("--every", "usual", metavar="CADENCE", default="yearly", show_default=True,
              help="How often to contact customers whose row does not say: yearly, half-yearly, quarterly, or such as "
                   "'6 weeks'.")  # fmt: skip
@click.option("--per-week", type=click.IntRange(1), metavar="N",
              help="At most N contacts in a week, for each account manager (default: any number).")  # fmt: skip
@click.option("--country", "countries", metavar="CODE", multiple=True,
              help="Your own country, whose holidays count (repeatable; default: that of mail.timezone).")  # fmt: skip
@click.option("--absences", metavar="TABLE", type=click.Path(dir_okay=False, path_type=Path),
              help="A table of your team's absences: manager, from, until.")  # fmt: skip
@click.option("--keep", "earlier", metavar="PLAN", type=click.Path(dir_okay=False, path_type=Path),
              help="An earlier plan (.csv or .xlsx), whose contacts stay where they still fit.")  # fmt: skip
@click.option("--date", "day", metavar="YYYY-MM-DD", help="The day on which the plan is made (default: today).")
@click.option("--locale", default="", metavar="TAG", shell_complete=complete_locale,
              help="Your own language, for the reasons and the page (default: that of goodterms).")  # fmt: skip
@table_options
@content_option
def plan(**given: Any) -> None:
    """Plan the contacts with customers over a year, each near its anniversary.

    A contact keeps clear of the customer's busy times, of weekends and public holidays, and of absences; contacts are
    spread evenly over the weeks. goodterms only advises: it writes no letter. It needs the extra 'goodterms[plan]'.

    Exit status: 0 done; 1 there is no day for some contacts; 2 the call or a row is not valid, and nothing was
    written; 3 the content has an error.
    """
    options = _Options(**given)
    workspace = open_workspace(options.overlays)
    faults: list[Fault] = []
    day = letter_date(options.day, faults)
    locale = own_locale(workspace, options.locale, faults)
    call = options.call(workspace, day, faults)
    for target in options.targets:
        faults += output_faults(target, SUFFIXES, options.force)
    if faults:
        raise InvalidRequest(faults)
    planned = planning.make(workspace.project, call, locale, screen())
    words = PlanWords(workspace.project, planned.plan, locale, day)
    sender = workspace.settings.envelope.sender_email
    contents = [_content(target, workspace, planned, words, sender, day) for target in options.targets]
    tell_notes(options.table, planned.notes)
    say_isolated("", words.opening(), _isolate(locale))
    if not options.targets:
        _show(planned.plan, words)
    for target, content in zip(options.targets, contents, strict=True):
        document = Document(target.name, _MEDIA_TYPES.get(target.suffix.lower(), ""), content)
        tell(speak("Written: {path}", path=output.write(str(target), document, options.force)))
    if planned.plan.impossible:
        _tell_impossible(planned.plan)
        click.get_current_context().exit(1)


class _Options(NamedTuple):
    """The arguments and options of the command."""

    table: Path
    year: int | None
    targets: tuple[Path, ...]
    force: bool
    usual: str
    per_week: int | None
    countries: tuple[str, ...]
    absences: Path | None
    earlier: Path | None
    day: str | None
    locale: str
    table_options: TableOptions
    overlays: tuple[Path, ...]

    def call(self, workspace: Workspace, day: date, faults: list[Fault]) -> planning.PlanCall:
        """What was asked for; what is wrong with it is added to ``faults``."""
        year = self.year if self.year is not None else day.year + 1
        if not planning.FIRST_YEAR <= year <= planning.LAST_YEAR:
            faults.append(fault("plan-year", "--year", given=year, first=planning.FIRST_YEAR, last=planning.LAST_YEAR))
        faults += planning.cadence_faults(workspace.project, self.usual)
        timezone = workspace.settings.envelope.timezone
        catalogs = workspace.project.catalogs.languages
        return planning.PlanCall(
            year,
            day,
            self.table_options.call(self.table, "", workspace),
            _plain_call(self.absences, workspace),
            _plain_call(self.earlier, workspace),
            planning.own_countries(self.countries, timezone, catalogs, faults),
            self.usual,
            self.per_week,
        )


def _plain_call(path: Path | None, workspace: Workspace) -> TableCall | None:
    """A further table, of which the options say nothing."""
    return TableOptions(None, None, None, None, "").call(path, "", workspace) if path else None


def _content(target: Path, workspace: Workspace, planned: Planned, words: PlanWords, sender: str, day: date) -> bytes:
    suffix = target.suffix.lower()
    if suffix == ".ics":
        return plan_files.calendar(planned, words, sender, day)
    if suffix == ".html":
        return plan_page.page(workspace.project.content, planned.plan, words)
    return plan_files.table(target, planned, words)


def _show(plan: Plan, words: PlanWords) -> None:
    """Print the contacts, in the order of days."""
    isolate = _isolate(words.locale)
    for contact in plan.placed:
        day = plan.calendar.date(contact.day or 0)
        manager = f" ({contact.wish.manager})" if contact.wish.manager else ""
        say(f"\n{day}  {contact.wish.customer.label}{manager}")
        say_isolated("            ", words.why(contact), isolate)


def _tell_impossible(plan: Plan) -> None:
    """Say which contacts have no day, each by the row of its customer, and why."""
    found = plan.impossible
    tell(plural("no day for {count:,} contact", "no day for {count:,} contacts", len(found)))
    for contact in found[:_MOST_LINES]:
        wrong = _why_not(plan, contact)
        customer = contact.wish.customer
        problem = with_hint(wrong.problem, wrong.hint)
        row = speak(
            "row {row}, {customer}: {problem}", row=customer.row.number, customer=customer.label, problem=problem
        )
        tell(f"  {row}")
    if (more := len(found) - _MOST_LINES) > 0:
        tell("  " + speak("… and {more:,} more", more=more))


def _why_not(plan: Plan, contact: Contact) -> Fault:
    first, last = reach(plan, contact)
    return fault("weeks-full" if contact.days else "no-open-day", first=first, last=last)


def _isolate(locale: Locale) -> Isolate:
    return "rtl" if locale.direction == "rtl" else ""
