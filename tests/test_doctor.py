"""What the doctor finds, what it advises on which system, and how it gets fonts with and without root."""

from __future__ import annotations

import importlib.util
import json
import os
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from goodterms import doctor
from goodterms.cli import main
from goodterms.content.layers import Content
from goodterms.formats import fonts
from goodterms.project import Project

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Company

DEBIAN = 'ID=debian\nVERSION_ID="12"\n'
UBUNTU_LIKE = 'ID=mint\nID_LIKE="ubuntu debian"\n'


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["doctor", *arguments])
    return result.exit_code, result.output


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


class Machine:
    """A fake system: its release file, its programs, its user."""

    def __init__(self, root: Path, patch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.patch = patch
        (root / "bin").mkdir()
        patch.setenv("PATH", f"{root / 'bin'}{os.pathsep}/usr/bin{os.pathsep}/bin")
        patch.setenv("XDG_CACHE_HOME", str(root / "cache"))
        self.release(DEBIAN)
        self.user(1000)

    def release(self, text: str) -> None:
        (self.root / "os-release").write_text(text, "utf-8")
        self.patch.setattr(doctor, "_RELEASE", self.root / "os-release")

    def user(self, number: int) -> None:
        self.patch.setattr(os, "geteuid", lambda: number)

    def program(self, name: str, script: str) -> None:
        path = self.root / "bin" / name
        path.write_text(f'#!/bin/sh\necho "{name} $*" >> {self.root}/called\n{script}\n', "utf-8")
        path.chmod(0o755)

    def called(self) -> list[str]:
        return (self.root / "called").read_text("utf-8").splitlines()


def test_every_language_is_listed_with_its_script_and_font() -> None:
    _, printed = run("--json")
    rows: list[dict[str, Any]] = json.loads(printed)
    assert rows[0] == {"kind": "part", "name": "typst", "for": "the format pdf", "found": "typst"}
    names = [row["name"] for row in rows if row["kind"] == "font"]
    assert names == ["en English (Latn)", "ne Nepali (Deva)", "sl Slovenian (Latn)", "te Telugu (Telu)", "ur Urdu (Arab)"]  # fmt: skip
    assert [row["name"] for row in rows if row["kind"] == "extra"] == ["parquet", "cluster", "lsp", "plan"]
    assert all(row["found"] or row["command"] for row in rows)


def test_a_missing_font_is_reported_with_the_command(company: Company, machine: Machine) -> None:
    company.file("locales/sl/language.toml", '[page]\nfonts = ["No Such Font", "Nor Such"]\n')
    status, printed = run("--content", str(company.root))
    assert status == 1
    assert "missing   font Slovenian (sl, Latn): No Such Font or Nor Such\n" in printed
    assert "          goodterms doctor --get-fonts\n" in printed
    machine.user(0)
    assert "          apt-get install fonts-noto-core\n" in run("--content", str(company.root))[1]


@pytest.mark.parametrize(
    ("release", "command"),
    [
        (UBUNTU_LIKE, "goodterms doctor --get-fonts"),
        ("ID=fedora\n", "dnf install google-noto"),
        ("ID=arch\n", "pacman -S noto-fonts"),
        ("ID=plan9\n", "fonts.google.com/noto"),
    ],
)
def test_each_system_has_its_own_command(machine: Machine, release: str, command: str) -> None:
    machine.release(release)
    assert command in doctor.how_to_get()


def test_without_root_the_package_is_unpacked_into_the_cache(machine: Machine) -> None:
    machine.program("apt-get", "touch fonts-noto-core_1_all.deb")
    machine.program(
        "dpkg-deb", "mkdir -p unpacked/usr/share/fonts/truetype; touch unpacked/usr/share/fonts/truetype/x.ttf"
    )
    target = machine.root / "cache" / "goodterms" / "fonts"
    assert doctor.get_fonts() == f"Unpacked: {target}"
    assert (target / "truetype" / "x.ttf").is_file()
    assert doctor.get_fonts() == f"Unpacked: {target}"  # what was there gives way
    assert [path.name for path in target.parent.iterdir()] == ["fonts"]
    assert machine.called()[0] == "apt-get download --quiet fonts-noto-core"
    assert fonts.fetched_folder() == target


def test_with_root_the_package_is_installed(machine: Machine) -> None:
    machine.user(0)
    machine.program("apt-get", "true")
    machine.program("dpkg-deb", "true")
    assert doctor.get_fonts() == "Installed: fonts-noto-core"
    assert machine.called()[-1].startswith("apt-get install ")


def test_a_failed_download_is_reported(company: Company, machine: Machine) -> None:
    company.file("locales/sl/language.toml", '[page]\nfonts = ["No Such Font"]\n')
    machine.program("apt-get", "echo 'E: no network' >&2; exit 100")
    machine.program("dpkg-deb", "true")
    status, printed = run("--get-fonts", "--content", str(company.root))
    assert status == 1
    assert "Error: apt-get download failed: E: no network\n" in printed
    assert not (machine.root / "cache" / "goodterms" / "fonts").exists()
    machine.program("apt-get", "true")
    assert "apt-get download did not provide fonts-noto-core" in run("--get-fonts", "--content", str(company.root))[1]
    machine.release("ID=fedora\n")
    status, printed = run("--get-fonts", "--content", str(company.root))
    assert status == 1
    assert "dnf install" in printed


def test_nothing_is_fetched_when_nothing_is_missing(machine: Machine, company: Company) -> None:
    family = next(iter(fonts.families()), "")
    if not family:
        pytest.skip("this machine has no font at all: goodterms doctor says how to get them")
    for language in ("en", "ne", "sl", "te", "ur"):
        company.file(f"locales/{language}/language.toml", f'[page]\nfonts = ["{family}"]\n')
    machine.program("apt-get", "exit 1")
    status, _ = run("--get-fonts", "--content", str(company.root))
    assert status == 0
    assert not (machine.root / "called").exists()


def test_a_missing_extra_is_optional(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    needs = [need for need in doctor.examine(Project(Content())) if need.kind == "extra"]
    assert [(need.name, need.is_met, need.is_missed) for need in needs] == [
        ("parquet", False, False),
        ("cluster", False, False),
        ("lsp", False, False),
        ("plan", False, False),
    ]
    assert needs[0].command == "python -m pip install 'goodterms[parquet]'"


def test_a_missing_part_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "typst", None)
    fonts.clear_cache()
    status, printed = run()
    assert status == 1
    assert "missing   part typst: the format pdf\n          python -m pip install 'goodterms[pdf]'\n" in printed
    result = CliRunner().invoke(main, ["render", "farewell", "--locale", "sl", "--sample", "--format", "pdf"])
    assert result.exit_code == 2
    assert "Error: PDF needs Typst" in result.output
    assert "install it with: python -m pip install 'goodterms[pdf]'" in result.output
    fonts.clear_cache()


def test_a_missing_library_of_qr_codes_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "segno", None)
    assert "missing   part segno: QR codes in the format pdf\n" in run()[1]
    result = CliRunner().invoke(main, ["render", "check-in", "--locale", "sl", "--sample", "--format", "pdf"])
    assert result.exit_code == 2
    assert "Error: a QR code needs segno" in result.output
    assert "install it with: python -m pip install 'goodterms[pdf]'" in result.output
