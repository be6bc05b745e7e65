"""What must be translated, and how much of it is."""

from __future__ import annotations

import math
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from goodterms.check.subjects import Hit
from goodterms.faults import fault
from goodterms.speech import said

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from goodterms.check.subjects import CheckedCatalog
    from goodterms.faults import Fault, Source

_PLACES: Mapping[Source, str] = {"given": "--min", "settings": "check.min"}


class Thresholds(NamedTuple):
    """What must be translated.

    ``min_percent`` is the share of messages by language, ``min_of_all`` that of every language without its own, None
    for none. ``complete_in`` are, by letter, the languages in which it must be complete. ``in_progress`` are the
    languages that are not finished: letters may be incomplete in them. ``expected`` are languages that a check must
    meet, each with where it is named: without a catalog of one, it cannot say that the language is translated.
    """

    min_percent: Mapping[str, float] = MappingProxyType({})
    complete_in: Mapping[str, Collection[str]] = MappingProxyType({})
    in_progress: Collection[str] = ()
    min_of_all: float | None = None
    expected: Mapping[str, Source] = MappingProxyType({})

    def minimum(self, language: str) -> float | None:
        """The share of messages that must be translated into a language, in percent; None for none.

        A minimum of a language holds for its regional variants, too.
        """
        own = name_among(language, self.min_percent)
        if own is not None:
            return self.min_percent[own]
        return None if self.is_in_progress(language) else self.min_of_all

    def is_in_progress(self, language: str) -> bool:
        """Whether a language is not finished."""
        return name_among(language, self.in_progress) is not None

    def unmet(self, languages: Collection[str]) -> list[Fault]:
        """A fault for each expected language that is not among those of a check."""
        met = {name_among(language, self.expected) for language in languages}
        return [
            fault("language-without-catalog", _PLACES[source], source=source, given=name, known=sorted({*languages}))
            for name, source in self.expected.items()
            if name not in met
        ]


def name_among(language: str, names: Collection[str]) -> str | None:
    """The name that means a language: its own tag in either spelling, or the tag without its region."""
    known = {_folded(name): name for name in names}
    tag = _folded(language)
    return known.get(tag, known.get(re.split("[_@]", tag)[0]))


def below_minimum(catalog: CheckedCatalog, thresholds: Thresholds) -> Hit | None:
    """That less of a catalog is translated than its language must be; None where enough is.

    Fuzzy translations do not count, and neither do those that lack a plural form. The catalog of the source language
    needs no translations.
    """
    required = None if catalog.is_template or catalog.is_optional else thresholds.minimum(catalog.language)
    if required is None or not catalog.living:
        return None
    translated = sum(1 for entry in catalog.living if not entry.fuzzy and all(entry.strings))
    message = shortfall(translated, len(catalog.living), required, catalog.language)
    return Hit(message) if message else None


def shortfall(translated: int, count: int, required: float, language: str) -> str:
    """That too few of ``count`` messages are translated into a language; empty where the percentage is reached."""
    if 100 * translated >= required * count:
        return ""
    # 99.96% is not enough where 100% is required, so it is not rounded to it.
    percent = math.floor(1000 * translated / count) / 10
    return said(
        "{percent:g}% of the messages are translated into {language} ({translated:,} of {count:,}); at least "
        "{required:g}% is required",
        percent=percent,
        language=language,
        translated=translated,
        count=count,
        required=required,
    )


def _folded(tag: str) -> str:
    return tag.replace("-", "_").casefold()
