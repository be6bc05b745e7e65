"""What leads out of a letter: the links, images and addresses in a text, written as Markdown or as they are."""

from __future__ import annotations

import re

from goodterms.text.references import resolve

_MAYBE = re.compile(r"[@\]<]|:[^\s]|//|\.[A-Za-z0-9]")
"""Without any of these, a text has no link and no address."""
_LINK = re.compile(r"!?\[[^\[\]]{0,400}\](?=[(\[:])|\](?=[(\[:])|<[A-Za-z/!][^<>]{0,2000}>")
"""The part of Markdown that makes words a link or an image, and what may be a tag or an address between brackets."""
_DOMAINS = "com|net|org|info|biz|io|app|dev|xyz|top|site|online|shop|store|club|link|live|click|example|test"
_ADDRESS = re.compile(
    r"(?<![\w.+-])(?:"
    r"(?:https?|ftp|file)://[^\s<>\"()\[\]]*[^\s<>\"()\[\].,;:!?]"
    r"|(?:(?:javascript|vbscript|mailto):|data:(?=[\w.+-]*[/,;])|(?:tel|sms):(?=\+?\d))[^\s<>()\[\]]+"
    r"|www\.[^\s<>\"()\[\]]*[^\s<>\"()\[\].,;:!?]"
    r"|[\w.+-]{1,64}@[\w-]+\.[\w.-]*\w"
    rf"|(?:[\w-]{{1,63}}\.)+(?:{_DOMAINS})(?![\w-])(?:/[^\s<>\"()\[\]]*)?"
    r"|(?:[\w-]{1,63}\.)+[a-z]{2,}/[^\s<>\"()\[\]]*"
    r")",
    re.IGNORECASE,
)
_UNSAFE = re.compile(r"(?:javascript|vbscript|data)\s*:", re.IGNORECASE)


def ways_out(text: str) -> dict[str, int]:
    """The links, images and addresses of a text, each with its place, in the order in which they come.

    A link or an image counts as a whole, ``[words](`` without the words; character references are resolved first.
    """
    if not _MAYBE.search(text) and "&" not in text:
        return {}
    shown, places = resolve(text)
    found = {_kind(match[0]): places[match.start()] for match in _LINK.finditer(shown)}
    for match in _ADDRESS.finditer(shown):
        found.setdefault(match[0], places[match.start()])
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


def added_ways_out(text: str, sources: tuple[str, ...]) -> dict[str, int]:
    """The links, images and addresses of a translation that none of its sources has, with their places."""
    found = ways_out(text)
    if not found:
        return {}
    known = {way for source in sources for way in ways_out(source)}
    return {way: place for way, place in found.items() if way not in known}


def is_unsafe(address: str) -> bool:
    """Whether an address is code, or a document of its own: ``javascript:``, ``data:``."""
    return bool(_UNSAFE.match(address))


def _kind(written: str) -> str:
    if written.startswith("<"):
        return written
    return "![…](" if written.startswith("!") else "[…]("
