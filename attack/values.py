"""Hostile values in every field and every format: each must be in the letter as it is, or be refused with its place."""

from __future__ import annotations

import email
import email.policy
import itertools
import re
import unicodedata
from datetime import date
from html.parser import HTMLParser
from typing import TYPE_CHECKING, NamedTuple

from goodterms import compose
from goodterms.call import Call
from goodterms.envelopes import Envelope
from goodterms.errors import GoodtermsError
from goodterms.formats import document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goodterms.project import Project

DAY = date(2026, 11, 21)
_PARTS = {
    "markup": ["<b>x</b>", "<script>alert(1)</script>", "<img src=x onerror=y>", "</td></tr></table>", "<!--", "]]>", "&lt;", "&#27;", "&amp;"],
    "quotes": ['" onmouseover="x', "' x='", "`x`", "\\", "\\n", "\\u202e", "«»"],
    "markdown": ["**x**", "_x_", "# x", "- x", "1. x", "> x", "[x](javascript:alert(1))", "![x](y)", "<https://evil.example>", "| a | b |", "***", "```", "~~x~~", "[x]: y", "x\\"],
    "jinja": ["{{7*7}}", "{% raw %}", "{# x #}", "{{ self.__class__ }}", "{{ config }}", "{", "}", "{name}", "{0}", "%s", "%(name)s", "%n"],
    "typst": ["#eval(\"1\")", "#import \"@preview/a:0.1.0\"", "$x$", "@label", "#[x]", "= x", "/ x: y", "//", "#let x", "~", "---"],
    "headers": ["x, y", "x; y", "=?utf-8?q?x?=", "<a@evil.example>", "a@evil.example", "\"x\" <a@evil.example>", "Bcc: a@evil.example", "x:y", "(x)"],
    "calendar": ["BEGIN:VEVENT", "X;Y=Z:W", "x\\nATTENDEE:y", "DTSTART:20200101"],
    "paths": ["../../etc/passwd", "/etc/passwd", "C:\\x", "CON", "..", ".", "~/x", "$(id)", "`id`", "x\x00y"],
    "formulas": ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|'/c calc'!A0", "'=1", "x;=1+1"],
    "controls": ["\x1b[31mx", "\x07", "x\ry", "x\ny", "x\r\nBcc: y", "x\x0by", "x\x0cy", "x\x85y", "x\u2028y", "x\u2029y", "\x7f", "x\x00"],
    "directions": ["\u202ex", "x\u202c", "\u2067x", "x\u2069", "\u2066x\u2069", "\u200fx", "x\u200e", "\u061cx", "عربی", "עברית abc", "abc اردو 12"],
    "invisible": ["\u200b", "x\u200by", "\u00ad", "\ufeffx", "x\u2060y", "\u3164", "\u2800", "a\u200db", "a\u200cb", "\U000e0041"],
    "private": ["\ue000", "\U000f0000x", "\U00100000", "\U00101000"],
    "digits": ["१२३", "۱۲۳", "1e999", "0x10", "-0", "NaN", "Infinity", "1,000,000.5", "٣"],
    "names": ["'t Hooft", "’t Hooft", "Ana  Novak", "O'Neill", "d'Arc", "Ann-Marie", "N’Golo", "Ní Bhriain", "Jr.", "X Æ A-12", "王小明"],
    "long": ["x" * 201, "x" * 2001, "x " * 900, "\u0301" * 300, "a\u0301" * 90],
    "halves": ["\ud800", "x\udfff"],
}  # fmt: skip
_AROUND = ("{}", "Ana {}", "{} Novak", "Ana {} Novak", "({})")


class Verdict(NamedTuple):
    """What a value did in a field: ``verbatim``, ``refused``, ``not printed`` by the letter, or (with !) anything else."""

    field: str
    value: str
    form: str
    said: str


def values() -> list[str]:
    """At least 500 values, each once."""
    return list(
        dict.fromkeys(
            around.format(value) if around != "{}" else value
            for value, around in itertools.product(itertools.chain.from_iterable(_PARTS.values()), _AROUND)
        )
    )


