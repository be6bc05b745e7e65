"""Rules about punctuation: at the end of texts, inside them, the space before it, quotation marks."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from goodterms.check.habits import Habits, Occurrence
from goodterms.check.masking import AROUND, VALUE, describe_sign, mask
from goodterms.check.registry import rule
from goodterms.check.subjects import Edit, Hit
from goodterms.check.triggers import ENDS, FOREIGN_PUNCTUATION, QUOTES
from goodterms.expressions import expression
from goodterms.speech import Said, Several, said
from goodterms.text.bidi import describe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from goodterms.check.subjects import CheckedCatalog, Text
    from goodterms.model import Writing
    from goodterms.po import Entry

# What ends a sentence in the world's scripts, by the sign of the source language that it corresponds to.
_ENDS = {".": ".．。｡।॥۔։።။។", "?": "?？؟\u037e፧", "!": "!！", ":": ":：", "…": "…⋯"}
_KINDS = {sign: kind for kind, signs in _ENDS.items() for sign in signs}
_PAIRS_OF_SOURCES = ("“”", "«»")
_LOOSE_ENDS = ",;،؛、，；–—-"
_SCRIPTS_WITH_LATIN_PUNCTUATION = {"Latn", "Cyrl"}
_DANDA = "\u0964"
_DANDAS = expression("[ \u00a0\u202f]?\u0964")
_SOURCE_SENTENCE = expression(r"(?<![\w.])[a-z][\w'’-]*[.?!]\s+(?=[A-Z])")
_INNER_END = expression(r"""[^\s.][.?!]["'”’)]*\s+[^a-z\s]""")
_SMALL_WORD = expression(rf"(?<![^\s'“‘])(?:[a-z][\w'’/-]*|{VALUE}+)")
_MAX_WORDS_OF_LABEL = 3
"""A source of up to so many words is a label, whatever it ends in."""
_MIN_WORDS_OF_SENTENCE = 5
"""With so many lowercase words or values, a source may be a sentence whose full stop was forgotten."""


def _kinds_in(writing: Writing) -> dict[str, str]:
    own = writing.punctuation
    return _KINDS | {sign: kind for kind in own if kind in _ENDS for sign in own[kind]} if own else _KINDS


def _ending(text: str, kinds: dict[str, str]) -> tuple[str, str, str]:
    """A masked text without its end punctuation, the punctuation, and its kind; both are empty if it has none."""
    bare = text.rstrip(AROUND)
    stem = bare.rstrip("".join(kinds))
    sign = bare[len(stem) :]
    if not sign:
        return stem, "", ""
    # A colon before a bracket ends nothing: it shortens a word, stands for a letter that looks like it, or smiles.
    if sign == ":" and text[len(bare) :].startswith(("(", ")")):
        return _ending(stem, kinds)
    return stem, sign, "…" if len(sign) > 1 and set(sign) <= set(".۔") else kinds[sign[0]]


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
    """A translation ends with a different kind of punctuation from its source, or one that its language does not use.

    Only `. ? ! :` and `…` are compared; commas do not count, nor do quotation marks and brackets after the punctuation.
    A full stop may be left out after a value, and may replace an exclamation mark. These differences are only notes: a
    missing full stop or colon after three words or fewer, a colon added to three words or fewer, a full stop added to a
    long source, a missing ellipsis or exclamation mark. If several messages in a catalog have the same fault, the first
    finding gives their number and the others are notes.
    Bad: `"Thank you." → "धन्यवाद."`
    Good: `"Thank you." → "धन्यवाद।"`
    """
    yield from _ENDINGS.hits(text)


