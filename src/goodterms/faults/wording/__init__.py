"""The sentences of faults: by kind, a problem and a hint, with the facts of the fault in braces.

Braces follow :meth:`str.format`. A fact that is a tuple is written with commas; ``{names:or}`` and ``{names:and}`` put
that word between its items, ``{names:quoted}`` and ``{names:quoted or}`` put each item in quotes. Three facts are made
from others: ``{near}`` is the known name nearest to ``given``, ``{suggestion}`` that name and all of ``known``, and
``{because}`` says for which choices a field is needed, from ``when``: two tuples of pairs of a field and its choices.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Self

from goodterms import speech
from goodterms.faults.nearest import nearest
from goodterms.faults.wording import (
    advice,
    calls,
    catalogs,
    causes,
    content,
    files,
    formats,
    locales,
    rows,
    sending,
    tables,
    templates,
    values,
)
from goodterms.speech import Counted, Said, aloud, joined, plural, sentence, speak

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from goodterms.faults import Fault
    from goodterms.faults.wording.text import Text
    from goodterms.speech.language import Language

ROOMS = (values, calls, locales, tables, rows, files, content, templates, catalogs, formats, sending, advice, causes)
"""The modules with the sentences, by the rooms that make the faults."""
TEXTS: Mapping[str, Text] = {kind: text for room in ROOMS for kind, text in room.TEXTS.items()}
"""The problem and the hint of every kind of fault."""
_SOURCES = {
    "given": "{place}",
    "sender": sentence("{place} (of the sender)"),
    "settings": sentence("{place} (in goodterms.toml)"),
    "sample": sentence("{place} (a sample value)"),
}
_MOST_SHOWN = 500
"""The characters of a wrong value that a sentence shows: as many as most values may have."""


def where(fault: Fault) -> str:
    """The place of a fault as people read it; where a value is in the table of a language, the table is named, too."""
    if fault.line:
        return f"{fault.place}:{fault.line}"
    table = fault.param("table") if fault.source in ("settings", "sender") else None
    place = f"{table}.{fault.place}" if table else fault.place
    return place if fault.source == "given" else speak(_SOURCES[fault.source], place=place)


def problem(fault: Fault) -> str:
    """What is wrong."""
    return _worded(TEXTS[fault.kind].problem, fault)


def hint(fault: Fault) -> str:
    """What would be right; empty when the kind has no hint."""
    worded = _worded(TEXTS[fault.kind].hint, fault)
    return type(worded)(worded.strip())


def has_predicate(fault: Fault) -> bool:
    """Whether the problem says something of the place that is named before it: ``is missing``."""
    text = TEXTS[fault.kind].problem
    return isinstance(text, str) and text.startswith("is ")


def asks_what_was_meant(fault: Fault) -> bool:
    """Whether the hint begins with the name that was probably meant."""
    text = TEXTS[fault.kind].hint
    return text.startswith("did you mean") or (text.startswith("{suggestion}") and bool(_Facts(fault)["near"]))


def said_problem(fault: Fault) -> Said:
    """What is wrong, in English, as a sentence that can be written in another language later."""
    return _SaidFault(fault, problem)


def said_whole(fault: Fault) -> Said:
    """What is wrong, and what would be right, in English, as a text that can be written in another language later."""
    return _SaidFault(fault, _whole)


def said_with_place(fault: Fault) -> Said:
    """Where, and what is wrong, in English, as a text that can be written in another language later."""
    return _SaidFault(fault, str)


class _SaidFault(Said):
    """A fault in words, which remain with it."""

    __slots__ = ("_fault", "_word")

    _fault: Fault
    _word: Callable[[Fault], str]

    def __new__(cls, fault: Fault, word: Callable[[Fault], str]) -> Self:
        """The fault in English."""
        with speech.speaking(None):
            result = super().__new__(cls, word(fault))
        result._fault, result._word = fault, word
        return result

    def __reduce__(self) -> tuple[Callable[..., Said], tuple[object, ...]]:
        return _SaidFault, (self._fault, self._word)

    def written_in(self, language: Language) -> str:
        """The fault in the words of a language."""
        with speech.speaking(language):
            return self._word(self._fault)


def _whole(fault: Fault) -> str:
    hinted = hint(fault)
    return speak("{problem}; {hint}", problem=problem(fault), hint=hinted) if hinted else problem(fault)


def _worded(text: str | Counted, fault: Fault) -> str:
    language = speech.current()
    facts = _Facts(fault)
    if isinstance(text, Counted):
        return plural(text.one, text.other, **facts)  # type: ignore[arg-type] # its count is a number
    return text.format_map(facts) if language is None else language.sentence(None, text, facts)


def suggestion(given: str, known: tuple[str, ...]) -> str:
    """A hint for an unknown name: the nearest one, and all that are known."""
    if not known:
        return speak("there is none")
    listed = speak("expected one of: {known}", known=_Listed(known))
    near = nearest(given, known)
    return f"{speak('did you mean {near!r}?', near=near)} {listed}" if near else listed


def needed_when(when: Iterable[tuple[str, Iterable[str]]], when_all: Iterable[tuple[str, Iterable[str]]] = ()) -> str:
    """For which choices a field is needed; an empty string when that does not depend on any.

    Both are pairs of a field and its choices, of which one must be made, or all (``when_all``).
    """
    conditions = [speak("{field} is {choices:or}", field=field, choices=_Listed(choices)) for field, choices in when]
    conditions += [
        speak("{field} is {choices:and}", field=field, choices=_Listed(choices)) for field, choices in when_all
    ]
    return speak("needed when {conditions:and}", conditions=_Listed(conditions)) if conditions else ""


def _aloud(value: object) -> object:
    return aloud(value) if isinstance(value, str) else value


class _Listed(tuple[object, ...]):
    """A fact that is several."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        items = [repr(item) if spec.startswith("quoted") else str(item) for item in self]
        return joined(items, spec.removeprefix("quoted").strip())


class _Facts(Mapping[str, object]):
    """The facts of a fault by name, with those that are made from others."""

    def __init__(self, fault: Fault) -> None:
        self._facts = dict(fault.params)

    def __getitem__(self, name: str) -> object:
        if name in self._facts:
            value = self._facts[name]
            if name == "given" and isinstance(value, str) and len(value) > _MOST_SHOWN:
                return f"{value[:_MOST_SHOWN]}…"
            if isinstance(value, str):
                return speak(value) if name == "help" and type(value) is str else aloud(value)
            return _Listed(map(_aloud, value)) if type(value) is tuple else value
        if name in ("suggestion", "near"):
            given, known = str(self._facts["given"]), self._facts["known"]
            names = tuple(map(str, known)) if isinstance(known, tuple) else ()
            return suggestion(given, names) if name == "suggestion" else nearest(given, names)
        if name == "because":
            because = needed_when(*self._facts["when"])  # type: ignore[misc] # as whoever made the fault knows
            return type(because)(f"{because}: ") if because else ""
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)
