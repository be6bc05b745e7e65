"""What the readers of XLSX and XLSB share: a workbook that is open, its sheets, and how its styles show values."""

from __future__ import annotations

import zipfile
import zlib
from contextlib import contextmanager
from datetime import datetime, time
from functools import partial
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat

from goodterms.errors import InvalidRequest
from goodterms.faults.causes import Damaged
from goodterms.sheets.bounds import MAX_FORMAT, damage, damage_of_xml
from goodterms.sheets.number_formats import BUILT_IN, formatter, has_text_section, show_text
from goodterms.sheets.table import struck
from goodterms.speech import said

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from goodterms.sheets.table import Cell

_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""What the standard library raises for damaged archives, and our readers for damaged parts."""
ERRORS: Mapping[int, str] = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
"""The errors of cells by their codes ([MS-XLSB] 2.5.97.2)."""


class Sheet(NamedTuple):
    """A sheet of a workbook: whether it is a worksheet, not a chart or a macro sheet, and the name of its part."""

    name: str
    is_visible: bool
    is_table: bool
    part: str


def find_sheet(path: Path, sheets: Sequence[Sheet], name: str) -> Sheet:
    """The worksheet of a name; raises :class:`InvalidRequest` if there is none."""
    known = [sheet for sheet in sheets if sheet.is_table]
    for sheet in known:
        if sheet.name == name:
            return sheet
    raise InvalidRequest.of("unknown-sheet", str(path), given=name, known=[sheet.name for sheet in known])


class Formats(NamedTuple):
    """How the styles of a workbook show values: for each style, a function for numbers; for some, one for texts."""

    numbers: Sequence[Callable[[float], Cell]]
    writers: Mapping[int, Callable[[str], Cell]]
    epoch_1904: bool = False

    def moment(self, text: str, style: int) -> Cell:
        """A date in ISO 8601, as the style shows it; raises ValueError for a text that is not one."""
        if "T" not in text and ":" in text:
            found = time.fromisoformat(text.removesuffix("Z"))
            return self.numbers[style]((found.hour * 3600 + found.minute * 60 + found.second) / 86_400)
        moment = datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=None)
        days = (moment - datetime(1904 if self.epoch_1904 else 1900, 1, 1)).total_seconds() / 86_400  # noqa: DTZ001
        cell = self.numbers[style](days if self.epoch_1904 else days + (2 if days >= 59 else 1))
        if not isinstance(cell, int | float):
            return cell
        return moment if moment.time() != time() else moment.date()


def formats_of(
    codes: Mapping[int, str], styles: Sequence[int], *, epoch_1904: bool, out: Collection[int] = ()
) -> Formats:
    """The formats of a workbook: ``styles`` are the ids of the formats of its cells' styles, ``codes`` its own formats.

    ``out`` are the numbers of the styles that strike out what they show.

    A workbook without styles shows numbers as they are.
    """
    for code in codes.values():
        if len(code) > MAX_FORMAT:
            raise Damaged.of("format-too-long", length=len(code))
    found = [codes.get(number) or BUILT_IN.get(number, "General") for number in styles or [0]]
    numbers = [formatter(code, epoch_1904) for code in found]
    writers: dict[int, Callable[[str], Cell]] = {
        style: partial(show_text, code=code) for style, code in enumerate(found) if has_text_section(code)
    }
    for style in out:
        numbers[style] = partial(_struck_number, numbers[style])
        writers[style] = struck
    return Formats(numbers, writers, epoch_1904)


def _struck_number(show: Callable[[float], Cell], value: float) -> Cell:
    return struck(show(value))


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Raise :class:`InvalidRequest` for what is said of a damaged workbook."""
    try:
        yield
    except InvalidRequest:
        raise
    except MemoryError:
        raise InvalidRequest.of(
            "not-a-workbook", str(path), reason=said("it takes more memory than there is")
        ) from None
    except expat.ExpatError as error:
        raise InvalidRequest.of("not-a-workbook", str(path), reason=damage_of_xml(error)) from None
    except _DAMAGED as error:
        raise InvalidRequest.of("not-a-workbook", str(path), reason=damage(error)) from None
