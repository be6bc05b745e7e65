"""Pseudo-locales: catalogs that readers of the source language can read, and that show where a letter breaks.

*Long* has accents on its letters and is 40 % longer, as translations can be; *right-to-left* is written in letters of
an RTL script; *forms* shows for each plural form its index and the numbers it is for. Their regions are among the
codes that ISO 3166 leaves to users; CLDR uses XA and XB for the same purposes.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from goodterms.messages.catalog import plural_rule
from goodterms.po import written
from goodterms.translating.catalog_text import example_numbers
from goodterms.translating.merging import init

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from goodterms.messages.catalog import PluralRule
    from goodterms.po.written import WrittenMessage

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
    file = written.parse(init(template, f"{language}_{region}", plural_forms))
    rule = plural_rule(plural_forms)
    convert: Callable[[str], str] = {LONG: lengthen, RIGHT_TO_LEFT: to_right_to_left}.get(region, str)
    messages = []
    for message in file.messages:
        if not message.is_header:
            strings = _strings_for(message, rule, convert, label_forms=region == FORMS)
            message = message.with_strings([written.raw_of(string) for string in strings])
        messages.append(message)
    return file.with_messages(messages).text


def _strings_for(
    message: WrittenMessage, rule: PluralRule, convert: Callable[[str], str], *, label_forms: bool
) -> Iterator[str]:
    """The pseudo-translation of each form of a message, converted from the source text for it."""
    if message.msgid_plural is None:
        yield convert(message.msgid)
        return
    for form in range(len(message.strings)):
        label = f"[{form}: {example_numbers(rule, form)}] " if label_forms else ""
        yield label + convert(message.msgid if rule.numbers_of(form) == [1] else message.msgid_plural)


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
