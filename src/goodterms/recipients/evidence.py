"""What the cells of a column speak for: mail addresses, dates, times, amounts, choices, and what they speak against.

A value is judged by the parser of its type, in the words of all languages, as when the letters are written. One that
has a fault of its own, such as a date that does not exist, is still one of its type.
"""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from goodterms import fields
from goodterms.fields.kept import of_content
from goodterms.model import FieldSpec
from goodterms.recipients import moments
from goodterms.recipients.cells import Unusable, raw_of, text_of
from goodterms.recipients.notation import Open, OpenAmounts, OpenDates
from goodterms.recipients.recognition import fold_words, spec_of
from goodterms.sheets.table import Broken

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from goodterms.model import LetterSpec
    from goodterms.recipients.recognition import Words
    from goodterms.sheets.table import Cell

    Test = Callable[[Cell], bool]


class Known(NamedTuple):
    """What values are judged by: whether a text names a locale, and what values are read with, in any language."""

    is_locale: Callable[[str], bool]
    context: fields.ParseContext


ENOUGH, NEARLY_ALL = 0.5, 0.9
"""The share of a column's values that must fit a field: by its words, and where only the values speak for it."""
_DIFFERENT = 0.6
"""The share of different values that keys have at least."""
_NOT_OF_TYPE = frozenset(
    {
        *("not-a-date", "not-a-month", "not-a-time", "not-a-duration", "not-a-count", "count-separator"),
        *("not-a-number", "not-money", "number-too-large", "unknown-currency", "unknown-currency-near"),
        *("not-an-email-address", "not-a-web-address", "not-a-phone-number", "dated-without-date", "month-ambiguous"),
        *("not-a-timezone", "not-a-timezone-near"),
        *("lost-character", "absent-value", "formula-error"),
    }
)
"""The faults of a text that is no value of a type at all, not even one with a slip."""
_MOMENTS = frozenset(
    {"cell-date-with-time", "cell-time-with-date", "cell-date-in-part", "cell-date-without-year"},
)
_TYPED = frozenset(
    {
        *("email", "url", "phone", "date", "month", "time", "duration"),
        *("count", "money", "percent", "number", "currency", "dated", "timezone"),
    }
)
"""The types of which a value speaks for its field."""
_TELLING = ("email", "url", "date", "time", "phone", "money")
"""The types that a column without a known name may be of, the most telling first."""
_LANGUAGE = re.compile(r"[^\W\d_][^\d@,;:]{1,30}")
_MOST_LANGUAGES = 20
_OF_NUMBERS = fields.Written(decimal=".")
_IBAN = re.compile(r"[A-Z]{2}\d{2}(?: ?[\dA-Z]{4}){2,7}(?: ?[\dA-Z]{1,4})?")
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

    def __init__(self, letter: LetterSpec, words: Words, known: Known) -> None:
        self._letter = letter
        self._words = words
        self._known = known
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

    def are_names_of_languages(self, cells: Sequence[Cell]) -> bool:
        """Whether all values may be names of languages: words of letters, and few of them recur in many rows."""
        texts = {text_of(cell) for cell in values_of(cells)}
        return bool(texts) and len(texts) <= _MOST_LANGUAGES and all(map(_LANGUAGE.fullmatch, texts))

    def locale_of(self, text: str) -> str:
        """What a text in a column of locales means: itself if it names one, else by its words; empty for neither."""
        return text if self._known.is_locale(text) else self._words.locale_of(text)

    def kind_of(self, cells: Sequence[Cell]) -> str:
        """The type of fields that nearly all the values of a column fit, the most telling one; empty for none."""
        filled = values_of(cells)
        enough = NEARLY_ALL * len(filled)
        # Whole numbers may be anything.
        telling = [kind for kind in _TELLING if kind != "money" or not all(map(self._of_type("count"), filled))]
        fitting = (kind for kind in telling if sum(map(self._of_type(kind), filled)) >= enough)
        return next(fitting, "") if filled else ""

    def date_order(self, cells: Sequence[Cell]) -> tuple[str, bool]:
        """The order of the dates in digits of a column, and whether it is open although some value needs it.

        The order is empty where no value shows it, where values contradict each other, and where none needs it.
        """
        found = OpenDates()
        order, is_ambiguous = self._shown(found, "date", "date-ambiguous", cells)
        return order, not order and (is_ambiguous or found.is_contradictory)

    def decimal_mark(self, kind: str, cells: Sequence[Cell]) -> tuple[str, bool]:
        """The same for the decimal separator of a column of amounts or numbers: ``.`` or ``,``."""
        found = OpenAmounts() if kind == "money" else Open()
        mark, is_ambiguous = self._shown(found, kind, "number-ambiguous", cells)
        return (mark if is_ambiguous else ""), is_ambiguous and not mark

    def _shown(self, found: Open, kind: str, doubt: str, cells: Sequence[Cell]) -> tuple[str, bool]:
        """What all texts of a column show, and whether one of them is open by itself."""
        for cell in cells:
            found.note(cell)
        texts = [moments.day_in(cell.strip()) for cell in cells if isinstance(cell, str)]
        return found.decided(""), any(_fault_of(kind, text, self._known.context) == doubt for text in texts)

    def are_moments(self, cells: Sequence[Cell]) -> bool:
        """Whether nearly all values are a date with a time of day."""
        filled = values_of(cells)
        return bool(filled) and sum(map(self._is_moment, filled)) >= NEARLY_ALL * len(filled)

    def _is_moment(self, cell: Cell) -> bool:
        day, clock = moments.day_of(cell), moments.clock_of(cell)
        return bool(clock) and self._of_type("date")(day) and self._of_type("time")(clock)

    def _test(self, field: str) -> tuple[Test, bool]:
        """Whether a value fits the field, and whether that speaks for the field."""
        if field == "locale":
            return (lambda cell: isinstance(cell, str) and self._known.is_locale(cell.strip())), True
        if field == "address" or (field == "letter" and field not in self._letter.fields):
            return self._is_written, False  # which letter a word means is asked of each row
        if field == "status" and field not in self._letter.fields:
            return (lambda cell: bool(self._words.status_of(text_of(cell)))), True
        spec = spec_of(field, self._letter)
        if spec is None:
            return self._of_type(field), True
        if spec.type == "person" and field.endswith(".title"):
            return self._is_title, True
        if spec.type in ("choice", "flag"):
            return (lambda cell: self.is_choice(spec, cell)), True
        if spec.type in ("person", "name"):
            return self._is_written, False
        if spec.type == "reference":
            return _is_reference, False
        return (self._of_type(spec.type), True) if spec.type in _TYPED else (_is_text, False)

    def _of_type(self, kind: str) -> Test:
        """Whether a value is one of a type of fields."""
        return lambda cell: _is_of_type(kind, cell, self._known.context)

    def _is_title(self, cell: Cell) -> bool:
        """Whether a value is a title, as it is or after a greeting; some words are both."""
        text = text_of(cell)
        return self._are_titles(text) or self._are_titles(self._words.without_greeting(text))

    def _are_titles(self, text: str) -> bool:
        parts = re.split(r"[\s/]+", text)
        return fold_words(text) in self._words.titles or all(fold_words(part) in self._words.titles for part in parts)

    def is_choice(self, spec: FieldSpec, cell: Cell) -> bool:
        """Whether each word of a cell means a choice of a field."""
        return all(self._words.choice_of(spec, word, self._form) for word in words_in(spec, cell))

    def _is_written(self, cell: Cell) -> bool:
        """Whether a value has letters and is neither a date nor an address of mail or the web."""
        return _is_text(cell) and any(map(str.isalpha, text_of(cell))) and not self._of_type("date")(cell)


