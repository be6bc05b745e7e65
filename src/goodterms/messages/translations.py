"""Finds the translation of each message that a template asks for, and takes it apart at its placeholders.

What lacks and what is broken is collected, so that one run tells everything.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from goodterms.errors import MissingMessage, suggestion
from goodterms.faults import Fault, legacy
from goodterms.messages.catalog import ONE_FORM, CatalogEntry, PluralRule

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from goodterms.messages.catalog import Catalog

Missing = Literal["refuse", "fallback", "mark"]
"""What to do where a translation is missing: write nothing, put the source language, or show ⟦msgid⟧."""

_BRACE = re.compile(r"\{\{|\}\}|\{(\w+)\}|[{}]")


class Message(NamedTuple):
    """A message as a template asks for it, and where.

    ``variables`` are the placeholders of its msgids; ``counted`` is the variable that chooses the plural form.
    """

    msgctxt: str | None
    msgid: str
    msgid_plural: str | None
    variables: frozenset[str]
    counted: str
    template: Path
    line: int


class Placeholder(str):
    """The name of a variable, where it stands in a translation."""

    __slots__ = ()


Form = tuple[str, ...]
"""One form of a translation: literal text and :class:`Placeholder` in order."""


class Translation(NamedTuple):
    """The forms of a message's translation, and the rule that chooses among them.

    ``foreign`` is true when the forms are in the source language, because the translation is missing.
    """

    forms: tuple[Form, ...]
    rule: PluralRule
    foreign: bool = False


class Translations:
    """The messages of one locale, over catalogs from the topmost layer down.

    ``source`` gives the catalogs of the source language (at least one), asked for only when something is missing;
    ``place`` tells the catalog file in which a message of a template belongs.
    """

    def __init__(
        self,
        catalogs: Sequence[Catalog],
        source: Callable[[], Sequence[Catalog]],
        policy: Missing,
        place: Callable[[Path], Path],
    ) -> None:
        self._catalogs = catalogs
        self._source = source
        self._policy = policy
        self._place = place
        self.missing: dict[tuple[str | None, str], MissingMessage] = {}
        self.broken: dict[tuple[str | None, str], list[Fault]] = {}

    def resolve(self, message: Message) -> Translation:
        """The translation of a message; where it is missing, the source language's text, and a note of it."""
        entry, rule, lack = self._find(self._catalogs, message)
        if entry and not lack:
            return Translation(self._fold_all(entry, rule, message), rule)
        self.missing[message.msgctxt, message.msgid] = MissingMessage(
            message.msgctxt,
            message.msgid,
            lack,
            *((entry.path, entry.line) if entry else (self._place(message.template), 0)),
        )
        if self._policy == "fallback":
            entry, rule, lack = self._find(self._source(), message)
            if entry and not lack:
                return Translation(self._fold_all(entry, rule, message), rule, foreign=True)
        texts = [message.msgid] if message.msgid_plural is None else [message.msgid, message.msgid_plural]
        if self._policy == "mark":
            texts = [f"⟦{text}⟧" for text in texts]
        rule = ONE_FORM if message.msgid_plural is None else self._source()[-1].plural
        return Translation(tuple(_split(text)[0] for text in texts), rule, foreign=True)

    def _find(self, catalogs: Sequence[Catalog], message: Message) -> tuple[CatalogEntry | None, PluralRule, str]:
        """The topmost entry that can be used, with its catalog's rule; else the topmost one, and what it lacks."""
        found: tuple[CatalogEntry | None, PluralRule, str] | None = None
        for catalog in catalogs:
            entry = catalog.find(message.msgctxt, message.msgid)
            if entry is None:
                continue
            lack = _lack(entry, message)
            if not lack:
                return entry, catalog.plural if message.msgid_plural is not None else ONE_FORM, ""
            found = found or (entry, ONE_FORM, lack)
        return found or (None, ONE_FORM, "not in the catalog")

    def _fold_all(self, entry: CatalogEntry, rule: PluralRule, message: Message) -> tuple[Form, ...]:
        return tuple(self._fold(entry, rule, number, message) for number in range(len(entry.strings)))

    def _fold(self, entry: CatalogEntry, rule: PluralRule, number: int, message: Message) -> Form:
        """One form, taken apart; what is wrong with its placeholders is noted with the entry's place."""
        string = entry.strings[number]
        form, strays = _split(string)
        found: set[str] = {part for part in form if isinstance(part, Placeholder)}
        known = sorted(message.variables)
        strange = sorted(found - message.variables)
        lacking = message.variables - found
        faults = [(f"a brace stands alone in {string!r}", "write {{ or }} for a brace itself")] if strays else []
        faults += [(f"the placeholder {{{name}}} is not in the msgid", suggestion(name, known)) for name in strange]
        if message.counted in lacking and message.counted in placeholders(message.msgid_plural or ""):
            serves = rule.numbers_of(number)
            if len(serves) > 1:
                examples = ", ".join(map(str, serves[:3]))
                problem = f"form {number} leaves out {{{message.counted}}}, and it serves {examples} …"
                faults.append((problem, "print the number in every form that serves more than one"))
        faults += [
            (f"the placeholder {{{name}}} is left out of {string!r}", "put it where its value belongs")
            for name in sorted(lacking - {message.counted})
        ]
        if faults:
            noted = [legacy(str(entry.path), problem, hint)._replace(line=entry.line) for problem, hint in faults]
            self.broken.setdefault((message.msgctxt, message.msgid), []).extend(noted)
        return form


def placeholders(text: str) -> frozenset[str]:
    """The names of the placeholders in a message."""
    return frozenset(part for part in _split(text)[0] if isinstance(part, Placeholder))


def escape_braces(text: str) -> str:
    """Literal text as it stands in a message whose placeholders are in braces."""
    return text.replace("{", "{{").replace("}", "}}")


def _lack(entry: CatalogEntry, message: Message) -> str:
    if entry.fuzzy:
        return "marked fuzzy"
    if (entry.msgid_plural is None) != (message.msgid_plural is None):
        return (
            "without plural forms"
            if entry.msgid_plural is None
            else "with plural forms that the letter does not ask for"
        )
    empty = [str(number) for number, string in enumerate(entry.strings) if not string.strip()]
    if not empty:
        return ""
    return "not translated" if len(empty) == len(entry.strings) else f"form {' and '.join(empty)} not translated"


def _split(text: str) -> tuple[Form, list[str]]:
    """The literal texts and placeholders of a message, and the braces that stand alone in it."""
    form: list[str] = []
    strays: list[str] = []
    literal = ""
    at = 0
    for found in _BRACE.finditer(text):
        literal += text[at : found.start()]
        at = found.end()
        if found[1]:
            form += [literal, Placeholder(found[1])] if literal else [Placeholder(found[1])]
            literal = ""
        elif len(found[0]) == 2:
            literal += found[0][0]
        else:
            strays.append(found[0])
            literal += found[0]
    literal += text[at:]
    return tuple([*form, literal] if literal else form), strays
