"""Opens a catalog for editing: with the rules that the settings choose for it, and the terms of its language."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from goodterms.check import planning
from goodterms.check.open_catalog import OpenCatalog
from goodterms.check.runner import RuleSelection
from goodterms.check.scope import Scope
from goodterms.check.subjects import NO_TERMS
from goodterms.errors import GoodtermsError

if TYPE_CHECKING:
    from pathlib import Path

    from goodterms.content.settings import Settings
    from goodterms.content.terms import Glossary
    from goodterms.project import Project


def open_catalog(project: Project, settings: Settings, path: Path, text: str) -> OpenCatalog:
    """A catalog as an editor has it; ``text`` is what it holds now, saved or not.

    All rules run where the settings are at fault, and no terms apply where those are; the check itself reports both.
    """
    selection, source = _plan(project, settings, path)
    source = source or project.source_locale.catalog
    return OpenCatalog(path, project.content, source, selection, text, partial(_terms, project, path))


def _plan(project: Project, settings: Settings, path: Path) -> tuple[RuleSelection, str]:
    """The rules that the settings choose for a file, and the language of its messages, empty for the usual one."""
    try:
        plan = planning.plan(project.catalogs, settings, planning.Options(), Scope((), [path], is_whole=False))
    except GoodtermsError:
        return RuleSelection(), ""
    return plan.selection, settings.check.source_language


def _terms(project: Project, path: Path, language: str) -> Glossary:
    try:
        return project.terms.of_language(language, path)
    except GoodtermsError:
        return NO_TERMS