def words_in(spec: FieldSpec, cell: Cell) -> list[str]:
    """The words of a cell of a choice; several where the field takes several."""
    text = text_of(cell)
    parts = _SEVERAL.split(text) if spec.many else [text]
    return [part.strip() for part in parts if part.strip()]


def values_of(cells: Sequence[Cell]) -> list[Cell]:
    """The cells that are not empty, without errors of formulas."""
    return [cell for cell in cells if not isinstance(cell, Broken) and text_of(cell).strip()]


def _is_of_type(kind: str, cell: Cell, context: fields.ParseContext) -> bool:
    raw = raw_of(cell, kind)
    if isinstance(raw, Unusable):
        return raw.kind in _MOMENTS
    if isinstance(raw, dict):
        return True  # an amount that is shown with its currency
    if not isinstance(raw, str):
        context = context._replace(written=_OF_NUMBERS)
    return _fault_of(kind, fields.as_typed(raw), context) not in _NOT_OF_TYPE


@of_content
@lru_cache(maxsize=4096)
def _fault_of(kind: str, text: str, context: fields.ParseContext) -> str:
    """The kind of the fault that a text has as a value of a type; empty for a right one."""
    try:
        fields.parse(FieldSpec("value", kind, "", None), text, context)
    except fields.InvalidValue as invalid:
        return invalid.faults[0].kind
    return ""


def _is_text(cell: Cell) -> bool:
    return not isinstance(cell, (date, time, timedelta)) and not _EMAIL_OR_WEB.fullmatch(text_of(cell))


def _is_reference(cell: Cell) -> bool:
    """Whether a value may be the number of an invoice, and is not that of a bank account (ISO 13616)."""
    return _is_text(cell) and not _IBAN.fullmatch(text_of(cell).strip())
