"""Extracts the catalog template (.pot) of a project: every message of every letter, with what its variables are.

The messages are recorded while the engine compiles the letters, so a msgid is extracted exactly as it is looked up.
They are in the order of the letters; there are no dates and no line numbers, which would change without need.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from goodterms.cldr.formatter import Formatter
from goodterms.content.layers import read_text
from goodterms.engine.comments import translator_comments
from goodterms.engine.compiled import Engine
from goodterms.engine.names import Names
from goodterms.fields import as_typed
from goodterms.messages.translations import Translations
from goodterms.model import LanguageSettings
from goodterms.po.written import WrittenMessage, raw_of
from goodterms.translating.catalog_text import FORMAT
from goodterms.translating.merging import new_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from goodterms.engine.folding import MessageUse
    from goodterms.model import LetterSpec
    from goodterms.project import Project
    from goodterms.translating.catalog_text import MessageKey


def extract(project: Project, layer: Path | None = None) -> str:
    """The text of the catalog template of a project's letters; with ``layer``, only of the templates in that layer."""
    source = project.source_locale
    translations = Translations(source.catalog, [], lambda: project.catalogs.source, "mark", lambda template: template)
    formatter = Formatter(source, LanguageSettings())
    engine = Engine(project.content, translations.resolve, lambda: source.direction, formatter, Names(formatter))
    file = new_file(
        {
            "Project-Id-Version": "goodterms",
            "Language": "",
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            "Plural-Forms": project.catalogs.source_plural_forms,
            "X-Source-Language": source.tag,
        }
    )
    comments = cache(lambda template: translator_comments(read_text(template)))  # a template has many messages
    messages: dict[MessageKey, WrittenMessage] = {}
    references: dict[MessageKey, list[str]] = defaultdict(list)
    for spec in project.printed:
        for asked in engine.letter(spec).asked:
            message = asked.message
            if layer is not None and not message.template.is_relative_to(layer):
                continue
            key = (message.msgctxt, message.msgid)
            if key not in messages:
                messages[key] = _message(spec, asked, comments(message.template))
            reference = _path_in_layer(project, message.template)
            if reference not in references[key]:
                references[key].append(reference)
    placed = [message.with_references(references[key]) for key, message in messages.items()]
    return file.with_messages([*file.messages, *placed]).text


def _message(spec: LetterSpec, asked: MessageUse, comments: Mapping[int, Sequence[str]]) -> WrittenMessage:
    """A message of a letter; ``comments`` are those of its template, by the line of their message."""
    message = asked.message
    context = None if message.msgctxt is None else raw_of(message.msgctxt)
    plural = None if message.msgid_plural is None else raw_of(message.msgid_plural)
    strings = [("",)] * (1 if plural is None else 2)
    written = WrittenMessage.new(context, raw_of(message.msgid), plural, strings)
    written = written.with_extracted(_comments(spec, asked, comments))
    return written.with_flags([FORMAT] if message.variables else [])


def _comments(spec: LetterSpec, asked: MessageUse, comments: Mapping[int, Sequence[str]]) -> list[str]:
    """The translator comment in the template, then each variable with an example."""
    lines = list(comments.get(asked.message.line, ()))
    for variable, name in asked.shows.items():
        if name in spec.fields:
            field = spec.fields[name]
            lines.append(f'{{{variable}}}: {field.help}, e.g. "{as_typed(field.sample)}"')
    return lines


def _path_in_layer(project: Project, template: Path) -> str:
    """The path of a template, relative to its layer."""
    for layer in project.content.layers:
        if template.is_relative_to(layer):
            return template.relative_to(layer).as_posix()
    return template.as_posix()
