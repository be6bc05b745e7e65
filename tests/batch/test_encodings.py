"""Batches of tables in old code pages: read and reported as they are, or refused before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from goodterms.cli import main

NAMES = ["Marko Kovač", "Žiga Zupančič", "Špela Čeh", "Ana Grčar", "Jože Košir"]
LETTER = """title = "Note"
before = ["subject"]
[steps.note]
[fields.name]
type = "name"
required = true
sample = "Ana"
help = "the name"
"""
BODY = "{% block subject %}A{% endblock %}{% block note %}{{ name }}{% endblock %}"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a letter that prints a name."""
    letter = tmp_path / "content/templates/note"
    letter.mkdir(parents=True)
    letter.joinpath("letter.toml").write_text(LETTER, "utf-8")
    letter.joinpath("letter.md.j2").write_text(BODY, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(data: bytes, *more: str) -> tuple[int, str]:
    Path("a.csv").write_bytes(data)
    given = ["a.csv", "-o", "out", "--date", "2026-11-21", "--content", "content", "--missing", "fallback"]
    result = CliRunner().invoke(main, ["batch", "note", *given, *more])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stderr


def table(names: list[str], locale: str = "sl") -> str:
    return "key;locale;name\r\n" + "".join(f"K-{n};{locale};{name}\r\n" for n, name in enumerate(names))


def printed(folder: Path) -> str:
    return "\n".join(path.read_text("utf-8") for path in folder.glob("out/*/*.txt"))


@pytest.mark.parametrize("codec", ["cp1250", "cp852", "utf-16-le"])
def test_letters_have_the_names_of_the_table(folder: Path, codec: str) -> None:
    status, told = run(table(NAMES, "slovenščina").encode(codec), "--report", "report.csv")
    assert status == 0, told
    assert all(name in printed(folder) for name in NAMES)
    assert ("it was read as" in told) == codec.startswith("cp")
    report = (folder / "report.csv").read_text("utf-8-sig")
    assert all(name in report for name in NAMES)


def test_a_doubt_is_settled_by_the_option(folder: Path) -> None:
    data = table(NAMES[:1]).encode("cp1250")
    status, told = run(data)
    assert status == 2
    assert "'Kovač' in Windows-1250 (cp1250) or 'Kovaè' in Windows-1252 (cp1252)" in told
    assert not (folder / "out").exists()
    assert run(data, "--encoding", "windows-1250")[0] == 0
    assert NAMES[0] in printed(folder)


def test_wrong_bytes_are_refused_with_their_row(folder: Path) -> None:
    status, told = run(table(["Žiga", "René"]).encode().replace("é".encode(), b"\xe9"))
    assert status == 2
    assert "a.csv: row 3, column 3: byte 0xE9 in 'Ren\ufffd' is not valid UTF-8" in told
    assert not (folder / "out").exists()
