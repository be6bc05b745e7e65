"""Get CLDR's own test data for the names of persons into build/cldr-tests; ``make test`` runs this before the tests.

The data is not ours and is not kept in the repository. Debian has it in its package unicode-cldr-core, but the
machine's own release may have one that is too old. So a private apt, which leaves the machine's as it is, asks the machine's
own mirror of Debian for that of SUITE. Where this cannot be done, the reason is written down in build/cldr-tests, and
the tests are skipped with it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

SUITE = "trixie"
OLDEST = 46
"""The version of CLDR that SUITE has; the expectations of older ones are met in part."""

PACKAGE = "unicode-cldr-core"
DATA = "usr/share/unicode/cldr/common/testData/personNameTest"
FOLDER = Path(__file__).parents[1] / "build" / "cldr-tests"
WHY_NOT = FOLDER / "why-not.txt"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
_VARIABLE = "GOODTERMS_CLDR_TESTS"
_LIST_LINE = re.compile(r"deb\s+(?:\[([^]]*)\]\s+)?(\S+)\s+(\S+)\s+(.*)")
_APT = """Dir::Etc::sourcelist "/dev/null";
Dir::Etc::sourceparts "{0}/parts";
Dir::State::lists "{0}/lists";
Dir::Cache "{0}/cache";
APT::Sandbox::User "root";
Acquire::Languages "none";
Acquire::Retries "1";
Acquire::http::Timeout "20";
"""


class Unavailable(Exception):  # noqa: N818
    """The data cannot be had, and why."""


class Origin(NamedTuple):
    """An entry of apt's sources: where from, which suites, by whom signed."""

    uri: str
    suites: tuple[str, ...]
    signed_by: str

    def is_debian(self) -> bool:
        """Whether it is a mirror of Debian's releases, and not of their security updates or of somebody else."""
        of_debian = Path(self.signed_by).name.startswith("debian-archive") if self.signed_by else True
        return of_debian and self.uri.rstrip("/").endswith("/debian")


def found() -> Path | None:
    """The folder that has the data: the one that the environment names, the one made here, or the machine's own."""
    if named := os.environ.get(_VARIABLE):
        return Path(named)
    own = FOLDER / "personNameTest"
    return own if own.is_dir() else installed()


def installed() -> Path | None:
    """The machine's own folder, if its package is not older than the data that the tests are written for."""
    if not Path("/", DATA).is_dir() or not shutil.which("dpkg-query"):
        return None
    asked = ["dpkg-query", "--show", "--showformat", "${Version}", PACKAGE]
    version = subprocess.run(asked, capture_output=True, text=True).stdout
    return Path("/", DATA) if version[:2].isdigit() and int(version[:2]) >= OLDEST else None


def origins(etc: Path) -> Iterator[Origin]:
    """The entries of apt's sources in a folder such as /etc/apt, in both of its spellings."""
    for path in [etc / "sources.list", *sorted((etc / "sources.list.d").glob("*.list"))]:
        for line in path.read_text("utf-8").splitlines() if path.is_file() else []:
            if entry := _LIST_LINE.fullmatch(line.partition("#")[0].strip()):
                options = dict(option.split("=", 1) for option in (entry[1] or "").split() if "=" in option)
                yield Origin(entry[2], (entry[3],), options.get("signed-by", ""))
    for path in sorted((etc / "sources.list.d").glob("*.sources")):
        lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
        for stanza in re.split(r"\n\s*\n", "\n".join(lines)):
            fields = {
                name.lower(): value.strip() for name, value in re.findall(r"(?m)^([\w-]+):(.*(?:\n[ \t].*)*)", stanza)
            }
            if "deb" in fields.get("types", "").split() and fields.get("enabled", "yes") != "no":
                for uri in fields.get("uris", "").split():
                    yield Origin(uri, tuple(fields.get("suites", "").split()), fields.get("signed-by", ""))


def fetch() -> None:
    """Put the data into FOLDER; raises :class:`Unavailable`."""
    missing = [name for name in ("apt-get", "dpkg-deb") if not shutil.which(name)]
    if missing or not KEYRING.is_file():
        raise Unavailable(f"this machine has no {missing[0] if missing else KEYRING}")
    mirrors = list(dict.fromkeys(origin.uri for origin in origins(Path("/etc/apt")) if origin.is_debian()))
    if not mirrors:
        raise Unavailable("apt's sources name no mirror of Debian")
    with tempfile.TemporaryDirectory(prefix="goodterms-apt-") as private:
        package = downloaded(Path(private), mirrors)
        unfinished = Path(private) / "unpacked"
        unpack(package, unfinished)
        if not any(unfinished.glob("*.txt")):
            raise Unavailable(f"{package.name} has no {DATA}")
        shutil.rmtree(FOLDER, ignore_errors=True)
        shutil.copytree(unfinished, FOLDER / "unfinished")
        (FOLDER / "unfinished").rename(FOLDER / "personNameTest")


def downloaded(private: Path, mirrors: list[str]) -> Path:
    """The package from the first mirror that has it."""
    reasons = []
    for number, mirror in enumerate(mirrors):
        folder = private / f"{number}"
        configure(folder, mirror)
        reasons.append(f"{mirror}: {asked(folder)}")
        if packages := list(folder.glob(f"{PACKAGE}_*.deb")):
            return packages[0]
    raise Unavailable("; ".join(reasons))


def configure(folder: Path, mirror: str) -> None:
    """A configuration of apt that is all in one folder, and knows one mirror."""
    for name in ("parts", "lists/partial", "cache/archives/partial"):
        (folder / name).mkdir(parents=True)
    source = f"Types: deb\nURIs: {mirror}\nSuites: {SUITE}\nComponents: main\nSigned-By: {KEYRING}\n"
    (folder / "parts" / "debian.sources").write_text(source, "utf-8")
    (folder / "apt.conf").write_text(_APT.format(folder), "utf-8")


def asked(folder: Path) -> str:
    """What went wrong when apt was asked for the package; empty when nothing did."""
    environment = os.environ | {"APT_CONFIG": str(folder / "apt.conf"), "LC_ALL": "C.UTF-8"}
    said: list[str] = []
    for command in (["update"], ["download", PACKAGE]):
        try:
            done = subprocess.run(
                ["apt-get", "-q", *command], cwd=folder, env=environment, capture_output=True, text=True, timeout=180
            )
        except subprocess.TimeoutExpired:
            return f"apt-get {command[0]} did not end in three minutes"
        # An update that reaches nobody warns, and does not fail.
        said += [line for line in done.stderr.splitlines() if line.startswith(("E:", "W:"))]
        if done.returncode:
            return f"apt-get {command[0]}: {said[0] if said else done.returncode}"
    return ""


def unpack(package: Path, target: Path) -> None:
    """The texts of the package's folder DATA, and nothing else, into a new folder."""
    target.mkdir()
    with (
        subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(package)], stdout=subprocess.PIPE) as unpacked,
        tarfile.open(fileobj=unpacked.stdout, mode="r|") as archive,
    ):
        for member in archive:
            path = Path(member.name)
            if path.parent == Path(DATA) and path.suffix == ".txt" and (text := archive.extractfile(member)):
                (target / path.name).write_bytes(text.read())


def main() -> int:
    """Get the data if it is not there; 1 where it cannot be had."""
    if found():
        return 0
    try:
        fetch()
    except Unavailable as reason:
        FOLDER.mkdir(parents=True, exist_ok=True)
        WHY_NOT.write_text(f"{reason}\n", "utf-8")
        print(f"{reason}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