def _faults_of_end(text: Text) -> Iterator[Occurrence]:
    writing = text.catalog.writing
    if not (writing.punctuation or writing.quotes or writing.script in _SCRIPTS_WITH_LATIN_PUNCTUATION):
        return
    kinds = _kinds_in(writing)
    stem, sign, kind = _ending(mask(text.text), kinds)
    sources = [_ending(mask(source), kinds) for source in text.sources[::-1]]
    source_stem, source_sign, expected = next((ending for ending in sources if ending[2] == kind), sources[0])
    right = writing.punctuation.get(expected, expected)
    if not stem.strip(AROUND + VALUE).strip() or not source_stem.strip(AROUND).strip():
        return
    at = len(stem)
    # A calmer text is a matter of taste.
    if kind and (kind == expected or (expected, kind) == ("!", ".")):
        right = writing.punctuation.get(kind, kind)
        is_foreign = kind in writing.punctuation and kind != "…" and sign[0] not in right
        if is_foreign and not (kind == "." and _is_abbreviation(stem, 4 if len(source_stem.split()) <= 2 else 0)):
            message = said(
                "ends in {sign}; this language uses {right}", sign=describe_sign(sign), right=describe_sign(right[0])
            )
            fix = (Edit(at, at + 1, right[0]),) if len(sign) == 1 else ()
            yield Occurrence(said("“{sign}” kept", sign=sign), Hit(message, sign, at, fix=fix))
    elif kind and expected:
        message = said(
            "ends in {sign}; expected {right}, as the source ends in “{source}”",
            sign=describe_sign(sign),
            right=describe_sign(right[0]),
            source=source_sign,
        )
        # For translators: one sign is used instead of another
        yield Occurrence(said("“{sign}” for “{other}”", sign=sign, other=source_sign), Hit(message, sign, at))
    elif kind:
        if not _may_end_in(sign, kind, stem, source_stem):
            message = said("ends in {sign}; the source has no end punctuation", sign=describe_sign(sign))
            level = "note" if _is_free_to_add(kind, source_stem) else ""
            yield Occurrence(said("“{sign}” added", sign=sign), Hit(message, sign, at, level=level))
    elif expected and not _may_end_bare(stem, source_stem, expected, writing):
        start = at - len(stem.split()[-1])
        message = said(
            "has no end punctuation; expected {right}, as the source ends in “{source}”",
            right=describe_sign(right[0]),
            source=source_sign,
        )
        level = "note" if _is_free_to_omit(expected, stem, source_stem) else ""
        hit = Hit(message, text.text[start:at], start, level=level)
        yield Occurrence(said("“{sign}” left out", sign=right[0]), hit)


_ENDINGS = Habits("end-punctuation", _faults_of_end)


def _may_end_in(sign: str, kind: str, stem: str, source_stem: str) -> bool:
    """Whether a text may have end punctuation though its source has none."""
    if source_stem[-1:] in _LOOSE_ENDS or (sign == "." and _is_abbreviation(stem, 5)):
        return True
    # A source of several sentences has lost the full stop of its last one.
    return kind == "." and bool(_INNER_END.search(source_stem))


def _is_free_to_add(kind: str, source_stem: str) -> bool:
    """Whether punctuation that the source does not have is worth only a note."""
    if kind == ":":
        return len(source_stem.split()) <= _MAX_WORDS_OF_LABEL
    return kind == "." and len(_SMALL_WORD.findall(source_stem)) >= _MIN_WORDS_OF_SENTENCE


def _is_free_to_omit(expected: str, stem: str, source_stem: str) -> bool:
    """Whether punctuation of the source that is left out is worth only a note."""
    # A letter that looks like a colon was typed for one.
    if expected == ":" and unicodedata.name(stem[-1], "").endswith("VISARGA"):
        return False
    return expected in "!…" or (expected in ".:" and len(source_stem.split()) <= _MAX_WORDS_OF_LABEL)


def _may_end_bare(stem: str, source_stem: str, expected: str, writing: Writing) -> bool:
    """Whether a text may leave out the end punctuation of its source."""
    words, unit = len(source_stem.split()), 2 if source_stem[0].isalpha() else 3
    if stem[-1] in _LOOSE_ENDS and (expected == ":" or words <= 3):
        return True
    label, colon, value = stem.rpartition(":")
    is_value = expected in writing.punctuation and colon and label and len(value.split()) <= 3
    # A path or a code, which the source ends in, too.
    is_same = stem.split()[-1].strip(AROUND) == source_stem.split()[-1].strip(AROUND)
    ends_in_value = stem[-1] == VALUE or stem[-1].isdigit() or is_value or is_same
    return expected == "." and bool(ends_in_value or _is_abbreviation(source_stem, {1: 6, 2: unit}.get(words, 0)))


def _is_own_letter(character: str, writing: Writing) -> bool:
    """Whether a character is a letter or a sign of the language's script."""
    if not character or unicodedata.category(character)[0] not in "LM":
        return False
    return writing.script == "Latn" or not unicodedata.name(character, "LATIN").startswith("LATIN")


