"""The command that tells who has become quieter than their own rhythm."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from goodterms import output
from goodterms.advice import orders, quiet_table
from goodterms.advice import quiet as room
from goodterms.advice.recipients import IDENTITIES
from goodterms.advice.tables import open_table
from goodterms.cli.options import (
    complete_locale,
    content_option,
    json_option,
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
from goodterms.speech import in_figures, speak

if TYPE_CHECKING:
    from goodterms.advice.quiet import Advice
    from goodterms.advice.tables import AdviceTable
    from goodterms.faults import Fault
    from goodterms.model import Isolate, Locale
    from goodterms.workspace import Workspace


@click.command()
@click.argument("table", metavar="ORDERS", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--date", "day", metavar="YYYY-MM-DD", help="The day for which it is said (default: today).")
@click.option("--locale", default="", metavar="TAG", shell_complete=complete_locale,
              help="Your own language, for the reasons (default: that of goodterms).")  # fmt: skip
@click.option("--customers", metavar="TABLE", type=click.Path(dir_okay=False, path_type=Path),
              help="The table of customers whose rows are written to the output, for goodterms batch.")  # fmt: skip
@click.option("-o", "--output", "target", metavar="FILE", type=click.Path(path_type=Path),
              help="Write the list to FILE (.csv or .xlsx).")  # fmt: skip
@click.option("--force", is_flag=True, help="Overwrite the output if it exists.")
@json_option
@table_options
@content_option
def quiet(**given: Any) -> None:
    """Tell which customers have become quieter than their own rhythm, by a table of orders.

    ORDERS has a row for each order, question or answer: its date and its customer. A customer counts as quiet if so
    long a silence, or so few orders, would be rare in the customer's own rhythm. goodterms only advises: it writes no
    letter.

    Exit status: 0 done; 2 the call or a row is not valid, and nothing was written; 3 the content has an error.
    """
    options = _Options(**given)
    workspace = open_workspace(options.overlays)
    faults: list[Fault] = []
    day = letter_date(options.day, faults)
    locale = own_locale(workspace, options.locale, faults)
    faults += output_faults(options.target, quiet_table.SUFFIXES, options.force)
    if options.customers and not options.target:
        faults.append(fault("customers-without-output", "--customers"))
    if faults:
        raise InvalidRequest(faults)
    project = workspace.project
    call = options.table_options.call(options.table, options.locale, workspace)
    table = open_table(project, project.advice("orders"), call, locale, screen(), orders.IDENTITIES)
    histories = orders.read(table, day, screen())
    advice = room.advise(project, histories, locale, day)
    notes = [*table.notes, *room.notes(advice, histories, day, room.read_rules(project.content))]
    content = b""
    if options.target:
        customers = _customers(workspace, options, locale) if options.customers else None
        content, more = quiet_table.content(options.target, advice, customers)
        notes += more
    tell_notes(options.table, notes)
    _show(advice, locale, as_json=options.as_json)
    if options.target:
        document = Document(options.target.name, "text/csv", content)
        tell(speak("Written: {path}", path=output.write(str(options.target), document, options.force)))


def _customers(workspace: Workspace, options: _Options, locale: Locale) -> AdviceTable:
    """The table of customers, which is found as the table of orders is."""
    assert options.customers is not None  # noqa: S101 — only called with one
    project = workspace.project
    call = TableOptions(None, None, None, None, "").call(options.customers, options.locale, workspace)
    return open_table(project, project.advice("customers"), call, locale, screen(), IDENTITIES)


def _show(advice: Advice, locale: Locale, *, as_json: bool) -> None:
    """Print the list: for people as lines, for programs as JSON."""
    if as_json:
        click.echo(json.dumps(list(room.as_objects(advice)), ensure_ascii=False, indent=2))
        return
    isolate: Isolate = "rtl" if locale.direction == "rtl" else ""
    say_isolated("", advice.opening, isolate)
    for number, one in enumerate(advice.quiet, 1):
        say(f"\n{in_figures(number)}. {one.customer}")
        say_isolated("   ", one.reason, isolate)


class _Options(NamedTuple):
    """The arguments and options of the command."""

    table: Path
    day: str | None
    locale: str
    customers: Path | None
    target: Path | None
    force: bool
    as_json: bool
    table_options: TableOptions
    overlays: tuple[Path, ...]
