"""Rules of punctuation: the marks that end and part sentences, the space before them, quotation marks."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from goodterms.check.habits import Habits, Occurrence
from goodterms.check.masking import AROUND, VALUE, masked, named
from goodterms.check.registry import rule
from goodterms.check.subjects import Edit, Hit
from goodterms.check.triggers import ENDS, FOREIGN_MARKS, QUOTES
from goodterms.text.bidi import describe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from goodterms.check.subjects import CheckedCatalog, Text
    from goodterms.model import Writing
    from goodterms.po import Entry

# The marks that end a sentence in the world's scripts, by the mark of the source language that they stand for.
_ENDS = {".": ".．。｡।॥۔։።။។", "?": "?？؟\u037e፧", "!": "!！", ":": ":：", "…": "…⋯"}
_KINDS = {mark: kind for kind, marks in _ENDS.items() for mark in marks}
_PAIRS_OF_SOURCES = ("“”", "«»")
_LOOSE_ENDS = ",;،؛、，；–—-"
_SCRIPTS_WITH_LATIN_MARKS = {"Latn", "Cyrl"}
_DANDA = "\u0964"
_DANDAS = re.compile("[ \u00a0\u202f]?\u0964")
_SOURCE_SENTENCE = re.compile(r"(?<![\w.])[a-z][\w'’-]*[.?!]\s+(?=[A-Z])")
_INNER_END = re.compile(r"""[^\s.][.?!]["'”’)]*\s+[^a-z\s]""")
_SMALL_WORD = re.compile(rf"(?<![^\s'“‘])(?:[a-z][\w'’/-]*|{VALUE}+)")
_WORDS_OF_A_LABEL = 3
"""With so many words or fewer, a source is no sentence, whatever it ends in."""
_WORDS_OF_A_SENTENCE = 5
"""With so many words in small letters, or values, a source may be a sentence whose full stop was forgotten."""


def _kinds_in(writing: Writing) -> dict[str, str]:
    own = writing.punctuation
    return _KINDS | {mark: kind for kind in own if kind in _ENDS for mark in own[kind]} if own else _KINDS


def _ending(text: str, kinds: dict[str, str]) -> tuple[str, str, str]:
    """What stands before the mark that ends a masked text, the mark, and its kind (empty: there is none)."""
    bare = text.rstrip(AROUND)
    stem = bare.rstrip("".join(kinds))
    mark = bare[len(stem) :]
    if not mark:
        return stem, "", ""
    # A colon before a bracket ends nothing: it shortens a word, stands for a letter that looks like it, or smiles.
    if mark == ":" and text[len(bare) :].startswith(("(", ")")):
        return _ending(stem, kinds)
    return stem, mark, "…" if len(mark) > 1 and set(mark) <= set(".۔") else kinds[mark[0]]


def _is_abbreviation(stem: str, shortest_word: int) -> bool:
    """Whether a dot after ``stem`` may belong to its last word: "p.m.", "Ltd.", a date, a short word."""
    *before, word = stem.rsplit(None, 2) or [""]
    word = word.lstrip(AROUND)
    dotted_before = bool(before) and before[-1].endswith(".") and len(before[-1]) <= 6
    if "." in word or word[-1:].isdigit() or len(word) <= shortest_word or dotted_before:
        return True
    return bool(before) and word.isascii() and word[:1].isupper() and len(word) <= 4


@rule("warning", "text", when=ENDS)
def end_punctuation(text: Text) -> Iterator[Hit]:
    """A text ends in another kind of mark than its source, or not in the mark that its language has for it.

    Only . ? ! : and … are compared; quotation marks and brackets after them do not count, nor does a comma.
    A full stop may be left out after a value at the end, and may stand for an exclamation mark. Notes are: a full stop
    or colon that up to three words go without, a colon that they get, a full stop after a source of many words, an
    ellipsis or exclamation mark left out. What more than one message of a catalog does is a habit: the first place
    tells how many do, the others are notes.
    Bad: "Thank you." → "धन्यवाद."
    Good: "Thank you." → "धन्यवाद।"
    """
    yield from _ENDINGS.told(text)


