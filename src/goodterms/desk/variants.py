"""How a letter in a language can be written: for which region, in which calendar, with which digits.

These are the parts of a locale's tag beside its language, so the form can ask for nothing that ``--locale`` could not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.cldr import calendars, locales, tags
from goodterms.cldr.digits import NATIVE, Digits, zero_of
from goodterms.desk.messages import text

if TYPE_CHECKING:
    from goodterms.model import Locale
    from goodterms.workspace import Workspace

_LATIN = "latn"


class Variant(NamedTuple):
    """What a tag says beside the language: a region (ISO 3166), a calendar and digits (BCP 47); empty for the usual."""

    region: str = ""
    calendar: str = ""
    digits: str = ""


class Choice(NamedTuple):
    """One choice of a list: its value, and how people read it."""

    value: str
    label: str


class Choices(NamedTuple):
    """What there is to choose for a language; each list begins with the usual, and has nothing more where it is all.

    ``regions`` are those in which the language is used, ``others`` all further ones.
    """

    regions: tuple[Choice, ...]
    others: tuple[Choice, ...]
    calendars: tuple[Choice, ...]
    digits: tuple[Choice, ...]


def tag(language: str, variant: Variant) -> str:
    """The tag of a language with a variant: ``ne-IN-u-ca-bikram-nu-latn``."""
    parsed = tags.parse(language)
    if parsed and variant.region:
        language = str(parsed._replace(region=variant.region, keywords=()))
    keywords = (("ca", variant.calendar), ("nu", variant.digits))
    extension = "".join(f"-{key}-{value}" for key, value in keywords if value)
    return f"{language}-u{extension}" if extension else language


def of(workspace: Workspace, language: str, region: str = "") -> Choices:
    """What there is to choose for letters in a language, for a region or its usual one."""
    project = workspace.project
    locale = project.locale(tag(language, Variant(region)))
    names = locales.region_names(project.spoken_locale)
    usual = locales.region(project.locale(language))
    using = locales.regions_using(str((tags.parse(language) or tags.Tag(language)).language))
    settings = project.language_of(locale)
    own = locale.calendar or calendars.GREGORIAN
    by_calendar = {name: text(f"calendar_{name}") for name in calendars.named_in(settings, settings.cldr)}
    usual_digits, other_digits = _systems(workspace, locale)
    return Choices(
        (
            Choice("", text("usual", value=names.get(usual, usual))),
            *(Choice(code, name) for code, name in names.items() if code in using and code != usual),
        ),
        tuple(Choice(code, name) for code, name in names.items() if code not in using and code != usual),
        (
            Choice("", text("usual", value=by_calendar.get(own, own))),
            *(Choice(name, label) for name, label in by_calendar.items() if name != own),
        ),
        (
            Choice("", text("usual", value=_shown(usual_digits))),
            *(Choice(name, _shown(system)) for name, system in other_digits),
        ),
    )


def fitting(workspace: Workspace, language: str, asked: Variant) -> Variant:
    """The variant without the parts that a language does not have; every language can be written for every region."""
    is_region = asked.region in locales.region_names(workspace.project.spoken_locale)
    asked = asked._replace(region=asked.region if is_region else "")
    choices = of(workspace, language, asked.region)
    is_calendar = any(one.value == asked.calendar for one in choices.calendars)
    has_digits = any(one.value == asked.digits for one in choices.digits)
    return asked._replace(
        calendar=asked.calendar if is_calendar else "",
        digits=asked.digits if has_digits else "",
    )


def _systems(workspace: Workspace, locale: Locale) -> tuple[str, list[tuple[str, str]]]:
    """The numbering system that a locale uses, and the others that it can: what a tag calls each, and its name."""
    settings = workspace.project.language_of(locale)
    data = locales.babel_locale(locale)

    def system(asked: str) -> str:
        return Digits(data, settings.cldr, asked).system

    usual = system(locale.numbering or settings.numbering)
    others = ((name, system(name)) for name in (_LATIN, NATIVE))
    return usual, [one for one in others if one[1] != usual]


def _shown(system: str) -> str:
    """The ten digits of a numbering system."""
    zero = ord(zero_of(system))
    return "".join(chr(zero + number) for number in range(10))
