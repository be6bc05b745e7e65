"""Header fields say what was meant to every program, and nothing else. Two readers judge, of which one is not Python's."""

from __future__ import annotations

import email
import re
from email import policy
from email.header import decode_header, make_header
from email.utils import parseaddr
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

import fast_mail_parser
import pytest
import regex
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from goodterms.formats import headers
from goodterms.text import bidi

SUBJECTS = {
    "en": "An invitation to talk about our work together, and about everything else that matters",
    "sl": "Zaključek našega sodelovanja s podjetjem Žiga Čuk, računalniške storitve, in prijatelji",
    "te": "మన సంబంధం గురించి మాట్లాడుకోవడానికి డాలర్‌లు ఆహ్వానం మీకు ఇదే",
    "ne": "हाम्रो सहकार्यबारे कुराकानी गर्न र्‍याक निमन्त्रणा तपाईंलाई",
    "ur": "\u200fملاقات اور تبادلۂ خیال کی دعوت عالم‌گیر کے لیے",
}
HOSTILE = [
    "a\rBcc: x@evil.example", "a\nBcc: x@evil.example", "a\r\nBcc: x@evil.example", "a\r\n\r\nbody", "a\x85Bcc: x@y", "a\u2028Bcc: x@y",
    "a\u2029b", "a\x0bb", "a\x0cb", "a\x00b", "a\x1bb", "a\n", "=?UTF-8?Q?=0A?=Bcc: x@evil.example", "A 💩 subject=?UTF-8?Q?=0A?=Bcc: x@y",
    "=?utf-8?b?CkJjYzogeEB5?=", "=?x?=", "a\ud800", "a\u202eb", "a\u2066b", "a\u2069b",
]  # fmt: skip
PECULIAR = [
    'Boss" <x@evil.example>, "', "Novak, Ana", "Ana (home)", "<x@evil.example>", "x@evil.example, y@evil.example", "a; b: c;", "back\\slash",
    "\\", '"', "=?utf-8?q?open", "=? ?=".replace(" ?=", ""), "a" * 180, "ana " * 45 + "x", "ž" * 150, "a  b", "O'Neil", "J. R. Novak", "Ana_Novak", "=0A",
    "undisclosed-recipients:;", "a,b@evil.example", "🙂" * 60, "ab\u200dc", "[a]", "Ana\tNovak".replace("\t", " "), "%0d%0aBcc: x@y", "\\r\\nBcc: x@y",
]  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Callable

words = st.one_of(
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co", "Zl", "Zp")), min_size=1, max_size=90),
    st.text(st.sampled_from("aZ 09čŽఅఆకर्\u200dक\u200cپچےکہ۔،🙂=?_\"',;:()<>@.\\%-"), min_size=1, max_size=160),
    st.sampled_from([*SUBJECTS.values(), *PECULIAR]),
    st.builds(lambda text, at: text[:at], st.sampled_from(list(SUBJECTS.values())), st.integers(1, 90)),
)


def message(*fields: str) -> bytes:
    return "".join(fields).encode("ascii") + b"\r\nbody\r\n"


def names_in(raw: bytes) -> list[str]:
    return email.message_from_bytes(raw).keys()


def kept_in_lines(field: str, most: int = 78) -> None:
    assert field.isascii()
    assert field.endswith("\r\n")
    lines = field[:-2].split("\r\n")
    assert all(len(line) <= most and line.strip() for line in lines)
    assert all(line.startswith(" ") for line in lines[1:])
    assert not re.search(r"[^ -~]", "".join(lines))


@settings(max_examples=600, deadline=None)
@given(text=words)
@example(text=" a ")
@example(text="a" * 75 + " " + "b" * 75)
@example(text=" ")
@example(text="=?utf-8?q?a")
def test_a_subject_keeps_every_character_and_every_blank(text: str) -> None:
    assume(not headers.fault_in(text))
    field = headers.unstructured("Subject", text)
    kept_in_lines(field)
    raw = message(field)
    assert names_in(raw) == ["Subject"]
    unfolded = email.message_from_bytes(raw)["Subject"].replace("\r\n", "")
    assert str(make_header(decode_header(unfolded))) == text
    assert fast_mail_parser.parse_email(raw, strict=True).subject == text
    assert email.message_from_bytes(raw, policy=policy.default)["Subject"] == text


