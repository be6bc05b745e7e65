"""What the desk does, without HTTP: it opens the content again when it has changed, and makes the pages of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, NamedTuple

from goodterms import output
from goodterms.content.settings import FILE_NAME
from goodterms.desk import asked as asking
from goodterms.desk import days, excerpts, fillings, gallery, gallery_page, letter_page, making, message_links
from goodterms.desk.kept import Kept
from goodterms.desk.messages import counted, text
from goodterms.errors import GoodtermsError
from goodterms.fields.kept import forget

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from goodterms.desk.excerpts import Excerpt
    from goodterms.desk.making import Made
    from goodterms.envelopes import Document
    from goodterms.faults import Fault
    from goodterms.findings import Finding
    from goodterms.workspace import Workspace


class Options(NamedTuple):
    """How the desk was started: the folders of content, whether it may write files, and into which folder."""

    overlays: tuple[Path, ...] = ()
    read_only: bool = False
    folder: Path = Path()


class _Checked(NamedTuple):
    """What check has found, or why it could not run; neither before it is done.

    ``has_states`` says whether the state of each letter is known: that takes a second, and the check some more.
    """

    findings: Sequence[Finding] | None = None
    reason: str = ""
    has_states: bool = True

    @property
    def is_done(self) -> bool:
        return self.findings is not None or bool(self.reason)


class Desk:
    """The content as it is now, and the pages of it; may be used from several threads.

    ``open_workspace`` opens the content, ``announce`` is called when a page has more to show. ``token`` is in every
    form.
    """

    def __init__(
        self, open_workspace: Callable[[], Workspace], options: Options, token: str, announce: Callable[[], None]
    ) -> None:
        self.options = options
        self._open = open_workspace
        self.token = token
        self._announce = announce
        self._kept: Kept[Made] = Kept()
        self._lock = Lock()
        self.workspace = open_workspace()
        self._checked: _Checked | None = None

    def renew(self) -> None:
        """Open the content again; everything that was made of the former one is made again when a page asks."""
        with self._lock:
            self.workspace = self._open()
            self._checked = None
        forget()  # caches would keep each of the former ones

    def gallery(self, version: int, looks: int = 0) -> str:
        """The page of all letters; the first one comes without their states, which follow, as do the findings.

        ``looks`` is how often more was known of them before.
        """
        workspace, checked = self.workspace, self._check()
        letters = workspace.letters()
        return gallery_page.page(
            letters,
            gallery.languages(workspace),
            gallery.states(workspace, letters, checked.findings) if checked.has_states else {},
            _words_of(checked),
            version=version,
            looks=looks,
        )

    def first(self, letter: str, locale: str, beside: str | None) -> Made:
        """A letter with its sample values."""
        workspace, today = self.workspace, _today()
        return making.make(workspace, asking.first(workspace, letter, locale, beside, today), today)

    def fill(self, letter: str, pairs: Sequence[tuple[str, str]]) -> Made:
        """A letter with the values of a filled form; only its first side where the form asks for it to come first."""
        workspace, today, is_first = self.workspace, _today(), ("only", "first") in pairs
        asked = asking.read(workspace, letter, pairs, today)
        asked = fillings.filled(workspace, asked, dict(pairs).get("fill", ""), today)
        return making.make(workspace, asked, today, is_first=is_first)

    def days(self, letter: str, pairs: Sequence[tuple[str, str]]) -> dict[str, object]:
        """A month to choose a day from, or a year to choose a month from, for the filled form of a letter."""
        workspace, today = self.workspace, _today()
        return days.answer(workspace, asking.read(workspace, letter, pairs, today), dict(pairs), today)

    def days_in(self, tag: str, pairs: Sequence[tuple[str, str]]) -> dict[str, object]:
        """The same for a form that is not that of a letter, in a locale; empty for that of the page."""
        workspace = self.workspace
        asked = asking.Asked("", tag or workspace.project.spoken_locale.tag, "", {}, "")
        return days.answer(workspace, asked, dict(pairs), _today())

    def keep(self, made: Made) -> str:
        """Keep a letter for the frames and downloads of its page; returns its id."""
        return self._kept.keep(made)

    def kept(self, name: str) -> Made | None:
        """A kept letter."""
        return self._kept.get(name)

    def again(self, made: Made) -> Made:
        """The same letter with the content as it is now."""
        return making.make(self.workspace, made.asked, _today())

    def page(self, made: Made, name: str, version: int, saved: str = "") -> str:
        """The page of a letter that is kept as ``name``."""
        folder = None if self.options.read_only else self.options.folder
        shown = letter_page.Shown(name, self.options.overlays, self.token, version, saved, folder)
        return letter_page.page(self.workspace, made, shown)

    def answer(self, made: Made, name: str) -> dict[str, object]:
        """What a page needs of a letter to show it in its place."""
        return letter_page.answer(self.workspace, made, name, self.options.overlays)

    def excerpts(self, faults: Sequence[Fault]) -> list[Excerpt | None]:
        """The lines of files around the faults of an error, of those that the desk watches."""
        return excerpts.of(faults, self.options.overlays, self.options.folder / FILE_NAME)

    def messages(self, faults: Sequence[Fault]) -> list[dict[str, str]]:
        """The messages of catalogs that faults of an error are about, as layouts take links."""
        try:
            return [one._asdict() for one in message_links.of_faults(self.workspace, faults)]
        except GoodtermsError:
            return []  # the languages cannot be read

    def document(self, made: Made, form: str) -> Document:
        """A letter in a format."""
        return making.document(self.workspace, made.asked, form, _today())

    def save(self, made: Made, form: str) -> Path:
        """Write a letter into the folder of the desk; never over a file. Raises :class:`OutputRefused`."""
        return output.write(str(self.options.folder), self.document(made, form), force=False)

    def _check(self) -> _Checked:
        with self._lock:
            if self._checked is None:
                self._checked = _Checked(has_states=False)
                Thread(target=self._run_check, args=(self.workspace,), daemon=True).start()
            return self._checked

    def _run_check(self, workspace: Workspace) -> None:
        try:
            gallery.states(workspace, workspace.letters(), None)
            if not self._note(workspace, _Checked()):
                return
            checked = _Checked(workspace.check())
        except GoodtermsError as error:
            checked = _Checked(None, str(error))
        except Exception as error:  # noqa: BLE001 -- nobody else waits for this thread
            checked = _Checked(None, text("internal", reason=f"{type(error).__name__}: {error}"))
        self._note(workspace, checked)

    def _note(self, workspace: Workspace, checked: _Checked) -> bool:
        """Keep what is known now, and tell the pages; False where the content has changed in the meantime."""
        with self._lock:
            if workspace is not self.workspace:
                return False
            self._checked = checked
        self._announce()
        return True


def _words_of(checked: _Checked) -> str:
    if checked.reason:
        return text("check_failed", reason=checked.reason)
    if checked.findings is None:
        return text("checking")
    return counted("checked", len(checked.findings))


def _today() -> date:
    return date.today()  # noqa: DTZ011 -- the day on the wall of whoever sends the letter
