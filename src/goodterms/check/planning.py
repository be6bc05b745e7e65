"""What a check does: which rules run, what must be translated, and which level fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.check import suppressions
from goodterms.check.registry import RULES
from goodterms.check.runner import RuleSelection
from goodterms.check.thresholds import Thresholds, name_among
from goodterms.cldr.languages import is_registered
from goodterms.errors import InvalidRequest
from goodterms.expressions import expression
from goodterms.faults import fault
from goodterms.findings import LEVELS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from goodterms.check.scope import Scope
    from goodterms.content.settings import Settings
    from goodterms.faults import Fault, Source
    from goodterms.findings import Level
    from goodterms.messages.library import CatalogLibrary

_MINIMUM = expression("(?:([^=]+)=)?([0-9]{1,3})")
_ALL = 100


class Options(NamedTuple):
    """What a call asks for, as it was typed; what is empty is left to the settings.

    ``minimums`` are percentages, each for all languages or assigned to one: LANG=PERCENT. ``levels`` are assignments,
    RULE=LEVEL.
    """

    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    fail_on: str = ""
    minimums: Sequence[str] = ()
    levels: Sequence[str] = ()


class Plan(NamedTuple):
    """A check: the rules that run, the thresholds, and the least severe level that fails."""

    selection: RuleSelection
    thresholds: Thresholds
    fail_on: Level


def plan(library: CatalogLibrary, settings: Settings, options: Options, scope: Scope) -> Plan:
    """The check of a scope that options and settings ask for; an option takes precedence over its setting.

    Raises :class:`InvalidRequest` with every fault of both: rules, letters, levels and languages that do not exist.
    """
    table = settings.check
    by_language, of_all, faults = _minimums(options)
    levels, level_faults = _levels(options)
    expected = _expected(table.min_percent, by_language, scope)
    faults = [
        *unknown_rules(options.select, "--select"),
        *unknown_rules(options.ignore, "--ignore"),
        *_faults_of_settings(library, settings, scope, expected),
        *level_faults,
        *faults,
        *_unknown_languages(library, set(by_language) - set(expected), "--min", scope),
    ]
    if faults:
        raise InvalidRequest(faults)
    selection = RuleSelection(
        select=frozenset(options.select or table.select),
        ignore=frozenset({*options.ignore, *table.ignore}),
        ignore_in=table.ignore_in,
        ignore_for=table.ignore_for,
        levels={**table.levels, **levels},  # type: ignore[dict-item] # known by now
    )
    thresholds = Thresholds(
        min_percent={**table.min_percent, **by_language},
        complete_in=table.complete_in,
        in_progress=settings.in_progress,
        min_of_all=table.min_of_all if of_all is None else of_all,
        expected=expected,
    )
    fail_on: Level = options.fail_on or table.fail_on or "error"  # type: ignore[assignment] # known by now
    return Plan(selection, thresholds, fail_on)


def unknown_rules(names: Iterable[str], place: str, source: Source = "given") -> Iterator[Fault]:
    """A fault for each name that is not a rule."""
    known = [*RULES, *suppressions.SUMMARIES]
    return (fault("unknown-rule", place, source=source, given=name, known=known) for name in names if name not in known)


def _expected(in_settings: Iterable[str], in_call: Iterable[str], scope: Scope) -> dict[str, Source]:
    """The languages that a check of catalogs must meet, and where they are named; letters know their languages before.

    A call that names files checks what has changed, and may leave languages out.
    """
    called: dict[str, Source] = dict.fromkeys(in_call, "given")
    if scope.with_letters:
        return {}
    if scope.is_whole:
        return {**dict.fromkeys(in_settings, "settings"), **called}
    return called if any(path.is_dir() for path in scope.paths) else {}


def _faults_of_settings(
    library: CatalogLibrary, settings: Settings, scope: Scope, expected: Collection[str]
) -> Iterator[Fault]:
    """Rules, levels, letters and languages in the settings that do not exist."""
    table = settings.check
    yield from unknown_rules(sorted(table.rules()), "check", "settings")
    for key, level in [
        ("fail-on", table.fail_on),
        *((f"levels.{rule}", level) for rule, level in table.levels.items()),
    ]:
        if level not in LEVELS and (level or key != "fail-on"):
            yield fault("unknown-level", f"check.{key}", source="settings", given=level, known=LEVELS)
    if table.source_language and not is_registered(table.source_language):
        place = "check.source-language"
        yield fault("language-unknown-to-cldr", place, source="settings", given=table.source_language)
    if scope.with_letters:
        letters = library.content.letters()
        for letter in table.ignore_for:
            if letter not in letters:
                yield fault("unknown-letter", "check.letter", source="settings", given=letter, known=letters)
    for letter, needed in table.complete_in.items():
        yield from _unknown_languages(library, needed, f"check.letter.{letter}.complete-in", scope, "settings")
    yield from _unknown_languages(library, set(table.min_percent) - set(expected), "check.min", scope, "settings")
    for name in settings.in_progress:
        if not is_registered(name):
            yield fault("language-unknown-to-cldr", "languages.in-progress", source="settings", given=name)


def _unknown_languages(
    library: CatalogLibrary, names: Iterable[str], place: str, scope: Scope, source: Source = "given"
) -> Iterator[Fault]:
    """A fault for each name that means no language of the letters; for other catalogs, that means no language."""
    known = library.languages if scope.with_letters else []
    for name in sorted(names):
        if scope.with_letters and not any(name_among(language, [name]) for language in known):
            yield fault("language-without-catalog", place, source=source, given=name, known=known)
        elif not scope.with_letters and not is_registered(name):
            yield fault("language-unknown-to-cldr", place, source=source, given=name)


def _minimums(options: Options) -> tuple[dict[str, float], float | None, list[Fault]]:
    """The percentages of the call by language, the one for all others, and what is wrong with them."""
    by_language: dict[str, float] = {}
    of_all: float | None = None
    faults = []
    for given in options.minimums:
        match = _MINIMUM.fullmatch(given)
        if not match or int(match[2]) > _ALL:
            faults.append(fault("not-a-minimum", "--min", given=given))
        elif match[1]:
            by_language[match[1]] = int(match[2])
        else:
            of_all = int(match[2])
    return by_language, of_all, faults


def _levels(options: Options) -> tuple[dict[str, str], list[Fault]]:
    """The levels of the call by rule, and what is wrong with them."""
    levels: dict[str, str] = {}
    faults: list[Fault] = []
    for given in options.levels:
        rule, _, level = given.partition("=")
        if not rule or not level:
            faults.append(fault("not-a-level-of-rule", "--level", given=given))
            continue
        faults += unknown_rules([rule], "--level")
        if level not in LEVELS:
            faults.append(fault("unknown-level", "--level", given=level, known=LEVELS))
        levels[rule] = level
    return levels, faults
