"""The whole process beside the imports that it cannot do without, run in turn, as a ratio of processor time.

``goodterms --version``, ``letters``, ``check`` of a small catalog, ``render``, and ``batch`` of one row, each against
``python -c "import …"`` of the libraries below it.
"""

from __future__ import annotations

import compileall
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import goodterms
from batch import write_table
from goodterms.content import parsed
from goodterms.content.built_in import BUILT_IN

ROUNDS = 9
CATALOG = r"""msgid ""
msgstr ""
"Language: sl\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);\n"

msgid "Thank you."
msgstr "Hvala."
"""
LETTER_LIBRARIES = "click, jinja2, babel.dates, babel.numbers, pyromark, tomllib, json, zoneinfo"
COMMANDS = {
    "--version": "click",
    "letters": "click, babel.core, tomllib",
    "check small.po": "click, babel.core, tomllib, json, regex",
    "render farewell --locale sl --sample": LETTER_LIBRARIES,
    "batch farewell row.csv -o out --date 2026-11-21": f"{LETTER_LIBRARIES}, csv, hashlib, sqlite3",
}
"""What is run, and the libraries that it needs, whoever writes it."""


def seconds(command: list[str], folder: Path) -> float:
    """The processor time of one process; a batch finds no outbox."""
    shutil.rmtree(folder / "out", ignore_errors=True)
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)  # noqa: S603 — our own commands
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return used.ru_utime + used.ru_stime


def compare(words: str, libraries: str, folder: Path) -> None:
    """Print the times of a command and of its libraries, and their ratio."""
    commands = (
        [sys.executable, "-m", "goodterms", *words.split()],
        [sys.executable, "-c", f"import {libraries}"],
    )
    times = [tuple(seconds(command, folder) for command in commands) for _ in range(ROUNDS)]
    whole, imports = (statistics.median(column) for column in zip(*times, strict=True))
    ratios = sorted(a / b for a, b in times)
    spread = f"({ratios[0]:.2f}–{ratios[-1]:.2f})"
    name = " ".join(words.split()[:2])
    print(f"{name:<21} {whole * 1000:7.0f} {imports * 1000:14.0f} {statistics.median(ratios):8.2f} {spread}")


def main() -> None:
    """Print both times of each command and their ratio."""
    # An installed package has its bytecode and its parsed content; so has this one, whatever the environment says.
    compileall.compile_dir(str(Path(goodterms.__file__).parent), quiet=1)
    parsed.write(BUILT_IN, parsed.FOLDER)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "small.po").write_text(CATALOG, "utf-8")
        write_table(folder / "row.csv", 1)
        print(f"\nwhole process         ours ms   its imports ms    ratio, median of {ROUNDS} pairs")
        for words, libraries in COMMANDS.items():
            compare(words, libraries, folder)


if __name__ == "__main__":
    main()
