"""Reports: each service reads back what was found, whatever text the findings have."""

from __future__ import annotations

import ast
import json
import re
import unicodedata
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodterms import reports
from goodterms.check.registry import Rule
from goodterms.findings import Finding, Level
from goodterms.reports import REPORTS, Context
from goodterms.reports.width import width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HOSTILE = [
    "plain",
    "\u202eoverride\u202c and \u2066isolate\u2069",
    "line\nfeed\r\nand return",
    "100% of %0A, %s: a;b",
    "'single' \"double\" <b>&amp;</b>",
    "]]> <![CDATA[ x ]]>",
    "emoji 👩‍👩‍👧 🇸🇮 ✋🏽",
    "tab\tand bell\x07 and nul\x00 and escape\x1b[31m",
    "next line\x85 separator\u2028 paragraph\u2029",
    "noncharacters \ufffe \uffff",
    "half a pair \udc80",
    "::error file=x::forged",
    "[click](https://example.org/) {0} {name}",
    "-- {{ }} \\u202e",
    "آپ کا معاہدہ",
    "",
]
UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def nothing() -> Iterator[Any]:
    yield from ()


LEVEL_OF: dict[str, Level] = {"bidi-control": "error", "no-danda": "warning", "space": "note"}
RULES = {
    name: Rule(name, level, "text", f"Finds {name}.", f"Finds {name}.\n\nBad: {{a}}\nGood: {{b}}", nothing)
    for name, level in LEVEL_OF.items()
}


def finding(message: str = "wrong", level: Level = "error", **fields: Any) -> Finding:
    known: dict[str, Any] = {
        "rule": "bidi-control",
        "level": level,
        "path": "locales/xx/LC_MESSAGES/goodterms.po",
        "line": 1,
        "column": 1,
        "language": "xx",
        "msgctxt": None,
        "msgid": "Hello",
        "message": message,
    }
    return Finding(**(known | fields))


def context(*lines: str, catalogs: Sequence[str] = ()) -> Context:
    return Context(RULES, lambda _: lines, "1.2.3", catalogs, verbose=True)


def report(name: str, findings: Sequence[Finding], *lines: str, catalogs: Sequence[str] = ()) -> str:
    return reports.report(name, findings, context(*lines, catalogs=catalogs))


def hostile() -> list[Finding]:
    """Every hostile text as a message, as the offending text and as a path, in all levels."""
    levels: list[Level] = ["error", "warning", "note"]
    found = []
    for number, text in enumerate(HOSTILE):
        level = levels[number % 3]
        # A fingerprint takes no half of a pair: msgids come from files that were decoded.
        clean = text.replace("\udc80", "")
        found.append(finding(text, level, line=2, column=number + 1, text=clean, msgid=clean, msgctxt=clean))
        found.append(finding("odd path", level, path=f"a b/{text}.po" if "\0" not in text else "nul.po"))
    return found


# All of them


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("findings", [[], hostile()], ids=["none", "hostile"])
def test_no_report_has_unsafe_characters(name: str, findings: list[Finding]) -> None:
    text = report(name, findings, *HOSTILE)
    assert not UNSAFE.search(text)
    assert not text.endswith("\n")
    text.encode("utf-8")


@settings(max_examples=200, deadline=None)
@given(
    st.text(st.characters(codec=None), max_size=30),
    st.text(st.characters(codec="utf-8"), max_size=30),
    st.text(max_size=200),
    st.integers(-1, 300),
)
def test_reports_on_any_text_can_be_read(message: str, text: str, line: str, column: int) -> None:
    found = [finding(message, text=text, column=column, msgid=text)]
    texts = {name: report(name, found, line) for name in REPORTS}
    assert not any(UNSAFE.search(one) for one in texts.values())
    assert json.loads(texts["json"])[0]["message"] == message
    parse(texts["junit"])
    check_sarif(json.loads(texts["sarif"]))
    assert texts["github"].split("\n")[1:] == ["1 error in 1 catalog"]


def test_every_function_of_the_reports_is_pure() -> None:
    for path in Path(reports.__file__).parent.glob("*.py"):
        called = {node.id for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Name)}
        assert not called & {"print", "open", "input"}, path


# For people


def test_a_finding_shows_its_line_with_a_caret() -> None:
    text = report("human", [finding(column=9, text="b")], 'msgstr "b"')
    assert text.split("\n") == [
        "locales/xx/LC_MESSAGES/goodterms.po:1:9: error: wrong (bidi-control)",
        '    msgstr "b"',
        "            ^",
        "1 error in 1 catalog",
    ]


