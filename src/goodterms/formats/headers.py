"""Header fields of a mail that every program reads back as they were given (RFC 5322, RFC 2047, RFC 2231).

Python's own writer is not used: it loses spaces between the pieces of a long subject, and has let a value become a
header (CVE-2024-6923). This module refuses values that a program could take for more than text, and returns nothing
but single fields of printable ASCII.
"""

from __future__ import annotations

import base64
import re
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from goodterms.cldr.scripts import grapheme_clusters
from goodterms.faults import fault
from goodterms.text import bidi

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from goodterms.faults import Fault

_MAX_LINE = 76
"""The longest line with an encoded-word in it (RFC 2047, section 2); RFC 5322 allows 78 for other lines."""
_MAX_WORD = 75
_AROUND_WORD = len("=?utf-8?b??=")
_FOLD = len("\r\n ")
_NEVER = 1 << 40
_SPLIT_CLUSTER = 1 << 20
"""What a cut inside a grapheme cluster costs, in characters: more than any whole text."""
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ENCODED_WORD = re.compile(r"=\?.*\?=")
_FIELD = re.compile(r"[A-Za-z-]+: [!-~]+(?:(?:\r\n)? [!-~]+)*")
_PLAIN = re.compile(r"[!-~]+(?: [!-~]+)*")
_ATOMS = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?: [\w!#$%&'*+/=?^`{|}~-]+)*", re.ASCII)
# What goes between quotes: not what ends them, and nothing that a careless reader takes for an address.
_QUOTABLE = re.compile(r"[!#-;=?A-\[\]-~]+(?: [!#-;=?A-\[\]-~]+)*")
# What needs no escape in an encoded-word of a display name (RFC 2047, section 5, rule 3).
_Q_SAFE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")
_Q = ["_" if byte == 0x20 else chr(byte) if byte in _Q_SAFE else f"={byte:02X}" for byte in range(256)]
_TOKEN_SAFE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")


def fault_in(text: str) -> Fault | None:
    """The fault of a text that is not safe in a header or a calendar; None for a safe one."""
    if match := _CONTROLS.search(text):
        return fault("control-character", character=bidi.describe(match[0]))
    if match := _ENCODED_WORD.search(text):
        return fault("encoded-word", text=match[0])
    return None if text.isascii() else bidi.control_fault(text)


@lru_cache(maxsize=1024)
def unstructured(name: str, text: str) -> str:
    """A field of free text, such as a subject.

    Text that needs no encoding is not encoded: filters of spam count that against a message (rspamd, SUBJ_EXCESS_QP).
    """
    room = _MAX_LINE - len(name) - 2
    lines = _fold(text, room) if _PLAIN.fullmatch(text) and "=?" not in text else []
    return field(name, "\r\n ".join(lines or encoded_words(text, room)))


@lru_cache(maxsize=1024)
def mailbox(name: str, display_name: str, address: str) -> str:
    """A field of one mailbox; ``address`` comes from :mod:`goodterms.formats.addresses`."""
    if not display_name:
        return field(name, address)
    room = _MAX_LINE - len(name) - 2
    words: list[str] = []
    if _ATOMS.fullmatch(display_name) and "=?" not in display_name:
        words = _fold(display_name, room)
    elif _QUOTABLE.fullmatch(display_name) and "=?" not in display_name and len(display_name) + 2 <= room:
        words = [f'"{display_name}"']
    words = words or encoded_words(display_name, room)
    before = len(words[-1]) + (len(name) + 2 if len(words) == 1 else 1)
    gap = " " if before + len(address) + 3 <= _MAX_LINE else "\r\n "
    return field(name, "\r\n ".join(words) + f"{gap}<{address}>")


def parameter(name: str, value: str) -> str:
    """A parameter of a field, after its semicolon: quoted, or encoded and split where it is long (RFC 2231)."""
    data = value.encode()
    if all(byte in _TOKEN_SAFE for byte in data) and len(name) + len(data) + 5 <= _MAX_LINE:
        return f';\r\n {name}="{value}"'
    charset = "utf-8''"
    pieces = [charset]
    for character in value:
        encoded = "".join(chr(byte) if byte in _TOKEN_SAFE else f"%{byte:02X}" for byte in character.encode())
        if len(pieces[-1]) + len(encoded) > _MAX_LINE - len(name) - 8:
            pieces.append("")
        pieces[-1] += encoded
    if len(pieces) == 1:
        return f";\r\n {name}*={pieces[0]}"
    return "".join(f";\r\n {name}*{number}*={piece}" for number, piece in enumerate(pieces))


def _fold(text: str, room: int) -> list[str]:
    """The lines of a text of ASCII words, the first at most ``room`` long; empty where a word is longer than a line."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if len(longer) > (room if len(lines) == 1 else _MAX_LINE - 1):
            lines.append(word)
        else:
            lines[-1] = longer
    fits = len(lines[0]) <= room and all(len(line) < _MAX_LINE for line in lines)
    return lines if fits and lines[0] else []


def field(name: str, body: str) -> str:
    """One header field with its line end; raises :class:`ValueError` for anything else than printable ASCII."""
    line = f"{name}: {body}"
    if not _FIELD.fullmatch(line):
        raise ValueError(f"not a header field of printable ASCII: {line!r}")
    return line + "\r\n"


def encoded_words(text: str, room: int) -> list[str]:
    """The text as encoded-words, the first at most ``room`` long; every character is whole in one of them.

    Readers drop the spaces between adjacent encoded-words, so every space of the text is inside one. Only the last word
    has base64 with padding: GMime 3.2 (notmuch, mu, Geary) joins the base64 of adjacent words before it decodes them,
    and stops at the first padding. Where characters and groups of three bytes do not end together within a word, a word
    in the Q encoding brings them together again. Words are cut between grapheme clusters, unless one is too long.
    """
    data = text.encode()
    letter = "q" if len(_quoted(data)) <= (len(data) + 2) // 3 * 4 else "b"
    if len(word := _encoded_word(letter, data)) <= min(room, _MAX_WORD):
        return [word]
    clusters = grapheme_clusters(text)
    whole = set(accumulate(map(len, clusters)))
    cuts = _cuts(clusters, room, letter) or _cuts(text, room, letter, whole)
    return [_encoded_word(letter, data[start:end]) for letter, start, end in cuts]


def _cuts(units: Sequence[str], room: int, letters: str, whole: Collection[int] = ()) -> list[tuple[str, int, int]]:
    """The shortest encoded-words of a text in pieces: the encoding, and the first and last byte of each.

    Empty where a piece does not fit. With ``letters`` "b", words have either encoding. ``whole`` are the numbers of
    pieces after which a word is best cut.
    """
    at = [0, *accumulate(len(unit.encode()) for unit in units)]
    quoted = [0, *accumulate(len(_quoted(unit.encode())) for unit in units)]
    last = len(units)
    # From each piece on: the length of the shortest words, and the first of them. Among equals, the first is longest.
    best: list[tuple[int, int, str]] = [(_NEVER, 0, "")] * last + [(0, 0, "")]
    for start in range(last - 1, -1, -1):
        most = (_MAX_WORD if start else min(room, _MAX_WORD)) - _AROUND_WORD
        for end in range(start + 1, last + 1):
            size = at[end] - at[start]
            if size > most:
                break
            as_b = (size + 2) // 3 * 4 if letters == "b" and (size % 3 == 0 or end == last) else _NEVER
            length, letter = min((as_b, "b"), (quoted[end] - quoted[start], "q"))
            if length <= most:
                split = _SPLIT_CLUSTER if whole and end not in whole else 0
                cost = length + _AROUND_WORD + _FOLD + split + best[end][0]
                best[start] = min(best[start], (cost, -end, letter))
    cuts: list[tuple[str, int, int]] = []
    start = 0 if best[0][0] < _NEVER else last
    while start < last:
        _, end, letter = best[start]
        cuts.append((letter, at[start], at[-end]))
        start = -end
    return cuts


def _quoted(data: bytes) -> str:
    return "".join(map(_Q.__getitem__, data))


def _encoded_word(letter: str, data: bytes) -> str:
    if letter == "b":
        return f"=?utf-8?b?{base64.b64encode(data).decode()}?="
    return f"=?utf-8?q?{_quoted(data)}?="
