"""The text of a catalog: read strictly, written in one canonical form.

The form is the one that ``msgcat --no-wrap`` writes, so a diff shows words and not line breaks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from goodterms.content.layers import read_text
from goodterms.messages import catalog
from goodterms.messages.translations import has_number_forms

if TYPE_CHECKING:
    from pathlib import Path

    import polib

    from goodterms.messages.catalog import PluralRule

MessageKey = tuple[str | None, str]
"""What identifies a message in a catalog: its msgctxt and its msgid."""

_REFERENCES = re.compile(r"^#: .+$", re.MULTILINE)
_FORMAT = "python-brace-format"
_WIDTH = 79
_MAX_EXAMPLES = 3


def read(path: Path) -> str:
    """The text of a catalog file, with Unix line endings; raises :class:`BrokenContent` for every fault in it."""
    catalog.read(path)
    return read_text(path).replace("\r\n", "\n")


def canonical(file: polib.POFile) -> str:
    """The text of a catalog in canonical form.

    A message whose translation has a form such as ``{shipments:feminine}`` loses the flag ``python-brace-format``: the
    programs of gettext compare placeholders by their text and would refuse the form (GNU gettext manual, "PO Files").
    """
    file.wrapwidth = 0
    for entry in file:
        if _FORMAT in entry.flags and any(map(has_number_forms, strings_of(entry))):
            entry.flags.remove(_FORMAT)
    return _REFERENCES.sub(_wrap_references, str(file).removeprefix("#\n"))


def _wrap_references(match: re.Match[str]) -> str:
    """A line of references, wrapped where ``msgcat`` wraps it; it does so even with ``--no-wrap``."""
    lines = ["#:"]
    for reference in match[0].split()[1:]:
        if len(lines[-1]) > len("#:") and len(lines[-1]) + 1 + len(reference) > _WIDTH:
            lines.append("#:")
        lines[-1] += f" {reference}"
    return "\n".join(lines)


def key_of(entry: polib.POEntry) -> MessageKey:
    """The msgctxt and the msgid of a message."""
    return entry.msgctxt, entry.msgid


def strings_of(entry: polib.POEntry) -> list[str]:
    """The translations of a message: its msgstr, or one msgstr for each plural form."""
    return [*entry.msgstr_plural.values()] if entry.msgid_plural else [entry.msgstr]


def is_translated(entry: polib.POEntry) -> bool:
    """Whether a message has a translation in every form and is not fuzzy; blanks are not a translation."""
    return all(string.strip() for string in strings_of(entry)) and not entry.fuzzy


def without_fuzzy(entry: polib.POEntry) -> list[str]:
    """The flags of a message except ``fuzzy``."""
    return [flag for flag in entry.flags if flag != "fuzzy"]


def clear_previous(entry: polib.POEntry) -> None:
    """Remove from a message the msgid for which its fuzzy translation was written."""
    entry.previous_msgctxt = entry.previous_msgid = entry.previous_msgid_plural = None


def example_numbers(rule: PluralRule, form: int) -> str:
    """The first numbers for which a plural form is used: ``1, 101, 201 …``."""
    numbers = rule.numbers_of(form)
    return f"{', '.join(map(str, numbers[:_MAX_EXAMPLES]))}{' …' if len(numbers) > _MAX_EXAMPLES else ''}"
