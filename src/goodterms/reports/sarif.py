"""Findings as SARIF 2.1.0, for code scanning."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from goodterms.check import manuals
from goodterms.reports.as_json import to_json
from goodterms.reports.sanitizing import posix, sanitize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from goodterms.check.registry import Rule
    from goodterms.findings import Finding
    from goodterms.reports.context import Context

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LINK = re.compile(r"\[(?=[^\]]*\]\()")


def report(findings: Sequence[Finding], context: Context) -> str:
    """A log of one run: all rules, and every finding in the order given."""
    places = {name: number for number, name in enumerate(context.rules)}
    driver = {
        "name": "goodterms",
        "version": context.version,
        "rules": [_rule(rule) for rule in context.rules.values()],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, places.get(finding.rule)) for finding in findings],
    }
    return to_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: Rule) -> dict[str, Any]:
    explanation = sanitize(manuals.plain(rule.explanation))
    return {
        "id": rule.name,
        "shortDescription": {"text": sanitize(rule.summary)},
        "fullDescription": {"text": explanation},
        "help": {"text": explanation},
        "defaultConfiguration": {"level": rule.level},
    }


def _result(finding: Finding, place: int | None) -> dict[str, Any]:
    rule: dict[str, Any] = {"ruleId": finding.rule} if place is None else {"ruleId": finding.rule, "ruleIndex": place}
    location = {
        "artifactLocation": {"uri": _uri(finding.path)},
        # Code scanning refuses a whole file for a line 0 or a column 0.
        "region": {"startLine": max(1, finding.line), "startColumn": max(1, finding.column)},
    }
    return rule | {
        "level": finding.level,
        "message": {"text": _message(finding.message)},
        "locations": [{"physicalLocation": location}],
        "partialFingerprints": {"goodterms/v1": finding.fingerprint},
    }


def _message(text: str) -> str:
    r"""The text with ``\[`` where a viewer would show a link."""
    return _LINK.sub(r"\\[", sanitize(text))


def _uri(path: str) -> str:
    """A relative path as a relative URI, an absolute one with its scheme."""
    quoted = quote(os.fsencode(posix(path)), safe="/")
    return f"file://{quoted}" if quoted.startswith("/") else quoted
