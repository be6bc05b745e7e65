"""Runs the rules over catalogs and gathers what they find."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from goodterms import po
from goodterms.check import (
    across,
    facts,
    invisible,
    letters,
    placeholders,
    plurals,
    punctuation,
    rendering,
    script,
    shape,
    structure,
    suppressions,
)
from goodterms.check.dispatch import RuleDispatch
from goodterms.check.registry import RULES
from goodterms.check.subjects import CheckedCatalog, Hit, Text, texts_of
from goodterms.cldr.languages import catalog_name
from goodterms.cldr.languages import facts as facts_of
from goodterms.content import languages
from goodterms.content.layers import read_bytes
from goodterms.findings import Finding
from goodterms.messages.catalog import PluralRule, plural_rule
from goodterms.model import Writing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from goodterms.check.registry import Rule
    from goodterms.content.layers import Content

MODULES = (structure, plurals, placeholders, facts, punctuation, shape, script, invisible, across, letters, rendering)
"""Where the rules are written; to import them is to register them."""
_MAX_BYTES = 50_000_000


class Choice(NamedTuple):
    """Which rules run: all or those selected, less those ignored everywhere, in one language, or in one letter."""

    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    ignore_in: Mapping[str, frozenset[str]] = MappingProxyType({})
    ignore_for: Mapping[str, frozenset[str]] = MappingProxyType({})

    def runs(self, rule: str, language: str) -> bool:
        """Whether a rule runs over a language's catalogs."""
        chosen = not self.select or rule in self.select
        return chosen and rule not in self.ignore and rule not in self.ignore_in.get(language, frozenset())

    def counts(self, rule: str, letters: Collection[str]) -> bool:
        """Whether what a rule finds counts in a message of these letters: unless each of them ignores it."""
        return not (letters and all(rule in self.ignore_for.get(letter, ()) for letter in letters))


def catalogs_in(paths: Sequence[Path]) -> list[Path]:
    """The catalogs that paths name: files as they are, folders by what they hold."""
    found: list[Path] = []
    for path in paths:
        found += sorted([*path.rglob("*.po"), *path.rglob("*.pot")]) if path.is_dir() else [path]
    return list(dict.fromkeys(found))


def load(path: Path, content: Content, source_language: str, data: bytes | None = None) -> CheckedCatalog:
    """A catalog ready for the rules, from ``data`` when that is given; raises :class:`BrokenContent`."""
    data = read_bytes(path) if data is None else data
    file = po.read(data) if len(data) <= _MAX_BYTES else _too_large(len(data))
    language = _language(path, file)
    known = facts_of(language) if language else None
    writing = languages.writing(content, language, *known) if known else Writing()
    return CheckedCatalog(
        path=path,
        file=file,
        language=language,
        writing=writing,
        plural=_plural(file),
        is_template=path.suffix == ".pot",
        is_source=language.replace("_", "-").partition("-")[0] == source_language,
    )


class Made(NamedTuple):
    """A hit, the rule that made it, and what it looked at: a message, one of its texts, or the catalog."""

    rule: Rule
    hit: Hit
    entry: po.Entry | None = None
    text: Text | None = None


def check(catalog: CheckedCatalog, choice: Choice) -> list[Finding]:
    """What the rules find in a catalog, in the order of its lines; what a comment silences is left out."""
    found = [(one.entry, _placed(catalog, *one)) for one in hits(catalog, choice)]
    findings = [_of_mark(catalog, one) for one in suppressions.suppress(found, suppressions.suppressions_in(catalog))]
    kept = [one for one in findings if one.rule in RULES or choice.runs(one.rule, catalog.language)]
    return sorted(kept, key=lambda finding: (finding.line, finding.column))


def hits(catalog: CheckedCatalog, choice: Choice) -> Iterator[Made]:
    """What the rules find in a catalog, what is silenced too; but not what all letters of a message ignore."""
    for one in _hits(catalog, choice):
        if not (choice.ignore_for and one.entry and not choice.counts(one.rule.name, _letters_of(one.entry))):
            yield one


