"""What a letter.toml can say: several choices, records, sections between steps, needs, options from files, changes."""

from __future__ import annotations

import pickle
from datetime import date, time
from typing import TYPE_CHECKING, Any

import pytest

from conftest import DAY
from goodterms.call import Call
from goodterms.compose import validate
from goodterms.content import letters
from goodterms.content.layers import Content
from goodterms.errors import BrokenContent, InvalidRequest
from goodterms.project import Project
from goodterms.recipients.blank import blank_table, explain
from goodterms.recipients.columns import match_columns
from goodterms.recipients.missing import missing_columns
from goodterms.recipients.recipient import Reader
from goodterms.sheets import Row
from goodterms.values import Record, parts_of

if TYPE_CHECKING:
    from conftest import Company
    from goodterms.faults import Fault

PARTING = """
title = "Parting"
group = "ending"
before = ["head"]
[steps.thanks]
required = true
[steps.gifts]
[steps.next]
[sections.decision]
title = "The decision"
after = "thanks"
[sections.signature]
after = "next"
[sections.postscript]
after = "next"
[needs.answer]
one_of = ["phone", "mail"]
help = "a way to answer"
[fields.thanks]
type = "choice"
many = true
step = "thanks"
options = ["products", "people", "services"]
required = true
sample = "services"
[fields.gift]
type = "choice"
many = true
options = ["fee", "month", "none"]
exclusive = ["none"]
sample = ["fee", "month"]
[fields.month]
type = "text"
when_all = { gift = ["fee", "month"] }
sample = "May"
help = "the month"
[fields.count]
type = "count"
at_least = 2
sample = 3
[fields.providers]
type = "record"
many = true
item = "provider"
step = "next"
sample = [{ name = "Northlight", link = "https://northlight.example", introduce = true }, "Birch & Sons"]
[fields.providers.parts.name]
type = "name"
required = true
sample = "Northlight"
help = "the provider's name"
[fields.providers.parts.link]
type = "url"
sample = "https://northlight.example"
[fields.providers.parts.introduce]
type = "flag"
sample = "yes"
[fields.another]
type = "record"
in_sample = false
[fields.another.parts.day]
type = "date"
required = true
sample = "2026-12-08"
[fields.another.parts.time]
type = "time"
required = true
sample = "10:00"
[fields.phone]
type = "phone"
in_sample = false
sample = "+386 1 555 01 23"
[fields.mail]
type = "email"
step = "next"
in_sample = false
sample = "care@lipa.example"
"""
NEEDED = {"thanks": "people", "phone": "+386 1 555 01 23"}


@pytest.fixture
def parting(company: Company) -> Project:
    company.file("templates/parting/letter.toml", PARTING)
    return Project(Content((company.root,)))


def typed(project: Project, *, without: tuple[str, ...] = (), **given: Any) -> dict[str, object]:
    values = {name.replace("__", "."): value for name, value in given.items()}
    return dict(validate(project, Call("parting", "en", {**NEEDED, **values}, DAY, without=without)).values)


def faults(project: Project, *, without: tuple[str, ...] = (), **given: Any) -> list[tuple[str, str]]:
    with pytest.raises(InvalidRequest) as caught:
        typed(project, without=without, **given)
    return [(one.place, one.kind) for one in caught.value.faults]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("services", ("services",)),
        ("services, products", ("products", "services")),
        ("Services; people", ("people", "services")),
        (["services", "services", "people"], ("people", "services")),
        (["products, people", "services"], ("products", "people", "services")),
    ],
)
def test_several_choices_are_in_the_order_of_the_options(parting: Project, raw: object, expected: object) -> None:
    assert typed(parting, thanks=raw)["thanks"] == expected


def test_an_exclusive_option_and_an_unknown_one_are_refused(parting: Project) -> None:
    assert faults(parting, gift=["fee", "none"]) == [("gift", "choice-exclusive")]
    assert faults(parting, thanks="people, nobody") == [("thanks", "unknown-choice")]
    assert faults(parting, thanks=" , ") == [("thanks", "no-values")]


def test_a_field_is_needed_when_all_choices_are_made(parting: Project) -> None:
    assert faults(parting, gift="fee, month") == [("month", "missing")]
    assert typed(parting, gift="fee")["month"] is None