def lines_of_excerpt(line: str, column: int, text: str = "") -> list[str]:
    """The lines between the first and the summary of a report on one finding, without their indent."""
    return [excerpt[4:] for excerpt in report("human", [finding(column=column, text=text)], line).split("\n")[1:-1]]


@pytest.mark.parametrize(
    ("line", "column", "text", "expected"),
    [
        ("ab\u202ecd", 3, "", ["ab\\u202ecd", "  ^^^^^^", "U+202E RIGHT-TO-LEFT OVERRIDE"]),
        ("ab\u200bcd", 3, "\u200b", ["ab\\u200bcd", "  ^^^^^^", "U+200B ZERO WIDTH SPACE"]),
        ("a\u00a0b", 2, "", ["a\\u00a0b", " ^^^^^^", "U+00A0 NO-BREAK SPACE"]),
        ("a\tb", 2, "", ["a\\u0009b", " ^^^^^^", "U+0009"]),
        ("\tab", 3, "", ["\\u0009ab", "       ^"]),
        ("日本x", 3, "", ["日本x", "    ^"]),
        ("x日本", 2, "日本", ["x日本", " ^^^^"]),
        ("cafe\u0301x", 6, "", ["cafe\u0301x", "    ^"]),
        ("cafe\u0301x", 5, "", ["cafe\u0301x", "   ^"]),
        ("日\u0301x", 2, "", ["日\u0301x", "^^"]),
        ("క్షx", 4, "", ["క్షx", "  ^"]),
        ("قيمت؟", 5, "", ["قيمت؟", "    ^", "U+061F ARABIC QUESTION MARK"]),
        ("👍x", 2, "", ["👍x", "  ^"]),
        ("ab", 9, "", ["ab", "  ^"]),
        ("ab\r\n", 2, "", ["ab", " ^"]),
        ("x\U000e0041", 2, "", ["x\\U000e0041", " ^^^^^^^^^^", "U+E0041 TAG LATIN CAPITAL LETTER A"]),
        (r"a\nb", 2, "\n", [r"a\nb", " ^"]),
        ("a" + "\u202e" * 2, 2, "\u202e" * 2, ["a" + "\\u202e" * 2, " " + "^" * 12, "U+202E RIGHT-TO-LEFT OVERRIDE"]),
    ],
)
def test_the_caret_is_under_the_fault(line: str, column: int, text: str, expected: list[str]) -> None:
    assert lines_of_excerpt(line, column, text) == expected


@pytest.mark.parametrize("letter", ["x", "日", "కి", "e\u0301", "\u202e"])
@pytest.mark.parametrize("column", [1, 2, 41, 150, 299, 300])
def test_a_long_line_is_cut_around_the_fault(letter: str, column: int) -> None:
    line = list((letter * 300)[:300])
    line[column - 1] = "!"
    shown, carets, *_ = lines_of_excerpt("".join(line), column)
    assert width(shown) <= 76
    assert not unicodedata.combining(shown.strip("…")[0])
    assert width(shown[: shown.index("!")]) == len(carets) - 1
    assert "…" in shown


@pytest.mark.parametrize("line", [-1, 0, 2])
def test_a_finding_outside_the_file_shows_no_line(line: int) -> None:
    assert len(report("human", [finding(line=line)], "one").split("\n")) == 2


def test_long_messages_are_broken_at_eighty_columns() -> None:
    text = report("human", [finding("ఒక పొడవైన వాక్యం 日本 " * 20)], "x")
    assert all(width(line) <= 80 for line in text.split("\n"))
    assert text.split("\n")[1].startswith("    ")


def test_wrapping_loses_no_word_and_cuts_none() -> None:
    assert wrap("a " + "b" * 100 + " c", 80, "  ") == ["a", "  " + "b" * 100, "  c"]
    assert wrap("", 80, "  ") == [""]


def test_no_message_forges_a_line() -> None:
    text = report("human", [finding("a\nb.po:1:1: error: c", path="x\ny.po")], "one")
    assert text.split("\n")[0] == "x\\ny.po:1:1: error: a\\nb.po:1:1: error: c (bidi-control)"


