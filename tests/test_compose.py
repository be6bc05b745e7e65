"""From a call to a request and a letter: all faults at once, the names on an envelope, letters that are tests."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from conftest import DAY, LETTER
from goodterms.call import Call
from goodterms.compose import Request, compose, test_mark, validate, with_names
from goodterms.content.layers import Content
from goodterms.envelopes import Envelope
from goodterms.errors import BrokenContent, InvalidRequest
from goodterms.formats import document
from goodterms.project import Project

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conftest import Company

mark_of = test_mark
del test_mark  # pytest would take it for a test


def request_for(
    project: Project, letter: str = "farewell", locale: str = "sl", given: Mapping[str, object] | None = None
) -> Request:
    return validate(project, Call(letter, locale, given or {}, DAY, sample=True))


def kinds(project: Project, call: Call) -> list[tuple[str, str]]:
    with pytest.raises(InvalidRequest) as caught:
        validate(project, call)
    return [(fault.place, fault.kind) for fault in caught.value.faults]


def test_all_faults_are_told_at_once(project: Project) -> None:
    call = Call("farewel", "xx", {}, DAY)
    assert [kind for _, kind in kinds(project, call)] == ["no-letters-in-locale", "unknown-letter"]
    call = Call("farewell", "xx", {"nme": "Ana", "last_day": "x"}, DAY, sample=True, without=("frame", "frme"))
    assert kinds(project, call) == [
        ("locale", "no-letters-in-locale"),
        ("--without", "required-step"),
        ("--without", "unknown-step"),
        ("nme", "unknown-field"),
        ("last_day", "not-a-date"),
    ]


def test_steps_that_may_be_left_out_are(project: Project) -> None:
    call = Call("farewell", "sl", {}, DAY, sample=True, without=("goodwill", "alternatives"))
    assert validate(project, call).without == {"goodwill", "alternatives"}


def test_a_letter_without_any_way_to_answer_is_a_fault(project: Project) -> None:
    call = Call("best-offer", "sl", BEST_OFFER, DAY)
    assert [kind for _, kind in kinds(project, call)] == ["need-unmet"]
    assert validate(project, call._replace(given={**BEST_OFFER, "company_email": "care@lipa.example"}))


BEST_OFFER = {
    "name": "Ana Novak",
    "form": "feminine",
    "company": "Lipa",
    "signature": "Maja Kovač",
    "benefit": "early-access",
    "about": "vzdrževanje",
    "valid_until": "2027-03-31",
}


def test_a_title_of_another_language_is_a_fault(project: Project) -> None:
    call = Call("farewell", "en", {"name.title": "ga.", "name.surname": "Novak"}, DAY, sample=True)
    assert kinds(project, call) == [("name.title", "title-in-other-language")]


@pytest.mark.parametrize(
    ("letter", "given", "places"),
    [
        ("farewell", {"last_day": "2200-01-01"}, ["last_day"]),
        ("conversation-guide", {"actions.2.by": "2200-01-01", "actions.2.what": "a", "actions.2.who": "b"}, None),
    ],
)
def test_a_day_that_the_calendar_of_the_letter_does_not_have_is_a_fault(
    project: Project, letter: str, given: dict[str, object], places: list[str] | None
) -> None:
    if letter not in project.content.letters():
        pytest.skip("no such letter")
    found = kinds(project, Call(letter, "ne-u-ca-bikram", given, DAY, sample=True))
    assert places is None or [place for place, _ in found] == places


def test_the_date_of_the_letter_is_in_its_calendar(project: Project) -> None:
    call = Call("farewell", "ne-u-ca-bikram", {"last_day": "2200-01-01"}, date(2199, 11, 21), sample=True)
    assert {"date", "last_day"} <= {place for place, _ in kinds(project, call)}


def test_the_names_on_an_envelope_are_those_of_the_letter(project: Project) -> None:
    given = {"name.title": "dr.", "name.given": "Ana", "name.surname": "Novak", "company": "Lipa"}
    request = request_for(project, given=given)
    assert request.names == {"recipient": "dr. Ana Novak", "sender": "Lipa"}
    assert with_names(request, Envelope()) == Envelope(recipient="dr. Ana Novak", sender="Lipa")
    own = Envelope(recipient="A", sender="B", recipient_email="a@x.example", address=("Lipova 4",))
    assert with_names(request, own) == own


def test_a_document_for_a_colleague_has_the_address_of_no_customer(project: Project) -> None:
    given = {"colleague": "Peter Hribar", "colleague_email": "peter@lipa.example", "company": "Lipa"}
    request = request_for(project, "farewell-script", given=given)
    customer = Envelope(recipient="Ana", recipient_email="ana@x.example", address=("Lipova 4",))
    assert with_names(request, customer) == Envelope(
        recipient="Peter Hribar", recipient_email="peter@lipa.example", sender="Lipa"
    )


def test_names_that_a_letter_does_not_have_stay_as_they_are_and_those_of_a_customer_go(company: Company) -> None:
    envelope = Envelope(recipient="Ana", sender="Lipa", recipient_email="ana@x.example", address=("Lipova 4",))
    company.note("B")
    assert with_names(request_for(Project(Content((company.root,))), "note"), Envelope()) == Envelope()
    more = '[fields.mail]\ntype = "email"\nrequired = false\nsample = "a@x.example"\n[envelope]\nemail = "mail"\n'
    company.file("templates/note/letter.toml", LETTER + more)
    request = request_for(Project(Content((company.root,))), "note", given={"mail": ""})
    assert with_names(request, envelope) == Envelope(sender="Lipa", recipient_email="")


def test_a_letter_that_is_tried_on_oneself_says_so_first(project: Project) -> None:
    request = request_for(project)
    assert mark_of(project, request) == "Preizkus:"
    text = document(project.content, compose(project, request, is_test=True), "text").content.decode()
    plain = document(project.content, compose(project, request), "text").content.decode()
    assert "To je le preizkus" in text
    assert "preizkus" not in plain.lower()


def test_the_words_of_a_test_know_its_date(company: Company) -> None:
    company.file(
        "templates/_test/letter.md.j2",
        "{% block mark %}{% if date %}D{% endif %}{% endblock %}\n{% block note %}N{% endblock %}\n",
    )
    company.note("B")
    project = Project(Content((company.root,)))
    assert mark_of(project, request_for(project, "note")) == "D"


def test_without_words_for_a_test_none_is_written(tmp_path_factory: pytest.TempPathFactory, project: Project) -> None:
    request = request_for(project)
    bare = Project(Content((), base=tmp_path_factory.mktemp("bare")))
    with pytest.raises(BrokenContent, match=r"^templates/_test/letter\.md\.j2: .*'_test/letter\.md\.j2'"):
        mark_of(bare, request)


def test_words_of_the_source_stand_in_only_where_they_may(project: Project) -> None:
    request = request_for(project)
    assert request.missing == "refuse"
    assert compose(project, request).source_tag == ""
    fallen = compose(project, request._replace(missing="fallback"))
    assert (fallen.source_tag, fallen.source_full_stop) == ("en", ".")
    values = (request.letter, request.locale, request.values, request.date)
    assert Request(*values).missing == "refuse"
