"""ICU MessageFormat: ``{count, plural, one {# file} other {# files}}``; Java's MessageFormat, whose apostrophes differ.

Sources: ICU, "Formatting Messages"; UTS #35, part 3, plural rules; Java, ``java.text.MessageFormat``.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from goodterms.check.notations.reading import Clash, Defect, Notation, Placeholder, Reading
from goodterms.expressions import expression
from goodterms.speech import Said, said, sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

_ARGUMENT = expression(r"\s*(?P<name>[^\W\d][\w.-]*|\d+)\s*(?P<next>[,}])")
_TYPE = expression(r"\s*(?P<type>\w+)\s*(?P<next>[,}])")
_OFFSET = expression(r"\s*offset:\s*\d+")
_SELECTOR = expression(r"\s*(?P<selector>=\d+|[\w-]+)\s*\{")
_END = expression(r"\s*\}")
_SPECIAL = expression(r"[{}#']")
_TYPES = frozenset({"number", "date", "time", "spellout", "ordinal", "duration", "list", "choice"})
_CHOICES = frozenset({"plural", "selectordinal", "select"})
_PLAINLY = expression(r"\{\s*[\w.-]+\s*,\s*(?:(?:plural|selectordinal|select)\s*,|(?:number|date|time)\s*[,}])")
_FAILED = sentence("the text is not a valid ICU message: {problem}")
_MAX_DEPTH = 30


class Argument(NamedTuple):
    """``{name}`` or ``{name, number}``: inserts a value. ``#`` is the argument of the plural around it."""

    name: str
    start: int
    type: str = ""


class Choice(NamedTuple):
    """``{count, plural, …}``: prints one of the texts in ``branches``, by its selector (``one``, ``=0``)."""

    name: str
    kind: str
    branches: dict[str, Message]
    start: int


class Message(NamedTuple):
    """The arguments and choices of a text, in order."""

    parts: tuple[Argument | Choice, ...]

    def choices(self) -> list[Choice]:
        """Every choice in the text, those in branches too."""
        own = [part for part in self.parts if isinstance(part, Choice)]
        return own + [inner for choice in own for branch in choice.branches.values() for inner in branch.choices()]


class Span(NamedTuple):
    """A part of a text that is syntax: of an argument, which prints a value, or around the branches of a choice."""

    start: int
    end: int
    is_value: bool


class _BrokenError(Exception):
    def __init__(self, problem: Said, start: int) -> None:
        super().__init__(problem)
        self.problem = problem
        self.start = start


class _Parser:
    """A recursive descent over one text."""

    def __init__(self, text: str, *, java: bool) -> None:
        self._text = text
        self._java = java
        self._at = 0
        self.syntax: list[Span] = []

    def message(self, plural: str, depth: int) -> Message:
        """The parts up to the brace that ends the text; ``plural`` is the argument that ``#`` stands for."""
        parts: list[Argument | Choice] = []
        if depth > _MAX_DEPTH:
            raise _BrokenError(said("it is nested too deeply"), self._at)
        while special := _SPECIAL.search(self._text, self._at):
            sign, self._at = special[0], special.end()
            if sign == "'":
                self._quoted(plural)
            elif sign == "{":
                parts.append(self._argument(special.start(), depth))
            elif sign == "#" and plural:
                parts.append(Argument(plural, special.start()))
                self.syntax.append(Span(special.start(), self._at, is_value=True))
            elif sign == "}" and depth:
                return Message(tuple(parts))
        if depth:
            raise _BrokenError(said("a {brace} is not closed", brace="{"), len(self._text) - 1)
        return Message(tuple(parts))

    def _quoted(self, plural: str) -> None:
        """Skip what an apostrophe makes literal; an ordinary apostrophe is a character (in Java, it never is)."""
        follower = self._text[self._at : self._at + 1]
        if follower == "'":
            self._at += 1
        elif self._java or follower in {"{", "}"} or (follower == "#" and plural):
            end = self._text.find("'", self._at)
            while end >= 0 and self._text.startswith("''", end):
                end = self._text.find("'", end + 2)
            self._at = len(self._text) if end < 0 else end + 1

    def _argument(self, start: int, depth: int) -> Argument | Choice:
        argument = _ARGUMENT.match(self._text, self._at)
        if argument is None:
            problem = said(
                "a name or a number must follow {brace}; write {quoted} for a literal brace", brace="{", quoted="'{'"
            )
            raise _BrokenError(problem, start)
        self._at = argument.end()
        name = argument["name"]
        if self._java and not name.isdigit():
            problem = said("a number must follow {brace}; write {quoted} for a literal brace", brace="{", quoted="'{'")
            raise _BrokenError(problem, start)
        if argument["next"] == "}":
            self.syntax.append(Span(start, self._at, is_value=True))
            return Argument(name, start)
        kind = _TYPE.match(self._text, self._at)
        if kind is None:
            raise _BrokenError(said("the type of {name} is missing", name=name), start)
        self._at = kind.end()
        if kind["type"] in _CHOICES:
            if kind["next"] == "}":
                raise _BrokenError(said("{choice} has no branches", choice=f"{name}, {kind['type']}"), start)
            return self._choice(name, kind["type"], start, depth)
        if kind["type"].lower() not in _TYPES:
            raise _BrokenError(said("{type} is not a type of arguments", type=kind["type"]), start)
        if kind["next"] == ",":
            self._style(start)
        self.syntax.append(Span(start, self._at, is_value=True))
        return Argument(name, start, kind["type"])

    def _style(self, start: int) -> None:
        depth = 1
        while depth:
            special = _SPECIAL.search(self._text, self._at)
            if special is None:
                raise _BrokenError(said("a {brace} is not closed", brace="{"), start)
            self._at = special.end()
            if special[0] == "'":
                self._at = self._text.find("'", self._at) + 1
                if not self._at:
                    raise _BrokenError(said("a quotation in its style is not closed"), start)
            depth += {"{": 1, "}": -1}.get(special[0], 0)

    def _choice(self, name: str, kind: str, start: int, depth: int) -> Choice:
        branches: dict[str, Message] = {}
        begin = start
        if kind != "select" and (offset := _OFFSET.match(self._text, self._at)):
            self._at = offset.end()
        while selector := _SELECTOR.match(self._text, self._at):
            self._at = selector.end()
            self.syntax.append(Span(begin, self._at, is_value=False))
            branch = self.message("" if kind == "select" else name, depth + 1)
            branches.setdefault(selector["selector"], branch)  # of two with one name, ICU shows the first
            begin = self._at - 1
        end = _END.match(self._text, self._at)
        if end is None:
            at = self._at + len(self._text[self._at :]) - len(self._text[self._at :].lstrip())
            problem = said(
                "after the branches of {name}, a name with {branch} or a {brace} is expected",
                name=name,
                branch="{…}",
                brace="}",
            )
            raise _BrokenError(problem, min(at, len(self._text) - 1))
        self._at = end.end()
        self.syntax.append(Span(begin, self._at, is_value=False))
        if "other" not in branches:
            raise _BrokenError(said("{choice} has no branch for other", choice=f"{name}, {kind}"), start)
        return Choice(name, kind, branches, start)


