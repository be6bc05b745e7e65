"""What leads out of a letter: the links, images and addresses in a text, written as Markdown or as they are."""

from __future__ import annotations

import re

from goodterms.expressions import expression
from goodterms.text.references import resolve

_MAYBE = expression(r"[@\]<&]|:[^\s]|//|\.[A-Za-z0-9]")
"""Without any of these, a text has no link and no address."""
_LINK = expression(r"!?\[[^\[\]]{0,400}\](?=[(\[:])|\](?=[(\[:])|<[A-Za-z/!][^<>]{0,2000}>")
"""The part of Markdown that makes words a link or an image, and what may be a tag or an address between brackets."""
_DOMAINS = (
    "com|net|org|info|biz|edu|gov|mil|io|app|dev|xyz|top|site|online|shop|store|club|link|live|click|tech|website|page|"
    "bank|pro|vip|win|icu|asia|cat|mobi|tel|travel|jobs|museum|aero|coop|example|test|invalid|localhost|onion|"
    r"xn--[a-z0-9-]{2,59}"
)
"""Top-level domains of no country, and those reserved for examples (RFC 6761)."""
_COUNTRIES = (
    "a[c-gilmoq-uwxz]|b[abd-jm-or-twyz]|c[adf-ik-oru-z]|d[ejkmoz]|e[cegr-u]|f[i-kmor]|g[ad-il-np-uwy]|h[kmnrtu]|"
    "i[del-nq-t]|j[emop]|k[eg-imnprwyz]|l[a-cikr-vy]|m[aceghkm-rt-z]|n[ace-gilopruz]|om|p[ae-hkmnrtw]|qa|r[eouw]|"
    "s[a-egik-nrsuvx-z]|t[cdf-hj-ortvwz]|u[agksyz]|v[aceginu]|w[fs]|y[et]|z[amw]"
)
"""Those of countries (ISO 3166) by their first letter, but for those that are endings of files, such as md and py."""
_HOST = r"[a-z0-9][a-z0-9-]{0,62}"
_ADDRESS = expression(
    r"(?<![\w.+-])(?:"
    r"(?:https?|ftp|file)://[^\s<>\"()\[\]]*[^\s<>\"()\[\].,;:!?]"
    r"|(?:(?:javascript|vbscript|mailto):|data:(?=[\w.+-]*[/,;])|(?:tel|sms):(?=\+?\d))[^\s<>()\[\]]+"
    r"|www\.[^\s<>\"()\[\]]*[^\s<>\"()\[\].,;:!?]"
    r"|[\w.+-]{1,64}@[\w-]+\.[\w.-]*\w"
    # In small letters, as a capital letter behind a full stop begins a sentence; and no initials, such as a.d.
    rf"|(?-i:(?=(?:{_HOST}\.)*?(?=[a-z0-9-]{{3}})[0-9-]*[a-z][a-z0-9-]*\.)(?:{_HOST}\.)+(?:{_COUNTRIES})(?![\w-]|\.\w))"
    r"(?:/[^\s<>\"()\[\]]*)?"
    rf"|(?:[\w-]{{1,63}}\.)+(?:{_DOMAINS})(?![\w-])(?:/[^\s<>\"()\[\]]*)?"
    r"|(?:[\w-]{1,63}\.)+[a-z]{2,}/[^\s<>\"()\[\]]*"
    r")",
    re.IGNORECASE,
)
_UNSAFE = expression(r"(?:javascript|vbscript|data)\s*:", re.IGNORECASE)


def may_lead_out(text: str) -> bool:
    """Whether a text may have a link or an address: False only where :func:`ways_out` finds none."""
    return _MAYBE.search(text) is not None


def ways_out(text: str) -> dict[str, int]:
    """The links, images and addresses of a text, each with its place, in the order in which they come.

    A link or an image counts as a whole, ``[words](`` without the words; character references are resolved first.
    """
    if not _MAYBE.search(text):
        return {}
    shown, places = resolve(text)
    found: dict[str, int] = {}
    for match in _LINK.finditer(shown):
        found.setdefault(_kind(match[0]), places[match.start()])
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
