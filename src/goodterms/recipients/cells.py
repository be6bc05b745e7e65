"""What a cell of a table says to a field: a raw value as a person types it, or why the field cannot use it."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from goodterms.cldr import bikram
from goodterms.expressions import expression
from goodterms.sheets.table import Broken, InPart, Shown, Struck, Yearless, YearlessMoment
from goodterms.sheets.writing import unguard
from goodterms.text.typed import ascii_digits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from goodterms.model import LetterSpec
    from goodterms.sheets.table import Cell

Raw = str | int | float | dict[str, object]
"""A raw value that can be written as JSON: text, a number, or an amount with its currency.

A number leaves no doubt about its decimal separator; a text does.
"""

TEXT = "text"
"""The type of what is not a field: lines of an address, keys."""
_IN_WORDS = frozenset({"text", "name", "person", "reference", "phone", "url", "email", "currency", "dated"})
"""The types in which a date would be printed as it happens to be stored."""
_NUMBERS = frozenset({"number", "count"})
_AMOUNTS = _NUMBERS | {"money", "percent"}
_MIDNIGHT = time()
_OF_WEB = expression(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d{2,6}|#x[0-9a-f]{2,6});|<br ?/?>", re.IGNORECASE)
"""What exports of web shops write for a character or a new line."""
_BARE = expression(r"\d+(?:[.,]\d+)?")
_FIRST_LIKELY = 1976
"""The first year in which a date of Bikram Sambat is likely; before it, it looks like a Gregorian date of our days."""
_YEAR_FIRST = expression(r"(\d{4}) ?([-./।]) ?(\d{1,2}) ?\2 ?(\d{1,2})")
_DIGITS = 15
"""The significant digits of a number in a spreadsheet."""
_BEYOND = 10**_DIGITS
"""From here on, a spreadsheet has put zeros in the place of the last digits that were typed."""


class Unusable(NamedTuple):
    """Why a cell says nothing to its field: the kind of fault, what the cell shows, the code of its format.

    ``column`` is the name of its column, which is not that of the field where the field has several.
    """

    kind: str
    given: str
    format: str = ""
    column: str = ""


def type_at(letter: LetterSpec, place: str) -> str:
    """The type of the field, or of the part of a record, at a place such as ``providers.2.link``; empty for neither.

    A part of a person's name is a ``person``; a whole record is of the type of its first part.
    """
    name, *inner = place.split(".")
    field = letter.fields.get(name)
    if field is None:
        return ""
    if field.parts:
        named = next((part for part in inner if part in field.parts), next(iter(field.parts)))
        return field.parts[named].type
    return field.type


def raw_of(cell: Cell, kind: str) -> Raw | Unusable:
    """What a cell says to a field of a type; an empty text for an empty cell."""
    if isinstance(cell, str):
        if ("&" in cell or "<" in cell) and (found := _OF_WEB.search(cell)):
            return Unusable("cell-of-web-page", text_of(cell), found[0])
        return unguard(cell.strip())
    if isinstance(cell, Struck):
        return Unusable("cell-struck", cell.text)
    if isinstance(cell, Broken):
        return Unusable("cell-not-calculated" if cell.text.startswith("=") else "cell-error", cell.text)
    read = _READERS.get(type(cell))
    return read(cell, kind) if read else text_of(cell)


def in_unit(raw: Raw, kind: str, unit: str) -> Raw | Unusable:
    """A raw value of a column whose name says in which unit its values are: a currency, hours, a calendar.

    A value with a unit of its own keeps it; an amount may then contradict that of its column.
    """
    if kind == "money":
        return {"amount": raw, "currency": unit}
    if kind == "date":
        return _gregorian(str(raw))
    return f"{raw} {unit}" if _BARE.fullmatch(str(raw)) else raw


def _gregorian(text: str) -> str | Unusable:
    """A date of Bikram Sambat, which its column says, in the Gregorian calendar.

    A text with words gets its era, with which no field takes it for another date.
    """
    if any(map(str.isalpha, text)):
        return f"{text} BS"
    found = _YEAR_FIRST.fullmatch(ascii_digits(text))
    when = bikram.to_gregorian(int(found[1]), int(found[3]), int(found[4])) if found else None
    is_likely = when and when.year >= _FIRST_LIKELY
    return when.isoformat() if when and is_likely else Unusable("cell-not-bikram", text)


def text_of(cell: object) -> str:
    """A cell as a person types it, without blanks at its ends; those inside are spelling and stay."""
    if isinstance(cell, str):
        return unguard(cell.strip())
    if isinstance(cell, (Broken, Shown)):
        return cell.text
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == _MIDNIGHT else cell.isoformat(" ")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return _length(cell)
    if isinstance(cell, float):
        # A missing value in a column of numbers is NaN; infinity is left to the field, which refuses it.
        return f"{number_of(cell):f}" if math.isfinite(cell) else "" if math.isnan(cell) else str(cell)
    return str(cell)


def number_of(value: float) -> Decimal:
    """A number at the 15 digits that spreadsheets have; a whole one without a fraction, an int with all its digits."""
    if isinstance(value, int):
        return Decimal(value)
    number = Decimal(f"{value + 0.0:.{_DIGITS}g}")
    return Decimal(int(number)) if number == number.to_integral_value() else number


def _number(cell: object, kind: str) -> Raw | Unusable:
    assert isinstance(cell, (int, float))  # noqa: S101 — by the table of readers
    if not math.isfinite(cell):
        return text_of(cell)
    number = number_of(cell)
    if isinstance(cell, float) and abs(number) >= _BEYOND:
        return Unusable("cell-number-too-long", f"{number:f}")
    if kind in _AMOUNTS:
        return int(number) if number == number.to_integral_value() else float(number)
    return f"{number:f}"


def _truth(cell: object, kind: str) -> Raw | Unusable:
    """A true or a false, which each spreadsheet program shows in a word of its own language."""
    return Unusable("cell-is-a-truth-value", text_of(cell)) if kind in _IN_WORDS else text_of(cell)


def _shown(cell: object, kind: str) -> Raw | Unusable:
    assert isinstance(cell, Shown)  # noqa: S101 — by the table of readers
    if not cell.is_understood:
        return Unusable("cell-format", f"{cell.value:f}", cell.text)
    if abs(cell.value) >= _BEYOND:
        return Unusable("cell-number-too-long", cell.text)
    if cell.number is None:
        is_amount = kind in _AMOUNTS and any(map(str.isdecimal, cell.text))
        return Unusable("cell-shown-otherwise", f"{cell.value:f}", cell.text) if is_amount else cell.text
    number = _as_json(cell.number)
    if kind == "money" and not cell.is_percent:
        currency = cell.currency or cell.symbol
        return {"amount": number, "currency": currency} if currency else number
    if (kind == "percent" and not cell.currency) or (kind in _NUMBERS and not cell.is_percent):
        return number
    return cell.text


def _as_json(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


def _moment(cell: object, kind: str) -> Raw | Unusable:
    assert isinstance(cell, datetime)  # noqa: S101 — by the table of readers
    if cell.time() == _MIDNIGHT:
        return _day(cell.date(), kind)
    if kind in {"date", "month"}:
        return Unusable("cell-date-with-time", f"{cell:%Y-%m-%d %H:%M}")
    if kind == "time":
        return Unusable("cell-time-with-date", f"{cell:%Y-%m-%d %H:%M}")
    return _in_words(cell, kind)


def _day(cell: object, kind: str) -> Raw | Unusable:
    assert isinstance(cell, date)  # noqa: S101 — by the table of readers
    return cell.isoformat() if kind in {"date", "month"} else _in_words(cell, kind)


def _in_part(cell: object, kind: str) -> Raw | Unusable:
    assert isinstance(cell, InPart)  # noqa: S101 — by the table of readers
    return Unusable("cell-date-in-part", f"{cell:%Y-%m-%d}") if kind == "date" else _day(cell, kind)


def _yearless(cell: object, kind: str) -> Raw | Unusable:
    assert isinstance(cell, date)  # noqa: S101 — by the table of readers
    if kind in {"date", "month"}:
        return Unusable("cell-date-without-year", f"{cell:%Y-%m-%d}")
    return _moment(cell, kind) if isinstance(cell, datetime) else _in_words(cell, kind)


def _time(cell: object, kind: str) -> Raw | Unusable:
    assert isinstance(cell, time)  # noqa: S101 — by the table of readers
    if kind == "duration":
        return _length(timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second))
    return _clock(cell) if kind == "time" else _in_words(cell, kind)


def _duration(cell: object, kind: str) -> Raw | Unusable:
    assert isinstance(cell, timedelta)  # noqa: S101 — by the table of readers
    if kind == "time" and timedelta() <= cell < timedelta(days=1):
        return _clock(_time_after_midnight(cell))
    return _length(cell) if kind in {"time", "duration"} else _in_words(cell, kind)


def _time_after_midnight(length: timedelta) -> time:
    minutes, seconds = divmod(round(length.total_seconds()), 60)
    return time(minutes // 60 % 24, minutes % 60, seconds)


def _in_words(cell: object, kind: str) -> Raw | Unusable:
    """A date or a time in a field of another type: its digits are not what the cell shows."""
    return Unusable("cell-is-a-moment", text_of(cell)) if kind in _IN_WORDS else text_of(cell)


def _clock(moment: time) -> str:
    return f"{moment:%H:%M}" if not moment.second else f"{moment:%H:%M:%S}"


def _length(length: timedelta) -> str:
    """A length of time as a person types it: ``1 h 30 min``, ``45 min``; seconds remain as ``0:00:45``."""
    seconds = round(length.total_seconds())
    if seconds < 0 or seconds % 60:
        return str(timedelta(seconds=seconds))
    hours, minutes = divmod(seconds // 60, 60)
    return " ".join(filter(None, (f"{hours} h" if hours else "", f"{minutes} min" if minutes or not hours else "")))


_READERS: Mapping[type, Callable[[object, str], Raw | Unusable]] = {
    bool: _truth,
    int: _number,
    float: _number,
    Shown: _shown,
    datetime: _moment,
    date: _day,
    InPart: _in_part,
    Yearless: _yearless,
    YearlessMoment: _yearless,
    time: _time,
    timedelta: _duration,
}
