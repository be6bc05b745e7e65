"""Catalogs updated to a catalog template, as ``msgmerge`` does, or created from one, as ``msginit`` does."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from goodterms.messages.catalog import plural_rule
from goodterms.po import written
from goodterms.po.written import WrittenFile, WrittenMessage
from goodterms.translating.catalog_text import with_fitting_flags
from goodterms.translating.proposals import propose

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from goodterms.po.written_message import Raw
    from goodterms.translating.catalog_text import MessageKey

_CONTENT_TYPE = "text/plain; charset=UTF-8"


class Changes(NamedTuple):
    """What an update changed in a catalog: the numbers of new messages, of fuzzy ones among them, of removed ones."""

    new: int
    fuzzy: int
    removed: int


class _OldMessages(NamedTuple):
    """The messages of a catalog: each once, and where the obsolete ones are, which keep their places.

    ``after`` has those that follow a message in use, by its key (None: before all of them), ``at_end`` those after the
    last message in use.
    """

    known: dict[MessageKey, WrittenMessage]
    after: dict[MessageKey | None, list[MessageKey]]
    at_end: list[MessageKey]


def merge(text: str, template: str, needed: str, plural_forms: str | None) -> tuple[str, Changes]:
    """The text of a catalog updated to a template, and what changed; all catalogs are given as text.

    Messages, their order, their extracted comments and their references come from the template; the rest comes from the
    catalog, and every line that does not have to change keeps its bytes. ``needed`` is the template or a part of it:
    messages outside that part are kept only if the catalog has them. A new message that is similar to a removed one
    gets its translation, flagged fuzzy, with the previous msgid. Removed messages that were translated become
    obsolete. A second update changes nothing. ``plural_forms`` is the Plural-Forms header for a catalog without one.
    """
    file = _with_header(written.parse(text), plural_forms).valid_for_gettext()
    new = written.parse(template).living
    old = _old_messages(file)
    current = {entry.key for entry in new}
    needed_keys = {entry.key for entry in written.parse(needed).living}
    removed = [message for key, message in old.known.items() if key not in current]
    entries = [entry for entry in new if entry.key in old.known or entry.key in needed_keys]
    added = [entry for entry in entries if entry.key not in old.known]
    proposals = propose(added, removed, [message for key, message in old.known.items() if key in current])
    forms = form_count(file)
    merged = [_merged(entry, old.known.get(entry.key), proposals.get(entry.key), forms) for entry in entries]
    result = file.with_messages(_in_order(file, merged, old, removed))
    new_count = sum(entry.key not in old.known or old.known[entry.key].obsolete for entry in entries)
    return result.text, Changes(new_count, len(proposals), sum(not message.obsolete for message in removed))


def init(needed: str, language: str, plural_forms: str) -> str:
    """The text of a new catalog for a language: the messages of a template, all untranslated."""
    template = written.parse(needed)
    fields = {**template.fields, "Language": language, "Plural-Forms": plural_forms}
    fields.pop("X-Source-Language", None)  # only the template has it
    file = new_file(fields)
    forms = form_count(file)
    messages = [_merged(entry, None, None, forms) for entry in template.living]
    return file.with_messages([*file.messages, *messages]).text


def new_file(fields: dict[str, str]) -> WrittenFile:
    """A file that has only a header, with these fields."""
    text = "".join(f"{name}: {value}\n" for name, value in fields.items())
    header = WrittenMessage.new(None, ("",), None, [written.raw_of(text, of_header=True)])
    return WrittenFile(()).with_messages([header])


def form_count(file: WrittenFile) -> int:
    """How many plural forms the messages of a file have, by its header."""
    header = file.fields.get("Plural-Forms")
    return plural_rule(header).count if header else 2


def _with_header(file: WrittenFile, plural_forms: str | None) -> WrittenFile:
    """The file with the fields that gettext's programs would otherwise guess."""
    if "Content-Type" not in file.fields:
        file = file.with_field("Content-Type", _CONTENT_TYPE)
    if plural_forms and "Plural-Forms" not in file.fields:
        file = file.with_field("Plural-Forms", plural_forms)
    return file


def _old_messages(file: WrittenFile) -> _OldMessages:
    """The messages of a catalog without its header; of those with one key, the one in use or the last obsolete one.

    gettext's programs refuse a file in which a message is there twice, even if it is obsolete.
    """
    same: dict[MessageKey, list[WrittenMessage]] = defaultdict(list)
    after: dict[MessageKey | None, list[MessageKey]] = defaultdict(list)
    last: MessageKey | None = None
    for message in file.messages:
        if message.is_header:
            continue
        same[message.key].append(message)
        if not message.obsolete:
            last = message.key
        else:
            after[last].append(message.key)
    known = {}
    for key, messages in same.items():
        *earlier, main = sorted(messages, key=lambda message: not message.obsolete)
        known[key] = _with_earlier(main, earlier)
    at_end = after.pop(last, [])
    return _OldMessages(known, {place: _once(keys) for place, keys in after.items()}, _once(reversed(at_end))[::-1])


