"""A ranked list of customers as a table for people, CSV, a workbook, or JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from goodterms.advice.assess_answer import PARTS, Answer, in_words, labels, next_command
from goodterms.sheets.writing import Column, csv_bytes, xlsx_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from goodterms.advice.assess_rules import Rules
    from goodterms.model import Direction
    from goodterms.project import Project

FORMATS = ("text", "csv", "xlsx", "json")
_MEDIA = {"csv": "text/csv", "json": "application/json"}
_COLUMNS = ("rank", "customer", "answer", "until", "reasons", "guards", "next")
_WIDTHS = {"customer": 24, "reasons": 50, "guards": 40, "next": 60}


class Line(NamedTuple):
    """A customer in a ranked list: in words of the answer's language, without bullets, and the next command.

    ``answer`` is the verdict itself (``part``), ``word`` the language's word for it; ``until`` is an ISO 8601 date,
    empty for none. ``row`` is the number of the row.
    """

    rank: int
    row: int
    key: str
    customer: str
    answer: str
    word: str
    until: str
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
            reasons=parts["reasons"],
            guards=parts["guards"],
            next=next_command(project, one, rules, locale),
        )


def _items(text: str) -> tuple[str, ...]:
    return tuple(line.strip(" •\u200e\u200f") for line in text.split("\n") if line.strip())


def as_bytes(form: str, found: Sequence[Line], words: Mapping[str, str], *, is_rtl: bool) -> bytes:
    """A ranked list as CSV, a workbook or JSON; ``words`` are the labels of the answer's language."""
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
