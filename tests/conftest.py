"""What several test modules share: a project, a working folder, and a way to write one letter."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import hypothesis
import pytest

from goodterms.call import Call
from goodterms.compose import compose, validate
from goodterms.content.layers import Content
from goodterms.formats import document
from goodterms.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from goodterms.messages.translations import Missing

# How long an example takes says something of the machine, not of the program.
hypothesis.settings.register_profile("untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
# A verdict that decides about a change must not depend on chance; at other times, chance finds what nobody thought of.
hypothesis.settings.register_profile("repeatable", hypothesis.settings.get_profile("untimed"), derandomize=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "untimed"))

# The program speaks as it is written, whatever the language of the machine.
os.environ["GOODTERMS_LANG"] = "C"

DAY = date(2026, 11, 21)
"""The date of every letter that the tests write."""


LETTER = """
title = "Note"
before = ["subject"]
[steps.body]
[fields.name]
type = "name"
sample = "Ana"
[fields.count]
type = "count"
sample = 3
[fields.names]
type = "name"
many = true
sample = ["A", "B"]
"""
HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);\\n"
"""


class Company:
    """A company's content folder, made file by file."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "templates").mkdir()

    def file(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    def note(self, body: str) -> Path:
        self.file("templates/note/letter.toml", LETTER)
        return self.file(
            "templates/note/letter.md.j2",
            f"{{% block subject %}}S{{% endblock %}}\n{{% block body %}}{body}{{% endblock %}}\n",
        )

    def catalog(self, entries: str, language: str = "sl") -> Path:
        return self.file(f"locales/{language}/LC_MESSAGES/goodterms.po", HEADER + entries)

    def made(
        self,
        letter: str = "note",
        locale: str = "sl",
        form: str = "text",
        missing: Missing = "fallback",
        **given: object,
    ) -> bytes:
        project = Project(Content((self.root,)))
        call = Call(letter, locale, given, DAY, sample=True, missing=missing)
        return document(project.content, compose(project, validate(project, call)), form).content

    def write(
        self,
        letter: str = "note",
        locale: str = "sl",
        form: str = "text",
        missing: Missing = "fallback",
        **given: object,
    ) -> str:
        return self.made(letter, locale, form, missing, **given).decode()

    def body(self, template: str, **given: object) -> str:
        self.note(template)
        return self.write(**given).partition("\n\n")[2].rstrip("\n")  # type: ignore[arg-type]


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
        zones: Sequence[str] | None = None,
    ) -> str: ...


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="rewrite the golden files instead of comparing them")
    parser.addoption("--rewrite-docs", action="store_true", help="rewrite the outputs that the documents show")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """The working folder of a test: an empty one."""
    before = Path.cwd()
    os.chdir(tmp_path)
    yield tmp_path
    os.chdir(before)


@pytest.fixture(scope="session")
def project() -> Project:
    return Project(Content())


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path)


@pytest.fixture(scope="session")
def write(project: Project) -> Write:
    def written(
        letter: str,
        locale: str,
        given: Mapping[str, object] | None = None,
        *,
        form: str = "text",
        without: tuple[str, ...] = (),
        zones: Sequence[str] | None = None,
    ) -> str:
        call = Call(letter, locale, given or {}, DAY, sample=True, without=without)
        if zones:
            call = call._replace(timezone=zones[0], sender_timezone=zones[1])
        finished = document(project.content, compose(project, validate(project, call)), form)
        return finished.content.decode()

    return written
