"""A letter as a message: read back whole by two readers, of which one is not Python's; nothing in it can become more."""

from __future__ import annotations

import email
import re
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import fast_mail_parser
import icalendar
import pytest

from conftest import DAY
from goodterms.call import Call
from goodterms.compose import compose, validate
from goodterms.content.layers import Content
from goodterms.envelopes import Envelope
from goodterms.errors import InvalidRequest
from goodterms.formats import FORMATS, document, mail, mail_page
from goodterms.project import Project
from test_headers import HOSTILE, PECULIAR, SUBJECTS

if TYPE_CHECKING:
    from conftest import Company
    from goodterms.compose import Letter

LOCALES = ["en", "sl", "te", "ne", "ur"]
LETTERS = Content().letters()
ENVELOPE = Envelope(
    key="41",
    recipient_email="ana@lipa.example",
    sender="Lipa d.o.o.",
    sender_email="care@breza.example",
    timezone="Europe/Ljubljana",
)
HEADERS = ["Date", "From", "To", "Subject", "Content-Language", "Message-ID", "MIME-Version", "Content-Type"]


COLLEAGUE = "peter.hribar@lipa.example"


def letter_of(project: Project, locale: str = "sl", letter: str = "farewell", /, **given: object) -> Letter:
    if "colleague_email" in project.letter(letter).fields:
        given.setdefault("colleague_email", COLLEAGUE)
    return compose(project, validate(project, Call(letter, locale, given, DAY, sample=True)))


def eml(project: Project, locale: str = "sl", letter: str = "farewell", envelope: Envelope = ENVELOPE) -> bytes:
    return document(project.content, letter_of(project, locale, letter), "eml", envelope).content


def read(raw: bytes) -> EmailMessage:
    found = email.message_from_bytes(raw, policy=policy.default)
    assert isinstance(found, EmailMessage)
    assert not [defect for part in found.walk() for defect in part.defects]
    return found


def test_a_date_of_a_header_is_as_another_program_writes_it() -> None:
    for day in range(0, 366, 5):
        at = datetime(2027, 1, 1, 9, 5, 7, tzinfo=timezone(timedelta(hours=5, minutes=45))) + timedelta(day)
        assert mail._format_date(at) == format_datetime(at).replace(", 0", ", ")


def text_in(part: Any) -> str:
    return part.get_payload(decode=True).decode()  # type: ignore[no-any-return]


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("locale", LOCALES)
def test_a_message_holds_its_letter(letter: str, locale: str, project: Project) -> None:
    written = letter_of(project, locale, letter)
    raw = document(project.content, written, "eml", ENVELOPE).content
    message = read(raw)
    assert message.keys() == HEADERS
    kinds = ["text/plain", "text/html", *(["text/calendar"] if written.request.letter.meeting else [])]
    assert message.get_content_type() == "multipart/alternative"
    parts = list(message.iter_parts())
    assert [part.get_content_type() for part in parts] == kinds
    text = document(project.content, written, "text").content.decode()
    assert text_in(parts[0]).replace("\r\n", "\n") == text
    assert text_in(parts[1]).replace("\r\n", "\n") == mail_page.write(project.content, written)
    # A subject has marks where the text has isolates.
    assert re.sub("[\u200e\u200f]", "", message["Subject"]) in re.sub("[\u2066-\u2069]", "", text).split("\n")
    assert [message["Content-Language"], *(part["Content-Language"] for part in parts[:2])] == [locale] * 3
    assert [str(one) for one in message["From"].addresses] == ['"Lipa d.o.o." <care@breza.example>']
    (recipient,) = message["To"].addresses
    to = COLLEAGUE if "email" in written.request.letter.envelope else "ana@lipa.example"
    assert recipient.addr_spec == to
    # Python's parser puts a space between two encoded words of a long name; the next test asks another parser.
    assert recipient.display_name.replace(" ", "") == written.request.names["recipient"].replace(" ", "")
    assert message["Date"].datetime.isoformat() == "2026-11-21T09:00:00+01:00"
    assert {part["Content-Transfer-Encoding"] for part in parts} == {"base64"}


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("locale", LOCALES)
def test_another_reader_reads_the_same(letter: str, locale: str, project: Project) -> None:
    raw = eml(project, locale, letter, ENVELOPE._replace(attached=("html", "ics")))
    found = fast_mail_parser.parse_email(raw, strict=True)
    message = read(raw)
    assert found.warnings == []
    assert list(found.headers) == HEADERS
    assert all(len(values) == 1 for values in found.headers.values())
    assert found.subject == message["Subject"]
    (recipient,) = found.to
    spec = project.letter(letter)
    assert recipient.address == (COLLEAGUE if "email" in spec.envelope else "ana@lipa.example")
    assert recipient.display_name == letter_of(project, locale, letter).request.names["recipient"]
    own = [
        (part.get_content_type(), part.get_payload(decode=True)) for part in message.walk() if not part.is_multipart()
    ]
    tree = fast_mail_parser.parse_email_tree(raw)
    others = [part for part in fast_mail_parser.walk(tree) if not part.content_type.startswith("multipart/")]
    assert [part.content_type for part in others] == [kind for kind, _ in own]
    for part, (_, content) in zip(others, own, strict=True):
        assert isinstance(content, bytes)
        body = part.content.encode() if isinstance(part.content, str) else part.content or b""
        assert body.replace(b"\r\n", b"\n") == content.replace(b"\r\n", b"\n")


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("locale", LOCALES)
def test_every_server_lets_it_pass(letter: str, locale: str, project: Project) -> None:
    raw = eml(project, locale, letter, ENVELOPE._replace(attached=("ics", "md")))
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    assert not re.search(rb"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]", raw)


