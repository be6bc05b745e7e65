"""Facts about a language from CLDR, for checks: its script, direction, digits and plural categories."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import babel
import babel.localedata

from goodterms.cldr import tags
from goodterms.cldr.digits import zero_of

if TYPE_CHECKING:
    from goodterms.model import Direction


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
    script = tags.maximize(tags.Tag(data.language, data.script or "")).script
    systems = {data.default_numbering_system, data.other_numbering_systems.get("native", "latn"), "latn"}
    direction: Direction = "rtl" if data.character_order == "right-to-left" else "ltr"
    return Facts(script, direction, "".join(sorted(map(zero_of, systems))))


@lru_cache(maxsize=64)
def is_written_in(tag: str, script: str) -> bool:
    """Whether CLDR has data of a language in a script (ISO 15924) other than the likely one."""
    return babel.localedata.exists(f"{re.split('[-_@]', tag)[0]}_{script}")


@lru_cache(maxsize=64)
def plural_categories(tag: str, limit: int) -> tuple[str, ...] | None:
    """The plural category (UTS #35, part 3) of each number from 0 to ``limit``; None for an unknown language."""
    data = babel_data(tag)
    return None if data is None else tuple(data.plural_form(number) for number in range(limit + 1))


@lru_cache(maxsize=64)
def ordinal_categories(tag: str, limit: int) -> tuple[str, ...] | None:
    """The plural category of each ordinal number from 0 to ``limit`` (1st, 2nd); None for an unknown language."""
    data = babel_data(tag)
    return None if data is None else tuple(data.ordinal_form(number) for number in range(limit + 1))


def script_name(tag: str, script: str) -> str:
    """The English name of a script (ISO 15924) in which a language is written; the code if CLDR has none."""
    data = babel.Locale(re.split("[-_@]", tag)[0])
    data.script = script
    name = data.english_name or ""  # Language (Script)
    return name[name.find("(") + 1 : name.find(")")] or script


def catalog_name(tag: str) -> str | None:
    """The name of a catalog's folder for a language tag, such as ``pt_BR`` for ``pt-br``; None for an unknown one."""
    if not re.fullmatch(r"[\w@-]+", tag):  # Babel keeps everything after an @
        return None
    try:
        return str(babel.Locale.parse(tag, sep="-" if "-" in tag else "_"))
    except (babel.UnknownLocaleError, ValueError):
        return None


def babel_data(tag: str) -> babel.Locale | None:
    """Babel's data of a tag, or of its language if CLDR does not have the tag; None for an unknown language."""
    tag = tag.replace("-", "_")
    for candidate in (tag.partition("@")[0], tag.partition("_")[0]):
        try:
            return babel.Locale.parse(candidate)
        except (babel.UnknownLocaleError, ValueError):
            continue
    return None
