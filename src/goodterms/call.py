"""What a user asks of a letter: the call, and its raw values typed by field with every fault of them."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from goodterms import fields
from goodterms.cldr.locales import currencies
from goodterms.cldr.spans import anniversary
from goodterms.content.sender_values import SenderValues
from goodterms.engine import addressee
from goodterms.faults import fault
from goodterms.fields import persons, records
from goodterms.speech import joined, speak
from goodterms.values import Person, Record, parts_of

_MOST_UNKNOWN = 50
"""The most unknown fields that are named; the others are counted."""

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from goodterms.engine.names import Names
    from goodterms.faults import Fault, Source
    from goodterms.messages.translations import Missing
    from goodterms.model import FieldSpec, LetterSpec

CURRENCY = "currency"
"""The field with the currency of amounts without one; a sender may give it for letters that do not have the field."""
_NO_VALUES: Mapping[str, object] = MappingProxyType({})


class Call(NamedTuple):
    """What a user asked for, raw.

    ``given`` are the values by field, ``sender`` the sender's own. A part of a person's name may be given by field and
    part: ``name.given``. ``written`` says how given values are written, where one of them leaves it open: by field, for
    a part of a record also ``actions.by`` or ``actions.2.by``. ``unusable`` are the faults of values that cannot be
    given at all, each with its field as the place: they count where the letter uses the field. ``timezone`` is the name
    of the reader's time zone, ``sender_timezone`` the IANA name of the zone in which the times of meetings are given;
    empty when they are unknown. ``of_row`` says that the values are those of a row of a table: programs put names
    together there, and people write notes beside them, so a name has to look like one.
    """

    letter: str
    locale: str
    given: Mapping[str, object]
    date: date
    sender: SenderValues = SenderValues()
    sample: bool = False
    without: Collection[str] = ()
    missing: Missing = "refuse"
    written: Mapping[str, fields.Written] = MappingProxyType({})
    unusable: Collection[Fault] = ()
    timezone: str = ""
    sender_timezone: str = ""
    of_row: bool = False


def is_called_for(field: FieldSpec, values: Mapping[str, object]) -> bool:
    """Whether a field is used: all choices that it depends on were made."""
    if field.when and not is_chosen(field.when, values):
        return False
    return not field.when_all or all(
        _chosen(values.get(name)).issuperset(choices) for name, choices in field.when_all.items()
    )


def is_chosen(when: Mapping[str, Collection[str]], values: Mapping[str, object]) -> bool:
    """Whether of the choices by field one was made in each; not where there are none."""
    for name, choices in when.items():
        if _chosen(values.get(name)).isdisjoint(choices):
            return False
    return bool(when)


def _chosen(value: object) -> set[object]:
    """The options that were chosen in a field."""
    return {*value} if isinstance(value, tuple) else {value}


def why_needed(field: FieldSpec) -> str:
    """In words, for which choices a field is needed; an empty string when that does not depend on any."""
    from goodterms.faults import wording  # nothing else here needs sentences

    return wording.needed_when(field.when.items(), field.when_all.items())


def help_of(field: FieldSpec) -> str:
    """What a field is, and for which choices it is needed, in the language that the program speaks."""
    return joined([*filter(None, [speak(field.help), why_needed(field)])], ";")


class TypingPlan(NamedTuple):
    """How the values of a letter are typed, the same for all calls.

    ``order`` are its fields in the order in which they are typed: the addressee's title may tell the form of address,
    and choices tell which of the other fields are needed. ``counted`` are those that count years between dates,
    ``limited`` the dates that may not follow others.
    """

    letter: LetterSpec
    order: tuple[FieldSpec, ...]
    counted: tuple[FieldSpec, ...]
    limited: tuple[FieldSpec, ...]


def plan_of(letter: LetterSpec) -> TypingPlan:
    """How the values of a letter are typed."""
    every = [field for field in letter.fields.values() if field.name != CURRENCY]
    first = [field for field in every if field.name == letter.salutation.get("name") and not field.when]
    others = [field for field in every if field not in first]
    return TypingPlan(
        letter,
        order=(
            *first,
            *(field for field in others if field.options),
            *(field for field in others if not field.options),
        ),
        counted=tuple(field for field in every if field.years_of),
        limited=tuple(field for field in every if field.not_after),
    )


class Values:
    """Types the values of one call, and collects their faults."""

    def __init__(
        self,
        plan: TypingPlan,
        call: Call,
        samples: Mapping[str, object],
        without: frozenset[str],
        faults: list[Fault],
        fallback: Sequence[str] = (),
    ) -> None:
        """``fallback`` are the tags of the letter's locale and of those that it inherits from, the nearest first."""
        self._plan = plan
        self._letter = letter = plan.letter
        self._call = call
        self._sender = call.sender.of(fallback)
        self._contexts: Mapping[Source, fields.ParseContext] = {}
        self._without = without
        self._unusable: dict[str, list[Fault]] = {}
        for one in call.unusable:
            self._unusable.setdefault(one.place.partition(".")[0], []).append(one)
        self._faults = faults
        given = records.gather(persons.gather(call.given, letter.fields), letter.fields, faults)
        # A value that was given goes first, even an empty one, then the sender's, then the sample.
        others: list[tuple[Mapping[str, object], Source]] = [
            (samples, "sample"),
            *((table.values, table.source) for table in reversed(self._sender)),
        ]
        self._raws: dict[str, tuple[object, Source]] = {
            name: (raw, source) for values, source in others for name, raw in values.items() if not fields.is_empty(raw)
        }
        self._raws.update((name, (raw, "given")) for name, raw in given.items())
        self._typed: dict[str, object] = {}
        self._is_form_by_name = False
        self.numbers: dict[str, list[int]] = {}
        """The numbers of the records of each field that takes several, as they were given."""
        faults += _unknown_fields(given, letter)

    def type_all(self, names: Names | None, words: fields.Words) -> dict[str, object]:
        """The typed value of every field; those that the letter's own choices do not need may be None.

        ``names`` is how the letter's locale, if it is known, understands the titles of names; ``words`` are those with
        which it is read.
        """
        self._contexts = self._by_source(words)
        form = self._letter.salutation.get("form")
        for field in self._plan.order:
            implied = self._implied_form(field, names) if field.name == form else ""
            value = self._form_of_address(field, implied, names) if implied and names else self._value(field)
            if names is not None and isinstance(value, Person):
                value = self._without_greeting(field.name, value, names)
            self._typed[field.name] = value
        if names is not None:
            self._address(names)
        return self._typed

    def _without_greeting(self, field: str, person: Person, names: Names) -> Person | None:
        """The person without greeting words in the title; a fault where they are all."""
        titled = names.without_greeting(person)
        if titled is None:
            if field == self._letter.salutation.get("name"):
                self._faults += self._doubts(person, names)
            self._faults.append(fault("title-is-greeting", f"{field}.title", given=person.title))
        return titled

    def _address(self, names: Names) -> None:
        """Collect the faults of the addressee's name; that of a company becomes a text, which is written as it is."""
        person, roles = self._addressee(), self._letter.salutation
        if person is None:
            return
        self._faults += self._doubts(person, names)
        form = self._typed.get(roles.get("form", ""))
        if not isinstance(form, str) or not addressee.is_company(names, form):
            return
        field, leaves_open = roles["name"], self._letter.fields[roles["form"]].default
        if wrong := addressee.contradiction(names, field, person, form, leaves_open):
            if wrong.kind != "title-before-company" or self._is_form_by_name:  # else the form contradicts the title
                self._faults.append(wrong)
        else:
            self._typed[field] = addressee.company_name(names, person)

    def _doubts(self, person: Person, names: Names) -> Iterator[Fault]:
        """The faults of a name that the salutation cannot say as it is."""
        roles = self._letter.salutation
        field = self._letter.fields.get(roles.get("form", ""))
        form = str(self._typed.get(field.name) or "") if field else ""
        of_letter = addressee.FormOfLetter(form, field.options if field else (), self._is_form_by_name)
        return addressee.doubts(names, roles["name"], person, of_letter, of_row=self._call.of_row)

    def _implied_form(self, field: FieldSpec, names: Names | None) -> str:
        """The form of address that the addressee's name implies, for the field with it; empty where it does not."""
        person = self._addressee()
        if names is None or person is None:
            return ""
        form = addressee.implied_form(names, person)
        return form if form in field.options else ""

    def _addressee(self) -> Person | None:
        person = self._typed.get(self._letter.salutation.get("name", ""))
        return person if isinstance(person, Person) else None

    def note_foreign_title(self, names: Names) -> None:
        """Collect the fault of a title of the addressee that the letter's language does not know."""
        person, roles = self._addressee(), self._letter.salutation
        form = str(self._typed.get(roles.get("form", "")) or "")
        if person and not addressee.is_company(names, form) and (word := names.foreign_title(person, form)):
            known = names.titles_of(self._implied_form(self._letter.fields[roles["form"]], names) if form else "")
            kind = "title-in-other-language" if known else "title-unknown-here"
            self._faults.append(fault(kind, f"{roles['name']}.title", given=word, titles=known))

    def _form_of_address(self, field: FieldSpec, implied: str, names: Names) -> object:
        """The form of address: the one that was given, which the name may not contradict, else the one that it implies.

        The default says nothing of the addressee, so it contradicts no title, and no title that tells it contradicts.
        A company is addressed as one all the same: no other salutation fits it.
        """
        raw, source = self._raw(field.name, None)
        self._is_form_by_name = fields.is_empty(raw) or source == "sample"
        if self._is_form_by_name:
            return implied
        form, person = self._value(field), self._addressee()
        if addressee.is_company(names, implied) and form == field.default:
            self._is_form_by_name = True
            return implied
        if person and form and form != implied and field.default not in (form, implied):
            wrong = addressee.contradictory_form(names, field.name, person, str(form), implied)
            self._faults.append(self._from(wrong, field.name, source))
        return form

    def _by_source(self, words: fields.Words) -> Mapping[Source, fields.ParseContext]:
        """What values are read with, by where they come from."""
        base = fields.ParseContext("", currencies(), words=words)
        code, source = self._currency(base)
        return fields.contexts_by_source(base, code, code if source == "given" else "", self._call.date)

    def _currency(self, context: fields.ParseContext) -> tuple[str, Source]:
        """The currency of amounts without one, and where it comes from."""
        raw, source = self._raw(CURRENCY, None)
        if fields.is_empty(raw):
            return "", source
        try:
            code = fields.TYPES["currency"](fields.as_typed(raw).strip(), context)
        except fields.InvalidValue as invalid:
            self._note(CURRENCY, invalid, source)
            return "", source
        self._typed[CURRENCY] = code
        return str(code), source

    def _value(self, field: FieldSpec) -> object:
        raw, source = self._raws.get(field.name) or (field.default, "given")
        if field.step in self._without:
            return None
        if self._unusable and (unusable := self._unusable.get(field.name)):
            if self._is_needed(field) or not (field.when or field.when_all):
                self._faults += unusable
            return None
        if raw is None or fields.is_empty(raw):
            if self._is_needed(field):
                self._faults.append(_missing(field, is_given=raw is not None))
            return None
        if field.many and field.type == records.RECORD:
            self.numbers[field.name] = records.numbers(raw)
        context, written = self._contexts[source], fields.AS_IN_CONTEXT
        if source == "given":
            if own := self._call.written.get(field.name):
                context = context._replace(written=own)
            if field.type == records.RECORD:
                written = records.written(field, self._call.written)
        try:
            return fields.parse(field, raw, context, written)
        except fields.InvalidValue as invalid:
            self._note(field.name, invalid, source)
            return None

    def _note(self, name: str, invalid: fields.InvalidValue, source: Source) -> None:
        """Collect the faults of a value, each at its field, or at the part of it that is wrong."""
        for one in invalid.faults:
            place = f"{name}.{one.place}" if one.place else name
            self._faults.append(self._from(one._replace(place=place), name, source))

    def _from(self, one: Fault, name: str, source: Source) -> Fault:
        """The fault of a value from a source; where the sender has it in the table of a language, it names the table.

        The place remains the field, by which programs find it.
        """
        tables = (table for table in self._sender if not fields.is_empty(table.values.get(name)))
        table = next(tables, None) if source in ("settings", "sender") else None
        params = (*one.params, ("table", table.name)) if table and table.tag else one.params
        return one._replace(source=source, params=params)

    def _raw(self, name: str, default: object) -> tuple[object, Source]:
        """The raw value of a field and its source."""
        return self._raws.get(name) or (default, "given")

    @property
    def sampled(self) -> frozenset[str]:
        """The fields whose value is a sample."""
        return frozenset(name for name, (_, source) in self._raws.items() if source == "sample")

    def _is_needed(self, field: FieldSpec) -> bool:
        return field.required or (bool(field.when or field.when_all) and is_called_for(field, self._typed))

    def note_unmet_needs(self) -> None:
        """Collect a fault for each need of the letter that no value meets, not even one with a fault of its own."""
        for need in self._letter.needs.values():
            used = [name for name in need.one_of if self._letter.fields[name].step not in self._without]
            if all(fields.is_empty(self._raw(name, None)[0]) for name in used):
                place = " / ".join(used or need.one_of)
                self._faults.append(fault("need-unmet", place, help=need.help))

    def note_wrong_years(self) -> None:
        """Collect a fault for each count of years that the two dates contradict between which it counts.

        Samples say nothing of what was given.
        """
        for field in self._plan.counted:
            since, on = field.years_of["since"], field.years_of["on"]
            years, start = self._typed.get(field.name), self._typed.get(since)
            end = self._call.date if on == "date" else self._typed.get(on)
            if years is None or any(self._raw(name, None)[1] == "sample" for name in (field.name, since, on)):
                continue
            if isinstance(start, date) and isinstance(end, date) and years != (full := anniversary(start, end)):
                contradiction = fault(
                    "years-contradict", field.name, given=years, since=since, start=start, end=end, years=full
                )
                self._faults.append(contradiction)

    def note_late_dates(self) -> None:
        """Collect a fault for each date after another one that it may not lie after.

        Samples say nothing of what was given.
        """
        for field in self._plan.limited:
            day = self._typed.get(field.name)
            if not isinstance(day, date) or self._raw(field.name, None)[1] == "sample":
                continue
            for limit in field.not_after:
                name, _, part = limit.partition(".")
                other = self._typed.get(name)
                end = parts_of(other).get(part) if isinstance(other, Record) else other
                if isinstance(end, date) and day > end and self._raw(name, None)[1] != "sample":
                    self._faults.append(fault("date-after-limit", field.name, given=day, limit=limit, day=end))


