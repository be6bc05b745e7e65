"""Blocks in blocks: how they are written where they belong decides how they are joined to the text around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Company

PARAGRAPHS, ONE, WITHIN = "One.\n\nTwo.", "One. Two.", "One.Two."


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{% block a %}One.{% endblock %}\n{% block b %}Two.{% endblock %}\n", PARAGRAPHS),
        ("\n{% block a %}One.{% endblock %}\n{% block b %}Two.{% endblock %}\n", PARAGRAPHS),
        ("\nOne.\n{% block b %}Two.{% endblock %}\n", PARAGRAPHS),
        ("\n{% block a %}One.{% endblock %}\nTwo.\n", PARAGRAPHS),
        ("\n{% block a %}One.{% endblock %}\n\nTwo.\n", PARAGRAPHS),
        ("\n{% block a %}{% trans %}One.{% endtrans %}{% endblock %}\n{% block b %}{{ 'Two.' }}{% endblock %}\n", PARAGRAPHS),
        ("\n{% block a %}{% if count %}One.{% endif %}{% endblock %}\n{% block b %}Two.{% endblock b %}\n", PARAGRAPHS),
        ("\n{% if count %}\n{% block a %}One.{% endblock %}\n{% endif %}\nTwo.\n", PARAGRAPHS),
        ("\n  {% block a %}One.{% endblock %}\nTwo.\n", PARAGRAPHS),
        ("\nOne.\n{% block a %}{% endblock %}\nTwo.\n", ONE),
        ("\nOne.\n{% block a %}{% if not count %}x{% endif %}{% endblock %}\nTwo.\n", PARAGRAPHS),
        ("\n{% block a %}\nOne.\n{% endblock %}\nTwo.\n", ONE),
        ("\n{% block a %}\nOne.\n{% endblock %}\n\nTwo.\n", PARAGRAPHS),
        ("\n{% block a %}One.\n{% endblock %}\nTwo.\n", ONE),
        ("\n{% block a %}One.{% endblock %}{% block b %}Two.{% endblock %}\n", WITHIN),
        ("\nOne{% block a %}.{% endblock %}Two.\n", WITHIN),
        ("\n{% block a -%}One.{%- endblock -%}\nTwo.\n", WITHIN),
        ("\n{% block a %}\n{% block b %}One.{% endblock %}\n{% endblock %}\nTwo.\n", PARAGRAPHS),
    ],
)  # fmt: skip
def test_a_block_keeps_its_place(company: Company, body: str, expected: str) -> None:
    company.note(body)
    assert company.write() == f"S\n\n{expected}\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("\n{% block a %}{% endblock %}\nTwo.\n", PARAGRAPHS),
        ("\n{% block a %}{% endblock %}\n\nTwo.\n", PARAGRAPHS),
        ("\n{% block a %}Old.{% endblock %}\nTwo.\n", PARAGRAPHS),
        ("\n{% block a %}\nOld.\n{% endblock %}\n\nTwo.\n", PARAGRAPHS),
        ("\n{% block a %}\nOld.\n{% endblock %}\nTwo.\n", ONE),
        ("\n{% block a %}\n{% endblock %}\nTwo.\n", ONE),
        ("\n{% block a %}Old.{% endblock %}Two.\n", WITHIN),
        ("\n{% for one in names %}{% if loop.first %}\n{% block a scoped %}{% endblock %}\n{% endif %}{% endfor %}\nTwo.\n", PARAGRAPHS),
    ],
)  # fmt: skip
@pytest.mark.parametrize("override", ["{% block a %}One.{% endblock %}\n", "{% block a %}\nOne.\n{% endblock %}\n"])
def test_a_block_keeps_its_place_whatever_overrides_it(
    company: Company, body: str, override: str, expected: str
) -> None:
    company.note(body)
    company.file("templates/kid/letter.toml", 'title = "Kid"\nextends = "note"\n')
    company.file("templates/kid/letter.md.j2", '{% extends "note/letter.md.j2" %}\n' + override)
    assert company.write("kid") == f"S\n\n{expected}\n"


def test_a_block_that_is_empty_leaves_no_blank_line(company: Company) -> None:
    company.note("\nOne.\n{% block a %}{% endblock %}\n{% block b %}\n{% endblock %}\nTwo.\n")
    assert company.write() == "S\n\nOne. Two.\n"


def test_a_block_in_a_list_adds_an_item(company: Company) -> None:
    company.note("\n- One\n{% block a %}{% endblock %}\n- Two\n")
    company.file("templates/kid/letter.toml", 'title = "Kid"\nextends = "note"\n')
    company.file("templates/kid/letter.md.j2", '{% extends "note/letter.md.j2" %}{% block a %}- More{% endblock %}')
    assert company.write("kid") == "S\n\n• One\n• More\n• Two\n"
