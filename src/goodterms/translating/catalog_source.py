"""The file of a catalog, read again whenever it has changed, and what an update would make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms.content.layers import read_bytes
from goodterms.messages import catalog as strict_catalog
from goodterms.po import written
from goodterms.translating.merging import form_count
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
        self._updated_last: tuple[bytes, tuple[WrittenFile, dict[MessageKey, WrittenMessage]]] | None = None
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
        """The messages in use of the file of some bytes, by key; a plural has as many forms as its language."""
        if self._own_last is None or self._own_last[0] != data:
            # An update gives a catalog without the header of its plurals that of its language.
            forms, living = form_count(self._updated(data)[0]), self.parse(data).living
            self._own_last = data, {one.key: _with_all_forms(one, forms) for one in living}
        return self._own_last[1]

    def as_written(self, data: bytes, key: MessageKey) -> WrittenMessage | None:
        """A message in use as the file of some bytes has it; None where it does not."""
        return next((one for one in self.parse(data).living if one.key == key), None)

    def updated(self, data: bytes) -> dict[MessageKey, WrittenMessage]:
        """The messages of the catalog after an update, by key, in their order."""
        return self._updated(data)[1]

    def _updated(self, data: bytes) -> tuple[WrittenFile, dict[MessageKey, WrittenMessage]]:
        if self._updated_last is None or self._updated_last[0] != data:
            file = self._merged(data, self._templates)
            self._updated_last = data, (file, _by_key(file))
        return self._updated_last[1]

    def of_all_letters(self, data: bytes) -> dict[MessageKey, WrittenMessage]:
        """The messages that the catalog can have: also those for which a layer below has a translation."""
        if self._all_last is None or self._all_last[0] != data:
            every = self._templates.all_letters
            self._all_last = data, _by_key(self._merged(data, self._templates._replace(folder=every)))
        return self._all_last[1]

    def _merged(self, data: bytes, templates: Templates) -> WrittenFile:
        text, _ = merge_catalog(self._project, self.parse(data).text, self._name, templates)
        return written.parse(text)

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


def _by_key(file: WrittenFile) -> dict[MessageKey, WrittenMessage]:
    return {message.key: message for message in file.living}


def _with_all_forms(message: WrittenMessage, forms: int) -> WrittenMessage:
    """A message with so many plural forms: those that it has, and empty ones for those that it lacks."""
    if message.msgid_plural is None or len(message.strings) == forms:
        return message
    return message.with_strings([*message.raw_strings, *[("",)] * forms][:forms])
