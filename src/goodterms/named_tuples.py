"""Named tuples whose classes cost little to make.

A class of :class:`typing.NamedTuple` compiles the annotation of each of its fields, and what makes its instances, when
its module is loaded: a command loads a hundred such classes and uses half of them. The classes of this one keep their
annotations as they are written, share their methods, and compile what makes instances with the first one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple  # for type checkers, these are the same
else:
    from collections import _tuplegetter as item_getter  # reads an item faster than a property does

    class Fields(tuple):
        """What all named tuples have, as those of :func:`collections.namedtuple` do."""

        __slots__ = ()
        _fields = ()

        def __new__(cls, *values, **named):
            """The first instance of a class; it leaves the class a ``__new__`` with the names of its fields."""
            owner = next(one for one in cls.__mro__ if "_fields" in vars(one))
            names = "".join(f"{name}, " for name in owner._fields)
            code = f"lambda _cls, {names}: _new(_cls, ({names}))"
            new = eval(code, {"_new": tuple.__new__, "__builtins__": {}})  # noqa: S307 — names of our own fields
            new.__name__ = "__new__"
            new.__qualname__ = f"{owner.__qualname__}.__new__"
            new.__defaults__ = tuple(owner._field_defaults.values())
            owner.__new__ = staticmethod(new)
            return new(cls, *values, **named)

        @classmethod
        def _make(cls, values):
            result = tuple.__new__(cls, values)
            if len(result) != len(cls._fields):
                raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(result)}")
            return result

        def _replace(self, /, **changed):
            result = self._make(map(changed.pop, self._fields, self))
            if changed:
                raise ValueError(f"Got unexpected field names: {list(changed)!r}")
            return result

        __replace__ = _replace  # for copy.replace, since Python 3.13

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self._asdict().items())})"

        def __getnewargs__(self):
            return tuple(self)

    class Maker(type):
        """Makes a class of named tuples of each class that has :class:`NamedTuple` as its base."""

        def __new__(cls, name, _, namespace):
            """The class; like those of Python, it has no metaclass of its own."""
            names = tuple(namespace.get("__annotations__", ()))
            defaults = {one: namespace[one] for one in names if one in namespace}
            items = {one: item_getter(number, "") for number, one in enumerate(names)}
            own = {"__slots__": (), "_fields": names, "__match_args__": names, "_field_defaults": defaults}
            return type(name, (Fields,), {**namespace, **items, **own})

    NamedTuple = type.__new__(Maker, "NamedTuple", (), {})
