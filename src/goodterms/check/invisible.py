"""Rules about invisible characters: joiners, controls, directional marks."""

from __future__ import annotations

import unicodedata
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from goodterms.check.registry import rule
from goodterms.check.script import INDIC, MASK, SCRIPT_NAMES, VIRAMAS, family, is_edge, prose_of, text_and_offset
from goodterms.check.subjects import Edit, Hit
from goodterms.expressions import expression
from goodterms.speech import Said, said, sentence
from goodterms.text import bidi
from goodterms.text.references import references_in, resolve
from goodterms.text.unseen import HIDDEN, hidden_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from goodterms.check.subjects import Text
    from goodterms.model import Writing

_ZWSP_SCRIPTS = {"Thai", "Laoo", "Khmr", "Mymr", "Tibt"}
_ZWNJ, _ZWJ = "\u200c", "\u200d"
_INVISIBLE = expression("[\u00ad\u200b\u2060\ufeff]+|[\u200c\u200d]")
_EYELASH_RA = "\u0930\u094d\u200d"
_CONTROLS = expression("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd\u2028\u2029]")
_CONTROLS_OF_REFERENCES = expression("[\x00-\x1f\x7f-\x9f\ufffd\u2028\u2029]")
_OVERRIDES = expression("[\u202a-\u202e]")
_ISOLATES = expression("[\u2066-\u2069]")
_MARKS = expression("[\u200e\u200f\u061c\u2066-\u2068]")


@rule("warning", "text", when="\u00ad\u200b-\u200d\u2060\ufeff" + HIDDEN)
def invisible_character(text: Text) -> Iterator[Hit]:
    """An invisible character is where it does not belong: it breaks searching, sorting and line breaking.

    Bad: `račun<U+200B>`, `ఆర్డర్<U+200C>` before a space, `račun<U+E0041>`
    Good: `ఆర్డర్<U+200C>లు, गर्<U+200D>यौं`
    """
    if text.text.isascii():
        return
    for match in hidden_in(text.text):
        unseen = said("{character} is never seen; delete it", character=bidi.describe(match[0]))
        yield Hit(unseen, *text_and_offset(match))
    if not _INVISIBLE.search(text.text):
        return
    writing, prose = text.catalog.writing, prose_of(text.text)
    for match in _INVISIBLE.finditer(text.text):
        deletion = Edit(*match.span(), "")
        if match[0] in {_ZWNJ, _ZWJ}:
            if prose[match.start()] != MASK and (problem := _problem_of_joiner(prose, match.start(), writing)):
                facts = {"character": bidi.describe(match[0]), **problem.facts}
                fix = () if problem.may_be_spelling else (deletion,)
                yield Hit(said(problem.text, **facts), *text_and_offset(match), fix=fix)
        elif match[0][0] != "\u200b" or writing.script not in _ZWSP_SCRIPTS:
            message = said("{character} is invisible; delete it", character=bidi.describe(match[0][0]))
            yield Hit(message, *text_and_offset(match), fix=(deletion,))


class _JoinerProblem(NamedTuple):
    """What is wrong with a joiner, and whether it may be part of a language's spelling that nothing is known of."""

    text: str
    may_be_spelling: bool = False
    facts: Mapping[str, object] = MappingProxyType({})


