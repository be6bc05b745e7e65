"""What the check says of a project's own letters, beside the findings in their catalogs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from goodterms.check.checked_letters import CheckedLetters, LetterHit
from goodterms.check.registry import RULES
from goodterms.cldr import locales
from goodterms.errors import BrokenContent
from goodterms.faults import wording
from goodterms.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from goodterms.check.planning import Plan
    from goodterms.check.registry import Rule
    from goodterms.check.thresholds import Thresholds
    from goodterms.findings import Level
    from goodterms.project import Project

_OF_CATALOGS = ("message-unused", "template-outdated")
"""The rules about letters that compare what a layer has with what its letters use."""


def beside_catalogs(project: Project, plan: Plan, paths: Sequence[Path], findings: Sequence[Finding]) -> list[Finding]:
    """The findings in catalogs of letters, those at ``paths``, and what the rules about letters find besides.

    Letters are written only from catalogs that are well-formed.
    """
    selection = plan.selection
    findings = [_of_own_message(finding, plan) for finding in findings]
    if any(found.rule == "syntax" and found.level == "error" for found in findings):
        return findings
    typed = {str(path.resolve()): str(path) for path in paths}
    of_letters = [
        finding._replace(path=typed.get(str(Path(finding.path).resolve()), finding.path))
        for letters, finding in _of_letters(project, plan)
        if selection.runs(finding.rule, finding.language) and selection.counts(finding.rule, letters)
    ]
    return findings + _without_echoes(of_letters, findings)


def _of_own_message(finding: Finding, plan: Plan) -> Finding:
    """A finding in a catalog of letters, where a missing translation is an error in every language that is finished."""
    is_error = finding.rule == "untranslated" and not plan.thresholds.is_in_progress(finding.language)
    return finding._replace(level="error") if is_error else finding


def _of_letters(project: Project, plan: Plan) -> Iterator[tuple[tuple[str, ...], Finding]]:
    """What the rules about letters find in the layers that are checked, each finding with the letters it is about.

    A letter or a catalog of a lower layer is somebody else's, and what it lacks is not this project's fault. Of several
    overlays, each is compared with its own letters, so that a letter that a higher one replaces counts for the lower.
    """
    layers, own = project.content.layers, project.content.own_layers
    roots = [layer.resolve() for layer in own]
    runs = plan.selection.runs
    for letters, finding in check_letters(project, plan.thresholds, runs):
        is_own_file = any(Path(finding.path).resolve().is_relative_to(root) for root in roots)
        if is_own_file or any(_is_own(project, letter) for letter in letters):
            yield letters, finding
    for number in range(1, len(own)):
        lower = project.laid_over(layers[number:-1], layers[-1])
        yield from check_letters(lower, plan.thresholds, lambda rule, tag: rule in _OF_CATALOGS and runs(rule, tag))


def _is_own(project: Project, letter: str) -> bool:
    """Whether the template of a letter is in a layer that is checked."""
    located = project.content.template(f"{letter}/letter.md.j2")
    return located is not None and project.content.layers[located.layer] in project.content.own_layers


def _without_echoes(of_letters: list[Finding], findings: list[Finding]) -> list[Finding]:
    """The findings of letters, without errors in messages in which another rule has found one."""
    faulty = {(finding.path, finding.msgid) for finding in findings if finding.level == "error"}
    return [found for found in of_letters if found.level != "error" or (found.path, found.msgid) not in faulty]


def _always(_rule: str, _language: str) -> bool:
    return True


def check_letters(
    project: Project, thresholds: Thresholds, runs: Callable[[str, str], bool] = _always
) -> list[tuple[tuple[str, ...], Finding]]:
    """What the rules about letters find in each language of a project, each finding with the letters it is about.

    ``runs`` says whether a rule runs in a language, by its name and the language's tag.
    """
    of_letters = [rule for rule in RULES.values() if rule.scope == "letters"]
    found: dict[Finding, list[str]] = {}
    cache: dict[object, object] = {}
    for name in project.catalogs.languages:
        checked = CheckedLetters(project, locales.of_catalog(name), thresholds, cache)
        running = [rule for rule in of_letters if runs(rule.name, checked.locale.tag)]
        try:
            hits = [(rule, hit) for rule in running for hit in rule.find(checked)]
        except BrokenContent as error:
            broken = RULES["letter-broken"]
            hits = [
                (broken, LetterHit(fault.place, wording.said_problem(fault), line=fault.line)) for fault in error.faults
            ]
        for found_by, hit in hits:
            # Rules go letter by letter, and find what is wrong with a message once for each letter that prints it.
            found.setdefault(_finding(checked, found_by, hit), []).append(hit.letter)
    return [(tuple(filter(None, dict.fromkeys(letters))), finding) for finding, letters in found.items()]


def _finding(checked: CheckedLetters, rule: Rule, hit: LetterHit) -> Finding:
    msgctxt, msgid = hit.key
    level: Level = hit.level or rule.level  # type: ignore[assignment]
    place = (str(hit.path), max(1, hit.line), 1, checked.locale.tag)
    return Finding(rule.name, level, *place, msgctxt, msgid, hit.message, hit.text)
