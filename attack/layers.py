"""Hostile folders: templates, catalogs and settings that ask for much or lead out. Each is refused with its place."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, seed, settings
from hypothesis import strategies as st

from goodterms import compose, po
from goodterms.call import Call
from goodterms.check import runner
from goodterms.content import settings as own_settings
from goodterms.content.layers import Content
from goodterms.errors import GoodtermsError
from goodterms.formats import document
from goodterms.messages import catalog
from goodterms.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable

_TEN = "[1,2,3,4,5,6,7,8,9,10]"
_LOOPS = "".join(f"{{% for a{number} in {_TEN} %}}" for number in range(12)) + "INNER" + "{% endfor %}" * 12
TEMPLATES = {
    "loops": _LOOPS.replace("INNER", "x"),
    "loops that print nothing": _LOOPS.replace("INNER", "{% set y = 1 %}"),
    "a macro that calls itself": "{% macro m(n) %}{{ m(n) }}{% endmacro %}{{ m(1) }}",
    "a macro that calls itself twice": "{% macro m(n) %}{% if n %}{{ m(n-1) }}{{ m(n-1) }}{% endif %}{% endmacro %}{{ m(40) }}",
    "a text that doubles": "{% set ns = namespace(s='aaaaaaaaaa') %}{% for i in "
    + _TEN
    + " %}{% for j in "
    + _TEN
    + " %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}{% endfor %}{{ ns.s }}",
    "center": "{{ name|center(100000000) }}",
    "format": "{{ '%1000000000d'|format(1) }}",
    "range": "{% for i in range(1000000000) %}x{% endfor %}",
    "times": "{{ 'a' * 1000000000 }}",
    "power": "{{ 9**9**9 }}",
    "class": "{{ name.__class__.__mro__ }}",
    "attribute": "{{ name|attr('__class__') }}",
    "quotations": ">" * 30_000 + " x",
    "escape": "x&#27;[31m",
    "override": "x&#8238;y",
    "include": "{% include '/etc/passwd' %}",
    "include above": "{% include '../../../etc/passwd' %}",
}
SETTINGS = {
    "a key of many parts": ".".join(["a"] * 20_000) + " = 1",
    "many unknown keys": "".join(f"k{number} = 1\n" for number in range(50_000)),
    "many unknown senders": "[sender]\n" + "".join(f"k{number} = 1\n" for number in range(50_000)),
    "a number with many digits": f"[sender]\ncompany = {'9' * 100_000}",
    "many brackets": "a=" + "[" * 20_000,
    "many braces": "a=" + "{a=" * 5_000 + "1" + "}" * 5_000,
    "a logo elsewhere": '[letterhead]\nlogo = "/etc/passwd"',
}
_LETTER = 'title = "Note"\nbefore = ["subject"]\n[steps.body]\n[fields.name]\ntype = "name"\nsample = "Ana"\n'


def template(text: str) -> Callable[[], str]:
    """The attack of a template."""

    def attack() -> str:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            (root / "templates/note").mkdir(parents=True)
            (root / "templates/note/letter.toml").write_text(_LETTER, "utf-8")
            body = f"{{% block subject %}}S{{% endblock %}}\n{{% block body %}}{text}{{% endblock %}}\n"
            (root / "templates/note/letter.md.j2").write_text(body, "utf-8")
            project = Project(Content((root,)))
            try:
                request = compose.validate(project, Call("note", "en", {}, date(2026, 11, 21), sample=True))
                document(project.content, compose.compose(project, request), "text")
            except GoodtermsError as error:
                return "refused" if all(one.place for one in error.faults) else "!refused without its place"
            return "!written"

    return attack


def setting(text: str) -> Callable[[], str]:
    """The attack of a goodterms.toml."""

    def attack() -> str:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "goodterms.toml"
            path.write_text(text, "utf-8")
            project = Project(Content())
            try:
                read = own_settings.Settings(path)
                read.sender(project.known_fields, project.locale)
                _ = read.envelope
            except GoodtermsError as error:
                return "refused" if all(one.place for one in error.faults) else "!refused without its place"
            return "!read"

    return attack


_TEXT = st.text(st.characters(codec="utf-8"), max_size=40) | st.sampled_from(
    [
        "&#27;",
        "{",
        "}",
        "{name}",
        "\\",
        '"',
        "\n",
        "[a](b)",
        "http://x.example",
        "\u202e",
        "\U000f0000",
        "%s",
        "<b>",
        "&#x41;",
        "- ",
        "> ",
    ]
)
_LINES = st.sampled_from(
    ["msgid", "msgstr", "msgctxt", "msgid_plural", "msgstr[0]", "msgstr[9]", "#,", "#~ msgid", "#|", '"']
)


def fuzz_catalogs(examples: int) -> int:
    """Damaged catalogs through the reader, every rule of the check, and the strict reader; the number of examples."""
    done = 0

    @seed(7)
    @settings(max_examples=examples, deadline=None, database=None)
    @given(st.lists(st.tuples(_LINES, st.lists(_TEXT, max_size=4)), max_size=8))
    def run(lines: list[tuple[str, list[str]]]) -> None:
        nonlocal done
        done += 1
        head = 'msgid ""\nmsgstr ""\n"Language: sl\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        data = (head + "\n".join(f'{keyword} "{"".join(texts)}"' for keyword, texts in lines)).encode(
            "utf-8", "replace"
        )
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "a.po"
            path.write_bytes(data)
            runner.check(runner.load(path, Content(), "en", data), runner.RuleSelection())
            po.read(data)
            try:
                catalog.read(path, data)
            except GoodtermsError as error:
                if not all(one.place for one in error.faults):
                    raise AssertionError(error) from None

    run()
    return done
