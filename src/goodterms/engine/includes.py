"""An include whose name depends on a choice, expanded into one include for each template that it can mean.

``{% include "_offers/" ~ offer ~ "/offer.md.j2" %}`` becomes a choice among the templates that match. So every message
that a letter can print is known when it is compiled, as with a constant name. Which options the field has depends on
the letter: :func:`find_faults` compares them with the templates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from goodterms.engine.faults import TemplateFault
from goodterms.errors import BrokenContent
from goodterms.faults import fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from goodterms.content.layers import Content
    from goodterms.faults import Fault
    from goodterms.model import FieldSpec

REFUSE = "refuse inclusion"
"""The filter for a value that no template matches; a template cannot use it, because its name has a space."""
_PARTS = 3  # a constant, a name, a constant


class Choice(NamedTuple):
    """An include by choice: the templates are ``start``, one of ``found``, ``end``.

    ``field`` is the name of the field that chooses, empty where the template computes the value. ``in_loop`` says
    whether it is one value of that field at a time. With ``may_miss``, a value without a template includes nothing.
    """

    field: str
    in_loop: bool
    start: str
    end: str
    found: tuple[str, ...]
    may_miss: bool
    line: int


def expand_includes(content: Content, path: str, tree: nodes.Template, every: list[nodes.Node]) -> list[Choice]:
    """Expand the includes by choice of a template, whose file is ``path``; returns what was expanded.

    ``every`` are all nodes of its tree.

    Raises :class:`BrokenContent` for a name that no template of the ``content`` matches.
    """
    if not any(isinstance(node, nodes.Include) for node in every):
        return []
    expansion = _Expansion(
        content, path, {name.name for name in every if isinstance(name, nodes.Name) and name.ctx != "load"}
    )
    expansion.visit(tree)
    return expansion.choices


class _Expansion(NodeTransformer):
    """Expands the includes of one template; ``computed`` are the variables that it sets itself."""

    def __init__(self, content: Content, path: str, computed: set[str]) -> None:
        self.choices: list[Choice] = []
        self._content = content
        self._path = path
        self._loops: dict[str, str] = {}
        self._computed = computed

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 — the name is Jinja's
        """Remember which field a loop goes through."""
        before = self._loops
        if isinstance(node.target, nodes.Name):
            field = node.iter.name if isinstance(node.iter, nodes.Name) else ""
            self._loops = {**before, node.target.name: "" if field in self._computed else field}
        self.generic_visit(node)
        self._loops = before
        return node

    def visit_Include(self, node: nodes.Include) -> nodes.Node | list[nodes.Node]:  # noqa: N802
        """The choice that replaces an include; one with a constant name as it is."""
        parts = node.template.nodes if isinstance(node.template, nodes.Concat) else []
        if len(parts) != _PARTS:
            return node
        start, variable, end = parts
        if not (isinstance(start, nodes.Const) and isinstance(variable, nodes.Name) and isinstance(end, nodes.Const)):
            return node
        choice = self._choice(str(start.value), variable.name, str(end.value), node)
        expanded: list[nodes.Node] = [] if choice.may_miss else [_refusal(variable, choice)]
        for name in reversed(choice.found):
            template = nodes.Const(f"{choice.start}{name}{choice.end}")
            include = nodes.Include(template, node.with_context, False, lineno=node.lineno)
            test = nodes.Compare(variable, [nodes.Operand("eq", nodes.Const(name))])
            expanded = [nodes.If(test, [include], [], expanded, lineno=node.lineno)]
        return expanded

    def _choice(self, start: str, variable: str, end: str, node: nodes.Include) -> Choice:
        found = tuple(self._content.matching(start, end))
        if not found:
            raise BrokenContent.at(self._path, node.lineno, "include-without-templates", name=f"{start}…{end}")
        in_loop = variable in self._loops
        field = self._loops[variable] if in_loop else "" if variable in self._computed else variable
        self.choices.append(Choice(field, in_loop, start, end, found, node.ignore_missing, node.lineno))
        return self.choices[-1]


def find_faults(choices: list[Choice], fields: Mapping[str, FieldSpec], path: str) -> Iterator[Fault]:
    """A fault for each option of a letter's field without a template, and for an include by several choices at once.

    ``choices`` are the includes of the template at ``path``.
    """
    for choice in choices:
        field = fields.get(choice.field)
        if field is None or not field.options:
            continue
        if field.many and not choice.in_loop:
            yield fault("include-by-several", path, line=choice.line, field=field.name)
        elif not choice.may_miss:
            for option in field.options:
                if option not in choice.found:
                    name = f"{choice.start}{option}{choice.end}"
                    yield fault(
                        "include-option-missing", path, line=choice.line, option=option, field=field.name, name=name
                    )


def _refusal(variable: nodes.Name, choice: Choice) -> nodes.Node:
    """What is run for a value that has no template."""
    facts = [nodes.Const(fact) for fact in (variable.name, choice.start, choice.end, choice.found)]
    value = nodes.Name(variable.name, "load", lineno=choice.line)
    return nodes.ExprStmt(nodes.Filter(value, REFUSE, facts, [], None, None, lineno=choice.line), lineno=choice.line)


def refuse(value: object, variable: str, start: str, end: str, known: tuple[str, ...]) -> None:
    """Raise :class:`TemplateFault` for the value of a variable that no template matches."""
    if value is None:
        raise TemplateFault("include-by-nothing", variable=variable)
    raise TemplateFault("include-of-other", given=str(value), start=start, end=end, known=known)
