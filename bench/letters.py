"""Letters per second, side by side in one run: goodterms, stock Jinja2 with Babel, and plain str.format as the floor.

Each side writes the same farewell letter from the same catalog for the same customers; every letter has values of its
own, so nothing that depends on a value can be kept. Stock Jinja2 has its i18n extension, autoescape for HTML, and
Babel's own filters. It isolates nothing, so in Urdu its letter is right in fewer cases; the comparison leaves it that
advantage.

Before anything is timed, the text letters are compared: they must be the same, bidi controls aside.
"""

from __future__ import annotations

import gc
import gettext
import html
import re
import statistics
import sys
import time
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import babel.dates
import babel.lists
import babel.numbers
import polib
from jinja2 import DictLoader, Environment

from goodterms.cldr.locales import currencies
from goodterms.compose import Request, compose
from goodterms.content.layers import BUILT_IN, Content
from goodterms.fields import ParseContext, parse
from goodterms.formats import html as page
from goodterms.formats import text as plain
from goodterms.project import Project
from goodterms.values import EmailAddress, Money, Phone, Record

if TYPE_CHECKING:
    from collections.abc import Callable

LETTERS = 2000
ROUNDS = 7
DAY = date(2026, 11, 21)
ISOLATES = re.compile("[\u200f\u2066-\u2069]")


def provider(name: str) -> Record:
    """A provider of whom only the name is known."""
    return Record({"name": name, **dict.fromkeys(("services", "link", "phone", "introduce"))})


def customers(count: int, offset: int) -> list[dict[str, Any]]:
    """Typed values for ``count`` letters, none like another."""
    return [
        {
            "name": f"Ana Novak-{n}",
            "form": "feminine",
            "company": f"Lipa {n}",
            "signature": f"Maja Kovač {n}",
            "company_phone": Phone(f"+386 1 555 {n % 10000:04}"),
            "company_email": EmailAddress(f"care{n}@lipa.example"),
            "thanks": ("services",),
            "reason": ("shipments",),
            "shipments": 11 + n % 89,
            "goodwill": ("fee",),
            "refund": Money(Decimal(100_000 + n) / 100, "EUR"),
            "apology": ("service",),
            "providers": tuple(map(provider, (f"Severni sij {n}", f"Birch & Sons {n}", f"Breza {n}"))),
            "last_day": DAY + timedelta(days=n % 3650),
            "contact": f"Peter Hribar {n}",
            "contact_phone": Phone(f"+386 1 555 {n % 10000:04}"),
        }
        for n in range(offset, offset + count)
    ]


class Goodterms:
    """Our own pipeline, from typed values to a document's text."""

    def __init__(self, locale: str, form: str) -> None:
        self.project = Project(Content())
        self.letter = self.project.letter("farewell")
        self.locale = self.project.locale(locale)
        self.write = {"text": plain.write, "html": page.write}[form]
        self.nothing = dict.fromkeys(self.letter.fields)

    def __call__(self, values: dict[str, Any]) -> str:
        """One letter."""
        request = Request(self.letter, self.locale, {**self.nothing, **values}, DAY)
        return self.write(self.project.content, compose(self.project, request))


def catalog_texts(locale: str) -> tuple[dict[tuple[str | None, str], Any], Callable[[int], int]]:
    """The strings of a catalog by context and msgid, and its plural rule."""
    catalog = polib.pofile(str(BUILT_IN / "locales" / locale / "LC_MESSAGES" / "goodterms.po"))
    rule = gettext.c2py(catalog.metadata["Plural-Forms"].partition("plural=")[2].strip(";"))
    strings = {(e.msgctxt, e.msgid): [e.msgstr_plural[n] for n in sorted(e.msgstr_plural)] or e.msgstr for e in catalog}
    return strings, rule


# The same letter for stock Jinja2: the same messages, the same choices, Babel's filters on the values.
STOCK_TEXT = Path(__file__).with_name("stock-letter.j2").read_text("utf-8")


def stock_html(page: str) -> str:
    """A stock template for the same page: the parts of the text template, in the frame of ours."""
    head, rest = page.split("<body>")[0], [part.strip("\n") for part in STOCK_TEXT.split("\n\n") if part.strip("\n")]
    paragraphs = "\n".join(f"<p>{part.replace(chr(10), '<br>' + chr(10))}</p>" for part in rest)
    return f"{head}<body>\n<main>\n{paragraphs}\n</main>\n</body>\n</html>\n"


