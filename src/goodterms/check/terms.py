"""The rule about terms: words of the source that have one right translation, or several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.check.masking import mask
from goodterms.check.registry import rule
from goodterms.check.subjects import Hit
from goodterms.check.triggers import TERMS
from goodterms.speech import Several, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goodterms.check.subjects import CheckedCatalog, Text
    from goodterms.content.terms import TermBook


def with_terms(catalog: CheckedCatalog, book: TermBook) -> CheckedCatalog:
    """A catalog with the terms that a project has for it."""
    return catalog._replace(terms=book.of_language(catalog.language, catalog.path))


@rule("note", "text", when=TERMS)
def term(text: Text) -> Iterator[Hit]:
    """A source has a term, and its translation has none of the term's translations.

    The terms are in terms.toml of a language, and in the table [terms] of goodterms.toml, which can raise the level.
    Bad: with `order = "naročil|o"`, `"Your order" → "Vaš nakup"`
    Good: `"Your order" → "Vaše naročilo", "Vašega naročila"`
    """
    for found in text.catalog.terms.in_source(mask(text.source)):
        if not found.is_in(mask(text.text)):
            each = dict.fromkeys(one.shown for one in found.translations)
            expected = Several((f"“{one}”" for one in each), "or")
            facts = {"term": found.source.shown, "translations": expected, "note": found.note}
            message = (
                said("the source has the term “{term}”; translate it as {translations} ({note})", **facts)
                if found.note
                else said("the source has the term “{term}”; translate it as {translations}", **facts)
            )
            yield Hit(message, level=found.level)