def _faults_of_end(text: Text) -> Iterator[Occurrence]:
    writing = text.catalog.writing
    if not (writing.punctuation or writing.quotes or writing.script in _SCRIPTS_WITH_LATIN_MARKS):
        return
    kinds = _kinds_in(writing)
    stem, mark, kind = _ending(masked(text.text), kinds)
    sources = [_ending(masked(source), kinds) for source in text.sources[::-1]]
    source_stem, source_mark, wanted = next((each for each in sources if each[2] == kind), sources[0])
    right = writing.punctuation.get(wanted, wanted)
    if not stem.strip(AROUND + VALUE).strip() or not source_stem.strip(AROUND).strip():
        return
    at = len(stem)
    # A calmer text is a matter of taste.
    if kind and (kind == wanted or (wanted, kind) == ("!", ".")):
        right = writing.punctuation.get(kind, kind)
        is_foreign = kind in writing.punctuation and kind != "…" and mark[0] not in right
        if is_foreign and not (kind == "." and _is_abbreviation(stem, 4 if len(source_stem.split()) <= 2 else 0)):
            says = f"ends in {named(mark)}: this language has {named(right[0])} for it"
            fix = (Edit(at, at + 1, right[0]),) if len(mark) == 1 else ()
            yield Occurrence(f"“{mark}” kept", Hit(says, mark, at, fix=fix))
    elif kind and wanted:
        says = f"ends in {named(mark)}: {named(right[0])} is expected, for the source's “{source_mark}”"
        yield Occurrence(f"“{mark}” for “{source_mark}”", Hit(says, mark, at))
    elif kind:
        if not _may_end_in(mark, kind, stem, source_stem):
            says = f"ends in {named(mark)}: no mark is expected, for the source has none"
            level = "note" if _is_free_to_add(kind, source_stem) else ""
            yield Occurrence(f"“{mark}” added", Hit(says, mark, at, level=level))
    elif wanted and not _may_end_bare(stem, source_stem, wanted, writing):
        start = at - len(stem.split()[-1])
        says = f"ends in no mark: {named(right[0])} is expected, for the source's “{source_mark}”"
        level = "note" if _is_free_to_omit(wanted, stem, source_stem) else ""
        yield Occurrence(f"“{right[0]}” left out", Hit(says, text.text[start:at], start, level=level))


_ENDINGS = Habits("end-punctuation", _faults_of_end)


def _may_end_in(mark: str, kind: str, stem: str, source_stem: str) -> bool:
    """Whether a text may end in a mark though its source ends in none."""
    if source_stem[-1:] in _LOOSE_ENDS or (mark == "." and _is_abbreviation(stem, 5)):
        return True
    # A source of several sentences has lost the mark of its last one.
    return kind == "." and bool(_INNER_END.search(source_stem))


def _is_free_to_add(kind: str, source_stem: str) -> bool:
    """Whether a mark that the source does not have is worth no more than a note."""
    if kind == ":":
        return len(source_stem.split()) <= _WORDS_OF_A_LABEL
    return kind == "." and len(_SMALL_WORD.findall(source_stem)) >= _WORDS_OF_A_SENTENCE


def _is_free_to_omit(wanted: str, stem: str, source_stem: str) -> bool:
    """Whether a mark of the source's that is left out is worth no more than a note."""
    # A letter that looks like a colon was typed for one.
    if wanted == ":" and unicodedata.name(stem[-1], "").endswith("VISARGA"):
        return False
    return wanted in "!…" or (wanted in ".:" and len(source_stem.split()) <= _WORDS_OF_A_LABEL)


def _may_end_bare(stem: str, source_stem: str, wanted: str, writing: Writing) -> bool:
    """Whether a text may go without the mark that its source ends in."""
    words, unit = len(source_stem.split()), 2 if source_stem[0].isalpha() else 3
    if stem[-1] in _LOOSE_ENDS and (wanted == ":" or words <= 3):
        return True
    label, colon, value = stem.rpartition(":")
    is_value = wanted in writing.punctuation and colon and label and len(value.split()) <= 3
    # A path, a code: what the source ends in likewise.
    is_same = stem.split()[-1].strip(AROUND) == source_stem.split()[-1].strip(AROUND)
    ends_in_value = stem[-1] == VALUE or stem[-1].isdigit() or is_value or is_same
    return wanted == "." and bool(ends_in_value or _is_abbreviation(source_stem, {1: 6, 2: unit}.get(words, 0)))


def _is_own_letter(character: str, writing: Writing) -> bool:
    """Whether a character is a letter of the language's script, or a sign on one."""
    if not character or unicodedata.category(character)[0] not in "LM":
        return False
    return writing.script == "Latn" or not unicodedata.name(character, "LATIN").startswith("LATIN")


