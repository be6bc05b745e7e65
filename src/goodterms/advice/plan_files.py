"""The plan of a year as a table that a batch reads, and as a calendar (RFC 5545)."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING

from goodterms.advice.planning import CONTACT
from goodterms.advice.recipients import table_bytes
from goodterms.content.column_settings import fold_name
from goodterms.formats.invitation import UNKNOWN_DOMAIN, escape_text, fold_line
from goodterms.recipients.columns import KEY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from goodterms.advice.plan import Contact
    from goodterms.advice.plan_words import PlanWords
    from goodterms.advice.planning import Planned
    from goodterms.sheets import Row

_DATE, _TIME = "meeting_date", "meeting_time"


def key_of(contact: Contact, year: int) -> str:
    """The key of a contact: that of its customer, or what else names them, the year and the number of the contact."""
    return contact.key[0] + CONTACT.format(year=year, number=contact.number)


def table(path: Path, planned: Planned, words: PlanWords) -> bytes:
    """The customers' table with a row for each contact, in the order of days, as CSV or as a workbook.

    The key of a row is that of the contact, so that each has a letter and a meeting of its own. A date and a time of a
    meeting take the place of those in the table; times are only added where it has none.
    """
    source, plan = planned.table, planned.plan
    names = {field: _column(planned, field) for field in (KEY, _DATE, _TIME)}
    has_times = bool(names[_TIME])
    key, day_name, time_name = (names[KEY] or "key", names[_DATE] or "meeting date", names[_TIME] or "meeting time")
    added = [
        key,
        day_name,
        *([] if has_times or not planned.rules.times else [time_name]),
        "contact",
        "week",
        "why then",
    ]
    times = Counter[tuple[str, int]]()

    def rows() -> Iterator[tuple[Row, Mapping[str, str]]]:
        for contact in plan.placed:
            assert contact.day is not None  # noqa: S101 — it is placed
            values = {
                key: key_of(contact, plan.calendar.year),
                day_name: plan.calendar.date(contact.day).isoformat(),
                "contact": str(contact.number),
                "week": plan.calendar.date(plan.calendar.days_of(plan.calendar.week_of(contact.day))[0]).isoformat(),
                "why then": words.why(contact),
            }
            if time_name in added:
                slot = (contact.wish.manager, contact.day)
                values[time_name] = planned.rules.times[times[slot] % len(planned.rules.times)]
                times[slot] += 1
            yield contact.wish.customer.row, values

    return table_bytes(path, source, added, rows())


def _column(planned: Planned, field: str) -> str:
    """The name of the table's column of a field, by the settings and the words of all languages; empty without one."""
    source = planned.table
    if field == KEY:
        place = source.place_of(KEY)
        return source.heading.names[place] if place >= 0 else ""
    others = {column.name for column in source.columns.of_fields}
    for name in source.heading.names:
        use = source.call.uses.get(name)
        is_own = fold_name(name) == fold_name(field)
        is_word = name not in others and field in [meaning.field for meaning in source.words.named(name)]
        if use.field == field if use else is_own or is_word:
            return name
    return ""


def calendar(planned: Planned, words: PlanWords, sender: str, day: date) -> bytes:
    """The contacts as entries of whole days. An entry has the same id (UID) in each plan of the year.

    ``sender`` is the sender's address, whose domain is that of the ids; ``day`` is that of the plan.
    """
    plan = planned.plan
    domain = sender.rpartition("@")[2] or UNKNOWN_DOMAIN
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//goodterms//goodterms//EN",
        f"X-WR-CALNAME:{escape_text(words.title())}",
    ]
    for contact in plan.placed:
        assert contact.day is not None  # noqa: S101 — it is placed
        start = plan.calendar.date(contact.day)
        digest = blake2b("\0".join([sender, "contact", key_of(contact, plan.calendar.year)]).encode(), digest_size=16)
        language = f";LANGUAGE={words.locale.tag}"
        lines += [
            "BEGIN:VEVENT",
            f"UID:{digest.hexdigest()}@{domain}",
            f"DTSTAMP:{day:%Y%m%d}T090000Z",
            f"DTSTART;VALUE=DATE:{start:%Y%m%d}",
            f"DTEND;VALUE=DATE:{start + timedelta(1):%Y%m%d}",
            f"SUMMARY{language}:{escape_text(words.event(contact))}",
            f"DESCRIPTION{language}:{escape_text(words.why(contact))}",
            *([f"CATEGORIES:{escape_text(contact.wish.manager)}"] if contact.wish.manager else []),
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return b"".join(map(fold_line, [*lines, "END:VCALENDAR"]))
