"""The TOML files of the built-in content, parsed when the package was made: to read JSON takes a hundredth of the time.

Beside the values is the whole text that they were parsed from, and they count only for a file that has this very text.
So a file of a checkout can be changed at any time; it is then parsed as any other file. ``make .venv/.ready`` and
``python -m goodterms.content.parsed`` parse those of a checkout.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goodterms.content.built_in import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parents[1] / "_parsed"
"""Where the values of the built-in files are, each in a file of the same name with ``.json`` after it."""
_ROOT = f"{BUILT_IN}/"


def values(path: Path, text: str, folder: Path = FOLDER) -> dict[str, Any] | None:
    """The values of a file with this text; None for a file, or a text, that was not parsed before."""
    name = str(path)
    if not name.startswith(_ROOT):
        return None
    try:
        before, found = json.loads((folder / f"{name.removeprefix(_ROOT)}.json").read_bytes())
    except (OSError, ValueError):
        return None
    return found if before == text else None


def write(content: Path, folder: Path) -> None:
    """Parse the TOML files of some content, and write their values to a folder that has nothing else.

    A file with a value that JSON has no type for, such as a date, is left out; so is one that is not valid. Raises
    :class:`BrokenContent` for faults of a letter.toml: nobody looks for them again in a file that was parsed.
    """
    import shutil

    from goodterms.content import letters
    from goodterms.content.layers import Content

    for name in Content(base=content).letters():
        letters.load(Content(base=content), name)
    shutil.rmtree(folder, ignore_errors=True)
    for path in _files(content):
        text = path.read_text("utf-8-sig")
        target = folder / f"{path.relative_to(content).as_posix()}.json"
        if (found := _values(text)) is not None:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(json.dumps([text, found], ensure_ascii=False, separators=(",", ":")), "utf-8")


def _files(content: Path) -> Iterator[Path]:
    """The TOML files of the content that letters and tables need, sorted."""
    for pattern in ("locales/*/*.toml", "templates/*/*.toml", "templates/_*/*/*.toml"):
        yield from sorted(content.glob(pattern))


def _values(text: str) -> dict[str, Any] | None:
    """The values in a text, if they are the same in JSON."""
    import tomllib

    from goodterms.text import toml

    try:
        found = toml.loads(text)
        same: object = json.loads(json.dumps(found))
    except (tomllib.TOMLDecodeError, TypeError):
        return None
    return found if _are_same(found, same) else None


def _are_same(one: object, other: object) -> bool:
    """Whether two values are equal and of the same types, at any depth."""
    if isinstance(one, dict) and isinstance(other, dict):
        return [*one] == [*other] and all(map(_are_same, one.values(), other.values()))
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_are_same, one, other))
    return type(one) is type(other) and one == other


if __name__ == "__main__":
    write(BUILT_IN, FOLDER)
