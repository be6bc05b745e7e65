"""The file of a catalog, read again whenever it has changed, and what an update would make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.content.layers import read_bytes
from goodterms.messages import catalog as strict_catalog
from goodterms.po import written
from goodterms.translating.workflow import merge_catalog

if TYPE_CHECKING:
    from pathlib import Path

    from goodterms.po.written import WrittenFile, WrittenMessage
    from goodterms.project import Project
    from goodterms.translating.catalog_text import MessageKey
    from goodterms.translating.workflow import Templates


class UnknownMessageError(Exception):
    """A message that neither the catalog nor its letters have."""


class CatalogSource:
    """The file at ``path`` of the catalog ``name``; each thing that is made of its bytes is kept while they stay.

    Everything else takes the bytes of the file, so that what is said of it is said of one state of it.
    """

    def __init__(self, project: Project, path: Path, name: str, templates: Templates) -> None:
        self.path = path
        self._project = project
        self._name = name
        self._templates = templates
        self._read_last: tuple[bytes, WrittenFile] | None = None
        self._own_last: tuple[bytes, dict[MessageKey, WrittenMessage]] | None = None
        self._updated_last: tuple[bytes, dict[MessageKey, WrittenMessage]] | None = None
        self._all_last: tuple[bytes, dict[MessageKey, WrittenMessage]] | None = None

    def file(self) -> tuple[bytes, WrittenFile]:
        """The bytes and the messages of the file as it is now; raises :class:`BrokenContent`."""
        data = read_bytes(self.path)
        return data, self.parse(data)

    def parse(self, data: bytes) -> WrittenFile:
        """The file of some bytes; raises :class:`BrokenContent` with every fault of it."""
        if self._read_last is None or self._read_last[0] != data:
            try:
                file = written.parse(data.decode())
            except ValueError:
                strict_catalog.read(self.path, data)
                raise
            self._read_last = data, file
        return self._read_last[1]

    def own(self, data: bytes) -> dict[MessageKey, WrittenMessage]:
        """The messages in use of the file of some bytes, by key; an empty plural has as many forms as it needs."""
        if self._own_last is None or self._own_last[0] != data:
            updated, living = self.updated(data), self.parse(data).living
            self._own_last = data, {one.key: _with_all_forms(one, updated.get(one.key)) for one in living}
        return self._own_last[1]

    def updated(self, data: bytes) -> dict[MessageKey, WrittenMessage]:
        """The messages of the catalog after an update, by key, in their order."""
        if self._updated_last is None or self._updated_last[0] != data:
            self._updated_last = data, self._merged(data, self._templates)
        return self._updated_last[1]

    def of_all_letters(self, data: bytes) -> dict[MessageKey, WrittenMessage]:
        """The messages that the catalog can have: also those for which a layer below has a translation."""
        if self._all_last is None or self._all_last[0] != data:
            every = self._templates.all_letters
            self._all_last = data, self._merged(data, self._templates._replace(folder=every))
        return self._all_last[1]

    def _merged(self, data: bytes, templates: Templates) -> dict[MessageKey, WrittenMessage]:
        text, _ = merge_catalog(self._project, self.parse(data).text, self._name, templates)
        return {message.key: message for message in written.parse(text).living}

    def order(self, data: bytes, key: MessageKey) -> list[MessageKey]:
        """The messages in the order of an update that has a message."""
        updated = self.updated(data)
        return list(updated if key in updated else self.of_all_letters(data))

    def new(self, data: bytes, key: MessageKey) -> WrittenMessage:
        """A message as an update would add it; raises :class:`UnknownMessageError`."""
        found = self.updated(data).get(key) or self.of_all_letters(data).get(key)
        if found is None:
            raise UnknownMessageError
        return found


def _with_all_forms(message: WrittenMessage, updated: WrittenMessage | None) -> WrittenMessage:
    """A message without a translation with the plural forms that an update gives it."""
    if updated is None or any(message.strings) or len(message.strings) == len(updated.strings):
        return message
    return message if message.msgid_plural is None else message.with_strings([("",)] * len(updated.strings))
