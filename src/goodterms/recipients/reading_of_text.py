"""Which code page a table is in: the one in which its words are written in the letters of the languages that it names.

Nothing is guessed. What decides are the letters of a language that ASCII lacks (CLDR, the main exemplars): they must
come out in several words. Letters of foreign names (CLDR, the auxiliary exemplars) may come out besides, but show
nothing, because another code page has other foreign letters in their place.
"""

from __future__ import annotations

import itertools
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from goodterms.errors import InvalidRequest
from goodterms.expressions import expression
from goodterms.recipients.columns import LOCALE, fold_name, is_column_of
from goodterms.recipients.recognition import Words
from goodterms.sheets.encodings import COMMON, UTF8, Choice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from goodterms.project import Project
    from goodterms.sheets import Row
    from goodterms.sheets.encodings import Judge

_NOTHING: Mapping[str, str] = {}
_WORD = expression(r"[A-Za-z]*[\x80-\xff][A-Za-z\x80-\xff]*")
_MAX_WORDS, _MAX_LOCALES, _HEADER_WITHIN = 20_000, 500, 10
_ENOUGH_LETTERS, _ENOUGH_WORDS = 2, 3
"""The different letters, and the different words with one, that a reading needs to be sure."""
_LIKELY = 0.6
"""The share of words that must be likely to be spoken: with a vowel beside each consonant; and so many words at all."""
_SIGNS = "\u00a0€£₹…،؛؟۔"
_INSIDE_WORDS = "’‐‑–\u00a0"


class Letters(NamedTuple):
    """The letters of some languages: their own, and those of foreign names in them; all small ones."""

    own: frozenset[str]
    foreign: frozenset[str]


class _Found(NamedTuple):
    """What a table holds, each byte as the character of its number: its words beyond ASCII, and what names locales."""

    words: tuple[str, ...]
    header: tuple[tuple[str, ...], ...]
    columns: tuple[frozenset[str], ...]


def judge(
    project: Project, locale: str, settings: Mapping[str, str] = _NOTHING, own: Mapping[str, str] = _NOTHING
) -> Judge:
    """The judge of the code page of a table.

    ``locale`` is that of rows without one. A column has the locales of rows by its name, in the words of any language,
    or where the ``settings`` give its name this field; ``own`` are the settings' words for locales.
    """

    def languages(cells: Iterable[str]) -> Letters:
        given = (own.get(cell.strip().casefold(), cell) for cell in cells)
        return letters_of(project, filter(None, (*given, locale)))

    said = {fold_name(name): field for name, field in settings.items()}
    words = cache(lambda: Words(project.column_words, {}))  # read only for a table in a code page

    def is_settled(name: str) -> bool:
        field = said.get(fold_name(name.strip()))
        return is_column_of(LOCALE, name) if field is None else field == LOCALE

    def is_word(name: str) -> bool:
        return fold_name(name.strip()) not in said and any(one.field == LOCALE for one in words().named(name))

    return lambda rows, encodings: choose(rows(), encodings, languages, (is_settled, is_word))


def letters_of(project: Project, locales: Iterable[str]) -> Letters:
    """The letters of the languages of some locales; none for what is not a locale."""
    own: set[str] = set()
    foreign: set[str] = set()
    for given in set(locales):
        try:
            locale = project.locale(given.strip())
        except InvalidRequest:
            continue
        alphabet = project.language_of(locale).cldr.get("alphabet", {})
        own.update(alphabet.get("main", ""))
        foreign.update(alphabet.get("auxiliary", ""))
    return Letters(frozenset(own), frozenset(foreign - own))


def choose(
    rows: Iterable[Row],
    encodings: Sequence[str],
    letters: Callable[[Iterable[str]], Letters],
    names_locales: Sequence[Callable[[str], bool]],
) -> Choice:
    """The code page of a table, if its letters leave no doubt.

    ``rows`` have each byte as the character of its number; ``letters`` gives those of the languages that cells name.
    ``names_locales`` tell by its name whether a column has the locales of rows; each counts where those before it find
    no column.
    With UTF-8 among the ``encodings``, the file is valid in it and may be so by chance.
    """
    found = _find(rows)
    if UTF8 in encodings and not all(_is_sound(_decode(word, UTF8)) for word in found.words):
        encodings = [name for name in encodings if name != UTF8]
        return Choice("", encodings)
    readings: dict[str, tuple[str, ...]] = {}
    own: dict[str, frozenset[str]] = {}
    for name in encodings:
        words = tuple(_decode(word, name) for word in found.words)
        if not all(map(_is_text, words)):
            continue
        readings[name] = words
        of_languages = letters(_decode(cell, name) for cell in _cells_with_locales(found, name, names_locales))
        if of_languages.own and all(_is_in(word, of_languages) for word in words):
            own[name] = of_languages.own
    if UTF8 in encodings:  # a file is valid UTF-8 by chance only where all letters of another reading are usual ones
        possible = [name for name in own if name == UTF8 or _has_only(readings[name], own[name])]
        return Choice("", possible)
    chosen = [name for name in own if name in COMMON and _is_sure(name, readings, own[name])]
    return Choice(chosen[0] if len(chosen) == 1 else "", tuple(own))


