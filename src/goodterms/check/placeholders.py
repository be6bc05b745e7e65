"""Rules about placeholders, in braces (``{name}``) or after a percent sign (``%(name)s``)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from goodterms.check.registry import rule
from goodterms.check.subjects import Hit
from goodterms.check.triggers import facts_differ
from goodterms.faults.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from goodterms import po
    from goodterms.check.subjects import Text

_BRACE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|([{}])")
_NAME = re.compile(r"[\w.\[\]]*(?:![rsa])?(?::[^{}]*)?")
_NUMBER_FORM = re.compile(r":([a-z]{2,}(?:-[a-z]+)*)\Z")
_PERCENT = re.compile(r"%%|%(?:\((\w+)\))?[#0 +-]*(?:\d+|\*)?(?:\.\d+)?([diouxXeEfFgGcrsa])|(%)")


@rule("error", "text", when=facts_differ)
def placeholder_mismatch(text: Text) -> Iterator[Hit]:
    """A translation lacks a placeholder of the source, or has one that the source does not have.

    A placeholder missing from a plural form that is used only for 0 is a warning.
    Bad: "Dear {name}," → "Spoštovani {nmae},"
    Good: "Dear {name}," → "Pozdravljeni, {name},"
    """
    if not _kinds(text.entry):
        return
    known = frozenset().union(*(names_in(source, text.entry) for source in text.sources))
    found = names_in(text.text, text.entry)
    if known == found or (not known and not _is_format(text.entry)):
        return
    for name in sorted(found - known):
        near = nearest(name, known)
        hint = f"did you mean {near}?" if near else f"the source has {', '.join(sorted(known)) or 'none'}"
        yield Hit(f"the placeholder {name} is not in the source; {hint}", name, max(0, text.text.find(name)))
    missing = known - found
    if text.form is not None:
        # number-omitted looks after the number of a plural, and not every form needs what is in only one of the msgids.
        missing &= names_in(text.entry.msgid, text.entry) & names_in(text.source, text.entry)
        if len(names_in(text.entry.msgid_plural or "", text.entry) - found) == 1:
            missing = frozenset()
    # A form for only 0 says that there is nothing, and may leave out of what.
    level = "warning" if _serves_only_zero(text) else ""
    for name in sorted(missing):
        yield Hit(f"the placeholder {name} is missing from the translation", name, level=level)


def _serves_only_zero(text: Text) -> bool:
    plural, form = text.catalog.plural, text.form
    return plural is not None and form is not None and plural.numbers_of(form) == [0]


@rule("error", "text", when=facts_differ)
def placeholder_syntax(text: Text) -> Iterator[Hit]:
    """A translation has a brace or a percent sign that is not part of a placeholder, so formatting it fails.

    The same is true of a number in words, such as ``{n:feminine}``, in a form that the language does not have.
    Bad: "Hello {name}" → "Živjo {name"
    Good: "{{ and }} are braces" → "{{ in }} sta oklepaja"
    """
    kinds = _kinds(text.entry)
    if "brace" in kinds and ("{" in text.text or "}" in text.text):
        for match in _BRACE.finditer(text.text):
            if match[2] or (match[1] is not None and not _NAME.fullmatch(match[1])):
                yield Hit(
                    f"{match[0]!r} is not a placeholder; write {{{{ or }}}} for a literal brace",
                    match[0],
                    match.start(),
                )
            # A program whose msgid has such a format gives it a meaning of its own.
            elif not any(match[0] in source for source in text.sources):
                yield from _unknown_number_form(match, text.catalog.writing.number_forms)
    if "percent" in kinds and "%" in text.text:
        # A source that has such a sign, such as a date pattern, is never formatted.
        is_pattern = any(match[3] for source in text.sources for match in _PERCENT.finditer(source))
        for match in _PERCENT.finditer(text.text):
            if match[3] and not is_pattern:
                yield Hit("the percent sign begins no placeholder; write %% for a literal one", "%", match.start())


def _unknown_number_form(match: re.Match[str], known: Sequence[str]) -> Iterator[Hit]:
    """The hit for a placeholder with a number in words in a form that is not ``known``.

    A single letter is a type of Python's own formats.
    """
    form = _NUMBER_FORM.search(match[1] or "")
    if form and known and form[1] not in known:
        near = nearest(form[1], known)
        hint = f"did you mean {near}?" if near else f"the language has {', '.join(known)}"
        yield Hit(f"unknown form of a number, {match[0]}; {hint}", match[0], match.start())


def names_in(text: str, entry: po.Entry) -> frozenset[str]:
    """The placeholders in a text of an entry, as written but without their formats: ``{name}``, ``%(name)s``."""
    return _names(text, _kinds(entry))


@lru_cache(maxsize=512)
def _names(text: str, kinds: frozenset[str]) -> frozenset[str]:
    names: set[str] = set()
    if "brace" in kinds and "{" in text:
        braces = (match[1] for match in _BRACE.finditer(text) if match[1] is not None)
        names |= {"{" + re.split("[!:]", name.strip())[0] + "}" for name in braces if _NAME.fullmatch(name.strip())}
    if "percent" in kinds and "%" in text:
        for match in _PERCENT.finditer(text):
            if match[2]:
                names.add(f"%({match[1]}){match[2]}" if match[1] else f"%{match[2]}")
    return frozenset(names)


def _kinds(entry: po.Entry) -> frozenset[str]:
    """The kinds of placeholders of an entry: by its flags, or without flags by what is in its msgid."""
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
