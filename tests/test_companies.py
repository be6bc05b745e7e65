"""Letters to companies: how a letter of each language greets one, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import DAY
from goodterms.call import Call
from goodterms.compose import compose, validate
from goodterms.errors import InvalidRequest
from goodterms.faults import wording
from goodterms.formats import document
from goodterms.project import open_project
from goodterms.recipients import first_look

if TYPE_CHECKING:
    from collections.abc import Mapping

    from goodterms.project import Project

TO_CUSTOMERS = (
    *("best-offer", "check-in", "check-in-cancellation", "check-in-reminder", "check-in-thanks", "contact-times"),
    *("farewell", "quiet-customer"),
)
NAMES = ("Lesna, d. o. o.", "»Lipa & Co«", "3M", "Alder & Moss Ltd", "लक्ष्मी ट्रेडर्स", "లక్ష్మీ ట్రేడర్స్", "گلستان ٹریڈرز")
GREETINGS = {
    "en": "Dear team at {},",
    "ne": "श्री {},",
    "sl": "Spoštovani,",
    "te": "{} వారికి,",
    "ur": "معزز انتظامیہ، {}،",
}
ISOLATES = str.maketrans("", "", "\u2066\u2067\u2068\u2069\u200e\u200f")


def letter(project: Project, name: str, locale: str, given: Mapping[str, object], form: str = "text") -> str:
    request = validate(project, Call(name, locale, given, DAY, sample=True))
    return document(project.content, compose(project, request), form).content.decode().translate(ISOLATES)


def faults_of(project: Project, given: Mapping[str, object], *, of_row: bool = True, locale: str = "sl") -> list[str]:
    """The faults of a call, each with its place."""
    with pytest.raises(InvalidRequest) as caught:
        validate(project, Call("farewell", locale, given, DAY, sample=True, of_row=of_row))
    return [f"{fault.place}: {wording.problem(fault)}" for fault in caught.value.faults]


@pytest.mark.parametrize("locale", GREETINGS)
@pytest.mark.parametrize("name", TO_CUSTOMERS)
def test_every_letter_greets_a_company_as_its_language_does(project: Project, name: str, locale: str) -> None:
    for company in NAMES:
        text = letter(project, name, locale, {"name": company, "form": "company"})
        assert f"\n{GREETINGS[locale].format(company)}\n" in text


@pytest.mark.parametrize("locale", GREETINGS)
@pytest.mark.parametrize("form", ["html", "md"])
def test_so_does_each_format(project: Project, locale: str, form: str) -> None:
    text = letter(project, "farewell", locale, {"name": "Alder Ltd"}, form)
    first, _, last = GREETINGS[locale].partition("{}")
    assert first in text
    assert last in text
    assert ("Alder Ltd" in text) is bool(last)


@pytest.mark.parametrize(
    ("given", "greeting"),
    [
        ({"name": "Lesna d.o.o."}, "Spoštovani,"),
        ({"name": "Lesna d.o.o.", "form": ""}, "Spoštovani,"),
        # "neutral" says that nothing is known of the addressee; the name says more.
        ({"name": "Lesna d.o.o.", "form": "neutral"}, "Spoštovani,"),
        ({"name": "Lesna", "form": "company"}, "Spoštovani,"),
        ({"name.surname": "Lesna d.o.o."}, "Spoštovani,"),
        ({"name.title": "M/s", "name.surname": "Lesna"}, "Spoštovani,"),
        ({"name": "Kos, Novak in partnerji", "form": "company"}, "Spoštovani,"),
        ({"name": "Lipa / Javor (Kranj) 24/7", "form": "company"}, "Spoštovani,"),
        ({"name": "Miss Moss Ltd"}, "Spoštovani,"),
        ({"name": "Janez Kos s. p.", "form": "company"}, "Spoštovani,"),
        ({"name": "Lesna", "form": "neutral"}, "Pozdravljeni, Lesna,"),
    ],
)
@pytest.mark.parametrize("of_row", [True, False])
def test_the_form_of_address_or_the_legal_form_tells_a_company(
    project: Project, given: Mapping[str, object], greeting: str, *, of_row: bool
) -> None:
    request = validate(project, Call("farewell", "sl", given, DAY, sample=True, of_row=of_row))
    text = document(project.content, compose(project, request), "text").content.decode()
    assert f"\n{greeting}\n" in text


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        (
            {"name": "Lesna d.o.o.", "form": "feminine"},
            ["form: is feminine, but 'Lesna d.o.o.' is the name of a company"],
        ),
        (
            {"name.title": "ga.", "name.given": "Ana", "name.surname": "Novak", "form": "company"},
            ["form: is company, but the title 'ga.' implies feminine"],
        ),
        (
            {"name.title": "g.", "name.surname": "Lesna d.o.o."},
            ["name.title: 'g.' is the title of a person, but 'Lesna d.o.o.' is addressed as a company"],
        ),
        (
            {"name.title": "dr.", "name.given": "Ana", "name.surname": "Novak", "form": "company"},
            ["name: 'dr. Ana Novak' is in parts as the name of a person, but the form of address is company"],
        ),
        (
            {"name.given": "Mizarstvo", "name.surname": "Kos d.o.o."},
            ["name: 'Mizarstvo Kos d.o.o.' is in parts as the name of a person, but the form of address is company"],
        ),
    ],
)
@pytest.mark.parametrize("of_row", [True, False])
def test_a_company_with_what_only_a_person_has_is_refused(
    project: Project, given: Mapping[str, object], faults: list[str], *, of_row: bool
) -> None:
    assert faults_of(project, given, of_row=of_row) == faults


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        (
            {"name": "Ana Novak, Lesna d.o.o."},
            [
                "name: 'Ana Novak, Lesna d.o.o.' has a comma before the legal form, so it may be a person and a company",
            ],
        ),
        (
            {"name": "Janez Kos s. p."},
            ["name: 'Janez Kos s. p.' is the business of one person, so it does not tell how to address it"],
        ),
        (
            {"name": "Ana Kos s. p.", "form": "feminine"},
            ["name: 'Ana Kos s. p.' is the business of one person, so it does not tell how to address it"],
        ),
        (
            {"name": "లక్ష్మీ ట్రేడర్స్ వారు", "form": "company"},
            ["name: 'లక్ష్మీ ట్రేడర్స్ వారు' contains 'వారు', which the salutation says itself"],
        ),
        ({"name": "Skupaj", "form": "company"}, ["name: 'Skupaj' is not the name of a customer"]),
        (
            {"name": "{{company}}", "form": "company"},
            ["name: '{{company}}' contains '{{company}}', which stands for a missing value"],
        ),
    ],
)
def test_a_doubtful_name_in_a_table_is_refused(
    project: Project, given: Mapping[str, object], faults: list[str]
) -> None:
    assert faults_of(project, given) == faults


@pytest.mark.parametrize(
    ("name", "greeting"), [("Janez Kos s. p.", "Pozdravljeni, Janez Kos s. p.,"), ("Ana, Lesna d.o.o.", "Spoštovani,")]
)
def test_what_a_person_types_is_printed(project: Project, name: str, greeting: str) -> None:
    assert f"\n{greeting}\n" in letter(project, "farewell", "sl", {"name": name, "form": "neutral"})


@pytest.mark.parametrize(
    "word",
    [
        *("company", "Company", "firm", "organisation", "legal entity", "M/s", "podjetje", "Podjetje", "pravna oseba"),
        *("కంపెనీ", "సంస్థ", "कम्पनी", "संस्था", "کمپنی", "ادارہ"),
    ],
)
def test_a_column_of_forms_of_address_says_company_in_words_of_every_language(word: str) -> None:
    words, spec = first_look.words_of(open_project([])), open_project([]).letter("farewell")
    assert words.choice_of(spec.fields["form"], word, "form") == "company"


def test_each_language_has_a_sample_of_a_company(project: Project) -> None:
    for locale in GREETINGS:
        of_locale = project.locale(locale)
        sample = project.samples_of_choice(project.letter("farewell"), of_locale, "form", "company")["name"]
        assert project.edition(of_locale).names.companies.form_of_address(str(sample)) == "company"


@pytest.mark.parametrize("form", ["text", "html", "md"])
def test_several_readers_get_no_capitals_of_courtesy_and_values_keep_theirs(project: Project, form: str) -> None:
    given = {"shipment_problem": "pri Vas ni bilo nikogar", "shipments": 2, "reason": "shipments"}
    texts = {
        address: letter(project, "farewell", "sl", {**given, "form": address}, form)
        for address in ("feminine", "company")
    }
    assert "zahvaljujemo se Vam" in texts["feminine"] or "se Vam zahvaljujemo" in texts["feminine"]
    assert "se vam zahvaljujemo" in texts["company"]
    assert "pri Vas ni bilo nikogar" in texts["company"]
    assert " Vam " not in texts["company"]


def test_a_subject_has_none_either_and_a_talk_with_a_person_keeps_them(project: Project) -> None:
    assert "najprej dobite vi\n" in letter(project, "best-offer", "sl", {"form": "company"})
    assert "naj Vas vodijo" in letter(project, "conversation-guide", "sl", {"form": "company"})