def test_the_invitation_is_last_and_a_request(project: Project) -> None:
    parts = list(read(eml(project, "ur", "check-in")).iter_parts())
    assert dict(parts[-1]["Content-Type"].params) == {
        "charset": "utf-8",
        "method": "REQUEST",
        "name": "invite.ics",
    }
    assert parts[-1].get_filename() == "invite.ics"
    assert parts[-1].get_content_disposition() == "inline"
    found = icalendar.Calendar.from_ical(text_in(parts[-1]))
    assert str(found["METHOD"]) == "REQUEST"


@pytest.mark.parametrize("locale", LOCALES)
def test_the_entry_in_a_message_is_the_one_by_itself(locale: str, project: Project) -> None:
    """Thunderbird shows only the entry, so it holds the whole letter in a message, too."""
    part = list(read(eml(project, locale, "check-in")).iter_parts())[-1]
    alone = document(project.content, letter_of(project, locale, "check-in"), "ics", ENVELOPE).content
    assert text_in(part).encode() == alone


def test_files_are_attached_around_the_letter(project: Project) -> None:
    message = read(eml(project, "ur", "check-in", ENVELOPE._replace(attached=("ics", "html", "html"))))
    assert message.keys() == HEADERS
    assert message.get_content_type() == "multipart/mixed"
    first, *files = message.iter_parts()
    assert first.get_content_type() == "multipart/alternative"
    assert [part.get_filename() for part in files] == ["check-in.ur.ics", "check-in.ur.html"]
    assert all(part.get_content_disposition() == "attachment" for part in files)
    letter = letter_of(project, "ur", "check-in")
    for part, name in zip(files, ("ics", "html"), strict=True):
        assert part.get_payload(decode=True) == document(project.content, letter, name, ENVELOPE).content


def test_a_letter_without_a_meeting_leaves_the_calendar_out(project: Project) -> None:
    """The files to attach are a sender's standing wish, for letters of every kind."""
    message = read(eml(project, "sl", "farewell", ENVELOPE._replace(attached=("ics",))))
    assert message.get_content_type() == "multipart/alternative"


@pytest.mark.parametrize("name", ["eml", "odt", "pfd"])
def test_what_cannot_be_attached_is_refused(name: str, project: Project) -> None:
    envelope = ENVELOPE._replace(attached=(name,))
    with pytest.raises(InvalidRequest) as refused:
        eml(project, envelope=envelope)
    (fault,) = refused.value.faults
    assert str(fault) == f"mail.attach (in goodterms.toml): {name!r} is not a format that can be attached to an email"
    assert "expected one of: text, html, md, pdf, docx, ics" in fault.hint
    check = FORMATS["eml"].check
    assert check
    assert check(project.content, letter_of(project), envelope) == [fault]


def test_an_attachment_is_checked_like_a_document_of_its_own(project: Project) -> None:
    """The faults of the mail come first, and are not repeated for its invitation."""
    envelope = ENVELOPE._replace(attached=("pdf", "ics"), address=("Lipa",) * 20, sender_email="")
    check = FORMATS["eml"].check
    assert check
    faults = check(project.content, letter_of(project, "sl", "check-in"), envelope)
    assert [fault.kind for fault in faults] == ["missing-sender-address", "address-too-long"]