class Stock:
    """Stock Jinja2: the i18n extension with new-style gettext, and Babel's filters."""

    def __init__(self, locale: str, form: str) -> None:
        texts, rule = catalog_texts(locale)

        def percent(text: str) -> str:
            return re.sub(r"\{(\w+)(?::\w+)?\}", r"%(\1)s", text.replace("%", "%%"))

        strings = {
            key: [percent(s) for s in text] if isinstance(text, list) else percent(text) for key, text in texts.items()
        }
        singular = {(ctx, percent(msgid)): text for (ctx, msgid), text in strings.items()}
        source = STOCK_TEXT
        if form == "html":
            letter = Goodterms(locale, "html")(customers(1, 0)[0])
            source = stock_html(letter)
        environment = Environment(
            loader=DictLoader({"letter": source}),
            extensions=["jinja2.ext.i18n"],
            autoescape=form == "html",  # noqa: S701 — a text letter is no HTML
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.policies["ext.i18n.trimmed"] = True
        environment.install_gettext_callables(  # type: ignore[attr-defined]
            lambda text: singular[None, text],
            lambda text, _, n: singular[None, text][rule(n)],
            newstyle=True,
            pgettext=lambda context, text: singular[context, text],
            npgettext=lambda context, text, _, n: singular[context, text][rule(n)],
        )
        parsed = babel.Locale.parse(locale)
        environment.filters["day"] = lambda value: babel.dates.format_date(value, "long", locale=parsed)
        environment.filters["money"] = lambda value: babel.numbers.format_currency(
            value.amount, value.currency, locale=parsed
        )
        environment.filters["or_list"] = lambda value: babel.lists.format_list(value, "or", locale=parsed)
        self.template = environment.get_template("letter")

    def __call__(self, values: dict[str, Any]) -> str:
        """One letter."""
        return self.template.render(**values, date=DAY)


class Floor:
    """Plain ``str.format`` over ready strings: what remains when nothing is localized at all."""

    def __init__(self, locale: str, form: str) -> None:
        sample = customers(1, 7_000_000)[0]
        text = Goodterms(locale, form)(sample)
        text = text.replace("{", "{{").replace("}", "}}")
        for name in ("company", "signature", "name", "company_phone", "company_email", "contact"):
            text = text.replace(str(sample[name]), f"{{{name}}}")
        self.text = text
        self.escape = html.escape if form == "html" else None

    def __call__(self, values: dict[str, Any]) -> str:
        """One letter."""
        if self.escape:
            values = {name: self.escape(value) if isinstance(value, str) else value for name, value in values.items()}
        return self.text.format(**values)


def seconds(write: Callable[[dict[str, Any]], str], values: list[dict[str, Any]]) -> float:
    """How long one side takes for these letters."""
    gc.collect()
    start = time.perf_counter()
    for one in values:
        write(one)
    return time.perf_counter() - start


def measure(locale: str, form: str) -> None:
    """One line of the table."""
    sides: list[Callable[[dict[str, Any]], str]] = [side(locale, form) for side in (Goodterms, Stock, Floor)]
    if form == "text":
        compare(locale, sides[0], sides[1])
    times: list[list[float]] = [[], [], []]
    for number in range(ROUNDS):
        for side, taken in zip(sides, times, strict=True):
            taken.append(seconds(side, customers(LETTERS, number * LETTERS)))
    ours, stock, floor = (LETTERS / statistics.median(taken) for taken in times)
    ratios = sorted(b / a for a, b in zip(times[0], times[1], strict=True))
    speeds = f"{ours:>11,.0f}{stock:>11,.0f}{floor:>12,.0f}"
    spread = f"({ratios[0]:.2f}–{ratios[-1]:.2f})"
    print(f"{locale:<7}{form:<6}{speeds}{statistics.median(ratios):>10.2f} {spread:<12}{ours / floor:>8.3f}")


def compare(locale: str, ours: Callable[[dict[str, Any]], str], stock: Callable[[dict[str, Any]], str]) -> None:
    """Refuse to time two sides that do not write the same letter."""
    values = customers(1, 3)[0]
    words = [re.sub(r"\s", "", ISOLATES.sub("", side(values))) for side in (ours, stock)]
    # Babel writes Rs against the digit, points 1.234,50, and has a comma in an Urdu date; we differ on purpose.
    words = [re.sub(r"[\d.,]+", "#", re.sub(r"€|یورو|،(?=\d)", "", text)) for text in words]
    if words[0] != words[1]:
        sys.exit(f"the letters differ in {locale}:\n{words[0]}\n{words[1]}")


def fields_per_second(locale: str) -> None:
    """How long the checking of raw values takes, which neither of the others does."""
    project = Project(Content())
    letter = project.letter("farewell")
    samples = project.samples(letter, project.locale(locale))
    around = ParseContext("", currencies())
    start = time.perf_counter()
    for _ in range(LETTERS):
        for name, sample in samples.items():
            parse(letter.fields[name], sample, around)
    taken = time.perf_counter() - start
    print(f"\nRaw values checked and typed: {LETTERS / taken:,.0f} letters a second.")


def main() -> None:
    """Print the table."""
    print(f"{ROUNDS} rounds of {LETTERS:,} letters each, each with values of its own; letters per second (median)\n")
    print(f"locale       {'goodterms':>11}{'stock':>11}{'str.format':>12}   × stock (spread)     × floor")
    for locale in ("sl", "ur"):
        for form in ("text", "html"):
            measure(locale, form)
    fields_per_second("sl")


if __name__ == "__main__":
    main()
