"""What is checked together: catalogs, each by itself and beside the others, and the letters written from them."""

from __future__ import annotations

import gc
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from goodterms.check import history, runner, terms
from goodterms.check.letters import check_letters
from goodterms.content.layers import read_text
from goodterms.errors import BrokenContent, GoodtermsError, InvalidRequest
from goodterms.project import open_project

if TYPE_CHECKING:
    from collections.abc import Sequence

    from goodterms.check.planning import Plan
    from goodterms.findings import Finding
    from goodterms.project import Project


_SUFFIXES = (".po", ".pot", ".toml", ".j2", ".css")
"""The files that catalogs and letters are made of."""


class Target(NamedTuple):
    """Catalogs to check, and with ``with_letters`` the letters of the project."""

    project: Project
    paths: Sequence[Path]
    with_letters: bool


def own_folders(project: Project) -> list[Path]:
    """The folders with a project's own catalogs: those of its overlays; without overlays, the built-in one."""
    layers = project.content.layers[:-1] or project.content.layers
    return [layer / "locales" for layer in layers if (layer / "locales").is_dir()]


def target_at(project: Project, paths: Sequence[Path], *, with_letters: bool) -> Target:
    """The catalogs at paths, files or folders; raises :class:`InvalidRequest` when there are none."""
    catalogs = runner.catalogs_in(paths)
    if not catalogs:
        raise InvalidRequest.of("no-catalogs", "PATH")
    return Target(project, catalogs, with_letters)


def find(target: Target, plan: Plan) -> list[Finding]:
    """What the rules of a plan find; raises :class:`InvalidRequest` for a catalog that cannot be read.

    Letters are written only from catalogs that are well-formed.
    """
    was_collecting = gc.isenabled()
    gc.disable()  # a catalog is many objects without cycles; looking for those takes a twentieth of the time
    try:
        return _find(target, plan)
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
    source = project.source_locale.catalog
    catalogs = [terms.with_terms(runner.load(path, project.content, source), project) for path in target.paths]
    findings = [finding for catalog in catalogs for finding in runner.check(catalog, selection)]
    findings += runner.check_across(catalogs, selection)
    if not target.with_letters or any(found.rule == "syntax" and found.level == "error" for found in findings):
        return findings
    typed = {str(path.resolve()): str(path) for path in target.paths}
    of_letters = [
        finding._replace(path=typed.get(str(Path(finding.path).resolve()), finding.path))
        for letters, finding in check_letters(project, plan.thresholds)
        if selection.runs(finding.rule, finding.language) and selection.counts(finding.rule, letters)
    ]
    return findings + _without_echoes(of_letters, findings)


def _at_revision(target: Target, revision: str, into: Path) -> Target:
    """The same catalogs and letters as they were at a revision, in the folder ``into``.

    Files outside the repository are used as they are.
    """
    content = target.project.content
    top = history.restore(target.paths[0].resolve().parent, revision, _SUFFIXES, into)

    def at_that_time(path: Path) -> Path:
        is_inside = path.resolve().is_relative_to(top.resolve())
        return into / path.resolve().relative_to(top.resolve()) if is_inside else path

    *overlays, base = map(at_that_time, content.layers)
    layers = [layer for layer in overlays if (layer / "templates").is_dir() or (layer / "locales").is_dir()]
    conventions = target.project.conventions
    project = open_project(layers, lambda _: conventions, base, target.project.term_settings)
    return Target(project, [path for path in map(at_that_time, target.paths) if path.is_file()], target.with_letters)


def _without_echoes(of_letters: list[Finding], findings: list[Finding]) -> list[Finding]:
    """The findings of letters, without errors in messages in which another rule has found one."""
    faulty = {(finding.path, finding.msgid) for finding in findings if finding.level == "error"}
    return [found for found in of_letters if found.level != "error" or (found.path, found.msgid) not in faulty]
