"""Plural rules that programs write for a language although CLDR separates other numbers."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).with_suffix(".json")


def usual_headers(tag: str) -> tuple[str, ...]:
    """The values of Plural-Forms that gettext, Weblate, the Translate Toolkit or Transifex write for a language.

    Only those that CLDR contradicts are listed; empty for most languages.
    """
    return _headers().get(tag.replace("_", "-").partition("-")[0], ())


@lru_cache(maxsize=1)
def _headers() -> dict[str, tuple[str, ...]]:
    rules = json.loads(_FILE.read_text("utf-8"))["rules"]
    return {
        language: tuple(f"nplurals={count}; plural={expression};" for count, expression in each)
        for language, each in rules.items()
    }
