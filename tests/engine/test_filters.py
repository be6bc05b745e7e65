"""The filters of templates: forms of dates, distances in time, ranges, quotations; fractions in plurals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from goodterms.errors import BrokenContent

if TYPE_CHECKING:
    from conftest import Company

LETTER = """
title = "Note"
before = ["subject"]
[steps.body]
[fields.day]
type = "date"
sample = "2026-11-21"
[fields.since]
type = "date"
sample = "2021-11-21"
[fields.time]
type = "time"
sample = "15:05"
[fields.month]
type = "month"
sample = "2026-10"
[fields.length]
type = "duration"
sample = "1:30"
[fields.words]
type = "text"
sample = "on Sundays"
[fields.low]
type = "number"
sample = "2.5"
[fields.high]
type = "number"
sample = "12"
[fields.least]
type = "money"
sample = "10 EUR"
[fields.most]
type = "money"
sample = "20.50 EUR"
[fields.rupees]
type = "money"
sample = "20.50 INR"
[fields.part]
type = "percent"
sample = "10"
[fields.more]
type = "percent"
sample = "12.5"
"""


def written(company: Company, template: str, locale: str, **given: object) -> str:
    company.file("templates/note/letter.toml", LETTER)
    body = f"{{% block subject %}}S{{% endblock %}}\n{{% block body %}}{template}{{% endblock %}}\n"
    company.file("templates/note/letter.md.j2", body)
    # Isolates are tested elsewhere.
    text = company.write("note", locale, **given)  # type: ignore[arg-type]
    return "".join(one for one in text.partition("\n\n")[2].rstrip("\n") if one not in "\u200f\u2066\u2067\u2068\u2069")


@pytest.mark.parametrize(
    ("template", "locale", "expected"),
    [
        ("{{ day|short_date }}", "sl", "21.\u00a011.\u00a02026"),
        ("{{ day|medium_date }}", "en-GB", "21 Nov 2026"),
        ("{{ day|long_date }}", "ne", "२०२६ नोभेम्बर २१"),
        ("{{ day|full_date }}", "ur-IN", "ہفتہ ۲۱ نومبر ۲۰۲۶"),
        ("{{ day|iso_date }}", "ne-u-ca-bikram", "2026-11-21"),
        ("{{ day }}", "ne-u-ca-bikram", "वि.सं. २०८३ मङ्सिर ५"),
        ("{{ day }}", "te-u-ca-indian-nu-native", "౩౦ కార్తీకం, శక ౧౯౪౮"),
        ("{{ day }}", "ur-PK-u-ca-islamic-umalqura", "11 جمادی الثانی 1448 ھ"),
        ("{{ day|with_gregorian }}", "sl", "21.\u00a0november 2026"),
        ('{{ day|with_gregorian("short") }}', "en-GB", "21/11/2026"),
        ("{{ day|with_gregorian }}", "ne-u-ca-bikram", "वि.सं. २०८३ मङ्सिर ५ (२०२६ नोभेम्बर २१)"),
        ('{{ day|with_gregorian("full") }}', "ne-u-ca-bikram", "वि.सं. २०८३ मङ्सिर ५, शनिबार (२०२६ नोभेम्बर २१)"),
        ('{{ day|with_gregorian("short") }}', "ne-u-ca-bikram-nu-latn", "वि.सं. 2083/8/5 (2026/11/21)"),
        ("{{ day|with_gregorian }}", "ur-PK-u-ca-islamic-umalqura", "11 جمادی الثانی 1448 ھ (21 نومبر 2026)"),
        ("{{ day|with_gregorian }}", "ur-IN-u-ca-islamic-umalqura", "۱۱ جمادی الثانی ۱۴۴۸ ھ (۲۱ نومبر ۲۰۲۶)"),
        ("{{ month }}", "en", "October 2026"),
        ("{{ month }}", "sl", "oktober 2026"),
        ("{{ month }}", "te-u-nu-native", "అక్టోబర్ ౨౦౨౬"),
        ("{{ month }}", "ne-u-ca-bikram", "२०२६ अक्टोबर"),
        ("{{ month }}", "ur-IN", "اکتوبر ۲۰۲۶"),
        ("{{ day|at(time) }}", "sl", "21.\u00a0november 2026 ob 15.05"),
        ("{{ day|at(time) }}", "en", "November 21, 2026 at 3:05\u202fPM"),
        ("{{ length }}", "sl", "1\u00a0ura in 30\u00a0minut"),
        ("{{ length }}", "te", "1\u00a0గంట 30\u00a0నిమిషాలు"),
        ("{{ since|relative_to(day) }}", "sl", "pred 5\u00a0leti"),
        ("{{ since|relative_to(day) }}", "ne", "५\u00a0वर्ष अघि"),
        ("{% set n = since|years_until(day) %}{{ n }} {{ n + 1 }}", "ne", "५ ६"),
        ("{{ low|to(high) }}", "sl", "2,5–12"),
        ("{{ part|to(more) }}", "sl", "10–12,5\u00a0%"),
        ("{{ least|to(most) }}", "ne", "€\u00a0१०.००–२०.५०"),
        ("{{ words|quoted }}", "sl", "»on Sundays«"),
        ("{{ words|quoted }}", "ur", "“on Sundays”"),
    ],
)
def test_a_filter_writes_a_value_in_another_form(company: Company, template: str, locale: str, expected: str) -> None:
    assert written(company, template, locale) == expected


@pytest.mark.parametrize(
    ("locale", "words", "expected"),
    [
        ("en", 'the "blue" door', '‘the "blue" door’'),
        ("en", "the “blue” door", "‘the “blue” door’"),
        ("sl", "vrata »modra«", "„vrata »modra«“"),
        ("en", "don't", "“don't”"),
    ],
)
def test_nested_quotations_have_the_inner_quotation_marks(
    company: Company, locale: str, words: str, expected: str
) -> None:
    assert written(company, "{{ words|quoted }}", locale, words=words) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [("1", "1 dan"), ("2", "2 dneva"), ("2.5", "2,5 dnevi"), ("2.50", "2,5 dnevi"), ("5", "5 dni"), ("101", "101 dan")],
)
def test_a_fraction_selects_its_plural_form(company: Company, number: str, expected: str) -> None:
    company.catalog(
        'msgid "{n} day"\nmsgid_plural "{n} days"\nmsgstr[0] "{n} dan"\nmsgstr[1] "{n} dneva"\nmsgstr[2] "{n} dnevi"\n'
        'msgstr[3] "{n} dni"\n'
    )
    template = "{% trans n=low %}{{ n }} day{% pluralize %}{{ n }} days{% endtrans %}"
    assert written(company, template, "sl", low=number) == expected


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        ("{{ words|at(time) }}", r"\|at takes a date, not str"),
        ("{{ day|at(words) }}", r"\|at takes a time of day, not str"),
        ("{{ day|relative_to(words) }}", r"\|relative_to takes a date, not str"),
        ("{{ since|years_until(words) }}", r"\|years_until takes a date, not str"),
        ("{{ least|length }}", r"\|length takes a list or text, not Money"),
        ("{{ part|first }}", r"\|first takes a list or text, not Percent"),
        ("{{ low|quoted }}", r"\|quoted takes text, not Decimal"),
        ("{{ words|short_date }}", r"\|short_date takes a date, not str"),
        ("{{ words|with_gregorian }}", r"\|with_gregorian takes a date, not str"),
        ("{{ month|with_gregorian }}", r"\|with_gregorian takes a date, not Month"),
        ('{{ day|with_gregorian("log") }}', r"\|with_gregorian cannot write a date in the width 'log'"),
        ("{{ month|length }}", r"\|length takes a list or text, not Month"),
        ("{{ high|to(low) }}", "from 12 to 2.5 is descending"),
        ("{{ least|to(rupees) }}", r"\|to takes two numbers, two percentages or two amounts in the same currency"),
        ("{{ low|to(part) }}", r"\|to takes two numbers"),
        ("{% trans n=low %}a{% pluralize %}{{ n }}{% endtrans %}", "0 or more, not by -1.5"),
    ],
)
def test_a_value_of_another_type_is_refused(company: Company, template: str, problem: str) -> None:
    with pytest.raises(BrokenContent, match=problem):
        written(company, template, "en", low="-1.5" if "-1.5" in problem else "2.5")
