"""A ranked list of customers as a table for people, CSV, a workbook, or JSON."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from goodterms.advice.assess_answer import PARTS, Answer, in_words, labels, next_command
from goodterms.sheets.writing import Column, csv_bytes, xlsx_bytes
from goodterms.text.bidi import escape_controls

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from goodterms.advice.assess_rules import Rules
    from goodterms.model import Direction
    from goodterms.project import Project

FORMATS = ("text", "csv", "xlsx", "json")
_MEDIA = {"csv": "text/csv", "json": "application/json"}
_MARKS = re.compile("[\u200e\u200f\u2066-\u2069]")
_COLUMNS = ("rank", "customer", "answer", "until", "reasons", "guards", "next")
_WIDTHS = {"customer": 24, "reasons": 50, "guards": 40, "next": 60}


class Line(NamedTuple):
    """A customer in a ranked list, in words of the answer's language, and the next command.

    ``answer`` is the verdict itself (``part``), ``word`` the language's word for it and ``advice`` its sentences;
    ``until`` is an ISO 8601 date, empty for none. ``row`` is the number of the row.
    """

    rank: int
    row: int
    key: str
    customer: str
    answer: str
    word: str
    until: str
    advice: tuple[str, ...]
    reasons: tuple[str, ...]
    guards: tuple[str, ...]
    next: str


def lines(project: Project, answers: Sequence[Answer], rules: Rules, locale: str) -> Iterator[Line]:
    """The lines of a ranked list; ``locale`` is that of letters to customers whose own is not known."""
    for number, one in enumerate(answers, 1):
        words = labels(project, one.request)
        parts = {part: _items(in_words(project, one, part)) for part in PARTS}
        customer = one.customer
        yield Line(
            rank=number,
            row=customer.row,
            key=customer.key,
            customer=" ".join(filter(None, [customer.key, one.request.names.get("recipient", "")])),
            answer=one.verdict.answer,
            word=words[f"{one.verdict.answer}_word"],
            until=one.verdict.until.isoformat() if one.verdict.until else "",
            advice=parts["answer"],
            reasons=parts["reasons"],
            guards=parts["guards"],
            next=next_command(project, one, rules, locale),
        )


def _items(text: str) -> tuple[str, ...]:
    return tuple(line.strip(" •\u200e\u200f") for line in text.split("\n") if line.strip())


def as_text(found: Sequence[Line], *, is_rtl: bool) -> str:
    """A ranked list for people: a paragraph for each customer, because columns of sentences do not fit a screen."""
    mark, opening, closing = ("\u200f", "\u2068", "\u2069") if is_rtl else ("", "", "")
    paragraphs = []
    for line in found:
        name = f"{opening}{line.customer or line.row}{closing}"
        shown = [f"{mark}{line.rank}. {name}: {' '.join(line.advice)}"]
        shown += [f"{mark}   • {item}" for item in (*line.reasons, *line.guards)]
        shown += [f"   {escape_controls(line.next)}"] if line.next else []
        paragraphs.append("\n".join(shown))
    return "\n\n".join(paragraphs) + "\n"


def as_bytes(form: str, found: Sequence[Line], words: Mapping[str, str], *, is_rtl: bool) -> bytes:
    """A ranked list as CSV, a workbook or JSON; ``words`` are the labels of the answer's language."""
    found = [_without_marks(line) for line in found]
    if form == "json":
        every = [line._asdict() for line in found]
        return (json.dumps(every, ensure_ascii=False, indent=2) + "\n").encode()
    direction: Direction = "rtl" if is_rtl else "ltr"
    columns = [
        Column(words[f"{name}_label"], _WIDTHS.get(name, 12), "ltr" if name == "next" else direction)
        for name in _COLUMNS
    ]
    rows = [_cells(line) for line in found]
    if form == "xlsx":
        return xlsx_bytes("assessment", columns, rows)
    return csv_bytes(columns, [[str(cell) for cell in row] for row in rows])


def _without_marks(line: Line) -> Line:
    """The line without the invisible marks of direction, which programs do not expect."""

    def bare(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_MARKS.sub("", text) for text in texts)

    return line._replace(advice=bare(line.advice), reasons=bare(line.reasons), guards=bare(line.guards))


def _cells(line: Line) -> list[object]:
    return [
        line.rank,
        line.customer or str(line.row),
        line.word,
        line.until,
        "\n".join(line.reasons),
        "\n".join(line.guards),
        line.next,
    ]


def media_type(form: str) -> str:
    """The media type of a form of the list."""
    return _MEDIA.get(form, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
