"""Raw values from the command line and from a file."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from goodterms.faults import fault
from goodterms.faults.causes import cause
from goodterms.speech import Said, said
from goodterms.text import toml

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from goodterms.faults import Fault


def parse_assignments(assignments: Iterable[str], faults: list[Fault]) -> dict[str, object]:
    """The values of ``--set field=value``; a field that is given several times has a list."""
    given: dict[str, list[str]] = {}
    for assignment in assignments:
        name, equals, value = assignment.partition("=")
        if not equals or not name.strip():
            faults.append(fault("not-an-assignment", "--set", given=assignment))
            continue
        given.setdefault(name.strip(), []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in given.items()}


def read_values(path: Path | None, faults: list[Fault]) -> dict[str, object]:
    """The values in a .toml or .json file; a fault when it cannot be read or is not a table of values."""
    if path is None:
        return {}
    readers = {".toml": _toml, ".json": _json}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        faults.append(fault("values-suffix", "--values", path=path))
        return {}
    try:
        values = reader(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        faults.append(fault("unreadable", "--values", path=path, reason=cause(error)))
    except UnicodeDecodeError as error:
        faults.append(fault("not-utf8", "--values", path=path, offset=error.start))
    except (ValueError, RecursionError) as error:
        reason = next((one for one in error.args if isinstance(one, Said)), None)
        faults.append(fault("values-syntax", "--values", path=path, reason=reason or cause(error)))
    else:
        if isinstance(values, dict):
            return values
        faults.append(fault("not-a-table-of-values", "--values", path=path, type=type(values).__name__))
    return {}


def _toml(text: str) -> Any:
    return toml.loads(text, parse_float=Decimal)


def _json(text: str) -> Any:
    return json.loads(text, parse_float=Decimal, parse_int=Decimal, object_pairs_hook=_once)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object's members; JSON would let the last of two members of one name win."""
    members = dict(pairs)
    if len(members) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(said("{name!r} is given twice", name=twice))
    return members
