"""Notices saved files: the next page shows them, and the pages that are open are renewed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from watchfiles import awatch

from goodterms.content.layers import BUILT_IN, IS_CHECKOUT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable
    from pathlib import Path

_STEP, _DEBOUNCE = 10, 60
"""Milliseconds: how often changes are looked for, and for how long they are gathered."""
_SECONDS_BETWEEN_SIGNS = 15


class Live:
    """Tells pages that something has changed, ``version`` grows with each change; and that a run has got further.

    ``looks`` grows with each look at the letters, whose states only their list shows.
    """

    def __init__(self) -> None:
        self.version = 1
        self.looks = 0
        self._steps = 0
        self._changed = asyncio.Event()

    def change(self) -> None:
        """Something has changed: tell every page."""
        self.version += 1
        self._wake()

    def look(self) -> None:
        """More is known of the letters: tell their list."""
        self.looks += 1
        self._wake()

    def step(self) -> None:
        """What is done with a table has got further: tell every page, which asks for what it shows of it."""
        self._steps += 1
        self._wake()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def events(self) -> AsyncIterator[str]:
        """The stream of server-sent events for one page: the version now, and each one that follows; steps of runs."""
        yield "retry: 500\n\n"
        version = looks = steps = -1
        while True:
            changed = self._changed
            if version != self.version:
                version = self.version
                yield f"data: {version}\n\n"
            if looks != self.looks:
                looks = self.looks
                yield f"event: looks\ndata: {looks}\n\n"
            if steps != self._steps:
                steps = self._steps
                yield f"event: run\ndata: {steps}\n\n"
            while not changed.is_set():
                try:
                    await asyncio.wait_for(changed.wait(), _SECONDS_BETWEEN_SIGNS)
                except TimeoutError:
                    yield ": still here\n\n"  # so that the server notices a page that has gone


async def watch(overlays: Iterable[Path], settings: Path, changed: Callable[[], None]) -> None:
    """Call ``changed`` whenever a file of the content or the settings is saved, until the task is cancelled."""
    layers = [*overlays, *([BUILT_IN] if IS_CHECKOUT else [])]
    folders = [folder for layer in layers for name in ("templates", "locales") if (folder := layer / name).is_dir()]
    # Editors replace a file, and it may not exist yet, so its folder is watched.
    await asyncio.gather(_watch(folders, None, changed), _watch([settings.resolve().parent], settings.name, changed))


async def _watch(folders: list[Path], name: str | None, changed: Callable[[], None]) -> None:
    if not folders:
        return
    async for changes in awatch(*folders, step=_STEP, debounce=_DEBOUNCE, recursive=name is None):
        if name is None or any(path.rpartition("/")[2].rpartition("\\")[2] == name for _, path in changes):
            changed()
