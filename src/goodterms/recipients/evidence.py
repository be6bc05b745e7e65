"""What the cells of a column speak for: mail addresses, dates, times, amounts, choices, and what they speak against.

This looks only at shapes. Whether a value is right is for the field to say, when the letters are written.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from goodterms import fields
from goodterms.recipients.cells import text_of
from goodterms.recipients.recognition import fold_words, spec_of
from goodterms.sheets.table import Broken, Shown
from goodterms.text.typed import ascii_digits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from goodterms.model import FieldSpec, LetterSpec
    from goodterms.recipients.recognition import Words
    from goodterms.sheets.table import Cell

    IsLocale = Callable[[str], bool]
    Reads = Callable[[str, str], bool]
    """Whether a type of field takes a text in one of the languages, or may take it."""

ENOUGH, NEARLY_ALL = 0.5, 0.9
"""The share of a column's values that must fit a field: by its words, and where only the values speak for it."""
_DIFFERENT = 0.6
"""The share of different values that keys have at least."""
_DATE = re.compile(
    r"(?:[^\W\d_]+,? )?(?:\d{4}[-/.] ?\d{1,2}[-/.] ?\d{1,2}|\d{1,2}[-/.] ?\d{1,2}[-/.] ?(?:\d{4}|\d{2})\.?"
    r"|\d{1,2}\.? [^\d\s]{3,}\.?,? \d{4}|[^\d\s]{3,} \d{1,2},? \d{4}|\d{4} [^\d\s]{3,} \d{1,2})(?:[T ]00:00(?::00)?)?"
)
_MONTH = re.compile(r"\d{4}[-/.] ?\d{1,2}|\d{1,2}[-/.] ?\d{4}|[^\d\s]{3,} \d{4}|\d{4} [^\d\s]{3,}")
_TIME = re.compile(
    r"\d{1,2}[:.]\d{2}(?::00)?(?:\s*[AaPp]\.?\s*[Mm]\.?)?|\d{1,2}\s*[AaPp]\.?[Mm]\.?|\d{1,2}\s?h(?:\d{2})?"
)
_DURATION = re.compile(r"\d{1,4}(?:[.,:]\d{1,2}){0,2}(?:\s*[^\W\d_][^\d\s@]*(?:\s*\d{1,2}\s*[^\d\s@]*)?)?")
_COUNT = re.compile(r"\d{1,9}")
_AMOUNT = re.compile(r"[^\d@:/]{0,8}\d[\d\s.,'’\u00a0\u202f]*(?:-|–|—)?[^\d@:/]{0,12}")
_NUMBERED = re.compile(r"[A-Za-z]{1,3}[-/]\d+|[A-Za-z]\d+")
"""What is a code, such as ``R-17``, and no amount with a currency."""
_IBAN = re.compile(r"[A-Z]{2}\d{2}(?: ?[\dA-Z]{4}){2,7}(?: ?[\dA-Z]{1,4})?")
_NUMBER = re.compile(r"[-−+]?\d[\d\s.,'’\u00a0\u202f]*\s*%?")
_CODE = re.compile(r"[A-Za-z]{3}")
_IN_WORDS = ("date", "month", "time", "duration", "money")
_SEVERAL = re.compile(r"[,;\n]")
_EMAIL_OR_WEB = re.compile(r"\S+@\S+\.\S+|https?://\S+|www\.\S+", re.IGNORECASE)


class Fit(NamedTuple):
    """How many of the values of a column can be values of a field: ``fitting`` of ``filled``.

    ``is_typed`` says whether a value that fits speaks for the field: a date does, a text does not.
    """

    fitting: int
    filled: int
    is_typed: bool

    @property
    def share(self) -> float:
        """The share of the values that fit, 1 for a column without any."""
        return self.fitting / self.filled if self.filled else 1.0

    @property
    def speaks_against(self) -> bool:
        """Whether most of the values cannot be values of the field."""
        return self.share < ENOUGH

    @property
    def speaks_for(self) -> bool:
        """Whether nearly all values look like values of just such a field."""
        return bool(self.filled) and self.is_typed and self.share >= NEARLY_ALL


