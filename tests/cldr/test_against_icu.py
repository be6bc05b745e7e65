"""Every format against ICU 78 (CLDR 48), whose data and code are neither ours nor Babel's.

The tests call ICU's MessageFormat. Formats that only other ICU classes have (lists, ranges, relative times) are in
icu_by_node.json, written by icu_by_node.mjs. Intended differences are in icu_differences.toml, each with its reason; a
test fails for a difference that is not listed, and for one that is listed and no longer exists.
"""

from __future__ import annotations

import json
import tomllib
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from icu4py.messageformat import MessageFormat

from goodterms.cldr import locales
from goodterms.cldr.formatter import Formatter
from goodterms.content import languages
from goodterms.content.layers import Content
from goodterms.values import Month

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    # The input, our text, ICU's text.
    Probes = Iterator[tuple[str, str, str]]

HERE = Path(__file__).parent
CASES: dict[str, Any] = tomllib.loads((HERE / "icu_cases.toml").read_text("utf-8"))
BY_NODE: dict[str, Any] = json.loads((HERE / "icu_by_node.json").read_text("utf-8"))["locales"]
CATALOGS = Content().catalogs()
# The skeleton whose date ICU joins to a time by the pattern of a width.
SKELETONS = {"short": "yMd", "medium": "yMMMd", "long": "yMMMMd", "full": "yMMMMEEEEd"}


def ours(tag: str) -> Formatter:
    """Our formatter by CLDR only: with the cldr.json of its language, without the language's own conventions."""
    locale = locales.match(tag, CATALOGS)
    return Formatter(locale, languages.settings(Content(), locale.catalog).by_cldr())


def icu(tag: str, pattern: str, **values: Decimal | datetime) -> str:
    return MessageFormat(pattern, tag).format(dict(values))


def untied(text: str) -> str:
    """A text whose no-break spaces are spaces: ours keep a number on the line of its unit of time, ICU's mostly do not."""
    return text.replace("\u00a0", " ")


def number(f: Formatter, tag: str) -> Probes:
    for n in CASES["numbers"]:
        yield n, f.number(Decimal(n)), icu(tag, "{n, number, ::.###}", n=Decimal(n))


def percent(f: Formatter, tag: str) -> Probes:
    for n in CASES["percentages"]:
        yield n, f.percent(Decimal(n)), icu(tag, "{n, number, ::percent .###}", n=Decimal(n))


def money(f: Formatter, tag: str) -> Probes:
    for currency, amounts in CASES["amounts"].items():
        for n in amounts:
            expected = icu(tag, f"{{n, number, ::currency/{currency}}}", n=Decimal(n))
            yield f"{n} {currency}", f.money(Decimal(n), currency), expected


def dates(f: Formatter, tag: str, days: str = "days") -> Probes:
    for day in CASES[days]:
        for width in SKELETONS:
            expected = icu(tag, f"{{d, date, {width}}}", d=datetime.combine(day, time(12)))
            yield f"{day} {width}", f.date(day, width), expected


def times(f: Formatter, tag: str) -> Probes:
    for moment in CASES["times"]:
        on_a_day = datetime.combine(date(2026, 1, 5), moment)
        yield f"{moment:%H:%M}", untied(f.time(moment)), untied(icu(tag, "{t, time, short}", t=on_a_day))
        # By the clock of the region, not of the language.
        yield f"{moment:%H:%M} jmm", untied(f.time(moment)), untied(icu(tag, "{t, time, ::jmm}", t=on_a_day))


def dates_with_times(f: Formatter, tag: str) -> Probes:
    for moment in CASES["moments"]:
        for width, skeleton in SKELETONS.items():
            # The text that ICU puts between its own date and time, around those of the width.
            text = icu(tag, f"{{d, date, ::{skeleton}jmm}}", d=moment)
            for part, style in ((f"::{skeleton}", width), ("::jmm", "")):
                by_skeleton = icu(tag, f"{{d, date, {part}}}", d=moment)
                assert text.count(by_skeleton) == 1
                text = text.replace(
                    by_skeleton, icu(tag, f"{{d, date, {style}}}" if style else "{d, time, short}", d=moment)
                )
            yield f"{moment} {width}", untied(f.date_time(moment.date(), moment.time(), width)), untied(text)


def months(f: Formatter, tag: str) -> Probes:
    for number in range(1, 13):
        expected = icu(tag, "{d, date, ::yMMMM}", d=datetime.combine(date(2026, number, 1), time(12)))
        yield f"{number}", f.month(Month(2026, number)), expected


