"""The registry of rules: each is a small function that yields hits.

The docstring of a rule is its manual: the first line says what it finds, and ``Bad:`` and ``Good:`` show examples.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from goodterms.check.triggers import Condition
    from goodterms.findings import Level

Scope = Literal["text", "entry", "catalog", "catalogs", "letters"]
"""What a rule is called with: each translated text, each message (with its catalog), each catalog, all catalogs of a
project at once, or the letters of a project in each language."""


class Rule(NamedTuple):
    """A registered rule. ``name`` is its id, ``explanation`` its docstring.

    ``when`` are its triggers: a text in which none goes off is skipped. A rule without triggers looks at every text.
    ``is_limit`` is true for a rule that says what the check has not looked at: reports show its findings at any level.
    """

    name: str
    level: Level
    scope: Scope
    summary: str
    explanation: str
    find: Callable[..., Iterator[Any]]
    when: tuple[Condition, ...] = ()
    is_limit: bool = False


RULES: dict[str, Rule] = {}
"""Every rule by its name, in the order of registration."""


def rule(
    level: Level,
    scope: Scope,
    when: Condition | list[Condition] | None = None,
    *,
    is_limit: bool = False,
) -> Callable[[Callable[..., Iterator[Any]]], Callable[..., Iterator[Any]]]:
    """Register the decorated function as a rule: ``placeholder_mismatch`` becomes ``placeholder-mismatch``.

    ``when`` is its trigger, or several of which any may go off (see :mod:`goodterms.check.triggers`);
    ``is_limit`` as in :class:`Rule`.
    """
    triggers = () if when is None else tuple(when) if isinstance(when, list) else (when,)

    def register(find: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
        name = find.__name__.replace("_", "-")
        explanation = _unindented(find.__doc__ or "")
        if name in RULES:
            raise ValueError(f"two rules have the name {name}")
        if not ("Bad:" in explanation and "Good:" in explanation):
            raise ValueError(f"the docstring of {name} lacks a bad or a good example")
        RULES[name] = Rule(name, level, scope, explanation.split("\n")[0], explanation, find, triggers, is_limit)
        return find

    return register


def _unindented(text: str) -> str:
    lines = text.strip().split("\n")
    return "\n".join(line.strip() for line in lines)
