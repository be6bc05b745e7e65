"""What a command loads: its start takes longer than all that it does, and what it does not need only adds to that.

Each list is what the command may load. A module that is missing here is to be imported where it is needed, unless the
command always needs it. A package is loaded with the modules in it; ``.*`` means all of these.
"""

from __future__ import annotations

import subprocess
import sys
from fnmatch import fnmatch
from typing import TYPE_CHECKING

import pytest

from goodterms.content import parsed
from goodterms.content.layers import BUILT_IN

if TYPE_CHECKING:
    from pathlib import Path

RUN = """
import sys
from functools import partial
from pathlib import Path
from goodterms.content import parsed
parsed.values = partial(parsed.values, folder=Path(sys.argv.pop(1)))  # a checkout need not have its content parsed
from goodterms.cli import main
try:
    main(prog_name="goodterms")
except SystemExit as end:
    print(end.code, *sys.modules, file=sys.stderr)
"""
CATALOG = 'msgid ""\nmsgstr "Language: sl\\nContent-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Thank you."\nmsgstr "Hvala."\n'

EVERY = """
    cli.boundary cli.completion cli.language cli.terminal content.built_in content.parsed errors expressions faults
    messages.program_language speech text.bidi text.safe
"""
"""The modules of goodterms that every command loads."""
LISTING = """
    cli.content_option cli.listing cli.options content.layers content.letter_meetings content.letters content.settings
    content.tables faults.causes model project text.marks text.toml workspace
"""
CHECK = """
    check.* cldr.digits cldr.languages cldr.spellout cldr.tags cli.check cli.content_option content.language_files
    content.layers content.settings content.tables content.terms content.writing faults.causes faults.nearest findings
    messages.catalog messages.library messages.translations model po.* reports.* speech.code speech.language speech.patterns
    text.addresses text.marks text.phrases text.references text.toml text.unseen
"""
RENDER = """
    call cldr.calendars cldr.date_fields cldr.date_words cldr.dates cldr.day_periods cldr.digits cldr.formatter
    cldr.languages cldr.lists cldr.locale_names cldr.locales cldr.numbers cldr.patterns cldr.plurals cldr.scripts
    cldr.spans cldr.spellout cldr.supplement cldr.tags cldr.value_words cldr.zone_names cldr.zones cli.assignments
    cli.content_option cli.envelope cli.options cli.render cli.table_options cli.tact compose content.addresses
    content.column_settings
    content.column_words content.conventions content.envelope_settings content.language_files content.languages
    content.layers content.letter_fields content.letter_meetings content.letters content.picture_bounds content.samples
    content.sender_values content.settings content.tables content.typed_words content.writing edition engine.* envelopes
    faults.causes faults.nearest fields.* formats.envelope_texts formats.links formats.plan formats.registry formats.text meeting_times
    messages.catalog messages.library messages.translations model output po.* project tact.* text.addresses text.blocks
    text.fences text.marks text.prose text.references text.toml text.typed text.unseen text.wording values workspace
"""
LIBRARIES = "babel decimal hashlib jinja2 pyromark regex tempfile tomllib zoneinfo"
"""Other libraries that take time to load."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a catalog, and with the parsed content."""
    folder = tmp_path_factory.mktemp("start")
    (folder / "small.po").write_text(CATALOG, "utf-8")
    parsed.write(BUILT_IN, folder / "parsed")
    return folder


@pytest.mark.parametrize(
    ("words", "rooms", "libraries"),
    [
        ("--version", "", ""),
        ("letters", LISTING, ""),
        ("letters --json", LISTING, ""),
        ("check small.po", CHECK, "babel decimal zoneinfo"),  # Babel loads the last two with the data of a language
        ("render farewell --locale sl --sample", RENDER, "babel decimal hashlib jinja2 pyromark tempfile zoneinfo"),
    ],
)
def test_a_command_loads_only_what_it_needs(words: str, rooms: str, libraries: str, folder: Path) -> None:
    command = [sys.executable, "-c", RUN, str(folder / "parsed"), *words.split()]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    code, *loaded = done.stderr.splitlines()[-1].split()
    assert code == "0"
    may = [f"goodterms.{room}" for room in (EVERY + rooms).split()]
    ours = [name for name in loaded if name.startswith("goodterms.")]
    assert not [name for name in ours if not any(fnmatch(name, one) or one.startswith(f"{name}.") for one in may)]
    assert {*LIBRARIES.split()} & {*loaded} <= {*libraries.split()}
