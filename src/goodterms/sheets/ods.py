"""OpenDocument spreadsheets (ODS; ODF 1.3 parts 2 and 3): what a cell shows is in the file, beside its value.

An ODS file is an archive. Its content.xml is read twice as a stream: once for the outline (sheets, styles, what is
hidden), once for the rows of one sheet. So the memory that is taken does not grow with the sheet.
"""

from __future__ import annotations

import zipfile
import zlib
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING
from xml.parsers import expat

from goodterms.errors import InvalidRequest
from goodterms.sheets.bounds import damage, damage_of_xml, open_archive
from goodterms.sheets.odf_outline import Outline, Styles
from goodterms.sheets.odf_rows import Rows, TooManyRows
from goodterms.sheets.table import Table, limit_rows
from goodterms.speech import said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from goodterms.sheets.sheet_info import SheetInfo
    from goodterms.sheets.table import Row

_CONTENT, _STYLES, _MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""What zipfile raises for damaged archives."""


def sheets(path: Path) -> list[SheetInfo]:
    """The sheets of a workbook, hidden ones included, in order.

    Raises :class:`InvalidRequest` for a file that is not an ODS workbook, or one with a password, or too large.
    """
    return _outline(path)[0]


def read(path: Path, name: str) -> Table:
    """The table on a sheet of a workbook; its rows are read while they are asked for.

    Raises :class:`InvalidRequest` as :func:`sheets` does, and for a sheet that it does not have.
    """
    found, styles = _outline(path)
    names = [sheet.name for sheet in found]
    if name not in names:
        raise InvalidRequest.of("unknown-sheet", str(path), given=name, known=names)
    index = names.index(name)
    return Table(limit_rows(path, _rows(path, index, styles)), found[index].notes())


def _rows(path: Path, index: int, styles: Styles) -> Iterator[Row]:
    with _refusing(path), open_archive(path) as archive, archive.open(_CONTENT) as file:
        yield from Rows(index, styles).read(file)


def _outline(path: Path) -> tuple[list[SheetInfo], Styles]:
    """The outline of a workbook; those of the last files are kept, because a file is asked several times."""
    with _refusing(path):
        state = path.stat()
    return _read_outline(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=4)
def _read_outline(path: Path, _changed: int, _size: int) -> tuple[list[SheetInfo], Styles]:
    styles = Styles()
    outline = Outline(styles)
    with _refusing(path), open_archive(path) as archive:
        _check(path, archive)
        if _STYLES in archive.namelist():
            with archive.open(_STYLES) as file:
                for _ in Outline(styles).feed(file):
                    pass
        with archive.open(_CONTENT) as file:
            for _ in outline.feed(file):
                pass
    if not outline.is_spreadsheet:
        raise InvalidRequest.of("not-a-workbook", str(path), reason=said("it is an OpenDocument file without sheets"))
    return outline.sheets, styles


def _check(path: Path, archive: zipfile.ZipFile) -> None:
    """Raise :class:`InvalidRequest` for an archive that is protected or of another kind."""
    names = set(archive.namelist())
    if "encrypted-package" in names or (_MANIFEST in names and _is_encrypted(archive)):
        raise InvalidRequest.of("workbook-locked", str(path))
    if _CONTENT not in names:
        raise InvalidRequest.of("not-a-workbook", str(path), reason=said("it is an archive without content.xml"))


def _is_encrypted(archive: zipfile.ZipFile) -> bool:
    """Whether the manifest says that parts are encrypted (ODF 1.3 part 2, 4.4)."""
    with archive.open(_MANIFEST) as file:
        return b"encryption-data" in file.read(10_000_000)


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Raise :class:`InvalidRequest` for what the standard library says of a damaged file."""
    try:
        yield
    except InvalidRequest:
        raise
    except MemoryError:
        raise InvalidRequest.of(
            "not-a-workbook", str(path), reason=said("it takes more memory than there is")
        ) from None
    except TooManyRows as error:
        too_many = said("it has content in row {row:,}", row=error.number)
        raise InvalidRequest.of("not-a-workbook", str(path), reason=too_many) from None
    except expat.ExpatError as error:
        raise InvalidRequest.of("not-a-workbook", str(path), reason=damage_of_xml(error)) from None
    except _DAMAGED as error:
        raise InvalidRequest.of("not-a-workbook", str(path), reason=damage(error)) from None
