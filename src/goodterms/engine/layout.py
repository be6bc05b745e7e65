"""Layouts: how a letter sits on a page, as templates of their own that get finished parts and see nothing else."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from goodterms.content.layers import read_text
from goodterms.errors import BrokenContent
from goodterms.text import marks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from goodterms.content.layers import Content


def render_layout(content: Content, name: str, values: Mapping[str, object]) -> str:
    """The layout template called ``name`` with its values; text is escaped for HTML unless it is ``Markup``.

    Raises :class:`BrokenContent` with file and line.
    """
    path, source = layout_source(content, name)
    try:
        template = _environment().from_string(source)
        # Not template.render(), which would rewrite the traceback that tells the line.
        return "".join(template.root_render_func(template.new_context(dict(values))))
    except TemplateSyntaxError as error:
        raise BrokenContent.legacy_at(path, error.lineno, error.message or "is no template") from None
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
        raise BrokenContent.legacy_at(path, line, str(error) or type(error).__name__) from None


def layout_source(content: Content, name: str) -> tuple[str, str]:
    """The path and the text of a file of the layouts.

    Raises :class:`BrokenContent` when it is nowhere, or holds a character that stands for values.
    """
    found = content.template(name)
    if found is None:
        raise BrokenContent.legacy_at(name, 0, "is nowhere")
    source = read_text(found.path)
    if reserved := marks.RESERVED.search(source):
        line = source.count("\n", 0, reserved.start()) + 1
        raise BrokenContent.legacy_at(found.path, line, f"contains the private-use character U+{ord(reserved[0]):04X}")
    return str(found.path), source


def place_in_template(error: BaseException, path: str) -> tuple[str, int, bool]:
    """Where a template was when an error was raised: its path and line, and whether the fault is in our own code."""
    line = 0
    is_ours = False
    trace = error.__traceback__
    while trace:
        globals_ = trace.tb_frame.f_globals
        template = globals_.get("__jinja_template__")
        if template is not None:
            # A template made from a string has no file of its own.
            path = template.filename if template.filename != "<template>" else path
            line = template.get_corresponding_lineno(trace.tb_lineno)
        is_ours = str(globals_.get("__name__", "")).startswith("goodterms.")
        trace = trace.tb_next
    return path, line, is_ours


@lru_cache(maxsize=1)
def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals = {}
    return environment
