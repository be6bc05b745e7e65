"""The Plural-Forms header of a new catalog, in a module of its own: only it needs Babel's catalog code."""

from __future__ import annotations

import gettext
from typing import TYPE_CHECKING

from babel.messages.plurals import PLURALS, get_plural
from babel.plural import to_gettext

from goodterms.cldr.languages import babel_data, plural_categories

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAX_NUMBER = 1000


def plural_header(name: str) -> str | None:
    """The Plural-Forms header for a catalog's language; None for a language that CLDR does not know.

    The usual gettext header of the language, if it agrees with CLDR about every number up to 1000, except for the order
    of the forms; or else CLDR's rule; or, if gettext cannot express that, the first header of another language that
    agrees.
    """
    language, categories = babel_data(name), plural_categories(name, _MAX_NUMBER)
    if language is None or categories is None:
        return None
    count, expression = get_plural(language)[:2]
    if _agrees(expression, categories):
        return _header(count, expression)
    rule = to_gettext(language.plural_form)
    if _is_valid(rule):
        return rule
    agreeing = (_header(*plural) for plural in PLURALS.values() if _agrees(plural[1], categories))
    return next(agreeing, _header(count, expression))


def _header(count: int, expression: str) -> str:
    return f"nplurals={count}; plural={expression};"


def _agrees(expression: str, categories: Sequence[str]) -> bool:
    """Whether the forms of an expression and the categories of CLDR correspond one to one."""
    form_of = gettext.c2py(expression)
    pairs = {(form_of(number), category) for number, category in enumerate(categories)}
    return len(pairs) == len({form for form, _ in pairs}) == len({category for _, category in pairs})


def _is_valid(header: str) -> bool:
    """Whether gettext can read a header; it knows none of CLDR's operands other than the number itself."""
    try:
        gettext.c2py(header.partition("plural=")[2].rstrip(";"))
    except ValueError:
        return False
    return True
