"""Why something failed, as the system or a library says it: in sentences of our own, else quoted as English."""

from __future__ import annotations

import errno
import json
import os
import socket
import sqlite3
import ssl
import tomllib
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING
from xml.parsers import expat

import pytest

from goodterms.faults.causes import Damaged, cause, quoted
from goodterms.messages import program, program_language
from goodterms.speech import speaking

if TYPE_CHECKING:
    from collections.abc import Callable

SYSTEM = (
    errno.EPERM, errno.ENOENT, errno.EIO, errno.EACCES, errno.EBUSY, errno.EEXIST, errno.ENOTDIR, errno.EISDIR,
    errno.EMFILE, errno.ENOSPC, errno.EROFS, errno.ENAMETOOLONG, errno.ENOTEMPTY, errno.EADDRINUSE,
    errno.ECONNREFUSED, errno.ECONNRESET,
)  # fmt: skip


def raised(call: Callable[[], object]) -> Exception:
    with pytest.raises(Exception) as caught:  # noqa: PT011 — any library's
        call()
    return caught.value


def parse_xml(text: str) -> None:
    expat.ParserCreate().Parse(text, True)


CASES: list[tuple[Exception, str]] = [
    (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "Name or service not known"),
    (TimeoutError("timed out"), "Connection timed out"),
    (TimeoutError(errno.ETIMEDOUT, "Connection timed out"), "Connection timed out"),
    (raised(lambda: json.loads('{"a" 1}')), "expected a colon after the name (at line 1, column 6)"),
    (raised(lambda: tomllib.loads("a b")), "expected = after the key (at line 1, column 3)"),
    (raised(lambda: tomllib.loads("a = ")), "expected a value, with text in double quotes"),
    (raised(lambda: parse_xml("<a><b></a>")), "an end tag does not match its start tag"),
    (raised(lambda: zipfile.ZipFile(BytesIO(b"x"))), "it is not an archive (ZIP)"),
    (raised(lambda: sqlite3.connect("/nowhere/a.sqlite")), "it cannot be opened"),
    (Damaged.of("record-cut-short"), "a record is cut short"),
    (OSError(None, "not a regular file", "a"), "a: not a regular file"),
    (
        ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number"),
        "[SSL: WRONG_VERSION_NUMBER] wrong version number",
    ),
    (OSError("no idea"), "no idea"),
    (KeyError(), "KeyError"),
]


@pytest.mark.parametrize(("error", "expected"), CASES, ids=[expected for _, expected in CASES])
def test_what_a_library_says_is_a_fault(error: Exception, expected: str) -> None:
    assert str(cause(error)) == expected


def test_the_line_is_left_out_where_it_is_said_already() -> None:
    assert str(cause(raised(lambda: json.loads("[1 2]")), is_placed=True)) == "expected a comma"


@pytest.mark.parametrize("number", SYSTEM, ids=errno.errorcode.get)
def test_english_is_what_the_system_says(number: int) -> None:
    said = str(cause(OSError(number, "as the C library says it")))
    assert said == os.strerror(number) or number not in errno.errorcode


def test_a_certificate_is_judged_by_its_code() -> None:
    error = ssl.SSLCertVerificationError(1, "[SSL: CERTIFICATE_VERIFY_FAILED]")
    error.verify_code = 10
    assert str(cause(error)) == "its certificate has expired"


@pytest.mark.parametrize("language", program_language.languages())
def test_only_a_quotation_is_in_english_elsewhere(language: str) -> None:
    known, other = cause(OSError(errno.ENOSPC, "No space left on device")), quoted("unexpected end of file")
    with speaking(program.load(language)):
        assert "space" not in str(known)
        assert "unexpected end of file" in str(other)
        assert str(other) != "unexpected end of file"


def test_an_error_of_damage_can_be_sent_to_another_process() -> None:
    import pickle

    assert pickle.loads(pickle.dumps(Damaged.of("record-too-long", size=5))).reason.param("size") == 5  # noqa: S301
