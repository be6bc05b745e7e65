"""Files of values: TOML or JSON with one table; anything else is a fault of the option."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from goodterms.fields.value_files import read_values

if TYPE_CHECKING:
    from pathlib import Path

    from goodterms.faults import Fault


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("v.toml", b'name = "Ana"\nprice = 12.50\n'),
        ("V.TOML", b'name = "Ana"\nprice = 12.50\n'),
        ("v.json", b'{"name": "Ana", "price": 12.50}'),
        ("v.json", b'\xef\xbb\xbf{"name": "Ana", "price": 12.50}'),
    ],
)
def test_values_are_read_as_they_are_written(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    faults: list[Fault] = []
    values = read_values(tmp_path / name, faults)
    assert (values, faults) == ({"name": "Ana", "price": Decimal("12.50")}, [])
    assert str(values["price"]) == "12.50"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("v.txt", b'name = "Ana"', "values-suffix"),
        ("v", b"{}", "values-suffix"),
        ("there-is-none.toml", None, "unreadable"),
        ("v.toml", b"name = '\xff'", "not-utf8"),
        ("v.toml", b"name = ", "values-syntax"),
        ("v.json", b'{"a": 1, "a": 2}', "values-syntax"),
        ("v.json", b"[" * 100_000, "values-syntax"),
        ("v.json", b"[1]", "not-a-table-of-values"),
        ("v.json", b"null", "not-a-table-of-values"),
    ],
)
def test_a_file_that_has_no_values_is_a_fault(tmp_path: Path, name: str, content: bytes | None, kind: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    faults: list[Fault] = []
    assert read_values(tmp_path / name, faults) == {}
    assert [(fault.kind, fault.place) for fault in faults] == [(kind, "--values")]


def test_no_file_has_no_values() -> None:
    assert read_values(None, []) == {}
