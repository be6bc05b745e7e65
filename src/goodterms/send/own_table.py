"""The user's own table of customers, with what became of the mails to each of them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from goodterms import sheets
from goodterms.batch.reading import find_heading
from goodterms.errors import InvalidRequest
from goodterms.recipients import heading as headings
from goodterms.recipients.cells import text_of
from goodterms.recipients.columns import match_columns
from goodterms.send.addresses import comparable
from goodterms.send.outcome import reply_of
from goodterms.sheets.writing import Column, csv_bytes, xlsx_bytes
from goodterms.speech import aloud

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from goodterms.batch.reading import TableCall
    from goodterms.project import Project
    from goodterms.send.outcome import Outcome
    from goodterms.sheets import Row

ADDED = ("result", "time", "server's answer", "customer's answer")
"""The columns that are added at the right."""
_IDENTITIES = ("key", "email")
"""By what a row is found again; the key is asked first."""


def report(path: Path, project: Project, call: TableCall, found: Iterable[Outcome]) -> bytes:
    """The table as CSV or, by the name of ``path``, as a workbook; rows that no mail is to have nothing added.

    Raises :class:`InvalidRequest` for a file that cannot be read, and one without a column for keys or addresses.
    """
    by_identity = _by_identity(found)
    names = {one.mail.letter for outcomes in by_identity.values() for one in outcomes}
    letters = [project.letter(name) for name in sorted(names)]
    head = find_heading(project, call, letters)
    envelope = match_columns(head.names, letters[0], [], call.uses, call.words).of_envelope
    places = {name: one.place for name in _IDENTITIES for one in envelope if one.field == name}
    if not places:
        raise InvalidRequest.of("table-without-identity", str(call.place.path), known=_IDENTITIES)
    table = sheets.read(call.place.path, head.sheet or None, head.encoding)
    rows = _rows(headings.rows_below(table, head), len(head.names), places, by_identity)
    columns = [Column(name) for name in (*head.names, *ADDED)]
    if path.suffix.lower() == ".xlsx":
        return xlsx_bytes("outcome", columns, rows)
    return csv_bytes(columns, rows, is_quoted=True)


def _by_identity(found: Iterable[Outcome]) -> Mapping[str, list[Outcome]]:
    """What became of mails by the key of the customer, and by each address."""
    by_identity: dict[str, list[Outcome]] = defaultdict(list)
    for one in found:
        for identity in dict.fromkeys((one.mail.identity, *map(comparable, one.mail.recipients))):
            by_identity[identity].append(one)
    return by_identity


def _rows(
    rows: Iterable[Row], width: int, places: Mapping[str, int], by_identity: Mapping[str, Sequence[Outcome]]
) -> Iterator[list[str]]:
    for row in rows:
        cells = [text_of(cell) for cell in row.cells][:width]
        cells += [""] * (width - len(cells))
        key, email = (cells[places[name]] if name in places else "" for name in _IDENTITIES)
        yield [*cells, *_joined(by_identity.get(key) or by_identity.get(comparable(email), []))]


def _joined(found: Sequence[Outcome]) -> list[str]:
    """What became of the mails to one customer; of several letters, each with its name."""
    columns = zip(*((one.result, one.at, aloud(one.answer), reply_of(one)) for one in found), strict=True)
    if len(found) < 2:
        return [text for (text,) in columns] or [""] * len(ADDED)
    names = [one.mail.letter for one in found]
    return [
        "; ".join(f"{name}: {text}" for name, text in zip(names, column, strict=True) if text) for column in columns
    ]
