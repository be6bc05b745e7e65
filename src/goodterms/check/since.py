"""What the same check finds in the files as they were at a revision of git."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from goodterms.check import history, targets
from goodterms.content.layers import Content
from goodterms.errors import GoodtermsError
from goodterms.messages.library import CatalogLibrary

if TYPE_CHECKING:
    from goodterms.check.planning import Plan
    from goodterms.check.targets import Target

_SUFFIXES = (".po", ".pot", ".toml", ".j2", ".css")
"""The files that catalogs and letters are made of."""


def fingerprints_at(target: Target, revision: str, plan: Plan) -> list[str]:
    """The fingerprints of what the same check finds in the files as they were at a revision of git.

    There are none when the files of then cannot be checked. Raises :class:`InvalidRequest` without a repository, and
    for an unknown revision.
    """
    with tempfile.TemporaryDirectory() as folder:
        before = _at_revision(target, revision, Path(folder).resolve())
        plan = plan._replace(thresholds=plan.thresholds._replace(expected={}))
        try:
            return [finding.fingerprint for finding in targets.find(before, plan)]
        except GoodtermsError:
            return []


def _at_revision(target: Target, revision: str, into: Path) -> Target:
    """The same catalogs and letters as they were at a revision, in the folder ``into``.

    Files outside the repository are used as they are.
    """
    content = target.library.content
    anchor = target.paths[0].resolve().parent if target.paths else content.layers[0]
    top = history.restore(anchor, revision, _SUFFIXES, into)

    def at_that_time(path: Path) -> Path:
        is_inside = path.resolve().is_relative_to(top.resolve())
        return into / path.resolve().relative_to(top.resolve()) if is_inside else path

    *overlays, base = map(at_that_time, content.layers)
    layers = [layer for layer in overlays if (layer / "templates").is_dir() or (layer / "locales").is_dir()]
    paths = [path for path in map(at_that_time, target.paths) if path.is_file()]
    if target.project is None:
        then = Content(tuple(layers), base)
        return target._replace(library=CatalogLibrary(then), terms=target.terms.over(then), paths=paths)
    project = target.project.laid_over(layers, base)
    return target._replace(library=project.catalogs, terms=project.terms, project=project, paths=paths)
