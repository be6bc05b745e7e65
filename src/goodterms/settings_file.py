"""Writes goodterms.toml: a new one with comments, or keys added to one that exists, of which every other byte stays."""

from __future__ import annotations

import copy
import tomllib
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import KeyType, SingleKey, Table, Whitespace

from goodterms import output
from goodterms.content import tables
from goodterms.content.column_settings import DECIMALS, ColumnUse
from goodterms.envelopes import Document
from goodterms.errors import BrokenContent, OutputRefused
from goodterms.recipients import outcome
from goodterms.recipients.columns import fold_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tomlkit.items import Item

    from goodterms.model import LetterSpec
    from goodterms.recipients.first_look import Look
    from goodterms.recipients.outcome import Mapped

MEDIA_TYPE = "application/toml"
_BOM = "\ufeff"


class Additions(NamedTuple):
    """What to add: the table ``columns``, by the names of columns, and the tables ``values.FIELD``, by words.

    ``others`` are keys of further tables, by their names: of ``sender``, of ``mail``.
    """

    columns: Mapping[str, Mapped]
    values: Mapping[str, Mapping[str, str]]
    others: Mapping[str, Mapping[str, str]] = MappingProxyType({})

    def __bool__(self) -> bool:
        return bool(self.columns or any(self.values.values()) or any(self.others.values()))


def additions(found: Look, letter: LetterSpec) -> Additions:
    """What goodterms.toml needs for a table: its columns, and the words in them that are not the choices' own."""
    return Additions(outcome.mapped(found.columns, found.known), outcome.choice_words(found.columns, letter))


def as_toml(additions: Additions) -> str:
    """The additions as TOML; empty where there are none."""
    return _add(tomlkit.document(), additions)


def added(path: Path, additions: Additions) -> Additions:
    """The additions without the keys that a goodterms.toml has; all of them where the file does not exist.

    Names of columns and words are compared as tables are read, names without case, blanks, dots and hyphens. Raises
    :class:`BrokenContent` where the file cannot be read or parsed.
    """
    there: dict[str, Any] = tables.read(path).raw() if path.is_file() else {}
    columns = {fold_name(name) for name in _table(there, "columns")}
    values: dict[str, Mapping[str, str]] = {}
    for field, words in additions.values.items():
        known = {word.strip().casefold() for word in _table(there, "values", *field.split("."))}
        values[field] = {word: choice for word, choice in words.items() if word.strip().casefold() not in known}
    return Additions(
        {name: field for name, field in additions.columns.items() if fold_name(name) not in columns},
        {field: words for field, words in values.items() if words},
        {
            name: {key: value for key, value in keys.items() if key not in _table(there, name)}
            for name, keys in additions.others.items()
        },
    )


def settled(path: Path) -> dict[str, ColumnUse]:
    """What columns are, by their names, as a goodterms.toml has them; a joined one is what the whole is."""
    columns = _table(tables.read(path).raw(), "columns") if path.is_file() else {}
    found: dict[str, ColumnUse] = {}
    for name, use in columns.items():
        given = use if isinstance(use, dict) else {"field": use}
        keys = ("field", "dates", "numbers", "time")
        field, dates, numbers, time = (text if isinstance(text := given.get(key), str) else "" for key in keys)
        joined = given.get("join", ())
        found |= {str(join): ColumnUse(field) for join in joined if isinstance(joined, list)}
        found[name] = ColumnUse(field, dates, DECIMALS.get(numbers, ""), time)
    return found


def settled_words(path: Path) -> dict[str, set[str]]:
    """The words in cells of which a goodterms.toml says what they mean, in lower case, by field."""
    values = _table(tables.read(path).raw(), "values") if path.is_file() else {}
    words: dict[str, set[str]] = {}
    for field, table in values.items():
        for word, choice in table.items() if isinstance(table, dict) else ():
            if isinstance(choice, dict):
                words[f"{field}.{word}"] = {one.strip().casefold() for one in choice}
            else:
                words.setdefault(field, set()).add(word.strip().casefold())
    return words


def write(path: Path, additions: Additions) -> Additions:
    """Add keys to a goodterms.toml, or make one of them; returns those that it did not have.

    Every other byte of the file stays. Raises :class:`BrokenContent` where the file cannot be read or parsed, or is
    written in a way in which nothing can be added safely; :class:`OutputRefused` where it cannot be written.
    """
    new = added(path, additions)
    if new:
        _write(path, new, {})
    return new


def correct(path: Path, additions: Additions, columns: Mapping[str, Mapped]) -> None:
    """Say what some columns are, whatever a goodterms.toml says of them, and add what it does not have yet.

    Every other byte of the file stays, also a comment beside a line that changes. Raises what :func:`write` raises.
    """
    there: dict[str, Any] = _table(tables.read(path).raw(), "columns") if path.is_file() else {}
    spelled = {fold_name(name): name for name in there}
    changed = {spelled[name]: use for each, use in columns.items() if (name := fold_name(each)) in spelled}
    changed = {name: use for name, use in changed.items() if there[name] != use}
    folded = {fold_name(name) for name in columns}
    others = {name: use for name, use in additions.columns.items() if fold_name(name) not in folded}
    new = added(path, Additions({**others, **columns}, additions.values))
    if new or changed:
        _write(path, new, changed)


