"""The columns that no field takes, and without which letters would say something else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from goodterms.call import CURRENCY
from goodterms.faults import fault
from goodterms.recipients.cells import type_at
from goodterms.recipients.columns import ADDRESS, LETTER, LOCALE, STATUS, TIMEZONE, Column

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from goodterms.faults import Fault
    from goodterms.model import LetterSpec
    from goodterms.recipients.columns import Columns
    from goodterms.recipients.missing import Suggest

_DECIDING = (LOCALE, LETTER, STATUS, TIMEZONE, CURRENCY)
_PLACES = ("postal_code", "town")


def deciding(columns: Columns, letter: LetterSpec, lacking: Collection[str], suggest: Suggest) -> Iterator[Fault]:
    """A fault for each column that decides what letters say, and is not used because its name is not ours.

    ``lacking`` are parts of the envelope whose absence is a fault of its own.
    """
    for name in columns.unused:
        meant = [*suggest(name)]
        if len(meant) != 1 or meant[0] not in _DECIDING or meant[0] in lacking or columns.has(meant[0]):
            continue
        if _is_of_use(meant[0], columns, letter):
            line = f"{json.dumps(name, ensure_ascii=False)} = {json.dumps(meant[0])}"
            yield fault("column-decides", "columns", given=name, field=meant[0], lines=line)


def beside_address(
    columns: Columns, names: Sequence[str], formats: Collection[str], other: Callable[[str], str]
) -> tuple[Column, ...]:
    """The unused columns of postal codes and towns, where a letter is printed with an address.

    ``other`` says what a column is by its name, a key of ``OTHERS``.
    """
    if not columns.has(ADDRESS) or not {"pdf", "docx"} & {*formats}:
        return ()
    unused = ((place, name.strip()) for place, name in enumerate(names) if name.strip() in columns.unused)
    return tuple(Column(place, name, ADDRESS) for place, name in unused if other(name) in _PLACES)


def _is_of_use(field: str, columns: Columns, letter: LetterSpec) -> bool:
    if field == CURRENCY:
        return any(type_at(letter, column.field) == "money" for column in columns.of_fields)
    return field != TIMEZONE or bool(letter.meeting.get("time"))
