"""Looks up the translation of each message of a template, and splits it at its placeholders.

Missing and broken translations are collected, so that one run reports all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from goodterms.errors import MissingMessage
from goodterms.expressions import expression
from goodterms.faults import fault
from goodterms.messages.catalog import ONE_FORM, CatalogEntry, PluralRule

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from pathlib import Path

    from goodterms.faults import Fault
    from goodterms.messages.catalog import Catalog
    from goodterms.speech import Said

Missing = Literal["refuse", "fallback", "mark"]
"""What a missing translation does: refuse the letter, fall back to the source language, or show ⟦msgid⟧."""

_BRACE = expression(r"\{\{|\}\}|\{(\w+)(?::([^{}]*))?\}|[{}]")


class Message(NamedTuple):
    """A message of a template, with the template's file and the line of the message.

    ``variables`` are the placeholders of its msgids; ``counted`` is the variable that selects the plural form, empty
    for a message without a plural.
    """

    msgctxt: str | None
    msgid: str
    msgid_plural: str | None
    variables: frozenset[str]
    counted: str
    template: Path
    line: int


class Placeholder(NamedTuple):
    """A placeholder in a translation: the name of its variable.

    ``form`` is the form in which a small number is written in words (``{shipments:feminine}``); None for digits.
    """

    name: str
    form: str | None = None


Form = tuple[str | Placeholder, ...]
"""One form of a translation: literal texts and placeholders, in order."""


class Translation(NamedTuple):
    """The forms of a message's translation, and the plural rule that selects one.

    ``foreign`` is true when the translation is missing and the forms are in the source language.
    """

    forms: tuple[Form, ...]
    rule: PluralRule
    foreign: bool = False


class Source(NamedTuple):
    """The language that messages are written in.

    ``catalogs`` returns those that reword them, the topmost layer first; ``rule`` chooses between msgid and
    msgid_plural.
    """

    language: str
    catalogs: Callable[[], Sequence[Catalog]]
    rule: PluralRule


class Translations:
    """The translations of one language, from its catalogs, the topmost layer first.

    ``source`` returns the source language; it is only called when a translation is missing. In the source language
    itself, nothing is missing: the text of a message without a translation is its msgid. ``place`` returns the catalog
    file for the messages of a template. ``number_forms`` are the forms in which the language has numbers in words.
    ``missing`` and ``broken`` have what was found so far, by msgctxt and msgid.
    """

    def __init__(
        self,
        language: str,
        catalogs: Sequence[Catalog],
        source: Callable[[], Source],
        policy: Missing,
        place: Callable[[Path], Path],
        number_forms: Collection[str] = (),
    ) -> None:
        self._language = language
        self._catalogs = catalogs
        self._source = source
        self._policy = policy
        self._place = place
        self._number_forms = number_forms
        self.missing: dict[tuple[str | None, str], MissingMessage] = {}
        self.broken: dict[tuple[str | None, str], list[Fault]] = {}

    def resolve(self, message: Message) -> Translation:
        """The translation of a message; a missing one is collected, and the text is in the source language."""
        entry, rule, lack = self._find(self._catalogs, message)
        if entry and not lack:
            return Translation(self._split_all(entry, rule, message, self._number_forms), rule)
        source = self._source()
        texts = [message.msgid] if message.msgid_plural is None else [message.msgid, message.msgid_plural]
        source_rule = ONE_FORM if message.msgid_plural is None else source.rule
        if self._language == source.language:
            return Translation(forms_of(texts), source_rule)
        self.missing[message.msgctxt, message.msgid] = MissingMessage(
            message.msgctxt,
            message.msgid,
            _said(lack) if lack else "",
            *((entry.path, entry.line) if entry else (self._place(message.template), 0)),
        )
        if self._policy == "fallback":
            entry, rule, lack = self._find(source.catalogs(), message)
            if entry and not lack:
                return Translation(_in_digits(self._split_all(entry, rule, message)), rule, foreign=True)
        if self._policy == "mark":
            texts = [f"⟦{text}⟧" for text in texts]
        return Translation(forms_of(texts), source_rule, foreign=True)

    def _find(
        self, catalogs: Sequence[Catalog], message: Message
    ) -> tuple[CatalogEntry | None, PluralRule, Fault | None]:
        """The topmost usable entry and its plural rule; without one, the topmost entry and why it is not usable."""
        unusable: tuple[CatalogEntry | None, PluralRule, Fault | None] | None = None
        for catalog in catalogs:
            entry = catalog.find(message.msgctxt, message.msgid)
            if entry is None:
                continue
            lack = _lack(entry, message)
            if not lack:
                return entry, catalog.plural if message.msgid_plural is not None else ONE_FORM, None
            unusable = unusable or (entry, ONE_FORM, lack)
        return unusable or (None, ONE_FORM, fault("message-not-in-catalog"))

    def _split_all(
        self, entry: CatalogEntry, rule: PluralRule, message: Message, number_forms: Collection[str] | None = None
    ) -> tuple[Form, ...]:
        """The forms of an entry; the faults of its placeholders are collected.

        ``number_forms`` are those of its language; None for the source language, which is not that of the letter.
        """
        forms = []
        for number, string in enumerate(entry.strings):
            form, faults = split_form(string, number, rule, message, number_forms)
            forms.append(form)
            if faults:
                placed = [wrong._replace(place=str(entry.path), line=entry.line) for wrong in faults]
                known = self.broken.setdefault((message.msgctxt, message.msgid), [])
                known += [wrong for wrong in placed if wrong not in known]  # a message may be in several places
        return tuple(forms)


def split_form(
    string: str, number: int, rule: PluralRule, message: Message, number_forms: Collection[str] | None
) -> tuple[Form, list[Fault]]:
    """The form ``number`` of a translation, split, and the faults of its placeholders, without a place.

    ``number_forms`` are those of its language; None for the source language, which is not that of the letter.
    """
    form, has_unpaired = _split(string)
    names = _names(form)
    faults = [] if number_forms is None else list(_form_faults(form, number_forms))
    if not faults and not has_unpaired and names == message.variables:
        return form, faults
    faults += [fault("unpaired-brace", string=string)] if has_unpaired else []
    faults += _placeholder_faults(names, string, number, rule, message)
    return form, faults


def _placeholder_faults(
    names: frozenset[str], string: str, number: int, rule: PluralRule, message: Message
) -> Iterator[Fault]:
    """The faults, without a place, of the form ``number`` of a message, whose placeholders are ``names``."""
    known = sorted(message.variables)
    for name in sorted(names - message.variables):
        yield fault("unknown-placeholder", given=name, known=known)
    missing = message.variables - names
    if message.counted in missing and message.counted in placeholders(message.msgid_plural or ""):
        numbers = rule.numbers_of(number)
        if len(numbers) > 1:
            yield fault("missing-number", form=number, name=message.counted, numbers=numbers[:3])
    for name in sorted(missing - {message.counted}):
        yield fault("missing-placeholder", string=string, name=name)


def _form_faults(form: Form, known: Collection[str]) -> Iterator[Fault]:
    """The faults, without a place, of the forms of numbers in words that are not ``known``."""
    for part in dict.fromkeys(form):
        if isinstance(part, Placeholder) and part.form is not None and part.form not in known:
            kind = "unknown-number-form" if known else "language-without-number-forms"
            yield fault(kind, name=part.name, given=part.form, known=sorted(known))


def placeholders(text: str) -> frozenset[str]:
    """The names of the placeholders in a message."""
    return _names(_split(text)[0])


def has_number_forms(text: str) -> bool:
    """Whether a translation asks for a number in words, such as ``{shipments:feminine}``."""
    return any(isinstance(part, Placeholder) and part.form is not None for part in _split(text)[0])


def _names(form: Form) -> frozenset[str]:
    """The names of the placeholders in a form of a translation."""
    return frozenset(part.name for part in form if isinstance(part, Placeholder))


def _in_digits(forms: tuple[Form, ...]) -> tuple[Form, ...]:
    """Forms in the source language without the forms of numbers: the letter writes values in its own language."""
    return tuple(
        tuple(part._replace(form=None) if isinstance(part, Placeholder) else part for part in form) for form in forms
    )


def escape_braces(text: str) -> str:
    """Literal text with its braces doubled, as in a message."""
    return text.replace("{", "{{").replace("}", "}}")


def _lack(entry: CatalogEntry, message: Message) -> Fault | None:
    """Why an entry cannot be used for a message; None when it can."""
    if entry.fuzzy:
        return fault("message-fuzzy")
    if (entry.msgid_plural is None) != (message.msgid_plural is None):
        return fault("message-without-plural" if entry.msgid_plural is None else "message-with-plural")
    empty = [number for number, string in enumerate(entry.strings) if not string.strip()]
    if not empty:
        return None
    if len(empty) == len(entry.strings):
        return fault("message-untranslated")
    return fault("message-forms-untranslated", forms=empty)


def forms_of(texts: Sequence[str]) -> tuple[Form, ...]:
    """Texts of a message, each split at its placeholders."""
    return tuple(_split(text)[0] for text in texts)


def _split(text: str) -> tuple[Form, bool]:
    """The literal texts and placeholders of a message, and whether it has an unpaired brace."""
    form: list[str | Placeholder] = []
    has_unpaired = False
    literal = ""
    end = 0
    for match in _BRACE.finditer(text):
        literal += text[end : match.start()]
        end = match.end()
        if match[1]:
            placeholder = Placeholder(match[1], match[2])
            form += [literal, placeholder] if literal else [placeholder]
            literal = ""
        elif len(match[0]) == 2:
            literal += match[0][0]
        else:
            has_unpaired = True
            literal += match[0]
    literal += text[end:]
    return tuple([*form, literal] if literal else form), has_unpaired


def _said(lack: Fault) -> Said:
    """What a translation lacks, in words."""
    from goodterms.faults import wording  # nothing is worded before something is wrong

    return wording.said_problem(lack)