def _write(path: Path, new: Additions, changed: Mapping[str, Mapped]) -> None:
    before = path.read_bytes().decode("utf-8") if path.is_file() else ""
    text = _with(path, before, new, changed)
    output.write(str(path), Document(path.name, MEDIA_TYPE, text.encode()), force=True)


def start(path: Path, text: str, *, force: bool) -> Path:
    """Write a new goodterms.toml; raises :class:`OutputRefused` where it exists and ``force`` is not given."""
    return output.write(str(path), Document(path.name, MEDIA_TYPE, text.encode()), force=force)


def refuse_existing(path: Path) -> None:
    """Raise :class:`OutputRefused` for a file that exists."""
    if path.exists():
        raise OutputRefused.of("exists", path=path)


def quoted(text: str) -> str:
    """A text as a value of TOML."""
    return tomlkit.item(text).as_string()


def _with(path: Path, before: str, new: Additions, changed: Mapping[str, Mapped]) -> str:
    """The text of a file with additions and other uses of columns, in the line endings of the file."""
    bare = before.removeprefix(_BOM)
    try:
        document = tomlkit.parse(bare if not bare or bare.endswith("\n") else f"{bare}\n")
        for name, use in changed.items():
            document["columns"][name] = _item(use)
        more = _add(document, new)
        text = tomlkit.dumps(document)
        text += f"\n{more}" if text.strip() and more else more
        is_whole = tomllib.loads(text) == _merged(tomllib.loads(bare), new, changed)
    except (TOMLKitError, tomllib.TOMLDecodeError, AttributeError, TypeError, ValueError):
        is_whole = False
    if not is_whole:
        raise BrokenContent.at(path, 0, "settings-not-extensible")
    if "\r\n" in bare and "\n" not in bare.replace("\r\n", ""):
        text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    return (_BOM if before.startswith(_BOM) else "") + text


def _add(document: tomlkit.TOMLDocument, new: Additions) -> str:
    """Add keys to the tables that a document has; returns the text of the others, to stand at its end."""
    bare = {(name,) for name in new.others}  # names of our own; those of columns and words are in quotes
    keys_of: dict[tuple[str, ...], dict[str, Item]] = {
        ("columns",): {name: _item(field) for name, field in new.columns.items()}
    }
    for field, words in new.values.items():
        keys_of["values", *field.split(".")] = {word: tomlkit.item(choice) for word, choice in words.items()}
    for name, values in new.others.items():
        keys_of[name,] = {key: tomlkit.item(value) for key, value in values.items()}
    texts = []
    for names, keys in keys_of.items():
        table: Any = document
        for name in names:
            table = table.get(name)
            if table is None:
                break
        if table is None:
            texts.append(_new_table(names, keys, is_bare=names in bare))
        elif keys:
            _append(table, keys, is_bare=names in bare)
    return "\n".join(filter(None, texts))


def _new_table(names: tuple[str, ...], keys: Mapping[str, Item], *, is_bare: bool) -> str:
    """The text of a table with its keys; empty without any."""
    if not keys:
        return ""
    table = tomlkit.document()
    _append(table, keys, is_bare=is_bare)
    return f"[{'.'.join(names)}]\n{tomlkit.dumps(table)}"


def _append(table: Any, keys: Mapping[str, Item], *, is_bare: bool) -> None:
    """Append keys to a table, before the blank lines and the comments that end it: those are about what follows."""
    body = table.value.body if isinstance(table, Table) else []
    end = len(body)
    while end and body[end - 1][0] is None:
        end -= 1
    blank = next((place for place in range(end, len(body)) if isinstance(body[place][1], Whitespace)), len(body))
    following = body[blank:]
    del body[blank:]
    kind = KeyType.Bare if is_bare else KeyType.Basic
    for name, item in keys.items():
        table.append(SingleKey(name, kind, sep=" = "), item)
    body += following


def _item(field: Mapped) -> Item:
    if isinstance(field, (str, bool)):
        return tomlkit.item(field)
    inline = tomlkit.inline_table()
    inline.update(field)
    return inline


def _merged(there: dict[str, Any], new: Additions, changed: Mapping[str, Mapped]) -> dict[str, Any]:
    """What a file says with the additions and the changes."""
    merged = copy.deepcopy(there)
    if new.columns or changed:
        merged.setdefault("columns", {}).update({**changed, **new.columns})
    for field, words in new.values.items():
        table = merged
        for name in ("values", *field.split(".")):
            table = table.setdefault(name, {})
        table.update(words)
    for name, values in new.others.items():
        if values:
            merged.setdefault(name, {}).update(values)
    return merged


def _table(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """The table inside others; an empty one where there is none."""
    inner: Any = values
    for name in names:
        inner = inner.get(name, {}) if isinstance(inner, dict) else {}
    return inner if isinstance(inner, dict) else {}
