"""Pseudo-locales: catalogs that readers of the source language can read, and that show where a letter breaks.

*Long* has accents on its letters and is 40 % longer, as translations can be; *right-to-left* is written in letters of
an RTL script; *forms* shows for each plural form its index and the numbers it is for. Their regions are among the
codes that ISO 3166 leaves to users; CLDR uses XA and XB for the same purposes.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import polib

from goodterms.messages.catalog import plural_rule
from goodterms.translating.catalog_text import canonical, example_numbers
from goodterms.translating.merging import init

if TYPE_CHECKING:
    from collections.abc import Callable

LONG, RIGHT_TO_LEFT, FORMS = "XA", "XB", "XC"
"""The regions of the pseudo-locales."""

# Not prose, so it stays unchanged: placeholders, tags, character references, addresses.
_NOT_PROSE = re.compile(r"(\{\{|\}\}|\{[^{}]*\}|</?[A-Za-z][^<>]*>|&#?\w+;|https?://\S+|[\w.+-]+@[\w.-]+)")
_ACCENTED = str.maketrans(
    "AaBbCcDdEeFfGgHhIiJjKkLlMmNnOoPpRrSsTtUuVvWwXxYyZz", "ÅåƁƀÇçÐðÉéƑƒĜĝĤĥÎîĴĵĶķĻļṀṁÑñÖöÞþŔŕŠšŢţÛûṼṽŴŵẊẋÝýŽž"
)
# By sound, letter by letter; readers of the script see that it is not a language.
_RTL = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ابچدعفگہیجکلمنوپقرستؤڤوخئز")
_EXTRA_LENGTH = 0.4
_FILLER = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def pseudo_catalog(template: str, language: str, plural_forms: str, region: str) -> str:
    """The text of a pseudo-catalog, from the text of a catalog template.

    ``language`` is the language whose writing direction and plural rule it has, ``plural_forms`` that rule as a
    Plural-Forms header, ``region`` one of the regions above.
    """
    file = polib.pofile(init(template, f"{language}_{region}", plural_forms), wrapwidth=0)
    rule = plural_rule(plural_forms)
    convert: Callable[[str], str] = {LONG: lengthen, RIGHT_TO_LEFT: to_right_to_left}.get(region, str)
    for entry in file:
        if not entry.msgid_plural:
            entry.msgstr = convert(entry.msgid)
            continue
        for form in entry.msgstr_plural:
            string = convert(entry.msgid if rule.numbers_of(form) == [1] else entry.msgid_plural)
            label = f"[{form}: {example_numbers(rule, form)}] " if region == FORMS else ""
            entry.msgstr_plural[form] = label + string
    return canonical(file)


def lengthen(text: str) -> str:
    """The text with accents, in brackets and 40 % longer, so that a cut or an overflow shows."""
    accented = _convert_prose(text, lambda prose: prose.translate(_ACCENTED))
    missing = int(len(text) * _EXTRA_LENGTH)
    filler = ""
    for word in itertools.cycle(_FILLER):
        if len(filler) >= missing:
            break
        filler += f" {word}"
    return f"⟦{accented}{filler}⟧"


def to_right_to_left(text: str) -> str:
    """The text in letters of a right-to-left script."""
    return _convert_prose(text, lambda prose: prose.lower().translate(_RTL))


def _convert_prose(text: str, convert: Callable[[str], str]) -> str:
    """The text with its prose converted, and the rest unchanged."""
    return "".join(part if number % 2 else convert(part) for number, part in enumerate(_NOT_PROSE.split(text)))