@rule("warning", "text", when=FOREIGN_PUNCTUATION)
def inner_punctuation(text: Text) -> Iterator[Hit]:
    """Punctuation of the source language appears between letters of a language that uses different punctuation.

    A dot after an abbreviation is allowed. So is a sign that separates words for a program, if it has no space after
    it, as in the source.
    Bad: `"شکریہ, ہم آپ سے ملیں گے۔"`
    Good: `"شکریہ، ہم آپ سے ملیں گے۔"`
    """
    writing = text.catalog.writing
    for sign, own in writing.punctuation.items():
        if sign in own or sign not in text.text:
            continue
        prose = mask(text.text)
        candidates = (at for at, character in enumerate(prose) if character == sign)
        places = [at for at in candidates if _is_among_own(prose, at, sign, writing)]
        if sign == ".":
            places = _ends_of_sentences(prose, places, text, own)
        elif re.search(rf"\w{re.escape(sign)}\w", text.source):
            places = [at for at in places if prose[at + 1 : at + 2].isspace() or not prose[at + 1 :].strip(AROUND)]
        for at in places:
            message = said(
                "{sign} is not punctuation of this language; write {own}",
                sign=describe_sign(sign),
                own=describe_sign(own[0]),
            )
            yield Hit(message, sign, at, fix=(Edit(at, at + 1, own[0]),))


def _is_among_own(prose: str, at: int, sign: str, writing: Writing) -> bool:
    before, after = prose[:at].rstrip(AROUND)[-1:], prose[at + 1 :].lstrip(AROUND)[:1]
    if _is_own_letter(before, writing):
        return after == VALUE or (not after and sign in _LOOSE_ENDS) or _is_own_letter(after, writing)
    return before == VALUE and _is_own_letter(after, writing)


def _ends_of_sentences(prose: str, places: list[int], text: Text, own: str) -> list[int]:
    """The dots that surely end a sentence: all if the source has that many more ends, else those after long words."""
    places = [at for at in places if prose[at + 1 : at + 2].isspace() and prose[at - 1] != VALUE]
    stem = prose.rstrip(AROUND)[:-1]
    ended = sum(stem.count(sign) for sign in {*own, *"?!", *text.catalog.writing.punctuation.get("?", "")})
    if len(places) == len(_SOURCE_SENTENCE.findall(mask(text.source))) - ended:
        return places
    words = {at: prose[:at].split()[-1].lstrip(AROUND) for at in places}
    return [at for at, word in words.items() if len(word) >= 7 and "." not in word]


@rule("warning", "catalog")
def danda_spacing(catalog: CheckedCatalog) -> Iterator[Hit]:
    """A danda has a space before it though most in the catalog have none, or the other way round.

    Both styles are in use; use only one in a catalog. Use U+00A0 as the space, because otherwise the danda may begin a
    line. If most dandas have an ordinary space, this is a note.
    Bad: `"धन्यवाद ।"` next to `"नमस्ते।"`
    Good: `"धन्यवाद।"` next to `"नमस्ते।"`
    """
    if not any(_DANDA in signs for signs in catalog.writing.punctuation.values()):
        return
    found = list(_dandas(catalog))
    spaced = sum(space != "" for *_, space in found)
    breaking = sum(space == " " for *_, space in found)
    are_spaced = spaced * 2 > len(found)
    facts: dict[str, object] = {"sign": describe_sign(_DANDA), "space": describe(chr(0xA0))}
    facts |= {"number": spaced if are_spaced else len(found) - spaced, "all": len(found)}
    by_message: dict[Said, list[tuple[Entry, str, int, str]]] = {}
    for place in found:
        space = place[3]
        if are_spaced and not space:
            message = said(
                "no space before {sign}; {number} of {all} in this catalog have one, write {space} before it", **facts
            )
        elif space and not are_spaced:
            message = said("a space before {sign}; {number} of {all} in this catalog have none, delete it", **facts)
        elif space == " ":
            message = said("{sign} after an ordinary space may begin a line; write {space}", **facts)
        else:
            continue
        by_message.setdefault(message, []).append(place)
    # A habit of a catalog is one decision for its translator, however often it occurs.
    for message, places in by_message.items():
        entry, keyword, start, space = places[0]
        line, column = catalog.file.place(entry, keyword, start)
        if len(places) > 1:
            # For translators: what is wrong, and that it is in several places, of which this is the first
            message = said("{message} (first of {count} places)", message=message, count=len(places))
        # Most keyboards have no other space, so nearly all write it; a habit of the catalog is not a slip.
        is_usual = are_spaced and space == " " and breaking * 2 > spaced
        new = "\u00a0" if are_spaced else ""
        fix = tuple(Edit(at, at + len(old), new, of_entry, of_keyword) for of_entry, of_keyword, at, old in places)
        yield Hit(message, space + _DANDA, column, level="note" if is_usual else "", line=line, fix=fix)


def _dandas(catalog: CheckedCatalog) -> Iterator[tuple[Entry, str, int, str]]:
    """Each danda of a catalog: its message and keyword, the offset at which it begins with its space, and the space."""
    for entry in catalog.living:
        for form, string in enumerate(() if entry.fuzzy else entry.strings):
            keyword = "msgstr" if entry.msgid_plural is None else f"msgstr[{form}]"
            for match in _DANDAS.finditer(string):
                if string[: match.start()][-1:].strip(_DANDA).strip():
                    yield entry, keyword, match.start(), match[0][:-1]


