"""What the work on catalogs shares: reading them, the flags of their messages, the numbers of their plural forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.content.layers import read_bytes
from goodterms.messages import catalog
from goodterms.messages.translations import has_value_forms

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from goodterms.messages.catalog import PluralRule
    from goodterms.po.written import WrittenMessage

MessageKey = tuple[str | None, str]
"""What identifies a message in a catalog: its msgctxt and its msgid."""

FUZZY, FORMAT = "fuzzy", "python-brace-format"
_NO_FORMAT = f"no-{FORMAT}"
_MAX_EXAMPLES = 3


def read(path: Path) -> str:
    """The text of a catalog file with its line ends; raises :class:`BrokenContent` for every fault in it."""
    data = read_bytes(path)
    catalog.read(path, data)
    return data.decode()


def with_fitting_flags(message: WrittenMessage, template: Iterable[str], *, fuzzy: bool) -> WrittenMessage:
    """The message with the flags that it needs: those of the ``template``, its own, and ``fuzzy`` where it is.

    A message whose translation has a form such as ``{shipments:feminine}`` loses the flag ``python-brace-format``: the
    programs of gettext compare placeholders by their text and would refuse the form (GNU gettext manual, "PO Files").
    """
    own = [flag for flag in sorted(message.flags) if flag not in {FUZZY, FORMAT}]
    flags = dict.fromkeys([*[FUZZY] * fuzzy, *(flag for flag in template if flag != FUZZY), *own])
    if _NO_FORMAT in own or any(map(has_value_forms, message.strings)):
        flags.pop(FORMAT, None)
    return message.with_flags(flags)


def example_numbers(rule: PluralRule, form: int) -> str:
    """The first numbers for which a plural form is used: ``1, 101, 201 …``."""
    numbers = rule.numbers_of(form)
    return f"{', '.join(map(str, numbers[:_MAX_EXAMPLES]))}{' …' if len(numbers) > _MAX_EXAMPLES else ''}"
