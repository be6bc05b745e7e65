"""The variables that a template reads and does not set itself, so that they must be fields of the letter.

The scopes are Jinja's own: a loop, a ``with``, a macro and a ``call`` have variables of their own; what ``set`` sets in
an ``if`` stays visible after it; a block sees the variables around it only when it is ``scoped``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import nodes

from goodterms.engine import trees

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_IN_MACROS = frozenset({"caller", "varargs", "kwargs"})
_DEFINED_TESTS = ("defined", "undefined")


class VariableUse(NamedTuple):
    """A variable that is read, and the line of the template."""

    name: str
    line: int


class Read:
    """What a block, or a template outside its blocks, reads.

    ``uses`` are the variables that it does not set itself, in reading order, those of nested blocks not included.
    ``around`` are, by scoped block in it, the variables that the block can see; ``others`` are the names of the
    templates that it includes or imports from, each with the variables that it can see besides the fields.
    """

    def __init__(self, body: Iterable[nodes.Node]) -> None:
        self.around: dict[str, frozenset[str]] = {}
        self.others: list[tuple[str, frozenset[str]]] = []
        self._uses: dict[VariableUse, None] = {}
        self._tested: set[str] = set()
        self._visit_all(body, set())
        self.uses = [use for use in self._uses if use.name not in self._tested]

    def _visit(self, node: nodes.Node, known: set[str]) -> None:
        """Visit a node; ``known`` are the variables that are set so far, and what the node sets is added to them."""
        self._visit_all(getattr(node, "bound", ()), known)  # a translation need not print every variable of its message
        visit = _VISITS.get(type(node))
        if visit:
            visit(self, node, known)
        else:
            self._visit_all(trees.children(node), known)

    def _visit_name(self, node: nodes.Name, known: set[str]) -> None:
        if node.ctx == "load":
            self._read(node.name, node.lineno, known)
        else:
            known.add(node.name)

    def _visit_namespace(self, node: nodes.NSRef, known: set[str]) -> None:
        self._read(node.name, node.lineno, known)

    def _visit_test(self, node: nodes.Test, known: set[str]) -> None:
        if node.name in _DEFINED_TESTS and isinstance(node.node, nodes.Name):
            self._tested.add(node.node.name)
        self._visit_all(trees.children(node), known)

    def _visit_block(self, node: nodes.Block, known: set[str]) -> None:
        if node.scoped:
            self.around[node.name] = frozenset(known)

    def _visit_for(self, node: nodes.For, known: set[str]) -> None:
        self._visit(node.iter, known)
        self._visit_all([node.target, *([node.test] if node.test else []), *node.body], {*known, "loop"})
        self._visit_all(node.else_, {*known})

    def _visit_with(self, node: nodes.With, known: set[str]) -> None:
        self._visit_all(node.values, known)
        self._visit_all([*node.targets, *node.body], {*known})

    def _visit_macro(self, node: nodes.Macro, known: set[str]) -> None:
        known.add(node.name)
        self._visit_all([*node.args, *node.defaults, *node.body], {*known, *_IN_MACROS})

    def _visit_call(self, node: nodes.CallBlock, known: set[str]) -> None:
        self._visit(node.call, known)
        self._visit_all([*node.args, *node.defaults, *node.body], {*known, *_IN_MACROS})

    def _visit_assign(self, node: nodes.Assign, known: set[str]) -> None:
        self._visit_all([node.node, node.target], known)  # the value is read before the variable is set

    def _visit_assigned_block(self, node: nodes.AssignBlock, known: set[str]) -> None:
        self._visit_all(node.body, {*known})
        self._visit_all([*([node.filter] if node.filter else []), node.target], known)

    def _visit_filtered_block(self, node: nodes.FilterBlock, known: set[str]) -> None:
        self._visit(node.filter, known)
        self._visit_all(node.body, {*known})

    def _visit_scope(self, node: nodes.Scope, known: set[str]) -> None:
        self._visit_all(node.body, {*known})

    def _visit_include(self, node: nodes.Include, known: set[str]) -> None:
        self._add_other(node.template, known)

    def _visit_import(self, node: nodes.FromImport, known: set[str]) -> None:
        self._add_other(node.template, known)
        known.update(given[1] if isinstance(given, tuple) else given for given in node.names)

    def _visit_all(self, several: Iterable[nodes.Node], known: set[str]) -> None:
        for node in several:
            self._visit(node, known)

    def _add_other(self, template: nodes.Expr, known: set[str]) -> None:
        if isinstance(template, nodes.Const):
            self.others.append((str(template.value), frozenset(known)))

    def _read(self, name: str, line: int, known: set[str]) -> None:
        if name not in known:
            self._uses[VariableUse(name, line)] = None


_VISITS: dict[type[nodes.Node], Callable[[Read, Any, set[str]], None]] = {
    nodes.Name: Read._visit_name,
    nodes.NSRef: Read._visit_namespace,
    nodes.Test: Read._visit_test,
    nodes.Block: Read._visit_block,
    nodes.For: Read._visit_for,
    nodes.With: Read._visit_with,
    nodes.Macro: Read._visit_macro,
    nodes.CallBlock: Read._visit_call,
    nodes.Assign: Read._visit_assign,
    nodes.AssignBlock: Read._visit_assigned_block,
    nodes.FilterBlock: Read._visit_filtered_block,
    nodes.Scope: Read._visit_scope,
    nodes.Include: Read._visit_include,
    nodes.FromImport: Read._visit_import,
}
