"""The commands that do the same as the page of a table: ``goodterms batch …`` and ``goodterms send``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.desk.command import quoted_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from goodterms.desk.order import Reading, Writing


def batch_line(table: str, reading: Reading, writing: Writing, overlays: Sequence[Path]) -> str:
    """The command that writes the outbox, as one line for a POSIX shell."""
    return quoted_line(_batch(table, reading, writing, overlays))


def send_line(outbox: str) -> str:
    """The command that shows which mails of an outbox would be sent."""
    return quoted_line(["goodterms", "send", _path(outbox)])


def _batch(table: str, reading: Reading, writing: Writing, overlays: Sequence[Path]) -> Iterator[str]:
    yield from ("goodterms", "batch")
    if reading.letter:
        yield reading.letter
    yield from (_path(table), "-o", _path(writing.outbox))
    for form in () if writing.into else writing.formats:
        yield from ("--format", form)
    if writing.day:
        yield from ("--date", writing.day)
    named: dict[str, object] = {"--into": writing.into, "--sheet": reading.sheet, "--header-row": reading.header_row}
    named |= {"--encoding": reading.encoding, "--dates": reading.dates, "--numbers": reading.numbers}
    for option, value in {**named, "--locale": reading.locale}.items():
        if value:
            yield f"{option}={value}"
    several = {"--without": reading.without, "--only": reading.only, "--cancel": writing.cancel}
    several["--where"] = tuple(f"{column}={value}" for column, value in reading.where)
    yield from (f"{option}={value}" for option, values in several.items() for value in values)
    flags = {"--skip-bad-rows": writing.skip, "--remove": writing.remove, "--redate": writing.redate}
    yield from (option for option, is_given in flags.items() if is_given)
    for folder in overlays:
        yield from ("--content", str(folder))


def _path(name: str) -> str:
    """A name in the working folder that no command takes for an option."""
    return f"./{name}" if name.startswith("-") else name
