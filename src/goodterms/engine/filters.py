"""What a template can do to a value before it prints it: name another form of a date or a name, join, quote, span."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jinja2.exceptions import TemplateRuntimeError

from goodterms.cldr.spans import anniversary
from goodterms.values import Listing, Money, Percent, Person, Quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from goodterms.cldr.formatter import Formatter
    from goodterms.engine.names import Names
    from goodterms.engine.slots import SlotWriter

_NUMBERS = (int, Decimal)


def filters(formatter: Formatter, writer: SlotWriter, names: Names) -> dict[str, Callable[..., object]]:
    """The filters of one locale's templates, by name; each refuses a value of another kind."""
    dates = {f"{width}_date": _in_width(writer, width) for width in ("short", "medium", "long", "full")}
    return {
        **dates,
        "iso_date": lambda value: writer.iso_date(_kind(value, date, "iso_date", "a date")),
        "or_list": lambda items: _listing(items, "or"),
        "and_list": lambda items: _listing(items, "and"),
        "quoted": _quoted,
        "at": lambda day, moment: writer.own(
            formatter.date_time(_kind(day, date, "at", "a date"), _kind(moment, time, "at", "a time of day"))
        ),
        "relative_to": lambda day, today: writer.own(
            formatter.distance(_kind(day, date, "relative_to", "a date"), _kind(today, date, "relative_to", "a date"))
        ),
        "greeting": lambda name, form="": _named(writer, "greeting", name, lambda person: names.greeting(person, form)),
        "initials": lambda name: _named(writer, "initials", name, names.initials),
        "short_name": lambda name: _named(writer, "short_name", name, names.short),
        "informal_name": lambda name: _named(writer, "informal_name", name, names.informal),
        "years_until": lambda since, day: anniversary(
            _kind(since, date, "years_until", "a date"), _kind(day, date, "years_until", "a date")
        ),
        "to": lambda least, most: writer.free(_range(formatter, least, most)),
    }


def _in_width(writer: SlotWriter, width: str) -> Callable[[object], object]:
    return lambda value: writer.date_in(_kind(value, date, f"{width}_date", "a date"), width)


def _kind(value: object, kind: type, name: str, called: str) -> Any:
    if not isinstance(value, kind):
        raise TemplateRuntimeError(f"|{name} takes {called}, not a {type(value).__name__}")
    return value


def _named(writer: SlotWriter, name: str, value: object, write: Callable[[Person], str]) -> object:
    """The name of a person in another form; a text, such as the name of a team, has no other."""
    if isinstance(value, Person):
        return writer.name(value, write(value))
    return writer.text(_kind(value, str, name, "the name of a person"))


def _listing(items: object, kind: str) -> Listing:
    if not isinstance(items, (tuple, list)) or hasattr(items, "_fields"):  # an amount and a name are tuples, too
        raise TemplateRuntimeError(f"|{kind}_list joins a list, not a {type(items).__name__}")
    return Listing(tuple(items), kind)


def _quoted(value: object) -> Quoted:
    if type(value) is not str:
        raise TemplateRuntimeError(f"|quoted quotes a text, not a {type(value).__name__}")
    return Quoted(value)


def _range(formatter: Formatter, least: Any, most: Any) -> str:
    try:
        if isinstance(least, _NUMBERS) and isinstance(most, _NUMBERS):
            return formatter.number_range(least, most)
        if isinstance(least, Percent) and isinstance(most, Percent):
            return formatter.percent_range(least.value, most.value)
        if isinstance(least, Money) and isinstance(most, Money) and least.currency == most.currency:
            return formatter.money_range(least.amount, most.amount, least.currency)
    except ValueError as error:
        raise TemplateRuntimeError(str(error)) from None
    kinds = f"{type(least).__name__} and {type(most).__name__}"
    raise TemplateRuntimeError(f"|to takes two numbers, percentages or amounts in one currency, not {kinds}")
