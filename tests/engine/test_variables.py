"""Variables that no field defines: found when a letter is compiled, all of them, with their lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from goodterms.errors import BrokenContent, MissingTranslations

if TYPE_CHECKING:
    from conftest import Company


def unknown(company: Company, letter: str = "note") -> list[tuple[str, int, object]]:
    """The unknown variables of a letter: the file in ``templates/``, the line, the name; nothing else is wrong."""
    try:
        company.write(letter)
    except BrokenContent as broken:
        faults = broken.faults
    else:
        return []
    assert {fault.kind for fault in faults} == {"unknown-variable"}
    root = str(company.root / "templates")
    return [(fault.place.removeprefix(f"{root}/"), fault.line, fault.param("given")) for fault in faults]


def child(company: Company, body: str, letter_toml: str = 'title = "Kid"\nextends = "note"\n') -> None:
    company.file("templates/kid/letter.toml", letter_toml)
    company.file("templates/kid/letter.md.j2", '{% extends "note/letter.md.j2" %}\n' + body)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{{ nmae }}", [(2, "nmae")]),
        (
            "\n{% if cuont > 2 %}\n{{ x }}\n{% elif y %}{% else %}{{ z }}{% endif %}",
            [(3, "cuont"), (4, "x"), (5, "y"), (5, "z")],
        ),
        ("{{ nmaes|or_list }}{{ name|greeting(from) }}", [(2, "nmaes"), (2, "from")]),
        ("\n{% trans a=n|short_name %}{{ a }}\n{{ b }}{% endtrans %}", [(3, "n"), (4, "b")]),
        ("{% trans n=conut %}{{ n }} day{% pluralize %}{{ n }} {{ d }}{% endtrans %}", [(2, "conut"), (2, "d")]),
        ("{% for one in nmaes %}{{ one }}{{ tow }}{% endfor %}{{ one }}", [(2, "nmaes"), (2, "tow"), (2, "one")]),
        ("{% for one in names if oen %}{% else %}{{ one }}{% endfor %}", [(2, "oen"), (2, "one")]),
        ("{% for one in names %}{{ loop.index }}{% endfor %}{{ loop.index }}", [(2, "loop")]),
        ("{% macro say(a, b=x) %}{{ a }}{{ b }}{{ c }}{% endmacro %}{{ say(1) }}", [(2, "x"), (2, "c")]),
        ("{% with a = name, b = x %}{{ a }}{{ b }}{% endwith %}{{ a }}", [(2, "x"), (2, "a")]),
        ("{% call(a) say() %}{{ a }}{% endcall %}", [(2, "say")]),
        ("{{ a }}{% set a = name %}{{ a }}", [(2, "a")]),
        ("{% set a = a %}", [(2, "a")]),
        ("{% set ns.a = 1 %}", [(2, "ns")]),
        ("{{ nmae.given }}{{ lst[0] }}", [(2, "nmae"), (2, "lst")]),
        ("{% for one in names %}{% block inner %}{{ one }}{% endblock %}{% endfor %}", [(2, "one")]),
    ],
)
def test_a_variable_that_nothing_defines_is_found_with_its_line(
    company: Company, body: str, expected: list[tuple[int, str]]
) -> None:
    company.note(body)
    assert unknown(company) == [("note/letter.md.j2", *each) for each in expected]


@pytest.mark.parametrize(
    "body",
    [
        "{{ name }}{{ count }}{{ names|or_list }}{{ date }}",
        "{% set a = name %}{{ a }}{% set b %}{{ a }}{% endset %}{{ b }}",
        "{% if count %}{% set a = name %}{% else %}{% set a = count %}{% endif %}{{ a }}",
        "{% for one in names %}{{ one }}{{ loop.index }}{% if loop.last %}.{% endif %}{% endfor %}",
        "{% set ns = namespace(n=0) %}{% set ns.n = count %}{{ ns.n }}",
        "{% macro say(a, b=name) %}{{ a }}{{ b }}{{ count }}{% endmacro %}{{ say(1) }}",
        "{% for one in names %}{% block inner scoped %}{{ one }}{% endblock %}{% endfor %}",
        "{% if tip is defined %}{{ tip }}{% endif %}",
        "{% trans name=names|and_list, n=count %}{{ name }}{% pluralize n %}{{ name }}!{% endtrans %}",
    ],
)
def test_what_a_template_sets_itself_is_known(company: Company, body: str) -> None:
    company.note(body)
    assert company.write()


def test_a_variable_that_a_translation_does_not_print_is_found_too(company: Company) -> None:
    company.note(
        "{% trans count=cuont, name=name %}{{ name }} {{ count }}{% pluralize %}{{ count }} {{ name }}{% endtrans %}"
    )
    company.catalog(
        '\nmsgid "{name} {count}"\nmsgid_plural "{count} {name}"\n'
        + 'msgstr[0] "x"\nmsgstr[1] "x"\nmsgstr[2] "x"\nmsgstr[3] "x"\n'
    )
    assert unknown(company) == [("note/letter.md.j2", 2, "cuont")]


def test_an_unknown_variable_comes_before_a_missing_translation(company: Company) -> None:
    company.note("{% trans %}Not translated {{ nmae }}.{% endtrans %}")
    with pytest.raises(BrokenContent) as caught:
        company.write(missing="refuse")
    assert "\n".join(caught.value.lines()).endswith(
        "the letter note has no field 'nmae'\ndid you mean 'name'? expected one of: name, count, names"
    )
    company.note("{% trans %}Not translated {{ name }}.{% endtrans %}")
    with pytest.raises(MissingTranslations):
        company.write(missing="refuse")


def test_a_base_template_is_checked_with_the_fields_of_each_letter(company: Company) -> None:
    company.note("{{ name }}")
    own = 'title = "Kid"\nbefore = ["subject"]\n[steps.body]\n[fields.other]\ntype = "name"\nsample = "x"\n'
    child(company, "", own)
    assert unknown(company) == []
    assert unknown(company, "kid") == [("note/letter.md.j2", 2, "name")]
    child(company, "{% block body %}{{ other }}{% endblock %}", own)
    assert unknown(company, "kid") == []  # what is overridden is not read
    child(company, "{% block body %}{{ otehr }}{{ super() }}{% endblock %}", own)
    assert unknown(company, "kid") == [("kid/letter.md.j2", 2, "otehr"), ("note/letter.md.j2", 2, "name")]


def test_an_overridden_block_sees_what_is_around_a_scoped_one(company: Company) -> None:
    company.note("{% for one in names %}{% block inner scoped %}{% endblock %}{% endfor %}")
    child(company, "{% block inner %}{{ one }}{{ tow }}{% endblock %}")
    assert unknown(company, "kid") == [("kid/letter.md.j2", 2, "tow")]


def test_included_and_imported_templates_see_the_fields_and_what_is_around_them(company: Company) -> None:
    company.note("{% for one in names %}{% include 'part.j2' %}{% endfor %}")
    company.file("templates/part.j2", "{{ one }}{{ name }}\n{{ tow }}")
    assert unknown(company) == [("part.j2", 2, "tow")]
    company.note("{% from 'part.j2' import say with context %}{{ say(name) }}")
    company.file("templates/part.j2", "{% macro say(a) %}{{ a }}{{ count }}{{ nmae }}{% endmacro %}")
    assert unknown(company) == [("part.j2", 1, "nmae")]


def test_a_letter_does_not_read_what_a_nested_super_leaves_out(company: Company) -> None:
    """``super`` in a nested block reaches the parent's nested block, not the block around it."""
    company.note("{% trans %}Outer.{% endtrans %}{% block inner %}Inner.{% endblock %}")
    child(company, "{% block body %}{% block inner %}{{ super() }}{% endblock %}{% endblock %}")
    company.catalog("")
    assert company.write("kid", missing="refuse") == "S\n\nInner.\n"