def test_a_count_has_a_least_number(parting: Project) -> None:
    assert typed(parting, count="2")["count"] == 2
    assert faults(parting, count="1") == [("count", "count-too-small")]


def records(value: object) -> list[dict[str, object]]:
    assert isinstance(value, tuple)
    return [parts_of(record) for record in value]


@pytest.mark.parametrize(
    "given",
    [
        {"providers": [{"name": "A", "link": "https://a.example"}, "B"]},
        {"providers": ["A", "B"], "providers__1__link": "https://a.example"},
        {"provider__1__name": "A", "provider__1__link": "https://a.example", "provider__3__name": "B"},
        {"providers": "A", "providers__2__name": "B", "provider__1__Link": "https://a.example"},
        {"provider__1__link": "https://a.example", "provider__1": "A", "provider__50": "B"},
        {
            "provider__4": "B",
            "provider__2__Name": "A",
            "provider__2__link": "https://a.example",
            "provider__3__link": "",
        },
        {"provider__7": {"name": "B"}, "providers__1": {"Name": "A"}, "provider__1__link": "https://a.example"},
    ],
)
def test_records_come_in_tables_as_names_and_part_by_part(parting: Project, given: dict[str, Any]) -> None:
    assert records(typed(parting, **given)["providers"]) == [
        {"name": "A", "link": "https://a.example", "introduce": None},
        {"name": "B", "link": None, "introduce": None},
    ]


def test_every_fault_of_a_record_has_the_number_and_the_part(parting: Project) -> None:
    wrong = [
        {"name": "A", "link": "nowhere"},
        {"link": "https://b.example"},
        {"name": "C", "lnk": "x", "introduce": "perhaps"},
    ]
    assert faults(parting, providers=wrong) == [
        ("providers.1.link", "not-a-web-address"),
        ("providers.2.name", "missing-part"),
        ("providers.3.lnk", "unknown-part"),
        ("providers.3.introduce", "not-a-flag"),
    ]


def test_a_fault_has_the_number_that_was_typed(parting: Project) -> None:
    given: dict[str, Any] = {
        "provider__1": "A",
        "provider__3__link": "nowhere",
        "provider__3__name": "C",
        "providers__9__link": "x",
    }
    assert faults(parting, **given) == [
        ("providers.3.link", "not-a-web-address"),
        ("providers.9.name", "missing-part"),
        ("providers.9.link", "not-a-web-address"),
    ]


def test_a_part_that_is_given_twice_is_refused(parting: Project) -> None:
    given: dict[str, Any] = {"provider__1__name": "A", "providers__1__Name": "B"}
    assert faults(parting, **given) == [("providers.1.Name", "part-twice")]
    assert faults(parting, providers=[{"name": "A", "Name": "B"}]) == [("providers.1.Name", "part-twice")]


@pytest.mark.parametrize(
    "name", ["provider__name", "provider__0__name", "provider__51", "providers__1__name__x", "another__1__day"]
)
def test_a_key_that_means_no_part_of_a_record_says_how_they_are_named(parting: Project, name: str) -> None:
    given: dict[str, Any] = {name: "A"}
    ((place, kind),) = faults(parting, **given)
    assert (place, kind) == (name.replace("__", "."), "unknown-record-key")


def test_records_that_are_all_empty_are_no_value(parting: Project) -> None:
    assert typed(parting, provider__2__name=" ", provider__1="")["providers"] is None


DATED = (
    PARTING
    + """
[fields.providers.parts.since]
type = "date"
sample = "2020-05-01"
[fields.providers.parts.fact]
type = "dated"
sample = "2020-05-01 it began"
"""
)


def test_a_date_in_a_record_that_its_calendar_does_not_have_names_the_part(company: Company) -> None:
    company.file("templates/parting/letter.toml", DATED)
    project = Project(Content((company.root,)))
    given = {
        **NEEDED,
        "provider.2.name": "A",
        "provider.2.since": "1930-01-01",
        "provider.4.name": "B",
        "provider.4.fact": "1930-01-01 it began",
        "another.day": "1930-01-01",
        "another.time": "10:00",
    }
    with pytest.raises(InvalidRequest) as caught:
        validate(project, Call("parting", "ne-u-ca-bikram", given, DAY))
    assert {one.kind for one in caught.value.faults} == {"day-before-tables"}
    assert [one.place for one in caught.value.faults] == ["providers.2.since", "providers.4.fact", "another.day"]


