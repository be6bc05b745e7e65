"""The Plural-Forms header of a new catalog; apart from the checks, which need none of Babel's catalog code."""

from __future__ import annotations

import gettext

from babel.messages.plurals import get_plural
from babel.plural import to_gettext

from goodterms.cldr.languages import babel_data, plural_categories

_MOST = 1000


def plural_header(name: str) -> str | None:
    """The Plural-Forms header of a catalog's language; None for one that CLDR does not know.

    It is the one that gettext catalogs commonly have, where that agrees with CLDR about each number up to 1000, up to
    the order of the forms; else it is made of CLDR's rule.
    """
    language, categories = babel_data(name), plural_categories(name, _MOST)
    if language is None or categories is None:
        return None
    count, expression = get_plural(language)[:2]
    form_of = gettext.c2py(expression)
    pairs = {(form_of(number), category) for number, category in enumerate(categories)}
    if len(pairs) == len({form for form, _ in pairs}) == len({category for _, category in pairs}):
        return f"nplurals={count}; plural={expression};"
    return to_gettext(language.plural_form)
