"""Makes the workbooks of test_what_the_cell_shows.py again: one by XlsxWriter, the others from it by other programs.

LibreOffice writes cells.ods and cells.xls, SheetJS writes cells.xlsb: ``python make_books.py``, with ``soffice``, and with
``node`` in a folder that has the npm package xlsx (the first argument).
"""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

HERE = Path(__file__).parent
HEADER = ["Key", "Locale", "Name", "Amount", "Share", "Figure", "Code", "Day", "At", "Length", "Count", "Town", "Extra"]
FORMATS = {
    "two": "#,##0.00",
    "dollars": "[$$-409]#,##0.00",
    "francs": "[$CHF-807] #,##0.00",
    "share": "0.0%",
    "zeros": "00000",
    "invoice": '"R-"00000',
    "day": "d. m. yyyy",
    "moment": "d. m. yyyy h:mm",
    "at": "h:mm",
    "hours": "[h]:mm",
    "clock": "hh:mm:ss",
    "third": "# ?/?",
}
# Each row: the cells from Amount on, a number with the name of its format where it has one.
ROWS: dict[str, dict[str, object]] = {
    "rounded": {"Amount": (1234.5678, "two"), "Code": (815, "zeros"), "Day": (date(2026, 12, 3), "day")},
    "digits": {"Amount": 12.100000000000001, "Figure": 12.125, "Count": 3},
    "dollars": {"Amount": (1250.5, "dollars"), "Code": (815, "invoice")},
    "francs": {"Amount": (1250.5, "francs"), "Share": (0.125, "share")},
    "times": {"At": (0.6041666, "at"), "Length": (1.5 / 24, "hours")},
    "typed": {"At": (0.3958333333333333, "clock"), "Length": (1.5 / 24, "clock")},
    "midnight": {"Day": (datetime(2026, 12, 3), "moment")},  # noqa: DTZ001 — spreadsheets know no time zones
    "decimals": {"Amount": 1234.5678},
    "noon": {"Day": (datetime(2026, 12, 3, 12, 0), "moment")},  # noqa: DTZ001
    "error": {"Count": "=NA()"},
    "fraction": {"Amount": (0.5, "third")},
    "coded": {"Code": (date(2026, 12, 3), "day")},
}


def main() -> None:
    """Write all workbooks."""
    path = HERE / "cells.xlsx"
    workbook = xlsxwriter.Workbook(str(path))
    workbook.set_properties({"created": datetime(2026, 1, 1)})  # noqa: DTZ001
    formats = {name: workbook.add_format({"num_format": code}) for name, code in FORMATS.items()}
    page = workbook.add_worksheet("Customers")
    page.write(0, 0, "Customers of the year")
    page.write_row(2, 0, HEADER)
    for number, (key, cells) in enumerate(ROWS.items(), 3):
        page.write_row(number, 0, [key, "sl", "Ana"])
        for name, cell in cells.items():
            value, form = cell if isinstance(cell, tuple) else (cell, "")
            place = HEADER.index(name)
            if value == "=NA()":
                page.write_formula(number, place, "=NA()", None, "#N/A")
            elif isinstance(value, date):
                page.write_datetime(number, place, value, formats[form])
            else:
                page.write_number(number, place, value, formats.get(form))
    page.merge_range(3, HEADER.index("Town"), 4, HEADER.index("Town"), "Koper")
    page.write_formula(5, HEADER.index("Extra"), "=1/0", None, "#DIV/0!")
    page.set_row(4, None, None, {"hidden": True})
    page.set_column(HEADER.index("Extra"), HEADER.index("Extra"), None, None, {"hidden": True})
    workbook.close()
    for kind in ("ods", "xls"):
        subprocess.run(["soffice", "--headless", "--convert-to", kind, "--outdir", str(HERE), str(path)], check=True)
    script = f"const x = require('xlsx'); x.writeFile(x.readFile('{path}', {{cellNF: true, cellStyles: true}}), '{HERE}/cells.xlsb')"
    subprocess.run(["node", "-e", script], check=True, cwd=sys.argv[1])


if __name__ == "__main__":
    main()
