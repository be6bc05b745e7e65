"""The value of a cell of an OpenDocument spreadsheet, from its attributes and its text (ODF 1.3 part 3, 9.1.4)."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from goodterms.sheets.digits import plain
from goodterms.sheets.localized import shown
from goodterms.sheets.odf_events import CALC, OFFICE, TABLE, VALUE_TYPE, Attributes
from goodterms.sheets.serial_dates import in_part, without_year
from goodterms.sheets.table import Broken, InPart, Shown

if TYPE_CHECKING:
    from goodterms.sheets.table import Cell

_CALC_TYPE, _VALUE, _FORMULA = f"{CALC}value-type", f"{OFFICE}value", f"{TABLE}formula"
_CURRENCY, _DATE_VALUE, _TIME_VALUE = f"{OFFICE}currency", f"{OFFICE}date-value", f"{OFFICE}time-value"
_ERROR = re.compile(r"#[^\W\d]\w*(?:/\w+)?[!?]?|Err:\d{3}|#N/A")
_TEXT_ERROR = re.compile(r"#(?:N/A|DIV/0!|VALUE!|REF!|NAME\?|NUM!|NULL!)|Err:\d{3}")
"""What an error shows instead of a number, in any language, and instead of a text, which can begin with # itself."""
_REFERENCE = re.compile(r"\[([^\[\]]*)\]")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d):(\d\d)(?::(\d\d(?:\.\d+)?))?)?")
_DURATION = re.compile(r"(-?)P(?:(\d{1,7})D)?(?:T(?:(\d{1,7})H)?(?:(\d{1,7})M)?(?:(\d{1,7}(?:[.,]\d+)?)S)?)?", re.ASCII)
_UNITS = (("s", 1), ("n", 60), ("h", 3600))
_CLOCK = frozenset("hns")
_DAY = 86_400


class Style(NamedTuple):
    """How a cell shows dates and times: the parts that its style has, some of ``y m d h n s``, and what they are of.

    ``is_duration`` says that hours do not end at 24. Without parts the style is not known.
    """

    parts: frozenset[str] = frozenset()
    is_duration: bool = False


UNKNOWN = Style()


def is_only_text(attributes: Attributes, text: str | None) -> bool:
    """Whether the value of a cell is its text, as for most cells: not a number, a formula or an error."""
    return (
        attributes.get(VALUE_TYPE) == "string"
        and text is not None
        and _FORMULA not in attributes
        and attributes.get(_CALC_TYPE) != "error"
    )


def value_of(attributes: Attributes, text: str | None, style: Style | None) -> Cell:
    """The value of a cell; ``text`` is None for a cell without paragraphs, ``style`` for one without a data style."""
    kind = attributes.get(VALUE_TYPE) or attributes.get(_CALC_TYPE) or ""
    formula = attributes.get(_FORMULA)
    if attributes.get(_CALC_TYPE) == "error" or kind == "error":
        return Broken(text or "error")
    if formula is not None and text and (_TEXT_ERROR if kind == "string" else _ERROR).fullmatch(text.strip()):
        return Broken(text.strip())
    if kind in {"", "string"}:
        if text is None:
            text = attributes.get(f"{OFFICE}string-value", "")
        return Broken(_readable(formula)) if formula and not text and not kind else text
    if kind == "boolean":
        return attributes.get(f"{OFFICE}boolean-value") == "true"
    if kind == "date":
        return _date(attributes.get(_DATE_VALUE, ""), text, style or UNKNOWN)
    if kind == "time":
        return _time(attributes.get(_TIME_VALUE, ""), text, style or UNKNOWN)
    return _number(attributes, text, style)


def _number(attributes: Attributes, text: str | None, style: Style | None) -> Cell:
    try:
        value = float(attributes.get(_VALUE, ""))
    except ValueError:
        formula = attributes.get(_FORMULA)
        return Broken(_readable(formula)) if formula else text or ""
    if text in {"TRUE", "FALSE"} and value in {0, 1}:
        return value == 1
    currency = attributes.get(_CURRENCY, "")
    if text:
        return shown(value, text, currency)
    if text is None and style is None and not currency and attributes.get(VALUE_TYPE) == "float":
        return plain(value)  # a program that writes no text: the number is all that there is
    # A format can show nothing; a currency or a percentage without its text could be shown in many ways.
    return "" if text == "" or style is not None else Shown(Decimal(f"{value:.15g}"), f"{value:.15g}", None)


def _date(written: str, text: str | None, style: Style) -> Cell:
    match = _MOMENT.fullmatch(written)
    if not match:
        return text or written
    try:
        day = date.fromisoformat(match[1])
        if style.parts and "d" not in style.parts:
            return InPart(day.year, day.month, day.day)
        if match[2] is None and not style.parts & _CLOCK:
            return in_part(day, style.parts) if style.parts else day
        start = datetime(day.year, day.month, day.day)  # noqa: DTZ001 — workbooks know no zones
        seconds = _seconds("0", match[2] or "0", match[3] or "0", match[4] or "0")
        moment = start + timedelta(seconds=_cut(seconds, style.parts))
    except (ValueError, OverflowError):
        return text or written
    if not style.parts:
        return moment
    if not style.parts & _CLOCK:
        return in_part(moment.date(), style.parts)
    return moment if "y" in style.parts else without_year(moment)


def _time(written: str, text: str | None, style: Style) -> Cell:
    match = _DURATION.fullmatch(written)
    if not match or not any(match.groups()[1:]):
        return text or written
    seconds = _cut(_seconds(*(part or "0" for part in match.groups()[1:])), style.parts)
    is_time = "h" in style.parts or (not style.parts and seconds < _DAY)
    if is_time and not style.is_duration and not match[1]:
        return time(seconds // 3600 % 24, seconds // 60 % 60, seconds % 60)
    if style.parts and not style.is_duration and (match[1] or seconds >= 3600):
        return text or written  # minutes that do not say how many hours, or a time below zero
    return timedelta(seconds=-seconds if match[1] else seconds)


def _seconds(days: str, hours: str, minutes: str, seconds: str) -> int:
    """The whole seconds, rounded half up, as spreadsheets have them."""
    whole = int(seconds) if seconds.isdigit() else math.floor(Decimal(seconds.replace(",", ".")) + Decimal("0.5"))
    return int(days) * _DAY + int(hours) * 3600 + int(minutes) * 60 + whole


def _cut(seconds: int, parts: frozenset[str]) -> int:
    """The seconds without what is smaller than the shown parts: it is cut off, as programs cut it off."""
    unit = next((size for letter, size in _UNITS if letter in parts), 1)
    return seconds - seconds % unit


def _readable(formula: str) -> str:
    """A formula as a person writes it: ``=B2+1`` for ``of:=[.B2]+1`` (ODF 1.3 part 4, 5.8)."""
    return _REFERENCE.sub(lambda match: match[1].removeprefix(".").replace(":.", ":"), formula[formula.find("=") :])
