"""Cells as fields read them: what the cell shows is what the field gets, or the cell is refused."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from goodterms.recipients.cells import Raw, Unusable, raw_of
from goodterms.sheets.table import Broken, Cell, Shown

PADDED = Shown(Decimal(815), "00815", Decimal(815))
INVOICE = Shown(Decimal(815), "R-00815", Decimal(815))
ROUNDED = Shown(Decimal("1234.5678"), "1,234.57", Decimal("1234.57"), is_rounded=True)
DOLLARS = Shown(Decimal("1250.5"), "$1,250.50", Decimal("1250.5"), currency="USD")
SHARED_SIGN = Shown(Decimal("1250.5"), "$1,250.50", Decimal("1250.5"), symbol="$")
SHARE = Shown(Decimal("0.125"), "12.5%", Decimal("12.5"), is_percent=True)
RED = Shown(Decimal("-1250.5"), "1,250.50", None)
IN_THOUSANDS = Shown(Decimal(1250500), "1251", None, is_rounded=True)
WORD = Shown(Decimal(0), "free", None)
FRACTION = Shown(Decimal("0.5"), "1/2", None)
UNKNOWN = Shown(Decimal("0.5"), "# ?/?", None, is_understood=False)
LONG = Shown(Decimal(1234567890123450), "K 1234567890123450", None)
MOMENT = datetime(2026, 12, 3, 9, 30)  # noqa: DTZ001 — spreadsheets know no time zones
MIDNIGHT = datetime(2026, 12, 3)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("cell", "kind", "raw"),
    [
        # A number with a format is what it shows, as text or as a number.
        (PADDED, "reference", "00815"),
        (INVOICE, "reference", "R-00815"),
        (PADDED, "text", "00815"),
        (PADDED, "count", 815),
        (ROUNDED, "money", 1234.57),
        (DOLLARS, "money", {"amount": 1250.5, "currency": "USD"}),
        (SHARED_SIGN, "money", {"amount": 1250.5, "currency": "$"}),
        (SHARE, "percent", 12.5),
        (SHARE, "money", "12.5%"),
        (SHARE, "count", "12.5%"),
        (DOLLARS, "percent", "$1,250.50"),
        (FRACTION, "money", Unusable("cell-shown-otherwise", "0.5", "1/2")),
        (RED, "money", Unusable("cell-shown-otherwise", "-1250.5", "1,250.50")),
        (RED, "number", Unusable("cell-shown-otherwise", "-1250.5", "1,250.50")),
        (IN_THOUSANDS, "money", Unusable("cell-shown-otherwise", "1250500", "1251")),
        (IN_THOUSANDS, "percent", Unusable("cell-shown-otherwise", "1250500", "1251")),
        (IN_THOUSANDS, "count", Unusable("cell-shown-otherwise", "1250500", "1251")),
        (IN_THOUSANDS, "text", "1251"),
        (WORD, "money", "free"),
        (FRACTION, "text", "1/2"),
        (UNKNOWN, "money", Unusable("cell-format", "0.5", "# ?/?")),
        (UNKNOWN, "text", Unusable("cell-format", "0.5", "# ?/?")),
        # A bare number leaves no doubt, and has the 15 digits that spreadsheets have.
        (12.125, "money", 12.125),
        (12.100000000000001, "money", 12.1),
        (0.1 + 0.2, "number", 0.3),
        (1001.0, "reference", "1001"),
        (3.0, "count", 3),
        (1250, "money", 1250),
        (123456789012345.0, "reference", "123456789012345"),
        (12345678901234567890, "reference", "12345678901234567890"),
        # Beyond 15 digits, a spreadsheet has lost the last ones.
        (1.2345678901234567e16, "reference", Unusable("cell-number-too-long", "12345678901234600")),
        (1e22, "text", Unusable("cell-number-too-long", "10000000000000000000000")),
        (-1e300, "money", Unusable("cell-number-too-long", f"-1{300 * '0'}")),
        (LONG, "reference", Unusable("cell-number-too-long", "K 1234567890123450")),
        # Dates and times: the field says which of them a cell can mean.
        (date(2026, 12, 3), "date", "2026-12-03"),
        (MIDNIGHT, "date", "2026-12-03"),
        (MIDNIGHT, "month", "2026-12-03"),
        (MOMENT, "date", Unusable("cell-date-with-time", "2026-12-03 09:30")),
        (MOMENT, "time", Unusable("cell-time-with-date", "2026-12-03 09:30")),
        (time(14, 30), "time", "14:30"),
        (time(1, 30), "duration", "1 h 30 min"),
        (time(0, 45), "duration", "45 min"),
        (timedelta(hours=1, minutes=30), "duration", "1 h 30 min"),
        (timedelta(hours=2), "duration", "2 h"),
        (timedelta(hours=14, minutes=30), "time", "14:30"),
        (timedelta(hours=26), "time", "26 h"),
        (timedelta(seconds=90), "duration", "0:01:30"),
        # A program made a date of a code, which nobody can take back.
        (date(2026, 12, 3), "reference", Unusable("cell-is-a-moment", "2026-12-03")),
        (MIDNIGHT, "name", Unusable("cell-is-a-moment", "2026-12-03")),
        (time(14, 30), "text", Unusable("cell-is-a-moment", "14:30:00")),
        # What is not a value.
        (Broken("#N/A"), "count", Unusable("cell-error", "#N/A")),
        (Broken("=B2+1"), "text", Unusable("cell-not-calculated", "=B2+1")),
        (True, "flag", "true"),
        (False, "name", Unusable("cell-is-a-truth-value", "false")),
        ("  3. 12. 2026 ", "date", "3. 12. 2026"),
        ("'+386 1", "phone", "+386 1"),
        ("", "text", ""),
    ],
)
def test_a_cell_is_read_as_its_field_needs_it(cell: Cell, kind: str, raw: Raw | Unusable) -> None:
    assert raw_of(cell, kind) == raw
