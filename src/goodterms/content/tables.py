"""TOML files, read key by key: the faults of a file are collected, each with its line, and raised together."""

from __future__ import annotations

import math
import re
import unicodedata
from contextlib import contextmanager
from datetime import date, time
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from goodterms.content import parsed
from goodterms.content.layers import read_text
from goodterms.errors import BrokenContent
from goodterms.faults import Fault, facts, fault
from goodterms.faults.causes import cause
from goodterms.text import bidi, marks, toml

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

_MOST_UNKNOWN = 50
"""The most unknown keys of a table that are named; the others are counted."""


class Table:
    """A table of a TOML file; ``name`` is its dotted name, empty for the whole file.

    A method that reads a key collects a fault and returns its default for a value of the wrong type. The tables of a
    file share its faults; :func:`raise_faults` and :func:`open_table` raise them. A key keeps only the faults that were
    found in it first, as others may follow from these.
    """

    def __init__(
        self,
        path: Path,
        source: str,
        values: dict[str, Any],
        name: str = "",
        faults: dict[str, list[Fault]] | None = None,
    ) -> None:
        """``values`` are those of the table, ``source`` is the text of the whole file.

        ``faults`` are those of the file, by the dotted name of the key. ``is_known`` says of a whole file whether it is
        as it was when the package was made (:mod:`goodterms.content.parsed`).
        """
        self.path = path
        self.is_known = False
        self.name = name
        self._source = source
        self._values = values
        self._faults = {} if faults is None else faults

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def __bool__(self) -> bool:
        return bool(self._values)

    @property
    def faults(self) -> list[Fault]:
        """Every fault found in the file so far, in line order."""
        return sorted(chain.from_iterable(self._faults.values()), key=lambda wrong: wrong.line)

    def raw(self) -> dict[str, Any]:
        """The values as :mod:`tomllib` gives them."""
        return self._values

    def text(self, key: str, default: str = "") -> str:
        """The text of a key."""
        value = self._values.get(key, default)
        return value if isinstance(value, str) else self._refuse_value(key, "not-text", default)

    def flag(self, key: str) -> bool:
        """Whether a key is true; False when it is absent."""
        value = self._values.get(key, False)
        return value if isinstance(value, bool) else self._refuse_value(key, "not-true-or-false", False)

    def count(self, key: str, default: int) -> int:
        """The whole number of a key, at least 1."""
        if key not in self._values:
            return default
        value = self._values[key]
        is_count = isinstance(value, int) and not isinstance(value, bool) and value >= 1
        return int(value) if is_count else self._refuse_value(key, "not-a-positive-integer", default)

    def integer(self, key: str, least: int, most: int) -> int:
        """The whole number of a key, from ``least`` to ``most``; ``least`` when it is absent."""
        value = self._values.get(key, least)
        is_integer = isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
        if is_integer:
            return int(value)
        self.refuse(key, "not-an-integer-between", given=as_toml(value), least=least, most=most)
        return least

    def number(self, key: str, default: float) -> float:
        """The number of a key, greater than 0."""
        value = self._values.get(key, default)
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        is_positive = is_number and math.isfinite(value) and value > 0
        return float(value) if is_positive else self._refuse_value(key, "not-a-positive-number", default)

    def percent(self, key: str) -> float:
        """The number of a key, from 0 to 100; 100 when it is absent."""
        value = self._values.get(key, 100)
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        is_percent = is_number and 0 <= value <= 100
        return float(value) if is_percent else self._refuse_value(key, "not-a-percentage", 100.0)

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts of a key; empty when it is absent."""
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            value = self._refuse_value(key, "not-a-list-of-texts", [])
        return tuple(value)

    def table(self, key: str) -> Table:
        """The table ``key`` inside this one; an empty one when it is absent."""
        value = self._values.get(key, {})
        if not isinstance(value, dict):
            value = self._refuse_value(key, "not-a-table", {})
        return Table(self.path, self._source, value, self._dotted(key), self._faults)

    def tables(self, key: str) -> Iterator[tuple[str, Table]]:
        """The tables inside the table ``key``, by name."""
        return self.table(key).tables_within()

    def tables_within(self) -> Iterator[tuple[str, Table]]:
        """The tables inside this one, by name; any other value is refused and left out."""
        for name, value in self._values.items():
            inner = self.table(name)
            if isinstance(value, dict):
                yield name, inner

    def refuse(self, key: str, kind: str, **params: object) -> None:
        """Collect the fault of a key; its dotted name becomes the fact ``key``."""
        if not self.is_refused(key):
            self._faults[self._dotted(key)] = [self._fault(key, kind, {"key": self._dotted(key), **params})]

    def refuse_invalid(self, key: str, faults: Iterable[Fault]) -> None:
        """Collect the faults of a value that a field cannot take."""
        if not self.is_refused(key):
            name = self._dotted(key)
            self._faults[name] = [
                self._fault(
                    key,
                    "invalid-value",
                    {
                        "key": f"{name}.{wrong.place}" if wrong.place else name,
                        "problem": wrong.problem,
                        "hint": wrong.hint,
                    },
                )
                for wrong in faults
            ]

    def is_refused(self, key: str) -> bool:
        """Whether a fault was found in a key."""
        return self._dotted(key) in self._faults

    def refuse_unknown(self, known: Collection[str]) -> None:
        """Refuse each key that is not one of ``known``."""
        unknown = [key for key in self._values if key not in known]
        for key in unknown[:_MOST_UNKNOWN]:
            self.refuse(key, "unknown-key", given=key, known=known)
        if more := len(unknown[_MOST_UNKNOWN:]):
            self.refuse(unknown[_MOST_UNKNOWN], "more-unknown-keys", count=more)

    def refuse_times(self) -> None:
        """Refuse TOML dates and times at any depth."""
        for table, key, value in self._leaves():
            if isinstance(value, (date, time)):
                table._refuse_value(key, "not-text", None)

    def refuse_unprintable(self) -> None:
        """Refuse texts, at any depth, with control characters, marks, or bidi controls that would affect a letter."""
        for table, key, value in self._leaves():
            if isinstance(value, str) and (wrong := _unprintable(value)):
                table.refuse(key, wrong.kind, **dict(wrong.params))

    def _leaves(self) -> Iterator[tuple[Table, str, object]]:
        """Every value at any depth that is neither a table nor a list, with the table and the key that hold it."""
        for key, value in self._values.items():
            if isinstance(value, dict):
                yield from self.table(key)._leaves()
            else:
                for leaf in _flat(value):
                    yield self, key, leaf

    def _refuse_value(self, key: str, kind: str, default: Any) -> Any:
        self.refuse(key, kind, given=as_toml(self._values[key]))
        return default

    def _fault(self, key: str, kind: str, params: Mapping[str, object]) -> Fault:
        return Fault(kind, str(self.path), facts(params), line=self._line(key))

    def _dotted(self, key: str) -> str:
        return f"{self.name}.{key}" if self.name else key

    def _line(self, key: str) -> int:
        """The line of a key, or else of the table around it; 0 when neither is found."""
        lines = self._source.split("\n")
        parts = [*self.name.split("."), key] if self.name else [key]
        while parts:
            for depth in range(len(parts) - 1, -1, -1):
                if line := _line_of_key(lines, ".".join(parts[:depth]), ".".join(parts[depth:])):
                    return line
            if line := _line_of_header(lines, ".".join(parts)):
                return line
            parts.pop()
        return 0


def _line_of_header(lines: Sequence[str], name: str) -> int:
    """The line of the header ``[name]``; 0 when there is none."""
    header = re.compile(rf"\s*\[\[?\s*{re.escape(name)}\s*\]")
    return next((number for number, line in enumerate(lines, 1) if header.match(line)), 0)


def _line_of_key(lines: Sequence[str], table: str, key: str) -> int:
    """The line that assigns a key below the header of its table (empty: before any header); 0 when there is none."""
    start = _line_of_header(lines, table) if table else 0
    if table and not start:
        return 0
    assignment = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
    for number, line in enumerate(lines[start:], start + 1):
        if line.lstrip().startswith("["):
            return 0
        if assignment.match(line):
            return number
    return 0


def read(path: Path) -> Table:
    """The table of a TOML file; raises :class:`BrokenContent` when it cannot be read or parsed."""
    source = read_text(path)
    if (known := _parsed(path, source)) is not None:
        table = Table(path, source, known)
        table.is_known = True
        return table
    import tomllib  # not before there is a file that needs it

    try:
        return Table(path, source, _values(source))
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        line = int(place[1]) if place else source.rstrip("\n").count("\n") + 1
        raise BrokenContent.at(path, line, "toml-syntax", reason=cause(error)) from None
    except RecursionError:
        raise BrokenContent.at(path, 0, "toml-nesting") from None


@lru_cache(maxsize=64)
def _values(source: str) -> dict[str, Any]:
    """The values in a text; nobody may change them. Many letters extend one, and a language is read for each region."""
    return toml.loads(source)


@lru_cache(maxsize=64)
def _parsed(path: Path, source: str) -> dict[str, Any] | None:
    """The values of a built-in file, if it was parsed with this text before; nobody may change them, either."""
    return parsed.values(path, source)


@contextmanager
def open_table(path: Path) -> Iterator[Table]:
    """The table of a TOML file; raises :class:`BrokenContent` at the end of the block with every fault found in it."""
    table = read(path)
    yield table
    raise_faults(table)


def raise_faults(*tables: Table) -> None:
    """Raise :class:`BrokenContent` with the faults found in the files of these tables, if there are any."""
    faults = list(chain.from_iterable(table.faults for table in tables))
    if faults:
        raise BrokenContent(faults)


def _flat(value: object) -> Iterator[object]:
    if isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _flat(item)
    else:
        yield value


def as_toml(value: object) -> str:
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(map(as_toml, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key} = {as_toml(inner)}' for key, inner in value.items())}}}"
    return repr(value)


def _unprintable(text: str) -> Fault | None:
    if text.isprintable():
        return None  # no controls, no marks of direction, no private use
    for character in text:
        if unicodedata.category(character) in ("Cc", "Zl", "Zp"):
            return fault("key-control-character", character=bidi.describe(character))
        if marks.RESERVED.match(character):
            return fault("key-private-use-character", character=bidi.describe(character))
    return bidi.control_fault(text, "key-")