def test_a_single_record_has_its_parts_by_key(parting: Project) -> None:
    record = typed(parting, another__day="2026-12-08", another__time="10:00")["another"]
    assert record == Record({"day": date(2026, 12, 8), "time": time(10)})
    assert pickle.loads(pickle.dumps(record)) == record  # noqa: S301 — our own
    assert hash(record) == hash(Record({"day": date(2026, 12, 8), "time": time(10)}))
    assert faults(parting, another__day="2026-12-08") == [("another.time", "missing-part")]


NAMES = """
before = ["subject"]
[steps.body]
[fields.one]
type = "name"
many = true
sample = "A"
[fields.names]
type = "record"
many = true
sample = [{ who = "A", link = "https://a.example", __class__ = "x" }, { who = "B", since = "2020-05-01" }]
[fields.names.parts.who]
type = "name"
required = true
sample = "A"
[fields.names.parts.link]
type = "url"
sample = "https://a.example"
[fields.names.parts.since]
type = "date"
sample = "2020-05-01"
[fields.names.parts.__class__]
type = "text"
sample = "x"
"""


@pytest.mark.parametrize(
    ("template", "written"),
    [
        ("{% for n in names %}{{ n.who }} {% endfor %}", "A B"),
        ("{{ (names|first).link }}", "https://a.example"),
        ('{{ (names|last)["who"] }}', "B"),
        ("{{ (names|first).__class__ }}", "x"),
        ('{{ names|parts("who")|or_list }}', "A or B"),
        ('{{ names|parts("link")|and_list }}', "https://a.example"),
        ('{{ names|selectattr("since")|parts("who")|and_list }}', "B"),
        ('{{ names|parts("since")|first|iso_date }}', "2020-05-01"),
        ("{% if (names|first).since %}x{% else %}y{% endif %}", "y"),
    ],
)
def test_a_template_reads_the_parts_of_records(company: Company, template: str, written: str) -> None:
    company.note(template)
    company.file("templates/note/letter.toml", NAMES)
    assert company.write(locale="en").partition("\n\n")[2].strip() == written


@pytest.mark.parametrize(
    ("template", "kind"),
    [
        ("{{ (names|first).lnk }}", "unknown-part-in-template"),
        ("{% if (names|first).lnk is defined %}x{% endif %}", "unknown-part-in-template"),
        ("{{ (names|first)._parts }}", "unknown-part-in-template"),
        ("{{ (names|first)[0] }}", "unknown-part-in-template"),
        ('{{ names|selectattr("lnk")|list|count }}', "unknown-part-in-template"),
        ('{{ names|parts("__init__")|and_list }}', "unknown-part-in-template"),
        ("{{ names|parts(0)|and_list }}", "unknown-part-in-template"),
        ('{{ one|parts("who")|and_list }}', "filter-needs-records"),
        ('{{ (names|first)|parts("who")|and_list }}', "filter-needs-list"),
        ("{{ names|first }}", "record-printed"),
        ("{{ names|and_list }}", "record-printed"),
        ("{{ names|first|list|count }}", "filter-needs-list-or-text"),
        ("{% for part in names|first %}{{ part }}{% endfor %}", "template-failed"),
    ],
)
def test_a_template_reads_nothing_else_of_a_record(company: Company, template: str, kind: str) -> None:
    company.note(template)
    company.file("templates/note/letter.toml", NAMES)
    assert [found for found, _ in broken(company)] == [kind]


def test_one_of_several_fields_is_needed(parting: Project) -> None:
    (unmet,) = faults(parting, phone="")
    assert unmet == ("phone / mail", "need-unmet")
    assert typed(parting, phone="", mail="a@lipa.example")["mail"] == "a@lipa.example"
    assert faults(parting, without=("next",), phone="", mail="a@lipa.example") == [("phone", "need-unmet")]
    assert faults(parting, phone="not by phone") == [("phone", "not-a-phone-number")]  # one fault is enough


