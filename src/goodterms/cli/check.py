"""The command that checks catalogs."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click
from click.shell_completion import CompletionItem

from goodterms import __version__, settings
from goodterms.check import baseline as baselines
from goodterms.check import letters, runner, silencing
from goodterms.check.registry import RULES
from goodterms.cli import output
from goodterms.cli.options import content_option, project_over
from goodterms.cli.terminal import near, say, tell
from goodterms.content import read_text
from goodterms.errors import BrokenContent, Fault, InvalidRequest, suggestion
from goodterms.findings import Level, at_least
from goodterms.model import Document
from goodterms.reports import REPORTS
from goodterms.reports.context import Context

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from goodterms.findings import Finding
    from goodterms.project import Project

_WITHOUT_A_FUNCTION = {
    letters.INCOMPLETE: "A letter cannot be written in a language, because messages are missing.",
    letters.BROKEN: "A letter cannot be written in a language, because a placeholder is wrong.",
    letters.UNUSED: "A catalog has a message that no letter asks for.",
    letters.BELOW: "Less of a language is translated than --min asks for.",
    silencing.UNUSED: "A comment silences a rule that finds nothing there.",
    silencing.WITHOUT_REASON: "A comment silences an error without saying why.",
}
"""The rules that are no functions of a catalog, a message or a text."""


def complete_rule(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The rules."""
    return [CompletionItem(name, help=rule.summary) for name, rule in RULES.items() if name.startswith(incomplete)]


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[PATH]...")
@click.option(
    "--select", multiple=True, metavar="RULE", shell_complete=complete_rule, help="Run this rule alone (repeatable)."
)
@click.option(
    "--ignore", multiple=True, metavar="RULE", shell_complete=complete_rule, help="Leave this rule out (repeatable)."
)
@click.option(
    "--fail-on", type=click.Choice(get_args(Level)), help="The least grave level that fails the check (default: error)."
)
@click.option(
    "--format",
    "report",
    type=click.Choice(list(REPORTS)),
    help="How findings are told (default: human; on GitHub, github).",
)
@click.option(
    "--min", "least", multiple=True, metavar="LANG=PERCENT", help="How much of a language must be translated."
)
@click.option(
    "--baseline", type=click.Path(path_type=Path), metavar="FILE", help="Leave out the findings that this file holds."
)
@click.option("--update-baseline", is_flag=True, help="Write the findings to the baseline, and fail for none.")
@click.option("--list", "list_rules", is_flag=True, help="List the rules.")
@click.option(
    "--explain", metavar="RULE", shell_complete=complete_rule, help="Explain a rule, with a bad and a good example."
)
@content_option
def check(
    paths: tuple[Path, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: Level | None,
    report: str | None,
    least: tuple[str, ...],
    baseline: Path | None,
    update_baseline: bool,
    list_rules: bool,
    explain: str | None,
    overlays: tuple[Path, ...],
) -> None:
    """Check catalogs: this project's, or those at PATH (files, or folders of anybody's project).

    Exit status: 0 nothing found at the level that fails; 1 something found; 2 a wrong call or an unreadable file.
    """
    if list_rules:
        _list_rules()
        return
    if explain is not None:
        _explain(explain)
        return
    project = project_over(overlays)
    own = settings.check_settings(Path(settings.FILE_NAME))
    threshold = fail_on or _level(own.fail_on)
    chosen = runner.Choice(
        frozenset(_known(select or own.select)), frozenset(_known([*ignore, *own.ignore])), dict(own.ignore_in)
    )
    catalogs = _catalogs(project, paths)
    findings = _findings(project, catalogs, chosen)
    if not paths and not any(finding.rule == "syntax" and finding.level == "error" for finding in findings):
        mine = letters.check_letters(project, {**own.least, **_thresholds(least)})
        findings += [finding for finding in mine if chosen.runs(finding.rule, finding.language)]
    if update_baseline:
        _update(baseline, findings)
        return
    if baseline is not None:
        findings = _new_ones(findings, baseline)
    checked = [str(path) for path in catalogs]
    context = Context(RULES, lru_cache(maxsize=8)(_lines_of), __version__, checked)
    name = report or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "human")
    if written := REPORTS[name](findings, context):
        click.echo(written)
    if any(at_least(finding.level, threshold) for finding in findings):
        click.get_current_context().exit(1)


