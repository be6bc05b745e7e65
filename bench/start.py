"""The whole process beside the imports that it cannot do without, run in turn, as a ratio.

``goodterms render farewell --locale sl --sample`` against ``python -c "import …"`` of the libraries below it.
"""

from __future__ import annotations

import compileall
import statistics
import subprocess
import sys
import time
from pathlib import Path

import goodterms

ROUNDS = 15
LETTER = [sys.executable, "-m", "goodterms", "render", "farewell", "--locale", "sl", "--sample"]
IMPORTS = [sys.executable, "-c", "import click, jinja2, babel.dates, babel.numbers, polib"]


def seconds(command: list[str]) -> float:
    """How long one process takes."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 — our own commands
    return time.perf_counter() - start


def main() -> None:
    """Print both times and their ratio."""
    # An installed package has its bytecode; so has this one, whatever the environment says of writing it.
    compileall.compile_dir(str(Path(goodterms.__file__).parent), quiet=1)
    times = [(seconds(LETTER), seconds(IMPORTS)) for _ in range(ROUNDS)]
    letter, imports = (statistics.median(column) for column in zip(*times, strict=True))
    ratios = sorted(a / b for a, b in times)
    print(f"\none letter, whole process {letter * 1000:6.0f} ms")
    print(f"the imports alone         {imports * 1000:6.0f} ms")
    spread = f"({ratios[0]:.2f}–{ratios[-1]:.2f}), median of {ROUNDS} pairs"
    print(f"ratio                     {statistics.median(ratios):6.2f} {spread}")


if __name__ == "__main__":
    main()
