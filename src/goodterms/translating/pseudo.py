"""Pseudo-locales: catalogs that a reader of the source language can read, and that show where a letter breaks.

*long* has an accent on every letter and is two fifths longer, as translations may be; *right-to-left* is spelled in
letters of an RTL script; *forms* tells in each plural form which one it is and which numbers it serves. Their regions
are of those that ISO 3166 leaves to users; CLDR gives XA and XB to the first two.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import polib

from goodterms.messages.catalog import plural_rule
from goodterms.translating.files import canonical, init

if TYPE_CHECKING:
    from collections.abc import Callable

    from goodterms.messages.catalog import PluralRule

LONG, RIGHT_TO_LEFT, FORMS = "XA", "XB", "XC"
"""The regions of the pseudo-locales."""

# What a reader does not see as words stays as it is: placeholders, tags, character references, addresses.
_KEPT = re.compile(r"(\{\{|\}\}|\{[^{}]*\}|</?[A-Za-z][^<>]*>|&#?\w+;|https?://\S+|[\w.+-]+@[\w.-]+)")
_ACCENTED = str.maketrans(
    "AaBbCcDdEeFfGgHhIiJjKkLlMmNnOoPpRrSsTtUuVvWwXxYyZz", "ÅåƁƀÇçÐðÉéƑƒĜĝĤĥÎîĴĵĶķĻļṀṁÑñÖöÞþŔŕŠšŢţÛûṼṽŴŵẊẋÝýŽž"
)
# By sound, as far as one letter goes; a reader of the script sees that it is no language.
_RTL = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ابچدعفگہیجکلمنوپقرستؤڤوخئز")
_LONGER_BY = 0.4
_FILLING = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def pseudo(needed: str, language: str, header: str, region: str) -> str:
    """The text of the pseudo-catalog for a language and one of the regions, from a catalog template."""
    file = polib.pofile(init(needed, f"{language}_{region}", header), wrapwidth=0)
    rule = plural_rule(header)
    make: Callable[[str], str] = {LONG: longer, RIGHT_TO_LEFT: right_to_left}.get(region, str)
    for entry in file:
        if not entry.msgid_plural:
            entry.msgstr = make(entry.msgid)
            continue
        for form in entry.msgstr_plural:
            serves = rule.numbers_of(form)
            string = make(entry.msgid if serves == [1] else entry.msgid_plural)
            entry.msgstr_plural[form] = f"[{_form(form, rule)}] {string}" if region == FORMS else string
    return canonical(file)


def longer(text: str) -> str:
    """The text with accents, in brackets, and longer by two fifths: what is cut off or overflows can be seen."""
    accented = _changed(text, lambda words: words.translate(_ACCENTED))
    missing = int(len(text) * _LONGER_BY)
    filling = ""
    for word in itertools.cycle(_FILLING):
        if len(filling) >= missing:
            break
        filling += f" {word}"
    return f"⟦{accented}{filling}⟧"


def right_to_left(text: str) -> str:
    """The text spelled in letters of a right-to-left script."""
    return _changed(text, lambda words: words.lower().translate(_RTL))


def _changed(text: str, change: Callable[[str], str]) -> str:
    """The text with its words changed."""
    return "".join(part if number % 2 else change(part) for number, part in enumerate(_KEPT.split(text)))


def _form(form: int, rule: PluralRule) -> str:
    serves = rule.numbers_of(form)
    return f"{form}: {', '.join(map(str, serves[:3]))}{' …' if len(serves) > 3 else ''}"
