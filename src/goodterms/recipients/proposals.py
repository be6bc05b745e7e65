"""What the columns of a whole table are taken for, why, and what is missing: a proposal, to look at and to keep.

A field is proposed only if the name of its column or its values speak for it, and the values not against it.
"""

from __future__ import annotations

from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from goodterms.fields.persons import has_parts
from goodterms.recipients import evidence
from goodterms.recipients.cells import text_of
from goodterms.recipients.columns import fold_name
from goodterms.recipients.evidence import ENOUGH, NEARLY_ALL, Judge
from goodterms.recipients.recognition import OWN, Meaning, is_many, meanings, spec_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from goodterms.content.column_settings import ColumnUse
    from goodterms.model import LetterSpec
    from goodterms.recipients.evidence import Known
    from goodterms.recipients.recognition import Words
    from goodterms.sheets.table import Cell, Row

ELSEWHERE = "elsewhere"
"""Stands for what another letter takes where others have a key of ``OTHERS``."""
SETTLED = "settings"
"""Stands for goodterms.toml where others have the catalog whose words say what a column is."""
SAMPLE = 200
"""The rows whose values are looked at."""
_SHOWN = 3
_MAX_WORDS = 100
_BY_VALUES = ("email", "locale")


class Proposal(NamedTuple):
    """What one column is taken for.

    ``place`` counts columns from 0. ``field`` is empty where nothing is proposed: then ``possible`` are the fields that
    it may be, and ``other`` is what it is otherwise, a key of ``OTHERS`` or ``ELSEWHERE``. ``catalogs`` are those of
    the languages whose words say so (``OWN``: it is the field's own name), ``kind`` is the type of its values that says
    so, and ``doubt`` why it is not sure: ``several``, ``twice``, ``values``, ``parts``, ``postal_code``, or ``joined``:
    it belongs to the column in ``join``. ``shown`` are three values.

    ``choices`` are the words in its cells by the choice that they mean, empty for an unknown one. ``dates`` and
    ``decimal`` say how its values are written, where they show it; ``is_open`` that they do not, and some need it.
    ``time`` is the field of the time of day that stands beside its dates, ``join`` the columns to join to it.
    ``empty`` counts the rows without a value, in the column of locales.
    """

    place: int
    name: str
    field: str = ""
    possible: tuple[str, ...] = ()
    other: str = ""
    catalogs: tuple[str, ...] = ()
    kind: str = ""
    fitting: int = 0
    filled: int = 0
    doubt: str = ""
    shown: tuple[str, ...] = ()
    choices: Mapping[str, str] = MappingProxyType({})
    dates: str = ""
    decimal: str = ""
    is_open: bool = False
    time: str = ""
    join: tuple[str, ...] = ()
    empty: int = 0

    def unsure(self, doubt: str, possible: Iterable[str] = ()) -> Proposal:
        """The proposal as a doubtful one, for its field or for the given ones."""
        candidates = tuple(possible) or ((self.field,) if self.field else self.possible)
        return self._replace(field="", possible=candidates, doubt=doubt)


def propose(
    names: Sequence[str],
    rows: Iterator[Row],
    letter: LetterSpec,
    words: Words,
    known: Known,
    settled: Mapping[str, ColumnUse] = MappingProxyType({}),
) -> tuple[Proposal, ...]:
    """What each column of a table is taken for; ``rows`` are those below the one with the names.

    The first rows decide; all rows are read for the words of choices and for the order of dates. ``settled`` says
    what columns are, by their names, as goodterms.toml has them.
    """
    sample = list(islice(rows, SAMPLE))
    table = _Columns(names, sample, letter, words, known, settled)
    return _Details(letter, words, table.judge, table.decide()).complete(sample, rows)


