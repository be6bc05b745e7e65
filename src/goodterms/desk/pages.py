"""The desk's pages: templates of goodterms' own, around everything that the desk shows.

They are always the built-in ones: a company's content cannot change the page that shows it, nor break the page that
tells of an error in it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from goodterms import speech
from goodterms.cldr.locales import endonym, of_catalog
from goodterms.content.layers import Content
from goodterms.desk import excerpts
from goodterms.desk.messages import every_text, text
from goodterms.engine.layout import layout_source, render_layout
from goodterms.formats.markup import own_markup
from goodterms.messages import program_language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from goodterms.desk.excerpts import Excerpt
    from goodterms.errors import ContentError

_FOLDER = "_desk"
_LINES_OF_FAULT = 2
ASSETS: Mapping[str, str] = {
    "desk.css": "text/css; charset=utf-8",
    "desk.js": "text/javascript; charset=utf-8",
    "days.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
    "table.css": "text/css; charset=utf-8",
    "table.js": "text/javascript; charset=utf-8",
    "translate.css": "text/css; charset=utf-8",
    "translate.js": "text/javascript; charset=utf-8",
}
"""The files that pages load, with their media types."""
TRANSLATING = ("translate.css", "translate.js")
"""The files that the pages of languages load besides those of all pages."""


class Where:
    """Links between pages, which differ between a desk that runs and one that was written to files."""

    def __init__(self, *, is_built: bool = False) -> None:
        self.is_built = is_built
        self.gallery = "index.html" if is_built else "/"
        self.assets = "" if is_built else "/assets/"

    def letter(self, name: str, tag: str) -> str:
        """The address of a letter in a language."""
        return f"{name}.{tag}.html" if self.is_built else f"/letters/{name}?locale={tag}"


SERVED = Where()


@cache
def _content() -> Content:
    return Content()


def page(
    name: str,
    title: str,
    values: Mapping[str, object],
    *,
    version: int = 0,
    where: Where = SERVED,
    own: Sequence[str] = (),
) -> str:
    """A whole page: the template ``name`` inside the frame that all pages share; ``own`` are assets of its own."""
    texts, language = every_text(), speech.current()
    inner = render_layout(_content(), f"{_FOLDER}/{name}.html.j2", {"t": texts, **values})
    return render_layout(
        _content(),
        f"{_FOLDER}/frame.html.j2",
        {
            "t": texts,
            "lang": language.tag if language else program_language.source_language(),
            "tongues": [] if where.is_built else _tongues(),
            "dir": "rtl" if language and language.is_right_to_left else "ltr",
            "title": title,
            "name": name,
            "version": version,
            "gallery": where.gallery,
            "assets": where.assets,
            "is_built": where.is_built,
            "own": own,
            "main": own_markup(inner),
        },
    )


@cache
def _tongues() -> list[dict[str, str]]:
    """The languages that pages can be in, each with its own name."""
    names = sorted([program_language.source_language(), *program_language.languages()])
    return [{"tag": name.replace("_", "-"), "name": endonym(of_catalog(name))} for name in names]


def asset(name: str) -> str:
    """A file that pages load, a key of :data:`ASSETS`."""
    return layout_source(_content(), f"{_FOLDER}/{name}")[1]


def problem(message: str) -> str:
    """A page that says why there is no other."""
    return page("problem", text("error"), {"heading": text("error"), "message": message, "faults": []})


def broken(
    error: ContentError, around: Sequence[Excerpt | None], messages: Sequence[Mapping[str, str]], version: int
) -> str:
    """The page of errors in the content: where each is, what is wrong, what would be right, and the lines around it.

    ``messages`` lead to the pages on which texts of catalogs are corrected.
    """
    shown = [
        {
            "where": one.where,
            "problem": one.problem,
            "hint": one.hint,
            "lines": excerpts.plain(found)["lines"] if found else [],
        }
        for one, found in zip(error.faults, around, strict=True)
    ]
    # More than a fault and its hint is what an error adds to them, such as the messages that are not translated.
    lines = error.lines() if len(error.faults) == 1 and len(error.lines()) > _LINES_OF_FAULT else []
    values = {"heading": text("broken_content"), "message": text("broken_intro"), "faults": shown, "lines": lines}
    values["messages"] = messages
    return page("problem", text("broken_content"), values, version=version)
