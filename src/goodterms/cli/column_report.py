"""How the columns of a table are shown to people: a line on each, its values, what is missing, what is to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from goodterms.cldr import locales
from goodterms.content.column_words import OTHERS
from goodterms.recipients import outcome
from goodterms.recipients.blank import explain
from goodterms.recipients.proposals import ELSEWHERE, SETTLED
from goodterms.recipients.recognition import OWN, spec_of
from goodterms.reports.width import width, wrap
from goodterms.settings_file import quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from goodterms.model import FieldSpec, LetterSpec
    from goodterms.project import Project
    from goodterms.recipients.proposals import Proposal

_COLUMNS = 79
_NAMES, _FIELDS = (8, 22), (8, 20)
"""The least and the most width of the names and of the fields."""
_SHOWN_LANGUAGES = 2
_KINDS = {
    "email": "email addresses",
    "locale": "languages",
    "currency": "currencies",
    "timezone": "time zones",
    "title": "titles",
    "date": "dates",
    "moment": "dates and times",
    "month": "months",
    "time": "times",
    "duration": "lengths of time",
    "url": "web addresses",
    "phone": "phone numbers",
    "money": "amounts",
    "percent": "percentages",
    "number": "numbers",
    "count": "numbers",
    "choice": "choices",
    "flag": "yes and no",
    "dated": "dates with a text",
}
"""What values are, for people, by the type that they look like."""
_DAYS = ("date", "moment")
_STANDING = {
    "locale": "the reader's language; add a column, or give one for all rows: goodterms batch --locale TAG",
}
_STANDING_IN_ROWS = "enter it, or give one for such rows: goodterms batch --locale TAG"


def proposal_lines(columns: Sequence[Proposal], project: Project) -> Iterator[str]:
    """Two lines for each column: its name, what it is taken for and why; below it three of its values."""
    names = _room((one.name for one in columns), *_NAMES)
    fields = _room((_taken_for(one) for one in columns), *_FIELDS)
    languages = {
        name: locales.name_in(project.source_locale, locales.of_catalog(name)) for name in project.catalogs.languages
    }
    indent = names + fields + 4
    for one in columns:
        start = f"{_padded(one.name, names)}  {_padded(_taken_for(one), fields)}  "
        lines = wrap(_reason(one, languages), _COLUMNS - indent, "")
        yield (start + lines[0]).rstrip()
        yield from (" " * indent + line for line in lines[1:])
        if one.shown:
            yield " " * (names + 2) + _cut(" · ".join(one.shown), _COLUMNS - names - 2)


def _taken_for(proposal: Proposal) -> str:
    if proposal.field or proposal.doubt == "joined":
        return proposal.field or "address"
    return "unsure" if proposal.possible and proposal.doubt != "parts" else "not used"


def _reason(proposal: Proposal, languages: Mapping[str, str]) -> str:
    """Why a column is taken for what it is, or what speaks for what."""
    if proposal.field:
        parts = (_words(proposal, languages), _values(proposal), _others(proposal), _open(proposal))
        return "; ".join(filter(None, parts))
    fields = " or ".join(proposal.possible)
    other = {**OTHERS, ELSEWHERE: "only other letters take it"}.get(proposal.other, "")
    return {
        "several": f"{fields}{f', or {other}' if other else ''}?",
        "twice": f"{fields}? Another column may be it, too",
        "values": f"{fields}? Its values are {_KINDS[proposal.kind]}"
        if proposal.kind
        else f"{fields}? Not by its values",
        "joined": f"in one line with {', '.join(proposal.join)}",
        "parts": "the name is taken from its parts",
        "postal_code": f"{fields}? Postal code and town belong into one column",
    }.get(proposal.doubt, other or ("" if proposal.catalogs else "not known by its name or its values"))


def _words(proposal: Proposal, languages: Mapping[str, str]) -> str:
    if SETTLED in proposal.catalogs:
        return "as goodterms.toml says"
    if OWN in proposal.catalogs:
        return "its own name"
    named = [languages.get(catalog, catalog) for catalog in proposal.catalogs]
    shown = ", ".join(named[:_SHOWN_LANGUAGES]) + (" …" if len(named) > _SHOWN_LANGUAGES else "")
    return f"words: {shown}" if named else ""


def _values(proposal: Proposal) -> str:
    if not proposal.kind:
        return ""
    part = "" if proposal.fitting == proposal.filled else f" ({proposal.fitting:,} of {proposal.filled:,})"
    return f"values: {_KINDS.get(proposal.kind, proposal.kind)}{part}"


def _others(proposal: Proposal) -> str:
    """What else is in the cells, or beside them."""
    if proposal.time:
        return f"also {proposal.time}"
    return f"in one line with {', '.join(proposal.join)}" if proposal.join else ""


def _open(proposal: Proposal) -> str:
    if not proposal.is_open:
        return ""
    return "day or month first?" if proposal.kind in _DAYS else "decimal comma or point?"


def missing_lines(columns: Sequence[Proposal], letter: LetterSpec, sender: Mapping[str, object]) -> Iterator[str]:
    """What every row needs and nothing gives, and where it can be given."""
    missing = outcome.missing(columns, letter, sender)
    empty = sum(one.empty for one in columns)
    missing += ["locale"] if empty else []
    there = {one.field.partition(".")[0] for one in columns} | set(sender)
    unmet = [need for need in letter.needs.values() if not there.intersection(need.one_of)]
    if not missing and not unmet:
        return
    possible = {field: one.name for one in columns if not one.field for field in (*one.possible, one.time)}
    yield "\nMissing:"
    room = _room(missing, *_FIELDS)
    for name in missing:
        spec = letter.fields.get(name)
        help_text = explain(spec) if spec else _STANDING.get(name, "")
        if name == "locale" and empty:
            help_text = f"{empty:,} {'rows have' if empty > 1 else 'row has'} no language; {_STANDING_IN_ROWS}"
        if name in possible:
            help_text = f"may be {possible[name]!r}, see below; {help_text}"
        lines = wrap(help_text, _COLUMNS - room - 4, "")
        yield f"  {_padded(name, room)}  {lines[0]}"
        yield from (" " * (room + 4) + line for line in lines[1:])
    yield from (f"  {line}" for need in unmet for line in wrap(f"{need.help}: {' or '.join(need.one_of)}", 77, ""))
    if unmet or any(name in letter.fields for name in missing):
        yield click.wrap_text(
            "Add a column for it, or, where it is the same in every row, put it under [sender] in goodterms.toml.", 79
        )


def lacks_locale(columns: Sequence[Proposal]) -> bool:
    """Whether some row has no language."""
    return not any(one.field == "locale" and not one.empty for one in columns)


def unsure_lines(columns: Sequence[Proposal], letter: LetterSpec, settled: Mapping[str, Collection[str]]) -> list[str]:
    """Lines of TOML as comments: the columns that may be several things, and the words that mean no choice yet.

    ``settled`` are the words by field, in lower case, of which goodterms.toml says what they mean.
    """
    lines = []
    for one in columns:
        if one.possible and one.doubt != "parts":
            lines += [f"# [columns] {quoted(one.name)} = {_use(field, time=one.time)}" for field in one.possible]
        elif one.is_open:
            key, ways = ("dates", ("dmy", "mdy")) if one.kind in _DAYS else ("numbers", ("comma", "point"))
            uses = [_use(one.field, time=one.time, **{key: way}) for way in ways]
            lines += [f"# [columns] {quoted(one.name)} = {use}" for use in uses]
        known = settled.get(one.field, ())
        if unknown := [word for word, choice in one.choices.items() if not choice and word.casefold() not in known]:
            lines.append(f"# Words for {one.field}; each is {_options(spec_of(one.field, letter))}")
            lines += [f'# [values.{one.field}] {quoted(word)} = ""' for word in unknown[:5]]
            lines += [f"# … and {len(unknown) - 5} more"] if len(unknown) > 5 else []
    return [part for line in lines for part in (wrap(line, _COLUMNS, "#   ") if " = " not in line else [line])]


def _options(spec: FieldSpec | None) -> str:
    """What a word in a column of choices, or of locales, may mean."""
    if spec is None:
        return "a tag that goodterms locales lists"
    return f"one of: {', '.join(spec.options or ('yes', 'no'))}"


def _use(field: str, **details: str) -> str:
    """The value of a line for a column that is a field, with the details that are not empty."""
    more = "".join(f', {key} = "{value}"' for key, value in details.items() if value)
    return f'{{field = "{field}"{more}}}' if more else quoted(field)


def _room(texts: Iterator[str] | Sequence[str], least: int, most: int) -> int:
    return min(most, max([least, *map(width, texts)]))


def _padded(text: str, columns: int) -> str:
    text = _cut(text, columns)
    return text + " " * (columns - width(text))


def _cut(text: str, columns: int) -> str:
    """A text that takes at most so many columns; one that is cut ends in an ellipsis."""
    if width(text) <= columns:
        return text
    while width(text) > columns - 1:
        text = text[:-1]
    return f"{text.rstrip()}…"