def test_sections_between_steps_have_their_place_and_cannot_be_left_out(parting: Project) -> None:
    spec = parting.letter("parting")
    assert spec.sections == ("head", "thanks", "decision", "gifts", "next", "signature", "postscript")
    assert faults(parting, without=("decision",)) == [("--without", "unknown-step")]
    assert spec.group == "ending"


def test_columns_name_records_by_number_and_part(parting: Project) -> None:
    names = ["Thanks", "Provider 1 name", "provider-1 link", "Providers 2", "Another day", "another.time", "Phone"]
    found: list[Fault] = []
    letter = parting.letter("parting")
    columns = match_columns(names, letter, found)
    assert [column.field for column in columns.of_fields] == [
        "thanks", "providers.1.name", "providers.1.link", "providers.2.name", "another.day", "another.time", "phone",
    ]  # fmt: skip
    assert not found
    assert not missing_columns(columns, letter, (), ())
    row = Row(2, ("people, services", "A", "https://a.example", "B", "2026-12-08", "10:00", "+386 1 555 01 23"))
    recipient = Reader(columns, letter, "en").read(row)
    values = validate(parting, Call("parting", "en", recipient.given, DAY)).values
    assert [one["name"] for one in records(values["providers"])] == ["A", "B"]
    assert values["thanks"] == ("people", "services")


def test_columns_of_names_are_several_values_as_before(parting: Project) -> None:
    columns = match_columns(["providers 1", "Provider 2"], parting.letter("parting"), [])
    assert [column.field for column in columns.of_fields] == ["providers", "providers"]


def test_a_table_without_any_of_the_needed_columns_is_refused_once(parting: Project) -> None:
    letter = parting.letter("parting")
    columns = match_columns(["thanks"], letter, [])
    assert [one.kind for one in missing_columns(columns, letter, (), ())] == ["columns-need-unmet"]
    assert not missing_columns(columns, letter, (), ("mail",))


def test_a_blank_table_has_a_column_for_each_part_that_the_sample_has(parting: Project) -> None:
    letter = parting.letter("parting")
    columns, row = blank_table(letter, parting.samples(letter, None, every=True), "en")
    cells = {column.name: cell for column, cell in zip(columns, row, strict=True)}
    assert cells["provider 1 name"] == "Northlight"
    assert cells["provider 1 introduce"] == "yes"
    assert cells["provider 2 name"] == "Birch & Sons"
    assert "provider 2 link" not in cells
    assert cells["gift"] == "fee, month"
    assert cells["another time"] == "10:00"


def test_a_field_that_is_declared_again_changes_the_inherited_one(company: Company) -> None:
    company.file("templates/parting/letter.toml", PARTING)
    company.file(
        "templates/ours/letter.toml",
        'extends = "parting"\n[fields.thanks]\noptions = ["events"]\nhelp = "ours"\n[fields.count]\nat_least = 5\nsample = 5\n',
    )
    spec = letters.load(Content((company.root,)), "ours").fields
    assert spec["thanks"].options == ("products", "people", "services", "events")
    assert (spec["thanks"].help, spec["thanks"].step, spec["thanks"].many) == ("ours", "thanks", True)
    assert (spec["count"].at_least, spec["count"].sample) == (5, 5)


BASE = """
before = ["subject"]
[steps.body]
[fields.providers]
type = "record"
many = true
item = "provider"
sample = [{ name = "Northlight", kind = "shop" }, "Birch & Sons"]
[fields.providers.parts.name]
type = "name"
required = true
sample = "Northlight"
help = "the name"
[fields.providers.parts.kind]
type = "choice"
options = ["shop", "office"]
default = "office"
sample = "shop"
[fields.visit]
type = "record"
[fields.visit.parts.day]
type = "date"
sample = "2026-12-01"
"""
CHANGED = """
extends = "parting"
[fields.providers]
item = "firm"
[fields.providers.parts.kind]
options = ["van"]
default = "van"
[fields.providers.parts.fee]
type = "money"
required = true
sample = "5 EUR"
[fields.visit.parts.time]
type = "time"
required = true
sample = "10:00"
"""


