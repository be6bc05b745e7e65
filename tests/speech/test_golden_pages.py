"""Help, manuals and faults in all languages, as files that a reader of the language can judge; ``make golden`` rewrites them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from goodterms import speech
from goodterms.cli import COMMANDS, click_texts, main
from test_golden import GOLDEN, compare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LANGUAGES = ["en", "ne", "sl", "te", "ur"]
TABLE = """name,form,language,email,last_day,thanks,reason,shipments,goodwill,providers,refund
Ana Novak,feminine,sl,ana@example.com,2026-12-31,products,shipments,2,none,Quellwerk,
Žiga Čuk,masculin,sl,ziga@example,31.2.2026,products,shipments,-2,none,Quellwerk,
,neutral,xx,ana@example.com,,products,shipments,1 or 2,fee,Quellwerk,12 parsnips
"""
SETTINGS = """[sender]
company = "Lipa d.o.o."
signature = "Maja Kovač"
contact = "Peter Hribar"
company_phone = "+386 1 555 01 23"
"""
CATALOG = """msgid ""
msgstr ""
"Language: sl\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);\\n"

msgid "Dear {name},"
msgstr "Spoštovani {ime},"

msgid "Thank you."
msgstr "Hvala"

msgid "{n} shipment"
msgid_plural "{n} shipments"
msgstr[0] "ena pošiljka"
msgstr[1] "{n} pošiljki"
msgstr[2] "{n} pošiljke"
msgstr[3] ""
"""
CALLS = (
    "letters",
    "locales",
    "fields farewell",
    "render farewell",
    "render farewel --locale sl",
    "render farewell --locale sl --set form=masculin --set reason=shipments --set shipments=-2 --set last_day=soon",
    "render farewell --locale sl --sample --format pfd --bogus",
    "render farewell --locale sl --sample --date 2026-11-21 -o letter.txt",
    "render farewell --locale sl --sample --date 2026-11-21 -o letter.txt",
    "columns farewell customers.csv",
    "batch farewell customers.csv -o outbox --date 2026-11-21",
    "batch farewell customers.csv -o outbox --date 2026-11-21 --skip-bad-rows --format eml",
    "batch check-in customers.csv -o outbox --date 2026-11-21",
    "send outbox",
    "outcome outbox",
    "check sl.po --verbose",
    "check sl.po --select lenght-ratio",
    "nothing",
)
"""What is called, in this order, in a folder with a table, settings and a catalog."""
MANUALS = (
    "placeholder-mismatch", "placeholder-syntax", "number-omitted", "plural-forms-cldr", "wrong-script", "foreign-letter",
    "look-alike-letters", "invisible-character", "bidi-override", "end-punctuation", "edge-space", "header-charset",
    "letter-incomplete", "untranslated", "term", "written-escape", "mistaken-character",
)  # fmt: skip
"""Rules of each kind: with examples that are only code, only words, or both, in scripts of both directions."""


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    yield
    speech.choose(None)
    click_texts.speak_as_chosen(is_chosen=False)


def paths(command: click.Command, name: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield name
    if isinstance(command, click.Group):
        context = click.Context(command)
        listed = (
            [one for names in COMMANDS.values() for one in names] if command is main else command.list_commands(context)
        )
        for inner in listed:
            found = command.get_command(context, inner)
            assert found is not None
            yield from paths(found, (*name, inner))


def shown(language: str, *arguments: str) -> str:
    result = CliRunner().invoke(main, ["--lang", language, *arguments], prog_name="goodterms")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    command = " ".join(["$ goodterms", *(f'"{one}"' if " " in one else one for one in arguments)])
    return f"{command}\n{result.stdout}{result.stderr}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_help(language: str, pytestconfig: pytest.Config) -> None:
    text = "\n".join(shown(language, *path, "--help") for path in paths(main))
    compare(GOLDEN / "help" / f"{language}.txt", text, pytestconfig.getoption("rewrite_golden"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_manuals_of_rules(language: str, pytestconfig: pytest.Config) -> None:
    text = "\n".join(shown(language, "check", "--explain", name) for name in MANUALS)
    compare(GOLDEN / "manuals" / f"{language}.txt", text, pytestconfig.getoption("rewrite_golden"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_faults_and_reports(language: str, folder: Path, pytestconfig: pytest.Config) -> None:
    for name, content in (("customers.csv", TABLE), ("goodterms.toml", SETTINGS), ("sl.po", CATALOG)):
        (folder / name).write_text(content, "utf-8")
    text = "\n".join(shown(language, *call.split()) for call in CALLS)
    compare(GOLDEN / "terminal" / f"{language}.txt", text, pytestconfig.getoption("rewrite_golden"))
