"""Every text that people read in the terminal and on the desk's pages, as messages of a catalog.

They are where the program has them: the table of the desk, the sentences of faults, the help of the commands, the
letter.toml files of the built-in letters, click's own sentences, and the calls of :mod:`goodterms.speech` in the code.
"""

from __future__ import annotations

import ast
import inspect
import string
import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from goodterms.check import manuals
from goodterms.check import runner as _runner  # noqa: F401 — registers the rules
from goodterms.check.registry import RULES
from goodterms.cli import COMMANDS, main
from goodterms.cli.help_texts import paragraphs
from goodterms.desk import form
from goodterms.desk import messages as desk
from goodterms.faults import wording
from goodterms.speech import patterns
from goodterms.values import NAME_PARTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goodterms.check.manuals import Passage

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "goodterms"
TEMPLATES = ROOT / "templates"
RULES_PLACE = "src/goodterms/check"
QUOTED = "in-english"
"""The kind of a fault that only quotes: each language says that it does."""
FIRST_FAULTS = ("values", "rows")
"""The modules of sentences that people meet most often."""
COLUMNS = ("absences", "assess", "customers", "kept", "orders")
"""The tables of ``templates/_advice/`` whose columns people fill in."""
BASES = ("_letter", "_appointment", "_meeting", "_guide")
"""What the built-in letters extend."""
CALLS = {"speak": 0, "said": 0, "sentence": 0, "speak_in": 1, "plural": 0, "said_plural": 0, "sentences": 0}
"""The functions of :mod:`goodterms.speech` that take a msgid, with its place among their arguments."""
WITH_PLURAL = {"plural", "said_plural", "sentences"}
CLICK = ("core", "decorators", "exceptions", "formatting", "parser", "types")
"""The modules of click with sentences that these commands can print."""
ABOUT_QUOTED = "What another program says in English: quote it, and say in brackets that it is English"
ABOUT_BRACES = "{}: see the English text for what stands there; keep it"
FOR_TRANSLATORS = "# For translators: "


class Text(NamedTuple):
    """A message: its context, its text, its plural, what it is, and the file that has it."""

    context: str | None
    msgid: str
    plural: str | None
    comment: str
    reference: str


def texts() -> Iterator[Text]:
    """All messages, those that people meet first in front; one that is used several times comes several times."""
    yield from _desk()
    modules = {module.__name__.rsplit(".", 1)[1]: module for module in wording.ROOMS}
    for name in [*FIRST_FAULTS, *(name for name in modules if name not in FIRST_FAULTS)]:
        yield from _faults(name, modules[name].TEXTS)
    yield from _patterns()
    yield from _fields()
    yield from _code()
    yield from _help()
    yield from _letters()
    yield from _click()
    yield from _rules()


def has_words(text: str) -> bool:
    """Whether a text has anything to translate besides its facts."""
    return any(character.isalpha() for part, *_ in string.Formatter().parse(text) for character in part)


def has_facts(text: str) -> bool:
    """Whether a text has facts in braces, or braces that are doubled because it could have; others are not filled."""
    fields = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
    return all(name.isidentifier() for name in fields) and bool(fields or "{{" in text)


def _desk() -> Iterator[Text]:
    """The texts by name; one for several and one for 1, by their names, are a message with a plural."""
    reference = "src/goodterms/desk/messages.py"
    for name, text in desk.TEXTS.items():
        of_one = desk.TEXTS.get(f"{name}_one")
        if of_one is not None:
            yield Text(desk.CONTEXT, of_one, text, f"On a page of the desk: {name}", reference)
        elif not (name.endswith("_one") and name.removesuffix("_one") in desk.TEXTS):
            yield Text(desk.CONTEXT, text, None, f"On a page of the desk: {name}", reference)


def _faults(module: str, sentences: dict[str, Any]) -> Iterator[Text]:
    reference = f"src/goodterms/faults/wording/{module}.py"
    for kind, text in sentences.items():
        for which, part in zip(("what is wrong", "what would be right"), text, strict=True):
            if isinstance(part, tuple):
                yield Text(None, part[0], part[1], f"{kind}: {which}", reference)
            elif part and (has_words(part) or kind == QUOTED):
                about = ABOUT_QUOTED if kind == QUOTED else f"{kind}: {which}"
                yield Text(None, part, None, about, reference)


def _fields() -> Iterator[Text]:
    """The labels of the desk's forms: the names of all fields and of their parts, as words."""
    for folder, path in _letter_files():
        table = tomllib.loads(path.read_text("utf-8"))
        reference = path.relative_to(ROOT).as_posix()
        for name in dict.fromkeys(_names_of_fields(table.get("fields", {}))):
            yield Text(
                form.FIELD, form.label_text(name), None, f"A field of {folder}, as a label of the desk", reference
            )
    for part in NAME_PARTS:
        reference = "src/goodterms/values.py"
        yield Text(form.FIELD, form.label_text(part), None, "A part of a name, as a label of the desk", reference)


def _names_of_fields(fields: dict[str, Any]) -> Iterator[str]:
    for name, table in fields.items():
        yield name
        if "item" in table:
            yield table["item"]
        yield from _names_of_fields(table.get("parts", {}))


