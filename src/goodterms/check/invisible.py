"""Rules on characters that cannot be seen: joiners, controls, marks of direction."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from goodterms.check.registry import rule
from goodterms.check.script import INDIC, MASK, SCRIPT_NAMES, VIRAMAS, family, is_edge, placed, prose_of
from goodterms.check.subjects import Edit, Hit
from goodterms.text import bidi

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goodterms.check.subjects import Text
    from goodterms.model import Writing

_ZWSP_SCRIPTS = {"Thai", "Laoo", "Khmr", "Mymr", "Tibt"}
_ZWNJ, _ZWJ = "\u200c", "\u200d"
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]+|[\u200c\u200d]")
_EYELASH_RA = "\u0930\u094d\u200d"
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd\u2028\u2029]")
_OVERRIDES = re.compile("[\u202a-\u202e]")
_ISOLATES = re.compile("[\u2066-\u2069]")
_MARKS = re.compile("[\u200e\u200f\u061c\u2066-\u2068]")


@rule("warning", "text", when="\u00ad\u200b-\u200d\u2060\ufeff")
def invisible_character(text: Text) -> Iterator[Hit]:
    """A character that cannot be seen and does not belong where it is: it breaks searching, sorting and lines.

    Bad: račun<U+200B>, ఆర్డర్<U+200C> before a space
    Good: ఆర్డర్<U+200C>లు, गर्<U+200D>यौं
    """
    if text.text.isascii() or not _INVISIBLE.search(text.text):
        return
    writing, prose = text.catalog.writing, prose_of(text.text)
    for found in _INVISIBLE.finditer(text.text):
        if found[0] in {_ZWNJ, _ZWJ}:
            if prose[found.start()] != MASK and (fault := _fault_of_joiner(prose, found.start(), writing)):
                fix = (Edit(*found.span(), ""),) if fault.endswith("delete it") else ()
                yield Hit(f"{bidi.describe(found[0])} {fault}", *placed(found), fix=fix)
        elif found[0][0] != "\u200b" or writing.script not in _ZWSP_SCRIPTS:
            says = f"{bidi.describe(found[0][0])} cannot be seen; delete it"
            yield Hit(says, *placed(found), fix=(Edit(*found.span(), ""),))


def _fault_of_joiner(text: str, at: int, writing: Writing) -> str:
    """What is wrong with the ZWNJ or ZWJ at a place; an empty string when it may stand there."""
    joiner, before, after = text[at], text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if before and before in _ZWNJ + _ZWJ:
        return "follows another joiner; delete it"
    if (after and after in _ZWNJ + _ZWJ) or _is_emoji(before) or not writing.script:
        return ""
    if not writing.joiners:
        return "is no part of this language's spelling; delete it, or set joiners = true in language.toml"
    if text[max(at - 2, 0) : at + 1] == _EYELASH_RA:
        return ""
    if is_edge(before) or is_edge(after):
        return "" if joiner == _ZWJ and _shapes_the_end(text, at) else "stands at the edge of a word; delete it"
    own = family(before)
    if own in INDIC and family(after) in INDIC and not (before in VIRAMAS or after in VIRAMAS):
        return "does nothing here, as no virama stands before it; delete it"
    if own in SCRIPT_NAMES.values() and own not in INDIC | {"ARABIC"} and own == family(after):
        return f"stands between {own.title()} letters, which it does not join or part; delete it"
    return ""


def _is_emoji(character: str) -> bool:
    return character == "\ufe0f" or (character not in {"", MASK} and unicodedata.category(character)[0] == "S")


def _shapes_the_end(text: str, at: int) -> bool:
    """Whether a ZWJ gives a letter its joined shape: one Arabic letter as an abbreviation, an old Malayalam chillu."""
    before = text[at - 1 : at] if at else ""
    if family(before or " ") == "ARABIC":
        return at < 2 or not text[at - 2].isalpha()
    return bool(before) and before in VIRAMAS and family(before) == "MALAYALAM"


@rule("error", "text", when="\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd\u2028\u2029")
def control_character(text: Text) -> Iterator[Hit]:
    """A control character, a line separator, or the mark of a lost character (U+FFFD).

    Bad: plačilo<U+0007>, stranka<U+0092>s
    Good: text with newlines and tabs
    """
    for found in _CONTROLS.finditer(text.text):
        yield Hit(_fault_of_control(found[0]), *placed(found))


def _fault_of_control(character: str) -> str:
    shown = bidi.describe(character)
    if character == "\ufffd":
        return f"{shown} stands where a character was lost; type it again"
    if character in "\r\x85\u2028\u2029":
        return f"{shown} breaks lines in some programs only; write \\n or a space"
    meant = bytes([ord(character)]).decode("cp1252", "ignore")
    if character >= "\x80" and meant:
        return f"{shown} is a control character; write {bidi.describe(meant)} if that was meant"
    return f"{shown} is a control character; delete it"


@rule("error", "text", when="\u202a-\u202e")
def bidi_override(text: Text) -> Iterator[Hit]:
    """An embedding or override (U+202A–202E), which changes the order of all the text around it.

    An embedding that is closed changes no order but its own, and is a warning; an isolate does that better.
    Bad: <U+202E>abc<U+202C>
    Good: {name}, as the program sets values apart itself
    """
    opened: list[int] = []
    closed: dict[int, int] = {}
    for found in _OVERRIDES.finditer(text.text):
        if found[0] != "\u202c":
            opened.append(found.start())
        elif opened:
            closed[opened.pop()] = found.start()
    for found in _OVERRIDES.finditer(text.text):
        # One that closes is told with the one that it closes.
        if found.start() not in closed.values():
            is_closed = found.start() in closed
            also = " and the U+202C that closes it" if is_closed else ""
            level = "warning" if is_closed and found[0] in "\u202a\u202b" else ""
            says = f"{bidi.describe(found[0])} changes the order of the text; delete it{also}"
            yield Hit(says, *placed(found), level=level)


@rule("error", "text", when="\u2066-\u2069")
def unpaired_isolate(text: Text) -> Iterator[Hit]:
    """An isolate that is never closed, or the end of one that was never opened.

    Bad: <U+2068>{name}
    Good: <U+2068>{name}<U+2069>
    """
    if text.text.isascii() or not _ISOLATES.search(text.text):
        return
    if fault := bidi.control_fault(_OVERRIDES.sub("", text.text)):
        at = _unpaired(text.text)
        yield Hit(f"the text {fault}; delete {bidi.describe(text.text[at])} or pair it", text.text[at], at)


def _unpaired(text: str) -> int:
    opened: list[int] = []
    for found in _ISOLATES.finditer(text):
        if found[0] != bidi.PDI:
            opened.append(found.start())
        elif not opened:
            return found.start()
        else:
            opened.pop()
    return opened[0]


@rule("note", "text", when="\u200e\u200f\u061c\u2066-\u2068")
def hand_made_direction_mark(text: Text) -> Iterator[Hit]:
    """A direction mark or an isolate in a text: the program isolates values itself.

    Bad: <U+200F>{name}, <U+2068>{name}<U+2069>
    Good: {name}
    """
    if text.text.isascii() or not _MARKS.search(text.text):
        return
    is_paired = not bidi.control_fault(_OVERRIDES.sub("", text.text))
    for found in _MARKS.finditer(text.text):
        opens = found[0] in bidi.OPENERS.values()
        if is_paired or not opens:
            what = "it and its U+2069" if opens else "it"
            message = f"{bidi.describe(found[0])} is not needed, as the program isolates values; delete {what}"
            yield Hit(message, *placed(found))
