"""Findings as text, for people and for the services that read them: pure functions, none prints.

Text for people is sanitized, and has what fails the check; what programs read back is exact and complete. All reports
but ``human`` and ``github`` are ASCII. No report ends in a line feed.
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
"""The reports by name, as ``--format`` takes them."""
