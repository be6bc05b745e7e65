"""Attacks goodterms with hostile values, folders, catalogs, workbooks and outboxes, and prints figures: make attack.

The exit status is 1 if anything fell over, printed something else than it was given, or took too much.
"""

from __future__ import annotations

import contextlib
import io
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import attacked_outboxes
import bombs
import dependencies
import layers
import ledgers
import rows
import values
import workbooks
from goodterms.content.layers import Content
from goodterms.project import Project
from measured import measure
from sending import kill_runs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_MOST_SECONDS, _MOST_MEGABYTES = 10, 200
_FORMS = ("text", "html", "md", "eml", "ics", "docx", "pdf")
_EVERY = {"html": 2, "md": 2, "eml": 4, "ics": 8, "docx": 6, "pdf": 48}
"""Of the values, so many are tried in a format: each second in a page, each forty-eighth in a PDF."""
_LETTERS = (
    ("farewell", "sl"),
    ("check-in", "ur"),
    ("quiet-customer", "te"),
    ("check-in-thanks", "ne"),
    ("best-offer", "en"),
)
_EVERY_ROW = 3
_PROCESSES = 2
_FUZZED_SECONDS = 90
_CATALOGS = 2000
_MOST_SHOWN = 50
_KILLS, _ROWS = 30, 800


def main() -> int:
    """Run all attacks, and print as they end; the exit status."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)  # also into a file or a pipe
    count = 0
    for attack in (_values, _rows, _folders, _bombs, _damaged, _outboxes, _kills, _dependencies, _catalogs, _sending):
        wrong = attack()
        for one in wrong[:_MOST_SHOWN]:
            print("WRONG", one)
        count += len(wrong)
    print(f"{count} wrong ({_processor_seconds():.0f} s of processor time)")
    return bool(count)


def _catalogs() -> list[str]:
    started = time.monotonic()
    number = layers.fuzz_catalogs(_CATALOGS)
    print(f"catalogs: {number} damaged, all read or refused ({time.monotonic() - started:.0f} s)")
    return []


def _sending() -> list[str]:
    try:
        print(kill_runs())
    except AssertionError as error:
        return [f"sending: {error}"]
    return []


def _processor_seconds() -> float:
    """The processor time of this process and of all that it has started."""
    used = [resource.getrusage(which) for which in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _outboxes() -> list[str]:
    started = time.monotonic()
    said: Counter[str] = Counter()
    wrong = []
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
        tampering = attacked_outboxes.Tampering(Path(name))
        for what, change in ledgers.REFUSED.items():
            verdict = tampering.attack(change)
            said[verdict.partition(":")[0]] += 1
            if not verdict.startswith("refused"):
                wrong.append(f"outbox with {what}: {verdict}")
    print(f"outboxes: {len(ledgers.REFUSED)} tampered with, {dict(said)} ({time.monotonic() - started:.0f} s)")
    return wrong


def _kills() -> list[str]:
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        found = attacked_outboxes.kill(Path(name), _ROWS, range(_KILLS), 20261121)
    seconds = time.monotonic() - started
    print(
        f"kills: {_KILLS} runs into files, a mailbox and a PDF, {found.hit} before they had finished ({seconds:.0f} s)"
    )
    return found.wrong


def _values() -> list[str]:
    started = time.monotonic()
    said: Counter[str] = Counter()
    wrong: list[str] = []
    with ProcessPoolExecutor(_PROCESSES) as pool:
        for (letter, tag), (counted, found) in zip(_LETTERS, pool.map(_of_letter, _LETTERS), strict=True):
            said += counted
            wrong += found
            passed = time.monotonic() - started
            print(f"  {letter} {tag}: {counted.total()} verdicts, {len(found)} wrong ({passed:.0f} s)")
    seconds = time.monotonic() - started
    print(f"values: {len(values.values())} in {len(_LETTERS)} letters, {dict(said)} ({seconds:.0f} s)")
    return wrong


def _of_letter(which: tuple[str, str]) -> tuple[Counter[str], list[str]]:
    """What all values did in a letter: how often, and what was wrong."""
    letter, tag = which
    said: Counter[str] = Counter()
    wrong = []
    for verdict in values.attack(Project(Content()), letter, tag, _FORMS, values.values(), _EVERY):
        said[verdict.said.partition(":")[0]] += 1
        if verdict.said.startswith("!"):
            wrong.append(f"{letter} {tag} {verdict}")
    return said, wrong


def _rows() -> list[str]:
    started = time.monotonic()
    chosen = values.values()[::_EVERY_ROW]
    said = list(rows.attack(chosen))
    counted = Counter(one.partition(":")[0] for one in said if not one.startswith("!"))
    seconds = time.monotonic() - started
    print(f"rows: {len(chosen)} values in {len(rows.ROW)} columns, {dict(counted)} ({seconds:.0f} s)")
    return [one for one in said if one.startswith("!")]


def _folders() -> list[str]:
    attacks = {f"template: {name}": layers.template(text) for name, text in layers.TEMPLATES.items()}
    attacks |= {f"settings: {name}": layers.setting(text) for name, text in layers.SETTINGS.items()}
    return _measured("folders", attacks)


def _bombs() -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        paths = bombs.write_bombs(Path(folder))
        return _measured("bombs", {path.name: partial(workbooks.read, path) for path in paths})


def _measured(what: str, attacks: Mapping[str, Callable[[], str]]) -> list[str]:
    wrong = []
    seconds, megabytes = 0.0, 0.0
    for name, attack in attacks.items():
        found = measure(attack)
        seconds, megabytes = max(seconds, found.seconds), max(megabytes, found.megabytes)
        if found.is_over or found.seconds > _MOST_SECONDS or found.megabytes > _MOST_MEGABYTES:
            wrong.append(f"{name}: {found}")
    print(f"{what}: {len(attacks)}, at most {seconds:.1f} s and {megabytes:.0f} MB")
    return wrong


def _damaged() -> list[str]:
    seeds = list(workbooks.seeds())
    said: Counter[str] = Counter()
    wrong = []
    number = 0
    end = time.monotonic() + _FUZZED_SECONDS
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < end:
            number += 1
            suffix, data = seeds[number % len(seeds)]
            path = Path(folder) / f"a{suffix}"
            path.write_bytes(workbooks.damaged(data, random.Random(number)))
            started = time.process_time()
            try:
                said[workbooks.read(path).partition(" ")[0]] += 1
            except Exception as error:  # noqa: BLE001 — whatever it is, it is what is looked for
                wrong.append(f"damaged workbook {number}: {type(error).__name__}: {error}")
            if time.process_time() - started > _MOST_SECONDS:
                wrong.append(f"damaged workbook {number} takes too long")
    print(f"workbooks: {number} damaged ones of {len(seeds)}, {dict(said)}")
    return wrong


def _dependencies() -> list[str]:
    said, wrong = dependencies.audit()
    print(f"dependencies: {said}")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
