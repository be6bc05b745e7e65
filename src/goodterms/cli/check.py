"""The command that checks catalogs."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from goodterms import __version__, reports, speech
from goodterms.check import baseline as baselines
from goodterms.check import manuals, planning, scope, suppressions, targets
from goodterms.check.registry import RULES
from goodterms.cli.content_option import content_option
from goodterms.cli.terminal import near, say, tell, wrapped
from goodterms.content.layers import Content
from goodterms.content.settings import FILE_NAME, Settings
from goodterms.errors import InvalidRequest
from goodterms.findings import LEVELS, at_least
from goodterms.messages.library import CatalogLibrary
from goodterms.reports import REPORTS
from goodterms.reports.context import Context
from goodterms.speech import plural, speak, speaking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from goodterms.check.scope import Scope
    from goodterms.check.targets import Target
    from goodterms.findings import Finding, Level
    from goodterms.project import Project

_COLUMNS = 79
_UNBROKEN = "\ue000"
"""Replaces a blank at which a line is not to be broken, while the text is wrapped."""
_STYLES: dict[Level, dict[str, Any]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "note": {"fg": "cyan"},
}


def complete_rule(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The rules, each with what it finds."""
    found = [rule for name, rule in RULES.items() if name.startswith(incomplete)]
    return [CompletionItem(rule.name, help=speak(rule.summary)) for rule in found]


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[PATH]...")
@click.option(
    "--select", multiple=True, metavar="RULE", shell_complete=complete_rule, help="Run only this rule (repeatable)."
)
@click.option(
    "--ignore", multiple=True, metavar="RULE", shell_complete=complete_rule, help="Skip this rule (repeatable)."
)
@click.option(
    "--fail-on", type=click.Choice(LEVELS), help="The least severe level that fails the check (default: error)."
)
@click.option(
    "--format",
    "report",
    type=click.Choice(REPORTS),
    help="The format of the report (default: human; on GitHub, github).",
)
@click.option(
    "--min",
    "minimums",
    multiple=True,
    metavar="[LANG=]PERCENT",
    help="How much of a language, or of every language, must be translated (repeatable).",
)
@click.option(
    "--level",
    "levels",
    multiple=True,
    metavar="RULE=LEVEL",
    help="The level of a rule: error, warning or note (repeatable).",
)
@click.option("--verbose", is_flag=True, help="Show what cannot fail the check, too.")
@click.option("--built-in", is_flag=True, help="Check the letters and catalogs that come with goodterms.")
@click.option(
    "--baseline", type=click.Path(path_type=Path), metavar="FILE", help="Leave out the findings listed in this file."
)
@click.option(
    "--update-baseline", is_flag=True, help="Write all findings to the baseline file, and do not fail because of them."
)
@click.option("--fix", is_flag=True, help="Fix what can be fixed in only one way, then check.")
@click.option("--since", metavar="REV", help="Leave out the findings that this git revision already has.")
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
    minimums: tuple[str, ...],
    levels: tuple[str, ...],
    verbose: bool,
    built_in: bool,
    baseline: Path | None,
    update_baseline: bool,
    fix: bool,
    since: str | None,
    list_rules: bool,
    explain: str | None,
    overlays: tuple[Path, ...],
) -> None:
    """Check the catalogs of this folder, or those at PATH.

    PATH is a .po or .pot file, or a folder of any project. In a folder with letters of your own, these are checked with
    their catalogs. Exit status: 0 no findings at the --fail-on level or above; 1 findings at that level or above; 2 the
    call is not valid, or a file cannot be read.
    """
    if list_rules:
        _list_rules()
        return
    if explain is not None:
        _explain(explain)
        return
    if update_baseline and baseline is None:
        raise InvalidRequest.of("update-without-baseline", "--update-baseline")
    settings = Settings(Path(FILE_NAME))
    asked = scope.scope_of(paths, overlays, built_in, settings.check.content)
    target, plan = _prepare(asked, settings, planning.Options(select, ignore, fail_on or "", minimums, levels))
    if fix:
        _fix(target, plan)
    with speaking(None):  # a finding has the sentence as it is written, and knows its message
        findings = targets.find(target, plan)
    if update_baseline and baseline is not None:
        tell(speak("Written: {path}", path=baselines.write(baseline, findings)))
        return
    findings = _new(findings, baseline, since, target, plan)
    _print_report(findings, target, report, plan.fail_on, verbose)
    if any(at_least(finding.level, plan.fail_on) for finding in findings):
        click.get_current_context().exit(1)


