"""Which language the program speaks: by a tag, or by the environment. Only languages with a catalog count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.content.layers import BUILT_IN
from goodterms.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DOMAIN = "goodterms-cli"
"""The name of the catalogs with the sentences of the program itself."""
OWN_VARIABLE = "GOODTERMS_LANG"
UNSPOKEN = ("", "C", "POSIX")
"""The locales in which programs speak as they are written (GNU gettext manual, "Locale Environment Variables")."""
_NAME = expression(r"([A-Za-z]{2,8})(?:[_-](\w{2,8}))?(?:[.@].*)?")
_SOURCE = expression(r"X-Source-Language: ([\w-]+)")
_HEADER = 1000
"""The characters of a template in which its header is."""


def path_of(name: str) -> Path:
    """The catalog of a language, whether there is one or not."""
    return BUILT_IN / "locales" / name / "LC_MESSAGES" / f"{DOMAIN}.po"


def languages() -> list[str]:
    """The languages that the program speaks by their catalogs, sorted; the source language needs none."""
    return sorted(path.parents[1].name for path in BUILT_IN.glob(f"locales/*/LC_MESSAGES/{DOMAIN}.po"))


def source_language() -> str:
    """The language in which the sentences are written, by the header of the template."""
    with (BUILT_IN / "locales" / f"{DOMAIN}.pot").open(encoding="utf-8") as template:
        match = _SOURCE.search(template.read(_HEADER))
    return match[1] if match else ""


def by_tag(tag: str) -> str:
    """The catalog for a tag in any spelling, ``sl-SI`` or ``sl_SI.UTF-8``; empty for a tag without one."""
    match = _NAME.fullmatch(tag)
    if not match:
        return ""
    language = match[1].lower()
    region = f"{language}_{match[2].upper()}" if match[2] else ""
    return next((name for name in (region, language) if name and path_of(name).is_file()), "")


def is_known(tag: str) -> bool:
    """Whether the program speaks the language of a tag, which may be the source language."""
    return bool(by_tag(tag)) or _is_source(tag)


def by_environment(environ: Mapping[str, str]) -> str:
    """The catalog that the environment asks for; empty for the source language, and where there is none.

    :data:`OWN_VARIABLE` decides, else the variables of gettext in its order (GNU gettext manual, "Locale Environment
    Variables"): LANGUAGE, a list in which the first known language counts, then LC_ALL, LC_MESSAGES and LANG. Where
    the latter three ask for no language, LANGUAGE does not count.
    """
    if own := environ.get(OWN_VARIABLE):
        return by_tag(own)
    locale = next(filter(None, (environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    if locale in UNSPOKEN:
        return ""
    if not (listed := environ.get("LANGUAGE")):
        return by_tag(locale)
    known = next(filter(is_known, listed.split(":")), "")
    return by_tag(known)


def _is_source(tag: str) -> bool:
    match = _NAME.fullmatch(tag)
    return match is not None and match[1].lower() == source_language()
