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
        "templates/_new/own/letter.toml",
    ):
        assert f"goodterms/_content/{kept}" in names
    assert "goodterms/_parsed/locales/sl/language.toml.json" in names
    assert not [name for name in names if name.startswith(("locales", "templates", "tests")) or name.endswith(".mo")]


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of a clean environment with the wheel."""
    folder = tmp_path_factory.mktemp("installed") / "env"
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--constraint"]
    subprocess.run([str(folder / "bin/python"), *install, str(ROOT / "constraints.txt"), str(wheel)], check=True)
    return folder / "bin"


@pytest.fixture(scope="module")
def environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}


def test_three_lines_write_a_letter_with_an_installed_wheel(program: Path, environment: dict[str, str]) -> None:
    lines = (
        "import goodterms",
        'page = goodterms.render("farewell", "ur-PK", {"name": "Ana Novak"}, sample=True)',
        "print(page.content.decode())",
    )
    command = [str(program / "python"), "-c", "\n".join(lines)]
    result = subprocess.run(
        command, check=True, capture_output=True, cwd="/", env={**environment, "PYTHONIOENCODING": "utf-8"}
    )
    assert not result.stderr
    page = result.stdout.decode()
    assert page.startswith('<!doctype html>\n<html lang="ur-PK" dir="rtl"')
    assert "خیر اندیش" in page
    assert "Ana Novak</bdi>" in page


def test_an_installed_wheel_works_from_any_folder(program: Path, environment: dict[str, str], tmp_path: Path) -> None:
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


MAX_MEGABYTES = 75
"""What a project that only checks its catalogs must take along, without pip."""


def test_the_base_is_light_and_names_what_it_lacks(program: Path, environment: dict[str, str], tmp_path: Path) -> None:
    packages = next((program.parent / "lib").glob("python*/site-packages"))
    own = [path for path in packages.iterdir() if not path.name.startswith(("pip", "setuptools", "pkg_resources"))]
    sizes = [file.stat().st_size for path in own for file in [path, *path.rglob("*")] if file.is_file()]
    assert sum(sizes) / 1_000_000 < MAX_MEGABYTES
    assert not {"typst", "segno", "pyarrow", "distributed", "pygls", "starlette", "uvicorn"} & {
        path.name for path in own
    }

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(program / "goodterms"), *arguments]
        return subprocess.run(command, check=False, capture_output=True, text=True, cwd=tmp_path, env=environment)

    (tmp_path / "goodterms.toml").write_text('[mail]\nfrom = "maja@example.com"\n', "utf-8")
    for form in ("text", "html", "eml"):
        mail = ("--to", "ana@example.com") if form == "eml" else ()
        written = run(
            "render", "farewell", "--locale", "ur", "--sample", "--format", form, "--output", f"a.{form}", *mail
        )
        assert written.returncode == 0, written.stderr
    refused = run("render", "farewell", "--locale", "ur", "--sample", "--format", "pdf")
    assert refused.returncode == 2
    assert "python -m pip install 'goodterms[pdf]'" in refused.stderr
    assert "python -m pip install 'goodterms[pdf]'" in run("doctor").stdout
    (tmp_path / "people.parquet").write_bytes(b"PAR1")
    table = run("batch", "farewell", "people.parquet", "--output", "out")
    assert "pip install 'goodterms[parquet]'" in table.stderr, table.stderr
    assert "pip install 'goodterms[lsp]'" in run("lsp").stderr
    assert run("check", "--built-in").stdout == "no findings in 11 catalogs\n"
