"""Which notations a message is written in: by its flags, or without flags by what it plainly is."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from goodterms.check.notations.braces import CSHARP, LOOSE_BRACES, PERL_BRACES, PLAIN_BRACES, PYTHON_BRACES
from goodterms.check.notations.go import GO
from goodterms.check.notations.icu import ICU, JAVA, is_plainly_icu
from goodterms.check.notations.mustache import MUSTACHE
from goodterms.check.notations.printf import PERCENT, PLAIN_RUBY, looks_like_prose, plain_percent
from goodterms.check.notations.roles import ROLES, has_roles
from goodterms.check.notations.signs import PLAIN_DOLLAR, PLAIN_NUMBERS, SIGNS
from goodterms.check.notations.tildes import TILDES
from goodterms.expressions import expression

if TYPE_CHECKING:
    from goodterms.check.notations.reading import Notation

_BY_FLAG: dict[str, Notation] = {
    **PERCENT,
    **SIGNS,
    **TILDES,
    GO.name: GO,
    PYTHON_BRACES.name: PYTHON_BRACES,
    CSHARP.name: CSHARP,
    PERL_BRACES.name: PERL_BRACES,
    ICU.name: ICU,
    JAVA.name: JAVA,
    "i18next-interpolation": MUSTACHE,
    "angularjs-interpolation-format": MUSTACHE,
    "automattic-components-format": MUSTACHE,
    "vue-format": LOOSE_BRACES,
    "rust-format": PYTHON_BRACES,
    "rst-text": ROLES,
}
_FORMAT_FLAG = expression(
    r"(?P<kind>no-|possible-|impossible-)?(?P<name>[\w-]+-(?:format|interpolation|placeholders)|rst-text)"
)
# A name in capitals is often one that readers fill in.
_NAME_IN_BRACES = expression(
    r"(?<![{$%])(?<!\\\w)\{\s*(?![A-Z_]+\})[A-Za-z_][\w.]*\s*(?:![rsa])?(?::[^{}\s][^{}]*)?\}(?!\})"
)
_NUMBER_IN_BRACES = expression(r"(?<![\w\\)\]}.{$%])\{(\d)\}(?!\})")
_MUSTACHE = expression(
    r"\{\{[-~&]?\s*[A-Za-z_][\w.]*\s*(?:[|,][^{}]*)?[-~]?\}\}|\{%[-+]?\s*[a-z]\w*\b[^{}]*%\}|\$t\([\w.:]+"
)
_PYTHON_NAME = expression(r"%\([A-Za-z_][\w. ]*\)[#0 +-]*[\d.]*[sdifrx]")


def notations_of(flags: frozenset[str], source: str) -> tuple[Notation, ...]:
    """The notations of a message with these flags; ``source`` is its msgid and msgid_plural."""
    return (
        _notations_of(flags, source)
        if flags or "{" in source or "%" in source or "`" in source or "$" in source
        else ()
    )


def unchecked_flags(flags: frozenset[str]) -> frozenset[str]:
    """The flags of a message that name a format whose placeholders are not checked."""
    named = (_FORMAT_FLAG.fullmatch(flag) for flag in flags)
    return frozenset(each[0] for each in named if each and not each["kind"] and each["name"] not in _BY_FLAG)


@lru_cache(maxsize=512)
def _notations_of(flags: frozenset[str], source: str) -> tuple[Notation, ...]:
    named = [each for each in map(_FORMAT_FLAG.fullmatch, flags) if each]
    if chosen := [each["name"] for each in named if not each["kind"]]:
        return tuple(_BY_FLAG[name] for name in sorted(chosen) if name in _BY_FLAG)
    refused = {each["name"] for each in named if each["kind"] in {"no-", "impossible-"}}
    return tuple(_plain(source, refused))


def _plain(source: str, refused: set[str]) -> list[Notation]:
    """What is plainly a placeholder in a message of which no flag says what formats it."""
    found = [ROLES] if has_roles(source) else []
    has_percent = "%" in source and not any("brace" not in flag for flag in refused)
    if has_percent and _PYTHON_NAME.search(source):
        found.append(PERCENT["python-format"])
    elif has_percent and not looks_like_prose(source):
        found += [notation for notation in (PLAIN_RUBY, PLAIN_NUMBERS) if notation.read(source).placeholders]
        if formatted := plain_percent(source):
            # What is in braces beside it is literal.
            return [*found, formatted]
    if not any("brace" in flag or "icu" in flag or "java" in flag for flag in refused):
        found += _plain_braces(source)
    return found


def _plain_braces(source: str) -> list[Notation]:
    if "{" not in source and "$t(" not in source:
        return []
    if _MUSTACHE.search(source):
        return [MUSTACHE]
    if is_plainly_icu(source):
        return [ICU]
    if "${" in source:
        return [PLAIN_DOLLAR]
    numbers = sorted({int(number) for number in _NUMBER_IN_BRACES.findall(source)})
    if _NAME_IN_BRACES.search(source) or (numbers and numbers == list(range(len(numbers)))):
        return [PLAIN_BRACES if not PLAIN_BRACES.read(source).defects else LOOSE_BRACES]
    return []
