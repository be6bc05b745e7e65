"""Opens the ledger of an outbox, and asks it what a run must know before it begins."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING

from goodterms.batch.ledger import Ledger
from goodterms.batch.ledger_refusals import refusal
from goodterms.errors import OutputRefused
from goodterms.faults.causes import Damaged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextlib.contextmanager
def opened(path: Path, letter: str = "") -> Iterator[Ledger]:
    """The ledger of an outbox; raises :class:`OutputRefused` for all that is wrong with it, then or later."""
    ledger = Ledger(path, letter)
    try:
        yield ledger
    except (sqlite3.Error, Damaged) as error:
        raise refusal(path, error) from None
    finally:
        ledger.close()


def refuse_other_kind(path: Path, outbox: str, *, is_test: bool) -> None:
    """Raise :class:`OutputRefused` for an outbox of tests in a real run, and for a real one in a test.

    The ledger of an outbox without letters becomes one of this kind.
    """
    with opened(path) as ledger:
        ledger.refuse_damage()
        kind = "outbox-of-tests" if ledger.is_of_tests else "outbox-not-of-tests"
        if ledger.is_of_tests != is_test:
            if ledger.has_letters:
                raise OutputRefused.of(kind, outbox, name=outbox)
            ledger.is_of_tests = is_test


def letters_by_column(path: Path) -> list[str]:
    """The letters in an outbox that rows asked for in a column, by name; raises :class:`OutputRefused` as a ledger."""
    with opened(path) as ledger:
        return ledger.by_column()
