"""The mails of an outbox in their order, kept on the disk: as objects, a million of them would take a gigabyte."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, overload

from goodterms.send import scratch
from goodterms.send.mails import Mail

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_COLUMNS = "letter, identity, line, locale, name, sequence, cancels, digest, message_id, sender, recipients, size"
_TABLE = """
CREATE TABLE mails (
  place INTEGER PRIMARY KEY, letter TEXT, identity TEXT, line INTEGER, locale TEXT, name TEXT, sequence INTEGER,
  cancels INTEGER, digest BLOB, message_id TEXT, sender TEXT, recipients TEXT, size INTEGER
);
BEGIN;
"""
_AT_A_TIME = 100


class MailList(Sequence[Mail]):
    """Mails by their place, from 0; in a private file of SQLite that is gone with this object."""

    def __init__(self, mails: Iterable[Mail]) -> None:
        """Keep mails, all of which are in one folder."""
        self._base = scratch.connection()
        self._folder = Path()
        self._is_indexed = False
        self._last, self._begin = -1, 0
        self._read: list[Mail] = []
        self._base.executescript(_TABLE)
        marks = ",".join("?" * (1 + len(_COLUMNS.split())))
        try:
            with scratch.guarded():
                self._base.executemany(f"INSERT INTO mails VALUES ({marks})", self._rows(mails))  # noqa: S608
                self._base.execute("COMMIT")
        except BaseException:
            self._base.close()
            raise
        (self._count,) = self._base.execute("SELECT count(*) FROM mails").fetchone()

    def _rows(self, mails: Iterable[Mail]) -> Iterator[tuple[object, ...]]:
        for place, mail in enumerate(mails):
            self._folder = mail.folder
            yield (
                place, mail.letter, mail.identity, mail.row, mail.locale, mail.name, mail.sequence, mail.cancels,
                mail.digest, mail.message_id, mail.sender, "\n".join(mail.recipients), mail.size,
            )  # fmt: skip

    def close(self) -> None:
        """Let the file go."""
        self._base.close()

    def __len__(self) -> int:
        return int(self._count)

    def __iter__(self) -> Iterator[Mail]:
        for begin in range(0, self._count, _AT_A_TIME):
            yield from self._between(begin, begin + _AT_A_TIME)

    @overload
    def __getitem__(self, place: int) -> Mail: ...
    @overload
    def __getitem__(self, place: slice) -> list[Mail]: ...
    def __getitem__(self, place: int | slice) -> Mail | list[Mail]:
        places = range(self._count)[place]
        return self.at([places])[0] if isinstance(places, int) else self.at(places)

    def at(self, places: Sequence[int]) -> list[Mail]:
        """The mails at some places."""
        found: dict[int, Mail] = {}
        for begin in range(0, len(places), _AT_A_TIME):
            some = places[begin : begin + _AT_A_TIME]
            query = f"SELECT place, {_COLUMNS} FROM mails WHERE place IN ({','.join('?' * len(some))})"  # noqa: S608
            found |= {row[0]: self._mail(*row[1:]) for row in self._base.execute(query, some)}
        return [found[place] for place in places]

    def of_customer(self, letter: str, identity: str) -> tuple[int, Mail] | None:
        """The mail of a letter to a customer, and its place; None where it is not here.

        Who asks for mails in their order mostly gets them without a look at the disk.
        """
        place = self._last + 1
        if place - self._begin >= len(self._read):
            self._begin, self._read = place, self._between(place, place + _AT_A_TIME)
        if self._read:
            mail = self._read[place - self._begin]
            if mail.identity == identity and mail.letter == letter:
                self._last = place
                return place, mail
        found = self._looked_up(letter, identity)
        self._last, self._read = (found[0] if found else -1), []
        return found

    def _looked_up(self, letter: str, identity: str) -> tuple[int, Mail] | None:
        if not self._is_indexed:
            with scratch.guarded():
                self._base.execute("CREATE INDEX of_customer ON mails (identity, letter)")
            self._is_indexed = True
        query = f"SELECT place, {_COLUMNS} FROM mails WHERE identity = ? AND letter = ? ORDER BY place DESC LIMIT 1"  # noqa: S608
        found = self._base.execute(query, (identity, letter)).fetchone()
        return (found[0], self._mail(*found[1:])) if found else None

    def with_digest(self, digest: bytes) -> Mail | None:
        """The mail whose file has a digest; None without one."""
        with scratch.guarded():
            self._base.execute("CREATE INDEX IF NOT EXISTS of_file ON mails (digest)")
        query = f"SELECT {_COLUMNS} FROM mails WHERE digest = ? LIMIT 1"  # noqa: S608
        found = self._base.execute(query, (digest,)).fetchone()
        return self._mail(*found) if found else None

    def _between(self, begin: int, end: int) -> list[Mail]:
        query = f"SELECT {_COLUMNS} FROM mails WHERE place >= ? AND place < ? ORDER BY place"  # noqa: S608
        return [self._mail(*row) for row in self._base.execute(query, (begin, end))]

    def _mail(
        self, letter: str, identity: str, line: int, locale: str, name: str, sequence: int, cancels: int, digest: bytes,
        message_id: str, sender: str, recipients: str, size: int,
    ) -> Mail:  # fmt: skip
        return Mail(
            letter, identity, line, locale, self._folder, name, sequence, bool(cancels), digest, message_id, sender,
            tuple(recipients.split("\n")), size,
        )  # fmt: skip


class Chosen(Sequence[Mail]):
    """Some mails of a list, in their order; ``only_to`` has the addresses of those that do not go to all of theirs."""

    def __init__(self, mails: MailList, places: Iterable[int], only_to: Mapping[int, tuple[str, ...]]) -> None:
        self._mails = mails
        self._places = array("I", places)
        self._only_to = only_to

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, place: int) -> Mail: ...
    @overload
    def __getitem__(self, place: slice) -> list[Mail]: ...
    def __getitem__(self, place: int | slice) -> Mail | list[Mail]:
        if isinstance(place, slice):
            return self._at(self._places[place])
        return self._at(array("I", [self._places[place]]))[0]

    def __iter__(self) -> Iterator[Mail]:
        for begin in range(0, len(self._places), _AT_A_TIME):
            yield from self._at(self._places[begin : begin + _AT_A_TIME])

    def _at(self, places: array[int]) -> list[Mail]:
        mails = self._mails.at(places)
        if not self._only_to:
            return mails
        return [
            mail._replace(recipients=self._only_to[place]) if place in self._only_to else mail
            for place, mail in zip(places, mails, strict=True)
        ]
