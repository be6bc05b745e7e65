"""The command that checks catalogs."""

from __future__ import annotations

import os
import re
import tempfile
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click
from click.shell_completion import CompletionItem

from goodterms import __version__, output
from goodterms.check import baseline as baselines
from goodterms.check import fixing, runner, suppressions, whole
from goodterms.check.letters import Thresholds
from goodterms.check.registry import RULES
from goodterms.cli.options import content_option, open_workspace
from goodterms.cli.terminal import near, say, tell
from goodterms.content import settings
from goodterms.content.layers import read_bytes, read_text
from goodterms.errors import BrokenContent, GoodtermsError, InvalidRequest, suggestion
from goodterms.faults import legacy
from goodterms.findings import Level, at_least
from goodterms.model import Document
from goodterms.reports import REPORTS
from goodterms.reports.context import Context

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from goodterms.findings import Finding
    from goodterms.project import Project

_WITHOUT_A_FUNCTION = {
    suppressions.UNUSED: "A comment silences a rule that finds nothing there.",
    suppressions.UNEXPLAINED: "A comment silences an error without saying why.",
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
@click.option("--fix", is_flag=True, help="Mend what one thing alone makes right, then check.")
@click.option("--since", metavar="REV", help="Leave out what was found at this revision of git already.")
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
    fix: bool,
    since: str | None,
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
    workspace = open_workspace(overlays)
    project = workspace.project
    own = workspace.settings.check
    threshold = fail_on or _level(own.fail_on)
    _known([*select, *ignore, *sorted(own.rules())])
    _refuse_unknown_letters(project, own)
    choice = runner.Choice(
        frozenset(select or own.select), frozenset({*ignore, *own.ignore}), own.ignore_in, own.ignore_for
    )
    thresholds = Thresholds({**own.least, **_thresholds(project, least, paths)}, own.complete_in)
    checked = whole.Checked(project, _catalogs(project, paths), with_letters=not paths)
    if fix:
        _fix(checked, choice)
    findings = _found(checked, choice, thresholds)
    if update_baseline:
        _update(baseline, findings)
        return
    if baseline is not None:
        findings = baselines.new_ones(findings, _known_by(baseline))
    if since is not None:
        findings = baselines.new_ones(findings, _found_at(since, checked, choice, thresholds))
    _report(findings, checked, report)
    if any(at_least(finding.level, threshold) for finding in findings):
        click.get_current_context().exit(1)


def _report(findings: Sequence[Finding], checked: whole.Checked, report: str | None) -> None:
    context = Context(RULES, lru_cache(maxsize=8)(_lines_of), __version__, [str(path) for path in checked.paths])
    name = report or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "human")
    if written := REPORTS[name](findings, context):
        click.echo(written)


def _catalogs(project: Project, paths: Sequence[Path]) -> list[Path]:
    """The catalogs at the paths; without one, the project's own."""
    own = [layer / "locales" for layer in project.content.layers[:-1] or project.content.layers]
    catalogs = runner.catalogs_in(paths or [near(folder) for folder in own if folder.is_dir()])
    if not catalogs:
        raise InvalidRequest(
            [legacy("PATH", "no catalog is there", "name .po or .pot files, or folders that hold some")]
        )
    return catalogs


def _found(checked: whole.Checked, choice: runner.Choice, thresholds: Thresholds) -> list[Finding]:
    try:
        return whole.findings_in(checked, choice, thresholds)
    except BrokenContent as error:
        raise InvalidRequest(error.faults) from None


def _fix(checked: whole.Checked, choice: runner.Choice) -> None:
    """Mend the catalogs' files, and tell which; a template is made from the letters, and is left alone."""
    content, source = checked.project.content, checked.project.source_locale.catalog
    for path in checked.paths:
        if path.suffix == ".pot":
            continue
        data = _bytes_of(path)
        catalog = runner.load(path, content, source, data)
        made = fixing.fix(catalog, data, choice, partial(runner.load, path, content, source))
        if made.places:
            output.write(str(path), Document(path.name, "text/x-gettext-translation", made.data), force=True)
            tell(f"Fixed: {path} ({made.places} place{'s' if made.places != 1 else ''})")


