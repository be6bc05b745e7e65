"""Layouts: templates of a page around a letter; they get finished parts and have access to nothing else."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from goodterms.content.layers import read_text
from goodterms.engine import trees
from goodterms.engine.faults import TemplateFault
from goodterms.engine.steps import SteppingCodeGenerator, counting, insert_steps, step
from goodterms.errors import BrokenContent
from goodterms.expressions import expression
from goodterms.faults.causes import quoted
from goodterms.text import bidi, marks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2.runtime import Context

    from goodterms.content.layers import Content

_END_OF_STYLES = expression("</style|<!--", re.IGNORECASE)
"""What would end the style sheet in a page, or hide its end."""
_WIDE = ("batch", "center", "format", "indent", "slice", "tojson", "wordwrap", "xmlattr")
"""Filters that take a width, and others of which a page needs none."""


def render_layout(content: Content, name: str, values: Mapping[str, object]) -> str:
    """The layout ``name`` with these values; text is escaped for HTML unless it is ``Markup``.

    Raises :class:`BrokenContent` for a layout that does not exist, cannot be parsed, or fails.
    """
    path, source = layout_source(content, name)
    try:
        template = _environment().from_string(source)
        # template.render() would rewrite the traceback, which has the line.
        with counting():
            return "".join(template.root_render_func(template.new_context(dict(values))))
    except TemplateFault as wrong:
        _, line, _ = place_in_template(wrong, path)
        raise BrokenContent.at(path, line, wrong.kind, **wrong.facts) from None
    except TemplateSyntaxError as error:
        raise BrokenContent.at(path, error.lineno, "template-syntax", reason=quoted(error.message or "")) from None
    except (
        TemplateError,
        TypeError,
        ValueError,
        ArithmeticError,
        LookupError,
        AttributeError,
        RecursionError,
    ) as error:
        _, line, _ = place_in_template(error, path)
        reason = quoted(str(error) or type(error).__name__)
        raise BrokenContent.at(path, line, "template-failed", reason=reason) from None


def layout_source(content: Content, name: str) -> tuple[str, str]:
    """The path and the text of a file of layouts.

    Raises :class:`BrokenContent` when it does not exist, or contains a character that is reserved for marks.
    """
    located = content.template(name)
    if located is None:
        raise BrokenContent.at(name, 0, "template-missing", name=name)
    source = read_text(located.path)
    if reserved := marks.RESERVED.search(source):
        line = source.count("\n", 0, reserved.start()) + 1
        character = bidi.describe(reserved[0])
        raise BrokenContent.at(located.path, line, "template-private-use-character", character=character)
    if name.endswith(".css") and (end := _END_OF_STYLES.search(source)):
        line = source.count("\n", 0, end.start()) + 1
        raise BrokenContent.at(located.path, line, "styles-end", tag=end[0])
    return str(located.path), source


def place_in_template(error: BaseException, path: str) -> tuple[str, int, bool]:
    """The path and the line of a template where an error was raised, and whether our own code raised it."""
    line = 0
    is_ours = False
    trace = error.__traceback__
    while trace:
        globals_ = trace.tb_frame.f_globals
        template = globals_.get("__jinja_template__")
        if template is not None:
            # A template from a string has no file.
            path = template.filename if template.filename != "<template>" else path
            line = template.get_corresponding_lineno(trace.tb_lineno)
        is_ours = str(globals_.get("__name__", "")).startswith("goodterms.")
        trace = trace.tb_next
    return path, line, is_ours


class _LayoutEnvironment(ImmutableSandboxedEnvironment):
    """The environment of layouts: as that of letters, it bounds what a template can ask for."""

    code_generator_class = SteppingCodeGenerator
    intercepted_binops = frozenset(["*", "**", "%"])
    step = staticmethod(step)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        insert_steps(trees.below(tree))
        return tree

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """The result of an operator that could repeat a text, or make a number without end: of numbers only."""
        for operand in (left, right):
            if not isinstance(operand, (int, float)) or operator == "**":
                types = {"left": type(left).__name__, "right": type(right).__name__}
                raise TemplateFault("operator-types", operator=operator, **types)
        return super().call_binop(context, operator, left, right)


@lru_cache(maxsize=1)
def _environment() -> ImmutableSandboxedEnvironment:
    environment = _LayoutEnvironment(
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals = {}
    for name in _WIDE:
        del environment.filters[name]
    return environment
