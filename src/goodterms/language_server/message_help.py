"""What a translator wants to know of the message under the cursor: what it is for, its placeholders, its template."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from goodterms.check.expectations import expectations_of
from goodterms.check.masking import mask
from goodterms.speech import joined, speak

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from goodterms import po
    from goodterms.content.terms import Glossary
    from goodterms.language_server.letter_texts import Shown

_REFERENCE = re.compile(r"(?P<path>.+?)(?::(?P<line>\d+))?")
_STRING_LINE = re.compile(r'[ \t]*(?:#~[ \t]*)?(?:msg\w+(?:\[\d+\])?[ \t]*)?"')
_BEFORE_CURSOR = re.compile(r"(?:%\(?|\$?\{+ ?|@|:)?[\w.]*\Z")


class Offer(NamedTuple):
    """A placeholder that a translation may take: as it is written, and what is known of its value."""

    text: str
    help: str
    is_missing: bool


class Source(NamedTuple):
    """A place in the source of a message: a file, and its line from 1."""

    path: Path
    line: int


def hover(entry: po.Entry, terms: Glossary) -> str:
    """What a message is, as Markdown: its msgid, context, comments, the terms in it, the places in the source."""
    parts = [_quoted(source) for source in entry.sources]
    if entry.msgctxt is not None:
        parts.append(speak("Context: `{context}`", context=entry.msgctxt))
    parts += [_escaped(line) for line in entry.extracted]
    parts += [f"*{_escaped(line)}*" for line in entry.comments if line]
    if found := dict.fromkeys(term for source in entry.sources for term in terms.in_source(mask(source))):
        parts.append("\n".join([speak("Terms:"), "", *(f"- {_escaped(term.hint)}" for term in found)]))
    if entry.references:
        parts.append(" · ".join(f"`{reference}`" for reference in entry.references))
    return "\n\n".join(parts)


def in_letters(shown: Shown) -> str:
    """Where letters print a message, and what they print of it with sample values, as Markdown."""
    letters, section, order = shown.use
    first, *others = letters
    facts = {"letter": first, "step": section, "number": order, "others": joined([f"`{name}`" for name in others])}
    parts = [
        # For translators: others are letters, too; number is that of a text in the step
        speak("In the letter `{letter}`, step `{step}`, text {number}; also in {others}:", **facts)
        if others
        else speak("In the letter `{letter}`, step `{step}`, text {number}:", **facts)
    ]
    for numbers, text in shown.texts:
        # For translators: numbers for which a plural form is used: 1, 101, 201 …
        parts += [speak("For {numbers}:", numbers=numbers), _quoted(text)] if numbers else [_quoted(text)]
    if not shown.texts:
        parts.append(speak("No letter with sample values prints it."))
    return "\n\n".join(parts)


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


def typed_before(line: str, character: int) -> int:
    """Where the placeholder begins that is being typed before a character of a line."""
    match = _BEFORE_CURSOR.search(line[:character])
    return match.start() if match else character


def is_in_string(line: str, character: int) -> bool:
    """Whether a character of a line is in a quoted string."""
    match = _STRING_LINE.match(line)
    return match is not None and match.end() <= character


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


def _quoted(text: str) -> str:
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", text)), 3)
    return f"{fence}text\n{text.rstrip()}\n{fence}"


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>#|~])", r"\\\1", text)