def test_the_same_letter_is_the_same_message() -> None:
    first, second = (eml(Project(Content()), "te", "check-in", ENVELOPE._replace(attached=("ics",))) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("attached", [(), ("md",)])
def test_a_draft_says_that_it_is_unsent_and_is_the_same_message_otherwise(
    project: Project, attached: tuple[str, ...]
) -> None:
    sent = ENVELOPE._replace(attached=attached)
    raw = eml(project, "ur", "check-in", sent._replace(draft=True))
    assert read(raw)["X-Unsent"] == "1"
    assert raw == b"X-Unsent: 1\r\n" + eml(project, "ur", "check-in", sent)


def test_an_id_tells_a_message_from_every_other(project: Project) -> None:
    """A mail program that drops what it has seen drops the same message sent twice, and never a corrected one."""
    raws = [
        eml(project),
        eml(project, "ur"),
        eml(project, "sl", "check-in"),
        eml(project, "sl", "check-in", ENVELOPE._replace(sequence=1)),
        eml(project, envelope=ENVELOPE._replace(key="42")),
        eml(project, envelope=ENVELOPE._replace(recipient_email="eva@lipa.example")),
        document(project.content, letter_of(project, name="Eva"), "eml", ENVELOPE).content,
    ]
    ids = [read(raw)["Message-ID"] for raw in raws]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"<[0-9a-f]{32}@breza\.example>", one) for one in ids)


def test_everything_that_is_missing_is_reported_at_once(project: Project) -> None:
    with pytest.raises(InvalidRequest) as refused:
        eml(project, envelope=Envelope())
    assert [fault.place for fault in refused.value.faults] == ["email", "mail.from"]
    assert "--to" in refused.value.faults[0].hint
    assert "[mail] from" in refused.value.faults[1].hint


@pytest.mark.parametrize(
    "address",
    [
        "ana", "ana@", "@lipa.example", "ana@lipa", "ana@@lipa.example", "a@x.example, b@y.example", "a@x.example;b@y.example", "Ana <a@x.example>",
        "<a@x.example>", "a@x.example\n", "a@x.example\r\nBcc: b@y.example", "a@x.example)b@y.example", "a b@x.example", '"a b"@x.example',
        "a@[127.0.0.1]", "a(c)@x.example", "a@x.example\u2028", "žiga@lipa.example", "a\u202e@x.example", "a@x..example", "a@-x.example",
        "=?utf-8?q?a?=@x.example", "a@" + "x" * 300 + ".example",
    ],
)  # fmt: skip
def test_an_address_is_one_plain_address(address: str, project: Project) -> None:
    for envelope in (ENVELOPE._replace(recipient_email=address), ENVELOPE._replace(sender_email=address)):
        try:
            raw = eml(project, envelope=envelope)
        except InvalidRequest as refused:
            assert refused.faults[0].place in ("email", "mail.from")  # noqa: PT017 — an address may be taken, too
            continue
        assert address == "=?utf-8?q?a?=@x.example"
        assert read(raw).keys() == HEADERS


def test_a_domain_is_written_as_dns_has_it(project: Project) -> None:
    raw = eml(project, envelope=ENVELOPE._replace(recipient_email="ana@žička.example", sender_email="a@दोस्त.example"))
    message = read(raw)
    assert message["To"].addresses[0].addr_spec == f"ana@{'žička'.encode('idna').decode()}.example"
    assert message["Message-ID"].endswith(f"@{message['From'].addresses[0].domain}>")
    assert message["From"].addresses[0].domain.startswith("xn--")


def test_a_local_part_that_is_not_ascii_is_refused(project: Project) -> None:
    with pytest.raises(InvalidRequest, match=r"email: 'žiga@lipa\.example' has non-ASCII characters before the @"):
        eml(project, envelope=ENVELOPE._replace(recipient_email="žiga@lipa.example"))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_refused(name: str, project: Project) -> None:
    for envelope, place in (
        (ENVELOPE._replace(recipient=name), "recipient"),
        (ENVELOPE._replace(sender=name), "mail.name"),
    ):
        with pytest.raises(InvalidRequest) as refused:
            eml(project, envelope=envelope)
        assert [fault.place for fault in refused.value.faults] == [place]