@rule("warning", "text", when=FOREIGN_MARKS)
def inner_punctuation(text: Text) -> Iterator[Hit]:
    """A mark of the source language stands among the language's own letters, where the language has its own mark.

    A dot after an abbreviation is allowed, and so is a mark that parts words for a program: without a space after it,
    as in the source.
    Bad: "شکریہ, ہم آپ سے ملیں گے۔"
    Good: "شکریہ، ہم آپ سے ملیں گے۔"
    """
    writing = text.catalog.writing
    for mark, own in writing.punctuation.items():
        if mark in own or mark not in text.text:
            continue
        prose = masked(text.text)
        places = [at for at, one in enumerate(prose) if one == mark and _is_among_own(prose, at, mark, writing)]
        if mark == ".":
            places = _ends_of_sentences(prose, places, text, own)
        elif re.search(rf"\w{re.escape(mark)}\w", text.source):
            places = [at for at in places if prose[at + 1 : at + 2].isspace() or not prose[at + 1 :].strip(AROUND)]
        for at in places:
            says = f"{named(mark)} among letters that take {named(own[0])}: write “{own[0]}”"
            yield Hit(says, mark, at, fix=(Edit(at, at + 1, own[0]),))


def _is_among_own(prose: str, at: int, mark: str, writing: Writing) -> bool:
    before, after = prose[:at].rstrip(AROUND)[-1:], prose[at + 1 :].lstrip(AROUND)[:1]
    if _is_own_letter(before, writing):
        return after == VALUE or (not after and mark in _LOOSE_ENDS) or _is_own_letter(after, writing)
    return before == VALUE and _is_own_letter(after, writing)


def _ends_of_sentences(prose: str, places: list[int], text: Text, own: str) -> list[int]:
    """The dots that surely end a sentence: after a long word, or all if the source has just as many ends more."""
    places = [at for at in places if prose[at + 1 : at + 2].isspace() and prose[at - 1] != VALUE]
    stem = prose.rstrip(AROUND)[:-1]
    ended = sum(stem.count(mark) for mark in {*own, *"?!", *text.catalog.writing.punctuation.get("?", "")})
    if len(places) == len(_SOURCE_SENTENCE.findall(masked(text.source))) - ended:
        return places
    words = {at: prose[:at].split()[-1].lstrip(AROUND) for at in places}
    return [at for at, word in words.items() if len(word) >= 7 and "." not in word]


@rule("warning", "catalog")
def danda_spacing(catalog: CheckedCatalog) -> Iterator[Hit]:
    """A danda has a space before it where the others of the catalog have none, or none where they have one.

    Both are in use; a catalog keeps to one. The space is U+00A0, else the danda may begin a line; where most have an
    ordinary space, this is a note.
    Bad: "धन्यवाद ।" beside "नमस्ते।"
    Good: "धन्यवाद।" beside "नमस्ते।"
    """
    if not any(_DANDA in marks for marks in catalog.writing.punctuation.values()):
        return
    found = list(_dandas(catalog))
    spaced = sum(space != "" for *_, space in found)
    breaking = sum(space == " " for *_, space in found)
    are_spaced = spaced * 2 > len(found)
    count = f"{spaced if are_spaced else len(found) - spaced} of the {len(found)} in this catalog have"
    told: dict[str, list[tuple[Entry, str, int, str]]] = {}
    for one in found:
        space = one[3]
        if are_spaced and not space:
            says = f"no space before {named(_DANDA)}: {count} one, write {describe(chr(0xA0))} before it"
        elif space and not are_spaced:
            says = f"a space before {named(_DANDA)}: {count} none, leave it out"
        elif space == " ":
            says = f"{named(_DANDA)} may begin a line after an ordinary space: write {describe(chr(0xA0))}"
        else:
            continue
        told.setdefault(says, []).append(one)
    # A catalog's habit is one matter for its translator, however often it shows.
    for says, places in told.items():
        entry, keyword, start, space = places[0]
        line, column = catalog.file.place(entry, keyword, start)
        more = f" (here first, {len(places)} times in all)" if len(places) > 1 else ""
        # Most keyboards have no other space, so nearly all write it; the catalog's own habit is no slip.
        is_usual = are_spaced and space == " " and breaking * 2 > spaced
        new = "\u00a0" if are_spaced else ""
        fix = tuple(Edit(at, at + len(own), new, each, where) for each, where, at, own in places)
        yield Hit(says + more, space + _DANDA, column, level="note" if is_usual else "", line=line, fix=fix)