def _new(
    findings: list[Finding], baseline: Path | None, since: str | None, target: Target, plan: planning.Plan
) -> list[Finding]:
    """The findings that a baseline does not list and an earlier revision does not have."""
    if baseline is not None:
        findings = baselines.without_known(findings, baselines.read(baseline))
    if since is not None:
        from goodterms.check.since import fingerprints_at

        findings = baselines.without_known(findings, fingerprints_at(target, since, plan))
    return findings


def _prepare(asked: Scope, settings: Settings, options: planning.Options) -> tuple[Target, planning.Plan]:
    """What a call checks, and how."""
    project = _project(asked, settings) if asked.with_letters else None
    library = project.catalogs if project else CatalogLibrary(Content(tuple(asked.overlays)))
    plan = planning.plan(library, settings, options, asked)
    target = targets.target_of(library, asked, settings.check.source_language, project, lambda: settings.terms)
    if not asked.paths:
        target = target._replace(paths=[near(path) for path in target.paths])
    return target, plan


def _project(asked: Scope, settings: Settings) -> Project:
    from goodterms.project import open_project  # loads all that letters are written with

    return open_project(asked.overlays, settings.conventions, terms=lambda: settings.terms)


def _fix(target: Target, plan: planning.Plan) -> None:
    from goodterms.check import fixing  # loads what writes files

    for file in fixing.fix_files(target, plan.selection):
        tell(plural("Fixed: {path} ({count} place)", "Fixed: {path} ({count} places)", file.places, path=file.path))


def _print_report(
    findings: Sequence[Finding], target: Target, report: str | None, fail_on: Level, verbose: bool
) -> None:
    lines_of = lru_cache(maxsize=8)(targets.lines_of)
    catalogs = [str(path) for path in target.paths]
    context = Context(RULES, lines_of, __version__, catalogs, _style, fail_on, verbose)
    name = report or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "human")
    with speaking(speech.current() if name == "human" else None):
        text = reports.report(name, findings, context)
    if text:
        click.echo(text)


def _style(text: str, level: Level) -> str:
    return click.style(text, **_STYLES[level])


def _list_rules() -> None:
    rows: list[tuple[str, str, str]] = [(rule.name, rule.level, rule.summary) for rule in RULES.values()]
    rows += [(name, suppressions.LEVELS[name], summary) for name, summary in suppressions.SUMMARIES.items()]
    width = max(len(name) for name, *_ in rows)
    for name, level, summary in rows:
        say(f"{name:<{width}}  {speak(level)}")
        say(wrapped(speak(summary), _COLUMNS, "    ", "    "))


def _explain(name: str) -> None:
    if faults := list(planning.unknown_rules([name], "--explain")):
        raise InvalidRequest(faults)
    level = RULES[name].level if name in RULES else suppressions.LEVELS[name]
    manual = manuals.read(RULES[name].explanation if name in RULES else suppressions.SUMMARIES[name])
    passages = (manual.summary, *manual.paragraphs)
    paragraphs = [wrapped(one.aloud(_UNBROKEN), _COLUMNS).replace(_UNBROKEN, " ") for one in passages]
    # Examples keep their lines: what is in them may be copied, and its spaces count.
    examples = "\n".join(one.aloud() for one in manual.examples)
    say("\n\n".join(filter(None, [f"{name} ({speak(level)})", *paragraphs, examples])))
