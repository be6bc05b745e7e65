"""The Jinja environment of one locale: a cage for templates, in which a value is never text.

Whatever a template prints and is not prose becomes a slot. Prose is what Jinja itself marks as such: the
template's own text, a block, a macro's result. So no value can become markup, whatever a template does with it.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined, nodes
from jinja2.compiler import CodeGenerator
from jinja2.exceptions import SecurityError, TemplateNotFound, TemplateSyntaxError
from jinja2.loaders import BaseLoader
from jinja2.runtime import BlockReference, LoopContext, Macro, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from markupsafe import Markup

from goodterms import marks
from goodterms.content import read_text
from goodterms.engine.folding import CHOOSE_FORM, Asked, Folding, FunctionFolding, merge_outputs
from goodterms.engine.slots import unprintable
from goodterms.values import Dated, Duration, Listing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from jinja2.compiler import Frame
    from jinja2.runtime import Context

    from goodterms.catalog import PluralRule
    from goodterms.cldr.formatter import Formatter
    from goodterms.content import Content
    from goodterms.engine.slots import SlotWriter
    from goodterms.model import Direction, Slot
    from goodterms.translations import Message, Translation

collected: ContextVar[list[Slot]] = ContextVar("collected")
"""The slots of the letter that is being rendered."""

_LAYER = "@"
_MARKS = [chr(marks.SLOT_BASE + number) for number in range(256)]
_OPEN_TYPES = (Dated, Duration, LoopContext, Namespace, Undefined)
_CALLABLE_TYPES = (Macro, BlockReference, Undefined)


class Shape:
    """What the source of a template says of itself: what it extends and includes, its blocks, what stands outside."""

    def __init__(self, tree: nodes.Template, asked: list[Asked]) -> None:
        self.asked = asked
        self.extends = next((_constant(node.template) for node in tree.body if isinstance(node, nodes.Extends)), None)
        self.others = [
            *[_constant(node.template) for node in tree.find_all(nodes.Include)],
            *[_constant(node.template) for node in tree.find_all(nodes.Import)],
            *[_constant(node.template) for node in tree.find_all(nodes.FromImport)],
        ]
        self.blocks = {node.name: node.lineno for node in tree.body if isinstance(node, nodes.Block)}
        self.outside = next((line for node in tree.body if (line := _stray(node))), 0)


class Layered(BaseLoader):
    """Loads templates from the layers of the content; ``name@2`` looks from layer 2 down."""

    def __init__(self, content: Content) -> None:
        self._content = content

    def get_source(self, environment: object, template: str) -> tuple[str, str, Callable[[], bool] | None]:  # noqa: ARG002
        """The source of a template, its path, and no need to look again."""
        name, _, layer = template.partition(_LAYER)
        found = self._content.template(name, int(layer or 0))
        if found is None:
            raise TemplateNotFound(name)
        return read_text(found[0]), str(found[0]), None


class _Caged(CodeGenerator):
    """Compiles what a template prints into slots, and ``a ~ b`` so that a value joined to prose is refused.

    Jinja would escape both for HTML. Only the template's own text is constant; a constant in an expression is a value.
    """

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: object) -> str:  # noqa: ARG002
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible
        return node.data

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: object) -> None:  # noqa: ARG002
        self.write("environment.printed(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: object) -> None:  # noqa: ARG002
        self.write(")")

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        self.write("environment.join((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class LetterEnvironment(ImmutableSandboxedEnvironment):
    """Compiles letters for one locale, with ``resolve`` giving the translation of each message."""

    code_generator_class = _Caged
    intercepted_binops = frozenset(["+", "-", "*", "/", "//", "%", "**"])

    def __init__(
        self,
        content: Content,
        resolve: Callable[[Message], Translation],
        source_direction: Callable[[], Direction],
        formatter: Formatter,
        writer: SlotWriter,
    ) -> None:
        self._rules: list[PluralRule] = []
        self.resolve = resolve
        self.source_direction = source_direction
        self.asked: list[Asked] = []
        self.shapes: dict[str, Shape] = {}
        super().__init__(
            loader=Layered(content),
            extensions=[Folding],
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )
        self.printed = _printer(formatter, writer)
        # Nothing that Jinja brings along is needed, and much of it would let a value pass for prose.
        self.globals = {"namespace": Namespace}
        kept = (
            "count",
            "default",
            "first",
            "last",
            "length",
            "list",
            "reject",
            "rejectattr",
            "select",
            "selectattr",
        )
        self.filters = {name: self.filters[name] for name in kept}
        self.filters["or_list"] = lambda items: Listing(tuple(items), "or")
        self.filters["and_list"] = lambda items: Listing(tuple(items), "and")
        self.filters["full_date"] = writer.full_date
        self.filters["iso_date"] = writer.iso_date
        self.filters[CHOOSE_FORM] = lambda count, rule: self._rules[rule].index(_counted(count))

    def rule_number(self, rule: PluralRule) -> int:
        """The number under which compiled templates know a plural rule; each layer's catalog has its own."""
        if rule not in self._rules:
            self._rules.append(rule)
        return self._rules.index(rule)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Parse a template and note its shape; Jinja calls this once for each template it compiles."""
        if found := marks.RESERVED.search(source):
            line = source.count("\n", 0, found.start()) + 1
            raise TemplateSyntaxError(f"the private-use character U+{ord(found[0]):04X}", line, name, filename)

        def fail(problem: str, line: int) -> None:
            raise TemplateSyntaxError(problem, line, name, filename)

        self.asked = []
        tree = super()._parse(source, name, filename)
        FunctionFolding(self, filename or "", fail).visit(tree)
        merge_outputs(tree)
        self.shapes[name or ""] = Shape(tree, self.asked)
        return tree

    def join_path(self, template: str, parent: str) -> str:
        """A template that extends its own name extends the one of the layer below."""
        name, _, layer = parent.partition(_LAYER)
        if template != name:
            return template
        found = self.loader._content.template(name, int(layer or 0))  # type: ignore[union-attr]
        return f"{name}{_LAYER}{found[1] + 1}" if found else template

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ARG002
        """Only the parts of our own values and the loop's own counters can be reached."""
        return isinstance(obj, _OPEN_TYPES) and not attr.startswith("_")

    def is_safe_callable(self, obj: Any) -> bool:
        """Only macros, blocks and the loop's own methods can be called."""
        return (
            isinstance(obj, _CALLABLE_TYPES)
            or obj is Namespace
            or isinstance(getattr(obj, "__self__", None), LoopContext)
        )

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic on numbers alone: text is neither joined nor repeated by operators."""
        for operand in (left, right):
            if not isinstance(operand, (int, float)) or operator == "**":
                raise SecurityError(f"{operator!r} between {type(left).__name__} and {type(right).__name__}")
        return super().call_binop(context, operator, left, right)

    def join(self, parts: tuple[object, ...]) -> str:
        """What ``~`` makes: text of values, a value itself; prose is not joined to values."""
        if any(isinstance(part, Markup) for part in parts):
            raise SecurityError("prose joined to a value by '~'; put the value into a trans tag")
        if not all(type(part) in (str, int) for part in parts):
            raise SecurityError("'~' between values that are no text; print them one after the other")
        return "".join(map(str, parts))

    @staticmethod
    def path_of(name: str, content: Content) -> Path | None:
        """The file that a template's name stands for."""
        base, _, layer = name.partition(_LAYER)
        found = content.template(base, int(layer or 0))
        return found[0] if found else None