@rule("warning", "text", when=QUOTES)
def quotation_marks(text: Text) -> Iterator[Hit]:
    """A quotation mark is unpaired, or a translation uses two styles of quotation marks.

    Straight quotation marks do not count. The quotation marks of the source are also reported if the language uses
    different ones. If several messages of a catalog keep them, the first finding gives their number and the others are
    notes.
    Bad: `"Naročilo »{name} je potrjeno."`
    Good: `"Naročilo »{name}« je potrjeno."`
    """
    quotes = text.catalog.writing.quotes
    if not any(quote in text.text for pair in quotes for quote in pair):
        return
    source = text.sources[-1]
    pairs = _PAIRS_OF_SOURCES if "„" not in source else ()
    # A source with half of a quotation is put together elsewhere.
    if source.count('"') % 2 == 0 and all(source.count(pair[0]) == source.count(pair[1]) for pair in pairs):
        yield from _KEPT_PAIRS.hits(text)
        yield from _quotation_faults(_without_kept_pairs(text), quotes)


def _kept_pairs(text: Text) -> list[re.Match[str]]:
    """The quotations in a pair that the source has and the language does not."""
    prose, quotes = mask(text.text), text.catalog.writing.quotes
    kept = [pair for pair in _PAIRS_OF_SOURCES if pair not in quotes and pair[0] in text.sources[-1]]
    return [match for pair in kept for match in _quoted_in(pair).finditer(prose)]


@lru_cache(maxsize=8)
def _quoted_in(pair: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){pair[0]}(?=\S)[^{pair}\n]*(?<=\S){pair[1]}")


def _faults_of_pairs(text: Text) -> Iterator[Occurrence]:
    quotes = text.catalog.writing.quotes
    for match in _kept_pairs(text):
        pair = match[0][0] + match[0][-1]
        message = said(
            "quotes with {pair}, like the source; this language uses {quotes}", pair=pair, quotes=Several(quotes)
        )
        yield Occurrence(said("{pair} kept", pair=pair), Hit(message, pair[0], match.start()))


_KEPT_PAIRS = Habits("quotation-marks", _faults_of_pairs)


def _without_kept_pairs(text: Text) -> str:
    prose = mask(text.text)
    for match in _kept_pairs(text):
        prose = f"{prose[: match.start()]} {prose[match.start() + 1 : match.end() - 1]} {prose[match.end() :]}"
    return prose


def _quotation_faults(prose: str, quotes: Sequence[str]) -> Iterator[Hit]:
    pair_of = {pair[0]: pair for pair in reversed(quotes)}
    opener_of = {pair[1]: pair[0] for pair in reversed(quotes)}
    opened: list[tuple[int, str]] = []
    unclosed, style = list[tuple[int, str]](), ""
    for at, quote in enumerate(prose):
        closes = any(pair[1] == quote for _, pair in opened)
        if (quote not in pair_of and quote not in opener_of) or _is_apostrophe(prose, at, closes):
            continue
        if closes:
            while opened[-1][1][1] != quote:
                unclosed.append(opened.pop())
            opened.pop()
        elif quote not in pair_of:
            opener = describe_sign(opener_of[quote])
            message = said(
                "{sign} closes nothing; {opener} is missing before it", sign=describe_sign(quote), opener=opener
            )
            yield Hit(message, quote, at)
        elif not (opened and opened[-1][1] == pair_of[quote] and prose[at - 1] == "\n"):
            if not opened and style not in ("", pair_of[quote]):
                message = said("quotes with {pair} after {earlier}; use one pair", pair=pair_of[quote], earlier=style)
                yield Hit(message, quote, at)
            style = style or pair_of[quote]
            opened.append((at, pair_of[quote]))
    for at, pair in unclosed + opened:
        closer = describe_sign(pair[1])
        message = said(
            "{sign} is never closed; {closer} is missing after it", sign=describe_sign(pair[0]), closer=closer
        )
        yield Hit(message, pair[0], at)


def _is_apostrophe(prose: str, at: int, closes: bool) -> bool:
    """Whether a single quotation mark is an apostrophe: inside or after a word, or before the year of a decade."""
    if prose[at] not in "‘’":
        return False
    before, after = prose[at - 1 : at], prose[at + 1 : at + 2]
    return (before.isalpha() and after.isalpha()) or after.isdigit() or (prose[at] == "’" and not closes)
