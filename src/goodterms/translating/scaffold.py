"""The files of a new language beside its catalog: what can be set, with CLDR's values and the samples of the letters.

Everything in them is a comment, so they change nothing until somebody fills them in.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from goodterms.cldr import languages, locales

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goodterms.project import Project

_NOTO = "Noto Sans"
_IN_NOTO = ("Latn", "Cyrl", "Grek")
"""The scripts that the font has itself; it has siblings for others, named after them."""
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
        f"# fonts = [{_quoted(_font(locale.tag))}]",
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
    ]
    return "\n".join(lines) + "\n"


def _samples(project: Project) -> Iterator[str]:
    given: dict[str, str] = {}
    for letter in project.letters():
        for field in letter.fields.values():
            if field.type in _TEXTS and isinstance(field.sample, (str, list)):
                given.setdefault(field.name, json.dumps(field.sample, ensure_ascii=False))
    return (f"# {name} = {sample}" for name, sample in given.items())


def _font(tag: str) -> str:
    """A font for the script of a language; the fonts of the family have the English names of their scripts."""
    facts = languages.facts(tag)
    if facts is None or facts.script in _IN_NOTO:
        return _NOTO
    return f"{_NOTO} {languages.script_name(tag, facts.script)}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
