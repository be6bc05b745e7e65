"""Findings as text, for people and for the services that read them: pure functions, none prints.

Text for people is sanitized, and has what fails the check; what programs read back is exact and complete. All reports
but ``human`` and ``github`` are ASCII. No report ends in a line feed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module

from goodterms.findings import Finding
from goodterms.reports.context import Context

__all__ = ["REPORTS", "Context", "Report", "report"]

Report = Callable[[Sequence[Finding], Context], str]

_MODULES = {"json": "as_json"}
"""The modules of reports whose names are not those of the reports."""
REPORTS = ("human", "json", "sarif", "github", "junit", "gitlab")
"""The reports by name, as ``--format`` takes them."""


def report(name: str, findings: Sequence[Finding], context: Context) -> str:
    """A report of findings; its module is imported when it is asked for."""
    make: Report = import_module(f"{__name__}.{_MODULES.get(name, name)}").report
    return make(findings, context)
