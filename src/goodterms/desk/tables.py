"""The tables that were sent to the desk: how each is read, what is known of it, what is being done with it."""

from __future__ import annotations

import shutil
from collections import OrderedDict
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from secrets import token_hex, token_urlsafe
from threading import RLock
from typing import TYPE_CHECKING

from goodterms import settings_file, speech
from goodterms.batch import digests
from goodterms.content.settings import FILE_NAME
from goodterms.desk import standing
from goodterms.desk.order import CHECK, TEST, WRITE, Order, Reading, Writing
from goodterms.desk.table_index import Index

if TYPE_CHECKING:
    from collections.abc import Sequence

    from goodterms.desk.desk import Options
    from goodterms.desk.runs import Run, Runs
    from goodterms.desk.table_seen import Seen
    from goodterms.desk.uploads import PrivateFolder
    from goodterms.faults import Fault
    from goodterms.recipients.outcome import Mapped
    from goodterms.workspace import Workspace

_MOST = 5
"""The tables that are kept; of a further one, the oldest that nothing is done with goes."""


class Table:
    """One table: its ``id`` in addresses, the ``name`` of its file, its bytes, how it is read and written.

    ``check`` is the last check, ``run`` the last run that wrote, ``test`` the last test; None before the first.
    ``workspace`` is the one that the check was made with, ``state`` is what it depended on. ``said`` and
    ``problem`` are what the next page says of the last form: what was done, or why it was not.
    """

    def __init__(self, name: str, file: Path, reading: Reading) -> None:
        self.id = token_urlsafe(12)
        self.name = name
        self.file = file
        self.reading = reading
        self.writing = Writing(day=date.today().isoformat())  # noqa: DTZ011 -- the day on the wall of the sender
        self.test_to = ""
        self.check: Run | None = None
        self.run: Run | None = None
        self.test: Run | None = None
        self.workspace: Workspace | None = None
        self.state = b""
        self.said = ""
        self.problem: list[str] = []

    @property
    def seen(self) -> Seen | None:
        """What the last check has seen of the table; None before, and where it cannot be read."""
        return self.check.seen if self.check else None

    @property
    def index(self) -> Index | None:
        """The rows of the table; None before they are known."""
        return Index(Path(self.check.order.database)) if self.check and self.check.seen else None

    @property
    def results(self) -> Path | None:
        """What became of each row in the last run that wrote; None where there is none that finished."""
        return Path(self.run.order.database) if self.run and self.run.answer else None

    @property
    def is_busy(self) -> bool:
        """Whether something is being done with the table."""
        return any(run and run.is_running for run in (self.check, self.run, self.test))