def test_a_record_that_is_declared_again_adds_parts_and_changes_them(company: Company) -> None:
    company.file("templates/parting/letter.toml", BASE)
    company.file("templates/ours/letter.toml", CHANGED)
    company.file("locales/sl/samples.toml", '[ours]\nproviders = ["Javor"]\n')
    project = Project(Content((company.root,)))
    spec = project.letter("ours").fields["providers"]
    assert (spec.item, list(spec.parts)) == ("firm", ["name", "kind", "fee"])
    kind = spec.parts["kind"]
    assert (kind.type, kind.options, kind.default, kind.sample) == ("choice", ("shop", "office", "van"), "van", "shop")
    assert spec.parts["name"].help == "the name"
    assert [*project.letter("parting").fields["providers"].parts] == ["name", "kind"]
    values = validate(project, Call("ours", "en", {}, DAY, sample=True)).values
    assert [(one["name"], one["kind"], str(one["fee"])) for one in records(values["providers"])] == [
        ("Northlight", "shop", "Money(amount=Decimal('5'), currency='EUR')"),
        ("Birch & Sons", "van", "Money(amount=Decimal('5'), currency='EUR')"),
    ]
    assert parts_of(values["visit"]) == {"day": date(2026, 12, 1), "time": time(10)}  # type: ignore[arg-type]
    ours = validate(project, Call("ours", "sl", {}, DAY, sample=True)).values
    assert [one["name"] for one in records(ours["providers"])] == ["Javor"]


def test_a_part_that_is_declared_again_with_a_type_is_another_one(company: Company) -> None:
    company.file("templates/parting/letter.toml", BASE)
    changed = 'extends = "parting"\n[fields.providers.parts.kind]\ntype = "text"\nsample = "x"\n'
    company.file("templates/ours/letter.toml", changed)
    spec = letters.load(Content((company.root,)), "ours").fields["providers"]
    assert (spec.parts["kind"].type, spec.parts["kind"].options, spec.parts["kind"].default) == ("text", (), None)


def choice_faults(company: Company, keys: str) -> list[tuple[str, dict[str, object]]]:
    company.file(
        "templates/parting/letter.toml",
        f'[steps.a]\n[fields.gift]\ntype = "choice"\noptions = ["fee", "month", "none"]\nsample = "fee"\n{keys}',
    )
    with pytest.raises(BrokenContent) as caught:
        letters.load(Content((company.root,)), "parting")
    return [(one.kind, dict(one.params)) for one in caught.value.faults]


def test_a_field_with_several_choices_may_have_several_defaults(company: Company) -> None:
    text = '[steps.a]\n[fields.gift]\ntype = "choice"\nmany = true\noptions = ["fee", "month"]\nsample = "fee"\n'
    company.file("templates/parting/letter.toml", text + 'default = ["month", "fee"]\n')
    project = Project(Content((company.root,)))
    assert validate(project, Call("parting", "en", {}, DAY)).values["gift"] == ("fee", "month")
    assert validate(project, Call("parting", "en", {"gift": "month"}, DAY)).values["gift"] == ("month",)
    assert "otherwise month, fee" in explain(project.letter("parting").fields["gift"])


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ('many = true\nexclusive = ["nobody", "none", "never"]', [("not-options", ("nobody", "never"))]),
        ('many = true\nexclusive = ["nnoe"]', [("not-an-option", "nnoe")]),
        ('many = true\ndefault = ["fee", "mnth"]', [("not-an-option", "mnth")]),
        ('many = true\ndefault = ["a", "b"]', [("not-options", ("a", "b"))]),
        ('many = true\ndefault = ["none", "fee"]\nexclusive = ["none"]', [("invalid-value", None)]),
        ("many = true\ndefault = []", [("invalid-value", None)]),
        ('default = ["fee"]\nexclusive = ["none"]', [("several-without-many", None), ("several-without-many", None)]),
        ("many = true\ndefault = 3", [("not-text", "3")]),
        ('item = "x"', [("item-without-records", None)]),
    ],
)
def test_wrong_defaults_and_exclusive_options_are_all_reported(
    company: Company, keys: str, expected: list[tuple[str, object]]
) -> None:
    assert [(kind, facts.get("given")) for kind, facts in choice_faults(company, keys)] == expected


