"""Rules about invisible characters: joiners, controls, directional marks."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from goodterms.check.registry import rule
from goodterms.check.script import INDIC, MASK, SCRIPT_NAMES, VIRAMAS, family, is_edge, prose_of, text_and_offset
from goodterms.check.subjects import Edit, Hit
from goodterms.text import bidi
from goodterms.text.references import references_in, resolve
from goodterms.text.unseen import HIDDEN, hidden_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goodterms.check.subjects import Text
    from goodterms.model import Writing

_ZWSP_SCRIPTS = {"Thai", "Laoo", "Khmr", "Mymr", "Tibt"}
_ZWNJ, _ZWJ = "\u200c", "\u200d"
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]+|[\u200c\u200d]")
_EYELASH_RA = "\u0930\u094d\u200d"
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd\u2028\u2029]")
_CONTROLS_OF_REFERENCES = re.compile("[\x00-\x1f\x7f-\x9f\ufffd\u2028\u2029]")
_OVERRIDES = re.compile("[\u202a-\u202e]")
_ISOLATES = re.compile("[\u2066-\u2069]")
_MARKS = re.compile("[\u200e\u200f\u061c\u2066-\u2068]")


@rule("warning", "text", when="\u00ad\u200b-\u200d\u2060\ufeff" + HIDDEN)
def invisible_character(text: Text) -> Iterator[Hit]:
    """An invisible character is where it does not belong: it breaks searching, sorting and line breaking.

    Bad: račun<U+200B>, ఆర్డర్<U+200C> before a space, račun<U+E0041>
    Good: ఆర్డర్<U+200C>లు, गर्<U+200D>यौं
    """
    if text.text.isascii():
        return
    for match in hidden_in(text.text):
        yield Hit(f"{bidi.describe(match[0])} is never seen; delete it", *text_and_offset(match))
    if not _INVISIBLE.search(text.text):
        return
    writing, prose = text.catalog.writing, prose_of(text.text)
    for match in _INVISIBLE.finditer(text.text):
        deletion = Edit(*match.span(), "")
        if match[0] in {_ZWNJ, _ZWJ}:
            if prose[match.start()] != MASK and (problem := _problem_of_joiner(prose, match.start(), writing)):
                message = f"{bidi.describe(match[0])} {problem.text}; delete it"
                if problem.may_be_spelling:
                    yield Hit(f"{message}, or set joiners = true in language.toml", *text_and_offset(match))
                else:
                    yield Hit(message, *text_and_offset(match), fix=(deletion,))
        elif match[0][0] != "\u200b" or writing.script not in _ZWSP_SCRIPTS:
            yield Hit(f"{bidi.describe(match[0][0])} is invisible; delete it", *text_and_offset(match), fix=(deletion,))


class _JoinerProblem(NamedTuple):
    """What is wrong with a joiner, and whether it may be part of a language's spelling that nothing is known of."""

    text: str
    may_be_spelling: bool = False


def _problem_of_joiner(text: str, at: int, writing: Writing) -> _JoinerProblem | None:
    """What is wrong with the ZWNJ or ZWJ at a place; None if it belongs there."""
    joiner, before, after = text[at], text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if before and before in _ZWNJ + _ZWJ:
        return _JoinerProblem("follows another joiner")
    if (after and after in _ZWNJ + _ZWJ) or _is_emoji(before) or not writing.script:
        return None
    if not writing.joiners:
        return _JoinerProblem("is not part of this language's spelling", may_be_spelling=True)
    if text[max(at - 2, 0) : at + 1] == _EYELASH_RA:
        return None
    if is_edge(before) or is_edge(after):
        is_right = joiner == _ZWJ and _shapes_the_end(text, at)
        return None if is_right else _JoinerProblem("is at the edge of a word")
    own = family(before)
    if own in INDIC and family(after) in INDIC and not (before in VIRAMAS or after in VIRAMAS):
        return _JoinerProblem("has no effect without a virama before it")
    if own in SCRIPT_NAMES.values() and own not in INDIC | {"ARABIC"} and own == family(after):
        return _JoinerProblem(f"has no effect between {own.title()} letters")
    return None


def _is_emoji(character: str) -> bool:
    return character == "\ufe0f" or (character not in {"", MASK} and unicodedata.category(character)[0] == "S")


def _shapes_the_end(text: str, at: int) -> bool:
    """Whether a ZWJ gives a letter its joined shape: one Arabic letter as an abbreviation, an old Malayalam chillu."""
    before = text[at - 1 : at] if at else ""
    if family(before or " ") == "ARABIC":
        return at < 2 or not text[at - 2].isalpha()
    return bool(before) and before in VIRAMAS and family(before) == "MALAYALAM"


