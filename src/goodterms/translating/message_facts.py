"""What is known of a message: the placeholders that a translation may take, its terms, its places in the source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from goodterms.check.expectations import expectations_of
from goodterms.check.masking import mask

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from goodterms import po
    from goodterms.content.terms import Glossary, Term

_REFERENCE = re.compile(r"(?P<path>.+?)(?::(?P<line>\d+))?")


class Offer(NamedTuple):
    """A placeholder that a translation may take: as it is written, and what is known of its value."""

    text: str
    help: str
    is_missing: bool


class Source(NamedTuple):
    """A place in the source of a message: a file, and its line from 1."""

    path: Path
    line: int


def offers(entry: po.Entry, keyword: str) -> list[Offer]:
    """The placeholders of a message, those that a text of it (``msgstr[1]``) still lacks first."""
    text = entry.strings[int(keyword[7:-1] or 0)] if keyword.startswith("msgstr") else ""
    found: dict[str, Offer] = {}
    for expected in expectations_of(entry):
        taken = expected.notation.read(text).keys
        for reading, source in ((expected.counted, entry.sources[-1]), (expected.singular, entry.msgid)):
            ends = [*(each.start for each in reading.placeholders[1:]), len(source)]
            for each, end in zip(reading.placeholders, ends, strict=True):
                written = _written(source, each.start, end, each.shown)
                found.setdefault(written, Offer(written, _help(entry, each.shown), each.key not in taken))
    return sorted(found.values(), key=lambda offer: not offer.is_missing)


def _written(source: str, start: int, end: int, shown: str) -> str:
    """A placeholder as it is written in the source: what messages show of it, if that is what begins there."""
    if source.startswith(shown, start):
        return shown
    word = re.match(r"\S+", source[start:end])
    return word[0] if word else shown


def terms_of(sources: tuple[str, ...], glossary: Glossary) -> list[Term]:
    """The terms that the texts of a message have, each once, in their order there."""
    return list(dict.fromkeys(term for source in sources for term in glossary.in_source(mask(source))))


def sources(entry: po.Entry, near: Path, layers: tuple[Path, ...]) -> Iterator[Source]:
    """The places of a message in its source that exist: below a layer of content, or below a folder above ``near``."""
    for reference in entry.references:
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            continue
        for folder in (*layers, *near.parents):
            path = folder / match["path"]
            if path.is_file():
                yield Source(path, int(match["line"] or 0) or _line_of(path, entry))
                break


def _line_of(path: Path, entry: po.Entry) -> int:
    """The line of a file in which a message begins: the one with the first words of its msgid."""
    words = re.split(r"[{%\n]", entry.msgid)
    longest = max(words, key=len).strip()
    try:
        lines = path.read_text("utf-8", "replace").split("\n")
    except OSError:
        return 1
    found = (number for number, line in enumerate(lines, 1) if longest and longest in line)
    return next(found, 1)


def _help(entry: po.Entry, shown: str) -> str:
    """The line of the comments that explains a placeholder, as ``{name}: the customer, e.g. …``."""
    return next((line.removeprefix(shown).lstrip(": ") for line in entry.extracted if line.startswith(shown)), "")
