"""The messages for a translator as a catalog, and a returned catalog taken back.

A catalog with finished translations says in a comment for each what was handed out, as extracted comments, which
editors keep: ``#. current: "Hvala za zaupanje."``
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from goodterms.messages.translations import placeholders
from goodterms.po import written
from goodterms.po.parts import unescape
from goodterms.translating.catalog_text import FORMAT, with_fitting_flags

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from goodterms.po.written import WrittenMessage
    from goodterms.translating.catalog_text import MessageKey

_CURRENT = re.compile(r'current(?:\[(\d+)\])?: "(.*)"')

Reason = Literal["translated", "changed", "unknown-base", "incomplete", "fuzzy"]
"""Why a translation is not taken.

``translated``: the catalog has another one; ``changed``: the catalog's was changed after it was handed out;
``unknown-base``: the file does not say what was handed out; ``incomplete``: some plural forms are empty.
"""


class NotTaken(NamedTuple):
    """A translation that was not taken: its message and why.

    ``handed_out``, ``current`` and ``returned`` are the translation that the translator was given, that of the catalog
    now, and that which came back, each with all its forms. ``forms`` are the empty plural forms.
    """

    key: MessageKey
    reason: Reason
    handed_out: tuple[str, ...] = ()
    current: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    forms: tuple[int, ...] = ()


class TakeResult(NamedTuple):
    """A catalog after translations were taken into it: its text, the messages that were translated and replaced.

    ``unknown`` are the messages that the catalog does not have.
    """

    text: str
    translated: list[MessageKey]
    replaced: list[MessageKey]
    unknown: list[MessageKey]
    not_taken: list[NotTaken]


def select_todo(
    text: str, language: str, selected: Collection[MessageKey] | None = None, *, with_finished: bool = False
) -> tuple[str, int]:
    """The missing and fuzzy messages of a catalog, as the text of a catalog, and how many there are.

    With ``selected``, only those among these messages; with ``with_finished``, those that are translated, too.
    """
    catalog = written.parse(text)
    chosen = [
        message
        for message in catalog.living
        if (with_finished or not message.is_translated) and (selected is None or message.key in selected)
    ]
    header = [catalog.header] if catalog.header else []
    file = written.WrittenFile(()).with_messages(header).with_field("Language", language)
    return file.with_messages([*file.messages, *chosen]).text, len(chosen)


def with_current(text: str) -> str:
    """A catalog that says for each finished message, in comments, what is handed out."""
    file = written.parse(text)
    messages = (
        _with_current(message) if message.is_translated and not message.is_header else message
        for message in file.messages
    )
    return file.with_messages(messages).text


def take(
    text: str, returned: Iterable[WrittenMessage], handed_out: Mapping[MessageKey, tuple[str, ...]], *, replace: bool
) -> TakeResult:
    """A catalog, given as text, with translations that came back.

    Empty translations are ignored. A finished translation is replaced only with ``replace``, and if it is still the one
    that was handed out.
    """
    catalog = written.parse(text)
    messages = {message.key: message for message in catalog.living}
    result = TakeResult("", [], [], [], [])
    for translation in returned:
        entry, strings = messages.get(translation.key), tuple(translation.strings)
        given = handed_out.get(translation.key)
        if translation.obsolete or not any(map(str.strip, strings)):
            continue
        if entry is None or len(entry.strings) != len(strings):
            result.unknown.append(translation.key)
        elif strings == given or (strings == tuple(entry.strings) and (entry.is_translated or translation.fuzzy)):
            continue  # as it was
        elif reason := _why_not(entry, translation, given, replace=replace):
            empty = tuple(form for form, string in enumerate(strings) if not string.strip())
            current = tuple(entry.strings)
            result.not_taken.append(NotTaken(translation.key, reason, given or (), current, strings, empty))
        else:
            (result.replaced if entry.is_translated else result.translated).append(entry.key)
            messages[entry.key] = _translated(entry, translation)
    changed = [
        message if message.is_header or message.obsolete else messages[message.key] for message in catalog.messages
    ]
    return result._replace(text=catalog.with_messages(changed).text)


def handed_out_in(file: written.WrittenFile) -> dict[MessageKey, tuple[str, ...]]:
    """What each message of a returned catalog was handed out with, by its comments; without any, it is not known."""
    given = {message.key: tuple(_current_of(message)) or ("",) * len(message.strings) for message in file.living}
    return given if any(any(strings) for strings in given.values()) else {}


def _why_not(
    entry: WrittenMessage, translation: WrittenMessage, given: tuple[str, ...] | None, *, replace: bool
) -> Reason | None:
    """Why a translation that differs from the catalog's is not taken; None if it is."""
    if translation.fuzzy:
        return "fuzzy"
    if not translation.is_translated:
        return "incomplete"
    if not entry.is_translated:
        return None
    if not replace:
        return "translated"
    if given is None:
        return "unknown-base"
    return None if given == tuple(entry.strings) else "changed"


def _translated(entry: WrittenMessage, translation: WrittenMessage) -> WrittenMessage:
    """A message of the catalog with a translation that came back, and with the comments of the translator."""
    comments = [*entry.comments, *(one for one in translation.comments if one not in entry.comments)]
    message = entry.with_strings(translation.raw_strings).with_comments(comments).with_previous({})
    has_values = placeholders(entry.msgid) or placeholders(entry.msgid_plural or "")
    return with_fitting_flags(message, [FORMAT] if has_values else [], fuzzy=False)


def _with_current(message: WrittenMessage) -> WrittenMessage:
    """The message with comments that say its translation."""
    raw = ["".join(pieces) for pieces in message.raw_strings]
    names = ["current"] if message.msgid_plural is None else [f"current[{form}]" for form in range(len(raw))]
    return message.with_extracted(
        [*message.extracted, *(f'{name}: "{text}"' for name, text in zip(names, raw, strict=True))]
    )


def _current_of(message: WrittenMessage) -> Iterator[str]:
    found = {int(match[1] or 0): match[2] for comment in message.extracted if (match := _CURRENT.fullmatch(comment))}
    return (unescape(found[form]) for form in sorted(found))
