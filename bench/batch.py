"""A whole batch beside its peers, in turn in one run: 10,000 rows in five languages, each as text, page and mail.

The peers: a straightforward script of stock Jinja2, Babel and ``email.message`` that writes the same three files with
two processes (this file, run with the word ``stock``), and mailmerge, which renders the rows in its dry run.
"""

from __future__ import annotations

import compileall
import csv
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from decimal import Decimal
from email.message import EmailMessage
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import goodterms

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = 10_000
ROUNDS = 3
LOCALES = ("te", "sl", "ne", "ur", "en")
FIXED = {
    "form": "feminine",
    "company": "Lipa Office Care",
    "company_phone": "+386 1 555 01 23",
    "company_email": "care@lipa.example",
    "signature": "Maja Kovač",
    "thanks": "services",
    "reason": "shipments",
    "goodwill": "fee",
    "apology": "service",
}
NAMES = [
    "key",
    "locale",
    "email",
    "name",
    *FIXED,
    "shipments",
    "refund",
    "providers",
    "providers",
    "last_day",
    "contact",
]
OF_SENDER = {"company", "company_phone", "company_email", "signature", "contact"}
HEADER = [f"sender {name}" if name in OF_SENDER else name for name in NAMES]
"""The names of the columns in a table for goodterms."""
MERGED = """TO: {{email}}
SUBJECT: Concluding our work together
FROM: care@lipa.example

Dear {{name}},

Thank you for using our services and for the trust you have placed in us.

You told us that our last {{shipments}} shipments did not meet your expectations.

As a sign of goodwill, we are refunding the fee that you paid, in full: {{refund}}.

Our last day of working together will be {{last_day}}. If you have any questions, please contact {{contact}}.

{{signature}}
{{company}}
"""


def write_table(path: Path, count: int, names: list[str] | None = None) -> None:
    """A table of recipients, none like another."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names or HEADER)
        for n in range(count):
            own = [
                2 + n % 98,
                f"{1000 + n % 900}.50 EUR",
                f"Severni sij {n}",
                "Birch & Sons",
                "2026-12-31",
                f"Peter {n}",
            ]
            writer.writerow([f"K-{n}", LOCALES[n % 5], f"c{n}@example.com", f"Ana Novak-{n}", *FIXED.values(), *own])


@lru_cache(maxsize=16)
def _stock(locale: str, form: str) -> Callable[[dict[str, Any]], str]:
    from letters import Stock

    return Stock(locale, form)


def stock_rows(rows: list[list[str]], target: str) -> int:
    """What the script does with some rows: three files each."""
    for row in rows:
        values: dict[str, Any] = dict(zip(NAMES[:-6], row[:-6], strict=True))
        key, locale, email = (values.pop(name) for name in ("key", "locale", "email"))
        amount, currency = row[-5].split()
        values |= {
            "shipments": int(row[-6]),
            "refund": SimpleNamespace(amount=Decimal(amount), currency=currency),
            "providers": [row[-4], row[-3]],
            "last_day": date.fromisoformat(row[-2]),
            "contact": row[-1],
        }
        text, page = (_stock(locale, form)(values) for form in ("text", "html"))
        message = EmailMessage()
        message["Subject"] = " ".join(text.split("\n\n")[1].split())
        message["From"], message["To"] = "care@lipa.example", email
        message.set_content(text)
        message.add_alternative(page, subtype="html")
        for suffix, content in (("txt", text.encode()), ("html", page.encode()), ("eml", message.as_bytes())):
            Path(target, f"{key}.{suffix}").write_bytes(content)
    return len(rows)


def stock_script(table: str, target: str) -> None:
    """The straightforward script: read the table, hand out the rows, write the files."""
    os.makedirs(target)  # noqa: PTH103
    with open(table, encoding="utf-8", newline="") as file:  # noqa: PTH123
        _, *rows = csv.reader(file)
    shares = [rows[at : at + 250] for at in range(0, len(rows), 250)]
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(stock_rows, shares, [target] * len(shares)))


def timed(command: list[str], folder: Path) -> tuple[float, float]:
    """How long a command takes, in seconds, and the peak of memory of its process, in MiB."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return time.perf_counter() - start, used.ru_maxrss / 1024


