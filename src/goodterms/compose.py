"""From a user's call to a letter: all faults at once, then a request, then the letter's words and values."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from goodterms import meeting_times
from goodterms.call import Values
from goodterms.cldr.calendars import fault_of
from goodterms.cldr.locales import fallback
from goodterms.errors import BrokenContent, InvalidRequest
from goodterms.faults import fault
from goodterms.fields.sample_days import ahead_of
from goodterms.meeting_times import Zones
from goodterms.text import marks
from goodterms.text.wording import TEST_NOTE
from goodterms.values import Dated, Person, Record, parts_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from goodterms.call import Call
    from goodterms.engine.compiled import CompiledLetter
    from goodterms.engine.names import Names
    from goodterms.envelopes import Envelope
    from goodterms.faults import Fault
    from goodterms.messages.translations import Missing
    from goodterms.model import LanguageSettings, LetterSpec, Locale, Slot
    from goodterms.project import Project
    from goodterms.text.wording import Wording

_Sections = tuple[tuple[str, str], ...]
_NO_VALUES: Mapping[str, object] = MappingProxyType({})
_NO_NAMES: Mapping[str, str] = MappingProxyType({})


class Request(NamedTuple):
    """A letter that can be written: everything is checked, and nothing below asks the clock or the environment.

    ``values`` holds a typed value for every field of the letter, None where there is none, with the times of a meeting
    in time zones (:mod:`goodterms.meeting_times`); ``sampled`` are the fields whose value is a sample. ``names`` are
    those for an envelope (``recipient``, ``sender``), as the letter's locale writes them in full.
    """

    letter: LetterSpec
    locale: Locale
    values: Mapping[str, object]
    date: date
    without: frozenset[str] = frozenset()
    missing: Missing = "refuse"
    names: Mapping[str, str] = _NO_NAMES
    sampled: frozenset[str] = frozenset()


class Letter(NamedTuple):
    """A letter: its words, and the values to put into them.

    ``source_tag`` is the language (BCP 47) of the words that replace missing translations, empty when none may;
    ``source_full_stop`` ends its sentences. ``labels`` are words that a format adds to the letter, by name.
    """

    request: Request
    wording: Wording
    slots: Sequence[Slot]
    settings: LanguageSettings
    source_tag: str
    source_full_stop: str = ""
    labels: Mapping[str, str] = _NO_NAMES


def validate(project: Project, call: Call) -> Request:
    """The request that a call asks for.

    Raises :class:`InvalidRequest` with every fault: an unknown letter, locale, field or step, a missing value, a value
    that its field cannot take.
    """
    faults: list[Fault] = []
    locale = letter = None
    try:
        locale = project.locale(call.locale)
    except InvalidRequest as error:
        faults += error.faults
    try:
        letter = project.letter(call.letter)
    except InvalidRequest as error:
        faults += error.faults
    if letter is None:
        raise InvalidRequest(faults)
    without = _steps_left_out(letter, call.without, faults)
    samples = ahead_of(call.date, _samples(project, letter, locale, call), letter.fields) if call.sample else _NO_VALUES
    names = project.edition(locale).names if locale else None
    typing = Values(
        project.typing_plan(letter.name), call, samples, without, faults, fallback(locale) if locale else ()
    )
    values = typing.type_all(names, project.words(locale) if locale else project.words_of_all)
    typing.note_unmet_needs()
    if names:
        typing.note_foreign_title(names)
    typing.note_wrong_years()
    typing.note_late_dates()
    if locale:
        values = meeting_times.place(letter, locale, values, Zones(call.timezone, call.sender_timezone), faults)
    if locale and locale.calendar:
        faults += _dates_outside(locale.calendar, {**values, "date": call.date}, typing.numbers)
    if faults or locale is None or names is None:
        raise InvalidRequest(faults)
    on_envelope = {part: _name(values.get(field), names) for part, field in letter.envelope.items()}
    return Request(letter, locale, values, call.date, without, call.missing, on_envelope, typing.sampled)


def _samples(project: Project, letter: LetterSpec, locale: Locale | None, call: Call) -> dict[str, object]:
    """The samples of a letter, those that fit what the call chooses before all others."""
    samples = project.samples(letter, locale)
    for field, option in call.given.items():
        if locale and field in letter.fields and letter.fields[field].options and isinstance(option, str):
            samples |= project.samples_of_choice(letter, locale, field, option)
    return samples


def compose(project: Project, request: Request, *, is_test: bool = False) -> Letter:
    """The letter that was requested; one that is tried on oneself says so above all else.

    Raises :class:`MissingTranslations` and :class:`BrokenContent`.
    """
    compiled = project.edition(request.locale).compiled(request.letter, request.missing)
    above = ((TEST_NOTE, _of_test(project, request)["note"]),) if is_test else ()
    return composed(project, request, compiled, above)


def composed(project: Project, request: Request, compiled: CompiledLetter, above: _Sections = ()) -> Letter:
    """The letter that was requested, as it is compiled here; ``above`` are sections before it, in marked prose."""
    marked = compiled.render({**request.values, "date": request.date}, request.without)
    wording = project.wordings.parse(above + _addressed(project, request, marked.sections), compiled.path)
    language = project.language_of(request.locale)
    if request.missing == "refuse":
        return Letter(request, wording, marked.slots, language, "", labels=compiled.labels)
    source = project.source_locale
    full_stop = project.language_of(source).full_stop
    return Letter(request, wording, marked.slots, language, source.tag, full_stop, compiled.labels)


def _addressed(project: Project, request: Request, sections: _Sections) -> _Sections:
    """The sections of a letter; in one to a company, without the capitals that are a courtesy to one person.

    A document for a colleague about a company is for a talk with a person, and keeps them.
    """
    roles = request.letter.salutation
    form = request.values.get(roles.get("form", ""))
    if not isinstance(form, str) or request.letter.envelope.get("recipient") != roles.get("name"):
        return sections
    words = project.edition(request.locale).names.courtesy_capitals(form)
    if not words:
        return sections
    from goodterms.text import courtesy  # few letters need it

    return tuple((name, courtesy.without_capitals(prose, words)) for name, prose in sections)


def test_mark(project: Project, request: Request) -> str:
    """What stands before the subject of a letter that is tried on oneself, in the letter's language.

    Raises :class:`MissingTranslations` and :class:`BrokenContent`.
    """
    return marks.to_plain(_of_test(project, request)["mark"]).strip()


def _of_test(project: Project, request: Request) -> Mapping[str, str]:
    """What a letter to oneself says of that, in marked prose without values: ``mark`` and ``note``."""
    spec = project.test_mark
    if spec is None:
        raise BrokenContent.at("templates/_test/letter.md.j2", 0, "template-missing", name="_test/letter.md.j2")
    compiled = project.edition(request.locale).compiled(spec, request.missing)
    return dict(compiled.render({"date": request.date}).sections)


def with_names(request: Request, envelope: Envelope) -> Envelope:
    """The envelope with its missing names filled in from the fields that the letter's table ``envelope`` names.

    The address of a document that goes to a colleague comes from these fields only.
    """
    if "email" in request.letter.envelope:
        envelope = _for_colleague(request, envelope)
    return envelope._replace(
        recipient=envelope.recipient or request.names.get("recipient", ""),
        sender=envelope.sender or request.names.get("sender", ""),
    )


def _for_colleague(request: Request, envelope: Envelope) -> Envelope:
    """The envelope of a document that goes to a colleague: neither the address of the customer nor a name is in it."""
    return envelope._replace(
        recipient=request.names.get("recipient", ""), recipient_email=request.names["email"], address=()
    )


def _name(value: object, names: Names) -> str:
    return names.on_one_line(value) if isinstance(value, Person) else str(value or "")


def _steps_left_out(letter: LetterSpec, without: Collection[str], faults: list[Fault]) -> frozenset[str]:
    left_out = set()
    for name in without:
        if name not in letter.steps:
            faults.append(fault("unknown-step", "--without", letter=letter.name, given=name, known=letter.steps))
        elif letter.steps[name].required:
            optional = [step.name for step in letter.steps.values() if not step.required]
            faults.append(fault("required-step", "--without", letter=letter.name, given=name, optional=optional))
        else:
            left_out.add(name)
    return frozenset(left_out)


def _dates_outside(
    calendar: str, values: Mapping[str, object], numbers: Mapping[str, Sequence[int]]
) -> Iterator[Fault]:
    """A fault for each date outside the letter's calendar; ``numbers`` are those of the records of a field."""
    for name, value in values.items():
        for place, day in _dates(name, value, numbers.get(name, ())):
            if wrong := fault_of(day, calendar):
                yield wrong._replace(place=place)


def _dates(place: str, value: object, numbers: Sequence[int] = ()) -> Iterator[tuple[str, date]]:
    """The dates in a value, each with its place: the field, in a record also the number and the part."""
    if isinstance(value, date):
        yield place, value
    elif isinstance(value, Dated):
        yield place, value.date
    elif isinstance(value, Record):
        for part, inner in parts_of(value).items():
            yield from _dates(f"{place}.{part}", inner)
    elif type(value) is tuple:
        for index, inner in enumerate(value):
            yield from _dates(f"{place}.{numbers[index]}" if numbers else place, inner)
