"""How records, their parts and several choices are listed, for people and for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from click.testing import CliRunner

from goodterms.cli import main

if TYPE_CHECKING:
    from conftest import Company

LETTER = """
[steps.body]
[fields.offers]
type = "choice"
many = true
options = ["fee", "none"]
exclusive = ["none"]
sample = "fee"
help = "what you give"
[fields.providers]
type = "record"
many = true
item = "provider"
required = true
help = "others"
[fields.providers.parts.name]
type = "person"
required = true
sample = "Ana Novak"
help = "the name"
[fields.providers.parts.known]
type = "flag"
sample = "yes"
"""
LISTED = """\
Required:
  providers  record, repeatable
      others; name, or in parts: providers.1.name, providers.1.known
      such as: Ana Novak, yes
      name   person, required
          the name
          such as: Ana Novak
      known  flag
          yes or no
          such as: yes
Optional:
  offers  choice, repeatable
      what you give; one of fee, none, several separated by commas; none only
      by itself
      such as: fee
"""


def listed(company: Company, *more: str) -> str:
    company.file("templates/note/letter.toml", LETTER)
    return CliRunner().invoke(main, ["fields", "note", "--content", str(company.root), *more]).stdout


def test_the_parts_of_a_record_are_listed_below_it(company: Company) -> None:
    assert listed(company) == LISTED


def test_programs_get_the_options_and_the_parts(company: Company) -> None:
    offers, providers = json.loads(listed(company, "--json"))
    assert (offers["options"], offers["many"], offers["parts"]) == (["fee", "none"], True, [])
    assert [(part["name"], part["type"], part["required"]) for part in providers["parts"]] == [
        ("name", "person", True),
        ("known", "flag", False),
    ]
    assert providers["sample"] == ["Ana Novak, yes"]
