"""Terms as TBX, in which terminology programs exchange them (ISO 30042:2019; dialect TBX-Basic, style DCA), both ways.

A term there is a word in its basic form. What only our terms have is in notes with a label: ``stem: naročil|o``,
``level: warning``, ``except: in good order: a state``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.parsers import expat

from goodterms.errors import InvalidRequest
from goodterms.faults.causes import Damaged
from goodterms.sheets.bounds import BoundedXml, Depth, damage_of_xml, parser_of_xml
from goodterms.text import phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from goodterms.content.terms import Term
    from goodterms.text.phrases import Phrase

MEDIA_TYPE = "application/x-tbx"
MAX_BYTES = 50_000_000
_NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_LABEL = re.compile(r"(note|stem|level|except): (.*)", re.DOTALL)
_CONCEPT, _LANGUAGE, _TERM = ("conceptEntry", "termEntry"), ("langSec", "langSet"), ("termSec", "tig", "ntig")
"""The elements, each also by its name in the first edition of the standard."""
_STATUSES = ("preferredTerm-admn-sts", "admittedTerm-admn-sts")
_NOT_TO_USE = ("deprecatedTerm", "supersededTerm")
_XML_LANG = "http://www.w3.org/XML/1998/namespace lang"
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


class Imported(NamedTuple):
    """The terms of a file as the table ``terms`` of a terms.toml has them, and words that no such table can have."""

    terms: dict[str, Any]
    left_out: list[str]


def tbx_bytes(terms: Iterable[Term], source: str, target: str) -> bytes:
    """A TBX file with the terms of a language; ``source`` and ``target`` are BCP 47 tags."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<tbx xmlns="{_NAMESPACE}" type="TBX-Basic" style="dca" xml:lang="{_escaped(source)}">',
        "<tbxHeader><fileDesc><sourceDesc><p>goodterms</p></sourceDesc></fileDesc></tbxHeader>",
        "<text><body>",
    ]
    for number, term in enumerate(terms, 1):
        lines.append(f'<conceptEntry id="c{number}">')
        lines += [f"<note>{_escaped(note)}</note>" for note in _notes(term)]
        lines += _section(source, [term.source])
        lines += _section(target, term.translations)
        lines.append("</conceptEntry>")
    return "\n".join([*lines, "</body></text>", "</tbx>", ""]).encode()


def _notes(term: Term) -> Iterator[str]:
    if term.note:
        yield f"note: {term.note}" if _LABEL.fullmatch(term.note) else term.note
    if term.level:
        yield f"level: {term.level}"
    yield from (f"except: {phrase}: {reason}" for phrase, reason in term.exceptions)


def _section(language: str, written: Iterable[Phrase]) -> Iterator[str]:
    yield f'<langSec xml:lang="{_escaped(language)}">'
    for number, phrase in enumerate(written):
        status = f'<termNote type="administrativeStatus">{_STATUSES[min(number, 1)]}</termNote>'
        stem = f"<note>stem: {_escaped(phrase.written)}</note>" if phrase.written != phrase.shown else ""
        yield f"<termSec><term>{_escaped(phrase.shown)}</term>{status}{stem}</termSec>"
    yield "</langSec>"


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(character, character) for character in text)


def read(path: Path, data: bytes, source: str, target: str) -> Imported:
    """The terms of a TBX file that are in both languages, given as BCP 47 tags; those not to be used are left out.

    Raises :class:`InvalidRequest` for a file that is not well-formed, declares a document type or entities, or has no
    terms in both languages.
    """
    reader = _Reader()
    try:
        reader.read(data)
    except expat.ExpatError as error:
        raise InvalidRequest.of("tbx-damaged", str(path), reason=damage_of_xml(error), line=error.lineno) from None
    except Damaged as error:
        raise InvalidRequest.of("tbx-damaged", str(path), reason=error.reason) from None
    imported = Imported({}, [])
    has_both = False
    for concept in reader.concepts:
        sources, targets = concept.words_in(source), concept.words_in(target)
        has_both = has_both or bool(sources and targets)
        _add(imported, concept, sources, targets)
    if not has_both:
        languages = sorted({language for concept in reader.concepts for language in concept.terms})
        raise InvalidRequest.of("tbx-without-terms", str(path), origin=source, target=target, found=languages or ["-"])
    return imported


def _add(imported: Imported, concept: _Concept, sources: list[str], targets: list[str]) -> None:
    if not (sources and targets):
        return
    wrong = [word for word in (*sources, *targets) if phrases.read(word) is None]
    imported.left_out.extend(wrong)
    targets = [word for word in targets if word not in wrong]
    for word in sources:
        if word not in wrong and targets:
            term = imported.terms.setdefault(word, {"translations": []})
            term["translations"] += [each for each in targets if each not in term["translations"]]
            _add_notes(term, concept.notes)


def _add_notes(term: dict[str, Any], notes: Iterable[str]) -> None:
    for note in notes:
        match = _LABEL.fullmatch(note)
        label, text = match.groups() if match else ("note", note)
        if label == "level":
            term["level"] = text
        elif label == "except":
            phrase, _, reason = text.partition(": ")
            term.setdefault("except", {})[phrase] = reason
        else:
            term["note"] = f"{term['note']}; {text}" if "note" in term else text


class _Concept(NamedTuple):
    """A concept: its terms by language, in the order of the file, and its notes."""

    terms: dict[str, list[str]]
    notes: list[str]

    def words_in(self, language: str) -> list[str]:
        """The terms in a language; a language without its region finds all its regions, and the other way round."""
        exact = self.terms.get(language.lower())
        if exact:
            return exact
        base = language.lower().partition("-")[0]
        return [word for tag, words in self.terms.items() if tag.partition("-")[0] == base for word in words]


class _Reader:
    """Reads the elements that matter; all others, of whatever data category, are passed over."""

    def __init__(self) -> None:
        self.concepts: list[_Concept] = []
        self._depth = Depth()
        self._path: list[str] = []
        self._text: list[str] = []
        self._language = ""
        self._word = self._stem = ""
        self._is_usable = True

    def read(self, data: bytes) -> None:
        """Read the whole file."""
        parser = parser_of_xml(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text.append
        bounded = BoundedXml(parser, self._depth)
        bounded.feed(data)
        bounded.close()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth.down()
        self._path.append(name.rpartition(" ")[2])
        self._text.clear()
        if self._path[-1] in _CONCEPT:
            self.concepts.append(_Concept({}, []))
        elif self._path[-1] in _LANGUAGE:
            self._language = attributes.get(_XML_LANG, "").replace("_", "-").lower()
        elif self._path[-1] in _TERM:
            self._word, self._stem, self._is_usable = "", "", True

    def _end(self, _: str) -> None:
        self._depth.up()
        name, text = self._path.pop(), " ".join("".join(self._text).split())
        self._text.clear()
        if not self.concepts:
            return
        if name == "term":
            self._word = text
        elif name in ("note", "termNote", "administrativeStatus"):
            self._note(text)
        elif name in _TERM and self._word and self._is_usable:
            self.concepts[-1].terms.setdefault(self._language, []).append(self._stem or self._word)

    def _note(self, text: str) -> None:
        """A note of a concept or of a term; a status that forbids the term."""
        if not any(each in self._path for each in _TERM):
            if not any(each in self._path for each in _LANGUAGE) and text:
                self.concepts[-1].notes.append(text)
        elif text.removesuffix("-admn-sts") in _NOT_TO_USE:
            self._is_usable = False
        elif text.startswith("stem: "):
            stem = phrases.read(text.removeprefix("stem: "))
            self._stem = stem.written if stem and stem.shown == self._word else ""
