"""Reads the rules of an assessment, and the words of a language for its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from goodterms.content import tables
from goodterms.content.writing import writing
from goodterms.errors import BrokenContent
from goodterms.recipients.recognition import fold_words
from goodterms.speech import said
from goodterms.tact.patterns import Folding, InvalidPatternError, Patterns, branches

if TYPE_CHECKING:
    from collections.abc import Mapping

    from goodterms.content.layers import Content
    from goodterms.model import LetterSpec

_RULES = "_advice/assess/rules.toml"
_WORDS = "assess.toml"
KEEP, WATCH, PART = "keep", "watch", "part"
_ANSWERS = (PART, WATCH, KEEP)
_GROUNDS: Mapping[str, str] = {
    # For translators: what nobody is judged by, in: it says something of a person's health
    "health": said("health"),
    # For translators: what nobody is judged by: a person's origin, such as the country of birth
    "origin": said("origin"),
    # For translators: what nobody is judged by: a person's religion
    "faith": said("faith"),
    # For translators: what nobody is judged by: a person's age
    "age": said("age"),
    # For translators: what nobody is judged by: a person's sex, marital state or sexual orientation
    "sex": said("sex"),
    # For translators: what nobody is judged by: a person's political views
    "politics": said("politics"),
}
"""What a column may say of a person by which nobody is judged, in words."""
GROUNDS = tuple(_GROUNDS)


class Rules(NamedTuple):
    """The rules of an assessment: what each problem weighs, and when which answer follows; see rules.toml.

    ``part_from`` is a number of problems, ``enough`` are those that are enough by themselves; ``long_standing_years``
    are full years, ``watch_days`` days. ``next`` are the letters to write next, by answer.
    """

    problems: Mapping[str, int]
    part_from: int
    enough: frozenset[str]
    long_standing_years: int
    watch_days: int
    next: Mapping[str, str]


def read_rules(content: Content, questions: LetterSpec) -> Rules:
    """The rules; raises :class:`BrokenContent` with every fault of the file."""
    located = content.template(_RULES)
    if located is None:
        raise BrokenContent.at(f"templates/{_RULES}", 0, "template-missing", name=_RULES)
    with tables.open_table(located.path) as table:
        table.refuse_unknown(("problems", "answer", "next"))
        problems, answer, after = table.table("problems"), table.table("answer"), table.table("next")
        flags = [name for name, field in questions.fields.items() if field.type == "flag"]
        problems.refuse_unknown(flags)
        answer.refuse_unknown(("part_from", "enough", "long_standing_years", "watch_days"))
        after.refuse_unknown(_ANSWERS)
        enough = answer.texts("enough")
        for name in enough:
            if name not in problems:
                answer.refuse("enough", "not-an-option", given=name, known=list(problems.raw()))
        letters = content.letters()
        for key in after.raw():
            if after.text(key) not in letters:
                after.refuse(key, "not-an-option", given=after.text(key), known=letters)
        return Rules(
            {name: problems.count(name, 1) for name in problems.raw()},
            answer.count("part_from", 2),
            frozenset(enough),
            answer.count("long_standing_years", 5),
            answer.count("watch_days", 90),
            {key: after.text(key) for key in after.raw()},
        )


class ColumnWords:
    """The words for columns of an assessment, in all languages."""

    def __init__(self, content: Content) -> None:
        """Raises :class:`BrokenContent` for faults of the files."""
        self._fields: dict[str, str] = {}
        self._grounds: list[tuple[Folding, Patterns]] = []
        for catalog in content.catalogs():
            for path in reversed(list(content.locale_paths(catalog, _WORDS))):
                self._add(content, catalog, tables.read(path))

    def _add(self, content: Content, catalog: str, table: tables.Table) -> None:
        table.refuse_unknown(("columns", "protected"))
        columns, protected = table.table("columns"), table.table("protected")
        protected.refuse_unknown(GROUNDS)
        fold = Folding(writing(content, catalog, "", "ltr", "0").letters)
        patterns = []
        for field in columns.raw():
            self._fields |= {fold_words(name): field for name in columns.texts(field)}
        for ground in protected.raw():
            for pattern in protected.texts(ground):
                try:
                    branches(pattern, fold)
                    patterns.append((GROUNDS.index(ground), pattern))
                except InvalidPatternError as error:
                    protected.refuse(ground, "not-a-tact-pattern", given=pattern, reason=error.reason)
        tables.raise_faults(table)
        self._grounds.append((fold, Patterns(patterns, fold)))

    def field(self, name: str) -> str:
        """The question that a column answers by its name; empty for none."""
        return self._fields.get(fold_words(name), "")

    def ground(self, name: str) -> str:
        """The protected ground that a name is about, in words; empty for none."""
        for fold, patterns in self._grounds:
            for number, _, _ in patterns.find(fold(name.replace("_", " "))):
                return _GROUNDS[GROUNDS[number]]
        return ""
