"""Where the days of a field lie, the years between two of them, and how a call says that its values are written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from conftest import DAY, Company
from goodterms.call import Call
from goodterms.compose import validate
from goodterms.content.layers import Content
from goodterms.content.sender_values import SenderTable, SenderValues
from goodterms.errors import BrokenContent, InvalidRequest
from goodterms.fields import Written
from goodterms.project import Project
from goodterms.values import Dated, Money, Month, parts_of

if TYPE_CHECKING:
    from collections.abc import Mapping

LETTER = """
title = "Dates"
before = []
[steps.body]
[fields.ahead]
type = "date"
lies = "ahead"
sample = "2026-12-31"
[fields.past]
type = "date"
lies = "past"
sample = "2020-12-31"
[fields.any]
type = "date"
sample = "2026-12-31"
[fields.month]
type = "month"
lies = "ahead"
sample = "2027-01"
[fields.facts]
type = "dated"
many = true
lies = "past"
sample = "2026-01-01 it came late"
[fields.years]
type = "count"
years_of = { since = "past", on = "ahead" }
sample = 5
[fields.until_now]
type = "count"
years_of = { since = "past", on = "date" }
sample = 5
[fields.amount]
type = "money"
sample = "12.50 EUR"
[fields.promises]
type = "record"
many = true
item = "promise"
[fields.promises.parts.what]
type = "text"
required = true
sample = "a spare printer"
[fields.promises.parts.by]
type = "date"
lies = "ahead"
sample = "2026-12-31"
[fields.promises.parts.cost]
type = "money"
sample = "12.50 EUR"
"""


@pytest.fixture
def project(company: Company) -> Project:
    company.file("templates/dates/letter.toml", LETTER)
    return Project(Content((company.root,)))


def typed(project: Project, given: Mapping[str, Any], **more: Any) -> Mapping[str, Any]:
    return validate(project, Call("dates", "sl", given, DAY, **more)).values


def sender(**values: str) -> SenderValues:
    return SenderValues((SenderTable(values),))


def told(project: Project, given: Mapping[str, Any], **more: Any) -> list[tuple[str, str]]:
    with pytest.raises(InvalidRequest) as caught:
        typed(project, given, **more)
    return [(fault.place, fault.kind) for fault in caught.value.faults]


@pytest.mark.parametrize(
    "given",
    [
        {"ahead": "2026-11-21"},
        {"ahead": "2031-11-21"},
        {"past": "2026-11-21"},
        {"past": "1926-11-21"},
        {"any": "1990-01-01"},
        {"any": "2090-01-01"},
        {"month": "2026-11"},
        {"month": "2031-11"},
        {"facts": ["2026-11-21 it came late", "1990-01-01 it began"]},
        {"promise.1.what": "A", "promise.1.by": "2026-11-21"},
    ],
)
def test_a_day_where_its_field_says_is_taken(project: Project, given: dict[str, Any]) -> None:
    assert typed(project, given)


@pytest.mark.parametrize(
    ("given", "place", "kind"),
    [
        ({"ahead": "2026-11-20"}, "ahead", "date-before-letter"),
        ({"ahead": "2031-11-22"}, "ahead", "date-too-far-ahead"),
        ({"past": "2026-11-22"}, "past", "date-after-letter"),
        ({"past": "1926-11-20"}, "past", "date-too-long-ago"),
        ({"month": "2026-10"}, "month", "date-before-letter"),
        ({"month": "2031-12"}, "month", "date-too-far-ahead"),
        ({"facts": ["2026-11-22 it came late"]}, "facts", "date-after-letter"),
        ({"promise.2.what": "A", "promise.2.by": "2026-01-01"}, "promises.2.by", "date-before-letter"),
    ],
)
def test_a_day_that_cannot_be_meant_is_refused(project: Project, given: dict[str, Any], place: str, kind: str) -> None:
    assert told(project, given) == [(place, kind)]


def test_the_fault_of_a_day_names_both_dates(project: Project) -> None:
    with pytest.raises(InvalidRequest) as caught:
        typed(project, {"ahead": "2025-12-31"})
    (fault,) = caught.value.faults
    assert str(fault) == "ahead: 2025-12-31 is before the date of the letter, 2026-11-21"
    assert "lies ahead" in fault.hint


def test_the_sender_is_held_to_the_dates_of_the_letter_and_a_sample_moves_with_it(project: Project) -> None:
    assert told(project, {}, sender=sender(ahead="2026-01-01")) == [("ahead", "date-before-letter")]
    late = Call("dates", "sl", {}, date(2040, 1, 1), sample=True)
    assert validate(project, late).values["ahead"] == date(2040, 1, 5)  # a Thursday, as before


@pytest.mark.parametrize(
    ("since", "on", "years"),
    [
        ("2021-12-01", "2026-12-01", 5),
        ("2021-12-01", "2026-11-30", 4),
        ("2024-02-29", "2027-02-28", 2),
        ("2024-02-29", "2027-03-01", 3),
        ("2026-11-01", "2026-12-01", 0),
    ],
)
def test_years_are_full_years_between_two_days(project: Project, since: str, on: str, years: int) -> None:
    given = {"past": since, "ahead": on}
    assert typed(project, {**given, "years": years})["years"] == years
    assert told(project, {**given, "years": years + 1}) == [("years", "years-contradict")]
    assert typed(project, given)["years"] is None


def test_years_that_contradict_are_told_with_the_right_ones(project: Project) -> None:
    with pytest.raises(InvalidRequest) as caught:
        typed(project, {"past": "2021-12-01", "ahead": "2026-12-03", "years": 3})
    (fault,) = caught.value.faults
    assert fault.problem == "3 contradicts past: from 2021-12-01 to 2026-12-03, the full years are 5"


def test_years_up_to_the_date_of_the_letter(project: Project) -> None:
    assert typed(project, {"past": "2021-11-21", "until_now": 5})
    assert told(project, {"past": "2021-11-22", "until_now": 5}) == [("until_now", "years-contradict")]


def test_years_do_not_contradict_a_sample_or_a_date_that_is_not_given(project: Project) -> None:
    assert typed(project, {"years": 9})["years"] == 9
    assert typed(project, {"years": 9, "past": "2021-11-21"})["years"] == 9
    assert typed(project, {"years": 9}, sample=True)["years"] == 9


def test_a_call_says_how_its_values_are_written(project: Project) -> None:
    given = {"ahead": "3. 12. 2026", "past": "03/12/2020", "amount": "1.250 €", "facts": "3. 12. 2020 it came late"}
    written = {
        "ahead": Written("dmy"),
        "past": Written("mdy"),
        "amount": Written(decimal=","),
        "facts": Written("dmy"),
    }
    assert sorted(told(project, given)) == sorted(
        [*((name, "date-ambiguous") for name in ("ahead", "past", "facts")), ("amount", "number-ambiguous")]
    )
    values = typed(project, given, written=written)
    assert (values["ahead"], values["past"]) == (date(2026, 12, 3), date(2020, 3, 12))
    assert values["amount"] == Money(Decimal(1250), "EUR")
    assert values["facts"] == (Dated(date(2020, 12, 3), "it came late"),)


@pytest.mark.parametrize(
    "keys", [("promises.by", "promises.cost"), ("promises.1.by", "promise.1.cost"), ("promise.by", "promise.cost")]
)
def test_a_part_of_a_record_is_written_in_its_own_way(project: Project, keys: tuple[str, str]) -> None:
    given = {"promise.1.what": "A", "promise.1.by": "3. 12. 2026", "promise.1.cost": "1.250 EUR"}
    values = typed(project, given, written={keys[0]: Written("dmy"), keys[1]: Written(decimal=",")})
    (promise,) = values["promises"]
    assert parts_of(promise) == {"what": "A", "by": date(2026, 12, 3), "cost": Money(Decimal(1250), "EUR")}


def test_each_record_may_be_written_in_its_own_way(project: Project) -> None:
    given = {f"promise.{n}.{part}": value for n in (1, 2) for part, value in (("what", "A"), ("by", "3/12/2027"))}
    values = typed(project, given, written={"promises.1.by": Written("dmy"), "promises.2.by": Written("mdy")})
    assert [parts_of(one)["by"] for one in values["promises"]] == [date(2027, 12, 3), date(2027, 3, 12)]


def test_how_values_are_written_is_said_of_given_ones(project: Project) -> None:
    values = typed(project, {}, sender=sender(ahead="31.12.2026"), written={"ahead": Written("mdy")})
    assert values["ahead"] == date(2026, 12, 31)


def test_the_currency_of_a_row_contradicts_and_that_of_the_sender_does_not(project: Project) -> None:
    given = {"amount": "12.50 USD"}
    assert typed(project, given, sender=sender(currency="EUR"))["amount"] == Money(Decimal("12.50"), "USD")
    assert told(project, {**given, "currency": "EUR"}) == [("amount", "money-in-other-currency")]
    sampled = typed(project, {"currency": "USD"}, sample=True)
    assert sampled["amount"] == Money(Decimal("12.50"), "EUR")


def test_words_are_read_in_the_language_of_the_letter(project: Project) -> None:
    given = {"ahead": "31. december 2026", "month": "januar 2027", "amount": "12 evrov"}
    values = typed(project, given)
    assert (values["ahead"], values["month"]) == (date(2026, 12, 31), Month(2027, 1))
    assert values["amount"] == Money(Decimal(12), "EUR")


WRONG = """
title = "Wrong"
[steps.body]
[fields.where]
type = "date"
lies = "behind"
sample = "2026-12-31"
[fields.name]
type = "name"
lies = "past"
sample = "A"
[fields.years]
type = "count"
years_of = { since = "nothing", on = "name" }
sample = 1
[fields.half]
type = "count"
years_of = { since = "where", to = "where" }
sample = 1
[fields.text]
type = "text"
years_of = { since = "where", on = "date" }
sample = "x"
"""


def test_faults_of_the_keys_name_their_line(company: Company) -> None:
    company.file("templates/wrong/letter.toml", WRONG)
    with pytest.raises(BrokenContent) as caught:
        Project(Content((company.root,))).letter("wrong")
    assert [(fault.line, fault.kind) for fault in caught.value.faults] == [
        (6, "not-an-option"),
        (10, "lies-without-date"),
        (14, "unknown-field-in-condition"),
        (14, "years-between-no-dates"),
        (18, "unknown-key"),
        (18, "years-without-date"),
        (22, "years-without-count"),
    ]


def test_a_letter_that_extends_another_may_change_where_a_day_lies(company: Company) -> None:
    company.file("templates/dates/letter.toml", LETTER)
    company.file("templates/ours/letter.toml", 'extends = "dates"\n[fields.ahead]\nlies = ""\n')
    letter = Project(Content((company.root,))).letter("ours")
    assert letter.fields["ahead"].lies == ""
