"""The Jinja environment of one locale: a sandbox in which a value is never text.

What a template prints becomes a slot, unless it is prose. Prose is what Jinja gives the type ``Markup``: the text of
the template, a block, the result of a macro. So no value can become markup, whatever a template does with it.
"""

from __future__ import annotations

from contextvars import ContextVar
from decimal import Decimal
from functools import wraps
from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import TemplateNotFound
from jinja2.loaders import BaseLoader
from jinja2.runtime import BlockReference, LoopContext, Macro, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from markupsafe import Markup

from goodterms.content.layers import read_text
from goodterms.engine import trees
from goodterms.engine.block_places import PLACES, keep_places
from goodterms.engine.endings import before_ending
from goodterms.engine.faults import TemplateFault
from goodterms.engine.filters import filters, has_zone, in_form, part_of
from goodterms.engine.folding import (
    BEFORE_ENDING,
    CHOOSE_FORM,
    IN_FORM,
    Folding,
    MessageUse,
    fold_functions,
    merge_outputs,
)
from goodterms.engine.includes import REFUSE, expand_includes, refuse
from goodterms.engine.slots import SlotWriter, unprintable_fault
from goodterms.engine.steps import SteppingCodeGenerator, insert_steps, step
from goodterms.engine.variables import Read
from goodterms.errors import BrokenContent
from goodterms.faults.causes import quoted
from goodterms.text import bidi, fences, marks
from goodterms.text.references import NOT_PRINTED, forbidden_in
from goodterms.values import Dated, Duration, Listing, Quoted, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jinja2.compiler import Frame
    from jinja2.runtime import Context

    from goodterms.cldr.formatter import Formatter
    from goodterms.content.layers import Content
    from goodterms.engine.includes import Choice
    from goodterms.engine.names import Names
    from goodterms.messages.catalog import PluralRule
    from goodterms.messages.translations import Message, Translation
    from goodterms.model import Direction, Slot

current_slots: ContextVar[list[Slot]] = ContextVar("current_slots")
"""The slots of the letter that is being rendered, so far."""

_MARKS = [chr(marks.SLOT_BASE + number) for number in range(256)]
_MAX_RESULT = 10**18
_MAX_JOINED = 10_000
"""The most characters that a template may join to one value; a field may have 2,000."""
_OPEN_TYPES = (Dated, Duration, LoopContext, Namespace, Undefined)
_CALLABLE_TYPES = (Macro, BlockReference, Undefined)


class Shape:
    """The structure of a template: the names of others that it uses, its blocks and their messages, stray content.

    ``path`` is its file, ``extends`` the name of its parent or None, ``others`` those that it includes or imports from;
    ``parts`` are the messages and the nested blocks of each block, ``reads`` the variables of each block, ``supers``
    the blocks that call ``super``. ``asked`` and ``reads_outside`` are those of a template that is included.
    ``choices`` are its includes by choice. ``outside`` is the line of the first thing outside every block, 0 for none.
    Raises :class:`BrokenContent` for a name that is not constant, and for tags that would let text out of the cage.
    """

    def __init__(self, tree: nodes.Template, every: list[nodes.Node], path: str, choices: list[Choice]) -> None:
        """``every`` are all nodes of the tree."""
        self.path = path
        self.choices = choices
        if escape := next((node for node in every if isinstance(node, nodes.EvalContextModifier)), None):
            raise BrokenContent.at(path, escape.lineno, "autoescape-changed")
        if imported := next((node for node in every if isinstance(node, nodes.Import)), None):
            raise BrokenContent.at(path, imported.lineno, "import-as-name")
        self.extends = next(
            (self._constant(node.template) for node in tree.body if isinstance(node, nodes.Extends)), None
        )
        self.others = [
            *[self._constant(node.template) for node in every if isinstance(node, nodes.Include)],
            *[self._constant(node.template) for node in every if isinstance(node, nodes.FromImport)],
        ]
        blocks = [node for node in every if isinstance(node, nodes.Block)]
        self.top_blocks = {node.name: node.lineno for node in tree.body if isinstance(node, nodes.Block)}
        self.parts = {node.name: list(_parts(node)) for node in blocks}
        self.reads = {node.name: Read(node.body) for node in blocks}
        self.reads_outside = Read(tree.body)
        self.supers = {name for name, read in self.reads.items() if any(use.name == "super" for use in read.uses)}
        self.asked = [node.asked for node in every if hasattr(node, "asked")]
        self.outside = next((line for node in tree.body if (line := _stray(node))), 0)

    def _constant(self, expression: nodes.Expr) -> str:
        if isinstance(expression, nodes.Const) and isinstance(expression.value, str):
            return expression.value
        raise BrokenContent.at(self.path, expression.lineno, "template-name-not-constant")


