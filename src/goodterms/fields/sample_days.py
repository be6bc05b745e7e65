"""The days in samples: a letter's samples were written for some day, and are used on any other, too."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from goodterms.expressions import expression
from goodterms.fields.plausible import TYPES as DATED_TYPES

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Mapping

    from goodterms.model import FieldSpec

_AHEAD = "ahead"
_WEEK = 7
_ISO_DAY = expression(r"(?<![\d-])(\d{4})-(\d{2})(?:-(\d{2}))?(?![\d-])")
"""A day or a month, in a sample of its own or before the words of a dated text."""


def ahead_of(day: date, samples: Mapping[str, object], specs: Mapping[str, FieldSpec]) -> Mapping[str, object]:
    """Raw samples by field, all of whose days are later by the same weeks, where one that lies ahead is before ``day``.

    They are as many whole weeks as that takes: the samples keep their days of the week, and their distances.
    """
    first = min((one for name, sample in samples.items() for one in _ahead(specs[name], sample)), default=day)
    if first >= day:
        return samples
    weeks = -((first - day).days // _WEEK)
    return {name: _moved(specs[name], sample, timedelta(weeks=weeks)) for name, sample in samples.items()}


def _ahead(spec: FieldSpec, sample: object) -> Iterator[date]:
    """The days in a sample that lie ahead of a letter; of a month, the first one."""
    if isinstance(sample, (list, tuple)):
        for item in sample:
            yield from _ahead(spec, item)
    elif isinstance(sample, dict):
        for part, inner in sample.items():
            if part in spec.parts:
                yield from _ahead(spec.parts[part], inner)
    elif spec.lies == _AHEAD and spec.type in DATED_TYPES:
        if isinstance(sample, date):
            yield sample
        elif isinstance(sample, str):
            yield from (found for match in _ISO_DAY.finditer(sample) if (found := _day(match)))


def _moved(spec: FieldSpec, sample: object, by: timedelta) -> object:
    if isinstance(sample, (list, tuple)):
        return [_moved(spec, item, by) for item in sample]
    if isinstance(sample, dict):
        return {
            part: _moved(spec.parts[part], inner, by) if part in spec.parts else inner for part, inner in sample.items()
        }
    if spec.type not in DATED_TYPES:
        return sample
    if isinstance(sample, date):
        return sample + by
    return _ISO_DAY.sub(lambda match: _written(match, by), sample) if isinstance(sample, str) else sample


def _day(match: re.Match[str]) -> date | None:
    """The day that was matched, or the first one of the month; None for one that no calendar has."""
    try:
        return date(int(match[1]), int(match[2]), int(match[3] or 1))
    except ValueError:
        return None


def _written(match: re.Match[str], by: timedelta) -> str:
    day = _day(match)
    if day is None:
        return match[0]
    return f"{day + by:%Y-%m-%d}" if match[3] else f"{day + by:%Y-%m}"