class Judge:
    """Says of the values of a column how well they fit a field of a letter."""

    def __init__(self, letter: LetterSpec, words: Words, is_locale: IsLocale, reads: Reads) -> None:
        self._letter = letter
        self._words = words
        self._is_locale = is_locale
        self._reads = reads
        self._form = letter.salutation.get("form", "")

    def fit(self, field: str, cells: Sequence[Cell]) -> Fit:
        """How the values fit a field, a part of one or of the envelope."""
        filled = values_of(cells)
        if field == "key":
            texts = [text_of(cell) for cell in filled]
            # What identifies a customer does not recur, but for a slip.
            different = len(set(texts))
            return Fit(different if different > _DIFFERENT * len(texts) else 0, len(texts), is_typed=False)
        test, is_typed = self._test(field)
        return Fit(sum(map(test, filled)), len(filled), is_typed)

    def _test(self, field: str) -> tuple[Callable[[Cell], bool], bool]:
        """Whether a value fits the field, and whether that speaks for the field."""
        if field == "locale":
            return (lambda cell: isinstance(cell, str) and self._is_locale(cell.strip())), True
        if field == "email":
            return KINDS["email"], True
        if field == "address":
            return _is_written, False
        spec = spec_of(field, self._letter)
        if spec is None:
            return KINDS["currency"], True
        if spec.type == "person" and field.endswith(".title"):
            return self._is_title, True
        if spec.type in ("choice", "flag"):
            return (lambda cell: self._is_choice(spec, cell)), True
        if spec.type in ("person", "name"):
            return _is_written, False
        if spec.type in _IN_WORDS:
            return (lambda cell: self._is_in_words(spec.type, cell)), True
        if spec.type == "reference":
            return _is_reference, False
        return (KINDS[spec.type], True) if spec.type in KINDS else (_is_text, False)

    def _is_in_words(self, kind: str, cell: Cell) -> bool:
        """Whether a value has the shape of a type, or is read in the words of a language."""
        return KINDS[kind](cell) or (isinstance(cell, str) and self._reads(kind, cell))

    def _is_title(self, cell: Cell) -> bool:
        text = text_of(cell)
        parts = re.split(r"[\s/]+", text)
        return fold_words(text) in self._words.titles or all(fold_words(part) in self._words.titles for part in parts)

    def _is_choice(self, spec: FieldSpec, cell: Cell) -> bool:
        return all(self._words.choice_of(spec, word, self._form) for word in words_in(spec, cell))


def words_in(spec: FieldSpec, cell: Cell) -> list[str]:
    """The words of a cell of a choice; several where the field takes several."""
    text = text_of(cell)
    parts = _SEVERAL.split(text) if spec.many else [text]
    return [part.strip() for part in parts if part.strip()]


def values_of(cells: Sequence[Cell]) -> list[Cell]:
    """The cells that are not empty, without errors of formulas."""
    return [cell for cell in cells if not isinstance(cell, Broken) and text_of(cell).strip()]


def kinds_of(cells: Sequence[Cell]) -> Iterator[str]:
    """The types of fields that nearly all the values of a column fit, the most telling first."""
    filled = values_of(cells)
    for kind in ("email", "url", "date", "time", "phone", "money"):
        if not filled or sum(map(KINDS[kind], filled)) < NEARLY_ALL * len(filled):
            continue
        # Whole numbers may be anything.
        if kind != "money" or not all(map(_is_count, filled)):
            yield kind


def _text(cell: Cell) -> str:
    return ascii_digits(text_of(cell).strip()) if not isinstance(cell, Shown) else cell.text


def _parses(kind: str) -> Callable[[Cell], bool]:
    def fits(cell: Cell) -> bool:
        try:
            fields.TYPES[kind](text_of(cell).strip(), fields.ANY_CURRENCY)
        except fields.InvalidValue:
            return False
        return isinstance(cell, str)

    return fits


def _is_date(cell: Cell) -> bool:
    return isinstance(cell, date) or (isinstance(cell, str) and bool(_DATE.fullmatch(_text(cell))))


def _is_month(cell: Cell) -> bool:
    return _is_date(cell) or (isinstance(cell, str) and bool(_MONTH.fullmatch(_text(cell))))


def _is_time(cell: Cell) -> bool:
    is_moment = isinstance(cell, datetime) and cell.year < 1905  # spreadsheets store some times as such days
    return isinstance(cell, time) or is_moment or (isinstance(cell, str) and bool(_TIME.fullmatch(_text(cell))))


