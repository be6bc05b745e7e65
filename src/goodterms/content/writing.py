"""Reads how a language is written: the table ``writing`` of its language.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.cldr import spellout
from goodterms.content import tables
from goodterms.content.language_files import layers, of_cldr
from goodterms.model import Writing

if TYPE_CHECKING:
    from goodterms.content.layers import Content
    from goodterms.content.tables import Table
    from goodterms.model import Direction

_WRITING_KEYS = (
    "joiners",
    "quotes",
    "full_stop",
    "space_after_latin",
    "words_after_times",
    "punctuation",
    "letters",
    "mistaken",
)
# ISO 15924 codes of scripts that are never written with ZWNJ or ZWJ.
_SCRIPTS_WITHOUT_JOINERS = ("", "Latn", "Cyrl", "Grek", "Hebr", "Armn", "Geor")
_UP_TO = "up_to"
"""The key of number_words that is not a form of numbers."""


def writing(content: Content, catalog: str, script: str, direction: Direction, zeros: str) -> Writing:
    """How a language is written: ``script``, ``direction`` and ``zeros`` from CLDR, and its table ``writing``."""
    rules = Writing(
        script=script,
        direction=direction,
        zeros=zeros,
        joiners=script not in _SCRIPTS_WITHOUT_JOINERS,
        value_forms=spellout.forms(of_cldr(content, catalog).get("spellout", {}), ()),
    )
    for settings in layers(content, catalog, "language.toml"):
        table = settings.table("writing")
        table.refuse_unknown(_WRITING_KEYS)
        punctuation, letters = table.table("punctuation"), table.table("letters")
        mistaken = table.table("mistaken")
        rules = rules._replace(
            joiners=table.flag("joiners") or rules.joiners,
            quotes=table.texts("quotes") or rules.quotes,
            punctuation={**rules.punctuation, **{sign: punctuation.text(sign) for sign in punctuation.raw()}},
            value_forms=spellout.forms((), {*rules.value_forms, *_value_forms(settings)}),
            mistaken={**rules.mistaken, **{sign: mistaken.text(sign) for sign in mistaken.raw()}},
            letters={**rules.letters, **{letter: letters.text(letter) for letter in letters.raw()}},
        )
        tables.raise_faults(settings)
    return rules


def _value_forms(table: Table) -> list[str]:
    """The forms in which the conventions of a table have small numbers in words, and months."""
    return [form for form in (*table.table("number_words").raw(), *table.table("month_names").raw()) if form != _UP_TO]