def attack(project: Project, letter: str, tag: str, forms: tuple[str, ...], chosen: list[str]) -> Iterator[Verdict]:
    """The verdict on each value in each field of a letter that takes a text, in each format."""
    spec = project.letter(letter)
    for field in spec.fields.values():
        if field.options or field.type in {
            "flag",
            "count",
            "date",
            "time",
            "duration",
            "month",
            "percent",
            "number",
            "money",
        }:
            continue
        for value in chosen:
            given: object = value
            if field.many and not field.parts:
                given = [value]
            elif field.parts:
                continue
            yield from _verdicts(project, spec.name, tag, field.name, field.type, given, value, forms)


def _verdicts(
    project: Project, letter: str, tag: str, field: str, kind: str, given: object, value: str, forms: tuple[str, ...]
) -> Iterator[Verdict]:
    try:
        request = compose.validate(project, Call(letter, tag, {field: given}, DAY, sample=True))
        written = compose.compose(project, request)
    except GoodtermsError as error:
        has_place = all(one.place and (one.place.partition(".")[0] == field or kind) for one in error.faults)
        yield Verdict(
            field, value, "*", "refused" if error.faults and has_place else f"!refused without its place: {error}"
        )
        return
    except Exception as error:  # noqa: BLE001
        yield Verdict(field, value, "*", f"!{type(error).__name__}: {error}")
        return
    envelope = Envelope(recipient="Ana", recipient_email="a@x.example", sender="Lipa", sender_email="b@lipa.example")
    for form in forms:
        try:
            content = document(project.content, written, form, envelope).content
        except GoodtermsError as error:
            yield Verdict(field, value, form, "refused" if error.faults else "!refused without a reason")
        except Exception as error:  # noqa: BLE001
            yield Verdict(field, value, form, f"!{type(error).__name__}: {error}")
        else:
            shown = any(value_is_in(value, slot[0]) for slot in written.slots)
            said = _read_back(form, content, value) if shown else "not printed"
            yield Verdict(field, value, form, said)


def value_is_in(value: str, text: str) -> bool:
    return _plain(value) in _plain(text)


def _plain(text: str) -> str:
    """A text as a reader sees it: without isolates and blanks, composed."""
    return re.sub(
        r"\s+", " ", unicodedata.normalize("NFC", re.sub("[\u200e\u200f\u061c\u2066-\u2069\u200b-\u200d]", "", text))
    ).strip()


def _read_back(form: str, content: bytes, value: str) -> str:
    """Whether the value is in a document as text: an HTML page and an email are read by parsers that are not ours."""
    text = content.decode("utf-8", "replace")
    if form == "html":
        return _of_page(text, value)
    if form == "text":
        return "verbatim" if _plain(value) in _plain(text) else "!not in the text"
    if form == "eml":
        return _of_mail(content, value)
    return "verbatim"


def _of_page(text: str, value: str) -> str:
    page = _Page()
    page.feed(text)
    if page.strange:
        return f"!markup from a value: {page.strange}"
    return "verbatim" if _plain(value) in _plain("".join(page.texts)) else "!not in the page"


def _of_mail(content: bytes, value: str) -> str:
    message = email.message_from_bytes(content, policy=email.policy.default)
    if message.defects or {name.lower() for name in message} & {"bcc", "cc", "attendee"}:
        return f"!headers: {message.keys()} {message.defects}"
    body = message.get_body(("plain",))
    text = body.get_content() if body else ""
    return "verbatim" if _plain(value) in _plain(text) else "!not in the email"


class _Page(HTMLParser):
    """Reads a page: its texts, and what a letter's page never has."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.strange: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "img", "iframe", "object", "b"}:
            self.strange.append(tag)
        for name, value in attributes:
            if name.startswith("on") or re.match(r"\s*(?:javascript|data|vbscript):", value or "", re.IGNORECASE):
                self.strange.append(f"{name}={value}")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
