"""What is checked together: catalogs, each by itself and beside the others, and the letters written from them."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from goodterms.check import runner, terms
from goodterms.check.searching import catalogs_in
from goodterms.content.layers import read_text
from goodterms.content.terms import TermBook, TermSettings
from goodterms.errors import BrokenContent, InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from goodterms.check.planning import Plan
    from goodterms.check.scope import Scope
    from goodterms.content.layers import Content
    from goodterms.findings import Finding
    from goodterms.messages.library import CatalogLibrary
    from goodterms.project import Project


class Target(NamedTuple):
    """Catalogs to check, and with a project its letters.

    ``library`` has the layers of content, ``terms`` what they and the settings have of terms. ``source`` is the
    language that messages are written in where a catalog does not say it.
    """

    library: CatalogLibrary
    paths: Sequence[Path]
    source: str
    terms: TermBook
    project: Project | None = None


def target_of(
    library: CatalogLibrary,
    scope: Scope,
    source: str = "",
    project: Project | None = None,
    settings: Callable[[], TermSettings] = TermSettings,
) -> Target:
    """The catalogs of a scope, and the letters of a project; raises :class:`InvalidRequest` when there are none.

    ``source`` is the language of the messages, empty for that of the built-in content. ``settings`` gives the terms of
    the settings where there is no project, which knows them.
    """
    folders = scope.paths or _own_folders(library.content)
    catalogs = catalogs_in(folders)
    if not catalogs and not (project and library.content.letters()):
        kind = "no-catalogs-here" if scope.is_whole else "no-catalogs"
        raise InvalidRequest.of(kind, "" if scope.is_whole else "PATH")
    book = project.terms if project else TermBook(library.content, settings)
    return Target(library, catalogs, source or library.source_language, book, project)


def _own_folders(content: Content) -> list[Path]:
    """The folders with a project's own catalogs: those of its own layers."""
    return [layer / "locales" for layer in content.own_layers if (layer / "locales").is_dir()]


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


def lines_of(path: str) -> list[str]:
    """The lines of a catalog as findings count them; none for a file that cannot be read."""
    try:
        return read_text(Path(path)).split("\n")
    except BrokenContent:
        return []


def _find(target: Target, plan: Plan) -> list[Finding]:
    selection = plan.selection
    loaded = (runner.load(path, target.library.content, target.source) for path in target.paths)
    catalogs = [terms.with_terms(catalog, target.terms) for catalog in loaded]
    if faults := plan.thresholds.unmet({catalog.language for catalog in catalogs} - {""}):
        raise InvalidRequest(faults)
    findings = [finding for catalog in catalogs for finding in runner.check(catalog, selection)]
    findings += runner.check_across(catalogs, selection)
    if target.project is None:
        return findings + runner.check_minimums(catalogs, plan.thresholds, selection)
    # With them comes all that letters are written with, which a check of other catalogs does not need.
    from goodterms.check.own_letters import beside_catalogs

    return beside_catalogs(target.project, plan, target.paths, findings)