def test_the_name_of_one_record_is_not_that_of_a_field_or_of_another_record(company: Company) -> None:
    company.file("templates/parting/letter.toml", BASE.replace('"provider"', '"visit"'))
    with pytest.raises(BrokenContent) as caught:
        letters.load(Content((company.root,)), "parting")
    assert [one.kind for one in caught.value.faults] == ["item-is-taken"]


def test_every_wrong_option_is_named(parting: Project) -> None:
    assert faults(parting, thanks="nobody, people, nothing") == [("thanks", "unknown-choice")] * 2


OFFERS = '{% include "_gifts/" ~ offer ~ "/words.md.j2" %}'


def offering(company: Company, template: str = OFFERS, options: tuple[str, ...] = ("audit", "review")) -> None:
    company.note(template)
    company.file(
        "templates/note/letter.toml",
        'before = ["subject"]\n[steps.body]\n[fields.offer]\ntype = "choice"\noptions_in = "_gifts"\noptions = ["none"]\n'
        'sample = "none"\n',
    )
    for option in options:
        company.file(f"templates/_gifts/{option}/words.md.j2", f"{{% trans %}}We {option}.{{% endtrans %}}")


def test_options_come_from_folders_and_each_has_its_words(company: Company) -> None:
    offering(company, options=("audit", "none", "review"))
    project = Project(Content((company.root,)))
    letter = project.letter("note")
    assert letter.fields["offer"].options == ("audit", "none", "review")
    asked = project.edition(project.locale("en")).asked(letter)
    assert [use.message.msgid for use in asked] == ["We audit.", "We none.", "We review."]
    assert "We review." in company.write(offer="review")


def broken(company: Company, **given: object) -> list[tuple[str, dict[str, object]]]:
    with pytest.raises(BrokenContent) as caught:
        company.write(**given)  # type: ignore[arg-type]
    return [(one.kind, dict(one.params)) for one in caught.value.faults]


def test_every_option_without_a_template_is_refused_when_the_letter_is_compiled(company: Company) -> None:
    offering(company, options=("audit",))
    company.file("templates/_gifts/empty/notes.txt", "")
    missing = [
        ("include-option-missing", {"option": option, "field": "offer", "name": f"_gifts/{option}/words.md.j2"})
        for option in ("empty", "none")
    ]
    assert broken(company, offer="audit") == missing


LOOP = '{% for one in offers %}{% include "_gifts/" ~ one ~ "/words.md.j2" %}{% endfor %}'


def test_several_choices_include_one_template_after_another(company: Company) -> None:
    offering(company, LOOP)
    several = (
        (company.root / "templates/note/letter.toml")
        .read_text()
        .replace("fields.offer]", "fields.offers]\nmany = true")
    )
    toml = company.file(
        "templates/note/letter.toml", several.replace('options = ["none"]', "").replace('"none"', '"audit"')
    )
    assert "We audit." in company.write(offers="review, audit")
    toml.write_text(toml.read_text().replace("options_in", 'options = ["none"]\noptions_in'))
    assert [kind for kind, _ in broken(company)] == ["include-option-missing"]
    company.file(
        "templates/note/letter.md.j2",
        "{% block subject %}S{% endblock %}{% block body %}" + OFFERS.replace("offer ~", "offers ~") + "{% endblock %}",
    )
    assert broken(company) == [("include-by-several", {"field": "offers"})]


def test_an_include_by_a_value_that_no_template_matches_says_so_when_the_letter_is_written(company: Company) -> None:
    offering(company, '{% set other = "none" %}' + OFFERS.replace("offer ~", "other ~"))
    ((kind, facts),) = broken(company)
    assert (kind, facts["given"], facts["known"]) == ("include-of-other", "none", ("audit", "review"))
    offering(company, options=("none", "audit", "review"))
    toml = company.root / "templates/note/letter.toml"
    toml.write_text(toml.read_text() + "in_sample = false\n")
    assert broken(company) == [("include-by-nothing", {"variable": "offer"})]


def test_the_messages_of_a_template_that_an_included_one_includes_are_known(company: Company) -> None:
    offering(company, options=("none", "audit", "review"))
    company.file("templates/_gifts/audit/words.md.j2", '{% include "_gifts/more.md.j2" %}')
    company.file("templates/_gifts/more.md.j2", "{% trans %}More.{% endtrans %}")
    project = Project(Content((company.root,)))
    asked = project.edition(project.locale("en")).asked(project.letter("note"))
    assert "More." in [use.message.msgid for use in asked]


