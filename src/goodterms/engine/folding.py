"""The ``trans`` tag and ``_()``: messages resolved when a template is compiled, to constants and value slots.

::

    {% trans "context", shipments=count %}The last shipment …{% pluralize %}The last {{ shipments }} …{% endtrans %}

A message's msgid has its variables in braces (``{shipments}``) and its white space folded. The plural form is chosen by
the first variable of the tag, or by the one that ``pluralize`` names. The same code tells extraction what the messages
are, so that the msgid looked up and the msgid extracted are one.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.visitor import NodeTransformer

from goodterms.messages.translations import Message, Placeholder, escape_braces, placeholders
from goodterms.text import marks

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2.parser import Parser

    from goodterms.messages.translations import Form, Translation

CHOOSE_FORM = "plural form"
"""The filter that chooses a plural form; its name has a space, so that no template can say it."""

_BLANKS = re.compile(r"\s+")
_TAGS = re.compile(r"\{%.*?%\}|\{#.*?#\}")
_OPENING = re.compile(r"\{[%#]")
_SPEAKING = re.compile(r"\{%[-+]?\s*(?:endtrans|include|endcall|endfilter)\b")
"""Tags that put text in their place, so that their line is a line of text."""
_FUNCTIONS = {"_": 1, "gettext": 1, "pgettext": 2}
_PLURAL_FUNCTIONS = {"ngettext", "npgettext"}


class Asked(NamedTuple):
    """A message that a template asks for, and for each of its variables the field that it shows."""

    message: Message
    shows: dict[str, str]


class Folding(Extension):
    """Folds the ``trans`` tag.

    The environment has ``resolve``, ``rule_number`` and ``source_direction``. The first node in a message's place
    carries what was ``asked``.
    """

    tags = {"trans"}  # noqa: RUF012 — Jinja declares it so

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        """The source, changed so that a line of control tags alone vanishes, and any other line keeps its end.

        Jinja's ``trim_blocks`` takes the newline after every tag, which would join the paragraph before a blank line to
        the one after it; a plus sign keeps the newline. Lines stay lines, so errors keep their places.
        """
        return "\n".join(map(_with_its_end, source.split("\n")))

    def parse(self, parser: Parser) -> list[nodes.Node]:
        """The nodes in a tag's place: text, slots, and for a plural the choice among them."""
        line = next(parser.stream).lineno
        msgctxt, variables = self._head(parser)
        first = next(iter(variables), "")
        singular, plural_name = self._body(parser, ("pluralize", "endtrans"))
        plural = None
        if plural_name is not None:
            plural, _ = self._body(parser, ("endtrans",))
        names = placeholders(singular) | placeholders(plural or "")
        count = (plural_name or first or next(iter(sorted(names)), "")) if plural is not None else ""
        for name in names | ({count} - {""}):
            variables.setdefault(name, nodes.Name(name, "load", lineno=line))
        for name in variables.keys() - names - {count}:
            parser.fail(f"trans binds {name!r} and does not use it", line)
        if plural is not None and not count:
            parser.fail("trans has a plural and no variable to choose its form by", line)
        message = Message(msgctxt, singular, plural, names, count, Path(parser.filename or ""), line)
        asked = Asked(message, {name: _field_shown(variables[name]) for name in sorted(names)})
        translation: Translation = self.environment.resolve(message)  # type: ignore[attr-defined]
        folded = self._fold(parser, translation, variables, count, line)
        folded[0].asked = asked  # type: ignore[attr-defined]
        return folded

    def _head(self, parser: Parser) -> tuple[str | None, dict[str, nodes.Expr]]:
        """The context and the variables of a tag."""
        stream = parser.stream
        msgctxt = next(stream).value if stream.current.type == "string" else None
        variables: dict[str, nodes.Expr] = {}
        while stream.current.type != "block_end":
            if msgctxt is not None or variables:
                stream.expect("comma")
            name = stream.expect("name")
            if name.value in variables:
                parser.fail(f"trans binds {name.value!r} twice", name.lineno)
            bound = (
                parser.parse_expression()
                if stream.skip_if("assign")
                else nodes.Name(name.value, "load", lineno=name.lineno)
            )
            variables[name.value] = bound
        stream.expect("block_end")
        return msgctxt, variables

    def _body(self, parser: Parser, ends: tuple[str, ...]) -> tuple[str, str | None]:
        """The msgid up to one of the tags ``ends``; for ``pluralize``, the variable it names (or an empty string)."""
        stream = parser.stream
        text = ""
        while True:
            token = next(stream)
            if token.type == "data":
                text += escape_braces(token.value)
            elif token.type == "variable_begin":
                name = stream.expect("name")
                if stream.current.type != "variable_end":
                    parser.fail(
                        "inside trans stand plain variables only; bind the expression in the tag: trans name=…",
                        name.lineno,
                    )
                stream.expect("variable_end")
                text += f"{{{name.value}}}"
            elif token.type == "block_begin":
                tag = stream.expect("name")
                if tag.value not in ends:
                    parser.fail(f"inside trans stands {tag.value!r}; expected {' or '.join(ends)}", tag.lineno)
                msgid = _BLANKS.sub(" ", text).strip()
                if tag.value == "endtrans":
                    return msgid, None  # Jinja's own parser takes the end of the tag
                named = next(stream).value if stream.current.type == "name" else ""
                stream.expect("block_end")
                return msgid, named
            else:
                parser.fail("trans is never closed", token.lineno)

    def _fold(
        self,
        parser: Parser,
        translation: Translation,
        variables: dict[str, nodes.Expr],
        count: str,
        line: int,
    ) -> list[nodes.Node]:
        bodies = [self._output(form, translation.foreign, variables, line) for form in translation.forms]
        if len(set(translation.forms)) == 1:
            return [bodies[0]]
        chosen = parser.free_identifier(lineno=line)
        rule = self.environment.rule_number(translation.rule)  # type: ignore[attr-defined]
        form_number = nodes.Filter(variables[count], CHOOSE_FORM, [nodes.Const(rule)], [], None, None, lineno=line)
        choice: list[nodes.Node] = [bodies[-1]]
        for number in range(len(bodies) - 2, -1, -1):
            test = nodes.Compare(chosen, [nodes.Operand("eq", nodes.Const(number))])
            choice = [nodes.If(test, [bodies[number]], [], choice, lineno=line)]
        return [nodes.Assign(chosen, form_number, lineno=line), *choice]

    def _output(self, form: Form, foreign: bool, variables: dict[str, nodes.Expr], line: int) -> nodes.Output:
        parts: list[nodes.Expr] = [
            variables.get(part) or nodes.TemplateData("") if isinstance(part, Placeholder) else nodes.TemplateData(part)
            for part in form
        ]
        if foreign:
            opener = marks.opener(self.environment.source_direction())  # type: ignore[attr-defined]
            parts = [nodes.TemplateData(opener), *parts, nodes.TemplateData(marks.CLOSE)]
        return nodes.Output(parts, lineno=line)


