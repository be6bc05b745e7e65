"""What goodterms.toml in the working folder says: standing values, what letters are sent in, what checks shall do."""

from __future__ import annotations

import json
import re
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import available_timezones

from goodterms import fields
from goodterms.content import tables
from goodterms.content.conventions import KEYS_AND_REGIONS, SenderConventions
from goodterms.errors import nearest
from goodterms.model import Envelope, Letterhead

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

FILE_NAME = "goodterms.toml"
_CONVENTIONS = ("conventions", "formats")
"""The name of the table with conventions, and the one that it had before."""
_TABLES = ("sender", "check", "mail", "letterhead", *_CONVENTIONS)
_MAIL_KEYS = ("from", "name", "timezone", "attach")
_LETTERHEAD_KEYS = ("address", "logo", "colour", "paper")
_PAPERS = ("a4", "us-letter")
_LOGOS = (".svg", ".png")
_CHECK_KEYS = ("select", "ignore", "fail-on", "min", "language", "letter")


class CheckSettings(NamedTuple):
    """The table ``check``: rules to select and to ignore, everywhere or in part; what fails; thresholds.

    ``complete_in`` holds, by letter, the languages in which it must be whole.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    ignore_in: Mapping[str, frozenset[str]] = MappingProxyType({})
    ignore_for: Mapping[str, frozenset[str]] = MappingProxyType({})
    fail_on: str = ""
    least: Mapping[str, float] = MappingProxyType({})
    complete_in: Mapping[str, tuple[str, ...]] = MappingProxyType({})

    def rules(self) -> set[str]:
        """Every rule that is named in the table."""
        return {*self.select, *self.ignore}.union(*self.ignore_in.values(), *self.ignore_for.values())


class Settings:
    """What a goodterms.toml says. The file is read once, when something of it is first asked for.

    ``path`` is None for no settings at all; a file that does not exist is as an empty one. Whatever is asked for raises
    :class:`BrokenContent` for a file that does not parse, an unknown key, a value of the wrong kind.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path

    @cached_property
    def _table(self) -> tables.Table:
        exists = self.path is not None and self.path.is_file()
        table = tables.read(self.path) if self.path and exists else tables.Table(self.path or Path(FILE_NAME), "", {})
        table.refuse_unknown(_TABLES)
        return table

    def sender(self, known: Callable[[], Collection[str]]) -> dict[str, object]:
        """The table ``sender``: raw values by field.

        ``known`` gives the fields of all letters, asked for only when there is something to check: a key that is none
        of them is refused with the nearest.
        """
        sender = self._table.table("sender")
        if sender:
            sender.refuse_unknown(sorted(known()))
        return sender.raw()

    def conventions(self, catalogs: Callable[[], Collection[str]]) -> SenderConventions:
        """The table ``conventions``: a table for each language, with the keys of its language.toml.

        ``catalogs`` gives the languages that have a catalog, asked for only when there is something to check.
        """
        name = next((name for name in _CONVENTIONS if name in self._table), "")
        if not name:
            return SenderConventions()
        table = self._table.table(name)
        table.refuse_unknown(catalogs())
        for _, language in table.tables_within():
            language.refuse_unknown(KEYS_AND_REGIONS)
        table.refuse_times()  # JSON has none
        return SenderConventions(table.path, name, json.dumps(table.raw(), sort_keys=True))

    @cached_property
    def envelope(self) -> Envelope:
        """The tables ``mail`` and ``letterhead``: what is the same for all letters of a sender."""
        mail = self._table.table("mail")
        mail.refuse_unknown(_MAIL_KEYS)
        zone, address = mail.text("timezone"), mail.text("from")
        if zone and zone not in available_timezones():
            raise mail.fault("timezone", f"is {zone!r}", _named(zone))
        if address:
            try:
                fields.TYPES["email"](address, fields.ANY_CURRENCY)
            except fields.InvalidValue as invalid:
                raise mail.invalid("from", invalid.faults) from None
        return Envelope(
            sender=mail.text("name"),
            sender_email=address,
            timezone=zone,
            attached=mail.texts("attach"),
            letterhead=_letterhead(self._table.path, self._table.table("letterhead")),
        )

    @cached_property
    def check(self) -> CheckSettings:
        """The table ``check``."""
        check = self._table.table("check")
        check.refuse_unknown(_CHECK_KEYS)
        least = check.table("min")
        by_language: dict[str, frozenset[str]] = {}
        for language, own in check.tables("language"):
            own.refuse_unknown(["ignore"])
            by_language[language] = frozenset(own.texts("ignore"))
        by_letter: dict[str, frozenset[str]] = {}
        complete_in: dict[str, tuple[str, ...]] = {}
        for letter, own in check.tables("letter"):
            own.refuse_unknown(["ignore", "complete-in"])
            by_letter[letter] = frozenset(own.texts("ignore"))
            complete_in[letter] = own.texts("complete-in")
        return CheckSettings(
            select=check.texts("select"),
            ignore=check.texts("ignore"),
            ignore_in=by_language,
            ignore_for=by_letter,
            fail_on=check.text("fail-on"),
            least={language: least.number(language, 100) for language in least.raw()},
            complete_in=complete_in,
        )


def _named(zone: str) -> str:
    near = nearest(zone, sorted(available_timezones()))
    return f"did you mean {near!r}?" if near else "expected the name of a time zone, such as Europe/Ljubljana"


def _letterhead(path: Path, table: tables.Table) -> Letterhead:
    table.refuse_unknown(_LETTERHEAD_KEYS)
    colour, paper = table.text("colour"), table.text("paper")
    logo = path.parent / table.text("logo") if table.text("logo") else None
    if colour and not re.fullmatch("#[0-9A-Fa-f]{6}", colour):
        raise table.fault("colour", f"is {colour!r}", "expected a colour such as #2f5d50")
    if paper and paper not in _PAPERS:
        raise table.fault("paper", f"is {paper!r}", f"expected one of: {', '.join(_PAPERS)}")
    if logo and (logo.suffix.lower() not in _LOGOS or not logo.is_file()):
        problem = "is no file" if not logo.is_file() else f"is {logo.name!r}"
        raise table.fault("logo", problem, f"expected a file that ends in {' or '.join(_LOGOS)}")
    return Letterhead(table.texts("address"), logo, colour, paper)
