"""What letters need on this machine: fonts for each language, Python packages; and how to get what is missing."""

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
from goodterms.faults.causes import cause
from goodterms.formats import fonts
from goodterms.speech import Several, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goodterms.model import Locale
    from goodterms.project import Project

PACKAGE = "fonts-noto-core"
"""The Debian and Ubuntu package with fonts for all built-in languages."""
_RELEASE = Path("/etc/os-release")
_APT_FAMILY = {"debian", "ubuntu"}
# On other systems, by ID or ID_LIKE in os-release: the command that installs the same fonts.
_FONT_COMMANDS = {
    "fedora": "dnf install google-noto-sans-fonts google-noto-*-fonts",
    "arch": "pacman -S noto-fonts",
    "alpine": "apk add font-noto-all",
    "suse": "zypper install google-noto-fonts",
    "opensuse": "zypper install google-noto-fonts",
    "nixos": "nix-env -iA nixpkgs.noto-fonts",
}
_BREW = said("brew install --cask font-noto-sans, and font-noto-… for each font that is missing")
_ANYWHERE = said("install the fonts from fonts.google.com/noto")
# For translators: what a part of the program is for
_PARTS = {"typst": ("pdf", said("the format pdf")), "segno": ("pdf", said("QR codes in the format pdf"))}
_EXTRAS = {
    "pyarrow": ("parquet", said("tables in Parquet files")),
    "distributed": ("cluster", said("batches on a cluster")),
    "pygls": ("lsp", said("catalogs checked in editors")),
    "scipy": ("plan", said("the plan of a year")),
}


class Need(NamedTuple):
    """Something that letters need: its kind, its name, its purpose, what was found, the command that gets it.

    ``kind`` is ``part``, ``font``, or ``extra`` for what is optional; ``found`` is empty where nothing was.
    """

    kind: str
    name: str
    detail: str
    found: str
    command: str

    @property
    def is_met(self) -> bool:
        """Whether it was found."""
        return bool(self.found)

    @property
    def is_missed(self) -> bool:
        """Whether it is missing and not optional."""
        return not self.found and self.kind != "extra"


class FontsRefused(GoodtermsError):  # noqa: N818 — named for what it says
    """The fonts cannot be fetched; exit status 1."""


def examine(project: Project, own: Locale | None = None) -> list[Need]:
    """Everything that letters need: Python packages, then the fonts of each language.

    Languages are named in ``own``, the locale of whoever asks; without it, in the source language of the messages.
    """
    return [*_part_needs(), *_font_needs(project, own)]


def _part_needs() -> Iterator[Need]:
    for module, (extra, purpose) in _PARTS.items():
        try:
            importlib.import_module(module)
            found = module
        except ImportError:
            found = ""
        yield Need("part", module, purpose, found, _command(extra))
    for module, (extra, purpose) in _EXTRAS.items():
        found = module if importlib.util.find_spec(module) else ""
        yield Need("extra", extra, purpose, found, _command(extra))


def _command(extra: str) -> str:
    return f"python -m pip install 'goodterms[{extra}]'"


def _font_needs(project: Project, own: Locale | None) -> Iterator[Need]:
    try:
        families = fonts.families()
    except PartMissing:
        return  # without Typst, which is reported as a part, nothing could use them
    for catalog in project.catalogs.languages:
        locale = locales.of_catalog(catalog)
        facts = languages.facts(catalog)
        named = project.language(catalog).fonts
        found = next((families[family] for family in named if family in families), "")
        if not named:
            # For translators: fonts
            found = said("the system's own")
        script = facts.script if facts else ""
        spoken = locales.name_in(own or project.source_locale, locale)
        # In a sentence, a code before the name could be a word: "ne" is one in several languages.
        name = f"{spoken} ({', '.join(filter(None, (catalog, script)))})" if own else f"{catalog} {spoken} ({script})"
        yield Need("font", name, Several(named, "or"), found, how_to_get())


def how_to_get() -> str:
    """The command or the advice that gets the fonts on this machine."""
    ids = _system_names()
    if ids & _APT_FAMILY:
        return f"apt-get install {PACKAGE}" if os.geteuid() == 0 else "goodterms doctor --get-fonts"
    for name, command in _FONT_COMMANDS.items():
        if name in ids:
            return command
    return _BREW if shutil.which("brew") else _ANYWHERE


def get_fonts() -> str:
    """Install the fonts' package as root, or unpack it into a cache otherwise; returns a line that says which.

    Raises :class:`FontsRefused` on other systems than Debian and Ubuntu, for a failed download, for a cache that cannot
    be written.
    """
    apt, unpack = shutil.which("apt-get"), shutil.which("dpkg-deb")
    if not _system_names() & _APT_FAMILY or apt is None or unpack is None:
        raise FontsRefused.of("fonts-other-system", command=how_to_get())
    if os.geteuid() == 0:
        _run([apt, "update", "--quiet"], check=False)  # a fresh machine has no lists yet
        _run([apt, "install", "--quiet", "--yes", "--no-install-recommends", PACKAGE])
        report = said("Installed: {package}", package=PACKAGE)
    else:
        report = said("Unpacked: {folder}", folder=_unpack(apt, unpack))
    fonts.clear_cache()
    return report


def _unpack(apt: str, unpack: str) -> Path:
    """Download and unpack the package; returns the folder of the fonts. On an error, the folder is as it was."""
    target = fonts.fetched_folder()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            _run([apt, "download", "--quiet", PACKAGE], folder)
            package = next(Path(folder).glob(f"{PACKAGE}_*.deb"), None)
            if package is None:
                raise FontsRefused.of("fonts-not-downloaded", package=PACKAGE)
            _run([unpack, "--extract", package.name, "unpacked"], folder)
            if target.exists():
                shutil.rmtree(target)
            (Path(folder) / "unpacked" / "usr" / "share" / "fonts").rename(target)
    except OSError as error:
        raise FontsRefused.of("unwritable", path=target, reason=cause(error)) from None
    return target


def _run(command: list[str], folder: str | None = None, check: bool = True) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    finished = subprocess.run(  # noqa: S603 — fixed commands, without user input
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if check and finished.returncode:
        name = f"{Path(command[0]).name} {command[1]}"
        output = (finished.stderr or finished.stdout).strip().splitlines()
        if not output:
            raise FontsRefused.of("command-failed-silently", command=name)
        raise FontsRefused.of("command-failed", command=name, reason=output[-1])


def _system_names() -> set[str]:
    """The names of this system and of those that it is like: ID and ID_LIKE of os-release."""
    try:
        lines = _RELEASE.read_text("utf-8").splitlines()
    except OSError:
        return set()
    values = dict(line.split("=", 1) for line in lines if "=" in line)
    return {name for key in ("ID", "ID_LIKE") for name in values.get(key, "").strip('"').split()}
