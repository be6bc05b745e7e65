"""Large workbooks, read by us and by bare readers of the same files, in turn in one run: processor time and memory.

Ours gives each cell as it is shown, with the hidden and the merged ones found; a bare reader gives the stored values.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

ROUNDS = 3
ROWS = {"xlsx": 100_000, "ods": 20_000, "xls": 20_000}
OURS = "goodterms"
CODE = {
    OURS: "from pathlib import Path; from goodterms import sheets\nfor row in sheets.read(Path(path)).rows: pass",
    "calamine": "import python_calamine\n"
    "for row in python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows(): pass",
    "openpyxl": "import openpyxl\n"
    "for row in openpyxl.load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True): pass",
}
"""What each reader does with the file ``path``."""
KINDS = {OURS: {*ROWS}, "calamine": {*ROWS}, "openpyxl": {"xlsx"}}
MODULES = {"calamine": "python_calamine", "openpyxl": "openpyxl"}
FIRST = date(2026, 1, 1)


def values(number: int) -> list[object]:
    """A row of twelve cells: texts that recur and others, amounts, a date, a time as a part of the day, counts."""
    day = FIRST + timedelta(number % 365)
    return [
        *(f"K-{number}", ("te", "sl", "ne", "ur", "en")[number % 5], f"c{number}@example.com", f"Ana {number % 700}"),
        *(f"Novak & {number % 900}", 2 + number % 98, 1000.5 + number % 900, 12.25 * (number % 50)),
        *(day, (number % 96) / 96, 1.5 * number, "yes" if number % 2 else "no"),
    ]


FORMATS = {6: "#,##0.00", 7: "[$€-424]#,##0.00", 8: "d. m. yyyy", 9: "hh:mm"}
"""The formats of the cells of some columns."""


def write_xlsx(path: Path, count: int) -> None:
    """The table as XLSX, by XlsxWriter."""
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        formats = {column: book.add_format({"num_format": code}) for column, code in FORMATS.items()}
        for number in range(count):
            for column, value in enumerate(values(number)):
                page.write(number, column, value, formats.get(column))


def write_ods(path: Path, count: int) -> None:
    """The table as ODS, in the least that OpenDocument asks for."""
    namespaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    rows = "".join(f"<table:table-row>{''.join(map(_ods_cell, values(n)))}</table:table-row>" for n in range(count))
    start = f'<office:document-content {namespaces} office:version="1.3"><office:body><office:spreadsheet>'
    end = "</office:spreadsheet></office:body></office:document-content>"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with ZipFile(path, "w", ZIP_DEFLATED) as package:
        package.writestr("mimetype", kind)
        package.writestr("content.xml", f'{start}<table:table table:name="A">{rows}</table:table>{end}')
        manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        entries = (("/", kind), ("content.xml", "text/xml"))
        listed = "".join(f'<m:file-entry m:full-path="{name}" m:media-type="{type_}"/>' for name, type_ in entries)
        package.writestr(
            "META-INF/manifest.xml", f'<m:manifest xmlns:m="{manifest}" m:version="1.3">{listed}</m:manifest>'
        )


def _ods_cell(value: object) -> str:
    shown = str(value).replace("&", "&amp;")
    if isinstance(value, date):
        kind = f'"date" office:date-value="{value}"'
    elif isinstance(value, str):
        kind = '"string"'
    else:
        kind = f'"float" office:value="{value}"'
    return f"<table:table-cell office:value-type={kind}><text:p>{shown}</text:p></table:table-cell>"


def write_xls(path: Path, count: int) -> None:
    """The table as XLS, by LibreOffice; not at all without it."""
    if program := shutil.which("soffice"):
        write_xlsx(path.with_suffix(".xlsx"), count)
        profile = f"-env:UserInstallation={path.with_name('profile').as_uri()}"
        convert = ["--headless", "--convert-to", "xls", "--outdir", str(path.parent), str(path.with_suffix(".xlsx"))]
        subprocess.run([program, profile, *convert], check=True, capture_output=True)  # noqa: S603 — our own


WRITERS = {"xlsx": write_xlsx, "ods": write_ods, "xls": write_xls}


def measured(reader: str, path: Path) -> tuple[float, float]:
    """The seconds of processor time that a reader takes, imports included, and the peak of its memory in MiB."""
    process = subprocess.Popen([sys.executable, "-c", f"path = {str(path)!r}\n{CODE[reader]}"])  # noqa: S603 — our own
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, reader)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def compare(kind: str, path: Path) -> None:
    """The readers of a kind of workbook, in turn, several rounds."""
    readers = [one for one in CODE if kind in KINDS[one] and (one == OURS or find_spec(MODULES[one]))]
    runs: dict[str, list[tuple[float, float]]] = {one: [] for one in readers}
    for _ in range(ROUNDS):
        for one in readers:
            runs[one].append(measured(one, path))
    print(f"\n{ROWS[kind]:,} rows of 12 cells, {kind}      CPU s      MiB   goodterms / it")
    for one, figures in runs.items():
        ratio = statistics.median(ours[0] / its[0] for ours, its in zip(runs[OURS], figures, strict=True))
        seconds, peak = (statistics.median(column) for column in zip(*figures, strict=True))
        print(f"{one:<31} {seconds:8.2f} {peak:8.0f}   {ratio:6.2f}")


def main() -> None:
    """Write each workbook once and read it."""
    with tempfile.TemporaryDirectory() as folder:
        for kind in WRITERS:
            path = Path(folder, kind, f"a.{kind}")
            path.parent.mkdir()
            # In a process of its own: the peak of memory of a process counts from that of the one that starts it.
            subprocess.run([sys.executable, __file__, kind, path], check=True)  # noqa: S603 — this file
            if path.exists():
                compare(kind, path)
            else:
                print("\nLibreOffice, which writes the XLS, is not installed")
    for name, module in MODULES.items():
        if not find_spec(module):
            print(f"{name} is not installed")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        WRITERS[sys.argv[1]](Path(sys.argv[2]), ROWS[sys.argv[1]])
    else:
        main()
