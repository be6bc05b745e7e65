"""The Plural-Forms header of a new catalog; apart from the checks, which need none of Babel's catalog code."""

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
    """The Plural-Forms header of a catalog's language; None for one that CLDR does not know.

    It is the one that gettext catalogs commonly have, where that agrees with CLDR about each number up to 1000, up to
    the order of the forms; else it is made of CLDR's rule, and where gettext cannot say that one, it is the first
    header of another language that agrees.
    """
    language, categories = babel_data(name), plural_categories(name, _MAX_NUMBER)
    if language is None or categories is None:
        return None
    count, expression = get_plural(language)[:2]
    if _agrees(expression, categories):
        return _header(count, expression)
    rule = to_gettext(language.plural_form)
    if _is_written(rule):
        return rule
    agreeing = (_header(*one) for one in PLURALS.values() if _agrees(one[1], categories))
    return next(agreeing, _header(count, expression))


def _header(count: int, expression: str) -> str:
    return f"nplurals={count}; plural={expression};"


def _agrees(expression: str, categories: Sequence[str]) -> bool:
    """Whether each form of an expression serves one category of CLDR, and each category has one form."""
    form_of = gettext.c2py(expression)
    pairs = {(form_of(number), category) for number, category in enumerate(categories)}
    return len(pairs) == len({form for form, _ in pairs}) == len({category for _, category in pairs})


def _is_written(header: str) -> bool:
    """Whether gettext can read a header; operands of CLDR other than the number itself are none of its own."""
    try:
        gettext.c2py(header.partition("plural=")[2].rstrip(";"))
    except ValueError:
        return False
    return True
