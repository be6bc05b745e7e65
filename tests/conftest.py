"""What several test modules share: a project, and a way to write one letter."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Protocol

import pytest

from goodterms.compose import Call, check, compose
from goodterms.content import Content
from goodterms.formats import document
from goodterms.project import Project

if TYPE_CHECKING:
    from collections.abc import Mapping

DAY = date(2026, 11, 21)


class Write(Protocol):
    """Writes one letter with sample values and returns its text in a format."""

    def __call__(
        self,
        letter: str,
        locale: str,
        given: Mapping[str, object] | None = None,
        *,
        form: str = "text",
        without: tuple[str, ...] = (),
    ) -> str: ...


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden", action="store_true", help="write the golden files anew instead of comparing them"
    )


@pytest.fixture(scope="session")
def project() -> Project:
    return Project(Content())


@pytest.fixture(scope="session")
def write(project: Project) -> Write:
    def written(
        letter: str,
        locale: str,
        given: Mapping[str, object] | None = None,
        *,
        form: str = "text",
        without: tuple[str, ...] = (),
    ) -> str:
        call = Call(letter, locale, given or {}, DAY, sample=True, without=without)
        finished = document(project.content, compose(project, check(project, call)), form)
        return finished.content.decode()

    return written
