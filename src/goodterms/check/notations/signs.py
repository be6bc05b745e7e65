"""Short placeholders: a percent sign with a number (Qt, KDE, Boost), a dollar sign with a name (shells, JavaScript).

Sources: Qt, ``QString::arg`` and ``QObject::tr``; KDE, "Writing Source Code With Localization in Mind"; POSIX,
"Parameter Expansion"; ECMAScript, template literals.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial

from goodterms.check.notations.reading import NOTHING, Notation, Placeholder, Reading


def _read(pattern: str, sign: str, text: str) -> Reading:
    if sign not in text:
        return NOTHING
    found = []
    for match in re.compile(pattern).finditer(text):
        key = next((group for group in match.groups() if group is not None), None)
        if key is not None:
            found.append(Placeholder(key, match[0], match.start()))
    return Reading(tuple(found))


def _notation(name: str, sign: str, pattern: str) -> Notation:
    return Notation(name, lru_cache(maxsize=512)(partial(_read, pattern, sign)))


SIGNS = {
    notation.name: notation
    for notation in (
        _notation("qt-format", "%", r"%L?(\d{1,2})"),
        _notation("qt-plural-format", "%", r"%L?(\d{1,2}|n)"),
        _notation("kde-format", "%", r"%([1-9]\d*)"),
        _notation("kde-kuit-format", "%", r"%([1-9]\d*)"),
        _notation("ycp-format", "%", r"%%|%([1-9])"),
        _notation("boost-format", "%", r"%%|%([1-9]\d*)%"),
        _notation("sh-format", "$", r"\$(?:\{([^\W\d]\w*)\}|([^\W\d]\w*))"),
        _notation("es-format", "$", r"\$\{\s*([^{}]+?)\s*\}"),
        _notation("laravel-format", ":", r"(?<!\w):([^\W\d]\w*)"),
        _notation("percent-placeholders", "%", r"%(\w+)%"),
    )
}
"""The notations by their flags, of gettext or of Weblate."""
PLAIN_DOLLAR = _notation("dollar", "${", r"\$\{\s*([^\W\d][\w.]*)\s*\}")
PLAIN_NUMBERS = _notation("numbers", "%", r"(?<![\w%])(?<!\d )%L?([1-9])(?![\w%$.,]\w)(?![\w%$])")