@lru_cache(maxsize=512)
def parse(text: str, *, java: bool = False) -> Message | Defect:
    """The message in a text, or why it is not one."""
    try:
        return _Parser(text, java=java).message("", 0)
    except _BrokenError as broken:
        return Defect(said(_FAILED, problem=broken.problem), text[broken.start : broken.start + 1], broken.start)


def syntax(text: str) -> list[Span]:
    """What in a text is not prose, from its first character to its last; nothing in a text that is not a message."""
    parser = _Parser(text, java=False)
    try:
        parser.message("", 0)
    except _BrokenError:
        return []
    return parser.syntax


def shown(message: Message) -> dict[str, Placeholder]:
    """The values that at least one way through a text prints."""
    found: dict[str, Placeholder] = {}
    for part in message.parts:
        if isinstance(part, Argument):
            found.setdefault(part.name, Placeholder(part.name, f"{{{part.name}}}", part.start, part.type))
        else:
            for branch in part.branches.values():
                for name, each in shown(branch).items():
                    found.setdefault(name, each)
    return found


def always_shown(message: Message) -> frozenset[str]:
    """The values that every way through a text prints."""
    found: set[str] = set()
    for part in message.parts:
        if isinstance(part, Argument):
            found.add(part.name)
        else:
            found |= frozenset.intersection(*map(always_shown, part.branches.values()))
    return frozenset(found)


def _clash(sources: Sequence[Placeholder], own: Placeholder) -> Clash:
    """A number or a date that is formatted as such in only one of source and translation; a choice prints no value."""
    return "" if own.hidden or any(source.hidden or source.type == own.type for source in sources) else "warning"


def _read(text: str, *, java: bool) -> Reading:
    message = parse(text, java=java)
    if isinstance(message, Defect):
        return Reading((), (message,))
    # What only selects a branch is not shown; a language that needs no such choice leaves it out.
    found = shown(message)
    for choice in message.choices():
        placeholder = Placeholder(choice.name, f"{{{choice.name}}}", choice.start, hidden=True)
        found.setdefault(choice.name, placeholder)
    return Reading(tuple(sorted(found.values(), key=lambda each: each.start)))


def is_plainly_icu(text: str) -> bool:
    """Whether a text has an argument with a type, as only ICU's messages have."""
    return "," in text and "{" in text and _PLAINLY.search(text) is not None


ICU = Notation("icu-message-format", lru_cache(maxsize=512)(lambda text: _read(text, java=False)), _clash)
JAVA = Notation("java-format", lru_cache(maxsize=512)(lambda text: _read(text, java=True)), _clash)