def _printer(formatter: Formatter, writer: SlotWriter) -> Callable[[object], str]:
    """What compiled templates call for each value they print: prose as it is, a value as the mark of its slot."""
    writers = writer.writers

    def printed(value: object) -> str:
        write = writers.get(value.__class__)
        if write is None:
            return otherwise(value)
        slots = collected.get()
        number = len(slots)
        slots.append(write(value))
        return _MARKS[number] if number < len(_MARKS) else _far_mark(number)

    def otherwise(value: object) -> str:
        if isinstance(value, Markup):
            return value
        if isinstance(value, Listing):
            joints = formatter.joints(value.kind, len(value.items))
            pairs = zip(joints, value.items, strict=False)
            return "".join([joint + printed(item) for joint, item in pairs]) + joints[-1]
        if isinstance(value, Undefined):
            str(value)  # raises the error that names what is undefined
        raise TypeError(unprintable(value))

    return printed


def _far_mark(number: int) -> str:
    if number >= marks.MOST_SLOTS:
        raise SecurityError("more values than a letter can hold")
    return chr(marks.SLOT_BASE + number)


def _counted(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise TypeError(f"a plural is chosen by a whole number from 0 up, not by {value!r}")
    return value


def _constant(expression: nodes.Expr) -> str:
    return expression.value if isinstance(expression, nodes.Const) and isinstance(expression.value, str) else ""


def _stray(node: nodes.Node) -> int:
    """The line of something that stands outside every block and would not be seen; 0 when nothing does."""
    if isinstance(node, (nodes.Block, nodes.Extends)):
        return 0
    if isinstance(node, nodes.Output):
        return next(
            (part.lineno for part in node.nodes if not (isinstance(part, nodes.TemplateData) and part.data.isspace())),
            0,
        )
    return node.lineno
