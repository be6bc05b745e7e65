"""Why something failed, as the system or a library says it: as a fault, which is worded in the language of the program.

What is known here has a sentence of our own. Anything else is quoted in English, and is shown as a quotation where the
program speaks another language.
"""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Any

from goodterms.expressions import expression
from goodterms.faults import Fault, facts, fault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_OF_SYSTEM: Mapping[int, str] = {
    errno.EPERM: "not-permitted",
    errno.ENOENT: "no-such-file",
    errno.EIO: "input-output",
    errno.ENXIO: "no-device",
    errno.EACCES: "permission-denied",
    errno.EBUSY: "busy",
    errno.EEXIST: "file-exists",
    errno.ENODEV: "no-device",
    errno.ENOTDIR: "not-a-folder",
    errno.EISDIR: "is-a-folder",
    errno.EINVAL: "invalid-argument",
    errno.ENFILE: "too-many-files",
    errno.EMFILE: "too-many-files",
    errno.EFBIG: "file-too-large",
    errno.ENOSPC: "no-space",
    errno.EROFS: "read-only",
    errno.ENOMEM: "no-memory",
    errno.ENAMETOOLONG: "name-too-long",
    errno.ENOTEMPTY: "folder-not-empty",
    errno.ELOOP: "too-many-links",
    errno.EDQUOT: "quota",
    errno.EPIPE: "broken-pipe",
    errno.EADDRINUSE: "address-in-use",
    errno.EADDRNOTAVAIL: "address-not-available",
    errno.ENETUNREACH: "network-unreachable",
    errno.EHOSTUNREACH: "host-unreachable",
    errno.ECONNABORTED: "connection-reset",
    errno.ECONNRESET: "connection-reset",
    errno.ECONNREFUSED: "connection-refused",
    errno.ETIMEDOUT: "timed-out",
}
_OF_CERTIFICATES: Mapping[int, str] = {
    9: "certificate-not-yet-valid",
    10: "certificate-expired",
    18: "certificate-self-signed",
    19: "certificate-self-signed",
    20: "certificate-issuer-unknown",
    21: "certificate-issuer-unknown",
    62: "certificate-of-other",
    64: "certificate-of-other",
}
"""By the codes of X509_verify_cert_error_string(3)."""
_OF_BASES: Mapping[int, str] = {
    5: "base-busy",
    6: "base-busy",
    8: "base-read-only",
    10: "input-output",
    11: "base-damaged",
    13: "no-space",
    14: "base-not-opened",
    26: "not-a-base",
}
"""By the primary result codes of SQLite."""
_OF_XML: Mapping[int, str] = {
    3: "xml-without-element",
    4: "xml-not-well-formed",
    5: "xml-tag-open",
    6: "xml-not-well-formed",
    7: "xml-other-end-tag",
    8: "xml-attribute-twice",
    9: "xml-after-end",
    11: "xml-unknown-entity",
    18: "xml-encoding",
    19: "xml-encoding",
    27: "xml-unknown-prefix",
}
"""By the codes of expat."""
_OF_TEXTS = {
    "JSONDecodeError": {
        "Expecting value": "json-value",
        "Expecting ',' delimiter": "json-comma",
        "Expecting ':' delimiter": "json-colon",
        "Expecting property name enclosed in double quotes": "json-name",
        "Extra data": "json-after-end",
        "Unterminated string": "json-open-text",
        "Invalid control character": "json-control",
        "Invalid \\": "json-escape",
        "Illegal trailing comma": "json-last-comma",
    },
    "TOMLDecodeError": {
        "Invalid statement": "toml-statement",
        "Expected newline": "toml-after-value",
        "Expected '='": "toml-equals",
        "Invalid value": "toml-value",
        "Invalid date": "toml-date",
        "Invalid initial character for a key": "toml-key",
        "Cannot overwrite": "toml-twice",
        "Cannot declare": "toml-twice",
        "Cannot mutate": "toml-twice",
        "Duplicate inline table key": "toml-twice",
        "Unclosed array": "toml-array",
        "Unclosed inline table": "toml-inline-table",
        "Expected ']": "toml-bracket",
        "Unterminated string": "toml-open-text",
        'Expected "\'"': "toml-open-text",
        "Expected '\"": "toml-open-text",
        "Illegal character '\\n'": "toml-open-text",
        "Illegal character": "toml-character",
        "Found invalid character": "toml-character",
        "Unescaped '\\'": "toml-escape",
        "A key has more than": "toml-long-key",
        "A number has more than": "toml-long-number",
    },
    "BadZipFile": {
        "File is not a zip file": "not-an-archive",
        "Bad CRC": "archive-damaged",
        "Bad magic number": "archive-damaged",
        "Truncated": "archive-damaged",
        "Corrupt": "archive-damaged",
        "Overlapped": "archive-damaged",
    },
}
"""By the class of an error and what its text begins with: these libraries of Python have no codes."""
NOT_REGULAR = "not a regular file"
"""What an :class:`OSError` of ours says of a folder or a device where a file is expected; it has no number."""
_LINE = expression(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)\Z")


