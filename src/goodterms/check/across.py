"""Rules about all catalogs of a project together."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from goodterms.check.notations.selection import unchecked_flags
from goodterms.check.registry import rule
from goodterms.check.subjects import Hit
from goodterms.speech import said, said_plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from goodterms.check.subjects import CheckedCatalog

_MAX_NUMBER = 200
"""The orders of forms are compared for the numbers from 0 to this."""


@rule("warning", "catalogs")
def plural_order(catalogs: Sequence[CheckedCatalog]) -> Iterator[tuple[CheckedCatalog, Hit]]:
    """The catalogs of one language have their plural forms in different orders.

    Each order is valid, but if a translation is copied from one catalog to another, its forms get mixed up.

    Bad: in Slovenian, form 0 is for 1 in one catalog and for 5 in another
    Good: in Slovenian, form 0 is for 1 in every catalog
    """
    by_language: dict[str, list[CheckedCatalog]] = {}
    for catalog in catalogs:
        if catalog.plural is not None and not catalog.is_template:
            by_language.setdefault(catalog.language.replace("-", "_"), []).append(catalog)
    for of_language in by_language.values():
        usual = Counter(_order(catalog) for catalog in of_language).most_common(1)[0][0]
        example = next(catalog for catalog in of_language if _order(catalog) == usual)
        for catalog in of_language:
            order = _order(catalog)
            if order != usual and _groups(order) == _groups(usual):
                number = next(number for number, form in enumerate(order) if form != usual[number])
                problem = said(
                    "{number} has form {form} here and form {other} in {path}; use one order in the whole project",
                    number=number,
                    form=order[number],
                    other=usual[number],
                    path=example.path,
                )
                line = catalog.file.header_line("Plural-Forms")
                yield catalog, Hit(problem, str(order[number]), 1, line=line)


@rule("note", "catalogs", is_limit=True)
def format_unchecked(catalogs: Sequence[CheckedCatalog]) -> Iterator[tuple[CheckedCatalog, Hit]]:
    """The placeholders of messages are not checked, because nothing here knows the format that their flag names.

    It is reported once for each format, whether or not notes are shown; --ignore format-unchecked hides it.

    Bad: `#, scheme-format`
    Good: `#, python-format`
    """
    first: dict[str, tuple[CheckedCatalog, int]] = {}
    counts: Counter[str] = Counter()
    for catalog in catalogs:
        of_flags = Counter(entry.flags for entry in catalog.living if entry.flags)
        for flags, count in of_flags.items() if not catalog.is_template else ():
            for flag in unchecked_flags(flags):
                counts[flag] += count
                if flag not in first:
                    line = next(entry.line for entry in catalog.living if flag in entry.flags)
                    first[flag] = (catalog, line)
    for flag, (catalog, line) in sorted(first.items()):
        message = said_plural(
            "the placeholders of {count:,} message are not checked: {flag} is unknown",
            "the placeholders of {count:,} messages are not checked: {flag} is unknown",
            counts[flag],
            flag=flag,
        )
        yield catalog, Hit(message, flag, 1, line=line)


def _order(catalog: CheckedCatalog) -> tuple[int, ...]:
    """The form of each number."""
    return tuple(map(catalog.plural.index, range(_MAX_NUMBER + 1))) if catalog.plural else ()


def _groups(order: tuple[int, ...]) -> tuple[int, ...]:
    """Which numbers share a form, whatever its index."""
    first: dict[int, int] = {}
    return tuple(first.setdefault(form, len(first)) for form in order)
