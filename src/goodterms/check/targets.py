"""What is checked together: catalogs, each by itself and beside the others, and the letters written from them."""

from __future__ import annotations

import gc
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from goodterms.check import history, runner, terms
from goodterms.check.letters import check_letters
from goodterms.check.searching import catalogs_in
from goodterms.content.layers import read_text
from goodterms.errors import BrokenContent, GoodtermsError, InvalidRequest
from goodterms.project import open_project

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from goodterms.check.planning import Plan
    from goodterms.check.scope import Scope
    from goodterms.findings import Finding
    from goodterms.project import Project


_SUFFIXES = (".po", ".pot", ".toml", ".j2", ".css")
"""The files that catalogs and letters are made of."""


_OF_CATALOGS = ("message-unused", "template-outdated")
"""The rules about letters that compare what a layer has with what its letters use."""


class Target(NamedTuple):
    """Catalogs to check, and with ``with_letters`` the letters of the project.

    ``source`` is the language that messages are written in where a catalog does not say it.
    """

    project: Project
    paths: Sequence[Path]
    with_letters: bool
    source: str


def target_of(project: Project, scope: Scope, source: str = "") -> Target:
    """The catalogs and letters of a scope; raises :class:`InvalidRequest` when there are none.

    ``source`` is the language of the messages, empty for that of the built-in content.
    """
    folders = scope.paths or _own_folders(project)
    catalogs = catalogs_in(folders)
    if not catalogs and not (scope.with_letters and project.content.letters()):
        kind = "no-catalogs-here" if scope.is_whole else "no-catalogs"
        raise InvalidRequest.of(kind, "" if scope.is_whole else "PATH")
    return Target(project, catalogs, scope.with_letters, source or project.source_locale.catalog)


def _own_folders(project: Project) -> list[Path]:
    """The folders with a project's own catalogs: those of its overlays; without overlays, the built-in one."""
    return [layer / "locales" for layer in _own_layers(project) if (layer / "locales").is_dir()]


def _own_layers(project: Project) -> Sequence[Path]:
    return project.content.layers[:-1] or project.content.layers


def find(target: Target, plan: Plan) -> list[Finding]:
    """What the rules of a plan find; raises :class:`InvalidRequest` for a catalog that cannot be read.

    Letters are written only from catalogs that are well-formed.
    """
    was_collecting = gc.isenabled()
    gc.disable()  # a catalog is many objects without cycles; looking for those takes a twentieth of the time
    try:
        return plan.selection.levelled(_find(target, plan))
    except BrokenContent as error:
        raise InvalidRequest(error.faults) from None
    finally:
        if was_collecting:
            gc.enable()


def fingerprints_at(target: Target, revision: str, plan: Plan) -> list[str]:
    """The fingerprints of what the same check finds in the files as they were at a revision of git.

    There are none when the files of then cannot be checked. Raises :class:`InvalidRequest` without a repository, and
    for an unknown revision.
    """
    with tempfile.TemporaryDirectory() as folder:
        before = _at_revision(target, revision, Path(folder).resolve())
        plan = plan._replace(thresholds=plan.thresholds._replace(expected={}))
        try:
            return [finding.fingerprint for finding in find(before, plan)]
        except GoodtermsError:
            return []


def lines_of(path: str) -> list[str]:
    """The lines of a catalog as findings count them; none for a file that cannot be read."""
    try:
        return read_text(Path(path)).split("\n")
    except BrokenContent:
        return []


def _find(target: Target, plan: Plan) -> list[Finding]:
    project, selection = target.project, plan.selection
    loaded = (runner.load(path, project.content, target.source) for path in target.paths)
    catalogs = [terms.with_terms(catalog, project) for catalog in loaded]
    if faults := plan.thresholds.unmet({catalog.language for catalog in catalogs} - {""}):
        raise InvalidRequest(faults)
    findings = [finding for catalog in catalogs for finding in runner.check(catalog, selection)]
    findings += runner.check_across(catalogs, selection)
    if not target.with_letters:
        return findings + runner.check_minimums(catalogs, plan.thresholds, selection)
    findings = [_of_own_message(finding, plan) for finding in findings]
    if any(found.rule == "syntax" and found.level == "error" for found in findings):
        return findings
    typed = {str(path.resolve()): str(path) for path in target.paths}
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
    layers, own = project.content.layers, _own_layers(project)
    roots = [layer.resolve() for layer in own]
    runs = plan.selection.runs
    for letters, finding in check_letters(project, plan.thresholds, runs):
        is_own_file = any(Path(finding.path).resolve().is_relative_to(root) for root in roots)
        if is_own_file or any(_is_own(project, letter) for letter in letters):
            yield letters, finding
    for number in range(1, len(own)):
        conventions = project.conventions
        lower = open_project(layers[number:-1], lambda _, found=conventions: found, layers[-1])  # type: ignore[misc]
        yield from check_letters(lower, plan.thresholds, lambda rule, tag: rule in _OF_CATALOGS and runs(rule, tag))


def _is_own(project: Project, letter: str) -> bool:
    """Whether the template of a letter is in a layer that is checked."""
    located = project.content.template(f"{letter}/letter.md.j2")
    return located is not None and project.content.layers[located.layer] in _own_layers(project)


def _at_revision(target: Target, revision: str, into: Path) -> Target:
    """The same catalogs and letters as they were at a revision, in the folder ``into``.

    Files outside the repository are used as they are.
    """
    content = target.project.content
    anchor = target.paths[0].resolve().parent if target.paths else content.layers[0]
    top = history.restore(anchor, revision, _SUFFIXES, into)

    def at_that_time(path: Path) -> Path:
        is_inside = path.resolve().is_relative_to(top.resolve())
        return into / path.resolve().relative_to(top.resolve()) if is_inside else path

    *overlays, base = map(at_that_time, content.layers)
    layers = [layer for layer in overlays if (layer / "templates").is_dir() or (layer / "locales").is_dir()]
    conventions = target.project.conventions
    project = open_project(layers, lambda _: conventions, base, target.project.term_settings)
    return target._replace(project=project, paths=[path for path in map(at_that_time, target.paths) if path.is_file()])


def _without_echoes(of_letters: list[Finding], findings: list[Finding]) -> list[Finding]:
    """The findings of letters, without errors in messages in which another rule has found one."""
    faulty = {(finding.path, finding.msgid) for finding in findings if finding.level == "error"}
    return [found for found in of_letters if found.level != "error" or (found.path, found.msgid) not in faulty]