@rule("error", "text", when="&\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd\u2028\u2029")
def control_character(text: Text) -> Iterator[Hit]:
    """A translation contains a control character, a line separator or the replacement character (U+FFFD).

    So does one with a character reference to it, unless the source has the same reference. A reference to a line break
    or a tab is a warning, because only some programs print it.
    Bad: plačilo<U+0007>, stranka<U+0092>s, plačilo&#7;
    Good: text with newlines and tabs
    """
    for match in _CONTROLS.finditer(text.text):
        yield Hit(_message_for_control(match[0]), *text_and_offset(match))
    for start, written, characters in references_in(text.text):
        control = _CONTROLS_OF_REFERENCES.search(characters)
        if control and not any(written in source for source in text.sources):
            level = "warning" if control[0] in "\t\n\r" else ""
            yield Hit(f"{written}: {_message_for_control(control[0])}", written, start, level=level)


def _message_for_control(character: str) -> str:
    name = bidi.describe(character)
    if character == "\ufffd":
        return f"{name} replaces a character that was lost; type it again"
    if character in "\t\n":
        return f"{name}; write it as it is"
    if character in "\r\x85\u2028\u2029":
        return f"{name} breaks lines only in some programs; write \\n or a space"
    in_windows_1252 = bytes([ord(character)]).decode("cp1252", "ignore")
    if character >= "\x80" and in_windows_1252:
        return f"{name} is a control character; did you mean {bidi.describe(in_windows_1252)}?"
    return f"{name} is a control character; delete it"


@rule("error", "text", when="&\u202a-\u202e")
def bidi_override(text: Text) -> Iterator[Hit]:
    """A translation contains an embedding or override (U+202A–202E), which changes the order of the text around it.

    A closed embedding changes only the order of the text inside it, and is a warning; use an isolate instead.
    Bad: <U+202E>abc<U+202C>, &#8238;abc
    Good: abc, or <U+2067>abc<U+2069>
    """
    shown, places = resolve(text.text)
    opened: list[int] = []
    closed: dict[int, int] = {}
    for match in _OVERRIDES.finditer(shown):
        if match[0] != "\u202c":
            opened.append(match.start())
        elif opened:
            closed[opened.pop()] = match.start()
    for match in _OVERRIDES.finditer(shown):
        # The hit at the opening one covers the one that closes it.
        if match.start() not in closed.values():
            is_closed = match.start() in closed
            closing = " and the U+202C that closes it" if is_closed else ""
            level = "warning" if is_closed and match[0] in "\u202a\u202b" else ""
            message = f"{bidi.describe(match[0])} changes the order of the text; delete it{closing}"
            yield Hit(message, match[0], places[match.start()], level=level)


@rule("error", "text", when="&\u2066-\u2069")
def unpaired_isolate(text: Text) -> Iterator[Hit]:
    """A translation contains an isolate that is never closed, or a U+2069 that closes none.

    Bad: <U+2068>{name}
    Good: {name}, or <U+2068>{name}<U+2069>
    """
    shown, places = resolve(text.text)
    if shown.isascii() or not _ISOLATES.search(shown):
        return
    at = _unpaired(shown)
    if at is not None:
        name = bidi.describe(shown[at])
        if shown[at] == bidi.PDI:
            yield Hit(f"{name} closes no isolate; delete it", shown[at], places[at])
        else:
            yield Hit(f"{name} is never closed; delete it, or close it with U+2069", shown[at], places[at])


def _unpaired(text: str) -> int | None:
    """The place of the first isolate control without its pair; None if all are paired."""
    opened: list[int] = []
    for match in _ISOLATES.finditer(text):
        if match[0] != bidi.PDI:
            opened.append(match.start())
        elif not opened:
            return match.start()
        else:
            opened.pop()
    return opened[0] if opened else None


@rule("note", "text", when="\u200e\u200f\u061c\u2066-\u2068")
def hand_made_direction_mark(text: Text) -> Iterator[Hit]:
    """A translation contains a direction mark or an isolate, which nobody sees and editors lose.

    Letters isolate values automatically. In the catalogs of other programs, a mark may be needed.
    Bad: <U+200F>{name}, <U+2068>{name}<U+2069>
    Good: {name}
    """
    if text.text.isascii() or not _MARKS.search(text.text):
        return
    is_paired = _unpaired(text.text) is None
    for match in _MARKS.finditer(text.text):
        opens = match[0] in bidi.OPENERS.values()
        if is_paired or not opens:
            closing = " and its U+2069" if opens else ""
            hint = "delete it" if text.catalog.is_of_letters else "if the program isolates values, delete it"
            why = "is not needed: letters isolate values" if text.catalog.is_of_letters else "was typed by hand"
            yield Hit(f"{bidi.describe(match[0])} {why}; {hint}{closing}", *text_and_offset(match))