class _Columns:
    """The columns of a table while it is decided what each is."""

    def __init__(
        self,
        names: Sequence[str],
        sample: Sequence[Row],
        letter: LetterSpec,
        words: Words,
        known: Known,
        settled: Mapping[str, ColumnUse],
    ) -> None:
        self._settled = {fold_name(name): use for name, use in settled.items()}
        self._names = [name.strip() for name in names]
        self._cells = [[row.cells[place] for row in sample if place < len(row.cells)] for place in range(len(names))]
        self._letter = letter
        self._words = words
        self.judge = Judge(letter, words, known)
        self._meanings = [self._meant(name) for name in self._names]

    def _meant(self, name: str) -> tuple[Meaning, ...]:
        """What a column's name may mean; only what goodterms.toml says, where it does."""
        if use := self._settled.get(fold_name(name)):
            return (Meaning(use.field, SETTLED),) if use.field else ()
        return meanings(name, self._letter, self._words) if name else ()

    def decide(self) -> list[Proposal]:
        """A proposal for each column with a name."""
        self._settle_names()
        found = [
            self._as_settled(place) if fold_name(name) in self._settled else self._by_name(place)
            for place, name in enumerate(self._names)
            if name
        ]
        found = self._by_values(found)
        found = list(self._once(found))
        return self._whole_addresses(self._names_in_parts(self._with_times(found)))

    def _settle_names(self) -> None:
        """Decide of names that mean a whole name or a given name (``Name``, ``Ime``) by the other columns and values.

        Beside a column of surnames they are given names, unless they contain the surname.
        """
        for person in (name for name, spec in self._letter.fields.items() if has_parts(spec)):
            whole, given, surname = person, f"{person}.given", f"{person}.surname"
            both = [place for place in range(len(self._names)) if {whole, given} <= self._fields_at(place)]
            surnames = [place for place in range(len(self._names)) if self._fields_at(place) == {surname}]
            wholes = [place for place in range(len(self._names)) if self._fields_at(place) == {whole}]
            for place in both:
                if any(self._fields_at(other) == {given} for other in range(len(self._names))):
                    field = whole
                elif surnames:
                    field = whole if self._contains(place, surnames[0]) else given
                elif wholes:
                    field = given
                elif self._has_several_words(place):
                    field = whole
                else:
                    continue
                self._meanings[place] = tuple(one for one in self._meanings[place] if one.field == field)

    def _fields_at(self, place: int) -> set[str]:
        return {meaning.field for meaning in self._meanings[place]}

    def _contains(self, place: int, other: int) -> bool:
        """Whether most values of a column contain the value of another column in the same row."""
        rows = zip(self._cells[place], self._cells[other], strict=False)
        texts = [(text_of(one).casefold(), text_of(another).casefold()) for one, another in rows]
        pairs = [(whole, part) for whole, part in texts if whole and part]
        return bool(pairs) and sum(part in whole for whole, part in pairs) > ENOUGH * len(pairs)

    def _has_several_words(self, place: int) -> bool:
        texts = [text_of(cell) for cell in evidence.values_of(self._cells[place])]
        return bool(texts) and sum(len(text.split()) > 1 for text in texts) >= NEARLY_ALL * len(texts)

    def _as_settled(self, place: int) -> Proposal:
        """What goodterms.toml says of a column; the words of its choices are looked at all the same."""
        name = self._names[place]
        use = self._settled[fold_name(name)]
        taken = Proposal(place, name, use.field, catalogs=(SETTLED,), shown=_shown(self._cells[place]))
        return taken._replace(dates=use.dates, decimal=use.decimal, time=use.time)

    def _by_name(self, place: int) -> Proposal:
        """What the words of a column's name say, as far as its values agree."""
        name, cells, found = self._names[place], self._cells[place], self._meanings[place]
        other = self._words.other(name)
        base = Proposal(place, name, other=other, shown=_shown(cells))
        fits = {one.field: self.judge.fit(one.field, cells) for one in found}
        fitting = [field for field, fit in fits.items() if not fit.speaks_against]
        if not fitting and fits.keys() == {"locale"} and self.judge.are_names_of_languages(cells):
            fitting = ["locale"]
        if telling := [field for field in fitting if fits[field].speaks_for]:
            fitting = telling
        if not fits:
            return base
        if not fitting:
            if other:
                return base
            return base._replace(possible=tuple(fits)).unsure("values")
        if len(fitting) > 1:
            return base._replace(possible=tuple(fitting)).unsure("several")
        field = fitting[0]
        fit = fits[field]
        proposal = base._replace(
            field=field,
            other="",
            catalogs=tuple(dict.fromkeys(one.catalog for one in found if one.field == field)),
            kind=self._kind(field) if fit.is_typed and fit.fitting else "",
            fitting=fit.fitting,
            filled=fit.filled,
        )
        if other and not fit.speaks_for and proposal.catalogs != (OWN,):
            return proposal._replace(other=other).unsure("several")
        return proposal

    def _kind(self, field: str) -> str:
        if field in ("locale", "email", "currency", "timezone"):
            return field
        if field.endswith(".title"):
            return "title"
        spec = spec_of(field, self._letter)
        return spec.type if spec else ""

    def _by_values(self, found: list[Proposal]) -> list[Proposal]:
        """What the values of columns without known words speak for, among the fields that no other column is."""
        taken = {one.field for one in found if one.field}
        return [
            self._of_values(one, taken) if not (one.field or one.possible or one.other or one.catalogs) else one
            for one in found
        ]

    def _of_values(self, proposal: Proposal, taken: set[str]) -> Proposal:
        cells = self._cells[proposal.place]
        choices = [name for name, spec in self._letter.fields.items() if spec.type == "choice" and name not in taken]
        addressed = [part for part in _BY_VALUES if part != "email" or "email" not in self._letter.envelope]
        telling = [
            field
            for field in (*addressed, *choices)
            if field not in taken and (fit := self.judge.fit(field, cells)).speaks_for
        ]
        if len(telling) == 1 and (telling[0] in _BY_VALUES or len(set(proposal.shown)) > 1):
            fit = self.judge.fit(telling[0], cells)
            return proposal._replace(
                field=telling[0], kind=self._kind(telling[0]), fitting=fit.fitting, filled=fit.filled
            )
        if telling:
            return proposal.unsure("several", telling)
        kind = self.judge.kind_of(cells)
        # A customer's phone number is not the sender's: those fields need a name that says so.
        fields_of_kind = [spec for spec in self._letter.fields.values() if spec.type == kind and not spec.sender]
        possible = [spec.name for spec in fields_of_kind if kind and spec.name not in taken]
        if possible:
            return proposal._replace(kind=kind).unsure("values", possible)
        return proposal._replace(other=ELSEWHERE if self._words.named(proposal.name) else "")

    def _once(self, found: list[Proposal]) -> Iterator[Proposal]:
        """Each field that takes one value is the column that has the best claim; where two have it, both are unsure."""
        for one in found:
            rivals = [other for other in found if other.field and other.field == one.field and other is not one]
            is_best = all(_claim(one) > _claim(rival) for rival in rivals)
            # Two columns of one name may be two addresses: only their owner knows.
            alike = [rival for rival in rivals if fold_name(rival.name) == fold_name(one.name)]
            is_one_of_many = is_many(one.field, self._letter) and not (alike and one.field == "address")
            is_settled = SETTLED in one.catalogs
            yield one if is_best or is_one_of_many or (is_settled and alike) else one.unsure("twice")

    def _with_times(self, found: list[Proposal]) -> list[Proposal]:
        """A column of dates with a time of day also gives the time of the meeting, where no other column does."""
        day, clock = (self._letter.meeting.get(part, "") for part in ("date", "time"))
        if not clock or any(one.field == clock for one in found):
            return found
        are_moments = {
            one.place
            for one in found
            if day in (one.field, *one.possible) and self.judge.are_moments(self._cells[one.place])
        }
        return [self._as_moments(one, day, clock) if one.place in are_moments else one for one in found]

    def _as_moments(self, proposal: Proposal, day: str, clock: str) -> Proposal:
        possible = (day,) if proposal.possible else ()
        return proposal._replace(possible=possible, time=clock, kind="moment")

    def _names_in_parts(self, found: list[Proposal]) -> list[Proposal]:
        """Where rows have both the whole name and its parts, the parts are taken."""
        places = {one.field: one.place for one in found}
        in_parts = {
            name
            for name in self._letter.fields
            if {f"{name}.given", f"{name}.surname", name} <= places.keys()
            and self._are_both_filled(places[name], places[f"{name}.given"])
        }
        return [one.unsure("parts") if one.field in in_parts else one for one in found]

    def _are_both_filled(self, place: int, other: int) -> bool:
        rows = zip(self._cells[place], self._cells[other], strict=False)
        return any(text_of(one) and text_of(another) for one, another in rows)

    def _whole_addresses(self, found: list[Proposal]) -> list[Proposal]:
        """A postal code in a column of its own stands in a line with the town, in the order of the table.

        Without the town, or above the street, it would be missing or misplaced: then no column is a line of an address.
        What a line of the address contains already is in no column of its own.
        """
        lines = [one.place for one in found if one.field == "address"]
        apart = [one for one in found if one.other in ("postal_code", "town") and not one.field and one.shown]
        missing = [one for one in apart if not any(self._contains(line, one.place) for line in lines)]
        if lines and {one.other for one in missing} == {"postal_code", "town"} and len(missing) == len(apart) == 2:
            first, second = sorted(missing, key=lambda one: one.place)
            if max(lines) < first.place:
                whole = Proposal(first.place, first.name, "address", join=(second.name,), shown=first.shown)
                part = Proposal(second.place, second.name, doubt="joined", join=(first.name,), shown=second.shown)
                return [{first.place: whole, second.place: part}.get(one.place, one) for one in found]
        return [one.unsure("postal_code") if missing and one.field == "address" else one for one in found]


