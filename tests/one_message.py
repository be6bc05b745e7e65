"""What the rules about placeholders find in a single message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from goodterms import po
from goodterms.check import runner
from goodterms.content.layers import BUILT_IN, Content

if TYPE_CHECKING:
    from collections.abc import Sequence

RULES = frozenset(
    {"placeholder-mismatch", "placeholder-format", "placeholder-syntax", "number-omitted", "message-format-branches"}
)
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
_CATALOGS = {
    name: runner.load(BUILT_IN / "locales" / name / "LC_MESSAGES" / "goodterms.po", Content(), "en")
    for name in ("sl", "te", "ne")
}


def quoted(text: str) -> str:
    for plain, escape in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        text = text.replace(plain, escape)
    return f'"{text}"\n'


def message(flag: str, msgid: str, plural: str | None, strings: Sequence[str]) -> str:
    """A message of a catalog."""
    text = f"#, {flag}\n" if flag else ""
    text += f"msgid {quoted(msgid)}"
    if plural is None:
        return f"{text}msgstr {quoted(strings[0])}"
    text += f"msgid_plural {quoted(plural)}"
    return text + "".join(f"msgstr[{form}] {quoted(string)}" for form, string in enumerate(strings))


def levels(
    flag: str, msgid: str, *strings: str, plural: str | None = None, language: str = "sl", rules: frozenset[str] = RULES
) -> list[str]:
    """The levels and messages of what is found, sorted."""
    catalog = _CATALOGS[language]._replace(file=po.read(message(flag, msgid, plural, strings).encode()))
    found = runner.check(catalog, runner.RuleSelection(select=rules))
    return sorted(f"{finding.level}: {finding.message}" for finding in found)


def verdict(flag: str, msgid: str, *strings: str, plural: str | None = None, language: str = "sl") -> str:
    """The gravest level of what is found; empty if nothing is."""
    found = [each.partition(":")[0] for each in levels(flag, msgid, *strings, plural=plural, language=language)]
    return next((level for level in ("error", "warning", "note") if level in found), "")
