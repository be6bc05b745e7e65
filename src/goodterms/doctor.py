"""What letters need of this machine: fonts for each language, parts of the program; and how to get what is missing."""

from __future__ import annotations

import importlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from goodterms.cldr import languages, locales
from goodterms.errors import GoodtermsError, PartMissing
from goodterms.formats import fonts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goodterms.project import Project

PACKAGE = "fonts-noto-core"
"""The package of Debian and Ubuntu with fonts for all of the languages."""
_RELEASE = Path("/etc/os-release")
_APT_FAMILY = {"debian", "ubuntu"}
# Elsewhere, by the name in os-release: the command that gets the same fonts.
_FONT_COMMANDS = {
    "fedora": "dnf install google-noto-sans-fonts google-noto-*-fonts",
    "arch": "pacman -S noto-fonts",
    "alpine": "apk add font-noto-all",
    "suse": "zypper install google-noto-fonts",
    "opensuse": "zypper install google-noto-fonts",
    "nixos": "nix-env -iA nixpkgs.noto-fonts",
}
_BREW = "brew install --cask font-noto-sans and the fonts that are missing, as font-noto-…"
_ANYWHERE = "get the fonts from fonts.google.com/noto and install them"
_PARTS = {"typst": ("typst", "the format pdf")}
_EXTRAS = {"pyarrow": ("parquet", "tables in Parquet files"), "distributed": ("cluster", "batches on a cluster")}


class Need(NamedTuple):
    """Something that letters need: what it is for, what was found, and when nothing was, how to get it.

    What is of the kind ``extra`` is needed by those alone who want what it is for.
    """

    kind: str
    name: str
    detail: str
    found: str
    command: str

    @property
    def is_met(self) -> bool:
        """Whether it is there."""
        return bool(self.found)

    @property
    def is_missed(self) -> bool:
        """Whether it is not there and letters cannot do without it."""
        return not self.found and self.kind != "extra"


class FontsRefused(GoodtermsError):  # noqa: N818 — named for what it says
    """Fonts could not be fetched; exit status 1."""


def examine(project: Project) -> list[Need]:
    """Everything that letters need: the parts of the program, then the fonts of each language."""
    return [*_part_needs(), *_font_needs(project)]


def _part_needs() -> Iterator[Need]:
    for module, (package, purpose) in _PARTS.items():
        try:
            importlib.import_module(module)
            found = package
        except ImportError:
            found = ""
        yield Need("part", package, purpose, found, f"python -m pip install {package}")
    for module, (extra, purpose) in _EXTRAS.items():
        found = module if importlib.util.find_spec(module) else ""
        yield Need("extra", extra, purpose, found, f"python -m pip install 'goodterms[{extra}]'")


def _font_needs(project: Project) -> Iterator[Need]:
    try:
        there = fonts.families()
    except PartMissing:
        return  # nothing could use them; the part is told already
    for catalog in project.content.catalogs():
        locale = locales.of_catalog(catalog)
        facts = languages.facts(catalog)
        wanted = project.settings(catalog).fonts
        found = next((there[family] for family in wanted if family in there), "")
        if not wanted:
            found = "the system's own"
        script = f" ({facts.script})" if facts else ""
        name = f"{catalog} {locales.name_in(project.source_locale, locale)}{script}"
        yield Need("font", name, " or ".join(wanted), found, how_to_get())


def how_to_get() -> str:
    """The command that gets the fonts on this machine."""
    ids = _system_names()
    if ids & _APT_FAMILY:
        return f"apt-get install {PACKAGE}" if os.geteuid() == 0 else "goodterms doctor --get-fonts"
    for name, command in _FONT_COMMANDS.items():
        if name in ids:
            return command
    return _BREW if shutil.which("brew") else _ANYWHERE


def get_fonts() -> str:
    """Get the fonts by this machine's own packages, and say how; with root installed, else unpacked into a cache.

    Raises :class:`FontsRefused` with the command to run by hand where that cannot be done.
    """
    apt, unpack = shutil.which("apt-get"), shutil.which("dpkg-deb")
    if not _system_names() & _APT_FAMILY or apt is None or unpack is None:
        raise FontsRefused.legacy("fonts are fetched on Debian and Ubuntu alone", how_to_get())
    if os.geteuid() == 0:
        _run([apt, "update", "--quiet"], check=False)  # a fresh machine has no lists yet
        _run([apt, "install", "--quiet", "--yes", "--no-install-recommends", PACKAGE])
        done = f"Installed: {PACKAGE}"
    else:
        done = f"Unpacked: {_unpack(apt, unpack)}"
    fonts.clear_cache()
    return done


def _unpack(apt: str, unpack: str) -> Path:
    """The folder of fetched fonts, whole or as it was."""
    target = fonts.fetched_folder()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            _run([apt, "download", "--quiet", PACKAGE], folder)
            package = next(Path(folder).glob(f"{PACKAGE}_*.deb"), None)
            if package is None:
                raise FontsRefused.legacy(
                    f"apt-get download brought no {PACKAGE}", f"apt-get install {PACKAGE}, as root"
                )
            _run([unpack, "--extract", package.name, "unpacked"], folder)
            if target.exists():
                shutil.rmtree(target)
            (Path(folder) / "unpacked" / "usr" / "share" / "fonts").rename(target)
    except OSError as error:
        raise FontsRefused.legacy(f"{target} cannot be written: {error.strerror}") from None
    return target


def _run(command: list[str], folder: str | None = None, check: bool = True) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(  # noqa: S603 — our own commands, with nothing of the user's in them
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if check and done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise FontsRefused.legacy(
            f"{Path(command[0]).name} {command[1]} failed: {said[-1] if said else 'it says nothing'}"
        )


def _system_names() -> set[str]:
    """The names that this system has for itself and for those it is like."""
    try:
        lines = _RELEASE.read_text("utf-8").splitlines()
    except OSError:
        return set()
    told = dict(line.split("=", 1) for line in lines if "=" in line)
    return {name for key in ("ID", "ID_LIKE") for name in told.get(key, "").strip('"').split()}
