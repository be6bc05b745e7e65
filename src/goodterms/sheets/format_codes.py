"""Format codes of cells, read into sections (ECMA-376, 18.8.30 and 18.8.31): ``0.00;[Red]-0.00;"none";@``."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from goodterms.sheets.currencies_of_formats import CODES, Named, currency_of, is_sign, split_words

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(
    r"""
      "(?P<quoted>[^"]*)"?
    | \\(?P<escaped>.)
    | _(?P<pad>.)
    | \*(?P<fill>.)
    | \[(?P<block>[^\]]*)\]
    | (?P<general>General|Standard)
    | (?P<code>(?<![A-Za-z])[A-Z]{3}(?![A-Za-z]))
    | (?P<noon>AM/PM|A/P)
    | (?P<exponent>E[+-])
    | (?P<digit>[0#?])
    | (?P<comma>,)
    | (?P<point>\.)
    | (?P<percent>%)
    | (?P<at>@)
    | (?P<moment>y+|m+|d+|h+|s+|[gG]+|e+|b+)
    | (?P<slash>/)
    | (?P<end>;)
    | (?P<other>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_COLOUR = re.compile(r"(?:black|blue|cyan|green|magenta|red|white|yellow|colou?r ?\d+)", re.IGNORECASE)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_DIGITS_OF_SCRIPTS = re.compile(r"(?:DB|Nat)Num\d+", re.IGNORECASE)


class Kind(Enum):
    """What a section shows. WORDS are literal text only, or nothing at all; UNKNOWN is what is not understood."""

    GENERAL = "general"
    DIGITS = "digits"
    FRACTION = "fraction"
    MOMENT = "moment"
    ELAPSED = "elapsed"
    WORDS = "words"
    TEXT = "text"
    UNKNOWN = "unknown"


class Part(NamedTuple):
    """A part of a section: ``kind`` is the name of a group of the tokens; ``literal`` is text that is shown."""

    kind: str
    text: str


class Section(NamedTuple):
    """A section of a format code: its parts, and what they say together.

    ``moment`` has a letter for each part of a moment that is shown: ``y m d h n s``, where ``n`` is minutes.
    """

    kind: Kind
    parts: tuple[Part, ...] = ()
    money: Named = Named()
    condition: tuple[str, float] | None = None
    moment: frozenset[str] = frozenset()


def parse(code: str) -> list[Section]:
    """The sections of a format code; an empty code is General."""
    return [_section(parts) for parts in _split(code)] if code else [Section(Kind.GENERAL)]


def _split(code: str) -> Iterator[list[Part]]:
    parts: list[Part] = []
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup or "other"
        if kind == "end":
            yield parts
            parts = []
        elif kind == "code" and match[kind] not in CODES:
            parts += _letters(match[kind])
        else:
            parts.append(_part(kind, match[kind]))
    yield parts


def _letters(text: str) -> list[Part]:
    """Three letters that are not the code of a currency, such as ``mmm``."""
    pattern = re.compile(r"(?P<moment>y+|m+|d+|h+|s+|g+|e+|b+)|(?P<other>.)", re.IGNORECASE)
    return [_part(match.lastgroup or "other", match[0]) for match in pattern.finditer(text)]


def _part(kind: str, text: str) -> Part:
    if kind in {"quoted", "escaped", "code"}:
        return Part("literal", text)
    if kind == "pad" or (kind == "fill" and text == " "):
        return Part("literal", " ")
    if kind == "other":
        return Part("unknown" if text.isalpha() and text.isascii() else "literal", text)
    return Part(kind, text)


def _section(given: list[Part]) -> Section:
    parts: list[Part] = []
    money = Named()
    condition = None
    for part in given:
        if part.kind != "block":
            parts.append(part)
        elif match := _CONDITION.fullmatch(part.text.strip()):
            condition = (match[1], float(match[2]))
        elif part.text.startswith("$"):
            sign, _, locale = part.text[1:].partition("-")
            money = currency_of(sign, locale) if sign else money
            parts += [Part("sign", sign)] if sign else []
        elif not _COLOUR.fullmatch(part.text):
            parts.append(_block(part.text))
    if money == Named():
        money = _money_in_words(parts)
    kind = _kind(parts)
    moment = _moments(parts) if kind in {Kind.MOMENT, Kind.ELAPSED} else frozenset()
    return Section(kind, _joined(parts), money, condition, moment)


def _block(text: str) -> Part:
    if _ELAPSED.fullmatch(text):
        return Part("elapsed", text)
    return Part("script" if _DIGITS_OF_SCRIPTS.fullmatch(text) else "unknown", text)


def _money_in_words(parts: list[Part]) -> Named:
    """The currency that is named by literal text, in front of the digits or behind them."""
    text = "".join(part.text if part.kind == "literal" else "\n" for part in parts)
    signs = {word for word in split_words(text) if is_sign(word)}
    return currency_of(signs.pop()) if len(signs) == 1 else Named()


def _kind(parts: list[Part]) -> Kind:
    kinds = {part.kind for part in parts}
    if kinds & {"unknown", "exponent"}:
        return Kind.UNKNOWN
    if "elapsed" in kinds:
        return Kind.ELAPSED if not kinds & {"at", "general"} else Kind.UNKNOWN
    if kinds & {"moment", "noon"}:
        return Kind.MOMENT if _has_only_fractions(parts) and not kinds & {"at", "general", "percent"} else Kind.UNKNOWN
    if "at" in kinds:
        return Kind.TEXT if not kinds & {"digit", "general"} else Kind.UNKNOWN
    if "general" in kinds:
        return Kind.GENERAL if not kinds & {"digit", "percent", "script"} else Kind.UNKNOWN
    if "digit" in kinds:
        is_known = "script" not in kinds
        return (Kind.FRACTION if "slash" in kinds else Kind.DIGITS) if is_known else Kind.UNKNOWN
    return Kind.WORDS if "percent" not in kinds else Kind.UNKNOWN


def _has_only_fractions(parts: list[Part]) -> bool:
    """Whether the digits in a format of a moment are fractions of its seconds, ``ss.000``."""
    shown = "".join("s" if p.text.lower().startswith("s") else p.text for p in parts if p.kind != "literal")
    return not re.search(r"[0#?]", re.sub(r"s[.,]0+", "s", shown))


def _moments(parts: list[Part]) -> frozenset[str]:
    """The parts of a moment; ``m`` behind hours or in front of seconds is minutes."""
    shown = [part.text.lower() for part in parts if part.kind in {"moment", "elapsed"}]
    found = set()
    for index, text in enumerate(shown):
        behind = shown[index - 1][0] if index else ""
        before = shown[index + 1][0] if index + 1 < len(shown) else ""
        is_minute = text in {"m", "mm"} and (behind == "h" or before == "s")
        found.add("n" if is_minute else {"e": "y", "b": "y", "g": "y"}.get(text[0], text[0]))
    if any(part.kind == "elapsed" and part.text.lower().startswith("m") for part in parts):
        found = (found - {"m"}) | {"n"}
    return frozenset(found)


def _joined(parts: list[Part]) -> tuple[Part, ...]:
    """The parts without what shows nothing; slashes and points outside numbers are literal text."""
    return tuple(part for part in parts if part.kind not in {"fill", "script"})
