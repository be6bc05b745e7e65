"""A baseline: the findings that are known already, so that only new ones count.

It is a JSON array of objects ``{fingerprint, rule, language, msgid}``, one for each finding, in a stable order. Only
the fingerprint counts; the rest is for people who read the file.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from goodterms.errors import InvalidRequest
from goodterms.faults.causes import cause

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from goodterms.findings import Finding

_OPTION = "--baseline"


def without_known(findings: Sequence[Finding], known: Iterable[str]) -> list[Finding]:
    """The findings whose fingerprints are not ``known``; a fingerprint that is known twice covers two findings."""
    left = Counter(known)
    unknown = []
    for finding in findings:
        if left[finding.fingerprint] > 0:
            left[finding.fingerprint] -= 1
        else:
            unknown.append(finding)
    return unknown


def read(path: Path) -> list[str]:
    """The fingerprints in a baseline; raises :class:`InvalidRequest` for a file that is not one."""
    try:
        rows = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InvalidRequest.of("baseline-unreadable", _OPTION, path=path, reason=cause(error)) from None
    except (ValueError, RecursionError) as error:
        raise InvalidRequest.of("not-a-baseline", _OPTION, path=path, reason=cause(error)) from None
    if not isinstance(rows, list) or not all(
        isinstance(row, dict) and isinstance(row.get("fingerprint"), str) for row in rows
    ):
        raise InvalidRequest.of("baseline-without-findings", _OPTION, path=path)
    return [row["fingerprint"] for row in rows]


def write(path: Path, findings: Sequence[Finding]) -> Path:
    """Write the baseline that holds these findings; the path written. Raises :class:`OutputRefused`."""
    from goodterms import output
    from goodterms.envelopes import Document

    document = Document(path.name, "application/json", _to_json(findings).encode())
    return output.write(str(path), document, force=True)


def _to_json(findings: Sequence[Finding]) -> str:
    rows = [
        {
            "fingerprint": finding.fingerprint,
            "rule": finding.rule,
            "language": finding.language,
            "msgid": finding.msgid,
        }
        for finding in findings
    ]
    rows.sort(key=lambda row: (row["language"], row["rule"], row["msgid"], row["fingerprint"]))
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
