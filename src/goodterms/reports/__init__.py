"""Findings as text, for people and for each service that reads them: pure functions, none prints.

What people will read is made visible (``shown``); what programs read back is exact. Everything but the reports for
people and for GitHub's log is ASCII. No report ends in a line feed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from goodterms.findings import Finding
from goodterms.reports import as_json, github, gitlab, human, junit, sarif
from goodterms.reports.context import Context

__all__ = ["REPORTS", "Context", "Report"]

Report = Callable[[Sequence[Finding], Context], str]

REPORTS: Mapping[str, Report] = {
    "human": human.report,
    "json": as_json.report,
    "sarif": sarif.report,
    "github": github.report,
    "junit": junit.report,
    "gitlab": gitlab.report,
}
"""Every report by the name under which it is asked for."""