class FunctionFolding(NodeTransformer):
    """Folds ``_("…")`` and ``pgettext("context", "…")`` to constants; for anything more there is ``trans``."""

    def __init__(self, environment: object, filename: str, fail: Callable[[str, int], None]) -> None:
        self._environment = environment
        self._filename = filename
        self._fail = fail

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 — the visitor's naming
        """The constant in place of a call of a gettext function; any other call as it is."""
        self.generic_visit(node)
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        if name in _PLURAL_FUNCTIONS:
            self._fail(f"{name}() cannot be folded; write trans and pluralize", node.lineno)
        if name not in _FUNCTIONS:
            return node
        strings = [one.value for one in node.args if isinstance(one, nodes.Const) and isinstance(one.value, str)]
        if len(strings) != _FUNCTIONS[name] or len(node.args) != len(strings) or node.kwargs:
            self._fail(f"{name}() takes its text as a constant, without variables; write trans", node.lineno)
        if marks.RESERVED.search("".join(strings)):
            self._fail(f"{name}() has a private-use character in its text", node.lineno)
        msgid = _BLANKS.sub(" ", escape_braces(strings[-1])).strip()
        message = Message(
            strings[0] if len(strings) == 2 else None,
            msgid,
            None,
            frozenset(),
            "",
            Path(self._filename),
            node.lineno,
        )
        translation: Translation = self._environment.resolve(message)  # type: ignore[attr-defined]
        text = "".join(translation.forms[0])
        if translation.foreign:
            text = marks.opener(self._environment.source_direction()) + text + marks.CLOSE  # type: ignore[attr-defined]
        folded = nodes.MarkSafe(nodes.Const(text), lineno=node.lineno)
        folded.asked = Asked(message, {})  # type: ignore[attr-defined]
        return folded


def merge_outputs(tree: nodes.Node) -> None:
    """Make outputs that follow each other one, so that the text around a folded message is one constant with it."""
    for name, field in tree.iter_fields():
        if isinstance(field, list):
            merged: list[nodes.Node] = []
            for node in field:
                if isinstance(node, nodes.Output) and merged and isinstance(merged[-1], nodes.Output):
                    merged[-1] = nodes.Output([*merged[-1].nodes, *node.nodes], lineno=merged[-1].lineno)
                else:
                    merged.append(node)
            setattr(tree, name, merged)
    for child in tree.iter_child_nodes():
        merge_outputs(child)


def _with_its_end(line: str) -> str:
    """A line of prose that ends in a tag, with the tag marked to keep the newline."""
    bare = line.rstrip()
    if not bare.endswith(("%}", "#}")) or bare[-3:-2] in "+-":
        return line
    only_tags = not _TAGS.sub("", bare).strip() and not _SPEAKING.search(bare)
    goes_on = not _OPENING.search(bare)  # the last line of a tag or comment that began above
    return line if only_tags or goes_on else f"{bare[:-2]}+{bare[-2:]}"


def _field_shown(expression: nodes.Expr) -> str:
    """The field whose value an expression shows, as far as the template tells: the name it begins with."""
    while isinstance(expression, (nodes.Filter, nodes.Getattr, nodes.Getitem)):
        if expression.node is None:
            return ""
        expression = expression.node
    return expression.name if isinstance(expression, nodes.Name) else ""
