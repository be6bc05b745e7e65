"""What a filled page asks for: which letter, in which languages, with which values, shown in which way."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar, get_args

from goodterms import fields
from goodterms.call import Call
from goodterms.desk import form, variants
from goodterms.desk.variants import Variant
from goodterms.errors import GoodtermsError
from goodterms.fields import amounts
from goodterms.messages.translations import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from goodterms.desk.form import Values
    from goodterms.envelopes import Envelope
    from goodterms.faults import Fault
    from goodterms.model import LetterSpec, Locale
    from goodterms.workspace import Workspace

VIEWS: Mapping[str, str] = {"page": "html", "mail": "eml", "text": "text", "pdf": "pdf", "calendar": "ics"}
"""How a letter can be shown, and the format of each."""
Name = TypeVar("Name", bound=str)

POLICIES: tuple[Missing, ...] = get_args(Missing)


class UnknownChoiceError(Exception):
    """A name that the page does not offer: of a letter, a language, a view. No person types these."""


class Asked(NamedTuple):
    """What a page asks for. ``locale`` and ``beside`` are tags; ``beside`` is empty where nothing is beside the letter.

    ``variant`` is what the tag of the letter says beside its language. ``day`` is the text of the date as it was typed;
    ``to``, ``key``, ``timezone`` and ``sequence`` (as it was typed) are those of the options with these names.
    """

    letter: str
    locale: str
    beside: str
    values: Values
    day: str
    view: str = "page"
    without: tuple[str, ...] = ()
    missing: Missing = "refuse"
    to: str = ""
    variant: Variant = Variant()
    key: str = ""
    timezone: str = ""
    sequence: str = ""

    @property
    def tag(self) -> str:
        """The whole tag of the letter's locale."""
        return variants.tag(self.locale, self.variant)

    def in_language(self, tag: str, values: Values) -> Asked:
        """The same for the letter in another language, which has its own usual region, calendar and digits."""
        return self._replace(locale=tag, values=values, variant=Variant())


def first(workspace: Workspace, letter: str, locale: str, beside: str | None, today: date) -> Asked:
    """What a page asks for before anybody has typed: the letter with its sample values, beside the source language.

    Raises :class:`UnknownChoiceError`, and :class:`BrokenContent` for a letter that cannot be read.
    """
    _known(letter, workspace.project.content.letters())
    tags = [one.tag for one in workspace.locales()]
    source = workspace.project.source_locale.tag
    locale = locale or source
    if beside is None:
        beside = source if source in tags and source != locale else ""
    _known(locale, tags)
    _known(beside, ["", *tags])
    values = form.samples(workspace, workspace.project.letter(letter), workspace.project.locale(locale), today)
    return Asked(letter, locale, beside, values, today.isoformat())


def read(workspace: Workspace, letter: str, pairs: Sequence[tuple[str, str]], today: date) -> Asked:
    """What a filled form asks for.

    Where the language is another than the one in which the form was filled in (its field ``was``), the values that are
    still samples become those of the new language. Raises :class:`UnknownChoiceError`.
    """
    _known(letter, workspace.project.content.letters())
    spec = workspace.project.letter(letter)
    single = dict(pairs)
    tags = [one.tag for one in workspace.locales()]
    locale, was = _known(single.get("locale", ""), tags), _known(single.get("was", ""), ["", *tags])
    kept = {value for name, value in pairs if name == "step"}
    chosen = Variant(*(single.get(name, "") for name in Variant._fields))
    asked = Asked(
        letter,
        locale,
        _known(single.get("beside", ""), ["", *tags]),
        form.given(pairs),
        single.get("date", "").strip(),
        _known(single.get("view", "page"), VIEWS),
        tuple(step.name for step in spec.steps.values() if not step.required and step.name not in kept),
        _known(single.get("missing", POLICIES[0]), POLICIES),
        single.get("to", "").strip(),
        variants.fitting(workspace, locale, chosen),
        single.get("key", "").strip(),
        single.get("timezone", "").strip(),
        single.get("sequence", "").strip(),
    )
    if was and was != locale:
        return asked._replace(values=translated(workspace, asked._replace(locale=was), locale, today))
    return asked


def translated(workspace: Workspace, asked: Asked, locale: str, today: date) -> Values:
    """The values for the letter in another language: what is still a sample becomes the sample of that language."""
    project = workspace.project
    spec = project.letter(asked.letter)
    before = _by_field(spec, form.samples(workspace, spec, project.locale(asked.locale), today))
    after = _by_field(spec, form.samples(workspace, spec, project.locale(locale), today))
    values = _by_field(spec, asked.values)
    mixed = {
        name: after.get(name, {}) if values.get(name, {}) == before.get(name, {}) else values.get(name, {})
        for name in dict.fromkeys([*values, *after])
    }
    return {name: value for of_field in mixed.values() for name, value in of_field.items()}


def call_for(workspace: Workspace, asked: Asked, today: date) -> tuple[Call, Envelope, list[Fault]]:
    """The call and the envelope, as the command ``render`` makes them; what is wrong with the date and the sequence."""
    faults: list[Fault] = []
    day = today
    if asked.day:
        try:
            day = fields.parse_date(asked.day)
        except fields.InvalidValue as invalid:
            faults += [one._replace(place="--date") for one in invalid.faults]
    envelope = workspace.settings.envelope._replace(recipient_email=asked.to, key=asked.key)
    if asked.sequence:
        try:
            envelope = envelope._replace(sequence=amounts.count(asked.sequence, fields.ANY_CURRENCY))
        except fields.InvalidValue as invalid:
            faults += [one._replace(place="--sequence") for one in invalid.faults]
    sender = workspace.sender_values
    call = Call(asked.letter, asked.tag, asked.values, day, sender, False, asked.without, asked.missing)
    return call._replace(timezone=asked.timezone, sender_timezone=envelope.timezone), envelope, faults


def goes_to_colleague(letter: LetterSpec) -> bool:
    """Whether a letter has the address that it goes to among its own fields."""
    return "email" in letter.envelope


def locale_of(workspace: Workspace, tag: str) -> Locale | None:
    """The locale of a tag that was known; None where the content has since lost it."""
    try:
        return workspace.project.locale(tag)
    except GoodtermsError:
        return None


def _by_field(letter: LetterSpec, values: Values) -> dict[str, dict[str, str | Sequence[str]]]:
    """Values by field: the parts of a field belong together."""
    items = {field.item: name for name, field in letter.fields.items() if field.item}
    found: dict[str, dict[str, str | Sequence[str]]] = {}
    for name, value in values.items():
        root = name.partition(".")[0]
        found.setdefault(items.get(root, root), {})[name] = value
    return found


def _known(name: str, known: Iterable[Name]) -> Name:
    """The name among those that are known; only these ever reach a path."""
    found = next((one for one in known if one == name), None)
    if found is None:
        raise UnknownChoiceError(name)
    return found
