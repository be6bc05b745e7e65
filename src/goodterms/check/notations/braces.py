"""Placeholders in braces: Python's ``str.format`` (``{name!r:>10}``), and simpler ones (``{0}``).

Sources: the Python library reference, "Format String Syntax"; .NET, "Composite formatting"; the GNU gettext manual,
"Perl Brace Format Strings".
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from goodterms.check.notations.reading import NOTHING, Clash, Defect, Notation, Placeholder, Reading
from goodterms.expressions import expression
from goodterms.speech import said, sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

_LITERAL = sentence("{text!r} is not a placeholder; write {{{{ or }}}} for a literal brace")
_MIXED = said("numbered placeholders and {empty} are mixed, so formatting the text fails", empty="{}")
_NAME = expression(r"(?:[^\W\d]\w*|\d+)?(?:\.[^\W\d]\w*|\[[^\[\]{}]+\])*")
_AT_BRACE = expression(r"[{}]")
_SIMPLE = expression(r"\{(\w+)(?:\.\w+)*\}")
_SPEC = expression(r"(?:.?[<>=^])?[-+ ]?z?#?0?\d{0,4}[,_]?(?:\.\d{1,3})?[bcdeEfFgGnosxX%]?", re.DOTALL)
_PRECISION = expression(r"\.(\d+)[fFeE%]\Z")
_WORDS = expression(r"[a-z]{2,}(?:-[a-z]+)*")
_ALL = frozenset({"int", "float", "text"})
_MAX_DEPTH = 2
"""A format may have placeholders, but these have none in theirs."""
_CSHARP = expression(r"\{\{|\}\}|\{(\d+)(?:\s*,\s*-?\d+\s*)?(?::[^{}]*)?\}|[{}]")
_WORD = expression(r"\{([^\W\d]\w*)\}")


class _Field(NamedTuple):
    """What is between two braces: from ``start`` to ``end``, with the brace itself."""

    start: int
    end: int
    name: str
    conversion: str
    spec: str


def _field(text: str, start: int) -> _Field | None:
    """The field whose brace is at ``start``; None if no brace closes it."""
    depth, at = 1, start + 1
    while depth:
        brace = _AT_BRACE.search(text, at)
        if brace is None:
            return None
        depth += 1 if brace[0] == "{" else -1
        at = brace.end()
    inner = text[start + 1 : at - 1]
    name, _, spec = inner.partition(":")
    name, mark, conversion = name.partition("!")
    return _Field(start, at, name, (conversion or mark) if mark else "", spec)


class _Reader:
    """Reads one text of Python's ``str.format``."""

    def __init__(self, text: str, *, strict: bool) -> None:
        self._strict = strict
        self.found: list[Placeholder] = []
        self.defects: list[Defect] = []
        self.automatic = 0
        self.numbered = False
        self._read(text, 0, 0)
        if self.automatic and self.numbered:
            self.defects.append(Defect(_MIXED, "{", self.found[0].start))

    def _read(self, text: str, offset: int, depth: int) -> None:
        at = 0
        while brace := _AT_BRACE.search(text, at):
            start = brace.start()
            if depth == 0 and text.startswith(brace[0] * 2, start):
                at = start + 2
                continue
            field = _field(text, start) if brace[0] == "{" else None
            if field is None:
                self._refuse(brace[0], offset + start)
                at = start + 1
                continue
            self._add(field, text[start : field.end], offset + start, depth)
            at = field.end

    def _refuse(self, text: str, start: int) -> None:
        self.defects.append(Defect(said(_LITERAL, text=text), text, start))

    def _add(self, field: _Field, raw: str, start: int, depth: int) -> None:
        name = field.name if self._strict else field.name.strip()
        is_broken = "{" in field.name or not _NAME.fullmatch(name) or field.conversion not in {"", "r", "s", "a"}
        if is_broken or depth == _MAX_DEPTH:
            self._refuse(raw, start)
            return
        first = re.split(r"[.\[]", name, maxsplit=1)[0]
        if not first:
            key = f"{self.automatic}{name}"
            self.automatic += 1
        elif first.isdecimal():
            key = f"{int(first)}{name[len(first) :]}"
            self.numbered = True
        else:
            key = name
        self.found.append(
            Placeholder(key, "{" + name + "}", start, field.conversion, field.spec, _is_hidden(field), layout=depth > 0)
        )
        if "{" in field.spec or "}" in field.spec:
            self._read(field.spec, start + raw.index(":") + 1, depth + 1)


