"""Which language the program speaks: by a tag, or by the environment. Only languages with a catalog count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.content.built_in import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DOMAIN = "goodterms-cli"
"""The name of the catalogs with the sentences of the program itself."""
OWN_VARIABLE = "GOODTERMS_LANG"
UNSPOKEN = ("", "C", "POSIX")
"""The locales in which programs speak as they are written (GNU gettext manual, "Locale Environment Variables")."""
_SOURCE = "X-Source-Language: "
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
        return template.read(_HEADER).partition(_SOURCE)[2].partition("\\n")[0]


def by_tag(tag: str) -> str:
    """The catalog for a tag in any spelling, ``sl-SI`` or ``sl_SI.UTF-8``; empty for a tag without one."""
    language, region = _parts(tag)
    names = (f"{language}_{region.upper()}" if region else "", language)
    return next((name for name in names if name and path_of(name).is_file()), "")


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
    return _parts(tag)[0] == source_language()


def _parts(tag: str) -> tuple[str, str]:
    """The language and the region of a tag; both empty for one that is not a name of either."""
    language, _, region = tag.partition(".")[0].partition("@")[0].replace("-", "_").partition("_")
    if not (language.isalpha() and language.isascii() and (not region or (region.isalnum() and region.isascii()))):
        return "", ""
    return language.lower(), region
