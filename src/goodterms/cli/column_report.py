"""How the columns of a table are shown to people: a line on each, its values, what is missing, what is to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.cldr import locales
from goodterms.cli.terminal import wrapped
from goodterms.content.column_words import OTHERS
from goodterms.recipients import outcome
from goodterms.recipients.blank import explain
from goodterms.recipients.proposals import ELSEWHERE, SETTLED
from goodterms.recipients.recognition import OWN, spec_of
from goodterms.reports.width import width, wrap
from goodterms.settings_file import quoted
from goodterms.speech import joined, plural, sentence, speak

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
    "email": sentence("email addresses"),
    "locale": sentence("languages"),
    "currency": sentence("currencies"),
    "timezone": sentence("time zones"),
    "title": sentence("titles"),
    "date": sentence("dates"),
    "moment": sentence("dates and times"),
    "month": sentence("months"),
    "time": sentence("times"),
    "duration": sentence("lengths of time"),
    "url": sentence("web addresses"),
    "phone": sentence("phone numbers"),
    "money": sentence("amounts"),
    "percent": sentence("percentages"),
    "number": sentence("numbers"),
    "count": sentence("numbers"),
    "choice": sentence("choices"),
    "flag": sentence("yes and no"),
    "dated": sentence("dates with a text"),
}
"""What values are, for people, by the type that they look like."""
_ELSEWHERE = sentence("only other letters take it")
_DAYS = ("date", "moment")
_STANDING = {
    "locale": sentence("the reader's language; add a column, or give one for all rows: goodterms batch --locale TAG"),
}


def proposal_lines(columns: Sequence[Proposal], project: Project) -> Iterator[str]:
    """Two lines for each column: its name, what it is taken for and why; below it three of its values."""
    names = _room((one.name for one in columns), *_NAMES)
    fields = _room((_taken_for(one) for one in columns), *_FIELDS)
    own = project.spoken_locale
    languages = {name: locales.name_in(own, locales.of_catalog(name)) for name in project.catalogs.languages}
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
    # For translators: what a column is taken for: nothing is sure
    unsure = speak("unsure")
    # For translators: what a column is taken for: for nothing
    return unsure if proposal.possible and proposal.doubt != "parts" else speak("not used")


def _reason(proposal: Proposal, languages: Mapping[str, str]) -> str:
    """Why a column is taken for what it is, or what speaks for what."""
    if proposal.field:
        parts = (_words(proposal, languages), _values(proposal), _others(proposal), _open(proposal))
        return joined([*filter(None, parts)], ";")
    fields = joined(proposal.possible, "or")
    other = speak({**OTHERS, ELSEWHERE: _ELSEWHERE}.get(proposal.other, ""))
    match proposal.doubt:
        case "several" if other:
            # For translators: what a column may be: the names of fields, or such as: a town
            return speak("{fields}, or {other}?", fields=fields, other=other)
        case "several":
            return f"{fields}?"
        case "twice":
            return speak("{fields}? Another column may be it, too", fields=fields)
        case "values" if proposal.kind:
            # For translators: values is such as: email addresses
            return speak("{fields}? Its values are {values}", fields=fields, values=speak(_KINDS[proposal.kind]))
        case "values":
            return speak("{fields}? Not by its values", fields=fields)
        case "joined":
            return _in_one_line(proposal)
        case "parts":
            return speak("the name is taken from its parts")
        case "postal_code":
            return speak("{fields}? Postal code and town belong in one column", fields=fields)
    return other or ("" if proposal.catalogs else speak("not known by its name or its values"))


def _in_one_line(proposal: Proposal) -> str:
    # For translators: the column is joined with others into one line of an address
    return speak("in one line with {names}", names=joined(proposal.join))


def _words(proposal: Proposal, languages: Mapping[str, str]) -> str:
    if SETTLED in proposal.catalogs:
        return speak("as goodterms.toml says")
    if OWN in proposal.catalogs:
        return speak("its own name")
    named = [languages.get(catalog, catalog) for catalog in proposal.catalogs]
    shown = joined(named[:_SHOWN_LANGUAGES]) + (" …" if len(named) > _SHOWN_LANGUAGES else "")
    # For translators: the languages whose words recognise a column
    return speak("words: {languages}", languages=shown) if named else ""


def _values(proposal: Proposal) -> str:
    if not proposal.kind:
        return ""
    kind = speak(_KINDS.get(proposal.kind, proposal.kind))
    if proposal.fitting == proposal.filled:
        # For translators: kind is such as: email addresses
        return speak("values: {kind}", kind=kind)
    return speak(
        "values: {kind} ({fitting:,} of {filled:,})", kind=kind, fitting=proposal.fitting, filled=proposal.filled
    )


def _others(proposal: Proposal) -> str:
    """What else is in the cells, or beside them."""
    if proposal.time:
        # For translators: field is what the column gives, too
        return speak("also {field}", field=proposal.time)
    return _in_one_line(proposal) if proposal.join else ""


def _open(proposal: Proposal) -> str:
    if not proposal.is_open:
        return ""
    return speak("day or month first?") if proposal.kind in _DAYS else speak("decimal comma or point?")


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
    yield "\n" + speak("Missing:")
    room = _room(missing, *_FIELDS)
    for name in missing:
        spec = letter.fields.get(name)
        help_text = explain(spec) if spec else speak(_STANDING.get(name, ""))
        if name == "locale" and empty:
            help_text = plural(
                "{count:,} row has no language; enter it, or give one for such rows: goodterms batch --locale TAG",
                "{count:,} rows have no language; enter it, or give one for such rows: goodterms batch --locale TAG",
                empty,
            )
        if name in possible:
            help_text = speak("may be {column!r}, see below; {help}", column=possible[name], help=help_text)
        lines = wrap(help_text, _COLUMNS - room - 4, "")
        yield f"  {_padded(name, room)}  {lines[0]}"
        yield from (" " * (room + 4) + line for line in lines[1:])
    needs = [f"{speak(need.help)}: {joined(need.one_of, 'or')}" for need in unmet]
    yield from (f"  {line}" for need in needs for line in wrap(need, 77, ""))
    if unmet or any(name in letter.fields for name in missing):
        yield wrapped(
            speak(
                "Add a column for it, or, where it is the same in every row, put it under [sender] in goodterms.toml."
            ),
            79,
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
            meanings = _options(spec_of(one.field, letter))
            # For translators: meanings is such as: one of: products, people
            lines.append("# " + speak("Words for {field}; each is {meanings}", field=one.field, meanings=meanings))
            lines += [f'# [values.{one.field}] {quoted(word)} = ""' for word in unknown[:5]]
            lines += ["# " + speak("… and {more} more", more=len(unknown) - 5)] if len(unknown) > 5 else []
    return [part for line in lines for part in (wrap(line, _COLUMNS, "#   ") if " = " not in line else [line])]


def _options(spec: FieldSpec | None) -> str:
    """What a word in a column of choices, or of locales, may mean."""
    if spec is None:
        return speak("a tag that goodterms locales lists")
    return speak("one of: {options}", options=joined(spec.options or ("yes", "no")))


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
