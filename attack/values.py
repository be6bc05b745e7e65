"""Hostile values in every field and every format: each must be in the letter as it is, or be refused with its place."""

from __future__ import annotations

import itertools
import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import documents
import places
from documents import plain
from goodterms import compose
from goodterms.call import Call
from goodterms.envelopes import Envelope
from goodterms.errors import InvalidRequest
from goodterms.formats import document

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from goodterms.compose import Letter
    from goodterms.project import Project
    from places import Place

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
FOLLOWS = frozenset({"missing-timezone", "years-contradict", "date-after-limit"})
"""The kinds of faults of other fields that can follow from a value."""
UNDERSTOOD = {
    "flag": re.compile("[01x]", re.IGNORECASE),
    "number": re.compile(r"[\d.,\s()-]*"),
}
"""What of the hostile values says something to the types that are not printed as they are."""
_NOT_SEEN = " \u00a0\ufeff\u200e\u200f\u061c"
"""What may be around a value and says nothing: blanks and marks of direction."""
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


def attack(
    project: Project, letter: str, tag: str, forms: Sequence[str], chosen: Sequence[str], every: Mapping[str, int]
) -> Iterator[Verdict]:
    """The verdict on each value in each place of a letter, in each format.

    ``every`` says for a format which values are tried there: each third, say; without a number, each one.
    """
    spec = project.letter(letter)
    envelope = Envelope(
        recipient_email="a@x.example", sender="Lipa", sender_email="b@lipa.example", timezone="Europe/Ljubljana"
    )
    for place in places.places(spec):
        for number, value in enumerate(chosen):
            call = Call(letter, tag, place.given(value), DAY, sample=True)
            tried = [form for form in forms if number % every.get(form, 1) == 0]
            yield from _verdicts(project, call, place, value, tried, envelope)
    for number, value in enumerate(chosen):
        tried = [form for form in forms if number % every.get(form, 1) == 0]
        yield from _on_envelope(project, Call(letter, tag, {}, DAY, sample=True), value, tried, envelope)


def _verdicts(
    project: Project, call: Call, place: Place, value: str, forms: Sequence[str], envelope: Envelope
) -> Iterator[Verdict]:
    try:
        written = compose.compose(project, compose.validate(project, call))
    except InvalidRequest as error:
        root = place.name.partition(".")[0]
        astray = [one for one in error.faults if one.place.partition(".")[0] != root and one.kind not in FOLLOWS]
        said = f"!refused elsewhere: {astray[0]}" if astray or not error.faults else "refused"
        yield Verdict(place.name, value, "*", said)
        return
    except Exception as error:  # noqa: BLE001
        yield Verdict(place.name, value, "*", f"!{type(error).__name__}: {error}")
        return
    texts = [plain(slot[0]) for slot in written.slots]
    if place.type not in places.AS_IT_IS and not _is_understood(place.type, value):
        yield Verdict(place.name, value, "*", f"!understood as something: {place.type}")
        return
    is_shown = place.type in places.AS_IT_IS and any(plain(value) in text for text in texts)
    for form in forms:
        yield Verdict(place.name, value, form, _verdict(project, written, form, envelope, value if is_shown else ""))


def _on_envelope(
    project: Project, call: Call, value: str, forms: Sequence[str], envelope: Envelope
) -> Iterator[Verdict]:
    written = compose.compose(project, compose.validate(project, call))
    addressed = envelope._replace(address=("Ana Novak", value, "1000 Ljubljana"), key=value)
    for form in forms:
        yield Verdict("address", value, form, _verdict(project, written, form, addressed, ""))


def _verdict(project: Project, written: Letter, form: str, envelope: Envelope, value: str) -> str:
    try:
        content = document(project.content, written, form, envelope).content
        found = documents.read(form, content)
    except InvalidRequest as error:
        return "refused" if error.faults and all(one.place for one in error.faults) else "!refused without its place"
    except Exception as error:  # noqa: BLE001
        return f"!{type(error).__name__}: {error}"
    if found.strange:
        return f"!more than text: {found.strange}"
    if not value:
        return "not printed"
    return "verbatim" if plain(value) in plain(found.text) else "!not in the document"


def _is_understood(kind: str, value: str) -> bool:
    """Whether it is right that a value of a type that is written anew was not refused."""
    return bool(UNDERSTOOD.get(kind, UNDERSTOOD["number"]).fullmatch(value.strip(_NOT_SEEN)))
