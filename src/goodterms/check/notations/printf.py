"""Placeholders after a percent sign, as in C's printf and the languages that follow it: ``%s``, ``%(name)d``, ``%2$s``.

Sources: the Python library reference, "printf-style String Formatting"; C11, 7.21.6.1; the GNU gettext manual,
"Translators for other Languages"; the manuals of PHP's sprintf, Ruby's format, Lua's string.format.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from goodterms.check.notations.reading import NOTHING, Clash, Defect, Notation, Placeholder, Reading
from goodterms.expressions import expression
from goodterms.speech import said, sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_LITERAL = said("the percent sign begins no placeholder; write %% for a literal one")
_MIXED = {
    "name": said("placeholders with and without a name are mixed, so formatting the text fails"),
    "number": said("placeholders with and without a number are mixed, so formatting the text fails"),
}
_GAP = sentence("the text uses value {last}, but not value {gap}, so the program cannot find it")
_NAMED = r"\((?P<name>(?:[^()]|\([^()]*\))*)\)"
_WIDTH = r"(?P<width>\d+|\*(?:\d+\$)?)?(?:\.(?P<precision>\d+|\*(?:\d+\$)?)?)?"


class _Dialect(NamedTuple):
    """What a language writes after the percent sign.

    ``pattern`` is compiled when a message needs it. ``types`` are its conversions with the type of value that each
    takes; with ``sized``, a length modifier makes another type. ``dense`` is true if a text must use every value up to
    the last that it uses.
    """

    pattern: str
    types: Mapping[str, str]
    sized: bool = False
    dense: bool = False


def _pattern(before: str, flags: str, after: str, conversions: str) -> str:
    return rf"%(?:{before}(?P<flags>[{flags}]*){_WIDTH}(?:{after})(?P<conversion>{conversions}))?"


def _types(**types: str) -> dict[str, str]:
    return {conversion: name for name, conversions in types.items() for conversion in conversions}


_NUMBERED = r"(?:(?P<number>[1-9]\d*)\$)?"
_C_LENGTH = r"(?P<length>hh|h|ll|l|L|q|j|z|t)?"
_C_MACRO = r"<PRI[diouxX](?:(?:LEAST|FAST)?(?:8|16|32|64)|MAX|PTR)>"
_C_TYPES = _types(int="di", unsigned="ouxX", float="aAeEfFgG", char="c", text="s", pointer="p", count="n")
_C_TYPES |= {"C": "wide char", "S": "wide text"}
_SCRIPTED = _types(int="diu", bits="oxXbB", float="eEfFgGaA", char="c", text="s")

PYTHON = _Dialect(
    _pattern(f"(?:{_NAMED})?", "#0 +-", "[hlL]?", "[diouxXeEfFgGcrsa%]"),
    _types(int="diu", bits="oxX", float="eEfFgG", char="c", text="s", repr="ra"),
)
_C = _Dialect(
    _pattern(_NUMBERED, "#0 +'I-", _C_LENGTH, f"[diouxXeEfFgGaAcsCSpnm%]|{_C_MACRO}"), _C_TYPES, sized=True, dense=True
)
_OBJECTIVE_C = _Dialect(
    _pattern(_NUMBERED, "#0 +'I-", _C_LENGTH, f"[diouxXeEfFgGaAcsCSpnm%@]|{_C_MACRO}"),
    _C_TYPES | {"@": "object"},
    sized=True,
    dense=True,
)
_PHP = _Dialect(
    (
        r"%(?:(?:(?P<number>[1-9]\d*)\$)?(?P<flags>(?:[+ 0-]|'.)*)(?P<width>\d+)?(?:\.(?P<precision>\d+))?"
        r"(?P<conversion>[bcdeEfFgGosuxX%]))?"
    ),
    _SCRIPTED,
)
_PERL = _Dialect(
    _pattern(_NUMBERED, "#0 +-", r"v?(?P<length>hh|h|ll|l|L|q|V|j|z|t)?", "[diouxXeEfFgGaAcsbBpDUO%]"),
    _SCRIPTED | {"p": "pointer", "D": "int", "U": "int", "O": "bits"},
    sized=True,
    dense=True,
)
_RUBY = _Dialect(
    (
        rf"%(?:(?P<whole>\{{(?P<braces>\w+)\}})|(?P<flags>[#0 +-]*)(?:<(?P<name>\w+)>)?{_NUMBERED}"
        rf"(?P<more>[#0 +-]*){_WIDTH}"
        r"(?:<(?P<late>\w+)>)?(?P<conversion>[diuoxXbBeEfgGaAcsp%]))?"
    ),
    _SCRIPTED | {"p": "repr"},
    dense=True,
)
_LUA = _Dialect(_pattern("", "#0 +-", "", "[diuoxXeEfFgGaAcsq%]"), _SCRIPTED | {"q": "repr"})
_AWK = _Dialect(_pattern(_NUMBERED, "#0 +'-", "", "[diuoxXeEfFgGaAcs%]"), _SCRIPTED, dense=True)
_JAVASCRIPT = _Dialect(_pattern(_NUMBERED, "0+-", "", "[diuoxXbfFeEgGcsjO%]"), _SCRIPTED | {"j": "repr", "O": "repr"})

_TCL = _Dialect(_pattern(_NUMBERED, "#0 +-", "(?:ll|[hl])?", "[diuoxXeEfgGcs%]"), _SCRIPTED, dense=True)
_JAVA_TYPES = _types(int="doxX", float="eEfgGaA", char="cC", text="bBhHsS")
_JAVA = _Dialect(
    _pattern(
        r"(?:(?P<number>[1-9]\d*)\$)?", "#+ 0,(<-", "", "[bBhHsScCdoxXeEfgGaA%n]|[tT][HIklMSLNpzZsQBbhAaCYyjmdeRTrDFc]"
    ),
    _JAVA_TYPES | {"t": "day", "T": "day"},
    dense=True,
)
_EMACS = _Dialect(_pattern(_NUMBERED, "#0 +-", "", "[doxXeEfgGcsS%]"), _SCRIPTED | {"S": "repr"}, dense=True)

# Where nothing says what formats a message: the shapes that nobody writes for anything else make it a format, and then
# every placeholder counts.
_PLAINLY = expression(r"(?<![\w%])(?<!\d )%(?:[1-9]\$)?[sd@](?![\w%])")
_PLAIN = expression(r"%%|%(?:(?P<number>[1-9])\$)?[0+'-]*(?: (?=[sd]\b))?\d*(?:\.\d+)?(?P<conversion>[sdi@])")
_PLAIN_TYPES = {"s": "text", "d": "int", "i": "int", "@": "object"}
_PLAIN_RUBY = expression(r"%\{(\w+)\}")
_PROSE = expression(r"\d\s?%(?: [a-zA-Z])(?=[a-z])")


def _read(dialect: _Dialect, text: str) -> Reading:
    if "%" not in text:
        return NOTHING
    found: list[Placeholder] = []
    defects: list[Defect] = []
    styles: dict[str, int] = {}
    counted = 0
    for match in re.compile(dialect.pattern).finditer(text):
        parts = match.groupdict()
        conversion = parts["conversion"] or ("s" if parts.get("whole") else "")
        if not conversion:
            defects.append(Defect(_LITERAL, "%", match.start()))
        if conversion in {"", "%", "m"} or (conversion == "n" and dialect is _JAVA):
            continue
        if dialect is _JAVA and conversion[0] in "tT":
            conversion = conversion[0]
        name = parts.get("name") or parts.get("braces") or parts.get("late")
        if parts.get("name") == "":
            name = ""
        for star in (parts.get("width"), parts.get("precision")):
            if star and star[0] == "*":
                counted += star == "*"
                found.append(Placeholder(star[1:-1] or str(counted), match[0], match.start(), "int", layout=True))
        style = "name" if name is not None else "number" if parts.get("number") else "order"
        styles.setdefault(style, match.start())
        counted += style == "order"
        key = name if name is not None else parts.get("number") or str(counted)
        found.append(_placeholder(dialect, match, key, conversion))
    order = "order" in styles or any(each.layout and each.key.isdigit() for each in found)
    if len(styles) > 1 and not (dialect.pattern is _PHP.pattern and "name" not in styles):
        kind = "name" if "name" in styles else "number"
        defects.append(Defect(_MIXED[kind], "%", sorted(styles.values())[1]))
    elif dialect.dense and "number" in styles:
        defects += _gap({int(each.key) for each in found if each.key.isdigit()}, styles["number"])
    return Reading(tuple(found), tuple(defects), order and "name" not in styles)


def _placeholder(dialect: _Dialect, match: re.Match[str], key: str, conversion: str) -> Placeholder:
    parts = match.groupdict()
    if conversion[0] == "<":
        type_, length = dialect.types[conversion[4]], conversion[5:-1]
    else:
        type_, length = dialect.types[conversion], (parts.get("length") or "") if dialect.sized else ""
    shown = f"%({key}){conversion}" if dialect is PYTHON and parts["name"] is not None else match[0]
    # A precision without digits is 0.
    has_precision = "." in match[0].replace(f"({key})", "")
    hidden = type_ in {"text", "repr"} and has_precision and (parts.get("precision") or "0").strip("0") == ""
    if " " in (parts.get("flags") or "") and match.string[match.end() : match.end() + 1].isalpha():
        type_ = "first letter of a word"  # the conversion was left out: "%(name) today" ends in a word of %(name) t
    return Placeholder(key, shown, match.start(), f"{length} {type_}".strip(), match[0], hidden)


def _gap(numbers: set[int], start: int) -> list[Defect]:
    gap = next(number for number in range(1, len(numbers) + 2) if number not in numbers)
    return [] if gap > max(numbers) else [Defect(said(_GAP, last=max(numbers), gap=gap), "%", start)]


def _read_plain(text: str) -> Reading:
    """The placeholders that are plainly such in a text of which nothing says what formats it."""
    if "%" not in text:
        return NOTHING
    found = []
    counted = 0
    for match in _PLAIN.finditer(text):
        if match["conversion"] is None:
            continue
        counted += match["number"] is None
        key = match["number"] or str(counted)
        found.append(Placeholder(key, match[0], match.start(), _PLAIN_TYPES[match["conversion"]], match[0]))
    return Reading(tuple(found), (), counted > 0)


def _read_plain_ruby(text: str) -> Reading:
    found = (Placeholder(match[1], match[0], match.start()) for match in _PLAIN_RUBY.finditer(text))
    return Reading(tuple(found)) if "%{" in text else NOTHING


def _clash_of_types(sources: Sequence[Placeholder], own: Placeholder) -> Clash:
    """A type of another size or kind reads other bytes than the program gives."""
    return "" if any(source.type == own.type for source in sources) else "error"


def _clash_of_values(sources: Sequence[Placeholder], own: Placeholder) -> Clash:
    """In a language whose values know their type: a text is formatted from any value, a number only from a number."""
    return min((_clash_of_value(source, own) for source in sources), key=("", "warning", "error").index)


def _clash_of_value(source: Placeholder, own: Placeholder) -> Clash:
    if source.type == own.type or own.hidden:
        return ""
    if own.type in {"text", "repr"}:
        return "warning"
    if source.type in {"int", "bits"} and own.type in {"int", "bits", "float"}:
        return "warning"
    return "error"


def plain_percent(text: str) -> Notation | None:
    """The notation of a text that plainly has placeholders like ``%s``; that of C if others are next to them."""
    if not _PLAINLY.search(text) or looks_like_prose(text):
        return None
    as_c = PERCENT["objc-format" if "%@" in text else "c-format"]
    reading = as_c.read(text)
    if reading.defects:
        return None
    is_simple = all(each.type in _PLAIN_TYPES.values() and not each.layout for each in reading.placeholders)
    return PLAIN_PERCENT if is_simple else as_c


def looks_like_prose(text: str) -> bool:
    """Whether what looks like a placeholder is a percentage before a word: ``10% discount``."""
    return "%" in text and _PROSE.search(text) is not None


def _notation(
    name: str,
    dialect: _Dialect,
    clash: Callable[[Sequence[Placeholder], Placeholder], Clash],
    *,
    needs_all: bool = False,
) -> Notation:
    return Notation(name, lru_cache(maxsize=512)(partial(_read, dialect)), clash, needs_all)


PERCENT = {
    notation.name: notation
    for notation in (
        _notation("python-format", PYTHON, _clash_of_values, needs_all=True),
        _notation("c-format", _C, _clash_of_types),
        _notation("objc-format", _OBJECTIVE_C, _clash_of_types),
        _notation("php-format", _PHP, _clash_of_values),
        _notation("perl-format", _PERL, _clash_of_values),
        _notation("ruby-format", _RUBY, _clash_of_values),
        _notation("lua-format", _LUA, _clash_of_values),
        _notation("awk-format", _AWK, _clash_of_values),
        _notation("javascript-format", _JAVASCRIPT, _clash_of_values),
        _notation("tcl-format", _TCL, _clash_of_values),
        _notation("java-printf-format", _JAVA, _clash_of_values),
        _notation("elisp-format", _EMACS, _clash_of_values),
    )
}
"""The notations with a percent sign by the flags of gettext."""
PLAIN_PERCENT = Notation("percent", lru_cache(maxsize=512)(_read_plain), _clash_of_values)
PLAIN_RUBY = Notation("ruby", lru_cache(maxsize=512)(_read_plain_ruby))
