"""Facts about a language from CLDR, for checks: its script, direction, digits and plural categories."""

from __future__ import annotations

import gettext
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import babel
import babel.localedata
from babel.core import get_global
from babel.plural import to_gettext

from goodterms.cldr import tags
from goodterms.cldr.digits import zero_of
from goodterms.expressions import expression

if TYPE_CHECKING:
    from babel.plural import PluralRule

    from goodterms.model import Direction

_CATEGORIES = ("zero", "one", "two", "few", "many", "other")
"""The plural categories, in the order in which Babel numbers the forms of gettext."""
_TAG = expression(r"(?P<language>[A-Za-z]{2,3})(?P<rest>(?:[-_][A-Za-z0-9]{2,8})*)(?:\.[\w-]+)?(?:@[A-Za-z]+)?")


class Facts(NamedTuple):
    """A language's script (ISO 15924), its direction, and the zero of each set of digits that it uses."""

    script: str
    direction: Direction
    zeros: str


@lru_cache(maxsize=64)
def facts(tag: str) -> Facts | None:
    """The facts about a language; None for a language that CLDR does not know."""
    data = babel_data(tag)
    if data is None:
        return None
    named = tags.parse(tag)
    script = (named and named.script) or tags.maximize(tags.Tag(data.language, data.script or "")).script
    systems = {data.default_numbering_system, data.other_numbering_systems.get("native", "latn"), "latn"}
    return Facts(script, tags.direction_in(script), "".join(sorted(map(zero_of, systems))))


@lru_cache(maxsize=64)
def is_written_in(tag: str, script: str) -> bool:
    """Whether CLDR has data of a language in a script (ISO 15924) other than the likely one."""
    return babel.localedata.exists(f"{re.split('[-_@]', tag)[0]}_{script}")


@lru_cache(maxsize=64)
def plural_categories(tag: str, limit: int) -> tuple[str, ...] | None:
    """The plural category (UTS #35, part 3) of each number from 0 to ``limit``; None for an unknown language."""
    data = babel_data(tag)
    return None if data is None else _categories(data.plural_form, limit)


def _categories(rule: PluralRule, limit: int) -> tuple[str, ...]:
    """The category of each number from 0 to ``limit``: by gettext, in a tenth of Babel's time, if it has the rule."""
    categories = [one for one in _CATEGORIES if one in rule.tags or one == _CATEGORIES[-1]]
    try:
        form = gettext.c2py(to_gettext(rule).partition("plural=")[2].rstrip(";"))
    except ValueError:
        return tuple(map(rule, range(limit + 1)))
    return tuple(categories[form(number)] for number in range(limit + 1))


@lru_cache(maxsize=64)
def ordinal_categories(tag: str, limit: int) -> tuple[str, ...] | None:
    """The plural category of each ordinal number from 0 to ``limit`` (1st, 2nd); None for an unknown language."""
    data = babel_data(tag)
    return None if data is None else _categories(data.ordinal_form, limit)


def catalog_name(tag: str) -> str | None:
    """The name of a catalog's folder for a language tag, such as ``pt_BR`` for ``pt-br``; None for an unknown one."""
    if not re.fullmatch(r"[\w@-]+", tag):  # Babel keeps everything after an @
        return None
    try:
        return str(babel.Locale.parse(tag, sep="-" if "-" in tag else "_"))
    except (babel.UnknownLocaleError, ValueError):
        return None


@lru_cache(maxsize=1024)
def is_registered(tag: str) -> bool:
    """Whether every part of a tag is one that CLDR knows: ``sl-SI`` and ``ca@valencia``, but not ``it-works``.

    POSIX spellings count, and deprecated codes. A folder called ``bin`` or ``new`` is a language, too.
    """
    match = _TAG.fullmatch(tag)
    if not match:
        return False
    if babel.localedata.exists(tag.replace("-", "_")):
        return True  # nearly all are, and the names of the others take time to load
    language, rest = match["language"].lower(), re.split("[-_]", match["rest"])[1:]
    known = babel_data(str(tags.maximize(tags.Tag())))  # the likeliest language, whose data have the most names
    if known is None or not (language in known.languages or language in get_global("language_aliases")):
        return False
    return all(_is_part(known, part) for part in rest)


def _is_part(known: babel.Locale, part: str) -> bool:
    """Whether CLDR knows a script, a region or a variant."""
    if part.title() in known.scripts or part.upper() in known.variants:
        return True
    return part.upper() in known.territories or part.upper() in get_global("territory_aliases")


def is_same(tag: str, other: str) -> bool:
    """Whether two tags may name one language: the same script, and no two different regions.

    So ``sl`` and ``sl_SI`` are the same, ``pt_PT`` and ``pt_BR`` are not, and neither are ``zh`` and ``zh_TW``.
    """
    one, two = tags.parse(tag), tags.parse(other)
    if one is None or two is None:
        return tag.replace("_", "-").casefold() == other.replace("_", "-").casefold()
    is_one_script = tags.maximize(one)[:2] == tags.maximize(two)[:2]
    return is_one_script and (not one.region or not two.region or one.region == two.region)


def babel_data(tag: str) -> babel.Locale | None:
    """Babel's data of a tag, or of its language if CLDR does not have the tag; None for an unknown language."""
    tag = tag.replace("-", "_")
    for candidate in (tag.partition("@")[0], tag.partition("_")[0]):
        try:
            return babel.Locale.parse(candidate)
        except (babel.UnknownLocaleError, ValueError):
            continue
    return None
