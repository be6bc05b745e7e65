"""The filters of templates: other forms of dates and names, lists, quotations, ranges."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from goodterms.cldr.dates import WIDTHS
from goodterms.cldr.numbers import Unwritable
from goodterms.cldr.spans import anniversary
from goodterms.engine.faults import TemplateFault
from goodterms.values import Listing, Money, Percent, Person, Quoted, Record, ZonedTime, parts_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from goodterms.cldr.formatter import Formatter
    from goodterms.engine.names import Names
    from goodterms.engine.slots import SlotWriter

ZONE = "zone"
"""The filter for the time zone behind the hour of a meeting."""
_NUMBERS = (int, Decimal)


def filters(formatter: Formatter, writer: SlotWriter, names: Names) -> dict[str, Callable[..., object]]:
    """The filters of a locale's templates, by name; each raises :class:`TemplateFault` for a value of another type."""
    dates = {f"{width}_date": _in_width(writer, width) for width in WIDTHS}
    return {
        **dates,
        "iso_date": lambda value: writer.iso_date(_date(value, "iso_date")),
        "with_gregorian": lambda day, width="long": writer.dated(
            partial(formatter.with_gregorian, _date(day, "with_gregorian"), _width(width, "with_gregorian"))
        ),
        "or_list": lambda items: _listing(items, "or"),
        "and_list": lambda items: _listing(items, "and"),
        "parts": _parts,
        "quoted": _quoted,
        "clock": lambda moment: _time(moment, "clock"),
        ZONE: lambda moment: writer.localized(formatter.zone_note(_zoned(moment))),
        "at": lambda day, moment: writer.localized(formatter.date_time(_date(day, "at"), _time(moment, "at"))),
        "relative_to": lambda day, today: writer.localized(
            formatter.distance(_date(day, "relative_to"), _date(today, "relative_to"))
        ),
        "greeting": lambda name, form="": _greeting(writer, names, name, form),
        "initials": lambda name: _name(writer, "initials", name, names.initials),
        "short_name": lambda name: _name(writer, "short_name", name, names.short),
        "informal_name": lambda name: _name(writer, "informal_name", name, names.informal),
        "years_until": lambda since, day: anniversary(_date(since, "years_until"), _date(day, "years_until")),
        "to": lambda low, high: writer.formatted(_range(formatter, low, high)),
    }


def in_form(formatter: Formatter, writer: SlotWriter) -> Callable[[object, str, str], object]:
    """The filter for ``{name:form}`` in a translation: a date with its month, or a small number in words, in that form.

    Another whole number is as it is.
    """

    def write(value: object, form: str, name: str) -> object:
        if form in formatter.month_forms and (dated := writer.in_form(value, form)):
            return dated
        number = int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else value
        if form not in formatter.number_forms or isinstance(number, bool) or not isinstance(number, int):
            kind = "words-not-a-number" if form in formatter.number_forms else "form-not-of-a-date"
            language = formatter.locale.catalog
            if isinstance(value, _NUMBERS):
                raise TemplateFault(kind, name=name, form=form, given=str(value), language=language)
            raise TemplateFault(f"{kind}-type", name=name, form=form, type=type(value).__name__, language=language)
        word = formatter.number_in_words(number, form)
        return writer.localized(word) if word else value

    return write


def _in_width(writer: SlotWriter, width: str) -> Callable[[object], object]:
    return lambda value: writer.date_in(_date(value, f"{width}_date"), width)


def _date(value: object, name: str) -> date:
    """The value, which must be a date, for the filter ``name``."""
    if not isinstance(value, date):
        raise TemplateFault("filter-needs-date", filter=name, type=type(value).__name__)
    return value


def _width(value: object, name: str) -> str:
    """The value, which must be the width of a date, for the filter ``name``."""
    if value not in WIDTHS:
        raise TemplateFault("filter-needs-width", filter=name, given=str(value), known=WIDTHS)
    return str(value)


def _time(value: object, name: str) -> time:
    """The value, which must be a time of day, for the filter ``name``; of one with a time zone, only the time."""
    if isinstance(value, ZonedTime):
        return value.clock
    if not isinstance(value, time):
        raise TemplateFault("filter-needs-time", filter=name, type=type(value).__name__)
    return value


def has_zone(value: object) -> bool:
    """The test of templates for the time of a meeting whose time zone the letter names."""
    return isinstance(value, ZonedTime) and value.is_named


def _zoned(value: object) -> ZonedTime:
    if not isinstance(value, ZonedTime) or not value.is_named:
        raise TemplateFault("filter-needs-zone", type=type(value).__name__)
    return value


def _name(writer: SlotWriter, name: str, value: object, write: Callable[[Person], str]) -> object:
    """A person's name in another form, for the filter ``name``; a text, such as the name of a team, as it is."""
    if isinstance(value, Person):
        return writer.name(value, write(value))
    if not isinstance(value, str):
        raise TemplateFault("filter-needs-name", filter=name, type=type(value).__name__)
    return writer.text(value)


def _greeting(writer: SlotWriter, names: Names, name: object, form: str) -> object:
    """The name in a salutation; that of a company is a text."""
    if isinstance(name, str):
        name = names.companies.in_salutation(name, form)
    return _name(writer, "greeting", name, lambda person: names.greeting(person, form))


def _listing(items: object, kind: str) -> Listing:
    if not isinstance(items, (tuple, list)) or hasattr(items, "_fields"):  # an amount and a name are tuples, too
        raise TemplateFault("filter-needs-list", filter=f"{kind}_list", type=type(items).__name__)
    return Listing(tuple(items), kind)


def part_of(record: Record, name: object) -> object:
    """The value of a part of a record.

    A name that no part has is a fault, also in a test where Jinja would take it for an undefined value.
    """
    try:
        return record[name]  # type: ignore[index]  # any other name is a fault, too
    except (KeyError, TypeError):
        known = tuple(parts_of(record))
        raise TemplateFault("unknown-part-in-template", given=str(name), known=known) from None


def _parts(items: object, name: object) -> tuple[object, ...]:
    """One part of each record in a list, without those that have no value for it.

    Jinja's ``map`` would do more than that: it can call any filter, and read any attribute, by name.
    """
    if not isinstance(items, (tuple, list, Iterator)) or hasattr(items, "_fields"):
        raise TemplateFault("filter-needs-list", filter="parts", type=type(items).__name__)
    found = []
    for item in items:
        if type(item) is not Record:
            raise TemplateFault("filter-needs-records", filter="parts", type=type(item).__name__)
        found.append(part_of(item, name))
    return tuple(value for value in found if value is not None)


def _quoted(value: object) -> Quoted:
    if type(value) is not str:
        raise TemplateFault("filter-needs-text", filter="quoted", type=type(value).__name__)
    return Quoted(value)


def _range(formatter: Formatter, low: Any, high: Any) -> str:
    try:
        if isinstance(low, _NUMBERS) and isinstance(high, _NUMBERS):
            return formatter.number_range(low, high)
        if isinstance(low, Percent) and isinstance(high, Percent):
            return formatter.percent_range(low.value, high.value)
        if isinstance(low, Money) and isinstance(high, Money) and low.currency == high.currency:
            return formatter.money_range(low.amount, high.amount, low.currency)
    except Unwritable as error:
        raise TemplateFault(error.fault.kind, **dict(error.fault.params)) from None
    raise TemplateFault("filter-needs-range", types=(type(low).__name__, type(high).__name__))