@pytest.mark.parametrize("name", [*PECULIAR, *SUBJECTS.values()])
def test_a_peculiar_name_is_one_name(name: str, project: Project) -> None:
    name = name.strip()
    raw = eml(project, "sl", "check-in", ENVELOPE._replace(recipient=name, sender=name))
    assert read(raw).keys() == HEADERS
    found = fast_mail_parser.parse_email(raw, strict=True)
    (recipient,) = found.to
    assert [recipient.display_name, recipient.address] == [name, "ana@lipa.example"]
    assert found.from_ is not None
    assert [found.from_.display_name, found.from_.address] == [name, "care@breza.example"]


def note(company: Company, subject: str) -> None:
    company.note("Body of {{ name }}.")
    company.file(
        "templates/note/letter.md.j2",
        f"{{% block subject %}}{subject}{{% endblock %}}\n{{% block body %}}Body.{{% endblock %}}\n",
    )


def note_message(company: Company, name: str, locale: str = "sl") -> bytes:
    project = Project(Content((company.root,)))
    call = Call("note", locale, {"name": name}, DAY, sample=True, missing="fallback")
    letter = compose(project, validate(project, call))
    return document(project.content, letter, "eml", ENVELOPE._replace(recipient="Ana")).content


# A name has a letter, and no question mark that may replace one.
NAMES = [(name if any(map(str.isalpha, name)) else f"{name}a").replace("?q?", "?9?") for name in PECULIAR]


@pytest.mark.parametrize("name", [*NAMES, "a\u00a0b"])
def test_a_value_in_a_subject_is_text(name: str, company: Company) -> None:
    note(company, "For {{ name }}: news")
    raw = note_message(company, name)
    assert read(raw).keys() == HEADERS
    shown = name.strip().replace("  ", " ")  # several blanks in a name are one
    assert fast_mail_parser.parse_email(raw, strict=True).subject == f"For {shown}: news"


def test_an_encoded_word_in_a_subject_is_refused(company: Company) -> None:
    note(company, "For {{ name }}: news")
    with pytest.raises(InvalidRequest) as refused:
        note_message(company, "=?UTF-8?Q?=0A?=Bcc: x@evil.example")
    assert [fault.place for fault in refused.value.faults] == ["subject"]


def test_a_subject_is_set_apart_by_marks_alone(company: Company) -> None:
    note(company, "**For** {{ name }}: news")
    assert read(note_message(company, "Ana"))["Subject"] == "For Ana: news"
    assert read(note_message(company, "علی"))["Subject"] == "For \u200e\u200fعلی\u200f\u200e: news"
    urdu = str(read(note_message(company, "Ana", "ur"))["Subject"])
    assert urdu == "\u200fFor \u200f\u200eAna\u200e\u200f: news\u200f"


def test_source_words_in_a_subject_are_set_apart_whole(company: Company) -> None:
    note(company, "{% trans %}News for {{ name }}!{% endtrans %}")
    assert read(note_message(company, "Ana"))["Subject"] == "News for Ana!"
    urdu = str(read(note_message(company, "Ana", "ur"))["Subject"])
    assert urdu == "\u200f\u200eNews for \u200f\u200eAna\u200e\u200f!\u200e\u200f"


def test_a_letter_without_a_heading_has_its_title_for_a_subject(company: Company) -> None:
    note(company, "")
    assert read(note_message(company, "Ana"))["Subject"] == "Note"


def test_names_come_from_the_letter_where_the_envelope_has_none(project: Project) -> None:
    message = read(eml(project, "sl", envelope=ENVELOPE._replace(sender="", recipient="")))
    assert message["To"].addresses[0].display_name == "Katarina Zupan"
    assert message["From"].addresses[0].display_name == "Modra miza, pisarniške storitve"


def test_a_text_letter_imports_nothing_of_this() -> None:
    program = (
        "import sys; from goodterms.cli import main\n"
        "main(['render', 'farewell', '--locale', 'sl', '--sample'], standalone_mode=False)\n"
        "print(sorted({'css_inline', 'email_validator', 'icalendar', 'email.message'} & set(sys.modules)), file=sys.stderr)"
    )
    printed = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert printed.stderr.decode().strip() == "[]"


def test_the_formats_are_known_by_their_endings() -> None:
    assert [FORMATS["eml"].suffix, FORMATS["eml"].media_type] == ["eml", "message/rfc822"]
    assert [FORMATS["ics"].suffix, FORMATS["ics"].media_type] == ["ics", "text/calendar; charset=utf-8"]
