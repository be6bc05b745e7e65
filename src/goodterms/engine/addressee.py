"""Who is addressed: a person or a company, as the form of address, the title and the name together say."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.faults import fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from goodterms.engine.names import Names
    from goodterms.faults import Fault
    from goodterms.values import Person

_NO_NAMES = ("title", "locale")


class FormOfLetter(NamedTuple):
    """The form of address of a letter, the ``options`` that it has, and whether only the name implies it."""

    form: str
    options: Sequence[str]
    by_name: bool


def implied_form(names: Names, person: Person) -> str:
    """The form of address that a name implies by its title, else by the legal form at its end; empty for none."""
    by_ending = names.companies.form_of_address(_text(person))
    by_title = names.form_of_address(person)
    return by_ending if by_ending and by_title not in names.companies.forms else by_title


def is_company(names: Names, form: str) -> bool:
    """Whether a form of address is that of a company."""
    return form in names.companies.forms


def company_name(names: Names, person: Person) -> str:
    """The whole name of a company, with a title before it; empty where the parts can only be those of a person."""
    if person.whole:
        return person.whole
    filled = [value for part, value in zip(person._fields, person, strict=True) if value and part not in _NO_NAMES]
    if len(filled) != 1 or (person.title and not names.form_of_address(person)):
        return ""
    return f"{person.title} {filled[0]}".strip()


def doubts(names: Names, field: str, person: Person, of_letter: FormOfLetter, *, of_row: bool) -> Iterator[Fault]:
    """The faults of a name that a salutation cannot say as it is.

    ``of_row`` says that the name is from a row of a table: programs put names together there, and people write notes
    beside them.
    """
    given, companies = _text(person), names.companies
    to_company = of_letter.form in companies.forms
    if said := names.said_after(person.whole) if to_company else names.said_twice(person):
        yield fault("name-said-twice", field, given=given, said=said, field=field)
    if not of_row:
        return
    found = [doubt for doubt in names.doubts(person) if not to_company or companies.is_doubtful(doubt)]
    for doubt in found:
        yield fault(doubt.kind, field, given=given, said=doubt.said, field=field)
    if found or said:
        return
    if to_company and of_letter.by_name and companies.holds_person(given):
        yield fault("person-at-company", field, given=given, form=of_letter.form)
    elif not to_company and (forms := companies.forms & {*of_letter.options}) and companies.is_of_one_person(given):
        yield fault("business-of-one-person", field, given=given, forms=sorted(forms))


def contradictory_form(names: Names, field: str, person: Person, form: str, implied: str) -> Fault:
    """The fault of a form of address in a field, where the name implies another one."""
    by_title = names.form_of_address(person)
    if by_title and by_title == implied:
        return fault("form-contradicts-title", field, given=form, title=person.title, by_title=implied)
    return fault("form-contradicts-company", field, given=form, name=_text(person), implied=implied)


def contradiction(names: Names, field: str, person: Person, form: str, leaves_open: object) -> Fault | None:
    """The fault of a name that is a person's by its parts or its title, where the form of address is a company's.

    ``leaves_open`` is the form of address that says nothing of the addressee.
    """
    by_title = names.form_of_address(person)
    if by_title and by_title not in (form, leaves_open):
        return fault("title-before-company", f"{field}.title", given=person.title, name=_text(person), form=form)
    if company_name(names, person):
        return None
    given = " ".join(filter(None, (person.title, _text(person))))
    return fault("company-in-parts", field, given=given, field=field, form=form)


def _text(person: Person) -> str:
    """The name without its title, in the order in which people type it."""
    return person.whole or " ".join(filter(None, (person.given, person.surname)))