def _catalogs(project: Project, paths: Sequence[Path]) -> list[Path]:
    """The catalogs at the paths; without one, the project's own."""
    own = [layer / "locales" for layer in project.content.layers[:-1] or project.content.layers]
    catalogs = runner.catalogs_in(paths or [near(folder) for folder in own if folder.is_dir()])
    if not catalogs:
        raise InvalidRequest(
            [Fault("PATH", "no catalog is there", "name .po or .pot files, or folders that hold some")]
        )
    return catalogs


def _findings(project: Project, catalogs: Sequence[Path], chosen: runner.Choice) -> list[Finding]:
    source = project.source_locale.catalog
    try:
        loaded = [runner.load(path, project.content, source) for path in catalogs]
    except BrokenContent as error:
        raise InvalidRequest([Fault(str(error.path), error.problem)]) from None
    return [finding for catalog in loaded for finding in runner.check(catalog, chosen)]


def _update(baseline: Path | None, findings: Sequence[Finding]) -> None:
    if baseline is None:
        raise InvalidRequest([Fault("--update-baseline", "no file is named", "say --baseline FILE, too")])
    document = Document(baseline.name, "application/json", baselines.written(findings).encode())
    tell(f"Written: {output.write(str(baseline), document, force=True)}")


def _new_ones(findings: Sequence[Finding], baseline: Path) -> list[Finding]:
    try:
        return baselines.new_ones(findings, baseline.read_text("utf-8"))
    except OSError as error:
        problem, hint = f"{baseline} cannot be read: {error.strerror}", "make it with --update-baseline"
    except ValueError as error:
        problem, hint = f"{baseline} is no baseline: {error}", "make it anew with --update-baseline"
    raise InvalidRequest([Fault("--baseline", problem, hint)])


def _lines_of(path: str) -> list[str]:
    try:
        return read_text(Path(path)).split("\n")
    except BrokenContent:
        return []


def _known(names: Iterable[str]) -> list[str]:
    known = [*RULES, *_WITHOUT_A_FUNCTION]
    faults = [Fault("rule", f"{name!r} is unknown", suggestion(name, known)) for name in names if name not in known]
    if faults:
        raise InvalidRequest(faults)
    return list(names)


def _level(name: str) -> Level:
    levels = get_args(Level)
    if name and name not in levels:
        raise InvalidRequest([Fault("check.fail-on (in goodterms.toml)", f"is {name!r}", suggestion(name, levels))])
    return name or "error"  # type: ignore[return-value]


def _thresholds(least: Iterable[str]) -> dict[str, float]:
    thresholds: dict[str, float] = {}
    faults = []
    for text in least:
        language, _, percent = text.partition("=")
        if language and percent.isdecimal() and int(percent) <= 100:
            thresholds[language] = int(percent)
        else:
            faults.append(Fault("--min", f"{text!r} is no threshold", "expected a language and 0 to 100"))
    if faults:
        raise InvalidRequest(faults)
    return thresholds


def _list_rules() -> None:
    rows: list[tuple[str, str, str]] = [(rule.name, rule.level, rule.summary) for rule in RULES.values()]
    rows += [(name, "", summary) for name, summary in _WITHOUT_A_FUNCTION.items()]
    width = max(len(name) for name, *_ in rows)
    for name, level, summary in rows:
        wrapped = click.wrap_text(summary, width=79, initial_indent="    ", subsequent_indent="    ")
        say(f"{name:<{width}}  {level}".rstrip())
        say(wrapped)


def _explain(name: str) -> None:
    (name,) = _known([name])
    if name in RULES:
        say(f"{name} ({RULES[name].level})\n\n{RULES[name].explanation}")
    else:
        tell(f"{name}: {_WITHOUT_A_FUNCTION[name]}")
