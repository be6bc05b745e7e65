"""What goodterms.toml in the working folder says: standing values, what letters are sent in, what checks shall do."""

from __future__ import annotations

import json
import re
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
    from pathlib import Path

FILE_NAME = "goodterms.toml"
_TABLES = ("sender", "check", "mail", "letterhead", "formats")
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


def _settings(path: Path) -> tables.Table:
    """A settings file; an empty table when there is no such file."""
    table = tables.read(path) if path.is_file() else tables.Table(path, "", {})
    table.refuse_unknown(_TABLES)
    return table


def standing_values(path: Path, known: Callable[[], Collection[str]]) -> dict[str, object]:
    """The table ``sender`` of a settings file: raw values by field; empty when there is no such file.

    Raises :class:`BrokenContent` for a file that does not parse, and for a key that is no field of any
    letter, with the nearest; ``known`` gives the fields, asked for only when there is something to check.
    """
    sender = _settings(path).table("sender")
    if sender:
        sender.refuse_unknown(sorted(known()))
    return sender.raw()


def formats(path: Path, catalogs: Callable[[], Collection[str]]) -> SenderConventions:
    """The table ``formats`` of a settings file: a table a language, whose keys are those of its language.toml.

    Raises :class:`BrokenContent` for a file that does not parse, and for a language that has no catalog, with the
    nearest; ``catalogs`` gives their names, asked for only when there is something to check.
    """
    table = _settings(path).table("formats")
    if not table:
        return SenderConventions()
    table.refuse_unknown(catalogs())
    for _, own in table.tables_within():
        own.refuse_unknown(KEYS_AND_REGIONS)
    table.refuse_times()  # JSON has none
    return SenderConventions(path, json.dumps(table.raw(), sort_keys=True))


def envelope(path: Path) -> Envelope:
    """The tables ``mail`` and ``letterhead`` of a settings file: what is the same for all letters of a sender.

    Raises :class:`BrokenContent` for a file that does not parse, an unknown key, a value of the wrong kind.
    """
    table = _settings(path)
    mail = table.table("mail")
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
        letterhead=_letterhead(path, table.table("letterhead")),
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


def check_settings(path: Path) -> CheckSettings:
    """The table ``check`` of a settings file; all empty when there is no such file.

    Raises :class:`BrokenContent` for a file that does not parse, an unknown key, a value of the wrong kind.
    """
    check = _settings(path).table("check")
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