@pytest.mark.parametrize("language", SUBJECTS)
def test_a_subject_of_any_length_keeps_every_blank(language: str) -> None:
    """The lengths at which Python's own writer loses blanks are among them."""
    for length in range(1, 260):
        text = (SUBJECTS[language] * 4)[:length]
        assert fast_mail_parser.parse_email(message(headers.unstructured("Subject", text))).subject == text


@settings(max_examples=600, deadline=None)
@given(name=words)
@example(name="Lipa d.o.o.")
@example(name='a"b')
def test_a_display_name_is_one_name_of_one_mailbox(name: str) -> None:
    name = name.strip()
    assume(name and not headers.fault_in(name))
    field = headers.mailbox("To", name, "ana@lipa.example")
    kept_in_lines(field)
    raw = message(field)
    assert names_in(raw) == ["To"]
    (found,) = fast_mail_parser.parse_email(raw, strict=True).to
    assert found.address == "ana@lipa.example"
    assert found.display_name == name
    # Python's newer reader puts blanks between the pieces of a long name (python/cpython#92081); its older one does not.
    display, address = parseaddr(email.message_from_bytes(raw)["To"].replace("\r\n", ""))
    assert address == "ana@lipa.example"
    assert str(make_header(decode_header(display))) == name
    (mailbox,) = email.message_from_bytes(raw, policy=policy.default)["To"].addresses
    assert mailbox.addr_spec == "ana@lipa.example"


