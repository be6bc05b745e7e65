"""Findings as JUnit XML: a suite for each catalog, a failure for each finding that fails the check."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from goodterms.reports.sanitizing import sanitize
from goodterms.reports.summary import catalogs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from goodterms.findings import Finding
    from goodterms.reports.context import Context


def report(findings: Sequence[Finding], context: Context) -> str:
    """A document in ASCII, which survives any encoding, and is well-formed for findings with any text."""
    suites = [
        _suite(path, [finding for finding in findings if finding.path == path], context)
        for path in catalogs(findings, context)
    ]
    failures = sum(map(context.fails, findings))
    tests = sum(len(suite.findall("testcase")) for suite in suites)
    root = ET.Element("testsuites", name="goodterms", tests=str(tests), failures=str(failures))
    root.extend(suites)
    ET.indent(root)
    # Only with bytes does the declaration name the encoding of the text.
    document: bytes = ET.tostring(root, encoding="us-ascii", xml_declaration=True)
    return document.decode("ascii")


def _suite(path: str, findings: Sequence[Finding], context: Context) -> ET.Element:
    errors = [finding for finding in findings if context.fails(finding)]
    others = [finding for finding in findings if not context.fails(finding)]
    counts = {"tests": str(max(1, len(errors))), "failures": str(len(errors)), "errors": "0", "skipped": "0"}
    suite = ET.Element("testsuite", {"name": sanitize(path), **counts})
    suite.extend([_failing(finding) for finding in errors] or [_case(path, "no errors")])
    if others:
        ET.SubElement(suite, "system-out").text = "\n".join(map(_line, others))
    return suite


def _failing(finding: Finding) -> ET.Element:
    case = _case(finding.path, f"{finding.rule} at {finding.line}:{finding.column}")
    failure = ET.SubElement(case, "failure", type=finding.rule, message=sanitize(finding.message))
    failure.text = _line(finding)
    return case


def _case(path: str, name: str) -> ET.Element:
    return ET.Element("testcase", classname=sanitize(path), name=sanitize(name), file=sanitize(path), time="0")


def _line(finding: Finding) -> str:
    where = f"{finding.path}:{finding.line}:{finding.column}"
    return sanitize(f"{where}: {finding.level}: {finding.message} ({finding.rule})")
