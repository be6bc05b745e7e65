"""Records, whose parts are fields: each part is typed, and every fault is told with the place of its part."""

from __future__ import annotations

from datetime import date

import pytest
from reading import spec

from goodterms.fields import InvalidValue, ParseContext, parse
from goodterms.fields.persons import part_of
from goodterms.values import Record

CONTEXT = ParseContext("EUR", frozenset({"EUR"}))


def parts() -> dict[str, object]:
    return {
        "name": spec("name", required=True)._replace(name="name"),
        "due": spec("date")._replace(name="due"),
        "count": spec("count", default=2)._replace(name="count"),
    }


ONE = spec("record", parts=parts())
MANY = spec("record", parts=parts(), many=True)


def faults(given: object, many: bool = False) -> list[tuple[str, str]]:
    with pytest.raises(InvalidValue) as caught:
        parse(MANY if many else ONE, given, CONTEXT)
    return [(fault.place, fault.kind) for fault in caught.value.faults]


def test_each_part_has_its_type_and_a_text_is_the_first_part() -> None:
    given = {"Name": "Ana", "due": "2026-12-03"}
    assert parse(ONE, given, CONTEXT) == Record({"name": "Ana", "due": date(2026, 12, 3), "count": 2})
    assert parse(ONE, "Ana", CONTEXT) == Record({"name": "Ana", "due": None, "count": 2})


def test_several_records_are_typed_one_by_one() -> None:
    found = parse(MANY, ["Ana", {"name": "Bor", "count": "3"}], CONTEXT)
    assert found == (
        Record({"name": "Ana", "due": None, "count": 2}),
        Record({"name": "Bor", "due": None, "count": 3}),
    )
    assert parse(MANY, {"name": "Ana"}, CONTEXT) == (Record({"name": "Ana", "due": None, "count": 2}),)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"due": "2026-12-03"}, [("name", "missing-part")]),
        ({"name": "Ana", "due": "x"}, [("due", "not-a-date")]),
        ({"name": "Ana", "dew": "2026-12-03"}, [("dew", "unknown-part")]),
        ({"name": "Ana", "NAME": "Bor"}, [("NAME", "part-twice")]),
        ({"nme": "Ana", "due": "x", "count": "y"}, None),
    ],
)
def test_every_fault_of_a_record_is_told_with_its_part(given: object, told: list[tuple[str, str]] | None) -> None:
    found = faults(given)
    if told is None:
        assert [place for place, _ in found] == ["nme", "name", "due", "count"]
    else:
        assert found == told


def test_a_part_that_is_given_twice_may_be_empty_once() -> None:
    assert parse(ONE, {"name": "Ana", "NAME": ""}, CONTEXT) == Record({"name": "Ana", "due": None, "count": 2})


def test_a_fault_of_one_of_several_records_has_its_number() -> None:
    assert [place for place, _ in faults([{"name": "Ana"}, {"name": "Bor", "due": "x"}], many=True)] == ["2.due"]


def test_parts_of_a_name_are_those_of_fields_that_have_parts() -> None:
    specs = {"name": spec("person"), "company": spec("name"), "friends": spec("person", many=True)}
    assert part_of("name.given", specs) == ("name", "given")
    for name in ("name", "name.", "company.given", "other.given"):
        assert part_of(name, specs) is None, name
