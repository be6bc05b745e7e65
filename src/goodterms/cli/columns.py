"""The command that looks at a table and proposes what its columns are: ``goodterms columns``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from goodterms import settings_file
from goodterms.cli.column_report import missing_lines, proposal_lines, unsure_lines
from goodterms.cli.options import complete_letter, content_option, open_workspace
from goodterms.cli.terminal import say, tell, tell_notes
from goodterms.content.settings import FILE_NAME
from goodterms.recipients.first_look import Place, look
from goodterms.speech import joined, plural, speak

if TYPE_CHECKING:
    from goodterms.model import LetterSpec
    from goodterms.recipients.first_look import Look
    from goodterms.settings_file import Additions


@click.command()
@click.argument("letter", shell_complete=complete_letter)
@click.argument("table", metavar="TABLE", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--sheet", metavar="NAME", help="The sheet of the workbook to read (default: the one with the columns).")
@click.option("--header-row", type=click.IntRange(1), metavar="N",
              help="The row with the names of the columns (default: it is found).")  # fmt: skip
@click.option("--encoding", default="", metavar="NAME",
              help="The encoding of a CSV or TSV file, such as cp1250 (default: what its bytes show).")  # fmt: skip
@click.option("--write", is_flag=True, help=f"Add what is sure to {FILE_NAME}; nothing else in it changes.")
@content_option
def columns(
    letter: str,
    table: Path,
    sheet: str | None,
    header_row: int | None,
    encoding: str,
    write: bool,
    overlays: tuple[Path, ...],
) -> None:
    """Show what the columns of TABLE are for LETTER, and what is missing.

    A column is recognised by its name, in all languages that goodterms knows, and by what its cells hold. What it is
    taken for is also printed as lines for goodterms.toml, so that goodterms batch reads the table as it is.
    """
    workspace = open_workspace(overlays)
    spec = workspace.project.letter(letter)
    place = Place(table, sheet, header_row, encoding)
    found = look(workspace.project, spec, place, settings_file.settled(Path(FILE_NAME)))
    tell_notes(table, found.heading.notes)
    say(
        plural(
            "{table}: {count:,} row, the names of the columns are in row {row}",
            "{table}: {count:,} rows, the names of the columns are in row {row}",
            found.rows,
            table=table,
            row=found.heading.row,
        )
    )
    say("")
    for line in proposal_lines(found.columns, workspace.project):
        say(line)
    for line in missing_lines(found.columns, spec, workspace.sender_values.filled):
        say(line)
    new = settings_file.added(Path(FILE_NAME), settings_file.additions(found, spec))
    if new and not write:
        say("\n" + speak("For {file} (--write adds it):", file=FILE_NAME) + "\n")
        say(settings_file.as_toml(new).rstrip("\n"))
    is_open = show_undecided(found, spec)
    if write:
        say("")
        write_columns(new)
    elif not new and not is_open:
        say("\n" + speak("{file} needs no lines for this table.", file=FILE_NAME))


def write_columns(new: Additions) -> None:
    """Add to goodterms.toml, and say what was added."""
    if not new:
        tell(speak("{file}: nothing to add", file=FILE_NAME))
        return
    settings_file.write(Path(FILE_NAME), new)
    words = sum(map(len, new.values.values()))
    columns = len(new.columns)
    parts = [plural("{count:,} column", "{count:,} columns", columns)] if columns else []
    # For translators: words in the cells of a table
    parts += [plural("{count:,} word", "{count:,} words", words)] if words else []
    # For translators: {added} is such as: 3 columns and 2 words
    tell(speak("Written: {file}: {added} added", file=FILE_NAME, added=joined(parts, "and")))


def show_undecided(found: Look, letter: LetterSpec) -> bool:
    """Print, as comments of TOML, the lines that a person has to decide; returns whether there are any."""
    lines = unsure_lines(found.columns, letter, settings_file.settled_words(Path(FILE_NAME)))
    if lines:
        say(
            "\n"
            + speak("To decide, and to write into {file} yourself, instead of a line there:", file=FILE_NAME)
            + "\n"
        )
        for line in lines:
            say(line)
    return bool(lines)