def day_periods(f: Formatter, tag: str) -> Probes:
    # Two minutes of each hour: noon is only the first.
    for moment in [time(hour, minute) for hour in range(24) for minute in (0, 1)]:
        for width, letters in (("abbreviated", "B"), ("wide", "BBBB"), ("narrow", "BBBBB")):
            text = icu(tag, f"{{t, date, m{letters}}}", t=datetime.combine(date(2026, 1, 5), moment))
            yield (
                f"{moment:%H:%M} {width}",
                f"{f.number(moment.minute)}{f.day_periods.name(moment, width)}",
                text.strip(),
            )


def plurals(f: Formatter, tag: str) -> Probes:
    cases = " ".join(f"{name} {{{name}}}" for name in ("zero", "one", "two", "few", "many", "other"))
    for n in CASES["plurals"]:
        yield n, f.plural_category(Decimal(n)), icu(tag, f"{{n, plural, {cases}}}", n=Decimal(n))


def durations(f: Formatter, tag: str) -> Probes:
    for hours, minutes in CASES["durations"]:
        unit = "hour-and-minute" if hours and minutes else "hour" if hours else "minute"
        n = Decimal(hours) + Decimal(minutes) / 60 if hours else Decimal(minutes)
        expected = icu(tag, f"{{n, number, ::unit/{unit} unit-width-full-name}}", n=n)
        yield f"{hours}:{minutes:02}", untied(f.duration(hours, minutes)), untied(expected)


def calendars(f: Formatter, tag: str) -> Probes:
    yield from dates(f, tag, "days_of_calendars")


def numbering(f: Formatter, tag: str) -> Probes:
    for kind in (number, percent, money, dates, times, dates_with_times, durations):
        for given, text, by_icu in kind(f, tag):
            yield f"{kind.__name__} {given}", text, by_icu


def lists(f: Formatter, tag: str) -> Probes:
    for kind, expected in BY_NODE[tag]["lists"].items():
        for count, text in enumerate(expected, 1):
            joints = f.joints(kind, count)
            joined = joints[0] + "".join(item + joint for item, joint in zip("ABCDE", joints[1:], strict=False))
            yield f"{kind} of {count}", joined, text


def ranges(f: Formatter, tag: str) -> Probes:
    of_kind: dict[str, Callable[[Decimal, Decimal], str]] = {"number": f.number_range, "percent": f.percent_range}
    for kind, write in of_kind.items():
        for given, text in BY_NODE[tag][f"{kind}_ranges"].items():
            low, high = map(Decimal, given.split())
            yield f"{kind} {given}", write(low, high), text
    for currency, expected in BY_NODE[tag]["money_ranges"].items():
        for given, text in expected.items():
            low, high = map(Decimal, given.split())
            yield f"{given} {currency}", f.money_range(low, high, currency), text


def relative(f: Formatter, tag: str) -> Probes:
    for kind, by_words in (("relative", False), ("relative_in_words", True)):
        for given, text in BY_NODE[tag][kind].items():
            amount, unit = given.split()
            yield f"{given} {kind}", untied(f.relative(int(amount), unit, by_words=by_words)), untied(text)


KINDS: dict[Callable[[Formatter, str], Probes], list[str]] = {
    **dict.fromkeys((number, percent, money, dates, times, dates_with_times, plurals, durations), CASES["tags"]),
    **dict.fromkeys((lists, ranges, relative, months, day_periods), CASES["tags"]),
    numbering: CASES["numbered_tags"],
    calendars: CASES["calendar_tags"],
}


def listed() -> dict[str, list[str]]:
    """Every intended difference: its key, our text and ICU's."""
    groups = tomllib.loads((HERE / "icu_differences.toml").read_text("utf-8"))["differences"]
    pairs = [pair for group in groups for pair in group["strings"].items()]
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


LISTED = listed()


@pytest.mark.parametrize(("kind", "tag"), [(kind, tag) for kind, tags in KINDS.items() for tag in tags])
def test_formats_are_icu_s_or_listed(kind: Callable[[Formatter, str], Probes], tag: str) -> None:
    name = f"{kind.__name__} {tag} "
    differences = {name + given: [text, by_icu] for given, text, by_icu in kind(ours(tag), tag) if text != by_icu}
    assert differences == {key: pair for key, pair in LISTED.items() if key.startswith(name)}


def test_every_listed_difference_is_of_a_compared_format() -> None:
    names = {f"{kind.__name__} {tag}" for kind, tags in KINDS.items() for tag in tags}
    assert {" ".join(key.split(" ")[:2]) for key in LISTED} <= names
