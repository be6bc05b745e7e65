"""Rules about letters: their script, and whether they belong where they are."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from goodterms.check.habits import Habits, Occurrence
from goodterms.check.registry import rule
from goodterms.check.subjects import Edit, Hit
from goodterms.check.triggers import BEYOND_LATIN, LOOK_ALIKES
from goodterms.cldr.languages import is_written_in
from goodterms.expressions import expression
from goodterms.speech import said, said_plural
from goodterms.text import bidi

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goodterms.check.subjects import Text

# ISO 15924 code to the first word of its letters' names. Scripts without spaces between words, and those that mix with
# others as a matter of course (Hans, Hant, Jpan, Kore, Thai …), are left out: the rules skip them.
SCRIPT_NAMES = {
    "Latn": "LATIN", "Arab": "ARABIC", "Cyrl": "CYRILLIC", "Grek": "GREEK", "Hebr": "HEBREW",
    "Deva": "DEVANAGARI", "Beng": "BENGALI", "Guru": "GURMUKHI", "Gujr": "GUJARATI", "Orya": "ORIYA",
    "Taml": "TAMIL", "Telu": "TELUGU", "Knda": "KANNADA", "Mlym": "MALAYALAM", "Sinh": "SINHALA",
}  # fmt: skip
INDIC = set(list(SCRIPT_NAMES.values())[5:])
_SCRIPTS = {*SCRIPT_NAMES.values(), "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR"}
# Greek letters that are symbols in Latin words (μm, kΩ, Δt) and look like no Latin letter.
_SYMBOLS = set("μΩΔπλσ")

MASK = "\ufffc"
_MARKUP = (
    r"(?=[{%<&`])(?:\{[\w.!:\[\] ]*\}|%\(\w*\)[#0 +-]*[\d.]*[A-Za-z]?|%(?:\d+\$)?[#0+-]*\d*(?:\.\d+)?[a-zA-Z%]"
    r"|</?[A-Za-z][^<>]*>|&#?\w+;|`[^`]*`)"
)
_ADDRESSES = (
    r"(?:[a-z]{3,10}://|www\.|mailto:)[^\s<>\"]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
)
# Addresses are looked for only where there may be one: the search for them tries every word.
_WITHOUT_ADDRESSES = expression(_MARKUP)
_NO_PROSE = expression(f"{_ADDRESSES}|{_MARKUP}")
_MAYBE_ADDRESS = expression(r"@|:/|\w\.\w")
_MAY_HOLD_MORE = expression(r"[{%@<&`]|:/|\w\.\w")
# Anything but Latin letters and the punctuation that goes with them.
_BEYOND_LATIN = expression("[^\x00-\u036f\u1e00-\u1eff\u2000-\u206f\u20a0-\u20cf\ufffc]")
_TOKEN = expression(r"\S+")
_LETTERS = expression(r"[^\W\d_]+")

_SIGNS = {
    character: name
    for character in map(chr, range(0x0900, 0x0E00))
    if unicodedata.category(character) in {"Mn", "Mc"} and (name := unicodedata.name(character, ""))
}
_VOWELS = "".join(character for character, name in _SIGNS.items() if "VOWEL SIGN" in name)
VIRAMAS = "".join(character for character, name in _SIGNS.items() if "VIRAMA" in name or "AL-LAKUNA" in name)
_VOWEL_PAIR = expression(f"[{_VOWELS}][{_VOWELS}]")
# A sign by itself is shown on a dotted circle or a no-break space.
_SIGN_ALONE = expression(f"(?<![\\w{''.join(_SIGNS)}\u25cc\u00a0{MASK}])[{_VOWELS}{VIRAMAS}]")

_PRESENTATION_FORMS = expression(
    "[\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdc7\ufdf0\ufdf1\ufdf3-\ufdf9\ufdfb\ufe70-\ufefc]+"
)
# Between letters, or more than one. A single one after a letter joins it to a value or ends an abbreviation; one that
# carries a vowel sign is a spelling.
_KASHIDA = expression(
    "\u0640{2,}|(?<=[\u0620-\u063f\u0641-\u065f\u066e-\u06d3\u06d5-\u06ff\u0750-\u077f\u08a0-\u08c9])\u0640"
    "(?=[\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee-\u06ff\u0750-\u077f\u08a0-\u08c9])"
)


def text_and_offset(match: re.Match[str]) -> tuple[str, int]:
    """The text of a match, and where it begins."""
    return match[0], match.start()


def is_edge(character: str) -> bool:
    """Whether a word ends at a character: a space, punctuation, the end of the text. A mask may continue the word."""
    return not character or (character != MASK and unicodedata.category(character)[0] in "ZPSC")


@lru_cache(maxsize=512)
def prose_of(text: str) -> str:
    """The text with everything masked that is not prose (placeholders, addresses, markup, code); of the same length."""
    if not _MAY_HOLD_MORE.search(text):
        return text
    pattern = _NO_PROSE if _MAYBE_ADDRESS.search(text) else _WITHOUT_ADDRESSES
    return pattern.sub(lambda match: MASK * len(match[0]), text)


@lru_cache(maxsize=4096)
def family(character: str) -> str:
    """The first word of a character's name: its script, for the letters and signs of a script."""
    return unicodedata.name(character, "").partition(" ")[0]


