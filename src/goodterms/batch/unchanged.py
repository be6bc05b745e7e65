"""Whether the letter in the outbox is still the one that would be written: then it keeps its date and its number.

What a letter depends on changes more often than the letter: a catalog also has the words of other letters. So the files
in the outbox are compared with those that would be written under their own date.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from goodterms.batch import places
from goodterms.errors import GoodtermsError
from goodterms.formats import FORMATS, document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from goodterms.batch.job import Job
    from goodterms.batch.shards import Earlier
    from goodterms.compose import Letter
    from goodterms.envelopes import Envelope

    Compose = Callable[[date], tuple[Letter, Envelope]]

_STAMP = re.compile(rb"^DTSTAMP:(\d{4})(\d\d)(\d\d)T", re.MULTILINE)
_DATE = re.compile(rb"^Date: (.+)$", re.MULTILINE)


def own_day(job: Job, earlier: Earlier, compose: Compose) -> date | None:
    """The date under which the files of an earlier letter are what would be written now; None for another letter.

    ``compose`` writes the letter under a date. Files in formats that the job does not ask for count only where there
    are no others.
    """
    files = [(name, _format_of(name)) for name, _ in earlier.files]
    known = [(name, form) for name, form in files if form]
    asked = [(name, form) for name, form in known if form in job.formats] or known
    if not asked:
        return None
    for day in dict.fromkeys(_days(job, earlier)):
        if _is_same(job, earlier.sequence, asked, lambda day=day: compose(day)):  # type: ignore[misc]
            return day
    return None


def _is_same(
    job: Job, sequence: int, files: list[tuple[str, str]], compose: Callable[[], tuple[Letter, Envelope]]
) -> bool:
    try:
        letter, envelope = compose()
        envelope = envelope._replace(sequence=sequence)
        return all(
            places.content(job.target, name) == document(job.project.content, letter, form, envelope).content
            for name, form in files
        )
    except (OSError, GoodtermsError):
        return False


def _format_of(name: str) -> str:
    """The format of a file by its ending; empty for one that no format has."""
    suffix = name.rpartition(".")[2]
    return next((form for form, each in FORMATS.items() if each.suffix == suffix), "")


def _days(job: Job, earlier: Earlier) -> Iterator[date]:
    """The dates that an earlier letter may have: the one on record, or else those that its files tell.

    Version 1 of the ledger has no dates. What is found is no more than a guess: :func:`_is_same` decides.
    """
    if earlier.day:
        yield date.fromisoformat(earlier.day)
        return
    yield job.day
    for name, _ in earlier.files:
        path = job.target / name
        try:
            yield from _stamped(path.suffix, places.content(job.target, name))
            yield date.fromtimestamp(path.stat().st_mtime)  # noqa: DTZ012 — the day on the wall, as for new letters
        except (OSError, ValueError):
            continue


def _stamped(suffix: str, content: bytes) -> Iterator[date]:
    """The date in a mail, or in a calendar, where the morning of a day may be the evening before by UTC."""
    from email.utils import parsedate_to_datetime  # few runs need it

    if suffix == ".eml" and (header := _DATE.search(content)):
        yield parsedate_to_datetime(header[1].decode("ascii", "replace")).date()
    elif suffix == ".ics" and (stamp := _STAMP.search(content)):
        day = date(*map(int, stamp.groups()))
        yield from (day, day + timedelta(days=1))
