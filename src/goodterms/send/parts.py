"""The parts of a mail: as much of MIME (RFC 2045, RFC 2046) as reports and answers need.

A mail comes from anybody. The parser of the standard library takes a minute for some mails of a few megabytes; here,
time grows with the size alone, and nothing raises.
"""

from __future__ import annotations

import binascii
import quopri
import re
from base64 import b64decode
from email.errors import HeaderParseError
from email.header import decode_header
from typing import TYPE_CHECKING, NamedTuple

from goodterms.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAX_BYTES = 5_000_000
"""So much of a mail is looked at: what a report says comes before the mail that it gives back."""
_MOST_PARTS, _DEEPEST = 200, 10
_MOST_HEADERS = 100_000
"""The most bytes of the headers of a part."""
_MOST_VALUE = 4000
"""The most characters of a header."""
_MOST_BOUNDARY = 200
_END_OF_HEADERS = expression(rb"(?:\A|\r?\n)\r?\n")
_ENVELOPE_OF_MBOX = expression(rb"From [^\n]*\n")
_PARAMETER = expression(r";\s*([\w-]+)(?:\*0?\*?)?\s*=\s*(?:\"([^\"]*)\"|([^\s;\"]+))")
_CHARSET = expression(r"(?:utf|us-ascii|iso|windows|cp|koi8|euc|gb|big5|shift|tis)[\w-]{0,20}")
"""The charsets of texts; Python also knows others, some of which take long."""
_TNEF = ("application/ms-tnef", "application/vnd.ms-tnef")
_NOT_BASE64 = expression(rb"[^A-Za-z0-9+/]+")


class Part(NamedTuple):
    """A part of a mail, or a mail: its headers, unfolded, by their names in lower case, and its body as it came."""

    headers: Mapping[str, str]
    body: bytes

    @property
    def content_type(self) -> str:
        """The type of the content, such as ``text/calendar``."""
        return self.headers.get("content-type", "text/plain").partition(";")[0].strip().lower()

    @property
    def is_tnef(self) -> bool:
        """Whether it is in the format of Exchange and Outlook for mails among themselves."""
        named = self.headers.get("content-disposition", "") + self.headers.get("content-type", "")
        return self.content_type in _TNEF or "winmail.dat" in named.lower()

    def parameter(self, name: str) -> str:
        """A parameter of the type, such as ``boundary``; empty without it."""
        found = _PARAMETER.finditer(self.headers.get("content-type", ""))
        return next((match[2] or match[3] or "" for match in found if match[1].lower() == name), "")

    @property
    def content(self) -> bytes:
        """The body as it was before it was encoded for its way."""
        encoding = self.headers.get("content-transfer-encoding", "").strip().lower()
        if encoding == "base64":
            return _from_base64(self.body)
        return quopri.decodestring(self.body) if encoding == "quoted-printable" else self.body

    @property
    def text(self) -> str:
        """The content as text; of an unknown charset, as UTF-8."""
        charset = self.parameter("charset").lower()
        try:
            return self.content.decode(charset if _CHARSET.fullmatch(charset) else "utf-8", "replace")
        except (LookupError, ValueError):  # no charset of this name is known
            return self.content.decode("utf-8", "replace")


def of(data: bytes) -> Part:
    """A mail, or a part of one."""
    end = _END_OF_HEADERS.search(data, 0, _MOST_HEADERS)
    head, body = (data[: end.start()], data[end.end() :]) if end else (data[:_MOST_HEADERS], b"")
    return Part(headers(head), body)


def headers(head: bytes) -> dict[str, str]:
    """The first header of each name, unfolded (RFC 5322, section 2.2.3), by their names in lower case."""
    lines: dict[str, list[str]] = {}
    last: list[str] | None = None
    for line in head.decode("utf-8", "replace").split("\n"):
        if line.startswith((" ", "\t")):
            if last is not None:
                last.append(line.strip())
            continue
        name, colon, value = line.partition(":")
        name = name.strip().lower()
        last = [value.strip()] if colon and name not in lines else None
        if last is not None:
            lines[name] = last
    return {name: " ".join(value)[:_MOST_VALUE].strip() for name, value in lines.items()}


def decoded(value: str) -> str:
    """A header whose words may be encoded for their way (RFC 2047)."""
    try:
        words = decode_header(value)
    except (HeaderParseError, ValueError):
        return value
    return "".join(word if isinstance(word, str) else _decoded_word(word, charset or "") for word, charset in words)


def _decoded_word(word: bytes, charset: str) -> str:
    try:
        return word.decode(charset if _CHARSET.fullmatch(charset.lower()) else "utf-8", "replace")
    except (LookupError, ValueError):
        return word.decode("utf-8", "replace")


def of_mail(data: bytes) -> Iterator[Part]:
    """A mail itself, then its parts in their order, but not those of mails inside."""
    envelope = _ENVELOPE_OF_MBOX.match(data)
    begins = envelope.end() if envelope else 0
    waiting, seen = [(of(data[begins : begins + MAX_BYTES]), 0)], 0
    while waiting and seen < _MOST_PARTS:
        part, depth = waiting.pop()
        seen += 1
        yield part
        if part.content_type.startswith("multipart/") and depth < _DEEPEST:
            inside = [(of(body), depth + 1) for body in _divided(part, _MOST_PARTS - seen)]
            waiting += reversed(inside)


def _divided(part: Part, most: int) -> list[bytes]:
    """The bodies of the parts of a part; what is before the first boundary and after the last one belongs to none."""
    boundary = part.parameter("boundary")[:_MOST_BOUNDARY].encode()
    if not boundary:
        return []
    line = re.compile(rb"(?:\A|\r?\n)--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r?\n|\Z)")
    found: list[bytes] = []
    begun = -1
    for match in line.finditer(part.body):
        if begun >= 0:
            found.append(part.body[begun : match.start()])
        begun = -1 if match[1] else match.end()
        if begun < 0 or len(found) >= most:
            break
    if begun >= 0 and len(found) < most:  # a mail that was cut off
        found.append(part.body[begun:])
    return [body[2:] if body.startswith(b"\r\n") else body.removeprefix(b"\n") for body in found]


def _from_base64(body: bytes) -> bytes:
    """What base64 stands for, as far as it is base64."""
    digits = _NOT_BASE64.sub(b"", body)
    try:
        return b64decode(digits[: len(digits) - (len(digits) % 4 == 1)] + b"==")
    except (binascii.Error, ValueError):
        return b""


def one_line(text: str, most: int) -> str:
    """A text of a stranger in one line of at most so many characters, without controls."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())[:most]
