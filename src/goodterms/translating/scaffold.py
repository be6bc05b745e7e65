"""The files of a new language beside its catalog: what can be set, with CLDR's values and the samples of the letters.

Everything in them is a comment, so they change nothing until somebody fills them in.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from goodterms.cldr import languages, locales, tags

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goodterms.project import Project

_TEXTS = ("text", "name", "person")
"""The types of fields whose samples are words of a language."""


def language_toml(catalog: str) -> str:
    """The text of a language.toml for the language of a catalog's folder name."""
    locale = locales.of_catalog(catalog)
    data = locales.babel_locale(locale)
    name = data.english_name or catalog
    patterns = {f"date_{width}": data.date_formats[width].pattern for width in ("short", "medium", "long", "full")}
    lines = [
        f"# The conventions of letters in {name} where they differ from CLDR, whose values are below.",
        "# To change one, remove the # in front of it.",
        f"# What letters print now: goodterms conventions {locale.tag}",
        "",
        f"# time = {_quoted(data.time_formats['short'].pattern)}",
        *(f"# {key} = {_quoted(pattern)}" for key, pattern in patterns.items()),
        "",
        "# The page: fonts that have every letter of the language, and a line height at which lines do not collide.",
        "# [page]",
        *(f"# fonts = {_quoted(families)}" for families in [fonts(locale.tag)] if families),
        "# line_height = 1.5",
        "",
        "# How the salutation uses a name: only the surname after a title, or the full name.",
        "# [names]",
        '# salutation = "full"',
    ]
    return "\n".join(lines) + "\n"


def samples_toml(project: Project) -> str:
    """The text of a samples.toml with the samples of all letters that are words."""
    lines = [
        "# Sample values for previews. Write names, companies and places that are typical of the language's country;",
        "# people and companies must be fictitious. A value counts when the # in front of it is removed.",
        "",
        *dict.fromkeys(_samples(project)),
        *_samples_by_form(project),
    ]
    return "\n".join(lines) + "\n"


def _samples(project: Project) -> Iterator[str]:
    given: dict[str, str] = {}
    for letter in project.letters():
        for field in letter.fields.values():
            if field.type in _TEXTS and isinstance(field.sample, (str, list)):
                given.setdefault(field.name, json.dumps(field.sample, ensure_ascii=False))
    return (f"# {name} = {sample}" for name, sample in given.items())


def _samples_by_form(project: Project) -> Iterator[str]:
    """A name for each form of address but that of the other samples, so that a salutation has a name that fits."""
    roles = {letter.salutation["form"]: letter for letter in project.letters() if len(letter.salutation) > 1}
    for form, letter in roles.items():
        for option in letter.fields[form].options:
            if option != letter.fields[form].sample:
                yield f"\n# [when.{form}.{option}]"
                yield f'# {letter.salutation["name"]} = ""'


def fonts(tag: str) -> list[str]:
    """The families of Noto that have the script of a language, the first of them by its name in Linux distributions.

    Empty for a script that has no family of its own there. Scripts may have others in a region (``Hant-HK``).
    """
    facts, parsed = languages.facts(tag.replace("-", "_")), tags.parse(tag)
    region = parsed.region if parsed else ""
    return (
        next((_noto()[key] for key in (f"{facts.script}-{region}", facts.script) if key in _noto()), [])
        if facts
        else []
    )


@lru_cache(maxsize=1)
def _noto() -> dict[str, list[str]]:
    """The families by script (ISO 15924); several where distributions and the web have different names for them."""
    by_script: dict[str, list[str]] = json.loads(Path(__file__).with_name("noto.json").read_text("utf-8"))
    return by_script


def _quoted(value: str | list[str]) -> str:
    return json.dumps(value, ensure_ascii=False)
