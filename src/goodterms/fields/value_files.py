"""Raw values from the command line and from a file."""

from __future__ import annotations

import json
import tomllib
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from goodterms.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def parse_assignments(assignments: Iterable[str], faults: list[Fault]) -> dict[str, object]:
    """The values of ``--set field=value``; a field that is given several times has a list."""
    given: dict[str, list[str]] = {}
    for assignment in assignments:
        name, equals, value = assignment.partition("=")
        if not equals or not name.strip():
            faults.append(
                Fault(
                    "--set",
                    f"{assignment!r} is no assignment",
                    'expected FIELD=VALUE, such as name="Ana Novak"',
                )
            )
            continue
        given.setdefault(name.strip(), []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in given.items()}


def read_values(path: Path | None, faults: list[Fault]) -> dict[str, object]:
    """The values in a .toml or .json file; a fault when it cannot be read or is no table of values."""
    if path is None:
        return {}
    readers = {".toml": _toml, ".json": _json}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        faults.append(
            Fault("--values", f"{path} is neither .toml nor .json", "save the values as a .toml or .json file")
        )
        return {}
    try:
        values = reader(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        faults.append(Fault("--values", f"{path} cannot be read: {error.strerror}"))
    except UnicodeDecodeError as error:
        faults.append(Fault("--values", f"{path}: byte {error.start} is not UTF-8", "save the file as UTF-8"))
    except (ValueError, RecursionError) as error:
        faults.append(Fault("--values", f"{path} does not parse: {error}"))
    else:
        if isinstance(values, dict):
            return values
        faults.append(Fault("--values", f"{path} holds a {type(values).__name__}", "expected one value for each field"))
    return {}


def _toml(text: str) -> Any:
    return tomllib.loads(text, parse_float=Decimal)


def _json(text: str) -> Any:
    return json.loads(text, parse_float=Decimal, parse_int=Decimal, object_pairs_hook=_once)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object's members; JSON would let the last of two members of one name win."""
    members = dict(pairs)
    if len(members) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice!r} is given twice")
    return members
