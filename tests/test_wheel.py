"""The wheel: built, installed into a clean environment, and used from a folder that has nothing to do with it."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (found,) = target.glob("*.whl")
    return found


def test_the_wheel_holds_the_content_once(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for kept in (
        "locales/ur/LC_MESSAGES/goodterms.po",
        "locales/goodterms.pot",
        "locales/sl/language.toml",
        "templates/farewell/letter.toml",
        "templates/_layout/letter.css",
    ):
        assert f"goodterms/_content/{kept}" in names
    assert not [name for name in names if name.startswith(("locales", "templates", "tests")) or name.endswith(".mo")]


def test_an_installed_wheel_works_from_any_folder(wheel: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "env")], check=True)
    program = tmp_path / "env" / "bin"
    install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--constraint"]
    subprocess.run([str(program / "python"), *install, str(ROOT / "constraints.txt"), str(wheel)], check=True)
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    for locale, words in {"ur": "خیر اندیش", "sl": "S spoštovanjem"}.items():
        command = [str(program / "goodterms"), "render", "farewell", "--locale", locale, "--sample"]
        result = subprocess.run(command, check=True, capture_output=True, cwd="/", env=environment)
        assert words in result.stdout.decode()
    update = subprocess.run(
        [str(program / "goodterms"), "catalog", "update"], check=False, capture_output=True, cwd="/", env=environment
    )
    assert update.returncode == 2
    assert "give the folder with your own catalogs: --content DIR" in update.stderr.decode()
    (tmp_path / "ours" / "locales").mkdir(parents=True)
    add = [str(program / "goodterms"), "catalog", "add", "hi", "--content", "ours"]
    subprocess.run(add, check=True, capture_output=True, cwd=tmp_path, env=environment)
    check = [str(program / "goodterms"), "check", "ours", "--fail-on", "warning"]
    subprocess.run(check, check=True, capture_output=True, cwd=tmp_path, env=environment)
