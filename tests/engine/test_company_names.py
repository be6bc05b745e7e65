"""Names of companies: what tells them from names of persons, and what salutations say of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Company
    from goodterms.engine.company_names import CompanyNames
    from goodterms.project import Project

LANGUAGES = ("en", "ne", "sl", "te", "ur")


def companies(project: Project, locale: str) -> CompanyNames:
    return project.edition(project.locale(locale)).names.companies


@pytest.mark.parametrize(
    "name",
    [
        "Lesna, d. o. o.",
        "Lesna d.o.o.",
        "Lesna d.o.o",
        "Lesna doo",
        "LESNA, D. O. O.",
        "Lesna, d. o. o., Ljubljana",
        "Lesna, d. o. o., so. p.",
        "»Lesna« d. o. o.",
        "Luka d. d.",
        "Kos in sinovi",
        "Alder & Moss Ltd",
        "ALDER & MOSS LTD.",
        "Alder & Sons",
        "3M Ltd",
        "AC/DC Pvt. Ltd.",
        "Sunrise Inc.",
        "Weber GmbH & Co. KG",
        "M/s Lakshmi",
        "M/s. Lakshmi Stores",
        "Messrs Alder & Moss",
        "Lakshmi Traders",
        "लक्ष्मी ट्रेडर्स प्रा. लि.",
        "लक्ष्मी प्रा.लि.",
        "लक्ष्मी प्रालि",
        "हिमाल कम्पनी",
        "मेसर्स लक्ष्मी",
        "గోదావరి లిమిటెడ్",
        "గోదావరి ప్రైవేట్ లిమిటెడ్",
        "లక్ష్మీ ఎంటర్‌ప్రైజెస్",
        "లక్ష్మీ ఎంటర్ప్రైజెస్",
        "گلستان لمیٹڈ",
        "گلستان لميٹڈ",  # with the Arabic yeh of some keyboards
        "گلستان (پرائیویٹ) لمیٹڈ",
        "گلستان ٹریڈرز",
    ],
)
def test_a_legal_form_at_the_end_tells_a_company_in_letters_of_every_language(project: Project, name: str) -> None:
    assert {companies(project, locale).form_of_address(name) for locale in LANGUAGES} == {"company"}


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Ana Novak",
            "Kim Doo",
            "Anil D. D.",
            "Ramesh KG",
            "Suresh A. G.",
            "Rahim S.A.",
            "Oscar Inch",
            "Peter Limitedov",
        ),
        *("Ltd", "d. o. o.", "Ana Novak, MBA", "Martin Luther King Jr.", "रमेश थापा", "కొల్లి రమేష్", "اقبال شاہین"),
        *("Janez Kos s. p.", "Mizarstvo Kos, s.p.", "Kompanija", "Ana Company-Novak"),
    ],
)
def test_no_other_name_does(project: Project, name: str) -> None:
    assert {companies(project, locale).form_of_address(name) for locale in LANGUAGES} == {""}


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("Janez Kos s. p.", True),
        ("Mizarstvo Kos, Janez Kos s.p.", True),
        ("Janez Kos s.p., Kranj", True),
        ("Janez Kos sp", True),
        ("Anil S. P.", False),
        ("Kos d. o. o.", False),
    ],
)
def test_the_business_of_one_person_is_known(project: Project, name: str, *, is_one: bool) -> None:
    assert companies(project, "te").is_of_one_person(name) is is_one


@pytest.mark.parametrize(
    ("name", "holds"),
    [
        ("Ana Novak, Lesna d.o.o.", True),
        ("Lesna, d.o.o.", False),
        ("Lesna, d.o.o., Kranj", False),
        ("Kos, Novak in partnerji", True),
        ("عائشہ خان، گلستان لمیٹڈ", True),
    ],
)
def test_a_comma_before_the_legal_form_leaves_open_who_is_meant(project: Project, name: str, *, holds: bool) -> None:
    assert companies(project, "sl").holds_person(name) is holds


@pytest.mark.parametrize(
    ("locale", "name", "said"),
    [
        ("en", "M/s Alder & Moss", "Alder & Moss"),
        ("en", "Messrs. Alder", "Alder"),
        ("en", "श्री लक्ष्मी ट्रेडर्स", "श्री लक्ष्मी ट्रेडर्स"),
        ("en", "Miss Moss Ltd", "Miss Moss Ltd"),
        # The salutation has श्री itself.
        ("ne", "श्री लक्ष्मी ट्रेडर्स", "लक्ष्मी ट्रेडर्स"),
        ("ne", "मेसर्स श्री गणेश", "गणेश"),
        ("ne", "श्री", "श्री"),
        ("te", "M/s Lakshmi Traders", "Lakshmi Traders"),
        ("ur", "میسرز گلستان", "گلستان"),
    ],
)
def test_a_salutation_leaves_out_what_only_says_that_it_is_a_company(
    project: Project, locale: str, name: str, said: str
) -> None:
    assert companies(project, locale).in_salutation(name, "company") == said


COMPANY_TOML = """
title = "Note"
before = ["subject"]
[salutation]
name = "name"
form = "address"
[steps.body]
[fields.name]
type = "person"
sample = "Ana Novak"
[fields.address]
type = "choice"
options = ["neutral", "company"]
default = "neutral"
sample = "neutral"
help = "how"
"""


@pytest.mark.parametrize("name", ["Lesna", "Lesna Kranj, d. o. o.", "3M & Co"])
def test_a_company_is_neither_initialled_nor_shortened(company: Company, name: str) -> None:
    forms = "{{ name }}|{{ name|greeting(address) }}|{{ name|initials }}|{{ name|short_name }}|{{ name|informal_name }}"
    company.note(forms)
    company.file("templates/note/letter.toml", COMPANY_TOML)
    assert company.write(name=name, address="company").rstrip("\n").endswith("|".join([name] * 5))


def test_a_language_says_in_its_settings_which_salutations_have_no_name(company: Company) -> None:
    company.note("{% if address is nameless %}without{% else %}with{% endif %} a name")
    company.file("templates/note/letter.toml", COMPANY_TOML)
    assert company.write(locale="sl", address="company").rstrip("\n").endswith("without a name")
    company.file("locales/sl/language.toml", "[names]\nnameless_salutations = []\n")
    assert company.write(locale="sl", address="company").rstrip("\n").endswith("with a name")


def test_a_company_s_own_endings_are_added(company: Company) -> None:
    company.note("{{ address }}")
    company.file("templates/note/letter.toml", COMPANY_TOML)
    company.file("locales/en/language.toml", '[names.endings]\ncompany = ["Works"]\n')
    written = [company.write(locale="sl", name=name).rstrip("\n") for name in ("Ana Works", "Ana Ltd", "Ana Novak")]
    assert [text.rpartition("\n")[2] for text in written] == ["company", "company", "neutral"]
