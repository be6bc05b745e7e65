"""The gallery and the sample letters as files."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

from goodterms.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path


def run(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "goodterms", "desk", *words], cwd=folder, capture_output=True, text=True, check=False
    )


def test_the_built_pages_link_to_each_other_and_to_nothing_else(tmp_path: Path) -> None:
    done = run("--build", "site", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    site = tmp_path / "site"
    index = (site / "index.html").read_text("utf-8")
    targets = set(re.findall(r'(?:href|src)="([^"#]+)"', index))
    assert targets == {path.name for path in site.iterdir()}
    letters = len(Workspace().letters()) * len(Workspace().locales())
    assert len(targets) == letters + 2
    assert done.stderr == f"Written: site (letters: {letters})\n"
    assert 'dir="rtl"' in (site / "farewell.ur.html").read_text("utf-8")
    assert "<script" not in index
    again = run("--build", "site", folder=tmp_path)
    assert again.returncode == 2
    assert "already has files" in again.stderr


def test_what_is_missing_is_told_with_its_command(tmp_path: Path) -> None:
    (tmp_path / "starlette.py").write_text("raise ImportError\n")
    done = run("--port", "0", folder=tmp_path)  # the working folder is where python -m looks first
    assert done.returncode == 2
    assert "pip install 'goodterms[desk]'" in done.stderr


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("--port", str(taken.getsockname()[1]), folder=tmp_path)
    assert done.returncode == 2
    assert "--port 0 takes a free one" in done.stderr