def _find(rows: Iterable[Row]) -> _Found:
    words: dict[str, None] = {}
    header: list[tuple[str, ...]] = []
    columns: list[set[str]] = []
    for row in rows:
        cells = [str(cell) for cell in row.cells]
        if len(header) < _HEADER_WITHIN:
            header.append(tuple(cells))
        columns += [set() for _ in range(len(cells) - len(columns))]
        for cell, column in zip(cells, columns, strict=False):
            if len(column) < _MAX_LOCALES:
                column.add(cell)
            if not cell.isascii() and len(words) < _MAX_WORDS:
                words |= dict.fromkeys(_WORD.findall(cell))
    return _Found(tuple(words), tuple(header), tuple(map(frozenset, columns)))


def _cells_with_locales(found: _Found, encoding: str, names_locales: Sequence[Callable[[str], bool]]) -> Iterable[str]:
    """The cells in the columns that name locales, by the names of columns as they read in an encoding."""
    for names_locale, cells in itertools.product(names_locales, found.header):
        columns = [place for place, name in enumerate(cells) if names_locale(_decode(name, encoding))]
        if columns:
            return itertools.chain.from_iterable(found.columns[place] - {cells[place]} for place in columns)
    return ()


def _decode(text: str, encoding: str) -> str:
    return text.encode("latin-1").decode(encoding, "replace")


def _is_in(word: str, letters: Letters) -> bool:
    """Whether everything in a word beyond ASCII is a letter of the languages, or a sign."""
    return all(
        character.isascii() or _is_sign(character) or character.lower() in letters.own | letters.foreign
        for character in word
    )


@lru_cache(maxsize=1 << 16)
def _is_text(word: str) -> bool:
    """Whether a word may be one of some language: letters, their marks, and signs where they can be."""
    for number, character in enumerate(word):
        if not (character.isalpha() or unicodedata.category(character)[0] == "M" or _is_sign(character)):
            return False
        pair = word[number : number + 2]
        if not pair.isascii() and pair[0].islower() and pair[1:].isupper():
            return False
        if _is_sign(character) and character not in _INSIDE_WORDS and _is_between_letters(word, number):
            return False
    return _is_sound(word)


def _is_sound(word: str) -> bool:
    """Whether a word has letters of one script, and does not begin with a mark of a letter."""
    scripts = {_script(character) for character in word if character.isalpha()}
    return len(scripts) <= 1 and not unicodedata.category(word[0]).startswith("M")


@lru_cache(maxsize=512)
def _is_sign(character: str) -> bool:
    """Whether a character is a quotation mark, a dash, or another sign that is usual beside words."""
    return (
        character in _SIGNS
        or (not character.isascii() and unicodedata.category(character) in ("Pd", "Pi", "Pf"))
        or character in "„‚"
    )


def _is_between_letters(word: str, number: int) -> bool:
    return word[:number][-1:].isalpha() and word[number + 1 :][:1].isalpha()


@lru_cache(maxsize=512)
def _script(character: str) -> str:
    return unicodedata.name(character, "").partition(" ")[0]


def _is_sure(name: str, readings: dict[str, tuple[str, ...]], own: frozenset[str]) -> bool:
    """Whether a reading has enough letters of its languages, and more of them than every other one that differs."""
    words = [word for word in readings[name] if _own_letters(word, own)]
    if len(set().union(*(_own_letters(word, own) for word in words))) < _ENOUGH_LETTERS:
        return False
    if not _are_likely(words, own):
        return False
    return all(_is_better(readings[name], other_words, own) for other, other_words in readings.items() if other != name)


def _is_better(words: Sequence[str], others: Sequence[str], own: frozenset[str]) -> bool:
    """Whether enough words have a letter of the language where the others have none, and none is the other way round.

    The others need not be in letters of the language: a foreign name may have any.
    """
    deciding = []
    for word, other in zip(words, others, strict=True):
        differing = [(here, there) for here, there in zip(word, other, strict=True) if here != there]
        if any(there.lower() in own for _, there in differing):
            return False
        if any(here.lower() in own for here, _ in differing):
            deciding.append(word)
    return _are_likely(deciding, own)


def _has_only(words: Iterable[str], own: frozenset[str]) -> bool:
    return all(character.isascii() or character.lower() in own for word in words for character in word)


def _own_letters(word: str, own: frozenset[str]) -> set[str]:
    """The letters of the languages in a word that ASCII lacks, as small ones."""
    return {small for character in word if (small := character.lower()) in own and not small.isascii()}


def _are_likely(words: Sequence[str], own: frozenset[str]) -> bool:
    likely = sum(_is_likely(word, own) for word in words)
    return likely >= max(_ENOUGH_WORDS, _LIKELY * len(words))


def _is_likely(word: str, own: frozenset[str]) -> bool:
    """Whether a vowel is beside each own Latin consonant that ASCII lacks: so it is not a vowel read as a consonant.

    For example, ``Adčle`` is Adèle read in another code page.
    """
    bare = [unicodedata.normalize("NFD", character)[0].lower() for character in word]
    return all(
        not _is_latin_consonant(bare[number]) or bool({*bare[max(0, number - 1) : number + 2]} & set("aeiouy"))
        for number, character in enumerate(word)
        if not character.isascii() and character.lower() in own
    )


def _is_latin_consonant(bare: str) -> bool:
    return "a" <= bare <= "z" and bare not in "aeiouy"
