"""A letter as a page on which each text of its catalog is marked, for somebody who looks for a text by reading.

The letter is compiled with a private-use character at both ends of each translation, as for
:mod:`goodterms.translating.printed`. In the finished page, an element is put around every run of text between two of
them. Without the characters, the page must be the one that the letter is otherwise; if it is not, nothing is marked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from goodterms.compose import composed
from goodterms.formats import html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from goodterms.compose import Request
    from goodterms.messages.translations import Message, Translation
    from goodterms.project import Project
    from goodterms.translating.catalog_text import MessageKey

_CLOSE = "\U0010f001"
_FIRST, _LAST = 0x10F002, 0x10FFFD
"""Private-use characters after those that are in place of values (:mod:`goodterms.text.marks`)."""
_ANY = re.compile(f"[{_CLOSE}{chr(_FIRST)}-{chr(_LAST)}]")
_PARTS = re.compile(rf"(<(?:style|title)\b.*?</(?:style|title)>|<[^>]*>|{_ANY.pattern})", re.DOTALL | re.IGNORECASE)


class MarkedLetter(NamedTuple):
    """The page of a letter, and the messages that it prints; ``is_marked`` says whether each of them is marked."""

    page: str
    keys: tuple[MessageKey, ...]
    is_marked: bool


def marked_letter(project: Project, request: Request, opener: Callable[[MessageKey], str]) -> MarkedLetter:
    """The letter that was requested; ``opener`` gives the opening tag of a ``span`` for the texts of a message.

    A message without a translation is in the source language. Raises :class:`BrokenContent`.
    """
    keys: list[MessageKey] = []

    def mark(message: Message, translation: Translation) -> Translation:
        key = (message.msgctxt, message.msgid)
        if key not in keys:
            keys.append(key)
        number = _FIRST + keys.index(key)
        if number > _LAST:
            return translation
        return translation._replace(forms=tuple((chr(number), *form, _CLOSE) for form in translation.forms))

    page, plain = (_page(project, request, change) for change in (mark, _unchanged))
    if _ANY.sub("", page) != plain:
        return MarkedLetter(plain, (), is_marked=False)
    found: dict[MessageKey, None] = {}

    def opened(number: int) -> str:
        found[keys[number]] = None
        return opener(keys[number])

    return MarkedLetter("".join(_with_spans(page, opened)), tuple(found), is_marked=True)


def _page(project: Project, request: Request, change: Callable[[Message, Translation], Translation]) -> str:
    compiled = project.edition(request.locale).engine_for(change).letter(request.letter)
    # Words that replace missing translations are in the source language, which the page says.
    letter = composed(project, request._replace(missing="fallback"), compiled)
    return html.write(project.content, letter)


def _unchanged(_: Message, translation: Translation) -> Translation:
    return translation


def _with_spans(page: str, opener: Callable[[int], str]) -> Iterator[str]:
    """The page with each run of text inside a message in a span, and without the characters that mark messages."""
    inside: list[int] = []
    for part in _PARTS.split(page):
        if part == _CLOSE:
            if inside:
                inside.pop()
        elif _ANY.fullmatch(part):
            inside.append(ord(part) - _FIRST)
        elif part.startswith("<"):
            yield _ANY.sub("", part)
        elif inside and part.strip():
            yield f"{opener(inside[-1])}{part}</span>"
        else:
            yield part
