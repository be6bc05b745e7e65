"""What pages have asked for, such as letters, kept in memory for a while, by ids that nobody can guess.

So no value is ever in an address, where histories and logs would keep it.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

_MOST = 128
Made = TypeVar("Made")


class Kept(Generic[Made]):
    """What was made last; may be used from several threads."""

    def __init__(self) -> None:
        self._made: OrderedDict[str, Made] = OrderedDict()
        self._lock = Lock()

    def keep(self, made: Made) -> str:
        """Keep it; returns its id."""
        name = secrets.token_urlsafe(16)
        with self._lock:
            self._made[name] = made
            while len(self._made) > _MOST:
                self._made.popitem(last=False)
        return name

    def get(self, name: str) -> Made | None:
        """What has an id; None for what is no longer kept."""
        with self._lock:
            made = self._made.get(name)
            if made is not None:
                self._made.move_to_end(name)
            return made