def _is_duration(cell: Cell) -> bool:
    if isinstance(cell, (timedelta, time)):
        return True
    return not isinstance(cell, (bool, date)) and bool(_DURATION.fullmatch(_text(cell)))


def _is_count(cell: Cell) -> bool:
    return not isinstance(cell, (bool, date, time, timedelta)) and bool(_COUNT.fullmatch(_text(cell)))


def _is_amount(cell: Cell) -> bool:
    if isinstance(cell, (bool, date, time, timedelta)) or _is_date(cell) or _is_time(cell):
        return False
    return bool(_AMOUNT.fullmatch(_text(cell))) and not _NUMBERED.fullmatch(_text(cell))


def _is_number(cell: Cell) -> bool:
    return not isinstance(cell, (bool, date, time, timedelta)) and bool(_NUMBER.fullmatch(_text(cell)))


def _is_phone(cell: Cell) -> bool:
    if isinstance(cell, (bool, date, time, timedelta, float)) or _is_date(cell):
        return False
    digits = sum(map(str.isdigit, _text(cell)))
    return digits >= 6 and _parses("phone")(_text(cell))


def _is_code(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(_CODE.fullmatch(cell.strip()))


def _is_dated(cell: Cell) -> bool:
    day, _, event = _text(cell).partition(" ")
    return bool(_DATE.fullmatch(day.rstrip(":,")) and event.strip())


def _is_text(cell: Cell) -> bool:
    return not isinstance(cell, (date, time, timedelta)) and not _EMAIL_OR_WEB.fullmatch(_text(cell))


def _is_reference(cell: Cell) -> bool:
    """Whether a value may be the number of an invoice, and is not that of a bank account (ISO 13616)."""
    return _is_text(cell) and not _IBAN.fullmatch(_text(cell))


def _is_written(cell: Cell) -> bool:
    """Whether a value has letters and is neither a date nor an address of mail or the web."""
    text = _text(cell)
    return _is_text(cell) and any(map(str.isalpha, text)) and not _DATE.fullmatch(text)


KINDS: dict[str, Callable[[Cell], bool]] = {
    "email": _parses("email"),
    "url": _parses("url"),
    "phone": _is_phone,
    "date": _is_date,
    "month": _is_month,
    "time": _is_time,
    "duration": _is_duration,
    "count": _is_count,
    "money": _is_amount,
    "percent": _is_number,
    "number": _is_number,
    "currency": _is_code,
    "dated": _is_dated,
}
"""Whether a value has the shape of a type of field."""
_ORDERED = re.compile(r"(\d{1,4})[-/.] ?(\d{1,2})[-/.] ?(\d{1,4})\.?")


def date_order(cells: Sequence[Cell]) -> tuple[str, bool]:
    """The order of the dates in digits of a column that has no year first, and whether any needs it.

    The order is ``dmy`` or ``mdy``, as a day above 12 shows; empty where no value, or each of both orders, shows it.
    """
    orders: set[str] = set()
    needs = False
    for cell in cells:
        parts = _ORDERED.fullmatch(_text(cell)) if isinstance(cell, str) else None
        if parts and len(parts[1]) <= 2:
            first, second = int(parts[1]), int(parts[2])
            needs = needs or first != second
            orders |= {"dmy"} if first > 12 >= second else {"mdy"} if second > 12 >= first else set()
    return (orders.pop() if len(orders) == 1 else ""), needs


def decimal_mark(cells: Sequence[Cell]) -> tuple[str, bool]:
    """The decimal separator that a column of amounts shows, ``.`` or ``,``, and whether any amount needs to know it.

    It is empty where no value, or each of both separators, shows it.
    """
    marks: set[str] = set()
    needs = False
    for cell in cells:
        found = re.findall(r"[.,](?=\d)", _text(cell)) if isinstance(cell, str) else []
        if not found:
            continue
        after = re.search(r"[.,](\d+)\D*$", _text(cell))
        digits = len(after[1]) if after else 0
        if len(set(found)) == 2 or digits != 3:  # three digits may be a group
            marks.add(found[-1])
        elif found.count(found[0]) > 1:
            marks.add("," if found[0] == "." else ".")
        else:
            needs = True
    return (marks.pop() if len(marks) == 1 else ""), needs
