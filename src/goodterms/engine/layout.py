"""Layouts: how a letter sits on a page, as templates of their own that get finished parts and see nothing else."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from goodterms.content import read_text
from goodterms.errors import BrokenContent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from goodterms.content import Content


def render_layout(content: Content, name: str, values: Mapping[str, object]) -> str:
    """The layout template called ``name`` with its values; text is escaped for HTML unless it is ``Markup``.

    Raises :class:`BrokenContent` with the file, and the line where Jinja tells it.
    """
    found = content.template(name)
    if found is None:
        raise BrokenContent(name, 0, "is nowhere")
    path = found[0]
    try:
        return _environment().from_string(read_text(path)).render(values)
    except TemplateError as error:
        raise BrokenContent(path, getattr(error, "lineno", 0), str(error)) from None


@lru_cache(maxsize=1)
def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
