"""Rules about the shape of a text: its digits, its edges, its paragraphs and its length beside the source's."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from goodterms.check.habits import Habits, Occurrence
from goodterms.check.masking import AROUND, masked, named
from goodterms.check.registry import rule
from goodterms.check.subjects import Edit, Hit
from goodterms.check.triggers import DIGITS_BEYOND_ASCII, NOT_ALWAYS_NFC, begin_alike, edges_are_blank, lengths_differ
from goodterms.text.bidi import describe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goodterms.check.subjects import Text

_PARAGRAPH = re.compile(r"\S(?:(?!\n[ \t\r]*\n).)*", re.DOTALL)
_LATIN_BEFORE = re.compile(r"[A-Za-z][\w.,/+-]*[ \u00a0]?\Z|\+[\d \u00a0()/-]*\Z")
_LATIN_AFTER = re.compile(r"[\w-]*[A-Za-z]")
_CODE = re.compile(r"[^\W\d_]\d")
_EDGE_SPACES = " \t\u00a0\u202f"


@rule("warning", "text", when=DIGITS_BEYOND_ASCII)
def mixed_digits(text: Text) -> Iterator[Hit]:
    """Digits of two kinds stand in one text. Phone numbers and what belongs to a Latin word do not count.

    Bad: "२० वटा अर्डर, 5 वटा बीजक"
    Good: "२० वटा अर्डर, ५ वटा बीजक"
    """
    if text.text.isascii():
        return
    prose = masked(text.text)
    kinds: dict[str, re.Match[str]] = {}
    for found in re.finditer(r"\d+", prose):
        start = found.start()
        if not _LATIN_BEFORE.search(prose, max(0, start - 40), start) and not _LATIN_AFTER.match(prose, found.end()):
            kinds.setdefault(chr(ord(found[0][0]) - unicodedata.decimal(found[0][0])), found)
    if len(kinds) < 2:
        return
    known = text.catalog.writing.zeros
    usual = min(kinds, key=lambda zero: (zero not in known, kinds[zero].start()))
    other = min((found for zero, found in kinds.items() if zero != usual), key=lambda found: found.start())
    says = f"{named(other[0][0])} stands beside {named(kinds[usual][0][0])}: write all digits of one kind"
    yield Hit(says, other[0], other.start())


@rule("error", "text", when=edges_are_blank)
def edge_newline(text: Text) -> Iterator[Hit]:
    r"""A text begins or ends in a line break and its source does not, or the other way round.

    Bad: "Thank you.\n" → "Hvala."
    Good: "Thank you.\n" → "Hvala.\n"
    """
    yield from _edges(text.text, text.sources[-1], "\r\n", r"a line break (\n)")


@rule("warning", "text", when=edges_are_blank)
def edge_space(text: Text) -> Iterator[Hit]:
    """A text begins or ends in a space and its source does not, or the other way round.

    One that is lost runs words together, unless it stands at a line break; one that is added is a note, as pages and
    letters do not show it. Where more than one message of a catalog loses one, the first place tells how many do, the
    others are notes.
    Bad: "Total: " → "Skupaj:"
    Good: "Total: " → "Skupaj: "
    """
    yield from _SPACES.told(text)


def _faults_of_spaces(text: Text) -> Iterator[Occurrence]:
    own, source = text.text.lstrip("\r\n"), text.sources[-1]
    bare = source.strip()
    before, after = source[: source.find(bare)], source[source.find(bare) + len(bare) :]
    # After a full-width mark no space is written.
    if unicodedata.east_asian_width(own[-1]) not in "WF":
        for hit in _edges(own.rstrip("\r\n"), source.strip("\r\n"), _EDGE_SPACES, "a space"):
            before_it = len(text.text) - len(own)
            offset = hit.offset + before_it
            fix = tuple(one._replace(start=one.start + before_it, end=one.end + before_it) for one in hit.fix)
            if hit.text.strip(_EDGE_SPACES) == "":
                yield Occurrence("a space added", hit._replace(offset=offset, level="note", fix=fix))
            # Beside a line break it only indents the source.
            elif "\n" not in (after if hit.offset else before):
                yield Occurrence("a space lost", hit._replace(offset=offset, fix=fix))


_SPACES = Habits("edge-space", _faults_of_spaces)


def _edges(text: str, source: str, marks: str, name: str) -> Iterator[Hit]:
    """Where text and source differ in whether they begin, or end, in one of the characters ``marks``."""
    if not text.strip(marks) or not source.strip(marks):
        return
    first, last = len(text) - len(text.lstrip(marks)), len(text.rstrip(marks))
    if (first > 0) != (source[0] in marks):
        says = f"begins with {name}, the source does not: leave it out"
        edit = Edit(0, first, "" if first else source[: len(source) - len(source.lstrip(marks))])
        yield Hit(says if first else f"the source begins with {name}: add it", text[: first or 1], 0, fix=(edit,))
    if (last < len(text)) != (source[-1] in marks):
        says = f"ends in {name}, the source does not: leave it out"
        at = min(last, len(text) - 1)
        edit = Edit(last, len(text), "" if last < len(text) else source[len(source.rstrip(marks)) :])
        yield Hit(says if last < len(text) else f"the source ends in {name}: add it", text[at:], at, fix=(edit,))


@rule("error", "text", when="\n")
def paragraph_count(text: Text) -> Iterator[Hit]:
    r"""A text has more paragraphs than its source, or fewer; a blank line (\n\n) parts them.

    Bad: "Thank you.\n\nGoodbye." → "Hvala. Nasvidenje."
    Good: "Thank you.\n\nGoodbye." → "Hvala.\n\nNasvidenje."
    """
    source = text.sources[-1]
    if "\n" not in text.text and "\n" not in source:
        return
    wanted, parts = len(_PARAGRAPH.findall(source)), list(_PARAGRAPH.finditer(text.text))
    if parts and wanted and len(parts) != wanted:
        part = parts[min(wanted, len(parts) - 1)]
        hint = "join them" if len(parts) > wanted else r"part them by \n\n"
        yield Hit(f"paragraphs: {len(parts)}, in the source {wanted}; {hint}", part[0], part.start())


@rule("warning", "text", when=NOT_ALWAYS_NFC)
def not_nfc(text: Text) -> Iterator[Hit]:
    """A letter is written in parts that have a code point of their own together (or the other way round): not in NFC.

    Where more than one message of a catalog has such letters, the first place tells how many do, the others are notes.
    Bad: "ا" + U+0653 for آ
    Good: "آ" U+0622
    """
    yield from _PARTS.told(text)


def _letters_in_parts(text: Text) -> Iterator[Occurrence]:
    if text.text.isascii() or unicodedata.is_normalized("NFC", text.text):
        return
    # A later part of a Hangul syllable is no mark by its category.
    signs = [unicodedata.category(one)[0] == "M" or "\u1160" <= one <= "\u11ff" for one in text.text]
    starts = [at for at, is_sign in enumerate(signs) if at == 0 or not is_sign]
    for start, end in zip(starts, [*starts[1:], len(text.text)], strict=True):
        cluster = text.text[start:end]
        right = unicodedata.normalize("NFC", cluster)
        if right != cluster and cluster not in text.source:
            now, then = (" + ".join(map(describe, form)) for form in (cluster, right))
            says = f"“{cluster}” is written {now}: in NFC it is {then}"
            yield Occurrence("letters in parts", Hit(says, cluster, start, fix=(Edit(start, end, right),)))


_PARTS = Habits("not-nfc", _letters_in_parts)


@rule("warning", "text", when=begin_alike)
def left_untranslated(text: Text) -> Iterator[Hit]:
    """A text of two words or more is that of the source language. Names and codes are the same everywhere.

    Where more than one message of a catalog is so, the first place tells how many are, the others are notes.
    Bad: "Kind regards," → "Kind regards"
    Good: "Kind regards," → "Lep pozdrav"
    """
    yield from _COPIES.told(text)


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
    yield Occurrence("left as they are", Hit("the same as the source: translate it", text.text.strip(AROUND), start))


_COPIES = Habits("left-untranslated", _faults_of_copies)


def _bare_words(text: str) -> list[str]:
    # What has a digit among its letters is a code: v2, A4.
    tokens = (word for word in masked(text).split() if not _CODE.search(word))
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
    """A text is more than four times as long as its source, or less than a fifth of it.

    Counted are characters without the signs on them; sources under 40 characters are left alone.
    Bad: "Please let us know whether this time suits you." → "Prosim."
    Good: "Please let us know whether this time suits you." → "Sporočite nam, ali Vam ta čas ustreza."
    """
    source = text.sources[-1]
    if len(source) < 40 or len(source) <= 2 * len(text.text) <= 4 * len(source):
        return
    wanted, own = (sum(unicodedata.category(one)[0] not in "MC" for one in each) for each in (source, text.text))
    if wanted >= 40 and not wanted <= 5 * own <= 20 * wanted:
        hint = "added" if own > wanted else "lost"
        yield Hit(f"{own} characters for {wanted} of the source: is something {hint}?", text.text)
