"""Placeholders in doubled braces, and the tags of templates: ``{{ name }}``, ``{% if paid %}``, ``$t(key)``.

Sources: Jinja, "Template Designer Documentation"; i18next, "Interpolation" and "Nesting"; Vue I18n, "Message Format
Syntax".
"""

from __future__ import annotations

import re
from functools import lru_cache

from goodterms.check.notations.reading import NOTHING, Defect, Notation, Placeholder, Reading
from goodterms.expressions import expression
from goodterms.speech import said, sentence

_TOKEN = expression(
    r"\{\{(?P<trim>[-~&#^/>]?)\s*(?P<name>(?:(?!\{\{|\}\}).)*?)\s*[-~]?\}\}\}?"
    r"|\{%[-+]?\s*(?P<tag>(?:(?!%\}|\{%).)*?)\s*[-+]?%\}"
    r"|\$t\(\s*(?P<key>[^(),]+?)\s*(?:,[^()]*)?\)"
    r"|(?P<open>\{\{|\{%|%\}|\}\})",
    re.DOTALL,
)
_NAME = expression(r"[^|,\s]+")
_OPEN = sentence("{text} has no counterpart; write {{{{ name }}}} as in the source")


def _read(text: str) -> Reading:
    if "{" not in text and "}" not in text and "$t(" not in text:
        return NOTHING
    found, defects = [], []
    for match in _TOKEN.finditer(text):
        if match["open"]:
            defects.append(Defect(said(_OPEN, text=match[0]), match[0], match.start()))
        elif match["name"] is not None:
            first = _NAME.match(match["name"])
            # What comes after the name says how it is formatted: a filter, the options of a number.
            name = first[0] if first and match["trim"] in {"", "-", "~", "&"} else match["trim"] + match["name"]
            found.append(Placeholder(name, "{{" + name + "}}", match.start()))
        elif match["tag"] is not None:
            tag = " ".join(match["tag"].split())
            found.append(Placeholder(f"% {tag} %", f"{{% {tag} %}}", match.start()))
        else:
            found.append(Placeholder(f"$t({match['key']})", f"$t({match['key']})", match.start()))
    return Reading(tuple(found), tuple(defects))


MUSTACHE = Notation("doubled braces", lru_cache(maxsize=512)(_read))
