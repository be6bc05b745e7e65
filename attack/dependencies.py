"""Known vulnerabilities of the pinned dependencies, by pip-audit; left out where it or its data cannot be had."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

CONSTRAINTS = Path(__file__).parents[1] / "constraints.txt"
_SECONDS = 60


def audit() -> tuple[str, list[str]]:
    """A line on what was looked at, and the vulnerabilities, each with the versions that fix it."""
    program = shutil.which("pip-audit", path=str(Path(sys.executable).parent)) or shutil.which("pip-audit")
    if program is None:
        return "left out: pip-audit is not installed (pip install pip-audit)", []
    command = [program, "--requirement", str(CONSTRAINTS), "--no-deps", "--disable-pip", "--format", "json"]
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=_SECONDS)  # noqa: S603
        found = json.loads(done.stdout)["dependencies"]
    except subprocess.TimeoutExpired:
        return f"left out: pip-audit has no answer after {_SECONDS} s", []
    except (ValueError, KeyError, TypeError):
        reason = (done.stderr.strip().split("\n") or [""])[-1]
        return f"left out: pip-audit cannot get its data ({reason[:120]})", []
    return verdict(found)


def verdict(found: list[dict[str, Any]]) -> tuple[str, list[str]]:
    """The same of what pip-audit says of each package: it skips those of which it has no data, and finds nothing then."""
    wrong = [
        f"{one['name']} {one['version']}: {problem['id']}, fixed in {', '.join(problem['fix_versions']) or 'no version'}"
        for one in found
        for problem in one.get("vulns", ())
    ]
    skipped = [one["skip_reason"] for one in found if "skip_reason" in one]
    if len(skipped) == len(found):
        return f"left out: pip-audit has no data ({skipped[0] if skipped else 'no packages'})", []
    more = f", {len(skipped)} more are not known to it" if skipped else ""
    return f"{len(found) - len(skipped)} pinned packages{more}, {len(wrong)} known vulnerabilities", wrong
