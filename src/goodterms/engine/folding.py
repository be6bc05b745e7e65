"""The ``trans`` tag and ``_()``: when a template is compiled, a message becomes constants with slots for values.

::

    {% trans "context", shipments=count %}The last shipment …{% pluralize %}The last {{ shipments }} …{% endtrans %}

A msgid has its variables in braces (``{shipments}``), and runs of white space become one space. The first variable of
the tag selects the plural form, or the one named in ``pluralize``. Extraction runs the same code, so the msgid that is
extracted is the one that is looked up.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.visitor import NodeTransformer

from goodterms.engine.endings import is_ending, tied
from goodterms.engine.filters import ZONE
from goodterms.errors import BrokenContent
from goodterms.expressions import expression
from goodterms.messages.translations import Message, Placeholder, escape_braces, placeholders
from goodterms.text import bidi, marks

if TYPE_CHECKING:
    from jinja2.parser import Parser

    from goodterms.messages.translations import Form, Translation

CHOOSE_FORM = "plural form"
"""The filter that selects a plural form; its name has a space, so that no template can use it."""

IN_FORM = "value in a form"
"""The filter that writes a value in the form that a translation asks for; see above for its name."""

BEFORE_ENDING = "before ending"
"""The filter for a value with an ending of another script directly after it."""

_BLANKS = expression(r"\s+")
_TAGS = expression(r"\{%.*?%\}|\{#.*?#\}")
_OPENING = expression(r"\{[%#]")
_PRINTING_TAG = expression(r"\{%[-+]?\s*(?:endtrans|include|endcall|endfilter)\b")
"""Tags that are replaced by text, so that their line is a line of text."""
_FUNCTIONS = {"_": 1, "gettext": 1, "pgettext": 2}
_PLURAL_FUNCTIONS = {"ngettext", "npgettext"}


class MessageUse(NamedTuple):
    """A message of a template, and the field behind each of its variables."""

    message: Message
    shows: dict[str, str]


class Folding(Extension):
    """Folds the ``trans`` tag.

    The environment has ``resolve``, ``rule_number`` and ``source_direction``. The first node of a folded message has an
    attribute ``asked``, an :class:`MessageUse`, and an attribute ``bound``, the expressions behind its variables.
    """

    tags = {"trans"}  # noqa: RUF012 — Jinja declares it so

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        """The source, in which a line keeps its newline unless it only has control tags.

        Jinja's ``trim_blocks`` removes the newline after every tag, which would join two paragraphs at the blank line
        between them. A plus sign in the tag keeps it. The number of lines does not change.
        """
        return "\n".join(map(_keep_newline, source.split("\n")))

    def parse(self, parser: Parser) -> list[nodes.Node]:
        """The nodes that replace a tag: text and slots, for a plural in an ``if`` for each form."""
        line = next(parser.stream).lineno
        msgctxt, variables = self._head(parser)
        first = next(iter(variables), "")
        lines: dict[str, int] = {}
        singular, plural_name = self._body(parser, ("pluralize", "endtrans"), lines)
        plural = None
        if plural_name is not None:
            plural, _ = self._body(parser, ("endtrans",), lines)
        names = placeholders(singular) | placeholders(plural or "")
        count = (plural_name or first or next(iter(sorted(names)), "")) if plural is not None else ""
        for name in names | ({count} - {""}):
            variables.setdefault(name, nodes.Name(name, "load", lineno=lines.get(name, line)))
        for name in variables.keys() - names - {count}:
            raise _fault(parser, line, "trans-variable-unused", name=name)
        if plural is not None and not count:
            raise _fault(parser, line, "trans-plural-without-variable")
        message = Message(msgctxt, singular, plural, names, count, Path(parser.filename or ""), line)
        asked = MessageUse(message, {name: _field_shown(variables[name]) for name in sorted(names)})
        translation: Translation = self.environment.resolve(message)  # type: ignore[attr-defined]
        folded = self._fold(parser, translation, variables, count, line)
        folded[0].asked = asked  # type: ignore[attr-defined]
        folded[0].bound = tuple(variables.values())  # type: ignore[attr-defined]
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
                raise _fault(parser, name.lineno, "trans-variable-twice", name=name.value)
            expression = (
                parser.parse_expression()
                if stream.skip_if("assign")
                else nodes.Name(name.value, "load", lineno=name.lineno)
            )
            variables[name.value] = expression
        stream.expect("block_end")
        return msgctxt, variables

    def _body(self, parser: Parser, ends: tuple[str, ...], lines: dict[str, int]) -> tuple[str, str | None]:
        """The msgid up to one of the tags ``ends``, and the variable named in ``pluralize`` (None for another tag).

        The line on which each variable is first printed is added to ``lines``.
        """
        stream = parser.stream
        text = ""
        while True:
            token = next(stream)
            if token.type == "data":
                text += escape_braces(token.value)
            elif token.type == "variable_begin":
                name = stream.expect("name")
                if stream.current.type != "variable_end":
                    raise _fault(parser, name.lineno, "trans-expression")
                stream.expect("variable_end")
                text += f"{{{name.value}}}"
                lines.setdefault(name.value, name.lineno)
            elif token.type == "block_begin":
                tag = stream.expect("name")
                if tag.value not in ends:
                    raise _fault(parser, tag.lineno, "trans-tag", tag=tag.value, expected=ends)
                msgid = _BLANKS.sub(" ", text).strip()
                if tag.value == "endtrans":
                    return msgid, None  # Jinja's parser reads the end of the tag
                variable = next(stream).value if stream.current.type == "name" else ""
                stream.expect("block_end")
                return msgid, variable
            else:
                raise _fault(parser, token.lineno, "trans-unclosed")

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
        selected = parser.free_identifier(lineno=line)
        rule = self.environment.rule_number(translation.rule)  # type: ignore[attr-defined]
        form_number = nodes.Filter(variables[count], CHOOSE_FORM, [nodes.Const(rule)], [], None, None, lineno=line)
        choice: list[nodes.Node] = [bodies[-1]]
        for number in range(len(bodies) - 2, -1, -1):
            test = nodes.Compare(selected, [nodes.Operand("eq", nodes.Const(number))])
            choice = [nodes.If(test, [bodies[number]], [], choice, lineno=line)]
        return [nodes.Assign(selected, form_number, lineno=line), *choice]

    def _output(self, form: Form, foreign: bool, variables: dict[str, nodes.Expr], line: int) -> nodes.Output:
        words: tuple[str, ...] = self.environment.words_after_times  # type: ignore[attr-defined]
        parts: list[nodes.Expr] = [
            self._value(part, variables, line)
            if isinstance(part, Placeholder)
            else nodes.TemplateData(tied(part, words) if index else part)
            for index, part in enumerate(form)
        ]
        if self.environment.space_after_latin and not foreign:  # type: ignore[attr-defined]
            for index, following in enumerate(form[1:]):
                if isinstance(form[index], Placeholder) and isinstance(following, str) and is_ending(following):
                    parts[index] = nodes.Filter(parts[index], BEFORE_ENDING, [], [], None, None, lineno=line)
        if foreign:
            opener = marks.opener(self.environment.source_direction())  # type: ignore[attr-defined]
            parts = [nodes.TemplateData(opener), *parts, nodes.TemplateData(marks.CLOSE)]
        return nodes.Output(parts, lineno=line)

    @staticmethod
    def _value(placeholder: Placeholder, variables: dict[str, nodes.Expr], line: int) -> nodes.Expr:
        """The value of a placeholder, nothing for an unknown one; that is a fault, which is reported elsewhere."""
        value = variables.get(placeholder.name)
        if value is None:
            return nodes.TemplateData("")
        if placeholder.form is None:
            return value
        arguments = [nodes.Const(placeholder.form), nodes.Const(placeholder.name)]
        return nodes.Filter(value, IN_FORM, arguments, [], None, None, lineno=line)


def fold_functions(environment: object, path: str, tree: nodes.Template, every: list[nodes.Node]) -> bool:
    """Fold ``_("…")`` and ``pgettext("context", "…")`` to constants; variables and plurals need ``trans``.

    ``every`` are all nodes of the tree. Returns whether it has calls, so that some of its nodes may be others now.
    """
    has_calls = any(isinstance(node, nodes.Call) for node in every)
    if has_calls:
        _FunctionFolding(environment, path).visit(tree)
    return has_calls


class _FunctionFolding(NodeTransformer):
    """Folds the calls of gettext functions in one template."""

    def __init__(self, environment: object, path: str) -> None:
        self._environment = environment
        self._path = path

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 — the name is Jinja's
        """The constant that replaces a call of a gettext function; any other call as it is."""
        self.generic_visit(node)
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        if name in _PLURAL_FUNCTIONS:
            raise BrokenContent.at(self._path, node.lineno, "gettext-plural", function=name)
        if name not in _FUNCTIONS:
            return node
        strings = [arg.value for arg in node.args if isinstance(arg, nodes.Const) and isinstance(arg.value, str)]
        if len(strings) != _FUNCTIONS[name] or len(node.args) != len(strings) or node.kwargs:
            raise BrokenContent.at(self._path, node.lineno, "gettext-not-constant", function=name)
        if reserved := marks.RESERVED.search("".join(strings)):
            character = bidi.describe(reserved[0])
            raise BrokenContent.at(self._path, node.lineno, "template-private-use-character", character=character)
        msgid = _BLANKS.sub(" ", escape_braces(strings[-1])).strip()
        message = Message(
            strings[0] if len(strings) == 2 else None,
            msgid,
            None,
            frozenset(),
            "",
            Path(self._path),
            node.lineno,
        )
        translation: Translation = self._environment.resolve(message)  # type: ignore[attr-defined]
        text = "".join(part for part in translation.forms[0] if isinstance(part, str))
        if translation.foreign:
            text = marks.opener(self._environment.source_direction()) + text + marks.CLOSE  # type: ignore[attr-defined]
        folded = nodes.MarkSafe(nodes.Const(text), lineno=node.lineno)
        folded.asked = MessageUse(message, {})  # type: ignore[attr-defined]
        return folded


def merge_outputs(every: list[nodes.Node]) -> None:
    """Merge adjacent outputs in nodes, so that a folded message and the text around it become one constant."""
    for node in every:
        for name, field in [*vars(node).items()]:
            if isinstance(field, list) and len(field) > 1:
                setattr(node, name, _merged(field))


def _merged(several: list[nodes.Node]) -> list[nodes.Node]:
    merged: list[nodes.Node] = []
    for node in several:
        if isinstance(node, nodes.Output) and merged and isinstance(merged[-1], nodes.Output):
            merged[-1] = nodes.Output([*merged[-1].nodes, *node.nodes], lineno=merged[-1].lineno)
        else:
            merged.append(node)
    return merged


def _fault(parser: Parser, line: int, kind: str, **facts: object) -> BrokenContent:
    """The error of a fault at a line of the template that is being parsed."""
    return BrokenContent.at(parser.filename or parser.name or "", line, kind, **facts)


def _keep_newline(line: str) -> str:
    """The line; one of prose that ends in a tag gets a plus sign in the tag, which keeps its newline."""
    bare = line.rstrip()
    if not bare.endswith(("%}", "#}")) or bare[-3:-2] in "+-":
        return line
    only_tags = not _TAGS.sub("", bare).strip() and not _PRINTING_TAG.search(bare)
    is_end = not _OPENING.search(bare)  # of a tag or comment that starts on a line above
    return line if only_tags or is_end else f"{bare[:-2]}+{bare[-2:]}"


def _field_shown(expression: nodes.Expr) -> str:
    """The name that an expression starts with, which is mostly a field; empty for one that does not start with any.

    It is empty for a time zone, of which a sample of the field would say nothing.
    """
    while isinstance(expression, (nodes.Filter, nodes.Getattr, nodes.Getitem)):
        if expression.node is None or (isinstance(expression, nodes.Filter) and expression.name == ZONE):
            return ""
        expression = expression.node
    return expression.name if isinstance(expression, nodes.Name) else ""
