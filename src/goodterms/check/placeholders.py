"""Rules of placeholders: the variables of a message, in braces (``{name}``) or after a percent sign (``%(name)s``)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from goodterms.check.registry import rule
from goodterms.check.subjects import Hit
from goodterms.check.triggers import facts_differ
from goodterms.errors import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goodterms import po
    from goodterms.check.subjects import Text

_BRACE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|([{}])")
_NAME = re.compile(r"[\w.\[\]]*(?:![rsa])?(?::[^{}]*)?")
_PERCENT = re.compile(r"%%|%(?:\((\w+)\))?[#0 +-]*(?:\d+|\*)?(?:\.\d+)?([diouxXeEfFgGcrsa])|(%)")


@rule("error", "text", when=facts_differ)
def placeholder_mismatch(text: Text) -> Iterator[Hit]:
    """A translation has a placeholder that its message does not have, or leaves one out that it does.

    What the plural form for 0 alone leaves out is a warning.
    Bad: "Dear {name}," translated "Spoštovani {nmae},"
    Good: "Dear {name}," translated "Pozdravljeni, {name},"
    """
    if not _kinds(text.entry):
        return
    known = frozenset().union(*(names_in(source, text.entry) for source in text.sources))
    found = names_in(text.text, text.entry)
    if known == found or (not known and not _is_format(text.entry)):
        return
    for name in sorted(found - known):
        near = nearest(name, known)
        hint = f"did you mean {near}?" if near else f"the message has {', '.join(sorted(known)) or 'none'}"
        yield Hit(f"the placeholder {name} is not in the message; {hint}", name, max(0, text.text.find(name)))
    missing = known - found
    if text.form is not None:
        # The number of a plural has a rule of its own, and a variable of one msgid alone is not asked of every form.
        missing &= names_in(text.entry.msgid, text.entry) & names_in(text.source, text.entry)
        if len(names_in(text.entry.msgid_plural or "", text.entry) - found) == 1:
            missing = frozenset()
    # A form for 0 alone says that there is nothing, of whatever there could be.
    level = "warning" if _serves_zero_alone(text) else ""
    for name in sorted(missing):
        yield Hit(f"leaves out the placeholder {name}, so its value would not be in the letter", name, level=level)


def _serves_zero_alone(text: Text) -> bool:
    plural, form = text.catalog.plural, text.form
    return plural is not None and form is not None and plural.numbers_of(form) == [0]


@rule("error", "text", when=facts_differ)
def placeholder_syntax(text: Text) -> Iterator[Hit]:
    """A translation has a brace or a percent sign that begins no placeholder, which fails when it is formatted.

    Bad: "Hello {name}" translated "Živjo {name"
    Good: "{{ and }} are braces" translated "{{ in }} sta oklepaja"
    """
    kinds = _kinds(text.entry)
    if "brace" in kinds and ("{" in text.text or "}" in text.text):
        for found in _BRACE.finditer(text.text):
            if found[2] or (found[1] is not None and not _NAME.fullmatch(found[1])):
                yield Hit(
                    f"{found[0]!r} is no placeholder; write {{{{ or }}}} for a brace itself", found[0], found.start()
                )
    if "percent" in kinds and "%" in text.text:
        # A message with such a sign of its own, such as a date pattern, is never formatted.
        is_pattern = any(found[3] for source in text.sources for found in _PERCENT.finditer(source))
        for found in _PERCENT.finditer(text.text):
            if found[3] and not is_pattern:
                yield Hit("a percent sign begins no placeholder; write %% for the sign itself", "%", found.start())


def names_in(text: str, entry: po.Entry) -> frozenset[str]:
    """The placeholders of a text of an entry, as they are written but for their formats: ``{name}``, ``%(name)s``."""
    return _names(text, _kinds(entry))


@lru_cache(maxsize=512)
def _names(text: str, kinds: frozenset[str]) -> frozenset[str]:
    names: set[str] = set()
    if "brace" in kinds and "{" in text:
        braces = (found[1] for found in _BRACE.finditer(text) if found[1] is not None)
        names |= {"{" + re.split("[!:]", name.strip())[0] + "}" for name in braces if _NAME.fullmatch(name.strip())}
    if "percent" in kinds and "%" in text:
        for found in _PERCENT.finditer(text):
            if found[2]:
                names.add(f"%({found[1]}){found[2]}" if found[1] else f"%{found[2]}")
    return frozenset(names)


def _kinds(entry: po.Entry) -> frozenset[str]:
    """Which placeholders an entry has: those that its flags say, or, without flags, those that its msgid shows."""
    return _kinds_of(entry.flags, entry.msgid + (entry.msgid_plural or ""))


@lru_cache(maxsize=64)
def _kinds_of(flags: frozenset[str], source: str) -> frozenset[str]:
    if flags & {"python-brace-format", "python-format"}:
        return frozenset(
            kind for kind, flag in (("brace", "python-brace-format"), ("percent", "python-format")) if flag in flags
        )
    if flags & {"no-python-brace-format", "no-python-format", "c-format", "no-c-format"}:
        return frozenset()
    shown = set()
    if "{" in source and re.search(r"\{[A-Za-z_]\w*\}", source):
        shown.add("brace")
    if "%(" in source and re.search(r"%\(\w+\)[sd]", source):
        shown.add("percent")
    return frozenset(shown)


def _is_format(entry: po.Entry) -> bool:
    return bool(entry.flags & {"python-brace-format", "python-format"})