def _is_hidden(field: _Field) -> bool:
    return re.fullmatch(r"\.0+s?", field.spec) is not None


def _read_python(text: str, *, strict: bool) -> Reading:
    if "{" not in text and "}" not in text:
        return NOTHING
    reader = _Reader(text, strict=strict)
    return Reading(tuple(reader.found), tuple(reader.defects), reader.automatic > 0)


@lru_cache(maxsize=512)
def accepts(spec: str) -> frozenset[str]:
    """The types of values that a format of Python's takes, by trying it; none for one that is not Python's own."""
    if not _SPEC.fullmatch(spec):
        return frozenset()
    return frozenset(name for name, probe in (("int", 65), ("float", 0.5), ("text", "a")) if _formats(probe, spec))


def _formats(value: object, spec: str) -> bool:
    try:
        format(value, spec)
    except (ValueError, TypeError, OverflowError):
        return False
    return True


def _is_own_format(spec: str) -> bool:
    """Whether a source has a format that is not Python's, so that the value is an object with formats of its own."""
    return spec != "" and "{" not in spec and not accepts(spec)


def _is_open(spec: str) -> bool:
    """Whether a format may be an object's own: of a date, of a number in words."""
    return "%" in spec[:-1] or _WORDS.fullmatch(spec) is not None


def _clash(sources: Sequence[Placeholder], own: Placeholder) -> Clash:
    """Whether a value that the source formats makes the translation fail."""
    formats = [source.format for source in sources]
    if own.format in formats or "{" in own.format or any(map(_is_own_format, formats)):
        return ""
    after = accepts(own.format)
    if not after:
        return "" if _is_open(own.format) and not any(formats) else "error"
    if any("{" in each for each in formats):
        return ""
    if own.type:
        return "" if "text" in after else "error"
    before = _ALL.intersection(*(accepts(source.format) for source in sources if not source.type))
    if not before <= after:
        # Without a format, the source does not say what the value is.
        return "warning" if before == _ALL else "error"
    return "warning" if all(_reads_otherwise(each, own.format) for each in formats) else ""


def _reads_otherwise(source: str, own: str) -> bool:
    """Whether a number has another precision, or is a percentage in only one of two formats."""
    if (source[-1:] == "%") != (own[-1:] == "%"):
        return True
    before, after = _PRECISION.search(source), _PRECISION.search(own)
    return before is not None and (after is None or int(after[1]) < int(before[1]))


def _read_csharp(text: str) -> Reading:
    if "{" not in text and "}" not in text:
        return NOTHING
    found, defects = [], []
    for match in _CSHARP.finditer(text):
        if match[1]:
            found.append(Placeholder(str(int(match[1])), match[0], match.start()))
        elif len(match[0]) == 1:
            defects.append(Defect(said(_LITERAL, text=match[0]), match[0], match.start()))
    return Reading(tuple(found), tuple(defects))


def _read_words(pattern: re.Pattern[str], text: str) -> Reading:
    if "{" not in text:
        return NOTHING
    return Reading(tuple(Placeholder(match[1], match[0], match.start()) for match in pattern.finditer(text)))


PYTHON_BRACES = Notation("python-brace-format", lru_cache(maxsize=512)(partial(_read_python, strict=True)), _clash)
PLAIN_BRACES = Notation("braces", lru_cache(maxsize=512)(partial(_read_python, strict=False)), _clash)
"""What is plainly a placeholder, such as ``{name}``, in a message of which nothing says what formats it."""
LOOSE_BRACES = Notation("words in braces", lru_cache(maxsize=512)(partial(_read_words, _SIMPLE)))
"""The same beside braces that are something else."""
CSHARP = Notation("csharp-format", lru_cache(maxsize=512)(_read_csharp))
PERL_BRACES = Notation("perl-brace-format", lru_cache(maxsize=512)(partial(_read_words, _WORD)))
