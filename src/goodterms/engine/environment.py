"""The Jinja environment of one locale: a cage for templates, in which a value is never text.

Whatever a template prints and is not prose becomes a slot. Prose is what Jinja itself marks as such: the
template's own text, a block, a macro's result. So no value can become markup, whatever a template does with it.
"""

from __future__ import annotations

from contextvars import ContextVar
from decimal import Decimal
from functools import wraps
from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined, nodes
from jinja2.compiler import CodeGenerator
from jinja2.exceptions import SecurityError, TemplateNotFound, TemplateRuntimeError, TemplateSyntaxError
from jinja2.loaders import BaseLoader
from jinja2.runtime import BlockReference, LoopContext, Macro, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from markupsafe import Markup

from goodterms.content.layers import read_text
from goodterms.engine.filters import filters
from goodterms.engine.folding import CHOOSE_FORM, Asked, Folding, FunctionFolding, merge_outputs
from goodterms.engine.slots import SlotWriter, unprintable
from goodterms.text import bidi, marks
from goodterms.values import Dated, Duration, Listing, Quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jinja2.compiler import Frame
    from jinja2.runtime import Context

    from goodterms.cldr.formatter import Formatter
    from goodterms.content.layers import Content
    from goodterms.engine.names import Names
    from goodterms.messages.catalog import PluralRule
    from goodterms.messages.translations import Message, Translation
    from goodterms.model import Direction, Slot

collected: ContextVar[list[Slot]] = ContextVar("collected")
"""The slots of the letter that is being rendered."""

_MARKS = [chr(marks.SLOT_BASE + number) for number in range(256)]
_MAX_RESULT = 10**18
_OPEN_TYPES = (Dated, Duration, LoopContext, Namespace, Undefined)
_CALLABLE_TYPES = (Macro, BlockReference, Undefined)


class Shape:
    """What a template says of itself: what it extends, its blocks and what they ask for, what stands outside them.

    Raises :class:`TemplateSyntaxError` for a template that it names by anything but a constant, and for what would let
    text out of the cage.
    """

    def __init__(self, tree: nodes.Template, name: str | None, filename: str | None) -> None:
        self._name, self._filename = name, filename
        if escape := tree.find(nodes.EvalContextModifier):
            raise self._fault("autoescape cannot be changed in a letter", escape.lineno)
        if imported := tree.find(nodes.Import):
            raise self._fault(
                "a template cannot be imported as a name; write {% from … import … with context %}", imported.lineno
            )
        self.extends = next(
            (self._constant(node.template) for node in tree.body if isinstance(node, nodes.Extends)), None
        )
        self.others = [
            *[self._constant(node.template) for node in tree.find_all(nodes.Include)],
            *[self._constant(node.template) for node in tree.find_all(nodes.FromImport)],
        ]
        blocks = list(tree.find_all(nodes.Block))
        self.top_blocks = {node.name: node.lineno for node in tree.body if isinstance(node, nodes.Block)}
        self.parts = {node.name: list(_parts(node)) for node in blocks}
        self.supers = {node.name for node in blocks if any(one.name == "super" for one in node.find_all(nodes.Name))}
        self.asked = [part for part in _parts(tree, inside_blocks=True) if isinstance(part, Asked)]
        self.outside = next((line for node in tree.body if (line := _stray(node))), 0)

    def _constant(self, expression: nodes.Expr) -> str:
        if isinstance(expression, nodes.Const) and isinstance(expression.value, str):
            return expression.value
        raise self._fault("a template is named by a constant only", expression.lineno)

    def _fault(self, problem: str, line: int) -> TemplateSyntaxError:
        return TemplateSyntaxError(problem, line, self._name, self._filename)


