"""PDF beside WeasyPrint, run in turn in one process: the same letters, ours from Typst, WeasyPrint's from our own page.

Each letter has values of its own. WeasyPrint keeps its fonts between letters and is asked for PDF/UA-1, as we are; the
making of the letter's words counts on neither side.
"""

from __future__ import annotations

import logging
import statistics
import time
from datetime import date
from typing import TYPE_CHECKING, Any

from goodterms.call import Call
from goodterms.compose import compose, validate
from goodterms.content.layers import Content
from goodterms.envelopes import Envelope
from goodterms.formats import html, pdf
from goodterms.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable

    from goodterms.compose import Letter

LETTERS = 20
ROUNDS = 5
ALONE = Envelope()


def weasyprint() -> Callable[[str], bytes] | None:
    """What writes a page as PDF; None when WeasyPrint is not installed."""
    try:
        import weasyprint as engine
        from weasyprint.text.fonts import FontConfiguration
    except (ImportError, OSError):  # OSError: its system libraries are not there
        return None
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    fonts = FontConfiguration()

    def written(page: str) -> bytes:
        made: Any = engine.HTML(string=page).write_pdf(font_config=fonts, pdf_variant="pdf/ua-1", pdf_tags=True)
        return bytes(made)

    return written


def letters(project: Project, locale: str, first: int) -> list[Letter]:
    """Letters in a locale, none like another."""
    calls = [
        Call(
            "farewell",
            locale,
            {"contact": f"Peter Hribar {n}", "shipments": 2 + n % 98},
            date(2026, 11, 21),
            sample=True,
        )
        for n in range(first, first + LETTERS)
    ]
    return [compose(project, validate(project, call)) for call in calls]


def milliseconds(write: Callable[[Any], bytes], items: list[Any]) -> tuple[float, int]:
    """The time of one letter, and the size of the last."""
    start = time.perf_counter()
    for item in items:
        made = write(item)
    return (time.perf_counter() - start) / len(items) * 1000, len(made)


def main() -> None:
    """Print the time of a letter on either side and their ratio, for each language."""
    project = Project(Content())
    engine = weasyprint()
    print("\none letter as PDF     ours ms   KB   WeasyPrint ms   KB   WeasyPrint / ours")
    for locale in project.content.catalogs():
        ours: list[tuple[float, int]] = []
        theirs: list[tuple[float, int]] = []
        for number in range(ROUNDS + 1):
            items = letters(project, locale, number * LETTERS)
            pages = [html.write(project.content, one) for one in items]
            ours.append(milliseconds(lambda one: pdf.write(project.content, one, ALONE), items))
            if engine is not None:
                theirs.append(milliseconds(engine, pages))
        own, size = statistics.median(one for one, _ in ours[1:]), ours[-1][1]  # the first round warms both up
        line = f"{locale:<21} {own:7.1f} {size / 1024:4.0f}"
        if theirs:
            ratio = statistics.median(b / a for (a, _), (b, _) in zip(ours[1:], theirs[1:], strict=True))
            line += (
                f" {statistics.median(one for one, _ in theirs[1:]):15.1f} {theirs[-1][1] / 1024:4.0f} {ratio:15.1f}"
            )
        print(line)
    if engine is None:
        print("WeasyPrint is not installed: pip install 'goodterms[bench]'")


if __name__ == "__main__":
    main()
