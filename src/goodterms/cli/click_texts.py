"""click's own sentences in the language of the program: usage, options that are missing, values that do not fit.

click asks gettext for them by the names ``_`` and ``ngettext`` of its modules. gettext looks for compiled catalogs in
folders of the system; so where a language is chosen, these names lead to :mod:`goodterms.speech`, and back otherwise.
"""

from __future__ import annotations

import gettext

import click

from goodterms.speech import unfilled, unfilled_plural

_MODULES = (click.core, click.decorators, click.exceptions, click.formatting, click.parser, click.types)
_NAMES = {"_": (gettext.gettext, unfilled), "ngettext": (gettext.ngettext, unfilled_plural)}
"""By the name in click's modules: what gives the sentences of the system, and what gives ours."""


def speak_as_chosen(*, is_chosen: bool) -> None:
    """Let click's sentences be in the language of the program, or again as they are without it."""
    for module in _MODULES:
        for name, functions in _NAMES.items():
            if getattr(module, name, None) in functions:
                setattr(module, name, functions[is_chosen])