def batch(table: str, outbox: str, *more: str, forms: tuple[str, ...] = ("text", "html", "eml")) -> list[str]:
    """Our command."""
    formats = [word for form in forms for word in ("--format", form)]
    return [
        sys.executable,
        "-m",
        "goodterms",
        "batch",
        "farewell",
        table,
        "-o",
        outbox,
        "--date",
        "2026-11-21",
        *formats,
        *more,
    ]


def compare(folder: Path) -> None:
    """Whole commands, in turn, several rounds."""
    here = Path(__file__).resolve()
    commands = {
        "goodterms, two processes": batch("rows.csv", "two", "--jobs", "2"),
        "goodterms, one process": batch("rows.csv", "one"),
        "stock script, two processes": [sys.executable, str(here), "stock", "rows.csv", "stock"],
    }
    found = shutil.which("mailmerge")
    if found:
        options = [
            "--template",
            "t.txt",
            "--database",
            "merge.csv",
            "--config",
            "server.conf",
            "--dry-run",
            "--no-limit",
        ]
        commands["mailmerge, dry run"] = [found, *options, "--output-format", "raw"]
    times: dict[str, list[float]] = {name: [] for name in commands}
    again = []
    for _ in range(ROUNDS):
        for name, command in commands.items():
            times[name].append(timed(command, folder)[0])
        again.append(timed(batch("rows.csv", "two", "--jobs", "2"), folder)[0])
        for name in ("one", "two", "stock"):
            shutil.rmtree(folder / name)
    times["goodterms, nothing changed"] = again
    print(f"\n{ROWS:,} rows as text, html, eml     seconds   it / goodterms with two processes")
    mine = times["goodterms, two processes"]
    for name, rounds in times.items():
        ratio = statistics.median(its / own for its, own in zip(rounds, mine, strict=True))
        print(f"{name:<31} {statistics.median(rounds):8.2f}   {ratio:6.2f}")
    if not found:
        print("mailmerge is not installed")


def plain_writing(folder: Path) -> None:
    """What ledger and atomic writing cost: the same run with files just written and no ledger."""
    code = """
import sys, goodterms.batch.work as work, goodterms.batch.ledger as ledger
from goodterms.cli import main
if sys.argv.pop(1) == "plain":
    import os
    def replace(job, name, content):
        path = f"{job.target}/{name}"
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content)
    work.replace = replace
    ledger.Ledger.write = lambda self, rows, stale: None
    ledger.Ledger.intend = lambda self, names: None
main()
"""
    (folder / "plainly.py").write_text(code, "utf-8")
    ratios = []
    for _ in range(ROUNDS):
        seconds = []
        for how in ("plain", "safe"):
            command = [sys.executable, "plainly.py", how, *batch("rows.csv", how)[3:]]
            seconds.append(timed(command, folder)[0])
            shutil.rmtree(folder / how)
        ratios.append(seconds[1] / seconds[0])
    print(f"ledger and atomic writing: {statistics.median(ratios):.2f} of plain writing")


def memory(folder: Path) -> None:
    """The peak of memory of a hundred times as many rows."""
    peaks = []
    for count in (1_000, 100_000):
        write_table(folder / "many.csv", count)
        peaks.append(timed(batch("many.csv", "many", forms=("text",)), folder)[1])
        shutil.rmtree(folder / "many")
    print(
        f"peak of memory: {peaks[0]:.0f} MiB for 1,000 rows, {peaks[1]:.0f} MiB for 100,000 ({peaks[1] / peaks[0]:.2f})"
    )


def main() -> None:
    """Measure in a folder of its own; what a first run compiles is compiled before."""
    compileall.compile_dir(str(Path(goodterms.__file__).parent), quiet=1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_table(folder / "rows.csv", ROWS)
        (folder / "goodterms.toml").write_text('[mail]\nfrom = "care@lipa.example"\n', "utf-8")
        unlike = [*NAMES[:-4], "provider1", "provider2", *NAMES[-2:]]
        write_table(folder / "merge.csv", ROWS, unlike)
        (folder / "t.txt").write_text(MERGED, "utf-8")
        (folder / "server.conf").write_text("[smtp_server]\nhost = localhost\nport = 25\nsecurity = Never\n", "utf-8")
        compare(folder)
        plain_writing(folder)
        memory(folder)


if __name__ == "__main__":
    if sys.argv[1:2] == ["stock"]:
        stock_script(*sys.argv[2:4])
    else:
        main()
