"""A language in which the program speaks: its messages, and how they are written with their facts.

Nothing here raises an error because of a translation: where one is missing, or its braces do not fit the facts, the
English text is written.
"""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING, Any, NamedTuple

from goodterms.expressions import expression
from goodterms.speech.code import FACT, PDI, with_isolates
from goodterms.speech.patterns import GROUPED, JOINING, PATTERNS

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Mapping, Sequence

    Messages = Mapping[tuple[str | None, str], Sequence[str]]

FSI = "\u2068"
_OPENERS = "\u2066\u2067\u2068"
_CONTROLS = expression("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ISOLATES = f"{_OPENERS}{PDI}"
_ISOLATE = expression(f"([{_ISOLATES}])")
_DIGITS = expression("[0-9]+")
_ADDRESS = expression("https?://[!-~]+")
"""What people click on: terminals take everything up to the next blank for its end, an invisible character, too."""
_ERRORS = (LookupError, ValueError, AttributeError, TypeError)
"""What formatting raises if a translation does not fit."""


class Spoken(str):
    """A sentence in a language that is written from right to left, with isolates around its values."""

    __slots__ = ()


class Language(NamedTuple):
    """A language: its tag, whether it is written from right to left, its messages, and its plural forms.

    ``messages`` are the finished translations by msgctxt and msgid. ``form_of`` gives the plural form of a number.
    """

    tag: str
    is_right_to_left: bool
    messages: Messages
    form_of: Callable[[int], int]

    def text(self, context: str | None, msgid: str) -> str:
        """The translation of a message without its facts; the msgid where it has none."""
        found = self.messages.get((context, msgid))
        return found[0] if found and found[0] else msgid

    def sentence(self, context: str | None, msgid: str, facts: Mapping[str, object] | None) -> str:
        """A sentence with its facts; in English where that is not possible. Without facts, braces are only braces."""
        found = self.messages.get((context, msgid))
        if found and found[0]:
            return self._filled(found[0], msgid, facts)
        return msgid if facts is None else msgid.format_map(facts)

    def counted(self, context: str | None, one: str, other: str, count: int, facts: Mapping[str, object]) -> str:
        """A sentence about ``count`` things; in English where that is not possible."""
        everything = {**facts, "count": count}
        source = one if count == 1 else other
        found = self.messages.get((context, one), ())
        form = self.form_of(count)
        if form < len(found) and found[form]:
            return self._filled(found[form], source, everything)
        return source.format_map(everything)

    def unfilled(self, key: tuple[str | None, str], form: int, source: str, others: str = "") -> str:
        """A form of a message with its facts still in braces; the source where the translation has others.

        ``others`` is the source's text for other numbers, whose facts are given, too.
        """
        found = self.messages.get(key, ())
        if form >= len(found) or not found[form] or not _fields(found[form]) <= _fields(source) | _fields(others):
            return source
        return FACT.sub(rf"{FSI}\g<0>{PDI}", with_isolates(found[form])) if self.is_right_to_left else found[form]

    def joined(self, items: Sequence[str], word: str) -> str:
        """Items as a list: with commas, or with the word between them that stands for ``or`` or ``and``."""
        before, last = JOINING[word]
        mark = isolated if self.is_right_to_left and word != ";" else str
        parts = [item if isinstance(item, Spoken) else mark(item) for item in items]
        text = parts[0] if parts else ""
        for number, part in enumerate(parts[1:], 2):
            context = last if number == len(parts) else before
            pattern = self.text(context, PATTERNS[context][0])
            text = (
                pattern.replace("{list}", text).replace("{item}", part) if _is_pattern(pattern) else f"{text}, {part}"
            )
        return Spoken(text) if self.is_right_to_left else text

    def number(self, number: int) -> str:
        """A number with its digits grouped as the language does, by the example that its catalog has."""
        example = self.text(GROUPED, PATTERNS[GROUPED][0])
        groups = _DIGITS.findall(example)
        signs = _DIGITS.split(example)[1:-1]
        if not signs or len(set(signs)) != 1 or "".join(groups) != "1234567":
            return f"{number:,}"
        digits, parts = str(abs(number)), list[str]()
        size, rest = len(groups[-1]), len(groups[-2])
        while len(digits) > size:
            parts.insert(0, digits[-size:])
            digits, size = digits[:-size], rest
        return ("-" if number < 0 else "") + signs[0].join([digits, *parts])

    def _filled(self, translation: str, source: str, facts: Mapping[str, object] | None) -> str:
        if self.is_right_to_left:
            translation = with_isolates(translation)
        if facts is None:
            return Spoken(translation) if self.is_right_to_left else translation
        try:
            text = _Filling(self).vformat(translation, (), facts)
        except _ERRORS:
            return source.format_map(facts)
        return Spoken(text) if self.is_right_to_left else text


class _Filling(Formatter):
    """Fills facts into a translation: numbers as the language groups them, values isolated where that is needed."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def get_field(self, field_name: str, _: Any, kwargs: Any) -> Any:
        """A fact; its attributes and items are not reached."""
        return kwargs[field_name], field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        """A fact as text."""
        if format_spec == "," and isinstance(value, int):
            text = self._language.number(value)
        else:
            text = format(value, format_spec)
        if not self._language.is_right_to_left or isinstance(value, Spoken) or isinstance(text, Spoken):
            return text
        if _ADDRESS.fullmatch(text):
            return text
        return isolated(text)


def _fields(text: str) -> set[tuple[str | None, str | None, str | None]]:
    """The fields of a text: their names, conversions and formats; one that cannot be, for a text with a stray brace."""
    try:
        return {tuple(parts) for _, *parts in Formatter().parse(text) if parts[0] is not None}  # type: ignore[misc]
    except ValueError:
        return {("{", None, None)}


def _is_pattern(text: str) -> bool:
    return text.count("{list}") == text.count("{item}") == 1


def isolated(text: str) -> str:
    """A value in an isolate; direction controls of its own that could end it become escapes."""
    if not text:
        return ""
    return f"{FSI}{text if is_closed(text) else _CONTROLS.sub(_escape, text)}{PDI}"


def cleaned(text: str, clean: Callable[[str], str]) -> str:
    """A line with ``clean`` applied to all but the isolates of its values; to these, too, if they are not closed."""
    if not is_closed(text):
        return clean(text)
    return "".join(part if part in _ISOLATES else clean(part) for part in _ISOLATE.split(text))


def closed(lines: Sequence[str]) -> list[str]:
    """Lines that were one: an isolate that goes on in the next line is closed in each, and begun again."""
    if not any(map(_CONTROLS.search, lines)):
        return list(lines)
    opened: list[str] = []
    whole = []
    for line in lines:
        text = "".join(opened) + line
        for control in _CONTROLS.findall(line):
            if control == PDI:
                del opened[-1:]
            elif control in _OPENERS:
                opened.append(control)
        whole.append(text + PDI * len(opened))
    return whole


def is_closed(text: str) -> bool:
    """Whether a text has no direction controls but isolates, and ends each of these that it begins."""
    depth = 0
    for control in _CONTROLS.findall(text):
        if control == PDI:
            depth -= 1
        elif control in _OPENERS:
            depth += 1
        else:
            return False
        if depth < 0:
            return False
    return depth == 0


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