def _bytes_of(path: Path) -> bytes:
    try:
        return read_bytes(path)
    except BrokenContent as error:
        raise InvalidRequest(error.faults) from None


def _found_at(revision: str, checked: whole.Checked, choice: runner.Choice, thresholds: Thresholds) -> Iterable[str]:
    """The fingerprints of what the same check finds in the files as they were at a revision."""
    with tempfile.TemporaryDirectory() as folder:
        before = whole.at_revision(checked, revision, Path(folder).resolve())
        try:
            return [finding.fingerprint for finding in whole.findings_in(before, choice, thresholds)]
        except GoodtermsError:
            return []  # what could not be checked then has no known findings


def _update(baseline: Path | None, findings: Sequence[Finding]) -> None:
    if baseline is None:
        raise InvalidRequest([legacy("--update-baseline", "no file is named", "say --baseline FILE, too")])
    document = Document(baseline.name, "application/json", baselines.written(findings).encode())
    tell(f"Written: {output.write(str(baseline), document, force=True)}")


def _known_by(baseline: Path) -> list[str]:
    try:
        return baselines.read(baseline.read_text("utf-8"))
    except OSError as error:
        problem, hint = f"{baseline} cannot be read: {error.strerror}", "make it with --update-baseline"
    except ValueError as error:
        problem, hint = f"{baseline} is no baseline: {error}", "make it anew with --update-baseline"
    raise InvalidRequest([legacy("--baseline", problem, hint)])


def _lines_of(path: str) -> list[str]:
    try:
        return read_text(Path(path)).split("\n")
    except BrokenContent:
        return []


def _known(names: Iterable[str]) -> list[str]:
    known = [*RULES, *_WITHOUT_A_FUNCTION]
    faults = [legacy("rule", f"{name!r} is unknown", suggestion(name, known)) for name in names if name not in known]
    if faults:
        raise InvalidRequest(faults)
    return list(names)


def _refuse_unknown_letters(project: Project, own: settings.CheckSettings) -> None:
    """Refuse letters and languages of goodterms.toml that the project does not have."""
    letters, languages = project.content.letters(), project.content.catalogs()
    place = f"check.letter (in {settings.FILE_NAME})"
    faults = [
        legacy(place, f"{name!r} is no letter", suggestion(name, letters))
        for name in own.ignore_for
        if name not in letters
    ]
    named = {language for names in own.complete_in.values() for language in names}
    faults += [
        legacy(place, f"complete-in names {name!r}, which has no catalog", suggestion(name, languages))
        for name in sorted(named)
        if name not in languages
    ]
    faults += [
        legacy(f"check.min (in {settings.FILE_NAME})", f"{name!r} has no catalog", suggestion(name, languages))
        for name in own.least
        if name not in languages
    ]
    if faults:
        raise InvalidRequest(faults)


def _level(name: str) -> Level:
    levels = get_args(Level)
    if name and name not in levels:
        raise InvalidRequest([legacy("check.fail-on (in goodterms.toml)", f"is {name!r}", suggestion(name, levels))])
    return name or "error"  # type: ignore[return-value]


def _thresholds(project: Project, least: Sequence[str], paths: Sequence[Path]) -> dict[str, float]:
    thresholds: dict[str, float] = {}
    faults = []
    languages = project.content.catalogs()
    if least and paths:
        faults.append(legacy("--min", "counts in this project's own letters", "leave PATH out"))
    for text in least:
        language, _, percent = text.partition("=")
        if not (language and re.fullmatch("[0-9]{1,3}", percent) and int(percent) <= 100):
            faults.append(legacy("--min", f"{text!r} is no threshold", "expected a language and 0 to 100"))
        elif language not in languages:
            faults.append(legacy("--min", f"{language!r} has no catalog", suggestion(language, languages)))
        else:
            thresholds[language] = int(percent)
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
