"""What the program says to people, in the language that they read: each sentence is a message of a catalog.

The English sentence is the msgid. Where no language is chosen, it is printed as it is, and nothing is loaded. Where one
is, the sentence is looked up in :data:`~goodterms.speech.language.Language.messages`; a message without a translation,
or with one that does not fit its facts, stays in English.

Facts are in braces, as :meth:`str.format` has them. Every msgid is a constant where one of these functions is called:
``scripts/program_texts.py`` finds them there. A comment ``# For translators: …`` on the line above goes into the
catalogs.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, NamedTuple, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from goodterms.speech.language import Language

_chosen: Language | Callable[[], Language | None] | None = None
"""The language of the process, or what loads it when the first sentence is needed."""
_here: ContextVar[Language | bool | None] = ContextVar("_here", default=None)
"""The language of this part of the program; False for sentences as they are written, None for that of the process."""


def choose(language: Language | Callable[[], Language | None] | None) -> None:
    """Choose the language of the process, or what loads it when it is first needed; None for English."""
    global _chosen
    _chosen = language


def current() -> Language | None:
    """The language in which sentences are written here; None for English."""
    global _chosen
    here = _here.get()
    if here is not None:
        return None if isinstance(here, bool) else here
    if _chosen is not None and callable(_chosen):
        _chosen = _chosen()
    return _chosen


@contextmanager
def speaking(language: Language | None) -> Iterator[None]:
    """Within this, sentences are in a language; None for English, as in all that other programs read."""
    token = _here.set(False if language is None else language)
    try:
        yield
    finally:
        _here.reset(token)


_SEPARATORS = {"": ", ", ";": "; "}
"""What joins items, by the word between them, where it is more than this word."""


class Counted(NamedTuple):
    """A sentence of one thing and one of several."""

    one: str
    other: str


class Said(str):
    """A sentence in English that knows its message, so that it can be written in another language later.

    Findings are such sentences: reports for programs, baselines and fingerprints have the English text.
    """

    __slots__ = ("facts", "number", "plural", "source")

    source: str
    plural: str | None
    number: int
    facts: Mapping[str, object]

    def __reduce__(self) -> tuple[Callable[..., Said], tuple[object, ...]]:
        return _said, (str(self), self.source, self.plural, self.number, self.facts)

    def written_in(self, language: Language) -> str:
        """The sentence in a language; in English where it has no translation."""
        facts = {name: aloud(value) if isinstance(value, str) else value for name, value in self.facts.items()}
        if self.plural is None:
            return language.sentence(None, self.source, facts or None)
        return language.counted(None, self.source, self.plural, self.number, facts)


class Several(Said):
    """Names with a word between them, ``and`` or ``or``, or with commas: ``Noto Sans or Noto Serif``."""

    __slots__ = ("names", "word")

    names: tuple[str, ...]
    word: str

    def __new__(cls, names: Iterable[str], word: str = "and") -> Self:
        """The names in English, which know the word between them."""
        known = tuple(names)
        result = super().__new__(cls, (f" {word} " if word else ", ").join(known))
        result.names, result.word = known, word
        return result

    def __reduce__(self) -> tuple[Callable[..., Said], tuple[object, ...]]:
        return Several, (self.names, self.word)

    def written_in(self, language: Language) -> str:
        """The names with the words between them that a language has."""
        return language.joined(self.names, self.word)


class Some(Said):
    """The first of many names, and how many there are besides: ``a, b, c and 5 more``."""

    __slots__ = ("listed", "more")

    listed: Several
    more: int

    def __new__(cls, names: Sequence[str], most: int, word: str = "and") -> Self:
        """The names in English; all of them, with the ``word`` between them, if there are not more than ``most``."""
        from goodterms.speech.patterns import PATTERNS, SOME  # not before there are too many names

        more = max(0, len(names) - most)
        listed = Several(names[:most], "" if more else word)
        result = super().__new__(cls, PATTERNS[SOME][0].format(list=listed, more=more) if more else listed)
        result.listed, result.more = listed, more
        return result

    def __reduce__(self) -> tuple[Callable[..., Said], tuple[object, ...]]:
        return Some, ((*self.listed.names, *[""] * self.more), len(self.listed.names), self.listed.word)

    def written_in(self, language: Language) -> str:
        """The names and their number, as a language has them."""
        from goodterms.speech.patterns import PATTERNS, SOME

        listed = self.listed.written_in(language)
        return language.sentence(SOME, PATTERNS[SOME][0], {"list": listed, "more": self.more}) if self.more else listed


def sentence(msgid: str) -> str:
    """A msgid that is a constant here and looked up elsewhere, by :func:`speak`."""
    return msgid


def sentences(one: str, other: str) -> Counted:
    """A msgid with its plural, both constants here and looked up elsewhere, by :func:`plural`."""
    return Counted(one, other)


def speak(msgid: str, /, **facts: object) -> str:
    """A sentence with its facts."""
    language = current()
    if language is None:
        return msgid.format_map(facts) if facts else msgid
    return language.sentence(None, msgid, _aloud(facts) or None)


def speak_in(context: str, msgid: str, /, **facts: object) -> str:
    """A sentence with its facts; ``context`` tells it from others of the same text."""
    language = current()
    if language is None:
        return msgid.format_map(facts) if facts else msgid
    return language.sentence(context, msgid, _aloud(facts) or None)


def plural(one: str, other: str, /, count: int, **facts: object) -> str:
    """A sentence about ``count`` things, which is one of its facts: ``one`` for 1, ``other`` for other numbers."""
    language = current()
    if language is None:
        return (one if count == 1 else other).format_map({"count": count, **facts})
    return language.counted(None, one, other, count, _aloud(facts))


def plural_in(context: str, one: str, other: str, /, count: int, **facts: object) -> str:
    """A sentence about ``count`` things; ``context`` tells it from others of the same text."""
    language = current()
    if language is None:
        return (one if count == 1 else other).format_map({"count": count, **facts})
    return language.counted(context, one, other, count, _aloud(facts))


def unfilled(msgid: str) -> str:
    """A sentence whose facts somebody else fills in, by :meth:`str.format`."""
    language = current()
    return msgid if language is None else language.unfilled((None, msgid), 0, msgid)


def unfilled_plural(one: str, other: str, count: int) -> str:
    """A sentence about ``count`` things whose facts somebody else fills in, by :meth:`str.format`."""
    language = current()
    source = one if count == 1 else other
    return source if language is None else language.unfilled((None, one), language.form_of(count), source, other)


def said(msgid: str, /, **facts: object) -> Said:
    """A sentence in English that :func:`aloud` writes in the language that is chosen."""
    return _said(msgid.format_map(facts) if facts else msgid, msgid, None, 0, facts)


def said_plural(one: str, other: str, /, count: int, **facts: object) -> Said:
    """A sentence in English about ``count`` things, which is one of its facts; :func:`aloud` writes it as chosen."""
    everything = {"count": count, **facts}
    return _said((one if count == 1 else other).format_map(everything), one, other, count, facts)


def joined(items: Sequence[str], word: str = "") -> str:
    """Items as a list: with commas, or with the ``word`` between them, ``or`` or ``and``; sentences with ``;``."""
    language = current()
    if language is None:
        return _SEPARATORS.get(word, f" {word} ").join(items)
    return language.joined(items, word)


def value(text: str) -> str:
    """A value as it is in a sentence: in an isolate where that is written from right to left."""
    from goodterms.speech.language import isolated

    language = current()
    return isolated(text) if language is not None and language.is_right_to_left else text


def in_figures(number: int) -> str:
    """A number with its digits in groups: ``1,250``."""
    language = current()
    return f"{number:,}" if language is None else language.number(number)


def aloud(text: str) -> str:
    """A text in the language that is chosen, as far as it knows its message; else as it is."""
    language = current()
    return text.written_in(language) if language is not None and isinstance(text, Said) else text


def _aloud(facts: Mapping[str, object]) -> Mapping[str, object]:
    """The facts of a sentence, of which those that are sentences themselves are in the language that is chosen."""
    return {name: aloud(fact) if isinstance(fact, Said) else fact for name, fact in facts.items()}


def _said(text: str, source: str, plural: str | None, count: int, facts: Mapping[str, object]) -> Said:
    result = Said(text)
    result.source, result.plural, result.number, result.facts = source, plural, count, facts
    return result