def test_an_option_may_have_no_words_where_the_include_says_so(company: Company) -> None:
    offering(company, OFFERS.replace(" %}", " ignore missing %}"))
    assert company.write(offer="none").split() == ["S"]
    assert "We audit." in company.write(offer="audit")


def test_an_include_that_matches_nothing_is_refused(company: Company) -> None:
    offering(company, OFFERS.replace("words", "wrods"))
    with pytest.raises(BrokenContent) as caught:
        company.write()
    assert [one.kind for one in caught.value.faults] == ["include-without-templates"]


def test_every_fault_of_a_letter_comes_at_once(company: Company) -> None:
    company.file(
        "templates/wrong/letter.toml",
        """
titel = "T"
group = 3
[steps.a]
requird = true
[sections.s]
after = "nowhere"
[needs.n]
one_of = ["phone"]
[fields.choice]
type = "choice"
sample = "x"
[fields.kind]
type = "colour"
sample = "red"
[fields.many]
type = "record"
sample = "x"
[fields.parts]
type = "record"
[fields.parts.parts.one]
type = "record"
sample = "x"
[fields.parts.parts.two]
type = "date"
sample = "soon"
[fields.number]
type = "text"
at_least = 2
sample = "x"
step = "b"
[fields.folder]
type = "choice"
options_in = "_nothing"
sample = "x"
[fields.excluded]
type = "choice"
options = ["a"]
exclusive = ["b"]
sample = "a"
[fields.all]
type = "text"
when_all = { excluded = ["a"] }
sample = "x"
""",
    )
    with pytest.raises(BrokenContent) as caught:
        letters.load(Content((company.root,)), "wrong")
    assert [(one.line, one.kind) for one in caught.value.faults] == [
        (2, "unknown-key"),
        (3, "not-text"),
        (5, "unknown-key"),
        (7, "not-an-option"),
        (9, "not-an-option"),
        (10, "choice-without-options"),
        (14, "not-an-option"),
        (16, "record-without-parts"),
        (22, "not-an-option"),
        (26, "invalid-value"),
        (29, "at-least-without-count"),
        (31, "not-an-option"),
        (34, "options-folder-empty"),
        (39, "not-an-option"),
        (43, "condition-needs-many"),
    ]


def test_the_faults_of_all_letters_come_together(company: Company) -> None:
    for name in ("one", "two"):
        company.file(f"templates/{name}/letter.toml", "titel = 1\n[steps.a]\n")
    with pytest.raises(BrokenContent) as caught:
        Project(Content((company.root,))).letters()
    assert len(caught.value.faults) == 2


GUIDE = """
before = []
[steps.body]
[envelope]
recipient = "colleague"
email = "colleague_email"
[fields.colleague]
type = "person"
sample = "Peter Hribar"
[fields.colleague_email]
type = "email"
in_sample = false
sample = "peter@lipa.example"
"""


def test_a_document_for_a_colleague_never_goes_to_the_customer(company: Company) -> None:
    from goodterms.envelopes import Envelope
    from goodterms.workspace import Workspace

    company.file("templates/guide/letter.toml", GUIDE)
    company.file("templates/guide/letter.md.j2", "{% block body %}{{ colleague }}{% endblock %}")
    workspace = Workspace(company.root, sender={})
    customer = Envelope(
        recipient="Ana",
        recipient_email="ana@customer.example",
        address=("Ana", "Street 1"),
        sender_email="care@lipa.example",
    )
    given = {"colleague": "Peter Hribar", "colleague_email": "peter@lipa.example"}
    mail = workspace.render("guide", "en", given, format="eml", envelope=customer).content.decode()
    assert "peter@lipa.example" in mail
    assert "customer.example" not in mail
    assert b"Street 1" not in workspace.render("guide", "en", given, format="html", envelope=customer).content
    found = workspace.validate("guide", "en", {"colleague": "P"}, format="eml", envelope=customer)
    assert [(one.place, one.kind) for one in found] == [("colleague_email", "missing-colleague-address")]
