"""Reads a table of customers into wishes: how often each is contacted, near which day, and on which days not."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from goodterms import fields
from goodterms.advice import cadence, spans
from goodterms.advice.recipients import Customer, customers
from goodterms.advice.tables import Faults
from goodterms.cldr import locales
from goodterms.errors import InvalidRequest
from goodterms.faults import fault
from goodterms.recipients.faults import RowFault
from goodterms.recipients.recipient import Reader

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from goodterms.advice.free_days import Closed
    from goodterms.advice.tables import AdviceTable
    from goodterms.advice.trades import Trades
    from goodterms.faults import Fault
    from goodterms.project import Project
    from goodterms.recipients.cells import Unusable
    from goodterms.recipients.grouping import Screen
    from goodterms.recipients.recipient import Recipient

_MANAGER, _RHYTHM, _CADENCE = "manager", "rhythm", "cadence"


class Wish(NamedTuple):
    """What is wished for one customer: ``step`` days between contacts, ``busy`` and ``closed`` days without any.

    ``since`` is the day on which the relationship began, ``last`` that of the last contact; None for not known.
    """

    customer: Customer
    manager: str
    step: float
    since: date | None
    last: date | None
    busy: int
    closed: int


class Facts(NamedTuple):
    """What wishes are read with: the year, the days on which countries rest, the trades, the southern countries.

    ``usual`` is the cadence of rows without one, ``least`` the fewest days of one, ``words`` how people write it;
    ``day`` is today.
    """

    project: Project
    year: int
    day: date
    closed: Closed
    trades: Trades
    southern: Collection[str]
    usual: float
    least: float
    words: cadence.Words


def read(table: AdviceTable, facts: Facts, screen: Screen) -> list[Wish]:
    """A wish for each row; raises :class:`BadRows` with the faults of all rows."""
    reading = _Reading(table, facts)
    faults = Faults(table.name, screen)
    reader = Reader(table.columns, table.spec, table.call.locale)
    wishes = []
    keys: dict[str, int] = {}
    for customer in customers(table):
        wish, found = reading.wish(customer, reader.read(customer.row))
        if customer.key and (first := keys.setdefault(customer.key, customer.row.number)) != customer.row.number:
            same = fault("plan-key-twice", given=customer.key, row=first)
            found.append(table.fault_of(customer.row.number, "key", customer.key, same))
        faults.add(found)
        if wish:
            wishes.append(wish)
    faults.refuse(len(wishes))
    return wishes


class _Reading:
    """Reads the wishes of one table; what many rows share is looked up once."""

    def __init__(self, table: AdviceTable, facts: Facts) -> None:
        self._table = table
        self._facts = facts
        self._catalogs = facts.project.catalogs.languages
        self._trade_days: dict[tuple[str, str], int] = {}
        self._countries: dict[str, str] = {}
        self._regions: dict[str, str] = {}

    def wish(self, customer: Customer, recipient: Recipient) -> tuple[Wish | None, list[RowFault]]:
        """The wish of a row, None if it has faults, and these."""
        found: list[RowFault] = []
        typed: dict[str, object] = {}
        for name in self._table.spec.fields:
            try:
                typed[name] = self._value(name, recipient)
            except fields.InvalidValue as invalid:
                found += self._faults(recipient, name, invalid.faults)
        for field, wrong in recipient.unusable:
            found += self._unusable(recipient, field, wrong)
        if recipient.beyond:
            found.append(RowFault(recipient.row, "", recipient.beyond, fault("row-too-wide"), "wide"))
        country = ""
        try:
            country = self._country(recipient)
            typed["industry"] = self._busy_of_trade(str(recipient.given.get("industry", "")), country)
        except fields.InvalidValue as invalid:
            found += self._faults(recipient, invalid.faults[0].place, invalid.faults)
        if not customer.label or not (customer.key or customer.email or customer.name):
            found.append(self._table.fault_of(recipient.row, "name", "", fault("plan-nobody")))
        if found:
            return None, found
        step, busy = typed.get(_CADENCE) or typed.get(_RHYTHM) or self._facts.usual, typed.get("busy") or 0
        since, last, of_trade = typed.get("since"), typed.get("last_contact"), typed["industry"]
        assert isinstance(step, float) and isinstance(busy, int) and isinstance(of_trade, int)  # noqa: S101, PT018
        return Wish(
            customer,
            " ".join(str(typed.get(_MANAGER) or "").split()),
            step,
            since if isinstance(since, date) else None,
            last if isinstance(last, date) else None,
            busy | of_trade,
            self._facts.closed.days(country),
        ), []

    def _value(self, name: str, recipient: Recipient) -> object:
        raw = recipient.given.get(name, "")
        if fields.is_empty(raw) or name in ("industry", "country"):
            return None
        if name == "busy":
            texts = raw if isinstance(raw, list) else [raw]
            days = 0
            for text in (part for one in texts for part in fields.as_typed(one).split(",") if part.strip()):
                days |= spans.parse(text, self._facts.year, self._table.context)
            return days
        if name in (_CADENCE, _RHYTHM):
            text = fields.as_typed(raw)
            return cadence.parse(text, self._facts.least, self._facts.words._replace(named=self._named))
        spec = self._table.spec.fields[name]
        context = self._table.of_field(name)._replace(day=self._facts.day if spec.lies else None)
        return fields.parse(spec, raw, context)

    def _named(self, word: str) -> str:
        """The name of a cadence by a word of the settings or of any language."""
        own = self._table.call.words.get(_RHYTHM, {}).get(word.strip().casefold(), "")
        return own or self._table.words.choices_of(_RHYTHM, word)

    def _country(self, recipient: Recipient) -> str:
        """The country of a row: the one that it names, else that of its locale; empty without either."""
        text = fields.as_typed(recipient.given.get("country", ""))
        if text:
            if text not in self._countries:
                codes = locales.regions_called(text, self._catalogs)
                self._countries[text] = codes[0] if len(codes) == 1 else ""
            if not self._countries[text]:
                raise fields.InvalidValue([fault("country-unknown", "country", given=text)])
            return self._countries[text]
        tag = recipient.locale
        if tag and tag not in self._regions:
            known = self._table.call.words.get("locale", {}).get(tag.strip().casefold()) or tag
            try:
                self._regions[tag] = locales.region(
                    self._facts.project.locale(self._table.words.locale_of(known) or known)
                )
            except InvalidRequest as error:
                raise fields.InvalidValue(error.faults) from None
        return self._regions.get(tag, "")

    def _busy_of_trade(self, text: str, country: str) -> int:
        if not text:
            return 0
        if (text, country) not in self._trade_days:
            trade = self._facts.trades.find(text)
            if trade is None:
                raise fields.InvalidValue(
                    [fault("industry-unknown", "industry", given=text, known=tuple(self._facts.trades.names))]
                )
            self._trade_days[text, country] = trade.days(self._facts.year, country, self._facts.southern)
        return self._trade_days[text, country]

    def _faults(self, recipient: Recipient, name: str, found: Iterable[Fault]) -> list[RowFault]:
        raw = recipient.locale if name == "locale" else recipient.given.get(name, "")
        cell = "; ".join(map(fields.as_typed, raw)) if isinstance(raw, list) else fields.as_typed(raw)
        return [self._table.fault_of(recipient.row, name, cell, one) for one in found]

    def _unusable(self, recipient: Recipient, field: str, wrong: Unusable) -> list[RowFault]:
        if field.partition(".")[0] not in self._table.spec.fields:
            return []  # the batch that writes letters tells of it
        one = fault(wrong.kind, given=wrong.given, format=wrong.format)
        return [self._table.fault_of(recipient.row, field, wrong.given, one)]
