"""A bound on the work of one template: the turns of its loops, and the times that its macros and blocks run.

Nested loops over constants would run for hours, and a macro that calls itself twice for longer than that.
"""

from __future__ import annotations

from contextvars import ContextVar, Token
from typing import TYPE_CHECKING

from jinja2 import nodes
from jinja2.compiler import CodeGenerator

from goodterms.engine.faults import TemplateFault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2.compiler import Frame

MAX_STEPS = 20_000
"""Far more than a letter takes with the longest lists that a field may have."""
_STEP = object()
_left: ContextVar[Iterator[int]] = ContextVar("left")


class counting:  # noqa: N801 — a context manager, written as a function
    """Counts the steps of a template inside it."""

    def __enter__(self) -> None:
        self._token: Token[Iterator[int]] = _left.set(iter(range(MAX_STEPS, 0, -1)))

    def __exit__(self, *_: object) -> None:
        _left.reset(self._token)


def step() -> None:
    """Count a step; raises :class:`TemplateFault` where there are too many."""
    if not next(_left.get(), 0):
        raise TemplateFault("template-steps", limit=MAX_STEPS)


def insert_steps(every: list[nodes.Node]) -> None:
    """Make a step of each turn of a loop, and of each time that a macro or a block runs, among all nodes of a tree."""
    for node in every:
        if not isinstance(node, nodes.For | nodes.Macro | nodes.CallBlock | nodes.Block):
            continue
        # No template can have such a statement itself: it is a tag of an extension that is not used.
        node.body.insert(0, nodes.ExprStmt(nodes.Const(_STEP), lineno=node.lineno))


class SteppingCodeGenerator(CodeGenerator):
    """Generates the calls of :func:`step`, which the environment has as ``step``."""

    def visit_ExprStmt(self, node: nodes.ExprStmt, frame: Frame) -> None:  # noqa: N802
        """The call of a step; any other statement as Jinja writes it."""
        if isinstance(node.node, nodes.Const) and node.node.value is _STEP:
            self.writeline("environment.step()", node)
        else:
            super().visit_ExprStmt(node, frame)