def _problem_of_joiner(text: str, at: int, writing: Writing) -> _JoinerProblem | None:
    """What is wrong with the ZWNJ or ZWJ at a place; None if it belongs there."""
    joiner, before, after = text[at], text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if before and before in _ZWNJ + _ZWJ:
        return _JoinerProblem(sentence("{character} follows another joiner; delete it"))
    if (after and after in _ZWNJ + _ZWJ) or _is_emoji(before) or not writing.script:
        return None
    if not writing.joiners:
        return _JoinerProblem(
            sentence(
                "{character} is not part of this language's spelling; delete it, or set joiners = true in language.toml"
            ),
            may_be_spelling=True,
        )
    if text[max(at - 2, 0) : at + 1] == _EYELASH_RA:
        return None
    if is_edge(before) or is_edge(after):
        is_right = joiner == _ZWJ and _shapes_the_end(text, at)
        problem = sentence("{character} is at the edge of a word; delete it")
        return None if is_right else _JoinerProblem(problem)
    own = family(before)
    if own in INDIC and family(after) in INDIC and not (before in VIRAMAS or after in VIRAMAS):
        return _JoinerProblem(sentence("{character} has no effect without a virama before it; delete it"))
    if own in SCRIPT_NAMES.values() and own not in INDIC | {"ARABIC"} and own == family(after):
        return _JoinerProblem(
            sentence("{character} has no effect between {script} letters; delete it"), facts={"script": own.title()}
        )
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
    Bad: `plačilo<U+0007>, stranka<U+0092>s, plačilo&#7;`
    Good: text with newlines and tabs
    """
    for match in _CONTROLS.finditer(text.text):
        is_lost = match[0] == "\ufffd" and text.catalog.file.is_garbled  # the rule syntax reports its place
        if is_lost or any(match[0] in source for source in text.sources):
            continue
        yield Hit(_message_for_control(match[0]), *text_and_offset(match))
    for start, written, characters in references_in(text.text):
        control = _CONTROLS_OF_REFERENCES.search(characters)
        if control and not any(written in source for source in text.sources):
            level = "warning" if control[0] in "\t\n\r" else ""
            problem = _message_for_control(control[0])
            yield Hit(said("{text}: {problem}", text=written, problem=problem), written, start, level=level)


def _message_for_control(character: str) -> Said:
    name = bidi.describe(character)
    if character == "\ufffd":
        return said("{character} replaces a character that was lost; type it again", character=name)
    if character in "\t\n":
        return said("{character}; write it as it is", character=name)
    if character in "\r\x85\u2028\u2029":
        return said("{character} breaks lines only in some programs; write \\n or a space", character=name)
    in_windows_1252 = bytes([ord(character)]).decode("cp1252", "ignore")
    if character >= "\x80" and in_windows_1252:
        near = bidi.describe(in_windows_1252)
        return said("{character} is a control character; did you mean {near}?", character=name, near=near)
    return said("{character} is a control character; delete it", character=name)


@rule("error", "text", when="&\u202a-\u202e")
def bidi_override(text: Text) -> Iterator[Hit]:
    """A translation contains an embedding or override (U+202A–202E), which changes the order of the text around it.

    An embedding that is closed changes only the order of the text inside it, and is a warning; use an isolate instead.
    So is one that is left open, except in letters: it ends with its paragraph.
    Bad: `<U+202E>abc<U+202C>, &#8238;abc`
    Good: `abc`, or `<U+2067>abc<U+2069>`
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
            may_stay = is_closed or not text.catalog.is_of_letters
            level = "warning" if may_stay and match[0] in "\u202a\u202b" else ""
            name = bidi.describe(match[0])
            message = (
                said(
                    "{character} changes the order of the text; delete it and the U+202C that closes it", character=name
                )
                if is_closed
                else said("{character} changes the order of the text; delete it", character=name)
            )
            yield Hit(message, match[0], places[match.start()], level=level)


@rule("error", "text", when="&\u2066-\u2069")
def unpaired_isolate(text: Text) -> Iterator[Hit]:
    """A translation contains an isolate that is never closed, or a U+2069 that closes none.

    Bad: `<U+2068>{name}`
    Good: `{name}`, or `<U+2068>{name}<U+2069>`
    """
    shown, places = resolve(text.text)
    if shown.isascii() or not _ISOLATES.search(shown):
        return
    at = _unpaired(shown)
    if at is not None:
        name = bidi.describe(shown[at])
        if shown[at] == bidi.PDI:
            message = said("{character} closes no isolate; delete it", character=name)
        else:
            message = said("{character} is never closed; delete it, or close it with U+2069", character=name)
        yield Hit(message, shown[at], places[at])


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


_MARKS_OF_LETTERS = (
    sentence("{character} is not needed: letters isolate values; delete it"),
    sentence("{character} is not needed: letters isolate values; delete it and its U+2069"),
)
_TYPED_MARKS = (
    sentence("{character} was typed by hand; if the program isolates values, delete it"),
    sentence("{character} was typed by hand; if the program isolates values, delete it and its U+2069"),
)


@rule("note", "text", when="\u200e\u200f\u061c\u2066-\u2068")
def hand_made_direction_mark(text: Text) -> Iterator[Hit]:
    """A translation contains a direction mark or an isolate, which nobody sees and editors lose.

    Letters isolate values automatically. In the catalogs of other programs, a mark may be needed.
    Bad: `<U+200F>{name}, <U+2068>{name}<U+2069>`
    Good: `{name}`
    """
    if text.text.isascii() or not _MARKS.search(text.text):
        return
    is_paired = _unpaired(text.text) is None
    for match in _MARKS.finditer(text.text):
        opens = match[0] in bidi.OPENERS.values()
        if is_paired or not opens:
            message = _MARKS_OF_LETTERS[opens] if text.catalog.is_of_letters else _TYPED_MARKS[opens]
            yield Hit(said(message, character=bidi.describe(match[0])), *text_and_offset(match))
