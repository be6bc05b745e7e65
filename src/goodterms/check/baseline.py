"""A baseline: the findings that were there already, so that only new ones count.

It is a JSON array of objects ``{fingerprint, rule, language, msgid}``, one for each finding, in a stable order; the
fingerprint alone decides, the rest is for people who read the file.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from goodterms.findings import Finding


def new_ones(findings: Sequence[Finding], known: Iterable[str]) -> list[Finding]:
    """The findings whose fingerprints are not ``known``; one that is known once may be found once."""
    left = Counter(known)
    new = []
    for finding in findings:
        if left[finding.fingerprint] > 0:
            left[finding.fingerprint] -= 1
        else:
            new.append(finding)
    return new


def read(text: str) -> list[str]:
    """The fingerprints that a baseline holds; raises :class:`ValueError` when ``text`` is not that of one."""
    try:
        rows = json.loads(text)
    except RecursionError:
        raise ValueError("is nested too deeply") from None
    if not isinstance(rows, list) or not all(
        isinstance(row, dict) and isinstance(row.get("fingerprint"), str) for row in rows
    ):
        raise ValueError("is no array of findings")
    return [row["fingerprint"] for row in rows]


def written(findings: Sequence[Finding]) -> str:
    """The text of the baseline that holds these findings."""
    rows = [
        {"fingerprint": one.fingerprint, "rule": one.rule, "language": one.language, "msgid": one.msgid}
        for one in findings
    ]
    rows.sort(key=lambda row: (row["language"], row["rule"], row["msgid"], row["fingerprint"]))
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
