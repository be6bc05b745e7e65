"""The check over catalogs of well-known packages, compared with a reviewed list of findings.

It is not one of the tests, as it downloads the packages: ``make real-catalogs`` runs it. ``real_catalogs.json`` lists the
reviewed errors and warnings, each with a verdict. A finding that is not in the list, a row that is not found and a row
without a verdict fail the run. ``--update`` writes the list again for a reviewer, and keeps its verdicts.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from goodterms.check import runner, searching
from goodterms.content.layers import Content
from goodterms.findings import Finding, at_least

PACKAGES = {
    "django": "5.2.19",
    "django-allauth": "65.21.1",
    "django-oscar": "4.2.1",
    "sphinx": "9.0.4",
    "wagtail": "8.0.1",
}
LANGUAGES = ("ne", "sl", "te", "ur")
MAX_WARNINGS = 1.0
"""Per hundred translated strings."""

FOLDER = Path(__file__).parents[1] / "build" / "real-catalogs"
REVIEWED = Path(__file__).with_suffix(".json")
_COLUMNS = ("fingerprint", "level", "rule", "language", "package")


class Checked(NamedTuple):
    """A catalog of a package: its language, the number of its translated strings, and the findings in it."""

    package: str
    language: str
    strings: int
    findings: list[Finding]


def language_of(path: Path) -> str:
    """The language of a catalog in a folder such as ``sl_SI/LC_MESSAGES``, without its region; empty elsewhere."""
    folder = path.parent.parent.name if path.parent.name == "LC_MESSAGES" else ""
    return folder.partition("_")[0]


def fetch(package: str, version: str) -> Path:
    """The folder with a package's catalogs in our languages, downloaded once."""
    folder = FOLDER / f"{package}-{version}"
    if folder.is_dir():
        return folder
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=FOLDER) as unfinished:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
        subprocess.run([*pip, "--dest", unfinished, f"{package}=={version}"], check=True)
        (wheel,) = Path(unfinished).glob("*.whl")
        catalogs = Path(unfinished) / "catalogs"
        catalogs.mkdir()
        with zipfile.ZipFile(wheel) as packed:
            for name in packed.namelist():
                if name.endswith(".po") and language_of(Path(name)) in LANGUAGES:
                    packed.extract(name, catalogs)
        catalogs.rename(folder)
    return folder


def check(package: str, path: Path, content: Content) -> Checked:
    """What ``goodterms check`` finds in a catalog."""
    catalog = runner.load(path, content, "en")
    used = (entry for entry in catalog.living if not entry.fuzzy)
    strings = sum(bool(string.strip()) for entry in used for string in entry.strings)
    return Checked(package, language_of(path), strings, runner.check(catalog, runner.RuleSelection()))


def show(catalogs: list[Checked]) -> float:
    """Print the figures; the number of warnings per hundred strings."""
    print(f"{'':<26}{'strings':>9}{'errors':>8}{'warnings':>10}{'in 100':>8}{'notes':>7}")
    share = 0.0
    places = sorted({(catalog.package, catalog.language) for catalog in catalogs if catalog.strings})
    for package, language in [*places, ("all", "")]:
        rows = [
            catalog
            for catalog in catalogs
            if package == "all" or (catalog.package, catalog.language) == (package, language)
        ]
        strings = sum(catalog.strings for catalog in rows)
        levels = Counter(finding.level for catalog in rows for finding in catalog.findings)
        share = 100 * levels["warning"] / strings
        row = f"{strings:>9,}{levels['error']:>8}{levels['warning']:>10}{share:>8.2f}{levels['note']:>7}"
        print(f"{package + ' ' + language:<26}{row}")
    print()
    counts = Counter((finding.level, finding.rule) for catalog in catalogs for finding in severe(catalog))
    for (level, rule), times in sorted(counts.items(), key=lambda item: (item[0][0], -item[1])):
        print(f"{times:>5} {level}{'' if times == 1 else 's'}: {rule}")
    return share


def severe(catalog: Checked) -> list[Finding]:
    """The errors and warnings; notes are not reviewed."""
    return [finding for finding in catalog.findings if at_least(finding.level, "warning")]


def row_of(finding: Finding, catalog: Checked) -> dict[str, str]:
    values = (finding.fingerprint, finding.level, finding.rule, finding.language, catalog.package)
    return dict(zip(_COLUMNS, values, strict=True))


def key_of(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row[column] for column in _COLUMNS)


def compare(catalogs: list[Checked], reviewed: list[dict[str, str]]) -> int:
    """Print the differences between the list and the findings; their number."""
    listed = Counter(map(key_of, reviewed))
    faults = 0
    for catalog in catalogs:
        for finding in severe(catalog):
            key = key_of(row_of(finding, catalog))
            if not listed[key]:
                faults += 1
                path = Path(finding.path).relative_to(FOLDER)
                print(
                    f"new: {path}:{finding.line}:{finding.column}: {finding.level}: {finding.message} ({finding.rule})"
                )
            listed[key] -= listed[key] > 0
    missing = list(listed.elements())
    without = [row for row in reviewed if not row.get("verdict")]
    for key in missing:
        print(f"not found: {' '.join(key)}")
    for row in without:
        print(f"not reviewed: {' '.join(key_of(row))}")
    return faults + len(missing) + len(without)


def update(catalogs: list[Checked], reviewed: list[dict[str, str]]) -> None:
    """Write the list again: what is found, with the verdicts that it had."""
    verdicts = {key_of(row): row["verdict"] for row in reviewed}
    rows = [row_of(finding, catalog) for catalog in catalogs for finding in severe(catalog)]
    rows = [{**row, "verdict": verdicts.get(key_of(row), "")} for row in rows]
    rows.sort(key=lambda row: (row["language"], row["package"], row["level"], row["rule"], row["fingerprint"]))
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    REVIEWED.write_text(f"[\n{lines}\n]\n", "utf-8")


def main() -> int:
    """The exit status: 0 if everything found has been reviewed, and warnings are few enough."""
    content = Content()
    folders = {package: fetch(package, version) for package, version in PACKAGES.items()}
    catalogs = [
        check(package, path, content) for package, folder in folders.items() for path in searching.catalogs_in([folder])
    ]
    share = show(catalogs)
    reviewed = json.loads(REVIEWED.read_text("utf-8")) if REVIEWED.is_file() else []
    if "--update" in sys.argv[1:]:
        update(catalogs, reviewed)
        return 0
    print()
    faults = compare(catalogs, reviewed)
    if share > MAX_WARNINGS:
        print(f"{share:.2f} warnings in 100 strings; at most {MAX_WARNINGS:g} are allowed")
        return 1
    print(f"{len(reviewed)} findings are listed, {faults} to review")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
