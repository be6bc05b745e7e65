"""The options that say how a table is read, for the commands that write letters to its rows."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from goodterms.content.column_settings import DATE_ORDERS, DECIMALS
from goodterms.fields import Written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from goodterms.batch.reading import TableCall
    from goodterms.workspace import Workspace


class TableOptions(NamedTuple):
    """What the options of a command say of a table; None or empty for what is to be found in it."""

    sheet: str | None
    header_row: int | None
    dates: str | None
    numbers: str | None
    encoding: str

    def call(self, path: Path, locale: str, workspace: Workspace) -> TableCall:
        """What is said of a table, by the options and by the settings; ``locale`` is for rows that name none."""
        from goodterms.batch.reading import TableCall  # a command that may read a table loads nothing else for it
        from goodterms.recipients.first_look import Place
        from goodterms.sheets.snapshot import taken

        written = Written(self.dates or "", DECIMALS[self.numbers] if self.numbers else "")
        # Between two reads of a table, somebody may change it: all that is read and said is from one state of it.
        table = click.get_current_context().with_resource(taken(path))
        place = Place(table, self.sheet, self.header_row, self.encoding)
        return TableCall(place, locale, written, workspace.columns, workspace.words)


def table_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of a command that reads a table; the command receives them as ``table_options``."""

    @click.option("--sheet", metavar="NAME",
                  help="The sheet of the workbook to read (default: the one with most known columns).")  # fmt: skip
    @click.option("--header-row", type=click.IntRange(1), metavar="N",
                  help="The row that names the columns (default: the one with most known columns).")  # fmt: skip
    @click.option("--dates", type=click.Choice(DATE_ORDERS),
                  help="The order of day, month and year in columns that leave it open, such as "
                       "03/12/2026.")  # fmt: skip
    @click.option("--numbers", type=click.Choice(list(DECIMALS)),
                  help="The decimal separator in columns that leave it open, such as 1.250.")  # fmt: skip
    @click.option("--encoding", default="", metavar="NAME",
                  help="The encoding of a CSV or TSV file, such as cp1250 (default: what its bytes show).")  # fmt: skip
    @wraps(command)
    def with_table(
        *,
        sheet: str | None,
        header_row: int | None,
        dates: str | None,
        numbers: str | None,
        encoding: str,
        **others: Any,
    ) -> None:
        command(table_options=TableOptions(sheet, header_row, dates, numbers, encoding), **others)

    return with_table