class _LayerLoader(BaseLoader):
    """Loads templates from the layers of the content; the search for ``name@2`` starts at layer 2."""

    def __init__(self, content: Content) -> None:
        self.content = content

    def get_source(self, environment: object, template: str) -> tuple[str, str, Callable[[], bool] | None]:  # noqa: ARG002
        """The source of a template, its path, and None: it is never reloaded."""
        located = self.content.template(template)
        if located is None:
            raise TemplateNotFound(template)
        return read_text(located.path), str(located.path), None


class _SlotCodeGenerator(SteppingCodeGenerator):
    """Generates code that turns printed values into slots, and that refuses ``a ~ b`` of prose and a value.

    Jinja's own code would escape both for HTML. Only the text of the template is constant: a constant in an expression
    is a value.
    """

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: object) -> str:  # noqa: ARG002
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible
        return node.data

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: object) -> None:  # noqa: ARG002
        self.write("environment.print_value(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: object) -> None:  # noqa: ARG002
        self.write(")")

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        self.write("environment.join((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class LetterEnvironment(ImmutableSandboxedEnvironment):
    """Compiles the templates of letters for one locale; ``resolve`` returns the translation of a message."""

    code_generator_class = _SlotCodeGenerator
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
        self.step = step
        self._content = content
        self.space_after_latin = formatter.space_after_latin
        self.words_after_times = formatter.words_after_times
        super().__init__(
            loader=_LayerLoader(content),
            extensions=[Folding],
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )
        writer = SlotWriter(formatter, names)
        self.print_value = _printer(formatter, writer)
        # Letters need none of Jinja's other globals and filters, and many of these would turn a value into prose.
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
        self.filters = {name: _for_lists(name, self.filters[name]) for name in kept}
        self.filters |= filters(formatter, writer, names)
        self.filters |= PLACES
        self.tests |= {"zoned": has_zone, "nameless": names.is_nameless}
        self.filters[BEFORE_ENDING] = _before_ending(self.print_value)
        self.filters[REFUSE] = refuse
        self.filters[IN_FORM] = in_form(formatter, writer)
        self.filters[CHOOSE_FORM] = lambda count, rule: _form(self._rules, count, rule, formatter.plural_sample)

    def rule_number(self, rule: PluralRule) -> int:
        """The number of a plural rule in compiled templates; the catalog of each layer has a rule of its own."""
        if rule not in self._rules:
            self._rules.append(rule)
        return self._rules.index(rule)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Parse a template and keep its shape; Jinja calls this once for each template that it compiles."""
        path = filename or name or ""
        for number, line in enumerate(source.split("\n"), 1):
            if line.isprintable() and "&" not in line:
                continue  # no control, no private use, no mark of direction, no reference
            if reserved := marks.RESERVED.search(line):
                character = bidi.describe(reserved[0])
                raise BrokenContent.at(path, number, "template-private-use-character", character=character)
            if printed := NOT_PRINTED.search(line.removesuffix("\r")):
                raise BrokenContent.at(path, number, "template-character", character=bidi.describe(printed[0]))
            for reference in forbidden_in(line):
                character = bidi.describe(reference.characters[0])
                raise BrokenContent.at(
                    path, number, "template-reference", reference=reference.written, character=character
                )
            if wrong := bidi.control_fault(line, "template-"):
                raise BrokenContent([wrong._replace(place=path, line=number)])
        if faults := [wrong._replace(place=path, line=number) for number, wrong in fences.find_faults(source)]:
            raise BrokenContent(faults)
        tree = super()._parse(source, name, filename)
        every = trees.below(tree)
        choices = expand_includes(self._content, path, tree, every)
        if fold_functions(self, path, tree, every) or choices:
            every = trees.below(tree)
        keep_places(tree, every, source)
        self.shapes[name or ""] = Shape(tree, every, path, choices)
        merge_outputs([tree, *every])
        insert_steps(every)
        return tree

    def join_path(self, template: str, parent: str) -> str:
        """The name of a template that ``parent`` refers to; its own name refers to the layer below."""
        located = self._content.template(parent) if template == parent.partition("@")[0] else None
        return self._content.below(parent, located) if located else template

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What a template reads with a dot; of a record, the part of that name and nothing else."""
        return part_of(obj, attribute) if type(obj) is Record else super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """What a template reads in brackets, and what a filter reads by the name of an attribute."""
        return part_of(obj, argument) if type(obj) is Record else super().getitem(obj, argument)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ARG002
        """Whether a template can read an attribute: only the parts of values, and the counters of a loop."""
        return isinstance(obj, _OPEN_TYPES) and not attr.startswith("_")

    def is_safe_callable(self, obj: Any) -> bool:
        """Whether a template can call an object: only macros, blocks and the methods of a loop."""
        return (
            isinstance(obj, _CALLABLE_TYPES)
            or obj is Namespace
            or isinstance(getattr(obj, "__self__", None), LoopContext)
        )

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """The result of an arithmetic operator, which takes numbers only and cannot join or repeat text."""
        for operand in (left, right):
            if not isinstance(operand, (int, float)) or operator == "**":
                types = {"left": type(left).__name__, "right": type(right).__name__}
                raise TemplateFault("operator-types", operator=operator, **types)
        result = super().call_binop(context, operator, left, right)
        if abs(result) > _MAX_RESULT:
            raise TemplateFault("operator-result", operator=operator)
        return result

    def join(self, parts: tuple[object, ...]) -> str:
        """The result of ``~``: a text, which is a value; prose cannot be joined to values."""
        if any(isinstance(part, Markup) for part in parts):
            raise TemplateFault("prose-joined")
        if not all(type(part) in (str, int) for part in parts):
            raise TemplateFault("values-joined")
        joined = "".join(map(str, parts))
        if len(joined) > _MAX_JOINED:
            raise TemplateFault("values-joined-too-long", limit=_MAX_JOINED)
        return joined


def _printer(formatter: Formatter, writer: SlotWriter) -> Callable[[object], str]:
    """The function that compiled templates call to print: it returns prose as it is, and the mark of a value's slot."""
    writers = writer.writers
    quotes = formatter.quotes

    def print_value(value: object) -> str:
        write = writers.get(value.__class__)
        if write is None:
            return print_other(value)
        slots = current_slots.get()
        number = len(slots)
        slots.append(write(value))
        return _MARKS[number] if number < len(_MARKS) else _far_mark(number)

    def print_other(value: object) -> str:
        if isinstance(value, Markup):
            return value
        if isinstance(value, Listing):
            return formatter.join_list(value.kind, [print_value(item) for item in value.items])
        if isinstance(value, Quoted):
            start, end = quotes.around(value.text)
            return start + print_value(value.text) + end
        if isinstance(value, Undefined):
            str(value)  # raises an error with the name
        raise unprintable_fault(value)

    return print_value


def _before_ending(print_value: Callable[[object], str]) -> Callable[[object], Markup]:
    """The filter for a value with an ending directly after it: what separates the two follows the value."""

    def write(value: object) -> Markup:
        printed = print_value(value)
        last = printed[-1:]
        if marks.SLOT.match(last):
            last = current_slots.get()[ord(last) - marks.SLOT_BASE][0][-1:]
        return Markup(printed + before_ending(last))  # noqa: S704 — marks and prose only

    return write


def _for_lists(name: str, list_filter: Callable[..., Any]) -> Callable[..., Any]:
    """A filter of Jinja's for lists, which refuses a value with parts: a person or an amount is a tuple, too.

    ``wraps`` keeps the attribute by which Jinja passes the environment to some filters.
    """
    if name == "default":
        return list_filter

    @wraps(list_filter)
    def filter_list(*arguments: Any, **options: Any) -> Any:
        for value in arguments:
            if hasattr(value, "_fields") or type(value) is Record:
                raise TemplateFault("filter-needs-list-or-text", filter=name, type=type(value).__name__)
        return list_filter(*arguments, **options)

    return filter_list


def _far_mark(number: int) -> str:
    """The mark of a slot beyond those that are kept ready."""
    if number >= marks.MAX_SLOTS:
        raise TemplateFault("too-many-slots", limit=marks.MAX_SLOTS)
    return chr(marks.SLOT_BASE + number)


def _form(rules: list[PluralRule], count: object, rule: int, sample: Callable[[Decimal], int]) -> int:
    """The number of the plural form for ``count``; for a fraction, that of an integer of the same plural category."""
    if isinstance(count, bool) or not isinstance(count, (int, Decimal)) or count < 0:
        given = str(count) if isinstance(count, Decimal) else repr(count)
        raise TemplateFault("plural-not-a-number", given=given)
    if isinstance(count, Decimal):
        count = sample(count)
    try:
        form = rules[rule].index(count)
    except ArithmeticError as error:
        raise TemplateFault("plural-rule-failed", number=count, reason=quoted(str(error))) from None
    if not 0 <= form < rules[rule].count:
        raise TemplateFault("plural-rule-without-form", form=form, number=count)
    return form


def _parts(node: nodes.Node) -> Iterator[MessageUse | str]:
    """The messages of a node and the names of the blocks in it, in reading order, without what is in these blocks."""
    for child in trees.children(node):
        if asked := getattr(child, "asked", None):
            yield asked
        if isinstance(child, nodes.Block):
            yield child.name
        else:
            yield from _parts(child)


def _stray(node: nodes.Node) -> int:
    """The line of content at the top level that is not in a block, so that no letter shows it; 0 when there is none."""
    if isinstance(node, (nodes.Block, nodes.Extends)):
        return 0
    if isinstance(node, nodes.Output):
        strays = (
            part.lineno for part in node.nodes if not (isinstance(part, nodes.TemplateData) and part.data.isspace())
        )
        return next(strays, 0)
    return node.lineno