class Tables:
    """All tables of a desk; may be used from several threads."""

    def __init__(self, options: Options, private: PrivateFolder, runs: Runs) -> None:
        self._options = options
        self._private = private
        self._runs = runs
        self._tables: OrderedDict[str, Table] = OrderedDict()
        self._lock = RLock()

    @property
    def settings(self) -> Path:
        """The goodterms.toml of the desk."""
        return self._options.folder / FILE_NAME

    def add(self, name: str, file: Path, reading: Reading, workspace: Workspace, former: str = "") -> Table:
        """Take a table that has arrived as a ``file`` in a private folder of its own.

        One in the place of a ``former`` table, by its id, is read and written as that was.
        """
        table = Table(name, file, reading)
        if former and (before := self.get(former)):
            table.reading, table.writing, table.test_to = before.reading, before.writing, before.test_to
            with self._lock:
                self._tables[table.id] = table
                if not before.is_busy:
                    del self._tables[before.id]
                    shutil.rmtree(before.file.parent, ignore_errors=True)
            return table
        formats = ("eml",) if workspace.settings.envelope.sender_email else ("text",)
        table.writing = table.writing._replace(formats=formats)
        table.test_to = workspace.settings.envelope.sender_email
        with self._lock:
            self._tables[table.id] = table
            idle = [one for one in self._tables.values() if not one.is_busy and one is not table]
            for old in idle[: max(0, len(self._tables) - _MOST)]:
                del self._tables[old.id]
                shutil.rmtree(old.file.parent, ignore_errors=True)
        return table

    def get(self, name: str) -> Table | None:
        """A table by its id; None for one that is no longer kept."""
        return self._tables.get(name)

    def all(self) -> list[Table]:
        """The tables, the last one first."""
        return list(reversed(self._tables.values()))

    def renew(self, table: Table, workspace: Workspace) -> None:
        """Check a table again where the content or the settings have changed since the last check."""
        with self._lock:
            if table.workspace is workspace or any(run and run.is_running for run in (table.run, table.test)):
                return
            if table.state == self._state(workspace):
                table.workspace = workspace
            else:
                self.check(table, workspace)

    def still_holds(self, table: Table, workspace: Workspace) -> None:
        """The last check holds with the settings as they are now: they only say what it had recognised."""
        table.workspace, table.state = workspace, self._state(workspace)

    def _state(self, workspace: Workspace) -> bytes:
        """What a check depends on beside the table: the settings, the templates and the catalogs."""
        settings = self.settings.read_bytes() if self.settings.is_file() else b""
        return settings + digests.of_content(workspace.project.content)

    def check(self, table: Table, workspace: Workspace) -> None:
        """Check a table, as it is to be read now; a check that goes on is given up."""
        with self._lock:
            if table.check and table.check.is_running:
                table.check.end()
            for old in table.file.parent.glob("rows-*"):
                old.unlink(missing_ok=True)
            self.still_holds(table, workspace)
            table.check = self._runs.start(self._order(table, CHECK, self._scratch(table)))

    def test(self, table: Table, address: str) -> None:
        """Write tests to an address into a folder of their own."""
        with self._lock:
            if table.test and table.test.is_running:
                return
            table.test_to = address
            order = self._order(table, TEST, self._scratch(table))
            table.test = self._runs.start(order._replace(test_to=address))

    def write(self, table: Table, writing: Writing, folder: Path) -> None:
        """Write the letters of a table into an outbox."""
        with self._lock:
            table.writing = writing
            if table.results:
                table.results.unlink(missing_ok=True)
            table.run = self._runs.start(self._order(table, WRITE, str(folder)))

    def keep_columns(self, table: Table, corrected: Mapping[str, Mapped]) -> None:
        """Keep the columns of a table in goodterms.toml: those that were recognised, and those that are corrected."""
        seen = table.seen
        if seen:
            fields = {use for use in corrected.values() if isinstance(use, str)}
            once = fields - _several(seen)
            new = seen.new._replace(
                columns={name: use for name, use in seen.new.columns.items() if _field(use) not in once}
            )
            settings_file.correct(self.settings.resolve(), new, corrected)

    def keep_values(self, pairs: Sequence[tuple[str, str]], workspace: Workspace) -> list[Fault]:
        """Keep values for all letters in goodterms.toml; returns what is wrong with them, and keeps none then."""
        return standing.keep(workspace, self.settings, pairs)

    def has_new_columns(self, table: Table) -> bool:
        """Whether the settings lack what was recognised."""
        return bool(table.seen and settings_file.added(self.settings, table.seen.new))

    def _order(self, table: Table, kind: str, outbox: str) -> Order:
        index = table.file.parent / f"{'rows' if kind == CHECK else 'results'}-{token_hex(4)}"
        seen = table.seen
        return Order(
            kind,
            tuple(folder.resolve() for folder in self._options.overlays),
            self.settings.resolve(),
            table.name,
            str(table.file),
            str(index),
            outbox,
            table.reading,
            table.writing,
            seen.uses if seen else {},
            seen.words if seen else {},
            language=language.tag if (language := speech.current()) else "",
        )

    def _scratch(self, table: Table) -> str:
        return str(table.file.parent / f"scratch-{token_hex(4)}")


def _field(use: Mapped) -> str:
    """The field of a column, as goodterms.toml has it; empty for one that is not used."""
    if isinstance(use, Mapping):
        return str(use.get("field", ""))
    return use if isinstance(use, str) else ""


def _several(seen: Seen) -> set[str]:
    """The fields that several columns may fill."""
    found = {"address"}
    for job in seen.jobs.values():
        found |= {name for name, field in job.project.letter(job.letter).fields.items() if field.many}
    return found


def names_of(run: Run) -> list[str]:
    """The files of a test, below its outbox."""
    return list(run.answer.files) if run.answer else []