@pytest.mark.parametrize(
    ("levels", "catalogs", "expected"),
    [
        ((), (), "no findings"),
        ((), ("a.po", "b.po"), "no findings in 2 catalogs"),
        (("error",), (), "1 error in 1 catalog"),
        (("note", "error", "warning", "error"), ("a.po", "b.po"), "2 errors, 1 warning, 1 note in 3 catalogs"),
    ],
)
def test_the_last_line_sums_up(levels: tuple[Level, ...], catalogs: tuple[str, ...], expected: str) -> None:
    text = report("human", [finding(level=level) for level in levels], catalogs=catalogs)
    assert text.split("\n")[-1] == expected


def quiet(name: str, levels: Sequence[Level], fail_on: Level = "error", verbose: bool = False) -> list[str]:
    """The lines of a report on findings of these levels in one catalog, all of the rule of their level."""
    rule_of = {level: rule for rule, level in LEVEL_OF.items()}
    findings = [finding(level=level, rule=rule_of[level], path="a.po") for level in levels]
    asked = Context(RULES, lambda _: [], "1", ["a.po"], fail_on=fail_on, verbose=verbose)
    return reports.report(name, findings, asked).split("\n")


@pytest.mark.parametrize(
    ("levels", "fail_on", "shown", "last"),
    [
        ([], "error", 0, ["no findings in 1 catalog"]),
        (["note"], "error", 0, ["no errors in 1 catalog", "1 note; show it with --verbose"]),
        (["note"] * 1411, "error", 0, ["no errors in 1 catalog", "1,411 notes; show them with --verbose"]),
        (["note", "warning"], "warning", 1, ["1 warning in 1 catalog", "1 note; show it with --verbose"]),
        (["note"] * 2, "warning", 0, ["no errors or warnings in 1 catalog", "2 notes; show them with --verbose"]),
        (["note"] * 2, "note", 2, ["2 notes in 1 catalog"]),
        (
            ["error", "warning", "note", "note"],
            "error",
            1,
            ["1 error in 1 catalog", "1 warning, 2 notes; show them with --verbose"],
        ),
    ],
)
@pytest.mark.parametrize("name", ["human", "github"])
def test_what_cannot_fail_is_only_counted(
    name: str, levels: Sequence[Level], fail_on: Level, shown: int, last: list[str]
) -> None:
    lines = quiet(name, levels, fail_on)
    assert lines[shown:] == last
    everything = quiet(name, levels, fail_on, verbose=True)
    assert len(everything) - 1 == min(len(levels), 10 if name == "github" else len(levels))


@pytest.mark.parametrize("name", ["human", "github"])
def test_what_was_not_looked_at_is_always_said(name: str) -> None:
    limited = {"limit": RULES["space"]._replace(name="limit", is_limit=True)}
    found = [finding(level="note", rule="limit", path="a.po")]
    text = reports.report(name, found, Context(limited, lambda _: [], "1", ["a.po"]))
    assert "wrong" in text
    assert text.split("\n")[-1] == "no errors in 1 catalog"


def test_programs_get_everything() -> None:
    found = [finding(level=level, path="a.po") for level in ("error", "warning", "note")]
    asked = Context(RULES, lambda _: [], "1", ["a.po"])
    assert len(json.loads(reports.report("json", found, asked))) == 3
    assert len(json.loads(reports.report("gitlab", found, asked))) == 3
    assert len(json.loads(reports.report("sarif", found, asked))["runs"][0]["results"]) == 3


# JSON


def test_json_has_every_field_of_a_finding() -> None:
    for found, read in zip(hostile(), json.loads(report("json", hostile())), strict=True):
        fields = found._asdict()
        del fields["text"]
        assert read == fields | {"fingerprint": found.fingerprint}


def test_json_of_nothing_is_an_empty_array() -> None:
    assert json.loads(report("json", [])) == []


# SARIF


def check_object(value: dict[str, Any], required: set[str], allowed: set[str]) -> None:
    """The schema forbids properties that it does not name."""
    assert required <= set(value)
    assert set(value) <= required | allowed


def check_sarif(log: dict[str, Any]) -> None:
    """What the 2.1.0 schema demands of the objects that are written: required properties, enums, least values."""
    check_object(log, {"version", "runs"}, {"$schema", "inlineExternalProperties", "properties"})
    assert log["version"] == "2.1.0"
    assert urlsplit(log["$schema"]).scheme == "https"
    assert isinstance(log["runs"], list)
    for run in log["runs"]:
        check_object(run, {"tool"}, {"results", "columnKind"})
        assert run["columnKind"] in {"utf16CodeUnits", "unicodeCodePoints"}
        check_object(run["tool"], {"driver"}, {"extensions", "properties"})
        driver = run["tool"]["driver"]
        check_object(driver, {"name"}, {"version", "rules"})
        assert isinstance(driver["version"], str)
        for rule in driver["rules"]:
            check_rule(rule)
        ids = [rule["id"] for rule in driver["rules"]]
        assert len(set(ids)) == len(ids)
        for result in run["results"]:
            check_result(result, ids)


