"""Small changes to a module, each of which a test should notice: what mutation testing calls mutants."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMPARED: dict[type[ast.cmpop], str] = {
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.In: "not in",
    ast.NotIn: "in",
    ast.Is: "is not",
    ast.IsNot: "is",
}
_CALCULATED: dict[type[ast.operator], str] = {
    ast.Add: "-",
    ast.Sub: "+",
    ast.Mult: "//",
    ast.FloorDiv: "*",
    ast.Div: "*",
    ast.Mod: "//",
    ast.BitOr: "&",
    ast.BitAnd: "|",
}
_CALLED = {"any": "all", "all": "any", "min": "max", "max": "min"}
_CACHES = {"lru_cache", "cache"}


class Change(NamedTuple):
    """A change of a module: its line, the bytes that are replaced, by what, and the name of the function around it."""

    line: int
    start: int
    end: int
    text: str
    where: str
    what: str


def changes(source: str) -> list[Change]:
    """Every change of a module, in its order. Types, docstrings, assertions and sizes of caches are left alone."""
    finder = _Finder(source)
    finder.visit(ast.parse(source))
    return sorted(finder.found)


def changed(source: str, change: Change) -> str:
    """The module with a change."""
    data = source.encode()
    return (data[: change.start] + change.text.encode() + data[change.end :]).decode()


class _Finder(ast.NodeVisitor):
    """Collects the changes of a module."""

    def __init__(self, source: str) -> None:
        self.found: list[Change] = []
        self._data = source.encode()
        self._lines = [0]
        for line in source.split("\n"):
            self._lines.append(self._lines[-1] + len(line.encode()) + 1)
        self._where: list[str] = []

    def _add(self, node: ast.expr | ast.stmt, text: str) -> None:
        start, end = self._span(node)
        before = self._data[start:end].decode()
        what = f"{' '.join(before.split())} -> {' '.join(text.split())}"
        self.found.append(Change(node.lineno, start, end, text, ".".join(self._where), what))

    def _span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self._lines[node.lineno - 1] + node.col_offset, self._lines[node.end_lineno - 1] + node.end_col_offset

    def _text(self, node: ast.expr) -> str:
        start, end = self._span(node)
        return self._data[start:end].decode()

    # What no test can or should notice

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._where.append(node.name)
        for default in (*node.args.defaults, *filter(None, node.args.kw_defaults)):
            self.visit(default)
        for decorator in node.decorator_list:
            if not (isinstance(decorator, ast.Call) and _name(decorator.func) in _CACHES):
                self.visit(decorator)
        self._visit_body(node.body)
        self._where.pop()

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._where.append(node.name)
        self._visit_body(node.body)
        self._where.pop()

    def visit_Module(self, node: ast.Module) -> None:
        self._visit_body(node.body)

    def _visit_body(self, body: list[ast.stmt]) -> None:
        for statement in body:
            is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
            if not is_text:
                self.visit(statement)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value:
            self.visit(node.value)

    def visit_Assert(self, node: ast.Assert) -> None:
        pass

    def visit_Import(self, node: ast.Import) -> None:
        pass

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        pass

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        pass  # before Python 3.12, the places of what is inside are not known

    def visit_Assign(self, node: ast.Assign) -> None:
        names = {target.id for target in node.targets if isinstance(target, ast.Name)}
        if "__slots__" not in names and "__all__" not in names:
            self.visit(node.value)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        if _name(node.value) != "Literal":
            self.visit(node.value)
            self.visit(node.slice)

    # What changes

    def visit_If(self, node: ast.If) -> None:
        if _name(node.test) == "TYPE_CHECKING":
            return
        self._negate(node.test)
        self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self._negate(node.test)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for test in node.ifs:
            self._negate(test)
        self.generic_visit(node)

    def _negate(self, test: ast.expr) -> None:
        if not isinstance(test, (ast.Compare, ast.UnaryOp)):  # these are changed themselves
            self._add(test, f"(not ({self._text(test)}))")

    def visit_Compare(self, node: ast.Compare) -> None:
        if len(node.ops) == 1 and (other := _COMPARED.get(type(node.ops[0]))):
            left, right = self._text(node.left), self._text(node.comparators[0])
            self._add(node, f"(({left}) {other} ({right}))")
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        word = " or " if isinstance(node.op, ast.And) else " and "
        self._add(node, f"({word.join(f'({self._text(value)})' for value in node.values)})")
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, (ast.Not, ast.USub)):
            self._add(node, f"({self._text(node.operand)})")
        if not (isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant)):
            self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if isinstance(node.op, ast.BitOr) and not self._where:
            return  # a union of types
        if other := _CALCULATED.get(type(node.op)):
            self._add(node, f"(({self._text(node.left)}) {other} ({self._text(node.right)}))")
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        value = node.value
        if isinstance(value, bool):
            self._add(node, str(not value))
        elif isinstance(value, (int, float)):
            self._add(node, repr(value + 1))
        elif isinstance(value, str) and not self._text(node).startswith(("'''", '"""')):
            self._add(node, '"XX"' if not value else '""')

    def visit_Call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Name) and (other := _CALLED.get(node.func.id)):
            self._add(node.func, other)
        self.generic_visit(node)

    def visit_Return(self, node: ast.Return) -> None:
        if node.value and not isinstance(node.value, ast.Constant):
            self._add(node.value, "None")
        self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Call):
            self._add(node, "pass")
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self._add(node, "pass")
        self.generic_visit(node)

    def visit_Continue(self, node: ast.Continue) -> None:
        self._add(node, "break")

    def visit_Break(self, node: ast.Break) -> None:
        self._add(node, "continue")

    def visit_Raise(self, node: ast.Raise) -> None:
        self._add(node, "pass")
        self.generic_visit(node)


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


def every_change(sources: dict[str, str]) -> Iterator[tuple[str, Change]]:
    """Every change of some modules, each with the name of its module."""
    for module in sorted(sources):
        for change in changes(sources[module]):
            yield module, change
