"""A request that is refused before anything is done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from http import HTTPStatus


class Refused(Exception):  # noqa: N818 -- named for what happened
    """A request that gets no further: a status, the name of the text that says why, and the facts in it."""

    def __init__(self, status: HTTPStatus, reason: str, /, **facts: object) -> None:
        super().__init__(reason)
        self.status, self.reason, self.facts = status, reason, facts
