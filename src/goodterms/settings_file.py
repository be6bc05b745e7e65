"""Writes goodterms.toml: a new one with comments, or keys added to one that exists, of which every other byte stays."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any, NamedTuple

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import KeyType, SingleKey, Table, Whitespace

from goodterms import output
from goodterms.content import tables
from goodterms.errors import BrokenContent, OutputRefused
from goodterms.model import Document
from goodterms.recipients.recognition import fold_words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tomlkit.items import Item

MEDIA_TYPE = "application/toml"
_BOM = "\ufeff"


class Additions(NamedTuple):
    """What to add: the table ``columns``, by the names of columns, and the tables ``values.FIELD``, by words."""

    columns: Mapping[str, str | Mapping[str, str] | bool]
    values: Mapping[str, Mapping[str, str]]

    def __bool__(self) -> bool:
        return bool(self.columns or any(self.values.values()))


def as_toml(additions: Additions) -> str:
    """The additions as TOML; empty where there are none."""
    document = tomlkit.document()
    _add(document, additions)
    return tomlkit.dumps(document)


def added(path: Path, additions: Additions) -> Additions:
    """The additions without the keys that a goodterms.toml has; all of them where the file does not exist.

    Names of columns are compared as tables are read, without case, blanks and punctuation. Raises
    :class:`BrokenContent` where the file cannot be read or parsed.
    """
    there: dict[str, Any] = tables.read(path).raw() if path.is_file() else {}
    columns = {fold_words(name) for name in _table(there, "columns")}
    values = _table(there, "values")
    return Additions(
        {name: field for name, field in additions.columns.items() if fold_words(name) not in columns},
        {
            field: new
            for field, words in additions.values.items()
            if (new := _without({fold_words(word) for word in _table(values, field)}, words))
        },
    )


def write(path: Path, additions: Additions) -> Additions:
    """Add keys to a goodterms.toml, or make one of them; returns those that it did not have.

    Every other byte of the file stays. Raises :class:`BrokenContent` where the file cannot be read or parsed, or is
    written in a way in which nothing can be added safely; :class:`OutputRefused` where it cannot be written.
    """
    new = added(path, additions)
    if new:
        before = path.read_bytes().decode("utf-8") if path.is_file() else ""
        text = _with(path, before, new)
        output.write(str(path), Document(path.name, MEDIA_TYPE, text.encode()), force=True)
    return new


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


def _with(path: Path, before: str, new: Additions) -> str:
    """The text of a file with additions, in the line endings of the file."""
    bare = before.removeprefix(_BOM)
    try:
        document = tomlkit.parse(bare if not bare or bare.endswith("\n") else f"{bare}\n")
        _add(document, new)
        text = tomlkit.dumps(document)
        after = tomllib.loads(text)
    except (TOMLKitError, tomllib.TOMLDecodeError, AttributeError, TypeError, ValueError):
        raise BrokenContent.at(path, 0, "settings-not-extensible") from None
    if "\r\n" in bare and "\n" not in bare.replace("\r\n", ""):
        text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    if after != _merged(tomllib.loads(bare), new):
        raise BrokenContent.at(path, 0, "settings-not-extensible")
    return (_BOM if before.startswith(_BOM) else "") + text


def _add(document: tomlkit.TOMLDocument, new: Additions) -> None:
    """Add keys to tables of a document, which are made at its end where it has none."""
    if new.columns:
        _append(_open(document, "columns"), {name: _item(field) for name, field in new.columns.items()})
    for field, words in new.values.items():
        if not words:
            continue
        if "values" not in document:
            document.append("values", tomlkit.table(is_super_table=True))
        _append(_open(document["values"], field), {word: tomlkit.item(choice) for word, choice in words.items()})


def _open(parent: Any, name: str) -> Any:
    """The table of a name, made where it is not there."""
    if name not in parent:
        parent.append(name, tomlkit.table())
    return parent[name]


def _append(table: Any, keys: Mapping[str, Item]) -> None:
    """Append keys to a table, before the blank lines and the comments that end it: those are about what follows."""
    body = table.value.body if isinstance(table, Table) else []
    end = len(body)
    while end and body[end - 1][0] is None:
        end -= 1
    blank = next((place for place in range(end, len(body)) if isinstance(body[place][1], Whitespace)), len(body))
    following = body[blank:]
    del body[blank:]
    for name, item in keys.items():
        table.append(SingleKey(name, KeyType.Basic, sep=" = "), item)
    body += following


def _item(field: str | Mapping[str, str] | bool) -> Item:
    if isinstance(field, (str, bool)):
        return tomlkit.item(field)
    inline = tomlkit.inline_table()
    inline.update(field)
    return inline


def _merged(there: dict[str, Any], new: Additions) -> dict[str, Any]:
    """What a file says with the additions."""
    merged = dict(there)
    if new.columns:
        merged["columns"] = {**_table(there, "columns"), **new.columns}
    if values := {field: words for field, words in new.values.items() if words}:
        inner = _table(there, "values")
        merged["values"] = {**inner, **{field: {**_table(inner, field), **words} for field, words in values.items()}}
    return merged


def _table(values: Mapping[str, Any], name: str) -> dict[str, Any]:
    inner = values.get(name, {})
    return inner if isinstance(inner, dict) else {}


def _without(known: set[str], words: Mapping[str, str]) -> dict[str, str]:
    return {word: choice for word, choice in words.items() if fold_words(word) not in known}