def check_rule(rule: dict[str, Any]) -> None:
    texts = {"shortDescription", "fullDescription", "help"}
    check_object(rule, {"id"}, texts | {"name", "helpUri", "defaultConfiguration", "messageStrings"})
    for name in texts:
        check_object(rule[name], {"text"}, {"markdown", "properties"})
        assert isinstance(rule[name]["text"], str)
    assert rule["defaultConfiguration"]["level"] in {"none", "note", "warning", "error"}


def check_result(result: dict[str, Any], ids: list[str]) -> None:
    check_object(result, {"message"}, {"ruleId", "ruleIndex", "level", "locations", "partialFingerprints"})
    assert result["level"] in {"none", "note", "warning", "error"}
    if "ruleIndex" in result:
        assert ids[result["ruleIndex"]] == result["ruleId"]
    assert isinstance(result["message"]["text"], str)
    for location in result["locations"]:
        check_object(location, set(), {"id", "physicalLocation", "logicalLocations", "message"})
        physical = location["physicalLocation"]
        check_object(physical, {"artifactLocation"}, {"region", "contextRegion"})
        assert re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})*", physical["artifactLocation"]["uri"])
        check_object(physical["region"], {"startLine", "startColumn"}, {"endLine", "endColumn"})
        assert all(type(number) is int and number >= 1 for number in physical["region"].values())
    assert all(isinstance(one, str) for one in result["partialFingerprints"].values())


def test_sarif_conforms_to_its_specification() -> None:
    for found in (hostile(), []):
        check_sarif(json.loads(report("sarif", found)))


def sarif_results(*findings: Finding) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = json.loads(report("sarif", findings))["runs"][0]["results"]
    return results


def test_sarif_has_every_rule_and_every_finding() -> None:
    log = json.loads(report("sarif", hostile()))
    assert [rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]] == list(RULES)
    assert [result["level"] for result in log["runs"][0]["results"]] == [found.level for found in hostile()]
    (result,) = sarif_results(finding(line=7, column=3))
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 7, "startColumn": 3}
    assert result["partialFingerprints"] == {"goodterms/v1": finding().fingerprint}


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("./a/b.po", "a/b.po"),
        ("a b/č:%?#.po", "a%20b/%C4%8D%3A%25%3F%23.po"),
        ("../b.po", "../b.po"),
        ("a\udcff.po", "a%FF.po"),
    ],
)
def test_sarif_writes_paths_as_relative_uris(path: str, uri: str) -> None:
    (result,) = sarif_results(finding(path=path))
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri
    assert unquote(uri, errors="surrogateescape") == path.removeprefix("./")


def test_sarif_writes_an_absolute_path_with_its_scheme() -> None:
    (result,) = sarif_results(finding(path="/srv/a b.po"))
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "file:///srv/a%20b.po"


def test_sarif_shows_no_link_in_a_message() -> None:
    (link, brackets) = sarif_results(finding("see [a](https://b.example)"), finding("[a] {name}"))
    assert link["message"]["text"] == "see \\[a](https://b.example)"
    assert brackets["message"]["text"] == "[a] {name}"


def test_sarif_accepts_a_finding_of_an_unregistered_rule() -> None:
    (result,) = sarif_results(finding(rule="syntax"))
    assert (result["ruleId"], "ruleIndex" in result) == ("syntax", False)


# GitHub


