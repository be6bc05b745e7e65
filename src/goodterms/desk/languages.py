"""What the desk does with catalogs, without HTTP: pages of their messages, saving one, sheets out and in.

Only the catalogs of the topmost folder of ``--content``, or those of a checkout, are written; those of an installed
program are only shown.
"""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from goodterms.content.layers import IS_CHECKOUT, catalog_file
from goodterms.content.settings import FILE_NAME
from goodterms.desk import asked as asking
from goodterms.desk import choice as choosing
from goodterms.desk import language_page, message_page, texts_page
from goodterms.desk.asked import UnknownChoiceError
from goodterms.desk.choice import Choice
from goodterms.desk.gallery import languages
from goodterms.desk.messages import text
from goodterms.errors import BrokenContent, GoodtermsError
from goodterms.translating import handoff, workflow
from goodterms.translating.catalog_source import UnknownMessageError
from goodterms.translating.one_message import id_of
from goodterms.translating.template_cache import TemplateCache, state_of
from goodterms.translating.working_catalog import WorkingCatalog

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from goodterms.desk.asked import Asked
    from goodterms.desk.desk import Options
    from goodterms.desk.gallery import Language
    from goodterms.desk.language_page import Taken
    from goodterms.envelopes import Document
    from goodterms.translating.working_catalog import Item
    from goodterms.workspace import Workspace


class Answer(NamedTuple):
    """What follows when a message was to be saved: the address of the next page, or a page that says why it was not."""

    location: str = ""
    page: str = ""


class _Catalogs(NamedTuple):
    """The catalogs that are worked on, by tag, and the workspace of a state of the files that they belong to."""

    state: Hashable
    workspace: Workspace
    by_tag: dict[str, WorkingCatalog]


