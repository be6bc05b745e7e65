"""The check of a large catalog beside other programs that check catalogs, run in turn, as ratios and peak memory.

20,000 messages in Slovenian, of which 2,000 have four plural forms. The peers are those that are installed:
``msgfmt -c`` of GNU gettext, ``dennis-cmd lint`` and ``pofilter`` of the Translate Toolkit; each does less
than the check does.
"""

from __future__ import annotations

import compileall
import multiprocessing
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import goodterms

ROUNDS = 5
PLURAL = 2_000
PLAIN = 18_000
HEADER = """msgid ""
msgstr ""
"Language: sl\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);\\n"
"""


def large() -> str:
    """The text of the large catalog; every message is right and none is like another."""
    plain = (
        f"\n#: templates/part-{number % 90}.html:{number // 90}\n#, python-brace-format\n"
        f'msgid "Dear {{name}}, your order {number} of {{date}} is on its way."\n'
        f'msgstr "Spoštovani, {{name}}, Vaše naročilo {number} z dne {{date}} je na poti."\n'
        for number in range(PLAIN)
    )
    nouns = tuple(enumerate(("pošiljko", "pošiljki", "pošiljke", "pošiljk")))
    plural = (
        f"\n#, python-brace-format\n"
        f'msgid "Warehouse {number} sent {{n}} parcel."\nmsgid_plural "Warehouse {number} sent {{n}} parcels."\n'
        + "".join(f'msgstr[{form}] "Skladišče {number} je poslalo {{n}} {noun}."\n' for form, noun in nouns)
        for number in range(PLURAL)
    )
    return "".join([HEADER, *plain, *plural])


def _run(command: list[str]) -> tuple[float, float]:
    start = time.perf_counter()
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 — our own
    return time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def measured(command: list[str]) -> tuple[float, float]:
    """How long one process takes, in seconds, and how much memory it holds at its peak, in MiB."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:  # a process of its own: its peak is of one child alone
        return pool.apply(_run, (command,))


def main() -> None:
    """Print the medians, and how much of each peer's time the check takes."""
    # An installed package has its bytecode, as the peers have theirs, whatever the environment says of writing it.
    compileall.compile_dir(str(Path(goodterms.__file__).parent), quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sl.po"
        path.write_text(large(), "utf-8")
        commands = {"goodterms check": [sys.executable, "-m", "goodterms", "check", str(path)]}
        peers = {"msgfmt": ["-c", "-o", "/dev/null"], "dennis-cmd": ["lint"], "pofilter": []}
        for name, options in peers.items():
            if found := shutil.which(name):
                commands[name] = [found, *options, str(path)]
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for _ in range(ROUNDS):
            for name, command in commands.items():
                times[name].append(measured(command))
    ours = [seconds for seconds, _ in times["goodterms check"]]
    print(f"\n{PLAIN + PLURAL:,} messages          seconds     MiB   goodterms / it, median of {ROUNDS} rounds")
    for name, rounds in times.items():
        ratio = statistics.median(mine / seconds for mine, (seconds, _) in zip(ours, rounds, strict=True))
        seconds, memory = (statistics.median(column) for column in zip(*rounds, strict=True))
        print(f"{name:<24} {seconds:8.2f} {memory:7.0f}   {ratio:6.2f}")
    for name in peers.keys() - commands.keys():
        print(f"{name:<24} is not installed")


if __name__ == "__main__":
    main()
