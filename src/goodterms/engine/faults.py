"""The error of a template that does something wrong while it is rendered."""

from __future__ import annotations

from jinja2.exceptions import TemplateRuntimeError


class TemplateFault(TemplateRuntimeError):  # noqa: N818 — named for what it holds
    """A fault of the template that is running: its kind and facts. Its file and line are added where it is caught."""

    def __init__(self, kind: str, **facts: object) -> None:
        super().__init__(kind)
        self.kind = kind
        self.facts = facts
