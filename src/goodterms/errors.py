"""The faults of a call and of the content, as exceptions that know what to say and how to exit.

::

    GoodtermsError
    ├── CallError                 exit 2: what was asked for cannot be done
    │   ├── InvalidRequest        every fault of a request at once
    │   ├── BadRows               rows of a table that no letters can be written for
    │   │   └── MissingGlyphs     characters that no font has
    │   ├── PartMissing           a part of the program that is not there
    │   └── OutputRefused         nothing can be written there
    └── ContentError              exit 3: a catalog, a template or a letter.toml is at fault
        ├── BrokenContent         one fault, with file and line
        └── MissingTranslations   a letter that is not wholly translated

Library code raises; only the command line prints and exits. Any other exception is a bug of ours.
"""

from __future__ import annotations

import difflib
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


class GoodtermsError(Exception):
    """What goodterms cannot do, with a message, an optional hint and the exit status of the command."""

    exit_status = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        """How an error comes whole from a worker's process: as what it holds, not as what it was made of."""
        return _remade, (type(self), self.args, self.__dict__)

    def lines(self) -> list[str]:
        """The lines for a person: the message, then the hint."""
        return [self.message, self.hint] if self.hint else [self.message]


def _remade(kind: type[GoodtermsError], args: tuple[object, ...], held: dict[str, object]) -> GoodtermsError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(held)
    return error


class CallError(GoodtermsError):
    """The call asks for something that cannot be done; exit status 2."""

    exit_status = 2


class Fault(NamedTuple):
    """One fault of a request: where it is, what is wrong there, and what would be right."""

    place: str
    problem: str
    hint: str = ""


class InvalidRequest(CallError):  # noqa: N818 — named for what it says, as the tree above draws it
    """A request with one or more faults; ``faults`` holds them all."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(f"{fault.place}: {fault.problem}" for fault in faults))

    def lines(self) -> list[str]:
        """A line for each fault, each followed by what would be right; several faults stand under their number."""
        several = len(self.faults) > 1
        margin = "  " if several else ""
        lines = [f"{len(self.faults)} faults; nothing was written"] if several else []
        for fault in self.faults:
            lines.append(f"{margin}{fault.place}: {fault.problem}")
            if fault.hint:
                lines.append(f"{margin}  {fault.hint}")
        return lines


class BadRows(CallError):  # noqa: N818
    """Rows of a table with faults, so that nothing was written: what there is to do, then the first of the faults."""

    def __init__(self, table: str, summary: str, told: Sequence[str]) -> None:
        super().__init__(f"{table}: {summary}; nothing was written")
        self.told = tuple(told)

    def lines(self) -> list[str]:
        """The summary, then a line a fault."""
        return [self.message, *(f"  {line}" for line in self.told)]


class MissingGlyphs(InvalidRequest):
    """Characters that no font has, each a fault: the character, and the text in which it stands."""


class PartMissing(CallError):  # noqa: N818
    """A format needs something that is not on this machine; the hint tells how to get it."""


class OutputRefused(CallError):  # noqa: N818
    """The output cannot be written where it was asked for; nothing was written."""


class ContentError(GoodtermsError):
    """The content is at fault, not the call; exit status 3."""

    exit_status = 3


class BrokenContent(ContentError):  # noqa: N818
    """A fault in a catalog, a template or a letter.toml, at ``path`` and ``line`` (1-based; 0: the whole file)."""

    def __init__(self, path: Path | str, line: int, problem: str, hint: str = "") -> None:
        self.path = path
        self.line = line
        self.problem = problem
        self.others: tuple[BrokenContent, ...] = ()
        super().__init__(f"{path}:{line}: {problem}" if line else f"{path}: {problem}", hint)

    @classmethod
    def several(cls, faults: Sequence[BrokenContent]) -> BrokenContent:
        """One error that tells all of ``faults`` (at least one)."""
        first = cls(faults[0].path, faults[0].line, faults[0].problem, faults[0].hint)
        first.others = tuple(faults[1:])
        return first

    def lines(self) -> list[str]:
        """Each fault with its place, each followed by its hint."""
        return [*super().lines(), *(line for other in self.others for line in other.lines())]


class MissingMessage(NamedTuple):
    """A message without a translation: its msgctxt and msgid, why, and its place in the catalog."""

    msgctxt: str | None
    msgid: str
    why: str
    path: Path | str
    line: int

    def told(self) -> str:
        """The message in one line: its place, why it is missing, its context and text."""
        place = f"{self.path}:{self.line}" if self.line else f"{self.path}"
        context = f"[{self.msgctxt}] " if self.msgctxt else ""
        return f'{place}: {self.why}: {context}"{self.msgid}"'


class MissingTranslations(ContentError):  # noqa: N818
    """A letter that is not wholly translated into a locale; ``missing`` holds every message that lacks."""

    def __init__(self, letter: str, locale: str, missing: Sequence[MissingMessage], total: int) -> None:
        self.letter = letter
        self.locale = locale
        self.missing = tuple(missing)
        super().__init__(
            f"{letter} cannot be written in {locale}: {len(missing)} of {total} messages are not translated",
            "translate them, or choose --missing fallback (the source language in their place) "
            "or --missing mark (⟦msgid⟧ in their place)",
        )

    def lines(self) -> list[str]:
        """The message, a line for each missing message with its place, then the hint."""
        return [self.message, *[f"  {one.told()}" for one in self.missing], self.hint]


def nearest(given: str, known: Iterable[str]) -> str:
    """The known name nearest to ``given``, or an empty string when none is near; of several, one that begins alike."""
    names = list(known)
    folded = {name.casefold(): name for name in reversed(names)}
    asked = given.casefold()
    found = difflib.get_close_matches(asked, folded, n=9, cutoff=0.5)
    best = [name for name in found if _likeness(asked, name) == _likeness(asked, found[0])]
    return folded[max(best, key=lambda name: _alike(asked, name))] if best else ""


def _alike(asked: str, name: str) -> int:
    """With how many characters two texts begin alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(asked, name, strict=False)))


def _likeness(asked: str, name: str) -> float:
    return difflib.SequenceMatcher(None, name, asked).ratio()


def suggestion(given: str, known: Iterable[str]) -> str:
    """A hint for an unknown name: the nearest one, and all that are known."""
    names = list(known)
    near = nearest(given, names)
    listed = f"known: {', '.join(names)}" if names else "none is known"
    return f"did you mean {near!r}? {listed}" if near else listed