def _with_earlier(message: WrittenMessage, earlier: Iterable[WrittenMessage]) -> WrittenMessage:
    """The message with what only its obsolete versions say as comments of the translator."""
    comments = list(message.comments)
    for other in earlier:
        lost = [comment for comment in other.comments if comment]
        if other.strings != message.strings:
            lost += [f"Earlier translation: {''.join(raw)}" for raw in other.raw_strings if any(raw)]
        comments += [comment for comment in lost if comment not in comments]
    return message.with_comments(comments)


def _in_order(
    file: WrittenFile, merged: Sequence[WrittenMessage], old: _OldMessages, removed: Sequence[WrittenMessage]
) -> Iterable[WrittenMessage]:
    """The header, the messages in use in the order of the template, and the obsolete ones."""
    obsolete = {message.key: message for message in removed if message.obsolete}
    if file.header:
        yield file.header
    yield from (obsolete.pop(one) for one in old.after.get(None, ()) if one in obsolete)
    for message in merged:
        yield message
        yield from (obsolete.pop(one) for one in old.after.get(message.key, ()) if one in obsolete)
    yield from (obsolete.pop(one) for one in old.at_end if one in obsolete)
    yield from obsolete.values()
    for message in removed:
        if not message.obsolete and (any(message.strings) or any(message.comments)):
            yield message.as_obsolete()


def _merged(
    entry: WrittenMessage, old: WrittenMessage | None, proposal: WrittenMessage | None, forms: int
) -> WrittenMessage:
    """A message of the template: as the catalog has it, with the proposal of a similar message, or untranslated."""
    if old is not None:
        return _updated(entry, old.as_living() if old.obsolete else old, forms)
    count = forms if entry.msgid_plural is not None else 1
    message = _with_sources_of(entry, [("",)] * count)
    if proposal is None:
        return with_fitting_flags(message, entry.flags, fuzzy=False)
    message = message.with_strings(_fitted(proposal, entry, forms)).with_comments(proposal.comments)
    message = with_fitting_flags(message, entry.flags, fuzzy=True)
    previous = _sources(proposal)
    if proposal.msgctxt == entry.msgctxt:
        previous.pop("msgctxt", None)
    return message.with_previous(previous)


def _updated(entry: WrittenMessage, old: WrittenMessage, forms: int) -> WrittenMessage:
    """A message that the catalog has; where its plural differs from the template's, the translation becomes fuzzy."""
    message = old.with_extracted(entry.extracted).with_references(entry.references)
    fuzzy = old.fuzzy
    if entry.msgid_plural != old.msgid_plural:
        is_translated = any(old.strings)
        body = _with_sources_of(entry, _fitted(old, entry, forms) if is_translated else _empty(entry, forms))
        message = replace(body, above=message.above)
        if is_translated and not fuzzy and None not in {entry.msgid_plural, old.msgid_plural}:
            previous = _sources(old)
            previous.pop("msgctxt", None)
            message = with_fitting_flags(message, entry.flags, fuzzy=True).with_previous(previous)
        fuzzy = fuzzy or is_translated
    elif not any(string.strip() for string in old.strings) and len(old.strings) != len(_empty(entry, forms)):
        message = message.with_strings(_empty(entry, forms))
    return with_fitting_flags(message, entry.flags, fuzzy=fuzzy)


def _fitted(source: WrittenMessage, entry: WrittenMessage, forms: int) -> Sequence[Raw]:
    """The translations of a message for another: if only one of them has a plural, one translation in every form."""
    if (source.msgid_plural is None) == (entry.msgid_plural is None) and len(source.strings) == len(
        _empty(entry, forms)
    ):
        return source.raw_strings
    first = next(raw for raw in source.raw_strings if any(raw))
    return [first] * len(_empty(entry, forms))


def _empty(entry: WrittenMessage, forms: int) -> list[Raw]:
    return [("",)] * (forms if entry.msgid_plural is not None else 1)


def _with_sources_of(entry: WrittenMessage, strings: Sequence[Raw]) -> WrittenMessage:
    """A message with the source texts and the comments of a message of the template."""
    sources = _sources(entry)
    message = WrittenMessage.new(sources.get("msgctxt"), sources["msgid"], sources.get("msgid_plural"), strings)
    return message.with_extracted(entry.extracted).with_references(entry.references)


def _sources(message: WrittenMessage) -> dict[str, Raw]:
    """The msgctxt, the msgid and the msgid_plural of a message, as they are written."""
    return {key: message.raw(key) for key in ("msgctxt", "msgid", "msgid_plural") if key in message.texts}


def _once(keys: Iterable[MessageKey]) -> list[MessageKey]:
    return list(dict.fromkeys(keys))