@lru_cache(maxsize=4096)
def _script_of(character: str) -> str:
    """The script of a letter or vowel sign; empty for everything else, and for letters shared by all scripts."""
    if not (character.isalpha() or character in _VOWELS or character in VIRAMAS):
        return ""
    return family(character) if family(character) in _SCRIPTS else ""


@lru_cache(maxsize=512)
def _count_by_script(text: str) -> Counter[str]:
    """The number of letters and vowel signs of each script."""
    return Counter(filter(None, map(_script_of, text)))


@rule("error", "text", when=BEYOND_LATIN)
def wrong_script(text: Text) -> Iterator[Hit]:
    """A translation is not in the script of its language.

    If the language is also written in the other script, the first finding in a catalog is a warning and the others are
    notes; add the script to the name of that catalog.
    Bad: `నమస్కారం` as `"Namaskaram"` in a Telugu catalog
    Good: `PDF ఫైల్`
    """
    yield from _SCRIPTS_OF_TEXTS.hits(text)


def _texts_in_other_scripts(text: Text) -> Iterator[Occurrence]:
    own = SCRIPT_NAMES.get(text.catalog.writing.script, "")
    if not own or (own == "LATIN" and not _BEYOND_LATIN.search(text.text)):
        return
    prose = prose_of(text.text)
    letters = _count_by_script(prose)
    if letters[own] * 10 >= letters.total() * 3:
        return
    letters = _count_by_script("".join(filter(str.isalpha, prose)))  # without vowel signs
    known = {word.casefold() for source in text.sources for word in _LETTERS.findall(source)}
    strange = [match for match in _LETTERS.finditer(prose) if _is_strange(match[0], own, known)]
    others = _count_by_script("".join(match[0] for match in strange))
    total = others.total() + letters[own]
    if strange and total >= 3 and letters[own] * 10 < total * 3:
        name = max(others, key=lambda script: others[script])
        other, right = name.title(), own.title()
        facts = {"number": letters[own], "total": total, "script": right, "other": other}
        code = next((code for code, known in SCRIPT_NAMES.items() if known == name), "")
        if code and is_written_in(text.catalog.language, code):
            message = said(
                "{number} of {total} letters are {script}, most are {other}; write the text in {script} letters, or "
                "name the catalog {catalog}",
                catalog=f"{text.catalog.language}_{code}",
                **facts,
            )
            yield Occurrence(
                said("in {script} letters", script=other), Hit(message, *text_and_offset(strange[0]), level="warning")
            )
        else:
            message = said(
                "{number} of {total} letters are {script}, most are {other}; write the text in {script} letters",
                **facts,
            )
            yield Occurrence("", Hit(message, *text_and_offset(strange[0]), level="error"))


_SCRIPTS_OF_TEXTS = Habits("wrong-script", _texts_in_other_scripts)


def _is_strange(word: str, own: str, known: set[str]) -> bool:
    scripts = _count_by_script(word)
    # A short word in capitals (SMS, IBAN) is the same in every script.
    is_known = len(word) > 2 and any(word.casefold() in other for other in known)
    is_usual = "LATIN" in scripts and (is_known or word.casefold() in known or (len(word) <= 4 and word.isupper()))
    return bool(scripts) and own not in scripts and not is_usual


@rule("warning", "text", when=BEYOND_LATIN)
def foreign_letter(text: Text) -> Iterator[Hit]:
    """A word mixes letters of two scripts.

    Bad: `plаčilo` with the Cyrillic letter `а` (U+0430)
    Good: `PDF-ఫైల్, GPSको, 10 μm`
    """
    is_latin = text.catalog.writing.script == "Latn"
    if is_latin and not _BEYOND_LATIN.search(text.text):
        return
    if text.text.isascii() or len(_count_by_script(prose_of(text.text))) < 2:
        return
    own = SCRIPT_NAMES.get(text.catalog.writing.script, "")
    for token in _TOKEN.finditer(prose_of(text.text)):
        for start, word in _mixed_words(token[0]):
            letters = _count_by_script(word)
            home = max(letters, key=lambda script: (letters[script], script == own))
            at = next(place for place, letter in enumerate(word) if _script_of(letter) not in {"", home})
            end = next((place for place in range(at, len(word)) if _script_of(word[place]) == home), len(word))
            message = said(
                "{character} is in a word of {script} letters; write the {script} letter, or separate the scripts with "
                "a space or a hyphen",
                character=bidi.describe(word[at]),
                script=home.title(),
            )
            yield Hit(message, word[at:end], token.start() + start + at)


def _mixed_words(token: str) -> Iterator[tuple[int, str]]:
    """The runs of letters and signs in a token that mix scripts, with their places. Anything else ends a run."""
    start = 0
    for end in range(len(token) + 1):
        if end < len(token) and (token[end] == "\u200d" or unicodedata.category(token[end])[0] in "LM"):
            continue
        if _is_mixed(token[start:end]):
            yield start, token[start:end]
        start = end + 1


