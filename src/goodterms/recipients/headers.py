"""What is wrong with the header of one table for several letters, each of which needs columns of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.faults import fault
from goodterms.recipients.faults import Header

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from goodterms.faults import Fault

_MOST = 3
"""The most columns that are missing for one letter and have a line each."""


def merged(headers: Mapping[str, Header]) -> Header:
    """The header of a table for all its letters; a fault that not all of them have names its letter.

    Without letters, nothing is wrong with it.
    """
    if len(headers) < 2:
        return next(iter(headers.values()), Header())
    first = next(iter(headers.values()))
    shared = [one for one in first.faults if all(one in header.faults for header in headers.values())]
    faults = [*shared]
    for letter, header in headers.items():
        faults += _of_letter(letter, [one for one in header.faults if one not in shared])
    standing = dict.fromkeys(name for header in headers.values() for name in header.standing)
    row = next((header for header in headers.values() if header.names), first)
    return Header(row.row, row.names, tuple(faults), tuple(standing))


def _of_letter(letter: str, faults: Sequence[Fault]) -> Iterator[Fault]:
    missing = [one for one in faults if one.kind == "missing-column"]
    if len(missing) > _MOST:
        faults = [one for one in faults if one not in missing]
        faults = [fault("missing-columns", names=[one.param("name") for one in missing]), *faults]
    for one in faults:
        yield fault("in-letter", "columns", letter=letter, problem=one.problem, hint=one.hint)
