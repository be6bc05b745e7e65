"""The desk opens its content again with each saved file, and keeps nothing of the former one."""

from __future__ import annotations

import asyncio
import gc
import weakref
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("starlette")

from goodterms.desk.desk import Desk, Options
from goodterms.desk.live import Live
from goodterms.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from goodterms.project import Project


def test_a_renewed_desk_lets_go_of_the_former_content(tmp_path: Path) -> None:
    """Also when every kind of its pages was shown: a day of work with an editor is hundreds of saved files."""
    desk = Desk(
        lambda: Workspace(settings=tmp_path / "goodterms.toml"), Options(folder=tmp_path), "token", lambda: None
    )
    former: list[weakref.ref[Project]] = []
    for _ in range(4):
        made = desk.first("farewell", "ur", "en")
        desk.page(made, desk.keep(made), 1)
        desk.answer(made, "name")
        pairs = [("locale", "ne"), ("typed", "2026-12-06"), ("shown", "bikram"), ("v.personal", "You always pay late")]
        desk.days("farewell", pairs)
        desk.answer(desk.fill("farewell", pairs), "name")
        former.append(weakref.ref(desk.workspace.project))
        desk.renew()
    gc.collect()
    assert [one() for one in former] == [None] * 4


def test_more_about_the_letters_renews_their_list_and_no_other_page() -> None:
    """A page that is filled in, or tabbed through, is not made again because the check of all letters has ended."""

    async def heard() -> list[str]:
        live = Live()
        stream = live.events()
        said = [await anext(stream) for _ in range(4)]
        live.look()
        said.append(await anext(stream))
        live.change()
        said.append(await anext(stream))
        await stream.aclose()  # type: ignore[attr-defined]
        return [" ".join(one.split()) for one in said]

    assert asyncio.run(heard()) == [
        "retry: 500",
        "data: 1",
        "event: looks data: 0",
        "event: run data: 0",
        "event: looks data: 1",
        "data: 2",
    ]