def _is_mixed(word: str) -> bool:
    scripts = [script for script in map(_script_of, word) if script]
    if len(set(scripts)) < 2 or not set(scripts) <= set(SCRIPT_NAMES.values()):
        return False
    if set(scripts) == {"LATIN", "GREEK"} and set(word) & _SYMBOLS:
        return False
    # Indic scripts put endings right after Latin words and capitals; others do after abbreviations in capitals.
    base = next((place for place, script in enumerate(scripts) if script != "LATIN"), 0)
    if base == 0 or len(set(scripts[base:])) > 1:
        return True
    is_ending = scripts[base] in INDIC and (base > 1 or word[0].isupper())
    return not is_ending and not (base > 2 and word[:base].isupper() and not word[base].isupper())


@lru_cache(maxsize=16)
def _any_of(letters: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(letters, key=len, reverse=True))))


@rule("warning", "text", when=LOOK_ALIKES)
def look_alike_letters(text: Text) -> Iterator[Hit]:
    """A letter or digit looks like one that the language uses, but is a different character.

    Bad: `شكريہ` with the Arabic `ك` (U+0643) in an Urdu catalog
    Good: `شکریہ`
    """
    right = text.catalog.writing.letters
    if not right or text.text.isascii():
        return
    places: dict[str, list[int]] = {}
    for match in _any_of(tuple(right)).finditer(prose_of(text.text)):
        after = text.text[match.end() : match.end() + 1]
        # A letter that composes with the sign after it is that character, decomposed.
        if not after or len(unicodedata.normalize("NFC", match[0] + after)) > len(match[0]):
            places.setdefault(match[0], []).append(match.start())
    for wrong, at in places.items():
        message = said_plural(
            "{character} is not a letter of this language; write {right}",
            "{character} is not a letter of this language; write {right} ({count} times in this text)",
            len(at),
            character=_describe(wrong),
            right=_describe(right[wrong]),
        )
        yield Hit(message, wrong, at[0], fix=tuple(Edit(start, start + len(wrong), right[wrong]) for start in at))


def _describe(text: str) -> str:
    return " + ".join(map(bidi.describe, text))


@rule("warning", "text", when="\ufb50-\ufefc")
def presentation_forms(text: Text) -> Iterator[Hit]:
    """Arabic letters are written as presentation forms (U+FB50–FDFF, U+FE70–FEFC), which only old fonts need.

    Bad: `ﺳﻼﻡ`
    Good: `سلام, ﷲ, ﷺ`
    """
    right = text.catalog.writing.letters
    for match in _PRESENTATION_FORMS.finditer(text.text):
        plain = unicodedata.normalize("NFKC", match[0][0]).strip()
        letters = _describe("".join(right.get(letter, letter) for letter in plain))
        facts = {"character": bidi.describe(match[0][0]), "letters": letters}
        more = len(match[0]) - 1
        message = (
            said(
                "{character} is a presentation form; write {letters} (and replace the {more} after it)",
                **facts,
                more=more,
            )
            if more
            else said("{character} is a presentation form; write {letters}", **facts)
        )
        spelled = "".join(right.get(letter, letter) for letter in unicodedata.normalize("NFKC", match[0]))
        # A few forms are a sign on a space; there is no telling which letter was meant.
        yield Hit(message, *text_and_offset(match), fix=() if " " in spelled else (Edit(*match.span(), spelled),))


@rule("warning", "text", when="\u0900-\u0dff")
def vowel_sign_alone(text: Text) -> Iterator[Hit]:
    """A vowel sign or virama begins a word, or follows another vowel sign, so it has no letter to go with.

    Bad: `िपत्र, మెు (U+0C46 U+0C41)`
    Good: `पत्र, మొ (U+0C4A)`
    """
    if text.text.isascii():
        return
    prose = prose_of(text.text)
    for match in _SIGN_ALONE.finditer(prose):
        before = prose[match.start() - 1] if match.start() else " "
        if is_edge(before) and unicodedata.category(before) != "Cf":
            name = bidi.describe(match[0])
            message = said("{character} begins a word; write the letter that it belongs to", character=name)
            yield Hit(message, *text_and_offset(match))
    for match in _VOWEL_PAIR.finditer(prose):
        # Two that compose to one sign are that sign, decomposed.
        if len(unicodedata.normalize("NFC", match[0])) == 2:
            first, second = map(bidi.describe, match[0])
            message = said("{second} follows another vowel sign, {first}; write only one", second=second, first=first)
            yield Hit(message, match[0][1], match.start() + 1)


@rule("warning", "text", when="\u0640")
def kashida(text: Text) -> Iterator[Hit]:
    """A kashida (U+0640) stretches a word. Programs justify lines without it, and a search does not find the word.

    Bad: `محـــترم`
    Good: `محترم, 1445 هـ`
    """
    if "\u0640" not in text.text or text.catalog.writing.script not in {"", "Arab"}:
        return
    for match in _KASHIDA.finditer(prose_of(text.text)):
        message = said("{character} stretches the word; delete it", character=bidi.describe(match[0][0]))
        yield Hit(message, *text_and_offset(match), fix=(Edit(*match.span(), ""),))
