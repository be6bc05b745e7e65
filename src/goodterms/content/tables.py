"""TOML tables, read key by key: a value of the wrong kind is told with file, line and what is expected."""

from __future__ import annotations

import math
import re
import tomllib
import unicodedata
from datetime import date, time
from typing import TYPE_CHECKING, Any

from goodterms.content.layers import read_text
from goodterms.errors import BrokenContent, nearest
from goodterms.faults import fault
from goodterms.text import bidi, marks

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from goodterms.faults import Fault


class Table:
    """A table of a TOML file; ``name`` is its dotted name in the file, empty for the whole file."""

    def __init__(self, path: Path, source: str, values: dict[str, Any], name: str = "") -> None:
        self.path = path
        self.name = name
        self._source = source
        self._values = values

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def __bool__(self) -> bool:
        return bool(self._values)

    def raw(self) -> dict[str, Any]:
        """The values as TOML has them."""
        return self._values

    def text(self, key: str, otherwise: str = "") -> str:
        """A text."""
        value = self._values.get(key, otherwise)
        return value if isinstance(value, str) else self._refuse(key, "text in quotes")

    def flag(self, key: str) -> bool:
        """True or false; false when it is not there."""
        value = self._values.get(key, False)
        return value if isinstance(value, bool) else self._refuse(key, "true or false")

    def count(self, key: str, otherwise: int) -> int:
        """A whole number from 1 up."""
        if key not in self._values:
            return otherwise
        value = self._values[key]
        is_count = isinstance(value, int) and not isinstance(value, bool) and value >= 1
        return int(value) if is_count else self._refuse(key, "a whole number from 1 up")

    def number(self, key: str, otherwise: float) -> float:
        """A number above 0."""
        value = self._values.get(key, otherwise)
        is_number = (
            isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value) and value > 0
        )
        return float(value) if is_number else self._refuse(key, "a number above 0")

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when it is not there."""
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self._refuse(key, 'a list of texts, such as ["a", "b"]')
        return tuple(value)

    def table(self, key: str) -> Table:
        """A table inside this one; an empty one when it is not there."""
        value = self._values.get(key, {})
        if not isinstance(value, dict):
            self._refuse(key, f"a table, [{self._dotted(key)}]")
        return Table(self.path, self._source, value, self._dotted(key))

    def tables(self, key: str) -> Iterator[tuple[str, Table]]:
        """The tables inside the table ``key``, by name."""
        return self.table(key).tables_within()

    def tables_within(self) -> Iterator[tuple[str, Table]]:
        """The tables that this one holds, by name; raises :class:`BrokenContent` for what is none."""
        for name in self._values:
            yield name, self.table(name)

    def refuse_times(self) -> None:
        """Refuse dates and times of TOML's own, wherever they are."""
        for table, key, value in self._all():
            if isinstance(value, (date, time)):
                table._refuse(key, "text in quotes")

    def refuse_unprintable(self) -> None:
        """Refuse a text, wherever it is, that would turn round or break what stands around it in a letter."""
        for table, key, value in self._all():
            if isinstance(value, str) and (problem := _unprintable(value)):
                raise table.fault(key, problem, "leave it out")

    def _all(self) -> Iterator[tuple[Table, str, object]]:
        """Everything within that is no table and no list, with the table and the key that have it."""
        for key, value in self._values.items():
            if isinstance(value, dict):
                yield from self.table(key)._all()
            else:
                for one in _flat(value):
                    yield self, key, one

    def refuse_unknown(self, known: Collection[str]) -> None:
        """Refuse a key that is none of ``known``, naming the nearest."""
        faults = []
        for key in self._values:
            if key not in known:
                near = nearest(key, known)
                faults.append(self.fault(key, "is unknown", f"did you mean {near!r}?" if near else ""))
        if faults:
            raise BrokenContent.several(faults)

    def fault(self, key: str, problem: str, hint: str = "") -> BrokenContent:
        """A fault of a key, with its line."""
        return BrokenContent.legacy_at(self.path, self._line(key), f"{self._dotted(key)} {problem}", hint)

    def invalid(self, key: str, faults: Iterable[Fault]) -> BrokenContent:
        """The faults of a value that a field cannot take, with the line of its key."""
        line, place = self._line(key), str(self.path)
        return BrokenContent(
            fault("invalid-value", place, line=line, key=self._dotted(key), problem=one.problem, hint=one.hint)
            for one in faults
        )

    def _refuse(self, key: str, expected: str) -> Any:
        raise self.fault(key, f"is {self._values[key]!r}", f"expected {expected}")

    def _dotted(self, key: str) -> str:
        return f"{self.name}.{key}" if self.name else key

    def _line(self, key: str) -> int:
        """The line of a key, looked for below the header of its table; the header's own line when it is not seen."""
        lines = self._source.split("\n")
        header = re.compile(rf"\s*\[\[?\s*{re.escape(self._dotted(key))}\s*\]")
        own = re.compile(rf"\s*\[\[?\s*{re.escape(self.name)}\s*\]") if self.name else None
        start = next((number for number, line in enumerate(lines) if own and own.match(line)), 0)
        assigned = re.compile(rf"\s*\"?{re.escape(key)}\"?\s*=")
        found = next((number for number, line in enumerate(lines[start:], start) if assigned.match(line)), None)
        if found is None:
            found = next(
                (number for number, line in enumerate(lines) if header.match(line)), start if self.name else None
            )
        return 0 if found is None else found + 1


def _flat(value: object) -> Iterator[object]:
    if isinstance(value, (list, dict)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _flat(one)
    else:
        yield value


def _unprintable(text: str) -> str:
    for character in text:
        if unicodedata.category(character) in ("Cc", "Zl", "Zp") or marks.RESERVED.match(character):
            return f"contains {bidi.describe(character)}"
    wrong = bidi.control_fault(text)
    return wrong.problem if wrong else ""


def read(path: Path) -> Table:
    """The table that a TOML file is.

    Raises :class:`BrokenContent` with file and line when it does not parse.
    """
    source = read_text(path)
    try:
        return Table(path, source, tomllib.loads(source))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else source.rstrip("\n").count("\n") + 1
        raise BrokenContent.legacy_at(path, line, f"not valid TOML: {error}") from None
    except RecursionError:
        raise BrokenContent.legacy_at(path, 0, "not valid TOML: nested too deeply") from None
