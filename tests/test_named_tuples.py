"""Our named tuples do what those of Python do."""

from __future__ import annotations

import copy
import pickle
from typing import Any, NamedTuple, Self, get_type_hints

import pytest

from goodterms import named_tuples


class Ours(named_tuples.NamedTuple):
    """A place."""

    name: str
    line: int = 0
    notes: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        return f"{self.name}:{self.line}"

    @classmethod
    def of(cls, text: str) -> Ours:
        name, _, line = text.partition(":")
        return cls(name, int(line or 0))


class Theirs(NamedTuple):
    """A place."""

    name: str
    line: int = 0
    notes: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        return f"{self.name}:{self.line}"

    @classmethod
    def of(cls, text: str) -> Theirs:
        name, _, line = text.partition(":")
        return cls(name, int(line or 0))


class OursWithMore(Ours):
    """A subclass, which may have attributes."""

    def upper(self) -> str:
        return self.name.upper()


class TheirsWithMore(Theirs):
    """A subclass, which may have attributes."""

    def upper(self) -> str:
        return self.name.upper()


def matched(one: Any) -> object:
    match one:
        case Ours(name, line) | Theirs(name, line):
            return name, line
    return None


DONE = {
    "in order": lambda place: tuple(place("a", 1, ("b",))),
    "by name": lambda place: tuple(place(name="a", notes=("b",))),
    "with defaults": lambda place: tuple(place("a")),
    "equal to a tuple": lambda place: place("a") == ("a", 0, ()),
    "as a key": lambda place: {place("a"): 1}[("a", 0, ())],
    "unpacked": lambda place: [*place("a", 2)],
    "fields": lambda place: (place("a", 2).name, place("a", 2).line, place("a", 2).notes),
    "methods": lambda place: (place.of("a:3").shown, type(place.of("a:3")) is place),
    "replaced": lambda place: (tuple(place("a")._replace(line=4)), type(place("a")._replace(line=4)) is place),
    "made": lambda place: tuple(place._make(["a", 1, ()])),
    "as a dict": lambda place: place("a")._asdict(),
    "shown": lambda place: repr(place("a", 1)).replace("Theirs", "Ours"),
    "copied": lambda place: (copy.copy(place("a")) == place("a"), type(copy.deepcopy(place("a"))) is place),
    "pickled": lambda place: pickle.loads(pickle.dumps(place("a", 5))) == place("a", 5),  # noqa: S301
    "matched": lambda place: matched(place("a", 6)),
    "described": lambda place: (place.__doc__, place._fields, place._field_defaults, place.__match_args__),
    "named": lambda place: (place.__module__, place.__qualname__.replace("Theirs", "Ours"), type(place)),
    "annotations": lambda place: get_type_hints(place),
    "without a dict": lambda place: hasattr(place("a"), "__dict__"),
    "unchangeable": lambda place: setattr(place("a"), "name", "b"),
    "too few": lambda place: place(),
    "too many": lambda place: place("a", 1, (), 2),
    "unknown name": lambda place: place("a", other=1),
    "twice": lambda place: place("a", name="b"),
    "made of too few": lambda place: place._make(["a"]),
    "replaced by an unknown name": lambda place: place("a")._replace(other=1),
}  # fmt: skip


def outcome(action: Any, place: type) -> object:
    try:
        return action(place)
    except (AttributeError, TypeError, ValueError) as error:
        return type(error), str(error).replace("Theirs", "Ours").replace("<lambda>()", "__new__()")


@pytest.mark.parametrize("what", DONE)
@pytest.mark.parametrize(("ours", "theirs"), [(Ours, Theirs), (OursWithMore, TheirsWithMore)])
def test_they_do_the_same(what: str, ours: type, theirs: type) -> None:
    expected = outcome(DONE[what], theirs)
    for _ in range(2):  # the first instance of a class compiles what makes the others
        assert outcome(DONE[what], ours) == expected


def test_a_class_may_have_no_fields() -> None:
    class Break(named_tuples.NamedTuple):
        """The end of a line."""

    assert Break() == Break() == ()
    assert repr(Break()) == "Break()"


def test_a_subclass_that_is_filled_first_leaves_its_base_as_it_is() -> None:
    class Base(named_tuples.NamedTuple):
        name: str
        line: int = 0

    class More(Base):
        __slots__ = ()

        def __new__(cls, name: str) -> Self:
            return super().__new__(cls, name.upper(), 1)

    assert More("a") == More("a") == ("A", 1)
    assert type(More("a")) is More
    assert Base("a") == ("a", 0)
    assert type(Base("a")) is Base
