"""Terms as the text of a terms.toml, in one form: the same terms give the same text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goodterms.content.terms import Term, Terms

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f]')
_HEAD = re.compile(r"(?:#[^\n]*\n)+\n?")


def toml_text(terms: Terms, comment: str = "") -> str:
    """The text of a terms.toml: terms with nothing but translations first, then a table for each of the others.

    ``comment`` are the lines above the terms, as :func:`head_of` gives them.
    """
    lines = [f"{comment}[terms]"]
    below: list[str] = []
    for name, term in terms.items():
        if term is None:
            lines.append(f"{_key(name)} = false")
        elif term.note or term.level or term.exceptions:
            below += _table(term)
        else:
            lines.append(f"{_key(term.source.written)} = {_translations(term)}")
    return "\n".join([*lines, *below, ""])


def head_of(text: str) -> str:
    """The comment at the beginning of a file, with the blank line below it; empty if there is none."""
    match = _HEAD.match(text)
    return match[0] if match else ""


def _table(term: Term) -> Iterator[str]:
    name = f"terms.{_key(term.source.written)}"
    yield from ("", f"[{name}]", f"translations = {_translations(term)}")
    if term.note:
        yield f"note = {_quoted(term.note)}"
    if term.level:
        yield f"level = {_quoted(term.level)}"
    if term.exceptions:
        yield from ("", f"[{name}.except]")
        yield from (f"{_key(phrase)} = {_quoted(reason)}" for phrase, reason in term.exceptions)


def _translations(term: Term) -> str:
    quoted = [_quoted(phrase.written) for phrase in term.translations]
    return quoted[0] if len(quoted) == 1 else f"[{', '.join(quoted)}]"


def _key(text: str) -> str:
    return text if _BARE.fullmatch(text) else _quoted(text)


def _quoted(text: str) -> str:
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return f"\\{character}" if character in '"\\' else f"\\u{ord(character):04X}"
