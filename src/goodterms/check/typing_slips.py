"""Rules about slips of typing: written escapes, doubled spaces, bare ampersands, letters of other code pages."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from goodterms.check.masking import mask
from goodterms.check.registry import rule
from goodterms.check.script import SCRIPT_NAMES, family
from goodterms.check.subjects import Edit, Hit
from goodterms.check.triggers import MISTAKEN, has_rare_pieces
from goodterms.expressions import expression
from goodterms.speech import said
from goodterms.text.bidi import describe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goodterms.check.subjects import Text

# After a blank or a quotation mark, a text speaks of the escape.
_ESCAPE = expression(r"(?<=[\w.!?:;,)\]>])\\[nt](?![a-z])")
_BLANKS = expression(r"(?<=[^\s.?!:…।۔]) {2,}(?=\S)")
_ENTITY = expression(r"&(?:#\d+|#x[0-9A-Fa-f]+|[A-Za-z]\w*);")
_AMPERSAND = expression(r"&(?!#?\w+;)")


@rule("warning", "text", when="\\\\")
def written_escape(text: Text) -> Iterator[Hit]:
    r"""A translation prints a backslash and a letter where its source has a line break or a tab.

    In a .po file, `\n` is a line break and `\\n` prints a backslash and an n.
    Bad: `"Thank you.\nGoodbye." → "Hvala.\\nNasvidenje."`
    Good: `"Thank you.\nGoodbye." → "Hvala.\nNasvidenje."`
    """
    if any("\\" in source for source in text.sources):
        return
    for match in _ESCAPE.finditer(text.text):
        right = "\n" if match[0] == r"\n" else "\t"
        if any(right in source for source in text.sources):
            yield Hit(
                said(
                    "{text} is printed as it is; for a line break, write a single backslash in the file", text=match[0]
                )
                if right == "\n"
                else said("{text} is printed as it is; for a tab, write a single backslash in the file", text=match[0]),
                match[0],
                match.start(),
            )


@rule("note", "text", when=has_rare_pieces)
def doubled_space(text: Text) -> Iterator[Hit]:
    """A translation has two spaces or more between words, and its source does not.

    Pages and letters do not show it. After the end of a sentence, two spaces are a style.
    Bad: `"Kind regards" → "Lep  pozdrav"`
    Good: `"Kind regards" → "Lep pozdrav"`
    """
    if not any("  " in source for source in text.sources):
        for match in _BLANKS.finditer(mask(text.text)):
            fix = (Edit(*match.span(), " "),)
            yield Hit(said("two spaces or more between words; write one"), match[0], match.start(), fix=fix)


@rule("warning", "text", when="&")
def bare_ampersand(text: Text) -> Iterator[Hit]:
    """A translation has an ampersand by itself where its source, which is HTML or XML, writes a character reference.

    Bad: `"Terms &amp; conditions" → "Pogoji & določila"`
    Good: `"Terms &amp; conditions" → "Pogoji &amp; določila"`
    """
    expected = min(len(_ENTITY.findall(source)) if not _AMPERSAND.search(source) else 0 for source in text.sources)
    # Beside as many character references as in the source, an ampersand is what the text is about.
    if len(_ENTITY.findall(text.text)) < expected:
        for match in _AMPERSAND.finditer(text.text):
            message = said("the source writes character references; write &amp; for an ampersand")
            yield Hit(message, "&", match.start())


@rule("warning", "text", when=MISTAKEN)
def mistaken_character(text: Text) -> Iterator[Hit]:
    """A character is used in place of one of the language: a letter of another code page, a line for a danda.

    Only signs and letters that the language does not use are found, next to its own letters, in words that are neither
    names nor in the source.
    Bad: in Slovenian, `raèun` for `račun`; in Nepali, `|` for the danda
    Good: `račun`
    """
    mistaken = text.catalog.writing.mistaken
    if not mistaken:
        return
    prose = mask(text.text)
    for sign, right in mistaken.items():
        at = prose.find(sign)
        while at >= 0:
            if _is_mistaken(prose, at, right, text):
                problem = said(
                    "{sign} is not used here in this language; write {right}",
                    sign=describe(sign),
                    right=describe(right),
                )
                yield Hit(problem, sign, at, fix=(Edit(at, at + len(sign), right),))
            at = prose.find(sign, at + len(sign))


def _is_mistaken(prose: str, at: int, right: str, text: Text) -> bool:
    before, after = prose[at - 1 : at] if at else "", prose[at + 1 : at + 2]
    kind = unicodedata.category(right)[0]
    if kind == "P":
        # The end of a sentence: after a letter, perhaps with a space between.
        last = prose[:at].rstrip(" \u00a0")[-1:]
        return (
            _is_own(last, text) and (not after or after.isspace() or _is_own(after, text)) and not _has(prose[at], text)
        )
    if kind == "M":
        return _is_own(before, text) and _is_own(after, text)
    start, end = at, at
    while start and (prose[start - 1].isalpha() or prose[start - 1] == "-"):
        start -= 1
    while end < len(prose) and prose[end].isalpha():
        end += 1
    word = prose[start:end]
    is_name = word[:1].isupper() and bool(prose[:start].strip()) and not word.isupper()
    return len(word) > 1 and not is_name and not _has(word, text) and not _has(word.capitalize(), text)


def _has(piece: str, text: Text) -> bool:
    return any(piece in source for source in text.sources)


def _is_own(character: str, text: Text) -> bool:
    own = SCRIPT_NAMES.get(text.catalog.writing.script, "")
    return bool(own) and bool(character) and unicodedata.category(character)[0] in "LM" and family(character) == own