def read_command(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command as the runner reads it (ActionCommand.cs): its name, its properties, its data."""
    head, data = line.removeprefix("::").split("::", 1)
    name, _, listed = head.partition(" ")
    pairs = (pair.split("=", 1) for pair in listed.split(",") if pair)
    return name, {key: unescape(value, "\r\n:,%") for key, value in pairs}, unescape(data, "\r\n%")


def unescape(text: str, characters: str) -> str:
    for character in characters:  # the percent sign last
        text = text.replace(f"%{ord(character):02X}", character)
    return text


def test_the_runner_reads_what_was_found() -> None:
    found = finding("100% %0A: a,b;c\nd", path="a,line=9::%3A;b:c.po", line=3, column=4)
    name, properties, data = read_command(report("github", [found]).split("\n")[0])
    assert (name, data) == ("error", found.message)
    assert properties == {"file": found.path, "line": "3", "col": "4", "title": "bidi-control"}


def test_github_gets_one_line_for_each_finding() -> None:
    lines = report("github", hostile()).split("\n")
    assert len(hostile()) > 30
    assert len(lines) == 10 + 10 + 9 + 1 + 1
    assert all(re.match(r"::(error|warning|notice)( |::)", line) for line in lines[:-1])
    assert report("github", [], catalogs=["a.po"]) == "no findings in 1 catalog"


@pytest.mark.parametrize(
    ("errors", "warnings", "notes", "kept", "last"),
    [
        (1, 1, 1, (1, 1, 1), ""),
        (10, 10, 10, (10, 10, 10), ""),
        (12, 0, 0, (10, 0, 0), "2 errors"),
        (12, 11, 0, (10, 10, 0), "2 errors, 1 warning"),
        (0, 0, 11, (0, 0, 9), "2 notes"),
        (11, 0, 10, (10, 0, 9), "1 error, 1 note"),
    ],
)
def test_annotations_beyond_the_limit_are_counted(
    errors: int, warnings: int, notes: int, kept: tuple[int, int, int], last: str
) -> None:
    numbers: dict[Level, int] = {"note": notes, "warning": warnings, "error": errors}
    findings = [finding(level=level) for level, number in numbers.items() for _ in range(number)]
    lines = report("github", findings).split("\n")[:-1]
    rolled = [f"::notice::not annotated: {last}"] if last else []
    assert [line.split(" ")[0] for line in lines[: len(lines) - len(rolled)]] == (
        ["::error"] * kept[0] + ["::warning"] * kept[1] + ["::notice"] * kept[2]
    )
    assert lines[sum(kept) :] == rolled


# JUnit


def parse(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 — our own


def test_junit_has_a_suite_for_each_catalog() -> None:
    findings = [finding(path="a.po"), finding(path="b.po", level="warning"), finding(path="a.po", level="note")]
    root = parse(report("junit", findings, catalogs=["c.po", "b.po"]))
    assert (root.tag, root.get("tests"), root.get("failures")) == ("testsuites", "3", "1")
    suites = {suite.get("name"): suite for suite in root}
    assert list(suites) == ["c.po", "b.po", "a.po"]
    assert [len(suite.findall("testcase/failure")) for suite in suites.values()] == [0, 0, 1]
    assert [len(suite.findall("testcase")) for suite in suites.values()] == [1, 1, 1]
    assert [suite.get("failures") for suite in suites.values()] == ["0", "0", "1"]
    assert [suite.findtext("system-out") for suite in suites.values()] == [
        None,
        "b.po:1:1: warning: wrong (bidi-control)",
        "a.po:1:1: note: wrong (bidi-control)",
    ]


def test_junit_holds_any_text() -> None:
    root = parse(report("junit", hostile()))
    failures = root.findall("testsuite/testcase/failure")
    assert len(failures) == sum(found.level == "error" for found in hostile()) == int(root.get("failures", ""))
    (failure,) = parse(report("junit", [finding("]]> a\nb\x00\ufffe\udc80 👍 \u202e")])).iter("failure")
    assert failure.get("message") == "]]> a\nb\\u0000\\ufffe\\udc80 👍 \\u202e"
    assert failure.get("message", "") in (failure.text or "")


def test_junit_of_nothing_is_a_document() -> None:
    assert len(parse(report("junit", []))) == 0


# GitLab


def test_gitlab_gets_the_fields_that_it_requires() -> None:
    issues = json.loads(report("gitlab", hostile()))
    severities = {"error": "major", "warning": "minor", "note": "info"}
    for found, issue in zip(hostile(), issues, strict=True):
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] == severities[found.level]
        assert issue["location"] == {"path": PurePath(found.path).as_posix(), "lines": {"begin": found.line}}
        assert issue["check_name"] == found.rule


def test_gitlab_never_sees_a_fingerprint_twice() -> None:
    twice = [finding(), finding(line=9), finding("other"), finding(path="b.po")]
    prints = [issue["fingerprint"] for issue in json.loads(report("gitlab", twice))]
    first = finding().fingerprint
    assert prints == [first, f"{first}-2", finding("other").fingerprint, f"{first}-3"]
    assert report("gitlab", twice).count("fingerprint") == 4
