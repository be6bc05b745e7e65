"""A keystroke in an open catalog, up to its findings, beside a whole check of the same text: milliseconds and ratio."""

from __future__ import annotations

import statistics
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from checks import HEADER
from goodterms.check import runner
from goodterms.check.open_catalog import OpenCatalog
from goodterms.content.layers import Content

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 21
PATH = Path("sl.po")
EVERYTHING = runner.RuleSelection()


def catalog(messages: int) -> str:
    """A catalog of different messages, a hundredth of which have a finding."""
    texts = (
        f'\n#, python-brace-format\nmsgid "Dear {{name}}, your order {number} is on its way."\n'
        f'msgstr "Spoštovani, {{name}}, Vaše naročilo {number if number % 100 else 7} je na poti."\n'
        for number in range(messages)
    )
    return "".join([HEADER, *texts])


def _type(edited: OpenCatalog, text: str) -> None:
    edited.change(text)
    edited.findings  # noqa: B018 — they are made when they are asked for


def _check(content: Content, text: str) -> None:
    runner.check(runner.load(PATH, content, "en", text.encode()), EVERYTHING)


def milliseconds(call: Callable[[], object]) -> float:
    """How long a call takes."""
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def main() -> None:
    """Print the medians, in turn in one run."""
    content = Content()
    print("\nA keystroke in a catalog     ms    whole check ms    ratio")
    for messages in (500, 2_000, 5_000):
        text = catalog(messages)
        edited = OpenCatalog(PATH, content, "en", EVERYTHING, text)
        at = text.index("je na poti", len(text) // 2)
        keys, checks = [], []
        for number in range(ROUNDS):
            text = text[:at] + "abcdefghi"[number % 9] + text[at:]
            keys.append(milliseconds(partial(_type, edited, text)))
            checks.append(milliseconds(partial(_check, content, text)))
        key, whole = statistics.median(keys), statistics.median(checks)
        print(f"{messages:6,} messages        {key:7.1f} {whole:17.1f}   {key / whole:6.2f}")


if __name__ == "__main__":
    main()
