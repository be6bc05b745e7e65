"""Rules about the shape of a text: its digits, edges, paragraphs, and its length compared to the source's."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from goodterms.check.habits import Habits, Occurrence
from goodterms.check.masking import AROUND, describe_sign, mask
from goodterms.check.registry import rule
from goodterms.check.subjects import Edit, Hit
from goodterms.check.triggers import DIGITS_BEYOND_ASCII, NOT_ALWAYS_NFC, begin_alike, edges_are_blank, lengths_differ
from goodterms.expressions import expression
from goodterms.speech import Said, Several, said
from goodterms.text.bidi import describe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goodterms.check.subjects import Text

_PARAGRAPH = expression(r"\S(?:(?!\n[ \t\r]*\n).)*", re.DOTALL)
_LATIN_BEFORE = expression(r"[A-Za-z][\w.,/+-]*[ \u00a0]?\Z|\+[\d \u00a0()/-]*\Z")
_LATIN_AFTER = expression(r"[\w-]*[A-Za-z]")
_CODE = expression(r"[^\W\d_]\d")
_EDGE_SPACES = " \t\u00a0\u202f"


@rule("warning", "text", when=DIGITS_BEYOND_ASCII)
def mixed_digits(text: Text) -> Iterator[Hit]:
    """A translation has digits of two scripts. Phone numbers and digits that belong to a Latin word do not count.

    Bad: `"२० वटा अर्डर, 5 वटा बीजक"`
    Good: `"२० वटा अर्डर, ५ वटा बीजक"`
    """
    if text.text.isascii():
        return
    prose = mask(text.text)
    kinds: dict[str, re.Match[str]] = {}
    for match in re.finditer(r"\d+", prose):
        start = match.start()
        if not _LATIN_BEFORE.search(prose, max(0, start - 40), start) and not _LATIN_AFTER.match(prose, match.end()):
            kinds.setdefault(chr(ord(match[0][0]) - unicodedata.decimal(match[0][0])), match)
    if len(kinds) < 2:
        return
    known = text.catalog.writing.zeros
    usual = min(kinds, key=lambda zero: (zero not in known, kinds[zero].start()))
    other = min((match for zero, match in kinds.items() if zero != usual), key=lambda match: match.start())
    signs = Several([describe_sign(other[0][0]), describe_sign(kinds[usual][0][0])])
    yield Hit(said("{signs} are digits of two scripts; use one", signs=signs), other[0], other.start())


@rule("error", "text", when=edges_are_blank)
def edge_newline(text: Text) -> Iterator[Hit]:
    r"""A translation begins or ends with a line break and its source does not, or the other way round.

    Bad: `"Thank you.\n" → "Hvala."`
    Good: `"Thank you.\n" → "Hvala.\n"`
    """
    yield from _edges(text.text, text.sources[-1], "\r\n", _LINE_BREAK)


@rule("warning", "text", when=edges_are_blank)
def edge_space(text: Text) -> Iterator[Hit]:
    """A translation begins or ends with a space and its source does not, or the other way round.

    A missing space runs words together, except at a line break. An added space is only a note, because it is not
    visible in pages and letters. If several messages of a catalog lose one, the first finding gives their number and
    the others are notes.
    Bad: `"Total: " → "Skupaj:"`
    Good: `"Total: " → "Skupaj: "`
    """
    yield from _SPACES.hits(text)


def _faults_of_spaces(text: Text) -> Iterator[Occurrence]:
    own, source = text.text.lstrip("\r\n"), text.sources[-1]
    bare = source.strip()
    before, after = source[: source.find(bare)], source[source.find(bare) + len(bare) :]
    # No space follows full-width punctuation.
    if unicodedata.east_asian_width(own[-1]) not in "WF":
        for hit in _edges(own.rstrip("\r\n"), source.strip("\r\n"), _EDGE_SPACES, _SPACE):
            stripped = len(text.text) - len(own)
            offset = hit.offset + stripped
            fix = tuple(edit._replace(start=edit.start + stripped, end=edit.end + stripped) for edit in hit.fix)
            if hit.text.strip(_EDGE_SPACES) == "":
                yield Occurrence(said("a space added"), hit._replace(offset=offset, level="note", fix=fix))
            # Next to a line break it only indents the source.
            elif "\n" not in (after if hit.offset else before):
                yield Occurrence(said("a space lost"), hit._replace(offset=offset, fix=fix))


_SPACES = Habits("edge-space", _faults_of_spaces)


class _Edge(NamedTuple):
    """What is said of a blank that begins or ends only one of the two texts."""

    added_before: Said
    lost_before: Said
    added_after: Said
    lost_after: Said


_LINE_BREAK = _Edge(
    said(r"begins with a line break (\n), but the source does not; delete it"),
    said(r"the source begins with a line break (\n); add it"),
    said(r"ends with a line break (\n), but the source does not; delete it"),
    said(r"the source ends with a line break (\n); add it"),
)
_SPACE = _Edge(
    said("begins with a space, but the source does not; delete it"),
    said("the source begins with a space; add it"),
    said("ends with a space, but the source does not; delete it"),
    said("the source ends with a space; add it"),
)


def _edges(text: str, source: str, blanks: str, edge: _Edge) -> Iterator[Hit]:
    """Where only one of text and source begins, or ends, with one of the characters ``blanks``."""
    if not text.strip(blanks) or not source.strip(blanks):
        return
    first, last = len(text) - len(text.lstrip(blanks)), len(text.rstrip(blanks))
    if (first > 0) != (source[0] in blanks):
        edit = Edit(0, first, "" if first else source[: len(source) - len(source.lstrip(blanks))])
        yield Hit(edge.added_before if first else edge.lost_before, text[: first or 1], 0, fix=(edit,))
    if (last < len(text)) != (source[-1] in blanks):
        at = min(last, len(text) - 1)
        edit = Edit(last, len(text), "" if last < len(text) else source[len(source.rstrip(blanks)) :])
        yield Hit(edge.added_after if last < len(text) else edge.lost_after, text[at:], at, fix=(edit,))


@rule("warning", "text", when="\n")
def paragraph_count(text: Text) -> Iterator[Hit]:
    r"""A translation has more paragraphs than its source, or fewer; a blank line (\n\n) separates them.

    In letters, this is an error.
    Bad: `"Thank you.\n\nGoodbye." → "Hvala. Nasvidenje."`
    Good: `"Thank you.\n\nGoodbye." → "Hvala.\n\nNasvidenje."`
    """
    source = text.sources[-1]
    if "\n" not in text.text and "\n" not in source:
        return
    expected, parts = len(_PARAGRAPH.findall(source)), list(_PARAGRAPH.finditer(text.text))
    if parts and expected and len(parts) != expected:
        part = parts[min(expected, len(parts) - 1)]
        message = (
            said("paragraphs: {number}, in the source: {expected}; join them", number=len(parts), expected=expected)
            if len(parts) > expected
            else said(
                r"paragraphs: {number}, in the source: {expected}; separate them with \n\n",
                number=len(parts),
                expected=expected,
            )
        )
        yield Hit(message, part[0], part.start(), level="error" if text.catalog.is_of_letters else "")


@rule("warning", "text", when=NOT_ALWAYS_NFC)
def not_nfc(text: Text) -> Iterator[Hit]:
    """A character is not in NFC: it is decomposed although a composed character exists, or the other way round.

    If several messages of a catalog have such characters, the first finding gives their number and the others are
    notes.
    Bad: `"ا" + U+0653` for `آ`
    Good: `"آ" U+0622`
    """
    yield from _PARTS.hits(text)


def _letters_in_parts(text: Text) -> Iterator[Occurrence]:
    if text.text.isascii() or unicodedata.is_normalized("NFC", text.text):
        return
    # The later parts of a Hangul syllable are letters by their category.
    signs = [unicodedata.category(each)[0] == "M" or "\u1160" <= each <= "\u11ff" for each in text.text]
    starts = [at for at, is_sign in enumerate(signs) if at == 0 or not is_sign]
    for start, end in zip(starts, [*starts[1:], len(text.text)], strict=True):
        cluster = text.text[start:end]
        right = unicodedata.normalize("NFC", cluster)
        if right != cluster and cluster not in text.source:
            actual, in_nfc = (" + ".join(map(describe, form)) for form in (cluster, right))
            # For translators: NFC is a form of Unicode
            message = said(
                "“{text}” is written {actual}; in NFC it is {right}", text=cluster, actual=actual, right=in_nfc
            )
            yield Occurrence(said("letters not in NFC"), Hit(message, cluster, start, fix=(Edit(start, end, right),)))


_PARTS = Habits("not-nfc", _letters_in_parts)


@rule("warning", "text", when=begin_alike)
def left_untranslated(text: Text) -> Iterator[Hit]:
    """A translation of two words or more is the same as its source. Names and codes do not count.

    If several messages in a catalog are the same as their source, the first finding gives their number and the others
    are notes.
    Bad: `"Kind regards," → "Kind regards,"`
    Good: `"Kind regards," → "Lep pozdrav"`
    """
    yield from _COPIES.hits(text)


def _faults_of_copies(text: Text) -> Iterator[Occurrence]:
    if text.catalog.is_source:
        return
    tokens = set(text.text.split())
    if not any(2 * len(tokens.intersection(source.split())) >= len(tokens) for source in text.sources):
        return  # too few words in common for the costly look
    own = _bare_words(text.text)
    if len(own) < 2 or own not in [_bare_words(source) for source in text.sources] or _is_name(own):
        return
    start = len(text.text) - len(text.text.lstrip(AROUND))
    yield Occurrence(
        said("left untranslated"), Hit(said("is the same as the source; translate it"), text.text.strip(AROUND), start)
    )


_COPIES = Habits("left-untranslated", _faults_of_copies)


def _bare_words(text: str) -> list[str]:
    # Words with a digit are codes: v2, A4.
    tokens = (word for word in mask(text).split() if not _CODE.search(word))
    words = (re.sub(r"[^\w'’-]|\d", "", word).strip("_-'’") for word in tokens)
    return [word for word in words if any(map(str.isalpha, word))]


def _is_name(words: list[str]) -> bool:
    """Whether words may be a name, a code or units: "Bank of America", "INV A", "h min"."""
    small = [word for word in words if not any(map(str.isupper, word))]
    if not small or sum(map(len, words)) < 8:
        return True
    return words[0] not in small and words[-1] not in small and max(map(len, small)) <= 3


@rule("warning", "text", when=lengths_differ)
def length_ratio(text: Text) -> Iterator[Hit]:
    """A translation is more than four times as long as its source, or less than a fifth as long.

    Combining characters do not count; sources under 40 characters are skipped.
    Bad: `"Please let us know whether this time suits you." → "Prosim."`
    Good: `"Please let us know whether this time suits you." → "Sporočite nam, ali Vam ta čas ustreza."`
    """
    source = text.sources[-1]
    if len(source) < 40 or len(source) <= 2 * len(text.text) <= 4 * len(source):
        return
    expected, length = map(_count_characters, (source, text.text))
    if expected >= 40 and not expected <= 5 * length <= 20 * expected:
        message = (
            said(
                "{length} characters for {expected} in the source; is something added?",
                length=length,
                expected=expected,
            )
            if length > expected
            else said(
                "{length} characters for {expected} in the source; is something missing?",
                length=length,
                expected=expected,
            )
        )
        yield Hit(message, text.text)


def _count_characters(text: str) -> int:
    """The number of characters, without combining and control characters."""
    return sum(unicodedata.category(character)[0] not in "MC" for character in text)