def _dandas(catalog: CheckedCatalog) -> Iterator[tuple[Entry, str, int, str]]:
    """Each danda of a catalog: its message, its keyword, where it begins with its space, the space."""
    for entry in catalog.living:
        for form, string in enumerate(() if entry.fuzzy else entry.strings):
            keyword = "msgstr" if entry.msgid_plural is None else f"msgstr[{form}]"
            for found in _DANDAS.finditer(string):
                if string[: found.start()][-1:].strip(_DANDA).strip():
                    yield entry, keyword, found.start(), found[0][:-1]


@rule("warning", "text", when=QUOTES)
def quotation_marks(text: Text) -> Iterator[Hit]:
    """A quotation mark opens or closes nothing, or one text quotes in two styles. Straight marks are left alone.

    The source's own pair, kept in a language that has others, is told as such. Where more than one message of a catalog
    keeps it, the first place tells how many do, the others are notes.
    Bad: "Naročilo »{name} je potrjeno."
    Good: "Naročilo »{name}« je potrjeno."
    """
    quotes = text.catalog.writing.quotes
    if not any(mark in text.text for pair in quotes for mark in pair):
        return
    source = text.sources[-1]
    pairs = _PAIRS_OF_SOURCES if "„" not in source else ()
    # A source that is itself part of a quotation is joined elsewhere.
    if source.count('"') % 2 == 0 and all(source.count(pair[0]) == source.count(pair[1]) for pair in pairs):
        yield from _KEPT_PAIRS.told(text)
        yield from _quotation_faults(_without_kept_pairs(text), quotes)


def _kept_pairs(text: Text) -> list[re.Match[str]]:
    """The quotations in a pair of the source's that is none of the language's."""
    prose, quotes = masked(text.text), text.catalog.writing.quotes
    kept = [pair for pair in _PAIRS_OF_SOURCES if pair not in quotes and pair[0] in text.sources[-1]]
    return [found for pair in kept for found in _quoted_in(pair).finditer(prose)]


@lru_cache(maxsize=8)
def _quoted_in(pair: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){pair[0]}(?=\S)[^{pair}\n]*(?<=\S){pair[1]}")


def _faults_of_pairs(text: Text) -> Iterator[Occurrence]:
    quotes = text.catalog.writing.quotes
    for found in _kept_pairs(text):
        pair = found[0][0] + found[0][-1]
        says = f"quotes with {pair} as the source does: this language has {' and '.join(quotes)}"
        yield Occurrence(f"{pair} kept", Hit(says, pair[0], found.start()))


_KEPT_PAIRS = Habits("quotation-marks", _faults_of_pairs)


def _without_kept_pairs(text: Text) -> str:
    prose = masked(text.text)
    for found in _kept_pairs(text):
        prose = f"{prose[: found.start()]} {prose[found.start() + 1 : found.end() - 1]} {prose[found.end() :]}"
    return prose


def _quotation_faults(prose: str, quotes: Sequence[str]) -> Iterator[Hit]:
    pair_of = {pair[0]: pair for pair in reversed(quotes)}
    opener_of = {pair[1]: pair[0] for pair in reversed(quotes)}
    opened: list[tuple[int, str]] = []
    unclosed, style = list[tuple[int, str]](), ""
    for at, mark in enumerate(prose):
        closes = any(pair[1] == mark for _, pair in opened)
        if (mark not in pair_of and mark not in opener_of) or _is_apostrophe(prose, at, closes):
            continue
        if closes:
            while opened[-1][1][1] != mark:
                unclosed.append(opened.pop())
            opened.pop()
        elif mark not in pair_of:
            yield Hit(f"{named(mark)} closes nothing: {named(opener_of[mark])} is missing before it", mark, at)
        elif not (opened and opened[-1][1] == pair_of[mark] and prose[at - 1] == "\n"):
            if not opened and style not in ("", pair_of[mark]):
                yield Hit(f"quotes with {pair_of[mark]} after {style}: keep to one pair", mark, at)
            style = style or pair_of[mark]
            opened.append((at, pair_of[mark]))
    for at, pair in unclosed + opened:
        yield Hit(f"{named(pair[0])} is never closed: {named(pair[1])} is missing after it", pair[0], at)


def _is_apostrophe(prose: str, at: int, closes: bool) -> bool:
    """Whether a single mark stands for left-out letters: inside or after a word, before the year of a decade."""
    if prose[at] not in "‘’":
        return False
    before, after = prose[at - 1 : at], prose[at + 1 : at + 2]
    return (before.isalpha() and after.isalpha()) or after.isdigit() or (prose[at] == "’" and not closes)