def _unknown_fields(given: Mapping[str, object], letter: LetterSpec) -> Iterator[Fault]:
    """A fault for each name that is not a field; one that means a part of a record says how these are named."""
    unknown = [name for name in given if name not in letter.fields and name != CURRENCY]
    if not unknown:
        return
    known = list(dict.fromkeys([*letter.fields, CURRENCY]))
    if more := len(unknown[_MOST_UNKNOWN:]):
        yield fault("more-unknown-fields", unknown[_MOST_UNKNOWN], letter=letter.name, count=more)
    for name in unknown[:_MOST_UNKNOWN]:
        if "." in name and (field := records.field_of(name, letter.fields)):
            stem = f"{field.item or field.name}.{{}}" if field.many else field.name
            examples = [f"{stem.format(number)}.{next(iter(field.parts))}" for number in (1, 2)[: 1 + field.many]]
            yield fault("unknown-record-key", name, field=field.name, examples=examples)
        else:
            yield fault("unknown-field", name, letter=letter.name, given=name, known=known)


def _missing(field: FieldSpec, *, is_given: bool) -> Fault:
    """The fault of a field without a value: what it takes, and why it is needed."""
    kind, when = "empty" if is_given else "missing", (tuple(field.when.items()), tuple(field.when_all.items()))
    if field.options:
        return fault(f"{kind}-choice", field.name, help=field.help or field.name, options=field.options, when=when)
    sample = field.sample[0] if field.many and isinstance(field.sample, list) else field.sample
    if field.parts and isinstance(sample, dict):
        sample = next(iter(sample.values()), sample)  # the first part is enough
    return fault(kind, field.name, help=field.help or field.name, example=fields.as_typed(sample), when=when)