class Languages:
    """The catalogs of the content as it is now; may be used from several threads.

    ``workspace`` gives the content that the desk has, ``open_workspace`` opens it, ``renew`` has the desk open it
    again. ``token`` is in every form.
    """

    def __init__(
        self,
        workspace: Callable[[], Workspace],
        open_workspace: Callable[[], Workspace],
        options: Options,
        token: str,
        renew: Callable[[], None],
    ) -> None:
        self._workspace = workspace
        self._open = open_workspace
        self._options = options
        self._token = token
        self._renew = renew
        self._templates = TemplateCache()
        self._lock = Lock()
        self._saving = Lock()
        self._catalogs = _Catalogs(None, open_workspace(), {})

    def overview(self, version: int) -> str:
        """The page of all languages."""
        found = [(one, self._items(one.tag)) for one in languages(self._workspace())]
        return language_page.overview(found, version)

    def language(self, tag: str, choice: Choice, version: int, saved: str = "", taken: Taken | None = None) -> str:
        """The page of the messages of a language; ``saved`` is the name of a message that was saved just now.

        Raises :class:`UnknownChoiceError`, and :class:`BrokenContent` for a catalog that cannot be read.
        """
        language, catalog = self._language(tag), self._catalog(tag)
        letters = [one.name for one in self._workspace().letters()]
        path = catalog.path if catalog else self._path(tag)
        shown = language_page.Shown(language, choice, letters, path, self._why_not(), self._token, version)
        if catalog is None:
            return language_page.absent(shown)
        every = catalog.items()
        shown = shown._replace(saved=_msgid(every, saved))
        return language_page.page(shown, every, choosing.in_order(catalog, choice), taken)

    def next(self, tag: str, choice: Choice, after: str = "") -> str:
        """The address of the message after one, by its name; that of the page of the language where none is left."""
        item = choosing.next_after(choosing.in_order(self._known(tag), choice), after, choice)
        if item is None:
            return choosing.address(tag, choice, **_saved(after))
        return choosing.message_address(tag, id_of(item.key), choice, **_saved(after))

    def message(self, tag: str, name: str, choice: Choice, version: int, saved: str = "") -> str:
        """The page of a message; raises :class:`UnknownChoiceError` and :class:`UnknownMessageError`."""
        catalog = self._known(tag)
        return message_page.page(self._shown(tag, catalog, choice, version, saved), catalog, catalog.key_of(name))

    def look(self, tag: str, name: str, pairs: Iterable[tuple[str, str]]) -> dict[str, object]:
        """What is wrong with a text that somebody types, for the page's script."""
        catalog = self._known(tag)
        return message_page.looked(catalog, message_page.draft_of(catalog.key_of(name), pairs))

    def printed(self, tag: str, name: str, pairs: Iterable[tuple[str, str]]) -> dict[str, object]:
        """What letters would print of a text that somebody types, for the page's script."""
        catalog = self._known(tag)
        return message_page.printed(catalog, message_page.draft_of(catalog.key_of(name), pairs))

    def save(self, tag: str, name: str, choice: Choice, pairs: Sequence[tuple[str, str]], version: int) -> Answer:
        """Save one message; raises what :meth:`WorkingCatalog.save` raises."""
        with self._saving:
            catalog = self._known(tag)
            try:
                draft = message_page.draft_of(catalog.key_of(name), pairs)
                outcome = catalog.save(draft)
            except UnknownMessageError:  # of a letter that was changed in the meantime
                return Answer(page=message_page.unsaved(pairs, text("message_gone")))
            except BrokenContent as error:
                return Answer(page=message_page.unsaved(pairs, " ".join(error.lines())))
            if outcome.kind == "saved":
                self._renew()
        if outcome.kind in ("saved", "same"):
            goes_on = dict(pairs).get("then") == "next"
            here = choosing.message_address(tag, name, choice, **_saved(name))
            return Answer(self.next(tag, choice, name) if goes_on else here)
        if outcome.kind == "unreadable":
            return Answer(page=message_page.unsaved(pairs, outcome.reason))
        shown = self._shown(tag, catalog, choice, version, "")
        return Answer(page=message_page.page(shown, catalog, draft.key, (draft, outcome)))

    def asked(self, letter: str, tag: str) -> Asked:
        """What is asked for where nobody has filled in a letter: its sample values."""
        return asking.first(self._workspace(), letter, tag, "", _today())

    def texts(self, asked: Asked, frame: str, letter: str, version: int) -> str:
        """The page of the texts of a letter; ``frame`` and ``letter`` are the addresses of the letter."""
        catalog = self._catalog(asked.locale)
        if catalog is None:
            return self.language(asked.locale, Choice(), version)
        order = choosing.in_order(catalog, Choice("all", asked.letter))
        shown = texts_page.Shown(self._language(asked.locale), frame, letter, version)
        return texts_page.page(self._workspace(), asked, self._marked(asked, catalog), order, shown)

    def marked(self, asked: Asked) -> str:
        """The letter of that page, for its frame."""
        return self._marked(asked, self._known(asked.locale)).page

    def _marked(self, asked: Asked, catalog: WorkingCatalog) -> texts_page.MarkedSide:
        items = {item.key: item for item in catalog.items_of(asked.letter)}
        return texts_page.marked(self._workspace(), asked, items, _today())

    def sheet(self, tag: str, form: str, letter: str, *, with_finished: bool) -> Document:
        """The messages of a language for a translator; raises what :func:`handoff.todo_document` raises."""
        if form not in language_page.SHEETS:
            raise UnknownChoiceError(form)
        self._language(tag)
        project, target = self._workspace().project, f"todo.{form}"
        return handoff.todo_document(project, tag, letter or None, target, with_finished=with_finished).document

    def take(self, tag: str, name: str, data: bytes, *, replace: bool, skip_bad: bool) -> Taken:
        """Take the translations in a file that a translator has sent back; nothing where there is something wrong."""
        with self._saving, tempfile.TemporaryDirectory() as folder:
            options = handoff.TakeOptions(replace, skip_bad, self._known(tag).locale.catalog)
            path = Path(folder, name)
            path.write_bytes(data)
            try:
                taken = handoff.take_file(self._workspace().project, path, options)
            except GoodtermsError as error:
                return language_page.refused(error.faults, folder)
            self._renew()
            return language_page.taken_of(taken, folder)

    def create(self, tag: str) -> str:
        """Create the catalog of a language in the folder; returns the address of its page."""
        with self._saving:
            self._language(tag)
            project = self._workspace().project
            list(workflow.add_language(project, project.locale(tag).catalog))
            self._renew()
        return choosing.address(tag, Choice())

    def _shown(self, tag: str, catalog: WorkingCatalog, choice: Choice, version: int, saved: str) -> message_page.Shown:
        source = self._workspace().project.source_locale.tag
        order, language = choosing.in_order(catalog, choice), self._language(tag)
        said = _msgid(catalog.items(), saved)
        return message_page.Shown(language, choice, order, self._why_not(), self._token, version, said, source)

    def _why_not(self) -> str:
        """The name of the text that says why catalogs are not written; empty where they are."""
        if self._options.read_only:
            return "catalogs_read_only"
        return "" if self._options.overlays or IS_CHECKOUT else "catalogs_installed"

    def _language(self, tag: str) -> Language:
        found = next((one for one in languages(self._workspace()) if one.tag == tag), None)
        if found is None:
            raise UnknownChoiceError(tag)
        return found

    def _path(self, tag: str) -> Path:
        project = self._workspace().project
        return catalog_file(project.content.layers[0], project.locale(tag).catalog)

    def _known(self, tag: str) -> WorkingCatalog:
        """The catalog of a language; raises :class:`UnknownChoiceError` where the folder has none."""
        self._language(tag)
        catalog = self._catalog(tag)
        if catalog is None:
            raise UnknownChoiceError(tag)
        return catalog

    def _catalog(self, tag: str) -> WorkingCatalog | None:
        """The catalog of a language; None where the folder has none.

        It is kept while nothing but catalogs changes, which it reads again by itself: what letters are made of takes
        longer to read. It has a workspace of its own, opened after the files were looked at, so that none is missed.
        """
        content = self._workspace().project.content
        folder, path = content.layers[0], self._path(tag)
        if not content.has_file(folder, path):
            return None
        with self._lock:
            state = state_of(content), _time_of(self._options.folder / FILE_NAME)
            if self._catalogs.state != state:
                self._catalogs = _Catalogs(state, self._open(), {})
            workspace, known = self._catalogs.workspace, self._catalogs.by_tag
            if tag not in known:
                project = workspace.project
                templates = self._templates.of(project, folder)
                known[tag] = WorkingCatalog(project, workspace.settings, project.locale(tag), templates)
            return known[tag]

    def _items(self, tag: str) -> Sequence[Item] | None:
        """The messages of a language; None where the folder has no catalog for it, or one that cannot be read."""
        try:
            catalog = self._catalog(tag)
            return catalog.items() if catalog else None
        except GoodtermsError:
            return None


def _time_of(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _today() -> date:
    return date.today()  # noqa: DTZ011 -- the day on the wall of whoever sends the letter


def _msgid(items: Iterable[Item], name: str) -> str:
    return next((one.message.msgid for one in items if id_of(one.key) == name), "") if name else ""


def _saved(name: str) -> dict[str, str]:
    return {"saved": name} if name else {}
