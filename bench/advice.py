"""A million orders and ten thousand customers: the processor's seconds and the most memory of the advising commands."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

ORDERS, BUYERS, CUSTOMERS = 1_000_000, 40_000, 10_000
DAY = date(2026, 11, 21)
CODE = "from goodterms.cli import main; main()"
TRADES = ("", "retail", "farming", "schools", "tax-advisers", "tourism")
CADENCES = ("yearly", "half-yearly", "6 weeks")


def main() -> None:
    """Write the tables, and print a line for each command."""
    with tempfile.TemporaryDirectory() as folder:
        orders, customers = Path(folder) / "orders.csv", Path(folder) / "customers.csv"
        write_orders(orders)
        write_customers(customers)
        measure(
            f"quiet: {ORDERS:,} orders of {BUYERS:,} customers",
            ["quiet", str(orders), "--date", f"{DAY}", "-o", f"{folder}/quiet.csv"],
        )
        plan = ["plan", str(customers), "--year", "2027", "--date", f"{DAY}", "--country", "SI", "--per-week", "900"]
        measure(f"plan: {CUSTOMERS:,} customers of one team", [*plan, "-o", f"{folder}/plan.csv"])


def write_orders(path: Path) -> None:
    """Orders on days at random, in the order of a log."""
    rng = random.Random(1)  # noqa: S311 -- the same each time
    days = sorted(rng.randint(0, 1500) for _ in range(ORDERS))
    with path.open("w", encoding="utf-8") as file:
        file.write("Order date,Customer\n")
        for day in days:
            file.write(f"{DAY - timedelta(1500 - day)},C-{rng.randint(1, BUYERS):05d}\n")


def write_customers(path: Path) -> None:
    """Customers of five languages, of some trades, with cadences from six weeks to a year."""
    rng = random.Random(2)  # noqa: S311 -- the same each time
    with path.open("w", encoding="utf-8") as file:
        file.write("key,name,locale,since,cadence,industry,busy\n")
        for number in range(CUSTOMERS):
            since = date(2010, 1, 1) + timedelta(rng.randint(0, 5500))
            tag, busy = rng.choice(("sl", "ne", "ur", "te", "en-GB")), rng.choice(("", "", f"{rng.randint(1, 12)}"))
            file.write(f"K-{number},Ana Novak,{tag},{since},{rng.choice(CADENCES)},{rng.choice(TRADES)},{busy}\n")


def measure(name: str, arguments: list[str]) -> None:
    """Run a command, and print what it took."""
    command = [sys.executable, "-c", CODE, *arguments]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds, memory = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    print(f"{name}: {seconds:.1f} s of the processor, {memory:.0f} MiB (exit status {process.returncode})")


if __name__ == "__main__":
    main()
