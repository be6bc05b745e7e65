"""Write the workbooks of this folder with LibreOffice, and what it shows in their cells: python make.py.

Needs xlsxwriter, which writes the numbers with their format codes, and soffice, which saves them as ODS and XLS and
exports CSV "as shown".
"""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import tempfile
from pathlib import Path

import xlsxwriter

HERE = Path(__file__).parent
AS_SHOWN = "csv:Text - txt - csv (StarCalc):9,34,76,1,,0,false,true,true,false,false,-1"
NUMBERS: tuple[tuple[float, str], ...] = (
    (1234.5678, "#,##0.00"),
    (12.100000000000001, "General"),
    (12.125, "General"),
    (12.125, "0.0"),
    (1 / 3, "General"),
    (1 / 3, "0.00"),
    (2.675, "0.00"),
    (1.005, "0.00"),
    (0, "General"),
    (0, "#,##0.00"),
    (0.5, "#.00"),
    (12, "0.00"),
    (12.5, "0.00"),
    (1000, "0"),
    (1234567, "#,##0"),
    (12345678.9, "#,##0.0"),
    (3.5, "@"),
    (1e-7, "General"),
    (1234.5, "[$$-409]#,##0.00"),
    (1234.5, "[$$-C09]#,##0.00"),
    (1250.5, '"CHF" #,##0.00'),
    (1250.5, "[$CHF-807] #,##0.00"),
    (1250.5, "#,##0.00 [$€-424]"),
    (1250.5, "#,##0.00\\ [$€-407]"),
    (99, "[$₹-4009]#,##0"),
    (99, "£#,##0.00"),
    (-99, "£#,##0.00"),
    (0.125, "0.0%"),
    (0.125, "0%"),
    (1, "0.00%"),
    (815, "00000"),
    (815, '"R-"00000'),
    (123456789, "00-00-00-000"),
    (-5, "0"),
    (-1234.5, "#,##0.00;[Red]-#,##0.00"),
    (-1234.5, "#,##0.00;(#,##0.00)"),
    (-1234.5, "#,##0.00;[Red]#,##0.00"),
    (1.5, "# ?/?"),
    (1234567, "0.00E+00"),
    (1234567, "#,##0,"),
    (5, '0 "kg"'),
    (0, '0;-0;"none"'),
    (0, '#,##0;-#,##0;"-"'),
    (42, ";;;"),
)
MOMENTS: tuple[tuple[float, str], ...] = (
    (46000, "yyyy-mm-dd"),
    (46000, "d. m. yyyy"),
    (46000, "[$-424]d. mmmm yyyy"),
    (46000.6041666, "yyyy-mm-dd hh:mm"),
    (46000.6041666, "d. m. yyyy"),
    (46000.6041666, "h:mm"),
    (0.6041666666, "h:mm"),
    (0.6041666666, "h:mm AM/PM"),
    (0.0625, "hh:mm:ss"),
    (0.0625, "[h]:mm"),
    (1.5, "[h]:mm:ss"),
    (0.03125, "[mm]:ss"),
    (0.03125, "mm:ss"),
    (1.25, "h:mm"),
)
LOCAL: tuple[tuple[float, str], ...] = (
    (1234.5678, "[$-424]#,##0.00"),
    (1234567.891, "[$-424]#,##0.000"),
    (1250.5, "[$-424]#,##0.00 [$€-424]"),
    (0.125, "[$-424]0.0%"),
    (12.5, "[$-424]0.0"),
    (1234.5678, "[$-807]#,##0.00"),
    (1250.5, "[$CHF-807] #,##0.00"),
    (12345678.9, "[$-4009]#,##0.00"),
    (1250.5, "[$-40C]#,##0.00"),
    (125050.5, "[NatNum1][$-439]#,##0.00"),
    (0.125, "[NatNum1][$-420]0.0%"),
)


def numbers(path: Path) -> None:
    """A workbook with the values and their format codes."""
    book = xlsxwriter.Workbook(str(path))
    for name, cells in (("numbers", NUMBERS), ("moments", MOMENTS), ("local", LOCAL)):
        page = book.add_worksheet(name)
        for row, (value, code) in enumerate(cells):
            page.write_string(row, 0, f"row {row + 1}")
            page.write_number(row, 1, value, book.add_format({"num_format": code}))
    book.close()


def convert(source: Path, form: str, folder: Path, profile: Path) -> None:
    office = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    subprocess.run([*office, "--convert-to", form, "--outdir", folder, source], check=True, capture_output=True)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        profile = folder / "profile"
        numbers(folder / "shown.xlsx")
        convert(folder / "shown.xlsx", "ods", folder, profile)
        shutil.copy(HERE / "people.fods", folder)
        shutil.copy(HERE / "mac.fods", folder)
        for book in ("people", "mac"):
            convert(folder / f"{book}.fods", "ods", folder, profile)
        expected = {}
        for book in ("shown", "people", "mac"):
            convert(folder / f"{book}.ods", "xls:MS Excel 97", folder, profile)
            for suffix in ("ods", "xls"):
                shutil.copy(folder / f"{book}.{suffix}", HERE)
        convert(folder / "shown.ods", AS_SHOWN, folder, profile)
        for sheet, cells in (("numbers", NUMBERS), ("moments", MOMENTS), ("local", LOCAL)):
            with (folder / f"shown-{sheet}.csv").open(encoding="utf-8", newline="") as file:
                texts = [row[1] for row in csv.reader(file, delimiter="\t")]
            expected[sheet] = [[value, code, text] for (value, code), text in zip(cells, texts, strict=True)]
        text = json.dumps(expected, ensure_ascii=False, indent=1)
        (HERE / "shown.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
