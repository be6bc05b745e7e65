"""The errors of a call and of the content: exceptions that hold their faults and the exit status of the command.

::

    GoodtermsError
    ├── Interrupted               exit 130: the user stopped the command
    ├── CallError                 exit 2: what was asked for cannot be done
    │   ├── InvalidRequest        every fault of a request at once
    │   │   └── MissingGlyphs     characters that no font has
    │   ├── BadRows               rows of a table for which no letters can be written
    │   ├── PartMissing           a part of the program is not installed
    │   └── OutputRefused         the output cannot be written
    └── ContentError              exit 3: a catalog, a template, a letter.toml or goodterms.toml is at fault
        ├── BrokenContent         every fault of a file, each with its line
        └── MissingTranslations   a letter that is not fully translated

Library code raises these; only the command line prints and exits. Any other exception is a bug in goodterms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self

from goodterms.faults import Fault, facts, fault
from goodterms.speech import aloud, plural, speak

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


class GoodtermsError(Exception):
    """What goodterms cannot do: one or more faults, and the exit status of the command."""

    exit_status = 1

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)

    @classmethod
    def of(cls, kind: str, place: str = "", *, line: int = 0, **params: object) -> Self:
        """The error of a single fault."""
        return cls([Fault(kind, place, facts(params), line=line)])

    def __str__(self) -> str:
        """Each fault on a line of its own."""
        return "\n".join(map(str, self.faults))

    def lines(self) -> list[str]:
        """The lines for a person: each fault, followed by its hint."""
        return [line for each in self.faults for line in (str(each), each.hint) if line]


class Interrupted(GoodtermsError):  # noqa: N818 — named for what it says, as the tree above draws it
    """The user stopped the command; exit status 130 (128 plus the number of SIGINT)."""

    exit_status = 130


class CallError(GoodtermsError):
    """The call asks for something that cannot be done; exit status 2."""

    exit_status = 2


class InvalidRequest(CallError):  # noqa: N818 — named for what it says, as the tree above draws it
    """A request with one or more faults; ``faults`` holds them all."""

    def lines(self) -> list[str]:
        """A line for each fault, followed by what would be right; several faults come below their number."""
        several = len(self.faults) > 1
        margin = "  " if several else ""
        lines = [_several(len(self.faults))] if several else []
        for each in self.faults:
            lines.append(f"{margin}{each}")
            if each.hint:
                lines.append(f"{margin}  {each.hint}")
        return lines


def _several(count: int) -> str:
    return plural("{count} fault; nothing was written", "{count} faults; nothing was written", count)


class MissingGlyphs(InvalidRequest):
    """Characters that no font has, each a fault: the character, and the text around it."""


class BadRows(CallError):  # noqa: N818
    """Rows of a table with faults, so that nothing was written: what there is to do, then the faults of its header.

    ``rows`` are lines for a person: the faults of the header and of the rows, grouped.
    """

    def __init__(self, faults: Iterable[Fault], rows: Sequence[str] = ()) -> None:
        super().__init__(faults)
        self.args = (self.faults, tuple(rows))
        self.rows = tuple(rows)

    def lines(self) -> list[str]:
        """The summary, then a line a fault."""
        # For translators: tasks is such as: fix 3 dates
        summary = speak("{tasks}; nothing was written", tasks=self.faults[0])
        return [summary, *(f"  {line}" for line in self.rows)]


class PartMissing(CallError):  # noqa: N818
    """A format needs something that is not on this machine; the hint tells how to get it."""


class OutputRefused(CallError):  # noqa: N818
    """The output cannot be written where it was asked for; nothing was written."""


class ContentError(GoodtermsError):
    """The content is at fault, not the call; exit status 3."""

    exit_status = 3


class BrokenContent(ContentError):  # noqa: N818
    """Faults in a catalog, a template, a letter.toml or goodterms.toml; the ``place`` of each is the file."""

    @classmethod
    def at(cls, path: Path | str, line: int, kind: str, **params: object) -> Self:
        """The error of one fault at a line of a file (1-based; 0: the whole file)."""
        return cls.of(kind, str(path), line=line, **params)


class MissingMessage(NamedTuple):
    """A message without a translation: its msgctxt and msgid, why, and its place in the catalog."""

    msgctxt: str | None
    msgid: str
    why: str
    path: Path | str
    line: int

    def __str__(self) -> str:
        """The message in one line: its place, why it is missing, its context and text."""
        place = f"{self.path}:{self.line}" if self.line else f"{self.path}"
        context = f"[{self.msgctxt}] " if self.msgctxt else ""
        return f'{place}: {aloud(self.why)}: {context}"{self.msgid}"'


class MissingTranslations(ContentError):  # noqa: N818
    """A letter that is not fully translated into a locale; ``missing`` holds every message that is missing."""

    def __init__(self, letter: str, locale: str, missing: Sequence[MissingMessage], total: int) -> None:
        super().__init__([fault("letter-incomplete", letter=letter, locale=locale, count=len(missing), total=total)])
        self.args = (letter, locale, tuple(missing), total)
        self.letter = letter
        self.locale = locale
        self.missing = tuple(missing)

    def lines(self) -> list[str]:
        """The message, a line for each missing message with its place, then the hint."""
        (incomplete,) = self.faults
        return [str(incomplete), *(f"  {message}" for message in self.missing), incomplete.hint]