@pytest.mark.parametrize("text", HOSTILE)
def test_what_could_be_taken_for_more_is_refused(text: str) -> None:
    assert headers.fault_in(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_but_one_field_leaves(text: str) -> None:
    """Even without the refusal above: what is written is one field, or an error of ours."""
    writers: tuple[Callable[[], str], ...] = (
        lambda: headers.unstructured("Subject", text),
        lambda: headers.mailbox("To", text, "ana@lipa.example"),
        lambda: headers.mailbox("To", "Ana", f"ana@lipa.example{text}"),
        lambda: headers.field("X", text),
    )
    for write in writers:
        try:
            field = write()
        except ValueError:
            continue
        assert names_in(message(field)) in (["Subject"], ["To"], ["X"])


@pytest.mark.parametrize("text", PECULIAR)
def test_what_is_merely_peculiar_is_written(text: str) -> None:
    assert not headers.fault_in(text)
    raw = message(headers.mailbox("To", text.strip(), "ana@lipa.example"), headers.unstructured("Subject", text))
    assert names_in(raw) == ["To", "Subject"]
    assert [one.address for one in fast_mail_parser.parse_email(raw).to] == ["ana@lipa.example"]


@settings(max_examples=300, deadline=None)
@given(name=st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp")), min_size=1, max_size=120))
@example(name="dopis.sl.pdf")
@example(name="दोस्ती " * 12 + ".pdf")
def test_a_file_name_is_read_back(name: str) -> None:
    field = headers.field("Content-Disposition", f"attachment{headers.parameter('filename', name)}")
    kept_in_lines(field)
    assert email.message_from_bytes(message(field)).get_filename() == name.strip() or not name.strip()


def test_a_mailbox_without_a_name_is_its_address() -> None:
    assert headers.mailbox("To", "", "ana@lipa.example") == "To: ana@lipa.example\r\n"
    assert headers.mailbox("To", "Ana Novak", "ana@lipa.example") == "To: Ana Novak <ana@lipa.example>\r\n"
    assert headers.mailbox("To", "Lipa d.o.o.", "a@lipa.example") == 'To: "Lipa d.o.o." <a@lipa.example>\r\n'
    assert headers.mailbox("To", "Novak, Ana", "a@lipa.example") == 'To: "Novak, Ana" <a@lipa.example>\r\n'
    assert headers.mailbox("To", "a@b, Ana", "a@lipa.example") == "To: =?utf-8?q?a=40b=2C_Ana?= <a@lipa.example>\r\n"


@pytest.mark.parametrize(
    "text",
    [
        "An invitation to talk about our work together, and about everything else that matters",
        "a" * 60 + " " + "b" * 60,
        "Ana Novak and her very good colleagues of the old town and of the new town of the old country",
    ],
)
def test_what_is_ascii_is_not_encoded(text: str) -> None:
    """Filters of spam count that against a message."""
    for field in (
        headers.unstructured("Subject", text),
        headers.mailbox("To", text.replace(",", ""), "a@lipa.example"),
    ):
        kept_in_lines(field)
        assert "=?" not in field
    assert "=?" not in headers.mailbox("From", "Lipa (office), Ljubljana: care; support", "a@lipa.example")


@settings(max_examples=300, deadline=None)
@given(text=words, room=st.integers(60, 76))
@example(text="🙂" * 60, room=67)
@example(text="ఆ🙂" * 40, room=67)
@example(text=" " + "తెలుగు" * 20, room=67)
@example(text="🧑‍🤝‍🧑" * 9, room=72)
@example(text="క్" * 40, room=72)
def test_every_word_of_base64_but_the_last_is_whole_by_itself(text: str, room: int) -> None:
    """No character is in two words (RFC 2047, section 5), and what joins the base64 of several finds no padding."""
    found = headers.encoded_words(text, room)
    assert len(found[0]) <= room
    pieces = []
    for word in found:
        assert len(word) <= 75
        assert word is found[-1] or not word.endswith("=?=") or "?q?" in word
        ((data, charset),) = decode_header(word)
        assert isinstance(data, bytes)
        assert charset == "utf-8"
        pieces.append(data.decode())
    assert "".join(pieces) == text


@pytest.mark.parametrize("room", [20, 47, 75])
@pytest.mark.parametrize("text", [*SUBJECTS.values(), "č a" * 40, "🙂ž" * 20, "ఆ." * 30], ids=len)
def test_no_words_are_shorter(text: str, room: int) -> None:
    """All ways to cut a text between characters are looked at, from the first word on."""
    clusters = regex.findall(r"\X", text)
    in_base64 = len(headers._quoted(text.encode())) > (len(text.encode()) + 2) // 3 * 4

    @cache
    def least(start: int) -> int:
        found = []
        for end in range(start + 1, len(clusters) + 1):
            data = "".join(clusters[start:end]).encode()
            lengths = [len(headers._quoted(data))]
            if in_base64 and (len(data) % 3 == 0 or end == len(clusters)):
                lengths.append((len(data) + 2) // 3 * 4)
            length = min(lengths) + len("=?utf-8?b??=")
            if length <= (75 if start else room):
                found.append(length + len("\r\n ") + least(end))
        return 0 if start == len(clusters) else min(found, default=10_000)

    assert sum(len(word) + 3 for word in headers.encoded_words(text, room)) == least(0)


@pytest.mark.parametrize("language", ["te", "ne", "ur"])
def test_words_are_cut_between_the_characters_of_a_reader(language: str) -> None:
    text = SUBJECTS[language] * 3
    ends = set(accumulate(map(len, regex.findall(r"\X", text))))
    pieces = [decode_header(word)[0][0].decode() for word in headers.encoded_words(text, 60)]
    assert set(accumulate(map(len, pieces))) <= ends
    assert bidi.RLM in SUBJECTS["ur"]


def test_a_character_longer_than_a_word_is_cut() -> None:
    text = "क" + "्‍क" * 40
    pieces = [decode_header(word)[0][0].decode() for word in headers.encoded_words(text, 60)]
    assert len(pieces) > 1
    assert "".join(pieces) == text