def _hits(catalog: CheckedCatalog, choice: Choice) -> Iterator[Made]:
    running = [rule for rule in RULES.values() if choice.runs(rule.name, catalog.language)]
    plan = RuleDispatch(running, catalog.writing)
    for rule in plan.of_catalog():
        yield from (Made(rule, hit) for hit in rule.find(catalog))
    for entry in catalog.living:
        for rule in plan.of_entry(entry):
            yield from (Made(rule, hit, entry) for hit in rule.find(catalog, entry))
        if catalog.is_template or entry.fuzzy:
            continue  # what is fuzzy is not used
        translated = [string for string in entry.strings if string.strip()]
        if translated and (due := plan.of_texts(translated, entry.sources)):
            for text in texts_of(catalog, entry):
                for rule in due:
                    yield from (Made(rule, hit, entry, text) for hit in rule.find(text))


def check_across(catalogs: Sequence[CheckedCatalog], choice: Choice) -> list[Finding]:
    """What the rules over all catalogs of a project find."""
    running = [rule for rule in RULES.values() if rule.scope == "catalogs"]
    found = [(rule, *each) for rule in running for each in rule.find(catalogs)]
    return [_placed(catalog, rule, hit) for rule, catalog, hit in found if choice.runs(rule.name, catalog.language)]


def _letters_of(entry: po.Entry) -> set[str]:
    """The letters that ask for a message, by the templates in its references."""
    paths = (reference.split("/") for reference in entry.references)
    return {parts[1] for parts in paths if len(parts) > 2 and parts[0] == "templates"}


def _placed(
    catalog: CheckedCatalog, rule: Rule, hit: Hit, entry: po.Entry | None = None, text: Text | None = None
) -> Finding:
    line, column = hit.line or (entry.line if entry else 1), hit.offset if hit.line else 1
    if text is not None:
        line, column = catalog.file.place(text.entry, text.keyword, hit.offset)
    return Finding(
        rule=rule.name,
        level=hit.level or rule.level,  # type: ignore[arg-type]
        path=str(catalog.path),
        line=line,
        column=max(1, column),
        language=catalog.language,
        msgctxt=entry.msgctxt if entry else None,
        msgid=entry.msgid if entry else "",
        message=hit.message,
        text=hit.text,
    )


def _of_mark(catalog: CheckedCatalog, one: tuple[str, suppressions.Suppression] | Finding) -> Finding:
    if isinstance(one, Finding):
        return one
    name, mark = one
    why = "which finds nothing here" if name == suppressions.UNUSED else "and does not say why"
    return Finding(
        rule=name,
        level="warning" if name == suppressions.UNUSED else "error",
        path=str(catalog.path),
        line=mark.entry.line,
        column=1,
        language=catalog.language,
        msgctxt=mark.entry.msgctxt,
        msgid=mark.entry.msgid,
        message=f"a comment silences {mark.rule}, {why}",
        text=mark.rule,
    )


def _language(path: Path, file: po.File) -> str:
    """The language of a catalog: by its folder, else by its name, else by its header."""
    if path.suffix == ".pot":
        return ""
    parts = path.parts
    if "LC_MESSAGES" in parts and parts.index("LC_MESSAGES") > 0:
        return parts[parts.index("LC_MESSAGES") - 1]
    if catalog_name(path.stem):  # the whole name: to-do.po is not Tongan
        return path.stem
    return file.header.get("Language", "")


def _plural(file: po.File) -> PluralRule | None:
    try:
        return plural_rule(file.header.get("Plural-Forms", ""))
    except ValueError:
        return None


def _too_large(size: int) -> po.File:
    return po.File("", [], {}, [po.flaw(1, 1, "po-too-large", size=size, limit=_MAX_BYTES)])
