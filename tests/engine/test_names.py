"""Names of persons in letters: their forms, the salutation, titles of every language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import DAY
from goodterms.call import Call
from goodterms.cldr.formatter import Formatter
from goodterms.compose import validate
from goodterms.engine.slots import SlotWriter
from goodterms.errors import BrokenContent, InvalidRequest
from goodterms.values import Person

if TYPE_CHECKING:
    from conftest import Company
    from goodterms.project import Project

ANA = {
    "title": "ga. dr.",
    "given": "Ana",
    "given_informal": "Anči",
    "surname": "Novak",
    "credentials": "univ. dipl. inž.",
}


@pytest.mark.parametrize(
    ("locale", "parts", "form", "said"),
    [
        ("sl", ANA, "feminine", "dr.\u00a0Novak"),
        ("sl", ANA, "neutral", "ga.\u00a0dr.\u00a0Novak"),
        ("sl", {"given": "Ana"}, "feminine", "Ana"),
        ("sl", {"title": "g.", "given": "Rok"}, "masculine", "Rok"),
        ("sl", {"surname": "Novak"}, "neutral", "Novak"),
        ("sl", {"given": "Ana", "surname_prefix": "d’", "surname_core": "Este"}, "feminine", "d’ Este"),
        ("sl", {"given": "Ana", "surname": "Novak", "title": "శ్రీమతి"}, "feminine", "Novak"),
        ("en", ANA, "feminine", "ga. dr. Novak"),
        ("en", {"given": "Min-ho", "surname": "Kim", "locale": "ko"}, "neutral", "Kim Min-ho"),
        ("en", {"given": "Robin", "surname": "Novak", "title": "Mx"}, "neutral", "Mx Novak"),
        ("te", {"given": "రాజశేఖర్", "surname": "కొల్లిపర", "title": "శ్రీ"}, "masculine", "కొల్లిపర రాజశేఖర్"),
        ("te", {"given": "రాజశేఖర్", "surname": "కొల్లిపర", "title": "ప్రొ."}, "neutral", "ప్రొ. కొల్లిపర రాజశేఖర్"),
        ("te", {"given": "Ana", "surname": "Novak", "title": "Ms."}, "feminine", "Ana Novak"),
        ("ne", {"given": "सीता", "surname": "थापा", "title": "श्री डा."}, "neutral", "डा. सीता थापा"),
        ("ur", {"given": "عائشہ", "surname": "خان", "title": "محترمہ پروفیسر"}, "feminine", "پروفیسر عائشہ خان"),
        ("ne", {"given": "Ana", "surname": "Novak"}, "feminine", "Ana Novak"),
        ("ne", {"whole": "Ana Novak Jr."}, "neutral", "Ana Novak Jr."),
        ("ne", {"whole": "सीता थापा"}, "neutral", "सीता थापा"),
        ("te", {"given": "మాధవి", "surname": "చిలుకూరి", "title": "Smt."}, "feminine", "చిలుకూరి మాధవి"),
        ("te", {"given": "మాధవి", "surname": "చిలుకూరి", "title": "Dr. (Mrs.)"}, "feminine", "Dr. చిలుకూరి మాధవి"),
        ("te", {"given": "రవి", "surname": "చిలుకూరి", "title": "మిస్టర్\u200c"}, "masculine", "చిలుకూరి రవి"),
        ("sl", {"given": "Ana", "surname": "Novak", "title": "ga.dr."}, "feminine", "dr.\u00a0Novak"),
        ("en", {"given": "Keir", "surname": "Fox", "title": "Sir"}, "neutral", "Sir Keir"),
        ("en", {"given": "Yuna", "surname": "Kim", "locale": "ko", "title": "Ms."}, "feminine", "Ms. Kim"),
        ("ur", {"given": "عائشہ", "surname": "خان", "title": "محترم/محترمہ"}, "neutral", "عائشہ خان"),
        ("ur", {"given": "عائشہ", "surname": "خان", "title": "بيگم"}, "feminine", "عائشہ خان"),
        ("ur", {"whole": "بیگم عائشہ خان"}, "feminine", "بیگم عائشہ خان"),
        ("en", {"given": "민수", "surname": "김", "title": "Ms."}, "feminine", "Ms. 김 민수"),
        ("sl", {"given": "花子", "surname": "田中", "title": "ga. dr."}, "feminine", "dr.\u00a0田中 花子"),
        ("sl", {"given": "Ana", "surname": "Novak", "title": "g./ga."}, "neutral", "g./ga.\u00a0Novak"),
        ("ne", {"whole": "Ana \U0003fffd"}, "neutral", "Ana \U0003fffd"),
    ],
)
def test_a_salutation_says_what_its_language_says(
    project: Project, locale: str, parts: dict[str, str], form: str, said: str
) -> None:
    assert project.edition(project.locale(locale)).names.greeting(Person(**parts), form) == said


@pytest.mark.parametrize(
    ("locale", "title", "form"),
    [
        ("sl", "Ga.", "feminine"),
        ("sl", "gospod", "masculine"),
        ("sl", "MS", "feminine"),
        ("te", "Mr.", "masculine"),
        ("ne", "श्री", "neutral"),
        ("en", "Mx.", "neutral"),
        ("en", "محترمہ ڈاکٹر", "feminine"),
        ("en", "Mr and Mrs", ""),
        ("te", "శ్రీమతి, శ్రీ", ""),
        ("sl", "ga.dr.", "feminine"),
        ("sl", "univ.dipl.", ""),
        ("sl", "g./ga.", ""),
        ("sl", "ga./g.", ""),
        ("en", "Mr.&Mrs.", ""),
        ("en", "Dr.", ""),
        ("en", "", ""),
    ],
)
def test_a_title_tells_the_form_of_address_in_every_language(
    project: Project, locale: str, title: str, form: str
) -> None:
    assert project.edition(project.locale(locale)).names.form_of_address(Person(title=title, given="Ana")) == form


@pytest.mark.parametrize(
    ("locale", "parts", "full"),
    [
        ("te", {"title": "డా."}, "డా. కొల్లిపర రాజశేఖర్"),
        ("te", {"title": "శ్రీ డా."}, "డా. కొల్లిపర రాజశేఖర్"),
        ("te", {"title": "Mr."}, "కొల్లిపర రాజశేఖర్"),
        ("ur", {"title": "ڈاکٹر", "given": "عائشہ", "surname": "خان"}, "ڈاکٹر عائشہ خان"),
        ("sl", {"title": "dr.", "given": "Ana", "surname": "Novak"}, "dr.\u00a0Ana Novak"),
        ("sl", {"title": "izr. prof. \\1.", "given": "Dr.", "surname": "A."}, "izr.\u00a0prof.\u00a0\\1.\u00a0Dr. A."),
        ("sl", {"title": "gospa dr.", "given": "Ana", "surname": "Novak"}, "gospa dr.\u00a0Ana Novak"),
        ("ur", {"title": "Dr.", "given": "Ana", "surname": "Novak"}, "Dr. Ana Novak"),
        ("sl", {"title": "ga.", "given": "Ana", "surname": "Novak"}, "ga.\u00a0Ana Novak"),
        ("en", {"title": "Dr.", "given": "Yuna", "surname": "Kim", "locale": "ko"}, "Dr. Kim Yuna"),
        ("sl", {"given": "Ana", "surname": "Novak", "credentials": "univ. prav."}, "Ana Novak, univ. prav."),
        ("en", {"given": "Al", "surname": "Fox", "generation": "Jr", "credentials": "MD"}, "Al Fox Jr, MD"),
    ],
)
def test_a_full_name_has_its_title_and_its_credentials(
    project: Project, locale: str, parts: dict[str, str], full: str
) -> None:
    person = Person(**{"given": "రాజశేఖర్", "surname": "కొల్లిపర", **parts})
    assert project.edition(project.locale(locale)).names.full(person) == full


@pytest.mark.parametrize(
    ("locale", "parts", "slot"),
    [
        ("ur", {"title": "Dr.", "given": "عائشہ", "surname": "خان"}, ("Dr. عائشہ خان", "rtl")),
        ("ur", {"title": "ڈاکٹر", "given": "Ana", "surname": "Novak"}, ("ڈاکٹر Ana Novak", "rtl")),
        ("en", {"title": "ڈاکٹر", "given": "Ana", "surname": "Novak"}, ("ڈاکٹر Ana Novak", "ltr")),
        ("en", {"given": "عائشہ", "surname": "خان", "credentials": "MD"}, ("عائشہ خان, MD", "ltr")),
        ("en", {"given": "عائشہ", "surname": "خان"}, ("عائشہ خان", "rtl")),
        ("ur", {"title": "Dr.", "given": "Ana", "surname": "Novak"}, ("Dr. Ana Novak", "ltr")),
        ("en", {"whole": "Dr. عائشہ خان"}, ("Dr. عائشہ خان", "auto")),
    ],
)
def test_a_name_of_two_directions_reads_as_its_letter_does(
    project: Project, locale: str, parts: dict[str, str], slot: tuple[str, str]
) -> None:
    of_letter = project.locale(locale)
    writer = SlotWriter(Formatter(of_letter, project.language_of(of_letter)), project.edition(of_letter).names)
    assert writer.writers[Person](Person(**parts))[:2] == slot


def test_no_title_tells_two_forms_in_one_language(project: Project) -> None:
    for rules in project.name_rules.values():
        titles = [title.casefold().rstrip(".") for titles in rules.titles.values() for title in titles]
        assert len(titles) == len(set(titles))
        assert set(rules.titles) | set(rules.salutation_titles) <= {"feminine", "masculine", "neutral", "company"}


PERSON_TOML = """
title = "Note"
before = ["subject"]
[steps.body]
[fields.name]
type = "person"
sample = {given = "Ana", surname = "Novak"}
[fields.company]
type = "name"
sample = "Lipa"
[fields.count]
type = "count"
sample = 3
"""


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ name }}", "Ana Novak"),
        ("{{ name|greeting }}", "Ana Novak"),
        ("{{ name|greeting('feminine') }}", "Novak"),
        ("{{ name|initials }} {{ name|short_name }} {{ name|informal_name }}", "AN A. Novak Ana"),
        ("{{ company|greeting('feminine') }} {{ company|initials }}", "Lipa Lipa"),
        ("{% trans who=name|informal_name %}Hi {{ who }}!{% endtrans %}", "⟦Hi Ana!⟧"),
    ],
)
def test_a_company_s_letters_write_names_in_every_form(company: Company, template: str, text: str) -> None:
    company.note(template)
    company.file("templates/note/letter.toml", PERSON_TOML)
    given = {"name": {"given": "Ana", "surname": "Novak"}, "company": "Lipa"}
    assert company.write(missing="mark", **given).partition("\n\n")[2].rstrip("\n") == text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        ("{{ count|greeting }}", "|greeting takes a person's name, not int"),
        ("{{ name.given }}", "given"),
        ("{{ name|or_list }}", "|or_list takes a list, not Person"),
    ],
)
def test_a_name_is_what_it_is_in_a_template(company: Company, template: str, problem: str) -> None:
    company.note(template)
    company.file("templates/note/letter.toml", PERSON_TOML)
    with pytest.raises(BrokenContent) as caught:
        company.write()
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ('[names]\nsalutation = "surnam"\n', "did you mean 'surname'?"),
        ("[names]\nsalutation_title = []\n", "did you mean 'salutation_titles'?"),
        ('[names.titles]\nfeminine = "ga."\n', "a list of values in quotes"),
    ],
)
def test_a_broken_table_of_names_is_refused(company: Company, settings: str, problem: str) -> None:
    company.note("{{ name }}")
    company.file("locales/sl/language.toml", settings)
    with pytest.raises(BrokenContent) as caught:
        company.write()
    assert problem in "\n".join(caught.value.lines())


def test_a_company_s_titles_are_added_and_its_rules_take_precedence(company: Company) -> None:
    company.note("{{ name|greeting('feminine') }} {{ name|greeting('neutral') }}")
    company.file("templates/note/letter.toml", PERSON_TOML)
    company.file("locales/sl/language.toml", '[names]\nsalutation = "full"\n[names.titles]\nneutral = ["Oseba"]\n')
    parts = {"given": "Ana", "surname": "Novak", "title": "ga."}
    assert company.write(name=parts).rstrip("\n").endswith("Ana Novak ga.\u00a0Ana Novak")


@pytest.mark.parametrize(
    ("locale", "title", "expected"),
    [
        ("en", "Dear Ms.", "Ms."),
        ("en", "Dear Dr.", "Dr."),
        ("en", "DEAR Mrs", "Mrs"),
        ("en", "Ms.", "Ms."),
        ("en", "Dear", None),
        ("en", "Dear Sir", None),
        ("en", "Dear Sir or Madam", None),
        ("en", "Dear Ana", None),
        ("sl", "Dear Ms.", "Ms."),
        ("sl", "Spoštovani gospod", "gospod"),
        ("sl", "Spoštovana ga. dr.", "ga. dr."),
        ("sl", "Spoštovana", None),
        ("sl", "Pozdravljeni,", None),
        ("ne", "आदरणीय", None),
        ("ne", "आदरणीय श्रीमती", "श्रीमती"),
        ("te", "గౌరవనీయులైన శ్రీమతి", "శ్రీమతి"),
        ("te", "గౌరవనీయులైన", None),
        ("ur", "محترمہ جناب", None),
        ("ur", "محترمہ", "محترمہ"),
        ("ur", "محترم ڈاکٹر", "محترم ڈاکٹر"),
        ("ur", "السلام علیکم", None),
        ("en", "محترمہ جناب", None),
        ("en", "", ""),
    ],
)
def test_words_that_greet_are_not_part_of_a_title(
    project: Project, locale: str, title: str, expected: str | None
) -> None:
    person = project.edition(project.locale(locale)).names.without_greeting(Person(title=title, surname="Novak"))
    assert (person.title if person else None) == expected


@pytest.mark.parametrize(
    ("locale", "name", "said"),
    [
        ("sl", "ga. Ana Novak", "ga."),
        ("sl", "gospa Novak", "gospa"),
        ("sl", "Spoštovana Ana Novak", "Spoštovana"),
        ("sl", "Ms. Ana Novak", "Ms."),
        ("en", "ga. Ana Novak", "ga."),
        ("en", "Dear Ana", "Dear"),
        ("ne", "रमेश थापाज्यू", "ज्यू"),
        ("ne", "रमेश थापा जी", "जी"),
        ("te", "వేముల సుజాత గారు", "గారు"),
        ("te", "శ్రీమతి వేముల సుజాత", "శ్రీమతి"),
        ("ur", "عائشہ خان صاحبہ", "صاحبہ"),
        ("ur", "جناب احمد رضا", "جناب"),
        # The salutation of an English letter has no title of its own.
        ("en", "Ms. Ana Novak", ""),
        # Words that are names as well.
        ("sl", "G. Novak", ""),
        ("sl", "Draga Novak", ""),
        ("ne", "रमेश बनर्जी", ""),
        ("te", "శ్రీ రామ్", ""),
        ("ur", "عزیز احمد", ""),
        ("ur", "صاحب خان", ""),
        ("sl", "Gospa", ""),
    ],
)
def test_a_name_given_whole_may_not_have_what_the_salutation_says(
    project: Project, locale: str, name: str, said: str
) -> None:
    assert project.edition(project.locale(locale)).names.said_twice(Person(whole=name)) == said


@pytest.mark.parametrize(
    ("locale", "title", "word"),
    [
        ("en", "g.", "g."),
        ("en", "ga. dr.", "ga."),
        ("en", "محترمہ", "محترمہ"),
        ("en", "Mr.", ""),
        # Where the salutation has a title itself, the reader sees no other.
        ("sl", "Mrs", ""),
        ("te", "Mr.", ""),
        ("ur", "ga. dr.", ""),
        ("ne", "Ms.", ""),
    ],
)
def test_a_title_of_another_language_is_not_printed(project: Project, locale: str, title: str, word: str) -> None:
    given = {"name": {"title": title, "given": "Ana", "surname": "Novak"}}
    call = Call("farewell", locale, given, DAY, sample=True)
    if not word:
        validate(project, call)
        return
    with pytest.raises(InvalidRequest) as refused:
        validate(project, call)
    assert [(one.place, one.param("given")) for one in refused.value.faults] == [("name.title", word)]
