"""Rules about the file and its messages: faults that make translations unusable."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from goodterms.check.registry import rule
from goodterms.check.subjects import Hit
from goodterms.check.triggers import begins_blank, has_forms, has_previous, is_fuzzy
from goodterms.cldr.languages import is_registered, is_same
from goodterms.expressions import expression
from goodterms.speech import said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goodterms import po
    from goodterms.check.subjects import CheckedCatalog

_CHARSET = expression(r"charset=([\w:.+-]+)", re.IGNORECASE)
_CONFLICT = "#-#-#-#-#"
_MAX_ENDING = 3


@rule("error", "catalog")
def syntax(catalog: CheckedCatalog) -> Iterator[Hit]:
    """The file is not well-formed: an open string, a stray word, a message defined twice.

    Another charset than UTF-8 is only a warning, except in letters.
    Bad: `msgstr "an open string`
    Good: `msgstr "a closed string"`
    """
    if not catalog.file.flaws:
        return
    from goodterms.faults import wording  # nothing is worded before something is wrong

    for flaw in catalog.file.flaws:
        is_read = flaw.kind == "po-other-charset" and not catalog.is_of_letters
        level = "warning" if flaw.harmless or is_read else ""
        yield Hit(wording.said_whole(flaw.fault), line=flaw.line, offset=flaw.column, level=level)


@rule("warning", "catalog")
def header_language(catalog: CheckedCatalog) -> Iterator[Hit]:
    """The header names no language, or a different one from the catalog's folder or file name.

    The folder counts before the name, and each only if it is a tag as a whole. A region may be left out of one of them.
    Bad: `locales/sl/LC_MESSAGES/a.po` with `"Language: hr"`
    Good: `locales/sl/LC_MESSAGES/a.po` with `"Language: sl"`
    """
    if catalog.is_template:
        return
    declared, by_path = catalog.file.header.get("Language", ""), catalog.by_path
    line = catalog.file.header_line("Language")
    if not declared:
        message = (
            said("the header has no Language; expected Language: {language}", language=by_path)
            if by_path
            else said("the header has no Language; add the language of the translations")
        )
        yield Hit(message, line=line)
    elif by_path and not is_same(declared, by_path):
        message = said(
            "the header says Language: {language}, the path says {by_path}", language=declared, by_path=by_path
        )
        yield Hit(message, declared, line=line)
    elif not by_path and not is_registered(declared):
        message = said(
            "the header says Language: {language}, which is not a language in CLDR; expected a tag such as pt_BR",
            language=declared,
        )
        yield Hit(message, declared, line=line)


@rule("error", "catalog")
def header_charset(catalog: CheckedCatalog) -> Iterator[Hit]:
    r"""The header declares no charset, or one that does not hold the characters of the file.

    Programs that read the catalog then fail, or show wrong letters. In ASCII alone, a missing charset is a warning, and
    in a template it is as usual.
    Bad: `"Content-Type: text/plain; charset=CHARSET\n"` in a translated catalog
    Good: `"Content-Type: text/plain; charset=UTF-8\n"`
    """
    declared = _CHARSET.search(catalog.file.header.get("Content-Type", ""))
    charset = declared[1] if declared else ""
    is_ascii = catalog.file.text.isascii()
    if charset.upper() not in {"", "CHARSET", "ASCII", "US-ASCII"} or (is_ascii and charset.upper().endswith("ASCII")):
        return
    if is_ascii and (catalog.is_template or not catalog.file.header_entry):
        return
    message = (
        said("the header declares the charset {charset}; declare charset=UTF-8", charset=charset)
        if charset
        else said("the header declares no charset; declare charset=UTF-8")
    )
    line = catalog.file.header_line("Content-Type")
    yield Hit(message, charset, line=line, level="warning" if is_ascii else "")


@rule("warning", "catalog")
def header_fuzzy(catalog: CheckedCatalog) -> Iterator[Hit]:
    """The header is marked fuzzy, so some programs do not use its charset and its plural rule.

    Bad: `#, fuzzy` above the header of a translated catalog
    Good: the header without the flag
    """
    header = catalog.file.header_entry
    if header is not None and header.fuzzy and not catalog.is_template:
        yield Hit(said("the header is fuzzy; remove the flag"), line=header.line)


@rule("warning", "catalog")
def header_field_repeated(catalog: CheckedCatalog) -> Iterator[Hit]:
    r"""The header has a field twice; programs use the first and ignore the others.

    Bad: `"Language: sl\n"` and `"Language: hr\n"` in one header
    Good: `"Language: sl\n"`
    """
    header = catalog.file.header_entry
    if header is not None and _CONFLICT in header.strings[0]:
        return  # another rule finds the two headers
    fields = [line.partition(":") for line in (header.strings[0] if header else "").split("\n")]
    names = [name.strip() for name, colon, _ in fields if colon and not name.startswith("#")]
    counts = Counter(map(str.lower, names))
    for name in dict.fromkeys(names):
        if counts.pop(name.lower(), 1) > 1:
            message = said("the header has {field} twice; delete all but one", field=name)
            yield Hit(message, name, line=catalog.file.header_line(name))


@rule("error", "catalog")
def conflict_left(catalog: CheckedCatalog) -> Iterator[Hit]:
    r"""A text still has several versions, between the lines with which msgcat separates them.

    Bad: `"#-#-#-#-#  a.po  #-#-#-#-#\n"` in a translation
    Good: one of the versions
    """
    if _CONFLICT in catalog.file.text:
        for entry in catalog.file.entries:
            if not entry.obsolete and any(_CONFLICT in string for string in entry.strings):
                message = (
                    said("the header has several versions; keep one and delete the lines with {mark}", mark=_CONFLICT)
                    if entry.key == (None, "")
                    else said(
                        "the translation has several versions; keep one and delete the lines with {mark}",
                        mark=_CONFLICT,
                    )
                )
                yield Hit(message, line=entry.line)


@rule("error", "catalog")
def obsolete_duplicate(catalog: CheckedCatalog) -> Iterator[Hit]:
    """An obsolete message is also among the messages in use, so msgfmt refuses the catalog as one with duplicates.

    Bad: `#~ msgid "Status"` in a catalog that has `msgid "Status"`
    Good: the obsolete message deleted
    """
    obsolete = [entry for entry in catalog.file.entries if entry.obsolete]
    living = {entry.key: entry.line for entry in catalog.living} if obsolete else {}
    for entry in obsolete:
        if entry.key in living:
            message = said("the obsolete message is in use on line {line}; delete it", line=living[entry.key])
            yield Hit(message, line=entry.line)


@rule("error", "entry", when=[begins_blank, has_forms])
def blank_text(catalog: CheckedCatalog, entry: po.Entry) -> Iterator[Hit]:
    """A translation has only spaces or line breaks, so nothing is printed in place of the message.

    Spaces for a source of up to three characters, which may be an ending that the language lacks, are a warning.
    Bad: `msgid "Status"` with `msgstr " "`
    Good: `msgid "Status"` with an empty msgstr, which prints the source
    """
    if catalog.is_template or entry.fuzzy or all(map(str.isspace, entry.sources)):
        return
    for string in entry.strings:
        if string.isspace():
            # An ending such as the "th" of an ordinal number may have no counterpart; msgfmt refuses a line break.
            level = "warning" if len(entry.msgid) <= _MAX_ENDING and "\n" not in string else ""
            problem = said("the translation has only blanks; translate the message, or leave the string empty")
            yield Hit(problem, string, level=level)
            return


@rule("note", "entry", when=begins_blank)
def untranslated(catalog: CheckedCatalog, entry: po.Entry) -> Iterator[Hit]:
    """A message has no translation. In the source language, it needs none.

    In the catalogs of letters that are checked with them, this is an error, unless goodterms.toml lists the language as
    in progress. Elsewhere, --min sets how much must be translated.
    Bad: `msgid "Kind regards,"` with an empty msgstr
    Good: `msgid "Kind regards,"` with a translation
    """
    if catalog.is_template or catalog.is_optional:
        return
    if not any(entry.strings):
        yield Hit(said("the message is not translated"))


@rule("warning", "entry", when=is_fuzzy)
def fuzzy(catalog: CheckedCatalog, entry: po.Entry) -> Iterator[Hit]:
    """A translation is fuzzy: it was guessed from a similar message, and is not used until a translator confirms it.

    Bad: `#, fuzzy`
    Good: the translation reviewed, and the flag removed
    """
    if not catalog.is_template and entry.fuzzy:
        yield Hit(said("the translation is fuzzy, so it is not used; review it and remove the flag"))


@rule("note", "entry", when=has_previous)
def previous_left(catalog: CheckedCatalog, entry: po.Entry) -> Iterator[Hit]:
    """A message that is not fuzzy still has its previous msgid.

    Bad: `#| msgid "old"` above a message that is not fuzzy
    Good: the line removed together with the fuzzy flag
    """
    if entry.previous and not entry.fuzzy and not catalog.is_template:
        yield Hit(said("the message still has its previous msgid; remove the lines that begin with #|"))