def _patterns() -> Iterator[Text]:
    for context, (msgid, comment) in patterns.PATTERNS.items():
        yield Text(context, msgid, None, comment, "src/goodterms/speech/patterns.py")


def _help() -> Iterator[Text]:
    yield from _command(main, "goodterms", "src/goodterms/cli/__init__.py")
    for title, names in COMMANDS.items():
        yield Text(
            None, title, None, "Heading of a group of commands in: goodterms --help", "src/goodterms/cli/__init__.py"
        )
        for name in names:
            yield from _commands(main.get_command(click.Context(main), name), f"goodterms {name}")


def _commands(command: click.Command | None, name: str) -> Iterator[Text]:
    if command is None:
        return
    function = inspect.unwrap(command.callback) if command.callback else None
    path = Path(function.__code__.co_filename).relative_to(ROOT).as_posix() if function else ""
    yield from _command(command, name, path)
    if isinstance(command, click.Group):
        for inner, below in command.commands.items():
            yield from _commands(below, f"{name} {inner}")


def _command(command: click.Command, name: str, path: str) -> Iterator[Text]:
    for number, paragraph in enumerate(paragraphs(command.help or "")):
        what = "its summary, in the list of commands, too" if number == 0 else "a paragraph"
        what = "lines that stay as they are" if "\n" in paragraph else what
        yield Text(None, paragraph, None, f"Help of {name}: {what}", path)
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            option = max(parameter.opts, key=len)
            yield Text(None, parameter.help, None, f"Help of {name} {option}", path)


def _rules() -> Iterator[Text]:
    """What each rule finds, then the rest of its manual; examples that are only code have nothing to translate."""
    manual_of = {rule: manuals.read(rule.explanation) for rule in RULES.values()}
    for rule, manual in manual_of.items():
        comment = f"What the rule {rule.name} finds, in: goodterms check --list"
        yield Text(None, manual.summary.msgid, None, comment, RULES_PLACE)
    for rule, manual in manual_of.items():
        for paragraph in manual.paragraphs:
            comment = f"A paragraph of: goodterms check --explain {rule.name}"
            yield Text(None, paragraph.msgid, None, _with_code(comment, paragraph), RULES_PLACE)
        for verdict, example in manual.examples:
            if has_words(example.msgid):
                comment = f"{verdict} example in: goodterms check --explain {rule.name}"
                yield Text(None, example.msgid, None, _with_code(comment, example), RULES_PLACE)


def _with_code(comment: str, passage: Passage) -> str:
    """A comment with the code that a passage shows."""
    return "; ".join([comment, *(f"{{{name}}} is {code}" for name, code in passage.code.items())])


def _letters() -> Iterator[Text]:
    tables = ((f"_advice/{name}", TEMPLATES / "_advice" / name / "letter.toml") for name in COLUMNS)
    for folder, path in (*_letter_files(), *tables):
        yield from _of_table(tomllib.loads(path.read_text("utf-8")), folder, path.relative_to(ROOT).as_posix())


def _letter_files() -> list[tuple[str, Path]]:
    """The built-in letters, then what they extend: the folder of each and its letter.toml."""
    own = sorted(path.name for path in TEMPLATES.iterdir() if (path / "letter.toml").is_file() and path.name[0] != "_")
    return [(name, path) for name in (*own, *BASES) if (path := TEMPLATES / name / "letter.toml").is_file()]


def _of_table(table: dict[str, Any], place: str, reference: str) -> Iterator[Text]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _of_table(value, f"{place} {key}", reference)
        elif key in ("title", "summary", "help", "group") and isinstance(value, str):
            yield Text(None, value, None, f"{key.capitalize()} of {place}", reference)


def _click() -> Iterator[Text]:
    folder = Path(str(find_spec("click").origin)).parent  # type: ignore[union-attr] # click is installed
    for module in CLICK:
        for node in ast.walk(ast.parse((folder / f"{module}.py").read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
                given = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
                if given and "DeprecationWarning" not in given[0]:
                    plural = given[1] if node.func.id == "ngettext" else None
                    yield Text(None, given[0], plural, "From click, which reads the command line", f"click/{module}.py")


def _code() -> Iterator[Text]:
    for path in sorted(SOURCE.rglob("*.py")):
        if path.is_relative_to(SOURCE / "speech"):
            continue
        source = path.read_text("utf-8")
        if "speech" in source:
            yield from _calls(source, path.relative_to(ROOT).as_posix())


def _calls(source: str, reference: str) -> Iterator[Text]:
    lines = source.split("\n")
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    for node in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name not in CALLS or not isinstance(node.func, ast.Name):
            continue
        given = [one.value if isinstance(one, ast.Constant) else None for one in node.args]
        at = CALLS[name]
        if len(given) <= at or not isinstance(given[at], str):
            continue
        plural = str(given[at + 1]) if name in WITH_PLURAL else None
        context = str(given[0]) if at else None
        yield Text(context, str(given[at]), plural, _comment_above(lines, node.lineno), reference)


def _comment_above(lines: list[str], line: int) -> str:
    above = lines[line - 2].strip() if line > 1 else ""
    return above.removeprefix(FOR_TRANSLATORS) if above.startswith(FOR_TRANSLATORS) else ""