class Damaged(ValueError):  # noqa: N818 — named for what it says
    """A file says what no program writes into such a file; ``reason`` says what that is."""

    def __init__(self, reason: Fault) -> None:
        super().__init__(reason)
        self.reason = reason

    @classmethod
    def of(cls, kind: str, **params: object) -> Damaged:
        """The error of a fault that has no place of its own."""
        return cls(Fault(kind, params=facts(params)))


def quoted(text: str) -> Fault:
    """What another program says in English, as a fault that quotes it."""
    return fault("in-english", english=text)


def cause(error: BaseException, *, is_placed: bool = False) -> Fault:
    """What an error of the system or of a library says; without the line if it ``is_placed`` already."""
    known = next((found for kind in type(error).__mro__ if (found := _known(kind.__name__, error))), None)
    text = str(getattr(error, "msg", None) or getattr(error, "strerror", None) or error)
    found = known or quoted(_LINE.sub("", text) or type(error).__name__)
    line, column = (0, 0) if is_placed else _place(error)
    return fault("cause-in-line", problem=found, number=line, column=column) if line else found


def _known(name: str, error: Any) -> Fault | None:
    if read := _READERS.get(name):
        return read(error)
    text = str(getattr(error, "msg", "") or error)
    return _kind(next((kind for start, kind in _OF_TEXTS.get(name, {}).items() if text.startswith(start)), None))


def _place(error: Any) -> tuple[int, int]:
    """The line and the column of which a parser of JSON or TOML complains; two zeros where it names none."""
    if type(error).__name__ == "JSONDecodeError":
        return error.lineno, error.colno
    found = _LINE.search(str(error))
    return (int(found["line"]), int(found["column"])) if found and found["line"] else (0, 0)


def _of_system(error: OSError) -> Fault | None:
    """What the system says; that something is not a regular file, we say."""
    if error.errno is None and error.strerror == NOT_REGULAR:
        return fault("cause-not-regular", str(error.filename or ""))
    return _kind(_OF_SYSTEM.get(error.errno or 0))


def _of_name(error: OSError) -> Fault | None:
    """What is wrong with the name of a host, by the codes of getaddrinfo(3)."""
    import socket  # loaded already where such an error comes from

    unknown = (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))
    is_unanswered = error.errno == socket.EAI_AGAIN
    return _kind("host-unknown" if error.errno in unknown else "names-not-answered" if is_unanswered else None)


def _kind(kind: str | None) -> Fault | None:
    return fault(f"cause-{kind}") if kind else None


_READERS: Mapping[str, Callable[[Any], Fault | None]] = {
    "Damaged": lambda error: error.reason,
    "gaierror": _of_name,
    "TimeoutError": lambda _: _kind("timed-out"),
    "SSLCertVerificationError": lambda error: _kind(_OF_CERTIFICATES.get(error.verify_code)),
    # The numbers of an SSLError are not those of the system.
    "SSLError": lambda error: quoted(getattr(error, "reason", None) or error.strerror or str(error)),
    "OSError": _of_system,
    "ExpatError": lambda error: _kind(_OF_XML.get(error.code)),
    "Error": lambda error: _kind(_OF_BASES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)),
}
"""By the name of a class of errors, so that nothing is imported for an error that does not come."""
