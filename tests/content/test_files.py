"""letter.toml, language.toml and the other files of content: every fault is reported, with its file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from goodterms.content import languages, letters
from goodterms.content.layers import Content
from goodterms.errors import BrokenContent

if TYPE_CHECKING:
    from conftest import Company


def message(caught: pytest.ExceptionInfo[BrokenContent]) -> str:
    return "\n".join(caught.value.lines())


@pytest.mark.parametrize(
    ("toml", "expected"),
    [
        ("title = ", "not valid TOML"),
        ('title = "x"\n[step.a]\n', "did you mean 'steps'?"),
        ('[steps.body]\n[fields.a]\ntype = "dat"\nsample = "x"\n', "did you mean 'date'?"),
        ('[steps.body]\n[fields.a]\ntype = "text"\n', "sample is missing"),
        ('[steps.body]\n[fields.a]\ntype = "text"\nstep = "bdy"\nsample = "x"\n', "did you mean 'body'?"),
        ('[steps.body]\n[fields.a]\ntype = "choice"\nsample = "x"\n', "fields.a.options is missing"),
        (
            '[steps.body]\n[fields.a]\ntype = "text"\nwhen = { b = ["c"] }\nsample = "x"\n',
            ":4: fields.a.when.b: there is no field 'b'",
        ),
        ('extends = "nothing"\n', "has no letter.toml"),
        ('[steps.body]\n[meeting]\nday = "a"\n', ":3: unknown key meeting.day"),
        ('[steps.body]\n[envelope]\nfrom = "a"\n', ":3: unknown key envelope.from"),
        ('[steps.body]\n[envelope]\nsender = "a"\n', "'a' is not a field of type name or person"),
        ('[steps.body]\n[meeting]\ndate = "a"\ntime = "b"\n', "'a' is not a field of type date"),
        (
            '[steps.body]\n[fields.a]\ntype = "date"\nsample = 2026-12-03\n[meeting]\ndate = "a"\n',
            ":5: meeting.time is missing",
        ),
        ('extends = "note"\n', "has no letter.toml"),
        ("", "declares no steps"),
        ("before = 5\n", ":1: before is 5"),
        ('before = "head"\n', "expected a list of values in quotes"),
        ("steps = 5\n", ":1: steps is 5"),
        ('[steps.body]\nrequired = "no"\n', "expected true or false"),
        ('[steps.body]\n[fields.a]\ntype = ["text"]\nsample = "x"\n', "expected text in quotes"),
        ('[steps.body]\n[fields.a]\ntype = "choice"\noptions = [1]\nsample = "x"\n', "fields.a.options is [1]"),
        ('[steps.body]\n[fields.a]\ntype = "text"\nwhen = 5\nsample = "x"\n', ":4: fields.a.when is 5"),
        ('[steps.body]\n[fields.a]\ntype = "text"\nwhen = { b = 5 }\nsample = "x"\n', "fields.a.when.b is 5"),
        (
            '[steps.body]\n[fields.a]\ntype = "date"\nsample = "soon"\n',
            ":4: fields.a.sample: 'soon' is not a valid date",
        ),
        (
            '[steps.body]\n[fields.date]\ntype = "text"\nsample = "x"\n',
            ":2: fields.date: templates cannot use the name 'date'",
        ),
    ],
)
def test_a_broken_letter_toml_is_reported_with_its_file(company: Company, toml: str, expected: str) -> None:
    company.note("a")
    path = company.file("templates/note/letter.toml", toml)
    with pytest.raises(BrokenContent) as caught:
        company.write()
    assert expected in message(caught)
    assert str(path) in message(caught)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("language.toml", "minimum_grouping = 1.5", ":1: minimum_grouping is 1.5"),
        ("language.toml", "page = 5", ":1: page is 5"),
        ("language.toml", "\n[page]\nfonts = 5", ":3: page.fonts is 5"),
        ("language.toml", '[page]\nfonts = ["a;b"]', "page.fonts: not valid as a font name: 'a;b'"),
        ("language.toml", "[page]\nline_height = nan", ":2: page.line_height is nan"),
        ("language.toml", 'tiem = "H"', "did you mean 'time'?"),
        ("language.toml", 'time = "H QQ"', "contains the letter 'Q'"),
        ("language.toml", 'month = "MMMM"', "'MMMM' must contain the year and the month"),
        ("language.toml", 'month = "d MMMM y"', "contains the letter 'd'"),
        ("language.toml", '[day_periods]\nmornin1 = "a"', ":2: unknown key day_periods.mornin1"),
        ("language.toml", "[day_periods]\nnoon = 5", ":2: day_periods.noon is 5"),
        ("language.toml", '[day_period_hours]\nmorning1 = "4"', "expected a whole number from 0 to 23"),
        ("language.toml", "[day_period_hours]\nmorning1 = 24", ":2: day_period_hours.morning1 is 24"),
        ("language.toml", "[day_period_hours]\nnight1 = 0", ":2: day_period_hours.night1 has no name"),
        (
            "language.toml",
            '[day_periods]\nmorning1 = "a"\nnight1 = "b"\n[day_period_hours]\nmorning1 = 4\nnight1 = 4',
            ":6: day_period_hours.night1: morning1 begins at hour 4, too",
        ),
        ("language.toml", "[day_period_hours]\nnoon = 12", "unknown key day_period_hours.noon"),
        ("language.toml", "[reading]\nhour = []", ":2: unknown key reading.hour"),
        ("language.toml", '[reading.lengths]\n"ura" = 0', ":2: reading.lengths.ura is 0"),
        ("language.toml", '[reading.day_periods]\n"jutro" = { from = 5, until = 4 }', "until is 4"),
        ("language.toml", '[reading.months]\n13 = ["x"]', ":2: unknown key reading.months.13"),
        ("language.toml", '[reading.currencies]\nEURO = ["x"]', ":2: reading.currencies.EURO"),
        ("language.toml", "[names]\nunbroken_titles = 1", "names.unbroken_titles is 1"),
        ("language.toml", 'date_long = "HH:mm"', "contains the letter 'H'"),
        (
            "language.toml",
            '[writing]\nquotes = ["\\u2066“”"]',
            ":2: writing.quotes contains an isolate that is never closed",
        ),
        ("samples.toml", "farewell = 5", ":1: farewell is 5"),
        ("cldr.json", "{", "is not valid JSON: "),
        ("cldr.json", "[]", "is not a JSON object"),
    ],
)
def test_a_broken_language_file_is_reported_with_its_place(
    company: Company, name: str, text: str, expected: str
) -> None:
    path = company.file(f"locales/sl/{name}", text)
    with pytest.raises(BrokenContent) as caught:
        company.write("farewell", form="html")
    assert str(path) in message(caught)
    assert expected in message(caught)


ALL_AT_ONCE = """titel = "x"
before = 5
[steps.a]
required = "no"
[fields.kind]
type = "dat"
sample = 3
[fields.day]
type = "date"
step = "b"
when = { kind = ["x"], words = ["y"], nothing = ["z"] }
[fields.words]
type = "text"
options = ["a"]
sample = "a"
[fields.choice]
type = "choice"
options = ["a", "b"]
default = "c"
sample = "d"
[fields.signer]
type = "person"
sample = { givn = "Ana" }
when = { choice = ["e"], day = ["f"] }
[meeting]
date = "kind"
[envelope]
recipient = "day"
"""


def test_all_faults_of_a_letter_toml_are_reported_at_once_in_line_order(company: Company) -> None:
    """A fault that only follows from another, such as the role of a field of an unknown type, is not among them."""
    path = company.file("templates/note/letter.toml", ALL_AT_ONCE)
    with pytest.raises(BrokenContent) as caught:
        letters.load(Content((company.root,)), "note")
    assert {fault.place for fault in caught.value.faults} == {str(path)}
    assert [(fault.line, fault.kind, fault.param("key")) for fault in caught.value.faults] == [
        (1, "unknown-key", "titel"),
        (2, "not-a-list-of-texts", "before"),
        (4, "not-true-or-false", "steps.a.required"),
        (6, "not-an-option", "fields.kind.type"),
        (8, "sample-missing", "fields.day.sample"),
        (10, "not-an-option", "fields.day.step"),
        (11, "unknown-field-in-condition", "fields.day.when.nothing"),
        (14, "options-without-choice", "fields.words.options"),
        (19, "not-an-option", "fields.choice.default"),
        (20, "invalid-value", "fields.choice.sample"),
        (23, "invalid-value", "fields.signer.sample.givn"),
        (24, "condition-never-met", "fields.signer.when.choice"),
        (24, "condition-not-a-choice", "fields.signer.when.day"),
        (25, "meeting-incomplete", "meeting.time"),
        (28, "no-fitting-field", "envelope.recipient"),
    ]


def test_all_faults_of_a_chain_of_letters_are_reported_nearest_first(company: Company) -> None:
    above = company.file("templates/above/letter.toml", "title = 1\nsummary = 2\n[steps.a]\n")
    note = company.file("templates/note/letter.toml", 'extends = "above"\nafter = 3\n')
    with pytest.raises(BrokenContent) as caught:
        letters.load(Content((company.root,)), "note")
    assert [(fault.place, fault.line) for fault in caught.value.faults] == [(str(note), 2)]
    note.write_text('extends = "above"\nafter = 3\n[steps.b]\nrequired = 4\n', "utf-8")
    above.write_text("before = 1\n[steps.a]\nrequired = 2\n", "utf-8")
    with pytest.raises(BrokenContent) as caught:
        letters.load(Content((company.root,)), "note")
    places = [(fault.place, fault.line) for fault in caught.value.faults]
    assert places == [(str(note), 2), (str(note), 4), (str(above), 1), (str(above), 3)]


@pytest.mark.parametrize(
    ("name", "parent"), [("note", "other"), ("other", "note"), ("note", "note")], ids=["cycle", "cycle back", "itself"]
)
def test_a_letter_that_cannot_be_extended_has_no_faults_that_follow_from_it(
    company: Company, name: str, parent: str
) -> None:
    company.file(
        f"templates/{name}/letter.toml", f'extends = "{parent}"\n[fields.a]\ntype = "text"\nsample = "a"\nstep = "b"\n'
    )
    if name != parent:
        company.file(f"templates/{parent}/letter.toml", f'extends = "{name}"\n')
    with pytest.raises(BrokenContent) as caught:
        letters.load(Content((company.root,)), name)
    (fault,) = caught.value.faults
    assert (fault.line, fault.param("key")) == (1, "extends")
    assert fault.kind == ("no-such-ancestor" if name == parent else "too-many-ancestors")


@pytest.mark.parametrize(
    ("toml", "line", "key"), [("steps = 5\n", 1, "steps"), ("[steps.a]\n[fields]\nb = 5\n", 3, "fields.b")]
)
def test_references_to_a_broken_table_are_not_faults(company: Company, toml: str, line: int, key: str) -> None:
    company.file(
        "templates/note/letter.toml",
        f'{toml}[fields.a]\ntype = "text"\nsample = "a"\nstep = "a"\n' if key == "steps" else toml,
    )
    with pytest.raises(BrokenContent) as caught:
        letters.load(Content((company.root,)), "note")
    assert [(fault.line, fault.param("key")) for fault in caught.value.faults] == [(line, key)]


def test_a_field_has_a_fault_of_its_name_and_of_its_type(company: Company) -> None:
    company.file("templates/note/letter.toml", '[steps.a]\n[fields.a-b]\ntype = "dat"\nsample = "a"\n')
    with pytest.raises(BrokenContent) as caught:
        letters.load(Content((company.root,)), "note")
    assert [(fault.line, fault.param("key")) for fault in caught.value.faults] == [
        (2, "fields.a-b"),
        (3, "fields.a-b.type"),
    ]


def test_all_faults_of_a_language_toml_are_reported_at_once(company: Company) -> None:
    path = company.file(
        "locales/sl/language.toml",
        'tiem = "H"\ntime = "QQ"\n[names]\nsalutation = "x"\n[regions.UK]\ntime = "H"\n[page]\nfonts = ["a;b", "c{"]\n',
    )
    with pytest.raises(BrokenContent) as caught:
        languages.settings(Content((company.root,)), "sl")
    assert [(fault.place, fault.line) for fault in caught.value.faults] == [
        (str(path), line) for line in (1, 2, 4, 5, 6, 8)
    ]


def test_a_fault_of_an_inline_table_has_the_line_of_the_table(company: Company) -> None:
    company.file(
        "templates/note/letter.toml",
        '[steps.a]\n[fields.a]\ntype = "text"\nsample = "a"\nwhen = { b = 5 }\n[fields.c]\ntype = "text"\nsample = "c"\nb = 1\n',
    )
    with pytest.raises(BrokenContent) as caught:
        letters.load(Content((company.root,)), "note")
    assert [(fault.line, fault.param("key")) for fault in caught.value.faults] == [
        (5, "fields.a.when.b"),
        (9, "fields.c.b"),
    ]