def _claim(proposal: Proposal) -> int:
    """How good the reason is for which a column is a field: settings, its own name, words, only values."""
    return 3 if SETTLED in proposal.catalogs else 2 if OWN in proposal.catalogs else 1 if proposal.catalogs else 0


def _shown(cells: Sequence[Cell]) -> tuple[str, ...]:
    """The first three different values of a column."""
    texts = dict.fromkeys(" ".join(text_of(cell).split()) for cell in evidence.values_of(cells))
    return tuple(islice(texts, _SHOWN))


_MAX_DISTINCT = 2000
"""The different values of a column that its details are taken from."""


class _Details:
    """What all values of a column add to what it is: the words of its choices, the order of its dates, its decimals."""

    def __init__(self, letter: LetterSpec, words: Words, judge: Judge, found: Sequence[Proposal]) -> None:
        self._letter = letter
        self._words = words
        self._judge = judge
        self._found = found

    def complete(self, sample: Sequence[Row], rest: Iterable[Row]) -> tuple[Proposal, ...]:
        """The proposals with the details that the sample and the remaining rows show."""
        wanted = {one.place: one.field for one in self._found if one.field and self._has_details(one.field)}
        values: dict[int, dict[Cell, None]] = {place: {} for place in wanted}
        empty = {one.place: 0 for one in self._found if one.field == "locale"}
        for rows in (sample, rest):
            for row in rows:
                for place, kept in values.items():
                    if place < len(row.cells) and len(kept) < _MAX_DISTINCT:
                        kept[row.cells[place]] = None
                for place in empty:
                    empty[place] += place >= len(row.cells) or not text_of(row.cells[place])
        completed = (
            self._completed(one, list(values[one.place])) if one.place in wanted else one for one in self._found
        )
        return tuple(one._replace(empty=empty.get(one.place, 0)) for one in completed)

    def _has_details(self, field: str) -> bool:
        spec = spec_of(field, self._letter)
        return field == "locale" or (
            spec is not None and spec.type in ("choice", "flag", "date", "money", "number", "percent")
        )

    def _completed(self, proposal: Proposal, cells: list[Cell]) -> Proposal:
        spec = spec_of(proposal.field, self._letter)
        if proposal.dates or proposal.decimal:
            return proposal  # the settings say it
        if spec is None:
            texts = dict.fromkeys(text_of(cell) for cell in evidence.values_of(cells))
            return proposal._replace(choices={text: self._judge.locale_of(text) for text in islice(texts, _MAX_WORDS)})
        if spec.type == "date":
            order, is_open = self._judge.date_order(cells)
            return proposal._replace(dates=order, is_open=is_open)
        if spec.type in ("money", "number", "percent"):
            mark, is_open = self._judge.decimal_mark(spec.type, cells)
            return proposal._replace(decimal=mark, is_open=is_open)
        form = self._letter.salutation.get("form", "")
        heard = dict.fromkeys(word for cell in evidence.values_of(cells) for word in evidence.words_in(spec, cell))
        choices = {word: self._words.choice_of(spec, word, form) for word in islice(heard, _MAX_WORDS)}
        return proposal._replace(choices=choices)
