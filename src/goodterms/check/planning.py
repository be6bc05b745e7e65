"""What a check does: which rules run, what must be translated, and which level fails."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from goodterms.check import suppressions
from goodterms.check.letters import Thresholds
from goodterms.check.registry import RULES
from goodterms.check.runner import RuleSelection
from goodterms.errors import InvalidRequest
from goodterms.faults import fault
from goodterms.findings import LEVELS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from goodterms.content.settings import CheckSettings
    from goodterms.faults import Fault, Source
    from goodterms.findings import Level
    from goodterms.project import Project

_MINIMUM = re.compile("([^=]+)=([0-9]{1,3})")
_ALL = 100


class Options(NamedTuple):
    """What a call asks for, as it was typed; what is empty is left to the settings.

    ``minimums`` are assignments, LANG=PERCENT. ``has_paths`` says that the call names the catalogs to check.
    """

    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    fail_on: str = ""
    minimums: Sequence[str] = ()
    has_paths: bool = False


class Plan(NamedTuple):
    """A check: the rules that run, the thresholds, and the least severe level that fails."""

    selection: RuleSelection
    thresholds: Thresholds
    fail_on: Level


def plan(project: Project, settings: CheckSettings, options: Options) -> Plan:
    """The check that options and settings ask for; an option takes precedence over its setting.

    Raises :class:`InvalidRequest` with every fault of both: rules, letters, levels and languages that do not exist.
    """
    minimums, minimum_faults = _minimums(project.catalogs.languages, options)
    faults = [
        *unknown_rules(options.select, "--select"),
        *unknown_rules(options.ignore, "--ignore"),
        *_faults_of_settings(project, settings),
        *minimum_faults,
    ]
    if faults:
        raise InvalidRequest(faults)
    selection = RuleSelection(
        select=frozenset(options.select or settings.select),
        ignore=frozenset({*options.ignore, *settings.ignore}),
        ignore_in=settings.ignore_in,
        ignore_for=settings.ignore_for,
    )
    thresholds = Thresholds({**settings.min_percent, **minimums}, settings.complete_in)
    fail_on: Level = options.fail_on or settings.fail_on or "error"  # type: ignore[assignment] # known by now
    return Plan(selection, thresholds, fail_on)


def unknown_rules(names: Iterable[str], place: str, source: Source = "given") -> Iterator[Fault]:
    """A fault for each name that is not a rule."""
    known = [*RULES, *suppressions.SUMMARIES]
    return (fault("unknown-rule", place, source=source, given=name, known=known) for name in names if name not in known)


def _faults_of_settings(project: Project, settings: CheckSettings) -> Iterator[Fault]:
    """Rules, levels, letters and languages in the settings that do not exist."""
    letters, languages = project.content.letters(), project.catalogs.languages
    yield from unknown_rules(sorted(settings.rules()), "check", "settings")
    if settings.fail_on and settings.fail_on not in LEVELS:
        yield fault("unknown-level", "check.fail-on", source="settings", given=settings.fail_on, known=LEVELS)
    for letter in settings.ignore_for:
        if letter not in letters:
            yield fault("unknown-letter", "check.letter", source="settings", given=letter, known=letters)
    for letter, needed in settings.complete_in.items():
        yield from _without_catalog(needed, languages, f"check.letter.{letter}.complete-in", "settings")
    yield from _without_catalog(settings.min_percent, languages, "check.min", "settings")


def _without_catalog(
    names: Iterable[str], languages: Collection[str], place: str, source: Source = "given"
) -> Iterator[Fault]:
    for name in names:
        if name not in languages:
            yield fault("language-without-catalog", place, source=source, given=name, known=languages)


def _minimums(languages: Collection[str], options: Options) -> tuple[dict[str, float], list[Fault]]:
    """The percentages of the call by language, and what is wrong with them."""
    minimums: dict[str, float] = {}
    faults = [fault("minimum-with-path", "--min")] if options.minimums and options.has_paths else []
    for given in options.minimums:
        match = _MINIMUM.fullmatch(given)
        if not match or int(match[2]) > _ALL:
            faults.append(fault("not-a-minimum", "--min", given=given))
        else:
            faults += _without_catalog([match[1]], languages, "--min")
            minimums[match[1]] = int(match[2])
    return minimums, faults
