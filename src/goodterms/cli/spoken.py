"""The locale in which the command line speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms import speech
from goodterms.errors import InvalidRequest

if TYPE_CHECKING:
    from goodterms.model import Locale
    from goodterms.project import Project


def spoken_locale(project: Project) -> Locale:
    """The locale in which the command line speaks, as letters know it; else that of the messages themselves."""
    language = speech.current()
    if language is not None:
        try:
            return project.locale(language.tag)
        except InvalidRequest:
            pass  # a project may be without letters in it
    return project.locale(project.source_locale.tag)
