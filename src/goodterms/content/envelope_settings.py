"""Reads what all letters of a sender share, from a goodterms.toml: the tables ``mail`` and ``letterhead``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from goodterms.cldr import zones
from goodterms.content.addresses import email_of
from goodterms.content.picture_bounds import too_large
from goodterms.envelopes import Envelope, Letterhead
from goodterms.faults import fault
from goodterms.fields.line import line_fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from goodterms.content.tables import Table

_MAIL_KEYS = ("from", "name", "timezone", "attach", "branding", "draft")
_LETTERHEAD_KEYS = ("address", "logo", "colour", "paper", "footer", "qr")
_PAPERS = ("a4", "us-letter")
_LOGOS = (".svg", ".png", ".jpg", ".jpeg")


def read(mail: Table, letterhead: Table) -> Envelope:
    """The envelope of the two tables, whose faults are noted in them."""
    mail.refuse_unknown(_MAIL_KEYS)
    zone, address = mail.text("timezone"), mail.text("from")
    _refuse_lines(mail, {"name": (mail.text("name"),), "from": (address,), "timezone": (zone,)})
    if zone:
        named = zones.find(zone)
        zone = named.zone or zone
        if not named.zone:
            mail.refuse_invalid("timezone", [fault(named.fault_kind, given=zone, near=named.near)])
    return Envelope(
        sender=mail.text("name"),
        sender_email=email_of(mail, "from"),
        timezone=zone,
        attached=mail.texts("attach"),
        draft=mail.flag("draft"),
        letterhead=_letterhead(letterhead),
        branding="branding" not in mail or mail.flag("branding"),
    )


def _refuse_lines(table: Table, texts: Mapping[str, Iterable[str]]) -> None:
    """Refuse texts of one line for what no field may have."""
    for key, lines in texts.items():
        if wrong := list(filter(None, map(line_fault, lines))):
            table.refuse_invalid(key, wrong)


def _letterhead(table: Table) -> Letterhead:
    table.refuse_unknown(_LETTERHEAD_KEYS)
    _refuse_lines(table, {key: table.texts(key) for key in ("address", "footer")})
    colour, paper, name = table.text("colour"), table.text("paper"), table.text("logo")
    if colour and not re.fullmatch("#[0-9A-Fa-f]{6}", colour):
        table.refuse("colour", "not-a-colour", given=colour)
    if paper and paper not in _PAPERS:
        table.refuse("paper", "not-an-option", given=paper, known=_PAPERS)
    logo = table.path.parent / name if name else None
    if logo and not logo.is_file():
        table.refuse("logo", "logo-missing", given=name)
    elif logo and logo.suffix.lower() not in _LOGOS:
        table.refuse("logo", "logo-suffix", given=name, suffixes=_LOGOS)
    elif logo and (reason := too_large(logo)):
        table.refuse("logo", "logo-too-large", given=name, reason=reason)
    has_codes = table.flag("qr") if "qr" in table else True
    return Letterhead(table.texts("address"), logo, colour, paper, table.texts("footer"), has_codes)
