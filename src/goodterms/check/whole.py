"""A whole check: each catalog by itself, all of them together, and the letters that are written from them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from goodterms.check import history, runner
from goodterms.check.letters import check_letters
from goodterms.project import open_project

if TYPE_CHECKING:
    from collections.abc import Sequence

    from goodterms.check.letters import Thresholds
    from goodterms.check.runner import Choice
    from goodterms.findings import Finding
    from goodterms.project import Project


_SUFFIXES = (".po", ".pot", ".toml", ".j2", ".css")
"""The files that catalogs and letters are made of."""


class Checked(NamedTuple):
    """What is to be checked: catalogs, and the letters of the project when ``with_letters``."""

    project: Project
    paths: Sequence[Path]
    with_letters: bool


def findings_in(checked: Checked, choice: Choice, thresholds: Thresholds) -> list[Finding]:
    """What all chosen rules find; raises :class:`BrokenContent` for a catalog that cannot be read.

    Letters are written from catalogs that are well-formed only.
    """
    project = checked.project
    source = project.source_locale.catalog
    catalogs = [runner.load(path, project.content, source) for path in checked.paths]
    findings = [finding for catalog in catalogs for finding in runner.check(catalog, choice)]
    findings += runner.check_across(catalogs, choice)
    if not checked.with_letters or any(one.rule == "syntax" and one.level == "error" for one in findings):
        return findings
    shown = {str(path.resolve()): str(path) for path in checked.paths}
    found = check_letters(project, thresholds)
    mine = [one for letter, one in found if choice.runs(one.rule, one.language) and choice.counts(one.rule, letter)]
    paths = {one.path: str(Path(one.path).resolve()) for one in mine}
    return _without_echoes(findings, [one._replace(path=shown.get(paths[one.path], one.path)) for one in mine])


def at_revision(checked: Checked, revision: str, into: Path) -> Checked:
    """The same catalogs and letters as they were at a revision of git, in the folder ``into``.

    What lies outside the repository is taken as it is. Raises :class:`InvalidRequest` when there is no repository, or
    no such revision.
    """
    content = checked.project.content
    top = history.restore(checked.paths[0].resolve().parent, revision, _SUFFIXES, into)

    def then(path: Path) -> Path:
        inside = path.resolve().is_relative_to(top.resolve())
        return into / path.resolve().relative_to(top.resolve()) if inside else path

    *overlays, base = map(then, content.layers)
    layers = [layer for layer in overlays if (layer / "templates").is_dir() or (layer / "locales").is_dir()]
    conventions = checked.project.conventions
    project = open_project(layers, lambda _: conventions, base)
    return Checked(project, [path for path in map(then, checked.paths) if path.is_file()], checked.with_letters)


def _without_echoes(findings: list[Finding], of_letters: list[Finding]) -> list[Finding]:
    """The findings of both kinds; what breaks a letter is left out where a rule has told the fault in its place."""
    told = {(one.path, one.msgid) for one in findings if one.level == "error"}
    return findings + [one for one in of_letters if not (one.level == "error" and (one.path, one.msgid) in told)]
