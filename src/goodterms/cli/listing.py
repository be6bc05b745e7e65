"""The commands that list what there is: letters, locales, fields; what only one of them needs is imported there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from goodterms.cli.options import (
    complete_letter,
    complete_locale,
    content_option,
    json_option,
    letter_date,
    open_workspace,
)
from goodterms.cli.terminal import near, say, tell, wrapped
from goodterms.speech import joined, sentence, speak, speaking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from goodterms.model import FieldSpec, LetterSpec
    from goodterms.project import Project


@click.command()
@content_option
@json_option
def letters(overlays: tuple[Path, ...], as_json: bool) -> None:
    """List the letters: what each is for, and its steps in order."""
    specs = open_workspace(overlays).project.outlines()
    if as_json:
        _print_json(
            [
                {"name": s.name, "group": s.group, "title": s.title, "summary": s.summary, "steps": list(s.steps)}
                for s in specs
            ]
        )
        return
    groups = sorted({spec.group for spec in specs}, key=lambda group: (not group, group))
    for number, group in enumerate(groups):
        heading = speak(group).capitalize() if group else speak("Other")
        say(f"{chr(10) if number else ''}{heading}:")
        for spec in specs:
            if spec.group == group:
                _list_letter(spec)


def _list_letter(spec: LetterSpec) -> None:
    """Print what a letter is for, and its steps in order; those that are not marked can be left out."""
    say("")
    say(_wrapped(f"{spec.name}: {speak(spec.summary or spec.title)}", "  ", "    "))
    width = max(map(len, spec.middle))
    for name in spec.middle:
        step = spec.steps.get(name) or spec.between[name]
        always = name in spec.between or spec.steps[name].required
        title = speak(step.title)
        # For translators: title is that of a step of a letter
        shown = speak("{title} (required)", title=title) if always else title
        say(_wrapped(f"{name:<{width}}  {shown}", "    ", " " * (width + 6)))


@click.command()
@content_option
@json_option
def locales(overlays: tuple[Path, ...], as_json: bool) -> None:
    """List the languages and whether each is fully translated."""
    from goodterms.cldr import locales as cldr
    from goodterms.reports.width import padded_to
    from goodterms.reports.width import width as width_of

    workspace = open_workspace(overlays)
    project, specs = workspace.project, workspace.letters()
    rows = [
        {
            "tag": locale.tag,
            "name": cldr.name_in(project.source_locale if as_json else project.spoken_locale, locale),
            "endonym": cldr.endonym(locale),
            "direction": locale.direction,
            "complete": project.edition(locale).is_complete(specs),
        }
        for locale in workspace.locales()
    ]
    if as_json:
        _print_json(rows)
        return
    # The endonym comes last, so that no terminal reorders the columns around it.
    cells = [(row["tag"], row["direction"], _state(bool(row["complete"])), row["name"], row["endonym"]) for row in rows]
    widths = [max(width_of(str(cell[column])) for cell in cells) for column in range(4)]
    for *columns, endonym in cells:
        padded = [padded_to(str(column), room) for column, room in zip(columns, widths, strict=True)]
        say("  ".join([*padded, str(endonym)]))


def _state(is_complete: bool) -> str:
    # For translators: the state of a language in which letters are written, in: goodterms locales
    return speak("complete") if is_complete else speak("incomplete")


@click.command()
@click.argument("letter", shell_complete=complete_letter)
@click.option("--sheet", metavar="FILE", help="Write a table to fill in, for a batch: .csv or .xlsx.")
@click.option("--locale", metavar="TAG", shell_complete=complete_locale, help="The locale of the table's sample row.")
@click.option("--force", is_flag=True, help="Overwrite the table if it exists.")
@content_option
@json_option
def fields(
    letter: str, sheet: str | None, locale: str | None, force: bool, overlays: tuple[Path, ...], as_json: bool
) -> None:
    """List the fields of LETTER: the values that it needs."""
    workspace = open_workspace(overlays)
    if sheet is not None:
        _write_sheet(workspace.project, letter, locale, sheet, force)
        return
    specs = workspace.fields(letter)
    if as_json:
        with speaking(None):
            _print_json([_field_row(field) for field in specs])
        return
    for heading, chosen in _by_need(specs).items():
        if chosen:
            say(f"{speak(heading)}:")
            _list_fields(chosen, "  ")
    for need in workspace.project.letter(letter).needs.values():
        # For translators: help is such as: a way for the customer to answer
        text = speak("One of these is needed, {help}: {names}", help=speak(need.help), names=joined(need.one_of))
        say(_wrapped(text, "", "  "))


def _by_need(specs: Sequence[FieldSpec]) -> dict[str, list[FieldSpec]]:
    """The fields under headings, in their order: what is needed comes first."""
    by_need: dict[str, list[FieldSpec]] = {heading: [] for heading in (_REQUIRED, _CONDITIONAL, _OPTIONAL)}
    for field in specs:
        is_conditional = bool(field.when or field.when_all)
        heading = _REQUIRED if field.required else _CONDITIONAL if is_conditional else _OPTIONAL
        by_need[heading].append(field)
    return by_need


def _list_fields(specs: Sequence[FieldSpec], margin: str, *, are_parts: bool = False) -> None:
    """Print fields, or the parts of a record, each with its type, what it is, a sample, and its own parts."""
    from goodterms.fields import as_typed
    from goodterms.recipients.blank import explain

    width = max(len(field.name) for field in specs)
    inner = f"{margin}    "
    for field in specs:
        many, needed = speak(", repeatable") if field.many else "", speak(", required")
        marks = f"{many}{needed if are_parts and field.required else ''}"
        say(f"{margin}{field.name:<{width}}  {field.type}{marks}")
        if help_text := explain(field, is_part=are_parts):
            say(_wrapped(help_text, inner, inner))
        say(_wrapped(speak("such as: {sample}", sample=as_typed(field.sample)), inner, f"{inner}  "))
        if field.parts:
            _list_fields([*field.parts.values()], inner, are_parts=True)


def _wrapped(text: str, first: str, others: str) -> str:
    return wrapped(text, 79, first, others)


def _field_row(field: FieldSpec, *, is_part: bool = False) -> dict[str, object]:
    from goodterms.fields import as_typed
    from goodterms.recipients.blank import explain

    sample = [as_typed(item) for item in field.sample] if isinstance(field.sample, list) else as_typed(field.sample)
    return {
        "name": field.name,
        "type": field.type,
        "required": field.required,
        "many": field.many,
        "sample": field.sample if isinstance(field.sample, int) else sample,
        "help": explain(field, is_part=is_part),
        "options": list(field.options),
        "parts": [_field_row(part, is_part=True) for part in field.parts.values()],
    }


def _write_sheet(project: Project, name: str, tag: str | None, target: str, force: bool) -> None:
    """Write the table of a letter, with a row of samples in a locale."""
    from goodterms import output
    from goodterms.errors import InvalidRequest
    from goodterms.faults import fault
    from goodterms.fields.sample_days import ahead_of
    from goodterms.recipients.blank import SUFFIXES, blank_document

    letter = project.letter(name)
    locale = project.locale(tag) if tag else project.source_locale
    suffix = Path(target).suffix.lower()
    faults = output.faults(target, None, force)
    if suffix not in SUFFIXES:
        faults.append(fault("sheet-suffix", "--sheet", path=target, known=SUFFIXES))
    if faults:
        raise InvalidRequest(faults)
    samples = ahead_of(letter_date(None, []), project.samples(letter, locale, every=True), letter.fields)
    document = blank_document(letter, samples, locale.tag, suffix)
    tell(speak("Written: {path}", path=near(output.write(target, document, force))))


# For translators: a heading above fields in: goodterms fields
_REQUIRED = sentence("Required")
_CONDITIONAL = sentence("Needed for a choice")
_OPTIONAL = sentence("Optional")


def _print_json(rows: list[dict[str, object]]) -> None:
    import json

    click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
