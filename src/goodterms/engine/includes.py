"""An include whose name depends on a choice, expanded into one include for each template that it can mean.

``{% include "_offers/" ~ offer ~ "/offer.md.j2" %}`` becomes a choice among the templates that match. So every message
that a letter can print is known when it is compiled, as with a constant name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from goodterms.errors import BrokenContent

if TYPE_CHECKING:
    from goodterms.content.layers import Content

_PARTS = 3  # a constant, a name, a constant


class IncludeExpansion(NodeTransformer):
    """Expands the includes of one template; ``path`` is its file.

    Raises :class:`BrokenContent` for a name that no template of the ``content`` matches.
    """

    def __init__(self, content: Content, path: str) -> None:
        self._content = content
        self._path = path

    def visit_Include(self, node: nodes.Include) -> nodes.Node | list[nodes.Node]:  # noqa: N802 — the name is Jinja's
        """The choice that replaces an include; one with a constant name as it is."""
        parts = node.template.nodes if isinstance(node.template, nodes.Concat) else []
        if len(parts) != _PARTS or not isinstance(parts[1], nodes.Name):
            return node
        start, variable, end = parts
        if not (isinstance(start, nodes.Const) and isinstance(end, nodes.Const)):
            return node
        found = self._content.matching(str(start.value), str(end.value))
        if not found:
            name = f"{start.value}…{end.value}"
            raise BrokenContent.at(self._path, node.lineno, "include-without-templates", name=name)
        choice: list[nodes.Node] = [] if node.ignore_missing else [_refusal(node.lineno)]
        for name in reversed(found):
            include = nodes.Include(
                nodes.Const(f"{start.value}{name}{end.value}"),
                node.with_context,
                node.ignore_missing,
                lineno=node.lineno,
            )
            test = nodes.Compare(variable, [nodes.Operand("eq", nodes.Const(name))])
            choice = [nodes.If(test, [include], [], choice, lineno=node.lineno)]
        return choice


def _refusal(line: int) -> nodes.Output:
    """What is run for a choice that has no template: the attribute of a missing value, which raises an error."""
    return nodes.Output([nodes.Getattr(nodes.Const(None), "template", "load")], lineno=line)