class Layered(BaseLoader):
    """Loads templates from the layers of the content; ``name@2`` looks from layer 2 down."""

    def __init__(self, content: Content) -> None:
        self.content = content

    def get_source(self, environment: object, template: str) -> tuple[str, str, Callable[[], bool] | None]:  # noqa: ARG002
        """The source of a template, its path, and no need to look again."""
        found = self.content.template(template)
        if found is None:
            raise TemplateNotFound(template)
        return read_text(found.path), str(found.path), None


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
        names: Names,
    ) -> None:
        self._rules: list[PluralRule] = []
        self.resolve = resolve
        self.source_direction = source_direction
        self.shapes: dict[str, Shape] = {}
        self._layered = Layered(content)
        super().__init__(
            loader=self._layered,
            extensions=[Folding],
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )
        writer = SlotWriter(formatter, names)
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
        self.filters = {name: _of_lists(name, self.filters[name]) for name in kept}
        self.filters |= filters(formatter, writer, names)
        self.filters[CHOOSE_FORM] = lambda count, rule: _form(self._rules, count, rule, formatter.plural_sample)

    def rule_number(self, rule: PluralRule) -> int:
        """The number under which compiled templates know a plural rule; each layer's catalog has its own."""
        if rule not in self._rules:
            self._rules.append(rule)
        return self._rules.index(rule)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Parse a template and note its shape; Jinja calls this once for each template it compiles."""

        def fail(problem: str, line: int) -> None:
            raise TemplateSyntaxError(problem, line, name, filename)

        for number, line in enumerate(source.split("\n"), 1):
            if found := marks.RESERVED.search(line):
                fail(f"contains the private-use character {bidi.describe(found[0])}", number)
            if fault := bidi.control_fault(line):
                fail(fault.problem, number)
        tree = super()._parse(source, name, filename)
        FunctionFolding(self, filename or "", fail).visit(tree)
        self.shapes[name or ""] = Shape(tree, name, filename)
        merge_outputs(tree)
        return tree

    def join_path(self, template: str, parent: str) -> str:
        """A template that extends its own name extends the one of the layer below."""
        content = self._layered.content
        found = content.template(parent) if template == parent.partition("@")[0] else None
        return content.below(parent, found) if found else template

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
        result = super().call_binop(context, operator, left, right)
        if abs(result) > _MAX_RESULT:
            raise SecurityError(f"{operator!r} gives a number beyond any use")
        return result

    def join(self, parts: tuple[object, ...]) -> str:
        """What ``~`` makes: text of values, a value itself; prose is not joined to values."""
        if any(isinstance(part, Markup) for part in parts):
            raise SecurityError("prose joined to a value by '~'; put the value into a trans tag")
        if not all(type(part) in (str, int) for part in parts):
            raise SecurityError("'~' between values that are no text; print them one after the other")
        return "".join(map(str, parts))


def _printer(formatter: Formatter, writer: SlotWriter) -> Callable[[object], str]:
    """What compiled templates call for each value they print: prose as it is, a value as the mark of its slot."""
    writers = writer.writers
    quotes = formatter.quotes

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
            return formatter.join_list(value.kind, [printed(item) for item in value.items])
        if isinstance(value, Quoted):
            start, end = quotes.around(value.text)
            return start + printed(value.text) + end
        if isinstance(value, Undefined):
            str(value)  # raises the error that names what is undefined
        raise TemplateRuntimeError(unprintable(value))

    return printed


def _of_lists(name: str, kept: Callable[..., Any]) -> Callable[..., Any]:
    """A filter of Jinja's for lists that refuses values with parts, such as a person or an amount: they are no lists.

    It asks for the environment where the filter itself does.
    """
    if name == "default":
        return kept

    @wraps(kept)
    def refusing(*arguments: Any, **options: Any) -> Any:
        value = next((one for one in arguments if hasattr(one, "_fields")), None)
        if value is not None:
            raise TemplateRuntimeError(f"|{name} takes a list or a text, not a {type(value).__name__}")
        return kept(*arguments, **options)

    return refusing


def _far_mark(number: int) -> str:
    if number >= marks.MAX_SLOTS:
        raise SecurityError("more values than a letter can hold")
    return chr(marks.SLOT_BASE + number)


def _form(rules: list[PluralRule], count: object, rule: int, sample: Callable[[Decimal], int]) -> int:
    """The number of the plural form for ``count``; for a fraction, that of a whole number of its category."""
    if isinstance(count, bool) or not isinstance(count, (int, Decimal)) or count < 0:
        told = str(count) if isinstance(count, Decimal) else repr(count)
        raise TemplateRuntimeError(f"a plural is chosen by a number from 0 up, not by {told}")
    if isinstance(count, Decimal):
        count = sample(count)
    try:
        form = rules[rule].index(count)
    except ArithmeticError as error:
        raise TemplateRuntimeError(f"the catalog's plural rule fails for {count}: {error}") from None
    if not 0 <= form < rules[rule].count:
        raise TemplateRuntimeError(f"the catalog's plural rule gives form {form} for {count}, and there is none")
    return form


def _parts(node: nodes.Node, *, inside_blocks: bool = False) -> Iterator[Asked | str]:
    """The messages that a node asks for, and the names of the blocks in it, in reading order."""
    for child in node.iter_child_nodes():
        if asked := getattr(child, "asked", None):
            yield asked
        if isinstance(child, nodes.Block) and not inside_blocks:
            yield child.name
        else:
            yield from _parts(child, inside_blocks=inside_blocks)


def _stray(node: nodes.Node) -> int:
    """The line of something that stands outside every block and would not be seen; 0 when nothing does."""
    if isinstance(node, (nodes.Block, nodes.Extends)):
        return 0
    if isinstance(node, nodes.Output):
        strays = (
            part.lineno for part in node.nodes if not (isinstance(part, nodes.TemplateData) and part.data.isspace())
        )
        return next(strays, 0)
    return node.lineno
